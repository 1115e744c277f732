//! “Did you mean”: the known word nearest to an unknown one.

/// The candidate nearest to a mistyped word, or `None` where nothing is near enough. The distance counts
/// letters added, left out, changed or swapped with their neighbour, upper and lower case alike; one may differ, in
/// longer words one in three, at most three. Among equals the first candidate wins.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = lower(word);
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let letters = lower(candidate);
        let limit = (word.len().max(letters.len()) / 3).clamp(1, 3).min(word.len().saturating_sub(1));
        if letters.len().abs_diff(word.len()) > limit {
            continue;
        }
        let distance = distance(&word, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Longer words are no mistyped keys; the limit keeps the distance cheap on hostile files.
const LONGEST: usize = 64;

fn lower(word: &str) -> Vec<char> {
    // One more than the limit is enough to know that a word is too long.
    word.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect()
}

/// Damerau-Levenshtein distance in its restricted form (no letter is moved twice), row by row.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut older: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    let mut before_from = None;
    for (row, &a) in from.iter().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        let mut left = row + 1;
        current.push(left);
        let mut before_to = None;
        // `above` in pairs: diagonal and straight up; `older` one column behind: two up, two left.
        let ups = above.iter().zip(above.iter().skip(1));
        let swaps = std::iter::once(None).chain(older.iter().copied().map(Some)).chain(std::iter::repeat(None));
        for ((&b, (&diagonal, &up)), swap) in to.iter().zip(ups).zip(swaps) {
            let mut least = (diagonal + usize::from(a != b)).min(up + 1).min(left + 1);
            if let Some(swap) = swap.filter(|_| before_from == Some(b) && before_to == Some(a)) {
                least = least.min(swap + 1);
            }
            current.push(least);
            left = least;
            before_to = Some(b);
        }
        before_from = Some(a);
        older = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(from.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEYS: [&str; 9] = ["title", "quota", "as_of", "witness", "step", "basis", "deviation", "drop", "drop_from"];

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        for (typed, meant) in [
            ("qouta", "quota"),
            ("Quota", "quota"),
            ("quta", "quota"),
            ("deviaton", "deviation"),
            ("as-of", "as_of"),
            ("dropfrom", "drop_from"),
            ("setp", "step"),
            ("wittnes", "witness"),
            ("title", "title"),
        ] {
            assert_eq!(nearest(typed, KEYS.into_iter()), Some(meant), "{typed}");
        }
        assert_eq!(nearest("W247", ["W274", "K638"].into_iter()), Some("W274"));
        assert_eq!(nearest("绝技决活", ["绝技绝活", "技术革新"].into_iter()), Some("绝技绝活"));
    }

    #[test]
    fn what_is_far_off_is_not_guessed() {
        assert_eq!(nearest("W999", ["W429", "K638"].into_iter()), None, "of three digits two are another code");
        for typed in ["", "x", "colour", "经费", "weights_of_sections", &"a".repeat(500)] {
            assert_eq!(nearest(typed, KEYS.into_iter()), None, "{typed}");
        }
        assert_eq!(nearest("quota", [""; 2].into_iter()), None);
    }

    #[test]
    fn distances_count_a_swap_once() {
        let count = |a: &str, b: &str| distance(&lower(a), &lower(b));
        assert_eq!(count("ca", "ac"), 1);
        assert_eq!(count("ca", "abc"), 3);
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("abcd", "badc"), 2);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", ""), 3);
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_only_for_equals(a in "[abc]{0,7}", b in "[abc]{0,7}") {
            let (a, b) = (lower(&a), lower(&b));
            prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
            prop_assert!(distance(&a, &b) <= a.len().max(b.len()));
        }

        #[test]
        fn any_word_is_answered(word in any::<String>(), candidates in prop::collection::vec(any::<String>(), 0..4)) {
            let found = nearest(&word, candidates.iter().map(String::as_str));
            prop_assert!(found.is_none_or(|found| candidates.iter().any(|candidate| candidate == found)));
        }
    }
}
