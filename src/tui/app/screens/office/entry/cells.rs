//! The cells of a sheet entered from paper: typing, recording, and what is still missing. One rule for numbers with the
//! expert's desk (`parts::number`, `Rules::takes`).

use super::Entry;
use crate::domain::{Basis, Command, MarkSet, Points, SheetState};
use crate::tui::app::parts::{Cell, is_begun, read_number, type_number};
use crate::tui::app::{Common, Step, Tone};
use crate::words::screen as shared;
use crate::words::screens::office as words;
use crate::words::{Setting, refusal};

impl Entry {
    /// Items without a mark on either basis.
    pub fn missing(&self, common: &Common) -> usize {
        let items = common.rules().map_or(0, crate::domain::Rules::item_count);
        (0..items).filter(|item| self.is_missing(*item)).count()
    }

    /// What is typed in the cell with the cursor.
    pub fn typed_here(&self) -> Option<&str> {
        self.typed.get(&self.cell()).map(String::as_str)
    }

    pub(super) fn is_missing(&self, item: usize) -> bool {
        Basis::ALL.iter().all(|basis| self.marks.get(item, *basis).is_none())
    }

    fn cell(&self) -> Cell {
        (self.rows.at, self.basis)
    }

    fn recorded(&self, (item, basis): Cell) -> Option<Points> {
        self.marks.get(item, basis)
    }

    /// The half that the current column belongs to is signed: nothing is typed any more.
    pub(super) fn is_locked(&self) -> bool {
        self.state == Some(SheetState::Signed)
    }

    pub(super) fn go(&mut self, item: usize) {
        self.rows.go(item);
        self.editing = false;
    }

    pub(super) fn type_mark(&mut self, common: &mut Common, typed: char) {
        if self.is_locked() {
            common.say(Tone::Warn, words::entry_signed(common.lang));
            return;
        }
        let cell = self.cell();
        let mut text = if self.editing { self.typed.remove(&cell).unwrap_or_default() } else { String::new() };
        self.editing = true;
        type_number(&mut text, typed);
        if !typed.is_ascii() {
            common.say(Tone::Warn, shared::ime_on(common.lang));
        } else if read_number(&text).is_err() && !is_begun(&text) {
            common.say(Tone::Warn, shared::typed_wrong(common.lang, &text));
        }
        self.set_typed(common, cell, text);
    }

    pub(super) fn is_typing_mark(&self) -> bool {
        let typed = self.typed.get(&self.cell()).is_some_and(|text| !text.is_empty());
        typed && self.editing && !self.actions.has_keys()
    }

    /// The last digit; a recorded mark opens for editing.
    pub(super) fn erase(&mut self, common: &mut Common) {
        if self.is_locked() {
            common.say(Tone::Warn, words::entry_signed(common.lang));
            return;
        }
        let cell = self.cell();
        let recorded = self.recorded(cell);
        let Some(mut text) = self.typed.remove(&cell).or_else(|| recorded.map(|points| points.to_string())) else {
            return;
        };
        text.pop();
        self.editing = true;
        // Emptied where a mark is recorded, Enter clears it; elsewhere there is nothing to say.
        if text.is_empty() && recorded.is_none() {
            self.sending.keep(common, cell, "");
        } else {
            self.set_typed(common, cell, text);
        }
    }

    fn set_typed(&mut self, common: &mut Common, cell: Cell, text: String) {
        self.sending.keep(common, cell, &text);
        self.typed.insert(cell, text);
    }

    /// Records what is typed; false: it cannot be, and stays.
    pub(super) fn record(&mut self, common: &mut Common) -> bool {
        let cell = self.cell();
        let Some(text) = self.typed.get(&cell).cloned() else { return true };
        let lang = common.lang;
        self.editing = false;
        if self.is_locked() {
            common.say(Tone::Warn, words::entry_signed(lang));
            return false;
        }
        let Some(rules) = common.rules() else { return true };
        let Some((_, item)) = rules.items().nth(cell.0) else { return true };
        let read = match read_number(&text) {
            _ if text.is_empty() => Ok(None),
            Ok(points) => match rules.takes(item, points) {
                Ok(()) => Ok(Some(points)),
                Err(why) => Err(refusal(lang, Setting::Screen, &why)),
            },
            Err(_) => Err(shared::not_a_number(lang, &text)),
        };
        let item = item.id.clone();
        let points = match read {
            Ok(points) => points,
            Err(why) => {
                common.say(Tone::Error, why);
                return false;
            }
        };
        self.typed.remove(&cell);
        if points == self.recorded(cell) {
            self.sending.keep(common, cell, "");
        } else {
            // What is kept stays in the hall until the mark is saved.
            let mark = MarkSet { item, basis: cell.1, points, note: None };
            let (seat, dossier) = (self.seat.clone(), self.code.clone());
            self.sending.write(common, Some((cell, points)), Command::Transcribe { seat, dossier, mark });
            self.marks.set(cell.0, cell.1, points);
        }
        true
    }

    /// Enter: record, then the next item that still lacks a mark.
    pub(super) fn enter(&mut self, common: &mut Common) -> Step {
        if !self.record(common) {
            return Step::Stay;
        }
        let count = common.rules().map_or(0, crate::domain::Rules::item_count);
        let next = (1..=count).map(|step| (self.rows.at + step) % count.max(1)).find(|item| self.is_missing(*item));
        match next {
            Some(item) => {
                self.go(item);
                Step::Stay
            }
            None if self.is_locked() => Step::Stay,
            None => self.sign(common),
        }
    }

    /// The sum of a column; `None` where it has no mark.
    pub fn sum(&self, common: &Common, basis: Basis) -> Option<Points> {
        let items = common.rules().map_or(0, crate::domain::Rules::item_count);
        let marks = (0..items).filter_map(|item| self.marks.get(item, basis));
        let units = marks.fold(None, |sum: Option<i64>, mark| Some(sum.unwrap_or(0).saturating_add(mark.units())))?;
        Points::from_units(units)
    }
}
