//! Making a damaged journal whole from second copies of its events (`rebuild --journal`, DESIGN §4).
//!
//! The chain decides: an event is taken, from the journal or from a copy, only if it is the one that follows. A copy
//! that does not fit is no copy. Either every event up to the last one that must be there is proved, or the first that
//! cannot be is named and nothing is changed.
//!
//! Must be there: every event of a frame that arrived whole or behind which something was written, and every event up to
//! `known`, the last one somebody has seen. A last frame that did not arrive whole is taken if all its events can be
//! proved (then not one byte of it is in doubt), else left out as a whole: a frame is never half applied.
//!
//! Invariant: the damaged file is kept; the new one takes its name in one step, so there is a journal at every moment.

use super::chain::{self, Head, Tip};
use super::disk::{Disk, DiskError, RealDisk, sync_folder, write_new};
use super::file;
use super::frame::{self, Blobs, Builder, FrameError, HEADER, Header, HeaderError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[cfg(test)]
mod tests;

/// The name under which the new journal is written before it takes the old one's.
const REBUILT: &str = "journal.rebuilt";

/// Events and bytes in a frame of a rebuilt journal.
const FRAME_EVENTS: usize = 1_024;
const FRAME_BYTES: usize = 1024 * 1024;

/// How many names are tried for the damaged file.
const NAMES_MAX: u32 = 1_000;

/// A journal whose every event is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Healed {
    /// The last event.
    pub head: Head,
    /// The blobs, event 1 first.
    pub blobs: Vec<Vec<u8>>,
    /// Numbers of the events taken from copies.
    pub from_copies: Vec<u64>,
    /// Bytes behind the last whole frame of which nothing was taken: a frame nobody was told is saved.
    pub left_out: u64,
}

/// Why a journal cannot be made whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealError {
    /// This is the first event neither the journal nor a copy proves; it must be there.
    Unproved {
        /// Its number.
        number: u64,
    },
    /// All events are proved, but the one somebody has seen is another.
    Differs {
        /// What somebody has seen.
        known: Head,
    },
    /// Part of it was written by a later version of the program, whose events cannot be judged here.
    LaterVersion(u16),
    /// The disk failed.
    Disk(DiskError),
    /// A rebuilt frame could not be made. Cannot happen with proved blobs.
    Frame(FrameError),
}

impl From<DiskError> for HealError {
    fn from(why: DiskError) -> Self {
        Self::Disk(why)
    }
}

/// What can be found in the damaged bytes.
#[derive(Debug, Default)]
struct Found<'a> {
    /// Everything that looks like the event of that number, in the order it was found.
    events: BTreeMap<u64, Vec<&'a [u8]>>,
    /// The last event that must be there.
    needed_to: u64,
    /// The last number of a frame at the end that did not arrive whole, if its header did.
    unfinished: Option<u64>,
    /// Where the last frame ends that arrived whole or had something behind it.
    whole_to: usize,
}

impl<'a> Found<'a> {
    fn in_bytes(bytes: &'a [u8]) -> Result<Self, HealError> {
        let mut found = Self::default();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            at = match frame::header(rest) {
                Ok(header) => found.take_frame(rest, at, header),
                Err(HeaderError::LaterVersion(version)) => return Err(HealError::LaterVersion(version)),
                // No header: its events may still be there. Go on at the next header.
                Err(_) => {
                    found.take(Blobs::unproved(rest.get(HEADER..).unwrap_or(&[])));
                    frame::find_header(bytes, at.saturating_add(1)).unwrap_or(bytes.len())
                }
            };
        }
        Ok(found)
    }

    /// Takes the events of the frame at `at`; returns where to look next.
    fn take_frame(&mut self, rest: &'a [u8], at: usize, header: Header) -> usize {
        let last = header.first.saturating_add(u64::from(header.events).saturating_sub(1));
        // Something was written after whatever came before this frame.
        self.needed_to = self.needed_to.max(header.first.saturating_sub(1));
        self.unfinished = None;
        let whole = header.blobs(rest);
        if whole.is_ok() || rest.len() > header.total {
            self.needed_to = self.needed_to.max(last);
            self.whole_to = at.saturating_add(header.total);
        } else {
            self.unfinished = Some(last);
        }
        if let Ok(blobs) = whole {
            self.take(blobs);
            return self.whole_to;
        }
        let body = rest.get(HEADER..header.total).or_else(|| rest.get(HEADER..)).unwrap_or(&[]);
        self.take(Blobs::unproved(body));
        // The length is sound, but look behind every byte: the frame may have been cut and another written over it.
        frame::find_header(rest, 1).map_or(at.saturating_add(rest.len()), |step| at.saturating_add(step))
    }

    fn take(&mut self, blobs: Blobs<'a>) {
        for blob in blobs {
            if let Ok(event) = chain::parse(blob) {
                self.events.entry(event.number).or_default().push(blob);
            }
        }
    }

    /// Where proving goes on as long as it can: the end of an unfinished last frame.
    fn wished_to(&self) -> u64 {
        self.unfinished.map_or(self.needed_to, |last| last.max(self.needed_to))
    }
}

