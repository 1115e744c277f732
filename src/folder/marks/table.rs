//! Checked rows of a marks file, in columns: nothing is allocated for a row that has no note.

use std::borrow::Borrow;
use std::collections::HashMap;

use super::repeats::{End, Repeats};
use super::split;
use crate::domain::{
    Basis, Code, Finding, FindingKind, IdError, ItemId, Place, Points, PointsError, RowAside, SeatId, SheetState, limit,
};
use crate::folder::keys::short;
use crate::folder::size;
use crate::folder::source::{count, looks_gbk};
use crate::text::{Clean, clean, clean_line, fold, nearest};

/// Bytes of a short row: `E01,W274,a,file,8`. Room that is not needed is never touched.
const LEAST_ROW: usize = 18;

/// Findings after which the rest of the file is not read.
const MAX_FINDINGS: usize = 200;

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
    let mut reading = Reading::new(file.clone());
    reading.table.rows.reserve((text.len() / LEAST_ROW).min(limit::ROWS));
    if let Some(line) = split::rows(text, &mut reading) {
        reading.tell(line, FindingKind::OpenQuote);
    }
    if reading.columns.is_none() && reading.findings.is_empty() {
        reading.tell(1, FindingKind::MissingKey("seat"));
    }
    Ok((reading.table, reading.findings))
}

/// Names of the columns; the first five have to be there.
const COLUMNS: [&str; 7] = ["seat", "dossier", "item", "basis", "points", "note", "state"];
const REQUIRED: usize = 5;

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

/// Names seen so far, by place. Files repeat their names in runs or in rounds, so the last name and the one
/// that followed it last time are tried before the map.
struct Names<T> {
    list: Vec<(Box<str>, T)>,
    map: HashMap<Box<str>, usize>,
    next: Vec<usize>,
    last: usize,
}

impl<T: Borrow<str>> Names<T> {
    fn new() -> Self {
        Self { list: Vec::new(), map: HashMap::new(), next: Vec::new(), last: 0 }
    }

    fn place(&mut self, word: &str, parse: fn(&str) -> Result<T, IdError>) -> Result<usize, IdError> {
        let is = |at: usize| self.list.get(at).is_some_and(|(name, _)| same(name.as_bytes(), word.as_bytes()));
        if is(self.last) {
            return Ok(self.last);
        }
        let guess = self.next.get(self.last).copied().unwrap_or(0);
        let place = if is(guess) {
            guess
        } else if let Some(place) = self.map.get(word) {
            *place
        } else {
            let trimmed = word.trim();
            let parsed = if trimmed.is_ascii() { parse(trimmed) } else { parse(fold(trimmed).trim()) }?;
            // Ｅ０１ and E01 are one name.
            let place = self.map.get(parsed.borrow()).copied().unwrap_or(self.list.len());
            if place == self.list.len() {
                self.map.insert(parsed.borrow().into(), place);
                self.list.push((word.into(), parsed));
                self.next.push(0);
            }
            self.map.insert(word.into(), place);
            place
        };
        if let Some(next) = self.next.get_mut(self.last) {
            *next = place;
        }
        self.last = place;
        Ok(place)
    }
}

/// Whether two names are equal: for the short ones that files hold, without a call.
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<4>(), a.last_chunk::<4>()) {
        (Some(first), Some(last)) if a.len() <= 8 => b.starts_with(first) && b.ends_with(last),
        (None, _) => a.iter().zip(b).all(|(a, b)| a == b),
        _ => a == b,
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

struct Reading {
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
    fn new(file: Clean) -> Self {
        Self {
            repeats: Repeats::default(),
            file,
            columns: None,
            seats: Names::new(),
            dossiers: Names::new(),
            items: Names::new(),
            sheets: Vec::new(),
            last: None,
            table: Table::default(),
            count: 0,
            findings: Vec::new(),
        }
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
        if let Some(id) = item.and_then(|at| self.items.list.get(at)).filter(|_| item == Some(self.table.items.len())) {
            self.table.items.push(id.1.clone());
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
                seat: self.seats.list.get(seat)?.1.clone(),
                dossier: self.dossiers.list.get(dossier)?.1.clone(),
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
        let note = clean(super::write::unguarded(text));
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
