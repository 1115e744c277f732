//! What the hall lends the views: texts from frozen files, notes of seats, the journal.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::behind;
use super::notes::{self, Notes};
use super::record::Record;
use super::request::Failure;
use super::shelf::Shelf;
use super::verify;
use super::view::{self, Ask, Context, Display, Draft, FolderView, Pages, PlaceNote, Unopened, VerifyView, View};
use crate::domain::{Code, Event, Facts, Moment, Role, SeatId, Texts};
use crate::folder;
use crate::journal::index::Follower;
use crate::text::{Clean, clean_line};

/// Texts kept in memory; more are read again when they are shown.
const TEXTS_KEPT: usize = 64;

/// Frozen texts, read when they are shown or searched.
#[derive(Debug)]
pub(super) struct Reading {
    root: PathBuf,
    texts: RefCell<BTreeMap<Kept, Arc<Texts>>>,
    shelf: RefCell<Shelf>,
}

/// Which texts: of a dossier's copy, by the form that says which sections there are (the digest of `panel.toml`).
type Kept = ([u8; 32], Option<[u8; 32]>);

/// Who looks.
#[derive(Clone, Debug)]
pub(super) struct Sitting {
    pub(super) seat: SeatId,
    /// Nothing proves that it is this seat.
    pub(super) claimed: bool,
    /// Others may sit in the same hall.
    pub(super) shared: bool,
    /// When the seat entered before this time.
    pub(super) last_entry: Option<Moment>,
    /// When the seat entered this time; none for a single command.
    pub(super) entered: Option<Moment>,
}

/// One look: everything a view may be built from.
struct Lent<'a> {
    reading: &'a Reading,
    record: &'a Record,
    notes: &'a Notes,
    store: Option<&'a Follower>,
    sitting: &'a Sitting,
    /// What was looked at has moved on, so that nothing can be said of it here.
    moved: Cell<bool>,
}

impl Reading {
    pub(super) fn new(root: &std::path::Path) -> Self {
        Self { root: root.to_path_buf(), texts: RefCell::default(), shelf: RefCell::default() }
    }

    /// Answers an `Ask` of a seat from committed state; `None` where others wrote meanwhile and it can only be answered
    /// where nobody does.
    pub(super) fn view(
        &self,
        record: &Record,
        notes: &Notes,
        store: Option<&Follower>,
        sitting: &Sitting,
        ask: &Ask,
    ) -> Result<Option<View>, Failure> {
        let lent = Lent { reading: self, record, notes, store, sitting, moved: Cell::new(false) };
        let view = view::build(&record.state, &lent, &sitting.seat, ask).map_err(Failure::Refused)?;
        Ok((!lent.moved.get()).then_some(view))
    }

    fn texts(&self, record: &Record, digest: &[u8; 32]) -> Option<Arc<Texts>> {
        let key = (*digest, form(record));
        if let Some(texts) = self.texts.borrow().get(&key) {
            return Some(Arc::clone(texts));
        }
        let texts = Arc::new(self.read_texts(record, digest)?);
        let mut kept = self.texts.borrow_mut();
        if kept.len() >= TEXTS_KEPT {
            kept.pop_first();
        }
        kept.insert(key, Arc::clone(&texts));
        Some(texts)
    }

    fn read_texts(&self, record: &Record, digest: &[u8; 32]) -> Option<Texts> {
        let panel = record.state.panel.clone().or_else(|| self.unopened_panel())?;
        let bytes = folder::frozen(&self.root, digest).ok().or_else(|| self.unfrozen(record, digest))?;
        folder::texts_of(&bytes, &panel.rules)
    }

    /// A dossier's texts for a search, and whether a file was read for them.
    fn pages(&self, record: &Record, facts: &Facts) -> Option<(Arc<Pages>, bool)> {
        let form = form(record);
        if let Some(pages) = self.shelf.borrow().get(facts, form) {
            return Some((pages, false));
        }
        let pages = Arc::new(Pages::of(&self.read_texts(record, &facts.digest)?));
        self.shelf.borrow_mut().put(facts, form, &pages);
        Some((pages, true))
    }

    /// Keeps nothing any more that a search would read again.
    pub(super) fn clear_shelf(&self) {
        drop(self.shelf.take());
    }

    #[cfg(test)]
    pub(super) fn with_shelf(root: &std::path::Path, shelf: Shelf) -> Self {
        Self { shelf: RefCell::new(shelf), ..Self::new(root) }
    }

    /// Whether anything is kept for the next search.
    pub(super) fn has_shelf(&self) -> bool {
        !self.shelf.borrow().is_empty()
    }

    fn unopened_panel(&self) -> Option<Arc<crate::domain::Panel>> {
        folder::read_panel_file(&self.root).0.map(Arc::new)
    }

    /// Before opening nothing is frozen: the file itself, if it still is what was read.
    fn unfrozen(&self, record: &Record, digest: &[u8; 32]) -> Option<Vec<u8>> {
        if record.state.panel.is_some() {
            return None;
        }
        let stamp = folder::read(&self.root).files.into_iter().find(|stamp| stamp.digest == *digest)?;
        std::fs::read(stamp.path).ok().filter(|bytes| blake3::hash(bytes).as_bytes() == digest)
    }
}

/// The form as recorded; amended, it may have other sections.
fn form(record: &Record) -> Option<[u8; 32]> {
    record.state.panel.as_ref().map(|panel| panel.digest)
}

