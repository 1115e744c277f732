//! What reaches the loop: what is typed, which the loop reads itself, and what other threads send it.
//!
//! A thread that read the keys and handed them over would put a wake-up between a key and its frame. So one poll waits
//! for both, and a dead line ends it at once: there is no other wait in the loop in which it could go unseen (PITFALLS
//! 15; what spins there is a library's poll, which is not used).

use super::TermEvent;
use super::decode::Decoder;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::collections::VecDeque;
use std::io::{PipeReader, PipeWriter, Read, Write, pipe};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

/// Events of other threads that may wait for the loop; who sends more waits, or is refused.
pub const QUEUE_LEN: usize = 1024;
/// One read: more than a terminal sends at once, and the bound of what is typed and not handled yet. The rest waits in
/// the kernel, which holds up a paste and nobody else.
const READ_BYTES: usize = 1024;

/// The loop's end.
#[derive(Debug)]
pub struct Inbox<T> {
    /// Gone once nothing more can come from it.
    tty: Option<OwnedFd>,
    decoder: Decoder,
    start: Instant,
    typed: VecDeque<T>,
    decoded: Vec<TermEvent>,
    queue: Receiver<T>,
    sender: Sender<T>,
    rung: PipeReader,
}

/// The other threads' end.
#[derive(Debug)]
pub struct Sender<T> {
    queue: SyncSender<T>,
    bell: Arc<Bell>,
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), bell: Arc::clone(&self.bell) }
    }
}

/// Wakes the loop, if it sleeps.
#[derive(Debug)]
struct Bell {
    sleeping: AtomicBool,
    cord: PipeWriter,
}

/// Why waiting came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Woke {
    /// The terminal has something to say, or it is gone.
    Tty,
    /// Somebody rang, or a signal came, which its own thread tells.
    Bell,
    /// Nothing until the time was over.
    Silence,
}

impl<T> Sender<T> {
    /// Sends, and waits while the queue is full. False: nobody listens any more.
    pub fn send(&self, event: T) -> bool {
        let sent = self.queue.send(event).is_ok();
        self.bell.ring();
        sent
    }

    /// Sends without waiting.
    pub fn offer(&self, event: T) -> Result<(), TrySendError<T>> {
        let sent = self.queue.try_send(event);
        self.bell.ring();
        sent
    }
}

impl<T: From<TermEvent> + Send + 'static> Sender<T> {
    /// For a thread of the terminal: false once nobody listens.
    pub fn sink(&self) -> impl Fn(TermEvent) -> bool + Send + 'static {
        let sender = self.clone();
        move |event| sender.send(event.into())
    }
}

impl Bell {
    fn ring(&self) {
        // Either the loop sees the event before it sleeps, or we see that it sleeps.
        fence(Ordering::SeqCst);
        if self.sleeping.swap(false, Ordering::SeqCst) {
            // The loop has gone, or one byte is in the pipe: it holds no more than one for each sleep.
            let _ = (&self.cord).write(&[0]);
        }
    }
}

impl<T: From<TermEvent>> Inbox<T> {
    /// Over a terminal that is raw already. `hold` is [`HOLD_LOCAL`](super::decode::HOLD_LOCAL) or
    /// [`HOLD_REMOTE`](super::decode::HOLD_REMOTE).
    pub fn new(tty: OwnedFd, hold: Duration) -> std::io::Result<Self> {
        let (rung, cord) = pipe()?;
        let (sender, queue) = sync_channel(QUEUE_LEN);
        let bell = Arc::new(Bell { sleeping: AtomicBool::new(false), cord });
        Ok(Self {
            tty: Some(tty),
            decoder: Decoder::new(hold),
            start: Instant::now(),
            typed: VecDeque::new(),
            decoded: Vec::new(),
            queue,
            sender: Sender { queue: sender, bell },
            rung,
        })
    }

    /// The end for other threads.
    pub fn sender(&self) -> &Sender<T> {
        &self.sender
    }

    /// What has been sent or typed by now, without waiting for more.
    pub fn at_hand(&mut self) -> Option<T> {
        self.held().or_else(|| {
            if self.poll(Some(Duration::ZERO)) == Woke::Tty {
                self.read();
            }
            self.typed.pop_front()
        })
    }

    /// What has been sent, or read already.
    fn held(&mut self) -> Option<T> {
        self.typed.pop_front().or_else(|| self.queue.try_recv().ok())
    }

    /// The next event; `None` when `wait` is over before there is one. Sleeps without a timer where nothing is held.
    pub fn next(&mut self, wait: Option<Duration>) -> Option<T> {
        let until = wait.map(|wait| self.start.elapsed().saturating_add(wait));
        loop {
            if let Some(event) = self.held().or_else(|| self.before_sleep()) {
                return Some(event);
            }
            let due = [until, self.decoder.deadline()].into_iter().flatten().min();
            let woke = self.poll(due.map(|due| due.saturating_sub(self.start.elapsed())));
            self.sender.bell.sleeping.store(false, Ordering::SeqCst);
            match woke {
                Woke::Tty => self.read(),
                Woke::Silence => self.tick(),
                Woke::Bell => {}
            }
            if self.typed.is_empty() && until.is_some_and(|until| self.start.elapsed() >= until) {
                return self.held();
            }
        }
    }

    /// From here on whoever sends rings; what came until then is not slept over.
    fn before_sleep(&self) -> Option<T> {
        self.sender.bell.sleeping.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        self.queue.try_recv().ok()
    }

