//! How a score and a rank came about, as data (DESIGN §5, the proof of SCREENS); sentences are made elsewhere.

use std::cmp::Ordering;

use super::order::{self, AheadBy, Key};
use super::{Group, Line, List, Lone, Ranked, Standing};
use crate::domain::{
    Average, Code, Compare, Fixed, HonourCounts, HonourReading, Overflow, Points, Ratio, Rounding, Rules, SeatId,
    SectionId, TieStep,
};

/// Everything behind one line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Which dossier.
    pub code: Code,
    /// Its rank.
    pub rank: Option<u32>,
    /// Why it stands where it stands.
    pub why: Why,
    /// Published score.
    pub score: Option<Fixed>,
    /// Unrounded score.
    pub exact: Option<Ratio>,
    /// How it was rounded.
    pub rounding: Rounding,
    /// Counted sheets …
    pub sheets: u32,
    /// … of which this many with a counted on-site mark.
    pub onsite: u32,
    /// Marks that counted alone under a split basis.
    pub lone: Vec<Lone>,
    /// Sheets left out because an item has no mark.
    pub unscored: Vec<SeatId>,
    /// Dropped at the low end, ascending by (total, seat); empty by section.
    pub low: Vec<(SeatId, Ratio)>,
    /// Kept totals, ascending; all of them by section or without a score.
    pub kept: Vec<(SeatId, Ratio)>,
    /// Dropped at the high end, ascending.
    pub high: Vec<(SeatId, Ratio)>,
    /// Sum of the kept totals, which divided by their number is `exact`; `None` by section or without a score.
    pub sum: Option<Ratio>,
    /// By section: each section's part of the score; empty otherwise.
    pub parts: Vec<Part>,
    /// Compared with the line before it, step by step.
    pub before: Option<Versus>,
    /// Compared with the next line, step by step.
    pub after: Option<Versus>,
    /// The next line with a lower rank, and how much its published score is lower (0 where a later step decides).
    pub gap: Option<(Code, Fixed)>,
    /// The tied group it is in, decided or not.
    pub group: Option<Group>,
}

/// Why a line stands where it stands (DESIGN §5.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Selected: its rank, or its whole group, lies within the quota.
    WithinQuota,
    /// Selected or not by the order the panel decided.
    DecidedOrder(Standing),
    /// Reserve: the quota was full before it.
    BeyondQuota,
    /// Reserve: the panel left its group's contested places empty.
    LeftEmpty,
    /// Contested: this many places are left for its whole group.
    Contested {
        /// Places within the quota.
        places: u32,
    },
    /// Below this pass mark.
    BelowPass(Points),
    /// Fewer counted sheets than needed; at least one.
    TooFewSheets {
        /// Counted.
        has: u32,
        /// Needed.
        needs: u32,
    },
    /// Withdrawn.
    Withdrawn,
}

/// One section's part of a score averaged by section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which section.
    pub section: SectionId,
    /// Sum of its kept values …
    pub sum: Ratio,
    /// … of this many sheets.
    pub kept: usize,
    /// Their mean.
    pub mean: Ratio,
    /// The mean rounded.
    pub rounded: Fixed,
    /// Its weight.
    pub weight: Points,
    /// Rounded × weight, rounded: what is added up.
    pub weighted: Fixed,
}

/// A comparison with a neighbour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versus {
    /// The neighbour.
    pub code: Code,
    /// Its rank.
    pub rank: Option<u32>,
    /// Steps up to the one that decides; all of them where none does.
    pub steps: Vec<Step>,
    /// What decides.
    pub by: AheadBy,
}

/// One step of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was compared.
    pub kind: StepKind,
    /// `Greater`: this dossier is ahead of the neighbour.
    pub outcome: Ordering,
}

