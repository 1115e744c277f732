//! 进度: dossiers × experts, one word a state, no number anyone gave (SCREENS §1).

use super::errand::{Errand, Work, for_cell};
use super::look::Look;
use super::narrowed::{Names, SheetRows, reads_texts};
use super::queue::{Kind, Queue};
use super::{Entry, Journal, Ranking, Reading, Verify};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, Progress, ProgressCell, ProgressRow, SeatCard, Topic, View};
use crate::domain::{Code, Role, SeatId, SheetState, Stage};
use crate::text::width;
use crate::tui::app::parts::{Action, Actions, Bench, Press, narrowed_ways, table_ways};
use crate::tui::app::screens::finding::Listed;
use crate::tui::app::screens::{Finding, Seats, display};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{hints, office as words};
use crate::words::{Glance, sheet_state, sign_legend, sign_word};

/// Cells between two signs of the legend.
pub const LEGEND_GAP: usize = 2;
/// Rows above the table's own: column titles.
const HEAD_ROWS: u16 = 1;
/// Cells of a column at least: a sign of four and a gap.
const COLUMN_MIN: usize = 5;
/// Cells left of the columns at least, and of the two counts at the right.
const SIDES: (usize, usize) = (17, 14);

/// Seats named before closing.
const SEATS_NAMED: usize = 40;

/// The matrix.
#[derive(Debug, Default)]
pub struct Matrix {
    /// States of all sheets; `None` until answered.
    pub progress: Option<Progress>,
    /// Which rows are shown.
    pub finding: Finding,
    /// Rows shown, digits, acts.
    pub bench: Bench,
    /// The column with the cursor.
    pub column: usize,
    /// The first column in sight.
    pub left: usize,
    /// Columns in sight, and cells of each.
    pub columns: (usize, usize),
    /// Nothing to show before scoring has opened.
    pub refused: bool,
    /// The list lies below.
    over: bool,
    query: Option<u64>,
    /// Something changed since it was asked.
    stale: bool,
    work: Work,
    look: Look,
    names: Names,
    /// 显示 was opened.
    display: bool,
}

/// What a cell says.
pub fn glance(cell: &ProgressCell) -> Glance {
    let onsite = cell.onsite_open && !cell.ready;
    Glance {
        state: cell.state,
        missing: usize::try_from(cell.missing).unwrap_or(usize::MAX),
        onsite: onsite.then_some(0),
        unconfirmed: cell.unconfirmed,
    }
}

/// The legend in rows of this many cells, signs and words.
pub fn legend_lines(common: &Common, columns: usize) -> Vec<Vec<(&'static str, &'static str)>> {
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for (sign, word) in sign_legend(common.lang) {
        let cells = width(sign, common.ambiguous()) + 1 + width(word, common.ambiguous()) + LEGEND_GAP;
        if used + cells > columns && used > 0 {
            lines.push(Vec::new());
            used = 0;
        }
        used += cells;
        if let Some(line) = lines.last_mut() {
            line.push((sign, word));
        }
    }
    lines
}

fn codes_shown<'a>(progress: Option<&'a Progress>, finding: &'a Finding) -> impl Iterator<Item = &'a str> {
    let rows = progress.map(|progress| progress.rows.as_slice()).unwrap_or_default();
    finding.shown().iter().filter_map(|at| rows.get(*at)).map(|row| row.code.as_str())
}

impl Matrix {
    /// Over the list.
    pub(super) fn over() -> Self {
        Self { over: true, ..Self::default() }
    }

    /// The row with the cursor.
    pub fn row(&self) -> Option<&ProgressRow> {
        self.row_at(self.bench.rows.at)
    }

    /// The row at a place of those shown.
    pub fn row_at(&self, place: usize) -> Option<&ProgressRow> {
        self.progress.as_ref()?.rows.get(*self.finding.shown().get(place)?)
    }

