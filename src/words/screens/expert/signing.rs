//! What is said before and after a signature: what is missing, halves, receipts.

use crate::domain::{Code, Half};
use crate::words::tone::some;
use crate::words::{Lang, half as half_name};

/// Where the halves of a visited sheet stand: 现场 8月20日去，材料部分已定稿. Once it is begun, how many items have no
/// on-site mark.
pub fn visit_line(lang: Lang, day: &str, [file, onsite]: [bool; 2], gaps: Option<usize>) -> String {
    if let (Some(gaps), false) = (gaps, onsite) {
        return match gaps {
            0 if file => say!(lang, "材料已定稿，现场各项都有分", "file signed; all marked on site"),
            0 => say!(lang, "现场各项都有分", "all marked on site"),
            _ if file => say!(lang, "材料已定稿，现场缺 {gaps} 项", "file signed; {gaps} missing on site"),
            _ => say!(lang, "现场缺 {gaps} 项", "{gaps} missing on site"),
        };
    }
    match (file, onsite) {
        (_, true) => say!(lang, "现场部分已定稿", "on-site half signed"),
        (true, false) => say!(lang, "材料已定稿，现场 {day}去", "file signed; visit {day}"),
        (false, false) => say!(lang, "现场 {day}去", "visit {day}"),
    }
}

/// 还不能定稿：缺“成果形式、推广范围” (SCREENS §5.2).
pub fn cannot_sign(lang: Lang, missing: &[&str]) -> String {
    let names = lang.list(missing, 8);
    let items = some(missing.len(), "item", "items");
    say!(
        lang,
        "还不能定稿：缺“{names}”。没有佐证请打 0，空着不等于 0 分。",
        "Cannot sign: {items} missing ({names}). No evidence is 0; empty is not 0."
    )
}

/// The on-site half has no mark yet.
pub fn no_onsite(lang: Lang, day: &str) -> String {
    say!(
        lang,
        "现场部分还没有分，{day}到现场后再打分、定稿。",
        "The on-site half has no marks yet; mark and sign it after the visit on {day}."
    )
}

/// A half that is signed.
pub fn half_done(lang: Lang, half: Half) -> String {
    let part = half_name(lang, half);
    say!(lang, "{part}已定稿。", "The {part} is signed.")
}

/// A half that can be signed: its sum, the digit.
pub fn half_ready(lang: Lang, half: Half, total: &str, digit: u8) -> String {
    let part = half_name(lang, half);
    say!(lang, "{part}合计 {total}，可以定稿：按 {digit}。", "The {part}, {total}, is complete: {digit} signs it.")
}

/// An on-site half that is begun: its sum, items marked and not, the digit.
pub fn onsite_ready(lang: Lang, total: &str, (marked, gaps): (usize, usize), digit: u8) -> String {
    let part = half_name(lang, Half::Onsite);
    say!(
        lang,
        "{part}打了 {marked} 项，合计 {total}；另 {gaps} 项没打，没有要打的就可以定稿：按 {digit}。",
        "The {part} has {marked} marked, {total}, and {gaps} not: if that is all, {digit} signs it."
    )
}

/// The file half lacks marks.
pub fn file_missing(lang: Lang, missing: &[&str]) -> String {
    let names = lang.list(missing, 8);
    let items = some(missing.len(), "item", "items");
    say!(
        lang,
        "材料部分还不能定稿：缺“{names}”。没有佐证请打 0。",
        "The file half cannot be signed: {items} missing ({names}). No evidence is 0."
    )
}

/// Sign everything that is complete? `partly`: those of them whose on-site half is begun and not whole; `alone`: those of
/// which the file half alone is signed.
pub fn sign_all_question(lang: Lang, codes: &[&Code], partly: &[&Code], alone: &[&Code]) -> String {
    let (count, names) = (codes.len(), lang.list(codes, 12));
    let sheets = some(count, "sheet is", "sheets are");
    let mut visits = String::new();
    if !partly.is_empty() {
        let names = lang.list(partly, 12);
        visits += &say!(
            lang,
            "其中 {names} 的现场分没打全，也一并定稿。",
            " Not all items of {names} are marked on site; that half is signed too."
        );
    }
    if !alone.is_empty() {
        let names = lang.list(alone, 12);
        visits += &say!(lang, "{names} 只定材料部分，现场部分另定。", " Of {names} the file half alone is signed.");
    }
    say!(
        lang,
        "可定稿 {count} 份：{names}。{visits}定稿后要改须向秘书申请退回。",
        "{sheets} complete: {names}.{visits} To change one after signing, ask the secretary to return it."
    )
}

/// After signing: dossier, which half while the other one is open, receipt.
pub fn receipt_line(lang: Lang, code: &Code, part: Option<Half>, receipt: &str) -> String {
    let gap = if part.is_some() { " " } else { "" };
    let part = part.map_or("", |part| half_name(lang, part));
    say!(
        lang,
        "{code} {part}已定稿。回执 {receipt}，日后可凭它核验。",
        "{code}{gap}{part} is signed. Receipt {receipt}: it can be verified later."
    )
}

/// The other half is still open.
pub fn half_open(lang: Lang, half: Half) -> String {
    let part = half_name(lang, half);
    say!(
        lang,
        "{part}还没有定稿，两部分都定稿才计入。",
        "The {part} is not signed yet; the sheet counts when both are."
    )
}

/// Every item has a mark.
pub fn complete(lang: Lang, code: &Code, sum: &str, total: &str, items: usize) -> String {
    let count = some(items, "item", "items");
    say!(
        lang,
        "{code} {sum} {total}，{items} 项齐全。按 1 定稿。",
        "{code}: {sum} {total}, {count} complete. 1 signs it."
    )
}
