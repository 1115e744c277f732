//! Every sheet of one dossier, items × seats, as signed; or one sheet from paper, for whoever confirms it.

use super::errand::{Errand, Work, for_cell};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, ProgressCell, SheetView, Topic, View};
use crate::domain::{Basis, Code, Role, Rules, SeatId, SheetState, Stage};
use crate::text::width;
use crate::tui::app::parts::{Action, Actions, Bench, Detail, Press, table_ways};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{hints, office as words};
use crate::words::tally::shown_ratio;

/// Rows of what is said about the cell with the cursor, its rule included.
pub const DETAIL: u16 = 6;
/// Rows of the table's head: seats.
const HEAD_ROWS: u16 = 1;
/// Cells of the items' names at most, and of a column at least.
const NAME_COLUMNS: usize = 22;
const COLUMN_MIN: usize = 8;

/// Whose sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// All of a dossier.
    All(Code),
    /// One from paper.
    Paper(SeatId, Code),
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Where the sheets stand.
    State,
    /// An item, by its place in the form.
    Item(usize),
    /// The totals.
    Total,
}

/// The sheets.
#[derive(Debug)]
pub struct Sheets {
    /// Whose.
    pub source: Source,
    /// In the seats' order; `None` until answered.
    pub sheets: Option<Vec<SheetView>>,
    /// Rows and acts.
    pub bench: Bench,
    /// The column with the cursor, the first in sight.
    pub column: (usize, usize),
    /// Columns in sight, cells of each, cells of the names.
    pub columns: (usize, usize, usize),
    /// What is said about the cell with the cursor.
    pub detail: Detail,
    wanted: Option<SeatId>,
    refused: bool,
    query: Option<u64>,
    work: Work,
}

impl Sheets {
    /// From this source, with the cursor on a seat's column.
    pub fn new(source: Source, wanted: Option<SeatId>) -> Self {
        Self {
            source,
            sheets: None,
            bench: Bench::default(),
            column: (0, 0),
            columns: (1, COLUMN_MIN, NAME_COLUMNS),
            detail: Detail::default(),
            wanted,
            refused: false,
            query: None,
            work: Work::default(),
        }
    }

    /// Which dossier.
    pub fn code(&self) -> &Code {
        match &self.source {
            Source::All(code) | Source::Paper(_, code) => code,
        }
    }

    /// The table's rows.
    pub fn rows(rules: &Rules) -> Vec<Row> {
        let items = (0..rules.item_count()).map(Row::Item);
        [Row::State].into_iter().chain(items).chain([Row::Total]).collect()
    }

    /// The sheet with the cursor.
    pub fn current(&self) -> Option<&SheetView> {
        self.sheets.as_ref()?.get(self.column.0)
    }

    /// The row with the cursor.
    fn row(&self, rules: &Rules) -> Option<Row> {
        Self::rows(rules).get(self.bench.rows.at).copied()
    }

    fn query(&mut self, common: &mut Common) {
        let ask = match &self.source {
            Source::All(code) => Ask::Sheets(code.clone()),
            Source::Paper(seat, code) => Ask::Transcribed(seat.clone(), code.clone()),
        };
        self.query = Some(common.ask(ask));
    }

    /// Whose desk it is: the supervisor looks, the secretary acts.
    pub fn is_secretary(common: &Common) -> bool {
        common.role() == Some(Role::Secretary)
    }

