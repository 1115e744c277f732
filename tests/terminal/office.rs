//! The secretary's whole job on a real terminal, the expert's answer to a returned sheet, the supervisor's check
//! (SCREENS §1–§5); and what the secretary may not see before review.

use crate::harness::{Term, key};
use crate::panel::{OF_E01, OF_E02, OF_E03, Panel, leave, pass_the_door};

/// Into the row 操作 from wherever the keys are (a page key leads to the table), then one of its lines.
fn act(term: &mut Term, digit: &str) {
    term.send([key::PAGE_UP, key::TAB, digit].concat());
}

/// A reason in a few words, confirmed by 9. The words are typed by an input method, so they are text.
fn reason(term: &mut Term, title: &str, text: &str) {
    term.wait_for(title);
    term.send(text);
    term.wait_for(text);
    term.send(key::TAB);
    term.wait_for("再改改");
    term.send("9");
    term.wait_gone(title);
}

fn all_entered() -> Panel {
    let panel = Panel::in_scoring();
    panel.enter("E02", &OF_E02);
    panel.enter("E03", &OF_E03);
    panel.enter("E01", &OF_E01);
    panel
}

#[test]
fn from_progress_to_the_sealed_list_and_its_check() {
    let panel = all_entered();
    close_and_settle(&panel);
    explain(&panel);
    make_final(&panel);
    check(&panel);
}

/// Progress, what is missing, closing, the list, its tie, a missing seat excused, a sheet returned.
fn close_and_settle(panel: &Panel) {
    let mut term = panel.sit("S01", "进度  阶段 评分  已定稿 11/15");
    term.wait_for_row(&["W579", "定", "定", "定", "3/3"]);
    term.wait_for("现在结束，以下不计入：E01 差 4 份");
    act(&mut term, "1");
    term.wait_for("应交 15 份，已定稿 11 份，还差 4 份");
    term.wait_for_row(&["W234 E01", "没打开"]);
    term.send(key::ESC);
    term.wait_for("5 结束评分");
    act(&mut term, "2");
    term.wait_for_row(&["E01", "差 4 份", "W234"]);
    term.send(key::ESC);
    term.wait_for("5 结束评分");

    // Weighty: a number on the screen, and nothing but it.
    act(&mut term, "5");
    term.wait_for("请输入 11");
    term.send(key::ENTER);
    term.wait_gone("请输入 11");
    act(&mut term, "5");
    term.wait_for("请输入 11");
    term.send("9");
    term.send(key::ENTER);
    term.wait_for("数不对，没有执行。");
    term.send("11");
    term.wait_for("请输入 11：11");
    term.send(key::ENTER);

    // The list with its cut, and the proof of a rank that she can redo by hand.
    term.wait_for("汇总  阶段 复核");
    term.wait_for_row(&["1 W234", "91.50", "拟推荐"]);
    term.wait_for_row(&["2 W357", "81.75", "并列", "待议决"]);
    term.wait_for_row(&["2 W468", "81.75", "并列", "待议决"]);
    term.wait_for("名额线：第 2 名");
    term.send("357");
    term.wait_for_row(&[">", "W357"]);
    term.send(key::ENTER);
    term.wait_for("得分 81.75 ＝ 163.5 ÷ 2");
    term.wait_for("为什么还分不出先后");
    term.send(key::ESC);
    term.wait_for("名额线：第 2 名");

    // What stands between her and the end, one by one.
    act(&mut term, "8");
    term.wait_for("还不能定案，有 6 件事");
    term.wait_for_row(&[">", "W234", "E01"]);
    term.send(key::ENTER);
    term.wait_for("3 缺席核准 E01 的全部未定稿");
    term.send("3");
    reason(&mut term, "全部未定稿：理由", "请假");
    term.wait_for("还不能定案，有 2 件事");
    term.wait_for_row(&[">", "W579", "技术革新", "48.5", "35.5"]);
    term.send(key::ENTER);
    term.wait_for("1 退回“技术革新”");
    term.send("1");
    reason(&mut term, "请别写高低和分数", "请对照佐证再看");
    term.wait_for("E01 的 W579 退回后还没有重新定稿");

    // The tie across the last place: an order, the votes, a note, 9.
    term.send(key::END);
    term.wait_for_row(&[">", "第 2 名 2 人并列"]);
    term.send(key::ENTER);
    term.wait_for("票数（打数字）：");
    term.wait_for_row(&["E03", "投了"]);
    act(&mut term, "3");
    term.wait_for("先后还没排完");
    term.send(key::PAGE_UP);
    term.send(key::HOME);
    term.wait_for_row(&[">", "W357"]);
    term.send(key::ENTER);
    term.wait_for_row(&["W357", "排第 2 名"]);
    term.wait_for_row(&["W468", "排第 3 名"]);
    term.send([key::DOWN, key::DOWN, "2", key::DOWN, "1"].concat());
    term.wait_for_row(&["赞成", "2"]);
    term.wait_for_row(&["反对", "1"]);
    act(&mut term, "2");
    term.wait_for("议决说明");
    term.send("按现场表现");
    term.wait_for("按现场表现");
    term.send(key::TAB);
    term.wait_for_row(&["说明", "按现场表现"]);
    act(&mut term, "3");
    term.wait_for("先后：W357 > W468。赞成 2，反对 1，弃权 0");
    term.send(key::ENTER);
    term.wait_gone("9 记录议决");
    act(&mut term, "3");
    term.wait_for("9 记录议决");
    term.send("9");
    term.wait_for("议决已记录");
    term.send(key::ESC);
    term.wait_for_row(&["2 W357", "议决", "拟推荐"]);
    term.wait_for_row(&["3 W468", "未列入"]);
    leave(&mut term);
}