/// What a step compared: this dossier's, then the neighbour's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Published scores.
    Score(Fixed, Fixed),
    /// Unrounded scores.
    Exact(Ratio, Ratio),
    /// Honours, by this reading.
    Honours(HonourReading, HonourCounts, HonourCounts),
    /// Young or not, up to this age.
    Age(u32, bool, bool),
    /// The panel's decision.
    Panel,
}

/// The proof of one line; `None` where the list has no such code. `list` must have been ranked with the same rules.
pub fn proof(rules: &Rules, list: &List, code: &Code) -> Result<Option<Proof>, Overflow> {
    let Some(place) = list.lines.iter().position(|ranked| ranked.line.code == *code) else { return Ok(None) };
    let Some(own) = list.lines.get(place) else { return Ok(None) };
    let line = &*own.line;
    let by_section = rules.tally.average == Average::Section;
    let (low, kept, high) = ends(line, if by_section || line.score.is_none() { 0 } else { line.drop });
    let add = || kept.iter().try_fold(Ratio::ZERO, |sum, (_, total)| sum.plus(*total));
    let sum = if by_section || line.score.is_none() { None } else { Some(add()?) };
    let parts = if by_section { parts(rules, line)? } else { Vec::new() };
    let group = list.group_of(code).cloned();
    let neighbour = |place: Option<usize>| place.and_then(|place| list.lines.get(place));
    let later = list.lines.iter().skip(place).find(|later| later.rank.is_some() && later.rank != own.rank);
    Ok(Some(Proof {
        code: code.clone(),
        rank: own.rank,
        why: why(rules, own, group.as_ref()),
        score: line.score,
        exact: line.exact,
        rounding: rules.tally.rounding,
        sheets: line.sheets,
        onsite: line.onsite,
        lone: line.lone.clone(),
        unscored: line.unscored.clone(),
        low,
        kept,
        high,
        sum,
        parts,
        before: neighbour(place.checked_sub(1)).and_then(|other| versus(rules, own, other)),
        after: neighbour(place.checked_add(1)).and_then(|other| versus(rules, own, other)),
        gap: later.filter(|_| own.rank.is_some()).and_then(|later| gap(line, &later.line)),
        group,
    }))
}

type Totals = Vec<(SeatId, Ratio)>;

/// Totals dropped low, kept, dropped high.
fn ends(line: &Line, drop: u32) -> (Totals, Totals, Totals) {
    let drop = usize::try_from(drop).unwrap_or(0);
    let (low, rest) = line.totals.split_at_checked(drop).unwrap_or((&[], &line.totals));
    let (kept, high) = rest.split_at_checked(rest.len().saturating_sub(drop)).unwrap_or((rest, &[]));
    (low.to_vec(), kept.to_vec(), high.to_vec())
}

fn parts(rules: &Rules, line: &Line) -> Result<Vec<Part>, Overflow> {
    let parts = line.section_parts(rules)?.into_iter().zip(&rules.sections);
    let told = parts.map(|(part, section)| Part {
        section: section.id.clone(),
        sum: part.sum,
        kept: part.kept,
        mean: part.mean,
        rounded: part.rounded,
        weight: section.weight,
        weighted: part.weighted,
    });
    Ok(told.collect())
}

fn why(rules: &Rules, own: &Ranked, group: Option<&Group>) -> Why {
    match own.standing {
        Standing::Withdrawn => Why::Withdrawn,
        Standing::Incomplete => Why::TooFewSheets { has: own.line.sheets, needs: rules.tally.min_sheets.max(1) },
        Standing::BelowPass => Why::BelowPass(rules.tally.pass.unwrap_or(Points::ZERO)),
        Standing::Contested => Why::Contested { places: group.map_or(0, |group| group.places) },
        standing if own.decided && group.is_some_and(Group::straddles) => {
            let alone = group.is_some_and(|group| own.rank != Some(group.rank)) || standing == Standing::Selected;
            if alone { Why::DecidedOrder(standing) } else { Why::LeftEmpty }
        }
        Standing::Selected => Why::WithinQuota,
        Standing::Reserve => Why::BeyondQuota,
    }
}

