//! Reading frames one after the other, and judging where reading ends.
//!
//! At most one frame is ever in flight: the next is written only after the one before was synced, and a frame that
//! failed is cut off, durably, before anything else is written. So after a crash the file may end in **one** frame
//! that is not whole. It may be short, or have its full length with some of its blocks never written (zeros, old bytes).
//! Therefore, where a frame cannot be read:
//!
//! | what is there | verdict |
//! |---|---|
//! | a sound header, and the file ends before the frame does | torn |
//! | a sound header, the frame ends where the file ends, its checksum fails | torn |
//! | a sound header, the checksum fails, the file goes on behind the frame | damage: what follows was written later |
//! | no sound header, and no sound header anywhere behind it, at most one frame's bytes | torn |
//! | no sound header, but one behind it, or more bytes than a frame has | damage |
//! | a frame whose checksums hold, with the wrong number or a digest that does not fit | damage, also at the end |
//!
//! What this cannot see: a bit flipped in the **last acknowledged** frame looks like a torn write, and if the headers of
//! the last two frames are both wiped, both look like one. Who knows more (sled's `meta`, a witness) says so in
//! `last_known` (`file.rs`), and the bytes are kept in `torn-N` in any case.

use super::chain::{self, Head, SealedRef, Tip};
use super::disk::{Disk, DiskError};
use super::frame::{self, BodyError, FRAME_MAX, HEADER, HeaderError};
use super::seam::{Damage, DamageKind};
use std::ops::ControlFlow;

/// Bytes read at once. Large enough that the calls do not count, small enough to stay in the processor's cache and
/// to cost a short start few fresh pages.
const WINDOW: usize = 256 * 1024;

/// A place between two frames: where reading begins or went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) offset: u64,
    pub(super) tip: Tip,
}

impl Spot {
    pub(super) const START: Self = Self { offset: 0, tip: Tip::EMPTY };
}

/// How reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Every byte belongs to a whole frame.
    Whole,
    /// One unfinished frame stands at the end.
    Torn,
    /// Something else is wrong.
    Damaged(Damage),
    /// The visitor had enough, after this event.
    Stopped(Head),
}

/// What a scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scanned {
    /// After the last whole frame.
    pub(super) spot: Spot,
    pub(super) ending: Ending,
}

/// A stretch of the file in memory.
struct Window<'d, D: ?Sized> {
    disk: &'d D,
    /// Bytes beyond this offset do not exist for this scan.
    end: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl<D: Disk + ?Sized> Window<'_, D> {
    /// The bytes from `offset` on, at least `wanted` of them if the file has so many.
    fn from(&mut self, offset: u64, wanted: usize) -> Result<&[u8], DiskError> {
        let left = usize::try_from(self.end.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = wanted.min(left);
        let held = offset.checked_sub(self.start).and_then(|at| usize::try_from(at).ok());
        let enough = held.is_some_and(|at| self.bytes.len().checked_sub(at).is_some_and(|there| there >= wanted));
        if !enough {
            let size = wanted.max(WINDOW).min(left);
            self.bytes.resize(size, 0);
            let read = self.disk.read_at(offset, &mut self.bytes)?;
            self.bytes.truncate(read);
            self.start = offset;
        }
        let at = offset.checked_sub(self.start).and_then(|at| usize::try_from(at).ok());
        Ok(at.and_then(|at| self.bytes.get(at..)).unwrap_or(&[]))
    }
}

