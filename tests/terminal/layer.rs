//! The terminal layer on a real line.

use crate::echo::{GLYPHS, GLYPHS_ROW, HUNG_UP, INPUT_CLOSED, SIGNALLED, become_the_program_if_asked, launch};
use crate::harness::{Term, key, until};
use rustix::process::{Pid, Signal, kill_process};
use shouxi::text::{Ambiguous, grapheme_width};

fn ready(mode: &str) -> Term {
    let term = launch(mode).start();
    term.wait_for("READY");
    term
}

fn wait_for_keys(term: &Term, keys: usize) {
    term.wait_for(&format!("keys {keys} "));
}

#[test]
fn keys_are_told_and_q_leaves_the_terminal_as_it_was() {
    become_the_program_if_asked();
    let mut term = ready("one");
    assert!(!term.is_cooked());
    term.send(key::DOWN);
    term.wait_for("Key(Down)");
    term.send("分");
    term.wait_for("Key(Char('分'))");
    term.send("\x7f");
    term.wait_for("Key(Backspace)");
    term.send(key::ENTER);
    term.wait_for("keys 4 enters 1");
    assert_eq!(term.cursor(), Some((0, GLYPHS_ROW)));
    term.send("q");
    assert_eq!(term.exit_status(), 0);
    term.assert_restored();
}

#[test]
fn a_key_that_arrives_in_pieces_is_one_key() {
    let mut term = ready("patient");
    let keys: [(&[u8], &str); 5] = [
        (b"\x1b[B", "Key(Down)"),
        (b"\x1bOA", "Key(Up)"),
        (b"\x1b[6~", "Key(PageDown)"),
        (b"\x1b[Z", "Key(BackTab)"),
        ("首".as_bytes(), "Key(Char('首'))"),
    ];
    for (count, (bytes, told)) in (1..).zip(keys) {
        for &byte in bytes {
            term.send_alone([byte]);
        }
        term.wait_for(told);
        wait_for_keys(&term, count);
    }
}

#[test]
fn esc_by_itself_is_told_without_another_key() {
    let mut term = ready("one");
    term.send(key::ESC);
    term.wait_for("Key(Esc)");
}

#[test]
fn a_paste_whose_marks_arrive_in_pieces_is_one_paste() {
    let mut term = ready("patient");
    for &byte in b"\x1b[200~9\r8\r\x1b[201~" {
        term.send_alone([byte]);
    }
    term.wait_for("paste of 2 lines");
    wait_for_keys(&term, 0);
}

#[test]
fn a_paste_of_a_thousand_lines_is_one_event_and_without_marks_a_thousand_enters() {
    let mut term = ready("one");
    let lines = "一行评语，带数字 9 和 \x1b[B\r".repeat(1_000);
    term.send(format!("\x1b[200~{lines}\x1b[201~"));
    term.wait_for("paste of 1000 lines");
    wait_for_keys(&term, 0);
    term.send("9\r".repeat(1_000));
    term.wait_for("keys 2000 enters 1000");
}

#[test]
fn a_lost_line_ends_the_program_even_where_the_hang_up_signal_is_ignored() {
    let mut term = launch("deaf").under_shell("trap '' HUP;", true).start();
    term.wait_for("READY");
    term.hang_up();
    let code = term.exit_status();
    assert!([HUNG_UP, INPUT_CLOSED].contains(&code), "it said {code}");
}

#[test]
fn a_lost_line_ends_the_program_which_listens_to_signals() {
    let mut term = ready("one");
    term.hang_up();
    let code = term.exit_status();
    assert!([HUNG_UP, INPUT_CLOSED, SIGNALLED].contains(&code), "it said {code}");
}

#[test]
fn who_is_asked_to_end_restores_the_terminal() {
    for signal in [Signal::TERM, Signal::INT, Signal::QUIT, Signal::HUP] {
        let term = ready("one");
        term.signal(signal);
        assert_eq!(term.exit_status(), SIGNALLED, "{signal:?}");
        term.assert_restored();
    }
}

