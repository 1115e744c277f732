//! Lines to choose from, one of them safe. A question that locks something has 9 as its yes; Enter and Esc are no
//! (SCREENS §3). A menu lets the highlight move; a question does not, so that Enter is never a yes.

use crate::tui::app::parts::{Action, Pager};
use crate::tui::app::{Common, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::Lang;
use crate::words::screens::frame as words;

use super::notice::popup_columns;

/// A line to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its digit.
    pub digit: u8,
    /// What it does.
    pub label: String,
}

/// A question or menu over the page below.
#[derive(Debug)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// Its lines.
    pub pager: Pager,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What Enter and Esc do: the safe line, drawn last.
    pub safe: String,
    /// The highlight: a choice, or (at their number) the safe line.
    pub at: usize,
    movable: bool,
    /// A menu of actions: what a choice does, wherever the menu was opened.
    acts: Vec<Act>,
    /// Asked by the stack itself when the seat leaves at the top.
    pub(in crate::tui::app) leaves: bool,
}

impl Question {
    fn new(text: String, choices: Vec<Choice>, safe: &str, movable: bool) -> Self {
        let at = choices.len();
        Self {
            text,
            pager: Pager::default(),
            choices,
            safe: safe.to_owned(),
            at,
            movable,
            acts: Vec::new(),
            leaves: false,
        }
    }

    /// 9 is yes. The page below gets `Outcome::Chosen(9)` or `Declined`.
    pub fn locking(lang: Lang, text: impl Into<String>, yes: &str, no: &str) -> Self {
        let mut text = text.into();
        // A shared sentence may name its answers; here they stand below it.
        if let Some(asked) = text.strip_suffix(&crate::words::screen::question(lang, yes, no)) {
            text.truncate(asked.trim_end().len());
        }
        Self::new(text, vec![Choice { digit: 9, label: yes.to_owned() }], no, false)
    }

    /// Some digits, none of them highlighted by itself, and Enter is the safe line.
    pub fn asking(text: impl Into<String>, choices: &[(u8, &str)], safe: &str) -> Self {
        let choices = choices.iter().map(|(digit, label)| Choice { digit: *digit, label: (*label).to_owned() });
        Self::new(text.into(), choices.collect(), safe, false)
    }

    /// A menu of reversible things: the highlight moves.
    pub fn menu(lang: Lang, text: impl Into<String>, choices: Vec<(u8, String)>) -> Self {
        let choices = choices.into_iter().map(|(digit, label)| Choice { digit, label }).collect();
        Self::new(text.into(), choices, words::back(lang), true)
    }

    /// A menu of actions, such as 更多: the one chosen is done by the page below.
    pub(in crate::tui::app) fn actions(lang: Lang, text: impl Into<String>, actions: &[Action]) -> Self {
        let choices = actions.iter().map(|action| (action.digit, action.label.clone())).collect();
        Self { acts: actions.iter().map(|action| action.act).collect(), ..Self::menu(lang, text, choices) }
    }

    /// It stands over the page that does what is chosen here.
    pub(in crate::tui::app) fn is_of_actions(&self) -> bool {
        !self.acts.is_empty()
    }

    fn chosen(&self, at: usize) -> Step {
        let Some(choice) = self.choices.get(at) else { return Step::Up(Outcome::Declined) };
        self.acts.get(at).map_or(Step::Up(Outcome::Chosen(choice.digit)), |act| Step::Do(*act))
    }

    /// 离开?
    pub(in crate::tui::app) fn leaving(lang: Lang, text: String) -> Self {
        Self { leaves: true, ..Self::locking(lang, text, words::leave_yes(lang), words::stay(lang)) }
    }
}

impl Page for Question {
    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc => Step::Up(Outcome::Declined),
            Key::Enter => self.chosen(self.at),
            Key::Char(typed) => {
                let chosen = self.choices.iter().position(|choice| typed.to_digit(10) == Some(u32::from(choice.digit)));
                chosen.map_or(Step::Stay, |at| self.chosen(at))
            }
            Key::Up if self.movable => {
                self.at = self.at.saturating_sub(1);
                Step::Stay
            }
            Key::Down if self.movable => {
                self.at = (self.at + 1).min(self.choices.len());
                Step::Stay
            }
            other => {
                self.pager.key(other);
                Step::Stay
            }
        }
    }

    fn fit(&mut self, common: &Common) {
        let height = usize::from(common.size.1).saturating_sub(6 + self.choices.len());
        self.pager.fit(0, &self.text, (popup_columns(common), height), common.ambiguous());
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lines = self.choices.iter().map(|choice| Way::typed(choice.digit.to_string(), choice.label.clone()));
        let safe = if self.movable { words::enter_safe(common.lang).into() } else { self.safe.clone() };
        lines.chain([Way::new(&[Act::Enter, Act::Back], safe)]).collect()
    }
}
