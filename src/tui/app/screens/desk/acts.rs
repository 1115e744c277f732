//! The 操作 row of the desk, and what comes back from the pages it opens.

use super::{Desk, Focus};
use crate::domain::{Aside, Basis, Command, How, SectionId, SheetState, Stage};
use crate::text::{Clean, clean_line};
use crate::tui::app::parts::{Action, Cell};
use crate::tui::app::screens::{Asks, Question, Reason, Writing, display};
use crate::tui::app::{Common, Outcome, Step, Tone};
use crate::tui::keymap::Act;
use crate::words::screen as shared;
use crate::words::screens::expert as words;
use crate::words::{self as all_words};

/// What a page above was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Clear(Cell),
    Check,
    NoteMenu,
    Note(Option<Cell>),
    UndoMenu,
    RecuseMenu,
    Recognised,
    Conflict,
    Abstain,
    AskReturn,
    KeepMenu(Vec<SectionId>),
    Keep(SectionId),
    Search,
    Display,
}

impl Desk {
    pub(super) fn set_actions(&mut self, common: &Common) {
        let lang = common.lang;
        let other = if self.basis == Basis::File { Basis::Onsite } else { Basis::File };
        // What a returned or signed sheet asks for comes before the display.
        let eighth = match self.own() {
            Some(own) if own.returned.is_some() => Act::Keep,
            Some(own) if own.signed.contains(&true) => Act::AskReturn,
            _ => Act::Display,
        };
        self.actions.set(vec![
            Action::labelled(1, Act::OtherBasis, words::act_basis_to(lang, other)),
            Action::new(2, Act::Note, lang),
            Action::new(3, Act::Check, lang),
            Action::new(4, Act::UndoRedo, lang),
            Action::new(5, Act::Recuse, lang),
            Action::new(6, Act::NextUnfinished, lang),
            Action::new(7, Act::Search, lang),
            Action::new(8, eighth, lang),
        ]);
    }

    pub(super) fn act(&mut self, common: &mut Common, act: Act) -> Step {
        let lang = common.lang;
        match act {
            Act::OtherBasis => {
                self.other_basis(common);
                Step::Stay
            }
            Act::Note => {
                self.asked = Some(Asked::NoteMenu);
                let item = words::note_line(lang, words::note_item(lang), self.note_at(self.cell()));
                let sheet = words::note_line(lang, words::note_sheet(lang), self.sheet_note());
                Step::push(Question::menu(lang, words::note_menu(lang), vec![(1, item), (2, sheet)]))
            }
            Act::Check => self.check(common),
            Act::AskReturn => self.ask_return(common),
            Act::UndoRedo => self.undo_menu(common),
            Act::Recuse => {
                self.asked = Some(Asked::RecuseMenu);
                let lines = [(1, words::recognised(lang)), (2, words::conflict(lang)), (3, words::abstain(lang))];
                let lines = lines.into_iter().map(|(digit, label)| (digit, label.to_owned())).collect();
                Step::push(Question::menu(lang, words::recuse_menu(lang), lines))
            }
            Act::NextUnfinished => {
                self.sending.keep_all(common, &self.typed);
                Step::Up(Outcome::Next)
            }
            Act::Keep => self.keep_menu(common),
            Act::Search => {
                self.asked = Some(Asked::Search);
                Step::push(Writing::line(words::search_title(lang), &self.last_search))
            }
            Act::Display => {
                self.asked = Some(Asked::Display);
                Step::push(display::menu(common))
            }
            _ => Step::Stay,
        }
    }

    /// The other column, in the cell.
    fn other_basis(&mut self, common: &mut Common) {
        let (basis, text) = match self.basis {
            Basis::File => (Basis::Onsite, words::to_basis_onsite(common.lang)),
            Basis::Onsite => (Basis::File, words::to_basis_file(common.lang)),
        };
        self.basis = basis;
        self.worked = basis;
        self.focus = Focus::Cell;
        self.editing = false;
        common.say(Tone::Plain, text);
        self.tell_place(common);
    }

