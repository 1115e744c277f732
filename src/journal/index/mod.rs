//! The index: sled keeps the scores, written behind the journal and never awaited (DESIGN §4). The only user of sled.
//!
//! | tree | key → value |
//! |---|---|
//! | `sheets` | dossier, 0, seat, 0, piece (u16) → a piece of the folded sheet with its history ([`v1::sheet_to_pieces`]) |
//! | `events` | number (u64, big endian, so that keys sort) → the event's blob: the second copy |
//! | `meta` | `applied` → number and digest of the last event applied |
//! | `drafts` | seat, 0, dossier, 0, cell → half-typed text; not record |
//! | | 0, seat, 0, whose, 0, dossier, 0, cell → the same of a sheet entered from paper for another seat |
//! | `places` | seat → where it was, how its terminal shows things; not record |
//!
//! Values of `sheets`, `events` and `drafts` are stored in slices (`slices.rs`), with one more byte behind the key.
//!
//! Invariants: it holds nothing that the journal does not hold or that may not be lost; `applied` never names an event
//! whose blob and sheets were not written before or with it; no call into sled can panic through, and after the first one
//! that fails the index takes nothing until it is opened again. Opening looks at `meta` only (PITFALLS 21).
//!
//! sled's own flush does not reach the disk (PITFALLS 1), so [`Index::sync`] syncs sled's file itself. sled 1.0 opens
//! this folder without a word and empty (PITFALLS 3), so a marker file says what it is.

mod check;
mod fault;
mod follower;
mod guard;
mod making;
mod notes;
mod saving;
mod slices;

#[cfg(test)]
mod tests;

pub use check::{Difference, Wrong};
pub use fault::{Fault, IndexError, Standing};
pub use follower::{Drained, Follower, Taken};
pub use guard::is_sleds;
pub use making::{rebuild, set_aside};
pub use saving::{Saved, save};

use super::chain::{Head, Sealed};
use super::digest::Digest;
use super::v1::{self, SheetReader};
use crate::codec;
use crate::domain::{Code, SeatId, Sheet};
use crate::text::clean_line;
use guard::guarded;
use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional};
use slices::{Pair, slices, whole};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The marker file beside sled's own, and what stands in it. Another text is another format: the index is rebuilt.
const MARKER: &str = "FORMAT";
const FORMAT: &str = "shouxi index 1, sled 0.34\n";

const APPLIED: &str = "applied";

/// The largest value, before it is cut.
const VALUE_MAX: usize = 64 * 1024;

/// sled's cache, in bytes. It hardly binds; 5,000 dossiers' sheets need a few of them at a time.
const CACHE_BYTES: u64 = 4 * 1024 * 1024;

/// Events and sheets in one transaction.
const PIECE_COPIES: usize = 512;
const PIECE_SHEETS: usize = 64;

/// After a drop sled may hold its lock a little longer (PITFALLS 4): this often, this long apart.
const LOCK_TRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// What opening found.
#[derive(Debug)]
pub enum Opened {
    /// An index; ask it for its [`Index::standing`].
    Ready(Index),
    /// There is none: [`rebuild`].
    Missing,
    /// It is not what was written: [`set_aside`], then [`rebuild`].
    Damaged(Fault),
}

/// An event of a committed frame, for the second copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    head: Head,
    blob: Vec<u8>,
}

impl Copy {
    /// The copy of an event. `None` for lengths no journal would have taken.
    pub fn of(event: &Sealed) -> Option<Self> {
        Some(Self { head: event.head(), blob: event.blob().filter(|blob| blob.len() <= VALUE_MAX)? })
    }

    /// Its number.
    pub const fn number(&self) -> u64 {
        self.head.number
    }

    /// Its bytes.
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }
}

/// One sheet as it stands after a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetNow {
    /// Which dossier.
    pub dossier: Code,
    /// Whose.
    pub seat: SeatId,
    /// The sheet with its history.
    pub sheet: Sheet,
}

