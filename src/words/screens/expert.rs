//! The expert's screens: 待评, the desk, 核对.

use crate::domain::{Basis, Code, Half, Points};
use crate::words::tone::some;
use crate::words::{Lang, basis as basis_name, half as half_name, unscored};

fixed_words! {
    to_score: "待评", "To score";
    signed_count: "定稿", "signed";
    col_state: "状态", "state";
    col_code: "代号", "code";
    col_trade: "工种、级别、领域", "trade, level, field";
    col_trade_short: "工种", "trade";
    col_missing: "还缺", "missing";
    col_total: "自评总分", "own total";
    onsite_short: "现场", "visit";
    confirm_short: "待核对", "confirm";
    asked_short: "已申请退回", "return asked";
    withdrawn_short: "已撤回", "withdrawn";
    secret_short: "涉密人员，看纸质材料", "confidential, read on paper";
    no_dossiers: "还没有可评的材料，开始评分后会出现在这里。", "No dossiers yet; they appear here once scoring has opened.";
    act_confirm: "核对代录", "confirm entry";
    none_unfinished: "没有未完的了。", "Nothing is left unfinished.";
    none_complete: "没有可定稿的：要每一项都有分，且没有未录入的。", "Nothing to sign: every item needs a mark, and typed marks have to be recorded.";
    sign: "定稿", "sign";
    look_again: "再看看", "look again";
    no_conflict: "没有利害关系，打开", "no conflict, open it";
    should_recuse: "应当回避", "recuse";
    not_yet: "先不打开", "not yet";
    recuse_reason: "为什么回避？（只记入档案，不影响别人）", "Why do you recuse? (kept in the record)";
    abstain_reason: "为什么弃权？", "Why do you abstain?";
    ask_return_reason: "为什么申请退回？", "Why should it be returned?";
    keep_reason: "为什么保留原分？", "Why are the marks kept?";
    recuse_yes: "确认回避", "recuse";
    abstain_yes: "确认弃权", "abstain";
    ask_return_yes: "送出申请", "send the request";
    keep_yes: "保留原分，记下理由", "keep the marks with this reason";
    reason_own: "其他，自己写", "another reason, in your own words";
    reason_own_on: "接着写刚才那一条", "continue what you wrote";
    recognised: "认出了申报人", "I recognised the applicant";
    conflict: "有利害关系，应当回避", "a conflict of interest";
    abstain: "弃权", "abstain";
    recuse_menu: "这份为什么不评？", "Why will you not score this one?";
    recognised_reason: "认出申报人", "recognised the applicant";
    confirm_yes: "确认", "yes";
    confirm_no: "不是", "no";
    note_item: "本项备注", "note on this item";
    note_sheet: "整份备注", "note on the whole sheet";
    note_menu: "写在哪里？", "A note on what?";
    undo_menu: "撤销、恢复", "Undo, redo";
    undo_what: "撤销", "undo";
    redo_what: "恢复", "redo";
    nothing_undone: "没有可撤销的，也没有可恢复的。", "Nothing to undo, nothing to redo.";
    still_saving: "前一项还在保存，稍等再按。", "The last one is still being saved; press it again in a moment.";
    clear_yes: "清空", "clear it";
    clear_no: "不清空", "leave it";
    tab_awards: "奖项", "awards";
    tab_story: "事迹", "story";
    no_text: "（这一栏没有内容）", "(nothing here)";
    text_missing: "这份材料的文字读不出来，请告诉秘书。分照样能打。", "The text of this dossier cannot be read; tell the secretary. Marks can still be given.";
    text_secret: "涉密人员：系统里没有文字，请看纸质材料，在这里录分。", "A confidential person: there is no text here. Read the paper file and enter the marks here.";
    header_basis: "依据", "basis";
    header_max: "满分", "max";
    total: "合计", "total";
    by_rule: "按规则计", "by the rule";
    follow: "正文跟着评分项走", "text follows the item";
    follow_short: "正文跟着走", "follows";
    left_behind_short: "转回再跟着走", "left behind";
    answer_first: "退回的那一板块要先答复：回去改分，或在操作 8 保留原分、写明理由。", "Answer the return first: change a mark, or keep the marks with a reason (actions 8).";
    half_file_signed: "材料已定", "file signed";
    half_onsite_signed: "现场已定", "visit signed";
    digits_here: "这里打分：数字和小数点。", "Marks: digits and a decimal point.";
    to_basis_onsite: "现在打现场分。", "Marks go to the on-site column now.";
    to_basis_file: "现在打材料分。", "Marks go to the file column now.";
    recused: "已记入档案，这份不由您评。", "Recorded; you will not score this one.";
    return_asked: "申请已送秘书，等秘书退回后再改。", "The request is with the secretary; you can change it once it is returned.";
    kept: "理由已记下。没有要改的，就核对定稿。", "The reason is recorded. If nothing is to be changed, check and sign.";
    noted: "备注已存。", "The note is saved.";
    locked_stage: "现在不是评分阶段，分不能改。", "Scoring is not open; marks cannot be changed.";
    locked_signed: "这一份已定稿。要改请按 Tab 到操作，8 申请退回。", "This sheet is signed. To change it: Tab to the actions, then 8 asks for its return.";
    locked_half: "这一半已定稿。要改请按 Tab 到操作，8 申请退回。", "This half is signed. To change it: Tab to the actions, then 8 asks for its return.";
    only_this_missing: "就差这一项：打一个数，按 Enter。", "Only this item is missing: type a number, press Enter.";
    note_sign: " 注", " (n)";
    locked_aside: "这一份不由您评，已打的分留档不计入。", "You do not score this one; your marks are kept but do not count.";
    locked_withdrawn: "这一份已撤回。", "This dossier was withdrawn.";
    check_title: "核对", "Check";
    to_missing: "去补", "to what is missing";
    to_desk: "再看看", "look again";
    counts: "计分", "counts";
    item: "评分项", "item";
    unrecorded_first: "有打了没有录入的，先回去录入或清掉。", "Something is typed and not recorded; record it or clear it first.";
    transcribed_title: "核对代录", "Entered for you";
    transcribed_none: "这一份还看不到。", "This sheet cannot be shown.";
    confirmed: "已核对。", "Confirmed.";
    display_menu: "显示", "Display";
    display_align: "重新检查竖线对齐", "check the alignment again";
    display_lines_on: "改用连线边框", "line borders";
    display_lines_off: "改用 ASCII 边框", "ASCII borders";
    search_title: "在这份材料里找", "Find in this dossier";
    search_none: "没有找到。", "Not found.";
    practice_next: "换个席位看看？按 Tab 到操作，8。", "Try another seat? Tab to the actions, then 8.";
    help_digits: "打分；已有的分被替换", "type a mark; it replaces the one there";
    help_enter: "录入，到下一个没有分的项；都有了就到核对", "record, go to the next item without a mark, then check";
    help_updown: "录入，到上一项、下一项", "record, to the item above or below";
    help_sides: "换正文（按过以后不再自动跟）", "another text (it stops following the item)";
    help_space: "翻正文", "turn the page of the text";
    help_erase: "去掉最后一位；空了再按 Enter 会问是否清空", "delete a digit; when empty, Enter asks to clear";
    help_tab: "材料、现场、正文、操作，转一圈", "file, on site, text, actions, and round again";
    help_esc: "返回列表；没录入的字留着", "back to the list; what is typed is kept";
    help_ctrl_z: "撤销上一次改分", "undo the last mark";
    help_lines: "一行一行看", "line by line";
    help_text_ends: "正文开头、末尾", "start, end of the text";
    help_text_digits: "回到分格打分", "type a mark, back in its cell";
    help_to_mark: "回到分格", "back to the mark's cell";
    help_next_hit: "下一处", "the next match";
    help_last_hit: "上一处", "the match before";
    help_found_all: "查完，回到打分", "end the search, back to the mark";
    help_jump: "找代号，如 274", "find a code, such as 274";
    help_open: "打开", "open";
}

