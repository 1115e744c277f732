//! Wrapped text in a window, wrapped once per text and width.

use crate::text::{Ambiguous, Line, wrap};
use crate::tui::keymap::Key;

#[cfg(test)]
thread_local! {
    /// How often a text was wrapped in this thread: no key press may do that (DESIGN §10).
    pub(crate) static WRAPPED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// What the lines were made for.
type Made = (u64, usize, Ambiguous);

/// A text's lines and the first one in sight. The text itself belongs to the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    made: Option<Made>,
    lines: Vec<Line>,
    top: usize,
    height: usize,
}

impl Pager {
    /// Wraps `text`, known as `name`, for a window; another name starts at the top. Does nothing if all is as
    /// it was, so it may be called after every key.
    pub fn fit(&mut self, name: u64, text: &str, (columns, height): (usize, usize), ambiguous: Ambiguous) {
        let made = (name, columns, ambiguous);
        if self.made != Some(made) {
            let same = self.made.is_some_and(|(before, ..)| before == name);
            // Another width of the same text: what stood at the top stays there.
            let top = if same { self.top_byte() } else { 0 };
            self.lines = wrap(text, columns.max(1), ambiguous);
            self.made = Some(made);
            self.top = self.line_of(top);
            #[cfg(test)]
            WRAPPED.set(WRAPPED.get() + 1);
        }
        self.height = height.max(1);
        self.top = self.top.min(self.last_top());
    }

    /// Forgets the lines: the text behind the name changed.
    pub fn renew(&mut self) {
        self.made = None;
    }

    fn last_top(&self) -> usize {
        self.lines.len().saturating_sub(self.height)
    }

    /// The lines in sight.
    pub fn visible(&self) -> &[Line] {
        let end = (self.top + self.height).min(self.lines.len());
        self.lines.get(self.top..end).unwrap_or_default()
    }

    /// The page in sight and how many there are, from 1. The last page is told when the end is in sight.
    pub fn page(&self) -> (usize, usize) {
        let pages = self.lines.len().div_ceil(self.height.max(1)).max(1);
        let page = if self.top >= self.last_top() { pages } else { self.top / self.height.max(1) + 1 };
        (page, pages)
    }

    /// The line that holds this byte of the text.
    fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| line.start <= byte).saturating_sub(1)
    }

    /// Brings this byte of the text into sight, with some lines above it to read it by.
    pub fn show(&mut self, byte: usize) {
        let line = self.line_of(byte);
        if !(self.top..self.top + self.height).contains(&line) {
            self.top = line.saturating_sub(self.height / 3).min(self.last_top());
        }
    }

    /// The byte of the text at the top of the window.
    pub fn top_byte(&self) -> usize {
        self.lines.get(self.top).map_or(0, |line| line.start)
    }

    /// A page up or down.
    pub fn turn(&mut self, key: Key) -> bool {
        match key {
            Key::PageDown | Key::Char(' ') => self.top = (self.top + self.height).min(self.last_top()),
            Key::PageUp => self.top = self.top.saturating_sub(self.height),
            _ => return false,
        }
        true
    }

    /// Keys while the text has them: lines, pages, top and end.
    pub fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Down => self.top = (self.top + 1).min(self.last_top()),
            Key::Up => self.top = self.top.saturating_sub(1),
            Key::Home => self.top = 0,
            Key::End => self.top = self.last_top(),
            other => return self.turn(other),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_turn_and_stop_at_both_ends() {
        let text = "甲\n乙\n丙\n丁\n戊";
        let mut pager = Pager::default();
        pager.fit(1, text, (10, 2), Ambiguous::One);
        let shown = |pager: &Pager| pager.visible().iter().map(|line| line.text(text)).collect::<String>();
        assert_eq!((shown(&pager).as_str(), pager.page()), ("甲乙", (1, 3)));
        pager.key(Key::PageDown);
        assert_eq!((shown(&pager).as_str(), pager.page()), ("丙丁", (2, 3)));
        pager.key(Key::Char(' '));
        pager.key(Key::Char(' '));
        assert_eq!((shown(&pager).as_str(), pager.page()), ("丁戊", (3, 3)));
        pager.key(Key::Home);
        assert_eq!(shown(&pager), "甲乙");
        assert!(!pager.key(Key::Enter));
    }

    #[test]
    fn another_text_starts_at_its_top_and_the_same_one_stays() {
        let mut pager = Pager::default();
        pager.fit(1, "a\nb\nc\nd", (10, 2), Ambiguous::One);
        pager.key(Key::End);
        pager.fit(1, "a\nb\nc\nd", (9, 2), Ambiguous::One);
        assert_eq!(pager.top_byte(), 4, "another width, the same place");
        pager.fit(2, "e\nf\ng", (9, 2), Ambiguous::One);
        assert_eq!(pager.top_byte(), 0);
    }
}
