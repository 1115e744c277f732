//! The journal as one file: opening, appending, recovering, reading.
//!
//! Invariants:
//! - Acknowledged means synced: [`Journal::append`] returns `Ok` only after its frame's fdatasync.
//! - After a failed write or sync nothing is taken until [`FileJournal::recover`] has cut the failed frame off, durably,
//!   and read everything anew. It is cut off **even if it turns out whole**: the waiting commands were told "not saved",
//!   and what a reader sees of it may never have reached the disk (PITFALLS 20).
//! - Nothing is cut off at opening that was not set aside first, and nothing at all if it could be damage.
//! - Opened for reading, the file is never written.
//!
//! Whoever opens for writing holds the store's lock (`lock.rs`).

use super::chain::{Draft, Head, SealError, Sealed, SealedRef};
use super::digest::Digest;
use super::disk::{Disk, DiskError, RealDisk};
use super::frame::{Builder, FRAME_MAX, FrameError};
use super::scan::{Ending, Scanned, Spot, scan};
use super::seam::{AppendError, Appended, CHUNK_BYTES, CHUNK_EVENTS, Damage, DamageKind, Journal, ReadError};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[cfg(test)]
mod tests;

/// The journal's name in the store.
pub const NAME: &str = "journal";

/// A place to start reading from is remembered every so many bytes.
const MARK_EVERY: u64 = 256 * 1024;

/// A reader without the lock may meet a frame just being cut off; it looks again this often before it says damage.
const LOOKS: u32 = 3;

/// How long a reader that waits sleeps between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What is shown each event in turn while the journal is read; `Break` stops the reading.
pub type Visit<'v> = &'v mut dyn FnMut(SealedRef<'_>) -> ControlFlow<()>;

/// The journal in a file.
#[derive(Debug)]
pub struct FileJournal<D = RealDisk> {
    disk: D,
    /// After the last acknowledged frame.
    spot: Spot,
    /// Places to start reading from, the beginning first.
    marks: Vec<Spot>,
    builder: Builder,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Writing,
    Reading,
    /// A write failed. What we tried to write ends here; bytes beyond it are not ours.
    Failed {
        ours_to: u64,
    },
}

/// What opening found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The last event.
    pub head: Head,
    /// The unfinished frame at the end, if there was one.
    pub torn: Option<TornTail>,
}

/// An unfinished frame at the end of the file: nobody was told its events were saved, unless somebody knows better
/// (`last_known`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornTail {
    /// The number its first event would have had.
    pub number: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// Where its bytes were put before it was cut off; `None` when opened for reading, where it was left alone.
    pub kept: Option<PathBuf>,
}

/// Why the journal cannot be opened or recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenError {
    /// The disk failed (exit 4).
    Disk(DiskError),
    /// The record is damaged (exit 3).
    Damage(Damage),
    /// The visitor stopped after this event.
    Stopped(Head),
    /// The journal ends before an event somebody has seen: it was cut, or its last frame was damaged (exit 3).
    /// Nothing was changed.
    EndsBefore {
        /// Where it ends.
        ends: Head,
        /// What somebody has seen.
        known: Head,
        /// Bytes of an unfinished frame behind the end.
        torn_bytes: u64,
    },
    /// An event somebody has seen has another digest here: another history (exit 3). Nothing was changed.
    Differs {
        /// What somebody has seen.
        known: Head,
        /// The digest here.
        here: Digest,
    },
    /// It was opened for reading and cannot be recovered.
    ReadOnly,
}

impl From<DiskError> for OpenError {
    fn from(why: DiskError) -> Self {
        Self::Disk(why)
    }
}

/// How a journal stands to a head somebody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// That head is in the chain; so many events follow it.
    Follows {
        /// Events after it.
        by: u64,
    },
    /// The journal ends before it.
    EndsBefore,
    /// That number has another digest here.
    Differs(Digest),
}

impl FileJournal<RealDisk> {
    /// Opens or creates `store/journal`; the caller holds the store's lock. See [`FileJournal::open`].
    pub fn open_in(store: &Path, last_known: Option<Head>, visit: Visit<'_>) -> Result<(Self, Opened), OpenError> {
        Self::open(RealDisk::open_or_create(store, NAME)?, last_known, visit)
    }