    /// Codes of the rows shown.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        codes_shown(self.progress.as_ref(), &self.finding)
    }

    /// Does something to the filter.
    fn refilter<T: Default>(
        &mut self,
        common: &mut Common,
        change: impl FnOnce(&mut Finding, &mut Common, &dyn Listed) -> T,
    ) -> T {
        let Some(progress) = &self.progress else { return T::default() };
        let (column, reads) = (self.column, reads_texts(common));
        let list = SheetRows { progress, names: &self.names, column, reads };
        let done = self.finding.keeping(&mut self.bench.rows, &list, |finding, list| change(finding, common, list));
        self.names.need(common, &self.finding);
        done
    }

    /// Seat, row and cell with the cursor.
    pub fn cell(&self) -> Option<(&SeatCard, &ProgressRow, &ProgressCell)> {
        let row = self.row()?;
        Some((self.progress.as_ref()?.seats.get(self.column)?, row, row.cells.get(self.column)?))
    }

    /// Rows above the state line: where the cursor is, the legend, what would not count.
    pub fn state_rows(common: &Common) -> u16 {
        let legend = legend_lines(common, usize::from(common.size.0).saturating_sub(2)).len();
        u16::try_from(legend).unwrap_or(4) + 1
    }

    /// The sentence on what would not count if scoring closed now, with at most so many seats by name.
    pub fn not_counted(&self, common: &Common, most: usize) -> String {
        let Some(progress) = &self.progress else { return String::new() };
        let rows = progress.rows.iter().filter(|row| !row.withdrawn);
        let counted = |cell: &&ProgressCell| cell.unconfirmed && cell.state == SheetState::Signed;
        let unconfirmed = rows.flat_map(|row| &row.cells).filter(counted).count();
        words::not_counted(common.lang, progress.stage, &progress.open, unconfirmed, most)
    }

    fn query(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Progress));
    }

    fn is_secretary(common: &Common) -> bool {
        common.role() == Some(Role::Secretary)
    }

    fn open_cell(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some((seat, row, cell)) = self.cell() else { return Step::Stay };
        let (seat_id, code) = (seat.id.clone(), row.code.clone());
        let reason = self.progress.as_ref().and_then(|progress| {
            let mut reasons = progress.reasons.iter();
            reasons.find(|(whose, what, _)| *whose == seat_id && *what == code).map(|(.., reason)| reason.to_string())
        });
        let word = sign_word(lang, glance(cell));
        let state = if cell.unconfirmed { format!("{} / {word}", sheet_state(lang, cell.state)) } else { word };
        let names = ((&seat.id, seat.name.as_str()), (&row.code, row.trade.as_str()));
        let text = words::cell(lang, names.0, names.1, &state, cell.asked_return, reason.as_deref());
        let may = Self::is_secretary(common) && !row.withdrawn && seat.replaced.is_none();
        let errands = if may { for_cell(common.stage(), &seat_id, &code, cell) } else { Vec::new() };
        if errands.is_empty() {
            common.say(Tone::Plain, text);
            return Step::Stay;
        }
        self.work.menu(common, text, errands)
    }

    /// 更换席位: the seat of this column by one of the seats that have no work yet, offered as a menu.
    fn replace(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(progress) = &self.progress else { return Step::Stay };
        let Some(old) = progress.seats.get(self.column).filter(|seat| seat.replaced.is_none()) else {
            common.say(Tone::Warn, words::replaced_already(lang));
            return Step::Stay;
        };
        let signed = |column: usize| {
            let cells = progress.rows.iter().filter_map(|row| row.cells.get(column));
            u32::try_from(cells.filter(|cell| cell.state == SheetState::Signed).count()).unwrap_or(0)
        };
        let now = signed(self.column);
        let others = progress
            .seats
            .iter()
            .enumerate()
            .filter(|(column, seat)| seat.replaced.is_none() && seat.id != old.id && signed(*column) == 0);
        let errands: Vec<Errand> =
            others.take(8).map(|(_, new)| Errand::Replace(old.id.clone(), new.id.clone(), now)).collect();
        if errands.is_empty() {
            common.say(Tone::Warn, words::no_substitute(lang));
            return Step::Stay;
        }
        let text = words::replace_whom(lang, &old.id, &old.name);
        self.work.menu(common, text, errands)
    }

    /// 代录: the sheet with the cursor, where its seat has touched nothing of it.
    fn enter_paper(&mut self, common: &mut Common) -> Step {
        let Some((seat, row, cell)) = self.cell() else { return Step::Stay };
        let may = (cell.from_paper || cell.unconfirmed) && seat.replaced.is_none() && !row.withdrawn;
        if may {
            return Step::push(Entry::new(seat.id.clone(), row.code.clone()));
        }
        let text = words::no_entry(common.lang, &seat.id, &row.code);
        common.say(Tone::Warn, text);
        Step::Stay
    }

    fn close(&mut self, common: &mut Common) -> Step {
        let Some(progress) = &self.progress else { return Step::Stay };
        let text =
            words::close_text(common.lang, progress.signed, progress.due, &self.not_counted(common, SEATS_NAMED));
        let signed = progress.signed;
        self.work.begin(common, Errand::Close(signed, text))
    }

    fn acts(common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let mut acts = vec![Action::new(1, Act::Missing, lang)];
        let (secretary, stage) = (Self::is_secretary(common), common.stage());
        let waiting = common.home.as_ref().map_or(0, |home| home.to_confirm.len() + home.pending.len());
        if secretary {
            acts.push(Action::new(2, Act::Reminders, lang));
        }
        if secretary && matches!(stage, Stage::Scoring | Stage::Review) {
            acts.push(Action::new(3, Act::EnterPaper, lang));
            acts.push(Action::new(4, Act::Replace, lang));
        } else {
            acts.push(Action::labelled(3, Act::ToConfirm, words::act_confirm(lang, waiting)));
        }
        match stage {
            Stage::Scoring if secretary => acts.push(Action::new(5, Act::CloseScoring, lang)),
            Stage::Review | Stage::Final => acts.push(Action::new(5, Act::List, lang)),
            Stage::Setup | Stage::Scoring => {}
        }
        acts.push(Action::new(6, Act::Find, lang));
        let more =
            if secretary && waiting > 0 { words::act_more_waiting(lang, waiting) } else { Act::More.name(lang).into() };
        acts.push(Action::labelled(7, Act::More, more));
        if common.seats.len() > 1 {
            acts.push(Action::new(8, Act::OtherSeat, lang));
        }
        acts
    }

    /// Behind 更多.
    fn more(common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let mut more = vec![Action::new(1, Act::Log, lang), Action::new(2, Act::Verify, lang)];
        if Self::is_secretary(common) {
            more.push(Action::new(3, Act::Files, lang));
        }
        more.push(Action::new(4, Act::Display, lang));
        // A supervisor, and a secretary outside scoring and review, have it in the row itself.
        if Self::is_secretary(common) && matches!(common.stage(), Stage::Scoring | Stage::Review) {
            let waiting = common.home.as_ref().map_or(0, |home| home.to_confirm.len() + home.pending.len());
            more.push(Action::labelled(5, Act::ToConfirm, words::act_confirm(lang, waiting)));
        }
        if Self::is_secretary(common) {
            more.push(Action::new(6, Act::Read, lang));
        }
        more
    }

    fn go_to(&mut self, seat: Option<&SeatId>, code: Option<&Code>) {
        let Some(progress) = &self.progress else { return };
        if let Some(column) = seat.and_then(|seat| progress.seats.iter().position(|card| card.id == *seat)) {
            self.column = column;
        }
        let place = code.and_then(|code| self.codes().position(|shown| shown == code.as_str()));
        if let Some(place) = place {
            self.bench.rows.go(place);
        }
    }

    /// From a list that named it: what the filter hides is shown again.
    fn look_at(&mut self, common: &mut Common, seat: Option<&SeatId>, code: Option<&Code>) {
        if code.is_some_and(|code| !self.codes().any(|shown| shown == code.as_str())) {
            self.refilter(common, |finding, common, list| finding.clear(common, list));
        }
        self.go_to(seat, code);
    }

    fn loaded(&mut self, common: &mut Common, progress: Progress) {
        let at = self.cell().map(|(seat, row, _)| (seat.id.clone(), row.code.clone()));
        self.progress = Some(progress);
        self.refused = false;
        self.refilter(common, |finding, common, list| finding.loaded(common, list));
        if let Some((seat, code)) = at {
            self.go_to(Some(&seat), Some(&code));
        }
    }

    fn fit_columns(&mut self, common: &Common) {
        let Some(progress) = &self.progress else { return };
        let ambiguous = common.ambiguous();
        let ids = progress.seats.iter().map(|seat| width(seat.id.as_str(), ambiguous) + 1);
        let cells = ids.max().unwrap_or(COLUMN_MIN).max(COLUMN_MIN);
        let room = usize::from(common.size.0).saturating_sub(SIDES.0 + SIDES.1);
        let shown = (room / cells).clamp(1, progress.seats.len().max(1));
        self.columns = (shown, cells);
        self.column = self.column.min(progress.seats.len().saturating_sub(1));
        let lowest = (self.column + 1).saturating_sub(shown);
        self.left = self.left.clamp(lowest, self.column).min(progress.seats.len().saturating_sub(shown));
    }
}

