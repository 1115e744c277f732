//! One dossier's line: its counted sheets, the dropped ones, its score (DESIGN §5.1–5.4).

use super::counted::{CountedSheet, Lone, Row, TOTAL_SCALE, VALUE_SCALE, read};
use crate::domain::{
    Average, Code, Facts, Fixed, HonourCounts, Overflow, Points, Ratio, Rules, SeatId, Section, SectionId,
};

/// A dossier's line before it is ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The dossier's code.
    pub code: Code,
    /// 已撤回: nothing counts.
    pub withdrawn: bool,
    /// Counted sheets, n.
    pub sheets: u32,
    /// Published score; `None` where incomplete or withdrawn.
    pub score: Option<Fixed>,
    /// Unrounded score (by section: the sum of the rounded parts); `None` as above.
    pub exact: Option<Ratio>,
    /// Unweighted mean of each section over the kept sheets, rounded, in the form's order; empty where there is no
    /// score.
    pub sections: Vec<(SectionId, Fixed)>,
    /// Sheets dropped at either end, by seat; empty by section.
    pub dropped: Vec<SeatId>,
    /// How many are dropped at each end, k.
    pub drop: u32,
    /// Every counted sheet's weighted total, ascending by (total, seat); filled for an incomplete dossier too.
    pub totals: Vec<(SeatId, Ratio)>,
    /// Counted sheets with at least one on-site mark that entered a value.
    pub onsite: u32,
    /// Sheets with marks that counted alone under a split basis, by seat.
    pub lone: Vec<Lone>,
    /// Sheets handed in with an item that has no mark, by seat. They are not counted: no mark is not 0.
    pub unscored: Vec<SeatId>,
    /// Counted honours.
    pub honours: HonourCounts,
    /// Whole years on the reference day, where the birth is known.
    pub age: Option<u32>,
    /// `young` or younger; unknown is not young.
    pub young: bool,
    /// Section values of the counted sheets in 10⁻⁶ points, row by row in the order of `totals`.
    pub values: Vec<i64>,
    /// Sections of the form.
    pub width: usize,
}

impl Line {
    /// The section values of each counted sheet, unweighted, in 10⁻⁶ points and the form's order; seats in the order of
    /// [`Line::totals`].
    pub fn section_values(&self) -> impl Iterator<Item = (&SeatId, &[i64])> {
        // A form without sections has no values; the seats are still told apart by their totals.
        let rows = self.values.chunks(self.width.max(1)).chain(std::iter::repeat(&[][..]));
        self.totals.iter().map(|(seat, _)| seat).zip(rows)
    }
}

/// Computes a dossier's line from the sheets that count, in any order.
///
/// A withdrawn dossier counts none. A sheet in which an item of the form has no mark, or which has another number of
/// items than the form, is left out and named in [`Line::unscored`]: it must never count as 0.
pub fn line(rules: &Rules, facts: &Facts, withdrawn: bool, sheets: &[CountedSheet<'_>]) -> Result<Line, Overflow> {
    let mut line = bare(rules, facts, withdrawn);
    if withdrawn {
        return Ok(line);
    }
    let mut cells = Vec::with_capacity(sheets.len().saturating_mul(line.width));
    let mut rows = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        match read(rules, sheet, &mut cells)? {
            Some(row) => rows.push(row),
            None => line.unscored.push(sheet.seat.clone()),
        }
    }
    line.unscored.sort_unstable();
    rows.sort_unstable_by(|a, b| a.total.cmp(&b.total).then_with(|| a.seat.cmp(b.seat)));
    line.fill(rules, &rows, &cells)?;
    let Some(kept) = line.kept(rules) else { return Ok(line) };
    match rules.tally.average {
        Average::Total => line.average_totals(rules, &rows, kept)?,
        Average::Section => line.average_sections(rules, kept)?,
    }
    Ok(line)
}

fn bare(rules: &Rules, facts: &Facts, withdrawn: bool) -> Line {
    Line {
        code: facts.code.clone(),
        withdrawn,
        sheets: 0,
        score: None,
        exact: None,
        sections: Vec::new(),
        dropped: Vec::new(),
        drop: 0,
        totals: Vec::new(),
        onsite: 0,
        lone: Vec::new(),
        unscored: Vec::new(),
        honours: facts.honour_counts(),
        age: facts.age_on(rules.as_of),
        young: facts.is_young(rules.as_of, rules.tally.young),
        values: Vec::new(),
        width: rules.sections.len(),
    }
}

/// How many sheets are kept after dropping, and from which place.
#[derive(Clone, Copy)]
struct Kept {
    skip: usize,
    take: usize,
}

