//! Why: ready-made reasons by digit, so that nobody needs an input method to recuse, or own words. Whichever it is, 9
//! confirms it before it is taken; the page below gets `Outcome::Text`, or `Unfinished` with what was typed.

use super::{Question, Writing};
use crate::text::clean_line;
use crate::tui::app::{Common, Outcome, Page, Step, Way};
use crate::tui::keymap::{Context, Key};
use crate::words::Lang;
use crate::words::screens::{expert as words, frame};

/// What has to be asked for a reason.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// What is asked.
    pub title: &'static str,
    /// Reasons to choose from; at most seven, own words come after them.
    pub ready: &'static [&'static str],
    /// What 9 does.
    pub yes: &'static str,
}

impl Asks {
    /// Why is this one recused?
    pub fn conflict(lang: Lang) -> Self {
        Self { title: words::recuse_reason(lang), ready: words::conflict_reasons(lang), yes: words::recuse_yes(lang) }
    }
}

/// A menu of reasons.
#[derive(Debug)]
pub struct Reason {
    /// The menu as it is drawn.
    pub menu: Question,
    asks: Asks,
    /// The reason that 9 would confirm.
    chosen: Option<&'static str>,
    /// Own words, left unfinished.
    typed: String,
}

impl Reason {
    /// Asks; `typed` are own words from before.
    pub fn new(common: &Common, asks: Asks, typed: &str) -> Self {
        let lang = common.lang;
        let own = if typed.is_empty() { words::reason_own(lang) } else { words::reason_own_on(lang) };
        let lines = (1..).zip(asks.ready.iter().copied().chain([own]));
        let lines = lines.map(|(digit, label)| (digit, label.to_owned())).collect();
        let menu = Question::menu(lang, asks.title, lines);
        Self { menu, asks, chosen: None, typed: typed.to_owned() }
    }

    fn choose(&mut self, common: &Common, digit: u8) -> Step {
        let Some(place) = usize::from(digit).checked_sub(1) else { return Step::Stay };
        self.chosen = self.asks.ready.get(place).copied();
        let lang = common.lang;
        match self.chosen {
            Some(reason) => {
                let text = words::reason_question(lang, self.asks.title, reason);
                Step::push(Question::locking(lang, text, self.asks.yes, words::look_again(lang)))
            }
            None => Step::push(Writing::reason(self.asks.title, &self.typed, self.asks.yes)),
        }
    }

    fn leave(&self) -> Step {
        let nothing = self.typed.is_empty();
        Step::Up(if nothing { Outcome::Declined } else { Outcome::Unfinished(self.typed.clone()) })
    }
}

impl Page for Reason {
    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match self.menu.key(common, key) {
            Step::Up(Outcome::Chosen(digit)) => self.choose(common, digit),
            Step::Up(_) => self.leave(),
            other => other,
        }
    }

    fn back(&mut self, _common: &mut Common, outcome: Outcome) -> Step {
        match (outcome, self.chosen.take()) {
            (Outcome::Chosen(9), Some(reason)) => Step::Up(Outcome::Text(clean_line(reason))),
            (Outcome::Text(reason), None) => Step::Up(Outcome::Text(reason)),
            (Outcome::Unfinished(typed), None) => {
                self.typed = typed;
                Step::Stay
            }
            _ => Step::Stay,
        }
    }

    fn fit(&mut self, common: &Common) {
        self.menu.fit(common);
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let mut ways = self.menu.ways(common);
        ways.push(Way::typed("9", format!("{} {}", self.asks.yes, frame::after_choice(common.lang))));
        ways
    }
}
