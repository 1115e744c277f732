//! The hall behind a Unix socket: `shouxi serve` (DESIGN §8).
//!
//! ```text
//! place   directory, socket, ENDPOINT; whether the folder is closed enough     guest   one client, a thread each way
//! crowd   how many there are                                                  account who is on the other side
//! ```
//! Invariants: everything is bounded (clients, clients of one account, frames, outboxes, time to say hello); nobody can
//! make another wait; what is logged names no seat, no account and no mark; when nothing happens, nothing wakes.

pub(super) mod account;
mod crowd;
mod guest;
mod place;

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};

use self::crowd::Crowd;
use self::guest::Rooms;
use super::local::{Access, Desk, open_here};
use super::{Source, trouble};
use crate::domain::{Notice, Trouble};

pub use self::place::Surroundings;
pub(super) use self::place::endpoint;

/// How long a server that stops waits for its clients to have heard it.
const FAREWELL: Duration = Duration::from_secs(3);

/// How long to leave the door alone when the system has nothing left to let anybody in with.
const SHORT_OF: Duration = Duration::from_millis(200);

/// Where notices go.
pub type Log = Arc<dyn Fn(Notice) + Send + Sync>;

/// Serves the panel in `root` until `wake` has something to read or closes, or a client with the right to do so stops it.
/// What waits is finished first, and the clients are told.
pub fn serve(
    root: &Path,
    surroundings: &Surroundings,
    source: Source,
    wake: &UnixStream,
    log: &Log,
) -> Result<(), Trouble> {
    place::closed_folder(root)?;
    // Before anything is written; where there is no store yet, opening makes a closed one.
    place::closed_store(root)?;
    let mut desk = open_here(root, Access::Write, source)?;
    for told in desk.told() {
        log(Notice::Told(told));
    }
    let served = Served::begin(root, surroundings, desk)?;
    log(Notice::Open(trouble::path(served.socket.path())));
    let crowd = Arc::new(Crowd::default());
    let ended = served.accept(wake, &crowd, log);
    log(Notice::Stopping(crowd.count()));
    served.end();
    crowd.wait_empty(FAREWELL);
    if ended.is_ok() {
        log(Notice::Stopped);
    }
    ended
}

/// A panel that is served.
struct Served {
    desk: Desk,
    listener: UnixListener,
    socket: place::Socket,
}

impl Served {
    fn begin(root: &Path, surroundings: &Surroundings, desk: Desk) -> Result<Self, Trouble> {
        // Made by opening, if it was not there.
        place::closed_store(root)?;
        let (listener, socket) = place::bind(root, surroundings)?;
        Ok(Self { desk, listener, socket })
    }

    fn accept(&self, wake: &UnixStream, crowd: &Arc<Crowd>, log: &Log) -> Result<(), Trouble> {
        let failed = |error: &io::Error| trouble::io(self.socket.path(), error);
        self.listener.set_nonblocking(true).map_err(|error| failed(&error))?;
        // A client that may stop the server wakes this loop as a signal does.
        let (bell, rung) = UnixStream::pair().map_err(|error| failed(&error))?;
        // So does the end of the hall, which ends by itself only if it crashes.
        let (hall, life) = UnixStream::pair().map_err(|error| failed(&error))?;
        let door = self.desk.door()?;
        door.hold(hall)?;
        let rooms = Arc::new(Rooms { door, crowd: Arc::clone(crowd), log: Arc::clone(log), bell });
        loop {
            let mut fds = [
                PollFd::new(&self.listener, PollFlags::IN),
                PollFd::from_borrowed_fd(wake.as_fd(), PollFlags::IN),
                PollFd::new(&rung, PollFlags::IN),
                PollFd::new(&life, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(failed(&error.into())),
            }
            let [_, wake, rung, life] = &fds;
            if !life.revents().is_empty() {
                return Err(Trouble::Crashed);
            }
            if !wake.revents().is_empty() || !rung.revents().is_empty() {
                return Ok(());
            }
            self.admit(&rooms);
        }
    }

    /// Takes whoever waits. What goes wrong with one of them concerns nobody else.
    fn admit(&self, rooms: &Arc<Rooms>) {
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => guest::admit(stream, rooms),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if is_theirs(&error) => {}
                // No descriptors or no memory: whoever waits still waits, and asking again at once would only spin.
                Err(_) => return std::thread::sleep(SHORT_OF),
            }
        }
    }

    fn end(self) {
        let Self { desk, listener, socket } = self;
        drop(listener);
        desk.close();
        socket.remove();
    }
}

/// Whether one who came is gone again, or a signal interrupted: the next may be asked for at once.
fn is_theirs(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::Interrupted)
}
