//! What is said in full about the line with the cursor, below its list.

use super::Pager;
use crate::tui::app::Common;

/// The text and its lines.
#[derive(Debug, Default)]
pub struct Detail {
    text: String,
    pager: Pager,
}

impl Detail {
    /// This text, in so many rows, of which the rule above it takes one. Another text begins at its top.
    pub fn fit(&mut self, common: &Common, text: String, rows: u16) {
        if text != self.text {
            self.text = text;
            self.pager = Pager::default();
        }
        let columns = usize::from(common.size.0).saturating_sub(2);
        self.pager.fit(0, &self.text, (columns, usize::from(rows.saturating_sub(1))), common.ambiguous());
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lines.
    pub fn pager(&self) -> &Pager {
        &self.pager
    }
}
