//! A seat's end of the line to the hall.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError};

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
    /// The hall closed; nothing more comes.
    Closed,
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
    client: u64,
    hall: SyncSender<super::hall::Mail>,
    next: u64,
}

impl Caller {
    pub(super) fn new(seat: SeatId, client: u64, hall: SyncSender<super::hall::Mail>) -> Self {
        Self { seat, client, hall, next: 0 }
    }

    /// Whose seat.
    pub fn seat(&self) -> &SeatId {
        &self.seat
    }

    /// Sends a request; its answer comes with this number. `Busy` where the hall's queue is full.
    pub fn send(&mut self, request: Request) -> Result<u64, Trouble> {
        self.next += 1;
        let letter = Letter { client: self.client, id: self.next, request };
        match self.hall.try_send(super::hall::Mail::Letter(letter)) {
            Ok(()) => Ok(self.next),
            Err(TrySendError::Full(_)) => Err(Trouble::Busy),
            Err(TrySendError::Disconnected(_)) => Err(Trouble::Disconnected(1)),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        // In the order of what it sent before; a hall that has closed knows no clients any more.
        let _ = self.hall.send(super::hall::Mail::Leave(self.client));
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
                Ok(Post::Answer { .. } | Post::Changed(_)) => {}
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
