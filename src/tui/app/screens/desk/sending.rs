//! What comes of a write of this sheet, and of what is kept beside it.

use super::Desk;
use crate::desk::request::{Answer, Failure};
use crate::domain::{Command, Refusal};
use crate::tui::app::parts::Write;
use crate::tui::app::{Common, Tone};
use crate::words::screens::expert as words;

impl Desk {
    /// An answer to a write, a draft or the place.
    pub(super) fn sent_answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) {
        if self.sending.kept_answered(common, id) {
            if let Err(failure) = result {
                common.say_failure(&failure);
            }
            return;
        }
        let Some(write) = self.sending.answered(id) else { return };
        match result {
            Ok(Answer::Done(done)) => {
                self.sending.wrote(done.events);
                self.saved(common, &write);
                // Sent twice, and saved the first time: which revision that made only a view says. What is queued waits
                // for it, or it would seem to be typed over something newer.
                if done.events == 0 && self.sending.has_more() {
                    return self.query(common);
                }
            }
            Ok(_) => {}
            Err(failure) => self.not_saved(common, &write, &failure),
        }
        self.stale = true;
        self.sending.pump(common);
    }

    fn saved(&mut self, common: &mut Common, write: &Write) {
        if let (Some(((item, basis), points)), Some(sheet)) = (write.mark, &mut self.sheet) {
            sheet.marks.set(item, basis, points);
            if !self.typed.contains_key(&(item, basis)) {
                self.sending.forget(common, (item, basis));
            }
        }
        let lang = common.lang;
        match &write.command {
            Command::Explain { .. } => common.say(Tone::Good, words::kept(lang)),
            Command::AskReturn { .. } => common.say(Tone::Good, words::return_asked(lang)),
            Command::SetAside { .. } => common.say(Tone::Good, words::recused(lang)),
            Command::Note { .. } | Command::Mark { note: Some(_), .. } => {
                self.sending.forget_note(common, write.mark.map(|(cell, _)| cell));
                common.say(Tone::Good, words::noted(lang));
            }
            _ => {}
        }
    }

    /// What was typed stands in its cell again, not recorded.
    fn not_saved(&mut self, common: &mut Common, write: &Write, failure: &Failure) {
        if let (Some((cell, Some(points))), Command::Mark { note: None, .. }) = (write.mark, &write.command) {
            self.typed.entry(cell).or_insert_with(|| points.to_string());
            let text = self.typed.get(&cell).cloned().unwrap_or_default();
            self.sending.keep(common, cell, &text);
            if matches!(failure, Failure::Refused(Refusal::Stale { .. })) {
                self.lost.insert(cell);
            }
        }
        common.say_failure(failure);
    }
}