/// The expert learns the section, neither direction nor size, keeps the marks with a reason and signs again.
fn explain(panel: &Panel) {
    let mut term = panel.launch("E01").start();
    term.never_shows(&["35.5", "75.83"]);
    pass_the_door(&mut term, true);
    term.wait_for_row(&[">", "已退回", "W579"]);
    term.wait_for("秘书退回“技术革新”：请对照佐证再看");
    term.send(key::ENTER);
    term.wait_for("秘书退回 W579，请复核“技术革新”：可以改分，也可以保留原分并写理由。");
    term.send([key::TAB, key::TAB].concat());
    term.wait_for("8 保留原分");
    term.send("8");
    term.wait_for("4 其他，自己写");
    term.send("4");
    reason(&mut term, "为什么保留原分？", "有实测数据");
    term.wait_for("理由已记下");
    term.send([key::TAB, key::TAB].concat());
    term.wait_for("3 核对定稿");
    term.send("3");
    term.wait_for_row(&["核对", "W579"]);
    term.wait_for("材料分 85.5，3 项齐全");
    term.send("1");
    term.wait_for("9 定稿");
    term.send("9");
    term.wait_for("W579 已定稿。回执 ");
    term.send(key::ENTER);
    term.wait_for_row(&["已定稿", "W579"]);
    leave(&mut term);
}

/// Final, weighty; and the head that goes on the paper.
fn make_final(panel: &Panel) {
    let mut term = panel.launch("S01").start();
    term.wait_for("汇总  阶段 复核");
    term.wait_for("8 定案");
    act(&mut term, "8");
    term.wait_for("都办完了：拟推荐 2 人，名额 2。");
    act(&mut term, "2");
    term.wait_for("定案：封存名单，拟推荐 2 人");
    term.send(key::ENTER);
    term.wait_gone("定案：封存名单，拟推荐 2 人");
    act(&mut term, "2");
    term.wait_for("请输入 2");
    term.send("2");
    term.send(key::ENTER);
    term.wait_for("已定案，名单已封存：拟推荐 2 人，名额 2。");
    term.wait_for("核验号 ");
    term.send(key::ESC);
    term.wait_for("汇总  阶段 定案  已封存");
    leave(&mut term);
}

/// The supervisor: the record holds, and says who did what.
fn check(panel: &Panel) {
    let mut term = panel.sit("J01", "汇总  阶段 定案  已封存");
    act(&mut term, "7");
    term.wait_for("4 核验");
    term.send("4");
    term.wait_for("核验通过：");
    term.wait_for("重算名单与定案一致");
    term.wait_for("与自身一致，未与外部核验号对照");
    term.send("4");
    term.wait_for("日志");
    term.wait_for_row(&["S01", "转入定案阶段"]);
    term.wait_for("封存名单 5 行");
    term.send(key::ESC);
    term.wait_for("核验通过：");
    term.send(key::ESC);
    term.wait_for("汇总  阶段 定案  已封存");
    leave(&mut term);
}

