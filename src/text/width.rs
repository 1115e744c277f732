//! How many cells a text takes in a terminal, in one place for the whole program (PITFALLS 23), because
//! the same glyph takes one cell here and two there.

use super::glyphs::{glyphs, stands_alone, sure};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many cells the terminal gives East Asian *ambiguous* characters (“ ” … — · × ① → ■ ※ ℃, all box
/// drawing, Greek, Cyrillic). No terminal tells, so it is a setting (DOMAIN §9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell: what most terminals do today, whatever the language.
    #[default]
    One,
    /// Two cells: `PuTTY`, Xshell and others when set up for Chinese.
    Two,
}

/// The cells a text takes: the sum over its grapheme clusters. Line ends and other controls take none.
pub fn width(text: &str, ambiguous: Ambiguous) -> usize {
    alone_width(text, ambiguous).unwrap_or_else(|| measured(text, ambiguous).map(|(_, cells)| cells).sum())
}

/// The cells of a text of nothing but characters that stand alone, which nearly every text of a screen is, and a frame
/// measures hundreds; none where there are others.
pub(super) fn alone_width(text: &str, ambiguous: Ambiguous) -> Option<usize> {
    text.chars().try_fold(0, |cells, c| stands_alone(c).then(|| cells + char_width(c, ambiguous)))
}

/// The glyphs of a text with their cells; for each whether it is one whose width no terminal and no setting changes.
pub fn measured_glyphs(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = (&str, usize, bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let (glyph, cells, known) = match sure(rest) {
            Some((length, cells)) => (rest.get(..length)?, cells, true),
            None => glyphs(rest).next().map(|(_, glyph)| (glyph, grapheme_width(glyph, ambiguous), false))?,
        };
        at += glyph.len();
        Some((glyph, cells, known))
    })
}

/// The glyphs of a text, each by the byte behind it and its cells.
pub(super) fn measured(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = (usize, usize)> {
    let mut end = 0;
    measured_glyphs(text, ambiguous).map(move |(glyph, cells, _)| {
        end += glyph.len();
        (end, cells)
    })
}

/// The cells one grapheme cluster takes: 0 for a lone combining mark or control, mostly 1 or 2, rarely
/// more (Indic conjuncts).
pub fn grapheme_width(grapheme: &str, ambiguous: Ambiguous) -> usize {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (None, _) => 0,
        (Some(c), None) => char_width(c, ambiguous),
        (Some(c), Some(_)) if c.is_control() => 0,
        _ => cluster_width(grapheme, ambiguous),
    }
}

/// Whether the cells of a grapheme cluster depend on the terminal's setting for ambiguous characters.
/// A backend re-places its cursor after such a glyph (PITFALLS 9).
pub fn is_ambiguous(grapheme: &str) -> bool {
    grapheme_width(grapheme, Ambiguous::One) != grapheme_width(grapheme, Ambiguous::Two)
}

fn char_width(c: char, ambiguous: Ambiguous) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}' | '\u{3001}'..='\u{3029}' => 2,
        _ => match ambiguous {
            Ambiguous::One => c.width().unwrap_or(0),
            Ambiguous::Two => c.width_cjk().unwrap_or(0) + usize::from(ambiguous_letter(c)),
        },
    }
}

/// A cluster of several characters: emoji sequences take two cells as a whole, others what their
/// characters take.
fn cluster_width(grapheme: &str, ambiguous: Ambiguous) -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that wraps it, and the cluster is not one plain character"
    )]
    let one = grapheme.width();
    match ambiguous {
        Ambiguous::One => one,
        // Never narrower than at One: an emoji with text style stays as wide as it was.
        Ambiguous::Two => {
            let letters = grapheme.chars().filter(|&c| ambiguous_letter(c)).count();
            (grapheme.width_cjk() + letters).max(one)
        }
    }
}

