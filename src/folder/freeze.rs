//! Frozen copies: what was settled when scoring opened, kept under its digest (DESIGN §2, §3).

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::load::load;
use super::size;
use super::walk::{Folder, Stamp};
use crate::domain::{Cause, FindingKind};
use crate::text::{Clean, clean_line};

/// Why a file could not be frozen.
#[derive(Debug)]
pub enum FreezeError {
    /// The file is not the one that was read and checked; read the folder again.
    Changed(Clean),
    /// It could no longer be read.
    Unreadable(Clean, Box<FindingKind>),
    /// Writing below `store/` failed.
    Io(PathBuf, io::Error),
}

/// Why a frozen copy cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrozenError {
    /// Not there.
    Missing,
    /// There, but not the bytes that were frozen.
    Differs,
    /// There, but it cannot be read; what the system said.
    Unreadable(Cause),
}

/// Copies every file to `store/frozen/<digest>.toml` (0600). When it returns, every copy and the directory
/// have reached the disk. Doing it again changes nothing; a damaged copy is replaced. The files are read
/// once more, and one that changed since it was checked is refused: what is frozen is what was checked.
pub fn freeze(root: &Path, files: &[Stamp]) -> Result<(), FreezeError> {
    let dir = prepared(root)?;
    for stamp in files {
        if is_frozen(root, &stamp.digest) {
            continue;
        }
        let bytes = load(root, &stamp.path, size::DOSSIER)
            .map_err(|what| FreezeError::Unreadable(stamp.file.clone(), Box::new(what)))?;
        if *blake3::hash(&bytes).as_bytes() != stamp.digest {
            return Err(FreezeError::Changed(stamp.file.clone()));
        }
        copy(root, &stamp.digest, &bytes)?;
    }
    synced(&dir)
}

/// Freezes the bytes of one file, as an amendment does; gives their digest.
pub fn freeze_bytes(root: &Path, bytes: &[u8]) -> Result<[u8; 32], FreezeError> {
    let dir = prepared(root)?;
    let digest = *blake3::hash(bytes).as_bytes();
    if !is_frozen(root, &digest) {
        copy(root, &digest, bytes)?;
    }
    synced(&dir)?;
    Ok(digest)
}

/// Why a file could not be put back.
#[derive(Debug)]
pub enum PutBackError {
    /// The frozen copy cannot be had.
    Frozen(FrozenError),
    /// What the file holds now could not be read or kept; it was left alone.
    Kept(FreezeError),
    /// Writing the file failed.
    Io(PathBuf, io::Error),
}

