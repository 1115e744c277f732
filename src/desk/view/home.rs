//! Home: who sits here, where the review stands, what waits for this seat.

use std::sync::Arc;

use super::build::Eye;
use crate::domain::rights::Thing;
use crate::domain::{Amended, Basis, Code, ItemId, Moment, Panel, Pending, Refusal, Role, Seat, SeatId, Stage};
use crate::text::Clean;

/// A seat as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatCard {
    /// Id.
    pub id: SeatId,
    /// Role.
    pub role: Role,
    /// Name.
    pub name: Clean,
    /// Phone, for the secretary's reminding list; empty for everyone else.
    pub phone: Clean,
    /// Replaced by another.
    pub replaced: Option<SeatId>,
}

/// Who sits here, and where the review stands.
#[derive(Clone, Debug)]
pub struct Home {
    /// The seat.
    pub seat: SeatCard,
    /// Stage.
    pub stage: Stage,
    /// Rules, visits, papers as recorded (before opening: as the file has them). Seats in it carry id, role, name only,
    /// for the secretary account and key too; the witness paths are left out, and an expert finds no visits of others.
    pub panel: Option<Arc<Panel>>,
    /// The seat was claimed, not proved: 席位自报，盲评靠管理保证.
    pub claimed: bool,
    /// Last entry of this seat, and how many of its sheets changed since (other than by itself here).
    pub last_entry: Option<Moment>,
    /// Changes of the seat's own marks since then.
    pub changed_since: u32,
    /// Where the seat was.
    pub place: Option<PlaceNote>,
    /// Time of the last stage change and the head at it (核验号), first 16 hex.
    pub stage_head: Option<(Moment, Clean)>,
    /// Sheets entered for this seat that wait for its confirmation, or that this seat may confirm.
    pub to_confirm: Vec<(SeatId, Code)>,
    /// Amendments this seat may confirm (number), for secretary and supervisor.
    pub pending: Vec<(u64, Pending)>,
    /// Terminal settings kept for the seat.
    pub display: Display,
    /// The seat has read the 承诺 page.
    pub promised: bool,
    /// The meeting screen is open, and this seat may look at it.
    pub meeting: bool,
    /// What is kept for the seat (place, display, promise, typed text) is here. It comes some milliseconds after the
    /// record, when the store has opened; `Topic::Own` tells.
    pub kept: bool,
    /// As far as the record tells, the seat has worked here before.
    pub known: bool,
}

/// Display settings kept per seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// Ambiguous glyphs take two cells; `None`: never asked.
    pub ambiguous_two: Option<bool>,
    /// Line borders instead of ASCII.
    pub lines: bool,
}

/// Where a seat was when it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceNote {
    /// Dossier.
    pub dossier: Code,
    /// Item.
    pub item: Option<ItemId>,
    /// Basis.
    pub basis: Basis,
}

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
