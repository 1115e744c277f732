//! The frame: what one fdatasync commits (DESIGN §4). It arrived whole or it does not count.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | [`MAGIC`]: `F5 "sxframe"` |
//! | 2 | version, u16, [`VERSION`] |
//! | 4 | length of the body, u32 |
//! | 4 | number of events in it, u32, at least 1 |
//! | 8 | number of the first event, u64 |
//! | 4 | CRC-32 of the 26 bytes above: so a length is believed before the body is there |
//! | body | each event: length u32, then its blob (`chain.rs`) |
//! | 4 | CRC-32 of everything above |
//!
//! Numbers are little endian. The first 30 bytes keep this form in every later version, so that a later journal is
//! told from a damaged one. Invariant: reading is total; no length is believed beyond the limits and the bytes at hand.

use super::chain::{Draft, EVENT_MAX, EVENT_MIN, SealError, Sealed, Tip, seal_into};
use crate::codec::checksum;

/// The first bytes of every frame. `F5` occurs in no UTF-8 text: no note and no reason can look like a frame.
pub const MAGIC: [u8; 8] = *b"\xF5sxframe";

/// The version written today.
pub const VERSION: u16 = 1;

/// Bytes before the body.
pub const HEADER: usize = CHECKED + CRC;

/// The largest frame, header and checksum counted.
pub const FRAME_MAX: usize = 32 * 1024 * 1024;

const CHECKED: usize = 8 + 2 + 4 + 4 + 8;
const CRC: usize = 4;
const LENGTH: usize = 4;

/// What a header says, once its own checksum holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Events in the frame, at least 1.
    pub events: u32,
    /// Number of the first of them.
    pub first: u64,
    /// Bytes of the whole frame, at most [`FRAME_MAX`].
    pub total: usize,
}

/// Why bytes are not the header of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderError {
    /// Fewer bytes than a header has.
    TooShort,
    /// No magic, or a checksum that does not hold.
    NotAHeader,
    /// A sound header of a later version.
    LaterVersion(u16),
    /// A sound header that claims what no frame has: a length or a number of events out of bounds.
    Limits,
}

/// Why a frame's body is not what its sound header announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// Fewer bytes than announced.
    TooShort,
    /// Some byte is not what was written.
    Checksum,
    /// The checksum holds, but the events' lengths do not fill the body exactly.
    Lengths,
}

/// Reads a header from the beginning of `bytes`.
pub fn header(bytes: &[u8]) -> Result<Header, HeaderError> {
    let (checked, crc) = split_header(bytes).ok_or(HeaderError::TooShort)?;
    if !checked.starts_with(&MAGIC) || checksum(&[checked]) != crc {
        return Err(HeaderError::NotAHeader);
    }
    let (version, header) = fields(checked).ok_or(HeaderError::Limits)?;
    if version > VERSION {
        return Err(HeaderError::LaterVersion(version));
    }
    let header = header.filter(|_| version == VERSION);
    header.ok_or(HeaderError::Limits)
}

fn split_header(bytes: &[u8]) -> Option<(&[u8], u32)> {
    let (checked, rest) = bytes.split_at_checked(CHECKED)?;
    let crc = rest.first_chunk::<CRC>()?;
    Some((checked, u32::from_le_bytes(*crc)))
}

/// The version, and the header if what it claims is within the limits.
fn fields(checked: &[u8]) -> Option<(u16, Option<Header>)> {
    let (_, rest) = checked.split_first_chunk::<8>()?;
    let (version, rest) = rest.split_first_chunk::<2>()?;
    let (body, rest) = rest.split_first_chunk::<4>()?;
    let (events, rest) = rest.split_first_chunk::<4>()?;
    let first = rest.first_chunk::<8>()?;
    let (body, events) = (u32::from_le_bytes(*body), u32::from_le_bytes(*events));
    let first = u64::from_le_bytes(*first);
    let least = u64::from(events).checked_mul(u64::try_from(LENGTH + EVENT_MIN).ok()?)?;
    let most = u64::from(events).checked_mul(u64::try_from(LENGTH + EVENT_MAX).ok()?)?;
    let total = usize::try_from(body).ok()?.checked_add(HEADER + CRC)?;
    let numbers = first >= 1 && first.checked_add(u64::from(events)).is_some();
    let sound = events >= 1 && numbers && (least..=most).contains(&u64::from(body)) && total <= FRAME_MAX;
    Some((u16::from_le_bytes(*version), sound.then_some(Header { events, first, total })))
}