impl Kept {
    fn count(self) -> Result<i128, Overflow> {
        i128::try_from(self.take).map_err(|_| Overflow)
    }
}

impl Line {
    /// Everything that is told about the counted sheets, whether they suffice for a score or not.
    fn fill(&mut self, rules: &Rules, rows: &[Row<'_>], cells: &[i64]) -> Result<(), Overflow> {
        self.sheets = u32::try_from(rows.len()).map_err(|_| Overflow)?;
        self.totals.reserve_exact(rows.len());
        self.values.reserve_exact(cells.len());
        for row in rows {
            self.totals.push((row.seat.clone(), Ratio::new(row.total, TOTAL_SCALE)?));
            self.values.extend(cells.iter().skip(row.at).take(self.width));
            self.onsite += u32::from(row.onsite);
            if row.lone != [0; 2] {
                let [file, onsite] = row.lone;
                self.lone.push(Lone { seat: row.seat.clone(), file, onsite });
            }
        }
        self.lone.sort_unstable_by(|a, b| a.seat.cmp(&b.seat));
        let (n, k) = (u64::from(self.sheets), u64::from(rules.tally.drop));
        let drops = self.sheets >= rules.tally.drop_from && n > 2 * k;
        self.drop = if drops { rules.tally.drop } else { 0 };
        Ok(())
    }

    /// The kept sheets, or `None` where too few count for a score (DESIGN §5.2).
    fn kept(&self, rules: &Rules) -> Option<Kept> {
        if self.sheets == 0 || self.sheets < rules.tally.min_sheets {
            return None;
        }
        let skip = usize::try_from(self.drop).ok()?;
        let take = self.totals.len().checked_sub(skip.checked_mul(2)?)?;
        Some(Kept { skip, take })
    }

    /// DESIGN §5.3 total: the kept totals' mean, rounded once; sections told beside it.
    fn average_totals(&mut self, rules: &Rules, rows: &[Row<'_>], kept: Kept) -> Result<(), Overflow> {
        let round = |exact: Ratio| exact.round(rules.tally.decimals, rules.tally.rounding);
        let n = kept.count()?;
        let sum = rows.iter().skip(kept.skip).take(kept.take).try_fold(0_i128, |sum, row| sum.checked_add(row.total));
        let exact = Ratio::new(sum.ok_or(Overflow)?, TOTAL_SCALE.checked_mul(n).ok_or(Overflow)?)?;
        let low = self.totals.iter().take(kept.skip);
        let high = self.totals.iter().skip(kept.skip + kept.take);
        self.dropped = low.chain(high).map(|(seat, _)| seat.clone()).collect();
        self.dropped.sort_unstable();
        let mut sums = vec![0_i128; self.width];
        for row in self.values.chunks(self.width.max(1)).skip(kept.skip).take(kept.take) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum = sum.checked_add(i128::from(*value)).ok_or(Overflow)?;
            }
        }
        let den = VALUE_SCALE.checked_mul(n).ok_or(Overflow)?;
        for (section, sum) in rules.sections.iter().zip(sums) {
            self.sections.push((section.id.clone(), round(Ratio::new(sum, den)?)?));
        }
        (self.score, self.exact) = (Some(round(exact)?), Some(exact));
        Ok(())
    }

    /// DESIGN §5.3 section: each section's kept values averaged, rounded, × weight, rounded, added.
    fn average_sections(&mut self, rules: &Rules, kept: Kept) -> Result<(), Overflow> {
        let mut exact = Ratio::ZERO;
        for (place, section) in rules.sections.iter().enumerate() {
            let part = self.section_part(rules, section, place, kept)?;
            exact = exact.plus(part.weighted.exact()?)?;
            self.sections.push((section.id.clone(), part.rounded));
        }
        let score = exact.round(rules.tally.decimals, rules.tally.rounding)?;
        (self.score, self.exact) = (Some(score), Some(exact));
        Ok(())
    }

    fn section_part(
        &self,
        rules: &Rules,
        section: &Section,
        place: usize,
        kept: Kept,
    ) -> Result<SectionPart, Overflow> {
        let round = |exact: Ratio| exact.round(rules.tally.decimals, rules.tally.rounding);
        let column = self.values.iter().skip(place).step_by(self.width.max(1));
        let mut values: Vec<i64> = column.copied().collect();
        values.sort_unstable();
        let mut values = values.iter().skip(kept.skip).take(kept.take);
        let sum = values.try_fold(0_i128, |sum, value| sum.checked_add(i128::from(*value))).ok_or(Overflow)?;
        let mean = Ratio::new(sum, VALUE_SCALE.checked_mul(kept.count()?).ok_or(Overflow)?)?;
        let rounded = round(mean)?;
        let weight = Ratio::new(i128::from(section.weight.units()), i128::from(Points::SCALE))?;
        let weighted = round(rounded.exact()?.times(weight)?)?;
        Ok(SectionPart { mean, rounded, weighted, sum: Ratio::new(sum, VALUE_SCALE)?, kept: kept.take })
    }

