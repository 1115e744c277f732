//! The state and what is told beside it, folded from the journal's events.

use std::ops::ControlFlow;

use super::chronicle::Chronicle;
use crate::domain::{Damage, Event, RecordTrouble, State, Trouble};
use crate::journal::chain::SealedRef;
use crate::journal::v1;

/// Folds events as a journal shows them; the first that cannot follow stops the reading.
#[derive(Debug, Default)]
pub(super) struct Folding {
    /// What was folded so far.
    pub(super) state: State,
    /// Times and receipts.
    pub(super) chronicle: Chronicle,
    /// Why it stopped.
    pub(super) trouble: Option<Trouble>,
}

impl Folding {
    /// The next event.
    pub(super) fn visit(&mut self, sealed: SealedRef<'_>) -> ControlFlow<()> {
        let number = sealed.number;
        match v1::event_of_ref(sealed) {
            Ok(event) => self.take(&event),
            Err(_) => self.stop(number, Damage::Malformed),
        }
    }

    fn take(&mut self, event: &Event) -> ControlFlow<()> {
        self.chronicle.note(event);
        match self.state.apply(event) {
            Ok(()) => ControlFlow::Continue(()),
            Err(misfit) => self.stop(misfit.number, Damage::Misfit),
        }
    }

    fn stop(&mut self, number: u64, damage: Damage) -> ControlFlow<()> {
        self.trouble = Some(RecordTrouble::Damaged(number, damage).into());
        ControlFlow::Break(())
    }
}
