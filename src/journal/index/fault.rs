//! What can be wrong with an index, and how it may stand to its journal.

use std::io;

use crate::journal::v1::{self, Unreadable};
use crate::text::{Clean, clean_line};

/// Why the index did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexError {
    /// Another process has it open, still after about a second.
    Held,
    /// It is not what was written: [`set_aside`], then [`rebuild`].
    Damaged(Fault),
    /// No room on the disk. It takes nothing until it is opened again, and is caught up then.
    Full,
    /// The system refused something else.
    Io(io::ErrorKind),
    /// These events do not follow the last one applied.
    Gap {
        /// The number that is due.
        due: u64,
        /// The first number that was offered.
        found: u64,
    },
    /// Something larger than a value may be, or that has no stored form.
    Unwritable,
    /// An earlier call failed, and it has not been opened again since.
    Broken,
}

/// How an index is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// sled panicked, with these words.
    Panicked(Clean),
    /// sled said so, with these words.
    Sled(Clean),
    /// The marker file is missing or names another format: this is its first line.
    Format(Clean),
    /// One of sled's files is missing.
    File,
    /// There is no record of what was applied, or none that can be read.
    Applied,
    /// A value cannot be read.
    Record(Unreadable),
    /// The event at the number applied is another one than the journal's: this index belongs to another history.
    Foreign,
}

impl From<sled::Error> for IndexError {
    fn from(why: sled::Error) -> Self {
        match why {
            // sled tells it apart only by its text.
            sled::Error::Io(why) if why.to_string().contains("could not acquire lock") => Self::Held,
            sled::Error::Io(why) => why.into(),
            why => Self::Damaged(Fault::Sled(clean_line(&why.to_string()))),
        }
    }
}

impl From<io::Error> for IndexError {
    fn from(why: io::Error) -> Self {
        match why.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            kind => Self::Io(kind),
        }
    }
}

impl From<Unreadable> for IndexError {
    fn from(why: Unreadable) -> Self {
        Self::Damaged(Fault::Record(why))
    }
}

impl From<v1::Unwritable> for IndexError {
    fn from(_: v1::Unwritable) -> Self {
        Self::Unwritable
    }
}

/// How an index stands to the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Both end with the same event.
    Level,
    /// Catch up from this event on.
    Behind {
        /// The first event it has not seen.
        from: u64,
    },
    /// It has seen events the journal does not have: somebody cut the journal. Exit 3.
    Ahead {
        /// Where the journal ends.
        journal: u64,
        /// What the index has seen.
        seen: u64,
    },
    /// Its history is another one: one of the two was written anew. Exit 3.
    Foreign,
}
