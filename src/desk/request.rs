//! What a client sends to the hall, and what can come back instead of an answer.

use super::view::{Ask, Display, Done, Draft, PlaceNote, View};
use crate::domain::{Command, Refusal, Trouble, Votes};
use crate::text::Clean;

/// A request of one seat.
#[derive(Clone, Debug)]
pub enum Request {
    /// Look at something.
    Ask(Ask),
    /// A command that carries all it needs.
    Do(Box<Command>),
    /// `stage scoring`: the hall reads and freezes the folder itself.
    Open {
        /// The key file, if names are to be printed.
        key: Option<KeyFile>,
    },
    /// `amend FILE`: the hall reads and freezes the file itself.
    Amend {
        /// `panel.toml`, `dossiers/W274.toml`, `W274.toml` or `W274`: never a path, the hall may serve another account.
        file: Clean,
        /// Why.
        reason: Clean,
        /// The vote, if one was held.
        votes: Option<Votes>,
    },
    /// Puts a changed file back as it was frozen; what it held is kept beside the frozen copies. Not record.
    Restore {
        /// As in `Amend`.
        file: Clean,
    },
    /// Keep half-typed text (empty text removes it). Not record; within a second in the index.
    Keep(Draft),
    /// Where the seat is.
    At(PlaceNote),
    /// Display settings of the seat.
    Show(Display),
    /// The 承诺 page was read.
    Promise,
}

/// A key file for opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFile {
    /// Read already; the digest of its bytes.
    Digest([u8; 32]),
    /// To be read by the hall: a name in the panel folder. In this process it may be any path.
    Named(Clean),
}

/// An answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To an `Ask`.
    View(View),
    /// To a write.
    Done(Done),
    /// To what is not record.
    Kept,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The rules refuse it; nothing changed.
    Refused(Refusal),
    /// Files, locks, the disk, the line.
    Trouble(Trouble),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}
