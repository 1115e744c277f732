//! Codes drawn by lot: a letter and three digits 2–9, saying nothing about the person (DOMAIN §6).

use std::collections::BTreeSet;

use crate::domain::Code;

/// Letters of a code; I and O look like digits.
const LETTERS: [char; 24] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y',
    'Z',
];

/// Draws `n` codes that are not taken, each free one as likely as any other. `random` gives evenly
/// distributed 32-bit numbers. While there are free digit triples (512), no two codes share one, so that
/// the digits alone find a dossier; after that codes share digits, and after 12,288 there are no more.
pub fn draw_codes(n: usize, taken: &BTreeSet<Code>, random: &mut dyn FnMut() -> u32) -> Vec<Code> {
    let used: BTreeSet<String> = taken.iter().map(|code| code.as_str().to_uppercase()).collect();
    let ends_free = |digits: &String| !used.iter().any(|code| code.ends_with(digits.as_str()));
    let mut drawn: Vec<String> = Vec::new();
    for digits in shuffled(triples().filter(ends_free).collect(), n, random) {
        let letter = pick(LETTERS.len(), random);
        drawn.extend(LETTERS.get(letter).map(|letter| format!("{letter}{digits}")));
    }
    if drawn.len() < n {
        let known: BTreeSet<&String> = drawn.iter().collect();
        let all = triples().flat_map(|digits| LETTERS.iter().map(move |letter| format!("{letter}{digits}")));
        let free = all.filter(|code| !used.contains(code) && !known.contains(code)).collect();
        let more = shuffled(free, n - drawn.len(), random);
        drawn.extend(more);
    }
    drawn.iter().filter_map(|code| Code::parse(code).ok()).collect()
}

fn triples() -> impl Iterator<Item = String> {
    (0..512_u32).map(|n| format!("{}{}{}", 2 + n / 64, 2 + n / 8 % 8, 2 + n % 8))
}

/// The first `n` of an unbiased shuffle (Fisher and Yates).
fn shuffled(mut from: Vec<String>, n: usize, random: &mut dyn FnMut() -> u32) -> Vec<String> {
    for at in 0..n.min(from.len()) {
        let other = at + pick(from.len() - at, random);
        from.swap(at, other);
    }
    from.truncate(n);
    from
}

/// A number below `bound`, each as likely: the uneven end of the range is thrown away. A source that gives
/// nothing else a hundred times is broken, and then any number will do better than waiting for ever.
fn pick(bound: usize, random: &mut dyn FnMut() -> u32) -> usize {
    let Ok(bound) = u32::try_from(bound) else { return 0 };
    let Some(uneven) = u32::MAX.checked_rem(bound).map(|rest| (rest + 1) % bound) else { return 0 };
    let mut number = random();
    for _ in 0..100 {
        if number <= u32::MAX - uneven {
            break;
        }
        number = random();
    }
    usize::try_from(number % bound).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Knuth's generator; good enough to draw with in a test.
    fn source(seed: u64) -> impl FnMut() -> u32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(state >> 32).unwrap()
        }
    }

    proptest! {
        #[test]
        fn codes_have_the_drawn_form_and_never_repeat(n in 0_usize..700, seed in any::<u64>(), before in 0_usize..60) {
            let taken: BTreeSet<Code> = draw_codes(before, &BTreeSet::new(), &mut source(!seed)).into_iter().collect();
            let drawn = draw_codes(n, &taken, &mut source(seed));
            prop_assert_eq!(drawn.len(), n);
            let all: BTreeSet<&Code> = drawn.iter().chain(&taken).collect();
            prop_assert_eq!(all.len(), n + before);
            prop_assert!(drawn.iter().all(Code::is_drawn_form));
        }
    }

    #[test]
    fn digits_alone_find_a_dossier_while_there_are_enough() {
        let drawn = draw_codes(512, &BTreeSet::new(), &mut source(7));
        let digits: BTreeSet<&str> = drawn.iter().filter_map(|code| code.as_str().get(1..)).collect();
        assert_eq!(digits.len(), 512);
    }

    #[test]
    fn a_broken_source_or_too_many_codes_end_all_the_same() {
        assert_eq!(draw_codes(20_000, &BTreeSet::new(), &mut || u32::MAX).len(), 24 * 512);
        assert_eq!(draw_codes(3, &BTreeSet::new(), &mut || 0).len(), 3);
    }

    #[test]
    fn every_number_is_as_likely() {
        let mut random = source(11);
        let mut seen = [0_u32; 6];
        for _ in 0..60_000 {
            seen[pick(6, &mut random)] += 1;
        }
        assert!(seen.iter().all(|n| (9_500..10_500).contains(n)), "{seen:?}");
    }
}
