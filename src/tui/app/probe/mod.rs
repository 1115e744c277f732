//! For tests: the screens before a small hall, worked with keys as text.

mod hall;
mod keys;
mod panel;

pub(crate) use hall::{Hall, calibrated};
pub(crate) use panel::{card, code, draft, home, place, points, rules};

use std::collections::VecDeque;

use self::keys::parse;
use super::screens::Desk;
use super::{App, Effect, LinkState, Msg, Screen, Start};
use crate::desk::request::Request;
use crate::desk::view::Topic;
use crate::domain::{Command, SeatId};
use crate::text::Ambiguous;
use crate::words::Lang;

/// The screens and their hall.
pub(crate) struct Probe {
    pub(crate) app: App,
    pub(crate) hall: Hall,
    /// What was printed on leaving.
    pub(crate) left: Option<String>,
    /// Seats asked for.
    pub(crate) switched: Vec<SeatId>,
    /// Answers wait until `deliver`.
    pub(crate) slow: bool,
    waiting: VecDeque<Msg>,
    effects: VecDeque<Effect>,
}

impl Probe {
    /// A seat with two sheets begun; `prepare` changes the hall before anybody enters.
    pub(crate) fn of(start: Start, prepare: impl FnOnce(&mut Hall)) -> Self {
        let mut hall = Hall::new();
        prepare(&mut hall);
        let (app, effects) = App::new(start);
        let mut probe = Self {
            app,
            hall,
            left: None,
            switched: Vec::new(),
            slow: false,
            waiting: VecDeque::new(),
            effects: effects.into(),
        };
        probe.pump();
        probe.paint();
        probe
    }

    pub(crate) fn with(prepare: impl FnOnce(&mut Hall)) -> Self {
        Self::of(start(), prepare)
    }

    /// On the desk of W274 with some marks.
    pub(crate) fn at_desk(prepare: impl FnOnce(&mut Hall)) -> Self {
        let mut probe = Self::with(|hall| {
            hall.marked("W274", &[]);
            prepare(hall);
        });
        probe.keys("<Enter>");
        probe
    }

    fn pump(&mut self) {
        while let Some(effect) = self.effects.pop_front() {
            match effect {
                Effect::Send { id, request } => {
                    let (result, wrote) = self.hall.answer(request);
                    self.waiting.push_back(Msg::Answer { id, result });
                    if wrote {
                        self.waiting.push_back(Msg::Changed(Topic::Own));
                    }
                }
                Effect::Quit(text) => self.left = Some(text),
                Effect::SwitchSeat(seat) => self.switched.push(seat),
            }
            if !self.slow {
                self.deliver();
            }
        }
    }

    /// Hands over the answers that wait, one by one, with what they lead to.
    pub(crate) fn deliver(&mut self) {
        while let Some(msg) = self.waiting.pop_front() {
            let effects = self.app.update(msg);
            self.effects.extend(effects);
        }
        if !self.effects.is_empty() {
            self.pump();
        }
    }

    /// The line breaks with what is on its way back.
    pub(crate) fn lose_answers(&mut self) {
        self.waiting.clear();
        self.tell(Msg::Link(LinkState::Down));
    }

    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.effects.extend(effects);
        self.pump();
    }

    pub(crate) fn paint(&mut self) {
        self.tell(Msg::Painted);
    }

    /// Keys, a frame after each.
    pub(crate) fn keys(&mut self, keys: &str) {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
            self.paint();
        }
    }

    /// Keys that arrive together, before the next frame.
    pub(crate) fn burst(&mut self, keys: &str) {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
        }
        self.paint();
    }

    pub(crate) fn message(&self) -> &str {
        self.app.common().message.as_ref().map_or("", |message| &message.text)
    }

    pub(crate) fn top(&self) -> &Screen {
        &self.app.stack().last().unwrap().screen
    }

    pub(crate) fn desk(&self) -> &Desk {
        let desk = self.app.stack().iter().find_map(|level| match &level.screen {
            Screen::Desk(desk) => Some(desk),
            _ => None,
        });
        desk.expect("no desk on the stack")
    }

    /// Commands that were sent.
    pub(crate) fn commands(&self) -> Vec<&Command> {
        let commands = self.hall.log.iter().filter_map(|request| match request {
            Request::Do(command) => Some(command.as_ref()),
            _ => None,
        });
        commands.collect()
    }
}

pub(crate) fn start() -> Start {
    Start {
        lang: Lang::Zh,
        size: (80, 24),
        zone_minutes: 480,
        seats: Vec::new(),
        seated: true,
        practice: false,
        keymap: crate::tui::keymap::file::default_map(),
        keymap_told: String::new(),
        ambiguous: Ambiguous::One,
    }
}
