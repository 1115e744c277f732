//! What is said at the desk: of the cell under the cursor, its note, the text beside it.

use crate::domain::{Basis, Points};
use crate::words::tone::some;
use crate::words::{Lang, basis as basis_name, unscored};

/// 还缺 1 项：打一个数，按 Enter。
pub fn one_missing(lang: Lang, missing: u32) -> String {
    let items = some(missing, "item is", "items are");
    say!(lang, "还缺 {missing} 项：打一个数，按 Enter。", "{items} missing: type a number, press Enter.")
}

/// 6.5 属“中”，还没录入。Enter 录入并到下一项; where nothing may be recorded now, that it stays as it is.
pub fn typed_band(lang: Lang, typed: &str, band: Option<&str>, locked: bool) -> String {
    match band {
        _ if locked => say!(
            lang,
            "{typed} 没有录入，原样留着；现在不能录入。",
            "{typed} is not recorded and stays as it is; nothing can be recorded now."
        ),
        Some(band) => say!(
            lang,
            "{typed} 属“{band}”，还没录入。Enter 录入并到下一项",
            "{typed} is \"{band}\", not recorded. Enter records it and goes on"
        ),
        None => {
            say!(
                lang,
                "{typed} 还没录入。Enter 录入并到下一项",
                "{typed} is not recorded. Enter records it and goes on"
            )
        }
    }
}

/// Typed above the maximum.
pub fn typed_over(lang: Lang, typed: &str, max: Points) -> String {
    say!(
        lang,
        "{typed} 超过满分 {max}，录不进去；退格改。",
        "{typed} is above the maximum {max}; Backspace corrects it."
    )
}

/// Typed off the step.
pub fn typed_off(lang: Lang, typed: &str, step: Points) -> String {
    say!(
        lang,
        "{typed} 不是 {step} 的整倍数，录不进去；退格改。",
        "{typed} is not a multiple of {step}; Backspace corrects it."
    )
}

/// Another screen of the same seat recorded something where this one is typing.
pub fn overtaken(lang: Lang, item: &str, recorded: Option<Points>, typed: &str) -> String {
    let now = recorded.map_or_else(|| unscored(lang).to_owned(), |points| points.to_string());
    if typed.is_empty() {
        return say!(
            lang,
            "“{item}”刚在您的另一个窗口改为 {now}。这里还空着，没有录入；再按 Enter 才会问是否清空。",
            "\"{item}\" was just changed to {now} in another window of yours. It is empty here and not recorded; Enter again asks to clear it."
        );
    }
    say!(
        lang,
        "“{item}”刚在您的另一个窗口改为 {now}。这里打的 {typed} 还在，没有录入；再按 Enter 用 {typed} 换掉它。",
        "\"{item}\" was just changed to {now} in another window of yours. The {typed} typed here is kept, not recorded; Enter again replaces {now} by it."
    )
}

/// An emptied cell that had a mark.
pub fn emptied(lang: Lang, recorded: Points) -> String {
    say!(
        lang,
        "原来是 {recorded}。空着按 Enter 会问是否清空。",
        "It was {recorded}. Enter on the empty cell asks to clear it."
    )
}

/// A recorded mark's band.
pub fn recorded_band(lang: Lang, points: Points, band: Option<&str>) -> String {
    match band {
        Some(band) => say!(lang, "{points} 属“{band}”，已录入。", "{points} is \"{band}\", recorded."),
        None => say!(lang, "{points} 已录入。", "{points} recorded."),
    }
}

/// A cell without a mark; on site nothing need be marked that was not looked at.
pub fn empty_cell(lang: Lang, basis: Basis, max: Points, locked: bool) -> String {
    let word = unscored(lang);
    match basis {
        // What may not be filled is not asked for.
        _ if locked => say!(lang, "{word}。", "{word}."),
        Basis::File => say!(
            lang,
            "{word}。满分 {max}，没有佐证请打 0，空着不等于 0 分。",
            "{word}. The maximum is {max}; no evidence is 0, empty is not 0."
        ),
        Basis::Onsite => say!(
            lang,
            "{word}。满分 {max}，打现场看到的；没有看的不用打，空着不等于 0 分。",
            "{word}. The maximum is {max}; mark only what was seen on site. Empty is not 0."
        ),
    }
}

