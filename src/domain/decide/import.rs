//! `marks import`: an expert's own entry, or the secretary's transcription of paper (DESIGN §3, §6). All or nothing.

use std::collections::BTreeSet;

use super::sheet::{half_ready, halves_due, mark_fits, open_sheet};
use super::{Decided, expert, known_item, live_dossier, note_fits, reason_given, rules};
use crate::domain::sheet::Marks;
use crate::domain::state::State;
use crate::domain::{Actor, Half, MarkSet, Refusal, Role, RowAside, RowRefusal, Rules, Sheet, SheetRows, What, limit};

/// Bytes of notes in one event, so that it stays below 64 KiB with everything else in it.
const NOTES_IN_EVENT: usize = 40_000;

pub(super) fn import(state: &State, actor: &Actor, role: Role, sheets: &[SheetRows], sign: bool) -> Decided {
    let rows: usize = sheets.iter().map(|sheet| sheet.marks.len().max(1)).sum();
    if rows > limit::ROWS {
        return Err(Refusal::Limit(limit::ROWS));
    }
    let mut events = Vec::new();
    let mut refused = Vec::new();
    let mut seen = BTreeSet::new();
    for sheet in sheets {
        if !seen.insert((&sheet.seat, &sheet.dossier)) {
            refused.push(RowRefusal { line: sheet.line, why: Refusal::Twice(sheet.dossier.clone()) });
            continue;
        }
        match one(state, actor, role, sheet, sign) {
            Ok(more) => events.extend(more),
            Err(mut why) => refused.append(&mut why),
        }
    }
    if refused.is_empty() { Ok(events) } else { Err(Refusal::Rows(refused)) }
}

fn one(state: &State, actor: &Actor, role: Role, rows: &SheetRows, sign: bool) -> Result<Vec<What>, Vec<RowRefusal>> {
    let at = |line: u64| move |why| vec![RowRefusal { line, why }];
    let whole = at(rows.line);
    let own = role == Role::Expert;
    if own && rows.seat != actor.seat {
        return Err(whole(Refusal::ForeignSeat(rows.seat.clone())));
    }
    expert(state, &rows.seat).map_err(whole)?;
    live_dossier(state, &rows.dossier).map_err(whole)?;
    let sheet = state.sheet(&rows.seat, &rows.dossier);
    if let Some((aside, reason)) = &rows.aside {
        return put_aside(state, actor, role, rows, *aside, reason).map_err(whole);
    }
    let form = rules(state).map_err(whole)?;
    let wanted = wanted_marks(state, form, rows, sheet)?;
    if unchanged(form, rows, sheet) {
        let halves = if sign { ready_halves(state, form, rows, &sheet.marks, sheet) } else { vec![] };
        return Ok(signature(rows, halves));
    }
    open_sheet(state, &rows.seat, &rows.dossier).map_err(whole)?;
    if !own && sheet.own_hand {
        return Err(whole(Refusal::OwnSheet(rows.seat.clone(), rows.dossier.clone())));
    }
    let after = after_import(form, rows, sheet);
    let mut events = entered(rows, wanted, !own);
    if sign {
        events.extend(signature(rows, ready_halves(state, form, rows, &after, sheet)));
    }
    Ok(events)
}

fn put_aside(
    state: &State,
    actor: &Actor,
    role: Role,
    rows: &SheetRows,
    aside: RowAside,
    reason: &crate::text::Clean,
) -> Decided {
    reason_given(reason)?;
    let (seat, dossier) = (rows.seat.clone(), rows.dossier.clone());
    match aside {
        RowAside::Excused if role == Role::Expert => Err(Refusal::Role(&[Role::Secretary])),
        RowAside::Excused => super::office::excuse(state, &seat, Some(&dossier), reason),
        RowAside::Aside(kind) => {
            let sheet = state.sheet(&seat, &dossier);
            if sheet.aside.as_ref().is_some_and(|(now, _)| *now == kind) {
                return Ok(vec![]);
            }
            if role == Role::Secretary && sheet.own_hand {
                return Err(Refusal::OwnSheet(seat, dossier));
            }
            if role == Role::Expert {
                return super::sheet::set_aside(state, actor, role, &seat, &dossier, kind, reason);
            }
            Ok(vec![What::SetAside { seat, dossier, aside: kind, reason: reason.clone() }])
        }
    }
}

