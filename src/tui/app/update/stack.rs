//! The stack: which page has the keys, and what a step does to it.

use super::{App, NOBODY};
use crate::domain::Role;
use crate::tui::app::screens::Question;
use crate::tui::app::{Common, Outcome, Page, Screen, Step};
use crate::words::screens::frame as words;

/// Pages on the stack; deeper than any way through the screens.
const DEPTH_MAX: usize = 16;

/// A screen on the stack.
#[derive(Debug)]
pub struct Level {
    /// Which page this is, for answers.
    pub(super) id: u64,
    /// A frame showed it.
    pub(super) painted: bool,
    /// The screen.
    pub screen: Screen,
}

impl App {
    pub(super) fn with_top(&mut self, act: impl FnOnce(&mut dyn Page, &mut Common) -> Step) -> Step {
        let Some(level) = self.stack.last_mut() else { return Step::Stay };
        self.common.current = level.id;
        let step = act(level.screen.page_mut(), &mut self.common);
        self.common.current = NOBODY;
        step
    }

    pub(super) fn each(&mut self, mut act: impl FnMut(&mut dyn Page, &mut Common)) {
        for level in &mut self.stack {
            self.common.current = level.id;
            act(level.screen.page_mut(), &mut self.common);
        }
        self.common.current = NOBODY;
    }

    pub(super) fn push(&mut self, screen: Screen) {
        if self.stack.len() >= DEPTH_MAX {
            return;
        }
        let id = self.next_level;
        self.next_level += 1;
        self.stack.push(Level { id, painted: false, screen });
        let _stays = self.with_top(|page, common| {
            page.shown(common);
            Step::Stay
        });
    }

    pub(super) fn step(&mut self, step: Step) {
        match step {
            Step::Stay => {}
            Step::Push(screen) => self.push(*screen),
            Step::Swap(screen) => {
                self.stack.pop();
                self.push(*screen);
            }
            Step::Up(outcome) => self.up(outcome),
            Step::First(screen) => {
                self.stack.truncate(1);
                let _stays = self.with_top(|page, common| {
                    page.shown(common);
                    Step::Stay
                });
                if let Some(screen) = screen {
                    self.push(*screen);
                }
            }
            Step::Enter => self.enter(),
            Step::Do(act) => self.perform(act),
        }
    }

    fn up(&mut self, outcome: Outcome) {
        if self.stack.len() == 1 {
            if outcome == Outcome::Declined {
                self.ask_to_leave();
            }
            return;
        }
        let leaving = self
            .stack
            .pop()
            .is_some_and(|level| matches!(&level.screen, Screen::Question(question) if question.leaves));
        if leaving {
            if outcome == Outcome::Chosen(9) {
                self.common.quit_now(self.unrecorded());
            }
            return;
        }
        let step = self.with_top(|page, common| {
            page.shown(common);
            page.back(common, outcome)
        });
        if self.stack.last().is_some_and(|level| level.screen.page().wants_home()) {
            self.ask_home();
        }
        self.step(step);
    }

    /// Esc at the top.
    pub(super) fn ask_to_leave(&mut self) {
        let waiting = self.common.writes_waiting();
        let lang = self.common.lang;
        let marks = self.common.role().is_none_or(|role| role == Role::Expert);
        let text = match (waiting, marks) {
            (0, true) => words::leave(lang).to_owned(),
            (0, false) => words::leave_office(lang).to_owned(),
            _ => words::leave_waiting(lang, waiting),
        };
        self.push(Question::leaving(lang, text).into());
    }
}
