//! The store opens beside the work, and what it says of the journal decides whether anything may be written.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

use super::Floor;
use crate::desk::behind::News;
use crate::desk::hall::{Begin, Mail};
use crate::desk::view::Topic;
use crate::domain::Trouble;

/// How long a screen's first questions may keep the store from opening.
const FIRST_WAIT: Duration = Duration::from_millis(50);

impl Floor {
    /// Opens the store, now or later.
    pub(in crate::desk) fn begin(&mut self, begin: Begin, news: SyncSender<Mail>) {
        if self.behind.is_none() {
            return self.settled(Ok(()));
        }
        self.unopened = Some(news);
        if begin == Begin::AtOnce {
            self.open_store();
        }
    }

    pub(super) fn open_store(&mut self) {
        if let (Some(behind), Some(news)) = (&self.behind, self.unopened.take()) {
            behind.begin(self.record.head(), news);
        }
    }

    /// The next mail; where none comes for a while, the store is opened meanwhile.
    pub(super) fn next(&mut self, queue: &Receiver<Mail>) -> Option<Mail> {
        if self.unopened.is_some() {
            match queue.recv_timeout(FIRST_WAIT) {
                Ok(mail) => return Some(mail),
                Err(RecvTimeoutError::Timeout) => self.open_store(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        queue.recv().ok()
    }

    pub(super) fn news(&mut self, news: News) {
        match news {
            News::Notes(kept) => {
                for (seat, notes) in kept {
                    self.guests.entered_before(&seat, notes.entered);
                    self.notes.load(seat, notes);
                }
                self.notes.complete();
                self.guests.owe(Topic::Own);
            }
            News::Told(trouble) => self.tell(&trouble),
            News::Verdict(Ok(follower)) => {
                if let Some(behind) = self.behind.as_mut() {
                    behind.follow(follower);
                }
                self.settled(Ok(()));
            }
            News::Verdict(Err(why)) => {
                self.tell(&why);
                self.settled(Err(why));
            }
        }
    }

    /// The store has spoken: whoever waited for that hears it, and writes that waited are taken.
    fn settled(&mut self, verdict: Result<(), Trouble>) {
        if let Some(waiting) = self.settling.take() {
            let _ = waiting.try_send(verdict.clone());
        }
        if self.notes.complete() {
            self.guests.owe(Topic::Own);
        }
        self.verdict = Some(verdict);
    }
}
