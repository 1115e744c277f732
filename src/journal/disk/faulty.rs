//! A disk in memory that fails when told to. It keeps two contents apart: what a reader sees (the system's cache) and
//! what is on the disk, and it forgets as Linux does: after a failed sync the lost bytes count as clean.

use super::{Disk, DiskError, NAMES_MAX, aside_name};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What became of the bytes a failed sync was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncFate {
    /// They are on the disk although the sync said no.
    Reached,
    /// The file has its new length on the disk, but zeros in it; readers see the bytes until the power goes.
    Lost,
}

/// What a power cut leaves of the bytes no sync confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tear {
    /// None of them.
    Nothing,
    /// The first n of them; the file ends there.
    Prefix(usize),
    /// The first n of them; the file has its full length, with zeros in it.
    Zeros(usize),
    /// All of them.
    Everything,
}

/// A scripted disk. Clones are the same disk: keep one to give orders and to look inside.
#[derive(Debug, Clone, Default)]
pub struct FaultyDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// What a reader sees.
    seen: Vec<u8>,
    /// What is on the disk.
    kept: Vec<u8>,
    /// Offsets from which on `seen` was not yet asked to reach the disk; `None` when all was.
    unsynced_from: Option<usize>,
    next_write: Option<(usize, DiskError)>,
    next_sync: Option<(SyncFate, DiskError)>,
    next_cut: Option<DiskError>,
    room: Option<usize>,
    read_only: bool,
    aside: BTreeMap<String, Vec<u8>>,
    writes: u64,
    syncs: u64,
}

impl FaultyDisk {
    /// An empty disk that does what it is asked.
    pub fn new() -> Self {
        Self::default()
    }

    /// A disk with these bytes on it.
    pub fn holding(bytes: Vec<u8>) -> Self {
        let state = State { seen: bytes.clone(), kept: bytes, ..State::default() };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked while it held the lock has said what it had to say.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next append writes only its first `bytes` bytes and then fails with `why`.
    pub fn fail_write(&self, bytes: usize, why: DiskError) {
        self.state().next_write = Some((bytes, why));
    }

    /// The next sync fails with `why`, and `fate` befalls the bytes.
    pub fn fail_sync(&self, fate: SyncFate, why: DiskError) {
        self.state().next_sync = Some((fate, why));
    }

    /// The next cut does nothing and fails with `why`.
    pub fn fail_cut(&self, why: DiskError) {
        self.state().next_cut = Some(why);
    }

    /// From now on the file and what is set aside have room for this many bytes; `None` lifts it.
    pub fn set_room(&self, bytes: Option<usize>) {
        self.state().room = bytes;
    }

    /// From now on nothing can be written, or it can again.
    pub fn set_read_only(&self, read_only: bool) {
        self.state().read_only = read_only;
    }

    /// The power goes: orders are forgotten, the cache is gone, the disk holds what `tear` left.
    pub fn cut_power(&self, tear: Tear) {
        let mut state = self.state();
        let from = state.unsynced_from.unwrap_or(state.seen.len()).min(state.seen.len());
        let (_, unsynced) = state.seen.split_at_checked(from).unwrap_or((&[], &[]));
        let unsynced = unsynced.to_vec();
        match tear {
            Tear::Nothing => {}
            Tear::Prefix(bytes) => state.reach(from, unsynced.get(..bytes).unwrap_or(&unsynced)),
            Tear::Zeros(bytes) => {
                let mut torn = unsynced;
                torn.iter_mut().skip(bytes).for_each(|byte| *byte = 0);
                state.reach(from, &torn);
            }
            Tear::Everything => state.reach(from, &unsynced),
        }
        let (kept, aside) = (std::mem::take(&mut state.kept), std::mem::take(&mut state.aside));
        *state = State { seen: kept.clone(), kept, aside, ..State::default() };
    }

    /// What a reader sees now.
    pub fn contents(&self) -> Vec<u8> {
        self.state().seen.clone()
    }

    /// Changes the file behind the journal's back, on the disk and in the cache.
    pub fn tamper(&self, change: impl FnOnce(&mut Vec<u8>)) {
        let mut state = self.state();
        change(&mut state.seen);
        let seen = state.seen.clone();
        state.kept = seen;
        state.unsynced_from = None;
    }

    /// The bytes set aside under a name.
    pub fn aside(&self, name: &str) -> Option<Vec<u8>> {
        self.state().aside.get(name).cloned()
    }

    /// Appends and syncs asked for so far.
    pub fn counts(&self) -> (u64, u64) {
        let state = self.state();
        (state.writes, state.syncs)
    }
}

impl State {
    /// Bytes arrive on the disk at `from`.
    fn reach(&mut self, from: usize, bytes: &[u8]) {
        self.kept.resize(from, 0);
        self.kept.extend_from_slice(bytes);
    }

