//! The store that is written behind (DESIGN §4): never awaited, never the only copy of anything.
//!
//! It is opened in a thread of its own, after the first frame can be drawn. Until it has said that the journal was not
//! cut, the hall takes no writes; that takes some milliseconds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use super::hall::Mail;
use super::record::{Committed, Folding, Record};
use super::trouble;
use crate::domain::{Cause, Code, Event, RecordTrouble, SeatId, State, Trouble, What};
use crate::journal::chain::{Head, Sealed};
use crate::journal::file::FileJournal;
use crate::journal::index::{self, Copy, Difference, Follower, Index, IndexError, Opened, SheetNow, Standing, Taken};
use crate::journal::lock::Lock;
use crate::journal::seam::Journal as _;
use crate::journal::v1::SeatNotes;
use crate::text::clean_line;

/// How long an orderly exit waits for the store; what is missing then is caught up at the next opening.
const PATIENCE: Duration = Duration::from_secs(10);

/// The store's folder below `store/`.
const NAME: &str = "sled";

/// What the store has to say to the hall.
#[derive(Debug)]
pub(super) enum News {
    /// What was kept for the seats.
    Notes(Vec<(SeatId, SeatNotes)>),
    /// Something to be told.
    Told(Trouble),
    /// It was opened and agrees with the journal; or it does not, and nothing may be written.
    Verdict(Result<Option<Follower>, Trouble>),
}

/// The hall's end of the store.
#[derive(Debug)]
pub(super) struct Behind {
    store: PathBuf,
    follower: Option<Arc<Follower>>,
    /// Held as long as anything may be written.
    _lock: Lock,
}

impl Behind {
    /// The store in the panel's `store/`, whose lock is held.
    pub(super) fn new(store: &Path, lock: Lock) -> Self {
        Self { store: store.to_path_buf(), follower: None, _lock: lock }
    }

    /// Begins to open the store; what it finds comes as news. `head` is where the journal ends.
    pub(super) fn begin(&self, head: Head, news: SyncSender<Mail>) {
        let store = self.store.clone();
        let told = news.clone();
        let open = move || {
            let tell = |news_item| drop(news.send(Mail::News(news_item)));
            let verdict = match settle(&store, head, &tell) {
                Ok(index) => follow(index, news.clone(), &tell).map(Some),
                // The journal is the truth and is whole: work goes on without the store, and says so.
                Err(Unsettled::Without(why)) => {
                    tell(News::Told(why));
                    Ok(None)
                }
                Err(Unsettled::Cut(why)) => Err(why),
            };
            tell(News::Verdict(verdict));
        };
        if let Err(error) = std::thread::Builder::new().name("store".into()).spawn(open) {
            let _ = told.try_send(Mail::News(News::Verdict(Err(trouble::thread(&error)))));
        }
    }

    /// The store is open and follows from here on.
    pub(super) fn follow(&mut self, follower: Option<Follower>) {
        self.follower = follower.map(Arc::new);
    }

    /// The store itself, to be compared with the journal.
    pub(super) fn follower(&self) -> Option<&Arc<Follower>> {
        self.follower.as_ref()
    }

    /// Hands over a committed frame.
    pub(super) fn frame(&self, record: &Record, committed: &Committed) {
        let Some(follower) = &self.follower else { return };
        let copies = committed.sealed.iter().filter_map(Copy::of).collect();
        if follower.frame(copies, touched_sheets(&record.state, &committed.events)) == Taken::Queued {
            return;
        }
        self.catch_up(record);
    }

    /// Hands over what was dropped, once there is room again.
    pub(super) fn catch_up(&self, record: &Record) {
        let Some(follower) = &self.follower else { return };
        let Some(from) = follower.wanted() else { return };
        let mut copies = Vec::new();
        let mut events = Vec::new();
        let collected = record.sealed_from(from, &mut |sealed| {
            copies.extend(Copy::of(sealed));
            events.extend(super::record::event_of(sealed).ok());
        });
        // A journal that cannot be read any more is found by the next write and by `verify`.
        if collected.is_ok() {
            follower.frame(copies, touched_sheets(&record.state, &events));
        }
    }

    /// Hands over what is kept for a seat.
    pub(super) fn notes(&self, seat: SeatId, notes: SeatNotes) {
        if let Some(follower) = &self.follower {
            follower.notes(seat, notes);
        }
    }

