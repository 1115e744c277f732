//! Waiting for a terminal and for the word to stop, in one poll.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{PipeReader, PipeWriter, pipe};
use std::os::fd::OwnedFd;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Why [`Wait::until`] came back.
pub(super) enum Woke {
    /// The terminal has something to say, or it is gone.
    Tty,
    /// The program leaves.
    Stop,
    /// Nothing until the time was over.
    Silence,
}

/// What a thread waits on.
pub(super) struct Wait {
    pub(super) tty: OwnedFd,
    stop: PipeReader,
}

impl Wait {
    /// Waits for `flags` on the terminal (hang-up and error always count), or for the end of `wait`.
    pub(super) fn until(&self, flags: PollFlags, wait: Option<Duration>) -> std::io::Result<Woke> {
        // Rounded up by the kernel; a wait beyond what it can count is no wait we ask for.
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        loop {
            let mut fds = [PollFd::new(&self.stop, PollFlags::empty()), PollFd::new(&self.tty, flags)];
            match poll(&mut fds, wait.as_ref()) {
                Ok(0) => return Ok(Woke::Silence),
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
pub struct Worker {
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
