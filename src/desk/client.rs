//! A seat's end of the line to the hall.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError};

use super::hall::Mail;
use super::peer::Line;
use super::request::{Answer, Failure, Request};
use super::view::{Ask, Done, Topic, View};
use crate::domain::{Command, SeatId, Trouble};

/// What the hall sends.
#[derive(Clone, Debug)]
pub enum Post {
    /// To the request of this number.
    Answer {
        /// The request's number.
        id: u64,
        /// The answer.
        result: Result<Answer, Failure>,
    },
    /// Something changed: ask again for what you show of it.
    Changed(Topic),
    /// Something to be told, once.
    Told(Trouble),
    /// The hall closed, or the line to it broke: what has no answer gets none over this line.
    Closed,
    /// The line is back: what had no answer may be sent again.
    Back,
}

/// Posts that may wait in a client's own queue; one that takes no more answers is let go.
pub(super) const OUTBOX: usize = 256;

/// Where a client's posts go: a bounded queue of its own, or straight to where a screen waits.
pub trait Outbox: Send + fmt::Debug {
    /// Hands over without waiting.
    fn offer(&self, post: Post) -> Result<(), NotTaken>;
    /// Hands over, and waits while it is full. False: nobody listens any more.
    fn push(&self, post: Post) -> bool;
}

/// Why a post was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// As many wait as may.
    Full,
    /// Nobody listens any more.
    Gone,
}

impl<T> From<TrySendError<T>> for NotTaken {
    fn from(why: TrySendError<T>) -> Self {
        match why {
            TrySendError::Full(_) => Self::Full,
            TrySendError::Disconnected(_) => Self::Gone,
        }
    }
}

impl Outbox for SyncSender<Post> {
    fn offer(&self, post: Post) -> Result<(), NotTaken> {
        Ok(self.try_send(post)?)
    }

    fn push(&self, post: Post) -> bool {
        self.send(post).is_ok()
    }
}

/// What a client sends to the hall.
#[derive(Debug)]
pub(super) struct Letter {
    /// Which client.
    pub(super) client: u64,
    /// The request's number.
    pub(super) id: u64,
    /// The request.
    pub(super) request: Request,
}

/// The sending half of a client. Dropped, it gets up from its seat.
#[derive(Debug)]
pub struct Caller {
    seat: SeatId,
    next: u64,
    way: Way,
}

/// How requests reach the hall.
#[derive(Debug)]
enum Way {
    /// In this process.
    Hall { client: u64, mail: SyncSender<Mail> },
    /// Over a socket.
    Line(Arc<Line>),
}

impl Caller {
    pub(super) fn to_hall(seat: SeatId, client: u64, mail: SyncSender<Mail>) -> Self {
        Self { seat, next: 0, way: Way::Hall { client, mail } }
    }

    pub(super) fn over(seat: SeatId, line: Arc<Line>) -> Self {
        Self { seat, next: 0, way: Way::Line(line) }
    }

    /// Whose seat.
    pub fn seat(&self) -> &SeatId {
        &self.seat
    }

    /// Sends a request; its answer comes with this number. `Busy` where the hall's queue is full.
    pub fn send(&mut self, request: Request) -> Result<u64, Trouble> {
        self.next += 1;
        let id = self.next;
        match &self.way {
            Way::Hall { client, mail } => match mail.try_send(Mail::Letter(Letter { client: *client, id, request })) {
                Ok(()) => Ok(id),
                Err(TrySendError::Full(_)) => Err(Trouble::Busy),
                Err(TrySendError::Disconnected(_)) => Err(Trouble::Disconnected(1)),
            },
            Way::Line(line) => line.send(id, request).map(|()| id),
        }
    }

    /// Hands over a request under a number of the sender's own, and waits where the hall's queue is full.
    pub(super) fn deliver(&self, id: u64, request: Request) -> Result<(), Trouble> {
        match &self.way {
            Way::Hall { client, mail } => {
                mail.send(Mail::Letter(Letter { client: *client, id, request })).map_err(|_| Trouble::Disconnected(1))
            }
            Way::Line(line) => line.send(id, request),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        if let Way::Hall { client, mail } = &self.way {
            // In the order of what it sent before; a hall that has closed knows no clients any more.
            let _ = mail.send(Mail::Leave(*client));
        }
    }
}

/// A client that waits for each answer.
#[derive(Debug)]
pub struct Client {
    caller: Caller,
    posts: Receiver<Post>,
    told: Vec<Trouble>,
}

impl Client {
    pub(super) fn new(caller: Caller, posts: Receiver<Post>) -> Self {
        Self { caller, posts, told: Vec::new() }
    }

    /// Whose seat.
    pub fn seat(&self) -> &SeatId {
        self.caller.seat()
    }

    /// Takes the two halves apart, for a screen that must not wait.
    pub fn split(self) -> (Caller, Receiver<Post>) {
        (self.caller, self.posts)
    }

    /// Sends and waits.
    pub fn call(&mut self, request: Request) -> Result<Answer, Failure> {
        let sent = self.caller.send(request)?;
        loop {
            match self.posts.recv() {
                Ok(Post::Answer { id, result }) if id == sent => return result,
                Ok(Post::Answer { .. } | Post::Changed(_) | Post::Back) => {}
                Ok(Post::Told(trouble)) => self.told.push(trouble),
                Ok(Post::Closed) | Err(_) => return Err(Trouble::Disconnected(1).into()),
            }
        }
    }

    /// Looks at something.
    pub fn ask(&mut self, ask: Ask) -> Result<View, Failure> {
        match self.call(Request::Ask(ask))? {
            Answer::View(view) => Ok(view),
            Answer::Done(_) | Answer::Kept => Err(Trouble::Disconnected(1).into()),
        }
    }

    /// Does something.
    pub fn act(&mut self, command: Command) -> Result<Done, Failure> {
        self.write(Request::Do(Box::new(command)))
    }

    /// Does something that the hall reads files for.
    pub fn write(&mut self, request: Request) -> Result<Done, Failure> {
        match self.call(request)? {
            Answer::Done(done) => Ok(done),
            Answer::View(_) | Answer::Kept => Err(Trouble::Disconnected(1).into()),
        }
    }

    /// What the hall told since the last call.
    pub fn told(&mut self) -> Vec<Trouble> {
        self.told.extend(self.posts.try_iter().filter_map(|post| match post {
            Post::Told(trouble) => Some(trouble),
            _ => None,
        }));
        std::mem::take(&mut self.told)
    }
}
