//! The store's folder and the mark of what is in it. A store of a later version is refused before it is touched: a later
//! sled opens an older folder without an error, and empty (PITFALLS 3).

use super::disk::{DiskError, private_folder, sync_folder, write_new};
use super::lock::{Lock, LockError};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The mark's name in the store.
pub const NAME: &str = "FORMAT";

/// The version written today.
pub const VERSION: u32 = 1;

const WORDS: &str = "shouxi store ";

/// More than any mark has.
const MARK_MAX: u64 = 64;

/// Why a folder cannot be used as a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceError {
    /// Another process has it, or the disk failed.
    Lock(LockError),
    /// The disk failed.
    Disk(DiskError),
    /// A later version of the program made this store.
    Later(u32),
    /// There is a file `FORMAT`, and it is not ours.
    NotOurs,
}

impl From<DiskError> for PlaceError {
    fn from(why: DiskError) -> Self {
        Self::Disk(why)
    }
}

/// Makes `store` (mode 0700) if it is missing, takes its lock, and marks it if it bears no mark.
pub fn take(store: &Path) -> Result<Lock, PlaceError> {
    private_folder(store)?;
    let lock = Lock::take(store).map_err(PlaceError::Lock)?;
    match check(store) {
        Err(PlaceError::Disk(DiskError::Missing)) => mark(store)?,
        other => other?,
    }
    Ok(lock)
}

/// Is this a store we can read? `Disk(Missing)` where there is none. Needs no lock and writes nothing.
pub fn check(store: &Path) -> Result<(), PlaceError> {
    let mut mark = Vec::new();
    let file = File::open(store.join(NAME)).map_err(DiskError::from)?;
    file.take(MARK_MAX).read_to_end(&mut mark).map_err(DiskError::from)?;
    let version = std::str::from_utf8(&mark).ok().and_then(|mark| mark.strip_prefix(WORDS));
    match version.and_then(|version| version.strip_suffix('\n')).and_then(|version| version.parse::<u32>().ok()) {
        Some(VERSION) => Ok(()),
        Some(later) if later > VERSION => Err(PlaceError::Later(later)),
        _ => Err(PlaceError::NotOurs),
    }
}

/// Writes the mark so that it is there whole or not at all.
fn mark(store: &Path) -> Result<(), DiskError> {
    let new = store.join(format!("{NAME}.new"));
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => write_new(&new, format!("{WORDS}{VERSION}\n").as_bytes())?,
    }
    std::fs::rename(&new, store.join(NAME))?;
    sync_folder(store)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_store_is_private_marked_and_ours() {
        let panel = tempfile::tempdir().unwrap();
        let store = panel.path().join("store");
        assert_eq!(check(&store), Err(PlaceError::Disk(DiskError::Missing)));
        let lock = take(&store).unwrap();
        assert_eq!(std::fs::metadata(&store).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(std::fs::read_to_string(store.join(NAME)).unwrap(), "shouxi store 1\n");
        assert_eq!(check(&store), Ok(()));
        drop(lock);
        take(&store).unwrap();
    }

    #[test]
    fn a_mark_left_half_made_is_made_again() {
        let store = tempfile::tempdir().unwrap();
        std::fs::write(store.path().join("FORMAT.new"), "shou").unwrap();
        take(store.path()).unwrap();
        assert_eq!(check(store.path()), Ok(()));
        assert!(!store.path().join("FORMAT.new").exists());
    }

    #[test]
    fn stores_of_a_later_version_and_other_folders_are_refused() {
        let store = tempfile::tempdir().unwrap();
        for (mark, refused) in [
            ("shouxi store 2\n", PlaceError::Later(2)),
            ("shouxi store 0\n", PlaceError::NotOurs),
            ("shouxi store 1", PlaceError::NotOurs),
            ("", PlaceError::NotOurs),
            ("another program\n", PlaceError::NotOurs),
        ] {
            std::fs::write(store.path().join(NAME), mark).unwrap();
            assert_eq!(take(store.path()).unwrap_err(), refused, "{mark:?}");
            assert_eq!(std::fs::read_to_string(store.path().join(NAME)).unwrap(), mark);
        }
    }
}
