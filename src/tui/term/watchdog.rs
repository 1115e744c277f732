//! The thread which notices a dead line at once (PITFALLS 15).
//!
//! The reader sees a hang-up too, but it may be handing over events just then, and SIGHUP may be
//! ignored (`nohup`). This thread asks the terminal for nothing, so it wakes for nothing but its end.

use super::TermEvent;
use super::wait::{Woke, Worker, spawn as spawn_worker};
use rustix::event::PollFlags;
use std::os::fd::OwnedFd;

/// Watches `tty` and sends [`TermEvent::HangUp`] once. Ends when the [`Worker`] is dropped.
pub fn spawn(tty: OwnedFd, sink: impl Fn(TermEvent) -> bool + Send + 'static) -> std::io::Result<Worker> {
    spawn_worker("watchdog", tty, move |wait| {
        loop {
            match wait.until(PollFlags::empty(), None) {
                Ok(Woke::Stop) => return,
                Ok(Woke::Silence) => {}
                Ok(Woke::Tty) | Err(_) => {
                    sink(TermEvent::HangUp);
                    return;
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{channel, sink};
    use super::*;
    use std::io::{Write, pipe};
    use std::sync::mpsc::RecvError;

    #[test]
    fn the_end_of_the_line_wakes_it_and_bytes_do_not() {
        let (reader, mut writer) = pipe().unwrap();
        let (sender, events) = channel();
        let _worker = spawn(reader.into(), sink(sender)).unwrap();
        writer.write_all(b"typed before the line died").unwrap();
        drop(writer);
        assert_eq!(events.recv(), Ok(TermEvent::HangUp));
        assert_eq!(events.recv(), Err(RecvError), "told once, then the thread is gone");
    }

    #[test]
    fn it_ends_without_a_word_when_the_program_leaves() {
        let (reader, _writer) = pipe().unwrap();
        let (sender, events) = channel();
        drop(spawn(reader.into(), sink(sender)).unwrap());
        assert_eq!(events.recv(), Err(RecvError));
    }
}
