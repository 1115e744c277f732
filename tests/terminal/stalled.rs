//! Lines that take little or nothing: the screen may come late, what is typed may not be lost.
//!
//! How long a frozen window stays frozen and how slow the slow line is may be set from outside: `.ci/extended` does.

use std::time::Duration;

use crate::harness::{Term, key, until};
use crate::panel::{Panel, leave};
use crate::rough::on_the_desk;
use rustix::process::Signal;

/// Seconds that a window stays frozen.
fn frozen_for() -> Duration {
    let told = std::env::var("SHOUXI_FROZEN_SECONDS").ok();
    Duration::from_secs(told.map_or(1, |seconds| seconds.parse().unwrap()))
}

/// Bytes a second of a slow line.
fn slow_line() -> usize {
    std::env::var("SHOUXI_SLOW_BYTES").map_or(20_000, |bytes| bytes.parse().unwrap())
}

/// Ticks for handling a few dozen keys; a program that spins uses a hundred a second.
const FEW_TICKS: u64 = 40;

/// Drags the window's edge until far more was drawn than the line holds: each size is a whole frame, where the line
/// takes frames.
fn draw_much(term: &mut Term) {
    for step in 0..60 {
        term.resize(120 + step % 2, 40);
        term.send_alone(key::RIGHT);
    }
}

/// What a line of about 20 kB and one frame more may be owed.
const OWED_MAX: usize = 40_000;

#[test]
fn what_is_typed_at_a_frozen_window_is_recorded_as_typed_and_nothing_spins() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    term.freeze();
    draw_much(&mut term);
    let ticks = term.cpu_ticks();
    term.send("28\r17.5\r");
    until("both marks to be recorded", || {
        let marks = panel.marks_of("E02");
        marks.contains("mastery.precision,file,28") && marks.contains("mastery.effect,file,17.5")
    });
    std::thread::sleep(frozen_for());
    let used = term.cpu_ticks() - ticks;
    assert!(used < FEW_TICKS, "{used} ticks while nothing could be shown");
    let before = term.bytes_seen();
    term.thaw();
    term.wait_for_row(&["绝技绝活 2/2", "45.5"]);
    let owed = term.bytes_seen() - before;
    assert!(owed < OWED_MAX, "{owed} bytes: frames were queued");
    term.send(key::ESC);
    term.wait_for_row(&["W234", "缺1"]);
    leave(&mut term);
}

#[test]
fn a_line_that_dies_while_it_is_frozen_keeps_what_was_typed() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    term.freeze();
    draw_much(&mut term);
    term.send("28\r17.5");
    until("the mark to be recorded", || panel.marks_of("E02").contains("mastery.precision,file,28"));
    panel.wait_for_stored(b"17.5");
    term.hang_up();
    assert_eq!(term.exit_status(), 0);
    drop(term);
    let mut term = panel.launch("E02").start();
    term.wait_for_row(&[">", "应用效果", "17.5"]);
    term.send(key::ESC);
    term.wait_for_row(&["W234", "未录入1"]);
    leave(&mut term);
}

#[test]
fn who_is_asked_to_end_at_a_frozen_window_ends_and_leaves_a_sane_terminal() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    term.freeze();
    draw_much(&mut term);
    term.signal(Signal::TERM);
    assert_eq!(term.exit_status(), 0);
    term.thaw();
    term.assert_restored();
}

#[test]
fn a_question_that_nobody_could_see_yet_takes_no_answer() {
    let panel = Panel::in_scoring();
    let mut term = panel.sit("E02", "找代号");
    term.freeze();
    draw_much(&mut term);
    // Into the declaration of the first dossier, whose 1 is "no conflict, open it", and out again by its Esc.
    term.send_alone(key::ENTER);
    for _ in 0..5 {
        term.send_alone("1");
    }
    term.signal(Signal::TERM);
    assert_eq!(term.exit_status(), 0);
    drop(term);
    let log = panel.run(&["--as", "E02", "log"]);
    assert!(!log.contains('W'), "a dossier was declared unseen: {log}");
}

#[test]
fn on_a_slow_line_frames_are_skipped_and_typing_ahead_works() {
    let panel = Panel::in_scoring();
    let mut term = on_the_desk(&panel, "E02");
    term.slow(slow_line());
    let before = term.bytes_seen();
    draw_much(&mut term);
    term.send("28\r17.5\r45");
    term.wait_for_row(&["绝技绝活 2/2", "45.5"]);
    term.wait_for("45_");
    let sent = term.bytes_seen() - before;
    assert!(sent < 2 * OWED_MAX, "{sent} bytes for sixty frames nobody could have seen");
    term.thaw();
    term.send(key::ENTER);
    until("the last mark to be recorded", || panel.marks_of("E02").contains("innovation,file,45"));
}
