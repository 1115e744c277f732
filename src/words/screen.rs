//! Fixed texts that several screens share: first contact, questions, what a key does not do, coming back.
//!
//! One convention holds everywhere: **9 is yes, Enter is the safe answer** (SCREENS §3). What is still missing for
//! one screen alone stands with that screen's words.

use super::Lang;
use super::tone::some;
use crate::domain::{Basis, Code, Points, SeatId};

/// An expert's first entry: the page 承诺, its title and its points; [`question`] follows.
pub fn promise(lang: Lang) -> (&'static str, [&'static str; 5]) {
    match lang {
        Lang::Zh => (
            "评审承诺",
            [
                "一、独立评分，不与他人商量分数，不打听他人的分数。",
                "二、与申报人有亲属、师徒、同单位或其他利害关系的，主动回避。",
                "三、评审中认出申报人的，随时可以退出这一份，已打的分留档不计入。",
                "四、不向外透露申报材料、评分和评审情况。",
                "五、只依据材料和现场考查打分；没有佐证的打 0，没有看的不打。",
            ],
        ),
        Lang::En => (
            "Promise",
            [
                "1. I score by myself; I neither discuss marks nor ask for those of others.",
                "2. Where I am a relative, teacher, pupil or colleague of the applicant, or have any other interest, I recuse.",
                "3. Where I recognise the applicant I may leave that sheet at any time; its marks are kept but do not count.",
                "4. I tell nobody about dossiers, marks or the review.",
                "5. I mark what the file and the visit show: no evidence is 0, and what I have not looked at has no mark.",
            ],
        ),
    }
}

/// The answers of a question that locks something: `9 定稿　Enter 再看看`.
pub fn question(lang: Lang, yes: &str, safe: &str) -> String {
    say!(lang, "9 {yes}　Enter {safe}", "9 {yes}   Enter {safe}")
}

/// What 9 does on the page of [`promise`].
pub fn promise_yes(lang: Lang) -> &'static str {
    lang.pick("我承诺，开始评审", "I promise, begin")
}

/// What a seat's first login begins with, in ASCII whatever the language: what follows may be rubbish (SCREENS §4).
pub const FIRST_LINE: &str =
    "If the next line is rubbish, set the terminal to UTF-8 (Xshell: Properties > Terminal > Encoding)";

/// The question that settles the width of ambiguous glyphs; two lines with bars follow.
pub fn alignment(lang: Lang) -> String {
    let (yes, no) = (aligned(lang), not_aligned(lang));
    say!(lang, "下面两条竖线对齐吗？1 {yes}　2 {no}", "Do the two bars below stand in one column? 1 {yes}   2 {no}")
}

/// Yes.
pub fn aligned(lang: Lang) -> &'static str {
    lang.pick("对齐", "yes")
}

/// No.
pub fn not_aligned(lang: Lang) -> &'static str {
    lang.pick("没对齐", "no")
}

/// The two lines below [`alignment`]: the bars stand in one column exactly where ambiguous glyphs take one cell.
pub const ALIGNMENT_LINES: [&str; 2] = ["“”……——|", "------|"];

/// Where alignment can be changed later.
pub fn alignment_later(lang: Lang) -> &'static str {
    lang.pick("以后要改：按 Tab 到操作，选显示。", "To change it later: Tab to the actions, then display.")
}

/// Said wherever `--as` is trusted (DESIGN §7).
pub fn self_named(lang: Lang) -> &'static str {
    lang.pick("席位自报，盲评靠管理保证", "seat as claimed, not verified: blind review rests on the office")
}

/// A Han character outside a text field.
pub fn ime_on(lang: Lang) -> &'static str {
    lang.pick("输入法开着，这里不收汉字", "the input method is on; no Chinese characters are taken here")
}

/// Typed in a mark's cell, and no number.
pub fn typed_wrong(lang: Lang, typed: &str) -> String {
    say!(lang, "“{typed}”不是分数，录不进去；退格改。", "\"{typed}\" is no number; Backspace corrects it.")
}

