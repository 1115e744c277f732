//! What comes from the hall: answers, pushes, the line to it; and a seat's way from there to its first page.

use super::{App, NOBODY};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, Home, Topic, View};
use crate::domain::Trouble;
use crate::tui::app::screens::{self, Notice, Opening};
use crate::tui::app::{LinkState, Step, Tone};
use crate::words::screens::frame as words;

impl App {
    pub(super) fn ask_home(&mut self) {
        self.common.current = NOBODY;
        self.home.asked(self.common.ask(Ask::Home));
    }

    pub(super) fn answer(&mut self, id: u64, result: Result<Answer, Failure>) {
        if let Err(Failure::Trouble(Trouble::Disconnected(_))) = &result {
            // It may have been saved or not: the request stays, and is repeated when the line is back.
            self.link(LinkState::Down);
            return;
        }
        let Some((owner, write)) = self.common.owner_of(id) else { return };
        if let Ok(Answer::Done(done)) = &result {
            self.common.saved = self.common.saved.max(Some(done.at));
        }
        if let Some(stale) = self.home.answered(id) {
            self.home(result);
            if stale && !self.home.is_open() {
                self.ask_home();
            }
            return;
        }
        let Some(place) = self.stack.iter().position(|level| level.id == owner) else {
            // The page is gone. Nobody asked for this view any more, but that a write failed has to be heard.
            if let (true, Err(failure)) = (write, &result) {
                self.common.say_failure(failure);
            }
            return;
        };
        let is_top = place + 1 == self.stack.len();
        let Some(level) = self.stack.get_mut(place) else { return };
        self.common.current = level.id;
        let step = level.screen.page_mut().answer(&mut self.common, id, result);
        self.common.current = NOBODY;
        if is_top {
            self.step(step);
        }
        self.release();
    }

    fn home(&mut self, result: Result<Answer, Failure>) {
        match result {
            Ok(Answer::View(View::Home(home))) => self.take_home(*home),
            Ok(_) => {}
            Err(failure) => self.common.say_failure(&failure),
        }
    }

    fn take_home(&mut self, mut home: Home) {
        // Asked before the seat's answer to the bars or its promise arrived: what was said here stands.
        if home.display.ambiguous_two.is_none() && self.common.display.ambiguous_two.is_some() {
            home.display = self.common.display;
        }
        let same_seat = self.common.home.as_ref().filter(|before| before.seat.id == home.seat.id);
        home.promised |= same_seat.is_some_and(|before| before.promised);
        self.common.display = home.display;
        self.common.home = Some(home);
        if self.entering {
            self.enter();
        } else {
            self.tell_home();
        }
    }

    /// Every page hears of the new home view; only the top one may lead on.
    fn tell_home(&mut self) {
        let mut step = Step::Stay;
        self.each(|page, common| step = page.home_changed(common));
        self.step(step);
        self.release();
    }

    /// The first page is there before what is kept for the seat: it is seen, and keys wait.
    pub(super) fn is_early(&self) -> bool {
        self.common.home.as_ref().is_some_and(|home| !home.kept)
    }

    /// What a seat passes before its first page, in turn. Who worked here before passed it: that seat's first page
    /// need not wait for the store, only its keys do.
    pub(super) fn enter(&mut self) {
        let Some(home) = &self.common.home else { return };
        let mut passed = false;
        let first = if home.kept {
            let gate = screens::gate(home, &self.common);
            passed = gate.is_none();
            if passed && std::mem::take(&mut self.early) {
                self.entering = false;
                self.tell_home();
                return self.tell_keymap();
            }
            gate.unwrap_or_else(|| screens::first_page(home))
        } else if home.known && !self.early {
            screens::first_page(home)
        } else {
            return;
        };
        self.early = !home.kept;
        self.entering = self.early;
        self.stack.clear();
        self.push(first);
        if passed {
            self.tell_keymap();
        }
    }

    /// What is wrong with the keymap, once, over the first page.
    fn tell_keymap(&mut self) {
        let told = std::mem::take(&mut self.common.keymap_told);
        if !told.is_empty() {
            self.push(Notice::new(told).into());
        }
    }

    pub(super) fn changed(&mut self, topic: Topic) {
        let wanted = self.is_early() || self.stack.last().is_some_and(|level| level.screen.page().wants_home());
        let shown = topic == Topic::Stage || (matches!(topic, Topic::Own | Topic::Progress) && wanted);
        if shown && self.home.is_due() {
            self.ask_home();
        }
        self.each(|page, common| page.changed(common, topic));
    }

    pub(super) fn link(&mut self, link: LinkState) {
        let was = std::mem::replace(&mut self.common.link, link);
        if was == LinkState::Down && link == LinkState::Up {
            self.common.repeat();
            self.common.say(Tone::Good, words::link_back(self.common.lang));
            if !self.home.is_open() {
                self.ask_home();
            }
            self.each(|page, common| {
                for topic in [Topic::Stage, Topic::Own, Topic::Progress, Topic::List] {
                    page.changed(common, topic);
                }
            });
        }
    }

    pub(super) fn seated(&mut self) {
        self.common.forget_requests();
        self.common.home = None;
        self.common.saved = None;
        self.common.progress = None;
        self.common.ballot = None;
        self.common.message = None;
        self.common.greet = true;
        self.common.link = LinkState::Up;
        self.held.clear();
        self.stack.clear();
        self.push(Opening.into());
        self.entering = true;
        self.early = false;
        self.ask_home();
    }
}
