//! What screens show about the record besides its state: when a seat last saved, its last receipt, the head at the last
//! stage change. Folded beside the state, from the same events.

use std::collections::BTreeMap;

use crate::domain::{Code, Event, Moment, SeatId, What};
use crate::text::{Clean, clean_line};

/// Times and receipts by sheet, and the 核验号.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chronicle {
    sheets: BTreeMap<Code, BTreeMap<SeatId, Told>>,
    stage: Option<(Moment, Clean)>,
    stage_frame: bool,
}

/// What is told of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    saved: Option<Moment>,
    /// The receipt of the event that signed it last: the beginning of its digest, written out only where somebody looks.
    signed: Option<[u8; Event::RECEIPT]>,
}

impl Chronicle {
    /// Takes note of the next event. Its digest must be the recorded one.
    pub(super) fn note(&mut self, event: &Event) {
        match &event.what {
            What::Declared { dossier }
            | What::Marked { dossier, .. }
            | What::Noted { dossier, .. }
            | What::Explained { dossier, .. }
            | What::ReturnAsked { dossier, .. } => self.told(&event.seat, dossier).saved = Some(event.at),
            What::Entered { seat, dossier, .. } if *seat == event.seat => {
                self.told(seat, dossier).saved = Some(event.at);
            }
            What::Signed { seat, dossier, .. } => {
                let told = self.told(seat, dossier);
                if *seat == event.seat {
                    told.saved = Some(event.at);
                }
                told.signed = event.digest.first_chunk().copied();
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

    /// What is told of a sheet, to be added to.
    fn told(&mut self, seat: &SeatId, dossier: &Code) -> &mut Told {
        self.sheets.entry(dossier.clone()).or_default().entry(seat.clone()).or_default()
    }

    fn of(&self, seat: &SeatId, dossier: &Code) -> Option<&Told> {
        self.sheets.get(dossier)?.get(seat)
    }

    pub(super) fn saved(&self, seat: &SeatId, dossier: &Code) -> Option<Moment> {
        self.of(seat, dossier)?.saved
    }

    pub(super) fn receipt(&self, seat: &SeatId, dossier: &Code) -> Option<Clean> {
        self.of(seat, dossier)?.signed.map(|receipt| clean_line(&Event::receipt_of(&receipt)))
    }

    pub(super) fn stage_head(&self) -> Option<(Moment, Clean)> {
        self.stage.clone()
    }
}
