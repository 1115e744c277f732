//! What would change the ten (DESIGN §5.8): other readings and other panels, computed beside the list, never applied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{CountedSheet, Cut, Line, List, Standing, line, rank};
use crate::domain::{Code, Decision, Facts, HonourReading, Overflow, Rounding, Rules, SeatId, TieStep};

/// What a line is computed from.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The dossier's facts.
    pub facts: &'a Facts,
    /// 已撤回.
    pub withdrawn: bool,
    /// Its sheets that count.
    pub sheets: Vec<CountedSheet<'a>>,
}

/// What is changed in thought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another reading of the honours rule.
    Honours(HonourReading),
    /// The steps of the tie rule in the other order.
    TieOrder(Vec<TieStep>),
    /// Another rounding.
    Rounding(Rounding),
    /// A seat's sheets left out; for secretary and supervisor only, never on paper.
    Without(SeatId),
    /// Nothing dropped anywhere; computed where some dossiers have their ends dropped and others have not.
    NoDropping,
}

/// A rank and a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placing {
    /// Its rank.
    pub rank: Option<u32>,
    /// Its standing.
    pub standing: Standing,
}

/// A dossier that would enter or leave the ten, or change between sure and contested within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which dossier.
    pub code: Code,
    /// Now.
    pub now: Placing,
    /// After the change.
    pub then: Placing,
}

impl Moved {
    /// Neither selected nor contested now, but then.
    pub fn enters(&self) -> bool {
        !inside(self.now.standing) && inside(self.then.standing)
    }

    /// Selected or contested now, but not then.
    pub fn leaves(&self) -> bool {
        inside(self.now.standing) && !inside(self.then.standing)
    }
}

fn inside(standing: Standing) -> bool {
    matches!(standing, Standing::Selected | Standing::Contested)
}

/// One alternative and what it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What is changed.
    pub change: Change,
    /// Who would enter, leave or become contested, by the present list's order; empty: the ten stay the same.
    pub moved: Vec<Moved>,
    /// Ranked dossiers whose highest and lowest are dropped now and would not be, because too few sheets are left.
    pub undropped: Vec<Code>,
    /// Dossiers that would be left with too few sheets for a rank.
    pub unranked: Vec<Code>,
}

impl Alternative {
    /// Who would enter the ten.
    pub fn enters(&self) -> impl Iterator<Item = &Moved> {
        self.moved.iter().filter(|moved| moved.enters())
    }

    /// Who would leave the ten.
    pub fn leaves(&self) -> impl Iterator<Item = &Moved> {
        self.moved.iter().filter(|moved| moved.leaves())
    }
}

/// How many sheets a ranked dossier has and how many are dropped at each end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropping {
    /// Which dossier.
    pub code: Code,
    /// Counted sheets.
    pub sheets: u32,
    /// Dropped at each end.
    pub drop: u32,
}

/// All that is told beside the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// Readings of honours, tie order, roundings, no dropping, then seats by id.
    pub alternatives: Vec<Alternative>,
    /// Ranked dossiers without dropping where others have it, by the list's order; empty where all are alike.
    pub unlike: Vec<Dropping>,
    /// The margin at the cut.
    pub cut: Option<Cut>,
}

impl WhatIf {
    /// How many of the alternatives without one seat would change the ten, and of how many: what papers may say.
    pub fn without_seat(&self) -> (usize, usize) {
        let seats = || self.alternatives.iter().filter(|other| matches!(other.change, Change::Without(_)));
        (seats().filter(|other| !other.moved.is_empty()).count(), seats().count())
    }
}

/// Computes every alternative. Decisions apply where their group stays just as it was decided.
pub fn what_if(rules: &Rules, cases: &[Case<'_>], decisions: &[Decision]) -> Result<WhatIf, Overflow> {
    let lines = lines(rules, cases)?;
    let list = rank(rules, &lines, decisions);
    let base = Base { rules, cases, decisions, lines, list };
    let mut alternatives = Vec::new();
    for reading in HonourReading::ALL.into_iter().filter(|reading| *reading != rules.tally.honours) {
        let mut other = rules.clone();
        other.tally.honours = reading;
        alternatives.push(base.reordered(Change::Honours(reading), &other));
    }
    let reversed: Vec<TieStep> = rules.tally.tie_break.iter().rev().copied().collect();
    if reversed != rules.tally.tie_break {
        let mut other = rules.clone();
        other.tally.tie_break.clone_from(&reversed);
        alternatives.push(base.reordered(Change::TieOrder(reversed), &other));
    }
    for rounding in Rounding::ALL.into_iter().filter(|rounding| *rounding != rules.tally.rounding) {
        let mut other = rules.clone();
        other.tally.rounding = rounding;
        alternatives.push(base.recomputed(Change::Rounding(rounding), &other)?);
    }
    let unlike = base.unlike();
    if !unlike.is_empty() {
        let mut other = rules.clone();
        other.tally.drop = 0;
        let mut alternative = base.recomputed(Change::NoDropping, &other)?;
        // Said by the alternative's own name.
        alternative.undropped.clear();
        alternatives.push(alternative);
    }
    for (seat, places) in base.seats() {
        alternatives.push(base.without(seat, &places)?);
    }
    Ok(WhatIf { alternatives, unlike, cut: base.list.cut })
}

fn lines(rules: &Rules, cases: &[Case<'_>]) -> Result<Vec<Arc<Line>>, Overflow> {
    cases.iter().map(|case| line(rules, case.facts, case.withdrawn, &case.sheets).map(Arc::new)).collect()
}

/// The list as it is, with what it came from.
struct Base<'a> {
    rules: &'a Rules,
    cases: &'a [Case<'a>],
    decisions: &'a [Decision],
    lines: Vec<Arc<Line>>,
    list: List,
}