    /// Opens `store/journal` for reading; needs no lock. See [`FileJournal::open_to_read`].
    pub fn open_in_to_read(store: &Path, visit: Visit<'_>) -> Result<(Self, Opened), OpenError> {
        Self::open_to_read(RealDisk::open_to_read(store, NAME)?, visit)
    }
}

/// A whole reading: what was found and what was noted on the way.
struct Reading {
    scanned: Scanned,
    marks: Vec<Spot>,
    /// The digest at the number that was asked for.
    seen: Option<Digest>,
    len: u64,
}

impl<D: Disk> FileJournal<D> {
    /// Reads everything, shows every event of every whole frame to `visit`, sets a torn frame at the end aside
    /// (`torn-N`, N the number due), cuts it off, and syncs: what was shown is durable when this returns.
    ///
    /// `last_known` is the last event somebody else has seen (sled's `meta`). Where the journal does not contain it, it
    /// is refused and left as it is. Without it a bit flipped in the last frame cannot be told from a torn write; then
    /// ask [`FileJournal::standing`] as soon as it is known, before anything is written.
    pub fn open(mut disk: D, last_known: Option<Head>, visit: Visit<'_>) -> Result<(Self, Opened), OpenError> {
        disk.settle();
        let reading = read_all(&disk, last_known.map(|known| known.number), visit)?;
        accept(&reading, last_known)?;
        let Reading { scanned, marks, len, .. } = reading;
        let mut journal = Self { disk, spot: scanned.spot, marks, builder: Builder::default(), state: State::Writing };
        let torn = match scanned.ending {
            Ending::Torn => Some(journal.put_tail_aside(len)?),
            _ => None,
        };
        // A process killed between write and sync leaves a whole frame nobody synced. It counts from here on.
        journal.disk.settled()?;
        Ok((journal, Opened { head: scanned.spot.tip.head, torn }))
    }

    /// Reads up to the last whole frame and never writes. A frame that is being written at this moment looks torn: it is
    /// told and left alone.
    pub fn open_to_read(disk: D, visit: Visit<'_>) -> Result<(Self, Opened), OpenError> {
        let mut journal = Self {
            disk,
            spot: Spot::START,
            marks: vec![Spot::START],
            builder: Builder::default(),
            state: State::Reading,
        };
        let (ending, len) = journal.read_on(visit)?;
        let torn = match ending {
            Ending::Stopped(head) => return Err(OpenError::Stopped(head)),
            Ending::Damaged(damage) => return Err(OpenError::Damage(damage)),
            Ending::Torn => Some(journal.tail(len, None)),
            Ending::Whole => None,
        };
        let head = journal.spot.tip.head;
        Ok((journal, Opened { head, torn }))
    }

    /// Makes the journal usable after a failed write or sync: cuts off what was tried, reads everything anew and shows
    /// it to `visit` (fold into a fresh state), and compares the head with the last acknowledged one.
    ///
    /// May be called again after an error; harmless when nothing had failed. Bytes that are not ours are set aside.
    pub fn recover(&mut self, visit: Visit<'_>) -> Result<Opened, OpenError> {
        let ours_to = match self.state {
            State::Reading => return Err(OpenError::ReadOnly),
            State::Writing => self.spot.offset,
            State::Failed { ours_to } => ours_to,
        };
        let len = self.disk.len()?;
        let torn = if len > ours_to {
            self.state = State::Failed { ours_to };
            Some(self.put_tail_aside(len)?)
        } else {
            if len > self.spot.offset {
                self.disk.cut(self.spot.offset)?;
            }
            None
        };
        let known = self.spot.tip.head;
        let reading = read_all(&self.disk, Some(known.number), visit)?;
        accept(&reading, Some(known))?;
        self.marks = reading.marks;
        self.state = State::Writing;
        Ok(Opened { head: known, torn })
    }

    /// How this journal stands to a head somebody knows: sled's `meta`, a witness, a 核验号.
    pub fn standing(&self, known: Head) -> Result<Standing, ReadError> {
        let head = self.spot.tip.head;
        let Some(by) = head.number.checked_sub(known.number) else {
            return Ok(Standing::EndsBefore);
        };
        let here = match known.number {
            0 => Digest::GENESIS,
            number if number == head.number => head.digest,
            number => self.digest_at(number)?,
        };
        Ok(if here == known.digest { Standing::Follows { by } } else { Standing::Differs(here) })
    }

