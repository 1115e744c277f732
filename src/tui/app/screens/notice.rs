//! Something to read once: a receipt, what a first visit needs to know.

use crate::tui::app::parts::Pager;
use crate::tui::app::{Common, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::frame as words;

/// A text over the page below; Enter or Esc goes on.
#[derive(Debug)]
pub struct Notice {
    /// The text.
    pub text: String,
    /// Its lines.
    pub pager: Pager,
}

/// Cells of a popup's text at this width of the window.
pub(crate) fn popup_columns(common: &Common) -> usize {
    usize::from(common.size.0).saturating_sub(8).clamp(1, 72)
}

impl Notice {
    /// With this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), pager: Pager::default() }
    }
}

impl Page for Notice {
    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => Step::Up(Outcome::Done),
            other => {
                self.pager.key(other);
                Step::Stay
            }
        }
    }

    fn fit(&mut self, common: &Common) {
        let height = usize::from(common.size.1).saturating_sub(6);
        self.pager.fit(0, &self.text, (popup_columns(common), height), common.ambiguous());
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        vec![Way::new(&[Act::Enter, Act::Back], words::go_on(common.lang))]
    }
}