impl Header {
    /// The events of the frame that begins `bytes` and has this header, if it arrived whole.
    pub fn blobs<'a>(&self, bytes: &'a [u8]) -> Result<Blobs<'a>, BodyError> {
        let frame = bytes.get(..self.total).ok_or(BodyError::TooShort)?;
        let (checked, crc) = frame.split_last_chunk::<CRC>().ok_or(BodyError::TooShort)?;
        if checksum(&[checked]) != u32::from_le_bytes(*crc) {
            return Err(BodyError::Checksum);
        }
        let body = checked.get(HEADER..).ok_or(BodyError::TooShort)?;
        let mut counted = Blobs { rest: body };
        let mut events = 0_u32;
        while counted.next().is_some() {
            events = events.saturating_add(1);
        }
        if events == self.events && counted.rest.is_empty() {
            Ok(Blobs { rest: body })
        } else {
            Err(BodyError::Lengths)
        }
    }
}

/// The blobs of a body, one after the other; ends where a length does not fit what is there.
#[derive(Debug, Clone)]
pub struct Blobs<'a> {
    rest: &'a [u8],
}

impl<'a> Blobs<'a> {
    /// The blobs of a body whose checksum is **not** known to hold: for healing, where the chain decides.
    pub(super) const fn unproved(body: &'a [u8]) -> Self {
        Self { rest: body }
    }
}

impl<'a> Iterator for Blobs<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk::<LENGTH>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        if !(EVENT_MIN..=EVENT_MAX).contains(&length) {
            return None;
        }
        let (blob, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(blob)
    }
}

/// Why drafts do not make a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameError {
    /// There is nothing to write.
    Empty,
    /// The events together make more than [`FRAME_MAX`] bytes.
    TooLarge,
    /// The draft at this place (from 0) makes no event.
    Draft(usize, SealError),
}

/// A frame being filled; its buffer serves for the next one.
#[derive(Debug, Default)]
pub struct Builder {
    bytes: Vec<u8>,
}

/// Buffers that grew beyond this for an import are given back.
const BUFFER_KEPT: usize = 256 * 1024;

impl Builder {
    /// Seals the drafts after `tip` and makes one frame of them. Returns its bytes, the events and the tip after them.
    pub fn build(&mut self, tip: &Tip, drafts: Vec<Draft>) -> Result<(&[u8], Vec<Sealed>, Tip), FrameError> {
        let mut tip = *tip;
        let first = tip.next().ok_or(FrameError::Draft(0, SealError::NoNumber))?;
        let mut events = Vec::with_capacity(drafts.len());
        self.begin();
        for (place, draft) in drafts.into_iter().enumerate() {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(&[0; LENGTH]);
            let event = seal_into(&tip, draft, &mut self.bytes).map_err(|why| FrameError::Draft(place, why))?;
            self.set_length(start).ok_or(FrameError::TooLarge)?;
            tip = Tip { head: event.head(), at_ms: event.at_ms };
            events.push(event);
        }
        let bytes = self.close(first, events.len())?;
        Ok((bytes, events, tip))
    }