    /// The only way back after signing.
    fn ask_return(&mut self, common: &Common) -> Step {
        let lang = common.lang;
        self.asked = Some(Asked::AskReturn);
        let ready = words::return_reasons(lang);
        let asks = Asks { title: words::ask_return_reason(lang), ready, yes: words::ask_return_yes(lang) };
        self.reason(common, asks, "return")
    }

    fn reason(&self, common: &Common, asks: Asks, name: &'static str) -> Step {
        let typed = self.unfinished.get(name).map_or("", String::as_str);
        Step::push(Reason::new(common, asks, typed))
    }

    /// Why a section's marks are kept.
    fn keep(&mut self, common: &Common, section: SectionId) -> Step {
        let lang = common.lang;
        self.asked = Some(Asked::Keep(section));
        let ready = words::keep_reasons(lang);
        self.reason(common, Asks { title: words::keep_reason(lang), ready, yes: words::keep_yes(lang) }, "keep")
    }

    fn undo_menu(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        // What it says is what it will do: a mark on its way would make it say the step before.
        if !self.sending.is_idle() || self.query.is_some() {
            common.say(Tone::Plain, words::still_saving(lang));
            return Step::Stay;
        }
        let mut lines = Vec::new();
        for (digit, word, redo) in [(1, words::undo_what(lang), false), (2, words::redo_what(lang), true)] {
            if let Some(what) = self.step_words(common, redo) {
                lines.push((digit, format!("{word} {what}")));
            }
        }
        if lines.is_empty() {
            common.say(Tone::Plain, words::nothing_undone(lang));
            return Step::Stay;
        }
        self.asked = Some(Asked::UndoMenu);
        Step::push(Question::menu(lang, words::undo_menu(lang), lines))
    }

