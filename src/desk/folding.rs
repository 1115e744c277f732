//! The state and what is told beside it, folded from the journal's events.

use std::ops::ControlFlow;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Builder, scope};

use super::chronicle::Chronicle;
use super::trouble;
use crate::domain::{Damage, Event, RecordTrouble, State, Trouble};
use crate::journal::chain::SealedRef;
use crate::journal::file::Visit;
use crate::journal::v1;

/// Events handed over at once: many enough that the handing over does not count, few enough to begin early.
const BATCH: usize = 64;
/// Batches that may wait. Beyond it the reading waits for the folding.
const QUEUE: usize = 4;

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

    /// Folds what `read` shows in a thread of its own: while one event is folded the next are read, proved and decoded,
    /// which halves the wait where two processors are. What `read` answers is handed back once all of it is folded;
    /// whether the events followed one another is only known then.
    pub(super) fn along<R>(read: impl FnOnce(Visit<'_>) -> R) -> Result<(R, Self), Trouble> {
        let (batches, queue) = sync_channel::<Vec<Event>>(QUEUE);
        let fold = move || {
            let mut folding = Self::default();
            let all = queue.iter().all(|batch| batch.iter().all(|event| folding.take(event).is_continue()));
            // A reader that hears nothing any more stops.
            drop((all, queue));
            folding
        };
        scope(|scope| {
            let folding = Builder::new().name("folding".to_owned()).spawn_scoped(scope, fold);
            let folding = folding.map_err(|error| trouble::thread(&error))?;
            let mut decoding = Decoding { batch: Vec::with_capacity(BATCH), batches, malformed: None };
            let answer = read(&mut |sealed| decoding.visit(sealed));
            let malformed = decoding.end();
            let mut folding = folding.join().map_err(|_| Trouble::Crashed)?;
            if let Some(number) = malformed.filter(|_| folding.trouble.is_none()) {
                let _it_has_stopped_already = folding.stop(number, Damage::Malformed);
            }
            Ok((answer, folding))
        })
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

/// The reader's side of [`Folding::along`].
struct Decoding {
    batch: Vec<Event>,
    batches: SyncSender<Vec<Event>>,
    /// The event whose record could not be read.
    malformed: Option<u64>,
}

impl Decoding {
    fn visit(&mut self, sealed: SealedRef<'_>) -> ControlFlow<()> {
        let number = sealed.number;
        let Ok(event) = v1::event_of_ref(sealed) else {
            self.malformed = Some(number);
            return ControlFlow::Break(());
        };
        self.batch.push(event);
        if self.batch.len() < BATCH {
            return ControlFlow::Continue(());
        }
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        // An event before these did not follow: nothing more is wanted.
        self.batches.send(batch).map_or(ControlFlow::Break(()), |()| ControlFlow::Continue(()))
    }

    /// Hands over the rest; the event that could not be read, if one was met.
    fn end(self) -> Option<u64> {
        // Where nobody takes it, an event before it did not follow.
        let _ = self.batches.send(self.batch);
        self.malformed
    }
}
