//! The numbered 操作 row: last stop of every Tab circle, so that nothing needs a letter (SCREENS §2).

use crate::tui::keymap::Key;

/// One thing that can be done here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// 1–8; 0 is help, 9 never opens anything.
    pub digit: u8,
    /// What it does, in few words.
    pub label: String,
}

impl Action {
    /// An action under a digit.
    pub fn new(digit: u8, label: impl Into<String>) -> Self {
        Self { digit, label: label.into() }
    }
}

/// What a key did to the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// This action is to happen; 0 is help.
    Chosen(u8),
    /// The row took the key.
    Moved,
    /// Not a key of the row.
    Other,
}

/// The row: its actions in order, help last, and which is highlighted. Help is highlighted first, because
/// Enter takes the highlighted one and that has to be a safe one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actions {
    lines: Vec<Action>,
    from_help: usize,
}

impl Actions {
    /// Replaces the actions (they depend on what is shown); help is added by itself.
    pub fn set(&mut self, lines: Vec<Action>) {
        self.lines = lines;
        self.from_help = self.from_help.min(self.lines.len());
    }

    /// The actions without help.
    pub fn lines(&self) -> &[Action] {
        &self.lines
    }

    /// The highlighted digit.
    pub fn highlighted(&self) -> u8 {
        let place = self.lines.len().checked_sub(self.from_help);
        place.and_then(|place| self.lines.get(place)).map_or(0, |action| action.digit)
    }

    /// Back to the safe one, as when the row is entered.
    pub fn rest(&mut self) {
        self.from_help = 0;
    }

    /// A key while the row has them.
    pub fn key(&mut self, key: Key) -> Pressed {
        match key {
            Key::Char(digit) => match digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
                Some(digit) if digit == 0 || self.lines.iter().any(|action| action.digit == digit) => {
                    Pressed::Chosen(digit)
                }
                Some(_) => Pressed::Moved,
                None => Pressed::Other,
            },
            Key::Enter => Pressed::Chosen(self.highlighted()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Actions {
        let mut row = Actions::default();
        row.set(vec![Action::new(1, "a"), Action::new(3, "b")]);
        row
    }

    #[test]
    fn enter_takes_help_until_somebody_moves() {
        let mut row = row();
        assert_eq!(row.key(Key::Enter), Pressed::Chosen(0));
        row.key(Key::Left);
        assert_eq!(row.key(Key::Enter), Pressed::Chosen(3));
        for _ in 0..9 {
            row.key(Key::Left);
        }
        assert_eq!(row.key(Key::Enter), Pressed::Chosen(1));
        row.key(Key::End);
        assert_eq!(row.highlighted(), 0);
    }

    #[test]
    fn only_digits_that_are_there_do_something() {
        let mut row = row();
        assert_eq!(row.key(Key::Char('3')), Pressed::Chosen(3));
        assert_eq!(row.key(Key::Char('0')), Pressed::Chosen(0));
        assert_eq!(row.key(Key::Char('9')), Pressed::Moved);
        assert_eq!(row.key(Key::Esc), Pressed::Other);
    }
}
