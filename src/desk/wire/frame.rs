//! Bytes on the line: a hello that never changes, then messages cut into frames.
//!
//! A frame is its length (4 bytes, little endian), one byte (0: the message ends here, 1: more follows), and that many
//! bytes. What is kept of a message grows with what has arrived, never with what was announced.

use std::io::{self, Read, Write};

use super::value::Wire;
use super::{MESSAGE_MAX, PROTOCOL, from_bytes, to_bytes};
use crate::codec::CodecError;

/// The longest frame with its header (DESIGN §8).
pub(super) const FRAME_MAX: usize = 1 << 20;
/// Length and flag.
pub(super) const HEADER: usize = 5;
/// The longest piece of a message in one frame.
pub(super) const PIECE_MAX: usize = FRAME_MAX - HEADER;

const MAGIC: [u8; 8] = *b"shouxi\r\n";
const LAST: u8 = 0;
const MORE: u8 = 1;

/// Why nothing more can be read from a line.
#[derive(Debug)]
pub(in crate::desk) enum Fault {
    /// The other side closed it, between two messages.
    Closed,
    /// It broke, or nothing came in time.
    Broken(io::Error),
    /// The other side is none of ours.
    Stranger,
    /// It speaks another protocol: this one.
    Protocol(u32),
    /// A frame or message longer than allowed, or bytes that are no message.
    Malformed,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Broken(error),
        }
    }
}

impl From<CodecError> for Fault {
    fn from(_: CodecError) -> Self {
        Self::Malformed
    }
}

/// Says who speaks, and which protocol.
pub(in crate::desk) fn write_hello(to: &mut impl Write) -> io::Result<()> {
    let mut hello = MAGIC.to_vec();
    hello.extend_from_slice(&PROTOCOL.to_le_bytes());
    to.write_all(&hello)
}

/// Hears who speaks; fails unless it is one of ours of the same protocol.
pub(in crate::desk) fn read_hello(from: &mut impl Read) -> Result<(), Fault> {
    let (mut magic, mut protocol) = ([0; MAGIC.len()], [0; 4]);
    from.read_exact(&mut magic)?;
    if magic != MAGIC {
        return Err(Fault::Stranger);
    }
    from.read_exact(&mut protocol)?;
    match u32::from_le_bytes(protocol) {
        PROTOCOL => Ok(()),
        other => Err(Fault::Protocol(other)),
    }
}

/// Sends one message.
pub(in crate::desk) fn send<T: Wire>(to: &mut impl Write, message: &T) -> Result<(), Fault> {
    put(to, message)?;
    Ok(to.flush()?)
}

/// Hands one message over to be sent with the next ones.
pub(in crate::desk) fn put<T: Wire>(to: &mut impl Write, message: &T) -> Result<(), Fault> {
    let bytes = to_bytes(message)?;
    let pieces = bytes.chunks(PIECE_MAX);
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.enumerate() {
        let length = u32::try_from(piece.len()).map_err(|_| Fault::Malformed)?;
        let mut frame = Vec::with_capacity(HEADER + piece.len());
        frame.extend_from_slice(&length.to_le_bytes());
        frame.push(if at == last { LAST } else { MORE });
        frame.extend_from_slice(piece);
        to.write_all(&frame)?;
    }
    Ok(())
}

/// Reads messages of at most so many bytes.
#[derive(Debug)]
pub(in crate::desk) struct MessageReader<R> {
    from: R,
    limit: usize,
}

impl<R: Read> MessageReader<R> {
    /// From here; `limit` in bytes, never more than [`MESSAGE_MAX`].
    pub(in crate::desk) fn new(from: R, limit: usize) -> Self {
        Self { from, limit: limit.min(MESSAGE_MAX) }
    }

    /// From now on messages of at most so many bytes.
    pub(in crate::desk) fn set_limit(&mut self, limit: usize) {
        self.limit = limit.min(MESSAGE_MAX);
    }

    /// The next message. `begun` is told when its first bytes have come.
    pub(in crate::desk) fn read<T: Wire>(&mut self, begun: impl FnOnce()) -> Result<T, Fault> {
        let mut header = [0; HEADER];
        let (first, rest) = header.split_at_mut(1);
        self.from.read_exact(first)?;
        begun();
        self.from.read_exact(rest)?;
        let mut message = Vec::new();
        loop {
            let more = self.piece(header, &mut message)?;
            if !more {
                return Ok(from_bytes(&message)?);
            }
            self.from.read_exact(&mut header)?;
        }
    }

    /// Appends one frame's bytes; whether more follow.
    fn piece(&mut self, header: [u8; HEADER], message: &mut Vec<u8>) -> Result<bool, Fault> {
        let [a, b, c, d, flag] = header;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| Fault::Malformed)?;
        let fits = length <= PIECE_MAX && message.len().saturating_add(length) <= self.limit;
        // An empty frame carries nothing and could go on for ever.
        if !fits || length == 0 || flag > MORE {
            return Err(Fault::Malformed);
        }
        let expected = u64::try_from(length).map_err(|_| Fault::Malformed)?;
        let read = (&mut self.from).take(expected).read_to_end(message)?;
        if read < length { Err(Fault::Closed) } else { Ok(flag == MORE) }
    }
}