    /// What undo or redo would do: 技术革新 27.5 → 24，14:31.
    fn step_words(&self, common: &Common, redo: bool) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        let step = if redo { sheet.redo.as_ref()? } else { sheet.undo.as_ref()? };
        let (_, _, item) = common.rules()?.item(&step.item)?;
        let minute = all_words::minute(step.at, common.zone_minutes);
        Some(shared::step_back(common.lang, (&item.name, step.basis), step.from, step.to, &minute))
    }

    /// Undoes or redoes the last mark, and says so. False: there is none.
    pub(super) fn undo_mark(&mut self, common: &mut Common, redo: bool) -> bool {
        // A view on its way is no reason to wait: the write names the revision it saw, and loses if that is stale.
        if !self.sending.is_idle() {
            common.say(Tone::Plain, words::still_saving(common.lang));
            return true;
        }
        let Some(text) = self.step_words(common, redo) else { return false };
        let step = self.sheet.as_ref().and_then(|sheet| if redo { sheet.redo.clone() } else { sheet.undo.clone() });
        let Some(step) = step else { return false };
        let Some((item, ..)) = common.rules().and_then(|rules| rules.item(&step.item)) else { return false };
        self.basis = step.basis;
        self.worked = step.basis;
        // Back in the cell: what was set back is looked at, and perhaps typed anew.
        self.focus = Focus::Cell;
        self.go(common, item);
        self.drop_typed(common, (item, step.basis));
        let how = if redo { How::Redone } else { How::Undone };
        self.send_mark(common, (item, step.basis), step.to, how);
        let text = words::undone(common.lang, redo, &text);
        common.say(Tone::Good, text);
        true
    }

    fn keep_menu(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let asked = self.own().and_then(|own| own.returned.clone()).and_then(|(section, _)| section);
        if let Some(section) = asked {
            return self.keep(common, section);
        }
        let Some(rules) = common.rules() else { return Step::Stay };
        // One digit a section; a form with more than eight of them is explained by the first eight.
        let sections: Vec<_> = rules.sections.iter().take(8).collect();
        let lines = (1..).zip(&sections).map(|(digit, section)| (digit, section.name.to_string())).collect();
        self.asked = Some(Asked::KeepMenu(sections.iter().map(|section| section.id.clone()).collect()));
        Step::push(Question::menu(lang, words::keep_menu(lang), lines))
    }

    /// The note to a mark, as saved.
    pub fn note_at(&self, cell: Cell) -> Option<&str> {
        Some(self.sheet.as_ref()?.marks.notes.get(&cell)?.as_str()).filter(|note| !note.is_empty())
    }

    /// The note to the whole sheet, as saved.
    pub fn sheet_note(&self) -> Option<&str> {
        Some(self.sheet.as_ref()?.marks.note.as_str()).filter(|note| !note.is_empty())
    }

    fn note_page(&mut self, common: &Common, cell: Option<Cell>) -> Step {
        let text = match (cell, &self.sheet) {
            (Some(cell), Some(sheet)) => sheet.marks.notes.get(&cell).cloned(),
            (None, Some(sheet)) => Some(sheet.marks.note.clone()),
            (_, None) => None,
        };
        let item = cell.and_then(|(item, _)| common.rules()?.items().nth(item)).map(|(_, item)| item.name.as_str());
        let title = words::note_title(common.lang, item, self.basis);
        self.asked = Some(Asked::Note(cell));
        let draft = self.sending.note_draft(common.rules(), cell);
        // What was typed and never saved comes before what was saved.
        let half = self.sheet.iter().flat_map(|sheet| &sheet.drafts).find(|kept| kept.note && kept.cell == draft.cell);
        let text = half.map(|kept| kept.text.clone()).or(text).unwrap_or_default();
        Step::push(Writing::kept_note(title, &text, draft))
    }

    pub(super) fn came_back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        let Some(asked) = self.asked.take() else { return Step::Stay };
        let lang = common.lang;
        match (asked, outcome) {
            (Asked::Clear(cell), Outcome::Chosen(9)) => {
                self.drop_typed(common, cell);
                self.send_mark(common, cell, None, How::Entered);
            }
            // Not cleared: the recorded mark shows again.
            (Asked::Clear(cell), _) => self.drop_typed(common, cell),
            // Where nothing is missing one looks on where one was.
            (Asked::Check, Outcome::Chosen(1)) if self.missing() > 0 || self.file_half_signed() => {
                let (item, basis) = self.to_do(self.item);
                (self.basis, self.worked) = (basis, basis);
                self.go(common, item);
            }
            (Asked::NoteMenu, Outcome::Chosen(1)) => return self.note_page(common, Some(self.cell())),
            (Asked::NoteMenu, Outcome::Chosen(2)) => return self.note_page(common, None),
            (Asked::Note(cell), Outcome::Text(note)) => self.write_note(common, cell, note),
            (Asked::UndoMenu, Outcome::Chosen(digit)) => {
                self.undo_mark(common, digit == 2);
            }
            (Asked::RecuseMenu, Outcome::Chosen(digit)) => return self.recuse(common, digit),
            (Asked::Recognised, Outcome::Chosen(9)) => {
                let reason = clean_line(words::recognised_reason(lang));
                self.set_aside(common, Aside::Recognised, reason);
            }
            (Asked::Conflict, Outcome::Text(reason)) => self.set_aside(common, Aside::Conflict, reason),
            (Asked::Abstain, Outcome::Text(reason)) => self.set_aside(common, Aside::Abstained, reason),
            (Asked::AskReturn, Outcome::Text(reason)) => {
                let command = Command::AskReturn { dossier: self.code.clone(), reason };
                self.sending.write(common, None, command);
            }
            (Asked::KeepMenu(sections), Outcome::Chosen(digit)) => {
                let section = usize::from(digit).checked_sub(1).and_then(|at| sections.get(at).cloned());
                if let Some(section) = section {
                    return self.keep(common, section);
                }
            }
            (Asked::Keep(section), Outcome::Text(reason)) => {
                let command = Command::Explain { dossier: self.code.clone(), section, reason };
                self.sending.write(common, None, command);
            }
            (Asked::Conflict, Outcome::Unfinished(text)) => drop(self.unfinished.insert("conflict", text)),
            (Asked::Abstain, Outcome::Unfinished(text)) => drop(self.unfinished.insert("abstain", text)),
            (Asked::AskReturn, Outcome::Unfinished(text)) => drop(self.unfinished.insert("return", text)),
            (Asked::Keep(_), Outcome::Unfinished(text)) => drop(self.unfinished.insert("keep", text)),
            (Asked::Search, Outcome::Text(word)) => self.search(common, &word),
            (Asked::Search, Outcome::Unfinished(text)) => self.last_search = text,
            (Asked::Display, Outcome::Chosen(digit)) => return display::chosen(common, digit),
            _ => {}
        }
        Step::Stay
    }

    pub(super) fn search(&mut self, common: &mut Common, word: &Clean) {
        if self.reading.search(word) {
            self.focus = Focus::Text;
            self.last_search.clear();
        } else {
            // To be corrected the next time.
            word.as_str().clone_into(&mut self.last_search);
            common.say(Tone::Warn, words::search_none(common.lang));
        }
    }

    /// The next place of the word looked for, or the one before.
    pub(super) fn next_hit(&mut self, common: &mut Common, forward: bool) {
        if !self.reading.next_hit(forward) {
            common.say(Tone::Plain, words::search_round(common.lang, forward));
        }
    }

    /// Back to the marks; the text stays where it is.
    pub(super) fn stop_finding(&mut self, common: &Common) {
        self.reading.stop_finding();
        self.focus = Focus::Cell;
        self.reading.follow(common, self.item);
    }

    fn recuse(&mut self, common: &mut Common, digit: u8) -> Step {
        let lang = common.lang;
        match digit {
            1 => {
                self.asked = Some(Asked::Recognised);
                let text = shared::recognised_question(lang, &self.code);
                Step::push(Question::locking(lang, text, words::confirm_yes(lang), words::confirm_no(lang)))
            }
            2 => {
                self.asked = Some(Asked::Conflict);
                self.reason(common, Asks::conflict(lang), "conflict")
            }
            3 => {
                self.asked = Some(Asked::Abstain);
                let ready = words::abstain_reasons(lang);
                let asks = Asks { title: words::abstain_reason(lang), ready, yes: words::abstain_yes(lang) };
                self.reason(common, asks, "abstain")
            }
            _ => Step::Stay,
        }
    }

    fn set_aside(&mut self, common: &mut Common, aside: Aside, reason: Clean) {
        let Some(seat) = common.seat().cloned() else { return };
        let command = Command::SetAside { seat, dossier: self.code.clone(), aside, reason };
        self.sending.write(common, None, command);
    }

    fn write_note(&mut self, common: &mut Common, cell: Option<Cell>, note: Clean) {
        let Some(sheet) = &self.sheet else { return };
        let before = match cell {
            Some(cell) => sheet.marks.notes.get(&cell).cloned().unwrap_or_default(),
            None => sheet.marks.note.clone(),
        };
        if before == note {
            return self.sending.forget_note(common, cell);
        }
        let basis = cell.map_or(Basis::File, |(_, basis)| basis);
        if let Some(lock) = self.lock(common, basis) {
            return self.say_lock(common, lock);
        }
        let dossier = self.code.clone();
        match cell {
            None => self.sending.write(common, None, Command::Note { dossier, revision: None, note }),
            Some(cell) => {
                let points = self.mark(cell);
                let Some(item) =
                    common.rules().and_then(|rules| rules.items().nth(cell.0)).map(|(_, item)| item.id.clone())
                else {
                    return;
                };
                let command =
                    Command::Mark { dossier, revision: None, item, basis, points, note: Some(note), how: How::Entered };
                self.sending.write(common, Some((cell, points)), command);
            }
        }
    }

    /// The stage moved on: what is typed stays 未录入, and the seat is told.
    pub(super) fn say_closed(&mut self, common: &mut Common) {
        let returned = self.own().is_some_and(|own| own.state == SheetState::Returned);
        if common.stage() != Stage::Review || returned {
            return;
        }
        let at = common.home.as_ref().and_then(|home| home.stage_head.as_ref()).map(|(at, _)| *at);
        let minute = at.map(|at| all_words::minute(at, common.zone_minutes)).unwrap_or_default();
        let typed = self.typed.values().find(|typed| !typed.is_empty());
        let text = shared::scoring_closed(common.lang, &minute, typed.map(|typed| (&self.code, typed.as_str())));
        common.say(Tone::Warn, text);
    }
}
