//! The envelope round every stored or sent record, and the only user of bincode (DESIGN §9, PITFALLS 7).
//!
//! bincode is positional: a record written by one version of a type and read by another fails at best and
//! **succeeds with other content** at worst. So a record never travels bare:
//!
//! | bytes | what | why |
//! |---|---|---|
//! | 4 | [`MAGIC`]: `F5 's' 'x' 'r'` | `F5` occurs in no UTF-8 text, so text is never taken for a record |
//! | 2 | schema version, u16 | the reader picks the frozen types of that version before it decodes anything |
//! | 4 | length of the payload, u32 | a record that was cut or grown is told from one that was changed |
//! | n | payload: bincode, little endian, variable integers | |
//! | 4 | CRC-32 (IEEE) over everything before it | every change within 32 neighbouring bits is caught for certain |
//!
//! All numbers are little endian. Invariant: whatever the bytes are, [`decode`] neither panics nor allocates much more
//! than the limit it was given, and returns a value only if every byte was accounted for.
//!
//! Not here: the types themselves (they live where they are frozen, `journal/v1.rs` and `desk/wire.rs`), files, frames.

mod envelope;

pub use envelope::{MAGIC, OVERHEAD, version_of};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest record anybody may ask for, in bytes with its envelope. A larger `limit` is taken as this.
pub const LARGEST: usize = 1024 * 1024;

/// The longest message between two programs, in bytes with its envelope: the largest marks file with what its rows
/// become. Messages are no records: they are never stored and travel in frames of their own limit.
pub const MESSAGE_LARGEST: usize = 64 * 1024 * 1024;

/// Records up to this many bytes are decoded under the tighter of the two memory limits.
const SMALL: usize = 64 * 1024;

/// Why bytes are not a record, or a record cannot become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodecError {
    /// Shorter than an empty record: it was cut, or it is none.
    TooShort,
    /// It does not begin with [`MAGIC`].
    NotOurs,
    /// Written by a later version of the program: this is its schema version. Upgrade; never guess.
    LaterVersion(u16),
    /// Of an earlier schema version than the types it was to be read as. The caller asks [`version_of`] first.
    EarlierVersion(u16),
    /// The length inside and the bytes at hand disagree.
    LengthMismatch {
        /// Payload bytes the record claims.
        claimed: u32,
        /// Payload bytes that are there.
        found: usize,
    },
    /// Some byte is not what was written.
    Checksum,
    /// The checksum holds but the payload is no value of this type.
    Undecodable,
    /// A value was read and this many payload bytes were left: the type is not the one that was written.
    LeftOver(usize),
    /// Longer than the limit, both in bytes with the envelope.
    TooLarge {
        /// Size of the record.
        bytes: usize,
        /// What the caller allowed.
        limit: usize,
    },
    /// The value cannot be written, for example a sequence of unknown length.
    Unencodable,
}

impl std::fmt::Display for CodecError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for CodecError {}

/// CRC-32 (IEEE, as in zip and Ethernet) over the pieces one after the other. It notices accidents, certainly so
/// within 32 neighbouring bits; it proves nothing against intent. That is the digest chain's work.
pub fn checksum(pieces: &[&[u8]]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    for piece in pieces {
        crc.update(piece);
    }
    crc.finalize()
}

/// Writes `value` into an envelope of schema `version`; at most `limit` bytes in all (never more than [`LARGEST`]).
pub fn encode<T: Serialize + ?Sized>(version: u16, value: &T, limit: usize) -> Result<Vec<u8>, CodecError> {
    sealed(version, value, limit.min(LARGEST))
}

/// As [`encode`], for a message: at most `limit` bytes, never more than [`MESSAGE_LARGEST`].
pub fn encode_message<T: Serialize + ?Sized>(version: u16, value: &T, limit: usize) -> Result<Vec<u8>, CodecError> {
    sealed(version, value, limit.min(MESSAGE_LARGEST))
}

fn sealed<T: Serialize + ?Sized>(version: u16, value: &T, limit: usize) -> Result<Vec<u8>, CodecError> {
    let mut record = envelope::begin(version);
    bincode::serde::encode_into_std_write(value, &mut record, bincode::config::standard())
        .map_err(|_| CodecError::Unencodable)?;
    envelope::close(record, limit)
}

/// Reads a record of schema `version`, at most `limit` bytes in all (never more than [`LARGEST`]).
///
/// Ask [`version_of`] first where more than one schema exists. A record of a later version is
/// [`CodecError::LaterVersion`]: it is never decoded, because bincode might succeed.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], version: u16, limit: usize) -> Result<T, CodecError> {
    decode_borrowed(bytes, version, limit)
}

