//! Checked rows of a marks file, in columns: nothing is allocated for a row that has no note.

use crate::domain::{Basis, Code, ItemId, Points, RowAside, SeatId};
use crate::text::Clean;

/// A marks file as checked rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheets, in the order in which they first appear.
    pub heads: Vec<Head>,
    /// The item names that occur.
    pub items: Vec<ItemId>,
    /// The marks, in the file's order.
    pub rows: Vec<Row>,
    /// Notes to marks, each with its mark's place in [`Table::rows`], ascending.
    pub notes: Vec<(usize, Clean)>,
}

/// What a sheet is besides its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// Line on which it first appears.
    pub line: u64,
    /// Its own note.
    pub note: Option<Clean>,
    /// Recused, abstained, excused, with the reason.
    pub aside: Option<(RowAside, Clean)>,
}

/// One mark. There are hundreds of thousands of them: 24 bytes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The mark.
    pub points: Points,
    /// Line of the file.
    pub line: u32,
    /// Place in [`Table::heads`].
    pub sheet: u32,
    /// Place in [`Table::items`].
    pub item: u32,
    /// On which basis.
    pub basis: Basis,
}

impl Row {
    /// Places of its sheet and its item.
    pub fn places(self) -> (usize, usize) {
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        (place(self.sheet), place(self.item))
    }
}
