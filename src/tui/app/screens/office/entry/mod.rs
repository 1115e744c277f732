//! 代录: a paper sheet entered by the secretary, mark by mark, with digits, arrows and Enter (DESIGN §3). Each mark is
//! saved as it is recorded; what is typed and not recorded is kept as on an expert's desk. Somebody else confirms the
//! sheet afterwards, under 代录核对.

mod cells;
#[cfg(test)]
mod tests;

use super::errand::{Errand, Work};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, Done, Draft, EntryView, Topic, View};
use crate::domain::{Aside, Basis, Code, Command, Marks, RowAside, SeatId, SheetRows, SheetState};
use crate::text::Clean;
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::parts::{
    Action, Actions, Row, Rows, Sending, TypedCells, Write, acts_ways, begins_number, to_acts, to_table,
};
use crate::tui::app::screens::{Question, Writing};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{expert, frame, hints, office as words};

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
    /// What is recorded, what is on its way included.
    pub marks: Marks,
    /// The state, once known.
    pub state: Option<SheetState>,
    /// The cursor's item.
    pub rows: Rows,
    /// … and its column.
    pub basis: Basis,
    /// Typed and not recorded 未录入.
    pub typed: TypedCells,
    /// The 操作 row.
    pub actions: Actions,
    /// Digits go on with what is typed; otherwise the first one replaces it.
    editing: bool,
    /// What is kept of the sheet's note while it is typed.
    note_typed: Option<Clean>,
    sending: Sending,
    /// A note, a signature or a declaration is on its way: it covers what was entered before, so keys wait.
    sealing: bool,
    query: Option<u64>,
    /// Something was saved, or changed elsewhere: look again when nothing is under way.
    stale: bool,
    asked: Option<Asked>,
    work: Work,
}

impl Entry {
    /// Of this seat for this dossier.
    pub fn new(seat: SeatId, code: Code) -> Self {
        Self {
            sending: Sending::of(code.clone(), Some(seat.clone())),
            seat,
            code,
            marks: Marks::default(),
            state: None,
            rows: Rows::default(),
            basis: Basis::File,
            typed: TypedCells::new(),
            actions: Actions::default(),
            editing: false,
            note_typed: None,
            sealing: false,
            query: None,
            stale: false,
            asked: None,
            work: Work::default(),
        }
    }

    fn query(&mut self, common: &mut Common) {
        self.stale = false;
        self.query = Some(common.ask(Ask::Entry(self.seat.clone(), self.code.clone())));
    }

    /// Looks again once nothing is under way, so that an older view never hides what was just entered.
    fn refresh(&mut self, common: &mut Common) {
        if self.stale && self.sending.is_idle() {
            self.query(common);
        }
    }

