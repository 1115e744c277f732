//! Which recorded decisions fit the list as it is now (DESIGN §3): a decision holds while members, places and
//! their facts stay the same. Whoever folds the record drops a decision that no longer holds, so that none revives.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Group, Line, List, Ranked, Standing};
use crate::domain::{Code, DecidedGroup, DecidedMember, Decision};
use crate::text::{Clean, clean_line};

/// What a decision does to its group.
pub(super) enum Standings<'a> {
    /// Consecutive ranks in this order.
    Ordered(Vec<&'a Arc<Line>>),
    /// The contested places stay empty.
    LeftEmpty,
}

fn member(line: &Line) -> DecidedMember {
    let honours = [line.honours.national, line.honours.provincial, line.honours.municipal];
    let score = line.score.map_or_else(Clean::default, |score| clean_line(&score.to_string()));
    DecidedMember { code: line.code.clone(), score, honours, young: line.young }
}

/// Whether a line is as it was when the panel decided, without writing anything anew.
fn is_member(line: &Line, then: &DecidedMember) -> bool {
    then.code == line.code && *then == member(line)
}

/// The last decision that fits a group just as it stands; `members` by code, as in the group.
pub(super) fn in_force<'a>(group: &Group, members: &[&'a Arc<Line>], decisions: &[Decision]) -> Option<Standings<'a>> {
    decisions.iter().rev().find_map(|decision| {
        let then = &decision.group;
        let same = then.rank == group.rank
            && then.places == group.places
            && then.members.len() == members.len()
            && members.iter().zip(&then.members).all(|(line, then)| is_member(line, then));
        if same { effect(group, members, decision) } else { None }
    })
}

fn effect<'a>(group: &Group, members: &[&'a Arc<Line>], decision: &Decision) -> Option<Standings<'a>> {
    let Some(order) = &decision.order else {
        return group.straddles().then_some(Standings::LeftEmpty);
    };
    let whole = order.len() == members.len() && order.iter().collect::<BTreeSet<_>>().len() == order.len();
    let find = |code: &Code| {
        let place = members.binary_search_by(|line| line.code.cmp(code)).ok()?;
        members.get(place).copied()
    };
    let ordered: Option<Vec<_>> = order.iter().map(find).collect();
    ordered.filter(|_| whole).map(Standings::Ordered)
}

/// A group's lines by code. The ranked stand without a gap, so rank r is the line in place r, decided or not.
fn members_of<'a>(list: &'a List, group: &Group) -> Vec<&'a Arc<Line>> {
    let before = usize::try_from(group.rank).unwrap_or(usize::MAX).saturating_sub(1);
    let mut members: Vec<_> =
        list.lines.iter().skip(before).take(group.codes.len()).map(|ranked| &ranked.line).collect();
    members.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    members
}

/// A tied group as it stands on this list, to be stored with the decision on it.
pub fn group_as_decided(list: &List, group: &Group) -> DecidedGroup {
    let members = members_of(list, group).into_iter().map(|line| member(line)).collect();
    DecidedGroup { rank: group.rank, places: group.places, members }
}

/// Incomplete dossiers as they stand, to be stored with the decision to leave them without a rank; `None` where one
/// of the codes is not incomplete.
pub fn incomplete_as_decided(list: &List, codes: &[Code]) -> Option<DecidedGroup> {
    let codes: BTreeSet<&Code> = codes.iter().collect();
    let found = codes.into_iter().map(|code| incomplete(list, code).map(member));
    Some(DecidedGroup { rank: 0, places: 0, members: found.collect::<Option<_>>()? })
}

fn incomplete<'a>(list: &'a List, code: &Code) -> Option<&'a Line> {
    let ranked = list.line(code).filter(|ranked| ranked.standing == Standing::Incomplete)?;
    Some(&ranked.line)
}

/// Whether a decision still fits the list: its group is a tied one with the same rank, places, members and facts and
/// its order is one of exactly these members (or, left empty, there are places to contest); or (rank 0) all its
/// dossiers are still incomplete with the same facts.
pub fn holds(decision: &Decision, list: &List) -> bool {
    if decision.group.rank == 0 {
        let same = |then: &DecidedMember| incomplete(list, &then.code).is_some_and(|line| is_member(line, then));
        return decision.order.is_none() && decision.group.members.iter().all(same);
    }
    let Some(group) = list.groups.iter().find(|group| group.rank == decision.group.rank) else { return false };
    in_force(group, &members_of(list, group), std::slice::from_ref(decision)).is_some()
}

/// Whether the panel has decided to leave this incomplete dossier without a rank.
pub fn decided_incomplete(list: &List, decisions: &[Decision], code: &Code) -> bool {
    let names = |decision: &&Decision| decision.group.members.iter().any(|member| member.code == *code);
    decisions.iter().filter(|decision| decision.group.rank == 0).filter(names).any(|decision| holds(decision, list))
}

/// One ranked line by itself, for the decision that lets it fill a place left empty after final.
pub fn alone_as_decided(ranked: &Ranked) -> Option<DecidedGroup> {
    Some(DecidedGroup { rank: ranked.rank?, places: 1, members: vec![member(&ranked.line)] })
}