/// As [`decode`], for types that borrow their strings from the record.
pub fn decode_borrowed<'de, T: Deserialize<'de>>(
    bytes: &'de [u8],
    version: u16,
    limit: usize,
) -> Result<T, CodecError> {
    let limit = limit.min(LARGEST);
    let payload = envelope::open(bytes, version, limit)?;
    // bincode's own limit is a constant of its type and counts memory, where a small number written in one byte
    // takes eight: hence sixteen times the bytes a record may have, in two steps.
    let (value, read) = if limit <= SMALL {
        let config = bincode::config::standard().with_limit::<{ 16 * SMALL }>();
        bincode::serde::borrow_decode_from_slice(payload, config)
    } else {
        let config = bincode::config::standard().with_limit::<{ 16 * LARGEST }>();
        bincode::serde::borrow_decode_from_slice(payload, config)
    }
    .map_err(|_| CodecError::Undecodable)?;
    whole(value, payload, read)
}

/// As [`decode`], for a message, at most `limit` bytes, never more than [`MESSAGE_LARGEST`].
///
/// There is no memory limit beside the bytes themselves, so `T` must not allocate by a length that it is told: texts are
/// to be taken as `&str`, which lie in `bytes`, and sequences with serde's own cautious start.
pub fn decode_message<'a, T: Deserialize<'a>>(bytes: &'a [u8], version: u16, limit: usize) -> Result<T, CodecError> {
    let payload = envelope::open(bytes, version, limit.min(MESSAGE_LARGEST))?;
    let (value, read) = bincode::serde::borrow_decode_from_slice(payload, bincode::config::standard())
        .map_err(|_| CodecError::Undecodable)?;
    whole(value, payload, read)
}