    /// Lets it finish; what it does not finish is caught up at the next opening.
    pub(super) fn finish(self) {
        // Somebody may still compare it; then it ends by itself, and what is missing is caught up.
        if let Some(follower) = self.follower.and_then(Arc::into_inner) {
            follower.drain(PATIENCE);
        }
    }
}

/// The store has seen more than the record that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moved;

/// Compares the whole store with a record: `verify`'s half of it.
pub(super) fn check(follower: &Follower, record: &Record) -> Result<Option<Trouble>, Moved> {
    follower.settle(PATIENCE);
    let Some(index) = follower.index() else { return Ok(None) };
    let mut copies = Vec::new();
    if let Err(why) = record.sealed_from(1, &mut |sealed| copies.extend(Copy::of(sealed))) {
        return Ok(Some(why));
    }
    let differs = match index.check_against(record.tip(), copies, all_sheets(&record.state)) {
        Ok(None) => return Ok(None),
        Ok(Some(difference)) => said(&difference),
        Err(why) => format!("{why:?}"),
    };
    if index.applied().number > record.tip().number && !record.is_writable() {
        return Err(Moved);
    }
    Ok(Some(RecordTrouble::StoreDiffers(clean_line(&differs)).into()))
}

/// Why there is no store that agrees with the journal.
enum Unsettled {
    /// It cannot be used now; the work goes on without it.
    Without(Trouble),
    /// The journal was cut or written anew: it lacks what the store has seen (exit 3).
    Cut(Trouble),
}

impl From<IndexError> for Unsettled {
    fn from(error: IndexError) -> Self {
        Self::Without(disk_trouble(&error))
    }
}

/// What the store's disk said.
pub(super) fn disk_trouble(error: &IndexError) -> Trouble {
    Trouble::Disk(clean_line("store/sled"), cause(error))
}

/// Where the store lies below `store/`.
pub(super) fn dir(store: &Path) -> PathBuf {
    store.join(NAME)
}

/// Makes the store anew from the journal at request; gives what is to be told besides: that the old one was damaged,
/// and where it lies. The lock is held.
///
/// Where the journal is damaged, or lacks what the store has seen, the store holds copies that heal it: then it is
/// left where it is. A whole old one is taken away once the new one stands, its half-typed text handed on.
pub(super) fn rebuild(store: &Path) -> Result<Option<Trouble>, Trouble> {
    let dir = dir(store);
    let journal = Read::new(store)?;
    let whole = match Index::open(&dir) {
        Ok(Opened::Ready(index)) => {
            let standing = agrees(&index, &journal)?;
            is_whole(&index, standing, &journal).then(|| index.all_notes().ok()).flatten()
        }
        _ => None,
    };
    let made = if let Some(notes) = whole {
        renew(store, &dir, &notes).map(|()| None)
    } else {
        let there = dir.symlink_metadata().is_ok();
        let aside = if there { Some(index::set_aside(&dir).map_err(|error| disk_trouble(&error))?) } else { None };
        make(store, &dir).map(|_| Some(RecordTrouble::StoreRemade(aside.as_deref().map(trouble::path)).into()))
    };
    made.map_err(|(Unsettled::Without(why) | Unsettled::Cut(why))| why)
}

/// Whether a store that agrees with the journal has everything as the journal says. One that is behind is not damaged.
fn is_whole(index: &Index, standing: Standing, journal: &Read) -> bool {
    if let Standing::Behind { .. } = standing {
        return true;
    }
    let mut copies = Vec::new();
    let read = journal.each(1, &mut |sealed| copies.extend(Copy::of(sealed)));
    let head = journal.journal.head();
    read.is_ok() && matches!(index.check_against(head, copies, all_sheets(&journal.state)), Ok(None))
}

