//! Finding Chinese by its sounds: `th`, `tuihui`, `退h` all find 退回 (PITFALLS 19).
//!
//! A text is spelled once ([`Spelled::of`]); every look-up is then a walk over its characters without allocating.

use std::ops::Range;
use std::sync::LazyLock;

use ::pinyin::ToPinyinMulti;

use super::find::one_letter;
use super::fold_char;

/// Letters of a word looked for at most; the rest is not looked at.
const WANTED_MAX: usize = 60;

/// What is looked for: folded, small letters, without blanks and the signs people put between syllables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted(Vec<char>);

impl Wanted {
    /// What was typed.
    pub fn new(typed: &str) -> Self {
        Self(signs(typed).take(WANTED_MAX).collect())
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Small folded letters, digits and Han of a text; blanks and punctuation only part them.
fn signs(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(signs_of)
}

fn signs_of(typed: char) -> impl Iterator<Item = char> + Clone {
    // Han are most of a text, and what they are.
    let folded = if matches!(typed, '\u{4e00}'..='\u{9fff}') { typed } else { fold_char(typed) };
    folded.to_lowercase().filter(|c| c.is_alphanumeric())
}

/// A character, its bytes in the text, and where its sounds stand in [`Spelled::sounds`].
#[derive(Clone, Copy, Debug)]
struct Unit {
    sign: char,
    at: usize,
    end: usize,
    from: usize,
    to: usize,
}

/// A text with the sounds of its characters, all of those that have several.
#[derive(Clone, Debug, Default)]
pub struct Spelled {
    units: Vec<Unit>,
    sounds: Vec<&'static str>,
}

impl Spelled {
    /// Looks up the sounds of a text.
    pub fn of(text: &str) -> Self {
        let mut spelled = Self::default();
        let places = text.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
        let all =
            places.flat_map(|(at, end)| signs(text.get(at..end).unwrap_or_default()).map(move |sign| (at, end, sign)));
        for (at, end, sign) in all {
            let from = spelled.sounds.len();
            for sound in sounds(sign) {
                // Tones apart, many characters sound alike twice.
                if !spelled.sounds.iter().skip(from).any(|known| *known == sound) {
                    spelled.sounds.push(sound);
                }
            }
            spelled.units.push(Unit { sign, at, end, from, to: spelled.sounds.len() });
        }
        spelled
    }

    /// Where it is found first, as bytes of the text. A syllable is named by its first letter (`zh`,
    /// `ch`, `sh` also by both), spelled out, or typed as it is; the last one may be spelled in part. Nothing wanted is
    /// found at the beginning.
    pub fn find(&self, wanted: &Wanted) -> Option<Range<usize>> {
        if wanted.is_empty() {
            return Some(0..0);
        }
        let sounds = |unit: &Unit| self.sounds.get(unit.from..unit.to).unwrap_or_default().iter().copied();
        let from = |from: usize| self.units.iter().skip(from).map(|unit| (unit.end, unit.sign, sounds(unit)));
        self.units.iter().enumerate().find_map(|(at, unit)| Some(unit.at..fits(from(at), &wanted.0)?))
    }
}

/// Where it is found first in a long text: what [`Spelled::find`] says of it, and only what may begin it is spelled.
pub(super) fn find_spelled(text: &str, wanted: &Wanted) -> Option<Range<usize>> {
    if wanted.is_empty() {
        return Some(0..0);
    }
    let from = |at: usize| text.get(at..).unwrap_or_default();
    text.char_indices().filter(|(at, _)| may_begin(from(*at), &wanted.0)).find_map(|(at, typed)| {
        let rest = from(at).char_indices();
        let units =
            rest.flat_map(|(from, typed)| signs_of(typed).map(move |sign| (at + from + typed.len_utf8(), sign)));
        let units = units.map(|(end, sign)| (end, sign, sounds(sign)));
        let end = (0..signs_of(typed).count()).find_map(|skipped| fits(units.clone().skip(skipped), &wanted.0))?;
        Some(at..end)
    })
}

/// All sounds of a character, perhaps one twice.
fn sounds(sign: char) -> impl Iterator<Item = &'static str> + Clone {
    sign.to_pinyin_multi().into_iter().flatten().map(::pinyin::Pinyin::plain)
}

/// Whether a match may begin where `rest` begins: false where none does, told by its first two characters.
fn may_begin(rest: &str, wanted: &[char]) -> bool {
    let mut characters = rest.chars();
    let (Some(typed), Some(first)) = (characters.next(), wanted.first()) else { return false };
    let Some((initials, seconds)) = sounds_of_han(typed).filter(|_| first.is_ascii()) else {
        return may_stand_for(typed, *first);
    };
    // A second letter is this character's own or begins the next one.
    let goes_on = |second: &char| {
        seconds & (letter_bit(*second) | letter_bit('ü')) != 0
            || characters.find(|c| signs_of(*c).next().is_some()).is_some_and(|next| may_stand_for(next, *second))
    };
    initials & letter_bit(*first) != 0 && wanted.get(1).is_none_or(goes_on)
}

/// Whether a character may stand for a letter, alone or with those behind it.
fn may_stand_for(typed: char, letter: char) -> bool {
    match sounds_of_han(typed).filter(|_| letter.is_ascii()) {
        Some((initials, _)) => initials & letter_bit(letter) != 0,
        None => !letter.is_ascii() || one_letter(typed).is_none_or(|typed| typed == letter),
    }
}

/// First and second letters of the sounds of a common Han, a bit each.
fn sounds_of_han(typed: char) -> Option<(u32, u32)> {
    let place = u32::from(typed).checked_sub(u32::from(FIRST_HAN))?;
    LETTERS.get(usize::try_from(place).ok()?).copied()
}

/// The bit of a letter; all that are none of a to z share one.
fn letter_bit(letter: char) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (u32::from(letter) - u32::from('a')) } else { 1 << 31 }
}

