//! The seam between the hall and the record. The hall knows this trait and no file, so that a replicated log can one day
//! stand where the file stands.

use super::chain::{Draft, Head, Sealed};
use super::disk::DiskError;
use std::time::Duration;

/// The most events one [`Journal::read_from`] returns.
pub const CHUNK_EVENTS: usize = 4_096;

/// After this many bytes of events [`Journal::read_from`] returns what it has.
pub const CHUNK_BYTES: usize = 1024 * 1024;

/// An append-only record with one history.
pub trait Journal {
    /// Writes one frame of `events` after `after`, all of them or none. Returns once they are durable.
    ///
    /// After [`AppendError::NotSaved`] the events count as not written, and nothing is taken until the journal has been
    /// recovered. A crash before that may still bring the frame back whole; a repeat of the command is then answered
    /// from its effect (DESIGN §8).
    fn append(&mut self, after: Head, events: Vec<Draft>) -> Result<Appended, AppendError>;

    /// The events from number `number` on, checked again as they are read: at most [`CHUNK_EVENTS`] and about
    /// [`CHUNK_BYTES`], none if there are none yet. Number 0 is read as 1.
    fn read_from(&self, number: u64) -> Result<Vec<Sealed>, ReadError>;

    /// Returns the head once event `number` is there, or when `timeout` is over, whichever comes first.
    fn wait_for(&mut self, number: u64, timeout: Duration) -> Result<Head, ReadError>;

    /// The last durable event.
    fn head(&self) -> Head;
}

/// What an append wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The head after it.
    pub head: Head,
    /// The events as they were sealed: numbers, times and digests (receipts) included.
    pub events: Vec<Sealed>,
}

/// Why events were not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppendError {
    /// Somebody else was faster: this is the head now. Read on from there and decide again.
    Faster {
        /// The head now.
        head: Head,
    },
    /// The disk failed. Say "not saved" and recover.
    NotSaved {
        /// What the disk said.
        why: DiskError,
    },
    /// The file is not as long as we left it: somebody changed it while we held it. Recover.
    Disturbed {
        /// Length in bytes that was expected.
        expected: u64,
        /// Length that was found.
        found: u64,
    },
    /// An earlier write failed and the journal has not been recovered since.
    NotRecovered,
    /// The journal was opened for reading.
    ReadOnly,
    /// There was nothing to write.
    Empty,
    /// All events together exceed the largest frame.
    FrameTooLarge,
    /// The event at this place (from 0) exceeds the largest event.
    EventTooLarge {
        /// Place in the list that was handed in.
        place: usize,
    },
    /// The event numbers are used up.
    NoNumber,
}

/// Why events cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// The disk failed.
    Disk(DiskError),
    /// The record is damaged.
    Damage(Damage),
}

impl From<DiskError> for ReadError {
    fn from(why: DiskError) -> Self {
        Self::Disk(why)
    }
}

/// A place where the record is not what was written. Exit 3; the way out is `rebuild --journal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// The first event that cannot be read or proved.
    pub number: u64,
    /// Where its frame begins, in bytes from the beginning of the file.
    pub offset: u64,
    /// What is wrong there.
    pub kind: DamageKind,
}

/// Kinds of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// No frame begins where one must, and it cannot be a torn one.
    Header,
    /// A frame's checksum does not hold, and something was written after it.
    Body,
    /// A frame with sound checksums has senseless lengths.
    Lengths,
    /// The frame's first event has another number than the one that is due: frames were lost, doubled or moved.
    OutOfPlace {
        /// The number it has.
        found: u64,
    },
    /// The frame arrived whole, but its events are not this history: somebody changed it.
    History(super::chain::ChainError),
    /// Written by a later version of the program; not damage, but not readable here either.
    LaterVersion(u16),
    /// The file is shorter than it was when it was last read.
    CutShort,
}
