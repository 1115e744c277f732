//! The thread that writes the index behind the journal.
//!
//! The hall hands over what it committed and goes on; it never waits for sled. What does not fit the queue is dropped
//! here, not blocked on: the follower then says from which event on it wants to be caught up, and the hall reads those
//! from the journal when it has time. Whatever goes wrong is reported once; after that the follower is quiet, takes
//! nothing, and the index is caught up or rebuilt at the next opening.
//!
//! What was handed over is in sled's file within [`SETTLE`] and the time of one write; it wakes for nothing else.

use super::{Copy, Index, IndexError, SheetNow};
use crate::domain::{Code, SeatId};
use crate::journal::chain::Head;
use crate::journal::v1::SeatNotes;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Events and sheets that wait may take this much memory, about; one frame alone may take more.
const QUEUE_BYTES: usize = 16 * 1024 * 1024;

/// Of so much that waits nothing waits any longer.
const ENOUGH_BYTES: usize = 2 * 1024 * 1024;

/// What is handed over is written and synced after this pause, together with what came in the meantime: sled writes
/// many marks in one go about as fast as one.
const SETTLE: Duration = Duration::from_millis(400);

/// Half-typed text of one seat, in bytes, and seats whose notes wait, at most.
const NOTES_BYTES: usize = 32 * 1024 * 1024;
const DRAFT_BYTES: usize = 32 * 1024;
const NOTES_SEATS: usize = 1_000;

/// What became of what was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It will be written.
    Queued,
    /// It was dropped: the events from this number on are wanted first.
    Behind {
        /// The first event that is missing.
        from: u64,
    },
    /// It was dropped: the index failed before, and this was reported.
    Quiet,
    /// It was dropped: notes beyond every limit (a draft of 32 KiB, a thousand seats).
    TooMuch,
}

/// How the follower ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drained {
    /// Everything handed over is durable, and the index is closed.
    Done {
        /// The last event applied. Behind the journal's head if something was dropped: the next opening catches up.
        applied: Head,
    },
    /// It failed, now or before; the error was reported.
    Failed,
    /// It is not done yet and was left to itself. The next opening catches up.
    TimedOut,
}

/// The hall's end of it.
#[derive(Debug)]
pub struct Follower {
    shared: Arc<Shared>,
    /// Weak: the thread closes the index, so that nobody else ever waits for that.
    index: Weak<Index>,
}

#[derive(Debug)]
struct Shared {
    desk: Mutex<Desk>,
    /// Something was put on the desk, or taken from it.
    moved: Condvar,
}

/// What lies between the hall and the thread.
#[derive(Debug, Default)]
struct Desk {
    work: Work,
    /// About how much memory `work` takes.
    bytes: usize,
    /// The number the next frame must begin with.
    due: u64,
    /// Something was dropped: it is wanted from `due` on.
    behind: bool,
    /// Frames are being applied just now.
    busy: bool,
    /// Somebody waits for what was handed over.
    hurry: bool,
    closing: bool,
    ended: Option<Drained>,
}

/// Of several versions of a sheet or a seat's notes only the last is written.
#[derive(Debug, Default)]
struct Work {
    copies: Vec<Copy>,
    sheets: BTreeMap<(Code, SeatId), SheetNow>,
    notes: BTreeMap<SeatId, SeatNotes>,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// However the thread ends, those who wait are told.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        let mut desk = self.0.desk();
        desk.ended.get_or_insert(Drained::Failed);
        desk.work = Work::default();
        drop(desk);
        self.0.moved.notify_all();
    }
}

impl Follower {
    /// Starts the thread. `report` is called at most once, from it, with the error that made it quiet.
    pub fn spawn(index: Index, report: impl FnOnce(IndexError) + Send + 'static) -> io::Result<Self> {
        let desk = Desk { due: index.applied().number.saturating_add(1), ..Desk::default() };
        let shared = Arc::new(Shared { desk: Mutex::new(desk), moved: Condvar::new() });
        let index = Arc::new(index);
        let follower = Self { shared: Arc::clone(&shared), index: Arc::downgrade(&index) };
        std::thread::Builder::new().name("index".into()).spawn(move || {
            let ending = Ending(shared);
            let result = run(&index, &ending.0);
            // Closed before anybody is told that it is done.
            let applied = index.applied();
            drop(index);
            match result {
                Ok(()) => ending.0.desk().ended = Some(Drained::Done { applied }),
                Err(why) => {
                    drop(ending);
                    report(why);
                }
            }
        })?;
        Ok(follower)
    }

    /// Hands over what one committed frame wrote: its events, and the sheets they touched as they are now. Never waits.
    pub fn frame(&self, copies: Vec<Copy>, sheets: Vec<SheetNow>) -> Taken {
        let mut desk = self.shared.desk();
        let (Some(first), Some(last)) = (copies.first().map(Copy::number), copies.last().map(Copy::number)) else {
            return Taken::Queued;
        };
        if desk.ended.is_some() || desk.closing {
            return Taken::Quiet;
        }
        let bytes = copies.iter().map(|copy| copy.blob().len().saturating_add(128)).sum::<usize>();
        let bytes = bytes.saturating_add(sheets.iter().map(size_of_sheet).sum::<usize>());
        let full = desk.bytes > 0 && desk.bytes.saturating_add(bytes) > QUEUE_BYTES;
        if first != desk.due || full {
            desk.behind = true;
            return Taken::Behind { from: desk.due };
        }
        desk.behind = false;
        let first_of_some = desk.work.copies.is_empty();
        desk.due = last.saturating_add(1);
        desk.bytes = desk.bytes.saturating_add(bytes);
        desk.work.copies.extend(copies);
        for now in sheets {
            desk.work.sheets.insert((now.dossier.clone(), now.seat.clone()), now);
        }
        let wake = first_of_some || desk.bytes >= ENOUGH_BYTES;
        drop(desk);
        if wake {
            self.shared.moved.notify_all();
        }
        Taken::Queued
    }

