//! The cursor of a list, and jumping to a code by its digits.

use crate::tui::keymap::Key;

/// A list's cursor and window. The rows themselves belong to the page; only the visible ones are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The row with the cursor.
    pub at: usize,
    /// The first row shown.
    pub top: usize,
    count: usize,
    height: usize,
}

impl Rows {
    /// For so many rows in a window of `height`; keeps the cursor inside and in sight.
    pub fn fit(&mut self, count: usize, height: usize) {
        self.count = count;
        self.height = height.max(1);
        self.at = self.at.min(count.saturating_sub(1));
        let lowest = (self.at + 1).saturating_sub(self.height);
        self.top = self.top.clamp(lowest, self.at).min(count.saturating_sub(self.height));
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Rows in sight.
    pub fn visible(&self) -> std::ops::Range<usize> {
        self.top..(self.top + self.height).min(self.count)
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, row: usize) {
        self.at = row.min(self.count.saturating_sub(1));
    }

    /// Moves for a key of the list; false if it is none.
    pub fn key(&mut self, key: Key) -> bool {
        let page = self.height.saturating_sub(1).max(1);
        let last = self.count.saturating_sub(1);
        self.at = match key {
            Key::Up => self.at.saturating_sub(1),
            Key::Down => (self.at + 1).min(last),
            Key::PageUp => self.at.saturating_sub(page),
            Key::PageDown | Key::Char(' ') => (self.at + page).min(last),
            Key::Home => 0,
            Key::End => last,
            _ => return false,
        };
        true
    }
}

/// Most digits of a search; a code holds 16 characters.
const DIGITS_MAX: usize = 16;

/// Digits typed to find a code: 274 finds W274. Backspace shortens; nothing opens by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jump {
    digits: String,
}

impl Jump {
    /// What was typed.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Forgets what was typed.
    pub fn clear(&mut self) {
        self.digits.clear();
    }

    /// Takes a digit or Backspace; false if the key is neither, or there is nothing to shorten.
    pub fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Char(digit) if digit.is_ascii_digit() => {
                if self.digits.len() < DIGITS_MAX {
                    self.digits.push(digit);
                }
                true
            }
            Key::Backspace => self.digits.pop().is_some(),
            _ => false,
        }
    }

    /// The row to go to: the first code whose digits begin so, else the first that holds them.
    pub fn find<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Option<usize> {
        if self.digits.is_empty() {
            return None;
        }
        let mut holding = None;
        for (row, code) in codes.enumerate() {
            let digits: String = code.chars().filter(char::is_ascii_digit).collect();
            if digits.starts_with(&self.digits) {
                return Some(row);
            }
            if holding.is_none() && digits.contains(&self.digits) {
                holding = Some(row);
            }
        }
        holding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(digits: &str) -> Jump {
        let mut jump = Jump::default();
        for digit in digits.chars() {
            assert!(jump.key(Key::Char(digit)));
        }
        jump
    }

    #[test]
    fn digits_find_a_code_by_its_beginning_first() {
        let codes = ["W527", "W274", "W275", "X-2"];
        assert_eq!(typed("27").find(codes.into_iter()), Some(1));
        assert_eq!(typed("275").find(codes.into_iter()), Some(2));
        assert_eq!(typed("52").find(codes.into_iter()), Some(0));
        assert_eq!(typed("74").find(codes.into_iter()), Some(1));
        assert_eq!(typed("999").find(codes.into_iter()), None);
        assert_eq!(typed("").find(codes.into_iter()), None);
    }

    #[test]
    fn backspace_shortens_and_then_is_nobodys_key() {
        let mut jump = typed("27");
        assert!(jump.key(Key::Backspace) && jump.key(Key::Backspace));
        assert!(!jump.key(Key::Backspace));
        assert!(!jump.key(Key::Enter));
    }

    #[test]
    fn the_cursor_stays_in_sight_at_any_size() {
        for count in 0..9 {
            for height in 0..5 {
                let mut rows = Rows::default();
                for key in [Key::Down, Key::PageDown, Key::Up, Key::End, Key::PageUp, Key::Home, Key::Down] {
                    rows.fit(count, height);
                    assert!(rows.key(key));
                    rows.fit(count, height);
                    assert!(count == 0 || rows.visible().contains(&rows.at), "{rows:?}");
                    assert!(rows.visible().len() <= height.max(1));
                }
            }
        }
    }
}
