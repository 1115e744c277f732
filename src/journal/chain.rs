//! The event's own envelope and the digest that chains it to the one before (DESIGN §4).
//!
//! An event as bytes (its **blob**), numbers little endian:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | layout, [`LAYOUT`] |
//! | 8 | number, u64, from 1, no gaps |
//! | 8 | time, i64, milliseconds UTC since 1970, never less than the one before |
//! | 16 | random bytes, so that equal acts have different digests and none can be guessed from its digest |
//! | 1, 1, 4 | lengths of seat, route (u8) and payload (u32) |
//! | … | seat, route, payload |
//! | 32 | digest: BLAKE3, keyed with [`KEY`], over the previous digest and everything above |
//!
//! Every length stands before the bytes it measures, so no two different events are the same bytes to the digest, and the
//! key keeps these digests apart from any other use of BLAKE3. Invariant: [`check`] is total; it neither panics nor
//! allocates, and says yes only to the one event that can follow the tip it is given.
//!
//! Absent: a clock and randomness. Time and nonce are handed in.

use super::digest::Digest;

/// The layout written today.
pub const LAYOUT: u8 = 1;

/// Domain separation: the key under which event digests are taken. Not a secret.
pub const KEY: [u8; 32] = *b"shouxi journal event, layout one";

/// The largest event, as a blob.
pub const EVENT_MAX: usize = 64 * 1024;

/// A blob with empty seat, route and payload.
pub const EVENT_MIN: usize = FIXED + Digest::LEN;

const NONCE: usize = 16;
const FIXED: usize = 1 + 8 + 8 + NONCE + 1 + 1 + 4;

/// The most payload an event carries, with the longest seat and route.
pub const PAYLOAD_MAX: usize = EVENT_MAX - EVENT_MIN - 2 * 255;

/// The last event: its number and digest. Number 0 is the empty journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of the last event, 0 for none.
    pub number: u64,
    /// Its digest, [`Digest::GENESIS`] for none.
    pub digest: Digest,
}

impl Head {
    /// The head of the empty journal.
    pub const EMPTY: Self = Self { number: 0, digest: Digest::GENESIS };
}

/// What the next event must follow: the head and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// Number and digest of the last event.
    pub head: Head,
    /// Its time; `i64::MIN` before event 1.
    pub at_ms: i64,
}

impl Tip {
    /// Before event 1.
    pub const EMPTY: Self = Self { head: Head::EMPTY, at_ms: i64::MIN };

    /// The number the next event must have; `None` after the last one there can be.
    pub const fn next(&self) -> Option<u64> {
        self.head.number.checked_add(1)
    }
}

/// What somebody wants written; the journal adds number and digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Time in milliseconds UTC, from the clock. Where that went back, the event takes the time of the one before.
    pub at_ms: i64,
    /// The acting seat, at most 255 bytes.
    pub seat: Vec<u8>,
    /// How the act came (local, socket uid, key fingerprint, import, carried), at most 255 bytes.
    pub route: Vec<u8>,
    /// 16 random bytes.
    pub nonce: [u8; NONCE],
    /// The act, in its codec envelope, at most [`PAYLOAD_MAX`] bytes.
    pub payload: Vec<u8>,
}

/// An event of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Number, from 1.
    pub number: u64,
    /// Milliseconds UTC.
    pub at_ms: i64,
    /// The acting seat.
    pub seat: Vec<u8>,
    /// How the act came.
    pub route: Vec<u8>,
    /// 16 random bytes.
    pub nonce: [u8; NONCE],
    /// The act, in its codec envelope.
    pub payload: Vec<u8>,
    /// BLAKE3 over all of it and the previous digest.
    pub digest: Digest,
}

