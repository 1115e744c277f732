//! Waiting until a terminal takes more, or for the word to stop, in one poll.

use rustix::event::{PollFd, PollFlags, poll};
use std::io::{PipeReader, PipeWriter, pipe};
use std::os::fd::OwnedFd;
use std::thread::{Builder, JoinHandle};

/// Why [`Wait::until_it_takes_more`] came back.
pub(super) enum Woke {
    /// The terminal takes bytes again, or it is gone.
    Tty,
    /// The program leaves.
    Stop,
}

/// What a thread waits on.
pub(super) struct Wait {
    tty: OwnedFd,
    stop: PipeReader,
}

impl Wait {
    /// Waits for the terminal, also for its end, or until the program leaves.
    pub(super) fn until_it_takes_more(&self) -> std::io::Result<Woke> {
        loop {
            let mut fds = [PollFd::new(&self.stop, PollFlags::empty()), PollFd::new(&self.tty, PollFlags::OUT)];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(_) => {
                    let [stop, _] = &fds;
                    // The writer never writes: any word from this end means that it is gone.
                    return Ok(if stop.revents().is_empty() { Woke::Tty } else { Woke::Stop });
                }
            }
        }
    }
}

/// A thread of the terminal. Dropping it tells the thread to end and does not wait for it: it may be
/// handing over an event that nobody takes any more.
#[derive(Debug)]
pub(super) struct Worker {
    _stop: PipeWriter,
    _thread: JoinHandle<()>,
}

/// Starts a thread which waits on `tty` until the [`Worker`] is dropped.
pub(super) fn spawn(name: &str, tty: OwnedFd, work: impl FnOnce(&Wait) + Send + 'static) -> std::io::Result<Worker> {
    let (reader, writer) = pipe()?;
    let wait = Wait { tty, stop: reader };
    let thread = Builder::new().name(name.to_owned()).spawn(move || work(&wait))?;
    Ok(Worker { _stop: writer, _thread: thread })
}
