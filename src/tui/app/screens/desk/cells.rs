//! Typing and recording. Only Enter, the arrows up and down, and Tab record; what is refused stays in its cell.

use super::acts::Asked;
use super::{Desk, Focus, Lock};
use crate::desk::view::DeskView;
use crate::domain::{Basis, Command, How, Points, Refusal};
use crate::tui::app::parts::{Cell, Coming, begins_number, read_number, type_number};
use crate::tui::app::screens::{Check, Question};
use crate::tui::app::{Common, Step, Tone};
use crate::tui::keymap::Key;
use crate::words::screen as shared;
use crate::words::screens::expert as words;
use crate::words::{Setting, refusal};

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Typed and not recorded.
    Typed(String),
    /// Recorded here and on its way to the disk.
    Saving(Option<Points>),
    /// Recorded; `None` is 未评.
    Recorded(Option<Points>),
}

/// A step that has to be taken before anything else: a question, or staying where the refusal is.
type Held = Step;

impl Desk {
    /// What a cell shows.
    pub fn shown_in(&self, cell: Cell) -> Shown {
        if let Some(typed) = self.typed.get(&cell) {
            return Shown::Typed(typed.clone());
        }
        match self.sending.saving(cell) {
            Some(Coming(points)) => Shown::Saving(points),
            None => Shown::Recorded(self.recorded(cell)),
        }
    }

    /// The recorded mark, saved or on its way.
    pub fn mark(&self, cell: Cell) -> Option<Points> {
        self.sending.saving(cell).map_or_else(|| self.recorded(cell), |Coming(points)| points)
    }

    fn recorded(&self, (item, basis): Cell) -> Option<Points> {
        self.sheet.as_ref()?.marks.get(item, basis)
    }

    pub(super) fn marks_onsite(&self) -> bool {
        let items = self.sheet.as_ref().map_or(0, |sheet| sheet.marks.points.len());
        (0..items)
            .any(|item| self.mark((item, Basis::Onsite)).is_some() || self.typed.contains_key(&(item, Basis::Onsite)))
    }

    /// Once the on-site half is begun, how many items have no on-site mark.
    pub fn onsite_gaps(&self) -> Option<usize> {
        let gaps = (0..self.items()).filter(|item| self.mark((*item, Basis::Onsite)).is_none()).count();
        (gaps < self.items()).then_some(gaps)
    }

    fn items(&self) -> usize {
        self.sheet.as_ref().map_or(0, |sheet| sheet.marks.points.len())
    }

    /// Whether an item has no mark on either basis.
    pub fn is_missing(&self, item: usize) -> bool {
        Basis::ALL.iter().all(|basis| self.mark((item, *basis)).is_none())
    }

    /// How many items have no mark.
    pub fn missing(&self) -> usize {
        (0..self.items()).filter(|item| self.is_missing(*item)).count()
    }

    /// The next item without a mark, from `from` on and round.
    pub(super) fn next_missing_from(&self, from: usize) -> Option<usize> {
        let count = self.items();
        (0..count).map(|step| (from + step) % count).find(|item| self.is_missing(*item))
    }

    /// The next item without an on-site mark, from `from` to the end of the form: on site the visit decides what is
    /// marked, so there is no round.
    pub(super) fn next_onsite_from(&self, from: usize) -> Option<usize> {
        (from..self.items()).find(|item| self.mark((*item, Basis::Onsite)).is_none())
    }

    /// The next cell to fill from an item on: of the half that is not signed, else the first item.
    pub(super) fn to_do(&self, from: usize) -> Cell {
        if self.file_half_signed() {
            return (self.next_onsite_from(from).unwrap_or(0), Basis::Onsite);
        }
        (self.next_missing_from(from).unwrap_or(0), Basis::File)
    }

    /// Only the on-site half is left to do.
    pub(super) fn file_half_signed(&self) -> bool {
        self.own().is_some_and(|own| own.visit.is_some() && own.signed == [true, false])
    }

    pub(super) fn cell(&self) -> Cell {
        (self.item, self.basis)
    }

