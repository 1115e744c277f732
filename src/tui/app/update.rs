//! The stack of screens, and which message goes where.

use std::collections::VecDeque;

use super::parts::Actions;
use super::screens::{Help, Notice, Opening, Palette, Question, Seats};
use super::{Common, Effect, LEAST_SIZE, LinkState, Msg, Outcome, Screen, Start, Step, Tone};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, Home, Topic, View};
use crate::domain::{Role, Trouble};
use crate::tui::keymap::{Act, Context, Key, fold_key};
use crate::words::screen as shared;
use crate::words::screens::frame as words;

/// Keys held back while a page waits for its first answer: more than anybody types while a slow disk or line answers.
const HELD_MAX: usize = 1024;
/// Pages on the stack; deeper than any way through the screens.
const DEPTH_MAX: usize = 16;
/// Who asks for the home view.
const NOBODY: u64 = 0;

/// A screen on the stack.
#[derive(Debug)]
pub struct Level {
    /// Which page this is, for answers.
    id: u64,
    /// A frame showed it.
    painted: bool,
    /// The screen.
    pub screen: Screen,
}

/// Everything the screens know.
#[derive(Debug)]
pub struct App {
    common: Common,
    stack: Vec<Level>,
    held: VecDeque<Key>,
    next_level: u64,
    home_asked: Option<u64>,
    /// Something changed since it was asked.
    home_stale: bool,
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
            home_asked: None,
            home_stale: false,
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
                let text = crate::words::trouble(self.common.lang, crate::words::Setting::Screen, &trouble);
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

    // --- keys

    fn key(&mut self, key: Key) {
        if self.is_too_small() || self.stack.is_empty() {
            return;
        }
        self.common.message = None;
        match key {
            Key::Ctrl('s') => return self.common.say(Tone::Good, shared::saved_already(self.common.lang)),
            Key::Ctrl('c') => return self.common.say(Tone::Plain, shared::leave_by_esc(self.common.lang)),
            Key::Ctrl('z') => return self.undo(),
            Key::Other => return,
            _ => {}
        }
        let Some((page, painted)) = self.stack.last().map(|level| (level.screen.page(), level.painted)) else { return };
        if page.is_question() && !painted {
            return;
        }
        if (page.is_waiting(&self.common) || self.is_early()) && key != Key::Esc {
            if self.held.len() < HELD_MAX {
                self.held.push_back(key);
            } else {
                self.common.say(Tone::Warn, words::keys_dropped(self.common.lang));
            }
            return;
        }
        self.held.clear();
        self.press(key);
    }

    /// Hands a key to the top page, folded where no text is typed.
    fn press(&mut self, key: Key) {
        let Some(level) = self.stack.last() else { return };
        let key = if level.screen.page().takes_text() { key } else { fold_key(key) };
        let context = level.screen.page().context();
        if context != Context::Note {
            if let Some(act) = self.common.keymap.act(context, key) {
                return self.alias(act);
            }
            match key {
                Key::Char(typed) if !typed.is_ascii() => {
                    return self.common.say(Tone::Warn, shared::ime_on(self.common.lang));
                }
                Key::Char(typed) if typed.is_ascii_alphabetic() => {
                    return self.common.say(Tone::Plain, words::letter(self.common.lang));
                }
                _ => {}
            }
        }
        let step = self.with_top(|page, common| page.key(common, key));
        self.step(step);
    }

    /// What an alias stands for. Leaving the program is asked for by Esc itself.
    fn alias(&mut self, act: Act) {
        if act == Act::Back && self.stack.len() == 1 {
            return self.common.say(Tone::Plain, shared::leave_by_esc(self.common.lang));
        }
        self.perform(act);
    }

    /// Does an action of the top page, or of the one below the list it was chosen from.
    fn perform(&mut self, act: Act) {
        while self.stack.len() > 1 && self.stack.last().is_some_and(|level| level.screen.is_over_actions()) {
            self.stack.pop();
        }
        let Some(level) = self.stack.last() else { return };
        let page = level.screen.page();
        match act {
            Act::Help => {
                let help = Help::of(page, &self.common);
                self.push(help.into());
            }
            Act::Palette if page.context() == Context::Question => {
                self.common.say(Tone::Plain, words::question_first(self.common.lang));
            }
            Act::Palette => {
                let palette = Palette::of(page, &self.common);
                self.push(palette.into());
            }
            Act::More => {
                let lang = self.common.lang;
                let more = page.actions().map(Actions::more).unwrap_or_default();
                let menu = Question::actions(lang, act.name(lang), more);
                self.push(menu.into());
            }
            Act::Undo => self.undo(),
            Act::Leave => self.ask_to_leave(),
            act => {
                if let Some(key) = act.keys().first() {
                    return self.press(*key);
                }
                if !page.actions().is_some_and(|actions| actions.has(act)) {
                    let text = words::not_here(self.common.lang, act.name(self.common.lang));
                    return self.common.say(Tone::Plain, text);
                }
                let step = self.with_top(|page, common| page.run(common, act));
                self.step(step);
            }
        }
    }

