//! What `verify` says, in sentences; and how digests are written: the head 核验号 and receipts.

use super::Lang;
use crate::domain::SeatId;

/// The head as it is shown and printed: the first 16 hex in four groups, `4a27 19f0 66b5 2e48`.
pub fn head(digest: &[u8; 32]) -> String {
    digest.iter().take(8).enumerate().fold(String::with_capacity(19), |mut text, (place, byte)| {
        if place > 0 && place % 2 == 0 {
            text.push(' ');
        }
        text + &format!("{byte:02x}")
    })
}

/// The same from a digest already written as hex; anything shorter is shown as it is.
pub fn head_of_hex(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().take(16).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The asking expert's own event found by its receipt. It is numbered within the seat's own record: gaps would tell how
/// much others do.
pub fn receipt_found_own(lang: Lang, number: u64, when: &str) -> String {
    say!(
        lang,
        "回执在您的记录里：您的第 {number} 条，{when}。",
        "The receipt is in your records: your event {number}, {when}."
    )
}

/// An event found by its receipt; `when` as [`super::time`] writes it.
pub fn receipt_found(lang: Lang, number: u64, seat: &SeatId, when: &str) -> String {
    say!(
        lang,
        "回执在日志里：第 {number} 条，{seat}，{when}。",
        "The receipt is in the journal: event {number}, {seat}, {when}."
    )
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn digest() -> [u8; 32] {
        let mut digest = [0xab; 32];
        digest[..8].copy_from_slice(&[0x4a, 0x27, 0x19, 0xf0, 0x66, 0xb5, 0x2e, 0x48]);
        digest
    }

    #[test]
    fn a_head_is_sixteen_hex_in_four_groups() {
        assert_eq!(head(&digest()), "4a27 19f0 66b5 2e48");
        assert_eq!(head(&[0; 32]), "0000 0000 0000 0000");
        assert_eq!(head_of_hex(&format!("4a2719f066b52e48{}", "0".repeat(48))), "4a27 19f0 66b5 2e48");
        assert_eq!(head_of_hex(""), "");
    }

    #[test]
    fn a_receipt_that_is_found_is_told_by_its_number_and_time() {
        for lang in Lang::ALL {
            check::sentence(lang, &receipt_found_own(lang, 2, "2024-08-20 14:32"));
            check::sentence(lang, &receipt_found(lang, 9, &SeatId::parse("E03").unwrap(), "2024-08-20 14:32"));
        }
    }
}