/// A new store in the place of a whole one, which goes only when the new one stands.
fn renew(store: &Path, dir: &Path, notes: &[(SeatId, SeatNotes)]) -> Result<(), Unsettled> {
    let at = |path: &Path, error: &std::io::Error| Unsettled::Without(trouble::io(path, error));
    let (new, old) = (store.join(format!("{NAME}.new")), store.join(format!("{NAME}.old")));
    // What an earlier attempt left half done.
    for left in [&new, &old] {
        match std::fs::remove_dir_all(left) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(left, &error)),
            _ => {}
        }
    }
    let index = make(store, &new)?;
    for (seat, notes) in notes {
        index.put_notes(seat, notes)?;
    }
    index.sync()?;
    drop(index);
    std::fs::rename(dir, &old).map_err(|error| at(dir, &error))?;
    std::fs::rename(&new, dir).map_err(|error| at(&new, &error))?;
    std::fs::File::open(store).and_then(|file| file.sync_all()).map_err(|error| at(store, &error))?;
    std::fs::remove_dir_all(&old).map_err(|error| at(&old, &error))
}

/// Whether the journal still holds every event the store has seen.
fn agrees(index: &Index, journal: &Read) -> Result<Standing, Trouble> {
    match index.standing(journal.journal.head(), |number| journal.digest_at(number)) {
        Standing::Ahead { journal, seen } => Err(RecordTrouble::JournalCut { ends: journal, seen }.into()),
        // Both are whole in themselves, and they tell of different events: one of them was written anew.
        Standing::Foreign => Err(RecordTrouble::ChainBroken(index.applied().number).into()),
        level => Ok(level),
    }
}

impl From<Trouble> for Unsettled {
    fn from(trouble: Trouble) -> Self {
        Self::Without(trouble)
    }
}

fn cause(error: &IndexError) -> Cause {
    match error {
        IndexError::Full => Cause::Full,
        IndexError::Io(kind) => Cause::from(&std::io::Error::from(*kind)),
        other => Cause::Other(clean_line(&format!("{other:?}"))),
    }
}

/// A store that is level with the journal and whose notes can be read.
fn settle(store: &Path, head: Head, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let index = level(store, head, tell)?;
    if !matches!(index.all_notes(), Err(IndexError::Damaged(_))) {
        return Ok(index);
    }
    drop(index);
    remake(store, Some(&index::set_aside(&dir(store))?), head, tell)
}

/// Opens the store and brings it level with the journal: caught up, or made anew.
fn level(store: &Path, head: Head, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let dir = dir(store);
    let index = match Index::open(&dir)? {
        Opened::Ready(index) => index,
        Opened::Missing => return remake(store, None, head, tell),
        Opened::Damaged(_) => return remake(store, Some(&index::set_aside(&dir)?), head, tell),
    };
    if index.applied() == head {
        // As it mostly is; then nothing of the journal is read a second time.
        return Ok(index);
    }
    let journal = Read::new(store)?;
    match agrees(&index, &journal).map_err(Unsettled::Cut)? {
        Standing::Behind { from } => {
            let (mut copies, mut events) = (Vec::new(), Vec::new());
            journal.each(from, &mut |sealed| {
                copies.extend(Copy::of(sealed));
                events.extend(super::record::event_of(sealed).ok());
            })?;
            let applied = index.apply(&copies, &touched_sheets(&journal.state, &events)).and_then(|()| index.sync());
            if let Err(IndexError::Damaged(_)) = applied {
                drop(index);
                return remake(store, Some(&index::set_aside(&dir)?), head, tell);
            }
            applied?;
            tell(News::Told(RecordTrouble::StoreCaughtUp(from.saturating_sub(1), head.number).into()));
            Ok(index)
        }
        _ => Ok(index),
    }
}

fn remake(store: &Path, aside: Option<&Path>, head: Head, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let index = make(store, &dir(store))?;
    // The first store of a new panel is nothing to tell.
    if aside.is_some() || head.number > 0 {
        tell(News::Told(RecordTrouble::StoreRemade(aside.map(trouble::path)).into()));
    }
    Ok(index)
}

/// A store of all events and sheets of the journal.
fn make(store: &Path, dir: &Path) -> Result<Index, Unsettled> {
    let journal = Read::new(store)?;
    let mut copies = Vec::new();
    journal.each(1, &mut |sealed| copies.extend(Copy::of(sealed)))?;
    Ok(index::rebuild(dir, copies, all_sheets(&journal.state))?)
}

fn follow(index: Index, news: SyncSender<Mail>, tell: &dyn Fn(News)) -> Result<Follower, Trouble> {
    match index.all_notes() {
        Ok(notes) => tell(News::Notes(notes)),
        Err(why) => tell(News::Told(disk_trouble(&why))),
    }
    let report = move |why: IndexError| {
        let told = News::Told(disk_trouble(&why));
        // The hall may be gone by now; then the next opening tells.
        let _ = news.try_send(Mail::News(told));
    };
    Follower::spawn(index, report).map_err(|error| trouble::thread(&error))
}

