//! A marks file from its bytes: its size and encoding first, then row by row.

use super::reading::Reading;
use super::split;
use super::table::Table;
use crate::domain::{Finding, FindingKind, Place};
use crate::folder::size;
use crate::folder::source::{count, looks_gbk};
use crate::text::clean_line;

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
