//! Where a key goes: what every screen answers alike, aliases, actions, and keys that wait until the page can act on them.

use super::App;
use crate::tui::app::parts::Actions;
use crate::tui::app::screens::{Help, Palette, Question};
use crate::tui::app::{Step, Tone};
use crate::tui::keymap::{Act, Context, Key, fold_key};
use crate::words::screen as shared;
use crate::words::screens::frame as words;

/// Keys held back while a page waits for its first answer: more than anybody types while a slow disk or line answers.
const HELD_MAX: usize = 1024;

impl App {
    pub(super) fn key(&mut self, key: Key) {
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
        let typing = level.screen.page().is_typing() && matches!(key, Key::Char(_));
        if context != Context::Note {
            if let Some(act) = self.common.keymap.act(context, key)
                && (!typing || !act.keys().is_empty())
            {
                return self.alias(act);
            }
            match key {
                _ if typing => {}
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
    pub(super) fn perform(&mut self, act: Act) {
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
    pub(super) fn release(&mut self) {
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

    pub(super) fn paste(&mut self, text: &str) {
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
}
