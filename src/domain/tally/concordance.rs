//! How far the experts agree (DESIGN §5.8): Kendall's W and each one's severity. For secretary and supervisor only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Line;
use crate::domain::{Overflow, Ratio, Rounding, SeatId};

/// Fewer experts or dossiers than this say nothing.
const FEWEST: usize = 3;
/// Differences for the severity are rounded to this many decimals.
const SEVERITY_DECIMALS: u8 = 6;
const SEVERITY_SCALE: i128 = 1_000_000;

/// Kendall's coefficient of concordance over complete blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concordance {
    /// Fewer than three experts, or than three dossiers that all of them scored.
    TooFew {
        /// Experts with a counted sheet.
        experts: usize,
        /// Dossiers that all of them scored.
        dossiers: usize,
    },
    /// No expert tells any two dossiers apart, so W is not defined.
    AllEqual {
        /// Experts with a counted sheet.
        experts: usize,
        /// Dossiers that all of them scored.
        dossiers: usize,
    },
    /// The coefficient.
    W {
        /// From 0 (no agreement) to 1 (the same order), corrected for ties; exact, to be rounded where shown.
        w: Ratio,
        /// Experts with a counted sheet.
        experts: usize,
        /// Dossiers that all of them scored.
        dossiers: usize,
    },
}

/// How strict or lenient a seat is compared with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severity {
    /// The seat.
    pub seat: SeatId,
    /// Dossiers that it and at least one other seat scored.
    pub dossiers: usize,
    /// Own weighted total minus the others' mean, averaged over these dossiers; below 0 is stricter. Each difference
    /// is rounded half-even to 10⁻⁶ points first, which keeps the fraction's denominator small. `None`: fewer than
    /// three dossiers.
    pub mean: Option<Ratio>,
}

/// Kendall's W over the dossiers that every seat with a counted sheet has scored.
///
/// W = 12·S ∕ (m²·(n³ − n) − m·ΣT), S the squared deviations of the rank sums, T = Σ(t³ − t) over each expert's ties.
pub fn concordance(lines: &[Arc<Line>]) -> Result<Concordance, Overflow> {
    let seats: BTreeSet<&SeatId> = lines.iter().flat_map(|line| &line.totals).map(|(seat, _)| seat).collect();
    let blocks: Vec<BTreeMap<&SeatId, Ratio>> = lines
        .iter()
        .map(|line| line.totals.iter().map(|(seat, total)| (seat, *total)).collect::<BTreeMap<_, _>>())
        .filter(|block| !block.is_empty() && block.len() == seats.len())
        .collect();
    let (experts, dossiers) = (seats.len(), blocks.len());
    if experts < FEWEST || dossiers < FEWEST {
        return Ok(Concordance::TooFew { experts, dossiers });
    }
    let mut sums = vec![0_i128; dossiers];
    let mut ties = 0_i128;
    for seat in seats {
        let totals: Vec<Ratio> = blocks.iter().filter_map(|block| block.get(seat).copied()).collect();
        ties = add_ranks(&totals, &mut sums).and_then(|tied| ties.checked_add(tied)).ok_or(Overflow)?;
    }
    let (m, n) = (count(experts)?, count(dossiers)?);
    Ok(coefficient(m, n, &sums, ties)?.map_or(Concordance::AllEqual { experts, dossiers }, |w| Concordance::W {
        w,
        experts,
        dossiers,
    }))
}

fn count(size: usize) -> Result<i128, Overflow> {
    i128::try_from(size).map_err(|_| Overflow)
}

/// Adds one expert's ranks, doubled so that the mean rank of a tie is whole, and gives Σ(t³ − t).
fn add_ranks(totals: &[Ratio], sums: &mut [i128]) -> Option<i128> {
    let mut order: Vec<(Ratio, &mut i128)> = totals.iter().copied().zip(sums).collect();
    order.sort_unstable_by_key(|(total, _)| *total);
    let (mut before, mut ties) = (0_i128, 0_i128);
    for tied in order.chunk_by_mut(|(a, _), (b, _)| a == b) {
        let size = i128::try_from(tied.len()).ok()?;
        // Ranks before+1 … before+size, their mean doubled.
        let rank = before.checked_mul(2)?.checked_add(size)?.checked_add(1)?;
        for (_, sum) in tied {
            **sum = sum.checked_add(rank)?;
        }
        ties = ties.checked_add(cube_less_self(size)?)?;
        before = before.checked_add(size)?;
    }
    Some(ties)
}

fn cube_less_self(t: i128) -> Option<i128> {
    t.checked_pow(3)?.checked_sub(t)
}

