//! The bytes round a payload. Layout: see the room's page.

use super::{CodecError, checksum};

/// The first bytes of every record.
pub const MAGIC: [u8; 4] = [0xF5, b's', b'x', b'r'];

/// Magic, version, length.
const HEAD: usize = 4 + 2 + 4;
const CRC: usize = 4;

/// What the envelope adds to a payload, in bytes.
pub const OVERHEAD: usize = HEAD + CRC;

/// Starts a record; the payload is appended to what is returned, then [`close`] finishes it.
pub(super) fn begin(version: u16) -> Vec<u8> {
    let mut record = Vec::with_capacity(256);
    record.extend_from_slice(&MAGIC);
    record.extend_from_slice(&version.to_le_bytes());
    record.extend_from_slice(&[0; 4]);
    record
}

/// Fills in the length and adds the checksum.
pub(super) fn close(mut record: Vec<u8>, limit: usize) -> Result<Vec<u8>, CodecError> {
    let bytes = record.len().saturating_add(CRC);
    let too_large = CodecError::TooLarge { bytes, limit };
    if bytes > limit {
        return Err(too_large);
    }
    let length = record.len().checked_sub(HEAD).and_then(|n| u32::try_from(n).ok()).ok_or(too_large)?;
    let place = record.get_mut(HEAD - 4..HEAD).ok_or(CodecError::TooShort)?;
    place.copy_from_slice(&length.to_le_bytes());
    let crc = checksum(&[&record]);
    record.extend_from_slice(&crc.to_le_bytes());
    Ok(record)
}

/// The fields of a record whose length and checksum hold.
struct Record<'a> {
    version: u16,
    payload: &'a [u8],
}

fn parse(bytes: &[u8]) -> Result<Record<'_>, CodecError> {
    let (magic, rest) = bytes.split_first_chunk::<4>().ok_or(CodecError::TooShort)?;
    if *magic != MAGIC {
        return Err(CodecError::NotOurs);
    }
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(CodecError::TooShort)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(CodecError::TooShort)?;
    let (payload, crc) = rest.split_last_chunk::<CRC>().ok_or(CodecError::TooShort)?;
    let claimed = u32::from_le_bytes(*length);
    if u32::try_from(payload.len()) != Ok(claimed) {
        return Err(CodecError::LengthMismatch { claimed, found: payload.len() });
    }
    if checksum(&[magic, version, length, payload]) != u32::from_le_bytes(*crc) {
        return Err(CodecError::Checksum);
    }
    Ok(Record { version: u16::from_le_bytes(*version), payload })
}

/// The schema version of a whole, undamaged record; so a flipped bit is never taken for a later program.
pub fn version_of(bytes: &[u8]) -> Result<u16, CodecError> {
    parse(bytes).map(|record| record.version)
}

/// The payload, if the record is whole, of this version and within the limit.
pub(super) fn open(bytes: &[u8], version: u16, limit: usize) -> Result<&[u8], CodecError> {
    if bytes.len() > limit {
        return Err(CodecError::TooLarge { bytes: bytes.len(), limit });
    }
    let record = parse(bytes)?;
    match record.version.cmp(&version) {
        std::cmp::Ordering::Equal => Ok(record.payload),
        std::cmp::Ordering::Greater => Err(CodecError::LaterVersion(record.version)),
        std::cmp::Ordering::Less => Err(CodecError::EarlierVersion(record.version)),
    }
}
