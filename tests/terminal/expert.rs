//! The expert's whole job on a real terminal, with nothing but digits, the point, arrows, Tab, Enter, Esc, Space and
//! Backspace (SCREENS §2–§4). The full-width forms are what an input method left on sends for the same keys.

use crate::harness::{Term, key};
use crate::panel::{Panel, leave};

/// Finds a dossier by its digits and opens it.
fn open(term: &mut Term, digits: &str) {
    term.send(digits);
    term.wait_for_row(&["代号", digits]);
    term.wait_for_row(&[">", &format!("W{digits}")]);
    term.send(key::ENTER);
}

/// … and declares that there is no conflict.
fn declare(term: &mut Term, digits: &str) {
    open(term, digits);
    term.wait_for("1 没有利害关系，打开");
    term.send("1");
    term.wait_for_row(&["依据", "[材料]", "满分"]);
}

/// From 核对: asks to sign by `digit`, refuses once by Enter, then signs. Gives the receipt.
fn sign(term: &mut Term, digit: &str, question: &str) -> String {
    term.send(digit);
    term.wait_for(question);
    term.send(key::ENTER);
    term.wait_gone("9 定稿");
    term.send(digit);
    term.wait_for("9 定稿");
    term.send("9");
    term.wait_for("回执 ");
    let screen = term.screen().join("\n");
    let (_, rest) = screen.split_once("回执 ").unwrap();
    let receipt: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_eq!(receipt.len(), 16, "{screen}");
    term.send(key::ENTER);
    term.wait_for("找代号");
    term.wait_gone("回执 ");
    receipt
}

