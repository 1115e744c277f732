//! The store that is written behind (DESIGN §4): never awaited, never the only copy of anything.

use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

use super::hall::Mail;
use super::notes::SeatNotes;
use super::record::{Committed, Record};
use crate::domain::{SeatId, State, Trouble};
use crate::journal::lock::Lock;

/// What the store has to say to the hall.
#[derive(Debug)]
pub(super) enum News {
    /// What was kept for the seats.
    Notes(Vec<(SeatId, SeatNotes)>),
    /// Something to be told.
    Told(Trouble),
}

/// The hall's end of the store.
#[derive(Debug)]
pub(super) struct Behind {
    store: PathBuf,
    _lock: Lock,
}

impl Behind {
    pub(super) fn new(store: &Path, lock: Lock) -> Self {
        Self { store: store.to_path_buf(), _lock: lock }
    }

    pub(super) fn begin(&mut self, _news: SyncSender<Mail>) {
        let _ = &self.store;
    }

    pub(super) fn frame(&mut self, _record: &Record, _committed: &Committed) {}

    pub(super) fn notes(&mut self, _seat: SeatId, _notes: SeatNotes) {}

    pub(super) fn check(&self, _state: &State) -> Option<Trouble> {
        None
    }

    pub(super) fn finish(self) {}
}
