//! 我的排序 and 对看: an expert's own sheets held against each other.

use crate::domain::Code;
use crate::words::Lang;

fixed_words! {
    ladder: "我的排序", "My order";
    col_rank: "名次", "rank";
    col_total: "总分", "total";
    tied: "并", "=";
    apart: "还不能排", "not placed yet";
    spread: "我的分布", "my marks";
    outside: "档外", "outside";
    all_sections: "合计", "all";
    nothing_yet: "还没有打过分，打了分这里就能排。", "No marks yet; what you have marked is put in order here.";
    not_placed: "这一份还有没打分的项，打齐了才能排、才能对看。", "This one still lacks marks; it can be placed and compared once it has them all.";
    one_alone: "只有一份打齐了，没有可以对看的。", "Only one is complete; there is nothing to compare it with yet.";
    not_declared: "这一份还没有打开过，请从“待评”打开。", "This one was never opened; open it from the list.";
    compare: "对看", "Side by side";
    difference: "相差", "apart";
    onsite_sign: "现", "v";
    help_order: "按总分、按哪个板块排", "order by total or by a section";
    help_compare: "与上一名（头名与下一名）对看", "compare with the one above (the first: below)";
    help_side: "换左边、右边", "left side, right side";
    help_other: "换成这个代号，Enter 换上", "another code; Enter shows it here";
    help_item: "到评分台的这一项", "to this item on the desk";
    help_pages: "两边正文一起翻", "turn the page of both texts";
}

/// 按“技术革新”排.
pub fn ordered_by(lang: Lang, name: &str) -> String {
    let name = lang.quote(name);
    say!(lang, "按{name}排", "by {name}")
}

/// How far a sheet stands below the one above it, and in which sections: `比上一名 W358 少 0.5：绝技绝活 -2、带徒传技 +1.5`.
pub fn below(lang: Lang, above: &Code, gap: &str, parts: &[String]) -> String {
    let parts = lang.list(parts, 8);
    if parts.is_empty() {
        return say!(lang, "比上一名 {above} 少 {gap}", "{gap} below {above}");
    }
    say!(lang, "比上一名 {above} 少 {gap}：{parts}", "{gap} below {above}: {parts}")
}

/// The same where both come to the same.
pub fn level(lang: Lang, other: &Code, parts: &[String]) -> String {
    let parts = lang.list(parts, 8);
    if parts.is_empty() {
        return say!(lang, "与 {other} 并列", "tied with {other}");
    }
    say!(lang, "与 {other} 并列：{parts}", "tied with {other}: {parts}")
}

/// The first of the ladder: `头名，比下一名 W358 多 0.5`.
pub fn above(lang: Lang, below: &Code, gap: &str) -> String {
    say!(lang, "头名，比下一名 {below} 多 {gap}", "first, {gap} above {below}")
}

/// The rule between what is placed and what is not: `还不能排 5 份`.
pub fn apart_rule(lang: Lang, count: usize) -> String {
    let word = apart(lang);
    say!(lang, "{word} {count} 份", "{word}: {count}")
}

/// Digits typed to find a code on the ladder.
pub fn find(lang: Lang, digits: &str) -> String {
    say!(
        lang,
        "代号 {digits}_  退格改短，Enter 与上一名对看",
        "code {digits}_  Backspace shortens, Enter: beside the one above"
    )
}

/// Digits typed for another dossier.
pub fn jump(lang: Lang, digits: &str, found: Option<&Code>) -> String {
    match found {
        Some(code) => say!(lang, "代号 {digits}_  Enter 换成 {code}", "code {digits}_  Enter: {code} in its place"),
        None => say!(
            lang,
            "打齐的里没有数字是 {digits} 的，退格改短",
            "none complete has the digits {digits}; Backspace shortens"
        ),
    }
}

/// An item without a mark, or items of a section.
pub fn missing(lang: Lang, count: u32) -> String {
    say!(lang, "缺{count}", "-{count}")
}