/// A second pair of eyes on the journal, for the thread that opens the store.
struct Read {
    journal: FileJournal,
    state: State,
}

impl Read {
    fn new(store: &Path) -> Result<Self, Trouble> {
        let mut folding = Folding::default();
        let opened = FileJournal::open_in_to_read(store, &mut |sealed| folding.visit(sealed));
        if let Some(why) = folding.trouble {
            return Err(why);
        }
        let (journal, _) = opened.map_err(|error| trouble::open(&error))?;
        Ok(Self { journal, state: folding.state })
    }

    fn digest_at(&self, number: u64) -> Option<crate::journal::digest::Digest> {
        let found = self.journal.read_from(number).ok()?;
        found.first().filter(|sealed| sealed.number == number).map(|sealed| sealed.digest)
    }

    fn each(&self, from: u64, visit: &mut dyn FnMut(&Sealed)) -> Result<(), Trouble> {
        super::record::each(&self.journal, from, visit)
    }
}

/// What differs first, as numbers and names alone.
fn said(difference: &Difference) -> String {
    match difference {
        Difference::Applied { seen, journal } => format!("{}/{}", seen.number, journal.number),
        Difference::Event(number, _) => format!("#{number}"),
        Difference::Sheet(code, seat, _) => format!("{code} {seat}"),
        Difference::UnknownSheets(count) => format!("+{count}"),
    }
}

/// All sheets of a state, for a whole store.
fn all_sheets(state: &State) -> impl Iterator<Item = SheetNow> {
    state.all_sheets().map(|(dossier, seat, sheet)| SheetNow {
        dossier: dossier.clone(),
        seat: seat.clone(),
        sheet: sheet.clone(),
    })
}

/// The sheets that these events touched, as they are now.
fn touched_sheets(state: &State, events: &[Event]) -> Vec<SheetNow> {
    let mut one: BTreeSet<(&Code, &SeatId)> = BTreeSet::new();
    let mut seats: BTreeSet<&SeatId> = BTreeSet::new();
    let mut all = false;
    for event in events {
        match &event.what {
            What::Declared { dossier }
            | What::Marked { dossier, .. }
            | What::Noted { dossier, .. }
            | What::Explained { dossier, .. }
            | What::ReturnAsked { dossier, .. } => drop(one.insert((dossier, &event.seat))),
            What::Entered { seat, dossier, .. }
            | What::Signed { seat, dossier, .. }
            | What::SetAside { seat, dossier, .. }
            | What::AsideUndone { seat, dossier, .. }
            | What::Excused { seat, dossier: Some(dossier), .. }
            | What::Returned { seat, dossier, .. }
            | What::ReturnCancelled { seat, dossier, .. }
            | What::Confirmed { seat, dossier }
            | What::ExplanationEntered { seat, dossier, .. } => drop(one.insert((dossier, seat))),
            What::Excused { seat, dossier: None, .. } => drop(seats.insert(seat)),
            // An amended form moves marks and reopens sheets.
            What::Batch { .. } | What::Fact(_) | What::AmendmentConfirmed { .. } => all = true,
            What::StageChanged { .. }
            | What::Sealed { .. }
            | What::Replaced { .. }
            | What::Withdrawn { .. }
            | What::WithdrawalUndone { .. }
            | What::Decided(_)
            | What::SecrecyChecked { .. }
            | What::Dissented { .. }
            | What::MeetingOpened { .. }
            | What::MeetingClosed
            | What::BackedUp
            | What::Restored => {}
        }
    }
    let wanted = |dossier: &Code, seat: &SeatId| all || seats.contains(seat) || one.contains(&(dossier, seat));
    if !all && seats.is_empty() {
        // The common case, a mark: no walk over all sheets.
        let now = |(dossier, seat): (&Code, &SeatId)| SheetNow {
            dossier: dossier.clone(),
            seat: seat.clone(),
            sheet: state.sheet(seat, dossier).clone(),
        };
        return one.into_iter().map(now).collect();
    }
    all_sheets(state).filter(|now| wanted(&now.dossier, &now.seat)).collect()
}
