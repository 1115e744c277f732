//! Opening, closing, making final, and the way back (DESIGN §3).

use std::collections::BTreeSet;

use super::{Decided, needs, note_fits, reason_given};
use crate::domain::batch::facts_of;
use crate::domain::rules::limit;
use crate::domain::state::State;
use crate::domain::tally::{self, Standing};
use crate::domain::{
    Actor, BatchKind, Code, Fact, Facts, Obstacle, Overflow, Panel, Points, Refusal, Role, SealedLine, SeatId,
    SheetState, Stage, What,
};
use crate::text::{Clean, clean_line};

/// Lines of the sealed list in one event: 5,000 dossiers in 25 events, each far below 64 KiB.
const SEALED_PIECE: usize = 200;

pub(super) fn open(state: &State, actor: &Actor, panel: &Panel, dossiers: &[Facts], key: Option<[u8; 32]>) -> Decided {
    if state.stage != Stage::Setup {
        return Err(Refusal::Stage { now: state.stage, needs: &[Stage::Setup] });
    }
    let seat = panel.seat(&actor.seat).ok_or_else(|| Refusal::NoSeat(clean_line(actor.seat.as_str()), None))?;
    if seat.role != Role::Secretary {
        return Err(Refusal::Role(&[Role::Secretary]));
    }
    if dossiers.len() > limit::DOSSIERS {
        return Err(Refusal::Limit(limit::DOSSIERS));
    }
    sound(panel)?;
    let mut seen = BTreeSet::new();
    if let Some(twice) = dossiers.iter().find(|facts| !seen.insert(&facts.code)) {
        return Err(Refusal::Twice(twice.code.clone()));
    }
    let mut facts = facts_of(panel);
    facts.extend(dossiers.iter().cloned().map(|facts| Fact::Dossier(Box::new(facts))));
    let parts = u32::try_from(facts.len()).map_err(|_| Refusal::Limit(limit::DOSSIERS))?;
    let mut events = vec![What::Batch { kind: BatchKind::Opening { key }, parts }];
    events.extend(facts.into_iter().map(What::Fact));
    events.push(What::StageChanged { to: Stage::Scoring, reason: Clean::default() });
    Ok(events)
}

/// What the core relies on whoever read the file: `check` has found, and told in full, whatever is wrong here.
pub(super) fn sound(panel: &Panel) -> Result<(), Refusal> {
    for (count, limit) in [(panel.seats.len(), limit::SEATS), (panel.rules.item_count(), limit::ITEMS)] {
        if count > limit {
            return Err(Refusal::Limit(limit));
        }
    }
    let (mut seats, mut items) = (BTreeSet::new(), BTreeSet::new());
    let repeated = panel.seats.iter().filter(|seat| !seats.insert(&seat.id)).count()
        + panel.rules.items().filter(|(_, item)| !items.insert(&item.id)).count();
    let lacking = [
        panel.seats_of(Role::Expert).next().is_none(),
        panel.rules.item_count() == 0,
        panel.rules.quota == 0,
        panel.rules.scoring.step == Points::ZERO,
    ];
    match repeated + lacking.iter().filter(|lacks| **lacks).count() {
        0 => Ok(()),
        errors => Err(Refusal::Findings(errors)),
    }
}

pub(super) fn close(state: &State, reason: &Clean) -> Decided {
    match state.stage {
        Stage::Scoring => note_fits(reason)?,
        Stage::Final => reason_given(reason)?,
        now => return Err(Refusal::Stage { now, needs: &[Stage::Scoring] }),
    }
    Ok(vec![What::StageChanged { to: Stage::Review, reason: reason.clone() }])
}

pub(super) fn finalise(state: &State) -> Decided {
    needs(state, &[Stage::Review])?;
    let obstacles = obstacles(state).map_err(|Overflow| Refusal::Overflow)?;
    if !obstacles.is_empty() {
        return Err(Refusal::Obstacles(obstacles));
    }
    let lines = state.sealed_lines().map_err(|Overflow| Refusal::Overflow)?;
    let mut events = vec![What::StageChanged { to: Stage::Final, reason: Clean::default() }];
    events.extend(sealed_pieces(&lines));
    Ok(events)
}

fn sealed_pieces(lines: &[SealedLine]) -> Vec<What> {
    let mut left = lines.len();
    let piece = |chunk: &[SealedLine]| {
        left -= chunk.len();
        What::Sealed { left: u32::try_from(left).unwrap_or(u32::MAX), lines: chunk.to_vec() }
    };
    if lines.is_empty() {
        return vec![What::Sealed { left: 0, lines: vec![] }];
    }
    lines.chunks(SEALED_PIECE).map(piece).collect()
}

/// What still stands between the review and a final list, in the order the secretary would settle it.
pub fn obstacles(state: &State) -> Result<Vec<Obstacle>, Overflow> {
    let Some(rules) = state.rules() else { return Ok(vec![]) };
    let list = state.list()?;
    let mut found = Vec::new();
    for (seat, code) in state.missing_sheets() {
        found.push(if state.sheet_state(&seat, &code) == SheetState::Returned {
            Obstacle::SheetOut(seat, code)
        } else {
            Obstacle::Missing(seat, code)
        });
    }
    found.extend(sheets_out(state));
    for (code, facts) in &state.dossiers {
        if facts.confidential && !state.withdrawn.contains_key(code) && !state.secrecy.contains_key(code) {
            found.push(Obstacle::Secrecy(code.clone()));
        }
    }
    for ranked in &list.lines {
        for flag in tally::deviations(rules, &ranked.line)? {
            if !state.sheet(&flag.seat, &flag.dossier).is_explained(rules, &flag.section) {
                found.push(Obstacle::Deviation(flag.seat, flag.dossier, flag.section));
            }
        }
    }
    for ranked in list.lines.iter().filter(|ranked| ranked.standing == Standing::Incomplete) {
        if !state.left_unranked(&ranked.line.code) {
            found.push(Obstacle::Incomplete(ranked.line.code.clone()));
        }
    }
    for group in list.groups.iter().filter(|group| group.contested && !group.decided) {
        found.push(Obstacle::Contested(group.rank, group.codes.clone(), group.places));
    }
    found.extend(state.pending.keys().map(|number| Obstacle::Pending(*number)));
    Ok(found)
}

fn sheets_out(state: &State) -> Vec<Obstacle> {
    let mut out = Vec::new();
    for code in state.dossiers.keys().filter(|code| !state.withdrawn.contains_key(*code)) {
        for (seat, sheet) in state.sheets_of(code) {
            if state.sheet_state(seat, code) == SheetState::Returned && sheet.counted.is_some() {
                out.push(Obstacle::SheetOut(seat.clone(), code.clone()));
            }
        }
    }
    out
}

/// Transcribed sheets that nobody confirmed: they count, confirmed or not, and are a caution at final (DESIGN §3).
pub fn cautions_at_final(state: &State) -> Vec<(SeatId, Code)> {
    let mut found = Vec::new();
    for code in state.dossiers.keys() {
        for (seat, sheet) in state.sheets_of(code) {
            let unconfirmed = sheet.transcribed.as_ref().is_some_and(|transcribed| transcribed.confirmed.is_none());
            if unconfirmed && state.counts(seat, code) {
                found.push((seat.clone(), code.clone()));
            }
        }
    }
    found
}
