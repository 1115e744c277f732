//! 代录: a paper sheet entered by the secretary, mark by mark, with digits, arrows and Enter (DESIGN §3). Each mark is
//! saved as it is recorded. Somebody else confirms the sheet afterwards, under 代录核对.

use super::errand::{Errand, Work};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, SheetView, Topic, View};
use crate::domain::{
    Aside, Basis, Code, Command, MarkSet, Marks, Points, Refusal, RowAside, SeatId, SheetRows, SheetState,
};
use crate::text::Clean;
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::parts::{Action, Actions, Row, Rows, acts_ways, to_acts, to_table};
use crate::tui::app::screens::{Question, Writing};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame, hints, office as words};
use crate::words::{Setting, refusal};

/// Characters of a typed mark at most: 1000000.0001.
const TYPED_MAX: usize = 12;

/// What a popup was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Note,
    Sign,
    Aside,
    Why(Aside),
}

/// The sheet being entered.
#[derive(Debug)]
pub struct Entry {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub code: Code,
    /// What is recorded.
    pub marks: Marks,
    /// The state, once known.
    pub state: Option<SheetState>,
    /// The cursor's item.
    pub rows: Rows,
    /// … and its column.
    pub basis: Basis,
    /// Typed and not recorded.
    pub typed: Option<String>,
    /// The 操作 row.
    pub actions: Actions,
    /// Said once that something is typed and not recorded; the next Esc leaves.
    warned: bool,
    query: Option<u64>,
    sent: Option<u64>,
    asked: Option<Asked>,
    work: Work,
}

impl Entry {
    /// Of this seat for this dossier.
    pub fn new(seat: SeatId, code: Code) -> Self {
        Self {
            seat,
            code,
            marks: Marks::default(),
            state: None,
            rows: Rows::default(),
            basis: Basis::File,
            typed: None,
            actions: Actions::default(),
            warned: false,
            query: None,
            sent: None,
            asked: None,
            work: Work::default(),
        }
    }

    /// Items without a mark on either basis.
    pub fn missing(&self, common: &Common) -> usize {
        let items = common.rules().map_or(0, crate::domain::Rules::item_count);
        (0..items).filter(|item| self.is_missing(*item)).count()
    }

    fn is_missing(&self, item: usize) -> bool {
        Basis::ALL.iter().all(|basis| self.marks.get(item, *basis).is_none())
    }

