//! What works here and now, on `?` everywhere and on 0 in 操作.

use crate::tui::app::parts::Rows;
use crate::tui::app::{Common, Outcome, Page, Step};
use crate::tui::keymap::Key;

/// The list of keys of the page below.
#[derive(Debug)]
pub struct Help {
    /// Key and meaning.
    pub lines: Vec<(String, String)>,
    /// Which are in sight.
    pub rows: Rows,
}

impl Help {
    /// Of a page.
    pub fn new(lines: Vec<(String, String)>) -> Self {
        Self { lines, rows: Rows::default() }
    }
}

impl Page for Help {
    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => Step::Up(Outcome::Declined),
            other => {
                // The window moves, not a cursor: what is above it is at its end once the end is in sight.
                self.rows.key(other);
                Step::Stay
            }
        }
    }

    fn fit(&mut self, common: &Common) {
        let height = usize::from(common.size.1).saturating_sub(4);
        self.rows.fit(self.lines.len(), height);
    }

    fn help(&self, _common: &Common) -> Vec<(String, String)> {
        Vec::new()
    }
}