/// Checks every row by itself, so that all bad rows are told at once.
fn wanted_marks(state: &State, form: &Rules, rows: &SheetRows, sheet: &Sheet) -> Result<Vec<MarkSet>, Vec<RowRefusal>> {
    let due = state.visit_due(&rows.seat, &rows.dossier).is_some();
    let (mut wanted, mut refused, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in &rows.marks {
        let checked = known_item(form, &row.item).and_then(|(place, item)| {
            mark_fits(form, item, row.points)?;
            note_fits(&row.note)?;
            if !seen.insert((place, row.basis)) {
                return Err(Refusal::RowTwice(rows.seat.clone(), rows.dossier.clone(), row.item.clone()));
            }
            let half = Sheet::half_of(row.basis, due);
            if sheet.is_signed(half) && sheet.marks.get(place, row.basis) != Some(row.points) {
                return Err(Refusal::Signed(rows.dossier.clone(), half));
            }
            Ok(())
        });
        match checked {
            Ok(()) => wanted.push(MarkSet {
                item: row.item.clone(),
                basis: row.basis,
                points: Some(row.points),
                note: Some(row.note.clone()),
            }),
            Err(why) => refused.push(RowRefusal { line: row.line, why }),
        }
    }
    if let Some(Err(why)) = rows.note.as_ref().map(note_fits) {
        refused.push(RowRefusal { line: rows.line, why });
    }
    if refused.is_empty() { Ok(wanted) } else { Err(refused) }
}

fn after_import(form: &Rules, rows: &SheetRows, sheet: &Sheet) -> Marks {
    let mut after = if sheet.marks.points.is_empty() { Marks::empty(form.item_count()) } else { sheet.marks.clone() };
    for row in &rows.marks {
        if let Some((place, _, _)) = form.item(&row.item) {
            after.set(place, row.basis, Some(row.points));
            if row.note.is_empty() {
                after.notes.remove(&(place, row.basis));
            } else {
                after.notes.insert((place, row.basis), row.note.clone());
            }
        }
    }
    if let Some(note) = &rows.note {
        after.note = note.clone();
    }
    after
}

fn unchanged(form: &Rules, rows: &SheetRows, sheet: &Sheet) -> bool {
    sheet.declared.is_some() && after_import(form, rows, sheet) == sheet.marks
}

/// Every half that is complete and not signed yet; an incomplete one stays drafting.
fn ready_halves(state: &State, form: &Rules, rows: &SheetRows, after: &Marks, sheet: &Sheet) -> Vec<Half> {
    let filled = Sheet { marks: after.clone(), ..Sheet::default() };
    halves_due(state, &rows.seat, &rows.dossier)
        .iter()
        .filter(|half| !sheet.is_signed(**half) && half_ready(form, &filled, &rows.dossier, **half).is_ok())
        .copied()
        .collect()
}

fn signature(rows: &SheetRows, halves: Vec<Half>) -> Vec<What> {
    if halves.is_empty() {
        return vec![];
    }
    vec![What::Signed { seat: rows.seat.clone(), dossier: rows.dossier.clone(), halves }]
}

/// One event a sheet; a sheet with very long notes takes several of the same frame.
fn entered(rows: &SheetRows, marks: Vec<MarkSet>, transcribed: bool) -> Vec<What> {
    let (mut pieces, mut piece, mut bytes) = (Vec::new(), Vec::new(), 0_usize);
    for mark in marks {
        let size = mark.note.as_ref().map_or(0, |note| note.len());
        if bytes + size > NOTES_IN_EVENT && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
            bytes = 0;
        }
        bytes += size;
        piece.push(mark);
    }
    pieces.push(piece);
    let mut note = rows.note.clone();
    let (seat, dossier) = (&rows.seat, &rows.dossier);
    pieces
        .into_iter()
        .map(|marks| What::Entered {
            seat: seat.clone(),
            dossier: dossier.clone(),
            marks,
            note: note.take(),
            transcribed,
        })
        .collect()
}

/// How many sheets of an import stay drafting, and which: told with exit 0 (DESIGN §6).
pub fn left_drafting(state: &State, sheets: &[SheetRows]) -> Vec<(crate::domain::SeatId, crate::domain::Code)> {
    sheets
        .iter()
        .filter(|rows| rows.aside.is_none())
        .filter(|rows| state.sheet_state(&rows.seat, &rows.dossier) == crate::domain::SheetState::Drafting)
        .map(|rows| (rows.seat.clone(), rows.dossier.clone()))
        .collect()
}
