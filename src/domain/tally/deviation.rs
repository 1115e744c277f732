//! 分差过大: section values far from the others' mean (DESIGN §2 `deviation`). Told, never applied.

use super::Line;
use super::counted::VALUE_SCALE;
use crate::domain::{Code, Overflow, Ratio, Rules, SeatId, Section, SectionId};

/// Hundred percent in the ten-thousandths of a percent in which `deviation` is written.
const HUNDRED_PERCENT: i128 = 1_000_000;
/// A section's maximum is in 10⁻⁴ points, its values in 10⁻⁶.
const MAX_TO_VALUE: i128 = 100;

/// A counted sheet's section value that differs too much from the mean of the others.
///
/// The expert may be told the section, never value or mean (DESIGN §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Whose sheet.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// Which section.
    pub section: SectionId,
    /// The sheet's unweighted section value.
    pub value: Ratio,
    /// The mean of the other counted sheets.
    pub others: Ratio,
}

/// Flags of one dossier, by section in the form's order, then by seat. None with fewer than three counted sheets.
///
/// `line` must have been computed with the same rules.
pub fn deviations(rules: &Rules, line: &Line) -> Result<Vec<Flag>, Overflow> {
    let mut flags = Vec::new();
    if line.totals.len() < 3 {
        return Ok(flags);
    }
    for (place, section) in rules.sections.iter().enumerate() {
        let mut values: Vec<(&SeatId, i128)> = line
            .section_values()
            .filter_map(|(seat, row)| row.get(place).map(|value| (seat, i128::from(*value))))
            .collect();
        values.sort_unstable();
        let others = i128::try_from(values.len()).map_err(|_| Overflow)?.saturating_sub(1);
        let sum = values.iter().try_fold(0_i128, |sum, (_, value)| sum.checked_add(*value)).ok_or(Overflow)?;
        let limit = limit(rules, section).and_then(|limit| limit.checked_mul(others)).ok_or(Overflow)?;
        for (seat, value) in values {
            let rest = sum.checked_sub(value).ok_or(Overflow)?;
            let times_others = value.checked_mul(others).and_then(|own| own.checked_sub(rest)).ok_or(Overflow)?;
            if times_others.abs().checked_mul(HUNDRED_PERCENT).ok_or(Overflow)? > limit {
                flags.push(Flag {
                    seat: seat.clone(),
                    dossier: line.code.clone(),
                    section: section.id.clone(),
                    value: Ratio::new(value, VALUE_SCALE)?,
                    others: Ratio::new(rest, VALUE_SCALE.checked_mul(others).ok_or(Overflow)?)?,
                });
            }
        }
    }
    Ok(flags)
}

/// The largest difference that is not flagged, × [`HUNDRED_PERCENT`], in 10⁻⁶ points.
fn limit(rules: &Rules, section: &Section) -> Option<i128> {
    let max = i128::from(section.max()).checked_mul(MAX_TO_VALUE)?;
    max.checked_mul(i128::from(rules.scoring.deviation.units()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tally::line;
    use crate::domain::tally::sample::{Sheets, facts, points, rules, seat};

    fn flagged(percent: &str, marks: &[&str]) -> Vec<SeatId> {
        let mut rules = rules(1);
        rules.scoring.deviation = points(percent);
        let line = line(&rules, &facts("A234"), false, &Sheets::whole(marks).counted()).unwrap();
        deviations(&rules, &line).unwrap().into_iter().map(|flag| flag.seat).collect()
    }

    #[test]
    fn a_value_is_flagged_only_beyond_the_percentage() {
        assert_eq!(flagged("20", &["60", "80", "80"]), []);
        assert_eq!(flagged("20", &["59.9", "80", "80"]), [seat("E01")]);
        assert_eq!(flagged("20", &["80", "80", "100.0"]), []);
        assert_eq!(flagged("19.9999", &["80", "80", "100"]), [seat("E03")]);
    }

    #[test]
    fn two_sheets_have_no_mean_of_others_to_differ_from() {
        assert_eq!(flagged("20", &["0", "100"]), []);
    }

    #[test]
    fn a_flag_names_section_value_and_the_others_mean() {
        let rules = rules(2);
        let marks: &[&[[&str; 2]]] = &[
            &[["80", ""], ["30", ""]],
            &[["80", ""], ["50", ""]],
            &[["80", ""], ["61", ""]],
            &[["80", ""], ["61", ""]],
        ];
        let line = line(&rules, &facts("A234"), false, &Sheets::new(marks).counted()).unwrap();
        let flags = deviations(&rules, &line).unwrap();
        let (value, others) = (Ratio::whole(30), Ratio::new(172, 3).unwrap());
        let section = rules.sections[1].id.clone();
        assert_eq!(flags, [Flag { seat: seat("E01"), dossier: line.code.clone(), section, value, others }]);
    }

    #[test]
    fn dropped_sheets_and_incomplete_dossiers_are_looked_at_too() {
        let mut rules = rules(1);
        rules.tally.min_sheets = 9;
        let marks = ["10", "80", "80", "80", "80"];
        let line = line(&rules, &facts("A234"), false, &Sheets::whole(&marks).counted()).unwrap();
        assert_eq!((line.score, deviations(&rules, &line).unwrap().len()), (None, 1));
    }
}
