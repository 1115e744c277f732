//! The messages. Both sides say hello; the server tells what is [`Here`]; the client sits down (or asks the server to
//! stop); then requests go one way, answers and pushes the other. The last message of a server says why it goes.

use crate::desk::client::Post;
use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{SeatCard, Topic};
use crate::domain::{SeatId, Trouble};

/// What the server tells before anything is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::desk) struct Here {
    /// All seats.
    pub(in crate::desk) seats: Vec<SeatCard>,
    /// Those that the client's account sits in.
    pub(in crate::desk) yours: Vec<SeatId>,
    /// The client's account is the server's own: it may name any seat, and stop the server.
    pub(in crate::desk) owner: bool,
}

/// A client sits down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::desk) struct Sit {
    /// Where.
    pub(in crate::desk) seat: SeatId,
    /// A person comes in, not a single command.
    pub(in crate::desk) enters: bool,
    /// The serving account vouches for the seat: a key of its own led here by forced command.
    pub(in crate::desk) vouched: bool,
}

/// From a client.
#[derive(Clone, Debug)]
pub(in crate::desk) enum ToServer {
    /// First.
    Sit(Sit),
    /// A request under a number of the client's own.
    Request {
        /// The number.
        id: u64,
        /// The request.
        request: Request,
    },
    /// End the server.
    Stop,
}

/// From the server.
#[derive(Clone, Debug)]
pub(in crate::desk) enum ToClient {
    /// First.
    Here(Here),
    /// The seat is taken.
    Seated,
    /// To the request of this number.
    Answer {
        /// The number.
        id: u64,
        /// The answer.
        result: Result<Answer, Failure>,
    },
    /// Something changed.
    Changed(Topic),
    /// Something to be told, once.
    Told(Trouble),
    /// The last word.
    Bye(Bye),
}

/// Why a server ends a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Bye {
    /// The server stops.
    Stopping,
    /// The client did not read what it asked for.
    TooSlow,
    /// As many clients as there may be.
    Full,
    /// What came was no message.
    Malformed,
    /// The client may not do this.
    Refused(Trouble),
}

impl Bye {
    /// What a client makes of it.
    pub(in crate::desk) fn trouble(self) -> Trouble {
        match self {
            Self::Stopping | Self::TooSlow | Self::Malformed => Trouble::Disconnected(0),
            Self::Full => Trouble::Busy,
            Self::Refused(trouble) => trouble,
        }
    }
}

impl ToClient {
    /// What the hall has for a client; that a line is back is the client's own finding.
    pub(in crate::desk) fn of(post: Post) -> Option<Self> {
        Some(match post {
            Post::Answer { id, result } => Self::Answer { id, result },
            Post::Changed(topic) => Self::Changed(topic),
            Post::Told(trouble) => Self::Told(trouble),
            Post::Closed => Self::Bye(Bye::Stopping),
            Post::Back => return None,
        })
    }
}
