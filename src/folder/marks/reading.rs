//! A marks file as it is read: row by row into the table, or a finding.

use super::names::Names;
use super::repeats::{End, Repeats};
use super::split;
use super::table::{Head, Row, Table};
use super::write::unguarded;
use crate::domain::{
    Basis, Code, Finding, FindingKind, ItemId, Place, Points, PointsError, RowAside, SeatId, SheetState, limit,
};
use crate::folder::keys::short;
use crate::folder::source::count;
use crate::text::{Clean, clean, clean_line, fold, nearest};

/// Findings after which the rest of the file is not read.
const MAX_FINDINGS: usize = 200;

/// Names of the columns; the first five have to be there.
const COLUMNS: [&str; 7] = ["seat", "dossier", "item", "basis", "points", "note", "state"];
const REQUIRED: usize = 5;

/// Bytes of a short row: `E01,W274,a,file,8`. Room that is not needed is never touched.
const LEAST_ROW: usize = 18;

/// The state of this word.
fn known_state(word: &str) -> Option<SheetState> {
    SheetState::ALL.into_iter().find(|state| state.word() == word)
}

/// What a state means for a row without an item.
fn meant(state: SheetState) -> Option<RowAside> {
    match state {
        SheetState::Aside(aside) => Some(RowAside::Aside(aside)),
        SheetState::Excused => Some(RowAside::Excused),
        _ => None,
    }
}

/// Whether nothing is written in a field.
fn is_blank(field: &str) -> bool {
    !matches!(field.as_bytes().first(), Some(b'!'..=b'~')) && field.trim().is_empty()
}

/// A finding was made.
struct Told;

/// Where the known columns are.
#[derive(Clone, Copy)]
struct Columns {
    /// For each, which field it is; beyond every row where there is none.
    at: [usize; COLUMNS.len()],
    /// Fields of the header.
    width: usize,
    /// Fewest fields of a row that has all it must have.
    least: usize,
}

/// What was read so far.
pub(super) struct Reading {
    file: Clean,
    columns: Option<Columns>,
    seats: Names<SeatId>,
    dossiers: Names<Code>,
    items: Names<ItemId>,
    /// For each dossier, each seat's sheet.
    sheets: Vec<Vec<Option<usize>>>,
    /// The sheet of the row before: its seat, its dossier, its place.
    last: Option<(usize, usize, usize)>,
    table: Table,
    count: usize,
    findings: Vec<Finding>,
    repeats: Repeats,
}

impl split::Reader for Reading {
    /// A row that repeats the one before but for an item that is awaited and its points.
    fn known(&mut self, line: u64, rest: &str) -> Option<usize> {
        let (end, after) = self.repeats.awaited(rest)?;
        if self.count >= limit::ROWS {
            return None;
        }
        let written = after.bytes().take_while(|byte| *byte != b'\n').count();
        let word = after.get(..written)?;
        let points = Points::parse(word.strip_suffix('\r').unwrap_or(word)).ok()?;
        let End { sheet, item, basis } = end;
        self.count += 1;
        self.repeats.went_on();
        self.table.rows.push(Row { points, line: u32::try_from(line).ok()?, sheet, item, basis });
        Some((rest.len() - after.len() + written + 1).min(rest.len()))
    }

    fn row(&mut self, line: u64, fields: &[&str]) -> bool {
        self.whole_row(line, fields)
    }
}

impl Reading {
    /// Before the first row of so many bytes.
    pub(super) fn new(file: Clean, bytes: usize) -> Self {
        let mut table = Table::default();
        table.rows.reserve((bytes / LEAST_ROW).min(limit::ROWS));
        Self {
            repeats: Repeats::default(),
            file,
            columns: None,
            seats: Names::new(),
            dossiers: Names::new(),
            items: Names::new(),
            sheets: Vec::new(),
            last: None,
            table,
            count: 0,
            findings: Vec::new(),
        }
    }

    /// All that was read; `open` is the line of a quotation mark that nothing closes.
    pub(super) fn end(mut self, open: Option<u64>) -> (Table, Vec<Finding>) {
        if let Some(line) = open {
            self.tell(line, FindingKind::OpenQuote);
        }
        if self.columns.is_none() && self.findings.is_empty() {
            self.tell(1, FindingKind::MissingKey("seat"));
        }
        (self.table, self.findings)
    }