/// The same, refused by Enter.
pub fn not_a_number(lang: Lang, typed: &str) -> String {
    say!(
        lang,
        "没有录入：“{typed}”不是分数，只收数字和小数点。还在格里，改好按 Enter。",
        "Not recorded: \"{typed}\" is no number. It is still in the cell; correct it and press Enter."
    )
}

/// The answer to Ctrl+S.
pub fn saved_already(lang: Lang) -> &'static str {
    lang.pick("已自动保存", "saved automatically")
}

/// The answer to Ctrl+C.
pub fn leave_by_esc(lang: Lang) -> &'static str {
    lang.pick("要离开请按 Esc", "press Esc to leave")
}

/// Esc at the top.
pub fn leave(lang: Lang) -> String {
    let answers = question(lang, lang.pick("离开", "leave"), lang.pick("留下", "stay"));
    say!(lang, "要离开吗？{answers}", "Leave? {answers}")
}

/// After the write is on disk: `已存 14:32`; before that [`SAVING`].
pub fn saved(lang: Lang, minute: &str) -> String {
    say!(lang, "已存 {minute}", "saved {minute}")
}

/// A write is on its way.
pub const SAVING: &str = "…";

/// Back at the very cell: `欢迎回来：上次停在 W274“难题与作用”，打了 6.5 未录入，按 Enter 录入`.
pub fn welcome_back(lang: Lang, code: &Code, item: Option<&str>, typed: Option<&str>) -> String {
    let item = item.map(|item| lang.quote(item)).unwrap_or_default();
    match (lang, typed) {
        (Lang::Zh, Some(typed)) => format!("欢迎回来：上次停在 {code}{item}，打了 {typed} 未录入，按 Enter 录入。"),
        (Lang::Zh, None) => format!("欢迎回来：上次停在 {code}{item}。"),
        (Lang::En, Some(typed)) => {
            format!(
                "Welcome back: you were at {code} {item}, {typed} typed and not recorded; press Enter to record it."
            )
        }
        (Lang::En, None) => format!("Welcome back: you were at {code} {item}").trim_end().to_owned() + ".",
    }
}

/// On entry: `上次进入 8月20日 14:32，其后改动 3 处`.
pub fn since_last(lang: Lang, when: &str, changes: u32) -> String {
    let count = some(changes, "change", "changes");
    say!(lang, "上次进入 {when}，其后改动 {changes} 处", "last here {when}, {count} since")
}

/// Scoring was closed while something was typed: it is kept beside its cell.
pub fn scoring_closed(lang: Lang, minute: &str, left: Option<(&Code, &str)>) -> String {
    match left {
        Some((code, typed)) => say!(
            lang,
            "评分已于 {minute} 结束。{code} 的 {typed} 没有录入，原样留着；补录请找秘书。",
            "Scoring closed at {minute}. {typed} for {code} was not recorded and is kept as it is; ask the secretary."
        ),
        None => say!(
            lang,
            "评分已于 {minute} 结束。您录入的都在。",
            "Scoring closed at {minute}. All you recorded is kept."
        ),
    }
}

/// What a sum is called that is made of marks on file, of marks on site, or of both by the rule.
pub fn sum_name(lang: Lang, bases: [bool; 2]) -> &'static str {
    match bases {
        [true, true] => lang.pick("总分", "total"),
        [false, true] => lang.pick("现场分", "on-site marks"),
        [_, false] => lang.pick("材料分", "file marks"),
    }
}

/// Before signing one sheet or one half of it (SCREENS §5.3); `sum` is what its total is called, `gaps` how many items an
/// on-site half leaves out.
pub fn sign_question(lang: Lang, code: &Code, sum: &str, total: &str, (items, gaps): (usize, usize)) -> String {
    let count = some(items, "item", "items");
    let answers = question(lang, lang.pick("定稿", "sign"), lang.pick("再看看", "look again"));
    if gaps > 0 {
        return say!(
            lang,
            "{code} {sum} {total}，只打了 {items} 项，另 {gaps} 项没有现场分。定稿后要改须向秘书申请退回。{answers}",
            "{code}, {sum} {total}: {count} marked, {gaps} without an on-site mark. To change it after signing, ask the secretary to return it. {answers}"
        );
    }
    say!(
        lang,
        "{code} {sum} {total}，{items} 项齐全。定稿后要改须向秘书申请退回。{answers}",
        "{code}, {sum} {total}, all of {count}. To change it after signing, ask the secretary to return it. {answers}"
    )
}