/// Ready reasons for a recusal, so that it can be done with digits alone.
pub fn conflict_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["与申报人是亲属", "与申报人是师徒", "与申报人同一单位", "与申报人有合作项目或其他利害关系"],
        Lang::En => &[
            "a relative of the applicant",
            "teacher or pupil of the applicant",
            "the same employer",
            "a joint project or another interest",
        ],
    }
}

/// Ready reasons for abstaining.
pub fn abstain_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["不熟悉这个工种", "材料不足以判断", "身体或时间原因"],
        Lang::En => &["not familiar with the trade", "the file does not allow a judgement", "health or time"],
    }
}

/// Ready reasons for asking for a sheet's return.
pub fn return_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["有一项打错了分", "看漏了材料", "要补写备注"],
        Lang::En => &["a mark was mistyped", "something in the file was overlooked", "a note is to be added"],
    }
}

/// Ready reasons for keeping marks that were asked about.
pub fn keep_reasons(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &["已逐条复核，佐证与档次相符", "佐证不足，维持原分", "以现场考查所见为准"],
        Lang::En => &[
            "looked at again, the evidence fits the band",
            "too little evidence, the marks stay",
            "what was seen on site decides",
        ],
    }
}

/// The question before a ready reason is taken.
pub fn reason_question(lang: Lang, asked: &str, reason: &str) -> String {
    say!(lang, "{asked}\n\n{reason}。", "{asked}\n\n{reason}.")
}

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
pub fn empty_cell(lang: Lang, basis: Basis, max: Points) -> String {
    let word = unscored(lang);
    match basis {
        Basis::File => say!(
            lang,
            "{word}。满分 {max}，没有佐证请打 0，空着不等于 0 分。",
            "{word}. The maximum is {max}; no evidence is 0, empty is not 0."
        ),
        Basis::Onsite => say!(
            lang,
            "{word}。满分 {max}，打现场看到的；没有看的不用打，空着不等于 0 分。",
            "{word}. The maximum is {max}; mark what was seen on site, leave out the rest. Empty is not 0."
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

/// What undo or redo did.
pub fn undone(lang: Lang, redo: bool, what: &str) -> String {
    if redo { say!(lang, "恢复：{what}", "Redone: {what}") } else { say!(lang, "撤销：{what}", "Undone: {what}") }
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

/// Sign everything that is complete? `partly`: those of them whose on-site half is begun and not whole.
pub fn sign_all_question(lang: Lang, codes: &[&Code], partly: &[&Code]) -> String {
    let (count, names) = (codes.len(), lang.list(codes, 12));
    let sheets = some(count, "sheet is", "sheets are");
    let visits = lang.list(partly, 12);
    let visits = if partly.is_empty() {
        String::new()
    } else {
        say!(
            lang,
            "其中 {visits} 的现场分没打全，也一并定稿。",
            " Not all items of {visits} are marked on site; that half is signed too."
        )
    };
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

/// The question before a dossier opens.
pub fn declare_question(lang: Lang, code: &Code, trade: &str) -> String {
    say!(
        lang,
        "{code} {trade}：打开前请声明。与申报人有亲属、师徒、同单位或其他利害关系的，应当回避。",
        "{code} {trade}: declare before it opens. Relatives, teachers, pupils and colleagues of the applicant recuse."
    )
}

/// A returned sheet's reason, in the list.
pub fn returned_reason(lang: Lang, section: Option<&str>, reason: &str) -> String {
    match section {
        Some(section) => say!(lang, "秘书退回“{section}”：{reason}", "Returned, \"{section}\": {reason}"),
        None => say!(lang, "秘书退回：{reason}", "Returned: {reason}"),
    }
}

/// Which section's marks are kept?
pub fn keep_menu(lang: Lang) -> String {
    say!(lang, "哪个板块保留原分？", "Which section keeps its marks?")
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

/// The text was turned away from the item's section.
pub fn left_behind(lang: Lang, own: &str) -> String {
    say!(lang, "←→ 转回“{own}”再跟着走", "Left/Right to \"{own}\" to follow again")
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

/// Who entered the sheet.
pub fn transcribed_by(lang: Lang, by: &str, code: &Code) -> String {
    say!(
        lang,
        "{code} 由 {by} 按您的纸质评分表代录，请核对。",
        "{code} was entered by {by} from your paper sheet; please compare."
    )
}

/// Confirm the transcription?
pub fn confirm_question(lang: Lang, code: &Code) -> String {
    say!(lang, "确认 {code} 的代录与纸上一致？", "Is the entry for {code} the same as on paper?")
}

/// The state line of a row.
pub fn row_missing(lang: Lang, missing: u32) -> String {
    say!(lang, "缺{missing}", "{missing} missing")
}

/// An on-site half that is begun and not whole.
pub fn row_onsite(lang: Lang, gaps: u32) -> String {
    say!(lang, "现场缺{gaps}", "{gaps} on site")
}

/// A day behind 现场.
pub fn gap_day(lang: Lang, day: &str) -> String {
    say!(lang, "{day}", " {day}")
}

/// Half-typed things in a row.
pub fn row_typed(lang: Lang, drafts: u32) -> String {
    say!(lang, "未录入{drafts}", "{drafts} typed")
}