    pub(super) fn cell_key(&mut self, common: &mut Common, key: Key) -> Step {
        self.worked = self.basis;
        match key {
            Key::Char(' ') | Key::PageDown | Key::PageUp => {
                self.reading.turn(key);
                if key == Key::Char(' ') && self.is_typing_mark() {
                    return self.type_mark(common, ' ');
                }
            }
            Key::Char(typed) if self.is_typing_mark() || begins_number(typed) => return self.type_mark(common, typed),
            Key::Char(_) => common.say(Tone::Plain, words::digits_here(common.lang)),
            Key::Backspace => self.erase(common),
            Key::Enter => return self.enter(common),
            Key::Up | Key::Down | Key::Home | Key::End => {
                let last = self.items().saturating_sub(1);
                let to = match key {
                    Key::Up => self.item.saturating_sub(1),
                    Key::Down => (self.item + 1).min(last),
                    Key::Home => 0,
                    _ => last,
                };
                let moves = matches!(key, Key::Up | Key::Down);
                if moves && let Err(step) = self.record(common) {
                    return step;
                }
                self.go(common, to);
            }
            Key::Left | Key::Right => self.reading.turn_tab(key == Key::Right),
            Key::Esc => return self.leave(common),
            _ => {}
        }
        Step::Stay
    }

    /// A number is being typed here: what is pressed now belongs to it.
    pub(super) fn is_typing_mark(&self) -> bool {
        let typed = self.typed.get(&self.cell()).is_some_and(|text| !text.is_empty());
        typed && self.editing && self.focus == Focus::Cell
    }

    /// A character of a number: goes on with what is being typed, else replaces what the cell shows.
    pub(super) fn type_mark(&mut self, common: &mut Common, typed: char) -> Step {
        if let Some(lock) = self.lock(common, self.basis) {
            self.say_lock(common, lock);
            return Step::Stay;
        }
        let cell = self.cell();
        let mut text = if self.editing { self.typed.remove(&cell).unwrap_or_default() } else { String::new() };
        self.editing = true;
        if !typed.is_ascii() {
            common.say(Tone::Warn, shared::ime_on(common.lang));
        }
        type_number(&mut text, typed);
        self.set_typed(common, cell, text);
        Step::Stay
    }

    /// Backspace: the last digit; a recorded mark opens for editing.
    fn erase(&mut self, common: &mut Common) {
        if let Some(lock) = self.lock(common, self.basis) {
            return self.say_lock(common, lock);
        }
        let cell = self.cell();
        let text = self.typed.remove(&cell).or_else(|| self.mark(cell).map(|points| points.to_string()));
        let Some(mut text) = text else { return };
        text.pop();
        self.editing = true;
        if text.is_empty() && self.mark(cell).is_none() {
            self.sending.keep(common, cell, "");
            return;
        }
        self.set_typed(common, cell, text);
    }

    fn set_typed(&mut self, common: &mut Common, cell: Cell, text: String) {
        self.sending.keep(common, cell, &text);
        self.typed.insert(cell, text);
    }

    pub(super) fn drop_typed(&mut self, common: &mut Common, cell: Cell) {
        if self.typed.remove(&cell).is_some() {
            self.sending.keep(common, cell, "");
        }
        self.overtaken.remove(&cell);
        self.editing = false;
    }

    /// Records what is typed in the current cell, if anything is. `Err`: it cannot be; stay, perhaps asking.
    pub(super) fn record(&mut self, common: &mut Common) -> Result<bool, Held> {
        let cell = self.cell();
        let Some(text) = self.typed.get(&cell).cloned() else { return Ok(false) };
        if let Some(lock) = self.lock(common, self.basis) {
            self.say_lock(common, lock);
            return Err(Step::Stay);
        }
        if self.overtaken.remove(&cell) {
            self.say_overtaken(common, cell);
            return Err(Step::Stay);
        }
        if text.is_empty() {
            return self.ask_to_clear(common, cell);
        }
        // Refused: the next digit begins anew, as on a recorded cell; Backspace goes on with what stands there.
        let Ok(points) = read_number(&text) else {
            self.editing = false;
            common.say(Tone::Error, shared::not_a_number(common.lang, &text));
            return Err(Step::Stay);
        };
        if let Some(why) = self.misfit(common, points) {
            self.editing = false;
            let text = refusal(common.lang, Setting::Screen, &why);
            common.say(Tone::Error, text);
            return Err(Step::Stay);
        }
        if self.mark(cell) == Some(points) {
            self.drop_typed(common, cell);
        } else {
            // The draft stays in the hall until the mark is saved: a write that fails after leaving loses nothing.
            self.typed.remove(&cell);
            self.editing = false;
            self.send_mark(common, cell, Some(points), How::Entered);
        }
        Ok(true)
    }

