//! Text held in two bytes a character, for looking through thousands of them: Han take a third less than in UTF-8, and
//! whether one stands there is seen without taking anything apart.

use super::find::{letters, one_letter};
use super::fold_char;

/// A text to be searched again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    units: Box<[u16]>,
    /// Some sign in it is compared as a Han that it is not (`㈱` as 株).
    disguised: bool,
}

/// Whether a character is compared as itself, whatever its form.
pub(super) fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

impl Packed {
    /// Packs a text.
    pub fn of(text: &str) -> Self {
        let is_disguised = |c: char| {
            one_letter(c).is_none() && !c.is_ascii() && (letters(c).any(is_plain_han) || is_plain_han(fold_char(c)))
        };
        Self { units: text.encode_utf16().collect(), disguised: text.chars().any(is_disguised) }
    }

    /// The text again, in place of what was there.
    pub fn unpack(&self, into: &mut String) {
        into.clear();
        into.extend(char::decode_utf16(self.units.iter().copied()).map_while(Result::ok));
    }

    /// Bytes it takes.
    pub fn size(&self) -> usize {
        size_of_val(&*self.units) + size_of::<Self>()
    }

    /// Whether these Han stand in it in their order, the last no further from the first than `window` characters, blanks
    /// not counted; true where that cannot be told so.
    pub(super) fn may_hold(&self, hans: &[u16], window: usize) -> bool {
        let Some((first, rest)) = hans.split_first() else { return true };
        let begins = self.units.iter().enumerate().filter(|(_, unit)| *unit == first);
        let after = |at: usize| self.units.get(at + 1..).unwrap_or_default();
        self.disguised || begins.map(|(at, _)| after(at)).any(|after| follow(after, rest, window.saturating_sub(1)))
    }
}

/// Whether these Han follow in their order within so many characters.
fn follow(units: &[u16], hans: &[u16], window: usize) -> bool {
    let mut left = hans.iter();
    let Some(mut next) = left.next() else { return true };
    for unit in units.iter().filter(|unit| counts(**unit)).take(window) {
        if unit == next {
            match left.next() {
                Some(han) => next = han,
                None => return true,
            }
        }
    }
    false
}

/// No blank, and no second half of a character.
fn counts(unit: u16) -> bool {
    !(0xdc00..0xe000).contains(&unit) && !char::from_u32(unit.into()).is_some_and(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Needle;
    use proptest::prelude::*;

    #[test]
    fn a_text_comes_back_as_it_was_and_han_take_two_bytes() {
        let (text, mut back) = ("圆度由 ０.03 mm 稳定到 0.008 mm。\n𠮷㈱", "old".to_owned());
        let packed = Packed::of(text);
        packed.unpack(&mut back);
        assert_eq!(back, text);
        assert_eq!(Packed::of("装夹").size() - Packed::of("").size(), 4);
    }

    #[test]
    fn han_that_do_not_stand_near_each_other_are_told_without_unpacking() {
        let may = |typed: &str, text: &str| Needle::new(typed).unwrap().may_be_in(&Packed::of(text));
        assert!(may("三点支撑", "自创三点浮动支撑装夹法") && may("装夹", "装\n 夹") && may("株", "㈱"));
        assert!(!may("三撑", "自创三点浮动支撑装夹法") && !may("撑点", "三点浮动支撑") && !may("车", "焊工"));
    }

    proptest! {
        #[test]
        fn what_a_needle_finds_is_never_ruled_out(
            text in "[数控车工㈱株㎡⼀一𠮷，。 \nＡa０½…]{0,24}|\\PC{0,12}", typed in "[数控车工株一⼀㈱Ａa0½ ]{1,5}|\\PC{1,4}",
        ) {
            let Some(needle) = Needle::new(&typed) else { return Ok(()) };
            if needle.place_in(&text).is_some() {
                prop_assert!(needle.may_be_in(&Packed::of(&text)));
            }
        }
    }
}
