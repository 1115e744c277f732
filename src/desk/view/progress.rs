//! The progress matrix: states and counts of missing items, never a number anyone gave.

use std::collections::BTreeSet;

use super::build::Eye;
use super::dossiers::{is_bare, missing};
use super::home::{SeatCard, card};
use crate::domain::rights::Thing;
use crate::domain::{Code, Refusal, Rules, Seat, SeatId, SheetState, Stage, State};
use crate::text::Clean;

/// One cell of the progress matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressCell {
    /// State.
    pub state: SheetState,
    /// Missing items.
    pub missing: u32,
    /// An on-site half is due and not signed.
    pub onsite_open: bool,
    /// Where it is open and begun: items without an on-site mark. It may be signed without them.
    pub onsite_missing: u32,
    /// Every due half could be signed.
    pub ready: bool,
    /// Entered for the seat and not confirmed.
    pub unconfirmed: bool,
    /// The seat asks for it back.
    pub asked_return: bool,
    /// A signed version is there, also while the sheet is out.
    pub signed_once: bool,
    /// May be entered from paper: the seat itself touched nothing of it.
    pub from_paper: bool,
    /// Of what the asker entered of it from paper something is typed and not recorded.
    pub typed: bool,
}

impl ProgressCell {
    /// What the on-site half lacks, where it is due, not signed and not whole: items without an on-site mark, 0 where it is
    /// not begun.
    pub fn onsite_gap(&self) -> Option<u32> {
        let untouched = !self.ready && self.onsite_missing == 0;
        (self.onsite_open && (untouched || self.onsite_missing > 0)).then_some(self.onsite_missing)
    }
}

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressRow {
    /// Code.
    pub code: Code,
    /// Trade.
    pub trade: Clean,
    /// Withdrawn.
    pub withdrawn: bool,
    /// One cell a seat, in the seats' order.
    pub cells: Vec<ProgressCell>,
    /// Signed sheets.
    pub done: u32,
    /// Sheets that should come: experts who are not recused, abstaining, excused or replaced.
    pub due: u32,
}

/// States of all sheets: never a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Stage.
    pub stage: Stage,
    /// Expert seats, replaced ones too.
    pub seats: Vec<SeatCard>,
    /// Rows by code.
    pub rows: Vec<ProgressRow>,
    /// Signed sheets.
    pub signed: u32,
    /// Sheets that should come.
    pub due: u32,
    /// Sheets open by seat: (seat, how many, acted at all).
    pub open: Vec<(SeatId, u32, bool)>,
    /// Reasons (of recusals, returns, excuses, requests): from review only.
    pub reasons: Vec<(SeatId, Code, Clean)>,
}

pub(super) fn progress(eye: &Eye<'_>) -> Result<Progress, Refusal> {
    eye.need(Thing::OthersStates)?;
    let rules = eye.opened()?;
    let state = eye.state;
    let seats: Vec<&Seat> = state.all_experts().collect();
    let visited: BTreeSet<&Code> =
        state.panel.iter().flat_map(|panel| &panel.visits).map(|visit| &visit.dossier).collect();
    let typed: BTreeSet<(SeatId, Code)> = typed(eye);
    let mut open = vec![0_u32; seats.len()];
    let mut rows = Vec::with_capacity(state.dossiers.len());
    let (mut signed, mut due) = (0_u32, 0_u32);
    for (code, facts) in &state.dossiers {
        let visit = visited.contains(code);
        let cell = |seat: &&Seat| {
            let mut cell = cell(state, rules, &seat.id, code, visit)?;
            cell.typed = cell.from_paper && !typed.is_empty() && typed.contains(&(seat.id.clone(), code.clone()));
            Ok(cell)
        };
        let cells: Result<Vec<_>, Refusal> = seats.iter().map(cell).collect();
        let withdrawn = state.withdrawn.contains_key(code);
        let trade = if is_bare(eye, facts) { Clean::default() } else { facts.trade.clone() };
        let mut row = ProgressRow { code: code.clone(), trade, withdrawn, cells: cells?, done: 0, due: 0 };
        for (cell, open) in row.cells.iter().zip(&mut open).filter(|_| !withdrawn) {
            let done = cell.state == SheetState::Signed;
            let wanted = done || cell.state.is_open();
            row.done += u32::from(done);
            row.due += u32::from(wanted);
            *open += u32::from(wanted && !done);
        }
        signed = signed.saturating_add(row.done);
        due = due.saturating_add(row.due);
        rows.push(row);
    }
    let still = seats.iter().zip(open).filter(|(_, open)| *open > 0);
    Ok(Progress {
        stage: state.stage,
        open: still.map(|(seat, open)| (seat.id.clone(), open, has_acted(eye, &seat.id))).collect(),
        seats: seats.into_iter().map(|seat| card(eye, seat)).collect(),
        rows,
        signed,
        due,
        reasons: if eye.may(Thing::Reasons) { reasons(state) } else { Vec::new() },
    })
}

/// Sheets of which this seat typed something from paper that is not recorded.
fn typed(eye: &Eye<'_>) -> BTreeSet<(SeatId, Code)> {
    let drafts = eye.context.drafts(eye.seat).into_iter();
    drafts.filter_map(|draft| Some((draft.paper_of?, draft.dossier))).collect()
}

fn cell(state: &State, rules: &Rules, seat: &SeatId, code: &Code, visits: bool) -> Result<ProgressCell, Refusal> {
    let sheet = state.sheet(seat, code);
    let found = state.sheet_state(seat, code);
    let visit = visits && state.visit_due(seat, code).is_some();
    let left = missing(rules, &sheet.marks);
    let onsite_open = visit && found.is_open() && !sheet.signed[1];
    // Nothing on site yet is no gap: how much is marked there the visit decides.
    let gaps = sheet.marks.points.iter().filter(|pair| pair[1].is_none()).count();
    let onsite_missing = if onsite_open && sheet.marks.has_onsite() { gaps } else { 0 };
    let complete = left == 0 && (!visit || sheet.marks.has_onsite());
    Ok(ProgressCell {
        state: found,
        missing: u32::try_from(left).map_err(|_| Refusal::Overflow)?,
        onsite_open,
        onsite_missing: u32::try_from(onsite_missing).map_err(|_| Refusal::Overflow)?,
        ready: found.is_open() && complete,
        unconfirmed: sheet.transcribed.as_ref().is_some_and(|by| by.confirmed.is_none()),
        asked_return: sheet.asked_return.is_some(),
        signed_once: sheet.counted.is_some(),
        from_paper: !sheet.own_hand && found.is_open(),
        typed: false,
    })
}

/// Whether a seat ever came: entered, or did something of its own.
fn has_acted(eye: &Eye<'_>, seat: &SeatId) -> bool {
    let own = |code: &Code| {
        let sheet = eye.state.sheet(seat, code);
        sheet.own_hand || (sheet.declared.is_some() && sheet.transcribed.is_none())
    };
    eye.context.last_entry(seat).is_some() || eye.state.dossiers.keys().any(own)
}

/// Reasons by dossier and seat.
fn reasons(state: &State) -> Vec<(SeatId, Code, Clean)> {
    let mut told = Vec::new();
    for code in state.dossiers.keys() {
        for (seat, sheet) in state.sheets_of(code) {
            let given = [
                sheet.aside.as_ref().map(|(_, reason)| reason),
                sheet.returned.as_ref().map(|returned| &returned.reason),
                sheet.excused.as_ref(),
                sheet.asked_return.as_ref(),
            ];
            told.extend(given.into_iter().flatten().map(|reason| (seat.clone(), code.clone(), reason.clone())));
        }
    }
    told
}
