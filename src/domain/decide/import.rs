//! `marks import`: an expert's own entry, or the secretary's transcription of paper (DESIGN §3, §6). All or nothing.

use std::collections::BTreeSet;

use super::sheet::{answered, half_ready, halves_due, open_sheet};
use super::{Decided, expert, known_item, live_dossier, note_fits, rules};
use crate::domain::sheet::Marks;
use crate::domain::state::State;
use crate::domain::{
    Actor, Code, Half, MarkSet, Refusal, Role, RowAside, RowMark, RowRefusal, Rules, SeatId, Sheet, SheetRows,
    SheetState, What, limit,
};
use crate::text::Clean;

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
    let whole = |why| RowRefusal { line: rows.line, why };
    let allowed = may_enter(state, actor, role, rows).map_err(whole);
    let form = rules(state).map_err(|why| vec![whole(why)])?;
    // Rows of a sheet that is not the actor's to enter are held against the form alone: whether they equal what another
    // seat recorded is nobody's to try out.
    let mine = allowed.is_ok().then(|| state.sheet(&rows.seat, &rows.dossier));
    let wanted = wanted_marks(state, form, rows, mine);
    let (Some(sheet), Ok(wanted)) = (mine, &wanted) else {
        let bad_rows = wanted.err().unwrap_or_default();
        return Err(allowed.err().into_iter().chain(bad_rows).collect());
    };
    let after = after_import(form, rows, sheet);
    let filled = Sheet { marks: after.into(), ..sheet.clone() };
    let halves = if sign && rows.aside.is_none() { ready_halves(state, form, rows, &filled) } else { vec![] };
    // A recusal alone declares nothing; marks do, also those of a sheet that was set aside later.
    let bare = rows.aside.is_some() && rows.marks.is_empty() && rows.note.is_none();
    let declared = sheet.declared.is_some() || rows.aside.is_some();
    let same = bare || declared && filled.marks == sheet.marks;
    let mut events = vec![];
    if !same || !halves.is_empty() {
        open_sheet(state, &rows.seat, &rows.dossier).map_err(|why| vec![whole(why)])?;
    }
    if !same {
        events = entered(rows, wanted, role != Role::Expert);
    }
    if let Some((aside, reason)) = &rows.aside {
        events.extend(put_aside(state, actor, role, rows, *aside, reason).map_err(|why| vec![whole(why)])?);
    }
    if !halves.is_empty() {
        answered(form, &filled, &rows.dossier).map_err(|why| vec![whole(why)])?;
        events.push(What::Signed { seat: rows.seat.clone(), dossier: rows.dossier.clone(), halves });
    }
    Ok(events)
}

/// One mark of a paper sheet, entered by hand: the same rules as for a file, and a mark in a wrong cell can be cleared.
pub(super) fn transcribe(
    state: &State,
    actor: &Actor,
    role: Role,
    seat: &SeatId,
    code: &Code,
    mark: &MarkSet,
) -> Decided {
    let rows =
        SheetRows { seat: seat.clone(), dossier: code.clone(), line: 0, marks: Vec::new(), note: None, aside: None };
    may_enter(state, actor, role, &rows)?;
    let form = rules(state)?;
    let (place, item) = known_item(form, &mark.item)?;
    if let Some(points) = mark.points {
        form.takes(item, points)?;
    }
    mark.note.as_ref().map_or(Ok(()), note_fits)?;
    let sheet = open_sheet(state, seat, code)?;
    let half = Sheet::half_of(mark.basis, state.visit_due(seat, code).is_some());
    if sheet.is_signed(half) {
        return Err(Refusal::Signed(code.clone(), half));
    }
    let noted = |note: &Clean| sheet.marks.notes.get(&(place, mark.basis)).is_some_and(|now| now == note);
    let same = sheet.marks.get(place, mark.basis) == mark.points && mark.note.as_ref().is_none_or(noted);
    if same && sheet.transcribed.is_some() {
        return Ok(vec![]);
    }
    let (seat, dossier, marks) = (seat.clone(), code.clone(), vec![mark.clone()]);
    Ok(vec![What::Entered { seat, dossier, marks, note: None, transcribed: true }])
}

/// An expert enters the own sheets; the secretary those that their seats never touched.
fn may_enter(state: &State, actor: &Actor, role: Role, rows: &SheetRows) -> Result<(), Refusal> {
    let own = role == Role::Expert;
    if own && rows.seat != actor.seat {
        return Err(Refusal::ForeignSeat(rows.seat.clone()));
    }
    expert(state, &rows.seat)?;
    live_dossier(state, &rows.dossier)?;
    let stands = |(aside, _): &(RowAside, _)| match aside {
        RowAside::Aside(kind) => state.sheet_state(&rows.seat, &rows.dossier) == SheetState::Aside(*kind),
        RowAside::Excused => true,
    };
    // A row that says what stands already may come back with an export; marks beside it are not hers to try out.
    let repeats = rows.marks.is_empty() && rows.note.is_none() && rows.aside.as_ref().is_some_and(stands);
    if !own && !repeats && state.sheet(&rows.seat, &rows.dossier).own_hand {
        return Err(Refusal::OwnSheet(rows.seat.clone(), rows.dossier.clone()));
    }
    Ok(())
}

