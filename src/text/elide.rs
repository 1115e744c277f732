//! Making a text of one line fit a column: shortened with a visible sign, or filled with spaces.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::width::{Ambiguous, alone_width, grapheme_width, measured, width};

/// Shortens a text at its end so that it takes at most `cols` cells; the sign of the cut is `…`, or `..`
/// where `…` may take two cells anyhow: two full stops take two in every terminal.
pub fn elide(text: &str, cols: usize, ambiguous: Ambiguous) -> Cow<'_, str> {
    elided(text, cols, ambiguous).0
}

/// As [`elide`], with the cells that are taken.
pub fn elided(text: &str, cols: usize, ambiguous: Ambiguous) -> (Cow<'_, str>, usize) {
    let (fitting, used, whole) = prefix(text, cols, ambiguous);
    if whole {
        return (Cow::Borrowed(text), used);
    }
    let (sign, room) = sign(cols, ambiguous);
    let (head, ..) = prefix(fitting, room, ambiguous);
    let elided = head.trim_end().to_owned() + sign;
    let used = width(&elided, ambiguous);
    debug_assert!(used <= cols, "{elided:?} is wider than {cols}");
    (Cow::Owned(elided), used)
}

/// Shortens a text in its middle, for paths and digests, whose two ends tell most.
pub fn elide_middle(text: &str, cols: usize, ambiguous: Ambiguous) -> Cow<'_, str> {
    if prefix(text, cols, ambiguous).2 {
        return Cow::Borrowed(text);
    }
    let (sign, room) = sign(cols, ambiguous);
    let (head, used, _) = prefix(text, room.div_ceil(2), ambiguous);
    let tail = suffix(text, room.saturating_sub(used), ambiguous);
    let elided = [head, sign, tail].concat();
    debug_assert!(width(&elided, ambiguous) <= cols, "{elided:?} is wider than {cols}");
    Cow::Owned(elided)
}

/// The text at the left of a column of exactly `cols` cells, elided where it is too long.
pub fn pad_end(text: &str, cols: usize, ambiguous: Ambiguous) -> String {
    pad(text, cols, ambiguous, |_| 0)
}

/// The text at the right of a column of exactly `cols` cells, elided where it is too long.
pub fn pad_start(text: &str, cols: usize, ambiguous: Ambiguous) -> String {
    pad(text, cols, ambiguous, |free| free)
}

/// The text in the middle of a column of exactly `cols` cells (an odd cell goes to the right), elided
/// where it is too long.
pub fn center(text: &str, cols: usize, ambiguous: Ambiguous) -> String {
    pad(text, cols, ambiguous, |free| free / 2)
}

/// As [`pad_end`], onto the end of a row that is being written.
pub fn push_end(row: &mut String, text: &str, cols: usize, ambiguous: Ambiguous) {
    push(row, text, cols, ambiguous, |_| 0);
}

/// As [`pad_start`], onto the end of a row that is being written.
pub fn push_start(row: &mut String, text: &str, cols: usize, ambiguous: Ambiguous) {
    push(row, text, cols, ambiguous, |free| free);
}

fn pad(text: &str, cols: usize, ambiguous: Ambiguous, before: impl Fn(usize) -> usize) -> String {
    let mut padded = String::with_capacity(text.len().saturating_add(cols));
    push(&mut padded, text, cols, ambiguous, before);
    debug_assert_eq!(width(&padded, ambiguous), cols, "{padded:?} is not as wide as its column");
    padded
}

fn push(row: &mut String, text: &str, cols: usize, ambiguous: Ambiguous, before: impl Fn(usize) -> usize) {
    let (shown, used) = elided(text, cols, ambiguous);
    let free = cols.saturating_sub(used);
    let before = before(free);
    blanks(row, before);
    row.push_str(&shown);
    blanks(row, free.saturating_sub(before));
}

/// Blanks by the piece: a screen has thousands.
fn blanks(row: &mut String, mut count: usize) {
    const PIECE: &str = "                                ";
    while let Some(piece) = PIECE.get(..count.min(PIECE.len())).filter(|piece| !piece.is_empty()) {
        row.push_str(piece);
        count -= piece.len();
    }
}