    fn write(&mut self, offset: u64, bytes: &[u8]) -> Result<(), DiskError> {
        let offset = usize::try_from(offset).map_err(|_| DiskError::Full)?;
        let room = self.room.unwrap_or(usize::MAX).saturating_sub(offset);
        let (written, outcome) = match self.next_write.take() {
            Some((short, why)) => (bytes.get(..short).unwrap_or(bytes), Err(why)),
            None if bytes.len() > room => (bytes.get(..room).unwrap_or(bytes), Err(DiskError::Full)),
            None => (bytes, Ok(())),
        };
        if !written.is_empty() {
            self.seen.resize(offset, 0);
            self.seen.extend_from_slice(written);
            self.unsynced_from = Some(self.unsynced_from.map_or(offset, |from| from.min(offset)));
        }
        outcome
    }

    fn sync(&mut self) -> Result<(), DiskError> {
        let Some(from) = self.unsynced_from.take() else {
            return self.next_sync.take().map_or(Ok(()), |(_, why)| Err(why));
        };
        let bytes = self.seen.get(from..).unwrap_or(&[]).to_vec();
        match self.next_sync.take() {
            None => self.reach(from, &bytes),
            Some((SyncFate::Reached, why)) => {
                self.reach(from, &bytes);
                return Err(why);
            }
            Some((SyncFate::Lost, why)) => {
                self.reach(from, &vec![0; bytes.len()]);
                return Err(why);
            }
        }
        Ok(())
    }
}

impl Disk for FaultyDisk {
    fn len(&self) -> Result<u64, DiskError> {
        u64::try_from(self.state().seen.len()).map_err(|_| DiskError::Full)
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, DiskError> {
        let state = self.state();
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let there = state.seen.get(from..).unwrap_or(&[]);
        let count = there.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..count), there.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }

    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), DiskError> {
        let mut state = self.state();
        state.writes = state.writes.saturating_add(1);
        if state.read_only {
            return Err(DiskError::ReadOnly);
        }
        state.write(offset, bytes)
    }

    fn sync_data(&mut self) -> Result<(), DiskError> {
        let mut state = self.state();
        state.syncs = state.syncs.saturating_add(1);
        state.sync()
    }

    fn cut(&mut self, len: u64) -> Result<(), DiskError> {
        let mut state = self.state();
        if let Some(why) = state.next_cut.take() {
            return Err(why);
        }
        if state.read_only {
            return Err(DiskError::ReadOnly);
        }
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        state.seen.truncate(len);
        state.kept.truncate(len);
        state.sync()
    }

    fn set_aside(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, DiskError> {
        let mut state = self.state();
        if state.read_only {
            return Err(DiskError::ReadOnly);
        }
        if state.room.is_some_and(|room| state.seen.len().saturating_add(bytes.len()) > room) {
            return Err(DiskError::Full);
        }
        for name in (1..=NAMES_MAX).map(|nth| aside_name(name, nth)) {
            let taken = state.aside.entry(name.clone()).or_insert_with(|| bytes.to_vec());
            if taken.as_slice() == bytes {
                return Ok(PathBuf::from(name));
            }
        }
        Err(DiskError::Other(io::ErrorKind::AlreadyExists))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_were_not_synced_are_at_the_mercy_of_the_cut() {
        for (tear, left) in [
            (Tear::Nothing, b"safe".as_slice()),
            (Tear::Prefix(2), b"safete"),
            (Tear::Zeros(2), b"safete\0\0"),
            (Tear::Everything, b"safetext"),
        ] {
            let mut disk = FaultyDisk::new();
            disk.append(0, b"safe").unwrap();
            disk.sync_data().unwrap();
            disk.append(4, b"text").unwrap();
            disk.cut_power(tear);
            assert_eq!(disk.contents(), left, "{tear:?}");
        }
    }

    #[test]
    fn after_a_failed_sync_a_second_one_lies() {
        let mut disk = FaultyDisk::new();
        disk.append(0, b"mark").unwrap();
        disk.fail_sync(SyncFate::Lost, DiskError::Other(io::ErrorKind::Other));
        assert!(disk.sync_data().is_err());
        assert_eq!(disk.sync_data(), Ok(()), "the pages count as clean");
        assert_eq!(disk.contents(), b"mark", "and readers still see them");
        disk.cut_power(Tear::Everything);
        assert_eq!(disk.contents(), b"\0\0\0\0", "but they never reached the disk");
    }

    #[test]
    fn a_full_disk_takes_what_fits() {
        let mut disk = FaultyDisk::new();
        disk.set_room(Some(6));
        disk.append(0, b"1234").unwrap();
        assert_eq!(disk.append(4, b"5678"), Err(DiskError::Full));
        assert_eq!(disk.contents(), b"123456");
    }
}