/// The open index.
#[derive(Debug)]
pub struct Index {
    /// `None` once it was closed or given up.
    db: Option<sled::Db>,
    trees: Option<Trees>,
    /// sled's own file, to be synced by us.
    file: File,
    applied: Mutex<Head>,
    broken: AtomicBool,
    /// sled panicked: dropping it could panic again, twice at once, and end the process. So it is forgotten.
    panicked: AtomicBool,
}

#[derive(Debug, Clone)]
struct Trees {
    sheets: sled::Tree,
    events: sled::Tree,
    meta: sled::Tree,
    drafts: sled::Tree,
    places: sled::Tree,
}

impl Index {
    /// Opens the index in `dir`. Where there is one, only `meta` is read.
    pub fn open(dir: &Path) -> Result<Opened, IndexError> {
        if !dir.try_exists()? || dir.read_dir()?.next().is_none() {
            return Ok(Opened::Missing);
        }
        let found = making::read_marker(dir)?;
        if found != FORMAT {
            return Ok(Opened::Damaged(Fault::Format(clean_line(&found))));
        }
        // sled would make them anew, empty.
        if !dir.join("db").try_exists()? || !dir.join("conf").try_exists()? {
            return Ok(Opened::Damaged(Fault::File));
        }
        match Self::open_sled(dir).and_then(Self::with_meta) {
            Ok(index) => Ok(Opened::Ready(index)),
            Err(IndexError::Damaged(fault)) => Ok(Opened::Damaged(fault)),
            Err(why) => Err(why),
        }
    }

    fn open_sled(dir: &Path) -> Result<Self, IndexError> {
        let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES).flush_every_ms(None);
        let mut tries = 0;
        let (db, trees) = loop {
            match guarded(|| open_trees(&config)) {
                Err(IndexError::Held) if tries < LOCK_TRIES => {
                    tries += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                done => break done?,
            }
        };
        let file = File::options().read(true).write(true).open(dir.join("db"))?;
        Ok(Self {
            db: Some(db),
            trees: Some(trees),
            file,
            applied: Mutex::new(Head::EMPTY),
            broken: AtomicBool::new(false),
            panicked: AtomicBool::new(false),
        })
    }

    fn with_meta(self) -> Result<Self, IndexError> {
        let bytes = self.call(|trees| Ok(trees.meta.get(APPLIED)?))?;
        let (number, digest) = bytes
            .and_then(|bytes| codec::decode::<(u64, [u8; Digest::LEN])>(&bytes, v1::VERSION, VALUE_MAX).ok())
            .ok_or(IndexError::Damaged(Fault::Applied))?;
        *self.head() = Head { number, digest: Digest::from_bytes(digest) };
        Ok(self)
    }

    fn head(&self) -> MutexGuard<'_, Head> {
        self.applied.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last event applied.
    pub fn applied(&self) -> Head {
        *self.head()
    }

    /// How it stands to a journal that ends with `journal`. `digest_at` answers with the digest of one of the journal's
    /// events, and is asked for the one last applied only.
    pub fn standing(&self, journal: Head, digest_at: impl FnOnce(u64) -> Option<Digest>) -> Standing {
        let seen = self.applied();
        if seen.number > journal.number {
            return Standing::Ahead { journal: journal.number, seen: seen.number };
        }
        let expected = match seen.number {
            0 => Some(Digest::GENESIS),
            number if number == journal.number => Some(journal.digest),
            number => digest_at(number),
        };
        if expected != Some(seen.digest) {
            Standing::Foreign
        } else if seen.number == journal.number {
            Standing::Level
        } else {
            Standing::Behind { from: seen.number.saturating_add(1) }
        }
    }

    /// Calls into sled, guarded; after a failure nothing is called any more.
    fn call<T>(&self, call: impl FnOnce(&Trees) -> Result<T, IndexError>) -> Result<T, IndexError> {
        let trees = self.trees.as_ref().filter(|_| !self.is_broken()).ok_or(IndexError::Broken)?;
        let done = guarded(|| call(trees));
        if let Err(why) = &done {
            self.note_failure(why);
        }
        done
    }