/// An event where it lies, borrowed from its blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedRef<'a> {
    /// Number, from 1.
    pub number: u64,
    /// Milliseconds UTC.
    pub at_ms: i64,
    /// The acting seat.
    pub seat: &'a [u8],
    /// How the act came.
    pub route: &'a [u8],
    /// 16 random bytes.
    pub nonce: [u8; NONCE],
    /// The act, in its codec envelope.
    pub payload: &'a [u8],
    /// BLAKE3 over all of it and the previous digest.
    pub digest: Digest,
    /// All its bytes: what the second copy keeps and `heal` takes back.
    pub blob: &'a [u8],
}

impl SealedRef<'_> {
    /// The event by itself.
    pub fn to_sealed(&self) -> Sealed {
        Sealed {
            number: self.number,
            at_ms: self.at_ms,
            seat: self.seat.to_vec(),
            route: self.route.to_vec(),
            nonce: self.nonce,
            payload: self.payload.to_vec(),
            digest: self.digest,
        }
    }

    /// Number and digest.
    pub const fn head(&self) -> Head {
        Head { number: self.number, digest: self.digest }
    }
}

impl Sealed {
    /// Number and digest.
    pub const fn head(&self) -> Head {
        Head { number: self.number, digest: self.digest }
    }

    /// Its bytes. `None` only for lengths that [`seal`] would have refused.
    pub fn blob(&self) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(EVENT_MIN.saturating_add(self.payload.len()).saturating_add(64));
        put_fields(self, &mut out)?;
        out.extend_from_slice(self.digest.as_bytes());
        Some(out)
    }
}

/// Why a draft cannot become an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// Seat, route and payload together make more than [`EVENT_MAX`] bytes, or seat or route more than 255.
    TooLarge,
    /// The numbers are used up.
    NoNumber,
}

/// Why bytes are not the event that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainError {
    /// Not the bytes of an event: too short, too long, or lengths that do not add up.
    Malformed,
    /// A later layout than [`LAYOUT`].
    LaterLayout(u8),
    /// An event is missing, doubled or out of its place.
    Number {
        /// The number this event carries.
        found: u64,
    },
    /// Its time is before that of the event before it.
    TimeWentBack,
    /// Some byte of it, or of its history, is not what was written.
    Digest,
}

fn put_fields(event: &Sealed, out: &mut Vec<u8>) -> Option<()> {
    let (seat, route) = (u8::try_from(event.seat.len()).ok()?, u8::try_from(event.route.len()).ok()?);
    let payload = u32::try_from(event.payload.len()).ok()?;
    out.push(LAYOUT);
    out.extend_from_slice(&event.number.to_le_bytes());
    out.extend_from_slice(&event.at_ms.to_le_bytes());
    out.extend_from_slice(&event.nonce);
    out.extend_from_slice(&[seat, route]);
    out.extend_from_slice(&payload.to_le_bytes());
    out.extend_from_slice(&event.seat);
    out.extend_from_slice(&event.route);
    out.extend_from_slice(&event.payload);
    Some(())
}

fn digest_of(previous: &Digest, fields: &[u8]) -> Digest {
    let mut hasher = blake3::Hasher::new_keyed(&KEY);
    hasher.update(previous.as_bytes()).update(fields);
    Digest::from_bytes(*hasher.finalize().as_bytes())
}

/// Makes the draft the event after `tip` and appends its blob to `out`. After an error `out` is as it was.
pub fn seal_into(tip: &Tip, draft: Draft, out: &mut Vec<u8>) -> Result<Sealed, SealError> {
    let mut event = Sealed {
        number: tip.next().ok_or(SealError::NoNumber)?,
        at_ms: draft.at_ms.max(tip.at_ms),
        seat: draft.seat,
        route: draft.route,
        nonce: draft.nonce,
        payload: draft.payload,
        digest: Digest::GENESIS,
    };
    if event.payload.len() > EVENT_MAX {
        return Err(SealError::TooLarge);
    }
    let start = out.len();
    let written = put_fields(&event, out);
    let fields = out.get(start..).unwrap_or(&[]);
    if written.is_none() || fields.len() > EVENT_MAX - Digest::LEN {
        out.truncate(start);
        return Err(SealError::TooLarge);
    }
    event.digest = digest_of(&tip.head.digest, fields);
    out.extend_from_slice(event.digest.as_bytes());
    Ok(event)
}

