//! The sheets that the store holds: all, and those that events touched.

use std::collections::BTreeSet;

use crate::domain::{Code, Event, SeatId, State, What};
use crate::journal::index::SheetNow;

/// All sheets of a state, for a whole store.
pub(super) fn all_sheets(state: &State) -> impl Iterator<Item = SheetNow> {
    state.all_sheets().map(|(dossier, seat, sheet)| SheetNow {
        dossier: dossier.clone(),
        seat: seat.clone(),
        sheet: sheet.clone(),
    })
}

/// The sheets that these events touched, as they are now.
pub(super) fn touched_sheets(state: &State, events: &[Event]) -> Vec<SheetNow> {
    let mut one: BTreeSet<(&Code, &SeatId)> = BTreeSet::new();
    let mut seats: BTreeSet<&SeatId> = BTreeSet::new();
    let mut all = false;
    for event in events {
        match &event.what {
            What::Declared { dossier }
            | What::Marked { dossier, .. }
            | What::Noted { dossier, .. }
            | What::Explained { dossier, .. }
            | What::ReturnAsked { dossier, .. } => drop(one.insert((dossier, &event.seat))),
            What::Entered { seat, dossier, .. }
            | What::Signed { seat, dossier, .. }
            | What::SetAside { seat, dossier, .. }
            | What::AsideUndone { seat, dossier, .. }
            | What::Excused { seat, dossier: Some(dossier), .. }
            | What::Returned { seat, dossier, .. }
            | What::ReturnCancelled { seat, dossier, .. }
            | What::Confirmed { seat, dossier }
            | What::ExplanationEntered { seat, dossier, .. } => drop(one.insert((dossier, seat))),
            What::Excused { seat, dossier: None, .. } => drop(seats.insert(seat)),
            // An amended form moves marks and reopens sheets.
            What::Batch { .. } | What::Fact(_) | What::AmendmentConfirmed { .. } => all = true,
            What::StageChanged { .. }
            | What::Sealed { .. }
            | What::Replaced { .. }
            | What::Withdrawn { .. }
            | What::WithdrawalUndone { .. }
            | What::Decided(_)
            | What::SecrecyChecked { .. }
            | What::Dissented { .. }
            | What::MeetingOpened { .. }
            | What::MeetingClosed
            | What::BackedUp
            | What::Restored => {}
        }
    }
    let wanted = |dossier: &Code, seat: &SeatId| all || seats.contains(seat) || one.contains(&(dossier, seat));
    if !all && seats.is_empty() {
        // The common case, a mark: no walk over all sheets.
        let now = |(dossier, seat): (&Code, &SeatId)| SheetNow {
            dossier: dossier.clone(),
            seat: seat.clone(),
            sheet: state.sheet(seat, dossier).clone(),
        };
        return one.into_iter().map(now).collect();
    }
    all_sheets(state).filter(|now| wanted(&now.dossier, &now.seat)).collect()
}