    /// By section: how each section's part of the score came about, in the form's order; empty without a score.
    pub(super) fn section_parts(&self, rules: &Rules) -> Result<Vec<SectionPart>, Overflow> {
        let Some(kept) = self.kept(rules).filter(|_| !self.withdrawn) else { return Ok(Vec::new()) };
        let parts = rules.sections.iter().enumerate();
        parts.map(|(place, section)| self.section_part(rules, section, place, kept)).collect()
    }
}

/// One section's part of a score averaged by section.
pub(super) struct SectionPart {
    /// Sum of the kept values.
    pub(super) sum: Ratio,
    /// How many are kept.
    pub(super) kept: usize,
    /// Their mean.
    pub(super) mean: Ratio,
    /// The mean, rounded.
    pub(super) rounded: Fixed,
    /// … × weight, rounded again: what is added up.
    pub(super) weighted: Fixed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tally::sample::{self, Sheets, facts, rules, seat, whole};
    use crate::domain::{BasisRule, Rounding};

    fn score(rules: &Rules, totals: &[&str]) -> String {
        let sheets = Sheets::whole(totals);
        line(rules, &facts("A234"), false, &sheets.counted()).unwrap().score.map_or("无".into(), |s| s.to_string())
    }

    #[test]
    fn a_half_goes_up_to_even_or_is_cut() {
        let mut rules = rules(1);
        let shown = Rounding::ALL.map(|how| {
            rules.tally.rounding = how;
            score(&rules, &["86.125", "86.125", "86.125"])
        });
        assert_eq!(shown, ["86.13", "86.12", "86.12"]);
    }

    #[test]
    fn highest_and_lowest_are_dropped_from_five_sheets_on() {
        let rules = rules(1);
        assert_eq!(score(&rules, &["10", "80", "80", "99"]), "67.25");
        assert_eq!(score(&rules, &["10", "80", "81", "82", "99"]), "81.00");
    }

    #[test]
    fn the_lower_seat_is_dropped_first_among_equal_totals() {
        let sheets = Sheets::whole(&["80", "80", "80", "80", "80"]);
        let line = line(&rules(1), &facts("A234"), false, &sheets.counted()).unwrap();
        assert_eq!(line.dropped, [seat("E01"), seat("E05")]);
        assert_eq!(line.exact, Some(Ratio::whole(80)));
        assert_eq!(line.drop, 1);
    }

    #[test]
    fn nothing_is_dropped_where_nothing_would_be_left() {
        let mut rules = rules(1);
        (rules.tally.drop, rules.tally.drop_from) = (2, 1);
        assert_eq!(score(&rules, &["10", "20", "30", "40"]), "25.00");
        assert_eq!(score(&rules, &["10", "20", "36", "40", "99"]), "36.00");
        rules.tally.drop = u32::MAX;
        assert_eq!(score(&rules, &["10", "20", "36"]), "22.00");
    }

    #[test]
    fn too_few_sheets_give_no_score_but_are_shown() {
        let sheets = Sheets::whole(&["80", "70"]);
        let line = line(&rules(1), &facts("A234"), false, &sheets.counted()).unwrap();
        assert_eq!((line.score, line.exact, line.sheets), (None, None, 2));
        assert!(line.sections.is_empty() && line.dropped.is_empty());
        assert_eq!(line.totals, [(seat("E02"), Ratio::whole(70)), (seat("E01"), Ratio::whole(80))]);
    }

    #[test]
    fn no_sheet_never_ranks_even_where_the_rules_ask_for_none() {
        let mut rules = rules(1);
        rules.tally.min_sheets = 0;
        assert_eq!(score(&rules, &[]), "无");
    }

    #[test]
    fn zero_is_a_mark_and_a_missing_one_is_not_zero() {
        let mut rules = rules(1);
        rules.tally.min_sheets = 1;
        let (zero, missing, long) = (whole("0"), [[None; 2]; 1], [whole("50"), whole("50")]);
        let (a, b, c) = (seat("E01"), seat("E02"), seat("E03"));
        let sheets = [
            CountedSheet { seat: &c, points: &long },
            CountedSheet { seat: &b, points: &missing },
            CountedSheet { seat: &a, points: &[zero] },
        ];
        let line = line(&rules, &facts("A234"), false, &sheets).unwrap();
        assert_eq!(line.score.unwrap().to_string(), "0.00");
        assert_eq!((line.sheets, line.unscored), (1, vec![b, c]));
    }