impl Page for Matrix {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
        self.look.once(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match self.bench.key(common, key, codes_shown(self.progress.as_ref(), &self.finding)) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Left) => {
                self.column = self.column.saturating_sub(1);
                Step::Stay
            }
            Press::Key(Key::Right) => {
                let last = self.progress.as_ref().map_or(0, |progress| progress.seats.len()).saturating_sub(1);
                self.column = (self.column + 1).min(last);
                Step::Stay
            }
            Press::Key(Key::Enter) => self.open_cell(common),
            Press::Key(key) if self.refilter(common, |finding, common, list| finding.key(common, key, list)) => {
                Step::Stay
            }
            Press::Key(Key::Esc) => Step::Up(Outcome::Declined),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        if self.finding.is_asking() {
            self.bench.jump.clear();
            return self.refilter(common, |finding, common, list| finding.back(common, outcome, list));
        }
        if let Some(step) = self.work.back(common, outcome.clone()) {
            return step;
        }
        match (std::mem::take(&mut self.display), outcome) {
            (true, Outcome::Chosen(digit)) => display::chosen(common, digit),
            (false, Outcome::Text(seat)) => {
                // From 还差什么 and 催办名单: the column, or the cell, that is to be looked at.
                let mut words = seat.split(' ');
                let seat = words.next().and_then(|id| SeatId::parse(id).ok());
                let code = words.next().and_then(|id| Code::parse(id).ok());
                self.look_at(common, seat.as_ref(), code.as_ref());
                Step::Stay
            }
            _ => Step::Stay,
        }
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let result = match self.work.answer(common, id, result) {
            Ok(Some((Errand::Close(..), _))) => return Step::swap(Ranking::default()),
            Ok(_) => {
                self.query(common);
                return Step::Stay;
            }
            Err(result) => result,
        };
        let Err(result) = self.look.answer(common, id, result) else { return Step::Stay };
        if self.names.answer(common, id, &result) {
            self.refilter(common, |finding, _, list| {
                finding.renamed();
                finding.narrow(list);
            });
            return Step::Stay;
        }
        if self.refilter(common, |finding, common, list| finding.answer(common, id, &result, list)) {
            return Step::Stay;
        }
        if self.query != Some(id) {
            return Step::Stay;
        }
        self.query = None;
        if std::mem::take(&mut self.stale) {
            self.query(common);
        }
        match result {
            Ok(Answer::View(View::Progress(progress))) => self.loaded(common, *progress),
            Ok(_) => {}
            Err(_) if common.stage() == Stage::Setup => self.refused = true,
            Err(failure) => {
                self.refused = true;
                common.say_failure(&failure);
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic == Topic::Stage {
            self.names.forget();
        }
        // One question at a time, and one more after it, however many pushes come.
        if self.query.is_some() {
            self.stale = true;
        } else {
            self.query(common);
        }
    }

    fn wants_home(&self) -> bool {
        true
    }

    fn fit(&mut self, common: &Common) {
        self.fit_columns(common);
        let acts = Self::acts(common);
        self.bench.actions.set_more(Self::more(common));
        let body = self.bench.fit(common, acts, Self::state_rows(common)).body;
        self.bench.rows.fit(self.finding.shown().len(), usize::from(body.height.saturating_sub(HEAD_ROWS)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        (self.progress.is_none() && !self.refused) || self.work.is_sent()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Missing => Step::push(Queue::new(Kind::Missing)),
            Act::Reminders => Step::push(Queue::new(Kind::Reminders)),
            Act::EnterPaper => self.enter_paper(common),
            Act::ToConfirm => Step::push(Queue::new(Kind::Waiting)),
            Act::Replace => self.replace(common),
            Act::CloseScoring => self.close(common),
            Act::List if self.over => Step::Up(Outcome::Done),
            Act::List => Step::push(Ranking::over()),
            Act::Read => self.row().map_or(Step::Stay, |row| Step::push(Reading::new(row.code.clone()))),
            Act::Find => self.refilter(common, |finding, common, list| finding.menu(common, list)),
            Act::OtherSeat => Step::push(Seats::default()),
            Act::Log => Step::push(Journal::default()),
            Act::Verify => Step::push(Verify::default()),
            Act::Files => Step::push(Queue::over(Kind::Files)),
            Act::Display => {
                self.display = true;
                Step::push(display::menu(common))
            }
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let enter = Way::new(&[Act::Enter], words::help_cell(lang)).hint(1, hints::cell(lang));
        let mut ways = table_ways(lang, enter, None, !self.over);
        for way in ways.iter_mut().filter(|way| way.acts == [Act::Up, Act::Down]) {
            let all = [Act::Up, Act::Down, Act::Left, Act::Right];
            *way = Way::new(&all, words::help_cells(lang)).hint(1, hints::cells(lang));
        }
        self.bench.ways(lang, narrowed_ways(lang, ways, self.finding.filter.is_on()))
    }
}
