//! Weighty things: type a number shown on the screen, then Enter (SCREENS §3). Never a 9 alone.

use crate::tui::app::parts::Pager;
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::frame as words;

use super::notice::popup_columns;

/// Digits taken at most.
const DIGITS_MAX: usize = 9;

/// A number to type. The page below gets `Outcome::Done`, or `Declined`.
#[derive(Debug)]
pub struct Weighty {
    /// What will happen, naming the number.
    pub text: String,
    /// Its lines.
    pub pager: Pager,
    /// The number that says yes.
    pub number: u32,
    /// What is typed so far.
    pub typed: String,
}

impl Weighty {
    /// Asks for `number`.
    pub fn new(text: impl Into<String>, number: u32) -> Self {
        Self { text: text.into(), pager: Pager::default(), number, typed: String::new() }
    }
}

impl Page for Weighty {
    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc => return Step::Up(Outcome::Declined),
            Key::Enter if self.typed.is_empty() => return Step::Up(Outcome::Declined),
            Key::Enter if self.typed == self.number.to_string() => return Step::Up(Outcome::Done),
            Key::Enter => {
                common.say(Tone::Warn, words::number_differs(common.lang));
                self.typed.clear();
            }
            Key::Backspace => {
                self.typed.pop();
            }
            Key::Char(digit) if digit.is_ascii_digit() && self.typed.len() < DIGITS_MAX => self.typed.push(digit),
            other => {
                self.pager.key(other);
            }
        }
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        let height = usize::from(common.size.1).saturating_sub(7);
        self.pager.fit(0, &self.text, (popup_columns(common), height), common.ambiguous());
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        vec![
            Way::typed(self.number.to_string() + "  Enter", words::yes(lang)),
            Way::new(&[Act::Enter, Act::Back], words::no(lang)),
        ]
    }
}