    #[test]
    fn a_withdrawn_dossier_counts_no_sheet() {
        let sheets = Sheets::whole(&["80", "70", "60"]);
        let line = line(&rules(1), &facts("A234"), true, &sheets.counted()).unwrap();
        assert_eq!((line.sheets, line.score, line.totals.len()), (0, None, 0));
    }

    #[test]
    fn the_on_site_mark_counts_where_both_exist() {
        let mut rules = rules(1);
        rules.tally.min_sheets = 1;
        let sheets = Sheets::new(&[&[["70", "90"]], &[["80", ""]]]);
        let line = line(&rules, &facts("A234"), false, &sheets.counted()).unwrap();
        assert_eq!(line.exact, Some(Ratio::whole(85)));
        assert_eq!((line.onsite, line.lone.len()), (1, 0));
    }

    #[test]
    fn a_split_basis_weighs_both_and_tells_lone_marks() {
        let mut rules = rules(2);
        rules.tally.min_sheets = 1;
        rules.scoring.basis = BasisRule::Split { onsite: 40, file: 60 };
        let sheets = Sheets::new(&[&[["70.5", "90"], ["50", ""]], &[["80", "80"], ["", "60"]]]);
        let line = line(&rules, &facts("A234"), false, &sheets.counted()).unwrap();
        // 70.5 × 0.6 + 90 × 0.4 = 78.3
        assert_eq!(line.totals, [(seat("E01"), Ratio::new(1283, 10).unwrap()), (seat("E02"), Ratio::whole(140))]);
        let lone = |seat, file, onsite| Lone { seat, file, onsite };
        assert_eq!(line.lone, [lone(seat("E01"), 1, 0), lone(seat("E02"), 0, 1)]);
        assert_eq!(line.onsite, 2);
    }

    #[test]
    fn weights_enter_the_total_and_not_the_shown_sections() {
        let mut rules = rules(2);
        rules.sections[1].weight = Points::parse("0.5").unwrap();
        let sheets = Sheets::new(&[&[["80", ""], ["90", ""]], &[["80", ""], ["90", ""]], &[["81", ""], ["90", ""]]]);
        let line = line(&rules, &facts("A234"), false, &sheets.counted()).unwrap();
        assert_eq!(line.exact, Some(Ratio::new(376, 3).unwrap()));
        assert_eq!(sample::shown(&line.sections), "s1 80.33 s2 90.00");
    }

    #[test]
    fn averaging_by_section_rounds_each_section_and_drops_in_each() {
        let mut rules = rules(2);
        rules.tally.average = Average::Section;
        rules.sections[0].weight = Points::parse("0.3").unwrap();
        let marks: &[&[[&str; 2]]] = &[
            &[["10", ""], ["50", ""]],
            &[["20", ""], ["40", ""]],
            &[["20", ""], ["30", ""]],
            &[["21", ""], ["20", ""]],
            &[["99", ""], ["10", ""]],
        ];
        let sheets = Sheets::new(marks);
        let line = line(&rules, &facts("A234"), false, &sheets.counted()).unwrap();
        // 61/3 = 20.33…, × 0.3 = 6.099 → 6.10; 30
        assert_eq!(sample::shown(&line.sections), "s1 20.33 s2 30.00");
        assert_eq!(line.exact, Some(Ratio::new(361, 10).unwrap()));
        assert_eq!((line.score.unwrap().to_string().as_str(), line.dropped.len(), line.drop), ("36.10", 0, 1));
    }

    #[test]
    fn numbers_at_every_limit_still_fit() {
        let mut rules = sample::rules_with_items(64, 1);
        for section in &mut rules.sections {
            section.weight = Points::MAX;
        }
        let mark = [Some(Points::MAX); 2];
        let seats: Vec<_> = (0..200).map(|n| seat(&format!("E{n:03}"))).collect();
        let marks = vec![mark; 64];
        let sheets: Vec<_> = seats.iter().map(|seat| CountedSheet { seat, points: &marks }).collect();
        for average in [Average::Total, Average::Section] {
            rules.tally.average = average;
            let line = line(&rules, &facts("A234"), false, &sheets).unwrap();
            assert_eq!(line.exact, Some(Ratio::whole(64_000_000_000_000)));
        }
    }
}