/// Makes the draft the event after `tip`.
pub fn seal(tip: &Tip, draft: Draft) -> Result<Sealed, SealError> {
    seal_into(tip, draft, &mut Vec::new())
}

/// Takes a blob apart. Says nothing about whether it belongs where it was found: that is [`check`].
pub fn parse(blob: &[u8]) -> Result<SealedRef<'_>, ChainError> {
    take_apart(blob).ok_or(ChainError::Malformed)?
}

fn take_apart(blob: &[u8]) -> Option<Result<SealedRef<'_>, ChainError>> {
    if blob.len() > EVENT_MAX {
        return None;
    }
    let (&layout, rest) = blob.split_first()?;
    if layout != LAYOUT {
        return Some(Err(if layout > LAYOUT { ChainError::LaterLayout(layout) } else { ChainError::Malformed }));
    }
    let (number, rest) = rest.split_first_chunk::<8>()?;
    let (at_ms, rest) = rest.split_first_chunk::<8>()?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
    let (&[seat, route], rest) = rest.split_first_chunk::<2>()?;
    let (payload, rest) = rest.split_first_chunk::<4>()?;
    let (seat, rest) = rest.split_at_checked(usize::from(seat))?;
    let (route, rest) = rest.split_at_checked(usize::from(route))?;
    let (payload, digest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*payload)).ok()?)?;
    Some(Ok(SealedRef {
        number: u64::from_le_bytes(*number),
        at_ms: i64::from_le_bytes(*at_ms),
        seat,
        route,
        nonce: *nonce,
        payload,
        digest: Digest::from_bytes(digest.try_into().ok()?),
        blob,
    }))
}

