//! Han found by the letters people type for it: initials (`skcg`), full spelling (`shukongchegong`), or a mix of both.
//! Every reading of a character is tried, so that 行 is found as `hang` and as `xing`.

use std::ops::Range;

use pinyin::{ToPinyin, ToPinyinMulti};

/// Steps spent on one beginning; letters can be read in few ways, so only mischief gets there.
const STEPS_MAX: u32 = 2_000;

/// The first place of `text` that `letters` (small ASCII letters and digits) spell, as bytes of the text; `None` for no
/// letters. Signs between characters are passed over, ü is typed as v or u, and the last syllable may be half typed.
pub fn spelled(text: &str, letters: &str) -> Option<Range<usize>> {
    let letters = letters.as_bytes();
    let first = *letters.first()?;
    let mut begins = text.char_indices().filter(|(_, c)| begins_with(*c, first));
    begins.find_map(|(at, _)| {
        let mut steps = STEPS_MAX;
        let after = after_spelled(text.get(at..)?, letters, &mut steps)?;
        Some(at..text.len() - after.len())
    })
}

fn begins_with(c: char, letter: u8) -> bool {
    if c.is_ascii() { is_letter(c, letter) } else { readings(c).any(|reading| reading.starts_with(char::from(letter))) }
}

fn is_letter(c: char, letter: u8) -> bool {
    c.is_ascii_alphanumeric() && c.to_ascii_lowercase() == char::from(letter)
}

/// Without tones; ü stays ü.
fn readings(c: char) -> impl Iterator<Item = &'static str> {
    let usual = c.to_pinyin().map(pinyin::Pinyin::plain);
    let others = c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain);
    usual.into_iter().chain(others)
}

/// What is left of `text` behind a beginning that the letters spell.
fn after_spelled<'a>(text: &'a str, letters: &[u8], steps: &mut u32) -> Option<&'a str> {
    let Some(first) = letters.first() else { return Some(text) };
    *steps = steps.checked_sub(1)?;
    let text = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c.to_pinyin().is_none());
    let mut chars = text.chars();
    let c = chars.next()?;
    let after = chars.as_str();
    if c.is_ascii() {
        return is_letter(c, *first).then(|| after_spelled(after, letters.get(1..)?, steps)).flatten();
    }
    readings(c).find_map(|reading| {
        let shared = reading.chars().zip(letters).take_while(|(said, typed)| sounds(*said, **typed)).count();
        let mut takes = (1..=shared).rev().filter(|take| is_syllable(reading, *take) || *take == letters.len());
        takes.find_map(|take| after_spelled(after, letters.get(take..)?, steps))
    })
}

fn sounds(said: char, typed: u8) -> bool {
    said == char::from(typed) || (said == 'ü' && matches!(typed, b'v' | b'u'))
}

/// The first letter, the initial (zh, ch, sh), or the whole.
fn is_syllable(reading: &str, take: usize) -> bool {
    let initial = if ["zh", "ch", "sh"].iter().any(|initial| reading.starts_with(initial)) { 2 } else { 1 };
    take == 1 || take == initial || take == reading.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, letters: &str) -> Option<&'a str> {
        spelled(text, letters).and_then(|range| text.get(range))
    }

    #[test]
    fn initials_full_spelling_and_a_mix_find_a_trade() {
        for letters in ["skcg", "shukongchegong", "shukcg", "skche", "shkchg"] {
            assert!(found("数控车工·高级技师", letters).is_some_and(|text| text.starts_with("数控车")), "{letters}");
        }
        assert_eq!(found("数控车工·高级技师", "gjjs"), Some("高级技师"));
        assert_eq!(found("数控车工·高级技师", "cggj"), Some("车工·高级"));
        assert_eq!(found("数控车工", "skg"), None, "not by leaving characters out");
        assert_eq!(found("焊工", ""), None);
    }

    #[test]
    fn every_reading_is_a_reading() {
        assert_eq!(found("行业首创", "hangye"), Some("行业"));
        assert_eq!(found("进行", "jx"), Some("进行"));
        assert_eq!(found("绿色铸造", "lvse"), Some("绿色"));
        assert_eq!(found("PLC编程", "plcbc"), Some("PLC编程"));
        assert_eq!(found("3D打印", "3ddy"), Some("3D打印"));
    }

    proptest! {
        #[test]
        fn what_is_found_lies_in_the_text_and_nothing_panics(text in "[数控车工行绿，。·aA1 ]{0,12}|\\PC{0,12}", letters in "[a-z0-9]{0,8}") {
            if let Some(range) = spelled(&text, &letters) {
                prop_assert!(text.get(range.clone()).is_some_and(|found| !found.is_empty()));
            }
        }
    }
}