/// The sign of a cut that fits `cols`, and the cells it leaves.
fn sign(cols: usize, ambiguous: Ambiguous) -> (&'static str, usize) {
    match (ambiguous, cols) {
        (_, 0) => ("", 0),
        (Ambiguous::One, _) => ("…", cols.saturating_sub(1)),
        (Ambiguous::Two, 1) => (".", 0),
        (Ambiguous::Two, _) => ("..", cols.saturating_sub(2)),
    }
}

/// The longest beginning of a text that takes at most `cols` cells, and its cells.
pub fn beginning(text: &str, cols: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let (head, used, _) = prefix(text, cols, ambiguous);
    (head, used)
}

/// The longest beginning of at most `cols` cells, its cells, and whether it is the whole text. Reads no
/// further than it has to.
fn prefix(text: &str, cols: usize, ambiguous: Ambiguous) -> (&str, usize, bool) {
    if let Some(cells) = alone_width(text, ambiguous).filter(|cells| *cells <= cols) {
        return (text, cells, true);
    }
    let (mut used, mut from) = (0, 0);
    for (end, cells) in measured(text, ambiguous) {
        if used + cells > cols {
            return (text.get(..from).unwrap_or_default(), used, false);
        }
        used += cells;
        from = end;
    }
    (text, used, true)
}

/// The longest end of at most `cols` cells.
fn suffix(text: &str, cols: usize, ambiguous: Ambiguous) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme_width(grapheme, ambiguous);
        if used > cols {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean_line;
    use proptest::prelude::*;

    const ONE: Ambiguous = Ambiguous::One;
    const TWO: Ambiguous = Ambiguous::Two;

    #[test]
    fn what_fits_is_left_alone() {
        assert!(matches!(elide("数控车工", 8, ONE), Cow::Borrowed("数控车工")));
        assert!(matches!(elide_middle("数控车工", 8, TWO), Cow::Borrowed("数控车工")));
        assert_eq!(elide("", 0, ONE), "");
    }

    #[test]
    fn a_cut_is_seen_and_never_halves_a_glyph() {
        assert_eq!(elide("数控车工", 7, ONE), "数控车…");
        assert_eq!(elide("数控车工", 6, ONE), "数控…");
        assert_eq!(elide("数控车工", 7, TWO), "数控..");
        assert_eq!(elide("数控 车工", 6, ONE), "数控…");
        assert_eq!(elide("👩‍🔧👩‍🔧", 3, ONE), "👩‍🔧…");
        assert_eq!(elide("数控", 1, ONE), "…");
        assert_eq!(elide("数控", 1, TWO), ".");
        assert_eq!(elide("数控", 0, TWO), "");
    }

    #[test]
    fn the_middle_goes_and_both_ends_stay() {
        assert_eq!(elide_middle("dossiers/W274.toml", 11, ONE), "dossi….toml");
        assert_eq!(elide_middle("评审组材料目录", 8, ONE), "评审…录");
        assert_eq!(elide_middle("评审组材料目录", 8, TWO), "评..目录");
        assert_eq!(elide_middle("评审组", 1, TWO), ".");
    }

    #[test]
    fn columns_are_exactly_as_wide_as_asked() {
        assert_eq!(pad_end("甲", 5, ONE), "甲   ");
        assert_eq!(pad_start("88.5", 6, ONE), "  88.5");
        assert_eq!(center("甲", 5, ONE), " 甲  ");
        assert_eq!(pad_end("甲乙丙", 5, ONE), "甲乙…");
        assert_eq!(pad_end("甲乙丙", 4, ONE), "甲… ");
        assert_eq!(pad_start("“甲”", 6, TWO), "“甲”");
        assert_eq!(pad_start("“甲”", 6, ONE), "  “甲”");
    }

    proptest! {
        #[test]
        fn a_column_is_never_broken(text in prop_oneof!["\\PC{0,20}", "[甲乙“…—α👩\u{200d}\u{301}🇨 a]{0,20}"], cols in 0_usize..24) {
            for ambiguous in [ONE, TWO] {
                for text in [text.as_str(), clean_line(&text).as_str()] {
                    prop_assert!(width(&elide(text, cols, ambiguous), ambiguous) <= cols);
                    prop_assert!(width(&elide_middle(text, cols, ambiguous), ambiguous) <= cols);
                    for padded in [pad_end(text, cols, ambiguous), pad_start(text, cols, ambiguous), center(text, cols, ambiguous)] {
                        prop_assert_eq!(width(&padded, ambiguous), cols);
                    }
                }
            }
        }
    }
}
