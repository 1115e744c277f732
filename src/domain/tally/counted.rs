//! One counted sheet: the basis of each mark, section values, the weighted total (DESIGN §5.1).

use crate::domain::{BasisRule, Overflow, Pair, Rules, SeatId, Section};

/// Section values are kept in 10⁻⁶ points: a mark in 10⁻⁴, split by percent.
pub(super) const VALUE_SCALE: i128 = 1_000_000;
/// Sheet totals are counted in 10⁻¹⁰ points: a section value times a weight in 10⁻⁴.
pub(super) const TOTAL_SCALE: i128 = 10_000_000_000;

/// A sheet that counts (DESIGN §5.1): signed, or returned and counted as last signed.
#[derive(Clone, Copy, Debug)]
pub struct CountedSheet<'a> {
    /// Whose.
    pub seat: &'a SeatId,
    /// Its marks, in the form's order.
    pub points: &'a [Pair],
}

/// Marks of one sheet that counted in full although the basis is split: the other half is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lone {
    /// Whose sheet.
    pub seat: SeatId,
    /// Items with a file mark alone.
    pub file: u32,
    /// Items with an on-site mark alone.
    pub onsite: u32,
}

/// What one sheet gives.
pub(super) struct Row<'a> {
    pub(super) seat: &'a SeatId,
    pub(super) total: i128,
    pub(super) onsite: bool,
    pub(super) lone: [u32; 2],
    /// Where its section values start.
    pub(super) at: usize,
}

/// Adds up one sheet; its section values go to the end of `cells`. `None`, and `cells` as before, where a mark is
/// missing.
pub(super) fn read<'a>(
    rules: &Rules,
    sheet: &CountedSheet<'a>,
    cells: &mut Vec<i64>,
) -> Result<Option<Row<'a>>, Overflow> {
    let at = cells.len();
    let mut row = Row { seat: sheet.seat, total: 0, onsite: false, lone: [0; 2], at };
    let mut points = sheet.points.iter();
    for section in &rules.sections {
        let mut sum = 0_i64;
        for _ in &section.items {
            let Some(value) = points.next().and_then(|pair| row.value(rules.scoring.basis, *pair)) else {
                cells.truncate(at);
                return Ok(None);
            };
            sum = sum.checked_add(value).ok_or(Overflow)?;
        }
        cells.push(sum);
        row.total = weighted(section, i128::from(sum)).and_then(|part| row.total.checked_add(part)).ok_or(Overflow)?;
    }
    if points.next().is_some() {
        cells.truncate(at);
        return Ok(None);
    }
    Ok(Some(row))
}

fn weighted(section: &Section, value: i128) -> Option<i128> {
    value.checked_mul(i128::from(section.weight.units()))
}

impl Row<'_> {
    /// One item's value in 10⁻⁶ points (DESIGN §2, `basis`); `None` without any mark.
    fn value(&mut self, basis: BasisRule, pair: Pair) -> Option<i64> {
        let [file, onsite] = pair;
        self.onsite |= onsite.is_some();
        if matches!(basis, BasisRule::Split { .. }) {
            self.lone[0] += u32::from(file.is_some() && onsite.is_none());
            self.lone[1] += u32::from(file.is_none() && onsite.is_some());
        }
        basis.value(pair)
    }
}
