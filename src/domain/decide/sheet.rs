//! What an expert does with the own sheets.

use super::{Decided, expert, known_item, known_section, live_dossier, needs, note_fits, reason_given, rules};
use crate::domain::state::State;
use crate::domain::{
    Actor, Aside, Basis, Code, Half, How, ItemId, MarkSet, Points, Refusal, Role, Rules, SeatId, SectionId, Sheet,
    SheetState, Stage, What,
};
use crate::text::Clean;
use std::collections::BTreeSet;

/// Which cell a mark is for, and what the seat saw of it.
pub(super) struct Cell<'a> {
    pub(super) dossier: &'a Code,
    pub(super) item: &'a ItemId,
    pub(super) basis: Basis,
    pub(super) revision: Option<u64>,
}

/// Experts work while scoring is open; in review only on sheets given back to them.
fn working_stage(state: &State) -> Result<(), Refusal> {
    needs(state, &[Stage::Scoring, Stage::Review])
}

/// Refuses a sheet that is closed to its seat, and one not returned once review has opened.
pub(super) fn open_sheet<'a>(state: &'a State, seat: &SeatId, code: &Code) -> Result<&'a Sheet, Refusal> {
    working_stage(state)?;
    live_dossier(state, code)?;
    let found = state.sheet_state(seat, code);
    if found.is_out() {
        return Err(Refusal::Closed(code.clone(), found));
    }
    if state.stage == Stage::Review && found != SheetState::Returned {
        return Err(Refusal::NotReturned(code.clone()));
    }
    Ok(state.sheet(seat, code))
}

pub(super) fn declare(state: &State, seat: &SeatId, code: &Code) -> Decided {
    let sheet = open_sheet(state, seat, code)?;
    if sheet.declared.is_some() { Ok(vec![]) } else { Ok(vec![What::Declared { dossier: code.clone() }]) }
}

pub(super) fn mark(
    state: &State,
    seat: &SeatId,
    cell: &Cell<'_>,
    points: Option<Points>,
    note: Option<&Clean>,
    how: How,
) -> Decided {
    let Cell { dossier, item, basis, revision } = cell;
    let sheet = open_sheet(state, seat, dossier)?;
    let form = rules(state)?;
    let (place, known) = known_item(form, item)?;
    if let Some(points) = points {
        form.takes(known, points)?;
    }
    note.map_or(Ok(()), note_fits)?;
    if sheet.declared.is_none() {
        return Err(Refusal::NotDeclared((*dossier).clone()));
    }
    let half = Sheet::half_of(*basis, state.visit_due(seat, dossier).is_some());
    let kept = sheet.marks.notes.get(&(place, *basis)).map_or("", |note| note.as_str());
    let stands = sheet.marks.get(place, *basis) == points && note.is_none_or(|note| note.as_str() == kept);
    if stands {
        return Ok(vec![]);
    }
    if sheet.is_signed(half) {
        return Err(Refusal::Signed((*dossier).clone(), half));
    }
    let touched = sheet.cells.at(place, *basis);
    if let Some(seen) = revision.filter(|seen| *seen < touched) {
        return Err(Refusal::Stale { dossier: (*dossier).clone(), seen, now: touched });
    }
    if !follows(sheet, place, *basis, points, how) {
        return Err(Refusal::NothingToUndo);
    }
    let mark = MarkSet { item: (*item).clone(), basis: *basis, points, note: note.cloned() };
    Ok(vec![What::Marked { dossier: (*dossier).clone(), mark, how }])
}

/// Undo and redo go along the sheet's own history, the last step first.
fn follows(sheet: &Sheet, place: usize, basis: Basis, points: Option<Points>, how: How) -> bool {
    let step = match how {
        How::Entered => return true,
        How::Undone => sheet.undo().map(|change| (change.item, change.basis, change.from)),
        How::Redone => sheet.redo().map(|change| (change.item, change.basis, change.to)),
    };
    step == Some((place, basis, points))
}