/// Clear a recorded mark?
pub fn clear_question(lang: Lang, item: &str, points: Points) -> String {
    let word = unscored(lang);
    say!(
        lang,
        "清空“{item}”的 {points}？清空后是“{word}”，不是 0 分。",
        "Clear {points} of \"{item}\"? It becomes \"{word}\", which is not 0."
    )
}

/// 材料分缺 4 项，未录入 1 处
pub fn missing_line(lang: Lang, missing: usize, typed: usize) -> String {
    let items = some(missing, "item", "items");
    let gaps = if missing == 0 {
        say!(lang, "各项都有分", "all items marked")
    } else {
        say!(lang, "材料分缺 {missing} 项", "{items} missing")
    };
    match typed {
        0 => gaps,
        _ => say!(lang, "{gaps}，未录入 {typed} 处", "{gaps}, {typed} typed"),
    }
}

/// What undo or redo did.
pub fn undone(lang: Lang, redo: bool, what: &str) -> String {
    if redo { say!(lang, "恢复：{what}", "Redone: {what}") } else { say!(lang, "撤销：{what}", "Undone: {what}") }
}

/// The basis that the next marks go to.
pub fn act_basis_to(lang: Lang, basis: Basis) -> String {
    let name = basis_name(lang, basis);
    say!(lang, "改打{name}", "{name}")
}

/// The title of a note.
pub fn note_title(lang: Lang, item: Option<&str>, basis: Basis) -> String {
    let name = basis_name(lang, basis);
    match item {
        Some(item) => say!(lang, "备注：{item}（{name}）", "Note: {item} ({name})"),
        None => say!(lang, "备注：整份", "Note: the whole sheet"),
    }
}

/// Where a note goes, and what it says so far.
pub fn note_line(lang: Lang, place: &str, note: Option<&str>) -> String {
    let note = note.map(|note| note.replace('\n', " "));
    match note {
        Some(note) => say!(lang, "{place}：{note}", "{place}: {note}"),
        None => place.to_owned(),
    }
}

/// The note to the mark in the cell, behind what is said of the mark.
pub fn noted_here(lang: Lang, note: &str) -> String {
    let note = note.replace('\n', " ");
    say!(lang, "备注：{note}", "Note: {note}")
}

/// “竞赛”第 2/5 处，在“奖项”
pub fn found(lang: Lang, word: &str, number: usize, all: usize, tab: &str) -> String {
    say!(lang, "“{word}”第 {number}/{all} 处，在“{tab}”。", "\"{word}\": {number} of {all}, in \"{tab}\".")
}

/// The search went round the end of the texts.
pub fn search_round(lang: Lang, forward: bool) -> String {
    if forward {
        say!(lang, "后面没有了，又从第一处看起。", "No more below; back at the first match.")
    } else {
        say!(lang, "前面没有了，到了最后一处。", "No more above; back at the last match.")
    }
}

/// The text was turned away from the item's section.
pub fn left_behind(lang: Lang, own: &str) -> String {
    say!(lang, "←→ 转回“{own}”再跟着走", "Left/Right to \"{own}\" to follow again")
}

/// Why a returned sheet is open, on a line of its own: what can be done before the reason, which may be long.
/// `answered` once it may be signed again.
pub fn returned_line(lang: Lang, section: Option<&str>, reason: &str, answered: bool) -> String {
    let name = section.map(|section| lang.quote(section)).unwrap_or_default();
    if answered {
        return say!(
            lang,
            "退回{name}已答复，操作 3 核对定稿｜理由：{reason}",
            "{name} answered: actions 3 signs | reason: {reason}"
        );
    }
    say!(
        lang,
        "退回{name}：改分，或操作 8 保留原分｜理由：{reason}",
        "returned {name}: change, or actions 8 keeps | reason: {reason}"
    )
}
