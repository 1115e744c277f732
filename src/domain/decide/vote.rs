//! Decisions of the panel: ties that the rules leave, incomplete dossiers, places left empty after final.

use std::collections::BTreeSet;

use super::{Decided, known_dossier, needs, reason_given};
use crate::domain::state::State;
use crate::domain::tally::{self, Group, List, Standing};
use crate::domain::{Code, DecidedGroup, Decision, Refusal, Role, SeatId, Stage, VoteRefusal, Votes, What};
use crate::text::Clean;

/// A vote that names its voters: eligible, named once, none recused on a member, and a majority of those who voted.
fn named_vote(state: &State, members: &[Code], votes: &Votes) -> Result<(), Refusal> {
    let refuse = |why| Err(Refusal::Votes(why));
    let cast = cast(votes);
    let named = u32::try_from(votes.voters.len()).unwrap_or(u32::MAX);
    let recused = |seat: &SeatId| members.iter().any(|code| state.is_recused(seat, code));
    let eligible = state.experts().filter(|seat| !recused(&seat.id)).count();
    let eligible = u32::try_from(eligible).unwrap_or(u32::MAX);
    let mut seen = BTreeSet::new();
    for voter in &votes.voters {
        let eligible = state.seat(voter).is_some_and(|seat| seat.role == Role::Expert);
        if !eligible || state.replaced.contains_key(voter) {
            return refuse(VoteRefusal::NotEligible(voter.clone()));
        }
        if !seen.insert(voter) {
            return refuse(VoteRefusal::Twice(voter.clone()));
        }
        if let Some(code) = members.iter().find(|code| state.is_recused(voter, code)) {
            return refuse(VoteRefusal::Recused(voter.clone(), code.clone()));
        }
    }
    if cast > eligible {
        return refuse(VoteRefusal::TooMany(cast, eligible));
    }
    if named != cast {
        return refuse(VoteRefusal::Count(named, cast));
    }
    majority(votes)
}

/// Votes counted without names: no more than there are experts, and a majority.
pub(super) fn counted_vote(state: &State, votes: &Votes) -> Result<(), Refusal> {
    if !votes.voters.is_empty() {
        return named_vote(state, &[], votes);
    }
    let eligible = u32::try_from(state.experts().count()).unwrap_or(u32::MAX);
    let cast = cast(votes);
    if cast > eligible {
        return Err(Refusal::Votes(VoteRefusal::TooMany(cast, eligible)));
    }
    majority(votes)
}

fn cast(votes: &Votes) -> u32 {
    votes.in_favour.saturating_add(votes.against).saturating_add(votes.abstaining)
}

/// More than half of those who voted, abstentions counted, must be in favour.
fn majority(votes: &Votes) -> Result<(), Refusal> {
    if u64::from(votes.in_favour) * 2 > u64::from(cast(votes)) {
        Ok(())
    } else {
        Err(Refusal::Votes(VoteRefusal::NoMajority(votes.in_favour, cast(votes))))
    }
}

pub(super) fn decide_tie(state: &State, codes: &[Code], none: bool, votes: &Votes, note: &Clean) -> Decided {
    needs(state, &[Stage::Review, Stage::Final])?;
    reason_given(note)?;
    let mut seen = BTreeSet::new();
    for code in codes {
        known_dossier(state, code)?;
        if !seen.insert(code) {
            return Err(Refusal::Twice(code.clone()));
        }
    }
    if stands(state, codes, none, votes, note) {
        return Ok(vec![]);
    }
    let list = state.list().map_err(|_| Refusal::Overflow)?;
    let (group, order) = match (state.stage, codes) {
        (_, []) => return Err(Refusal::NotAGroup(vec![])),
        (Stage::Final, codes) => fill(state, &list, codes, none)?,
        (_, codes) => match tally::incomplete_as_decided(&list, codes).filter(|_| none) {
            Some(group) => (group, None),
            None => tied(&list, codes, none)?,
        },
    };
    let members: Vec<Code> = group.members.iter().map(|member| member.code.clone()).collect();
    named_vote(state, &members, votes)?;
    let decision = Decision { group, order, votes: votes.clone(), note: note.clone() };
    Ok(vec![What::Decided(decision)])
}

/// Whether exactly this was decided and is in force: a repeat is done.
fn stands(state: &State, codes: &[Code], none: bool, votes: &Votes, note: &Clean) -> bool {
    state.decisions.iter().map(|decided| &decided.decision).any(|decision| {
        let same = if let Some(order) = &decision.order {
            !none && order.as_slice() == codes
        } else {
            let named: BTreeSet<&Code> = codes.iter().collect();
            none && decision.group.members.iter().map(|member| &member.code).collect::<BTreeSet<_>>() == named
        };
        same && decision.votes == *votes && decision.note == *note
    })
}

/// 会议屏 shows exactly one whole tied group, undecided or to be decided anew.
pub(super) fn open_meeting(state: &State, codes: &[Code]) -> Decided {
    needs(state, &[Stage::Review])?;
    let list = state.list().map_err(|_| Refusal::Overflow)?;
    let mut codes = whole_group(&list, codes)?.codes.clone();
    codes.sort();
    if state.meeting.as_ref() == Some(&codes) {
        return Ok(vec![]);
    }
    Ok(vec![What::MeetingOpened { codes }])
}

/// Exactly one whole tied group. Where it was decided before, the new decision takes the old one's place: a slip in the
/// order, or a vote that has to be held again, is put right in the open, and both stay in the record.
fn tied(list: &List, codes: &[Code], none: bool) -> Result<(DecidedGroup, Option<Vec<Code>>), Refusal> {
    let group = whole_group(list, codes)?;
    match codes.first() {
        Some(first) if none && !group.straddles() => Err(Refusal::NothingToDecide(first.clone())),
        _ => Ok((tally::group_as_decided(list, group), (!none).then(|| codes.to_vec()))),
    }
}

/// The tied group of exactly these members.
fn whole_group<'a>(list: &'a List, codes: &[Code]) -> Result<&'a Group, Refusal> {
    let first = codes.first().ok_or_else(|| Refusal::NotAGroup(vec![]))?;
    let group = list
        .groups
        .iter()
        .find(|group| group.codes.contains(first))
        .ok_or_else(|| Refusal::NothingToDecide(first.clone()))?;
    let mut named = codes.to_vec();
    named.sort();
    let mut members = group.codes.clone();
    members.sort();
    if named != members {
        return Err(Refusal::NotAGroup(members));
    }
    Ok(group)
}

/// After final: one reserve candidate for a place that a withdrawal left empty; the best reserve, no other.
fn fill(state: &State, list: &List, codes: &[Code], none: bool) -> Result<(DecidedGroup, Option<Vec<Code>>), Refusal> {
    let [code] = codes else { return Err(Refusal::NotAGroup(vec![])) };
    let reserve = list.lines.iter().filter(|ranked| ranked.standing == Standing::Reserve);
    let best = reserve.clone().filter_map(|ranked| ranked.rank).min();
    let candidate = reserve.clone().find(|ranked| ranked.line.code == *code);
    match candidate {
        Some(ranked) if !none && state.empty_places() > 0 && ranked.rank == best => {
            let group = tally::alone_as_decided(ranked).ok_or_else(|| Refusal::NothingToDecide(code.clone()))?;
            Ok((group, Some(vec![code.clone()])))
        }
        _ => Err(Refusal::NothingToDecide(code.clone())),
    }
}
