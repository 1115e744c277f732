//! What a page is to the stack.

use super::parts::Actions;
use super::{Common, Screen};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::Topic;
use crate::text::Clean;
use crate::tui::keymap::{Act, Context, Key};
use crate::words::Lang;

/// What a page hands to the page below when it closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The line with this digit was chosen; 9 is yes.
    Chosen(u8),
    /// The safe line, or Esc: nothing is to happen.
    Declined,
    /// A text was finished: a reason confirmed, a note saved, a word to find.
    Text(Clean),
    /// A reason was left unfinished; the text comes back when it is asked again.
    Unfinished(String),
    /// Whatever the page did, it is done.
    Done,
    /// It is done, and the next unfinished one is wanted.
    Next,
}

/// Where a key or an answer leads.
#[derive(Debug, Default)]
pub enum Step {
    /// Here.
    #[default]
    Stay,
    /// One level up, telling the page below.
    Up(Outcome),
    /// A page on top.
    Push(Box<Screen>),
    /// Another page in this one's place.
    Swap(Box<Screen>),
    /// Up to the first page, and there perhaps another on top.
    First(Option<Box<Screen>>),
    /// Look anew at what this seat has to pass before its first page.
    Enter,
    /// Do this action, wherever it was asked for: a digit of the 操作 row, an alias, the palette.
    Do(Act),
}

impl Step {
    /// A page on top.
    pub fn push(screen: impl Into<Screen>) -> Self {
        Self::Push(Box::new(screen.into()))
    }

    /// Another page in this one's place.
    pub fn swap(screen: impl Into<Screen>) -> Self {
        Self::Swap(Box::new(screen.into()))
    }
}

/// A key that works here, with what it means here: a line of the help and, where it has a short word, a part of the hint
/// line. Which keys those are comes from the actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What the keys are; empty where a digit means something of this page alone.
    pub acts: Vec<Act>,
    /// Where they are not the actions' own keys: digits of a question.
    pub typed: String,
    /// What they do here.
    pub meaning: String,
    /// How the hint line says it, if it does.
    pub hint: Option<Hint>,
}

/// A way's part of the hint line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// In a word or two.
    pub word: String,
    /// The same where the window is narrow.
    pub brief: Option<String>,
    /// What goes first where it is too narrow for all; [`Hint::STAYS`] never goes.
    pub rank: u8,
}

impl Hint {
    /// The rank of what stands on every line, however narrow.
    pub const STAYS: u8 = 0;
}

impl Way {
    /// The main keys of these actions.
    pub fn new(acts: &[Act], meaning: impl Into<String>) -> Self {
        Self { acts: acts.to_vec(), typed: String::new(), meaning: meaning.into(), hint: None }
    }

    /// Keys that mean something on this page alone.
    pub fn typed(keys: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self { acts: Vec::new(), typed: keys.into(), meaning: meaning.into(), hint: None }
    }

    /// An action under a digit, where no 操作 row is drawn that would show it.
    pub fn digit(digit: u8, act: Act, label: &str, lang: Lang) -> Self {
        let meaning = format!("{label}  {}", act.about(lang));
        Self { acts: vec![act], typed: digit.to_string(), meaning, hint: None }.hint(Hint::STAYS, label)
    }

    /// It stands on the hint line too; of two that do not fit the one of the higher rank goes.
    #[must_use]
    pub fn hint(mut self, rank: u8, word: impl Into<String>) -> Self {
        self.hint = Some(Hint { word: word.into(), brief: None, rank });
        self
    }

    /// With this word where the window is narrow.
    #[must_use]
    pub fn brief(mut self, word: &str) -> Self {
        if let Some(hint) = &mut self.hint {
            hint.brief = Some(word.to_owned());
        }
        self
    }
}

/// One screen: its state and what it does. Everything has a default but keys and where they are.
pub trait Page {
    /// It is on top: newly pushed, or the page above closed, or the line came back. Asks for what it shows.
    fn shown(&mut self, _common: &mut Common) {}

    /// A key, folded unless [`takes_text`](Self::takes_text).
    fn key(&mut self, common: &mut Common, key: Key) -> Step;

    /// Pasted text; only where text is taken.
    fn paste(&mut self, _common: &mut Common, _text: &str) -> Step {
        Step::Stay
    }

    /// The page above closed.
    fn back(&mut self, _common: &mut Common, _outcome: Outcome) -> Step {
        Step::Stay
    }

    /// An answer to a request of this page, also while it is not on top (then only `Stay` is followed).
    fn answer(&mut self, _common: &mut Common, _id: u64, _result: Result<Answer, Failure>) -> Step {
        Step::Stay
    }

    /// Something changed; a page that shows it asks again.
    fn changed(&mut self, _common: &mut Common, _topic: Topic) {}

    /// The home view came anew: stage, rules, what waits for the seat.
    fn home_changed(&mut self, _common: &mut Common) -> Step {
        Step::Stay
    }

    /// Shows something of the home view, so that it is asked for anew whenever the own sheets change.
    fn wants_home(&self) -> bool {
        false
    }

    /// Wraps and scrolls for the present size; called after every message, before a frame.
    fn fit(&mut self, _common: &Common) {}

    /// Ctrl+Z. False: nothing to undo here.
    fn undo(&mut self, _common: &mut Common) -> bool {
        false
    }

    /// Characters go in as they are typed.
    fn takes_text(&self) -> bool {
        false
    }

    /// A number is being typed: the characters that come now belong to it, whatever they mean elsewhere. Letters that
    /// stand for a moving key still do.
    fn is_typing(&self) -> bool {
        false
    }

    /// A question: keys that came before it was painted are dropped.
    fn is_question(&self) -> bool {
        self.context() == Context::Question
    }

    /// Cannot act on keys before an answer is there: they are held back (Esc is not).
    fn is_waiting(&self, _common: &Common) -> bool {
        false
    }

    /// Drawn over the page below.
    fn is_popup(&self) -> bool {
        false
    }

    /// The program is made to end: what is typed and not yet handed over is handed over now.
    fn ending(&mut self, _common: &mut Common) {}

    /// How many things are typed here and not recorded.
    fn unrecorded(&self) -> usize {
        0
    }

    /// What can be done here and now: the 操作 row and what stands behind 更多.
    fn actions(&self) -> Option<&Actions> {
        None
    }

    /// Does one of its [`actions`](Self::actions): the only way to them, so that a digit, an alias and the palette
    /// meet the same questions.
    fn run(&mut self, _common: &mut Common, _act: Act) -> Step {
        Step::Stay
    }

    /// Where the keys are, for aliases.
    fn context(&self) -> Context;

    /// The keys that work here and now beside the 操作 row, each action once; those with a hint in the hint line's order.
    fn ways(&self, common: &Common) -> Vec<Way>;
}