    fn note_failure(&self, why: &IndexError) {
        // What we refuse ourselves, before anything was written, breaks nothing.
        if !matches!(why, IndexError::Gap { .. } | IndexError::Unwritable) {
            self.broken.store(true, Ordering::Release);
        }
        if matches!(why, IndexError::Damaged(Fault::Panicked(_))) {
            self.panicked.store(true, Ordering::Release);
        }
    }

    /// Whether a call failed since it was opened.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// Applies what committed frames wrote: the copies, the sheets they touched, and `applied`. The copies must follow the
    /// last event applied. Durable only after [`Index::sync`].
    ///
    /// Much is written piece by piece: sled holds what one transaction writes twice over in memory. `applied` comes with the
    /// last piece; after an end in between the same is written once more.
    pub fn apply(&self, copies: &[Copy], sheets: &[SheetNow]) -> Result<(), IndexError> {
        let Some(last) = self.check_follows(copies)? else { return Ok(()) };
        let (some_copies, last_copies) = last_piece(copies, PIECE_COPIES);
        for piece in some_copies.chunks(PIECE_COPIES) {
            self.write(piece, &[], None)?;
        }
        let (some_sheets, last_sheets) = last_piece(sheets, PIECE_SHEETS);
        for piece in some_sheets.chunks(PIECE_SHEETS) {
            self.write(&[], piece, None)?;
        }
        self.write(last_copies, last_sheets, Some(last))?;
        *self.head() = last;
        Ok(())
    }

    fn check_follows(&self, copies: &[Copy]) -> Result<Option<Head>, IndexError> {
        let mut head = self.applied();
        for copy in copies {
            let due = head.number.saturating_add(1);
            if copy.number() != due {
                return Err(IndexError::Gap { due, found: copy.number() });
            }
            head = copy.head;
        }
        Ok(Some(head).filter(|_| !copies.is_empty()))
    }

    /// Writes in one transaction. Without `applied` what is written may be written again later.
    fn write(&self, copies: &[Copy], sheets: &[SheetNow], applied: Option<Head>) -> Result<(), IndexError> {
        let applied = applied
            .map(|head| codec::encode(v1::VERSION, &(head.number, head.digest.as_bytes()), VALUE_MAX))
            .transpose()
            .map_err(|_| IndexError::Unwritable)?;
        let mut pieces = Vec::with_capacity(sheets.len());
        for now in sheets {
            pieces.push((sheet_prefix(&now.dossier, &now.seat), v1::sheet_to_pieces(&now.sheet)?));
        }
        let mut blobs = Vec::with_capacity(copies.len());
        for copy in copies {
            blobs.extend(slices(&copy.number().to_be_bytes(), copy.blob())?);
        }
        self.call(|trees| {
            let (puts, removes) = sheet_changes(&trees.sheets, pieces)?;
            (&trees.events, &trees.sheets, &trees.meta)
                .transaction(|(events, sheets, meta)| {
                    for (key, slice) in &blobs {
                        events.insert(key.as_slice(), slice.as_slice())?;
                    }
                    for key in &removes {
                        sheets.remove(key.as_slice())?;
                    }
                    for (key, piece) in &puts {
                        sheets.insert(key.as_slice(), piece.as_slice())?;
                    }
                    if let Some(applied) = &applied {
                        meta.insert(APPLIED, applied.as_slice())?;
                    }
                    Ok::<(), ConflictableTransactionError<()>>(())
                })
                .map_err(|why| match why {
                    TransactionError::Storage(why) => IndexError::from(why),
                    TransactionError::Abort(()) => IndexError::Broken,
                })
        })
    }

