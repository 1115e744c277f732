//! One process at a time: `store/LOCK`, taken before anything else in the store is touched (PITFALLS 4).
//!
//! The lock is the system's (`flock`); it goes when its process goes, so what is written in the file is only told to
//! people and never stands in the way. The file stays: removing it would let two processes lock two files.

use super::disk::DiskError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

/// The lock's name in the store.
pub const NAME: &str = "LOCK";

/// How long [`Lock::take`] tries: a process that is just leaving needs a moment.
pub const PATIENCE: Duration = Duration::from_secs(1);

const TRY_EVERY: Duration = Duration::from_millis(25);

/// More than any pid and host name need.
const NOTE_MAX: u64 = 512;

/// Longest host name shown.
const HOST_MAX: usize = 64;

/// Why the store is not ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockError {
    /// Another process has it. Either is `None` if that process has not said so yet.
    Held {
        /// Its number.
        pid: Option<u32>,
        /// Its machine: ASCII letters, digits, dots, hyphens, underscores.
        host: Option<String>,
    },
    /// The disk failed.
    Disk(DiskError),
}

impl From<std::io::Error> for LockError {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(DiskError::from(&error))
    }
}

/// The store is ours until this is dropped.
#[derive(Debug)]
pub struct Lock {
    /// Holds the lock; closing releases it.
    _file: File,
}

impl Lock {
    /// Takes `store/LOCK`, trying for [`PATIENCE`].
    pub fn take(store: &Path) -> Result<Self, LockError> {
        Self::take_within(store, PATIENCE)
    }

    /// Takes `store/LOCK`, trying again until `patience` is used up; at least once.
    pub fn take_within(store: &Path, patience: Duration) -> Result<Self, LockError> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(store.join(NAME))?;
        let mut left = patience;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if left.is_zero() => return Err(holder(&mut file)?),
                Err(TryLockError::WouldBlock) => {
                    let pause = left.min(TRY_EVERY);
                    std::thread::sleep(pause);
                    left = left.saturating_sub(pause);
                }
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        let note = format!("{} {}\n", std::process::id(), host());
        file.write_all_at(note.as_bytes(), 0)?;
        // Cutting a file waits for the file system's own journal; nearly always the note before was as long.
        let length = u64::try_from(note.len()).unwrap_or(0);
        if file.metadata()?.len() > length {
            file.set_len(length)?;
        }
        Ok(Self { _file: file })
    }
}

/// This machine's name, fit to be shown.
fn host() -> String {
    shown(&rustix::system::uname().nodename().to_string_lossy())
}

fn shown(host: &str) -> String {
    host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(HOST_MAX).collect()
}

/// Who wrote the note in the file.
fn holder(file: &mut File) -> Result<LockError, LockError> {
    let mut note = Vec::new();
    file.take(NOTE_MAX).read_to_end(&mut note)?;
    let note = String::from_utf8_lossy(&note);
    let mut words = note.split_whitespace();
    let pid = words.next().and_then(|pid| pid.parse().ok());
    let host = words.next().map(shown).filter(|host| !host.is_empty());
    Ok(LockError::Held { pid, host })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_has_one_owner_and_says_who() {
        let store = tempfile::tempdir().unwrap();
        let lock = Lock::take(store.path()).unwrap();
        let Err(LockError::Held { pid, host: there }) = Lock::take_within(store.path(), Duration::ZERO) else {
            panic!("two owners");
        };
        assert_eq!((pid, there.unwrap_or_default()), (Some(std::process::id()), host()));
        drop(lock);
        Lock::take_within(store.path(), Duration::ZERO).unwrap();
    }

    #[test]
    fn the_note_of_a_dead_process_is_no_obstacle() {
        let store = tempfile::tempdir().unwrap();
        std::fs::write(store.path().join(NAME), "4194304 a-machine-with-a-long-name\n").unwrap();
        let _lock = Lock::take(store.path()).unwrap();
        let note = std::fs::read_to_string(store.path().join(NAME)).unwrap();
        assert_eq!(note, format!("{} {}\n", std::process::id(), host()));
    }

    #[test]
    fn whoever_waits_gets_the_lock_when_it_is_released() {
        let store = tempfile::tempdir().unwrap();
        let lock = Lock::take(store.path()).unwrap();
        let path = store.path().to_owned();
        let waiting = std::thread::spawn(move || Lock::take_within(&path, Duration::from_mins(1)).map(drop));
        drop(lock);
        assert_eq!(waiting.join().unwrap(), Ok(()));
    }

    #[test]
    fn a_note_full_of_rubbish_is_told_without_it() {
        let store = tempfile::tempdir().unwrap();
        let lock = Lock::take(store.path()).unwrap();
        std::fs::write(store.path().join(NAME), b"\x1b]52;c;AAAA\x07 \xFF\x1b[2Jhost\n").unwrap();
        let held = Lock::take_within(store.path(), Duration::ZERO).unwrap_err();
        assert_eq!(held, LockError::Held { pid: None, host: Some("2Jhost".to_owned()) });
        std::fs::write(store.path().join(NAME), b"").unwrap();
        let held = Lock::take_within(store.path(), Duration::ZERO).unwrap_err();
        assert_eq!(held, LockError::Held { pid: None, host: None });
        drop(lock);
    }

    #[test]
    fn a_store_that_is_not_there_is_missing_and_not_held() {
        let store = tempfile::tempdir().unwrap();
        let missing = Lock::take(&store.path().join("none")).unwrap_err();
        assert_eq!(missing, LockError::Disk(DiskError::Missing));
    }
}