#[test]
fn an_expert_marks_a_sheet_with_a_visit_signs_it_recuses_another_and_leaves() {
    let panel = Panel::in_scoring();
    let mut term = panel.launch("E01").start();

    // First contact: nothing is cut of the one line that everybody can read.
    term.wait_for("If the next line is rubbish, set the terminal to UTF-8");
    term.wait_for("(Xshell: Properties >");
    term.wait_for("Terminal > Encoding)");
    term.wait_for("下面两条竖线对齐吗？1 对齐　2 没对齐");
    term.send("1");
    term.wait_for("评审承诺");
    term.wait_for("9 我承诺，开始评审");
    term.send(key::ENTER);
    term.send("9");
    term.wait_for_row(&["没打开", "W357", "焊工"]);

    // Enter is the safe answer to the declaration.
    open(&mut term, "357");
    term.wait_for("1 没有利害关系，打开");
    term.send(key::ENTER);
    term.wait_gone("1 没有利害关系，打开");
    term.wait_for_row(&["没打开", "W357"]);
    term.send(key::ENTER);
    term.wait_for("1 没有利害关系，打开");
    term.send("1");

    // Both columns stand there, as a visit is due.
    term.wait_for_row(&["依据", "[材料]", "现场", "满分"]);
    term.wait_for("技艺难度：优 27–30 省内领先");
    term.wait_for("没有佐证请打 0，空着不等于 0 分");
    term.send("28");
    term.wait_for("28 属“优”，还没录入");
    term.send("3");
    term.wait_for_row(&["技艺难度", "283_"]);
    term.send(key::ENTER);
    term.wait_for("没有录入：满分 30，您打的是 283。数还在格里，改好按 Enter。");
    term.wait_for_row(&["技艺难度", "283_"]);
    term.send(key::BACKSPACE);
    term.send(key::ENTER);
    term.wait_for_row(&["技艺难度", "28", "未评", "30"]);
    term.wait_for_row(&[">", "应用效果", "未评"]);
    term.wait_for("已存 ");

    // Full-width digits and the Chinese full stop, as an input method sends them.
    term.send("１６。３");
    term.wait_for_row(&["应用效果", "16.3_"]);
    term.send(key::ENTER);
    term.wait_for("没有录入：打分最小单位 0.5，您打的是 16.3。");
    term.send("好");
    term.wait_for("输入法开着，这里不收汉字");
    // Esc leaves the desk and keeps what is typed; it blocks signing and is there again.
    term.send(key::ESC);
    term.wait_for_row(&["W357", "未录入1"]);
    term.send(key::ENTER);
    term.wait_for_row(&["应用效果", "16.3"]);
    term.send(key::BACKSPACE);
    term.send("5");
    term.wait_for("16.5 属“良”，还没录入");
    term.send(key::DOWN);
    term.wait_for_row(&["绝技绝活 2/2", "44.5"]);
    term.wait_for_row(&[">", "技术革新", "未评"]);
    // Text by Space and arrows, and back to the mark; nothing of it is a mark.
    term.send(key::RIGHT);
    term.wait_for("[奖项]");
    term.send(" ");
    term.send("40");
    term.send(key::ENTER);

    // The last missing one leads to 核对; the note is written from the acts.
    term.wait_for_row(&["核对", "W357"]);
    term.send(key::ESC);
    term.wait_for_row(&[">", "技术革新", "40"]);
    term.send([key::TAB, key::TAB, key::TAB].concat());
    term.wait_for_row(&["操作", "1 改打", "2 备注", "3 核对定稿"]);
    term.send("2");
    term.wait_for("1 本项备注");
    term.send("1");
    term.wait_for("备注：技术革新");
    term.send("有前后对比数据");
    term.wait_for("有前后对比数据");
    term.send(key::TAB);
    term.wait_gone("备注：技术革新");
    term.wait_for("备注已存。");

    // On site, in its own column; the keys are in the cell again.
    term.send(key::TAB);
    term.wait_for_row(&["依据", "材料[现场]"]);
    term.send("44");
    term.wait_for("44 属“良”，还没录入");
    term.send(key::ENTER);
    term.wait_for_row(&["核对", "W357"]);
    term.wait_for_row(&["技术革新", "40", "44", "50", "有前后对"]);

    // The two halves are signed each by itself, and Enter never signs.
    let file = sign(&mut term, "1", "定稿后要改须向秘书申请退回");
    term.wait_for_row(&["W357", "现场"]);
    term.wait_for("定稿 0/5");
    term.send(key::ENTER);
    // It opens in the half that is not signed.
    term.wait_for_row(&["依据", "材料[现场]"]);
    term.send([key::TAB, key::TAB].concat());
    term.wait_for_row(&["操作", "3 核对定稿"]);
    term.send("3");
    term.wait_for_row(&["核对", "W357"]);
    let onsite = sign(&mut term, "2", "另 2 项没有现场分");
    term.wait_for_row(&["已定稿", "W357"]);
    term.wait_for("定稿 1/5");

    // Signed is signed: the list has gone on to the next one, and this one is read only.
    term.send("357");
    term.wait_for_row(&[">", "W357"]);
    term.send(key::ENTER);
    term.wait_for_row(&["技术革新", "40", "44"]);
    term.send("5");
    term.wait_for("这一份已定稿。要改请按 Tab 到操作");
    term.send(key::ESC);
    term.wait_for("找代号");

    // Recusing has a reason, 9, and takes the sheet out of the count.
    open(&mut term, "682");
    term.wait_for("2 应当回避");
    term.send("2");
    term.wait_for("3 与申报人同一单位");
    term.send("3");
    term.wait_for("9 确认回避");
    term.send("9");
    term.wait_for_row(&["回避", "W682"]);
    term.wait_for("定稿 1/4");
    term.send(key::ENTER);
    term.wait_for("这一份不由您评");

    // Enter stays, 9 leaves.
    term.send(key::ESC);
    term.wait_for("9 离开");
    term.send(key::ENTER);
    term.wait_gone("9 离开");
    leave(&mut term);

    let marks = panel.marks_of("E01");
    for row in [
        "E01,W357,mastery.precision,file,28",
        "E01,W357,mastery.effect,file,16.5",
        "E01,W357,innovation,file,40",
        "E01,W357,innovation,onsite,44",
    ] {
        assert!(marks.contains(row), "{row}\n{marks}");
    }
    assert!(marks.contains("recused-conflict"), "{marks}");
    for receipt in [file, onsite] {
        let told = panel.run(&["verify", "--receipt", &receipt]);
        assert!(told.contains("E01"), "{told}");
    }
}