    /// From which event on it wants to be caught up, once it has room: hand those over as a frame.
    pub fn wanted(&self) -> Option<u64> {
        let desk = self.shared.desk();
        (desk.behind && desk.ended.is_none() && desk.bytes < QUEUE_BYTES / 2).then_some(desk.due)
    }

    /// Hands over all that is kept for a seat; written within a second. Never waits.
    pub fn notes(&self, seat: SeatId, notes: SeatNotes) -> Taken {
        let text = notes.drafts.values().map(|text| text.len());
        let too_long = text.clone().any(|bytes| bytes > DRAFT_BYTES) || text.sum::<usize>() > NOTES_BYTES;
        let mut desk = self.shared.desk();
        if desk.ended.is_some() || desk.closing {
            return Taken::Quiet;
        }
        if too_long || (desk.work.notes.len() >= NOTES_SEATS && !desk.work.notes.contains_key(&seat)) {
            return Taken::TooMuch;
        }
        desk.work.notes.insert(seat, notes);
        drop(desk);
        self.shared.moved.notify_all();
        Taken::Queued
    }

    /// The index, for reading (`verify`, healing). Never from where somebody waits for a key: sled may be writing. Let it
    /// go soon: the index is closed only when nobody holds it.
    pub fn index(&self) -> Option<Arc<Index>> {
        self.index.upgrade()
    }

    /// Waits until everything handed over so far is applied, or the time is over. For `verify`, not for the hall's loop.
    pub fn settle(&self, timeout: Duration) -> bool {
        let busy = |desk: &mut Desk| desk.ended.is_none() && (desk.busy || !desk.work.copies.is_empty());
        let mut desk = self.shared.desk();
        desk.hurry = true;
        self.shared.moved.notify_all();
        let waited = self.shared.moved.wait_timeout_while(desk, timeout, busy);
        let (mut desk, _) = waited.unwrap_or_else(PoisonError::into_inner);
        desk.ended.is_none() && !busy(&mut desk)
    }

    /// Lets it write what waits, sync and close the index, and waits for that as long as `timeout`.
    pub fn drain(self, timeout: Duration) -> Drained {
        self.close();
        let waited = self.shared.moved.wait_timeout_while(self.shared.desk(), timeout, |desk| desk.ended.is_none());
        let (desk, _) = waited.unwrap_or_else(PoisonError::into_inner);
        desk.ended.clone().unwrap_or(Drained::TimedOut)
    }

    fn close(&self) {
        self.shared.desk().closing = true;
        self.shared.moved.notify_all();
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.close();
    }
}

/// About the memory a waiting sheet takes.
fn size_of_sheet(now: &SheetNow) -> usize {
    let notes = now.sheet.marks.notes.values().map(|note| note.len().saturating_add(64)).sum::<usize>();
    // It is written unpacked, as about three times the bytes it takes.
    let changes = now.sheet.changes.bytes().saturating_mul(4);
    1_024_usize.saturating_add(notes).saturating_add(changes)
}

/// The thread: frames, notes and the sync wait for one another a little.
fn run(index: &Index, shared: &Shared) -> Result<(), IndexError> {
    // When notes must be written and everything be synced; none while everything is.
    let mut settle: Option<Instant> = None;
    loop {
        let Some(Job { copies, sheets, notes, sync, last }) = next(shared, &mut settle) else { return Ok(()) };
        index.apply(&copies, &sheets)?;
        for (seat, notes) in &notes {
            index.put_notes(seat, notes)?;
        }
        if sync {
            index.sync()?;
            settle = None;
        }
        shared.desk().busy = false;
        shared.moved.notify_all();
        if last {
            return Ok(());
        }
    }
}

struct Job {
    copies: Vec<Copy>,
    sheets: Vec<SheetNow>,
    notes: BTreeMap<SeatId, SeatNotes>,
    sync: bool,
    last: bool,
}

/// Waits for something to do. Nothing waiting and nothing to settle: it sleeps until it is called.
fn next(shared: &Shared, settle: &mut Option<Instant>) -> Option<Job> {
    let mut desk = shared.desk();
    loop {
        if settle.is_none() && !(desk.work.copies.is_empty() && desk.work.notes.is_empty()) {
            *settle = Instant::now().checked_add(SETTLE);
        }
        let left = settle.map(|at| at.saturating_duration_since(Instant::now()));
        let ripe = desk.closing || left.is_some_and(|left| left.is_zero());
        if ripe && settle.is_none() {
            return None;
        }
        let enough = desk.hurry || desk.bytes >= ENOUGH_BYTES;
        if ripe || (enough && !desk.work.copies.is_empty()) {
            let notes = if ripe { std::mem::take(&mut desk.work.notes) } else { BTreeMap::new() };
            desk.busy = true;
            desk.hurry = false;
            desk.bytes = 0;
            return Some(Job {
                copies: std::mem::take(&mut desk.work.copies),
                sheets: std::mem::take(&mut desk.work.sheets).into_values().collect(),
                notes,
                sync: ripe,
                last: desk.closing,
            });
        }
        desk = match left {
            None => shared.moved.wait(desk).unwrap_or_else(PoisonError::into_inner),
            Some(left) => shared.moved.wait_timeout(desk, left).unwrap_or_else(PoisonError::into_inner).0,
        };
    }
}
