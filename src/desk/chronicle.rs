//! What screens show about the record besides its state: when a seat last saved, its last receipt, the head at the last
//! stage change. Folded beside the state, from the same events.

use std::collections::BTreeMap;

use crate::domain::{Code, Event, Moment, SeatId, What};
use crate::text::{Clean, clean_line};

/// Times and receipts by sheet, and the 核验号.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chronicle {
    saved: BTreeMap<(SeatId, Code), Moment>,
    receipts: BTreeMap<(SeatId, Code), Clean>,
    stage: Option<(Moment, Clean)>,
    stage_frame: bool,
}

impl Chronicle {
    /// Takes note of the next event. Its digest must be the recorded one.
    pub(super) fn note(&mut self, event: &Event) {
        let own = |dossier: &Code| (event.seat.clone(), dossier.clone());
        match &event.what {
            What::Declared { dossier }
            | What::Marked { dossier, .. }
            | What::Noted { dossier, .. }
            | What::Explained { dossier, .. }
            | What::ReturnAsked { dossier, .. } => {
                self.saved.insert(own(dossier), event.at);
            }
            What::Entered { seat, dossier, .. } if *seat == event.seat => {
                self.saved.insert(own(dossier), event.at);
            }
            What::Signed { seat, dossier, .. } => {
                if *seat == event.seat {
                    self.saved.insert(own(dossier), event.at);
                }
                self.receipts.insert((seat.clone(), dossier.clone()), clean_line(&event.receipt()));
            }
            _ => {}
        }
        let stage = matches!(event.what, What::StageChanged { .. });
        // The sealed list follows its stage change in the same frame; the head is the one after it.
        let sealed = self.stage_frame && matches!(event.what, What::Sealed { .. });
        if stage || sealed {
            self.stage = Some((event.at, clean_line(&event.receipt())));
        }
        self.stage_frame = stage || sealed;
    }

    pub(super) fn saved(&self, seat: &SeatId, dossier: &Code) -> Option<Moment> {
        self.saved.get(&(seat.clone(), dossier.clone())).copied()
    }

    pub(super) fn receipt(&self, seat: &SeatId, dossier: &Code) -> Option<Clean> {
        self.receipts.get(&(seat.clone(), dossier.clone())).cloned()
    }

    pub(super) fn stage_head(&self) -> Option<(Moment, Clean)> {
        self.stage.clone()
    }
}
