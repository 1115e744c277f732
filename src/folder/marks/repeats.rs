//! How the rows before began, so that one like them is known by its bytes and need not be split and looked up. In files
//! that programs write all rows but a sheet's first are such rows.

use super::table::Row;
use crate::domain::{Basis, limit};

/// What is remembered.
#[derive(Default)]
pub(super) struct Repeats {
    /// `E01,W274,` of the row before, and its sheet.
    sheet: (String, u32),
    /// `a,file,` of every item and basis so far, with what they are and which came next the last time.
    ends: Vec<(String, u32, Basis, usize)>,
    last: usize,
}

/// What a row is of, but for its points.
pub(super) struct End {
    pub(super) sheet: u32,
    pub(super) item: u32,
    pub(super) basis: Basis,
}

/// Items and bases remembered: those of the largest form.
const ENDS: usize = 2 * limit::ITEMS;

impl Repeats {
    /// What the row is that `rest` begins with, and the text from its points on.
    pub(super) fn awaited<'a>(&self, rest: &'a str) -> Option<(End, &'a str)> {
        let (_, _, _, next) = self.ends.get(self.last)?;
        let (end, item, basis, _) = self.ends.get(*next)?;
        let (sheet, place) = &self.sheet;
        let after = rest.strip_prefix(sheet.as_str())?.strip_prefix(end.as_str())?;
        Some((End { sheet: *place, item: *item, basis: *basis }, after))
    }

    /// The awaited row came.
    pub(super) fn went_on(&mut self) {
        self.last = self.ends.get(self.last).map_or(0, |(_, _, _, next)| *next);
    }

    /// A row came that was not awaited.
    pub(super) fn saw(&mut self, [seat, dossier, item, basis]: [&str; 4], row: &Row) {
        self.sheet.1 = row.sheet;
        self.sheet.0.clear();
        for part in [seat, ",", dossier, ","] {
            self.sheet.0.push_str(part);
        }
        let is = |(end, ..): &(String, u32, Basis, usize)| {
            end.strip_prefix(item).and_then(|end| end.strip_prefix(',')?.strip_suffix(',')) == Some(basis)
        };
        let place = match self.ends.iter().position(is) {
            Some(place) => place,
            None if self.ends.len() < ENDS => {
                self.ends.push((format!("{item},{basis},"), row.item, row.basis, 0));
                self.ends.len() - 1
            }
            None => return,
        };
        if let Some((_, _, _, next)) = self.ends.get_mut(self.last) {
            *next = place;
        }
        self.last = place;
    }
}

#[cfg(test)]
mod tests {
    use crate::folder::marks::scan_all;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = String> {
        let word = |words: &'static [&'static str]| prop::sample::select(words);
        let seat = word(&["E01", "E01", "E01", "E02", "Ｅ０１", "", "E 1"]);
        let dossier = word(&["A222", "A222", "A222", "B333", "Ａ２２２"]);
        let item = word(&["a", "b", "a.c", "ａ", "", "技"]);
        let basis = word(&["file", "onsite", "File", ""]);
        let points = word(&["8", "7.5", "10", "０", "", "x", "8,", "8,note", "-1", " 8"]);
        (seat, dossier, item, basis, points).prop_map(|(a, b, c, d, e)| format!("{a},{b},{c},{d},{e}"))
    }

    proptest! {
        #[test]
        fn rows_known_by_their_beginning_are_what_their_fields_say(rows in prop::collection::vec(row(), 1..6), order in prop::collection::vec(0..6_usize, 0..60), crlf in any::<bool>(), note in any::<bool>()) {
            // Drawn from a few, so that rows come again and again.
            let rows = order.iter().filter_map(|at| rows.get(*at)).cloned();
            let read = |points: &str| {
                let note = if note { ",note" } else { "" };
                let all = [format!("seat,dossier,item,basis,{points}{note}")].into_iter().chain(rows.clone());
                let text = all.collect::<Vec<_>>().join(if crlf { "\r\n" } else { "\n" });
                scan_all(text.as_bytes(), "marks.csv")
            };
            // A quote anywhere, and every row is taken by its fields.
            prop_assert_eq!(read("points"), read("\"points\""));
        }
    }
}
