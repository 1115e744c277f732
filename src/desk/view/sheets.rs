//! Sheets of others, sheets from paper, and marks as rows. Of others never more than what was signed.

use std::sync::Arc;

use super::build::{Eye, no_seat};
use super::desk::{Draft, explained, whole_form};
use super::dossiers::total;
use crate::domain::rights::Thing;
use crate::domain::{
    Basis, Code, ItemId, Marks, Points, Ratio, Refusal, Role, Rules, SeatId, SectionId, Sheet, SheetState, tally,
};
use crate::text::Clean;

/// Another seat's sheet, signed version only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetView {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// State.
    pub state: SheetState,
    /// Signed marks; `None` where nothing was signed.
    pub marks: Option<Arc<Marks>>,
    /// Total of the signed marks.
    pub total: Option<Ratio>,
    /// Reason of recusal, abstention, excuse or return.
    pub reason: Clean,
    /// Reasons for keeping sections.
    pub explained: Vec<(SectionId, Clean)>,
    /// Entered by, confirmed by.
    pub transcribed: Option<(SeatId, Option<SeatId>)>,
    /// Items whose signed file mark is another than when the visit was signed. Without the mark from before, which no
    /// signed version may hold.
    pub changed_after_visit: Vec<ItemId>,
    /// Flagged sections.
    pub flagged: Vec<SectionId>,
}

/// A sheet while it is entered from paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryView {
    /// State.
    pub state: SheetState,
    /// What was entered from paper so far; the form's order.
    pub marks: Marks,
    /// What the asker typed and did not record.
    pub drafts: Vec<Draft>,
}

/// A mark as exported: one row of the CSV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRow {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// Item and basis with points; `None` in rows that carry a note or a state.
    pub mark: Option<(ItemId, Basis, Points)>,
    /// Note or reason.
    pub note: Clean,
    /// State of the sheet.
    pub state: SheetState,
}

/// All sheets of a dossier, in the seats' order: states of all, marks where something was signed.
pub(super) fn sheets(eye: &Eye<'_>, code: &Code) -> Result<Vec<SheetView>, Refusal> {
    eye.need(Thing::OthersMarks)?;
    eye.need(Thing::OthersStates)?;
    let rules = eye.opened()?;
    eye.facts(code)?;
    let flagged = flagged(eye, rules, code)?;
    eye.state.all_experts().map(|seat| signed_sheet(eye, rules, &seat.id, code, &flagged)).collect()
}

fn signed_sheet(
    eye: &Eye<'_>,
    rules: &Rules,
    seat: &SeatId,
    code: &Code,
    flagged: &[(SeatId, SectionId)],
) -> Result<SheetView, Refusal> {
    let sheet = eye.state.sheet(seat, code);
    let counted = sheet.counted.clone();
    let reasons = eye.may(Thing::Reasons);
    Ok(SheetView {
        seat: seat.clone(),
        dossier: code.clone(),
        state: eye.state.sheet_state(seat, code),
        total: counted.as_ref().map(|marks| total(rules, marks)).transpose()?.flatten(),
        reason: if reasons { reason(eye, seat, sheet) } else { Clean::default() },
        explained: if reasons { explained(sheet) } else { Vec::new() },
        transcribed: sheet.transcribed.as_ref().map(|by| (by.by.clone(), by.confirmed.clone())),
        changed_after_visit: counted.as_deref().map(|marks| changed(rules, sheet, marks)).unwrap_or_default(),
        flagged: flagged.iter().filter(|(whose, _)| whose == seat).map(|(_, section)| section.clone()).collect(),
        marks: counted,
    })
}

/// Why a sheet stands where it stands, in words.
fn reason(eye: &Eye<'_>, seat: &SeatId, sheet: &Sheet) -> Clean {
    let replaced = eye.state.replaced.get(seat).map(|(_, reason)| reason);
    let aside = sheet.aside.as_ref().map(|(_, reason)| reason);
    let returned = sheet.returned.as_ref().map(|returned| &returned.reason);
    replaced.or(aside).or(sheet.excused.as_ref()).or(returned).cloned().unwrap_or_default()
}

/// Items whose signed file mark differs from the one at the time of the visit (DESIGN §3). Later changes of a sheet
/// that is out are not signed, so what counts is held against the first mark after the visit, not against the last.
fn changed(rules: &Rules, sheet: &Sheet, signed: &Marks) -> Vec<ItemId> {
    let mut first: Vec<(usize, Option<Points>)> = Vec::new();
    for change in sheet.file_changes_after_visit() {
        if first.iter().all(|(item, _)| *item != change.item) {
            first.push((change.item, change.from));
        }
    }
    first.sort_unstable();
    let differs = first.into_iter().filter(|(item, before)| signed.get(*item, Basis::File) != *before);
    differs.filter_map(|(item, _)| rules.items().nth(item).map(|(_, item)| item.id.clone())).collect()
}

fn flagged(eye: &Eye<'_>, rules: &Rules, code: &Code) -> Result<Vec<(SeatId, SectionId)>, Refusal> {
    if !eye.may(Thing::Statistics) {
        return Ok(Vec::new());
    }
    let Some(line) = eye.state.line(code) else { return Ok(Vec::new()) };
    let flags = line.and_then(|line| tally::deviations(rules, &line)).map_err(|_| Refusal::Overflow)?;
    Ok(flags.into_iter().map(|flag| (flag.seat, flag.section)).collect())
}

/// Whether a sheet from paper is this seat's business (DESIGN §7): the seat's own, its transcriber's, its confirmer's.
/// Until somebody confirmed it, every supervisor and every other secretary may.
pub(super) fn is_concerned(eye: &Eye<'_>, whose: &SeatId, code: &Code) -> bool {
    if whose == eye.seat {
        return true;
    }
    let Some(by) = &eye.state.sheet(whose, code).transcribed else { return false };
    let confirms = by.confirmed.as_ref().map_or(eye.role != Role::Expert, |confirmer| confirmer == eye.seat);
    by.by == *eye.seat || confirms
}

