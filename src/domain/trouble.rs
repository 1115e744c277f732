//! What goes wrong besides refusals and findings: usage, files, the store, the line, the terminal.
//! `words` says it in sentences; [`Trouble::exit_code`] is what a shell is told (DESIGN §6).

use std::io;

use super::{Code, IdError, Role, SeatId};
use crate::text::{Clean, clean_line};

/// Why the system did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no such file or folder.
    Missing,
    /// The account may not.
    NoPermission,
    /// The file system is mounted read-only.
    ReadOnly,
    /// No room: the disk, the quota or the largest file size is used up.
    Full,
    /// A folder where a file should be.
    IsFolder,
    /// A file where a folder should be, in the middle of a path.
    NotFolder,
    /// A name that the system does not take: too long, or links in a circle.
    BadName,
    /// The disk itself failed (EIO).
    Hardware,
    /// Too many files are open.
    OpenFiles,
    /// Anything else, in the system's own words.
    Other(Clean),
}

// Errors that `io::ErrorKind` has no stable name for, as Linux numbers them.
const EIO: i32 = 5;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;
const ELOOP: i32 = 40;

impl From<&io::Error> for Cause {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            io::ErrorKind::NotADirectory => Self::NotFolder,
            io::ErrorKind::InvalidFilename | io::ErrorKind::ArgumentListTooLong => Self::BadName,
            _ => match error.raw_os_error() {
                Some(EIO) => Self::Hardware,
                Some(ENFILE | EMFILE) => Self::OpenFiles,
                Some(ELOOP) => Self::BadName,
                _ => Self::Other(clean_line(&error.to_string())),
            },
        }
    }
}

/// What is wrong with an event or its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Damage {
    /// The frame's bytes are not what was written: its checksum says so.
    Checksum,
    /// Lengths or kinds that cannot be: not the bytes of an event.
    Malformed,
    /// The digest does not follow from the one before: a byte of it, or of its history, was changed.
    Digest,
    /// An event is missing, doubled or out of place.
    Number,
    /// Its time is before that of the event before it.
    Time,
    /// It is whole, but cannot follow what happened before it.
    Misfit,
}

impl Damage {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Checksum, Self::Malformed, Self::Digest, Self::Number, Self::Time, Self::Misfit];
}

/// How a file or folder lies open to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// It belongs to another account.
    Owner,
    /// It is a link, or no folder at all.
    Link,
    /// Its mode lets others in: the mode.
    Mode(u32),
    /// A panel folder in which others may write, and so put another store into its place: the mode.
    Writable(u32),
    /// A file or folder of a panel folder that others can read on the way they have to the server: the mode.
    Readable(u32),
}

/// Why a terminal cannot show the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Input or output is no terminal.
    NotATerminal,
    /// A kind that cannot show them: the value of TERM, and whether its locale is UTF-8.
    Term(Clean, bool),
    /// Not UTF-8: the locale; empty where none is set.
    Locale(Clean),
    /// Someone came over SSH without a terminal, with a command or for files: the login leads to the screens only.
    NoCommands,
    /// Over SSH a terminal said of itself that it is not UTF-8: its locale.
    LocaleSent(Clean),
}

impl Unfit {
    /// Whether a sentence in Chinese may come out as Chinese there. The bare console has no font for it. A locale
    /// that names another charset is believed; one that names none says nothing, since `ssh` often loses it on the way.
    pub fn may_show_chinese(&self) -> bool {
        match self {
            Self::NotATerminal | Self::NoCommands => true,
            Self::Term(kind, utf8) => *utf8 && kind.as_str() != "linux",
            Self::Locale(locale) | Self::LocaleSent(locale) => matches!(locale.as_str(), "" | "C" | "POSIX"),
        }
    }
}

