//! The thread which reads what is typed.

use super::TermEvent;
use super::decode::Decoder;
use super::wait::{Wait, Woke, spawn as spawn_worker};
use rustix::event::PollFlags;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

pub use super::wait::Worker;

/// One read: more than a terminal sends at once, little enough to keep the queue's order fair.
const READ_BYTES: usize = 1024;

/// Starts the reader on `tty` (already raw). `hold` is [`HOLD_LOCAL`](super::decode::HOLD_LOCAL) or
/// [`HOLD_REMOTE`](super::decode::HOLD_REMOTE). It ends when the [`Worker`] is dropped, when `sink`
/// answers false, or after [`TermEvent::InputClosed`]. It sleeps without a timer while nothing waits.
pub fn spawn(
    tty: OwnedFd,
    hold: Duration,
    sink: impl Fn(TermEvent) -> bool + Send + 'static,
) -> std::io::Result<Worker> {
    spawn_worker("input", tty, move |wait| read_on(wait, hold, &sink))
}

fn read_on(wait: &Wait, hold: Duration, sink: &impl Fn(TermEvent) -> bool) {
    let start = Instant::now();
    let mut decoder = Decoder::new(hold);
    let mut events = Vec::new();
    let mut bytes = [0; READ_BYTES];
    loop {
        let left = decoder.deadline().map(|due| due.saturating_sub(start.elapsed()));
        match wait.until(PollFlags::IN, left) {
            Ok(Woke::Stop) => return,
            Ok(Woke::Silence) => decoder.tick(start.elapsed(), &mut events),
            Ok(Woke::Tty) => match rustix::io::read(&wait.tty, &mut bytes) {
                Ok(count) if count > 0 => {
                    let read = bytes.get(..count).unwrap_or_default();
                    decoder.feed(read, start.elapsed(), &mut events);
                }
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                // End of input, or EIO: the terminal is gone. Whoever listens decides what that means.
                Ok(_) | Err(_) => {
                    sink(TermEvent::InputClosed);
                    return;
                }
            },
            Err(_) => {
                sink(TermEvent::InputClosed);
                return;
            }
        }
        for event in events.drain(..) {
            if !sink(event) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{channel, decode::HOLD_LOCAL, sink};
    use super::*;
    use crate::tui::keymap::Key;
    use std::io::{Write, pipe};
    use std::sync::mpsc::RecvError;

    #[test]
    fn bytes_become_events_and_the_end_of_input_is_told_once() {
        let (reader, mut writer) = pipe().unwrap();
        let (sender, events) = channel();
        let _worker = spawn(reader.into(), HOLD_LOCAL, sink(sender)).unwrap();
        writer.write_all("\x1b[B分".as_bytes()).unwrap();
        assert_eq!(events.recv(), Ok(TermEvent::Key(Key::Down)));
        assert_eq!(events.recv(), Ok(TermEvent::Key(Key::Char('分'))));
        writer.write_all(b"\x1b").unwrap();
        assert_eq!(events.recv(), Ok(TermEvent::Key(Key::Esc)));
        drop(writer);
        assert_eq!(events.recv(), Ok(TermEvent::InputClosed));
        assert_eq!(events.recv(), Err(RecvError));
    }

    #[test]
    fn the_thread_ends_when_its_worker_is_dropped() {
        let (reader, _writer) = pipe().unwrap();
        let (sender, events) = channel();
        drop(spawn(reader.into(), HOLD_LOCAL, sink(sender)).unwrap());
        assert_eq!(events.recv(), Err(RecvError), "the thread let its sender go");
    }
}