    fn digest_at(&self, number: u64) -> Result<Digest, ReadError> {
        let mut found = None;
        self.walk(number, &mut |event| {
            found = Some(event.digest);
            ControlFlow::Break(())
        })?;
        found.ok_or_else(|| self.cut_short(self.spot))
    }

    /// Shows the acknowledged events from `number` on.
    /// Where the last whole frame ends, in bytes from the file's beginning.
    pub fn end(&self) -> u64 {
        self.spot.offset
    }

    pub fn walk(&self, number: u64, visit: Visit<'_>) -> Result<(), ReadError> {
        let from = self.marks.iter().rev().find(|mark| mark.tip.head.number < number).copied();
        let mut from_number = |event: SealedRef<'_>| {
            if event.number < number { ControlFlow::Continue(()) } else { visit(event) }
        };
        let scanned = scan(&self.disk, from.unwrap_or(Spot::START), self.spot.offset, &mut from_number, &mut |_| {})?;
        match scanned.ending {
            Ending::Whole | Ending::Stopped(_) => Ok(()),
            Ending::Damaged(damage) => Err(ReadError::Damage(damage)),
            Ending::Torn => Err(self.cut_short(scanned.spot)),
        }
    }

    /// Within what was acknowledged a frame cannot be torn: it was cut or changed since.
    fn cut_short(&self, spot: Spot) -> ReadError {
        let shorter = self.disk.len().is_ok_and(|len| len < self.spot.offset);
        let kind = if shorter { DamageKind::CutShort } else { DamageKind::Body };
        ReadError::Damage(Damage { number: spot.tip.head.number.saturating_add(1), offset: spot.offset, kind })
    }

    /// Reads what was added since the last look.
    fn read_on(&mut self, visit: Visit<'_>) -> Result<(Ending, u64), DiskError> {
        let mut looked = 0;
        loop {
            let len = self.disk.len()?;
            let marks = &mut self.marks;
            let scanned = scan(&self.disk, self.spot, len, visit, &mut |spot| mark(marks, spot))?;
            self.spot = scanned.spot;
            looked += 1;
            if looked >= LOOKS || !matches!(scanned.ending, Ending::Damaged(_)) {
                return Ok((scanned.ending, len));
            }
        }
    }

    fn tail(&self, len: u64, kept: Option<PathBuf>) -> TornTail {
        let number = self.spot.tip.head.number.saturating_add(1);
        TornTail { number, bytes: len.saturating_sub(self.spot.offset), kept }
    }

    /// Copies everything behind the last whole frame to `torn-N` and cuts it off.
    fn put_tail_aside(&mut self, len: u64) -> Result<TornTail, OpenError> {
        let tail = self.tail(len, None);
        let size = usize::try_from(tail.bytes).ok().filter(|size| *size <= FRAME_MAX);
        let damage = Damage { number: tail.number, offset: self.spot.offset, kind: DamageKind::Header };
        let mut bytes = vec![0; size.ok_or(OpenError::Damage(damage))?];
        let read = self.disk.read_at(self.spot.offset, &mut bytes)?;
        bytes.truncate(read);
        let kept = self.disk.set_aside(&format!("torn-{}", tail.number), &bytes)?;
        self.disk.cut(self.spot.offset)?;
        Ok(TornTail { kept: Some(kept), ..tail })
    }

    /// One write, one fdatasync.
    fn commit(&mut self, drafts: Vec<Draft>) -> Result<Appended, AppendError> {
        let start = self.spot.offset;
        let (bytes, events, tip) = self.builder.build(&self.spot.tip, drafts).map_err(refused)?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let end = start.checked_add(size).ok_or(AppendError::FrameTooLarge)?;
        // Until the sync has answered this is the truth; the fate of a panic between here and there as well.
        self.state = State::Failed { ours_to: start };
        let found = self.disk.len().map_err(|why| AppendError::NotSaved { why })?;
        if found != start {
            return Err(AppendError::Disturbed { expected: start, found });
        }
        self.state = State::Failed { ours_to: end };
        let written = self.disk.append(start, bytes).and_then(|()| self.disk.sync_data());
        written.map_err(|why| AppendError::NotSaved { why })?;
        self.state = State::Writing;
        self.spot = Spot { offset: end, tip };
        mark(&mut self.marks, self.spot);
        Ok(Appended { head: tip.head, events })
    }
}

