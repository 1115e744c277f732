//! Home: who sits here, where the review stands, what waits for this seat.

use std::sync::Arc;

use super::build::Eye;
use super::types::{Home, SeatCard};
use crate::domain::rights::Thing;
use crate::domain::{Amended, Code, Moment, Panel, Pending, Refusal, Role, Seat, SeatId, Stage};
use crate::text::Clean;

pub(super) fn home(eye: &Eye<'_>) -> Result<Home, Refusal> {
    let known = eye.panel.as_deref().and_then(|panel| panel.seat(eye.seat));
    let seat = known.map_or_else(|| unknown(eye), |seat| card(eye, seat));
    let last_entry = eye.context.last_entry(eye.seat);
    Ok(Home {
        seat,
        stage: eye.state.stage,
        panel: eye.panel.as_deref().map(|panel| Arc::new(bare(eye, panel))),
        claimed: eye.context.claimed(),
        last_entry,
        changed_since: last_entry.map_or(Ok(0), |since| changed_since(eye, since))?,
        place: eye.context.place(eye.seat),
        stage_head: eye.context.stage_head(),
        to_confirm: to_confirm(eye),
        pending: pending(eye),
        display: eye.context.display(eye.seat),
        promised: eye.context.promised(eye.seat),
        meeting: super::meeting::is_open(eye)?,
        kept: eye.context.kept(),
        known: known_before(eye),
    })
}

/// The seat declared or marked something itself; an office seat is known once scoring was opened.
fn known_before(eye: &Eye<'_>) -> bool {
    if eye.may(Thing::OwnMarks) {
        return eye.state.dossiers.keys().any(|code| eye.own(code).declared.is_some());
    }
    eye.state.stage != Stage::Setup
}

/// A seat as this seat may see it.
pub(super) fn card(eye: &Eye<'_>, seat: &Seat) -> SeatCard {
    let phone = if eye.may(Thing::Contacts) { seat.phone.clone() } else { Clean::default() };
    let replaced = eye.state.replaced.get(&seat.id).map(|(new, _)| new.clone());
    SeatCard { id: seat.id.clone(), role: seat.role, name: seat.name.clone(), phone, replaced }
}

fn unknown(eye: &Eye<'_>) -> SeatCard {
    let (name, phone) = (Clean::default(), Clean::default());
    SeatCard { id: eye.seat.clone(), role: eye.role, name, phone, replaced: None }
}

/// A seat without what would tell more of the person than role and name.
pub(super) fn bare_seat(seat: &Seat) -> Seat {
    Seat {
        id: seat.id.clone(),
        role: seat.role,
        name: seat.name.clone(),
        phone: Clean::default(),
        unix_user: Clean::default(),
        ssh_key: Clean::default(),
        employers: Vec::new(),
    }
}

/// A seat with the account and the key that sit there, for who may know them: they stand on its card.
fn reached(eye: &Eye<'_>, seat: &Seat) -> Seat {
    let bare = bare_seat(seat);
    if !eye.may(Thing::Contacts) {
        return bare;
    }
    Seat { unix_user: seat.unix_user.clone(), ssh_key: seat.ssh_key.clone(), ..bare }
}

/// The panel for a screen: seats bare, no paths of the machine, and visits of others only for who sees their progress.
fn bare(eye: &Eye<'_>, panel: &Panel) -> Panel {
    let mut visits = panel.visits.clone();
    if !eye.may(Thing::OthersStates) {
        for visit in &mut visits {
            visit.seats.retain(|seat| seat == eye.seat);
        }
        visits.retain(|visit| !visit.seats.is_empty());
    }
    Panel {
        rules: panel.rules.clone(),
        seats: panel.seats.iter().map(|seat| reached(eye, seat)).collect(),
        visits,
        paper: panel.paper.clone(),
        witness: Vec::new(),
        digest: panel.digest,
    }
}

/// Changes of the own sheets between the entry before and this one: what is done from now on is no news to the seat.
fn changed_since(eye: &Eye<'_>, since: Moment) -> Result<u32, Refusal> {
    if !eye.may(Thing::OwnMarks) {
        return Ok(0);
    }
    let sheets = eye.state.dossiers.keys().map(|code| eye.own(code));
    let until = eye.context.entered().unwrap_or(Moment(i64::MAX));
    let between = |at: Moment| at > since && at <= until;
    let changes = sheets.flat_map(|sheet| &sheet.changes).filter(|change| between(change.at)).count();
    u32::try_from(changes).map_err(|_| Refusal::Overflow)
}

/// Sheets from paper that wait for a confirmation this seat may give.
fn to_confirm(eye: &Eye<'_>) -> Vec<(SeatId, Code)> {
    let working = matches!(eye.state.stage, Stage::Scoring | Stage::Review);
    if !working || !eye.may(Thing::Transcribed { concerned: true }) || eye.state.replaced.contains_key(eye.seat) {
        return Vec::new();
    }
    let live = eye.state.dossiers.keys().filter(|code| !eye.state.withdrawn.contains_key(*code));
    let all = live.flat_map(|code| eye.state.sheets_of(code).map(move |(seat, sheet)| (seat, code, sheet)));
    let mine = |seat: &SeatId| eye.role != Role::Expert || seat == eye.seat;
    let mut waiting = Vec::new();
    for (seat, code, sheet) in all.filter(|(seat, ..)| mine(seat) && !eye.state.replaced.contains_key(*seat)) {
        let open = sheet.transcribed.as_ref().is_some_and(|by| by.confirmed.is_none() && by.by != *eye.seat);
        // Half-way through it there is nothing to hold against the paper yet; its own seat may go on with it.
        let whole = sheet.signed.contains(&true) || sheet.counted.is_some();
        // What the seat itself touched is no longer what was entered from paper: only the seat itself may look at it.
        if open && (seat == eye.seat || (whole && !sheet.own_hand)) {
            waiting.push((seat.clone(), code.clone()));
        }
    }
    waiting
}

/// Amendments that wait for a second seat.
fn pending(eye: &Eye<'_>) -> Vec<(u64, Pending)> {
    if !eye.may(Thing::OthersEvents) {
        return Vec::new();
    }
    let waiting = eye.state.pending.iter().filter_map(|(number, pending)| {
        let amended = match &pending.amended {
            Amended::Panel(panel) => Amended::Panel(Box::new(bare(eye, panel))),
            Amended::Dossier(facts) if eye.may(Thing::Identifying) => Amended::Dossier(facts.clone()),
            Amended::Dossier(_) => return None,
        };
        Some((*number, Pending { amended, ..pending.clone() }))
    });
    waiting.collect()
}
