//! Version 1 of the stored records: what the bytes of a payload mean, frozen, apart from the domain's own types.
//!
//! ```text
//! record  the frozen types       write   domain → frozen      read   frozen → domain, checked
//! kinds   enums both ways        route   how an event came    sheet  a folded sheet for the index
//! notes   what is kept for a seat and is not record
//! ```
//! Invariants: what [`encode`] returns, [`decode`] reads back as the same value; whatever the bytes are, reading them is
//! answered and never panics; nothing enters the domain here that its own doors would not let in.

mod kinds;
mod notes;
mod read;
mod record;
mod route;
mod sheet;
mod write;

#[cfg(test)]
pub(crate) mod arb;
#[cfg(test)]
mod tests;

pub use notes::{
    DraftKey, Place, SeatNotes, draft_from_bytes, draft_to_bytes, paper_draft_from_bytes, place_from_bytes,
    place_to_bytes,
};
pub use route::{route_from_bytes, route_to_bytes};
pub use sheet::{PIECE_MAX, SheetReader, sheet_to_pieces};

use super::chain::{Draft, PAYLOAD_MAX, Sealed, SealedRef};
use super::digest::Digest;
use crate::codec::{self, CodecError};
use crate::domain::{Event, IdError, Moment, Route, SeatId, What};

/// The schema version in the envelope of every record written here.
pub const VERSION: u16 = 1;

/// Why a stored record cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Written by a later version of the program, with this schema: upgrade, never guess.
    LaterVersion(u16),
    /// Not a whole record of this version.
    Envelope(CodecError),
    /// A field holds what this program never writes.
    Field {
        /// Which, in the words of `panel.toml` and the domain.
        field: &'static str,
        /// What is wrong with it.
        fault: FieldFault,
    },
}

/// What can be wrong with a stored field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// A text with something in it that a terminal would obey.
    NotClean,
    /// Not an id.
    Id(IdError),
    /// A number outside its range, or steps that exclude one another.
    OutOfRange,
    /// No day of the calendar.
    Date,
    /// Not one of the words that may stand here.
    Unknown,
}

/// Why something cannot be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unwritable {
    /// The record would take this many bytes with its envelope; the limit is [`PAYLOAD_MAX`].
    TooLarge(usize),
    /// The envelope would not take it.
    Envelope(CodecError),
    /// It would not be read back as the same value: a rules head with its sections, a section with its items, or a value
    /// that the domain's own doors would not have let in. This is the field, where one could be named.
    NotReadBack(Option<Unreadable>),
}

impl From<CodecError> for Unreadable {
    fn from(why: CodecError) -> Self {
        match why {
            CodecError::LaterVersion(version) => Self::LaterVersion(version),
            why => Self::Envelope(why),
        }
    }
}

impl From<CodecError> for Unwritable {
    fn from(why: CodecError) -> Self {
        match why {
            CodecError::TooLarge { bytes, .. } => Self::TooLarge(bytes),
            why => Self::Envelope(why),
        }
    }
}

/// The payload of an event, at most [`PAYLOAD_MAX`] bytes. It is read back and compared before it is returned: a
/// record that could not be taken again would be found only when the review is opened the next day.
pub fn encode(what: &What) -> Result<Vec<u8>, Unwritable> {
    let bytes = codec::encode(VERSION, &record::What::from(what), PAYLOAD_MAX)?;
    match decode(&bytes) {
        Ok(back) if back == *what => Ok(bytes),
        Ok(_) => Err(Unwritable::NotReadBack(None)),
        Err(why) => Err(Unwritable::NotReadBack(Some(why))),
    }
}

/// What an event's payload says.
pub fn decode(payload: &[u8]) -> Result<What, Unreadable> {
    codec::decode_borrowed::<record::What<'_>>(payload, VERSION, PAYLOAD_MAX)?.try_into()
}

/// What is to be written, for the journal to number and seal. The moment and the random bytes come from outside.
pub fn draft_of(at: Moment, seat: &SeatId, route: &Route, nonce: [u8; 16], what: &What) -> Result<Draft, Unwritable> {
    Ok(Draft {
        at_ms: at.0,
        seat: seat.as_str().as_bytes().to_vec(),
        route: route_to_bytes(route),
        nonce,
        payload: encode(what)?,
    })
}

/// A seat from its bytes in the chain's envelope or a key of the index.
pub fn seat_from_bytes(bytes: &[u8]) -> Result<SeatId, Unreadable> {
    let word = std::str::from_utf8(bytes);
    read::seat(word.map_err(|_| Unreadable::Field { field: "seat", fault: FieldFault::NotClean })?)
}

/// The event that a sealed one is. Whether it belongs where it was found, the chain has said before.
pub fn event_of(sealed: &Sealed) -> Result<Event, Unreadable> {
    event(sealed.number, sealed.at_ms, &sealed.seat, &sealed.route, &sealed.payload, sealed.digest)
}

/// As [`event_of`], where the event lies.
pub fn event_of_ref(sealed: SealedRef<'_>) -> Result<Event, Unreadable> {
    event(sealed.number, sealed.at_ms, sealed.seat, sealed.route, sealed.payload, sealed.digest)
}

fn event(
    number: u64,
    at_ms: i64,
    seat: &[u8],
    route: &[u8],
    payload: &[u8],
    digest: Digest,
) -> Result<Event, Unreadable> {
    Ok(Event {
        number,
        at: Moment(at_ms),
        seat: seat_from_bytes(seat)?,
        route: route_from_bytes(route)?,
        what: decode(payload)?,
        digest: *digest.as_bytes(),
    })
}

/// The way back: the sealed form of an event whose random bytes are known. Its digest is taken over as it is.
pub fn sealed_of(event: &Event, nonce: [u8; 16]) -> Result<Sealed, Unwritable> {
    let draft = draft_of(event.at, &event.seat, &event.route, nonce, &event.what)?;
    Ok(Sealed {
        number: event.number,
        at_ms: draft.at_ms,
        seat: draft.seat,
        route: draft.route,
        nonce: draft.nonce,
        payload: draft.payload,
        digest: Digest::from_bytes(event.digest),
    })
}