    /// Makes a frame of blobs that are sealed already, the first of which has number `first`.
    pub(super) fn of_blobs<'b>(
        &mut self,
        first: u64,
        blobs: impl Iterator<Item = &'b [u8]>,
    ) -> Result<&[u8], FrameError> {
        let mut events = 0_usize;
        self.begin();
        for blob in blobs {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(&[0; LENGTH]);
            self.bytes.extend_from_slice(blob);
            self.set_length(start).ok_or(FrameError::TooLarge)?;
            events = events.saturating_add(1);
        }
        self.close(first, events)
    }

    fn begin(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(BUFFER_KEPT);
        self.bytes.resize(HEADER, 0);
    }

    /// Writes the length of what follows it into the four bytes at `start`; `None` when the frame got too large.
    fn set_length(&mut self, start: usize) -> Option<()> {
        if self.bytes.len().checked_add(CRC)? > FRAME_MAX {
            return None;
        }
        let length = self.bytes.len().checked_sub(start)?.checked_sub(LENGTH)?;
        let place = self.bytes.get_mut(start..)?.first_chunk_mut::<LENGTH>()?;
        *place = u32::try_from(length).ok()?.to_le_bytes();
        Some(())
    }

    fn close(&mut self, first: u64, events: usize) -> Result<&[u8], FrameError> {
        if events == 0 {
            return Err(FrameError::Empty);
        }
        self.fill_header(first, events).ok_or(FrameError::TooLarge)?;
        let crc = checksum(&[&self.bytes]);
        self.bytes.extend_from_slice(&crc.to_le_bytes());
        Ok(&self.bytes)
    }

    fn fill_header(&mut self, first: u64, events: usize) -> Option<()> {
        let body = u32::try_from(self.bytes.len().checked_sub(HEADER)?).ok()?;
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(&MAGIC);
        header.extend_from_slice(&VERSION.to_le_bytes());
        header.extend_from_slice(&body.to_le_bytes());
        header.extend_from_slice(&u32::try_from(events).ok()?.to_le_bytes());
        header.extend_from_slice(&first.to_le_bytes());
        let crc = checksum(&[&header]);
        header.extend_from_slice(&crc.to_le_bytes());
        self.bytes.get_mut(..HEADER)?.copy_from_slice(&header);
        Some(())
    }
}

