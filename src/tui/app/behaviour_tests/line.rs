//! The line to the hall: lost, slow, and what others do meanwhile.

use super::file;
use crate::desk::request::Failure;
use crate::desk::view::Topic;
use crate::domain::{Command, SectionId, SheetState, Stage, Trouble};
use crate::text::clean;
use crate::tui::app::probe::Probe;
use crate::tui::app::{LinkState, Msg};

#[test]
fn a_lost_line_keeps_what_waits_and_sends_it_again_once() {
    let mut probe = Probe::at_desk(|_| {});
    probe.slow = true;
    probe.tell(Msg::Link(LinkState::Down));
    probe.keys("27.5<Enter>");
    let marks = |probe: &Probe| probe.commands().iter().filter(|c| matches!(c, Command::Mark { .. })).count();
    assert_eq!((marks(&probe), probe.app.common().writes_waiting()), (1, 1));
    probe.tell(Msg::Link(LinkState::Up));
    assert_eq!(marks(&probe), 2, "the same write, for the hall to answer that its effect stands");
    probe.slow = false;
    probe.deliver();
    assert_eq!(probe.app.common().writes_waiting(), 0);
}

#[test]
fn what_was_saved_before_the_line_broke_does_not_stand_in_the_way_of_what_came_after() {
    let mut probe = Probe::at_desk(|_| {});
    probe.slow = true;
    probe.keys("27<Enter>");
    probe.lose_answers();
    // Typed again while nobody answers.
    probe.keys("<Up>28<Enter>");
    probe.slow = false;
    probe.tell(Msg::Link(LinkState::Up));
    assert_eq!((file(&probe, 0).as_deref(), probe.desk().typed.len()), (Some("28"), 0), "{}", probe.message());
    assert_eq!(probe.app.common().writes_waiting(), 0);
}

#[test]
fn a_mark_recorded_in_another_window_is_shown_before_it_is_replaced() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &[(1, "6")]));
    probe.keys("<Home>7");
    probe.hall.marked("W274", &[(0, "8")]);
    probe.hall.own("W274").revision += 1;
    probe.tell(Msg::Changed(Topic::Own));
    assert!(probe.message().contains("改为 8") && probe.message().contains("打的 7 还在"), "{}", probe.message());
    assert_eq!((probe.desk().item, probe.desk().typed.len()), (0, 1), "neither cursor nor typing is touched");
    probe.keys("<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("8"), "the key may have been on its way before that was read");
    assert!(probe.message().contains("再按 Enter"), "{}", probe.message());
    probe.keys("<Enter>");
    assert_eq!((file(&probe, 0).as_deref(), probe.desk().typed.len()), (Some("7"), 0));
}

#[test]
fn the_loser_of_two_windows_keeps_what_was_typed_and_sees_what_stands() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &[(1, "6")]));
    // Before anything of it is told here.
    probe.hall.marked("W274", &[(0, "8")]);
    probe.hall.own("W274").revision += 1;
    probe.keys("<Home>7<Enter>");
    assert_eq!((file(&probe, 0).as_deref(), probe.desk().typed.values().next().unwrap().as_str()), (Some("8"), "7"));
    assert!(probe.message().contains("改为 8") && probe.message().contains("打的 7 还在"), "{}", probe.message());
    probe.keys("<Home><Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("7"), "told already: this Enter is meant");
}

#[test]
fn a_sheet_that_comes_back_is_said_wherever_the_seat_works() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &[(1, "6")]));
    probe.keys("<Home>7");
    let own = probe.hall.own("W429");
    own.state = SheetState::Returned;
    own.returned = Some((SectionId::parse("innovation").ok(), clean("请复核依据")));
    probe.tell(Msg::Changed(Topic::Own));
    assert!(probe.message().contains("秘书退回 W429，请复核“技术革新”"), "{}", probe.message());
    assert_eq!((probe.desk().item, probe.desk().typed.len()), (0, 1));
    probe.keys("5");
    probe.tell(Msg::Changed(Topic::Own));
    assert_eq!(probe.message(), "", "once");
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("2");
    probe.tell(Msg::Answer { id: 9_999, result: Err(Failure::Trouble(Trouble::Busy)) });
    assert_eq!(probe.message(), "");
    assert_eq!(probe.desk().typed.len(), 1);
}

#[test]
fn the_stage_moves_on_and_the_typed_mark_stays_beside_its_cell() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("6.5");
    probe.hall.home.stage = Stage::Review;
    probe.tell(Msg::Changed(Topic::Stage));
    assert!(probe.message().contains("W274 的 6.5 没有录入"), "{}", probe.message());
    probe.keys("<Enter>");
    assert_eq!((file(&probe, 0), probe.desk().typed.len()), (None, 1));
}

#[test]
fn keys_before_the_desk_has_its_sheet_wait_for_it() {
    let mut probe = Probe::with(|hall| hall.marked("W274", &[]));
    probe.slow = true;
    // However many there are: a mark's end may not be lost because its beginning came after a hundred arrows.
    probe.burst(&format!("<Enter>{}27.5<Enter>", "<Right>".repeat(100)));
    probe.slow = false;
    probe.deliver();
    assert_eq!(file(&probe, 0).as_deref(), Some("27.5"), "no digit of it is lost");
}

#[test]
fn nothing_is_pressed_in_a_window_too_small_to_read() {
    let mut probe = Probe::at_desk(|_| {});
    probe.tell(Msg::Resize(30, 10));
    probe.keys("27<Enter>");
    assert_eq!(file(&probe, 0), None);
    assert!(probe.desk().typed.is_empty());
}