/// What befell the record itself: the journal, the store of scores, the frozen files, the sealed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordTrouble {
    // told: the work goes on
    /// The last frame was torn and cut off: bytes, where they were put, the last whole event.
    TornTail {
        /// How many bytes.
        bytes: u64,
        /// The file they are kept in.
        kept: Clean,
        /// Number of the last whole event.
        last: u64,
    },
    /// The store of scores was missing or damaged and was made anew from the journal; where the old one lies.
    StoreRemade(Option<Clean>),
    /// The store of scores was behind and was caught up: from, to.
    StoreCaughtUp(u64, u64),
    /// Damaged events were put right from their second copies: how many.
    Healed(u64),
    /// A file was edited after opening; scoring uses the frozen content. First differing line, where known.
    Edited {
        /// Path below the panel folder.
        file: Clean,
        /// The dossier, if it is one.
        dossier: Option<Code>,
        /// Line from 1.
        line: Option<u32>,
    },
    /// A head could not be appended at a witness path; the record itself is saved.
    Witness(Clean, Cause),

    // cannot be read or proved
    /// The journal is damaged at this event.
    Damaged(u64, Damage),
    /// The chain breaks here: from this event on nothing is proved.
    ChainBroken(u64),
    /// The journal ends before what the store has seen: somebody cut it.
    JournalCut {
        /// Last event of the journal.
        ends: u64,
        /// Last event the store has seen.
        seen: u64,
    },
    /// Written by a later program: file, its version, the latest known here.
    LaterVersion(Clean, u32, u32),
    /// A frozen file is missing.
    FrozenMissing(Clean),
    /// A frozen file is not what was frozen.
    FrozenDiffers(Clean),
    /// The recomputed list differs from the sealed one; the codes whose lines differ.
    SealedDiffers(Vec<Code>),
    /// A head given from outside is not in the chain.
    HeadUnknown(Clean),
    /// No event has this receipt.
    ReceiptUnknown(Clean),
    /// The receipt is of no event of the seat that asks, whether or not there is one.
    ReceiptNotOwn(Clean),
    /// `rebuild --journal` stops: no copy proves this event.
    NotProved(u64),
    /// The store of scores is not what the journal says; what differs first, in the program's own words.
    StoreDiffers(Clean),
}

impl RecordTrouble {
    /// Whether the work goes on, and it is only told.
    pub fn is_told(&self) -> bool {
        match self {
            Self::TornTail { .. }
            | Self::StoreRemade(_)
            | Self::StoreCaughtUp(..)
            | Self::Healed(_)
            | Self::Edited { .. }
            | Self::Witness(..) => true,
            Self::Damaged(..)
            | Self::ChainBroken(_)
            | Self::JournalCut { .. }
            | Self::LaterVersion(..)
            | Self::FrozenMissing(_)
            | Self::FrozenDiffers(_)
            | Self::SealedDiffers(_)
            | Self::HeadUnknown(_)
            | Self::ReceiptUnknown(_)
            | Self::ReceiptNotOwn(_)
            | Self::NotProved(_)
            | Self::StoreDiffers(_) => false,
        }
    }
}

impl From<RecordTrouble> for Trouble {
    fn from(record: RecordTrouble) -> Self {
        Self::Record(record)
    }
}

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

/// What `verify` found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many events follow one another.
    pub events: u64,
    /// Digest of the last one.
    pub head: [u8; 32],
    /// How many frozen files are what was frozen.
    pub frozen: usize,
    /// The list is sealed, and the recomputed one is the same.
    pub sealed: bool,
    /// How many heads given from outside are in the chain.
    pub heads: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_systems_say_often_has_words_of_its_own() {
        let folder = std::fs::read(std::env::temp_dir()).unwrap_err();
        assert_eq!(Cause::from(&folder), Cause::IsFolder);
        for (number, cause) in [
            (EIO, Cause::Hardware),
            (EMFILE, Cause::OpenFiles),
            (ENFILE, Cause::OpenFiles),
            (ELOOP, Cause::BadName),
            (20, Cause::NotFolder),
            (36, Cause::BadName),
        ] {
            assert_eq!(Cause::from(&io::Error::from_raw_os_error(number)), cause, "{number}");
        }
    }

    #[test]
    fn an_unknown_cause_keeps_the_systems_words_clean() {
        let odd = io::Error::other("bad\u{1b}[2J\nthing");
        assert_eq!(Cause::from(&odd), Cause::Other(clean_line("bad thing")));
    }
}