/// Where in `bytes` the next sound header begins, at `from` or later.
pub(super) fn find_header(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).filter(|rest| rest.len() >= HEADER)?;
        let step = rest.windows(MAGIC.len()).position(|window| window == MAGIC)?;
        at = at.checked_add(step)?;
        match header(bytes.get(at..)?) {
            Ok(_) | Err(HeaderError::LaterVersion(_) | HeaderError::Limits) => return Some(at),
            Err(HeaderError::NotAHeader) => at = at.checked_add(1)?,
            Err(HeaderError::TooShort) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drafts(payloads: &[&[u8]]) -> Vec<Draft> {
        let draft = |payload: &&[u8]| Draft {
            at_ms: 1_724_112_000_000,
            seat: b"E01".to_vec(),
            route: b"local".to_vec(),
            nonce: [9; 16],
            payload: payload.to_vec(),
        };
        payloads.iter().map(draft).collect()
    }

    fn frame_of(payloads: &[&[u8]]) -> (Vec<u8>, Vec<Sealed>) {
        let mut builder = Builder::default();
        let (bytes, events, _) = builder.build(&Tip::EMPTY, drafts(payloads)).unwrap();
        (bytes.to_vec(), events)
    }

    #[test]
    fn the_bytes_of_a_frame_are_fixed() {
        let (bytes, events) = frame_of(&[b"one", b"three"]);
        let (one, two) = (events[0].blob().unwrap(), events[1].blob().unwrap());
        let mut golden = b"\xF5sxframe".to_vec();
        golden.extend_from_slice(&[1, 0]);
        golden.extend_from_slice(&[174, 0, 0, 0]); // 2 × 4 + 82 + 84
        golden.extend_from_slice(&[2, 0, 0, 0]);
        golden.extend_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0]);
        golden.extend_from_slice(&checksum(&[&golden]).to_le_bytes());
        golden.extend_from_slice(&[82, 0, 0, 0]);
        golden.extend_from_slice(&one);
        golden.extend_from_slice(&[84, 0, 0, 0]);
        golden.extend_from_slice(&two);
        golden.extend_from_slice(&checksum(&[&golden]).to_le_bytes());
        assert_eq!(bytes, golden);
        let header = header(&bytes).unwrap();
        assert_eq!(header, Header { events: 2, first: 1, total: bytes.len() });
        let blobs: Vec<_> = header.blobs(&bytes).unwrap().collect();
        assert_eq!(blobs, [one.as_slice(), two.as_slice()]);
    }

    #[test]
    fn a_frame_cut_anywhere_is_short_and_nothing_else() {
        let (bytes, _) = frame_of(&[b"one", b"two"]);
        for cut in 0..bytes.len() {
            let there = &bytes[..cut];
            match header(there) {
                Err(why) => assert!(cut < HEADER && why == HeaderError::TooShort, "{cut}"),
                Ok(header) => assert_eq!(header.blobs(there).unwrap_err(), BodyError::TooShort, "{cut}"),
            }
        }
    }

    /// Puts a checksum that holds on a header with other claims.
    fn claiming(version: u16, body: u32, events: u32, first: u64) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&version.to_le_bytes());
        bytes.extend_from_slice(&body.to_le_bytes());
        bytes.extend_from_slice(&events.to_le_bytes());
        bytes.extend_from_slice(&first.to_le_bytes());
        bytes.extend_from_slice(&checksum(&[&bytes]).to_le_bytes());
        bytes
    }

    #[test]
    fn huge_and_senseless_claims_are_refused_before_anything_is_allocated() {
        for (body, events, first) in [
            (u32::MAX, 1, 1),
            (u32::MAX, u32::MAX, 1),
            (100, u32::MAX, 1),
            (100, 0, 1),
            (0, 0, 1),
            (74, 1, 1),
            (100, 1, 0),
            (100, 1, u64::MAX),
            (70_000, 1, 1),
        ] {
            assert_eq!(header(&claiming(1, body, events, first)), Err(HeaderError::Limits), "{body} {events} {first}");
        }
        assert_eq!(header(&claiming(2, u32::MAX, 0, 0)), Err(HeaderError::LaterVersion(2)));
        assert_eq!(header(&claiming(0, 100, 1, 1)), Err(HeaderError::Limits));
        // The largest frame there may be, of which only the header is there.
        let most = u32::try_from(FRAME_MAX - HEADER - 4).unwrap();
        let largest = claiming(1, most, 1_000, 1);
        assert_eq!(header(&largest).unwrap().blobs(&largest).unwrap_err(), BodyError::TooShort);
        assert_eq!(header(&claiming(1, most + 1, 1_000, 1)), Err(HeaderError::Limits));
    }

    #[test]
    fn lengths_inside_a_sound_body_must_fill_it() {
        let (mut bytes, _) = frame_of(&[b"one", b"two"]);
        bytes[HEADER..HEADER + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let body_end = bytes.len() - 4;
        let crc = checksum(&[&bytes[..body_end]]);
        bytes[body_end..].copy_from_slice(&crc.to_le_bytes());
        assert_eq!(header(&bytes).unwrap().blobs(&bytes).unwrap_err(), BodyError::Lengths);
    }

    #[test]
    fn a_frame_is_at_most_32_mib_and_never_empty() {
        let mut builder = Builder::default();
        let large = vec![0; 60_000];
        assert_eq!(builder.build(&Tip::EMPTY, vec![]).unwrap_err(), FrameError::Empty);
        assert_eq!(builder.build(&Tip::EMPTY, drafts(&vec![large.as_slice(); 600])).unwrap_err(), FrameError::TooLarge);
        let too_large = vec![0; EVENT_MAX];
        let two = drafts(&[b"fine".as_slice(), too_large.as_slice()]);
        assert_eq!(builder.build(&Tip::EMPTY, two).unwrap_err(), FrameError::Draft(1, SealError::TooLarge));
        assert_eq!(builder.build(&Tip::EMPTY, drafts(&[b"one".as_slice()])).unwrap().0, frame_of(&[b"one"]).0);
    }

    #[test]
    fn the_next_header_is_found_and_text_is_never_taken_for_one() {
        let (bytes, _) = frame_of(&[b"one"]);
        let mut noise = b"sxframe \xF5sxframe and then ".to_vec();
        let start = noise.len();
        noise.extend_from_slice(&bytes);
        assert_eq!(find_header(&noise, 0), Some(start));
        assert_eq!(find_header(&noise, start + 1), None);
        assert_eq!(find_header(&noise[..start + HEADER - 1], 0), None);
        assert_eq!(find_header(&noise, usize::MAX), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300), with_header: bool) {
            let bytes = if with_header {
                let mut all = claiming(1, u32::try_from(bytes.len()).unwrap(), 2, 1);
                all.extend_from_slice(&bytes);
                all
            } else {
                bytes
            };
            if let Ok(header) = header(&bytes) {
                prop_assert!(header.blobs(&bytes).is_err());
            }
        }
    }
}