/// One sheet entered from paper. Once the seat itself has touched it, it holds the seat's own marks and is the seat's
/// alone; from review others see what was signed, like any sheet.
pub(super) fn transcribed(eye: &Eye<'_>, whose: &SeatId, code: &Code) -> Result<Vec<SheetView>, Refusal> {
    let sheet = eye.state.sheet(whose, code);
    let concerned = is_concerned(eye, whose, code) && (whose == eye.seat || !sheet.own_hand);
    eye.need(Thing::Transcribed { concerned })?;
    let rules = eye.opened()?;
    eye.facts(code)?;
    let Some(by) = &sheet.transcribed else {
        return Err(Refusal::NothingToConfirm(whose.clone(), code.clone()));
    };
    let own = whose == eye.seat;
    let marks = whole_form(rules, &sheet.marks);
    Ok(vec![SheetView {
        seat: whose.clone(),
        dossier: code.clone(),
        state: eye.state.sheet_state(whose, code),
        total: total(rules, &marks)?,
        marks: Some(Arc::new(marks)),
        reason: if own || eye.may(Thing::Reasons) { reason(eye, whose, sheet) } else { Clean::default() },
        explained: if own || eye.may(Thing::Reasons) { explained(sheet) } else { Vec::new() },
        transcribed: Some((by.by.clone(), by.confirmed.clone())),
        changed_after_visit: Vec::new(),
        flagged: Vec::new(),
    }])
}

/// 代录: what was entered of a sheet from paper, and what this secretary typed of it and did not record. Of a sheet that
/// the seat itself touched nothing but its state, which the progress tells as well.
pub(super) fn entry(eye: &Eye<'_>, whose: &SeatId, code: &Code) -> Result<EntryView, Refusal> {
    eye.need(Thing::OthersStates)?;
    let sheet = eye.state.sheet(whose, code);
    let begun = sheet.transcribed.is_some();
    // Nobody has entered anything yet: then it is as much this secretary's business as any other's.
    let concerned = eye.role == Role::Secretary && (!begun || is_concerned(eye, whose, code));
    eye.need(Thing::Transcribed { concerned })?;
    let rules = eye.opened()?;
    eye.facts(code)?;
    if let Some(panel) = eye.panel.as_deref()
        && !eye.state.all_experts().any(|seat| seat.id == *whose)
    {
        return Err(no_seat(panel, whose));
    }
    let entered = begun && !sheet.own_hand;
    let typed = |draft: &Draft| draft.paper_of.as_ref() == Some(whose) && draft.dossier == *code;
    Ok(EntryView {
        state: eye.state.sheet_state(whose, code),
        marks: if entered { whole_form(rules, &sheet.marks) } else { Marks::empty(rules.item_count()) },
        drafts: eye.context.drafts(eye.seat).into_iter().filter(typed).collect(),
    })
}

/// Marks as rows, by seat in the panel's order, then code, then form: the seat's own in every state, or from review
/// what others signed, with the states and reasons of who does not score.
pub(super) fn marks(eye: &Eye<'_>) -> Result<Vec<MarkRow>, Refusal> {
    let others = eye.may(Thing::OthersMarks);
    if !others {
        eye.need(Thing::OwnMarks)?;
    }
    let rules = eye.opened()?;
    let mut rows = Vec::new();
    for seat in eye.state.all_experts().map(|seat| &seat.id) {
        let own = seat == eye.seat && eye.may(Thing::OwnMarks);
        for code in eye.state.dossiers.keys().filter(|_| own || others) {
            let sheet = eye.state.sheet(seat, code);
            let marks = if own { Some(sheet.marks.as_ref()) } else { sheet.counted.as_deref() };
            let tells = own || eye.may(Thing::Reasons);
            sheet_rows(&mut rows, rules, &Rows { eye, seat, code, sheet, marks, tells });
        }
    }
    Ok(rows)
}

struct Rows<'a> {
    eye: &'a Eye<'a>,
    seat: &'a SeatId,
    code: &'a Code,
    sheet: &'a Sheet,
    marks: Option<&'a Marks>,
    tells: bool,
}

/// The rows of one sheet: its marks, then a row with its reason (recused, abstained, excused), then one with its note.
/// Of a sheet set aside the first row without a mark is the reason's, so that it is there even where it is empty.
fn sheet_rows(rows: &mut Vec<MarkRow>, rules: &Rules, of: &Rows<'_>) {
    let state = of.eye.state.sheet_state(of.seat, of.code);
    let row = |mark, note: Clean| MarkRow { seat: of.seat.clone(), dossier: of.code.clone(), mark, note, state };
    for (place, (_, item)) in rules.items().enumerate() {
        for basis in Basis::ALL {
            let Some(points) = of.marks.and_then(|marks| marks.get(place, basis)) else { continue };
            let note = of.marks.and_then(|marks| marks.notes.get(&(place, basis))).cloned().unwrap_or_default();
            rows.push(row(Some((item.id.clone(), basis, points)), note));
        }
    }
    let given = of.sheet.aside.as_ref().map(|(_, reason)| reason).or(of.sheet.excused.as_ref());
    if matches!(state, SheetState::Aside(_) | SheetState::Excused) {
        rows.push(row(None, given.filter(|_| of.tells).cloned().unwrap_or_default()));
    }
    let note = of.marks.map(|marks| &marks.note).filter(|note| !note.is_empty());
    rows.extend(note.map(|note| row(None, note.clone())));
}
