//! Rough treatment: a dead line, split keys, keys typed ahead, a paste, odd sizes and odd terminals, two at once.

use crate::harness::{Term, key, two_at_once};
use crate::panel::{OF_E02, Panel, leave, pass_the_door};
use rustix::process::Signal;

/// A seat on the desk of W234, nothing marked yet.
pub(crate) fn on_the_desk(panel: &Panel, seat: &str) -> Term {
    panel.run(&["--as", seat, "declare", "W234"]);
    let mut term = panel.sit(seat, "找代号");
    to_the_desk(&mut term);
    term
}

fn to_the_desk(term: &mut Term) {
    term.send("234");
    term.wait_for_row(&[">", "W234"]);
    term.send(key::ENTER);
    term.wait_for_row(&["依据", "[材料]"]);
}

#[test]
fn a_dead_line_ends_the_program_and_keeps_what_was_recorded_and_what_was_typed() {
    let panel = Panel::in_scoring();
    panel.run(&["--as", "E02", "declare", "W234"]);
    // nohup's way: the hang-up signal is ignored, so only the line itself tells.
    let mut term = panel.launch("E02").under_shell("trap '' HUP;", true).start();
    pass_the_door(&mut term, true);
    term.wait_for("找代号");
    to_the_desk(&mut term);
    term.send("28");
    term.send(key::ENTER);
    term.wait_for_row(&["技艺难度", "28"]);
    term.wait_for("已存 ");
    term.send("17.5");
    term.wait_for_row(&["应用效果", "17.5_"]);
    term.hang_up();
    assert_eq!(term.exit_status(), 0);
    drop(term);

    let marks = panel.marks_of("E02");
    assert!(marks.contains("E02,W234,mastery.precision,file,28"), "{marks}");
    assert!(!marks.contains("mastery.effect"), "{marks}");
    let mut term = panel.launch("E02").start();
    term.wait_for("打了 17.5 未录入");
    term.wait_for_row(&[">", "应用效果", "17.5"]);
    term.send(key::ESC);
    term.wait_for_row(&["W234", "未录入1"]);
    leave(&mut term);
}

#[test]
fn a_note_that_is_being_written_when_the_line_dies_is_there_afterwards() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    for _ in 0..2 {
        term.send_alone(key::TAB);
    }
    term.wait_for_row(&["操作", "2 备注"]);
    term.send("2");
    term.wait_for("1 本项备注");
    term.send("1");
    term.wait_for("备注：技艺难度");
    term.send("佐证齐全，");
    term.wait_for("佐证齐全，");
    term.hang_up();
    assert_eq!(term.exit_status(), 0);
    drop(term);
    let mut term = panel.launch("E02").start();
    term.wait_for_row(&[">", "技艺难度"]);
    for _ in 0..2 {
        term.send_alone(key::TAB);
    }
    term.wait_for_row(&["操作", "2 备注"]);
    term.send("2");
    term.wait_for("1 本项备注");
    term.send("1");
    term.wait_for("备注：技艺难度");
    term.wait_for("佐证齐全，");
}

#[test]
fn a_hang_up_signal_that_comes_before_the_line_is_seen_dead_ends_it_as_well() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    term.send("17.5");
    term.wait_for_row(&["技艺难度", "17.5_"]);
    // Both wait for it when it wakes up.
    term.signal(Signal::STOP);
    term.signal(Signal::HUP);
    term.hang_up();
    term.signal(Signal::CONT);
    assert_eq!(term.exit_status(), 0);
}

#[test]
fn arrow_keys_in_pieces_lose_no_typed_digit() {
    let panel = Panel::in_scoring();
    panel.run(&["--as", "E02", "declare", "W234"]);
    let mut term = panel.launch("E02").env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22").start();
    pass_the_door(&mut term, true);
    term.wait_for("找代号");
    to_the_desk(&mut term);
    term.send("17.5");
    term.wait_for_row(&["技艺难度", "17.5_"]);
    // On a machine that stalls for longer than an Esc is held, it counts as one: that leads to the list, and takes no
    // digit with it. Where it does not, the arrow is one, and the last of these records.
    for arrow in [key::RIGHT, key::LEFT, key::DOWN] {
        for byte in arrow.bytes() {
            term.send_alone([byte]);
        }
    }
    term.wait_until("17.5 recorded, or kept beside its cell", |screen| {
        let screen = screen.contents();
        screen.contains("绝技绝活 1/2") || screen.contains("未录入1")
    });
    term.signal(Signal::TERM);
    term.exit_status();
    drop(term);
    let term = panel.launch("E02").start();
    term.wait_for("17.5");
}

