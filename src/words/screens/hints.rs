//! Short words of the hint lines; which of them a line has, the page says (`Page::ways`).

use crate::words::Lang;

fixed_words! {
    mark: "打分", "mark";
    item: "换项", "item";
    text: "换正文", "text";
    page: "翻页", "page";
    the_text: "正文", "text";
    acts: "操作", "actions";
    back: "返回", "back";
    leave: "离开", "leave";
    find: "找代号", "find a code";
    row: "换行", "row";
    open: "打开", "open";
    line: "行", "line";
    to_mark: "回到打分", "to the mark";
    to_mark_short: "打分", "mark";
    next_hit: "下一处", "next";
    last_hit: "上一处", "previous";
    found_all: "查完", "end the search";
    order_by: "按哪一项排", "order by";
    order_by_short: "换排法", "order";
    beside: "与上一名对看", "beside the one above";
    beside_short: "对看", "compare";
    side: "换左右", "side";
    both_pages: "翻正文", "page";
    change_it: "去改", "to the item";
    another: "换一份", "another";
    cells: "换格", "move";
    cell: "这一格", "this sheet";
    expert: "换专家", "expert";
    return_it: "退回、回避……", "return, recuse ...";
    compare_paper: "对着纸面逐项看", "compare item by item";
    as_on_paper: "与纸上一致", "as on paper";
    votes: "票数", "votes";
    vote: "排先后、投没投、写说明", "place, voted, note";
    vote_short: "改这一行", "change the row";
    neighbours: "上一名、下一名", "rank above, below";
    neighbours_short: "换一名", "neighbours";
    next_dossier: "下一份", "next dossier";
    event: "找第几条", "number of an event";
    record_next: "录入并到下一项", "record, next item";
    record_next_short: "录入", "record";
    basis: "材料、现场", "file, on site";
    close: "关上会议屏并返回", "close the meeting screen and go back";
    help: "帮助", "help";
    help_everywhere: "在任何一屏看能按什么键", "the keys, on every screen";
    new_line: "换行", "new line";
    confirm_below: "到下面确认", "confirm below";
    kept: "返回（字留着）", "back (the text is kept)";
    save: "保存并返回", "save and go back";
    done: "打好了", "done";
    choose_line: "选这一行", "that line";
    choose_act: "选操作", "choose";
    choose: "选", "choose";
    move_on: "移动", "move";
    take_line: "确定", "the line shown";
    to_table: "回到上面", "back to the screen";
    begin: "从这里开始", "begin here";
    seat: "选席位", "choose a seat";
    sit: "坐下", "take the seat";
    one_off: "去一条", "one off";
    filter_off: "去掉筛选", "filter off";
    sign_file: "材料部分定稿", "sign file";
    sign_onsite: "现场部分定稿", "sign on site";
    look: "翻看", "look through";
    by_name: "按名字找操作", "find an action";
}

/// The stops of a Tab circle: 现场、正文、操作.
pub fn panes(lang: Lang, names: &[&str]) -> String {
    lang.list(names, names.len())
}

/// The same where it is narrow: the next one and the last. In English that is no shorter.
pub fn panes_brief(lang: Lang, names: &[&str]) -> String {
    match names {
        [next, _, .., last] if lang == Lang::Zh => format!("{next}…{last}"),
        _ => panes(lang, names),
    }
}

/// A part: `Enter 打开`, `Enter: open`.
pub fn part(lang: Lang, keys: &str, word: &str) -> String {
    say!(lang, "{keys} {word}", "{keys}: {word}")
}