fn put_aside(
    state: &State,
    actor: &Actor,
    role: Role,
    rows: &SheetRows,
    aside: RowAside,
    reason: &crate::text::Clean,
) -> Decided {
    let (seat, dossier) = (&rows.seat, &rows.dossier);
    match (aside, role) {
        (RowAside::Excused, Role::Expert) => Err(Refusal::Role(&[Role::Secretary])),
        (RowAside::Excused, _) => super::office::excuse(state, seat, Some(dossier), reason),
        // What the paper says of a conflict, of recognising, of abstaining is transcribed as it is.
        (RowAside::Aside(kind), Role::Secretary) => super::sheet::put_aside(state, seat, dossier, kind, reason),
        (RowAside::Aside(kind), _) => super::sheet::set_aside(state, actor, role, seat, dossier, kind, reason),
    }
}

/// Checks every row by itself, so that all bad rows are told at once.
fn wanted_marks(
    state: &State,
    form: &Rules,
    rows: &SheetRows,
    sheet: Option<&Sheet>,
) -> Result<Vec<MarkSet>, Vec<RowRefusal>> {
    let due = state.visit_due(&rows.seat, &rows.dossier).is_some();
    let (mut wanted, mut refused, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for row in &rows.marks {
        let checked = known_item(form, &row.item).and_then(|(place, item)| {
            form.takes(item, row.points)?;
            note_fits(&row.note)?;
            if !seen.insert((place, row.basis)) {
                return Err(Refusal::RowTwice(rows.seat.clone(), rows.dossier.clone(), row.item.clone()));
            }
            let half = Sheet::half_of(row.basis, due);
            let changes = |sheet: &Sheet| {
                let note = sheet.marks.notes.get(&(place, row.basis));
                sheet.marks.get(place, row.basis) != Some(row.points)
                    || new_note(row).is_some_and(|new| note != Some(new))
            };
            match sheet {
                Some(sheet) if sheet.is_signed(half) && changes(sheet) => {
                    Err(Refusal::Signed(rows.dossier.clone(), half))
                }
                _ => Ok(()),
            }
        });
        match checked {
            Ok(()) => wanted.push(MarkSet {
                item: row.item.clone(),
                basis: row.basis,
                points: Some(row.points),
                note: new_note(row).cloned(),
            }),
            Err(why) => refused.push(RowRefusal { line: row.line, why }),
        }
    }
    if let Some(note) = &rows.note {
        let locked = sheet.is_some_and(|sheet| sheet.is_signed(Half::File) && sheet.marks.note != *note);
        let locked = if locked { Err(Refusal::Signed(rows.dossier.clone(), Half::File)) } else { Ok(()) };
        if let Err(why) = note_fits(note).and(locked) {
            refused.push(RowRefusal { line: rows.line, why });
        }
    }
    if refused.is_empty() { Ok(wanted) } else { Err(refused) }
}

/// A mark's note; an empty column leaves the note that is there.
fn new_note(row: &RowMark) -> Option<&crate::text::Clean> {
    Some(&row.note).filter(|note| !note.is_empty())
}

fn after_import(form: &Rules, rows: &SheetRows, sheet: &Sheet) -> Marks {
    let mut after =
        if sheet.marks.points.is_empty() { Marks::empty(form.item_count()) } else { Marks::clone(&sheet.marks) };
    for row in &rows.marks {
        if let Some((place, _, _)) = form.item(&row.item) {
            after.set(place, row.basis, Some(row.points));
            if let Some(note) = new_note(row) {
                after.notes.insert((place, row.basis), note.clone());
            }
        }
    }
    if let Some(note) = &rows.note {
        after.note = note.clone();
    }
    after
}

/// What is left to sign of a sheet that is complete, both halves; none of one that is not, which stays drafting.
fn ready_halves(state: &State, form: &Rules, rows: &SheetRows, filled: &Sheet) -> Vec<Half> {
    let due = halves_due(state, &rows.seat, &rows.dossier);
    let left: Vec<Half> = due.iter().filter(|half| !filled.is_signed(**half)).copied().collect();
    let complete = left.iter().all(|half| half_ready(form, filled, &rows.dossier, *half).is_ok());
    if complete { left } else { vec![] }
}

/// One event a sheet; a sheet with very long notes takes several of the same frame.
fn entered(rows: &SheetRows, marks: &[MarkSet], transcribed: bool) -> Vec<What> {
    let (mut pieces, mut piece, mut bytes) = (Vec::new(), Vec::new(), 0_usize);
    for mark in marks {
        let size = mark.note.as_ref().map_or(0, |note| note.len());
        if bytes + size > NOTES_IN_EVENT && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
            bytes = 0;
        }
        bytes += size;
        piece.push(mark.clone());
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