fn refused(why: FrameError) -> AppendError {
    match why {
        FrameError::Empty => AppendError::Empty,
        FrameError::TooLarge => AppendError::FrameTooLarge,
        FrameError::Draft(place, SealError::TooLarge) => AppendError::EventTooLarge { place },
        FrameError::Draft(_, SealError::NoNumber) => AppendError::NoNumber,
    }
}

/// Remembers `spot` if the last remembered one is far enough behind.
fn mark(marks: &mut Vec<Spot>, spot: Spot) {
    let due = marks.last().is_none_or(|last| spot.offset >= last.offset.saturating_add(MARK_EVERY));
    if due {
        marks.push(spot);
    }
}

fn read_all<D: Disk>(disk: &D, asked: Option<u64>, visit: Visit<'_>) -> Result<Reading, DiskError> {
    let len = disk.len()?;
    let mut marks = Vec::new();
    let mut seen = (asked == Some(0)).then_some(Digest::GENESIS);
    let mut noting = |event: SealedRef<'_>| {
        if Some(event.number) == asked {
            seen = Some(event.digest);
        }
        visit(event)
    };
    let scanned = scan(disk, Spot::START, len, &mut noting, &mut |spot| mark(&mut marks, spot))?;
    Ok(Reading { scanned, marks, seen, len })
}

/// Refuses a reading that ended in damage, was stopped, or does not contain what is known.
fn accept(reading: &Reading, known: Option<Head>) -> Result<(), OpenError> {
    let spot = reading.scanned.spot;
    match reading.scanned.ending {
        Ending::Damaged(damage) => return Err(OpenError::Damage(damage)),
        Ending::Stopped(head) => return Err(OpenError::Stopped(head)),
        Ending::Whole | Ending::Torn => {}
    }
    match (known, reading.seen) {
        (None, _) => Ok(()),
        (Some(known), Some(here)) if here == known.digest => Ok(()),
        (Some(known), Some(here)) => Err(OpenError::Differs { known, here }),
        (Some(known), None) => {
            let torn_bytes = reading.len.saturating_sub(spot.offset);
            Err(OpenError::EndsBefore { ends: spot.tip.head, known, torn_bytes })
        }
    }
}

impl<D: Disk> Journal for FileJournal<D> {
    fn append(&mut self, after: Head, events: Vec<Draft>) -> Result<Appended, AppendError> {
        match self.state {
            State::Reading => Err(AppendError::ReadOnly),
            State::Failed { .. } => Err(AppendError::NotRecovered),
            State::Writing if after != self.spot.tip.head => Err(AppendError::Faster { head: self.spot.tip.head }),
            State::Writing => self.commit(events),
        }
    }

    fn read_from(&self, number: u64) -> Result<Vec<Sealed>, ReadError> {
        let number = number.max(1);
        let mut chunk = Vec::new();
        let mut bytes = 0_usize;
        if number > self.spot.tip.head.number {
            return Ok(chunk);
        }
        self.walk(number, &mut |event| {
            bytes = bytes.saturating_add(event.blob.len());
            chunk.push(event.to_sealed());
            if chunk.len() >= CHUNK_EVENTS || bytes >= CHUNK_BYTES {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        Ok(chunk)
    }

    /// With the lock held nobody else can write, so this answers at once; opened for reading it looks again every 20 ms.
    fn wait_for(&mut self, number: u64, timeout: Duration) -> Result<Head, ReadError> {
        let mut left = timeout;
        while self.state == State::Reading && self.spot.tip.head.number < number {
            match self.read_on(&mut |_| ControlFlow::Continue(()))? {
                (Ending::Damaged(damage), _) => return Err(ReadError::Damage(damage)),
                (Ending::Whole | Ending::Torn | Ending::Stopped(_), _) => {}
            }
            if left.is_zero() || self.spot.tip.head.number >= number {
                break;
            }
            let pause = left.min(LOOK_EVERY);
            std::thread::sleep(pause);
            left = left.saturating_sub(pause);
        }
        Ok(self.head())
    }

    fn head(&self) -> Head {
        self.spot.tip.head
    }
}
