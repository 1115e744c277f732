//! Phones, ID numbers and patents among figures.

use std::ops::Range;

use super::{Hit, Kind, Text};

/// A run of digits with single blanks or hyphens inside; where it ends.
fn digits(text: &Text, start: usize) -> (Vec<char>, usize) {
    let mut run = Vec::new();
    let mut at = start;
    let mut end = start;
    while run.len() < 40 {
        match text.get(at) {
            d @ '0'..='9' => {
                run.push(d);
                end = at + 1;
            }
            '-' | ' ' if at == end && !run.is_empty() => {}
            _ => break,
        }
        at += 1;
    }
    (run, end)
}

/// Phones and ID numbers. Sizes and sums are told apart by what stands round them.
pub(super) fn numbers(text: &Text, start: usize, hits: &mut Vec<Hit>) -> usize {
    let plain_end = text.end_of(start, char::is_ascii_digit);
    if text.before(start) == '.' || text.before(start) == '+' && text.before(start.saturating_sub(1)).is_ascii_digit() {
        return plain_end;
    }
    let plain: Vec<char> = text.folded.get(start..plain_end).unwrap_or(&[]).to_vec();
    let last = text.get(plain_end);
    if plain.len() == 18 && !last.is_ascii_alphanumeric() && has_birth_date(&plain) {
        hits.push(text.hit(Kind::IdNumber, start..plain_end));
        return plain_end;
    }
    if plain.len() == 17
        && matches!(last, 'X' | 'x')
        && !text.get(plain_end + 1).is_ascii_alphanumeric()
        && has_birth_date(&plain)
    {
        hits.push(text.hit(Kind::IdNumber, start..plain_end + 1));
        return plain_end + 1;
    }
    if let Some(end) = application_end(text, &plain, plain_end) {
        hits.push(text.hit(Kind::Patent, start..end));
        return end;
    }
    let (run, end) = digits(text, start);
    let grouped = end > plain_end;
    let follows = text.get(end);
    let is_amount =
        follows == '.' && text.get(end + 1).is_ascii_digit() || is_unit(follows) || follows.is_ascii_alphabetic();
    if is_amount {
        return plain_end;
    }
    let mobile = run.len() == 11
        && run.first() == Some(&'1')
        && run.get(1).is_some_and(|d| ('3'..='9').contains(d))
        && (!grouped || matches!(plain.len(), 3 | 4 | 7));
    let area = plain.len();
    let landline = grouped
        && text.get(plain_end) == '-'
        && run.first() == Some(&'0')
        && matches!(area, 3 | 4)
        && matches!(run.len() - area.min(run.len()), 7 | 8);
    if mobile || landline {
        hits.push(text.hit(Kind::Phone, start..end));
        return end;
    }
    plain_end
}

/// What makes a figure before it an amount.
fn is_unit(c: char) -> bool {
    matches!(c, '%' | '元' | '万' | '亿' | '件' | '次' | '个' | '年' | '月' | '米' | '吨' | '台' | '套')
}

/// Where a Chinese patent application's number ends that stands without ZL: year, kind and serial in twelve digits, a
/// point, and a check digit (202110123456.X).
fn application_end(text: &Text, plain: &[char], end: usize) -> Option<usize> {
    let digits: Vec<u32> = plain.iter().filter_map(|c| c.to_digit(10)).collect();
    let check = text.get(end + 1).to_ascii_uppercase();
    let stands = digits.len() == 12 && text.get(end) == '.' && !text.get(end + 2).is_ascii_alphanumeric();
    let year = digits.iter().take(4).fold(0, |year, digit| year * 10 + digit);
    let kind = digits.get(4).copied().unwrap_or(0);
    let plausible = (2003..2100).contains(&year) && matches!(kind, 1 | 2 | 3 | 8 | 9);
    let behind = if text.get(end + 2) == ' ' { end + 3 } else { end + 2 };
    (stands && plausible && !is_unit(text.get(behind)) && matches!(check, '0'..='9' | 'X')).then_some(end + 2)
}

/// Whether the seventh to fourteenth digit can be a birth date.
fn has_birth_date(number: &[char]) -> bool {
    let value = |range: Range<usize>| {
        number.get(range).and_then(|digits| digits.iter().collect::<String>().parse::<u32>().ok()).unwrap_or(0)
    };
    (1900..2100).contains(&value(6..10)) && (1..=12).contains(&value(10..12)) && (1..=31).contains(&value(12..14))
}

/// ZL or CN with a number behind it.
pub(super) fn patent(text: &Text, start: usize, hits: &mut Vec<Hit>) -> usize {
    let word_end = text.end_of(start, char::is_ascii_alphabetic);
    let upper = |at: usize| text.get(at).to_ascii_uppercase();
    let two = (upper(start), upper(start + 1));
    if word_end != start + 2 || !matches!(two, ('Z', 'L') | ('C', 'N')) {
        return word_end;
    }
    let end = patent_number(text, word_end);
    let digits = (word_end..end).filter(|at| text.get(*at).is_ascii_digit()).count();
    if digits >= if two.0 == 'Z' { 8 } else { 7 } {
        hits.push(text.hit(Kind::Patent, start..end));
        return end;
    }
    word_end
}

/// Where a patent's number ends: digits with blanks, points and one letter at its end.
pub(super) fn patent_number(text: &Text, start: usize) -> usize {
    let mut end = start;
    let mut at = start;
    loop {
        match text.get(at) {
            '0'..='9' => end = at + 1,
            ' ' | '.' | ':' if at <= end + 1 => {}
            // The check digit of an application stands behind its point.
            'X' | 'x' if end + 1 == at && text.get(end) == '.' && end > start => return at + 1,
            'A'..='Z' | 'x' if end == at && end > start => return at + 1,
            _ => return end,
        }
        at += 1;
    }
}