/// Writes the frozen copy over `root/below` (`panel.toml` or a dossier). What the file held is kept among the frozen
/// copies first: somebody may have meant it. The file is never half written; it is replaced whole or not at all.
pub fn put_back(root: &Path, below: &str, digest: &[u8; 32]) -> Result<(), PutBackError> {
    let then = frozen(root, digest).map_err(PutBackError::Frozen)?;
    let path = root.join(below);
    match load(root, &path, size::DOSSIER) {
        Ok(now) if now == then => return Ok(()),
        Ok(now) => {
            freeze_bytes(root, &now).map_err(PutBackError::Kept)?;
        }
        Err(FindingKind::NoFile) => {}
        Err(what) => {
            return Err(PutBackError::Kept(FreezeError::Unreadable(clean_line(below), Box::new(what))));
        }
    }
    let failed = |error| PutBackError::Io(path.clone(), error);
    let new = path.with_extension("toml-new");
    let written = replace(&new, &path, &then).map_err(failed);
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

fn replace(new: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Left over from a program that was killed in the middle.
    let _ = fs::remove_file(new);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o644).open(new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, path)?;
    path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

/// The bytes that were frozen under a digest; checked against it every time.
pub fn frozen(root: &Path, digest: &[u8; 32]) -> Result<Vec<u8>, FrozenError> {
    let bytes = load(root, &place(root, digest), size::DOSSIER).map_err(|what| match what {
        FindingKind::NoFile => FrozenError::Missing,
        FindingKind::FileTooLarge { .. } => FrozenError::Differs,
        FindingKind::Unreadable(why) => FrozenError::Unreadable(why),
        _ => FrozenError::Unreadable(Cause::Other(clean_line("not a regular file inside the folder"))),
    })?;
    if blake3::hash(&bytes).as_bytes() == digest { Ok(bytes) } else { Err(FrozenError::Differs) }
}

fn is_frozen(root: &Path, digest: &[u8; 32]) -> bool {
    frozen(root, digest).is_ok()
}

fn place(root: &Path, digest: &[u8; 32]) -> PathBuf {
    let name = blake3::Hash::from_bytes(*digest).to_hex();
    Folder { root: root.to_path_buf() }.frozen().join(format!("{name}.toml"))
}

/// `store/frozen/`, made where it is missing, both 0700; a new directory's parent is synced.
fn prepared(root: &Path) -> Result<PathBuf, FreezeError> {
    let folder = Folder { root: root.to_path_buf() };
    for (dir, parent) in [(folder.store(), folder.root.clone()), (folder.frozen(), folder.store())] {
        match DirBuilder::new().mode(0o700).create(&dir) {
            Ok(()) => synced(&parent)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(FreezeError::Io(dir, error)),
        }
    }
    Ok(folder.frozen())
}

/// Writes beside, syncs, and only then takes the name, so that no half copy ever bears a digest.
fn copy(root: &Path, digest: &[u8; 32], bytes: &[u8]) -> Result<(), FreezeError> {
    let to = place(root, digest);
    let beside = to.with_extension("new");
    let failed = |error| FreezeError::Io(to.clone(), error);
    // A copy that was cut short by a crash; the store's lock is ours, so nobody is writing it.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&beside, &to).map_err(failed)
}

fn synced(dir: &Path) -> Result<(), FreezeError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|error| FreezeError::Io(dir.to_path_buf(), error))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn folder() -> (tempfile::TempDir, Stamp) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("panel.toml");
        fs::write(&path, "title = 1").unwrap();
        let stamp = Stamp { path, file: clean_line("panel.toml"), digest: *blake3::hash(b"title = 1").as_bytes() };
        (dir, stamp)
    }

    #[test]
    fn a_copy_is_private_and_found_by_its_digest() {
        let (dir, stamp) = folder();
        assert_eq!(frozen(dir.path(), &stamp.digest), Err(FrozenError::Missing));
        freeze(dir.path(), std::slice::from_ref(&stamp)).unwrap();
        freeze(dir.path(), std::slice::from_ref(&stamp)).unwrap();
        assert_eq!(frozen(dir.path(), &stamp.digest), Ok(b"title = 1".to_vec()));
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(place(dir.path(), &stamp.digest)), 0o600);
        assert_eq!(mode(dir.path().join("store")), 0o700);
    }

    #[test]
    fn a_file_edited_after_the_check_is_refused_and_freezes_nothing() {
        let (dir, stamp) = folder();
        fs::write(&stamp.path, "title = 2").unwrap();
        assert!(matches!(freeze(dir.path(), std::slice::from_ref(&stamp)), Err(FreezeError::Changed(_))));
        assert_eq!(frozen(dir.path(), &stamp.digest), Err(FrozenError::Missing));
    }

    #[test]
    fn a_damaged_copy_is_told_and_healed_by_freezing_again() {
        let (dir, stamp) = folder();
        freeze(dir.path(), std::slice::from_ref(&stamp)).unwrap();
        fs::write(place(dir.path(), &stamp.digest), "title = 3").unwrap();
        assert_eq!(frozen(dir.path(), &stamp.digest), Err(FrozenError::Differs));
        freeze(dir.path(), std::slice::from_ref(&stamp)).unwrap();
        assert!(frozen(dir.path(), &stamp.digest).is_ok());
    }

    #[test]
    fn a_copy_cut_short_by_a_crash_does_not_stop_the_next() {
        let (dir, stamp) = folder();
        prepared(dir.path()).unwrap();
        fs::write(place(dir.path(), &stamp.digest).with_extension("new"), "tit").unwrap();
        assert_eq!(freeze_bytes(dir.path(), b"title = 1").unwrap(), stamp.digest);
    }
}
