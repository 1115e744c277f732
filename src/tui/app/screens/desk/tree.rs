//! The rows of the form: every section, the items of the current one.

use super::{Desk, Shown};
use crate::domain::{Basis, Points};
use crate::tui::app::Common;

/// What stands in a column of a section's or the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// The sum of the recorded marks.
    Sum(Points),
    /// Nothing is recorded: 未评.
    Unscored,
}

/// A row of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeRow {
    /// A section with items: its name, marked items and all, sums, maximum.
    Section {
        /// Name.
        name: String,
        /// Items with a mark, and all.
        marked: (usize, usize),
        /// Sums on file, on site.
        sums: [Amount; 2],
        /// Its maximum.
        max: Points,
        /// Something in it is typed and not recorded.
        typed: bool,
    },
    /// An item, or a section scored as a whole.
    Item {
        /// Its place in the form.
        place: usize,
        /// Name.
        name: String,
        /// Below an unfolded section.
        indented: bool,
        /// On file, on site.
        cells: [Shown; 2],
        /// Its maximum.
        max: Points,
        /// The row with the keys.
        current: bool,
    },
    /// Sums of recorded marks on both bases, and the maximum.
    Total {
        /// On file, on site.
        sums: [Amount; 2],
        /// Of the form.
        max: Points,
    },
}

impl Desk {
    fn sum(&self, items: impl Iterator<Item = usize>, basis: Basis) -> Amount {
        let marks = items.filter_map(|item| self.mark((item, basis)));
        let sum = marks.fold(None, |sum: Option<i64>, mark| Some(sum.unwrap_or(0).saturating_add(mark.units())));
        sum.map_or(Amount::Unscored, |units| Amount::Sum(Points::from_units(units).unwrap_or(Points::MAX)))
    }

    /// The form's rows: only the section of the current item is unfolded.
    pub fn tree(&self, common: &Common) -> Vec<TreeRow> {
        let Some(rules) = common.rules() else { return Vec::new() };
        let mut rows = Vec::new();
        let mut first = 0;
        for section in &rules.sections {
            let places = first..first + section.items.len();
            first = places.end;
            let open = places.contains(&self.item);
            if !section.whole {
                let marked = places.clone().filter(|item| !self.is_missing(*item)).count();
                let typed = !open && self.typed.keys().any(|(item, _)| places.contains(item));
                rows.push(TreeRow::Section {
                    name: section.name.to_string(),
                    marked: (marked, places.len()),
                    sums: Basis::ALL.map(|basis| self.sum(places.clone(), basis)),
                    max: Points::from_units(section.max()).unwrap_or(Points::MAX),
                    typed,
                });
            }
            if open || section.whole {
                rows.extend(places.zip(&section.items).map(|(place, item)| TreeRow::Item {
                    place,
                    name: item.name.to_string(),
                    indented: !section.whole,
                    cells: Basis::ALL.map(|basis| self.shown_in((place, basis))),
                    max: item.max,
                    current: place == self.item,
                }));
            }
        }
        let max = rules.sections.iter().map(crate::domain::Section::max).sum::<i64>();
        rows.push(TreeRow::Total {
            sums: Basis::ALL.map(|basis| self.sum(0..first, basis)),
            max: Points::from_units(max).unwrap_or(Points::MAX),
        });
        rows
    }
}