    /// Keys that were held back, once the page can act on them; a question in between ends it.
    fn release(&mut self) {
        while let Some(level) = self.stack.last() {
            let page = level.screen.page();
            if page.is_waiting(&self.common) || self.is_early() {
                return;
            }
            if page.is_question() && !level.painted {
                self.held.clear();
            }
            let Some(key) = self.held.pop_front() else { return };
            // What can be done here depends on the answer that just came.
            self.settle();
            self.press(key);
        }
    }

    fn undo(&mut self) {
        let question = self.stack.last().is_some_and(|level| level.screen.page().is_popup());
        let mut undone = false;
        if !question {
            let _stays = self.with_top(|page, common| {
                undone = page.undo(common);
                Step::Stay
            });
        }
        if !undone && self.common.message.is_none() {
            self.common.say(Tone::Plain, words::nothing_to_undo(self.common.lang));
        }
    }

    fn paste(&mut self, text: &str) {
        if self.is_too_small() {
            return;
        }
        let takes = self.stack.last().is_some_and(|level| level.screen.page().takes_text());
        if takes {
            let step = self.with_top(|page, common| page.paste(common, text));
            self.step(step);
        } else {
            self.common.say(Tone::Warn, words::no_paste(self.common.lang));
        }
    }

    // --- the stack

    fn with_top(&mut self, act: impl FnOnce(&mut dyn super::Page, &mut Common) -> Step) -> Step {
        let Some(level) = self.stack.last_mut() else { return Step::Stay };
        self.common.current = level.id;
        let step = act(level.screen.page_mut(), &mut self.common);
        self.common.current = NOBODY;
        step
    }

    fn push(&mut self, screen: Screen) {
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

    fn step(&mut self, step: Step) {
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
    fn ask_to_leave(&mut self) {
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

    // --- the hall

    fn ask_home(&mut self) {
        self.common.current = NOBODY;
        self.home_asked = Some(self.common.ask(Ask::Home));
    }

    fn answer(&mut self, id: u64, result: Result<Answer, Failure>) {
        if let Err(Failure::Trouble(Trouble::Disconnected(_))) = &result {
            // It may have been saved or not: the request stays, and is repeated when the line is back.
            self.link(LinkState::Down);
            return;
        }
        let Some((owner, write)) = self.common.owner_of(id) else { return };
        if let Ok(Answer::Done(done)) = &result {
            self.common.saved = self.common.saved.max(Some(done.at));
        }
        if self.home_asked == Some(id) {
            self.home_asked = None;
            self.home(result);
            if std::mem::take(&mut self.home_stale) && self.home_asked.is_none() {
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
    fn is_early(&self) -> bool {
        self.common.home.as_ref().is_some_and(|home| !home.kept)
    }

    /// What a seat passes before its first page, in turn. Who worked here before passed it: that seat's first page
    /// need not wait for the store, only its keys do.
    fn enter(&mut self) {
        let Some(home) = &self.common.home else { return };
        let mut passed = false;
        let first = if home.kept {
            let gate = super::screens::gate(home, &self.common);
            passed = gate.is_none();
            if passed && std::mem::take(&mut self.early) {
                self.entering = false;
                self.tell_home();
                return self.tell_keymap();
            }
            gate.unwrap_or_else(|| Self::first_page(home))
        } else if home.known && !self.early {
            Self::first_page(home)
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

    /// The first page of each role.
    fn first_page(home: &Home) -> Screen {
        super::screens::first_page(home)
    }

    fn changed(&mut self, topic: Topic) {
        let wanted = self.is_early() || self.stack.last().is_some_and(|level| level.screen.page().wants_home());
        if topic == Topic::Stage || (matches!(topic, Topic::Own | Topic::Progress) && wanted) {
            // One at a time, and once more after it: a page of pushes is one question.
            if self.home_asked.is_some() {
                self.home_stale = true;
            } else {
                self.ask_home();
            }
        }
        self.each(|page, common| page.changed(common, topic));
    }

    fn each(&mut self, mut act: impl FnMut(&mut dyn super::Page, &mut Common)) {
        for level in &mut self.stack {
            self.common.current = level.id;
            act(level.screen.page_mut(), &mut self.common);
        }
        self.common.current = NOBODY;
    }

    fn link(&mut self, link: LinkState) {
        let was = std::mem::replace(&mut self.common.link, link);
        if was == LinkState::Down && link == LinkState::Up {
            self.common.repeat();
            self.common.say(Tone::Good, words::link_back(self.common.lang));
            if self.home_asked.is_none() {
                self.ask_home();
            }
            self.each(|page, common| {
                for topic in [Topic::Stage, Topic::Own, Topic::Progress, Topic::List] {
                    page.changed(common, topic);
                }
            });
        }
    }

    fn seated(&mut self) {
        self.common.forget_requests();
        self.common.home = None;
        self.common.saved = None;
        self.common.progress = None;
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

    fn settle(&mut self) {
        for level in &mut self.stack {
            level.screen.page_mut().fit(&self.common);
        }
    }
}

impl Common {
    /// Ends the program, saying what is kept.
    pub(super) fn quit_now(&mut self, unrecorded: usize) {
        let waiting = self.writes_waiting();
        let text =
            if waiting == 0 { words::left(self.lang, unrecorded) } else { words::left_unsaved(self.lang, waiting) };
        self.effect(Effect::Quit(text));
    }
}
