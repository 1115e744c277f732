//! The mark cell: typing, recording, undo.

use super::*;

// --- the mark cell

#[test]
fn digits_make_a_new_value_and_the_stop_is_a_point() {
    let mut probe = full();
    probe.keys("<Home>2");
    assert_eq!(shown(&probe), Shown::Typed("2".into()), "the recorded 20 is replaced, not continued");
    probe.keys("4。5<Down>");
    assert_eq!(file(&probe, 0).as_deref(), Some("24.5"));
}

#[test]
fn what_is_no_number_stands_in_the_cell_and_is_refused_whole() {
    for keys in [
        "-5",
        "－5",
        "＋5",
        "5/10",
        "５／１０",
        "5%",
        "8+1",
        "1e2",
        "8 5",
        "8\u{3000}5",
        "8..5",
        "8点5",
        "8分",
        "5:",
        "5?",
    ] {
        for record in ["<Enter>", "<Down>", "<Tab>"] {
            let mut probe = Probe::at_desk(|_| {});
            probe.keys(&format!("{keys}{record}"));
            assert_eq!((file(&probe, 0), at(&probe)), (None, (0, Basis::File, Focus::Cell)), "{keys}{record}");
            assert!(probe.message().contains("不是分数"), "{keys}{record}: {}", probe.message());
            assert_eq!(typed(&probe).len(), 1, "{keys}{record}: it is still in the cell");
            probe.keys("9<Enter>");
            assert_eq!(file(&probe, 0).as_deref(), Some("9"), "the next digit begins anew");
        }
    }
}

#[test]
fn backspace_takes_a_wrong_sign_off_and_the_number_goes_on() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("8点<Backspace>.5<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("8.5"));
    probe.keys("8-<Enter><Backspace><Enter>");
    assert_eq!(file(&probe, 1).as_deref(), Some("8"));
}

#[test]
fn pages_are_turned_in_the_middle_of_a_number_and_it_is_recorded_as_typed() {
    let mut probe = Probe::at_desk(long);
    probe.keys("8  <Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("8"));
}

#[test]
fn a_letter_or_han_before_any_digit_does_nothing_but_say_so() {
    for key in ["e", "分"] {
        let mut probe = Probe::at_desk(|_| {});
        probe.keys(key);
        assert!(typed(&probe).is_empty() && !probe.message().is_empty(), "{key}");
    }
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("/");
    assert!(matches!(probe.top(), Screen::Palette(_)), "an alias is one where no number is being typed");
}

#[test]
fn nought_is_a_mark_and_not_a_gap() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("0<Enter>");
    assert_eq!((file(&probe, 0).as_deref(), probe.desk().is_missing(0)), (Some("0"), false));
    assert_eq!(probe.desk().missing(), 6);
}

#[test]
fn up_and_down_record_and_change_the_item_and_stop_at_the_ends() {
    let mut probe = full();
    probe.keys("<Home>21<Up>");
    assert_eq!((file(&probe, 0).as_deref(), at(&probe).0), (Some("21"), 0));
    probe.keys("<End>11<Down>");
    assert_eq!((file(&probe, 6).as_deref(), at(&probe).0), (Some("11"), 6));
}

#[test]
fn left_and_right_turn_the_text_and_record_nothing() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("2<Right><Left>");
    assert_eq!((file(&probe, 0), typed(&probe)), (None, vec!["2"]));
}

#[test]
fn enter_says_so_where_only_this_item_is_missing() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &FULL[..6]));
    probe.keys("<Enter>");
    assert_eq!((at(&probe).0, probe.message()), (6, "就差这一项：打一个数，按 Enter。"));
}

#[test]
fn enter_goes_round_to_what_is_missing_above() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &FULL[1..6]));
    probe.keys("<End>12<Enter>");
    assert_eq!((file(&probe, 6).as_deref(), at(&probe).0), (Some("12"), 0));
}

#[test]
fn home_and_end_go_to_the_first_and_last_item_and_record_nothing() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Down>6<End>");
    assert_eq!((file(&probe, 1), typed(&probe), at(&probe).0), (None, vec!["6"], 6));
    probe.keys("<Home>");
    assert_eq!(at(&probe).0, 0);
}

#[test]
fn space_and_page_keys_turn_the_text() {
    let mut probe = Probe::at_desk(long);
    for (keys, page) in [(" ", 2), ("<PageDown>", 3), ("<PageUp><PageUp><PageUp>", 1), ("\u{3000}", 2)] {
        probe.keys(keys);
        assert_eq!(page_of_text(&probe).0, page, "{keys}");
    }
    assert_eq!(at(&probe), (0, Basis::File, Focus::Cell));
}

#[test]
fn backspace_takes_the_last_digit_and_on_an_empty_cell_nothing() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Backspace>27<Backspace>");
    assert_eq!(typed(&probe), ["2"]);
    probe.keys("<Backspace><Backspace>");
    assert!(typed(&probe).is_empty(), "nothing was recorded, so nothing is left");
}

#[test]
fn backspace_opens_a_recorded_mark_and_digits_go_on_with_it() {
    let mut probe = full();
    probe.keys("<Home><Backspace>5<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("25"));
}

#[test]
fn an_emptied_cell_asks_on_enter_tab_and_arrows_and_esc_leaves_the_mark() {
    for key in ["<Enter>", "<Tab>", "<Down>", "<Up>"] {
        let mut probe = full();
        probe.keys(&format!("<Home><Backspace><Backspace>{key}"));
        assert!(matches!(probe.top(), Screen::Question(_)), "{key}");
        probe.keys("<Esc>");
        assert_eq!((file(&probe, 0).as_deref(), shown(&probe)), (Some("20"), Shown::Recorded(Some(points("20")))));
    }
}

#[test]
fn after_a_refusal_the_first_digit_replaces_and_backspace_goes_on() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("35<Enter>2");
    assert_eq!(typed(&probe), ["2"], "replaced");
    probe.keys("7.3<Enter>");
    assert!(probe.message().contains("27.3"), "{}", probe.message());
    probe.keys("<Backspace>5<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("27.5"), "edited");
}

#[test]
fn esc_goes_up_and_what_is_typed_waits_in_its_cell() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Down>6<Esc>");
    assert!(matches!(probe.top(), Screen::Dossiers(_)));
    assert_eq!((file(&probe, 1), probe.hall.sheet("W274").drafts.len()), (None, 1));
    probe.keys("<Enter><Home><Down>.5<Enter>");
    assert_eq!(file(&probe, 1).as_deref(), Some("0.5"), "coming back, a digit begins anew");
}

// --- undo and redo

#[test]
fn undo_and_redo_say_what_they_will_do_and_are_there_after_coming_back() {
    let mut probe = full();
    probe.keys("<Home>24<Down><Tab><Tab>4");
    let lines = |probe: &Probe| -> Vec<String> {
        let Screen::Question(menu) = probe.top() else { panic!("no menu: {}", probe.message()) };
        menu.choices.iter().map(|choice| format!("{} {}", choice.digit, choice.label)).collect()
    };
    assert_eq!(lines(&probe), ["1 撤销 绝技绝活 24 → 20，14:32"]);
    probe.keys("1");
    assert_eq!((file(&probe, 0).as_deref(), at(&probe)), (Some("20"), (0, Basis::File, Focus::Cell)));
    probe.keys("<Esc><Enter><Tab><Tab>4");
    assert_eq!(lines(&probe), ["2 恢复 绝技绝活 20 → 24，14:32"]);
    probe.keys("2");
    assert_eq!(file(&probe, 0).as_deref(), Some("24"));
}
