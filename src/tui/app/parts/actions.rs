//! The numbered 操作 row: last stop of every Tab circle, so that nothing needs a letter (SCREENS §2).

use crate::tui::app::{Hint, Way};
use crate::tui::keymap::{Act, Key};
use crate::words::Lang;
use crate::words::screens::{frame, hints};

/// One thing that can be done here, under its digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// 1–8; 0 is help, 9 never opens anything.
    pub digit: u8,
    /// What it is, whatever the digit here.
    pub act: Act,
    /// What the row says: its name, or more of what it would do now.
    pub label: String,
}

impl Action {
    /// An action under a digit, by its name.
    pub fn new(digit: u8, act: Act, lang: Lang) -> Self {
        Self::labelled(digit, act, act.name(lang))
    }

    /// An action under a digit, with what it would do now.
    pub fn labelled(digit: u8, act: Act, label: impl Into<String>) -> Self {
        Self { digit, act, label: label.into() }
    }
}

/// What a key did to the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// This action is to happen.
    Chosen(Act),
    /// The row took the key.
    Moved,
    /// Not a key of the row.
    Other,
}

/// What a key came to on a page with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// This action.
    Act(Act),
    /// The row took it.
    Taken,
    /// It is the page's own.
    Passed,
}

/// The row: its actions in order, help last, and which is highlighted. Help is highlighted first, because
/// Enter takes the highlighted one and that has to be a safe one. What does not fit into eight digits stands behind
/// 更多, under digits of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actions {
    lines: Vec<Action>,
    more: Vec<Action>,
    from_help: usize,
    focused: bool,
}

impl Actions {
    /// Replaces the actions (they depend on what is shown); help is added by itself.
    pub fn set(&mut self, lines: Vec<Action>) {
        self.lines = lines;
        self.from_help = self.from_help.min(self.lines.len());
    }

    /// Replaces what stands behind 更多.
    pub fn set_more(&mut self, more: Vec<Action>) {
        self.more = more;
    }

    /// The actions without help.
    pub fn lines(&self) -> &[Action] {
        &self.lines
    }

    /// What stands behind 更多.
    pub fn more(&self) -> &[Action] {
        &self.more
    }

    /// Whether this can be done here and now.
    pub fn has(&self, act: Act) -> bool {
        self.lines.iter().chain(&self.more).any(|action| action.act == act)
    }

    /// The highlighted digit.
    pub fn highlighted(&self) -> u8 {
        let place = self.lines.len().checked_sub(self.from_help);
        place.and_then(|place| self.lines.get(place)).map_or(0, |action| action.digit)
    }

    fn at(&self, digit: u8) -> Option<Act> {
        if digit == 0 {
            return Some(Act::Help);
        }
        self.lines.iter().find(|action| action.digit == digit).map(|action| action.act)
    }

    /// Back to the safe one, as when the row is entered.
    pub fn rest(&mut self) {
        self.from_help = 0;
    }

    /// Whether the row has the keys.
    pub fn has_keys(&self) -> bool {
        self.focused
    }

    /// The keys are the page's again.
    pub fn leave(&mut self) {
        self.focused = false;
    }

    /// The row keeps the keys after its action: one that is done again and again, such as the next one of a row.
    pub fn stay(&mut self) {
        self.focused = true;
    }

    /// A key on a page whose Tab circle is itself and the row. After an action the next key is the page's again: Enter
    /// must not be an action twice. Esc leads back to the page, and any other key that is none of the row's as well.
    pub fn press(&mut self, key: Key) -> Row {
        if matches!(key, Key::Tab | Key::BackTab) {
            self.focused = !self.focused;
            self.rest();
            return Row::Taken;
        }
        if !self.focused {
            return Row::Passed;
        }
        match self.key(key) {
            Pressed::Moved => Row::Taken,
            Pressed::Chosen(act) => {
                self.leave();
                Row::Act(act)
            }
            Pressed::Other => {
                self.leave();
                if key == Key::Esc { Row::Taken } else { Row::Passed }
            }
        }
    }