fn whole<T>(value: T, payload: &[u8], read: usize) -> Result<T, CodecError> {
    match payload.len().checked_sub(read) {
        Some(0) => Ok(value),
        Some(left) => Err(CodecError::LeftOver(left)),
        None => Err(CodecError::Undecodable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: usize = 64 * 1024;

    // Tuples stand for records here, so that no serde derive is needed outside the frozen types.
    type Mark = (String, u64, Option<i32>, Vec<u16>);

    fn mark() -> Mark {
        ("精度".to_owned(), 8_550, Some(-1), vec![1, 300])
    }

    #[test]
    fn the_bytes_of_a_record_are_fixed() {
        let bytes = encode(1, &mark(), LIMIT).unwrap();
        let golden: &[u8] = &[
            0xF5, b's', b'x', b'r', // magic
            1, 0, // schema version
            17, 0, 0, 0, // payload length
            6, 0xE7, 0xB2, 0xBE, 0xE5, 0xBA, 0xA6, // "精度"
            251, 0x66, 0x21, // 8550, variable width
            1, 1, // Some(-1), zigzag
            2, 1, 251, 0x2C, 0x01, // [1, 300]
            0, 0, 0, 0, // checksum, checked below
        ];
        let (body, crc) = bytes.split_at(bytes.len() - 4);
        assert_eq!(body, &golden[..golden.len() - 4]);
        assert_eq!(crc, checksum(&[body]).to_le_bytes());
        // The check value every CRC-32 description gives: ours is that CRC and no other.
        assert_eq!(checksum(&[b"1234", b"56789"]), 0xCBF4_3926);
        assert_eq!(decode::<Mark>(&bytes, 1, LIMIT), Ok(mark()));
    }

    #[test]
    fn the_version_is_known_before_anything_is_decoded() {
        let bytes = encode(7, &mark(), LIMIT).unwrap();
        assert_eq!(version_of(&bytes), Ok(7));
        assert_eq!(decode::<Mark>(&bytes, 1, LIMIT), Err(CodecError::LaterVersion(7)));
        assert_eq!(decode::<Mark>(&bytes, 8, LIMIT), Err(CodecError::EarlierVersion(7)));
    }

    #[test]
    fn a_record_read_as_another_type_is_refused_and_never_half_read() {
        let bytes = encode(1, &(1_u64, 2_u64), LIMIT).unwrap();
        assert_eq!(decode::<u64>(&bytes, 1, LIMIT), Err(CodecError::LeftOver(1)));
        assert_eq!(decode::<(u64, u64, u64)>(&bytes, 1, LIMIT), Err(CodecError::Undecodable));
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let bytes = encode(1, &mark(), LIMIT).unwrap();
        let read = |bytes: &[u8]| decode::<Mark>(bytes, 1, LIMIT).unwrap_err();
        assert_eq!(read(&bytes[..OVERHEAD - 1]), CodecError::TooShort);
        assert_eq!(read(b"seat,dossier,item,basis"), CodecError::NotOurs);
        assert_eq!(read(&bytes[..bytes.len() - 1]), CodecError::LengthMismatch { claimed: 17, found: 16 });
        let mut grown = bytes.clone();
        grown.push(0);
        assert_eq!(read(&grown), CodecError::LengthMismatch { claimed: 17, found: 18 });
        let mut flipped = bytes.clone();
        flipped[12] ^= 1;
        assert_eq!(read(&flipped), CodecError::Checksum);
        let size = bytes.len();
        assert_eq!(decode::<Mark>(&bytes, 1, size - 1), Err(CodecError::TooLarge { bytes: size, limit: size - 1 }));
        assert_eq!(encode(1, &mark(), size - 1), Err(CodecError::TooLarge { bytes: size, limit: size - 1 }));
        assert!(encode(1, &mark(), size).is_ok());
    }

    #[test]
    fn a_damaged_version_is_a_checksum_fault_and_not_a_later_program() {
        let mut bytes = encode(1, &mark(), LIMIT).unwrap();
        bytes[4] ^= 2;
        assert_eq!(decode::<Mark>(&bytes, 1, LIMIT), Err(CodecError::Checksum));
        assert_eq!(version_of(&bytes), Err(CodecError::Checksum));
    }

    #[test]
    fn a_length_of_billions_inside_a_valid_envelope_allocates_nothing() {
        // A string that claims 2^60 bytes, properly sealed.
        let bytes = encode(1, &(1_u64 << 60), LIMIT).unwrap();
        assert_eq!(decode::<String>(&bytes, 1, LIMIT), Err(CodecError::Undecodable));
        assert_eq!(decode::<Vec<u64>>(&bytes, 1, LIMIT), Err(CodecError::Undecodable));
        assert_eq!(decode::<Vec<()>>(&encode(1, &0_u8, LIMIT).unwrap(), 1, LIMIT), Ok(vec![]));
    }

    #[test]
    fn a_limit_above_the_largest_is_the_largest() {
        let long = "长".repeat(LARGEST / 3 + 1);
        assert!(matches!(encode(1, &long, usize::MAX), Err(CodecError::TooLarge { limit: LARGEST, .. })));
        let fits = "长".repeat((LARGEST - 64) / 3);
        let bytes = encode(1, &fits, usize::MAX).unwrap();
        assert_eq!(decode::<String>(&bytes, 1, usize::MAX), Ok(fits));
    }

    #[test]
    fn a_message_may_be_longer_than_a_record_and_its_texts_lie_where_they_came() {
        let long = "长".repeat(LARGEST);
        let bytes = encode_message(3, &(1_u8, &long), usize::MAX).unwrap();
        assert_eq!(decode_message::<(u8, &str)>(&bytes, 3, usize::MAX), Ok((1, long.as_str())));
        assert!(matches!(decode_message::<(u8, &str)>(&bytes, 3, LARGEST), Err(CodecError::TooLarge { .. })));
        let claims = encode_message(3, &(1_u64 << 60), usize::MAX).unwrap();
        assert_eq!(decode_message::<&str>(&claims, 3, usize::MAX), Err(CodecError::Undecodable));
        assert_eq!(decode_message::<Vec<u64>>(&claims, 3, usize::MAX), Err(CodecError::Undecodable));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(decode::<Mark>(&bytes, 1, LIMIT).is_err());
        }

        #[test]
        fn any_payload_in_a_valid_envelope_is_answered(payload in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut record = envelope::begin(1);
            record.extend_from_slice(&payload);
            let record = envelope::close(record, LIMIT).unwrap();
            if let Ok(value) = decode::<Mark>(&record, 1, LIMIT) {
                // bincode takes longer spellings of a number too; what was read must at least survive a round.
                let again = encode(1, &value, LIMIT).unwrap();
                prop_assert_eq!(decode::<Mark>(&again, 1, LIMIT), Ok(value));
            }
        }

        #[test]
        fn every_flipped_bit_is_found(text in ".{0,40}", number: u64, at: prop::sample::Index, bit in 0_u8..8) {
            let mut bytes = encode(1, &(text, number), LIMIT).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(decode::<(String, u64)>(&bytes, 1, LIMIT).is_err());
        }
    }
}
