//! What the secretary does about sheets, seats and candidates.

use super::{Decided, expert, known_dossier, known_section, live_dossier, needs, reason_given, rules};
use crate::domain::state::State;
use crate::domain::{Actor, Code, Refusal, Role, SeatId, SectionId, SheetState, Stage, What};
use crate::text::Clean;

const WORKING: &[Stage] = &[Stage::Scoring, Stage::Review];

fn wrong_state(state: &State, seat: &SeatId, code: &Code) -> Refusal {
    Refusal::SheetState(seat.clone(), code.clone(), state.sheet_state(seat, code))
}

pub(super) fn undo_aside(state: &State, seat: &SeatId, code: &Code, reason: &Clean) -> Decided {
    needs(state, WORKING)?;
    expert(state, seat)?;
    live_dossier(state, code)?;
    reason_given(reason)?;
    if state.sheet(seat, code).aside.is_none() {
        return Err(wrong_state(state, seat, code));
    }
    Ok(vec![What::AsideUndone { seat: seat.clone(), dossier: code.clone(), reason: reason.clone() }])
}

pub(super) fn excuse(state: &State, seat: &SeatId, code: Option<&Code>, reason: &Clean) -> Decided {
    needs(state, WORKING)?;
    expert(state, seat)?;
    reason_given(reason)?;
    match code {
        Some(code) => {
            live_dossier(state, code)?;
            if state.sheet_state(seat, code) == SheetState::Excused {
                return Ok(vec![]);
            }
            if !state.is_missing(seat, code) {
                return Err(wrong_state(state, seat, code));
            }
        }
        None if !state.dossiers.keys().any(|code| state.is_missing(seat, code)) => return Ok(vec![]),
        None => {}
    }
    Ok(vec![What::Excused { seat: seat.clone(), dossier: code.cloned(), reason: reason.clone() }])
}

pub(super) fn replace(state: &State, old: &SeatId, new: &SeatId, reason: &Clean) -> Decided {
    needs(state, WORKING)?;
    if state.replaced.get(old).is_some_and(|(by, _)| by == new) {
        return Ok(vec![]);
    }
    expert(state, old)?;
    if old == new {
        return Err(Refusal::SameSeat(new.clone()));
    }
    expert(state, new)?;
    reason_given(reason)?;
    Ok(vec![What::Replaced { old: old.clone(), new: new.clone(), reason: reason.clone() }])
}

/// `return`: a signed sheet; in review also one that was never signed, and an excused one at any time.
pub(super) fn give_back(
    state: &State,
    seat: &SeatId,
    code: &Code,
    section: Option<&SectionId>,
    reason: &Clean,
) -> Decided {
    needs(state, WORKING)?;
    expert(state, seat)?;
    live_dossier(state, code)?;
    reason_given(reason)?;
    if let Some(section) = section {
        known_section(rules(state)?, section)?;
    }
    let sheet = state.sheet(seat, code);
    let may = match state.sheet_state(seat, code) {
        SheetState::Signed | SheetState::Excused => true,
        SheetState::Unopened | SheetState::Declared => state.stage == Stage::Review,
        SheetState::Drafting => state.stage == Stage::Review || sheet.signed.contains(&true),
        SheetState::Returned => {
            let same = sheet.returned.as_ref().is_some_and(|r| r.section.as_ref() == section && r.reason == *reason);
            return if same { Ok(vec![]) } else { Err(wrong_state(state, seat, code)) };
        }
        SheetState::Aside(_) | SheetState::Replaced => false,
    };
    if !may {
        return Err(wrong_state(state, seat, code));
    }
    let (seat, dossier, section, reason) = (seat.clone(), code.clone(), section.cloned(), reason.clone());
    Ok(vec![What::Returned { seat, dossier, section, reason }])
}

/// An expert who cannot come to the screen keeps the marks in writing; the secretary enters it. A sheet that was out is
/// taken back with it: the marks that count are the ones that were explained.
pub(super) fn enter_explanation(
    state: &State,
    seat: &SeatId,
    code: &Code,
    section: &SectionId,
    reason: &Clean,
) -> Decided {
    needs(state, &[Stage::Review])?;
    expert(state, seat)?;
    live_dossier(state, code)?;
    let rules = rules(state)?;
    known_section(rules, section)?;
    reason_given(reason)?;
    let sheet = state.sheet(seat, code);
    let now = state.sheet_state(seat, code);
    if sheet.counted.is_none() || !matches!(now, SheetState::Signed | SheetState::Returned) {
        return Err(wrong_state(state, seat, code));
    }
    let given = sheet.explained.get(section).is_some_and(|(_, given)| given == reason);
    if given && now == SheetState::Signed && sheet.is_explained(rules, section) {
        return Ok(vec![]);
    }
    let (seat, dossier, section, reason) = (seat.clone(), code.clone(), section.clone(), reason.clone());
    let cancelled = What::ReturnCancelled { seat: seat.clone(), dossier: dossier.clone(), reason: reason.clone() };
    let taken_back = (now == SheetState::Returned).then_some(cancelled);
    Ok(taken_back.into_iter().chain([What::ExplanationEntered { seat, dossier, section, reason }]).collect())
}

