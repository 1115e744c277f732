//! What the tables that can be narrowed do alike: 待评, 进度, 汇总.

use super::{Finding, Listed};
use crate::desk::request::{Answer, Failure};
use crate::tui::app::parts::Bench;
use crate::tui::app::{Common, Outcome, Step};
use crate::tui::keymap::Key;

/// A table with a filter.
pub(in crate::tui::app::screens) trait Narrowed {
    /// Its filter, and its cursor over what is shown.
    fn table(&mut self) -> (&mut Finding, &mut Bench);

    /// Does something to the filter; the cursor stays on its dossier while that is shown. Nothing where there is no
    /// list yet.
    fn refilter<T: Default>(
        &mut self,
        common: &mut Common,
        change: impl FnOnce(&mut Finding, &mut Common, &dyn Listed) -> T,
    ) -> T;

    /// Takes an answer with names to look for words in, where they are not in the list itself; false: it is another's.
    fn learn(&mut self, _common: &mut Common, _id: u64, _result: &Result<Answer, Failure>) -> bool {
        false
    }

    /// A key that the table has no use for: the filter's, else Esc leads up.
    fn pass(&mut self, common: &mut Common, key: Key) -> Step {
        let taken = self.refilter(common, |finding, common, list| finding.key(common, key, list));
        if key == Key::Esc && !taken { Step::Up(Outcome::Declined) } else { Step::Stay }
    }

    /// What came back from a page of the filter's own; `Err`: from another page.
    fn come_back(&mut self, common: &mut Common, outcome: Outcome) -> Result<Step, Outcome> {
        let (finding, bench) = self.table();
        if !finding.is_asking() {
            return Err(outcome);
        }
        bench.jump.clear();
        Ok(self.refilter(common, |finding, common, list| finding.back(common, outcome, list)))
    }

    /// An answer to a search in names or texts; false: it is another's.
    fn search_answer(&mut self, common: &mut Common, id: u64, result: &Result<Answer, Failure>) -> bool {
        if self.learn(common, id, result) {
            self.refilter(common, |finding, _, list| {
                finding.renamed();
                finding.narrow(list);
            });
            return true;
        }
        self.refilter(common, |finding, common, list| finding.answer(common, id, result, list))
    }
}
