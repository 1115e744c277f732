//! A text being typed: caret, lines, length limit. Drawn with the terminal's real cursor at the caret, so that an
//! input method's window opens where the next character will stand (DOMAIN §9).

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Ambiguous, Clean, Line, clean, width, wrap};
use crate::tui::keymap::Key;

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text changed.
    Changed,
    /// The caret moved, or stayed at an end.
    Moved,
    /// The text is as long as it may be.
    Full,
    /// Not a key of the editor.
    Other,
}

/// Where the caret stands in the wrapped text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Line, from 0.
    pub line: usize,
    /// Cells before it.
    pub column: usize,
}

/// A text and a caret. Only what [`clean`] keeps gets in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    text: String,
    /// Byte of the caret, always between two clusters.
    at: usize,
    /// Characters at most.
    limit: usize,
    one_line: bool,
    lines: Vec<Line>,
    columns: usize,
    height: usize,
    top: usize,
    ambiguous: Ambiguous,
}

impl Editor {
    /// With a text to begin with and a limit in characters; `one_line` takes no line ends.
    pub fn new(text: &str, limit: usize, one_line: bool) -> Self {
        let mut editor =
            Self { text: text.to_owned(), at: text.len(), limit, one_line, columns: 40, height: 4, ..Self::default() };
        editor.rewrap();
        editor
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was typed, as it may be stored.
    pub fn clean(&self) -> Clean {
        clean(self.text.trim())
    }

    /// Wraps for a window.
    pub fn fit(&mut self, (columns, height): (usize, usize), ambiguous: Ambiguous) {
        if (columns, ambiguous) != (self.columns, self.ambiguous) {
            self.columns = columns.max(2);
            self.ambiguous = ambiguous;
            self.rewrap();
        }
        self.height = height.max(1);
        self.follow();
    }

    fn rewrap(&mut self) {
        self.lines = wrap(&self.text, self.columns.max(2), self.ambiguous);
    }

    fn follow(&mut self) {
        let line = self.caret().line;
        self.top = self.top.clamp((line + 1).saturating_sub(self.height), line);
    }

    /// The lines in sight.
    pub fn visible(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().skip(self.top).take(self.height).map(|line| line.text(&self.text))
    }

    /// The caret within the window.
    pub fn caret_in_sight(&self) -> Caret {
        let caret = self.caret();
        Caret { line: caret.line.saturating_sub(self.top), column: caret.column.min(self.columns) }
    }

    /// The caret in the whole text. Spaces that belong to no line are counted behind its end.
    pub fn caret(&self) -> Caret {
        let line = self.lines.iter().rposition(|line| line.start <= self.at).unwrap_or(0);
        let start = self.lines.get(line).map_or(0, |line| line.start);
        let before = self.text.get(start..self.at).unwrap_or_default();
        Caret { line, column: width(before, self.ambiguous) }
    }

    fn insert(&mut self, typed: &str) -> Typed {
        let room = self.limit.saturating_sub(self.text.chars().count());
        let fits: String = typed.chars().take(room).collect();
        if fits.is_empty() {
            return if typed.is_empty() { Typed::Moved } else { Typed::Full };
        }
        self.text.insert_str(self.at, &fits);
        self.at += fits.len();
        self.changed();
        if fits.len() < typed.len() { Typed::Full } else { Typed::Changed }
    }

    /// After any change the caret must stand between two clusters: a combining mark may have joined one.
    fn changed(&mut self) {
        if !self.text.is_char_boundary(self.at) {
            self.at = self.text.len();
        }
        self.rewrap();
        self.follow();
    }

    /// Pasted or typed text: cleaned on its way in.
    pub fn paste(&mut self, text: &str) -> Typed {
        let cleaned = clean(text);
        if self.one_line { self.insert(&cleaned.replace('\n', " ")) } else { self.insert(&cleaned) }
    }

    fn before(&self) -> Option<usize> {
        let cluster = self.text.get(..self.at)?.graphemes(true).next_back()?;
        Some(self.at - cluster.len())
    }

    fn after(&self) -> Option<usize> {
        let cluster = self.text.get(self.at..)?.graphemes(true).next()?;
        Some(self.at + cluster.len())
    }

    /// A key. Enter is a new line, or nobody's where there is one line only.
    pub fn key(&mut self, key: Key) -> Typed {
        match key {
            Key::Char(typed) => self.paste(typed.encode_utf8(&mut [0; 4])),
            Key::Enter if !self.one_line => self.insert("\n"),
            Key::Backspace => self.remove(self.before(), Some(self.at)),
            Key::Delete => self.remove(Some(self.at), self.after()),
            Key::Left => self.go(self.before()),
            Key::Right => self.go(self.after()),
            Key::Up if !self.one_line => self.go_line(|line| line.checked_sub(1)),
            Key::Down if !self.one_line => self.go_line(|line| line.checked_add(1)),
            Key::PageUp if !self.one_line => {
                let height = self.height;
                self.go_line(move |line| Some(line.saturating_sub(height)))
            }
            Key::PageDown if !self.one_line => {
                let last = self.lines.len().saturating_sub(1);
                let height = self.height;
                self.go_line(move |line| Some((line + height).min(last)))
            }
            Key::Home => self.go(self.lines.get(self.caret().line).map(|line| line.start)),
            Key::End => self.go(self.lines.get(self.caret().line).map(|line| line.end)),
            _ => Typed::Other,
        }
    }

    fn remove(&mut self, from: Option<usize>, to: Option<usize>) -> Typed {
        let (Some(from), Some(to)) = (from, to) else { return Typed::Moved };
        if self.text.get(from..to).is_none() {
            return Typed::Moved;
        }
        self.text.replace_range(from..to, "");
        self.at = from;
        self.changed();
        Typed::Changed
    }

    fn go(&mut self, to: Option<usize>) -> Typed {
        if let Some(to) = to {
            self.at = to;
            self.follow();
        }
        Typed::Moved
    }

    /// To another line, at the cell nearest below or above.
    fn go_line(&mut self, to: impl Fn(usize) -> Option<usize>) -> Typed {
        let caret = self.caret();
        let Some(line) = to(caret.line).and_then(|line| self.lines.get(line)) else { return Typed::Moved };
        let mut cells = 0;
        let mut at = line.start;
        for cluster in line.text(&self.text).graphemes(true) {
            cells += width(cluster, self.ambiguous);
            if cells > caret.column {
                break;
            }
            at += cluster.len();
        }
        self.go(Some(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(keys: &[Key]) -> Editor {
        let mut editor = Editor::new("", 20, false);
        for key in keys {
            editor.key(*key);
        }
        editor
    }

    #[test]
    fn han_is_typed_deleted_and_walked_over_whole() {
        let chars = |text: &str| text.chars().map(Key::Char).collect::<Vec<_>>();
        let mut keys = chars("有数据。");
        keys.extend([Key::Left, Key::Left, Key::Backspace, Key::Char('证')]);
        let editor = typed(&keys);
        assert_eq!(editor.text(), "有证据。");
        assert_eq!(editor.caret(), Caret { line: 0, column: 4 });
    }

    #[test]
    fn lines_are_walked_at_the_same_cell() {
        let mut editor = Editor::new("甲乙丙\nabcdef", 40, false);
        editor.key(Key::Home);
        editor.key(Key::Right);
        editor.key(Key::Right);
        editor.key(Key::Right);
        editor.key(Key::Up);
        assert_eq!(editor.caret(), Caret { line: 0, column: 2 });
        editor.key(Key::End);
        assert_eq!(editor.caret(), Caret { line: 0, column: 6 });
    }

    #[test]
    fn nothing_a_terminal_would_obey_gets_in_and_the_limit_holds() {
        let mut editor = Editor::new("", 5, true);
        assert_eq!(editor.paste("a\u{1b}[2J\nb甲乙丙丁戊"), Typed::Full);
        assert!(crate::text::is_clean(editor.text()) && !editor.text().contains('\n'));
        assert_eq!(editor.text().chars().count(), 5);
        assert_eq!(editor.key(Key::Char('x')), Typed::Full);
        assert_eq!(editor.key(Key::Enter), Typed::Other);
    }

    proptest! {
        #[test]
        fn whatever_is_pressed_the_caret_stands_in_the_window(
            keys in prop::collection::vec(0_u8..16, 0..60), columns in 0_usize..12, height in 0_usize..4,
        ) {
            let all = [Key::Char('甲'), Key::Char('a'), Key::Char(' '), Key::Char('，'), Key::Enter, Key::Backspace, Key::Delete,
                Key::Left, Key::Right, Key::Up, Key::Down, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::Char('\u{301}')];
            let mut editor = Editor::new("", 30, false);
            for key in keys {
                editor.key(all[usize::from(key)]);
                editor.fit((columns, height), Ambiguous::Two);
                prop_assert!(editor.text().is_char_boundary(editor.at));
                prop_assert!(editor.caret_in_sight().line < height.max(1));
                prop_assert!(editor.visible().count() <= height.max(1));
            }
        }
    }
}