    /// Waits for the terminal and the bell at once, at most so long.
    fn poll(&mut self, wait: Option<Duration>) -> Woke {
        // Rounded up by the kernel; a wait beyond what it can count is no wait we ask for.
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        let mut fds = vec![PollFd::new(&self.rung, PollFlags::IN)];
        fds.extend(self.tty.as_ref().map(|tty| PollFd::new(tty, PollFlags::IN)));
        let woken = poll(&mut fds, wait.as_ref());
        let [rang, spoke] = [0, 1].map(|place| fds.get(place).is_some_and(|fd| !fd.revents().is_empty()));
        drop(fds);
        if rang {
            let _one_byte_a_sleep = self.rung.read(&mut [0; 8]);
        }
        match woken {
            Ok(0) => Woke::Silence,
            Ok(_) if spoke => Woke::Tty,
            Ok(_) | Err(Errno::INTR) => Woke::Bell,
            Err(_) => {
                self.close();
                Woke::Bell
            }
        }
    }

    fn read(&mut self) {
        let Some(tty) = &self.tty else { return };
        let mut bytes = [0; READ_BYTES];
        match rustix::io::read(tty, &mut bytes) {
            Ok(count @ 1..) => {
                let read = bytes.get(..count).unwrap_or_default();
                self.decoder.feed(read, self.start.elapsed(), &mut self.decoded);
                self.typed.extend(self.decoded.drain(..).map(T::from));
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            // End of input, or EIO: the terminal is gone. Whoever listens decides what that means.
            Ok(_) | Err(_) => self.close(),
        }
    }

    fn tick(&mut self) {
        self.decoder.tick(self.start.elapsed(), &mut self.decoded);
        self.typed.extend(self.decoded.drain(..).map(T::from));
    }

    /// Told once; a dead terminal is not asked again.
    fn close(&mut self) {
        if self.tty.take().is_some() {
            self.typed.push_back(TermEvent::InputClosed.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::HOLD_LOCAL;
    use super::*;
    use crate::tui::keymap::Key;
    use std::thread;

    fn inbox() -> (PipeWriter, Inbox<TermEvent>) {
        let (reader, writer) = pipe().unwrap();
        (writer, Inbox::new(reader.into(), HOLD_LOCAL).unwrap())
    }

    #[test]
    fn bytes_become_events_and_the_end_of_input_is_told_once() {
        let (mut writer, mut inbox) = inbox();
        writer.write_all("\x1b[B分".as_bytes()).unwrap();
        assert_eq!(inbox.next(None), Some(TermEvent::Key(Key::Down)));
        assert_eq!(inbox.next(None), Some(TermEvent::Key(Key::Char('分'))));
        writer.write_all(b"\x1b").unwrap();
        assert_eq!(inbox.next(None), Some(TermEvent::Key(Key::Esc)), "an Esc alone comes once it was held");
        drop(writer);
        assert_eq!(inbox.next(None), Some(TermEvent::InputClosed));
        assert_eq!(inbox.next(Some(Duration::from_millis(1))), None, "and no spinning on what is dead");
    }

    #[test]
    fn nothing_is_awaited_longer_than_asked() {
        let (mut writer, mut inbox) = inbox();
        assert_eq!(inbox.next(Some(Duration::from_millis(1))), None);
        writer.write_all(b"\x1b").unwrap();
        assert_eq!(inbox.next(Some(Duration::from_millis(1))), None, "the Esc is still held");
        writer.write_all(b"[A").unwrap();
        assert_eq!(inbox.next(Some(Duration::from_mins(1))), Some(TermEvent::Key(Key::Up)));
    }

    #[test]
    fn what_was_typed_by_now_is_at_hand_without_waiting() {
        let (mut writer, mut inbox) = inbox();
        assert_eq!(inbox.at_hand(), None);
        writer.write_all(b"9").unwrap();
        assert_eq!(inbox.at_hand(), Some(TermEvent::Key(Key::Char('9'))));
        assert_eq!(inbox.at_hand(), None);
    }

    #[test]
    fn no_event_of_another_thread_is_slept_over() {
        let (_writer, mut inbox) = inbox();
        let count = 20_000_u16;
        let senders: Vec<_> = (0..2)
            .map(|_| {
                let sender = inbox.sender().clone();
                thread::spawn(move || (0..count).all(|nth| sender.send(TermEvent::Resize(nth, 1))))
            })
            .collect();
        let told = (0..2 * count).filter_map(|_| inbox.next(Some(Duration::from_mins(1)))).count();
        assert_eq!(told, usize::from(2 * count));
        assert!(senders.into_iter().all(|sender| sender.join().unwrap()));
        assert_eq!(inbox.next(Some(Duration::from_millis(1))), None);
    }

    #[test]
    fn keys_and_events_of_others_both_get_through_while_both_keep_coming() {
        let (mut writer, mut inbox) = inbox();
        let sender = inbox.sender().clone();
        let typing = thread::spawn(move || (0..200).all(|_| writer.write_all(&[b'5'; 100]).is_ok()).then_some(writer));
        let sending = thread::spawn(move || (0..2_000).all(|_| sender.send(TermEvent::Drained)));
        let (mut keys, mut others) = (0, 0);
        while keys < 20_000 || others < 2_000 {
            match inbox.next(Some(Duration::from_mins(1))).unwrap() {
                TermEvent::Drained => others += 1,
                _ => keys += 1,
            }
        }
        assert!(sending.join().unwrap() && typing.join().unwrap().is_some());
    }

    #[test]
    fn a_thread_learns_that_nobody_listens_any_more() {
        let (_writer, inbox) = inbox();
        let sink = inbox.sender().sink();
        assert!(sink(TermEvent::Drained));
        drop(inbox);
        assert!(!sink(TermEvent::Drained));
    }
}
