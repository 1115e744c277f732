//! The list: ranks, tied groups, standings within the quota (DESIGN §5.5–5.7).

use std::sync::Arc;

use super::decided::{self, Standings};
use super::order::{self, AheadBy, Key, Packed};
use super::{Line, Standing};
use crate::domain::{Code, Decision, Fixed, Ratio, Rules};

/// A line with its place on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The line.
    pub line: Arc<Line>,
    /// From 1; equal ranks leave a gap behind them (1, 2, 2, 4). `None`: incomplete or withdrawn.
    pub rank: Option<u32>,
    /// Where it stands.
    pub standing: Standing,
    /// The first step that puts it ahead of the next ranked line; `None` for the last and the unranked.
    pub ahead_by: Option<AheadBy>,
    /// A recorded decision on its tied group is in force.
    pub decided: bool,
}

/// Two or more lines that all steps leave equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The rank they share, or shared before the decision.
    pub rank: u32,
    /// Members by code.
    pub codes: Vec<Code>,
    /// How many of its places lie within the quota; 0 below the pass mark.
    pub places: u32,
    /// A decision is in force.
    pub decided: bool,
    /// It lies across the cut and nobody has decided: an obstacle to final.
    pub contested: bool,
}

impl Group {
    /// Whether the cut goes through the group, decided or not.
    pub fn straddles(&self) -> bool {
        self.places > 0 && usize::try_from(self.places).is_ok_and(|places| places < self.codes.len())
    }
}

/// How far the last inside is from the first outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The last selected line, or, in a contested group, a member of it.
    pub last_in: Code,
    /// The next ranked line, which is not selected.
    pub first_out: Code,
    /// Difference of their published scores, at least 0.
    pub margin: Fixed,
    /// Difference of their unrounded scores; below 0 where the published ones are equal and honours decided. `None`
    /// where it no longer fits.
    pub exact: Option<Ratio>,
    /// Whether the first outside lies below the pass mark, so that the pass mark cuts and not the quota.
    pub pass: bool,
}

/// The ranked list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// By rank, equal ranks by code; the unranked last, by code.
    pub lines: Vec<Ranked>,
    /// Tied groups by rank.
    pub groups: Vec<Group>,
    /// The margin at the cut; `None` where nobody is inside or nobody is outside.
    pub cut: Option<Cut>,
}

impl List {
    /// A dossier's line.
    pub fn line(&self, code: &Code) -> Option<&Ranked> {
        self.lines.iter().find(|ranked| ranked.line.code == *code)
    }

    /// The tied group a dossier is in.
    pub fn group_of(&self, code: &Code) -> Option<&Group> {
        self.groups.iter().find(|group| group.codes.binary_search(code).is_ok())
    }

    /// Groups that keep the list from being final.
    pub fn contested(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.contested)
    }
}

/// Ranks lines in any order. A decision that fits none of the groups as they are now has no effect; of several that
/// fit the same group the last one holds. No two lines may have the same code,
/// and all must have been computed with these rules (their readings of honours and order of steps may differ).
pub fn rank(rules: &Rules, lines: &[Arc<Line>], decisions: &[Decision]) -> List {
    let (mut ranked, mut rest) = (Vec::with_capacity(lines.len()), Vec::new());
    for line in lines {
        match Key::of(line) {
            Some(key) => ranked.push((order::packed(rules, &key), line)),
            None => rest.push(line),
        }
    }
    ranked.sort_unstable_by(|(a, left), (b, right)| b.cmp(a).then_with(|| left.code.cmp(&right.code)));
    rest.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    let mut list = List { lines: Vec::with_capacity(lines.len()), ..List::default() };
    let mut next = 1_u32;
    for tied in ranked.chunk_by(|(a, _), (b, _)| a == b) {
        next = list.place(rules, next, tied, decisions);
    }
    list.tell_ahead(rules);
    list.lines.extend(rest.into_iter().map(unranked));
    list.cut = list.margin();
    list
}