impl<'a> Base<'a> {
    /// Each seat with a sheet that counts, and the cases it is in.
    fn seats(&self) -> BTreeMap<&'a SeatId, BTreeSet<usize>> {
        let mut seats: BTreeMap<&SeatId, BTreeSet<usize>> = BTreeMap::new();
        for (place, case) in self.cases.iter().enumerate().filter(|(_, case)| !case.withdrawn) {
            for sheet in &case.sheets {
                seats.entry(sheet.seat).or_default().insert(place);
            }
        }
        seats
    }

    /// The same lines in another order.
    fn reordered(&self, change: Change, rules: &Rules) -> Alternative {
        self.told(change, &rank(rules, &self.lines, self.decisions))
    }

    /// All lines anew.
    fn recomputed(&self, change: Change, rules: &Rules) -> Result<Alternative, Overflow> {
        let lines = lines(rules, self.cases)?;
        Ok(self.told(change, &rank(rules, &lines, self.decisions)))
    }

    /// The lines of the seat's dossiers anew, with how many to drop computed anew too.
    fn without(&self, seat: &SeatId, places: &BTreeSet<usize>) -> Result<Alternative, Overflow> {
        let mut lines = self.lines.clone();
        for (place, (slot, case)) in lines.iter_mut().zip(self.cases).enumerate() {
            if places.contains(&place) {
                let rest: Vec<_> = case.sheets.iter().filter(|sheet| sheet.seat != seat).copied().collect();
                *slot = Arc::new(line(self.rules, case.facts, case.withdrawn, &rest)?);
            }
        }
        Ok(self.told(Change::Without(seat.clone()), &rank(self.rules, &lines, self.decisions)))
    }

    fn told(&self, change: Change, other: &List) -> Alternative {
        let then: BTreeMap<&Code, _> = other.lines.iter().map(|ranked| (&ranked.line.code, ranked)).collect();
        let mut told = Alternative { change, moved: Vec::new(), undropped: Vec::new(), unranked: Vec::new() };
        for now in &self.list.lines {
            let code = &now.line.code;
            let Some(then) = then.get(code) else { continue };
            let differs = now.standing != then.standing;
            if differs && (inside(now.standing) || inside(then.standing)) {
                let placing = |rank, standing| Placing { rank, standing };
                let (now, then) = (placing(now.rank, now.standing), placing(then.rank, then.standing));
                told.moved.push(Moved { code: code.clone(), now, then });
            }
            if now.rank.is_some() && then.rank.is_none() {
                told.unranked.push(code.clone());
            } else if now.rank.is_some() && now.line.drop > 0 && then.line.drop == 0 {
                told.undropped.push(code.clone());
            }
        }
        told
    }

    fn unlike(&self) -> Vec<Dropping> {
        let ranked = || self.list.lines.iter().filter(|ranked| ranked.rank.is_some()).map(|ranked| &ranked.line);
        if !ranked().any(|line| line.drop > 0) {
            return Vec::new();
        }
        let undropped = ranked().filter(|line| line.drop == 0);
        undropped.map(|line| Dropping { code: line.code.clone(), sheets: line.sheets, drop: line.drop }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tally::sample::{Sheets, code, person, rules, seat};

    struct Panel {
        rules: Rules,
        people: Vec<(Facts, Sheets)>,
    }

    impl Panel {
        /// Places for `quota`; each person with honours, youth and a mark from E01, E02, …
        fn new(quota: u32, people: &[(&str, [u32; 3], bool, &[&str])]) -> Self {
            let mut rules = rules(1);
            rules.quota = quota;
            let one = |&(id, honours, young, marks): &(&str, _, _, &[&str])| {
                (person(id, honours, young), Sheets::whole(marks))
            };
            Self { rules, people: people.iter().map(one).collect() }
        }

        fn what_if(&self) -> WhatIf {
            let case = |(facts, sheets)| Case { facts, withdrawn: false, sheets: Sheets::counted(sheets) };
            let cases: Vec<Case<'_>> = self.people.iter().map(|(facts, sheets)| case((facts, sheets))).collect();
            what_if(&self.rules, &cases, &[]).unwrap()
        }
    }

    fn find(found: &WhatIf, change: &Change) -> Alternative {
        found.alternatives.iter().find(|other| other.change == *change).unwrap().clone()
    }

    fn told<'a>(moved: impl Iterator<Item = &'a Moved>) -> Vec<String> {
        moved.map(|moved| moved.code.to_string()).collect()
    }

    #[test]
    fn another_reading_of_the_honours_may_change_the_ten() {
        let panel = Panel::new(1, &[("A2", [2, 0, 0], false, &["80"; 3]), ("B2", [1, 3, 2], false, &["80"; 3])]);
        let found = panel.what_if();
        assert!(find(&found, &Change::Honours(HonourReading::TopLevel)).moved.is_empty());
        let total = find(&found, &Change::Honours(HonourReading::TopThenTotal));
        assert_eq!((told(total.enters()), told(total.leaves())), (vec!["B2".into()], vec!["A2".into()]));
        let cut = found.cut.unwrap();
        assert_eq!((cut.last_in, cut.margin.to_string()), (code("A2"), "0.00".into()));
    }

    #[test]
    fn age_before_honours_may_change_the_ten() {
        let panel = Panel::new(1, &[("A2", [1, 0, 0], false, &["80"; 3]), ("B2", [0, 0, 0], true, &["80"; 3])]);
        let other = find(&panel.what_if(), &Change::TieOrder(vec![TieStep::Age, TieStep::Honours]));
        assert_eq!(told(other.enters()), ["B2"]);
    }

    #[test]
    fn another_rounding_may_make_a_tie() {
        let panel = Panel::new(1, &[("A2", [0; 3], false, &["80.005"; 3]), ("B2", [0; 3], false, &["80"; 3])]);
        let found = panel.what_if();
        let down = find(&found, &Change::Rounding(Rounding::Down));
        let standings: Vec<_> = down.moved.iter().map(|moved| (moved.now.standing, moved.then.standing)).collect();
        let contested = Standing::Contested;
        assert_eq!(standings, [(Standing::Selected, contested), (Standing::Reserve, contested)]);
        assert_eq!((down.leaves().count(), told(down.enters())), (0, vec!["B2".to_owned()]));
        assert_eq!(found.cut.unwrap().margin.to_string(), "0.01");
    }

    #[test]
    fn without_a_seat_dropping_is_computed_anew_and_its_end_is_told() {
        let marks: &[&str] = &["100", "81", "81", "81", "61"];
        let panel = Panel::new(1, &[("A2", [0; 3], false, marks), ("B2", [0; 3], false, &["80"; 6])]);
        let found = panel.what_if();
        let other = find(&found, &Change::Without(seat("E01")));
        // (81 + 81 + 81 + 61) / 4 = 76 instead of 81.
        assert_eq!((other.undropped.clone(), told(other.leaves())), (vec![code("A2")], vec!["A2".into()]));
        assert!(find(&found, &Change::Without(seat("E06"))).moved.is_empty());
        assert_eq!(found.without_seat(), (1, 6));
    }

    #[test]
    fn dossiers_that_would_lose_their_rank_are_told() {
        let panel = Panel::new(1, &[("A2", [0; 3], false, &["80"; 3]), ("B2", [0; 3], false, &["70"; 4])]);
        let other = find(&panel.what_if(), &Change::Without(seat("E03")));
        assert_eq!((other.unranked, told(other.moved.iter())), (vec![code("A2")], vec!["A2".into(), "B2".into()]));
    }

    #[test]
    fn dossiers_with_another_number_dropped_are_told_and_tried_without() {
        let marks: &[&str] = &["20", "81", "81", "81", "81"];
        let panel = Panel::new(1, &[("A2", [0; 3], false, marks), ("B2", [0; 3], false, &["80"; 4])]);
        let found = panel.what_if();
        assert_eq!(found.unlike, [Dropping { code: code("B2"), sheets: 4, drop: 0 }]);
        assert_eq!(told(find(&found, &Change::NoDropping).enters()), ["B2"]);
        let alike = Panel::new(1, &[("A2", [0; 3], false, marks)]).what_if();
        assert!(alike.unlike.is_empty() && !alike.alternatives.iter().any(|a| a.change == Change::NoDropping));
    }
}