#[test]
fn fifty_enters_typed_ahead_into_a_question_confirm_nothing() {
    let panel = Panel::in_scoring();
    let mut term = panel.sit("E02", "找代号");
    // Into the declaration, whose Enter is 先不打开; then into signing.
    term.send_alone(key::ENTER.repeat(50));
    term.wait_for("没打开");
    term.signal(Signal::TERM);
    term.exit_status();
    drop(term);
    panel.enter("E02", &OF_E02[..2]);
    panel.run(&["--as", "E02", "declare", "W468"]);
    let mut term = panel.launch("E02").start();
    term.wait_for("找代号");
    term.send("468");
    term.wait_for_row(&[">", "W468"]);
    term.send(key::ENTER);
    term.wait_for_row(&["依据", "[材料]"]);
    term.send("25\r16\r40\r");
    term.wait_for("W468 材料分 81，3 项齐全");
    term.send_alone(format!("1{}", key::ENTER.repeat(50)));
    term.wait_for("W468");
    term.signal(Signal::TERM);
    term.exit_status();
    drop(term);
    let marks = panel.marks_of("E02");
    let states: Vec<&str> = marks.lines().filter(|row| row.contains("W468")).collect();
    assert_eq!(states.len(), 3, "{marks}");
    assert!(states.iter().all(|row| row.ends_with("drafting")), "{marks}");
    assert!(!marks.contains("W579") && !marks.contains("W682"), "{marks}");
}

#[test]
fn a_paste_of_a_thousand_lines_into_a_mark_cell_records_nothing() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    let lines = "9\r".repeat(1_000);
    term.send(format!("\x1b[200~{lines}\x1b[201~"));
    term.wait_for("这里不收粘贴的内容");
    term.wait_for_row(&[">", "技艺难度", "未评"]);
    term.send("27");
    term.send(key::ENTER);
    term.wait_for_row(&["技艺难度", "27"]);
    term.wait_for("已存 ");
    term.send(key::ESC);
    term.wait_for_row(&["W234", "缺2"]);
    leave(&mut term);
    let marks = panel.marks_of("E02");
    assert_eq!(marks.lines().filter(|row| row.contains("W234")).count(), 1, "{marks}");
}

#[test]
fn every_size_is_drawn_and_what_is_typed_survives_it() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    term.send("27.5");
    term.wait_for_row(&["技艺难度", "27.5_"]);
    term.resize(60, 20);
    term.wait_for_row(&["技艺难度", "27.5_"]);
    term.resize(20, 5);
    term.wait_for("窗口太小");
    term.resize(120, 40);
    term.wait_for_row(&["技艺难度", "27.5_"]);
    term.resize(80, 24);
    term.wait_for_row(&["技艺难度", "27.5_"]);
    term.send(key::ENTER);
    term.wait_for_row(&["绝技绝活 1/2", "27.5"]);
}

#[test]
fn a_terminal_that_cannot_show_it_is_told_so() {
    let panel = Panel::in_scoring();
    let odd: [(&[(&str, &str)], &str); 3] =
        [(&[("TERM", "dumb")], "TERM=dumb"), (&[("TERM", "linux")], "TERM=linux"), (&[("LANG", "C")], "UTF-8")];
    for (variables, told) in odd {
        let launch = panel.launch("E02").size(200, 24);
        let term = variables.iter().fold(launch, |launch, (name, value)| launch.env(name, value)).start();
        assert_eq!(term.exit_status(), 2, "{variables:?}");
        term.wait_for(told);
        term.wait_until("no screen to be opened", |screen| !screen.alternate_screen());
    }
}

#[test]
fn the_second_screen_on_a_panel_is_told_who_holds_it() {
    let _pair = two_at_once();
    let panel = Panel::in_scoring();
    let mut first = panel.sit("E02", "找代号");
    let second = panel.launch("E03").size(200, 24).start();
    assert_eq!(second.exit_status(), 4);
    second.wait_for("另一个程序正开着这个评审");
    second.wait_for(&format!("进程 {}", first.pid()));
    drop(second);
    leave(&mut first);
}