/// Proves every event from the damaged `bytes` and from `copy` (a second copy of a whole blob, by number).
/// `known` is the last event somebody has seen (sled's `meta`): the journal must reach it.
pub fn heal(
    bytes: &[u8],
    known: Option<Head>,
    mut copy: impl FnMut(u64) -> Option<Vec<u8>>,
) -> Result<Healed, HealError> {
    let found = Found::in_bytes(bytes)?;
    let known_to = known.map_or(0, |known| known.number);
    let needed_to = found.needed_to.max(known_to);
    let mut tips = vec![Tip::EMPTY];
    let mut blobs: Vec<Vec<u8>> = Vec::new();
    let mut from_copies = Vec::new();
    let mut tip = Tip::EMPTY;
    while tip.head.number < needed_to.max(found.wished_to()) {
        let number = tip.head.number.saturating_add(1);
        let here = found.events.get(&number).into_iter().flatten();
        let proved = here.copied().find_map(|blob| follows(&tip, blob)).map(|proved| (proved, false));
        let proved = proved.or_else(|| copy(number).and_then(|blob| follows(&tip, &blob)).map(|proved| (proved, true)));
        let Some(((blob, next), copied)) = proved else { break };
        if copied {
            from_copies.push(number);
        }
        blobs.push(blob);
        tips.push(next);
        tip = next;
    }
    if tip.head.number < needed_to {
        return Err(HealError::Unproved { number: tip.head.number.saturating_add(1) });
    }
    if tip.head.number < found.wished_to() {
        // Not all of the unfinished frame could be proved: none of it counts, unless somebody has seen it.
        let keep = usize::try_from(needed_to).unwrap_or(usize::MAX);
        blobs.truncate(keep);
        tips.truncate(keep.saturating_add(1));
        from_copies.retain(|number| *number <= needed_to);
    }
    let head = tips.last().map_or(Head::EMPTY, |tip| tip.head);
    if let Some(known) = known {
        let there = usize::try_from(known.number).ok().and_then(|place| tips.get(place));
        if there.is_none_or(|tip| tip.head != known) {
            return Err(HealError::Differs { known });
        }
    }
    let taken = head.number > found.needed_to;
    let left_out = if taken { 0 } else { bytes.len().saturating_sub(found.whole_to) };
    Ok(Healed { head, blobs, from_copies, left_out: u64::try_from(left_out).unwrap_or(u64::MAX) })
}

fn follows(tip: &Tip, blob: &[u8]) -> Option<(Vec<u8>, Tip)> {
    chain::check(tip, blob).ok().map(|(_, next)| (blob.to_vec(), next))
}

impl Healed {
    /// The bytes of a journal of these events.
    pub fn frames(&self) -> Result<Vec<u8>, HealError> {
        let mut bytes = Vec::new();
        let mut builder = Builder::default();
        let mut rest = self.blobs.as_slice();
        let mut first = 1_u64;
        while !rest.is_empty() {
            let mut size = 0_usize;
            let fits = |blob: &&Vec<u8>| {
                size = size.saturating_add(blob.len());
                size <= FRAME_BYTES
            };
            let count = rest.iter().take(FRAME_EVENTS).take_while(fits).count().max(1);
            let (now, later) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            let frame = builder.of_blobs(first, now.iter().map(Vec::as_slice)).map_err(HealError::Frame)?;
            bytes.extend_from_slice(frame);
            first = first.saturating_add(u64::try_from(now.len()).unwrap_or(u64::MAX));
            rest = later;
        }
        Ok(bytes)
    }

    /// Writes `store/journal.rebuilt`, syncs it, keeps the damaged journal as `journal.damaged-<number>` and gives the
    /// new one its name. Returns where the damaged one is; `None` if there was none. The caller holds the lock, and
    /// `number` is the first damaged event.
    pub fn put_in_place(&self, store: &Path, number: u64) -> Result<Option<PathBuf>, HealError> {
        let bytes = self.frames()?;
        let rebuilt = store.join(REBUILT);
        let mut disk = RealDisk::open_or_create(store, REBUILT)?;
        disk.cut(0)?;
        disk.append(0, &bytes)?;
        disk.sync_data()?;
        let damaged = keep_damaged(store, number)?;
        std::fs::rename(&rebuilt, store.join(file::NAME)).map_err(DiskError::from)?;
        sync_folder(store)?;
        Ok(damaged)
    }
}

/// Gives the damaged journal a second name. It keeps its first until the new one takes it.
fn keep_damaged(store: &Path, number: u64) -> Result<Option<PathBuf>, DiskError> {
    let journal = store.join(file::NAME);
    if !journal.try_exists()? {
        return Ok(None);
    }
    for nth in 1..=NAMES_MAX {
        let name =
            if nth == 1 { format!("journal.damaged-{number}") } else { format!("journal.damaged-{number}-{nth}") };
        let kept = store.join(name);
        match std::fs::hard_link(&journal, &kept) {
            Ok(()) => {
                sync_folder(store)?;
                return Ok(Some(kept));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            // A file system without second names: a copy.
            Err(_) => {
                write_new(&kept, &std::fs::read(&journal)?)?;
                sync_folder(store)?;
                return Ok(Some(kept));
            }
        }
    }
    Err(DiskError::Other(std::io::ErrorKind::AlreadyExists))
}
