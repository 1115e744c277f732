//! One file's bytes, with a bound, whatever lies there under its name.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use crate::domain::{Cause, FindingKind};

pub(super) fn unreadable(error: &io::Error) -> FindingKind {
    match error.kind() {
        io::ErrorKind::NotFound => FindingKind::NoFile,
        _ => FindingKind::Unreadable(Cause::from(error)),
    }
}

/// The real path, where it lies in the folder: a link may point within it, not out of it.
pub(super) fn inside(root: &Path, path: &Path) -> Result<PathBuf, FindingKind> {
    let is_link = fs::symlink_metadata(path).map_err(|error| unreadable(&error))?.is_symlink();
    let real = fs::canonicalize(path).map_err(|error| if is_link { FindingKind::Link } else { unreadable(&error) })?;
    let root = fs::canonicalize(root).map_err(|error| unreadable(&error))?;
    if real.starts_with(&root) { Ok(real) } else { Err(FindingKind::Link) }
}

/// A regular file's bytes, at most `max`; never waits for a pipe or a device. The directory it lies in is
/// taken as it is; where the file itself is a link, it has to stay in the folder.
pub(super) fn load(root: &Path, path: &Path, max: u64) -> Result<Vec<u8>, FindingKind> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NOFOLLOW;
    let open = |path: &Path| rustix::fs::open(path, flags, Mode::empty());
    let opened = match open(path) {
        Err(rustix::io::Errno::LOOP) => open(&inside(root, path)?),
        opened => opened,
    };
    let file = File::from(opened.map_err(|error| unreadable(&error.into()))?);
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    if !about.is_file() {
        return Err(FindingKind::NotAFile);
    }
    if about.len() > max {
        return Err(FindingKind::FileTooLarge { limit: max, length: about.len() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    file.take(max + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    let length = length(&bytes);
    if length > max { Err(FindingKind::FileTooLarge { limit: max, length }) } else { Ok(bytes) }
}

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
