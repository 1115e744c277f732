//! 查找筛选: what a list is narrowed to.

use crate::domain::{Points, SeatId};
use crate::words::Lang;

fixed_words! {
    menu: "只看哪些？", "Which ones?";
    by_words: "打字找：工种、领域、已声明材料的正文；拼音也行", "by words: trade, field, texts of declared dossiers";
    by_state: "按状态", "by state";
    by_score: "按自己打的分", "by the own score";
    take_off: "全部都看（去掉筛选）", "all of them (take the filter off)";
    line_title: "找什么？焊工、skcg、薄壁套筒、未评、<60、差>10（几个用空格隔开）",
        "Find what? Such as welder, lathe, unscored, <60, >=85; spaces between";
    unscored: "未评", "unscored";
    missing: "缺项", "missing";
    ready: "可定稿", "ready";
    returned: "退回", "returned";
    signed: "定稿", "signed";
    typed: "未录入", "typed";
    onsite: "现场", "onsite";
    out: "回避等", "set aside";
    open: "没定稿", "not signed";
    unopened: "没打开", "unopened";
    paper: "代录待核", "to confirm";
    asked: "申请退回", "return asked";
    by_any_seat: "按状态：任何一位专家", "by state: any expert";
    by_standing: "按去向", "by standing";
    by_published: "按得分", "by score";
    office_title: "找什么？焊工、skcg、没打开、E03缺项、代录待核（几个用空格隔开）",
        "Find what? Such as welder, unopened, E03 missing, to confirm; spaces between";
    list_title: "找什么？焊工、skcg、拟推荐、<60（几个用空格隔开）",
        "Find what? Such as welder, lathe, selected, >=85; spaces between";
    below_typed: "低于几分（自己打）", "below a number you type";
    from_typed: "几分以上（自己打）", "from a number you type";
    awards: "奖项", "awards";
    story: "事迹", "story";
    none: "没有符合的。退格去掉最后一条，Esc 全部去掉。", "Nothing fits. Backspace takes the last one off, Esc all of them.";
    off: "已去掉筛选。", "The filter is off.";
    searching: "正文还在找……", "still looking in texts ...";
    help_erase: "改短代号；没有代号时去掉最后一条筛选", "shortens the code; without one takes the last condition off";
    help_off: "去掉筛选", "takes the filter off";
}

/// 按状态：只看 E03 张师傅.
pub fn by_this_seat(lang: Lang, seat: &SeatId, name: &str) -> String {
    say!(lang, "按状态：只看 {seat} {name}（当前这一列）", "by state: {seat} {name} alone (this column)")
}

/// 自评 <60.
pub fn own_score(lang: Lang, sign: &str, points: Points) -> String {
    say!(lang, "总分{sign}{points}", "total {sign}{points}")
}

/// Own file and on-site marks further apart than this.
pub fn apart(lang: Lang, points: Points) -> String {
    say!(lang, "材料与现场差>{points}", "file and on site apart >{points}")
}

/// A word that is looked for.
pub fn word(lang: Lang, word: &str) -> String {
    lang.quote(word)
}

/// A line of a menu, and how many it would show.
pub fn counted(lang: Lang, what: &str, count: usize) -> String {
    say!(lang, "{what}  {count} 份", "{what}  ({count})")
}

/// The filter, how many it shows and of how many: `筛选 未评、“焊工”：4/23 份`.
pub fn line(lang: Lang, conditions: &[String], shown: usize, all: usize) -> String {
    let conditions = lang.list(conditions, 8);
    say!(lang, "筛选 {conditions}：{shown}/{all} 份", "Filter {conditions}: {shown} of {all}")
}

/// The same while texts are still looked through: how much of them is, in percent.
pub fn line_searching(lang: Lang, line: &str, done: usize) -> String {
    say!(lang, "{line}，正文已找 {done}%", "{line}; {done}% of the texts searched")
}

/// What was typed looks like a number and is none.
pub fn no_number(lang: Lang, typed: &str) -> String {
    say!(lang, "“{typed}”不是分数条件。如 <60、>=85、差>10。", "\"{typed}\" is not a condition such as <60 or >=85.")
}

/// What a number is typed for.
pub fn number_title(lang: Lang, below: bool) -> String {
    if below {
        say!(lang, "总分低于几分？", "Total below?")
    } else {
        say!(lang, "总分几分以上？", "Total from?")
    }
}
