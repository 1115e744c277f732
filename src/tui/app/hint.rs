//! The hint line: the ways of a page that have a word for it, in their order, as many as there is room for.

use super::{Common, Hint, Page};
use crate::text::width;
use crate::tui::keymap::short_keys;
use crate::words::screens::hints as words;

/// Between two parts.
const GAP: &str = "  ";

/// What the hint line of a page says in so many columns. Where it is too long, the short words come first, then the parts
/// of the highest rank go, the last of them first; what stays always may be cut by whoever draws it.
pub fn hint_line(page: &dyn Page, common: &Common, columns: u16) -> String {
    let lang = common.lang;
    let keys = |way: &super::Way| {
        if way.typed.is_empty() {
            short_keys(lang, &way.acts, &common.keymap, page.context())
        } else {
            Some(way.typed.clone())
        }
    };
    let parts = page.ways(common).into_iter().filter_map(|way| Some((keys(&way)?, way.hint?)));
    let mut parts: Vec<(String, Hint)> = parts.collect();
    let line = |parts: &[(String, Hint)], brief: bool| {
        let word = |hint: &Hint| hint.brief.clone().filter(|_| brief).unwrap_or_else(|| hint.word.clone());
        let parts: Vec<String> = parts.iter().map(|(keys, hint)| words::part(lang, keys, &word(hint))).collect();
        parts.join(GAP)
    };
    let fits = |line: &str| width(line, common.ambiguous()) <= usize::from(columns);
    let whole = line(&parts, false);
    if fits(&whole) {
        return whole;
    }
    loop {
        let short = line(&parts, true);
        let most = parts.iter().map(|(_, hint)| hint.rank).max().unwrap_or(Hint::STAYS);
        if most == Hint::STAYS || fits(&short) {
            return short;
        }
        if let Some(last) = parts.iter().rposition(|(_, hint)| hint.rank == most) {
            parts.remove(last);
        }
    }
}