    fn query(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Transcribed(self.seat.clone(), self.code.clone())));
    }

    /// The half that the current column belongs to is signed: nothing is typed any more.
    fn is_locked(&self) -> bool {
        self.state == Some(SheetState::Signed)
    }

    fn type_mark(&mut self, common: &mut Common, typed: char) {
        if self.is_locked() {
            common.say(Tone::Warn, words::entry_signed(common.lang));
            return;
        }
        self.warned = false;
        let text = self.typed.get_or_insert_default();
        match typed {
            '.' if text.contains('.') => {}
            '.' if text.is_empty() => text.push_str("0."),
            digit if text.len() < TYPED_MAX => text.push(digit),
            _ => {}
        }
    }

    /// The last digit; a recorded mark opens for editing.
    fn erase(&mut self, common: &mut Common) {
        if self.is_locked() {
            common.say(Tone::Warn, words::entry_signed(common.lang));
            return;
        }
        let recorded = self.marks.get(self.rows.at, self.basis);
        let text = self.typed.take().or_else(|| recorded.map(|points| points.to_string()));
        if let Some(mut text) = text {
            text.pop();
            // Emptied where a mark is recorded, Enter clears it; elsewhere there is nothing to say.
            self.typed = (!text.is_empty() || recorded.is_some()).then_some(text);
        }
    }

    /// Records what is typed; false: it cannot be, and stays.
    fn record(&mut self, common: &mut Common) -> bool {
        let Some(text) = self.typed.clone() else { return true };
        let lang = common.lang;
        let found = common.rules().and_then(|rules| {
            let (_, item) = rules.items().nth(self.rows.at)?;
            Some((item.clone(), rules.scoring.step))
        });
        let Some((item, step)) = found else { return true };
        let points = if text.is_empty() {
            None
        } else if let Ok(points) = Points::parse(&text) {
            let why = if points > item.max {
                Some(Refusal::Range { item: item.name.clone(), max: item.max, typed: points })
            } else {
                (!points.lies_on(step)).then(|| Refusal::Step { item: item.name.clone(), step, typed: points })
            };
            if let Some(why) = why {
                common.say(Tone::Error, refusal(lang, Setting::Screen, &why));
                return false;
            }
            Some(points)
        } else {
            common.say(Tone::Error, words::entry_not_a_number(lang));
            return false;
        };
        self.typed = None;
        self.warned = false;
        if points != self.marks.get(self.rows.at, self.basis) {
            let mark = MarkSet { item: item.id, basis: self.basis, points, note: None };
            let (seat, dossier) = (self.seat.clone(), self.code.clone());
            self.sent = Some(common.act(Command::Transcribe { seat, dossier, mark }));
            self.marks.set(self.rows.at, self.basis, points);
        }
        true
    }

    /// Enter: record, then the next item that still lacks a mark.
    fn enter(&mut self, common: &mut Common) -> Step {
        if !self.record(common) {
            return Step::Stay;
        }
        let count = common.rules().map_or(0, crate::domain::Rules::item_count);
        let next = (1..=count).map(|step| (self.rows.at + step) % count.max(1)).find(|item| self.is_missing(*item));
        match next {
            Some(item) => {
                self.rows.go(item);
                Step::Stay
            }
            None if self.is_locked() => Step::Stay,
            None => self.sign(common),
        }
    }

    fn sign(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let missing = self.missing(common);
        if missing > 0 {
            common.say(Tone::Warn, words::entry_missing(lang, missing));
            return Step::Stay;
        }
        self.asked = Some(Asked::Sign);
        let sums = Basis::ALL.map(|basis| self.sum(common, basis));
        let text = words::entry_sign_question(lang, &self.seat, &self.code, sums);
        Step::push(Question::locking(lang, text, Act::SignEntry.name(lang), words::look_again(lang)))
    }

    /// The sum of a column; `None` where it has no mark.
    pub fn sum(&self, common: &Common, basis: Basis) -> Option<Points> {
        let items = common.rules().map_or(0, crate::domain::Rules::item_count);
        let marks = (0..items).filter_map(|item| self.marks.get(item, basis));
        let units = marks.fold(None, |sum: Option<i64>, mark| Some(sum.unwrap_or(0).saturating_add(mark.units())))?;
        Points::from_units(units)
    }

    fn import(&mut self, common: &mut Common, note: Option<Clean>, aside: Option<(RowAside, Clean)>, sign: bool) {
        let rows =
            SheetRows { seat: self.seat.clone(), dossier: self.code.clone(), line: 0, marks: Vec::new(), note, aside };
        self.sent = Some(common.act(Command::Import { sheets: vec![rows], sign }));
    }

    fn table_key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Char(typed) if typed.is_ascii_digit() || typed == '.' => self.type_mark(common, typed),
            Key::Backspace => self.erase(common),
            Key::Enter => return self.enter(common),
            Key::Left | Key::Right if self.record(common) => {
                self.basis = if key == Key::Left { Basis::File } else { Basis::Onsite };
            }
            Key::Esc => {
                if let (Some(text), false) = (&self.typed, self.warned) {
                    let said = words::entry_typed(common.lang, text);
                    self.warned = true;
                    common.say(Tone::Warn, said);
                    return Step::Stay;
                }
                return Step::Up(Outcome::Done);
            }
            Key::Up | Key::Down | Key::Home | Key::End | Key::PageUp | Key::PageDown if self.record(common) => {
                self.rows.key(key);
            }
            _ => {}
        }
        Step::Stay
    }

    fn loaded(&mut self, sheet: &SheetView) {
        self.state = Some(sheet.state);
        self.marks = sheet.marks.as_deref().cloned().unwrap_or_default();
    }
}