/// W from doubled rank sums; `None` where all is tied.
fn coefficient(m: i128, n: i128, sums: &[i128], ties: i128) -> Result<Option<Ratio>, Overflow> {
    let parts = || {
        let mean = m.checked_mul(n.checked_add(1)?)?;
        let squares = sums.iter().try_fold(0_i128, |all, sum| all.checked_add(sum.checked_sub(mean)?.checked_pow(2)?));
        let whole = m.checked_pow(2)?.checked_mul(cube_less_self(n)?)?;
        // Doubled sums make the squares four times as large: 12·S = 3·squares.
        Some((squares?.checked_mul(3)?, whole.checked_sub(m.checked_mul(ties)?)?))
    };
    match parts().ok_or(Overflow)? {
        (_, 0) => Ok(None),
        (num, den) => Ratio::new(num, den).map(Some),
    }
}

/// Each seat's severity, by seat; seats without a shared dossier included.
pub fn severities(lines: &[Arc<Line>]) -> Result<Vec<Severity>, Overflow> {
    let mut found: BTreeMap<&SeatId, (usize, i128)> = BTreeMap::new();
    for line in lines {
        let sum = line.totals.iter().try_fold(Ratio::ZERO, |sum, (_, total)| sum.plus(*total))?;
        let others = count(line.totals.len())? - 1;
        for (seat, total) in &line.totals {
            let (dossiers, all) = found.entry(seat).or_default();
            if others > 0 {
                let gap = total.minus(sum.minus(*total)?.over(others)?)?;
                let gap = gap.round(SEVERITY_DECIMALS, Rounding::HalfEven)?.units();
                *dossiers += 1;
                *all = all.checked_add(gap).ok_or(Overflow)?;
            }
        }
    }
    let mean = |dossiers: usize, all: i128| {
        if dossiers < FEWEST { Ok(None) } else { Ratio::new(all, SEVERITY_SCALE)?.over(count(dossiers)?).map(Some) }
    };
    found
        .into_iter()
        .map(|(seat, (dossiers, all))| Ok(Severity { seat: seat.clone(), dossiers, mean: mean(dossiers, all)? }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tally::line;
    use crate::domain::tally::sample::{Sheets, facts, rules, seat};

    /// One row a dossier, one column an expert.
    fn lines(rows: &[&[&str]]) -> Vec<Arc<Line>> {
        let rules = rules(1);
        let one = |(n, row): (usize, &&[&str])| {
            Arc::new(line(&rules, &facts(&format!("A{n}")), false, &Sheets::whole(row).counted()).unwrap())
        };
        rows.iter().enumerate().map(one).collect()
    }

    fn w(rows: &[&[&str]]) -> String {
        match concordance(&lines(rows)).unwrap() {
            Concordance::W { w, .. } => w.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn experts_of_one_mind_agree_wholly() {
        assert_eq!(w(&[&["90", "80", "70"], &["80", "70", "60"], &["70", "60", "50"]]), "1");
    }

    #[test]
    fn turning_in_a_circle_is_no_agreement() {
        assert_eq!(w(&[&["90", "80", "70"], &["80", "70", "90"], &["70", "90", "80"]]), "0");
    }

    #[test]
    fn ties_are_corrected_for() {
        // Ranks: E01 1 2 3 4, E02 1.5 1.5 3 4, E03 1 2.5 2.5 4; sums 3.5 6 8.5 12, mean 7.5, S = 39.5.
        // W = 12 · 39.5 ∕ (9 · 60 − 3 · (6 + 6)) = 474 ∕ 504 = 79 ∕ 84
        let rows: &[&[&str]] = &[&["10", "10", "10"], &["20", "10", "20"], &["30", "30", "20"], &["40", "40", "40"]];
        assert_eq!(w(rows), "79/84");
    }

    #[test]
    fn a_dossier_that_one_expert_has_not_scored_is_left_aside() {
        let rows: &[&[&str]] = &[&["90", "80", "70"], &["80", "70", "60"], &["70", "60", "50"], &["10", "", "99"]];
        assert_eq!(w(rows), "1");
    }

    #[test]
    fn too_few_experts_or_dossiers_are_told_and_all_ties_too() {
        assert_eq!(w(&[&["1", "2", "3"], &["4", "5", "6"]]), "TooFew { experts: 3, dossiers: 2 }");
        assert_eq!(w(&[&["1", "2"], &["4", "5"], &["3", "3"]]), "TooFew { experts: 2, dossiers: 3 }");
        assert_eq!(w(&[]), "TooFew { experts: 0, dossiers: 0 }");
        assert_eq!(w(&[&["5", "5", "5"][..]; 3]), "AllEqual { experts: 3, dossiers: 3 }");
    }

    #[test]
    fn severity_is_the_mean_distance_from_the_others_on_shared_dossiers() {
        let lines = lines(&[&["70", "80", "81"], &["70", "80", ""], &["70", "", "90"], &["", "", "10"]]);
        let found = severities(&lines).unwrap();
        // E01: −10.5, −10, −20; E03: 6, 20, and one dossier alone.
        let severity = |id, dossiers, mean| Severity { seat: seat(id), dossiers, mean };
        let strict = Some(Ratio::new(-27, 2).unwrap());
        assert_eq!(found, [severity("E01", 3, strict), severity("E02", 2, None), severity("E03", 2, None)]);
    }
}