fn unranked(line: &Arc<Line>) -> Ranked {
    let standing = if line.withdrawn { Standing::Withdrawn } else { Standing::Incomplete };
    Ranked { line: line.clone(), rank: None, standing, ahead_by: None, decided: false }
}

/// How many of `size` places from `rank` on lie within the quota.
fn places_within(quota: u32, rank: u32, size: u32) -> u32 {
    quota.saturating_add(1).saturating_sub(rank).min(size)
}

impl List {
    /// Puts a line alone or a tied group, by code, at `rank` and gives the rank after it.
    fn place(&mut self, rules: &Rules, rank: u32, lines: &[(Packed, &Arc<Line>)], decisions: &[Decision]) -> u32 {
        let key = lines.first().and_then(|(_, line)| Key::of(line));
        let below = key.is_some_and(|key| key.is_below(rules.tally.pass));
        let alone = |rank| match () {
            () if below => Standing::BelowPass,
            () if rank <= rules.quota => Standing::Selected,
            () => Standing::Reserve,
        };
        if let [(_, line)] = lines {
            self.push(line, rank, alone(rank), false);
            return rank.saturating_add(1);
        }
        let members: Vec<&Arc<Line>> = lines.iter().map(|(_, line)| *line).collect();
        let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let places = if below { 0 } else { places_within(rules.quota, rank, size) };
        let codes = members.iter().map(|line| line.code.clone()).collect();
        let mut group = Group { rank, codes, places, decided: false, contested: false };
        let found = decided::in_force(&group, &members, decisions);
        group.decided = found.is_some();
        group.contested = !group.decided && group.straddles();
        match found {
            Some(Standings::Ordered(order)) => {
                for (rank, line) in (rank..).zip(order) {
                    self.push(line, rank, alone(rank), true);
                }
            }
            Some(Standings::LeftEmpty) => self.push_all(&members, rank, Standing::Reserve, true),
            None if group.contested => self.push_all(&members, rank, Standing::Contested, false),
            None => self.push_all(&members, rank, alone(rank), false),
        }
        self.groups.push(group);
        rank.saturating_add(size)
    }

    fn push_all(&mut self, members: &[&Arc<Line>], rank: u32, standing: Standing, decided: bool) {
        for line in members {
            self.push(line, rank, standing, decided);
        }
    }

    fn push(&mut self, line: &Arc<Line>, rank: u32, standing: Standing, decided: bool) {
        self.lines.push(Ranked { line: line.clone(), rank: Some(rank), standing, ahead_by: None, decided });
    }

    /// Says of each line what puts it ahead of the next.
    fn tell_ahead(&mut self, rules: &Rules) {
        let keys: Vec<_> = self.lines.iter().map(|ranked| (ranked.rank, Key::of(&ranked.line))).collect();
        let nexts = keys.get(1..).unwrap_or(&[]);
        for ((ranked, (rank, key)), (next_rank, next)) in self.lines.iter_mut().zip(&keys).zip(nexts) {
            let (Some(key), Some(next)) = (key, next) else { continue };
            ranked.ahead_by = Some(match order::compare(rules, key, next).1 {
                AheadBy::Tied if rank != next_rank => AheadBy::Panel,
                by => by,
            });
        }
    }

