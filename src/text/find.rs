//! Where a text holds a typed word, whatever input method typed it: full-width and half-width forms, capitals and
//! spaces make no difference. The text itself is never changed; what comes back are its own bytes.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::fold::punctuation;
use super::width::{Ambiguous, width};

/// All places of `word` in `text`, in order, none overlapping another. Linear in the text, so it belongs to the key
/// that asks for it and not to every frame. A word of spaces is nowhere.
pub fn find_all(text: &str, word: &str) -> Vec<Range<usize>> {
    find(text, word, usize::MAX)
}

/// The first of them.
pub(super) fn find_first(text: &str, word: &str) -> Option<Range<usize>> {
    find(text, word, 1).pop()
}

fn find(text: &str, word: &str, most: usize) -> Vec<Range<usize>> {
    let (needle, folded) = (folded(word), folded(text));
    let mut places = Vec::new();
    if needle.is_empty() {
        return places;
    }
    let mut sources = Sources::of(text);
    let mut from = 0;
    while places.len() < most
        && let Some(at) = folded.get(from..).and_then(|rest| rest.find(&needle))
    {
        let first = from + at;
        from = first + needle.len();
        let (Some(begin), Some(end)) = (sources.character(first), sources.character(from - 1)) else { break };
        places.push(begin.start..with_marks(text, end.end));
    }
    places
}

/// Where folded letters came from: asked for places that only grow.
struct Sources<'a> {
    rest: std::str::CharIndices<'a>,
    /// Bytes of the character, and the place behind its letters.
    at: Option<(Range<usize>, usize)>,
}

impl<'a> Sources<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text.char_indices(), at: Some((0..0, 0)) }
    }

    /// The bytes of the character that this byte of the folded text is a letter of.
    fn character(&mut self, byte: usize) -> Option<Range<usize>> {
        loop {
            let (bytes, behind) = self.at.as_ref()?;
            if byte < *behind {
                return Some(bytes.clone());
            }
            let behind = *behind;
            self.at = self.rest.next().map(|(at, typed)| {
                let letters: usize = match one_letter(typed) {
                    Some(letter) => letter.len_utf8(),
                    None => letters(typed).map(char::len_utf8).sum(),
                };
                (at..at + typed.len_utf8(), behind + letters)
            });
        }
    }
}

/// A text as it is compared.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for typed in text.chars() {
        match one_letter(typed) {
            Some(letter) => folded.push(letter),
            None => folded.extend(letters(typed)),
        }
    }
    folded
}

/// The same as [`letters`] for what texts are made of, without the tables; `None`: ask them.
pub(super) fn one_letter(typed: char) -> Option<char> {
    match typed {
        '\u{4e00}'..='\u{9fff}' | '“' | '”' | '《' | '》' => Some(typed),
        '!'..='~' => Some(typed.to_ascii_lowercase()),
        '。' => Some('.'),
        '、' => Some('/'),
        // Full width: the same signs as ASCII, in the same order.
        '\u{ff01}'..='\u{ff5e}' => {
            u8::try_from(u32::from(typed) - 0xff00 + 0x20).ok().map(|byte| char::from(byte).to_ascii_lowercase())
        }
        _ => None,
    }
}

/// A character as it is compared: compatibility form taken apart, small, no space.
pub(super) fn letters(typed: char) -> impl Iterator<Item = char> {
    let folded = std::iter::once(typed).nfkd().map(punctuation).flat_map(char::to_lowercase);
    folded.filter(|letter| !letter.is_whitespace())
}

/// The end of a place, with the combining marks that belong to its last glyph.
fn with_marks(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let marks =
        rest.chars().take_while(|mark| *mark != '\n' && width(mark.encode_utf8(&mut [0; 4]), Ambiguous::One) == 0);
    end + marks.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
        find_all(text, word).into_iter().filter_map(|place| text.get(place)).collect()
    }

    #[test]
    fn forms_and_spaces_make_no_difference() {
        assert_eq!(found("年均节约 328.50 万元，", "３２８。５０万元"), ["328.50 万元"]);
        assert_eq!(found("ＱＣ成果，qc 小组", "Qc"), ["ＱＣ", "qc"]);
        assert_eq!(found("圆度 0.03\u{3000}mm", "0.03mm"), ["0.03\u{3000}mm"]);
        assert_eq!(found("装夹、装夹", "装夹"), ["装夹", "装夹"]);
        assert_eq!(found("装夹", "磨削"), [""; 0]);
        assert_eq!(found("装 夹", " "), [""; 0]);
    }

    #[test]
    fn a_letter_keeps_its_accent_and_a_sign_that_folds_to_several_is_found_whole() {
        assert_eq!(found("cafe\u{301}", "e"), ["e\u{301}"]);
        assert_eq!(found("½ 项", "1"), ["½"]);
    }

    #[test]
    fn the_short_way_to_a_letter_leads_to_the_same_one() {
        for typed in '\0'..=char::MAX {
            if let Some(letter) = one_letter(typed) {
                assert_eq!(letters(typed).collect::<Vec<_>>(), [letter], "{typed:?}");
            }
        }
    }

    #[test]
    fn a_sign_that_folds_to_several_letters_may_end_one_place_and_begin_the_next() {
        assert_eq!(found("a½2b", "1"), ["½"]);
        assert_eq!(found("¼¼", "1"), ["¼", "¼"]);
        assert_eq!(found("1¼4", "1"), ["1", "¼"]);
        assert_eq!(found("…。", "."), ["…", "…", "…", "。"]);
    }

    proptest! {
        #[test]
        fn the_first_place_is_the_first_of_all(text in "[甲乙ａA１1。. \\n½e\u{301}]{0,40}", word in "[甲乙ａA１1。½e]{1,3}") {
            prop_assert_eq!(find_first(&text, &word), find_all(&text, &word).into_iter().next());
        }

        #[test]
        fn every_place_lies_between_characters_in_order_and_the_word_itself_is_found(
            text in "[甲乙ａA１1。. \\n½e\u{301}]{0,40}", word in "[甲乙ａA１1。½e]{1,3}",
        ) {
            let places = find_all(&text, &word);
            let mut before = 0;
            for place in &places {
                prop_assert!(place.start >= before && place.start < place.end);
                prop_assert!(text.get(place.clone()).is_some());
                before = place.end.min(before.max(place.end));
            }
            let whole = format!("{text}\n{word}");
            prop_assert!(!find_all(&whole, &word).is_empty());
        }
    }
}
