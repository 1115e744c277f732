//! The expert's screens: 待评, the desk, 核对.
//!
//! - here: short fixed texts, and what rows and questions of the list say; - `cell`: the desk; - `signing`: before and
//!   after a signature; - `reasons`: ready reasons.

mod cell;
mod reasons;
mod signing;

pub use cell::*;
pub use reasons::*;
pub use signing::*;

use crate::domain::Code;
use crate::words::Lang;

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
    text_withheld: "这一份不由您评，材料不再显示；有误请找秘书。", "You do not score this one, and its text is not shown any more. If that is wrong, tell the secretary.";
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
    recused: "已记入档案，这份不由您评；按错可请秘书恢复。", "Recorded; you will not score this one. If it was a mistake, ask the secretary to undo it.";
    return_asked: "申请已送秘书，等秘书退回后再改。", "The request is with the secretary; you can change it once it is returned.";
    kept: "理由已记下。没有要改的，就核对定稿。", "The reason is recorded. If nothing is to be changed, check and sign.";
    noted: "备注已存。", "The note is saved.";
    locked_stage: "现在不是评分阶段，分不能改。", "Scoring is not open; marks cannot be changed.";
    locked_signed: "这一份已定稿。要改请按 Tab 到操作，8 申请退回。", "This sheet is signed. To change it: Tab to the actions, then 8 asks for its return.";
    locked_asked: "已申请退回，等秘书退回后再改。", "Its return is asked for; it can be changed once the secretary returns it.";
    locked_half: "这一半已定稿。要改请按 Tab 到操作，8 申请退回。", "This half is signed. To change it: Tab to the actions, then 8 asks for its return.";
    only_this_missing: "就差这一项：打一个数，按 Enter。", "Only this item is missing: type a number, press Enter.";
    note_sign: " 注", " (n)";
    locked_aside: "这一份不由您评，已打的分留档不计入；有误请找秘书。", "You do not score this one; your marks are kept but do not count. If that is wrong, tell the secretary.";
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