pub(super) fn note(state: &State, seat: &SeatId, code: &Code, revision: Option<u64>, note: &Clean) -> Decided {
    let sheet = open_sheet(state, seat, code)?;
    note_fits(note)?;
    if sheet.declared.is_none() {
        return Err(Refusal::NotDeclared(code.clone()));
    }
    if sheet.marks.note == *note {
        return Ok(vec![]);
    }
    if sheet.is_signed(Half::File) {
        return Err(Refusal::Signed(code.clone(), Half::File));
    }
    if let Some(seen) = revision.filter(|seen| *seen < sheet.noted) {
        return Err(Refusal::Stale { dossier: code.clone(), seen, now: sheet.noted });
    }
    Ok(vec![What::Noted { dossier: code.clone(), note: note.clone() }])
}

/// The halves that a sheet consists of.
pub(super) fn halves_due(state: &State, seat: &SeatId, code: &Code) -> &'static [Half] {
    if state.visit_due(seat, code).is_some() { &[Half::File, Half::Onsite] } else { &[Half::File] }
}

/// Whether a half may be signed: the file half when every item has a mark on a basis, the on-site half when it has an
/// on-site mark (DESIGN §3). Where the file half is signed already, the on-site half makes the sheet count, so that no
/// item it has lost meanwhile may be missing.
pub(super) fn half_ready(form: &Rules, sheet: &Sheet, code: &Code, half: Half) -> Result<(), Refusal> {
    match half {
        Half::Onsite if !sheet.marks.has_onsite() => Err(Refusal::NoOnsiteMark(code.clone())),
        Half::Onsite if !sheet.is_signed(Half::File) => Ok(()),
        Half::Onsite | Half::File => {
            let missing = if sheet.marks.points.is_empty() { all_names(form) } else { sheet.missing_names(form) };
            if missing.is_empty() { Ok(()) } else { Err(Refusal::Incomplete(code.clone(), missing)) }
        }
    }
}

fn all_names(form: &Rules) -> Vec<Clean> {
    form.items().map(|(_, item)| item.name.clone()).collect()
}

/// A returned sheet that once counted needs a changed mark or a reason before it is signed again.
pub(super) fn answered(form: &Rules, sheet: &Sheet, code: &Code) -> Result<(), Refusal> {
    let (Some(returned), Some(counted)) = (&sheet.returned, &sheet.counted) else { return Ok(()) };
    let concerned = |section: &SectionId| returned.section.as_ref().is_none_or(|asked| asked == section);
    let explained =
        sheet.explained.iter().any(|(section, (number, _))| *number > returned.number && concerned(section));
    let changed = form.items().enumerate().any(|(place, (section, _))| {
        concerned(&section.id) && sheet.marks.points.get(place) != counted.points.get(place)
    });
    if explained || changed {
        return Ok(());
    }
    let section = returned.section.as_ref().and_then(|id| form.section(id));
    Err(Refusal::Unexplained(code.clone(), section.map(|section| section.name.clone()).unwrap_or_default()))
}

/// The unsigned halves of a sheet that may be signed now; refuses with the first reason if there is none.
pub(super) fn halves_to_sign(
    state: &State,
    seat: &SeatId,
    code: &Code,
    only: Option<Half>,
) -> Result<Vec<Half>, Refusal> {
    let sheet = open_sheet(state, seat, code)?;
    let form = rules(state)?;
    if sheet.declared.is_none() {
        return Err(Refusal::NotDeclared(code.clone()));
    }
    let wanted = |half: &&Half| only.is_none_or(|only| only == **half) && !sheet.is_signed(**half);
    let mut ready = Vec::new();
    let mut refused = None;
    for half in halves_due(state, seat, code).iter().filter(wanted) {
        match half_ready(form, sheet, code, *half) {
            Ok(()) => ready.push(*half),
            Err(why) => refused = refused.or(Some(why)),
        }
    }
    match refused {
        Some(why) if ready.is_empty() || only.is_some() => return Err(why),
        _ => {}
    }
    answered(form, sheet, code)?;
    Ok(ready)
}

