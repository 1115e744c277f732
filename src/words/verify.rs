//! What `verify` says, in sentences; and how digests are written: the head 核验号 and receipts.

use super::Lang;
use super::tone::some;
use crate::domain::{SeatId, Verified};

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

/// A receipt: the first 16 hex of an event, in one word, as `verify --receipt` takes it.
pub fn receipt(digest: &[u8; 32]) -> String {
    head(digest).replace(' ', "")
}

/// What is proved, against what, and what to do with the head.
pub fn verified(lang: Lang, found: &Verified) -> String {
    let Verified { events, frozen, sealed, heads, .. } = found;
    let head = head(&found.head);
    let list = if *sealed {
        lang.pick("，重算名单与定案一致", ", the recomputed list is the sealed one")
    } else {
        ""
    };
    let outside = match heads {
        0 => lang
            .pick("与自身一致，未与外部核验号对照。", "It agrees with itself; no head from outside was compared.")
            .into(),
        1 => lang.pick("与所给的核验号相符。", "The head given is in the chain.").into(),
        _ => say!(lang, "与所给的 {heads} 个核验号都相符。", "All {heads} heads given are in the chain."),
    };
    let (count, files) = (some(*events, "event", "events"), some(*frozen, "frozen file", "frozen files"));
    say!(
        lang,
        "核验通过：{events} 条记录首尾相接{list}。封存文件 {frozen} 份，份份相符。核验号 {head}，请与报告末页核对。{outside}",
        "Verified: {count} in one unbroken chain{list}. {files} unchanged. Head {head}: compare it with the report's last page. {outside}"
    )
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

/// What an expert reads after signing.
pub fn signed_receipt(lang: Lang, digest: &[u8; 32]) -> String {
    let receipt = receipt(digest);
    say!(lang, "已定稿。回执 {receipt}，日后可凭它核验。", "Signed. Receipt {receipt}: it can be verified later.")
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

    fn found(sealed: bool, heads: usize) -> Verified {
        Verified { events: 1284, head: digest(), frozen: 24, sealed, heads }
    }

    #[test]
    fn a_head_is_sixteen_hex_in_four_groups() {
        assert_eq!(head(&digest()), "4a27 19f0 66b5 2e48");
        assert_eq!(receipt(&digest()), "4a2719f066b52e48");
        assert_eq!(head(&[0; 32]), "0000 0000 0000 0000");
        assert_eq!(head_of_hex(&format!("4a2719f066b52e48{}", "0".repeat(48))), "4a27 19f0 66b5 2e48");
        assert_eq!(head_of_hex(""), "");
    }

    #[test]
    fn a_proof_says_what_it_was_held_against() {
        assert_eq!(
            verified(Lang::Zh, &found(true, 0)),
            "核验通过：1284 条记录首尾相接，重算名单与定案一致。封存文件 24 份，份份相符。\
             核验号 4a27 19f0 66b5 2e48，请与报告末页核对。与自身一致，未与外部核验号对照。"
        );
        assert!(verified(Lang::Zh, &found(false, 2)).ends_with("与所给的 2 个核验号都相符。"));
        assert!(!verified(Lang::Zh, &found(false, 1)).contains("定案"));
        for lang in Lang::ALL {
            for heads in 0..3 {
                check::sentence(lang, &verified(lang, &found(heads == 1, heads)));
            }
            check::sentence(lang, &signed_receipt(lang, &digest()));
            check::sentence(lang, &receipt_found_own(lang, 2, "2024-08-20 14:32"));
            check::sentence(lang, &receipt_found(lang, 9, &SeatId::parse("E03").unwrap(), "2024-08-20 14:32"));
        }
    }
}