const FIRST_HAN: char = '\u{4e00}';

/// [`sounds_of_han`]: 168 kB, made at the first search for letters.
static LETTERS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let letters = |sign: char, nth: usize| {
        let bits = sounds(sign).filter_map(|sound| sound.chars().nth(nth)).map(letter_bit);
        bits.fold(0, |all, one| all | one)
    };
    (FIRST_HAN..='\u{9fff}').map(|sign| (letters(sign, 0), letters(sign, 1))).collect()
});

/// Where the wanted letters end if they stand at the beginning of these characters, each with the end of its bytes and its
/// sounds. Bit `n` of `reached`: the characters so far may stand for `n` letters.
fn fits<S>(units: impl Iterator<Item = (usize, char, S)>, wanted: &[char]) -> Option<usize>
where
    S: Iterator<Item = &'static str> + Clone,
{
    let mut reached: u64 = 1;
    for (end, sign, sounds) in units {
        let mut next = 0;
        for at in (0..wanted.len()).filter(|at| reached & (1 << at) != 0) {
            let rest = wanted.get(at..).unwrap_or_default();
            for taken in takes(sign, sounds.clone(), rest) {
                if taken == rest.len() {
                    return Some(end);
                }
                next |= 1 << (at + taken);
            }
        }
        if next == 0 {
            return None;
        }
        reached = next;
    }
    None
}

/// How many letters of the rest a character may stand for.
fn takes(sign: char, sounds: impl Iterator<Item = &'static str>, rest: &[char]) -> impl Iterator<Item = usize> {
    let itself = (rest.first() == Some(&sign)).then_some(1);
    let spelled = sounds.flat_map(move |sound| {
        let same = sound.chars().zip(rest).take_while(|(said, typed)| sounds_as(*said, **typed)).count();
        let whole = sound.chars().count();
        let lead = if sound.starts_with("zh") || sound.starts_with("ch") || sound.starts_with("sh") { 2 } else { 1 };
        (1..=same).filter(move |taken| *taken <= lead || *taken == whole || *taken == rest.len())
    });
    itself.into_iter().chain(spelled)
}

/// ü is typed as v or u.
fn sounds_as(said: char, typed: char) -> bool {
    said == typed || said == 'ü' && matches!(typed, 'v' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(text: &str, typed: &str) -> bool {
        Spelled::of(text).find(&Wanted::new(typed)).is_some()
    }

    #[test]
    fn initials_full_spelling_and_han_find_the_same_words() {
        for typed in ["th", "tuihui", "tuihu", "退回", "退h", "t'h", "TH", "ｔｈ", "tui hui", "回"] {
            assert!(finds("申请退回", typed), "{typed}");
        }
        for typed in ["hddg", "hedui", "heduidinggao", "hdd", "shqth", "sqth"] {
            assert!(finds("核对定稿", typed) || finds("申请退回", typed), "{typed}");
        }
        assert_eq!(Spelled::of("申请退回").find(&Wanted::new("th")), Some(6..12));
    }

    #[test]
    fn characters_with_several_sounds_are_found_by_each() {
        assert!(finds("还差什么", "hcsm") && finds("还差什么", "haicha") && finds("还差什么", "huan"));
        assert!(finds("重新检查", "chongxin") && finds("重", "zhong"));
        assert!(finds("绿色", "lvse") && finds("绿色", "luse"));
        assert!(finds("长度", "changdu") && finds("校长", "xiaozhang"));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for typed in ["thx", "hit", "tuhui", "ui", "退货", "9"] {
            assert!(!finds("申请退回", typed), "{typed}");
        }
        assert!(!finds("", "a") && finds("", ""));
    }

    #[test]
    fn latin_and_digits_are_found_as_they_stand() {
        assert!(finds("sign all", "signall") && finds("数控车工 W274", "w274") && finds("CNC 车工", "cncche"));
        assert!(finds("sign all", "all") && !finds("sign all", "sa"));
    }

    proptest! {
        #[test]
        fn any_text_is_spelled_and_any_word_looked_for(text in any::<String>(), typed in any::<String>()) {
            let found = Spelled::of(&text).find(&Wanted::new(&typed));
            prop_assert!(found.is_none_or(|range| text.get(range).is_some()));
        }

        #[test]
        fn a_long_text_is_found_where_a_spelled_one_is(
            text in "[还差什么重新检查绿色长度校、。ＡaＮ½İ 0\u{3400}]{0,24}|\\PC{0,12}",
            typed in "[a-z]{1,4}|(huan|cha|shenme|zhongxin|lv|lu|jian|a|n|sm|xj|zx)(c|j|cha|jiancha|d)?|\\PC{1,3}",
        ) {
            let wanted = Wanted::new(&typed);
            prop_assert_eq!(find_spelled(&text, &wanted), Spelled::of(&text).find(&wanted));
        }

        #[test]
        fn a_text_is_found_by_any_part_of_itself(text in "[\u{4e00}-\u{9fa5}a-z0-9]{1,30}", from in 0usize..30, count in 1usize..30) {
            let part: String = text.chars().skip(from).take(count).collect();
            prop_assert!(finds(&text, &part), "{} in {}", part, text);
        }
    }
}
