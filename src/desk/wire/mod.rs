//! What a client and a server say to each other over a socket (DESIGN §8).
//!
//! ```text
//! hello    12 bytes each way: who speaks, which protocol; never changes
//! frame    length and bytes, ≤ 1 MiB; a message is one or more frames
//! talk     the messages                    value   how a type becomes bytes
//! names facts lists views refusals requests   the types, one line each
//! ```
//! Invariants: nothing is allocated because a peer claims a length; whatever arrives is answered or ends the line; every
//! value enters by the same doors as typed text. A message is a record of `codec` with [`PROTOCOL`] as its version.

#[macro_use]
mod value;
mod facts;
mod frame;
mod lists;
mod names;
mod refusals;
mod requests;
mod talk;
mod views;

#[cfg(test)]
mod arb;
#[cfg(any(test, fuzzing))]
mod bare;
#[cfg(test)]
mod tests;

pub(super) use frame::{Fault, MessageReader, put, read_hello, send, write_hello};
pub(super) use talk::{Bye, Here, Sit, ToClient, ToServer};

use crate::codec::{self, CodecError};
use value::{W, Wire};

/// Which language is spoken. Rises with every change of a type that travels, or of its meaning.
pub const PROTOCOL: u32 = 1;

/// The same, as the version of the envelope.
const VERSION: u16 = 1;

/// The longest message in bytes.
pub(super) const MESSAGE_MAX: usize = codec::MESSAGE_LARGEST;

fn to_bytes<T: Wire>(message: &T) -> Result<Vec<u8>, CodecError> {
    codec::encode_message(VERSION, &W(message), MESSAGE_MAX)
}

fn from_bytes<T: Wire>(bytes: &[u8]) -> Result<T, CodecError> {
    codec::decode_message::<W<T>>(bytes, VERSION, MESSAGE_MAX).map(|W(message)| message)
}

/// What any peer may send, heard as a server hears it and as a client does: once as a stream, once as the inside of a
/// message that arrived whole, which random bytes would hardly ever be. What is a message is the same one when it is sent on.
#[cfg(fuzzing)]
pub fn hear(bytes: &[u8]) {
    let mut stream = bytes;
    if read_hello(&mut stream).is_ok() {
        let mut reader = MessageReader::new(stream, MESSAGE_MAX);
        while reader.read::<ToServer>(|| {}).is_ok() {}
    }
    let mut reader = MessageReader::new(bytes, MESSAGE_MAX);
    while reader.read::<ToClient>(|| {}).is_ok() {}
    let Ok(whole) = codec::encode_message(VERSION, &bare::Bare(bytes), MESSAGE_MAX) else { return };
    again::<ToServer>(&whole);
    again::<ToClient>(&whole);
}

#[cfg(fuzzing)]
fn again<T: Wire>(bytes: &[u8]) {
    if let Ok(message) = from_bytes::<T>(bytes) {
        let sent = to_bytes(&message).unwrap_or_default();
        let once_more = from_bytes::<T>(&sent).and_then(|message| to_bytes(&message));
        assert_eq!(once_more.as_ref(), Ok(&sent));
    }
}
