//! Long answers, worked out in a thread of their own on what was committed when they were asked (DESIGN §8): nobody else
//! waits behind them.
//!
//! Invariants: nothing is written from here; an answer shows nothing newer than its question; how long an expert waits for
//! one that reads the whole journal does not count what the others did.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::hall::Mail;
use super::notes::Notes;
use super::reading::{Reading, Sitting};
use super::record::Snapshot;
use super::request::Failure;
use super::trouble;
use super::view::{Ask, View};
use crate::domain::Trouble;
use crate::journal::index::Follower;

/// Questions that may wait; beyond it a client is told "busy".
const QUEUE: usize = 64;
/// What an expert asks of the whole journal is answered at the end of a step, however early it was worked out. A step
/// holds the reading of a journal of some hundred thousand marks.
const STEP: Duration = Duration::from_millis(250);

/// After so long without a question nobody is searching any more: what was kept for the next search is let go.
const REST: Duration = Duration::from_mins(5);

/// Whether an answer takes long enough for others to notice.
pub(super) fn is_long(ask: &Ask) -> bool {
    match ask {
        Ask::WhatIf | Ask::Folder | Ask::Log { .. } | Ask::Verify { .. } | Ask::Marks | Ask::Find { .. } => true,
        Ask::Home
        | Ask::Dossiers
        | Ask::Desk(_)
        | Ask::Ladder
        | Ask::Dossier(_)
        | Ask::Progress
        | Ask::List
        | Ask::Meeting
        | Ask::Sheets(_)
        | Ask::Transcribed(..)
        | Ask::Entry(..) => false,
    }
}

/// A question with everything its answer is made from.
#[derive(Debug)]
pub(super) struct Question {
    /// Whose, and under which number of its own.
    pub(super) client: u64,
    pub(super) id: u64,
    pub(super) ask: Ask,
    pub(super) sitting: Sitting,
    pub(super) notes: Notes,
    pub(super) snapshot: Snapshot,
    pub(super) store: Option<Arc<Follower>>,
    /// How long it took must not tell how much there was to read.
    pub(super) even: bool,
}

/// What comes of a question.
#[derive(Debug)]
pub(super) enum Worked {
    /// The answer to a client's question.
    Out(u64, u64, Result<View, Failure>),
    /// Others wrote meanwhile, and it can only be said where nobody does: in the hall.
    Moved(u64, u64, Ask),
}

/// The thread, from its beginning at the first question.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    begun: Option<(SyncSender<Question>, JoinHandle<()>)>,
}

impl Elsewhere {
    /// Hands over a question; its answer comes as mail. `Err`: nothing will come.
    pub(super) fn ask(&mut self, root: &Path, question: Question, hall: &SyncSender<Mail>) -> Result<(), Trouble> {
        let (questions, _) = match &mut self.begun {
            Some(begun) => begun,
            none => none.insert(begin(root.to_path_buf(), hall.clone())?),
        };
        questions.try_send(question).map_err(|_| Trouble::Busy)
    }

    /// No more questions. Answers whether it has ended: what is under way is finished first, and heard by nobody.
    pub(super) fn is_over(&mut self) -> bool {
        let Some((_, thread)) = self.begun.take() else { return true };
        let over = thread.is_finished();
        if !over {
            let (closed, _) = sync_channel(0);
            self.begun = Some((closed, thread));
        }
        over
    }
}

fn begin(root: PathBuf, hall: SyncSender<Mail>) -> Result<(SyncSender<Question>, JoinHandle<()>), Trouble> {
    let (questions, queue) = sync_channel(QUEUE);
    let run = move || work(&Reading::new(&root), &queue, &hall, REST);
    let thread = std::thread::Builder::new().name("elsewhere".to_owned()).spawn(run);
    Ok((questions, thread.map_err(|error| trouble::thread(&error))?))
}

/// Works until nobody asks any more, or nobody hears the answers.
fn work(reading: &Reading, queue: &Receiver<Question>, hall: &SyncSender<Mail>, rest: Duration) {
    // Answers that wait for the end of their step.
    let mut ready: Vec<(Instant, Worked)> = Vec::new();
    loop {
        let now = Instant::now();
        for (_, worked) in ready.extract_if(.., |(due, _)| *due <= now) {
            if hall.send(Mail::Worked(worked)).is_err() {
                return;
            }
        }
        let question = match ready.iter().map(|(due, _)| *due).min() {
            None if reading.has_shelf() => queue.recv_timeout(rest),
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => queue.recv_timeout(due.saturating_duration_since(now)),
        };
        match question {
            Ok(question) => ready.push(answered(reading, question)),
            Err(RecvTimeoutError::Timeout) if ready.is_empty() => reading.clear_shelf(),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The answer, and from when on it may be given.
fn answered(reading: &Reading, question: Question) -> (Instant, Worked) {
    let begun = Instant::now();
    let Question { client, id, ask, sitting, notes, snapshot, store, even } = question;
    let events = matches!(ask, Ask::Log { .. } | Ask::Verify { .. });
    let view = match snapshot.open(events) {
        Ok(record) => reading.view(&record, &notes, store.as_deref(), &sitting, &ask),
        Err(why) => Err(why.into()),
    };
    let worked = match view {
        Ok(Some(view)) => Worked::Out(client, id, Ok(view)),
        Ok(None) => Worked::Moved(client, id, ask),
        Err(why) => Worked::Out(client, id, Err(why)),
    };
    let now = Instant::now();
    let due = if even { even_end(begun, now) } else { now };
    (due, worked)
}

/// The end of the step in which it is now, counted from `begun`.
fn even_end(begun: Instant, now: Instant) -> Instant {
    let mut end = begun + STEP;
    while end < now {
        end += STEP;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::shelf::tests::with_one_dossier;

    #[test]
    fn what_was_kept_for_the_next_search_is_let_go_when_nobody_searches_any_more() {
        let reading = Reading::with_shelf(Path::new("."), with_one_dossier());
        assert!(reading.has_shelf());
        let (questions, queue) = sync_channel(1);
        let (hall, _mail) = sync_channel(1);
        let asker = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            drop(questions);
        });
        work(&reading, &queue, &hall, Duration::from_millis(1));
        assert!(asker.join().is_ok() && !reading.has_shelf());
    }
}
