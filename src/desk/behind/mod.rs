//! The store that is written behind (DESIGN §4): never awaited, never the only copy of anything.
//!
//! It is opened in a thread of its own, after the first frame can be drawn. Until it has said that the journal was not
//! cut, the hall takes no writes; that takes some milliseconds.
//!
//! - here: the hall's end of it; - `level`: brought level with the journal, or made anew; - `compare`: for `verify`;
//! - `sheets`: which sheets it holds.

mod compare;
mod level;
mod sheets;

pub(super) use compare::{Moved, check};
pub(super) use level::rebuild;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use self::level::{Unsettled, settle};
use self::sheets::touched_sheets;
use super::hall::Mail;
use super::record::{Committed, Record};
use super::trouble;
use crate::domain::{Cause, SeatId, Trouble};
use crate::journal::chain::Head;
use crate::journal::index::{Copy, Follower, Index, IndexError, Taken};
use crate::journal::lock::Lock;
use crate::journal::v1::SeatNotes;
use crate::text::clean_line;

/// How long an orderly exit waits for the store; what is missing then is caught up at the next opening.
const PATIENCE: Duration = Duration::from_secs(10);

/// The store's folder below `store/`.
const NAME: &str = "sled";

/// What the store has to say to the hall.
#[derive(Debug)]
pub(super) enum News {
    /// What was kept for the seats.
    Notes(Vec<(SeatId, SeatNotes)>),
    /// Something to be told.
    Told(Trouble),
    /// It was opened and agrees with the journal; or it does not, and nothing may be written.
    Verdict(Result<Option<Follower>, Trouble>),
}

/// The hall's end of the store.
#[derive(Debug)]
pub(super) struct Behind {
    store: PathBuf,
    follower: Option<Arc<Follower>>,
    /// Held as long as anything may be written.
    _lock: Lock,
}

impl Behind {
    /// The store in the panel's `store/`, whose lock is held.
    pub(super) fn new(store: &Path, lock: Lock) -> Self {
        Self { store: store.to_path_buf(), follower: None, _lock: lock }
    }

    /// Begins to open the store; what it finds comes as news. `head` is where the journal ends.
    pub(super) fn begin(&self, head: Head, news: SyncSender<Mail>) {
        let store = self.store.clone();
        let told = news.clone();
        let open = move || {
            let tell = |news_item| drop(news.send(Mail::News(news_item)));
            let verdict = match settle(&store, head, &tell) {
                Ok(index) => follow(index, news.clone(), &tell).map(Some),
                // The journal is the truth and is whole: work goes on without the store, and says so.
                Err(Unsettled::Without(why)) => {
                    tell(News::Told(why));
                    Ok(None)
                }
                Err(Unsettled::Cut(why)) => Err(why),
            };
            tell(News::Verdict(verdict));
        };
        if let Err(error) = std::thread::Builder::new().name("store".into()).spawn(open) {
            let _ = told.try_send(Mail::News(News::Verdict(Err(trouble::thread(&error)))));
        }
    }

    /// The store is open and follows from here on.
    pub(super) fn follow(&mut self, follower: Option<Follower>) {
        self.follower = follower.map(Arc::new);
    }

    /// The store itself, to be compared with the journal.
    pub(super) fn follower(&self) -> Option<&Arc<Follower>> {
        self.follower.as_ref()
    }

    /// Hands over a committed frame.
    pub(super) fn frame(&self, record: &Record, committed: &Committed) {
        let Some(follower) = &self.follower else { return };
        let copies = committed.sealed.iter().filter_map(Copy::of).collect();
        if follower.frame(copies, touched_sheets(&record.state, &committed.events)) == Taken::Queued {
            return;
        }
        self.catch_up(record);
    }

    /// Hands over what was dropped, once there is room again.
    pub(super) fn catch_up(&self, record: &Record) {
        let Some(follower) = &self.follower else { return };
        let Some(from) = follower.wanted() else { return };
        let mut copies = Vec::new();
        let mut events = Vec::new();
        let collected = record.sealed_from(from, &mut |sealed| {
            copies.extend(Copy::of(sealed));
            events.extend(super::record::event_of(sealed).ok());
        });
        // A journal that cannot be read any more is found by the next write and by `verify`.
        if collected.is_ok() {
            follower.frame(copies, touched_sheets(&record.state, &events));
        }
    }

    /// Hands over what is kept for a seat.
    pub(super) fn notes(&self, seat: SeatId, notes: SeatNotes) {
        if let Some(follower) = &self.follower {
            follower.notes(seat, notes);
        }
    }

    /// Lets it finish; what it does not finish is caught up at the next opening.
    pub(super) fn finish(self) {
        // Somebody may still compare it; then it ends by itself, and what is missing is caught up.
        if let Some(follower) = self.follower.and_then(Arc::into_inner) {
            follower.drain(PATIENCE);
        }
    }
}

/// What the store's disk said.
pub(super) fn disk_trouble(error: &IndexError) -> Trouble {
    Trouble::Disk(clean_line("store/sled"), cause(error))
}

/// Where the store lies below `store/`.
pub(super) fn dir(store: &Path) -> PathBuf {
    store.join(NAME)
}

fn cause(error: &IndexError) -> Cause {
    match error {
        IndexError::Full => Cause::Full,
        IndexError::Io(kind) => Cause::from(&std::io::Error::from(*kind)),
        other => Cause::Other(clean_line(&format!("{other:?}"))),
    }
}

fn follow(index: Index, news: SyncSender<Mail>, tell: &dyn Fn(News)) -> Result<Follower, Trouble> {
    match index.all_notes() {
        Ok(notes) => tell(News::Notes(notes)),
        Err(why) => tell(News::Told(disk_trouble(&why))),
    }
    let report = move |why: IndexError| {
        let told = News::Told(disk_trouble(&why));
        // The hall may be gone by now; then the next opening tells.
        let _ = news.try_send(Mail::News(told));
    };
    Follower::spawn(index, report).map_err(|error| trouble::thread(&error))
}
