//! What the journal needs from a file, so that a failing one can stand in its place.
//!
//! [`RealDisk`] is a file; [`FaultyDisk`] is memory that fails when told to, the way kernels and power cuts do.
//! Invariant: an error says what a person can do something about (full, read-only, no permission) apart from the rest.

mod faulty;

pub use faulty::{FaultyDisk, SyncFate, Tear};

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::{Builder, JoinHandle};

/// Why the disk did not do it. All but `Missing` are exit 4 (DESIGN §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskError {
    /// No room: the disk, the quota or the largest file size is used up.
    Full,
    /// The file system is mounted read-only, or the journal was opened for reading.
    ReadOnly,
    /// The account may not.
    Permission,
    /// There is no such file or folder.
    Missing,
    /// Anything else, by the kind the system gave.
    Other(io::ErrorKind),
}

impl From<&io::Error> for DiskError {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::Permission,
            io::ErrorKind::NotFound => Self::Missing,
            other => Self::Other(other),
        }
    }
}

impl From<io::Error> for DiskError {
    fn from(error: io::Error) -> Self {
        Self::from(&error)
    }
}

impl std::fmt::Display for DiskError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for DiskError {}

/// One file that grows at its end, and the folder it lies in.
pub trait Disk {
    /// Length in bytes, as the next reader would see it.
    fn len(&self) -> Result<u64, DiskError>;

    /// True if there is not one byte.
    fn is_empty(&self) -> Result<bool, DiskError> {
        self.len().map(|len| len == 0)
    }

    /// Fills `into` from `offset` on; fewer bytes only where the file ends.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, DiskError>;

    /// Writes all of `bytes` at `offset`, the end of the file as the caller knows it. After an error any number of
    /// them may be there. Nothing is durable before [`Disk::sync_data`].
    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), DiskError>;

    /// Returns once everything appended is on the disk. After an error nobody knows what is: the system may have
    /// marked the pages clean, so asking again proves nothing (PITFALLS 20).
    fn sync_data(&mut self) -> Result<(), DiskError>;

    /// Begins to make durable what is in the file now, beside whatever is read meanwhile.
    fn settle(&mut self) {}

    /// Returns once everything that was in the file at [`Disk::settle`], or now where that was not called, is on the disk.
    fn settled(&mut self) -> Result<(), DiskError> {
        self.sync_data()
    }

    /// Cuts the file to `len` bytes, durably.
    fn cut(&mut self, len: u64) -> Result<(), DiskError>;

    /// Writes a new file beside this one, durably, under `name` or, where that is taken by other content, `name-2`,
    /// `name-3` …; returns where it is.
    fn set_aside(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, DiskError>;
}

/// How many names [`Disk::set_aside`] tries.
const NAMES_MAX: u32 = 1_000;

fn aside_name(name: &str, nth: u32) -> String {
    if nth == 1 { name.to_owned() } else { format!("{name}-{nth}") }
}

/// A file of the file system, mode 0600.
#[derive(Debug)]
pub struct RealDisk {
    file: File,
    folder: PathBuf,
    settling: Option<JoinHandle<io::Result<()>>>,
}

impl RealDisk {
    /// Opens `folder/name` for reading and writing; creates it where it is missing and makes its name durable.
    pub fn open_or_create(folder: &Path, name: &str) -> Result<Self, DiskError> {
        let path = folder.join(name);
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        let file = match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let file = options.create_new(true).mode(0o600).open(&path)?;
                file.sync_all()?;
                file
            }
            other => other?,
        };
        let disk = Self { file, folder: folder.to_owned(), settling: None };
        // An empty file may come from a start that was killed before its name was durable; nothing is acknowledged yet.
        if disk.is_empty()? {
            sync_folder(folder)?;
        }
        Ok(disk)
    }

    /// Opens `folder/name` for reading only; creates nothing.
    pub fn open_to_read(folder: &Path, name: &str) -> Result<Self, DiskError> {
        let file = File::open(folder.join(name))?;
        Ok(Self { file, folder: folder.to_owned(), settling: None })
    }
}

