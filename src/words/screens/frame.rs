//! What every screen has: title line, message line, keys, questions, leaving.

use crate::words::Lang;

fixed_words! {
    acts: "操作", "Actions";
    help: "帮助", "Help";
    help_title: "这里现在能按的键", "What works here and now";
    esc_esc: "一直按 Esc", "Esc, again";
    palette_title: "找操作：打名字、拼音或英文", "Find an action: type its name";
    palette_none: "没有这样的操作，退格改短。", "No such action; Backspace shortens the word.";
    unsaved: "未存", "not saved";
    offline: "断线", "offline";
    letter: "这里不用字母键：用数字、方向键、Tab、Enter、Esc。", "No letters are needed here: digits, arrows, Tab, Enter, Esc.";
    nothing_to_undo: "这里没有可撤销的。", "Nothing to undo here.";
    question_first: "请先回答上面的问题。", "Answer the question first.";
    leave: "离开 shouxi？打的分都已保存，没录入的字也留着。", "Leave shouxi? Marks are saved, and what is typed is kept.";
    left_office: "已离开，做过的都已保存。", "You have left; all that was done is saved.";
    leave_office: "离开 shouxi？做过的都已保存。", "Leave shouxi? What was done is saved.";
    leave_yes: "离开", "leave";
    read_again: "再看看", "read it again";
    stay: "不离开", "stay";
    back: "返回", "back";
    yes: "是", "yes";
    no: "不是", "no";
    no_paste: "这里不收粘贴的内容。", "Nothing can be pasted here.";
    go_on: "继续", "go on";
    opening: "正在打开……", "Opening ...";
    then_enter: "再按 Enter；Esc 返回", "then press Enter; Esc: back";
    number_differs: "数不对，没有执行。", "That is not the number; nothing was done.";
    reason_needed: "请先写理由，再按 9。", "Write a reason first, then press 9.";
    text_full: "最多写 2000 字（查找 40 字），多出的没有收。", "At most 2,000 characters (40 in a search); the rest was left out.";
    take_seat: "坐这个席位", "take this seat";
    which_seat: "请选席位", "Which seat?";
    practice: "练习评审组，材料都是编的，随便按，退出即清除。", "A practice panel. All dossiers are invented: press anything, nothing is kept when you leave.";
    as_expert: "我来评分", "score as an expert";
    as_secretary: "我来当秘书", "be the secretary";
    as_supervisor: "我来监督", "be the supervisor";
    confirm: "确认", "confirm";
    to_text: "再改改", "change the text";
    shorten: "改短", "shorten it";
    line_move: "换行", "move by one row";
    page_move: "翻页", "one page";
    ends_move: "首行、末行", "first row, last row";
    tab_acts: "到操作行、再回来", "to the actions and back";
    acts_digit: "办这个数字的操作", "do the action with that number";
    acts_sides: "换一个操作", "move to another action";
    acts_ends: "第一个、最后一个操作", "first action, last action";
    acts_enter: "办 > 指着的操作（没动过就是帮助）", "do the action marked > (at first: help)";
    acts_tab: "到下一处", "to the next place";
    acts_back: "回到上面，什么都不办", "back to the screen, doing nothing";
    esc_up: "返回上一层，什么都不丢", "one level up; nothing is lost";
    enter_safe: "办当前这一行（总是稳妥的那一行）", "take the highlighted line, always the safe one";
    keys_dropped: "还在等回应，后面按的键没有收。", "Still waiting for an answer; the last keys were ignored.";
    after_choice: "（选好理由以后）", "(once a reason is chosen)";
}

/// What leaving says: how many writes still wait, how many things are typed and not recorded.
pub fn leave_waiting(lang: Lang, waiting: usize) -> String {
    say!(
        lang,
        "还有 {waiting} 项待存，出现“已存”前请别离开。现在离开？",
        "{waiting} not saved yet; wait for \"saved\" before leaving. Leave now?"
    )
}

/// The link is down (SCREENS §5.4).
pub fn link_lost(lang: Lang, waiting: usize) -> String {
    if waiting == 0 {
        return say!(
            lang,
            "与服务器断开，正在重连。打的字还在；连上前请别关窗口。",
            "Connection lost, reconnecting. What you typed is still here; do not close the window yet."
        );
    }
    say!(
        lang,
        "与服务器断开，正在重连。打的字还在，{waiting} 项待存；出现“已存”前请别关窗口。",
        "Connection lost, reconnecting. What you typed is still here, {waiting} to be saved; wait for \"saved\" before closing."
    )
}

/// The link is back.
pub fn link_back(lang: Lang) -> String {
    say!(lang, "已重新连上。", "Connected again.")
}

/// The window is too small.
pub fn too_small(lang: Lang, now: (u16, u16), least: (u16, u16)) -> String {
    let ((columns, rows), (least_columns, least_rows)) = (now, least);
    say!(
        lang,
        "窗口太小（{columns}×{rows}），请放大到 {least_columns}×{least_rows} 以上。打的字都在。",
        "The window is too small ({columns}x{rows}); make it at least {least_columns}x{least_rows}. Nothing is lost."
    )
}

/// Before the number that a weighty act asks for.
pub fn type_number(lang: Lang, number: u32) -> String {
    say!(lang, "请输入 {number}：", "Type {number}: ")
}

/// 第 1/3 页.
pub fn page_of(lang: Lang, page: usize, pages: usize) -> String {
    say!(lang, "第 {page}/{pages} 页", "page {page}/{pages}")
}

/// A search by digits: what was typed, how many fit.
pub fn jump(lang: Lang, digits: &str, found: bool) -> String {
    if found {
        say!(lang, "代号 {digits}_  退格改短，Enter 打开", "code {digits}_  Backspace shortens, Enter opens")
    } else {
        say!(lang, "没有数字是 {digits} 的代号，退格改短", "no code has the digits {digits}; Backspace shortens")
    }
}

/// Printed after the screen closed.
pub fn left(lang: Lang, unrecorded: usize) -> String {
    if unrecorded == 0 {
        return say!(lang, "已离开，打的分都已保存。", "You have left; all marks are saved.");
    }
    say!(
        lang,
        "已离开。有 {unrecorded} 处打了没有录入，原样留着，下次进来还在。",
        "You have left. {unrecorded} typed but not recorded; kept for the next time."
    )
}

/// Printed after the screen closed with writes that nobody acknowledged.
pub fn left_unsaved(lang: Lang, waiting: usize) -> String {
    say!(
        lang,
        "已离开时有 {waiting} 项还没有收到“已存”，请重新进入核对。",
        "You left before {waiting} entries were confirmed as saved; please enter again and check."
    )
}

/// An alias of something that cannot be done here and now.
pub fn not_here(lang: Lang, name: &str) -> String {
    say!(lang, "这里现在没有“{name}”。", "\"{name}\" is not possible here now.")
}
