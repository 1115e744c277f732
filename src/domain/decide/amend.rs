//! 更正: what may change after opening, and what it takes (DESIGN §3).

use std::collections::BTreeMap;

use super::stage::sound;
use super::{Decided, panel, reason_given, vote};
use crate::domain::batch::facts_of;
use crate::domain::state::{Pending, State};
use crate::domain::{
    Actor, AmendRefusal, Amended, BatchKind, Fact, Facts, Panel, Refusal, Role, Rules, SeatId, Stage, Votes, What,
};
use crate::text::Clean;

pub(super) fn amend(state: &State, actor: &Actor, amended: &Amended, reason: &Clean, votes: Option<&Votes>) -> Decided {
    if state.stage == Stage::Final {
        return Err(Refusal::Stage { now: Stage::Final, needs: &[Stage::Scoring, Stage::Review] });
    }
    reason_given(reason)?;
    let weighty = match amended {
        // What the record says already takes back a proposal for that file that nobody confirmed.
        _ if takes_back(state, amended) => false,
        Amended::Dossier(facts) => dossier_change(state, facts)?,
        Amended::Panel(new) => panel_change(state, actor, new)?,
    };
    let needs_second = weighty && state.stage == Stage::Review;
    if needs_second && votes.is_none() {
        return Err(Refusal::Amend(AmendRefusal::NeedsVote));
    }
    if let Some(votes) = votes {
        vote::counted_vote(state, votes)?;
    }
    // Proposed a second time: it waits already.
    let waits = |waiting: &Pending| {
        waiting.by == actor.seat
            && waiting.amended == *amended
            && waiting.reason == *reason
            && waiting.votes.as_ref() == votes
    };
    if needs_second && state.pending.values().any(waits) {
        return Ok(vec![]);
    }
    let facts = match amended {
        Amended::Dossier(facts) => vec![Fact::Dossier(facts.clone())],
        Amended::Panel(new) => facts_of(new),
    };
    let parts = u32::try_from(facts.len()).map_err(|_| Refusal::Overflow)?;
    // Also where the second seat sits beside: that it confirmed is an event of its own, by its own hand.
    let kind = BatchKind::Amending { reason: reason.clone(), votes: votes.cloned(), pending: needs_second };
    let mut events = vec![What::Batch { kind, parts }];
    events.extend(facts.into_iter().map(What::Fact));
    Ok(events)
}

pub(super) fn confirm(state: &State, actor: &Actor, number: u64) -> Decided {
    let Some(pending) = state.pending.get(&number) else {
        let stands = state.amendments.iter().any(|amendment| amendment.number == number);
        return if stands { Ok(vec![]) } else { Err(Refusal::NoPending(number)) };
    };
    if state.stage == Stage::Final {
        return Err(Refusal::Stage { now: Stage::Final, needs: &[Stage::Review] });
    }
    second_seat(state, &pending.by, &actor.seat)?;
    // What was proposed may have become impossible since.
    match &pending.amended {
        Amended::Dossier(facts) => dossier_change(state, facts)?,
        Amended::Panel(new) => panel_change(state, actor, new)?,
    };
    Ok(vec![What::AmendmentConfirmed { number }])
}

fn takes_back(state: &State, amended: &Amended) -> bool {
    let recorded = match amended {
        Amended::Dossier(facts) => state.dossiers.get(&facts.code) == Some(&**facts),
        Amended::Panel(new) => state.panel.as_deref() == Some(&**new),
    };
    recorded && state.pending.values().any(|waiting| waiting.amended.same_file(amended))
}

/// A supervisor or another secretary.
fn second_seat(state: &State, first: &SeatId, second: &SeatId) -> Result<(), Refusal> {
    if first == second {
        return Err(Refusal::OwnConfirmation);
    }
    match super::known_seat(state, second)?.role {
        Role::Supervisor | Role::Secretary => Ok(()),
        Role::Expert => Err(Refusal::Amend(AmendRefusal::SecondSeat)),
    }
}

fn dossier_change(state: &State, new: &Facts) -> Result<bool, Refusal> {
    let Some(old) = state.dossiers.get(&new.code) else {
        return Err(Refusal::Amend(AmendRefusal::NewDossier(new.code.clone())));
    };
    if old == new {
        return Err(Refusal::Amend(AmendRefusal::NothingChanged));
    }
    Ok(old.honours != new.honours || old.born != new.born || old.young != new.young)
}

fn panel_change(state: &State, actor: &Actor, new: &Panel) -> Result<bool, Refusal> {
    let old = panel(state)?;
    if old == new {
        return Err(Refusal::Amend(AmendRefusal::NothingChanged));
    }
    sound(new)?;
    for seat in &old.seats {
        let kept = new.seat(&seat.id).is_some_and(|now| now.role == seat.role);
        if !kept && (seat.id == actor.seat || has_acted(state, &seat.id)) {
            return Err(Refusal::Amend(AmendRefusal::SeatGone(seat.id.clone())));
        }
    }
    marks_stay_valid(state, &old.rules, &new.rules)?;
    Ok(weighty(&old.rules, &new.rules))
}

fn has_acted(state: &State, seat: &SeatId) -> bool {
    let sheets = || state.sheets.values().any(|row| row.contains_key(seat));
    let replaced = || state.replaced.iter().any(|(old, (new, _))| old == seat || new == seat);
    let voted = || state.decisions.iter().any(|decided| decided.decision.votes.voters.contains(seat));
    let transcribed = || {
        let sheets = state.sheets.values().flat_map(BTreeMap::values);
        let mut hands = sheets.filter_map(|sheet| sheet.transcribed.as_ref());
        hands.any(|hand| hand.by == *seat || hand.confirmed.as_ref() == Some(seat))
    };
    let dissented = || state.dissents.iter().any(|dissent| dissent.seat == *seat);
    sheets() || replaced() || voted() || transcribed() || dissented()
}

/// Everything but title, names and bands (DESIGN §3).
fn weighty(old: &Rules, new: &Rules) -> bool {
    let form = |rules: &Rules| {
        let sections: Vec<_> = rules.sections.iter().map(|s| (s.id.clone(), s.weight, s.whole)).collect();
        let items: Vec<_> = rules.items().map(|(s, item)| (s.id.clone(), item.id.clone(), item.max)).collect();
        (sections, items)
    };
    old.quota != new.quota
        || old.as_of != new.as_of
        || old.scoring != new.scoring
        || old.tally != new.tally
        || form(old) != form(new)
}

fn marks_stay_valid(state: &State, old: &Rules, new: &Rules) -> Result<(), Refusal> {
    let sheets = || state.sheets.values().flat_map(BTreeMap::values);
    let versions = || sheets().flat_map(|sheet| std::iter::once(sheet.marks.as_ref()).chain(sheet.counted.as_deref()));
    for (place, (_, item)) in old.items().enumerate() {
        let now = new.item(&item.id).map(|(_, _, item)| item);
        if now.is_some_and(|now| now.max >= item.max && old.scoring.step.lies_on(new.scoring.step)) {
            continue;
        }
        let pairs = versions().filter_map(|marks| marks.points.get(place));
        for points in pairs.flatten().flatten() {
            let Some(now) = now else { return Err(Refusal::Amend(AmendRefusal::ItemGone(item.id.clone()))) };
            if *points > now.max || !points.lies_on(new.scoring.step) {
                return Err(Refusal::Amend(AmendRefusal::MarkInvalid(item.id.clone())));
            }
        }
    }
    Ok(())
}