impl Disk for RealDisk {
    fn len(&self) -> Result<u64, DiskError> {
        Ok(self.file.metadata()?.len())
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, DiskError> {
        let mut done = 0_usize;
        while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let at = offset.saturating_add(u64::try_from(done).unwrap_or(u64::MAX));
            match self.file.read_at(rest, at) {
                Ok(0) => break,
                Ok(read) => done = done.saturating_add(read),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(done)
    }

    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), DiskError> {
        Ok(self.file.write_all_at(bytes, offset)?)
    }

    fn sync_data(&mut self) -> Result<(), DiskError> {
        Ok(self.file.sync_data()?)
    }

    /// In a thread of its own: also where nothing is to be written the disk is asked to empty its cache, which takes a
    /// start longer than reading the journal of a small panel.
    fn settle(&mut self) {
        let Ok(file) = self.file.try_clone() else { return };
        self.settling = Builder::new().name("settle".to_owned()).spawn(move || file.sync_data()).ok();
    }

    fn settled(&mut self) -> Result<(), DiskError> {
        match self.settling.take().map(JoinHandle::join) {
            Some(Ok(synced)) => Ok(synced?),
            Some(Err(_)) | None => self.sync_data(),
        }
    }

    fn cut(&mut self, len: u64) -> Result<(), DiskError> {
        self.file.set_len(len)?;
        Ok(self.file.sync_all()?)
    }

    fn set_aside(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, DiskError> {
        for nth in 1..=NAMES_MAX {
            let path = self.folder.join(aside_name(name, nth));
            match write_new(&path, bytes) {
                Ok(()) => {
                    sync_folder(&self.folder)?;
                    return Ok(path);
                }
                // Saved before, and killed before the cut: the same bytes need not be kept twice.
                Err(DiskError::Other(io::ErrorKind::AlreadyExists)) => {
                    if holds(&path, bytes)? {
                        return Ok(path);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(DiskError::Other(io::ErrorKind::AlreadyExists))
    }
}

fn holds(path: &Path, bytes: &[u8]) -> Result<bool, DiskError> {
    let file = File::open(path)?;
    if u64::try_from(bytes.len()) != Ok(file.metadata()?.len()) {
        return Ok(false);
    }
    let mut found = vec![0; bytes.len()];
    file.read_exact_at(&mut found, 0)?;
    Ok(found == bytes)
}

/// Writes a file that must not exist yet, mode 0600, and syncs it; its name is durable after [`sync_folder`].
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all_at(bytes, 0).and_then(|()| file.sync_all());
    if let Err(error) = written {
        // Half a file under this name would hide that the bytes were never kept; the first error is the one that counts.
        drop(std::fs::remove_file(path));
        return Err(error.into());
    }
    Ok(())
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), DiskError> {
    Ok(File::open(folder)?.sync_all()?)
}

/// Creates a folder, mode 0700, unless it is there; its own name is made durable in the folder above.
pub(super) fn private_folder(folder: &Path) -> Result<(), DiskError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => match folder.parent() {
            Some(above) if above.as_os_str().is_empty() => sync_folder(Path::new(".")),
            Some(above) => sync_folder(above),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_new_journal_is_private_and_grows_at_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = RealDisk::open_or_create(folder.path(), "journal").unwrap();
        let mode = std::fs::metadata(folder.path().join("journal")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        disk.append(0, b"one").unwrap();
        disk.append(3, b"two").unwrap();
        disk.sync_data().unwrap();
        let mut buffer = [0; 10];
        assert_eq!(disk.read_at(1, &mut buffer), Ok(5));
        assert_eq!(&buffer[..5], b"netwo");
        disk.cut(4).unwrap();
        let again = RealDisk::open_to_read(folder.path(), "journal").unwrap();
        assert_eq!(again.len(), Ok(4));
        assert_eq!(again.read_at(9, &mut buffer), Ok(0));
    }

    #[test]
    fn reading_creates_nothing_and_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(RealDisk::open_to_read(folder.path(), "journal").unwrap_err(), DiskError::Missing);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        RealDisk::open_or_create(folder.path(), "journal").unwrap();
        let mut disk = RealDisk::open_to_read(folder.path(), "journal").unwrap();
        assert!(disk.append(0, b"x").is_err());
        assert_eq!(disk.len(), Ok(0));
    }

    #[test]
    fn what_is_set_aside_never_overwrites_other_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = RealDisk::open_or_create(folder.path(), "journal").unwrap();
        let first = disk.set_aside("torn-8", b"half a frame").unwrap();
        assert_eq!(disk.set_aside("torn-8", b"half a frame").unwrap(), first);
        let other = disk.set_aside("torn-8", b"another half").unwrap();
        assert_eq!(other, folder.path().join("torn-8-2"));
        assert_eq!(std::fs::read(first).unwrap(), b"half a frame");
        assert_eq!(std::fs::read(other).unwrap(), b"another half");
    }

    #[test]
    fn errors_people_can_mend_are_told_apart() {
        let of = |kind: io::ErrorKind| DiskError::from(io::Error::from(kind));
        assert_eq!(of(io::ErrorKind::StorageFull), DiskError::Full);
        assert_eq!(of(io::ErrorKind::QuotaExceeded), DiskError::Full);
        assert_eq!(of(io::ErrorKind::ReadOnlyFilesystem), DiskError::ReadOnly);
        assert_eq!(of(io::ErrorKind::PermissionDenied), DiskError::Permission);
        assert_eq!(of(io::ErrorKind::TimedOut), DiskError::Other(io::ErrorKind::TimedOut));
        // The real thing: /dev/full refuses every byte.
        if let Ok(full) = OpenOptions::new().write(true).open("/dev/full") {
            assert_eq!(DiskError::from(full.write_all_at(b"x", 0).unwrap_err()), DiskError::Full);
        }
    }

    #[test]
    fn a_private_folder_is_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        private_folder(&store).unwrap();
        assert_eq!(std::fs::metadata(&store).unwrap().permissions().mode() & 0o777, 0o700);
        private_folder(&store).unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"").unwrap();
        assert!(private_folder(&file).is_err());
    }
}