    /// Makes everything applied so far durable: sled's flush, then a sync of its file, which sled leaves out.
    pub fn sync(&self) -> Result<(), IndexError> {
        self.call(|trees| {
            trees.meta.flush()?;
            Ok(self.file.sync_data()?)
        })
    }

    /// The second copy of an event's bytes. Whether they are what the journal wrote, their digest says.
    pub fn event(&self, number: u64) -> Result<Option<Vec<u8>>, IndexError> {
        self.call(|trees| Ok(whole(trees.events.scan_prefix(number.to_be_bytes())).next()?.map(|(_, blob)| blob)))
    }

    /// A sheet as last applied.
    pub fn sheet(&self, dossier: &Code, seat: &SeatId) -> Result<Option<Sheet>, IndexError> {
        self.call(|trees| {
            let mut reader: Option<SheetReader> = None;
            let mut pieces = whole(trees.sheets.scan_prefix(sheet_prefix(dossier, seat)));
            while let Some((_, piece)) = pieces.next()? {
                match &mut reader {
                    None => reader = Some(SheetReader::begin(&piece)?),
                    Some(reader) => reader.piece(&piece)?,
                }
            }
            Ok(reader.map(SheetReader::finish).transpose()?)
        })
    }

    /// Closes it.
    fn close(&mut self) {
        let (db, trees) = (self.db.take(), self.trees.take());
        if self.panicked.load(Ordering::Acquire) {
            // Its lock stays until the process ends; a rebuilt index lies in a folder of its own.
            std::mem::forget((db, trees));
        } else if self.is_broken() {
            // After a failed write sled may wait for ever for it to be done. Let it do so by itself.
            guard::aside(move || drop((trees, db)));
        } else {
            let closed = guarded(|| {
                drop(trees);
                drop(db);
                Ok(())
            });
            if let Err(why) = closed {
                self.note_failure(&why);
            }
        }
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        self.close();
    }
}

fn open_trees(config: &sled::Config) -> Result<(sled::Db, Trees), IndexError> {
    let db = config.open()?;
    let trees = Trees {
        sheets: db.open_tree("sheets")?,
        events: db.open_tree("events")?,
        meta: db.open_tree("meta")?,
        drafts: db.open_tree("drafts")?,
        places: db.open_tree("places")?,
    };
    Ok((db, trees))
}

/// What comes before the last piece, and the last piece.
fn last_piece<T>(all: &[T], piece: usize) -> (&[T], &[T]) {
    all.split_at_checked(all.len().saturating_sub(piece)).unwrap_or((&[], all))
}

/// Ids hold no 0, so no prefix is the beginning of another.
fn sheet_prefix(dossier: &Code, seat: &SeatId) -> Vec<u8> {
    let mut key = Vec::with_capacity(40);
    for id in [dossier.as_str(), seat.as_str()] {
        key.extend_from_slice(id.as_bytes());
        key.push(0);
    }
    key
}

fn piece_key(prefix: &[u8], place: usize) -> Result<Vec<u8>, IndexError> {
    let place = u16::try_from(place).map_err(|_| IndexError::Unwritable)?;
    Ok([prefix, &place.to_be_bytes()].concat())
}

/// What to put and what to remove, so that exactly these pieces are there. Only one thread writes sheets.
fn sheet_changes(
    tree: &sled::Tree,
    sheets: Vec<(Vec<u8>, Vec<Vec<u8>>)>,
) -> Result<(Vec<Pair>, Vec<Vec<u8>>), IndexError> {
    let (mut puts, mut removes) = (Vec::new(), Vec::new());
    for (prefix, pieces) in sheets {
        let mut wanted = BTreeMap::new();
        for (place, piece) in pieces.iter().enumerate() {
            wanted.extend(slices(&piece_key(&prefix, place)?, piece)?);
        }
        for key in tree.scan_prefix(&prefix).keys() {
            let key = key?;
            if !wanted.contains_key(&*key) {
                removes.push(key.to_vec());
            }
        }
        puts.extend(wanted);
    }
    Ok((puts, removes))
}
