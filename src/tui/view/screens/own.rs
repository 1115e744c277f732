//! What the expert's tables say alike of an own sheet: what it is about, how it stands, what it comes to.

use crate::desk::view::{DossierRow, OwnSheet};
use crate::domain::{Height, SheetState};
use crate::tui::app::Common;
use crate::words::screens::{calibration, expert as words};
use crate::words::tally::shown_ratio;
use crate::words::{self as all_words, Glance, Lang};

/// 数控车工·高级技师·先进制造业; of a confidential person that the paper is read.
pub(super) fn about(lang: Lang, row: &DossierRow) -> String {
    let about = [&row.trade, &row.level, &row.field];
    let about = about.iter().filter(|word| !word.is_empty()).map(|word| word.as_str()).collect::<Vec<_>>().join("·");
    if row.confidential && about.is_empty() { words::secret_short(lang).to_owned() } else { about }
}

/// How it stands, in one word; nothing where no sheet is.
pub(super) fn state(common: &Common, row: &DossierRow) -> String {
    match &row.own {
        _ if row.withdrawn => words::withdrawn_short(common.lang).to_owned(),
        Some(own) => state_word(common.lang, own),
        None => String::new(),
    }
}

/// One word for the state, never wider than its column.
fn state_word(lang: Lang, own: &OwnSheet) -> String {
    match (own.state, own.signed) {
        (SheetState::Drafting, [true, false]) => words::half_file_signed(lang).to_owned(),
        (SheetState::Drafting, [false, true]) => words::half_onsite_signed(lang).to_owned(),
        (SheetState::Drafting, _) if !own.ready => all_words::sheet_state(lang, own.state).to_owned(),
        (state, _) => {
            all_words::sign_word(lang, Glance { state, missing: 0, onsite: None, unconfirmed: own.unconfirmed })
        }
    }
}

/// A sum that can be compared, or what is missing.
pub(super) fn number(lang: Lang, height: Height) -> String {
    match (height.whole(), height.sum) {
        (Some(sum), _) => shown_ratio(sum),
        (None, Some(_)) => calibration::missing(lang, height.missing),
        (None, None) => all_words::unscored(lang).to_owned(),
    }
}

/// A head's text, in brackets where it is the one chosen.
pub(super) fn chosen(text: &str, here: bool) -> String {
    if here { format!("[{text}]") } else { text.to_owned() }
}