#[test]
fn before_review_no_page_of_the_secretary_shows_a_mark() {
    let panel = Panel::in_scoring();
    // Numbers that nothing else on these pages can be.
    panel.enter("E02", &[("W234", ["23.5", "13.5", "41.5"])]);
    panel.enter("E03", &[("W234", ["26.5", "17.5", "47.5"]), ("W468", ["26.5", "17.5", "47.5"])]);
    let mut term = panel.launch("S01").start();
    term.never_shows(&["23.5", "13.5", "41.5", "26.5", "17.5", "47.5", "78.5", "91.5", "85.00"]);
    pass_the_door(&mut term, false);
    term.wait_for("已定稿 3/15");
    term.wait_for_row(&["W234", "未", "定", "定"]);
    // A cell and what can be done with it.
    term.send([key::RIGHT, key::ENTER].concat());
    term.wait_for_row(&["W234", "E02", "已定稿"]);
    term.wait_for("Enter 返回");
    term.send(key::ESC);
    term.wait_gone("Enter 返回");
    act(&mut term, "1");
    term.wait_for("已定稿 3 份");
    term.send(key::ESC);
    term.wait_for("6 查找");
    act(&mut term, "7");
    term.wait_for("6 看材料");
    term.send("6");
    term.wait_for("概况");
    term.send(key::ESC);
    term.wait_for("6 查找");
    // What it can be narrowed to, and how many each would show.
    act(&mut term, "6");
    term.wait_for("按状态：任何一位专家");
    term.send("2");
    term.wait_for("1 没定稿");
    term.send(key::ESC);
    term.wait_gone("1 没定稿");
    act(&mut term, "5");
    term.wait_for("请输入 3");
    term.send(key::ESC);
    term.wait_gone("请输入 3");
    // 更多: the log, masked, and the check.
    for (line, shown) in [("日志", "日志"), ("核验", "核验通过：")] {
        act(&mut term, "7");
        term.wait_for("Enter 返回");
        let screen = term.screen();
        let row = screen.iter().find(|row| row.contains(&format!(" {line} ")));
        let digit = row.and_then(|row| row.chars().find(char::is_ascii_digit)).unwrap();
        term.send(digit.to_string());
        term.wait_gone("Enter 返回");
        term.wait_for(shown);
        term.send(key::UP);
        term.send(key::ESC);
        term.wait_for("进度  阶段 评分");
    }
    leave(&mut term);
}

#[test]
fn what_was_half_typed_from_paper_is_there_after_a_kill_and_only_for_who_typed_it() {
    let panel = Panel::in_scoring();
    let mut term = panel.sit("S01", "进度  阶段 评分");
    term.send("234");
    term.wait_for("当前：W234 × E01");
    act(&mut term, "3");
    term.wait_for("代录  W234 × E01");
    term.send("28");
    term.send(key::ENTER);
    term.wait_for_row(&["技艺难度", "28"]);
    term.wait_for("还缺 2 项");
    assert!(!panel.has_stored(b"17.5"));
    term.send("17.5");
    term.wait_for_row(&["应用效果", "17.5_"]);
    panel.wait_for_stored(b"17.5");
    term.kill();
    term.exit_status();
    drop(term);

    // The expert whose sheet it is finds it neither marked by half nor typed in.
    let own = panel.run(&["--as", "E01", "status", "--format", "json"]);
    assert!(!own.contains("17.5"), "{own}");
    let mut term = panel.launch("S01").start();
    term.wait_for("欢迎回来：W234 × E01 的代录有打了没录入的");
    act(&mut term, "3");
    term.wait_for("上次打了 17.5 未录入，按 Enter 录入");
    term.wait_for_row(&[">", "应用效果", "17.5_"]);
    term.send(key::ENTER);
    term.wait_for("还缺 1 项");
    term.send("40");
    term.send(key::ENTER);
    term.wait_for("材料合计 85.5");
    term.send("9");
    term.wait_for("E01 的 W234 已照纸面定稿，待核对");
    term.send(key::ESC);
    term.wait_for("9 离开");
    term.send("9");
    assert_eq!(term.exit_status(), 0);
}
