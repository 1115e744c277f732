//! The hall from outside: its thread, its bounded queue, the door that every thread comes in by (DESIGN §8). What is done
//! inside is in [`floor`](super::floor).

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::Source;
use super::behind::{Behind, News};
use super::client::{Caller, Letter, OUTBOX, Outbox, Post};
use super::elsewhere::Worked;
use super::floor::Floor;
use super::record::Record;
use super::view::SeatCard;
use crate::domain::{Route, SeatId, State, Trouble};
use crate::folder;
use crate::text::Clean;

/// Requests that may wait for the hall; a sender beyond that is told "busy" and tries again.
pub(super) const QUEUE: usize = 64;

/// When the store is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// At once: a command waits for it.
    AtOnce,
    /// After a screen has what it shows first: until then both would want the processor and the disk.
    AfterTheFirstPage,
}

/// What reaches the hall.
#[derive(Debug)]
pub(super) enum Mail {
    /// A request.
    Letter(Letter),
    /// A client sits down.
    Join(Join),
    /// A client goes.
    Leave(u64),
    /// Somebody wants to know who may sit here.
    Seats(SyncSender<Vec<Place>>),
    /// Something from the store that is written behind.
    News(News),
    /// A long answer.
    Worked(Worked),
    /// To be held as long as the hall lives: whoever has the other end learns of its end, however it comes.
    Hold(UnixStream),
    /// No more.
    Stop,
}

/// A client that sits down.
#[derive(Debug)]
pub(super) struct Join {
    pub(super) client: u64,
    pub(super) coming: Coming,
    pub(super) outbox: Box<dyn Outbox>,
}

/// How somebody comes to a seat.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    pub(super) seat: SeatId,
    pub(super) route: Route,
    /// Nothing proves that it is this seat (席位自报).
    pub(super) claimed: bool,
    /// A person enters (not a single command): 上次进入 counts it.
    pub(super) enters: bool,
}

/// A seat and the account that sits in it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) card: SeatCard,
    pub(super) unix_user: Clean,
}

/// A way into the hall, for any thread.
#[derive(Clone, Debug)]
pub(super) struct Door {
    mail: SyncSender<Mail>,
    next: Arc<AtomicU64>,
}

impl Door {
    /// Sits down; what the hall sends arrives at the receiver.
    pub(super) fn sit(&self, coming: Coming) -> Result<(Caller, Receiver<Post>), Trouble> {
        let (outbox, posts) = sync_channel(OUTBOX);
        Ok((self.join(coming, Box::new(outbox))?, posts))
    }

    /// Sits down; what the hall sends goes to `outbox`.
    pub(super) fn join(&self, coming: Coming, outbox: Box<dyn Outbox>) -> Result<Caller, Trouble> {
        let client = self.next.fetch_add(1, Ordering::Relaxed);
        let seat = coming.seat.clone();
        self.mail.send(Mail::Join(Join { client, coming, outbox })).map_err(|_| Trouble::Disconnected(0))?;
        Ok(Caller::to_hall(seat, client, self.mail.clone()))
    }

    /// The hall holds this end as long as it lives.
    pub(super) fn hold(&self, end: UnixStream) -> Result<(), Trouble> {
        self.mail.send(Mail::Hold(end)).map_err(|_| Trouble::Crashed)
    }

    /// All seats as they are now; before opening as the file has them.
    pub(super) fn seats(&self) -> Result<Vec<Place>, Trouble> {
        let (answer, seats) = sync_channel(1);
        self.mail.send(Mail::Seats(answer)).map_err(|_| Trouble::Disconnected(0))?;
        seats.recv().map_err(|_| Trouble::Disconnected(0))
    }
}

/// The program's end of a hall in the same process.
#[derive(Debug)]
pub struct Hall {
    door: Door,
    thread: Option<JoinHandle<()>>,
    settled: Receiver<Result<(), Trouble>>,
}

impl Hall {
    /// Starts the hall on an open record.
    pub(super) fn start(record: Record, behind: Option<Behind>, begin: Begin, source: Source) -> Result<Self, Trouble> {
        let (mail, queue) = sync_channel(QUEUE);
        let (settling, settled) = sync_channel(1);
        let news = mail.clone();
        let run = move || {
            let mut floor = Floor::new(record, behind, source, settling, news.clone());
            floor.begin(begin, news);
            floor.run(&queue);
        };
        let spawned = std::thread::Builder::new().name("hall".into()).spawn(run);
        let thread = spawned.map_err(|error| super::trouble::thread(&error))?;
        let door = Door { mail, next: Arc::new(AtomicU64::new(1)) };
        Ok(Self { door, thread: Some(thread), settled })
    }

    /// Waits until the store has said whether the journal was cut. A screen need not wait: writes wait by themselves.
    pub fn wait_settled(&self) -> Result<(), Trouble> {
        self.settled.recv().unwrap_or(Err(Trouble::Disconnected(0)))
    }

    /// The way in for other threads.
    pub(super) fn door(&self) -> &Door {
        &self.door
    }

    /// Sits down at a seat, on nobody's word but the program's own; `enters` where a person comes in, not a single command.
    pub(super) fn join(&self, seat: SeatId, enters: bool, outbox: Box<dyn Outbox>) -> Result<Caller, Trouble> {
        self.door.join(Coming { seat, route: Route::Local, claimed: true, enters }, outbox)
    }

    /// Finishes what waits, hands everything to the store, and ends.
    pub fn close(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        let _ = self.door.mail.send(Mail::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.stop();
        }
    }
}

/// All seats with their accounts; before opening as the file has them.
pub(super) fn places(root: &Path, state: &State) -> Vec<Place> {
    let file;
    let panel = match &state.panel {
        Some(panel) => panel.as_ref(),
        None => match folder::read_panel_file(root).0 {
            Some(panel) => {
                file = panel;
                &file
            }
            None => return Vec::new(),
        },
    };
    let place = |seat: &crate::domain::Seat| Place {
        card: SeatCard {
            id: seat.id.clone(),
            role: seat.role,
            name: seat.name.clone(),
            phone: Clean::default(),
            replaced: state.replaced.get(&seat.id).map(|(new, _)| new.clone()),
        },
        unix_user: seat.unix_user.clone(),
    };
    panel.seats.iter().map(place).collect()
}
