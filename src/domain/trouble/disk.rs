//! The disk: why the system did not do it, and files that lie open to others.

use std::io;

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

#[cfg(test)]
mod tests {
    use super::*;

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
