//! What can be narrowed: rows with a code, names, states; and the expert's own list as one.

use super::state_named;
use crate::desk::view::DossierRow;
use crate::domain::{Code, Points};
use crate::tui::app::Common;
use crate::tui::app::parts::{APART, Condition, Side, StateKind, limits, own_holds};
use crate::words::screens::finding as words;

/// A menu of conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What is chosen by.
    pub title: String,
    /// At most eight, by digit; six where numbers follow.
    pub lines: Vec<Condition>,
    /// Two lines more: a score to be typed.
    pub numbers: bool,
}

/// A list that can be narrowed, row by row.
pub trait Listed {
    /// Rows.
    fn count(&self) -> usize;

    /// A row's code.
    fn code(&self, row: usize) -> Option<&Code>;

    /// Where words are looked for besides the texts: code, trade, level, field.
    fn names(&self, row: usize) -> [&str; 4];

    /// Whether a row fulfils a condition that is no word.
    fn holds(&self, row: usize, condition: &Condition) -> bool;

    /// Whether the seat may search the row's text. The hall asks this of its rights too.
    fn is_readable(&self, row: usize) -> bool;

    /// A condition by the word that is typed for it.
    fn named(&self, typed: &str) -> Option<Condition>;

    /// Over the line where it is typed what is looked for.
    fn line_title(&self, common: &Common) -> String;

    /// What it can be narrowed to besides words, in the first menu's order.
    fn menus(&self, common: &Common) -> Vec<Menu>;
}

/// By score: the pass mark and 85 % of the highest total, what else the list knows, numbers to be typed.
pub(in crate::tui::app::screens) fn score_menu(common: &Common, title: &str, more: Option<Condition>) -> Menu {
    let (low, high) = common.rules().map_or((Points::whole(60), Points::whole(85)), limits);
    let fixed = [Condition::Score(Side::Below, low), Condition::Score(Side::AtLeast, high)];
    Menu { title: title.to_owned(), lines: fixed.into_iter().chain(more).collect(), numbers: true }
}

impl Listed for Vec<DossierRow> {
    fn count(&self) -> usize {
        self.len()
    }

    fn code(&self, row: usize) -> Option<&Code> {
        self.get(row).map(|row| &row.code)
    }

    fn names(&self, row: usize) -> [&str; 4] {
        self.get(row).map_or([""; 4], names_of)
    }

    fn holds(&self, row: usize, condition: &Condition) -> bool {
        self.get(row).is_some_and(|row| own_holds(row, condition))
    }

    fn is_readable(&self, row: usize) -> bool {
        self.get(row).and_then(|row| row.own.as_ref()).is_some_and(|own| own.declared)
    }

    fn named(&self, typed: &str) -> Option<Condition> {
        state_named(typed).map(Condition::State)
    }

    fn line_title(&self, common: &Common) -> String {
        words::line_title(common.lang).to_owned()
    }

    fn menus(&self, common: &Common) -> Vec<Menu> {
        let lang = common.lang;
        let states = StateKind::OWN.map(Condition::State).to_vec();
        vec![
            Menu { title: words::by_state(lang).to_owned(), lines: states, numbers: false },
            score_menu(common, words::by_score(lang), Some(Condition::Apart(Points::whole(APART)))),
        ]
    }
}

/// Code, trade, level, field.
pub(in crate::tui::app::screens) fn names_of(row: &DossierRow) -> [&str; 4] {
    [row.code.as_str(), &row.trade, &row.level, &row.field]
}
