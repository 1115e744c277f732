//! Where a text holds a typed word, whatever input method typed it: full-width and half-width forms, capitals and
//! spaces make no difference. The text itself is never changed; what comes back are its own bytes.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::fold::punctuation;
use super::width::{Ambiguous, width};

/// All places of `word` in `text`, in order, none overlapping another. Linear in the text, so it belongs to the key
/// that asks for it and not to every frame. A word of spaces is nowhere.
pub fn find_all(text: &str, word: &str) -> Vec<Range<usize>> {
    let needle: String = word.chars().flat_map(letters).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    // Where each folded letter came from: its place in `folded`, its character's bytes in `text`.
    let mut folded = String::with_capacity(text.len());
    let mut places: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, typed) in text.char_indices() {
        for letter in letters(typed) {
            places.push((folded.len(), at..at + typed.len_utf8()));
            folded.push(letter);
        }
    }
    let source = |byte: usize| {
        let after = places.partition_point(|(start, _)| *start <= byte);
        places.get(after.checked_sub(1)?).map(|(_, bytes)| bytes.clone())
    };
    folded
        .match_indices(&needle)
        .filter_map(|(at, found)| Some(source(at)?.start..with_marks(text, source(at + found.len() - 1)?.end)))
        .collect()
}

/// A character as it is compared: compatibility form taken apart, small, no space.
fn letters(typed: char) -> impl Iterator<Item = char> {
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

    proptest! {
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