/// Is `blob` the event that follows `tip`? Returns it and the tip after it.
pub fn check<'a>(tip: &Tip, blob: &'a [u8]) -> Result<(SealedRef<'a>, Tip), ChainError> {
    let event = parse(blob)?;
    if tip.next() != Some(event.number) {
        return Err(ChainError::Number { found: event.number });
    }
    let (fields, _) = blob.split_last_chunk::<{ Digest::LEN }>().ok_or(ChainError::Malformed)?;
    if digest_of(&tip.head.digest, fields) != event.digest {
        return Err(ChainError::Digest);
    }
    if event.at_ms < tip.at_ms {
        return Err(ChainError::TimeWentBack);
    }
    Ok((event, Tip { head: event.head(), at_ms: event.at_ms }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draft(at_ms: i64, payload: &[u8]) -> Draft {
        Draft {
            at_ms,
            seat: b"E01".to_vec(),
            route: b"local".to_vec(),
            nonce: *b"sixteen of lots!",
            payload: payload.to_vec(),
        }
    }

    fn after(event: &Sealed) -> Tip {
        Tip { head: event.head(), at_ms: event.at_ms }
    }

    #[test]
    fn the_bytes_and_the_digest_of_an_event_are_fixed() {
        let event = seal(&Tip::EMPTY, draft(1_724_112_000_000, b"mark")).unwrap();
        let mut golden = vec![1];
        golden.extend_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0]);
        golden.extend_from_slice(&[0x00, 0x54, 0x15, 0x6D, 0x91, 0x01, 0x00, 0x00]);
        golden.extend_from_slice(b"sixteen of lots!");
        golden.extend_from_slice(&[3, 5, 4, 0, 0, 0]);
        golden.extend_from_slice(b"E01localmark");
        let mut hashed = Digest::GENESIS.as_bytes().to_vec();
        hashed.extend_from_slice(&golden);
        assert_eq!(event.digest.as_bytes(), blake3::keyed_hash(&KEY, &hashed).as_bytes());
        golden.extend_from_slice(event.digest.as_bytes());
        assert_eq!(event.blob().unwrap(), golden);
        assert_eq!(event.digest.to_string(), "a2b7f39cd93791f3b73a67fcdda686dcecb3c7f6cf80a8553cbd986a514d50ce");
    }

    #[test]
    fn events_follow_one_another_and_no_other() {
        let one = seal(&Tip::EMPTY, draft(5, b"one")).unwrap();
        let two = seal(&after(&one), draft(6, b"two")).unwrap();
        let blob = two.blob().unwrap();
        let (read, tip) = check(&after(&one), &blob).unwrap();
        assert_eq!((read.to_sealed(), tip), (two.clone(), after(&two)));
        assert_eq!(check(&Tip::EMPTY, &blob), Err(ChainError::Number { found: 2 }));
        assert_eq!(check(&after(&two), &blob), Err(ChainError::Number { found: 2 }));
        let other_one = seal(&Tip::EMPTY, draft(5, b"another history")).unwrap();
        assert_eq!(check(&after(&other_one), &blob), Err(ChainError::Digest));
    }

    #[test]
    fn time_never_goes_back_whatever_the_clock_says() {
        let one = seal(&Tip::EMPTY, draft(1_000, b"one")).unwrap();
        let two = seal(&after(&one), draft(400, b"two")).unwrap();
        assert_eq!(two.at_ms, 1_000);
        let early = Sealed { at_ms: 999, ..two };
        let mut out = Vec::new();
        put_fields(&early, &mut out).unwrap();
        let digest = digest_of(&one.digest, &out);
        out.extend_from_slice(digest.as_bytes());
        assert_eq!(check(&after(&one), &out), Err(ChainError::TimeWentBack));
    }

    #[test]
    fn bytes_moved_from_one_field_to_the_next_make_another_digest() {
        let with = |seat: &[u8], route: &[u8]| {
            let draft = Draft { seat: seat.to_vec(), route: route.to_vec(), ..draft(1, b"x") };
            seal(&Tip::EMPTY, draft).unwrap().digest
        };
        assert_ne!(with(b"E01", b"local"), with(b"E01l", b"ocal"));
    }

    #[test]
    fn an_event_is_at_most_64_kib() {
        let longest = EVENT_MAX - EVENT_MIN - 8;
        let event = seal(&Tip::EMPTY, draft(1, &vec![7; longest])).unwrap();
        assert_eq!(event.blob().unwrap().len(), EVENT_MAX);
        let mut out = b"before".to_vec();
        assert_eq!(seal_into(&Tip::EMPTY, draft(1, &vec![7; longest + 1]), &mut out), Err(SealError::TooLarge));
        let long_seat = Draft { seat: vec![b'E'; 256], ..draft(1, b"") };
        assert_eq!(seal_into(&Tip::EMPTY, long_seat, &mut out), Err(SealError::TooLarge));
        assert_eq!(out, b"before");
        let last = Tip { head: Head { number: u64::MAX, digest: Digest::GENESIS }, at_ms: 0 };
        assert_eq!(seal(&last, draft(1, b"")), Err(SealError::NoNumber));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(blob in proptest::collection::vec(any::<u8>(), 0..160)) {
            prop_assert!(check(&Tip::EMPTY, &blob).is_err());
        }

        #[test]
        fn no_bit_of_an_event_can_change_unseen(payload in proptest::collection::vec(any::<u8>(), 0..80), at: prop::sample::Index, bit in 0_u8..8) {
            let mut blob = seal(&Tip::EMPTY, draft(77, &payload)).unwrap().blob().unwrap();
            let at = at.index(blob.len());
            blob[at] ^= 1 << bit;
            prop_assert!(check(&Tip::EMPTY, &blob).is_err());
        }
    }
}
