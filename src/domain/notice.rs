//! What a server says of itself in its log. It names no seat, no account and no mark: logs obey the rights too.

use super::Trouble;
use crate::text::Clean;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It takes clients at this socket.
    Open(Clean),
    /// A client took a seat; how many there are now.
    Came(u64, usize),
    /// A client went; how many are left.
    Went(u64, usize),
    /// A client was let go.
    LetGo(u64, LetGo),
    /// It was asked to stop; how many clients are told.
    Stopping(usize),
    /// It stopped; everything is saved.
    Stopped,
    /// Something befell the panel.
    Told(Trouble),
}

/// Why a client was let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetGo {
    /// It did not read what it asked for.
    TooSlow,
    /// As many as there may be, in all or of one account.
    Full,
    /// It said nothing in time.
    Silent,
    /// What it sent was no message.
    Malformed,
    /// It is another program.
    Stranger,
    /// It speaks another protocol.
    Protocol(u32),
    /// Its account may not do what it asked for.
    NotAllowed,
    /// The line broke.
    Broken,
}