    /// The same seat recorded something else, on another screen, in a cell where something is being typed here: what is
    /// typed stays, and the seat is told what it would replace.
    pub(super) fn find_overtaken(&mut self, common: &mut Common, before: &DeskView) {
        let changed: Vec<Cell> = self.typed.keys().copied().collect();
        let changed = changed.into_iter().filter(|cell| before.marks.get(cell.0, cell.1) != self.recorded(*cell));
        for cell in changed.collect::<Vec<_>>() {
            if !self.lost.remove(&cell) {
                self.overtaken.insert(cell);
            }
            self.say_overtaken(common, cell);
        }
    }

    fn say_overtaken(&self, common: &mut Common, cell: Cell) {
        let Some(name) = common.rules().and_then(|rules| rules.items().nth(cell.0)).map(|(_, item)| item.name.clone())
        else {
            return;
        };
        let typed = self.typed.get(&cell).map(String::as_str).unwrap_or_default();
        let text = words::overtaken(common.lang, &name, self.recorded(cell), typed);
        common.say(Tone::Warn, text);
    }

    /// Off the item's range or the step: refused here as the hall would refuse it.
    pub fn misfit(&self, common: &Common, points: Points) -> Option<Refusal> {
        let (_, item) = self.current(common)?;
        common.rules()?.takes(item, points).err()
    }

    fn ask_to_clear(&mut self, common: &mut Common, cell: Cell) -> Result<bool, Held> {
        let Some(points) = self.mark(cell) else {
            self.drop_typed(common, cell);
            return Ok(false);
        };
        let lang = common.lang;
        let name = self.current(common).map(|(_, item)| item.name.clone()).unwrap_or_default();
        let text = words::clear_question(lang, &name, points);
        self.asked = Some(Asked::Clear(cell));
        Err(Step::push(Question::locking(lang, text, words::clear_yes(lang), words::clear_no(lang))))
    }

    pub(super) fn send_mark(&mut self, common: &mut Common, cell: Cell, points: Option<Points>, how: How) {
        let (item, basis) = cell;
        let Some(id) = common.rules().and_then(|rules| rules.items().nth(item)).map(|(_, item)| item.id.clone()) else {
            return;
        };
        let dossier = self.code.clone();
        let command = Command::Mark { dossier, revision: None, item: id, basis, points, note: None, how };
        self.sending.write(common, Some((cell, points)), command);
    }

    /// Enter: record, then the next item without a mark; after the last 核对.
    fn enter(&mut self, common: &mut Common) -> Step {
        if let Err(step) = self.record(common) {
            return step;
        }
        let next = match self.basis {
            Basis::File => self.next_missing_from(self.item + 1),
            Basis::Onsite => self.next_onsite_from(self.item + 1),
        };
        if next == Some(self.item) {
            common.say(Tone::Plain, words::only_this_missing(common.lang));
        }
        match (next, self.lock(common, self.basis)) {
            (None, Some(lock)) if lock != Lock::Half => {
                self.say_lock(common, lock);
                Step::Stay
            }
            (Some(item), _) => {
                self.go(common, item);
                Step::Stay
            }
            (None, _) => self.check(common),
        }
    }

    pub(super) fn check(&mut self, common: &mut Common) -> Step {
        self.sending.keep_all(common, &self.typed);
        self.asked = Some(Asked::Check);
        Step::push(Check::new(self.code.clone(), self.typed.clone()))
    }
}
