//! Rows of a sheet that is looked through: an item with its marks on both bases, what is typed, its note.

use crate::domain::{Basis, Item, Marks, Points, Section};

/// A row of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// Name of the section or item.
    pub name: String,
    /// An item below a section.
    pub indented: bool,
    /// On file, on site; `None` in a section's head.
    pub marks: Option<[Option<Points>; 2]>,
    /// Typed and not recorded, on file, on site.
    pub typed: [Option<String>; 2],
    /// Its note, if it has one.
    pub note: String,
    /// Its maximum; none for what has no marks of its own.
    pub max: Option<Points>,
}

impl CheckRow {
    /// An item at its place in the form, with what is marked, typed and noted there.
    pub fn of_item(
        (section, item): (&Section, &Item),
        place: usize,
        marks: Option<&Marks>,
        typed: [Option<String>; 2],
    ) -> Self {
        let note = marks.and_then(|marks| Basis::ALL.iter().find_map(|basis| marks.notes.get(&(place, *basis))));
        Self {
            name: item.name.to_string(),
            indented: !section.whole,
            marks: Some(Basis::ALL.map(|basis| marks.and_then(|marks| marks.get(place, basis)))),
            typed,
            note: note.map(|note| one_line(note)).unwrap_or_default(),
            max: Some(item.max),
        }
    }

    /// A line of text without marks.
    pub(super) fn heading(name: &str, note: String, max: Option<Points>) -> Self {
        Self { name: name.to_owned(), indented: false, marks: None, typed: [None, None], note, max }
    }
}

pub(super) fn one_line(note: &str) -> String {
    note.replace('\n', " ")
}
