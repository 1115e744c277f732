//! 我的排序: one expert's own sheets in order, and where the own marks lie in the bands. Told to that expert alone;
//! it decides nothing, and the order in which sheets are handed in never matters.

use super::{Code, Item, Marks, Overflow, Pair, Ratio, Rules, Section};
use crate::text::Clean;

/// A sum of marks by the basis rule, over what is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Height {
    /// In points, exact; `None` where nothing is marked.
    pub sum: Option<Ratio>,
    /// Items without a mark.
    pub missing: u32,
}

impl Height {
    /// The sum where every item has a mark: only such a one can be compared.
    pub fn whole(self) -> Option<Ratio> {
        self.sum.filter(|_| self.missing == 0)
    }
}

/// What a sheet comes to so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heights {
    /// Weighted, as it would count.
    pub total: Height,
    /// Unweighted, against the section's maximum; in the form's order.
    pub sections: Vec<Height>,
}

/// Parts of 1 point in an item's value (10⁻⁶), and in one times a weight (10⁻¹⁰).
const VALUE_SCALE: i128 = 1_000_000;
const TOTAL_SCALE: i128 = 10_000_000_000;

/// Adds a sheet up, each item by the basis rule (DESIGN §2, §5.1). A sheet that was never touched has no marks yet.
pub fn heights(rules: &Rules, marks: &Marks) -> Result<Heights, Overflow> {
    let mut total = Sum::default();
    let mut sections = Vec::with_capacity(rules.sections.len());
    let mut pairs = marks.points.iter().copied().chain(std::iter::repeat([None; 2]));
    for section in &rules.sections {
        let mut sum = Sum::default();
        for pair in pairs.by_ref().take(section.items.len()) {
            let value = rules.scoring.basis.value(pair).map(i128::from);
            sum.add(value)?;
            let weighted = value.map(|value| value.checked_mul(i128::from(section.weight.units())).ok_or(Overflow));
            total.add(weighted.transpose()?)?;
        }
        sections.push(sum.over(VALUE_SCALE)?);
    }
    Ok(Heights { total: total.over(TOTAL_SCALE)?, sections })
}

/// How much higher the on-site marks are than the file marks of the same items, weighted; `None` where no item has both.
pub fn onsite_above_file(rules: &Rules, marks: &Marks) -> Result<Option<Ratio>, Overflow> {
    let mut sum = Sum::default();
    for ((section, _), pair) in rules.items().zip(&marks.points) {
        if let [Some(file), Some(onsite)] = pair {
            let apart = i128::from(onsite.units() - file.units());
            sum.add(Some(apart.checked_mul(i128::from(section.weight.units())).ok_or(Overflow)?))?;
        }
    }
    Ok(sum.over(TOTAL_SCALE / 100)?.sum)
}

#[derive(Default)]
struct Sum {
    parts: Option<i128>,
    missing: u32,
}

impl Sum {
    fn add(&mut self, part: Option<i128>) -> Result<(), Overflow> {
        match part {
            Some(part) => self.parts = Some(self.parts.unwrap_or(0).checked_add(part).ok_or(Overflow)?),
            None => self.missing = self.missing.saturating_add(1),
        }
        Ok(())
    }

    fn over(self, scale: i128) -> Result<Height, Overflow> {
        let sum = self.parts.map(|parts| Ratio::new(parts, scale)).transpose()?;
        Ok(Height { sum, missing: self.missing })
    }
}

/// A place on the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// From 1; equal numbers share one (1, 2, 2, 4).
    pub rank: usize,
    /// Shares its number.
    pub tied: bool,
    /// Which of those handed in.
    pub at: usize,
}

/// The highest first; those without a number are left out. Ties stand by code, which tells nothing.
pub fn ladder<'a>(entries: impl Iterator<Item = (&'a Code, Option<Ratio>)>) -> Vec<Rung> {
    let placed = entries.enumerate().filter_map(|(at, (code, value))| Some((value?, code, at)));
    let mut placed: Vec<(Ratio, &Code, usize)> = placed.collect();
    placed.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut rungs: Vec<Rung> = Vec::with_capacity(placed.len());
    let mut above: Option<Ratio> = None;
    for (place, (value, _, at)) in placed.into_iter().enumerate() {
        let tied = above == Some(value);
        let mut rank = place + 1;
        if let Some(last) = rungs.last_mut().filter(|_| tied) {
            last.tied = true;
            rank = last.rank;
        }
        rungs.push(Rung { rank, tied, at });
        above = Some(value);
    }
    rungs
}

/// How the own marks of a section lie in its bands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Bands by name, from the highest, and how many marks lie in each; items share a band of one name.
    pub bands: Vec<(Clean, u32)>,
    /// Marks below every band of their item, or of an item without bands.
    pub outside: u32,
    /// Items without a mark 未评.
    pub unscored: u32,
}

/// How the marks of these sheets lie in the bands, section by section; of each item the mark that counts.
pub fn spread<'a>(rules: &Rules, sheets: impl Iterator<Item = &'a Marks>) -> Vec<Spread> {
    let mut spreads: Vec<Spread> = rules.sections.iter().map(empty).collect();
    for marks in sheets {
        let mut pairs = marks.points.iter().copied().chain(std::iter::repeat([None; 2]));
        for (section, spread) in rules.sections.iter().zip(&mut spreads) {
            for (item, pair) in section.items.iter().zip(pairs.by_ref()) {
                spread.count(rules, item, pair);
            }
        }
    }
    spreads
}

fn empty(section: &Section) -> Spread {
    let mut bands: Vec<(Clean, u32)> = Vec::new();
    for band in section.items.iter().flat_map(|item| &item.bands) {
        if bands.iter().all(|(name, _)| *name != band.name) {
            bands.push((band.name.clone(), 0));
        }
    }
    Spread { bands, ..Spread::default() }
}

impl Spread {
    fn count(&mut self, rules: &Rules, item: &Item, pair: Pair) {
        let Some(value) = rules.scoring.basis.value(pair) else {
            self.unscored = self.unscored.saturating_add(1);
            return;
        };
        // A band begins at a mark in 10⁻⁴ points, a value may lie between two marks.
        let below = item.bands.iter().filter(|band| band.from.units().saturating_mul(100) <= value);
        let band = below.max_by_key(|band| band.from).map(|band| &band.name);
        let count = match band.and_then(|name| self.bands.iter_mut().find(|(known, _)| known == name)) {
            Some((_, count)) => count,
            None => &mut self.outside,
        };
        *count = count.saturating_add(1);
    }
}

#[cfg(test)]
mod tests;