pub(super) fn sign(state: &State, seat: &SeatId, codes: &[Code], only: Option<Half>, revision: Option<u64>) -> Decided {
    expert(state, seat)?;
    let (mut signed, mut seen) = (Vec::new(), BTreeSet::new());
    for code in codes.iter().filter(|code| seen.insert(*code)) {
        let halves = halves_to_sign(state, seat, code, only)?;
        if halves.is_empty() {
            continue;
        }
        let now = state.sheet(seat, code).revision;
        if let Some(seen) = revision.filter(|seen| *seen < now) {
            return Err(Refusal::Stale { dossier: code.clone(), seen, now });
        }
        signed.push(What::Signed { seat: seat.clone(), dossier: code.clone(), halves });
    }
    Ok(signed)
}

pub(super) fn sign_all(state: &State, seat: &SeatId) -> Decided {
    working_stage(state)?;
    expert(state, seat)?;
    let signed: Vec<What> = state
        .dossiers
        .keys()
        .filter_map(|code| {
            let halves = halves_to_sign(state, seat, code, None).ok().filter(|halves| !halves.is_empty())?;
            Some(What::Signed { seat: seat.clone(), dossier: code.clone(), halves })
        })
        .collect();
    if signed.is_empty() { Err(Refusal::NothingToSign) } else { Ok(signed) }
}

pub(super) fn set_aside(
    state: &State,
    actor: &Actor,
    role: Role,
    seat: &SeatId,
    code: &Code,
    aside: Aside,
    reason: &Clean,
) -> Decided {
    working_stage(state)?;
    if role == Role::Expert && actor.seat != *seat {
        return Err(Refusal::OthersSheet(seat.clone()));
    }
    if role == Role::Secretary && aside != Aside::Conflict {
        // Recognising and abstaining are the expert's own words.
        return Err(Refusal::Role(&[Role::Expert]));
    }
    put_aside(state, seat, code, aside, reason)
}

/// The part of [`set_aside`] that is the same for a paper's declaration.
pub(super) fn put_aside(state: &State, seat: &SeatId, code: &Code, aside: Aside, reason: &Clean) -> Decided {
    working_stage(state)?;
    expert(state, seat)?;
    live_dossier(state, code)?;
    reason_given(reason)?;
    match &state.sheet(seat, code).aside {
        Some((now, _)) if *now == aside => return Ok(vec![]),
        // Who abstained may still have to recuse; a recusal is not softened into an abstention.
        None | Some((Aside::Abstained, _)) => {}
        Some((now, _)) => return Err(Refusal::Closed(code.clone(), SheetState::Aside(*now))),
    }
    let (seat, dossier, reason) = (seat.clone(), code.clone(), reason.clone());
    Ok(vec![What::SetAside { seat, dossier, aside, reason }])
}

pub(super) fn explain(state: &State, seat: &SeatId, code: &Code, section: &SectionId, reason: &Clean) -> Decided {
    let sheet = open_sheet(state, seat, code)?;
    known_section(rules(state)?, section)?;
    reason_given(reason)?;
    let Some(returned) = &sheet.returned else {
        return Err(Refusal::SheetState(seat.clone(), code.clone(), state.sheet_state(seat, code)));
    };
    let repeats = |(number, given): &(u64, Clean)| *number > returned.number && given == reason;
    if sheet.explained.get(section).is_some_and(repeats) {
        return Ok(vec![]);
    }
    Ok(vec![What::Explained { dossier: code.clone(), section: section.clone(), reason: reason.clone() }])
}

pub(super) fn ask_return(state: &State, seat: &SeatId, code: &Code, reason: &Clean) -> Decided {
    working_stage(state)?;
    live_dossier(state, code)?;
    reason_given(reason)?;
    let sheet = state.sheet(seat, code);
    let found = state.sheet_state(seat, code);
    if !sheet.signed.contains(&true) || !matches!(found, SheetState::Signed | SheetState::Drafting) {
        return Err(Refusal::SheetState(seat.clone(), code.clone(), found));
    }
    if sheet.asked_return.as_ref() == Some(reason) {
        return Ok(vec![]);
    }
    Ok(vec![What::ReturnAsked { dossier: code.clone(), reason: reason.clone() }])
}