/// `None` where either is not ranked.
fn versus(rules: &Rules, own: &Ranked, other: &Ranked) -> Option<Versus> {
    let (a, b) = (Key::of(&own.line)?, Key::of(&other.line)?);
    let score = match rules.tally.compare {
        Compare::Published => StepKind::Score(a.score, b.score),
        Compare::Exact => StepKind::Exact(a.exact, b.exact),
    };
    let mut steps = vec![Step { kind: score, outcome: order::by_score(rules, &a, &b) }];
    let mut by = AheadBy::Score;
    for step in &rules.tally.tie_break {
        if steps.last().is_some_and(|last| last.outcome.is_ne()) {
            break;
        }
        let kind = match step {
            TieStep::Honours => StepKind::Honours(rules.tally.honours, a.honours, b.honours),
            TieStep::Age => StepKind::Age(rules.tally.young, a.young, b.young),
        };
        steps.push(Step { kind, outcome: order::by_step(rules, *step, &a, &b) });
        by = (*step).into();
    }
    if steps.last().is_some_and(|last| last.outcome.is_eq()) {
        // Ranks differ among equals only by decision; the smaller one is ahead.
        let outcome = other.rank.cmp(&own.rank);
        by = if outcome.is_eq() { AheadBy::Tied } else { AheadBy::Panel };
        if outcome.is_ne() {
            steps.push(Step { kind: StepKind::Panel, outcome });
        }
    }
    Some(Versus { code: other.line.code.clone(), rank: other.rank, steps, by })
}

