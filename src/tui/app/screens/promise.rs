//! The 承诺 page of an expert's first entry.

use crate::desk::request::Request;
use crate::tui::app::parts::Pager;
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screen as shared;
use crate::words::screens::{frame, hints};

/// Five points to read; 9 promises, Enter reads on.
#[derive(Debug, Default)]
pub struct Promise {
    /// All of it, as one text.
    pub text: String,
    /// Its lines.
    pub pager: Pager,
}

impl Page for Promise {
    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Char('9') => {
                if let Some(home) = &mut common.home {
                    home.promised = true;
                }
                common.send(Request::Promise);
                Step::Enter
            }
            Key::Esc => Step::Up(Outcome::Declined),
            other => {
                self.pager.key(other);
                Step::Stay
            }
        }
    }

    fn home_changed(&mut self, common: &mut Common) -> Step {
        let promised = common.home.as_ref().is_some_and(|home| home.promised);
        if promised { Step::Enter } else { Step::Stay }
    }

    fn wants_home(&self) -> bool {
        true
    }

    fn fit(&mut self, common: &Common) {
        let (_, points) = shared::promise(common.lang);
        let text = points.join("\n\n");
        if text != self.text {
            self.text = text;
            self.pager.renew();
        }
        let columns = usize::from(common.size.0).saturating_sub(4);
        let rows = usize::from(common.size.1).saturating_sub(5);
        self.pager.fit(0, &self.text, (columns, rows), common.ambiguous());
    }

    fn context(&self) -> Context {
        Context::Question
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        vec![
            Way::typed("9", shared::promise_yes(lang)).hint(Hint::STAYS, shared::promise_yes(lang)),
            Way::new(&[Act::Enter], frame::read_again(lang)).hint(1, frame::read_again(lang)),
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)).hint(2, hints::page(lang)),
            Way::new(&[Act::Back], frame::leave_yes(lang)).hint(Hint::STAYS, hints::leave(lang)),
        ]
    }
}