    fn margin(&self) -> Option<Cut> {
        let ranked = || self.lines.iter().filter(|ranked| ranked.rank.is_some());
        let inside = |standing: &Standing| matches!(standing, Standing::Selected | Standing::Contested);
        let outside = |standing: &Standing| *standing != Standing::Selected;
        let mut contested = ranked().filter(|ranked| ranked.standing == Standing::Contested);
        let (last_in, first_out) = match (contested.next(), contested.next()) {
            (Some(first), Some(second)) => (first, second),
            _ => {
                (ranked().rfind(|ranked| inside(&ranked.standing))?, ranked().find(|ranked| outside(&ranked.standing))?)
            }
        };
        let (a, b) = (Key::of(&last_in.line)?, Key::of(&first_out.line)?);
        Some(Cut {
            last_in: last_in.line.code.clone(),
            first_out: first_out.line.code.clone(),
            margin: Fixed::from_units(a.score.units().checked_sub(b.score.units())?, a.score.decimals()),
            exact: a.exact.minus(b.exact).ok(),
            pass: first_out.standing == Standing::BelowPass,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tally::sample::{code, facts, person, rules, scored};
    use crate::domain::tally::{group_as_decided, holds, incomplete_as_decided};
    use crate::domain::{Compare, Points, TieStep, Votes};
    use crate::text::Clean;

    fn list(rules: &Rules, scores: &[(&str, &str)]) -> List {
        let lines: Vec<_> = scores.iter().map(|(code, score)| scored(rules, &facts(code), score)).collect();
        rank(rules, &lines, &[])
    }

    fn shown(list: &List) -> Vec<(String, Option<u32>, Standing)> {
        list.lines.iter().map(|r| (r.line.code.to_string(), r.rank, r.standing)).collect()
    }

    fn row(code: &str, rank: u32, standing: Standing) -> (String, Option<u32>, Standing) {
        (code.into(), Some(rank), standing)
    }

    fn decision(list: &List, member: &str, order: Option<&[&str]>) -> Decision {
        Decision {
            group: group_as_decided(list, list.group_of(&code(member)).unwrap()),
            order: order.map(|codes| codes.iter().map(|id| code(id)).collect()),
            votes: Votes::default(),
            note: Clean::default(),
        }
    }

    use Standing::{BelowPass, Contested, Reserve, Selected};

    #[test]
    fn equal_ranks_leave_a_gap_and_stand_by_code() {
        let list = list(&rules(1), &[("D2", "70"), ("C2", "80"), ("B2", "80"), ("A2", "90")]);
        let rows = [row("A2", 1, Selected), row("B2", 2, Selected), row("C2", 2, Selected), row("D2", 4, Selected)];
        assert_eq!(shown(&list), rows);
        let ahead: Vec<_> = list.lines.iter().map(|r| r.ahead_by).collect();
        assert_eq!(ahead, [Some(AheadBy::Score), Some(AheadBy::Tied), Some(AheadBy::Score), None]);
        let group = Group { rank: 2, codes: vec![code("B2"), code("C2")], places: 2, decided: false, contested: false };
        assert_eq!(list.groups, [group]);
        assert_eq!(list.cut, None);
    }

    #[test]
    fn a_group_across_the_cut_is_contested_and_waits() {
        let mut rules = rules(1);
        rules.quota = 2;
        let list = list(&rules, &[("A2", "90"), ("B2", "80"), ("C2", "80"), ("D2", "70")]);
        let rows = [row("A2", 1, Selected), row("B2", 2, Contested), row("C2", 2, Contested), row("D2", 4, Reserve)];
        assert_eq!(shown(&list), rows);
        assert_eq!(list.contested().map(|group| group.places).collect::<Vec<_>>(), [1]);
        assert_eq!(list.cut.unwrap().margin, Fixed::from_units(0, 2));
    }

    #[test]
    fn below_the_pass_mark_is_ranked_and_never_selected() {
        let mut rules = rules(1);
        rules.tally.pass = Some(Points::whole(60));
        // 59.995 is published as 60.00 and passes; 59.99 does not.
        let list = list(&rules, &[("A2", "59.995"), ("B2", "59.99"), ("C2", "59.99")]);
        assert_eq!(shown(&list), [row("A2", 1, Selected), row("B2", 2, BelowPass), row("C2", 2, BelowPass)]);
        let cut = list.cut.unwrap();
        assert!(cut.pass && cut.margin == Fixed::from_units(1, 2) && list.groups[0].places == 0);
    }

    #[test]
    fn honours_then_age_break_an_equal_score() {
        let mut rules = rules(1);
        let people = [person("A2", [0, 1, 0], false), person("B2", [0, 0, 0], true), person("C2", [0, 0, 0], false)];
        let lines = people.map(|facts| scored(&rules, &facts, "80"));
        let by = |rules: &Rules| {
            let list = rank(rules, &lines, &[]);
            list.lines.iter().map(|r| (r.line.code.to_string(), r.ahead_by)).collect::<Vec<_>>()
        };
        let told = |code: &str, by| (code.to_owned(), by);
        let (honours, age) = (Some(AheadBy::Honours), Some(AheadBy::Age));
        assert_eq!(by(&rules), [told("A2", honours), told("B2", age), told("C2", None)]);
        rules.tally.tie_break = vec![TieStep::Age, TieStep::Honours];
        assert_eq!(by(&rules), [told("B2", age), told("A2", honours), told("C2", None)]);
        rules.tally.tie_break = vec![];
        let tied = Some(AheadBy::Tied);
        assert_eq!(by(&rules), [told("A2", tied), told("B2", tied), told("C2", None)]);
    }

    #[test]
    fn comparing_exactly_tells_apart_what_is_published_alike() {
        let mut rules = rules(1);
        let scores = [("A2", "80.001"), ("B2", "80.002")];
        assert_eq!(shown(&list(&rules, &scores)), [row("A2", 1, Selected), row("B2", 1, Selected)]);
        rules.tally.compare = Compare::Exact;
        assert_eq!(shown(&list(&rules, &scores)), [row("B2", 1, Selected), row("A2", 2, Selected)]);
    }

    #[test]
    fn the_unranked_come_last_by_code() {
        let rules = rules(1);
        let mut lines = vec![scored(&rules, &facts("Z2"), "80"), scored(&rules, &facts("A2"), "80")];
        let bare = |code, withdrawn| Arc::new(super::super::line(&rules, &facts(code), withdrawn, &[]).unwrap());
        lines.extend([bare("C2", false), bare("B2", true)]);
        let list = rank(&rules, &lines, &[]);
        let tail: Vec<_> = shown(&list).split_off(2);
        assert_eq!(tail, [("B2".into(), None, Standing::Withdrawn), ("C2".into(), None, Standing::Incomplete)]);
        assert_eq!(list.lines.iter().map(|r| r.ahead_by).collect::<Vec<_>>(), [Some(AheadBy::Tied), None, None, None]);
    }

    fn three_for_two(rules: &mut Rules) -> Vec<Arc<Line>> {
        rules.quota = 2;
        [("A2", "80"), ("B2", "80"), ("C2", "80"), ("D2", "70")].map(|(c, s)| scored(rules, &facts(c), s)).into()
    }

    #[test]
    fn a_decided_order_gives_consecutive_ranks() {
        let mut rules = rules(1);
        let lines = three_for_two(&mut rules);
        let decision = decision(&rank(&rules, &lines, &[]), "A2", Some(&["C2", "A2", "B2"]));
        let list = rank(&rules, &lines, std::slice::from_ref(&decision));
        let rows = [row("C2", 1, Selected), row("A2", 2, Selected), row("B2", 3, Reserve), row("D2", 4, Reserve)];
        assert_eq!(shown(&list), rows);
        let (panel, score) = (Some(AheadBy::Panel), Some(AheadBy::Score));
        assert_eq!(list.lines.iter().map(|r| r.ahead_by).collect::<Vec<_>>(), [panel, panel, score, None]);
        assert!(list.contested().next().is_none() && list.groups[0].decided && holds(&decision, &list));
        assert_eq!(list.lines.iter().map(|r| r.decided).collect::<Vec<_>>(), [true, true, true, false]);
    }

    #[test]
    fn deciding_for_none_leaves_the_contested_places_empty() {
        let mut rules = rules(1);
        let lines = three_for_two(&mut rules);
        let decision = decision(&rank(&rules, &lines, &[]), "A2", None);
        let list = rank(&rules, &lines, std::slice::from_ref(&decision));
        let rows = [row("A2", 1, Reserve), row("B2", 1, Reserve), row("C2", 1, Reserve), row("D2", 4, Reserve)];
        assert_eq!(shown(&list), rows);
        assert!(holds(&decision, &list) && list.contested().next().is_none());
        assert_eq!(list.lines[0].ahead_by, Some(AheadBy::Tied));
    }

    #[test]
    fn a_decision_falls_with_any_member_place_or_fact() {
        let mut rules = rules(1);
        let lines = three_for_two(&mut rules);
        let order = decision(&rank(&rules, &lines, &[]), "A2", Some(&["C2", "A2", "B2"]));
        let changed = |place: usize, line: Arc<Line>| {
            let mut lines = lines.clone();
            lines[place] = line;
            lines
        };
        let more = [
            changed(2, scored(&rules, &facts("C2"), "79")),
            changed(3, scored(&rules, &facts("D2"), "90")),
            changed(3, scored(&rules, &facts("D2"), "80")),
            changed(2, scored(&rules, &person("C2", [0, 0, 1], false), "80")),
            ["A2", "B2", "C2"].map(|code| scored(&rules, &facts(code), "81")).into(),
            ["A2", "B2", "C2"].map(|code| scored(&rules, &person(code, [1, 0, 0], false), "80")).into(),
            ["A2", "B2", "C2"].map(|code| scored(&rules, &person(code, [0, 0, 0], true), "80")).into(),
        ];
        for lines in more {
            let list = rank(&rules, &lines, std::slice::from_ref(&order));
            assert!(!holds(&order, &list) && list.groups.iter().all(|group| !group.decided), "{:?}", shown(&list));
        }
        rules.quota = 1;
        assert!(!holds(&order, &rank(&rules, &lines, std::slice::from_ref(&order))));
    }

    #[test]
    fn an_order_that_is_not_of_the_whole_group_has_no_effect() {
        let mut rules = rules(1);
        let lines = three_for_two(&mut rules);
        for order in [&["C2", "A2"][..], &["C2", "A2", "A2"], &["C2", "A2", "D2"], &["C2", "A2", "B2", "B2"]] {
            let decision = decision(&rank(&rules, &lines, &[]), "A2", Some(order));
            assert!(!rank(&rules, &lines, &[decision]).groups[0].decided, "{order:?}");
        }
    }

    #[test]
    fn of_two_decisions_on_a_group_the_last_holds() {
        let mut rules = rules(1);
        let lines = three_for_two(&mut rules);
        let before = rank(&rules, &lines, &[]);
        let both = [decision(&before, "A2", None), decision(&before, "A2", Some(&["B2", "C2", "A2"]))];
        assert_eq!(shown(&rank(&rules, &lines, &both))[0], row("B2", 1, Selected));
    }

    #[test]
    fn there_is_nothing_to_leave_empty_in_a_group_within_the_quota() {
        let mut rules = rules(1);
        let lines = three_for_two(&mut rules);
        rules.quota = 3;
        let none = decision(&rank(&rules, &lines, &[]), "A2", None);
        let list = rank(&rules, &lines, std::slice::from_ref(&none));
        assert!(!holds(&none, &list) && list.lines[0].standing == Selected);
    }

    #[test]
    fn an_incomplete_dossier_is_decided_until_it_changes() {
        let rules = rules(1);
        let bare = |code, withdrawn| Arc::new(super::super::line(&rules, &facts(code), withdrawn, &[]).unwrap());
        let list = rank(&rules, &[bare("B2", false), bare("A2", false), bare("C2", false)], &[]);
        let group = incomplete_as_decided(&list, &[code("B2"), code("A2")]).unwrap();
        assert_eq!((group.rank, group.members[0].code.clone()), (0, code("A2")));
        let none = [Decision { group, order: None, votes: Votes::default(), note: Clean::default() }];
        let asked = |list: &List, id| super::super::decided_incomplete(list, &none, &code(id));
        assert!(asked(&list, "A2") && asked(&list, "B2") && !asked(&list, "C2"));
        let list = rank(&rules, &[bare("B2", true), bare("A2", false)], &[]);
        assert!(!asked(&list, "A2") && !asked(&list, "B2"));
        assert!(incomplete_as_decided(&list, &[code("B2")]).is_none());
    }
}
