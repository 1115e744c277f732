//! Marks as CSV: `seat,dossier,item,basis,points[,note][,state]` (DESIGN §2).
//!
//! - `split`: lines and fields; `repeats`: rows that are like the ones before; `names`: what they name;
//! - `scan`: from bytes, row by row (`reading`) into the `table`: checked rows in columns, made for 240,000 of them;
//! - `write`: the export, which reading takes back unchanged.

mod names;
mod reading;
mod repeats;
mod scan;
mod split;
mod table;
mod write;

pub use scan::{scan, scan_all};
pub use table::{Head, Row, Table};
pub use write::{SheetOut, header, write};

use crate::domain::{Finding, RowMark, SheetRows};

/// Reads a marks file into sheets, in the order in which they first appear: all of it or every finding.
/// Whether an item exists, is on its range and step, and comes once, is known only against the rules.
pub fn read(bytes: &[u8], file: &str) -> Result<Vec<SheetRows>, Vec<Finding>> {
    scan(bytes, file).map(sheets)
}

/// The sheets of a table, in the order in which they first appear.
pub fn sheets(table: Table) -> Vec<SheetRows> {
    let Table { heads, items, rows, notes } = table;
    let mut sheets: Vec<SheetRows> = heads
        .into_iter()
        .map(|head| SheetRows {
            seat: head.seat,
            dossier: head.dossier,
            line: head.line,
            marks: Vec::new(),
            note: head.note,
            aside: head.aside,
        })
        .collect();
    let mut notes = notes.into_iter().peekable();
    for (nth, row) in rows.into_iter().enumerate() {
        let note = notes.next_if(|(of, _)| *of == nth).map(|(_, note)| note).unwrap_or_default();
        let (sheet, item) = row.places();
        if let (Some(sheet), Some(item)) = (sheets.get_mut(sheet), items.get(item)) {
            let (basis, points) = (row.basis, row.points);
            sheet.marks.push(RowMark { line: u64::from(row.line), item: item.clone(), basis, points, note });
        }
    }
    sheets
}
