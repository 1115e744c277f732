//! The rank as one sum to redo by hand, and what is told beside the list (DESIGN §5; SCREENS §1).
//!
//! Lines of a panel or a page: phrases without a stop at their end.

mod number;
mod proof;
mod whatif;

pub use number::{decimal, places, shown_ratio, signed_ratio};
pub use proof::{basis_line, gap, kept, lone, parts, reason, score, totals, unscored_sheets, versus, versus_title};
pub use whatif::{concordance, cut, cut_title, flag, severity_of, unlike, what_if, without_seat};

use super::Lang;
use crate::domain::Points;
use crate::domain::tally::AheadBy;

/// What puts a line ahead of the next: the column 领先靠; 末位 for the last.
pub fn ahead_by(lang: Lang, by: Option<AheadBy>) -> &'static str {
    match by {
        Some(AheadBy::Score) => lang.pick("得分", "score"),
        Some(AheadBy::Honours) => lang.pick("荣誉", "honours"),
        Some(AheadBy::Age) => lang.pick("年龄", "age"),
        Some(AheadBy::Panel) => lang.pick("议决", "panel"),
        Some(AheadBy::Tied) => lang.pick("并列", "tied"),
        None => lang.pick("末位", "last"),
    }
}

/// 未达60: below pass with the pass mark, short enough for a column.
pub fn below_pass(lang: Lang, pass: Points) -> String {
    say!(lang, "未达{pass}", "below {pass}")
}

#[cfg(test)]
mod tests;