/// Letters and spacing accents that are East Asian ambiguous: `width_cjk` leaves them at one cell to
/// treat é and e with an accent alike, terminals set to two cells draw them in two (EastAsianWidth.txt, class A).
fn ambiguous_letter(c: char) -> bool {
    matches!(c,
        '\u{a8}' | '\u{aa}' | '\u{b4}' | '\u{b8}' | '\u{ba}' | '\u{c6}' | '\u{d0}' | '\u{d8}' | '\u{de}'..='\u{e1}'
        | '\u{e6}' | '\u{e8}'..='\u{ea}' | '\u{ec}' | '\u{ed}' | '\u{f0}' | '\u{f2}' | '\u{f3}' | '\u{f8}'..='\u{fa}'
        | '\u{fc}' | '\u{fe}' | '\u{101}' | '\u{111}' | '\u{113}' | '\u{11b}' | '\u{126}' | '\u{127}' | '\u{12b}'
        | '\u{131}'..='\u{133}' | '\u{138}' | '\u{13f}'..='\u{142}' | '\u{144}' | '\u{148}'..='\u{14b}' | '\u{14d}'
        | '\u{152}' | '\u{153}' | '\u{166}' | '\u{167}' | '\u{16b}' | '\u{1ce}' | '\u{1d0}' | '\u{1d2}' | '\u{1d4}'
        | '\u{1d6}' | '\u{1d8}' | '\u{1da}' | '\u{1dc}' | '\u{251}' | '\u{261}' | '\u{2c4}' | '\u{2c7}'
        | '\u{2c9}'..='\u{2cb}' | '\u{2cd}' | '\u{2d0}' | '\u{2d8}'..='\u{2db}' | '\u{2dd}' | '\u{2df}'
        | '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3a9}' | '\u{3b1}'..='\u{3c1}' | '\u{3c3}'..='\u{3c9}'
        | '\u{401}' | '\u{410}'..='\u{44f}' | '\u{451}' | '\u{207f}' | '\u{2113}' | '\u{2126}' | '\u{212b}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn ambiguous_glyphs_follow_the_setting() {
        for glyph in [
            "“", "”", "‘", "’", "…", "—", "·", "×", "÷", "±", "①", "⑩", "Ⅱ", "→", "↑", "■", "□", "●", "○", "◎", "★",
            "※", "℃", "‰", "№", "°", "─", "│", "┌", "┐", "└", "┘", "├", "┤", "┼", "═", "║", "█", "▏", "▒", "α", "Ω",
            "Ж", "я", "é", "ü", "ǎ", "\u{e815}",
        ] {
            assert_eq!(width(glyph, Ambiguous::One), 1, "{glyph}");
            assert_eq!(width(glyph, Ambiguous::Two), 2, "{glyph}");
            assert!(is_ambiguous(glyph), "{glyph}");
        }
    }

    #[test]
    fn the_rest_is_the_same_everywhere() {
        for (text, cells) in [
            ("", 0),
            ("W274 88.50", 10),
            ("经费", 4),
            ("《》【】〔〕「」，。、；：？！（）％", 36),
            ("８５．５", 8),
            ("\u{3000}", 2),
            ("〇々ー", 6),
            ("𠮷", 2),
            ("한국", 4),
            ("\u{1112}\u{1161}\u{11ab}", 2),
            ("ｱﾞ", 2),
            ("e\u{301}", 1),
            ("\u{301}", 0),
            ("a\u{301}\u{302}\u{303}", 1),
            ("👩", 2),
            ("👩‍🔧", 2),
            ("👨‍👩‍👧‍👦", 2),
            ("👩🏽‍🔧", 2),
            ("🇨🇳", 2),
            ("🇨🇳🇨🇳", 4),
            ("1️⃣", 2),
            ("☎️", 2),
            ("❤️", 2),
            ("\n", 0),
            ("\r\n", 0),
            ("甲\n乙", 4),
            ("\u{200b}", 0),
            ("-", 1),
        ] {
            assert_eq!(width(text, Ambiguous::One), cells, "{text:?}");
            assert_eq!(width(text, Ambiguous::Two), cells, "{text:?}");
        }
        assert!(["甲", "a", "，", "👩‍🔧", "e\u{301}", " "].iter().all(|glyph| !is_ambiguous(glyph)));
    }

    #[test]
    fn a_text_style_selector_makes_a_symbol_narrow_and_its_accent_counts_nothing() {
        assert_eq!(width("☎\u{fe0e}", Ambiguous::One), 1);
        assert_eq!(width("α\u{303}", Ambiguous::One), 1);
        assert_eq!(width("α\u{303}", Ambiguous::Two), 2);
    }

    #[test]
    fn a_sentence_with_quotes_and_dashes() {
        let text = "“精密”——±0.003 mm";
        assert_eq!(width(text, Ambiguous::One), 4 + 1 + 1 + 2 + 9);
        assert_eq!(width(text, Ambiguous::Two), 4 + 2 + 2 + 4 + 10);
    }

    proptest! {
        #[test]
        fn two_is_never_narrower_than_one(text in "\\PC{0,16}") {
            prop_assert!(width(&text, Ambiguous::One) <= width(&text, Ambiguous::Two));
        }

        #[test]
        fn a_text_is_as_wide_as_its_glyphs(text in any::<String>()) {
            for ambiguous in [Ambiguous::One, Ambiguous::Two] {
                let sum: usize = text.graphemes(true).map(|grapheme| grapheme_width(grapheme, ambiguous)).sum();
                prop_assert_eq!(width(&text, ambiguous), sum);
            }
        }
    }
}
