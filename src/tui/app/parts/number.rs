//! A mark as it is typed, until Enter reads it: one rule for every cell that takes one.
//!
//! Digits and one point make a number. Whatever else is typed in the middle of one, or a sign before it (`-5`, `5/10`,
//! `8+1`, `8 5`, `8点5`), stands in the cell as it was typed and makes it no number: what was refused must never leave
//! another number behind. Backspace takes it off again.

use crate::domain::{Points, PointsError};
use crate::text::clean_line;

/// Characters of a typed mark at most: 1000000.0001.
const TYPED_MAX: usize = 12;
/// Stands for what did not fit any more, and is no digit.
const CUT: char = '…';

/// Whether a mark may begin so, where nothing is typed yet: with a digit or a point; with a sign too, which makes it none.
pub fn begins_number(typed: char) -> bool {
    typed.is_ascii_digit() || typed.is_ascii_punctuation()
}

/// Types a character behind what stands there.
pub fn type_number(text: &mut String, typed: char) {
    match typed {
        _ if text.ends_with(CUT) => {}
        _ if text.chars().count() >= TYPED_MAX => text.push(CUT),
        '.' if text.is_empty() => text.push_str("0."),
        // Blanks turn pages meanwhile; however many, they are one gap.
        ' ' if text.is_empty() || text.ends_with(' ') => {}
        ' ' => text.push(' '),
        _ => text.push_str(&clean_line(typed.encode_utf8(&mut [0; 4]))),
    }
}

/// What was typed as points; a blank behind it means nothing.
pub fn read_number(text: &str) -> Result<Points, PointsError> {
    Points::parse(text.trim_end_matches(' '))
}

/// Whether it is on the way to be a number: only the digits behind the point are still to come.
pub fn is_begun(text: &str) -> bool {
    text.strip_suffix('.').is_some_and(|whole| Points::parse(whole).is_ok() && !whole.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(keys: &str) -> String {
        let mut text = String::new();
        keys.chars().for_each(|key| type_number(&mut text, key));
        text
    }

    #[test]
    fn digits_and_one_point_are_a_number() {
        for (keys, stands) in [("27.5", "27.5"), (".5", "0.5"), ("8 ", "8"), ("8   ", "8"), ("007", "7")] {
            assert_eq!(read_number(&typed(keys)).map(|points| points.to_string()).as_deref(), Ok(stands), "{keys}");
        }
        assert!(is_begun(&typed("8.")) && !is_begun(&typed("8..")) && !is_begun(&typed("-8.")) && !is_begun("8"));
    }

    #[test]
    fn what_means_something_else_stands_as_it_was_typed_and_is_no_number() {
        for keys in ["-5", "+5", "5/10", "5%", "8+1", "1e2", "8 5", "8.5.5", "8点5", "8分", "8,5", "5-", "=5", "8  5"]
        {
            let text = typed(keys);
            assert!(read_number(&text).is_err(), "{keys} was read as {text}");
            assert_eq!(text, keys.replace("  ", " "));
        }
    }

    #[test]
    fn what_does_not_fit_any_more_leaves_no_shorter_number() {
        let text = typed("8.000000000000001");
        assert!(text.ends_with(CUT) && read_number(&text).is_err(), "{text}");
    }

    proptest! {
        /// Whatever is typed: a number that is read is the very one that was typed, blanks behind it apart.
        #[test]
        fn nothing_typed_is_lost_on_the_way_to_a_number(keys in "[0-9.]{0,4}[-+/%eE \u{5206}\u{70b9}0-9.]{0,3}[0-9.]{0,8}[ ]{0,2}") {
            prop_assume!(!keys.starts_with(' '));
            if let Ok(points) = read_number(&typed(&keys)) {
                let spelled = if keys.starts_with('.') { format!("0{keys}") } else { keys.clone() };
                prop_assert_eq!(Points::parse(spelled.trim_end()), Ok(points), "{}", keys);
            }
        }
    }
}
