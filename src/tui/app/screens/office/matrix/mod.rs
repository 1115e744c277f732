//! 进度: dossiers × experts, one word a state, no number anyone gave (SCREENS §1). What can be done from it is in `acts`.

mod acts;

use super::errand::{Errand, Work};
use super::look::Look;
use super::narrowed::{Names, SheetRows, reads_texts};
use super::queue::{Kind, Queue};
use super::{Journal, Ranking, Reading, Verify, legend_lines};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, Progress, ProgressCell, ProgressRow, SeatCard, Topic, View};
use crate::domain::{Code, Role, SeatId, SheetState, Stage};
use crate::text::width;
use crate::tui::app::parts::{Actions, Bench, Inquiry, Press, narrowed_ways, table_ways};
use crate::tui::app::screens::finding::{Listed, Narrowed};
use crate::tui::app::screens::{Finding, Seats, display};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{hints, office as words};

/// Rows above the table's own: column titles.
const HEAD_ROWS: u16 = 1;
/// Cells of a column at least: a sign of four and a gap.
const COLUMN_MIN: usize = 5;
/// Cells left of the columns at least, and of the two counts at the right.
const SIDES: (usize, usize) = (17, 14);

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
    inquiry: Inquiry,
    work: Work,
    look: Look,
    names: Names,
    /// 显示 was opened.
    display: bool,
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
        self.inquiry.asked(common.ask(Ask::Progress));
    }

    fn is_secretary(common: &Common) -> bool {
        common.role() == Some(Role::Secretary)
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
        if common.greet && common.home.as_ref().is_some_and(|home| home.kept) {
            common.greet = false;
            self.greet(common);
        }
    }

    /// Back to the sheet from paper in which something was left 未录入.
    fn greet(&mut self, common: &mut Common) {
        let Some(progress) = &self.progress else { return };
        let each =
            progress.rows.iter().flat_map(|row| progress.seats.iter().zip(&row.cells).map(move |cell| (row, cell)));
        let left = each.filter(|(_, (_, cell))| cell.typed).map(|(row, (seat, _))| (seat.id.clone(), row.code.clone()));
        let left: Vec<(SeatId, Code)> = left.collect();
        if let Some((seat, code)) = left.first() {
            self.go_to(Some(seat), Some(code));
            common.say(Tone::Good, words::entry_left(common.lang, seat, code, left.len()));
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

impl Narrowed for Matrix {
    fn table(&mut self) -> (&mut Finding, &mut Bench) {
        (&mut self.finding, &mut self.bench)
    }

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

    fn learn(&mut self, common: &mut Common, id: u64, result: &Result<Answer, Failure>) -> bool {
        self.names.answer(common, id, result)
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
            Press::Key(key) => self.pass(common, key),
            Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        let outcome = match self.come_back(common, outcome) {
            Ok(step) => return step,
            Err(outcome) => outcome,
        };
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
        if self.search_answer(common, id, &result) {
            return Step::Stay;
        }
        let Some(stale) = self.inquiry.answered(id) else { return Step::Stay };
        if stale {
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
        if self.inquiry.is_due() {
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
