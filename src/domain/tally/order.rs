//! What puts one line ahead of another (DESIGN §5.5): the score, then the steps of `tie_break`.

use std::cmp::Ordering;

use super::Line;
use crate::domain::{Compare, Fixed, HonourCounts, HonourReading, Points, Ratio, Rules, TieStep};

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
        let Some(pass) = pass else { return false };
        // Scores have at most as many decimals as points, so that both are whole in 10⁻⁴.
        let finer = 10_i128.checked_pow(4_u32.saturating_sub(u32::from(self.score.decimals())));
        match finer.and_then(|finer| self.score.units().checked_mul(finer)) {
            Some(units) if self.score.decimals() <= 4 => units < i128::from(pass.units()),
            _ => self.is_below_exactly(pass),
        }
    }

    /// For scores of more decimals than the rules allow.
    fn is_below_exactly(&self, pass: Points) -> bool {
        let pass = Ratio::new(i128::from(pass.units()), i128::from(Points::SCALE));
        matches!((self.score.exact(), pass), (Ok(score), Ok(pass)) if score < pass)
    }
}

/// By score alone; `Greater` is ahead. Both have the decimals of the same rules.
pub(super) fn by_score(rules: &Rules, a: &Key, b: &Key) -> Ordering {
    match rules.tally.compare {
        Compare::Published => a.score.units().cmp(&b.score.units()),
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

/// The same order as [`compare`], packed for sorting thousands of lines; larger is ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Packed {
    /// Rounding never turns two scores round, so the published one may come first under either comparison.
    score: i128,
    exact: Option<Ratio>,
    /// The steps of `tie_break`, the first one highest; 97 bits, as a repeated step decides nothing.
    steps: u128,
}

/// Packs a line's key.
pub(super) fn packed(rules: &Rules, key: &Key) -> Packed {
    let exact = match rules.tally.compare {
        Compare::Published => None,
        Compare::Exact => Some(key.exact),
    };
    let mut steps = 0_u128;
    for (place, step) in rules.tally.tie_break.iter().enumerate() {
        if !rules.tally.tie_break.iter().take(place).any(|earlier| earlier == step) {
            steps = match step {
                TieStep::Honours => {
                    let [first, second, third] = weighed(rules.tally.honours, key.honours).map(u128::from);
                    (steps << 96) | (first << 64) | (second << 32) | third
                }
                TieStep::Age => (steps << 1) | u128::from(key.young),
            };
        }
    }
    Packed { score: key.score.units(), exact, steps }
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
    weighed(reading, a).cmp(&weighed(reading, b))
}

/// What a reading compares, in turn: each fits 32 bits, but a sum of three, which has the middle place free before it.
fn weighed(reading: HonourReading, counts: HonourCounts) -> [u64; 3] {
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
        HonourReading::TopLevel => [height, 0, there],
        HonourReading::TopThenTotal => [height, 0, national + provincial + municipal],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_the_order_of_the_steps_at_every_limit() {
        let counts = [0, 1, 2, u32::MAX - 1, u32::MAX];
        let mut keys = Vec::new();
        for n in 0..125 {
            let honours =
                HonourCounts { national: counts[n / 25], provincial: counts[n / 5 % 5], municipal: counts[n % 5] };
            let key = |young| Key { score: Fixed::from_units(8_000, 2), exact: Ratio::whole(80), honours, young };
            keys.extend([key(false), key(true)]);
        }
        let (honours, age) = (TieStep::Honours, TieStep::Age);
        let mut rules = crate::domain::tally::sample::rules(1);
        for reading in HonourReading::ALL {
            rules.tally.honours = reading;
            for tie_break in [vec![], vec![honours], vec![age, honours], vec![honours, age, honours, age]] {
                rules.tally.tie_break = tie_break;
                for (a, b) in keys.iter().zip(keys.iter().rev()).chain(keys.iter().zip(keys.iter().skip(1))) {
                    assert_eq!(packed(&rules, a).cmp(&packed(&rules, b)), compare(&rules, a, b).0, "{a:?} {b:?}");
                }
            }
        }
    }

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
