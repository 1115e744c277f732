//! What a seat passes before its first page, and which page that is.

use super::{Align, Dossiers, Promise};
use crate::desk::view::Home;
use crate::domain::Role;
use crate::tui::app::{Common, Outcome, Page, Screen, Step, Way};
use crate::tui::keymap::{Context, Key};

/// Until the first answer: keys wait.
#[derive(Debug, Default)]
pub struct Opening;

impl Page for Opening {
    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        if key == Key::Esc { Step::Up(Outcome::Declined) } else { Step::Stay }
    }

    fn is_waiting(&self, common: &Common) -> bool {
        common.home.is_none()
    }

    /// Nothing is asked: what is typed meanwhile waits for the seat's first page.
    fn is_question(&self) -> bool {
        false
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, _common: &Common) -> Vec<Way> {
        Vec::new()
    }
}

/// The next thing to be passed, in turn; `None` when all is. In the practice panel nobody is asked anything.
pub(in crate::tui::app) fn gate(home: &Home, common: &Common) -> Option<Screen> {
    if common.practice {
        return None;
    }
    if common.display.ambiguous_two.is_none() {
        return Some(Align::new(false).into());
    }
    (home.seat.role == Role::Expert && !home.promised).then(|| Promise::default().into())
}

/// The first page of a seat.
pub(in crate::tui::app) fn first_page(home: &Home) -> Screen {
    match home.seat.role {
        Role::Expert => Dossiers::default().into(),
        Role::Secretary | Role::Supervisor => super::office::first_page(home),
    }
}
