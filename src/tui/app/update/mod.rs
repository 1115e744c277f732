//! Everything the screens know, and which message goes where.
//!
//! - `keys`: what every screen answers alike, aliases, and keys that wait until the page can act on them;
//! - `stack`: which page has the keys, and what a step does to it;
//! - `hall`: answers, pushes, the line, and a seat's way from there to its first page.

mod hall;
mod keys;
mod stack;

use std::collections::VecDeque;

pub use stack::Level;

use super::Screen;
use super::parts::Inquiry;
use super::screens::{Opening, Seats};
use super::{Common, Effect, LEAST_SIZE, Msg, Start, Tone};
use crate::tui::keymap::Key;
use crate::words::{self, Setting};

/// Who asks for the home view.
const NOBODY: u64 = 0;

/// Everything the screens know.
#[derive(Debug)]
pub struct App {
    common: Common,
    stack: Vec<Level>,
    held: VecDeque<Key>,
    next_level: u64,
    home: Inquiry,
    /// The next home view leads to the seat's first page.
    entering: bool,
    /// That page is shown already, while what is kept for the seat is still to come.
    early: bool,
}

impl App {
    /// The first screen, and what is to be sent at once.
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let seated = start.seated;
        let mut app = Self {
            common: Common::new(start),
            stack: Vec::new(),
            held: VecDeque::new(),
            next_level: NOBODY + 1,
            home: Inquiry::default(),
            entering: true,
            early: false,
        };
        if seated {
            app.push(Opening.into());
            app.ask_home();
        } else {
            app.push(Seats::default().into());
        }
        app.settle();
        let effects = app.common.take_effects();
        (app, effects)
    }

    /// What screens share.
    pub fn common(&self) -> &Common {
        &self.common
    }

    /// The screens, the one with the keys last.
    pub fn stack(&self) -> &[Level] {
        &self.stack
    }

    /// Nothing but that the panel is being opened can be shown yet.
    pub fn is_opening(&self) -> bool {
        matches!(self.stack.last().map(|level| &level.screen), Some(Screen::Opening(_)))
    }

    /// The window is too small for the screens.
    pub fn is_too_small(&self) -> bool {
        self.common.size.0 < LEAST_SIZE.0 || self.common.size.1 < LEAST_SIZE.1
    }

    /// Takes a message.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(columns, rows) => self.common.size = (columns, rows),
            Msg::Answer { id, result } => self.answer(id, result),
            Msg::Changed(topic) => self.changed(topic),
            Msg::Told(trouble) => {
                let text = words::trouble(self.common.lang, Setting::Screen, &trouble);
                self.common.say(Tone::Warn, text);
            }
            Msg::Link(link) => self.link(link),
            Msg::Seated(_) => self.seated(),
            Msg::NotSeated(failure) => self.common.say_failure(&failure),
            Msg::Painted => self.painted(),
            Msg::Left => self.left(),
        }
        self.settle();
        self.common.take_effects()
    }

    fn painted(&mut self) {
        for level in &mut self.stack {
            level.painted = true;
        }
    }

    /// A dropped line or a signal: no page is asked, none loses what was typed on it.
    fn left(&mut self) {
        for level in &mut self.stack {
            level.screen.page_mut().ending(&mut self.common);
        }
        self.common.quit_now(self.unrecorded());
    }

    fn unrecorded(&self) -> usize {
        self.stack.iter().map(|level| level.screen.page().unrecorded()).sum()
    }

    fn settle(&mut self) {
        for level in &mut self.stack {
            level.screen.page_mut().fit(&self.common);
        }
    }
}
