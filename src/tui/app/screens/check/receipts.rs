//! What is said once something is signed.

use crate::desk::view::{Done, OwnSheet};
use crate::domain::{Code, Half};
use crate::words::Lang;
use crate::words::screens::expert as words;

/// What was signed, and which half of it is still open. `own` is how the sheet stood before or stands after.
pub(in crate::tui::app::screens) fn receipts<'a>(
    lang: Lang,
    done: &Done,
    own: impl Fn(&Code) -> Option<&'a OwnSheet>,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (code, halves, receipt) in &done.receipts {
        let open = own(code).and_then(|own| half_left(own, halves));
        let part = open.and_then(|_| halves.first().copied());
        lines.push(words::receipt_line(lang, code, part, receipt));
        lines.extend(open.map(|open| words::half_open(lang, open)));
    }
    lines
}

/// The half that is open where these are signed.
fn half_left(own: &OwnSheet, halves: &[Half]) -> Option<Half> {
    own.visit?;
    let [file, onsite] = own.signed;
    let open = |half, signed: bool| (!signed && !halves.contains(&half)).then_some(half);
    open(Half::Onsite, onsite).or_else(|| open(Half::File, file))
}