#[test]
fn who_comes_back_after_a_kill_finds_the_very_cell_and_the_half_typed_digits() {
    let panel = Panel::in_scoring();
    let mut term = panel.sit("E02", "找代号");
    declare(&mut term, "234");
    term.send("28");
    term.send(key::ENTER);
    term.wait_for_row(&["技艺难度", "28"]);
    term.wait_for_row(&[">", "应用效果", "未评"]);
    assert!(!panel.has_stored(b"17.5"));
    term.send("17.5");
    term.wait_for_row(&["应用效果", "17.5_"]);
    panel.wait_for_stored(b"17.5");
    term.kill();
    term.exit_status();
    drop(term);

    // Neither alignment nor promise is asked again.
    let mut term = panel.launch("E02").start();
    term.wait_for("欢迎回来：上次停在 W234“应用效果”，打了 17.5 未录入，按 Enter 录入");
    term.wait_for_row(&["技艺难度", "28"]);
    term.wait_for_row(&[">", "应用效果", "17.5"]);
    term.send(key::ENTER);
    term.wait_for_row(&["绝技绝活 2/2", "45.5"]);
    term.wait_for("已存 ");
    term.send(key::ESC);
    term.wait_for_row(&["W234", "缺1"]);
    leave(&mut term);
    assert!(panel.marks_of("E02").contains("E02,W234,mastery.effect,file,17.5"));
}

#[test]
fn a_recorded_mark_is_replaced_undone_and_emptied_only_when_asked() {
    let panel = Panel::in_scoring();
    let mut term = panel.sit("E03", "找代号");
    declare(&mut term, "468");
    term.send("25");
    term.send(key::DOWN);
    term.wait_for_row(&["技艺难度", "25"]);
    term.send(key::UP);
    term.wait_for("25 属“良”，已录入");
    // As in a spreadsheet: the first digit replaces.
    term.send("2");
    term.wait_for_row(&["技艺难度", "2_"]);
    term.send("6");
    term.send(key::DOWN);
    term.wait_for_row(&["技艺难度", "26"]);
    term.wait_for("已存 ");
    // Out and in again: what can be undone is not the screen's memory.
    term.send(key::ESC);
    term.wait_for_row(&["评分中", "W468", "26"]);
    term.send(key::ENTER);
    term.wait_for_row(&[">", "应用效果", "未评"]);
    term.send([key::TAB, key::TAB].concat());
    term.wait_for_row(&["操作", "撤销恢复"]);
    term.send("4");
    term.wait_for("撤销 技艺难度 26 → 25");
    term.send("1");
    term.wait_for_row(&["技艺难度", "25"]);
    term.wait_for("撤销：");
    // Emptied, Enter asks; Enter again keeps it.
    term.send([key::BACKSPACE, key::BACKSPACE].concat());
    term.wait_for("原来是 25");
    term.send(key::ENTER);
    term.wait_for("清空“技艺难度”的 25？");
    term.send(key::ENTER);
    term.wait_gone("清空“技艺难度”的 25？");
    term.wait_for_row(&[">", "技艺难度", "25"]);
    term.send([key::BACKSPACE, key::BACKSPACE].concat());
    term.wait_for("原来是 25");
    term.send(key::ENTER);
    term.wait_for("9 清空");
    term.send("9");
    term.wait_for_row(&[">", "技艺难度", "未评"]);
    // 0 is a mark.
    term.send("0");
    term.send(key::ENTER);
    term.wait_for_row(&["绝技绝活 1/2", "0"]);
    // What is missing is named before anything can be signed.
    term.send([key::TAB, key::TAB].concat());
    term.wait_for_row(&["操作", "3 核对定稿"]);
    term.send("3");
    term.wait_for("还不能定稿：缺“应用效果、技术革新”");
    term.send("1");
    term.send(key::ESC);
    term.wait_for_row(&["依据", "[材料]"]);
    term.send(key::ESC);
    term.wait_for_row(&["W468", "缺2"]);
    leave(&mut term);
}
