//! What only looks: answered here from committed state, or elsewhere where it is long and others sit here too.

use std::sync::Arc;

use super::Floor;
use crate::desk::behind::Behind;
use crate::desk::client::Letter;
use crate::desk::elsewhere::{Question, Worked};
use crate::desk::reading::Sitting;
use crate::desk::record::Snapshot;
use crate::desk::request::{Answer, Failure};
use crate::desk::view;
use crate::domain::{Role, Trouble};

impl Floor {
    /// Others sit here too: nobody is to wait behind a long answer.
    pub(super) fn ask_elsewhere(&mut self, letter: &Letter, ask: view::Ask, sitting: Sitting, snapshot: Snapshot) {
        let whole_journal = matches!(ask, view::Ask::Log { .. } | view::Ask::Verify { .. });
        let even = whole_journal && self.role(&sitting.seat) == Some(Role::Expert);
        let store = self.behind.as_ref().and_then(Behind::follower).cloned();
        let (client, id, notes) = (letter.client, letter.id, self.notes.clone());
        let question = Question { client, id, ask, sitting, notes, snapshot, store, even };
        if let Err(why) = self.elsewhere.ask(&self.record.root, question, &self.mail) {
            self.answer(letter, Err(why.into()));
        }
    }

    pub(super) fn worked(&mut self, worked: Worked) {
        match worked {
            Worked::Out(client, id, result) => self.guests.answer(client, id, result.map(Answer::View)),
            Worked::Moved(client, id, ask) => {
                let Some((_, sitting)) = self.guests.sitting(client) else { return };
                let result = self.look(&sitting, &ask);
                self.guests.answer(client, id, result.map(Answer::View));
            }
        }
    }

    pub(super) fn look(&mut self, sitting: &Sitting, ask: &view::Ask) -> Result<view::View, Failure> {
        let store = self.behind.as_ref().and_then(Behind::follower).map(Arc::as_ref);
        let view = self.reading.view(&self.record, &self.notes, store, sitting, ask)?;
        // While the hall looks, nobody writes.
        view.ok_or_else(|| Trouble::Busy.into())
    }
}
