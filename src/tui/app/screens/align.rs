//! First login: is this UTF-8, and how wide are ambiguous glyphs (SCREENS §4). Kept per seat.

use crate::desk::request::Request;
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way, hint_line};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screen as shared;
use crate::words::screens::hints;

/// The two bars. `again` where it was opened from 显示 and not on the way in.
#[derive(Debug)]
pub struct Align {
    again: bool,
}

impl Align {
    /// On the way in, or again.
    pub fn new(again: bool) -> Self {
        Self { again }
    }

    fn settle(&self, common: &mut Common, two: bool) -> Step {
        common.display.ambiguous_two = Some(two);
        if let Some(home) = &mut common.home {
            home.display = common.display;
        }
        common.send(Request::Show(common.display));
        if self.again { Step::Up(Outcome::Done) } else { Step::Enter }
    }
}

impl Page for Align {
    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Char('1') => self.settle(common, false),
            Key::Char('2') => self.settle(common, true),
            Key::Esc => Step::Up(Outcome::Declined),
            _ => {
                let keys = hint_line(self, common, common.size.0);
                common.say(Tone::Plain, keys);
                Step::Stay
            }
        }
    }

    /// What the seat chose before arrives a little later than the first answer.
    fn home_changed(&mut self, common: &mut Common) -> Step {
        if !self.again && common.display.ambiguous_two.is_some() { Step::Enter } else { Step::Stay }
    }

    fn wants_home(&self) -> bool {
        !self.again
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let back = if self.again { hints::back(lang) } else { hints::leave(lang) };
        vec![
            Way::typed("1", shared::aligned(lang)).hint(Hint::STAYS, shared::aligned(lang)),
            Way::typed("2", shared::not_aligned(lang)).hint(Hint::STAYS, shared::not_aligned(lang)),
            Way::new(&[Act::Back], back).hint(Hint::STAYS, back),
        ]
    }
}
