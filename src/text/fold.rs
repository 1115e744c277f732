//! Folding of typed input: an input method writes `８５．５`, `85。5` and `－`, and means 85.5 and -
//! (SCREENS §2, DOMAIN §9). Never used on stored text, where it would turn … into ... and ① into 1.

use unicode_normalization::UnicodeNormalization;

/// Folds typed input: compatibility forms to plain ones (NFKC), then 。 to `.`, 、 to `/`, and every
/// dash and minus to `-`. Folding twice changes nothing.
pub fn fold(typed: &str) -> String {
    typed.nfkc().map(punctuation).collect()
}

/// Folds one key. A character that would fold to several (½, …) stays as it is, because a key that
/// was pressed once must act once.
pub fn fold_char(typed: char) -> char {
    let mut folded = std::iter::once(typed).nfkc();
    match (folded.next(), folded.next()) {
        (Some(c), None) => punctuation(c),
        _ => typed,
    }
}

/// What NFKC leaves Chinese: the stop and the enumeration comma stand on the keys of `.` and `/`.
pub(super) fn punctuation(c: char) -> char {
    match c {
        '。' => '.',
        '、' => '/',
        '‐' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_and_chinese_forms_are_read_as_typed_digits() {
        for (typed, read) in [
            ("８５．５", "85.5"),
            ("85。5", "85.5"),
            ("８５｡５", "85.5"),
            ("－", "-"),
            ("—", "-"),
            ("–", "-"),
            ("−0.5", "-0.5"),
            ("、", "/"),
            ("／Ｗ２７４", "/W274"),
            ("？：", "?:"),
            ("甲\u{3000}乙", "甲 乙"),
            ("", ""),
        ] {
            assert_eq!(fold(typed), read);
        }
    }

    #[test]
    fn one_key_folds_to_one_key() {
        for (typed, read) in [
            ('９', '9'),
            ('。', '.'),
            ('．', '.'),
            ('、', '/'),
            ('\u{3000}', ' '),
            ('－', '-'),
            ('汉', '汉'),
            ('½', '½'),
            ('…', '…'),
        ] {
            assert_eq!(fold_char(typed), read);
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(typed in "\\PC{0,12}|[０-９。．、－—\u{301}\u{3099}]{0,8}") {
            let once = fold(&typed);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_key_and_a_text_of_one_key_agree(typed in any::<char>()) {
            let text = fold(&typed.to_string());
            if text.chars().count() == 1 {
                prop_assert_eq!(text, fold_char(typed).to_string());
            }
        }
    }
}