    fn sign(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        if let Some((item, basis)) = self.typed.keys().next().copied() {
            self.basis = basis;
            self.go(item);
            common.say(Tone::Warn, expert::unrecorded_first(lang));
            return Step::Stay;
        }
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

    /// Sent after every mark entered before.
    fn import(&mut self, common: &mut Common, note: Option<Clean>, aside: Option<(RowAside, Clean)>, sign: bool) {
        let rows =
            SheetRows { seat: self.seat.clone(), dossier: self.code.clone(), line: 0, marks: Vec::new(), note, aside };
        self.sealing = true;
        self.sending.write(common, None, Command::Import { sheets: vec![rows], sign });
    }

    fn note(&mut self, common: &mut Common, note: Clean) {
        if note == self.marks.note {
            self.note_typed = None;
            self.sending.forget_note(common, None);
        } else {
            // Should it not be saved, it comes first when the note is opened again.
            self.note_typed = Some(note.clone());
            self.import(common, Some(note), None, false);
        }
    }

    /// Up to the matrix: nothing is recorded, nothing is lost.
    fn leave(&mut self, common: &mut Common) -> Step {
        if let Some(text) = self.typed_here().map(str::to_owned) {
            common.say(Tone::Plain, words::entry_typed(common.lang, &text));
        }
        self.sending.keep_all(common, &self.typed);
        Step::Up(Outcome::Done)
    }

    fn table_key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Char(typed) if self.is_typing_mark() || begins_number(typed) => self.type_mark(common, typed),
            Key::Backspace => self.erase(common),
            Key::Enter => return self.enter(common),
            Key::Left | Key::Right if self.record(common) => {
                self.editing = false;
                self.basis = if key == Key::Left { Basis::File } else { Basis::Onsite };
            }
            Key::Esc => return self.leave(common),
            Key::Up | Key::Down | Key::Home | Key::End | Key::PageUp | Key::PageDown if self.record(common) => {
                self.editing = false;
                self.rows.key(key);
            }
            _ => {}
        }
        Step::Stay
    }

    fn loaded(&mut self, common: &mut Common, view: EntryView) {
        let first = self.state.replace(view.state).is_none();
        self.marks = view.marks;
        let half = |draft: &&Draft| draft.note && draft.cell.is_none();
        self.note_typed = view.drafts.iter().find(half).map(|draft| draft.text.clone());
        if !first {
            return;
        }
        let marks = &self.marks;
        self.typed = self.sending.restore(common, &view.drafts, |(item, basis)| marks.get(item, basis));
        let items = common.rules().map_or(0, crate::domain::Rules::item_count);
        let missing = (0..items).find(|item| self.is_missing(*item)).unwrap_or(0);
        let (item, basis) = self.typed.keys().next().copied().unwrap_or((missing, Basis::File));
        self.rows.fit(items, items);
        self.rows.go(item);
        self.basis = basis;
        let typed = self.typed_here().map(|text| words::entry_kept(common.lang, text));
        if let Some(typed) = typed {
            common.say(Tone::Good, typed);
        }
    }

    /// A write was answered.
    fn written(&mut self, common: &mut Common, write: &Write, result: Result<Answer, Failure>) -> Step {
        let import = match &write.command {
            Command::Import { sheets, .. } => sheets.first(),
            _ => None,
        };
        self.sealing &= import.is_none();
        self.stale = true;
        match (result, write.mark) {
            (Ok(Answer::Done(Done { receipts, .. })), None) if !receipts.is_empty() => {
                common.say(Tone::Good, words::entry_done(common.lang, &self.seat, &self.code));
                return Step::Up(Outcome::Done);
            }
            (Ok(_), Some((cell, _))) if !self.typed.contains_key(&cell) => self.sending.forget(common, cell),
            (Ok(_), _) if import.is_some_and(|rows| rows.note.is_some()) => {
                self.sending.forget_note(common, None);
                common.say(Tone::Good, expert::noted(common.lang));
            }
            (Ok(_), _) => {}
            (Err(failure), mark) => {
                // What was typed stands in its cell again, not recorded.
                if let Some((cell, Some(points))) = mark {
                    let text = self.typed.entry(cell).or_insert_with(|| points.to_string()).clone();
                    self.sending.keep(common, cell, &text);
                }
                common.say_failure(&failure);
            }
        }
        Step::Stay
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
            (Some(Asked::Note), Outcome::Text(note)) => self.note(common, note),
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
        let mut step = Step::Stay;
        if self.query == Some(id) {
            self.query = None;
            match result {
                Ok(Answer::View(View::Entry(view))) => self.loaded(common, *view),
                Ok(_) => {}
                Err(failure) => {
                    common.say_failure(&failure);
                    return Step::Up(Outcome::Done);
                }
            }
        } else if self.sending.kept_answered(common, id) {
            if let Err(failure) = result {
                common.say_failure(&failure);
            }
        } else if let Some(write) = self.sending.answered(id) {
            step = self.written(common, &write, result);
            self.sending.pump(common);
        }
        self.refresh(common);
        step
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic != Topic::Own {
            self.stale = true;
            self.refresh(common);
        }
    }

    fn ending(&mut self, common: &mut Common) {
        self.sending.keep_all(common, &self.typed);
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

    fn is_typing(&self) -> bool {
        self.is_typing_mark()
    }

    fn unrecorded(&self) -> usize {
        self.typed.len()
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.state.is_none() || self.sealing || self.work.is_sent()
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
                // What was typed and never saved comes before what was saved.
                let text = self.note_typed.as_ref().unwrap_or(&self.marks.note);
                let draft = self.sending.note_draft(common.rules(), None);
                return Step::push(Writing::kept_note(words::entry_note(lang), text, draft));
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