/// Reads from `spot` to `end` (an offset), shows every event of every whole frame to `visit`, and `between` every
/// place between two frames.
pub(super) fn scan<D: Disk + ?Sized>(
    disk: &D,
    spot: Spot,
    end: u64,
    visit: &mut dyn FnMut(SealedRef<'_>) -> ControlFlow<()>,
    between: &mut dyn FnMut(Spot),
) -> Result<Scanned, DiskError> {
    let mut window = Window { disk, end, start: spot.offset, bytes: Vec::new() };
    let mut spot = spot;
    loop {
        between(spot);
        if spot.offset >= end {
            return Ok(Scanned { spot, ending: Ending::Whole });
        }
        match step(&mut window, spot, visit)? {
            ControlFlow::Continue(next) => spot = next,
            ControlFlow::Break(ending) => return Ok(Scanned { spot, ending }),
        }
    }
}

/// Reads one frame.
fn step<D: Disk + ?Sized>(
    window: &mut Window<'_, D>,
    spot: Spot,
    visit: &mut dyn FnMut(SealedRef<'_>) -> ControlFlow<()>,
) -> Result<ControlFlow<Ending, Spot>, DiskError> {
    let due = spot.tip.head.number.saturating_add(1);
    let damaged = |kind| Ending::Damaged(Damage { number: due, offset: spot.offset, kind });
    let header = match frame::header(window.from(spot.offset, HEADER)?) {
        Ok(header) if header.first == due => header,
        Ok(header) => {
            return Ok(ControlFlow::Break(damaged(DamageKind::OutOfPlace { found: header.first })));
        }
        Err(HeaderError::LaterVersion(version)) => {
            return Ok(ControlFlow::Break(damaged(DamageKind::LaterVersion(version))));
        }
        Err(HeaderError::Limits) => return Ok(ControlFlow::Break(damaged(DamageKind::Lengths))),
        Err(HeaderError::TooShort) => return Ok(ControlFlow::Break(Ending::Torn)),
        Err(HeaderError::NotAHeader) => {
            let torn = may_be_torn(window, spot.offset)?;
            return Ok(ControlFlow::Break(if torn { Ending::Torn } else { damaged(DamageKind::Header) }));
        }
    };
    let total = u64::try_from(header.total).unwrap_or(u64::MAX);
    let next = spot.offset.saturating_add(total);
    let last = next >= window.end;
    let bytes = window.from(spot.offset, header.total)?;
    let blobs = match header.blobs(bytes) {
        Ok(blobs) => blobs,
        Err(BodyError::TooShort | BodyError::Checksum) if last => {
            return Ok(ControlFlow::Break(Ending::Torn));
        }
        Err(BodyError::TooShort | BodyError::Checksum) => {
            return Ok(ControlFlow::Break(damaged(DamageKind::Body)));
        }
        Err(BodyError::Lengths) => return Ok(ControlFlow::Break(damaged(DamageKind::Lengths))),
    };
    // All events of a frame are checked before the first is shown: a frame is never half applied.
    let tip = match check_all(blobs.clone(), spot.tip) {
        Ok(tip) => tip,
        Err((number, why)) => {
            let kind = DamageKind::History(why);
            return Ok(ControlFlow::Break(Ending::Damaged(Damage { number, offset: spot.offset, kind })));
        }
    };
    Ok(show(blobs, visit).map_continue(|()| Spot { offset: next, tip }))
}

fn check_all(blobs: frame::Blobs<'_>, mut tip: Tip) -> Result<Tip, (u64, chain::ChainError)> {
    for blob in blobs {
        let number = tip.head.number.saturating_add(1);
        (_, tip) = chain::check(&tip, blob).map_err(|why| (number, why))?;
    }
    Ok(tip)
}

fn show(blobs: frame::Blobs<'_>, visit: &mut dyn FnMut(SealedRef<'_>) -> ControlFlow<()>) -> ControlFlow<Ending> {
    // Parsing cannot fail after `check_all`; an event that could not be parsed would not be shown.
    for event in blobs.filter_map(|blob| chain::parse(blob).ok()) {
        if visit(event).is_break() {
            return ControlFlow::Break(Ending::Stopped(event.head()));
        }
    }
    ControlFlow::Continue(())
}

/// No sound header at `offset`: can this be the one frame that was in flight?
fn may_be_torn<D: Disk + ?Sized>(window: &mut Window<'_, D>, offset: u64) -> Result<bool, DiskError> {
    let left = window.end.saturating_sub(offset);
    if usize::try_from(left).map_or(true, |left| left > FRAME_MAX) {
        return Ok(false);
    }
    let rest = window.from(offset, FRAME_MAX)?;
    Ok(frame::find_header(rest, 1).is_none())
}
