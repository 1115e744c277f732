//! Exact fractions as decimals that people can follow.

use std::cmp::Ordering;

use super::super::Lang;
use crate::domain::{Fixed, Ratio, Rounding};

/// Digits of a total: a mark's four, a percentage's two and a weight's four.
const TOTAL_DIGITS: u32 = 10;

/// The decimal expansion, cut after `digits` decimals with … where more follow: `85.2142…`, `85.5`, `177`.
pub fn decimal(value: Ratio, digits: u32) -> String {
    let (num, den) = (value.num().unsigned_abs(), value.den().unsigned_abs());
    let sign = if value.num() < 0 { "-" } else { "" };
    let mut text = format!("{sign}{}", num.checked_div(den).unwrap_or(0));
    let mut rest = num.checked_rem(den).unwrap_or(0);
    for place in 0..digits {
        if rest == 0 {
            return text;
        }
        // A denominator too large for one more digit: what follows is cut like the rest.
        let Some(scaled) = rest.checked_mul(10) else { break };
        if place == 0 {
            text.push('.');
        }
        text.push_str(&(scaled / den).to_string());
        rest = scaled % den;
    }
    if rest != 0 {
        text.push('…');
    }
    text
}

/// A total as people read it: at most four decimals.
pub fn shown_ratio(total: Ratio) -> String {
    let text = total.round(4, Rounding::HalfUp).map_or_else(|_| total.to_string(), |fixed| fixed.to_string());
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if text.contains('.') { short.to_owned() } else { text }
}

/// A number with its sign: +3.5, -2, 0.
pub fn signed_ratio(number: Ratio) -> String {
    match number.cmp(&Ratio::ZERO) {
        Ordering::Less => format!("-{}", Ratio::ZERO.minus(number).map(shown_ratio).unwrap_or_default()),
        Ordering::Equal => "0".to_owned(),
        Ordering::Greater => format!("+{}", shown_ratio(number)),
    }
}

/// A sheet's total, in full.
pub(super) fn total(value: Ratio) -> String {
    decimal(value, TOTAL_DIGITS)
}

/// An unrounded score: two decimals more than it is published with, so that one sees which way it went.
pub(super) fn unrounded(value: Ratio, published: Fixed) -> String {
    decimal(value, u32::from(published.decimals()).saturating_add(2).max(4))
}

/// `四舍五入到两位`: how a score was cut, and to how many decimals.
pub fn places(lang: Lang, rounding: Rounding, decimals: u8) -> String {
    let how = super::super::rounding(lang, rounding);
    let to = match decimals {
        0 => lang.pick("整数", "a whole number"),
        1 => lang.pick("一位", "one decimal"),
        2 => lang.pick("两位", "two decimals"),
        3 => lang.pick("三位", "three decimals"),
        4 => lang.pick("四位", "four decimals"),
        _ => return say!(lang, "{how}到 {decimals} 位", "{how} to {decimals} decimals"),
    };
    say!(lang, "{how}到{to}", "{how} to {to}")
}
