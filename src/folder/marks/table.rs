//! Checked rows of a marks file, in columns: nothing is allocated for a row that has no note.

use super::reading::Reading;
use super::split;
use crate::domain::{Basis, Code, Finding, FindingKind, ItemId, Place, Points, RowAside, SeatId};
use crate::folder::size;
use crate::folder::source::{count, looks_gbk};
use crate::text::{Clean, clean_line};

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

/// Reads a marks file: checked rows, or every finding (the first 200). The row of an unscored item is a
/// finding: such an item has no row.
pub fn scan(bytes: &[u8], file: &str) -> Result<Table, Vec<Finding>> {
    let (table, findings) = scan_all(bytes, file);
    if findings.is_empty() { Ok(table) } else { Err(findings) }
}

/// As [`scan`], with what could be read beside the findings.
pub fn scan_all(bytes: &[u8], file: &str) -> (Table, Vec<Finding>) {
    read(bytes, file).unwrap_or_else(|findings| (Table::default(), findings))
}

fn read(bytes: &[u8], file: &str) -> Result<(Table, Vec<Finding>), Vec<Finding>> {
    let file = clean_line(file);
    let whole =
        |line: usize, what| vec![Finding { place: Place { file: file.clone(), line: count(line), column: 0 }, what }];
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > size::MARKS {
        return Err(whole(0, FindingKind::FileTooLarge { limit: size::MARKS, length }));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
        let line = before.split(|b| *b == b'\n').count();
        whole(line, FindingKind::NotUtf8 { looks_gbk: looks_gbk(bytes) })
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::new(file.clone(), text.len());
    let open = split::rows(text, &mut reading);
    Ok(reading.end(open))
}
