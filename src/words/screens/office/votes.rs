//! The panel's votes: what is asked, what is lacking, what was decided.

use crate::domain::{Code, SeatId, Votes};
use crate::words::Lang;

/// What 9 records.
pub fn decide_question(lang: Lang, codes: &[Code], order: Option<&[Code]>, none: bool, votes: &Votes) -> String {
    let named = |codes: &[Code]| codes.iter().map(Code::as_str).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let what = match order {
        Some(order) => {
            let order = order.iter().map(Code::as_str).collect::<Vec<_>>().join(" > ");
            say!(lang, "先后：{order}。", "Order: {order}.")
        }
        None if none => {
            let codes = named(codes);
            say!(lang, "{codes}：空缺不取。", "{codes}: left empty.")
        }
        None => {
            let codes = named(codes);
            if codes.is_empty() {
                String::new()
            } else {
                say!(lang, "{codes} 补入空缺。", "{codes} fills the place.")
            }
        }
    };
    let votes = super::votes_line(lang, votes);
    say!(
        lang,
        "{what}{votes}记录抹不掉；要改须重新议决，两次都留档。",
        "{what} {votes} It stays in the record; to change it the panel decides again, and both are kept."
    )
}

/// Said when a vote is saved.
pub fn decided(lang: Lang, pending: Option<u64>) -> String {
    match pending {
        Some(number) => say!(
            lang,
            "表决已记录；第 {number} 号更正等第二席位确认后生效。",
            "The vote is recorded; amendment {number} waits for a second seat."
        ),
        None => lang.pick("议决已记录。", "The decision is recorded.").into(),
    }
}

/// Members without a place.
pub fn order_lacking(lang: Lang, left: usize) -> String {
    say!(
        lang,
        "先后还没排完，还有 {left} 人：移到那一行按 Enter。",
        "{left} not placed yet: go to the row and press Enter."
    )
}

/// Voters and votes differ.
pub fn votes_differ(lang: Lang, named: u32, cast: u32) -> String {
    say!(
        lang,
        "投票人 {named} 名，票数 {cast} 张，对不上：改票数，或标出没投的人。",
        "{named} voters, {cast} votes: correct the numbers, or mark who did not vote."
    )
}

/// Not more than half.
pub fn no_majority(lang: Lang, in_favour: u32, cast: u32) -> String {
    say!(
        lang,
        "赞成 {in_favour} 票，没有超过 {cast} 票的一半，不能记为通过。",
        "{in_favour} in favour of {cast}: not more than half, so it is not carried."
    )
}

/// A recused seat has no vote on the group.
pub fn voter_recused(lang: Lang, seat: &SeatId, code: &Code) -> String {
    say!(lang, "{seat} 回避了 {code}，不能投这一票。", "{seat} is recused on {code} and has no vote here.")
}
