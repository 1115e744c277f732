//! The store brought level with the journal, which is the truth: caught up, or made anew.

use std::path::Path;

use super::sheets::{all_sheets, touched_sheets};
use super::{NAME, News, dir, disk_trouble};
use crate::desk::folding::Folding;
use crate::desk::record::{each, event_of};
use crate::desk::trouble;
use crate::domain::{RecordTrouble, SeatId, SheetState, State, Trouble};
use crate::journal::chain::{Head, Sealed};
use crate::journal::digest::Digest;
use crate::journal::file::FileJournal;
use crate::journal::index::{self, Copy, Index, IndexError, Opened, Standing};
use crate::journal::seam::Journal as _;
use crate::journal::v1::SeatNotes;

/// Why there is no store that agrees with the journal.
pub(super) enum Unsettled {
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

impl From<Trouble> for Unsettled {
    fn from(trouble: Trouble) -> Self {
        Self::Without(trouble)
    }
}

/// A store that is level with the journal and whose notes can be read.
pub(super) fn settle(store: &Path, head: Head, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let index = level(store, head, tell)?;
    if !matches!(index.all_notes(), Err(IndexError::Damaged(_))) {
        return Ok(index);
    }
    drop(index);
    replace(store, tell)
}

/// Opens the store and brings it level with the journal: caught up, or made anew.
fn level(store: &Path, head: Head, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let dir = dir(store);
    let index = match Index::open(&dir)? {
        Opened::Ready(index) => index,
        Opened::Missing => return first(store, head, tell),
        Opened::Damaged(_) => return replace(store, tell),
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
                events.extend(event_of(sealed).ok());
            })?;
            let applied = index.apply(&copies, &touched_sheets(&journal.state, &events)).and_then(|()| index.sync());
            if let Err(IndexError::Damaged(_)) = applied {
                drop(index);
                return replace(store, tell);
            }
            applied?;
            tell(News::Told(RecordTrouble::StoreCaughtUp(from.saturating_sub(1), head.number).into()));
            Ok(index)
        }
        _ => Ok(index),
    }
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

/// A store where there is none.
fn first(store: &Path, head: Head, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let index = make(store, &dir(store))?;
    // The first store of a new panel is nothing to tell.
    if head.number > 0 {
        tell(News::Told(RecordTrouble::StoreRemade(None).into()));
    }
    Ok(index)
}

/// A store in the place of a damaged one, which is set aside.
fn replace(store: &Path, tell: &dyn Fn(News)) -> Result<Index, Unsettled> {
    let (index, told) = in_its_place(store)?;
    for trouble in told {
        tell(News::Told(trouble));
    }
    Ok(index)
}

/// The new store with what could be read of the old one's half-typed text, and what is to be told of it.
fn in_its_place(store: &Path) -> Result<(Index, Vec<Trouble>), Unsettled> {
    let dir = dir(store);
    let saved = index::save(&dir);
    let journal = Read::new(store)?;
    let aside = index::set_aside(&dir)?;
    let index = remade(&journal, &dir)?;
    let mut told = vec![RecordTrouble::StoreRemade(Some(trouble::path(&aside))).into()];
    let (mut kept, whole) = (0_u32, saved.whole);
    for (seat, mut notes) in saved.notes {
        // What came back of a sheet that has been signed since belongs to nothing any more.
        notes.drafts.retain(|key, _| {
            let whose = key.paper_of.as_ref().unwrap_or(&seat);
            journal.state.sheet_state(whose, &key.dossier) != SheetState::Signed
        });
        kept = kept.saturating_add(u32::try_from(notes.drafts.len()).unwrap_or(u32::MAX));
        index.put_notes(&seat, &notes)?;
    }
    index.sync()?;
    if kept > 0 || !whole {
        told.push(RecordTrouble::HalfTyped(kept, whole).into());
    }
    Ok((index, told))
}

/// A store of all events and sheets of the journal.
fn make(store: &Path, dir: &Path) -> Result<Index, Unsettled> {
    remade(&Read::new(store)?, dir)
}

fn remade(journal: &Read, dir: &Path) -> Result<Index, Unsettled> {
    let mut copies = Vec::new();
    journal.each(1, &mut |sealed| copies.extend(Copy::of(sealed)))?;
    Ok(index::rebuild(dir, copies, all_sheets(&journal.state))?)
}

/// Makes the store anew from the journal at request; gives what is to be told besides: that the old one was damaged,
/// and where it lies. The lock is held.
///
/// Where the journal is damaged, or lacks what the store has seen, the store holds copies that heal it: then it is
/// left where it is. A whole old one is taken away once the new one stands, its half-typed text handed on.
pub(in crate::desk) fn rebuild(store: &Path) -> Result<Vec<Trouble>, Trouble> {
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
        renew(store, &dir, &notes).map(|()| Vec::new())
    } else if dir.symlink_metadata().is_ok() {
        in_its_place(store).map(|(_, told)| told)
    } else {
        make(store, &dir).map(|_| vec![RecordTrouble::StoreRemade(None).into()])
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

    fn digest_at(&self, number: u64) -> Option<Digest> {
        let found = self.journal.read_from(number).ok()?;
        found.first().filter(|sealed| sealed.number == number).map(|sealed| sealed.digest)
    }

    fn each(&self, from: u64, visit: &mut dyn FnMut(&Sealed)) -> Result<(), Trouble> {
        each(&self.journal, from, visit)
    }
}