pub(super) fn cancel_return(state: &State, seat: &SeatId, code: &Code, reason: &Clean) -> Decided {
    needs(state, WORKING)?;
    expert(state, seat)?;
    live_dossier(state, code)?;
    reason_given(reason)?;
    if state.sheet_state(seat, code) != SheetState::Returned {
        return Err(wrong_state(state, seat, code));
    }
    Ok(vec![What::ReturnCancelled { seat: seat.clone(), dossier: code.clone(), reason: reason.clone() }])
}

pub(super) fn withdraw(state: &State, code: &Code, reason: &Clean) -> Decided {
    needs(state, &[Stage::Scoring, Stage::Review, Stage::Final])?;
    known_dossier(state, code)?;
    reason_given(reason)?;
    if state.withdrawn.contains_key(code) {
        return Ok(vec![]);
    }
    Ok(vec![What::Withdrawn { dossier: code.clone(), reason: reason.clone() }])
}

pub(super) fn undo_withdraw(state: &State, code: &Code, reason: &Clean) -> Decided {
    needs(state, &[Stage::Scoring, Stage::Review, Stage::Final])?;
    known_dossier(state, code)?;
    reason_given(reason)?;
    if !state.withdrawn.contains_key(code) {
        return Ok(vec![]);
    }
    let after = state.withdrawn_after_final.contains(code);
    let filled = state.held_place(code) && state.empty_places() == 0;
    if state.stage == Stage::Final && (!after || filled) {
        // The sealed list was made without it, or another has its place: only the way back to review changes that.
        return Err(Refusal::Stage { now: Stage::Final, needs: &[Stage::Review] });
    }
    Ok(vec![What::WithdrawalUndone { dossier: code.clone(), reason: reason.clone() }])
}

pub(super) fn confirm_sheet(state: &State, actor: &Actor, role: Role, seat: &SeatId, code: &Code) -> Decided {
    needs(state, WORKING)?;
    if role == Role::Expert && actor.seat != *seat {
        return Err(Refusal::OthersSheet(seat.clone()));
    }
    expert(state, seat)?;
    live_dossier(state, code)?;
    let nothing = || Refusal::NothingToConfirm(seat.clone(), code.clone());
    let transcribed = state.sheet(seat, code).transcribed.as_ref().ok_or_else(nothing)?;
    if transcribed.by == actor.seat {
        return Err(Refusal::OwnConfirmation);
    }
    match &transcribed.confirmed {
        Some(by) if *by == actor.seat => Ok(vec![]),
        Some(_) => Err(nothing()),
        None => Ok(vec![What::Confirmed { seat: seat.clone(), dossier: code.clone() }]),
    }
}

pub(super) fn check_secrecy(state: &State, code: &Code, by: &Clean, result: &Clean) -> Decided {
    needs(state, &[Stage::Scoring, Stage::Review, Stage::Final])?;
    known_dossier(state, code)?;
    reason_given(by)?;
    reason_given(result)?;
    if !state.dossiers.get(code).is_some_and(|facts| facts.confidential) {
        return Err(Refusal::NotConfidential(code.clone()));
    }
    let last = state.secrecy.get(code).and_then(|checks| checks.last());
    if last.is_some_and(|check| check.by == *by && check.result == *result) {
        return Ok(vec![]);
    }
    Ok(vec![What::SecrecyChecked { dossier: code.clone(), by: by.clone(), result: result.clone() }])
}

pub(super) fn dissent(state: &State, seat: &SeatId, text: &Clean) -> Decided {
    needs(state, &[Stage::Review, Stage::Final])?;
    reason_given(text)?;
    if state.dissents.iter().any(|dissent| dissent.seat == *seat && dissent.text == *text) {
        return Ok(vec![]);
    }
    Ok(vec![What::Dissented { text: text.clone() }])
}