    fn tell(&mut self, line: u64, what: FindingKind) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.findings.push(Finding { place: Place { file: self.file.clone(), line, column: 0 }, what });
    }

    /// Takes a row; `false` stops.
    fn whole_row(&mut self, line: u64, fields: &[&str]) -> bool {
        let Some(Columns { at, width, least }) = self.columns else {
            return self.header(line, fields);
        };
        if fields.iter().all(|field| is_blank(field)) {
            return true;
        }
        self.count += 1;
        if self.count > limit::ROWS {
            self.tell(line, FindingKind::TooMany("row", limit::ROWS));
            return false;
        }
        let extra = fields.get(width..).unwrap_or(&[]);
        if fields.len() < least || !extra.iter().all(|field| is_blank(field)) {
            self.tell(line, FindingKind::RowWidth { columns: width, fields: fields.len() });
        } else {
            let before = self.table.rows.len();
            self.fields(line, at.map(|at| fields.get(at).copied().unwrap_or("")));
            if let (&[seat, dossier, item, basis, _], [0, 1, 2, 3, 4, ..]) = (fields, at)
                && let Some(row) = self.table.rows.get(before)
            {
                self.repeats.saw([seat, dossier, item, basis], row);
            }
        }
        self.findings.len() < MAX_FINDINGS
    }

    fn header(&mut self, line: u64, fields: &[&str]) -> bool {
        let mut columns = [None; COLUMNS.len()];
        for (at, field) in fields.iter().enumerate() {
            let name = fold(field).trim().to_lowercase();
            match COLUMNS.iter().zip(&mut columns).find(|(known, _)| **known == name) {
                Some((_, place @ None)) => *place = Some(at),
                Some(_) => self.tell(line, FindingKind::Repeated("column", short(&name))),
                None if name.is_empty() => {}
                None => {
                    let near = nearest(&name, COLUMNS.iter().copied()).map(clean_line);
                    self.tell(line, FindingKind::UnknownKey(short(&name), near));
                }
            }
        }
        for (name, _) in COLUMNS.into_iter().take(REQUIRED).zip(&columns).filter(|(_, place)| place.is_none()) {
            self.tell(line, FindingKind::MissingKey(name));
        }
        let least = columns.iter().take(REQUIRED).flatten().max().map_or(0, |last| last + 1);
        self.columns = Some(Columns { at: columns.map(|at| at.unwrap_or(usize::MAX)), width: fields.len(), least });
        // Without its columns every row would be a finding, and none would help.
        self.findings.is_empty()
    }

    fn fields(&mut self, line: u64, [seat, dossier, item, basis, points, note, state]: [&str; 7]) {
        let seat = self.seats.place(seat, SeatId::parse).map_err(|error| (seat, error));
        let dossier = self.dossiers.place(dossier, Code::parse).map_err(|error| (dossier, error));
        let sheet = match (seat, dossier) {
            (Ok(seat), Ok(dossier)) => self.sheet(line, seat, dossier),
            (seat, dossier) => {
                for (word, error) in [seat.err(), dossier.err()].into_iter().flatten() {
                    self.tell(line, FindingKind::BadId(short(word), error));
                }
                None
            }
        };
        let state = self.state(line, state);
        let note = self.note(line, note);
        if is_blank(item) {
            if !is_blank(basis) || !is_blank(points) {
                self.tell(line, FindingKind::MissingKey("item"));
            } else if let (Some(sheet), Ok(state)) = (sheet, state) {
                self.whole_sheet(line, sheet, state, note);
            }
            return;
        }
        let item = match self.items.place(item, ItemId::parse) {
            Ok(place) => Some(place),
            Err(error) => {
                self.tell(line, FindingKind::BadId(short(item), error));
                None
            }
        };
        if let Some(id) = item.and_then(|at| self.items.at(at)).filter(|_| item == Some(self.table.items.len())) {
            self.table.items.push(id.clone());
        }
        let basis = self.basis(line, basis);
        let points = self.points(line, points);
        let (Some(sheet), Ok(state), Some(item), Some(basis), Some(points)) = (sheet, state, item, basis, points)
        else {
            return;
        };
        // A recused sheet keeps its marks; its own row gives the reason.
        if let (Some(aside), Some(head)) = (state, self.table.heads.get_mut(sheet))
            && head.aside.is_none()
        {
            head.aside = Some((aside, Clean::default()));
        }
        if !note.is_empty() {
            self.table.notes.push((self.table.rows.len(), note));
        }
        // A file has fewer lines, and so fewer of everything, than these numbers reach.
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.table.rows.push(Row { points, line, sheet: count(sheet), item: count(item), basis });
    }

    fn sheet(&mut self, line: u64, seat: usize, dossier: usize) -> Option<usize> {
        if let Some((of, on, place)) = self.last
            && (of, on) == (seat, dossier)
        {
            return Some(place);
        }
        for (kind, at, max) in [("seat", seat, limit::SEATS), ("dossier", dossier, limit::DOSSIERS)] {
            if at >= max {
                if at == max {
                    self.tell(line, FindingKind::TooMany(kind, max));
                }
                return None;
            }
        }
        if self.sheets.len() <= dossier {
            self.sheets.resize(dossier + 1, Vec::new());
        }
        let row = self.sheets.get_mut(dossier)?;
        if row.len() <= seat {
            row.resize(seat + 1, None);
        }
        let place = row.get_mut(seat)?;
        if place.is_none() {
            *place = Some(self.table.heads.len());
            self.table.heads.push(Head {
                seat: self.seats.at(seat)?.clone(),
                dossier: self.dossiers.at(dossier)?.clone(),
                line,
                note: None,
                aside: None,
            });
        }
        self.last = place.map(|place| (seat, dossier, place));
        *place
    }

    /// A row without an item: the sheet's note, or why it is set aside. Where both are there, the reason's row
    /// comes first, and a second row of the same state carries the note.
    fn whole_sheet(&mut self, line: u64, sheet: usize, state: Option<RowAside>, note: Clean) {
        let Some(head) = self.table.heads.get_mut(sheet) else { return };
        let seat = short(head.seat.as_str());
        match (state, &head.aside) {
            (Some(state), None) => head.aside = Some((state, note)),
            (Some(state), Some((known, reason))) if state == *known && reason.is_empty() => {
                head.aside = Some((state, note));
            }
            (Some(state), Some((known, _))) if state != *known => {
                self.tell(line, FindingKind::Repeated("state", seat));
            }
            _ if note.is_empty() => {}
            _ if head.note.is_some() => self.tell(line, FindingKind::Repeated("note", seat)),
            _ => head.note = Some(note),
        }
    }

    fn state(&mut self, line: u64, word: &str) -> Result<Option<RowAside>, Told> {
        if word.is_empty() {
            return Ok(None);
        }
        if let Some(state) = known_state(word) {
            return Ok(meant(state));
        }
        let folded = fold(word).trim().to_lowercase();
        if folded.is_empty() {
            return Ok(None);
        }
        if let Some(state) = known_state(&folded) {
            return Ok(meant(state));
        }
        let words = SheetState::ALL.iter().map(|state| clean_line(state.word())).collect();
        self.tell(line, FindingKind::NotOneOf(short(word), words));
        Err(Told)
    }

    /// A note, without the mark that keeps spreadsheets from running it.
    fn note(&mut self, line: u64, text: &str) -> Clean {
        if text.is_empty() {
            return Clean::default();
        }
        let note = clean(unguarded(text));
        let chars = note.chars().count();
        if chars > limit::NOTE_CHARS {
            self.tell(line, FindingKind::TooLong(limit::NOTE_CHARS, chars));
        }
        note
    }

    fn basis(&mut self, line: u64, word: &str) -> Option<Basis> {
        match word {
            "file" => return Some(Basis::File),
            "onsite" => return Some(Basis::Onsite),
            _ => {}
        }
        match fold(word).trim().to_lowercase().as_str() {
            "file" => Some(Basis::File),
            "onsite" => Some(Basis::Onsite),
            "" => {
                self.tell(line, FindingKind::MissingKey("basis"));
                None
            }
            _ => {
                let words = vec![clean_line("file"), clean_line("onsite")];
                self.tell(line, FindingKind::NotOneOf(short(word), words));
                None
            }
        }
    }

    fn points(&mut self, line: u64, word: &str) -> Option<Points> {
        let read = Points::parse(word).or_else(|_| Points::parse(fold(word).trim()));
        match read {
            Ok(points) => Some(points),
            Err(PointsError::Empty) => {
                self.tell(line, FindingKind::MissingKey("points"));
                None
            }
            Err(error) => {
                self.tell(line, FindingKind::BadNumber(short(word), error));
                None
            }
        }
    }
}
