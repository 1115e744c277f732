//! What puts one line ahead of another (DESIGN §5.5): the score, then the steps of `tie_break`.

use std::cmp::Ordering;

use super::Line;
use crate::domain::{Compare, Fixed, HonourCounts, HonourReading, Overflow, Points, Ratio, Rules, TieStep};

/// The first step that puts a line ahead of the next ranked one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AheadBy {
    /// A higher score.
    Score,
    /// More or higher honours, by the reading of the rules.
    Honours,
    /// 45 or younger.
    Age,
    /// A recorded decision of the panel.
    Panel,
    /// Nothing: both share a rank.
    Tied,
}

/// What is compared of a ranked line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) score: Fixed,
    pub(super) exact: Ratio,
    pub(super) honours: HonourCounts,
    pub(super) young: bool,
}

impl Key {
    /// `None` for a line without a score, which is not ranked.
    pub(super) fn of(line: &Line) -> Option<Self> {
        let (score, exact) = (line.score?, line.exact?);
        Some(Self { score, exact, honours: line.honours, young: line.young })
    }

    /// Whether the published score lies below the pass mark.
    pub(super) fn is_below(&self, pass: Option<Points>) -> bool {
        // Scores have at most as many decimals as points, so that both are whole in 10⁻⁴; more are compared exactly.
        let Some(pass) = pass else { return false };
        let pass = Ratio::new(i128::from(pass.units()), i128::from(Points::SCALE));
        matches!((self.score.exact(), pass), (Ok(score), Ok(pass)) if score < pass)
    }
}

/// Compares published scores; numerically, whatever their decimals.
fn published(a: Fixed, b: Fixed) -> Ordering {
    if a.decimals() == b.decimals() {
        return a.units().cmp(&b.units());
    }
    match (a.exact(), b.exact()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        // Not reached: the decimals of one list are the same.
        (Err(Overflow), _) | (_, Err(Overflow)) => Ordering::Equal,
    }
}

/// By score alone; `Greater` is ahead.
pub(super) fn by_score(rules: &Rules, a: &Key, b: &Key) -> Ordering {
    match rules.tally.compare {
        Compare::Published => published(a.score, b.score),
        Compare::Exact => a.exact.cmp(&b.exact),
    }
}

/// By one step of `tie_break`; `Greater` is ahead.
pub(super) fn by_step(rules: &Rules, step: TieStep, a: &Key, b: &Key) -> Ordering {
    match step {
        TieStep::Honours => compare_honours(rules.tally.honours, a.honours, b.honours),
        TieStep::Age => a.young.cmp(&b.young),
    }
}

/// By all steps but the panel's; `Greater` is ahead, with the step that decides it.
pub(super) fn compare(rules: &Rules, a: &Key, b: &Key) -> (Ordering, AheadBy) {
    let score = by_score(rules, a, b);
    if score != Ordering::Equal {
        return (score, AheadBy::Score);
    }
    for step in &rules.tally.tie_break {
        let order = by_step(rules, *step, a, b);
        if order != Ordering::Equal {
            return (order, (*step).into());
        }
    }
    (Ordering::Equal, AheadBy::Tied)
}

impl From<TieStep> for AheadBy {
    fn from(step: TieStep) -> Self {
        match step {
            TieStep::Honours => Self::Honours,
            TieStep::Age => Self::Age,
        }
    }
}

/// Compares honours by one of the three readings (DOMAIN §5); `Greater` is ahead.
pub(super) fn compare_honours(reading: HonourReading, a: HonourCounts, b: HonourCounts) -> Ordering {
    let weighed = |counts: HonourCounts| {
        let counts = [counts.national, counts.provincial, counts.municipal].map(u64::from);
        let [national, provincial, municipal] = counts;
        let (height, there) = match counts {
            [0, 0, 0] => (0, 0),
            [0, 0, _] => (1, municipal),
            [0, _, _] => (2, provincial),
            _ => (3, national),
        };
        match reading {
            HonourReading::ByLevel => counts,
            HonourReading::TopLevel => [height, there, 0],
            HonourReading::TopThenTotal => [height, national + provincial + municipal, 0],
        }
    };
    weighed(a).cmp(&weighed(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of DOMAIN §5.
    #[test]
    fn the_three_readings_of_the_honours_rule() {
        use Ordering::{Equal, Greater, Less};
        let counts = |[national, provincial, municipal]: [u32; 3]| HonourCounts { national, provincial, municipal };
        for (jia, yi, expected) in [
            ([1, 0, 0], [0, 5, 6], [Greater, Greater, Greater]),
            ([1, 0, 0], [1, 2, 1], [Less, Equal, Less]),
            ([2, 0, 0], [1, 3, 2], [Greater, Greater, Less]),
            ([1, 1, 0], [1, 0, 4], [Greater, Equal, Less]),
            ([0, 0, 0], [0, 0, 1], [Less, Less, Less]),
            ([0, 2, 9], [0, 2, 9], [Equal, Equal, Equal]),
        ] {
            let found = HonourReading::ALL.map(|reading| compare_honours(reading, counts(jia), counts(yi)));
            assert_eq!(found, expected, "{jia:?} {yi:?}");
        }
    }
}
