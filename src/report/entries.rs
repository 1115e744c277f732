//! The log as lines.

use super::json;
use crate::desk::view::LogEntry;
use crate::domain::Panel;
use crate::text::{Ambiguous, pad_end, pad_start};
use crate::words::cli::log_headings;
use crate::words::{self, Lang};

/// Cells of the columns number and time.
const COLUMNS: (usize, usize) = (6, 16);

/// The headings.
pub fn heading(lang: Lang) -> String {
    let [number, time, event] = log_headings(lang);
    row(number, time, event)
}

fn row(number: &str, time: &str, event: &str) -> String {
    // Wider numbers and times push the rest aside rather than being cut.
    let cell = |text: &str, wide: usize| wide.max(text.len());
    let number = pad_start(number, cell(number, COLUMNS.0), Ambiguous::One);
    let time = pad_end(time, cell(time, COLUMNS.1), Ambiguous::One);
    format!("{number}  {time}  {event}").trim_end().to_owned()
}

/// An event in words; masked ones are told as such.
fn text(lang: Lang, panel: Option<&Panel>, entry: &LogEntry) -> String {
    entry
        .what
        .as_deref()
        .map_or_else(|| words::masked(lang, &entry.seat), |what| words::event(lang, panel, &entry.seat, what))
}

/// An entry's number, time and what happened, in one line each; events of several lines of text become one.
pub(super) fn cells(lang: Lang, panel: Option<&Panel>, offset_minutes: i32, entry: &LogEntry) -> [String; 3] {
    let mut told = text(lang, panel, entry).replace('\n', " ");
    if let Some(route) = words::route(lang, &entry.route) {
        told = match lang {
            Lang::Zh => format!("{told}（{route}）"),
            Lang::En => format!("{told} ({route})"),
        };
    }
    [entry.number.to_string(), words::time(entry.at, offset_minutes), told]
}

/// One line of the table.
pub fn line(lang: Lang, panel: Option<&Panel>, offset_minutes: i32, entry: &LogEntry) -> String {
    let [number, time, event] = cells(lang, panel, offset_minutes, entry);
    row(&number, &time, &event)
}

/// One object of the JSON lines.
pub fn json_line(lang: Lang, panel: Option<&Panel>, entry: &LogEntry) -> String {
    let told = entry.what.as_ref().map(|_| text(lang, panel, entry));
    json::entry(entry, told)
}
