//! The way out to the terminal, on which a stalled line holds up nobody.
//!
//! A terminal takes bytes as fast as its line does, and a frozen window takes none. So a frame is written without
//! waiting. What is not taken at once waits in a thread of its own, and until that is through
//! ([`is_stalled`](Outlet::is_stalled), [`TermEvent::Drained`]) no other frame may begin: what is shown next is then
//! the newest frame and not the next of a queue, and what is typed meanwhile is acted on.

use super::TermEvent;
use super::wait::{Wait, Woke, Worker, spawn as spawn_worker};
use rustix::event::PollFlags;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, ttyname};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long whoever leaves waits for a line that takes nothing.
pub(super) const LEAVING: Duration = Duration::from_millis(500);

/// A terminal opened once more, for ourselves alone: it can be told not to wait without telling the shell's copy.
/// `None` where the terminal cannot be opened by its name (another user's, another container's).
pub(super) fn reopen(tty: impl AsFd) -> Option<File> {
    let name = ttyname(tty, Vec::new()).ok()?;
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    rustix::fs::open(name, flags, Mode::empty()).ok().map(File::from)
}

/// Writes what is taken at once; answers how much that was.
fn write_now(tty: &File, bytes: &[u8]) -> io::Result<usize> {
    let mut taken = 0;
    while let Some(rest) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
        match rustix::io::write(tty, rest) {
            Ok(0) | Err(Errno::AGAIN) => break,
            Ok(count) => taken += count,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(taken)
}

/// Writes all of it to a terminal that does not wait, for at most `patience`; then throws away what the terminal has
/// not passed on, and tries once more.
pub(super) fn write_within(tty: &File, bytes: &[u8], patience: Duration) -> io::Result<()> {
    let start = Instant::now();
    let mut taken = write_now(tty, bytes)?;
    while taken < bytes.len() && start.elapsed() < patience {
        let wait = rustix::event::Timespec::try_from(patience.saturating_sub(start.elapsed())).ok();
        let mut fds = [rustix::event::PollFd::new(tty, PollFlags::OUT)];
        match rustix::event::poll(&mut fds, wait.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        taken += write_now(tty, bytes.get(taken..).unwrap_or_default())?;
    }
    if taken < bytes.len() {
        tcflush(tty, QueueSelector::OFlush)?;
        taken += write_now(tty, bytes.get(taken..).unwrap_or_default())?;
    }
    if taken < bytes.len() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
}

/// What the thread and the loop share.
#[derive(Debug, Default)]
struct Shared {
    /// Writes that are not through yet.
    owed: AtomicUsize,
    failed: Mutex<Option<io::Error>>,
}

/// Where frames go.
#[derive(Debug)]
pub struct Outlet {
    /// Takes bytes without waiting; where there is none, the thread does all the writing.
    direct: Option<File>,
    rest: SyncSender<Vec<u8>>,
    shared: Arc<Shared>,
    _worker: Worker,
}

impl Outlet {
    /// Over a terminal. `sink` hears [`TermEvent::Drained`] after each stall.
    pub fn new(tty: OwnedFd, sink: impl Fn(TermEvent) -> bool + Send + 'static) -> io::Result<Self> {
        let direct = reopen(&tty);
        Self::over(direct, tty, sink)
    }

    fn over(direct: Option<File>, tty: OwnedFd, sink: impl Fn(TermEvent) -> bool + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let (rest, jobs) = sync_channel(1);
        let out = match &direct {
            Some(direct) => direct.try_clone()?,
            None => File::from(tty.try_clone()?),
        };
        let theirs = Arc::clone(&shared);
        let worker = spawn_worker("outlet", tty, move |wait| push_on(wait, &out, &jobs, &theirs, &sink))?;
        Ok(Self { direct, rest, shared, _worker: worker })
    }

    /// Whether the terminal still owes us the taking of a frame.
    pub fn is_stalled(&self) -> bool {
        self.shared.owed.load(Ordering::Acquire) > 0
    }
}

/// The thread: writes what was not taken at once.
fn push_on(wait: &Wait, out: &File, jobs: &Receiver<Vec<u8>>, shared: &Shared, sink: &impl Fn(TermEvent) -> bool) {
    for bytes in jobs {
        let mut taken = 0;
        let failed = loop {
            match write_now(out, bytes.get(taken..).unwrap_or_default()) {
                Ok(count) => taken += count,
                Err(error) => break Some(error),
            }
            if taken >= bytes.len() {
                break None;
            }
            match wait.until_it_takes_more() {
                Ok(Woke::Stop) => return,
                Ok(Woke::Tty) => {}
                Err(error) => break Some(error),
            }
        };
        *shared.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
        // Where another write waits, a third must not overtake it.
        let last = shared.owed.fetch_sub(1, Ordering::AcqRel) == 1;
        if last && !sink(TermEvent::Drained) {
            return;
        }
    }
}

impl Write for Outlet {
    /// Takes all of it, whatever the terminal takes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(error) = self.shared.failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let taken = match &self.direct {
            Some(direct) if !self.is_stalled() => write_now(direct, bytes)?,
            _ => 0,
        };
        let rest = bytes.get(taken..).unwrap_or_default();
        if !rest.is_empty() {
            self.shared.owed.fetch_add(1, Ordering::AcqRel);
            self.rest.send(rest.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, pipe};

    /// A pipe stands for the terminal; its writing end does not wait.
    fn outlet() -> (io::PipeReader, Outlet, Receiver<TermEvent>) {
        let (reader, writer) = pipe().unwrap();
        rustix::io::ioctl_fionbio(&writer, true).unwrap();
        let (sender, events) = sync_channel(8);
        let direct = File::from(OwnedFd::from(writer.try_clone().unwrap()));
        let sink = move |event| sender.send(event).is_ok();
        (reader, Outlet::over(Some(direct), writer.into(), sink).unwrap(), events)
    }

    #[test]
    fn what_is_taken_at_once_wakes_nobody() {
        let (mut reader, mut outlet, events) = outlet();
        outlet.write_all(b"frame").unwrap();
        assert!(!outlet.is_stalled());
        let mut read = [0; 5];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"frame");
        drop(outlet);
        assert!(events.recv().is_err(), "the thread went without a word");
    }

    #[test]
    fn a_stalled_line_holds_nobody_up_and_loses_nothing() {
        let (mut reader, mut outlet, events) = outlet();
        let frame: Vec<u8> = (0..400_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        outlet.write_all(&frame).unwrap();
        assert!(outlet.is_stalled());
        let mut read = vec![0; frame.len()];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(events.recv(), Ok(TermEvent::Drained));
        assert!(read == frame && !outlet.is_stalled());
    }

    #[test]
    fn no_write_overtakes_another_that_waits() {
        let (mut reader, mut outlet, events) = outlet();
        let (first, second) = (vec![1; 200_000], vec![2; 200_000]);
        outlet.write_all(&first).unwrap();
        outlet.write_all(&second).unwrap();
        let mut read = vec![0; 400_000];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(events.recv(), Ok(TermEvent::Drained));
        outlet.write_all(&[3]).unwrap();
        let mut third = [0];
        reader.read_exact(&mut third).unwrap();
        assert!(read == [first, second].concat() && third == [3]);
    }

    #[test]
    fn a_line_that_dies_while_it_stalls_is_told_at_the_next_write() {
        let (reader, mut outlet, events) = outlet();
        outlet.write_all(&vec![0; 400_000]).unwrap();
        drop(reader);
        assert_eq!(events.recv(), Ok(TermEvent::Drained));
        assert!(outlet.write_all(b"more").is_err());
    }

    #[test]
    fn whoever_leaves_does_not_wait_for_a_stalled_line() {
        let (_reader, mut outlet, _events) = outlet();
        outlet.write_all(&vec![0; 400_000]).unwrap();
        drop(outlet);
    }
}
