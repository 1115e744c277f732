//! Keys as words, the same whatever terminal or input method they came through (SCREENS §2).
//!
//! Invariant of the room: it is pure. It knows no terminal and no screen; who reads bytes
//! (`tui::term`) makes a [`Key`] of them, and who acts on one asks for the folded form first.
//!
//! - [`Act`]: the one vocabulary of actions; - [`Context`]: where a key means something;
//! - [`Keymap`]: aliases in force; - `file`: reading and checking them; - `find`: what is wrong with one;
//! - `shown`: keys as people read them.

mod actions;
mod context;
pub mod file;
pub mod find;
mod map;
mod shown;

pub use actions::{Act, Guard};
pub use context::Context;
pub use map::{Bound, Keymap};
pub use shown::{key_name, main_keys, short_keys};

use crate::text::fold_char;

/// One key press. Modifiers of moving keys are dropped by whoever reads the bytes: nobody is told
/// that Shift was still down when they wanted the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character that prints, as it was typed: not folded, so that a note keeps its 。
    Char(char),
    /// Enter, also from the number pad and as Ctrl+J.
    Enter,
    /// Esc by itself, not the beginning of another key.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Backspace; terminals send it as ^H or as 0x7f.
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Delete.
    Delete,
    /// Ctrl and a small letter, as in `Ctrl('s')`.
    Ctrl(char),
    /// A key we know to be a key and have no word for (F1, Insert …).
    Other,
}

/// What a key means outside text: full-width and Chinese forms of what a keyboard has become ASCII
/// (`９` → `9`, `。` → `.`, `、` → `/`, full-width space → space). A Han character, and anything else
/// that no ASCII key stands for (`①`, `²`, `…`), stays as it is. Folding twice changes nothing.
pub fn fold_key(key: Key) -> Key {
    match key {
        Key::Char(typed) if has_an_ascii_key(typed) => Key::Char(fold_char(typed)),
        other => other,
    }
}

/// Whether an input method sends this character for a key that prints ASCII otherwise. Narrower than
/// [`fold_char`], which also reads `①` as 1: in a mark cell that would be a digit nobody typed.
fn has_an_ascii_key(typed: char) -> bool {
    matches!(typed, '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '。' | '、' | '｡' | '､' | '—' | '–' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_sends_for_a_key_is_that_key() {
        let typed = "０１２３４５６７８９。．｡、／？：－—–−\u{3000}Ｗ＝";
        let meant = "0123456789...//?:---- W=";
        let folded: String = typed
            .chars()
            .map(|c| match fold_key(Key::Char(c)) {
                Key::Char(c) => c,
                other => panic!("{c} became {other:?}"),
            })
            .collect();
        assert_eq!(folded, meant);
    }

    #[test]
    fn han_and_signs_without_a_key_stay() {
        for c in ['分', '优', '①', '²', '½', '…', '“', 'é', '✓'] {
            assert_eq!(fold_key(Key::Char(c)), Key::Char(c));
        }
    }

    #[test]
    fn ascii_and_other_keys_stay_and_folding_twice_changes_nothing() {
        for c in ' '..='~' {
            assert_eq!(fold_key(Key::Char(c)), Key::Char(c));
        }
        for key in [Key::Enter, Key::Esc, Key::Backspace, Key::Ctrl('z'), Key::Other] {
            assert_eq!(fold_key(key), key);
        }
        for c in '\u{80}'..='\u{ffff}' {
            let once = fold_key(Key::Char(c));
            assert_eq!(fold_key(once), once);
        }
    }
}
