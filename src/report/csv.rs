//! The list as CSV. No cell begins with what a spreadsheet would run.

use std::fmt::Write as _;

use super::json::{ahead_by, standing};
use crate::domain::tally::List;
use crate::words::Lang;
use crate::words::cli::log_headings;

/// The first line.
pub const HEADER: &str = "rank,code,standing,score,exact,sheets,dropped,national,provincial,municipal,age,ahead_by";

/// The list: UTF-8 without a byte-order mark, LF. Unranked lines have an empty rank and score.
///
/// A code may begin with `-`, which a spreadsheet takes for a formula: such a cell begins with `'`, which says "text"
/// there. So does every `exact` that there is: 3/4 would become a day, and one column is of one kind.
pub fn list(list: &List) -> String {
    let mut out = format!("{HEADER}\n");
    for ranked in &list.lines {
        let line = &ranked.line;
        let opt = |value: Option<String>| value.unwrap_or_default();
        let dropped: Vec<&str> = line.dropped.iter().map(crate::domain::SeatId::as_str).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},{},{}",
            opt(ranked.rank.map(|rank| rank.to_string())),
            cell(line.code.as_str()),
            standing(ranked.standing),
            opt(line.score.map(|score| score.to_string())),
            fraction(&opt(line.exact.map(|exact| exact.to_string()))),
            line.sheets,
            cell(&dropped.join(" ")),
            line.honours.national,
            line.honours.provincial,
            line.honours.municipal,
            opt(line.age.map(|age| age.to_string())),
            ranked.ahead_by.map_or("", ahead_by),
        );
    }
    out
}

/// The first line of [`shown`].
pub const SHOWN_HEADER: &str = "rank,code,standing,score,national,provincial,municipal,young";

/// The list as experts are shown it after final: without columns for what is kept from them.
pub fn shown(list: &List) -> String {
    let mut out = format!("{SHOWN_HEADER}\n");
    for ranked in &list.lines {
        let line = &ranked.line;
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{},{},{},{},{},{},{},{}",
            ranked.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            cell(line.code.as_str()),
            standing(ranked.standing),
            line.score.map(|score| score.to_string()).unwrap_or_default(),
            line.honours.national,
            line.honours.provincial,
            line.honours.municipal,
            line.young,
        );
    }
    out
}

/// The log: number, time, what happened. Texts that people typed stand in it, so every cell is quoted.
pub fn log(lang: Lang, rows: impl IntoIterator<Item = [String; 3]>) -> String {
    let mut out = String::new();
    for cells in std::iter::once(log_headings(lang).map(str::to_owned)).chain(rows) {
        let quoted = cells.map(|text| format!("\"{}\"", cell(&text).replace('"', "\"\"")));
        out.push_str(&quoted.join(","));
        out.push('\n');
    }
    out
}

/// A cell that no spreadsheet runs. Codes and seats hold no comma and no quote.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

/// `3/4` is a day to a spreadsheet; `'3/4` is text to it, and so is `'88`.
fn fraction(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("'{text}") }
}