#[test]
fn a_panic_of_our_own_restores_the_terminal_before_it_is_told() {
    let mut term = ready("one");
    term.send("\x10");
    assert_ne!(term.exit_status(), 0);
    term.assert_restored();
    term.wait_for("our own panic");
}

#[test]
fn panics_of_others_leave_the_screen_alone() {
    let mut term = ready("one");
    term.send("\x14");
    wait_for_keys(&term, 1);
    assert!(!term.screen().iter().any(|row| row.contains("panick")), "{:?}", term.screen());
    assert!(!term.is_cooked());
    term.send("x");
    wait_for_keys(&term, 2);
}

#[test]
fn a_new_size_is_drawn_whole() {
    let mut term = launch("one").size(60, 10).start();
    term.wait_for("size 60x10");
    for (columns, rows) in [(120, 40), (40, 8), (80, 24)] {
        term.resize(columns, rows);
        term.wait_for(&format!("size {columns}x{rows}"));
        assert!(term.screen()[usize::from(GLYPHS_ROW)].ends_with('|'));
    }
    // Too small to say anything; it must live through it.
    for (columns, rows, corner) in [(1, 1, "R"), (3, 2, "Res")] {
        term.resize(columns, rows);
        term.wait_until("a frame of that size", |screen| {
            screen.rows(0, columns).next().is_some_and(|row| row == corner)
        });
    }
    term.resize(80, 24);
    term.wait_for("size 80x24");
}

#[test]
fn nothing_is_sent_when_nothing_changes() {
    let mut term = ready("one");
    term.send("x");
    wait_for_keys(&term, 1);
    term.send("n");
    term.wait_for("READY");
    let (frames, bytes) = (term.frames_seen(), term.bytes_seen());
    // Ten draws of the same, then one of something else.
    term.send("nnnnnnnnnnx");
    wait_for_keys(&term, 2);
    assert_eq!(term.frames_seen(), frames + 1);
    let sent = term.bytes_seen() - bytes;
    assert!((1..100).contains(&sent), "{sent} bytes for one changed word and number");
}

#[test]
fn glyphs_of_every_width_stand_at_their_columns_at_both_settings() {
    for (mode, ambiguous) in [("one", Ambiguous::One), ("two", Ambiguous::Two)] {
        let mut term = ready(mode);
        for indent in 0..4 {
            let mut column = indent;
            for glyph in GLYPHS.chars().map(String::from) {
                assert_eq!(term.cell(column, GLYPHS_ROW), glyph, "{mode}, column {column}: {:?}", term.screen());
                column += u16::try_from(grapheme_width(&glyph, ambiguous)).unwrap();
            }
            assert_eq!(term.cursor(), Some((indent, GLYPHS_ROW)));
            term.send("w");
            wait_for_keys(&term, usize::from(indent) + 1);
        }
    }
}

#[test]
fn who_is_stopped_gives_the_terminal_back_and_comes_back_with_a_whole_screen() {
    let mut term = launch("one").under_shell("", false).start();
    term.wait_for("READY");
    let screen = term.screen();
    let pid = screen.iter().find_map(|row| row.strip_prefix("pid ")).unwrap().parse().unwrap();
    let pid = Pid::from_raw(pid).unwrap();

    kill_process(pid, Signal::TSTP).unwrap();
    term.wait_until("the shell's screen", |screen| !screen.alternate_screen());
    until("it to stop", || is_stopped(pid));
    assert!(term.is_cooked());
    kill_process(pid, Signal::CONT).unwrap();
    term.wait_until("the program's screen", vt100::Screen::alternate_screen);
    term.wait_for("Signal(Cont)");
    assert!(term.screen()[usize::from(GLYPHS_ROW)].ends_with('|'));
    assert!(!term.is_cooked());
    term.send("q");
    assert_eq!(term.exit_status(), 0);
}

#[test]
fn the_leader_of_a_session_is_not_stopped() {
    let mut term = ready("one");
    term.signal(Signal::TSTP);
    term.wait_for("Signal(Tstp)");
    term.send("x");
    wait_for_keys(&term, 1);
}

fn is_stopped(pid: Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('T'))
}