    fn enter(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        if let Source::Paper(seat, code) = &self.source {
            let errand = Errand::ConfirmSheet(seat.clone(), code.clone());
            return self.work.begin(common, errand);
        }
        let Some(sheet) = self.current() else { return Step::Stay };
        if !Self::is_secretary(common) {
            common.say(Tone::Plain, line_of(lang, sheet));
            return Step::Stay;
        }
        let (seat, code) = (sheet.seat.clone(), sheet.dossier.clone());
        let unconfirmed = sheet.transcribed.as_ref().is_some_and(|(_, confirmed)| confirmed.is_none());
        let cell = ProgressCell {
            state: sheet.state,
            missing: 0,
            onsite_open: false,
            onsite_missing: 0,
            ready: false,
            unconfirmed,
            asked_return: false,
            signed_once: sheet.marks.is_some(),
            from_paper: false,
            typed: false,
        };
        let mut errands = for_cell(common.stage(), &seat, &code, &cell);
        let section = common.rules().and_then(|rules| match self.row(rules)? {
            Row::Item(place) => rules.items().nth(place).map(|(section, _)| (section.id.clone(), section.name.clone())),
            Row::State | Row::Total => None,
        });
        if let (Some(section), SheetState::Signed) = (section, sheet.state) {
            // The section under the cursor first, without asking for it.
            errands.insert(0, Errand::Return(seat, code, Some(section)));
        }
        if errands.is_empty() {
            common.say(Tone::Plain, line_of(lang, sheet));
            return Step::Stay;
        }
        let text = line_of(lang, sheet);
        self.work.menu(common, text, errands)
    }

    fn acts(&self, common: &Common) -> Vec<Action> {
        let lang = common.lang;
        match &self.source {
            Source::Paper(..) => vec![Action::new(1, Act::AsOnPaper, lang)],
            Source::All(_) => {
                let mut acts = Vec::new();
                if Self::is_secretary(common) {
                    if matches!(common.stage(), Stage::Scoring | Stage::Review) {
                        acts.push(Action::new(1, Act::Cell, lang));
                    }
                    acts.push(Action::new(2, Act::Read, lang));
                }
                acts
            }
        }
    }

    fn fit_columns(&mut self, common: &Common) {
        let Some(rules) = common.rules() else { return };
        let ambiguous = common.ambiguous();
        let count = self.sheets.as_ref().map_or(0, Vec::len);
        let names = rules.items().map(|(_, item)| width(&item.name, ambiguous) + 3).max().unwrap_or(0);
        let names = names.clamp(12, NAME_COLUMNS);
        let ids = self.sheets.iter().flatten().map(|sheet| width(sheet.seat.as_str(), ambiguous) + 2);
        let cells = ids.max().unwrap_or(0).max(COLUMN_MIN);
        let room = usize::from(common.size.0).saturating_sub(names + 3);
        let shown = (room / cells).clamp(1, count.max(1));
        let at = self.column.0.min(count.saturating_sub(1));
        let lowest = (at + 1).saturating_sub(shown);
        let left = self.column.1.clamp(lowest, at).min(count.saturating_sub(shown));
        self.column = (at, left);
        self.columns = (shown, cells, names);
    }

    fn detail_of(&self, common: &Common) -> String {
        let (Some(rules), Some(sheet)) = (common.rules(), self.current()) else { return String::new() };
        let lang = common.lang;
        let mut lines = vec![line_of(lang, sheet)];
        if let (Some(Row::Item(place)), Some(marks)) = (self.row(rules), &sheet.marks)
            && let Some((section, item)) = rules.items().nth(place)
        {
            let pair = [Basis::File, Basis::Onsite].map(|basis| marks.get(place, basis));
            lines.push(words::item_line(lang, section, item, pair));
            for basis in Basis::ALL {
                if let Some(note) = marks.notes.get(&(place, basis)).filter(|note| !note.is_empty()) {
                    lines.push(words::mark_note(lang, basis, note));
                }
            }
            if sheet.changed_after_visit.contains(&item.id) {
                lines.push(words::changed_after_visit(lang).to_owned());
            }
            if sheet.flagged.contains(&section.id) {
                lines.push(words::flagged_section(lang, &section.name));
            }
            let kept = sheet.explained.iter().filter(|(id, _)| *id == section.id);
            lines.extend(kept.map(|(_, reason)| words::kept_reason(lang, &section.name, reason)));
        } else {
            if let Some(note) = sheet.marks.as_ref().map(|marks| &marks.note).filter(|note| !note.is_empty()) {
                lines.push(words::sheet_note(lang, note));
            }
            lines.extend(sheet.explained.iter().filter_map(|(id, reason)| {
                rules.section(id).map(|section| words::kept_reason(lang, &section.name, reason))
            }));
        }
        lines.join("\n")
    }
}

