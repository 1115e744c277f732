//! Finding Chinese by its sounds: `th`, `tuihui`, `退h` all find 退回 (PITFALLS 19).
//!
//! A text is spelled once ([`Spelled::of`]); every look-up is then a walk over its characters without allocating.

use std::ops::Range;

use ::pinyin::ToPinyinMulti;

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
    text.chars().map(fold_char).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric())
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
            for sound in sign.to_pinyin_multi().into_iter().flatten() {
                let sound = sound.plain();
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
        self.units.iter().enumerate().find_map(|(from, unit)| Some(unit.at..self.fits(from, &wanted.0)?))
    }

    /// Where it ends, if it stands at this character. Bit `n` of `reached`: the characters so far may stand for `n` letters.
    fn fits(&self, from: usize, wanted: &[char]) -> Option<usize> {
        let mut reached: u64 = 1;
        for unit in self.units.iter().skip(from) {
            let mut next = 0;
            for at in (0..wanted.len()).filter(|at| reached & (1 << at) != 0) {
                let rest = wanted.get(at..).unwrap_or_default();
                for taken in self.takes(*unit, rest) {
                    if taken == rest.len() {
                        return Some(unit.end);
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
    fn takes(&self, unit: Unit, rest: &[char]) -> impl Iterator<Item = usize> {
        let itself = (rest.first() == Some(&unit.sign)).then_some(1);
        let sounds = self.sounds.get(unit.from..unit.to).unwrap_or_default();
        let spelled = sounds.iter().flat_map(move |sound| {
            let same = sound.chars().zip(rest).take_while(|(said, typed)| sounds_as(*said, **typed)).count();
            let whole = sound.chars().count();
            let lead =
                if sound.starts_with("zh") || sound.starts_with("ch") || sound.starts_with("sh") { 2 } else { 1 };
            (1..=same).filter(move |taken| *taken <= lead || *taken == whole || *taken == rest.len())
        });
        itself.into_iter().chain(spelled)
    }
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
        fn a_text_is_found_by_any_part_of_itself(text in "[\u{4e00}-\u{9fa5}a-z0-9]{1,30}", from in 0usize..30, count in 1usize..30) {
            let part: String = text.chars().skip(from).take(count).collect();
            prop_assert!(finds(&text, &part), "{} in {}", part, text);
        }
    }
}
