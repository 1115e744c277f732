//! The rows of 对看: both forms side by side, with sums and what lies between them.

use super::Compare;
use crate::domain::{Height, Item, Marks, Pair, Points, Ratio, Rules, heights};
use crate::tui::app::Common;
use crate::words::screens::expert;
use crate::words::tally::shown_ratio;

/// An item's value is in 10⁻⁶ points.
const VALUE_SCALE: i128 = 1_000_000;

/// What one of the two has in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What counts, and what is missing of it.
    pub height: Height,
    /// An on-site mark counts in it.
    pub onsite: bool,
    /// The band it lies in.
    pub band: String,
}

/// A row of the two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareRow {
    /// Name of the section or item.
    pub name: String,
    /// An item below its section.
    pub indented: bool,
    /// A section's head, or the total.
    pub sum: bool,
    /// The row with the keys.
    pub current: bool,
    /// Its maximum.
    pub max: String,
    /// Left and right.
    pub cells: [Cell; 2],
    /// Left minus right, where both are there.
    pub apart: Option<Ratio>,
}

impl Compare {
    /// The rows: every section with its items, where there is room for the marks and the texts; else only the current
    /// section's items; the total.
    pub fn rows(&self, common: &Common) -> Vec<CompareRow> {
        let Some(rules) = common.rules() else { return Vec::new() };
        let heads = rules.sections.iter().filter(|section| !section.whole).count();
        let unfolded = rules.item_count() + heads + 2 <= usize::from(common.size.1 / 2);
        let marks = self.sheets.each_ref().map(|sheet| sheet.as_ref().map(|sheet| &sheet.marks));
        let sums = marks.map(|marks| marks.and_then(|marks| heights(rules, marks).ok()));
        let of_side = |height: Option<Height>| Cell { height: height.unwrap_or_default(), ..Cell::default() };
        let mut rows = Vec::new();
        let mut first = 0;
        for (at, section) in rules.sections.iter().enumerate() {
            let places = first..first + section.items.len();
            first = places.end;
            let open = unfolded || places.contains(&self.item);
            if !section.whole {
                let cells =
                    sums.each_ref().map(|sums| of_side(sums.as_ref().and_then(|s| s.sections.get(at).copied())));
                let max = Points::from_units(section.max()).unwrap_or(Points::MAX).to_string();
                rows.push(row(section.name.as_str(), (false, true, false), max, cells));
            }
            if open || section.whole {
                for (place, item) in places.zip(&section.items) {
                    let cells = marks.map(|marks| item_cell(rules, item, marks, place));
                    let how = (!section.whole, false, place == self.item);
                    rows.push(row(item.name.as_str(), how, item.max.to_string(), cells));
                }
            }
        }
        // Σ max × weight comes in 10⁻⁸ points.
        let max = Ratio::new(rules.total_max(), 100_000_000).map(shown_ratio).unwrap_or_default();
        let cells = sums.each_ref().map(|sums| of_side(sums.as_ref().map(|sums| sums.total)));
        rows.push(row(expert::total(common.lang), (false, true, false), max, cells));
        rows
    }
}

fn row(name: &str, (indented, sum, current): (bool, bool, bool), max: String, cells: [Cell; 2]) -> CompareRow {
    let [left, right] = &cells;
    let apart = left.height.whole().zip(right.height.whole()).and_then(|(left, right)| left.minus(right).ok());
    CompareRow { name: name.to_owned(), indented, sum, current, max, cells, apart }
}

fn item_cell(rules: &Rules, item: &Item, marks: Option<&Marks>, place: usize) -> Cell {
    let pair: Pair = marks.and_then(|marks| marks.points.get(place)).copied().unwrap_or_default();
    let Some(value) = rules.scoring.basis.value(pair) else {
        return Cell { height: Height { sum: None, missing: 1 }, ..Cell::default() };
    };
    // A value between two marks lies in the band of the mark below it.
    let band = Points::from_units(value / 100).and_then(|points| item.band(points));
    Cell {
        height: Height { sum: Ratio::new(i128::from(value), VALUE_SCALE).ok(), missing: 0 },
        onsite: pair[1].is_some(),
        band: band.map(|band| band.name.to_string()).unwrap_or_default(),
    }
}
