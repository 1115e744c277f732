//! The secretary's first look at the folder after opening.

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, View};
use crate::domain::{Role, Stage};
use crate::tui::app::{Common, Tone};
use crate::words::screens::office as words;

/// The look: files changed since are told once, not asked for with every
/// change, because the hall reads them all for it.
#[derive(Debug, Default)]
pub(super) struct Look {
    done: bool,
    query: Option<u64>,
}

impl Look {
    /// Asks, the first time.
    pub(super) fn once(&mut self, common: &mut Common) {
        let secretary = common.role() == Some(Role::Secretary);
        if secretary && !self.done && common.stage() != Stage::Setup {
            self.done = true;
            self.query = Some(common.ask(Ask::Folder));
        }
    }

    /// Tells what was changed; gives back what was not for it.
    pub(super) fn answer(
        &mut self,
        common: &mut Common,
        id: u64,
        result: Result<Answer, Failure>,
    ) -> Result<(), Result<Answer, Failure>> {
        if self.query != Some(id) {
            return Err(result);
        }
        self.query = None;
        if let Ok(Answer::View(View::Folder(folder))) = result
            && !folder.changed.is_empty()
        {
            common.say(Tone::Warn, words::files_changed(common.lang, folder.changed.len()));
        }
        Ok(())
    }
}
