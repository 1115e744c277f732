//! What goes wrong besides refusals and findings: usage, files, the store, the line, the terminal.
//! `words` says it in sentences; [`Trouble::exit_code`] is what a shell is told (DESIGN §6).
//!
//! - here: usage, files, the line to the server; - `disk`, `record`, `terminal`: as in `words`.

mod disk;
mod record;
mod terminal;

pub use disk::{Cause, Exposure};
pub use record::{Damage, RecordTrouble};
pub use terminal::Unfit;

use super::{Code, IdError, Role, SeatId};
use crate::text::Clean;

/// Everything that goes wrong, or is told, besides [`super::Refusal`] and [`super::Finding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    // refused
    /// A folder to be filled holds something already.
    NotEmpty(Clean),
    /// A file that would be written is there already.
    Exists(Clean),
    /// A file that is no backup, or no whole one.
    NotABackup(Clean),
    /// The file for names is not the one whose digest was taken at opening.
    KeyDiffers,
    /// No key file's digest was taken at opening, so no names are printed.
    NoKey,
    /// The key file has no line for a dossier.
    KeyLacks(Code),
    /// A year without holiday data: working days are not guessed.
    NoHolidays(i32),
    /// A packet or backup belongs to another panel.
    OtherPanel(Clean),
    /// No server runs here.
    NotServing,
    /// Scoring never opened, so there is no journal.
    NoJournal,
    /// A file larger than its limit: path, limit in bytes.
    TooLarge(Clean, u64),
    /// A file that is not UTF-8; whether it looks like GBK.
    NotUtf8(Clean, bool),
    /// A file changed while it was read, checked and copied: what was checked is no longer there.
    Moving(Clean),

    // usage
    /// A seat must be named: no secretary, or several; which there are.
    SeatNeeded(Vec<SeatId>),
    /// The panel has no such seat; the nearest.
    UnknownSeat(Clean, Option<SeatId>),
    /// The command is for seats of another role.
    WrongRole(SeatId, Role),
    /// No panel.toml here or above.
    NoPanel(Clean),
    /// No panel.toml in the folder that was named; the nearest parent that has one.
    NoPanelIn(Clean, Option<Clean>),
    /// The folder has no store, or a store of something else.
    NotAStore(Clean),
    /// A word that cannot be a code or a seat.
    BadId(Clean, IdError),
    /// A head or receipt that is not hexadecimal, or too short.
    BadHex(Clean),
    /// The terminal cannot show the screens.
    Terminal(Unfit),

    /// The record: told, or cannot be read or proved.
    Record(RecordTrouble),

    // held, unreachable, full, read-only, no permission
    /// Another program holds the store: process and host, where known.
    Held(Option<(u32, Clean)>),
    /// The server named in ENDPOINT does not answer.
    Unreachable(Clean, Cause),
    /// The connection was lost; how many writes wait.
    Disconnected(usize),
    /// Too many clients, or too many requests waiting.
    Busy,
    /// A fault of the program ended the server.
    Crashed,
    /// The server speaks another version: its, ours.
    OtherProtocol(u32, u32),
    /// The account or key does not sit in this seat.
    NotYourSeat(SeatId),
    /// The account sits in no seat.
    NoSeat,
    /// The path of the socket is too long for the system.
    SocketPath(Clean),
    /// A file or folder that others could use to read marks or to stand in for the server: nothing is served from it.
    Exposed(Clean, Exposure),
    /// A write did not reach the disk; nothing of it counts.
    NotSaved(Cause),
    /// A file or folder could not be read or written.
    Disk(Clean, Cause),
}

impl Trouble {
    /// What the shell is told: 0 told only, 1 refused, 2 usage, 3 cannot be read or proved, 4 held, unreachable,
    /// full, read-only or not permitted.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Record(record) if record.is_told() => 0,
            // After a differing store the journal is still proved: a finding of `verify`, not a broken record. A receipt
            // that is not found is most often a slip of the hand.
            Self::Record(
                RecordTrouble::StoreDiffers(_) | RecordTrouble::ReceiptUnknown(_) | RecordTrouble::ReceiptNotOwn(_),
            )
            | Self::NotEmpty(_)
            | Self::Exists(_)
            | Self::NotABackup(_)
            | Self::KeyDiffers
            | Self::NoKey
            | Self::KeyLacks(_)
            | Self::NoHolidays(_)
            | Self::OtherPanel(_)
            | Self::NotServing
            | Self::NoJournal
            | Self::TooLarge(..)
            | Self::NotUtf8(..)
            | Self::Moving(_) => 1,
            Self::Record(_) => 3,
            Self::SeatNeeded(_)
            | Self::UnknownSeat(..)
            | Self::WrongRole(..)
            | Self::NoPanel(_)
            | Self::NoPanelIn(..)
            | Self::NotAStore(_)
            | Self::BadId(..)
            | Self::BadHex(_)
            | Self::Terminal(_)
            | Self::Disk(_, Cause::Missing | Cause::IsFolder | Cause::NotFolder | Cause::BadName) => 2,
            Self::Held(_)
            | Self::Unreachable(..)
            | Self::Disconnected(_)
            | Self::Busy
            | Self::Crashed
            | Self::OtherProtocol(..)
            | Self::NotYourSeat(_)
            | Self::NoSeat
            | Self::SocketPath(_)
            | Self::Exposed(..)
            | Self::NotSaved(_)
            | Self::Disk(..) => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::text::clean_line;

    #[test]
    fn what_is_only_told_ends_well_and_what_the_system_denies_ends_with_four() {
        assert_eq!(Trouble::from(RecordTrouble::StoreRemade(None)).exit_code(), 0);
        assert_eq!(Trouble::NotSaved(Cause::Full).exit_code(), 4);
        assert_eq!(Trouble::from(RecordTrouble::JournalCut { ends: 3, seen: 5 }).exit_code(), 3);
    }

    #[test]
    fn a_missing_file_is_usage_and_a_forbidden_one_is_not() {
        let at = |kind: io::ErrorKind| {
            Trouble::Disk(clean_line("marks.csv"), Cause::from(&io::Error::from(kind))).exit_code()
        };
        assert_eq!(at(io::ErrorKind::NotFound), 2);
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::StorageFull, io::ErrorKind::ReadOnlyFilesystem] {
            assert_eq!(at(kind), 4, "{kind:?}");
        }
    }
}