    /// A key while the row has them.
    pub fn key(&mut self, key: Key) -> Pressed {
        match key {
            Key::Char(digit) => match digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
                Some(digit) => self.at(digit).map_or(Pressed::Moved, Pressed::Chosen),
                None => Pressed::Other,
            },
            Key::Enter => self.at(self.highlighted()).map_or(Pressed::Moved, Pressed::Chosen),
            Key::Left | Key::Up => {
                self.from_help = (self.from_help + 1).min(self.lines.len());
                Pressed::Moved
            }
            Key::Right | Key::Down => {
                self.from_help = self.from_help.saturating_sub(1);
                Pressed::Moved
            }
            Key::Home => {
                self.from_help = self.lines.len();
                Pressed::Moved
            }
            Key::End => {
                self.from_help = 0;
                Pressed::Moved
            }
            _ => Pressed::Other,
        }
    }
}

/// The keys while the row has them; `back` is what Esc does there.
pub fn acts_ways(lang: Lang, back: Way) -> Vec<Way> {
    vec![
        Way::new(&[Act::Type], frame::acts_digit(lang)).hint(1, hints::choose_act(lang)),
        Way::new(&[Act::Left, Act::Right], frame::acts_sides(lang)).hint(2, hints::move_on(lang)),
        Way::new(&[Act::Up, Act::Down], frame::acts_sides(lang)),
        Way::new(&[Act::First, Act::Last], frame::acts_ends(lang)),
        Way::new(&[Act::Enter], frame::acts_enter(lang)).hint(1, hints::take_line(lang)),
        Way::new(&[Act::NextPane, Act::PreviousPane], frame::acts_tab(lang)),
        back,
    ]
}

/// Tab, where the other stop of its circle is the row.
pub fn to_acts(lang: Lang) -> Way {
    Way::new(&[Act::NextPane, Act::PreviousPane], frame::tab_acts(lang)).hint(Hint::STAYS, hints::acts(lang))
}

/// Esc of a row below a table: back to the table.
pub fn to_table(lang: Lang) -> Way {
    Way::new(&[Act::Back], frame::acts_back(lang)).hint(Hint::STAYS, hints::to_table(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Actions {
        let mut row = Actions::default();
        row.set(vec![Action::new(1, Act::Open, Lang::Zh), Action::new(3, Act::SignAll, Lang::Zh)]);
        row
    }

    #[test]
    fn enter_takes_help_until_somebody_moves() {
        let mut row = row();
        assert_eq!(row.key(Key::Enter), Pressed::Chosen(Act::Help));
        row.key(Key::Left);
        assert_eq!(row.key(Key::Enter), Pressed::Chosen(Act::SignAll));
        for _ in 0..9 {
            row.key(Key::Left);
        }
        assert_eq!(row.key(Key::Enter), Pressed::Chosen(Act::Open));
        row.key(Key::End);
        assert_eq!(row.highlighted(), 0);
    }

    #[test]
    fn tab_leads_into_the_row_and_an_action_or_esc_out_of_it() {
        let mut row = row();
        assert_eq!(row.press(Key::Char('1')), Row::Passed);
        row.press(Key::Tab);
        assert_eq!((row.press(Key::Char('1')), row.has_keys()), (Row::Act(Act::Open), false));
        row.press(Key::BackTab);
        assert_eq!((row.press(Key::Esc), row.has_keys()), (Row::Taken, false));
        row.press(Key::Tab);
        assert_eq!((row.press(Key::PageDown), row.has_keys()), (Row::Passed, false), "the page turns");
    }

    #[test]
    fn only_digits_that_are_there_do_something() {
        let mut row = row();
        assert_eq!(row.key(Key::Char('3')), Pressed::Chosen(Act::SignAll));
        assert_eq!(row.key(Key::Char('0')), Pressed::Chosen(Act::Help));
        assert_eq!(row.key(Key::Char('9')), Pressed::Moved);
        assert_eq!(row.key(Key::Esc), Pressed::Other);
    }
}