/// A returned sheet: the section, never direction or size.
pub fn returned(lang: Lang, code: &Code, section: Option<&str>) -> String {
    match section {
        Some(section) => say!(
            lang,
            "秘书退回 {code}，请复核“{section}”：可以改分，也可以保留原分并写理由。",
            "The secretary returned {code}: please look at \"{section}\" again. Change the marks, or keep them with a reason."
        ),
        None => say!(
            lang,
            "秘书退回 {code}，请复核：可以改分，也可以原样再定稿。",
            "The secretary returned {code}: please look at it again. Change the marks, or sign it as it is."
        ),
    }
}

/// Before a dossier opens: no conflict, or recuse.
pub fn declare_question(lang: Lang) -> &'static str {
    lang.pick("1 没有利害关系，打开　2 应当回避", "1 no conflict, open it   2 recuse")
}

/// “Recognised” was chosen.
pub fn recognised_question(lang: Lang, code: &Code) -> String {
    let answers = question(lang, lang.pick("确认", "yes"), lang.pick("不是", "no"));
    say!(
        lang,
        "认出了 {code} 的申报人？这份将不由您评，已打的分留档不计入。按错可请秘书恢复。{answers}",
        "Recognised the applicant of {code}? You will not score it; marks given are kept but do not count. A slip can be undone by the secretary. {answers}"
    )
}

/// A tie across the last place (SCREENS §5.8).
pub fn tie_question(lang: Lang, rank: u32, members: usize, left: u32) -> String {
    let places = some(left, "place is", "places are");
    say!(
        lang,
        "第 {rank} 名 {members} 人并列，名额剩 {left} 个，规则已用尽，须专家组议决：1 排先后　2 空缺不取",
        "{members} dossiers share rank {rank}, {places} left, and no rule separates them: the panel decides. 1 put them in order   2 leave it empty"
    )
}

/// A weighty act: the number shown is typed.
pub fn type_to_finish(lang: Lang, selected: u32) -> String {
    let people = some(selected, "candidate", "candidates");
    say!(
        lang,
        "全部办完后：拟推荐 {selected} 人，请输入 {selected} 再按 Enter。",
        "When all is done: {people} selected. Type {selected}, then press Enter."
    )
}

/// What undo or redo would do: `技术革新 27.5 → 24，14:31`; an on-site mark says that it is one.
pub fn step_back(
    lang: Lang,
    (item, basis): (&str, Basis),
    from: Option<Points>,
    to: Option<Points>,
    minute: &str,
) -> String {
    let item = match basis {
        Basis::File => item.to_owned(),
        Basis::Onsite => say!(lang, "{item}（现场）", "{item} (on site)"),
    };
    let shown = |points: Option<Points>| points.map_or_else(|| super::unscored(lang).to_owned(), |p| p.to_string());
    let (from, to) = (shown(from), shown(to));
    say!(lang, "{item} {from} → {to}，{minute}", "{item} {from} → {to}, {minute}")
}

/// A deviation as its expert is told of it: the section alone.
pub fn deviation_told(lang: Lang, code: &Code, section: &str) -> String {
    say!(
        lang,
        "{code}“{section}”与其他专家分差过大，请复核。",
        "{code}: \"{section}\" is far from the other experts' marks; please look at it again."
    )
}