impl Page for Entry {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        // What is typed is recorded before the keys leave it.
        if matches!(key, Key::Tab | Key::BackTab) && !self.actions.has_keys() && !self.record(common) {
            return Step::Stay;
        }
        match self.actions.press(key) {
            Row::Act(act) => Step::Do(act),
            Row::Taken => Step::Stay,
            Row::Passed => self.table_key(common, key),
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        if let Some(step) = self.work.back(common, outcome.clone()) {
            return step;
        }
        match (self.asked.take(), outcome) {
            (Some(Asked::Note), Outcome::Text(note)) => self.import(common, Some(note), None, false),
            (Some(Asked::Sign), Outcome::Chosen(9)) => self.import(common, None, None, true),
            (Some(Asked::Aside), Outcome::Chosen(digit)) => {
                let lang = common.lang;
                let (kind, name) = match (digit, words::entry_asides(lang)) {
                    (1, [name, _, _]) => (Aside::Conflict, name),
                    (2, [_, name, _]) => (Aside::Recognised, name),
                    (_, [_, _, name]) => (Aside::Abstained, name),
                };
                self.asked = Some(Asked::Why(kind));
                return Step::push(Writing::reason(words::entry_aside_why(lang, name), "", name));
            }
            (Some(Asked::Why(kind)), Outcome::Text(reason)) => {
                self.import(common, None, Some((RowAside::Aside(kind), reason)), false);
            }
            _ => {}
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let Err(result) = self.work.answer(common, id, result) else {
            self.query(common);
            return Step::Stay;
        };
        if self.sent == Some(id) {
            self.sent = None;
            match result {
                Ok(Answer::Done(done)) if !done.receipts.is_empty() => {
                    common.say(Tone::Good, words::entry_done(common.lang, &self.seat, &self.code));
                    return Step::Up(Outcome::Done);
                }
                Ok(_) => {}
                Err(failure) => common.say_failure(&failure),
            }
            // After a refusal too: what is shown is what is recorded.
            self.query(common);
        } else if self.query == Some(id) {
            self.query = None;
            match result {
                Ok(Answer::View(View::Sheets(sheets))) => {
                    if let Some(sheet) = sheets.first() {
                        self.loaded(sheet);
                    }
                }
                Ok(_) => {}
                // Nothing was entered yet.
                Err(_) => {
                    self.state = Some(SheetState::Unopened);
                    self.marks = Marks::empty(common.rules().map_or(0, crate::domain::Rules::item_count));
                }
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic != Topic::Own && self.sent.is_none() {
            self.query(common);
        }
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        let mut acts = Vec::new();
        if self.is_locked() {
            acts.push(Action::labelled(4, Act::Return, words::act_entry_return(lang)));
        } else {
            acts.push(Action::new(1, Act::SignEntry, lang));
            acts.push(Action::labelled(2, Act::Note, words::act_entry_note(lang)));
            acts.push(Action::labelled(3, Act::Recuse, words::entry_aside(lang)));
        }
        acts.push(Action::new(5, Act::Read, lang));
        self.actions.set(acts);
        let count = common.rules().map_or(0, crate::domain::Rules::item_count);
        let body = areas(common.size, 2, action_height(common, self.actions.lines())).body;
        // The titles, and the sum.
        self.rows.fit(count, usize::from(body.height.saturating_sub(2)));
    }

    fn unrecorded(&self) -> usize {
        usize::from(self.typed.is_some())
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.state.is_none() || self.sent.is_some() || self.work.is_sent()
    }

    fn context(&self) -> Context {
        if self.actions.has_keys() { Context::Acts } else { Context::Desk }
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        let lang = common.lang;
        match act {
            Act::SignEntry if self.record(common) => return self.sign(common),
            Act::Note if self.record(common) => {
                self.asked = Some(Asked::Note);
                return Step::push(Writing::note(words::entry_note(lang), &self.marks.note));
            }
            Act::Recuse => {
                self.asked = Some(Asked::Aside);
                let kinds = words::entry_asides(lang).map(str::to_owned);
                return Step::push(Question::menu(lang, words::entry_aside(lang), (1..).zip(kinds).collect()));
            }
            Act::Return => {
                // What was signed by mistake comes back the way every signed sheet does.
                let errand = Errand::Return(self.seat.clone(), self.code.clone(), None);
                return self.work.begin(common, errand);
            }
            Act::Read => return Step::push(super::Reading::new(self.code.clone())),
            _ => {}
        }
        Step::Stay
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        if self.actions.has_keys() {
            return acts_ways(lang, to_table(lang));
        }
        let record = Way::new(&[Act::Enter], words::help_entry_enter(lang));
        vec![
            Way::new(&[Act::Type, Act::Erase], words::help_entry_digits(lang)).hint(1, hints::mark(lang)),
            record.hint(1, hints::record_next(lang)).brief(hints::record_next_short(lang)),
            Way::new(&[Act::Up, Act::Down], words::help_entry_rows(lang)).hint(3, hints::item(lang)),
            Way::new(&[Act::Left, Act::Right], words::help_entry_sides(lang)).hint(2, hints::basis(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            to_acts(lang),
            Way::new(&[Act::Back], frame::esc_up(lang)).hint(Hint::STAYS, hints::back(lang)),
        ]
    }
}
