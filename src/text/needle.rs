//! Finding a typed word in names and texts, forgiving of width and case, of left-out Han, of letters typed for Han.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::find::{self, find_first};
use super::packed::is_plain_han;
use super::pinyin::{Spelled, Wanted, find_spelled};
use super::{Packed, fold, fold_char};

/// Fewest letters that are read as pinyin in a long text: two initials are in every one.
const TEXT_LETTERS: usize = 3;
/// Characters of a clause in which left-out Han are looked for.
const CLAUSE_CHARS: usize = 200;

/// With characters left out a word spans this many times its own number at most.
const STRETCH: usize = 2;

/// A word to find.
pub struct Needle {
    /// As typed.
    typed: String,
    /// Folded, small letters.
    word: Vec<char>,
    /// The same where it is letters and digits alone: read as pinyin too.
    letters: Option<Wanted>,
    /// For a word with Han: characters may be left out.
    fuzzy: Option<(SkimMatcherV2, String)>,
    /// Its Han in their order, all of which stand wherever it is found, within so many characters.
    hans: Vec<u16>,
    window: usize,
}

/// What a character is compared as.
fn plain(c: char) -> char {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        '\u{4e00}'..='\u{9fff}' => c,
        _ => fold_char(c).to_lowercase().next().unwrap_or(c),
    }
}

impl Needle {
    /// Of what was typed; `None` where that is nothing but spaces.
    pub fn new(typed: &str) -> Option<Self> {
        let folded: String = fold(typed.trim()).chars().map(plain).collect();
        if folded.is_empty() {
            return None;
        }
        let ascii = folded.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let letters = (ascii && folded.bytes().any(|byte| byte.is_ascii_alphabetic())).then(|| Wanted::new(&folded));
        let word: Vec<char> = folded.chars().collect();
        // Left-out letters of a Latin word match everything (PITFALLS 19), and so do those of a single character.
        let fuzzy = !folded.is_ascii() && word.len() > 1;
        let fuzzy = fuzzy.then(|| (SkimMatcherV2::default().ignore_case(), folded));
        let hans =
            word.iter().filter(|c| is_plain_han(**c)).filter_map(|c| u16::try_from(u32::from(*c)).ok()).collect();
        // Taken apart it may have more letters than as typed; either way half of what it spans may be left out.
        let window = STRETCH * word.len().max(typed.chars().flat_map(find::letters).count());
        Some(Self { typed: typed.trim().to_owned(), word, letters, fuzzy, hans, window })
    }

    /// Whether a trade, a field or the like is meant: it holds the word, perhaps with characters between, or is spelled so.
    pub fn is_in(&self, name: &str) -> bool {
        self.literal(name).is_some()
            || self.letters.as_ref().is_some_and(|letters| Spelled::of(name).find(letters).is_some())
            || self.fuzzy.as_ref().is_some_and(|(matcher, word)| matcher.fuzzy_match(name, word).is_some())
    }

    /// Whether [`place_in`](Self::place_in) may find it: false where it certainly does not.
    pub fn may_be_in(&self, text: &Packed) -> bool {
        text.may_hold(&self.hans, self.window)
    }

    /// Where a long text has the word: as it stands; else spelled so; else with few characters left out, in one clause.
    pub fn place_in(&self, text: &str) -> Option<Range<usize>> {
        let letters = self.letters.as_ref().filter(|_| self.word.len() >= TEXT_LETTERS);
        self.literal(text)
            .or_else(|| letters.and_then(|letters| find_spelled(text, letters)))
            .or_else(|| self.fuzzy.as_ref().and_then(|(matcher, word)| self.loosely(matcher, word, text)))
    }

    fn literal(&self, text: &str) -> Option<Range<usize>> {
        find_first(text, &self.typed)
    }

    /// In a clause that has all characters in their order, over no more than twice their number.
    fn loosely(&self, matcher: &SkimMatcherV2, word: &str, text: &str) -> Option<Range<usize>> {
        let mut start = 0;
        for clause in text.split_inclusive(['。', '；', '，', '、', '！', '？', '\n']) {
            let from = start;
            start += clause.len();
            if !self.has_all(clause) || clause.chars().nth(CLAUSE_CHARS).is_some() {
                continue;
            }
            let Some((_, places)) = matcher.fuzzy_indices(clause, word) else { continue };
            let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
            if last - first + 1 > STRETCH * self.word.len() {
                continue;
            }
            let mut ends = clause.char_indices().map(|(at, _)| at).chain([clause.len()]);
            let begin = ends.nth(*first)?;
            let end = ends.nth(last - first)?;
            return Some(from + begin..from + end);
        }
        None
    }

    fn has_all(&self, clause: &str) -> bool {
        let mut chars = clause.chars();
        self.word.iter().all(|want| chars.any(|c| plain(c) == *want))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_in(typed: &str, name: &str) -> bool {
        Needle::new(typed).unwrap().is_in(name)
    }

    fn place<'a>(typed: &str, text: &'a str) -> Option<&'a str> {
        Needle::new(typed).unwrap().place_in(text).and_then(|range| text.get(range))
    }

    #[test]
    fn a_trade_is_found_by_part_by_left_out_han_and_by_pinyin() {
        for typed in ["车工", "数车", "skcg", "SKCG", "ｓｋｃｇ", "shukong", " 数控 "] {
            assert!(is_in(typed, "数控车工"), "{typed}");
        }
        for typed in ["焊工", "车数", "hg", "skg"] {
            assert!(!is_in(typed, "数控车工"), "{typed}");
        }
        assert!(Needle::new(" \u{3000} ").is_none());
    }

    const TEXT: &str = "针对薄壁套筒，自创“三点浮动支撑”装夹工法，圆度由 ０.03 mm 稳定到 0.008 mm。\n引入PLC控制。";

    #[test]
    fn a_text_is_found_where_the_word_stands_whatever_its_width_and_case() {
        assert_eq!(place("薄壁套筒", TEXT), Some("薄壁套筒"));
        assert_eq!(place("0.03 mm", TEXT), Some("０.03 mm"));
        assert_eq!(place("plc", TEXT), Some("PLC"));
        assert_eq!(place("fdzc", TEXT), Some("浮动支撑"));
        assert_eq!(place("三点支撑", TEXT), Some("三点浮动支撑"));
        assert_eq!(place("装夹法", TEXT), Some("装夹工法"));
    }

    #[test]
    fn left_out_characters_are_few_and_within_a_clause() {
        assert_eq!(place("薄壁支撑", TEXT), None, "another clause");
        assert_eq!(place("三撑", TEXT), None, "too far apart");
        assert_eq!(place("zc", TEXT), None, "two initials are in every text");
        assert_eq!(place("车床", TEXT), None);
    }

    proptest! {
        #[test]
        fn a_place_lies_in_the_text_and_what_stands_there_is_found(text in "[数控车工，。\nＡa０ ½…]{0,24}|\\PC{0,16}", typed in "[数控车工Ａa0½]{1,4}|\\PC{1,6}") {
            let Some(needle) = Needle::new(&typed) else { return Ok(()) };
            let _ = needle.is_in(&text);
            if let Some(range) = needle.place_in(&text) {
                prop_assert!(text.get(range).is_some_and(|found| !found.is_empty()));
            }
            let around = format!("{text}{typed}{text}");
            if typed.trim() == typed && fold(&typed).chars().count() == typed.chars().count() {
                prop_assert!(needle.place_in(&around).is_some(), "{around:?}");
            }
        }
    }
}