fn gap(own: &Line, later: &Line) -> Option<(Code, Fixed)> {
    let (a, b) = (own.score?, later.score?);
    Some((later.code.clone(), Fixed::from_units(a.units().checked_sub(b.units())?, a.decimals())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tally::sample::{Sheets, code, facts, person, points, rules, scored, seat};
    use crate::domain::tally::{group_as_decided, line, rank};
    use crate::domain::{Decision, Votes};
    use std::sync::Arc;

    fn of(rules: &Rules, list: &List, id: &str) -> Proof {
        proof(rules, list, &code(id)).unwrap().unwrap()
    }

    /// The proof shown in SCREENS §1: 得分 85.21 ＝ 596.5 ÷ 7.
    #[test]
    fn the_kept_totals_and_their_sum_prove_the_score() {
        let rules = rules(1);
        let marks = ["87", "83", "91.5", "81.5", "84.5", "85", "79", "86.5", "89"];
        let line = Arc::new(line(&rules, &facts("W537"), false, &Sheets::whole(&marks).counted()).unwrap());
        let proof = of(&rules, &rank(&rules, &[line], &[]), "W537");
        assert_eq!(proof.score.unwrap().to_string(), "85.21");
        assert_eq!((proof.sum, proof.exact), (Ratio::new(1193, 2).ok(), Ratio::new(1193, 14).ok()));
        assert_eq!(proof.low, [(seat("E07"), Ratio::whole(79))]);
        assert_eq!(proof.high, [(seat("E03"), Ratio::new(183, 2).unwrap())]);
        let kept: Vec<_> = proof.kept.iter().map(|(_, total)| total.to_string()).collect();
        assert_eq!(kept, ["163/2", "83", "169/2", "85", "173/2", "87", "89"]);
        assert_eq!((proof.why, proof.before, proof.after, proof.gap), (Why::WithinQuota, None, None, None));
    }

    fn contested() -> (Rules, Vec<Arc<Line>>) {
        let mut rules = rules(1);
        rules.quota = 1;
        let tied = |id| scored(&rules, &person(id, [0, 1, 1], false), "85.21");
        let lines = vec![tied("W537"), tied("W962"), scored(&rules, &person("W358", [0, 2, 0], true), "84.79")];
        (rules, lines)
    }

    #[test]
    fn a_tie_shows_every_step_and_what_is_left() {
        let (rules, lines) = contested();
        let proof = of(&rules, &rank(&rules, &lines, &[]), "W537");
        let after = proof.after.unwrap();
        assert_eq!((after.code, after.by, after.steps.len()), (code("W962"), AheadBy::Tied, 3));
        assert!(after.steps.iter().all(|step| step.outcome.is_eq()));
        assert_eq!(proof.why, Why::Contested { places: 1 });
        assert_eq!(proof.gap, Some((code("W358"), Fixed::from_units(42, 2))));
    }

    #[test]
    fn a_decision_is_the_last_step() {
        let (rules, lines) = contested();
        let before = rank(&rules, &lines, &[]);
        let mut decision = Decision {
            group: group_as_decided(&before, &before.groups[0]),
            order: Some(vec![code("W962"), code("W537")]),
            votes: Votes::default(),
            note: crate::text::Clean::default(),
        };
        let list = rank(&rules, &lines, std::slice::from_ref(&decision));
        let proof = of(&rules, &list, "W537");
        let step = proof.before.unwrap();
        assert_eq!(step.by, AheadBy::Panel);
        assert_eq!(step.steps.last(), Some(&Step { kind: StepKind::Panel, outcome: Ordering::Less }));
        assert_eq!(proof.why, Why::DecidedOrder(Standing::Reserve));
        assert_eq!(of(&rules, &list, "W962").why, Why::DecidedOrder(Standing::Selected));
        decision.order = None;
        let list = rank(&rules, &lines, &[decision]);
        assert_eq!(of(&rules, &list, "W537").why, Why::LeftEmpty);
        assert_eq!(of(&rules, &list, "W358").why, Why::BeyondQuota);
    }

    #[test]
    fn the_step_that_decides_is_the_last_one_shown() {
        let rules = rules(1);
        let lines = [("A2", [1, 0, 0]), ("B2", [0, 9, 0])].map(|(id, h)| scored(&rules, &person(id, h, true), "70"));
        let list = rank(&rules, &lines, &[]);
        let proof = of(&rules, &list, "A2");
        let after = proof.after.unwrap();
        assert_eq!((after.by, after.steps.len()), (AheadBy::Honours, 2));
        assert_eq!(proof.gap, Some((code("B2"), Fixed::from_units(0, 2))));
        assert_eq!(of(&rules, &list, "B2").before.unwrap().steps[1].outcome, Ordering::Less);
    }

    #[test]
    fn by_section_each_part_is_shown() {
        let mut rules = rules(2);
        rules.tally.average = Average::Section;
        rules.sections[0].weight = points("0.3");
        let sheets = Sheets::new(&[&[["10", ""], ["50", ""]], &[["20", ""], ["40", ""]], &[["31", ""], ["30", ""]]]);
        let line = Arc::new(line(&rules, &facts("A2"), false, &sheets.counted()).unwrap());
        let proof = of(&rules, &rank(&rules, &[line], &[]), "A2");
        let part = &proof.parts[0];
        assert_eq!((part.mean, part.kept, part.sum), (Ratio::new(61, 3).unwrap(), 3, Ratio::whole(61)));
        assert_eq!((part.rounded.to_string(), part.weighted.to_string()), ("20.33".into(), "6.10".into()));
        assert_eq!((proof.sum, proof.kept.len(), proof.why), (None, 3, Why::BelowPass(points("60"))));
    }

    #[test]
    fn too_few_sheets_say_how_many_are_needed() {
        let rules = rules(1);
        let sheets = Sheets::whole(&["80", "90"]);
        let line = Arc::new(line(&rules, &facts("A2"), false, &sheets.counted()).unwrap());
        let list = rank(&rules, &[line], &[]);
        let proof = of(&rules, &list, "A2");
        assert_eq!((proof.why, proof.kept.len()), (Why::TooFewSheets { has: 2, needs: 3 }, 2));
        assert_eq!(super::proof(&rules, &list, &code("B2")), Ok(None));
    }
}
