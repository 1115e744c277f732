//! The export of marks; what it writes, reading takes back unchanged.

use crate::domain::{Basis, Code, ItemId, Points, SeatId, SheetState};

/// A sheet to be written.
#[derive(Clone, Debug)]
pub struct SheetOut<'a> {
    /// Whose.
    pub seat: &'a SeatId,
    /// Which dossier.
    pub dossier: &'a Code,
    /// Its state, written on every row.
    pub state: SheetState,
    /// Why it is set aside or excused; empty otherwise.
    pub reason: &'a str,
    /// Its own note.
    pub note: &'a str,
    /// (item, basis, points, note) in the form's order.
    pub marks: Vec<(&'a ItemId, Basis, Points, &'a str)>,
}

/// The first line.
pub fn header() -> &'static str {
    "seat,dossier,item,basis,points,note,state\n"
}

/// Writes sheets as CSV: LF, UTF-8, no byte-order mark. A sheet that was never opened has no row; one
/// without marks, one set aside and one with a note has a row without item. Notes are plain text that no
/// spreadsheet runs as a formula.
pub fn write<'a>(sheets: impl IntoIterator<Item = SheetOut<'a>>) -> String {
    let mut out = header().to_owned();
    for sheet in sheets {
        let state = sheet.state.word();
        let (seat, dossier) = (sheet.seat.as_str(), sheet.dossier.as_str());
        let mut row = |item: &str, basis: &str, points: &str, note: &str| {
            for plain in [seat, dossier, item, basis, points] {
                out.push_str(plain);
                out.push(',');
            }
            quote(&mut out, note);
            out.push(',');
            out.push_str(state);
            out.push('\n');
        };
        let aside = matches!(sheet.state, SheetState::Aside(_) | SheetState::Excused);
        let empty = sheet.marks.is_empty() && sheet.note.is_empty() && sheet.state != SheetState::Unopened;
        if aside || empty {
            row("", "", "", sheet.reason);
        }
        if !sheet.note.is_empty() {
            row("", "", "", sheet.note);
        }
        for (item, basis, points, note) in sheet.marks {
            let basis = match basis {
                Basis::File => "file",
                Basis::Onsite => "onsite",
            };
            row(item.as_str(), basis, &points.to_string(), note);
        }
    }
    out
}

/// Characters with which a spreadsheet begins a formula, and the mark that says "text".
const FORMULA: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\''];

/// A note as it was before it was guarded.
pub(super) fn unguarded(note: &str) -> &str {
    note.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(note)
}

fn quote(out: &mut String, note: &str) {
    let guard = if note.starts_with(FORMULA) { "'" } else { "" };
    if note.contains([',', '"', '\n', '\r']) || note.starts_with(' ') || note.ends_with(' ') {
        out.push('"');
        out.push_str(guard);
        out.push_str(&note.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(note);
    }
}