impl Context for Lent<'_> {
    fn texts(&self, digest: &[u8; 32]) -> Option<Arc<Texts>> {
        self.reading.texts(self.record, digest)
    }

    fn pages(&self, facts: &Facts) -> Option<(Arc<Pages>, bool)> {
        self.reading.pages(self.record, facts)
    }

    fn drafts(&self, seat: &SeatId) -> Vec<Draft> {
        notes::drafts_of(&self.notes.of(seat))
    }

    fn place(&self, seat: &SeatId) -> Option<PlaceNote> {
        notes::place_of(&self.notes.of(seat))
    }

    fn display(&self, seat: &SeatId) -> Display {
        notes::display_of(&self.notes.of(seat))
    }

    fn kept(&self) -> bool {
        self.notes.is_complete()
    }

    fn promised(&self, seat: &SeatId) -> bool {
        self.notes.of(seat).promised
    }

    fn last_entry(&self, seat: &SeatId) -> Option<Moment> {
        // The asker's own entry has just been noted; what counts is the one before.
        if *seat == self.sitting.seat { self.sitting.last_entry } else { self.notes.of(seat).entered }
    }

    fn entered(&self) -> Option<Moment> {
        self.sitting.entered
    }

    fn claimed(&self) -> bool {
        self.sitting.claimed
    }

    fn saved(&self, seat: &SeatId, dossier: &Code) -> Option<Moment> {
        self.record.chronicle.saved(seat, dossier)
    }

    fn receipt(&self, seat: &SeatId, dossier: &Code) -> Option<Clean> {
        self.record.chronicle.receipt(seat, dossier)
    }

    fn stage_head(&self) -> Option<(Moment, Clean)> {
        self.record.chronicle.stage_head()
    }

    fn folder(&self) -> FolderView {
        let read = folder::read(&self.reading.root);
        let state = &self.record.state;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let experts = read.panel.as_ref().map_or(0, |panel| panel.seats_of(Role::Expert).count());
        let mut changed = Vec::new();
        if let Some(panel) = &state.panel {
            let recorded = |file: &str| {
                if file == "panel.toml" {
                    return Some(panel.digest);
                }
                let code = file.strip_prefix("dossiers/")?.strip_suffix(".toml")?;
                state.dossiers.get(code).map(|facts| facts.digest)
            };
            for stamp in &read.files {
                if let Some(digest) = recorded(&stamp.file).filter(|digest| *digest != stamp.digest) {
                    changed.push((stamp.file.clone(), self.first_difference(&stamp.path, &digest)));
                }
            }
            // A file that is gone, or can no longer be read, is changed as well.
            let dossiers = state.dossiers.keys().map(|code| format!("dossiers/{code}.toml"));
            let there: BTreeSet<&str> = read.files.iter().map(|stamp| stamp.file.as_str()).collect();
            let gone =
                ["panel.toml".to_owned()].into_iter().chain(dossiers).filter(|file| !there.contains(file.as_str()));
            changed.extend(gone.map(|file| (clean_line(&file), 0)));
        }
        let recorded = state.panel.iter().map(|_| "panel.toml".to_owned());
        let recorded = recorded.chain(state.dossiers.keys().map(|code| format!("dossiers/{code}.toml")));
        let gone = recorded.filter(|file| {
            let about = std::fs::symlink_metadata(self.reading.root.join(file));
            about.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        });
        let missing = gone.map(|file| crate::text::clean_line(&file)).collect();
        FolderView {
            findings: read.findings,
            changed,
            missing,
            dossiers: count(read.dossiers.len()),
            experts: count(experts),
        }
    }

    fn unopened(&self) -> Option<Arc<Unopened>> {
        let read = folder::read(&self.reading.root);
        let mut dossiers: Vec<Facts> = read.dossiers.into_iter().map(|(facts, ..)| facts).collect();
        dossiers.sort_by(|a, b| a.code.cmp(&b.code));
        Some(Arc::new(Unopened { panel: Arc::new(read.panel?), dossiers }))
    }

    fn events(&self, from: u64, count: u32) -> Vec<Event> {
        // A journal that can no longer be read is what `verify` is for; a log shows what is there.
        self.record.events(from, usize::try_from(count).unwrap_or(usize::MAX)).unwrap_or_default()
    }

    fn verify(&self, heads: &[Clean], receipt: Option<&Clean>) -> VerifyView {
        verify::verify(self.record, self.store, heads, receipt).unwrap_or_else(|behind::Moved| {
            self.moved.set(true);
            VerifyView {
                holds: false,
                events: 0,
                head: Clean::default(),
                troubles: Vec::new(),
                sealed: false,
                outside: false,
                receipt: None,
            }
        })
    }
}

impl Lent<'_> {
    /// Line (from 1) where an edited file first differs from its frozen copy; 0 where the copy cannot be read.
    fn first_difference(&self, path: &std::path::Path, digest: &[u8; 32]) -> u32 {
        let (Ok(now), Ok(then)) = (std::fs::read(path), folder::frozen(&self.reading.root, digest)) else { return 0 };
        let same = now.split(|b| *b == b'\n').zip(then.split(|b| *b == b'\n')).take_while(|(a, b)| a == b).count();
        u32::try_from(same + 1).unwrap_or(u32::MAX)
    }
}
