//! Making an index, and putting a damaged one aside.

use super::{APPLIED, Copy, FORMAT, Index, IndexError, MARKER, SheetNow, VALUE_MAX};
use crate::codec;
use crate::journal::chain::Head;
use crate::journal::v1;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Written at once while rebuilding: so many bytes of events, or so many sheets.
const CHUNK_BYTES: usize = 1024 * 1024;
const CHUNK_SHEETS: usize = 256;

/// Damaged indexes kept beside, at most.
const ASIDE_MAX: u32 = 9_999;

/// The marker's text, at most as much as tells it from ours; empty where there is none.
pub(super) fn read_marker(dir: &Path) -> Result<String, IndexError> {
    let file = match File::open(dir.join(MARKER)) {
        Ok(file) => file,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(why) => return Err(why.into()),
    };
    let mut bytes = Vec::new();
    file.take(200).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Renames the index in `dir` to the first free `….damaged-N` beside it, for whoever wants to look, and returns the name.
pub fn set_aside(dir: &Path) -> Result<PathBuf, IndexError> {
    let free = |n: u32| {
        let mut name = OsString::from(dir);
        name.push(format!(".damaged-{n}"));
        PathBuf::from(name)
    };
    for n in 1..=ASIDE_MAX {
        let aside = free(n);
        // Whoever renames holds the panel's lock, so nobody makes this name in between.
        if aside.symlink_metadata().is_ok() {
            continue;
        }
        fs::rename(dir, &aside)?;
        sync_dir(dir.parent())?;
        return Ok(aside);
    }
    Err(IndexError::Io(io::ErrorKind::AlreadyExists))
}

fn sync_dir(dir: Option<&Path>) -> io::Result<()> {
    // A bare name has the empty path as its parent.
    match dir.filter(|dir| !dir.as_os_str().is_empty()) {
        Some(dir) => File::open(dir)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

/// Makes the index in `dir` from all events of the journal, in order, and all sheets folded from them. Whatever else lies
/// there must have been [`set_aside`] first. Durable when it returns.
///
/// `applied` is written last: a rebuild that was interrupted is an index that has seen nothing and is caught up.
pub fn rebuild(
    dir: &Path,
    events: impl IntoIterator<Item = Copy>,
    sheets: impl IntoIterator<Item = SheetNow>,
) -> Result<Index, IndexError> {
    let index = create(dir)?;
    let mut head = Head::EMPTY;
    let (mut chunk, mut bytes) = (Vec::new(), 0_usize);
    for copy in events {
        let due = head.number.saturating_add(1);
        if copy.number() != due {
            return Err(IndexError::Gap { due, found: copy.number() });
        }
        head = copy.head;
        bytes = bytes.saturating_add(copy.blob().len());
        chunk.push(copy);
        if bytes >= CHUNK_BYTES {
            index.write(&chunk, &[], None)?;
            chunk.clear();
            bytes = 0;
        }
    }
    index.write(&chunk, &[], None)?;
    let mut chunk = Vec::new();
    for sheet in sheets {
        chunk.push(sheet);
        if chunk.len() >= CHUNK_SHEETS {
            index.write(&[], &chunk, None)?;
            chunk.clear();
        }
    }
    index.write(&[], &chunk, Some(head))?;
    *index.head() = head;
    index.sync()?;
    Ok(index)
}

/// An empty index. The marker is written last: without it an index that was half made is never opened.
fn create(dir: &Path) -> Result<Index, IndexError> {
    match dir.read_dir().map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => return Err(IndexError::Io(io::ErrorKind::AlreadyExists)),
        Err(why) if why.kind() == io::ErrorKind::NotFound => fs::create_dir(dir)?,
        Err(why) => return Err(why.into()),
    }
    let index = Index::open_sled(dir)?;
    let nothing = codec::encode(v1::VERSION, &(0_u64, Head::EMPTY.digest.as_bytes()), VALUE_MAX)
        .map_err(|_| IndexError::Unwritable)?;
    index.call(|trees| Ok(trees.meta.insert(APPLIED, nothing).map(drop)?))?;
    index.sync()?;
    let mut marker = File::create_new(dir.join(MARKER))?;
    marker.write_all(FORMAT.as_bytes())?;
    marker.sync_all()?;
    // Once after creating it: the names of sled's files must survive a power cut as well (PITFALLS 1).
    sync_dir(Some(dir))?;
    sync_dir(dir.parent())?;
    Ok(index)
}