/// Who holds the screen, for the status line: `E03 张师傅`.
pub fn who(seat: &SeatId, name: &str) -> String {
    if name.is_empty() { seat.to_string() } else { format!("{seat} {name}") }
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, check};
    use super::*;
    use crate::text::{Ambiguous, width};

    fn w274() -> Code {
        Code::parse("W274").unwrap()
    }

    fn points(word: &str) -> Option<Points> {
        Points::parse(word).ok()
    }

    fn all(lang: Lang) -> Vec<String> {
        let (w, seven) = (w274(), "17:00");
        let mut all = vec![
            promise_yes(lang).to_owned(),
            alignment(lang),
            alignment_later(lang).into(),
            self_named(lang).into(),
            ime_on(lang).into(),
            typed_wrong(lang, "8+1"),
            not_a_number(lang, "8+1"),
            saved_already(lang).into(),
            leave_by_esc(lang).into(),
            leave(lang),
            saved(lang, seven),
            welcome_back(lang, &w, Some("novelty"), Some("6.5")),
            welcome_back(lang, &w, Some("novelty"), None),
            welcome_back(lang, &w, None, None),
            since_last(lang, "2024-08-20 14:32", 1),
            scoring_closed(lang, seven, Some((&w, "6.5"))),
            scoring_closed(lang, seven, None),
            sign_question(lang, &w, sum_name(lang, [true, false]), "82.5", (13, 0)),
            sign_question(lang, &w, sum_name(lang, [false, true]), "28", (1, 6)),
            sign_question(lang, &w, sum_name(lang, [true, true]), "82.5", (1, 0)),
            returned(lang, &w, Some("Innovation")),
            returned(lang, &w, None),
            declare_question(lang).into(),
            recognised_question(lang, &w),
            tie_question(lang, 10, 2, 1),
            type_to_finish(lang, 10),
            step_back(lang, ("Innovation", Basis::File), points("27.5"), None, "14:31"),
            deviation_told(lang, &w, "Innovation"),
        ];
        let (title, lines) = promise(lang);
        all.push(title.into());
        all.extend(lines.map(String::from));
        all
    }

    #[test]
    fn every_fixed_text_is_there_in_both_languages_and_names_no_command() {
        for lang in Lang::ALL {
            for text in all(lang) {
                check::piece(lang, &text.replace("   ", " "));
                check::setting(Setting::Screen, &text);
            }
        }
    }

    #[test]
    fn messages_read_word_for_word_as_agreed() {
        let (zh, w) = (Lang::Zh, w274());
        for (text, agreed) in [
            (
                sign_question(zh, &w, sum_name(zh, [true, false]), "82.5", (13, 0)),
                "W274 材料分 82.5，13 项齐全。定稿后要改须向秘书申请退回。9 定稿　Enter 再看看",
            ),
            (returned(zh, &w, Some("技术革新")), "秘书退回 W274，请复核“技术革新”：可以改分，也可以保留原分并写理由。"),
            (
                recognised_question(zh, &w),
                "认出了 W274 的申报人？这份将不由您评，已打的分留档不计入。按错可请秘书恢复。9 确认　Enter 不是",
            ),
            (
                scoring_closed(zh, "17:00", Some((&w, "6.5"))),
                "评分已于 17:00 结束。W274 的 6.5 没有录入，原样留着；补录请找秘书。",
            ),
            (
                tie_question(zh, 10, 2, 1),
                "第 10 名 2 人并列，名额剩 1 个，规则已用尽，须专家组议决：1 排先后　2 空缺不取",
            ),
            (type_to_finish(zh, 10), "全部办完后：拟推荐 10 人，请输入 10 再按 Enter。"),
            (
                welcome_back(zh, &w, Some("难题与作用"), Some("6.5")),
                "欢迎回来：上次停在 W274“难题与作用”，打了 6.5 未录入，按 Enter 录入。",
            ),
            (
                step_back(zh, ("技术革新", Basis::File), points("27.5"), points("24"), "14:31"),
                "技术革新 27.5 → 24，14:31",
            ),
            (
                step_back(zh, ("技术革新", Basis::Onsite), points("27.5"), None, "14:31"),
                "技术革新（现场） 27.5 → 未评，14:31",
            ),
        ] {
            assert_eq!(text, agreed);
        }
    }

    #[test]
    fn the_first_line_is_ascii_and_the_bars_tell_the_width_of_ambiguous_glyphs() {
        assert!(FIRST_LINE.is_ascii());
        let [above, below] = ALIGNMENT_LINES;
        assert_eq!(width(above, Ambiguous::One), width(below, Ambiguous::One));
        assert_ne!(width(above, Ambiguous::Two), width(below, Ambiguous::Two));
    }
}