/// The sheet with the cursor in a line.
fn line_of(lang: crate::words::Lang, sheet: &SheetView) -> String {
    let total = sheet.total.map(shown_ratio);
    let transcribed = sheet.transcribed.as_ref().map(|(by, confirmed)| (by, confirmed.as_ref()));
    let who = (&sheet.seat, &sheet.dossier);
    words::sheet_line(lang, who, sheet.state, total.as_deref(), transcribed, &words::one_line(&sheet.reason))
}

impl Page for Sheets {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        let pressed = self.bench.key(common, key, std::iter::empty());
        // Nothing is found by digits here.
        self.bench.jump.clear();
        match pressed {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.enter(common),
            Press::Key(Key::Left) => {
                self.column.0 = self.column.0.saturating_sub(1);
                Step::Stay
            }
            Press::Key(Key::Right) => {
                let last = self.sheets.as_ref().map_or(0, Vec::len).saturating_sub(1);
                self.column.0 = (self.column.0 + 1).min(last);
                Step::Stay
            }
            Press::Key(Key::Esc) => Step::Up(Outcome::Declined),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        self.work.back(common, outcome).unwrap_or_default()
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let result = match self.work.answer(common, id, result) {
            Ok(Some((Errand::ConfirmSheet(..), _))) if matches!(self.source, Source::Paper(..)) => {
                return Step::Up(Outcome::Done);
            }
            Ok(_) => {
                self.query(common);
                return Step::Stay;
            }
            Err(result) => result,
        };
        if self.query != Some(id) {
            return Step::Stay;
        }
        self.query = None;
        match result {
            Ok(Answer::View(View::Sheets(sheets))) => {
                let before = self.wanted.take().or_else(|| self.current().map(|sheet| sheet.seat.clone()));
                if let Some(column) = before.and_then(|seat| sheets.iter().position(|sheet| sheet.seat == seat)) {
                    self.column.0 = column;
                }
                self.sheets = Some(sheets);
                self.refused = false;
            }
            Ok(_) => {}
            Err(failure) => {
                self.refused = true;
                common.say_failure(&failure);
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, _topic: Topic) {
        self.query(common);
    }

    fn fit(&mut self, common: &Common) {
        self.fit_columns(common);
        let acts = self.acts(common);
        let body = self.bench.fit(common, acts, 0).body;
        let count = common.rules().map_or(0, |rules| rules.item_count() + 2);
        let detail = DETAIL.min(body.height / 2);
        let rows = body.height.saturating_sub(HEAD_ROWS + detail);
        self.bench.rows.fit(if self.sheets.is_some() { count } else { 0 }, usize::from(rows));
        let text = self.detail_of(common);
        self.detail.fit(common, text, detail);
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        (self.sheets.is_none() && !self.refused) || self.work.is_sent()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Cell | Act::AsOnPaper => self.enter(common),
            Act::Read => Step::push(super::Reading::new(self.code().clone())),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let enter = match self.source {
            Source::Paper(..) => Way::new(&[Act::Enter], Act::AsOnPaper.about(lang)).hint(1, hints::as_on_paper(lang)),
            Source::All(_) if Self::is_secretary(common) => {
                Way::new(&[Act::Enter], words::help_sheet(lang)).hint(1, hints::return_it(lang))
            }
            Source::All(_) => Way::new(&[Act::Enter], words::help_sheet(lang)),
        };
        let paper = matches!(self.source, Source::Paper(..));
        let sides = Way::new(&[Act::Left, Act::Right], words::help_columns(lang)).hint(2, hints::expert(lang));
        let mut ways = table_ways(lang, enter, Some(sides).filter(|_| !paper), false);
        for way in ways.iter_mut().filter(|way| paper && way.acts == [Act::Up, Act::Down]) {
            *way = way.clone().hint(2, hints::compare_paper(lang));
        }
        ways.retain(|way| !matches!(way.acts.as_slice(), [Act::Type | Act::Erase]));
        self.bench.ways(lang, ways)
    }
}
