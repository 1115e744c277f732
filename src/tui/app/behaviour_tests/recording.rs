//! Marks, notes and texts at the desk.

use chrono::NaiveDate;

use super::{FULL, file, ready};
use crate::desk::request::{Failure, Request};
use crate::domain::{Basis, Cause, Command, Trouble};
use crate::tui::app::Screen;
use crate::tui::app::probe::Probe;
use crate::tui::app::screens::desk::Focus;

#[test]
fn enter_records_and_goes_to_the_next_missing_item() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &[(1, "8")]));
    probe.keys("27.5<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("27.5"));
    assert_eq!(probe.desk().item, 2, "the second item has a mark already");
    probe.keys("6.5<Down>5<Up>");
    assert_eq!((file(&probe, 2).as_deref(), file(&probe, 3).as_deref()), (Some("6.5"), Some("5")));
    assert_eq!(probe.desk().item, 2);
}

#[test]
fn after_the_last_mark_comes_the_check_and_never_a_signature() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &FULL[..6]));
    probe.keys("12<Enter>");
    assert!(matches!(probe.top(), Screen::Check(_)));
    probe.keys("<Enter><Enter><Enter>9");
    assert!(!probe.commands().iter().any(|command| matches!(command, Command::Sign { .. })));
}

#[test]
fn esc_records_nothing_and_keeps_what_was_typed() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("2<Esc>");
    assert_eq!(file(&probe, 0), None, "the 2 of 24 is never a mark");
    assert_eq!(probe.hall.sheet("W274").drafts.len(), 1);
    probe.keys("<Enter>");
    assert_eq!(probe.desk().typed.values().map(String::as_str).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn out_of_range_and_off_the_step_stay_in_the_cell() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("35<Enter>");
    assert!(probe.message().contains("满分 30，您打的是 35"), "{}", probe.message());
    assert_eq!((probe.desk().item, file(&probe, 0)), (0, None));
    probe.keys("<Backspace><Backspace>27.3<Tab>");
    assert_eq!(file(&probe, 0), None);
    assert_eq!(probe.desk().typed.len(), 1);
    probe.keys("<Backspace>5<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("27.5"));
}

#[test]
fn full_width_digits_and_the_chinese_stop_are_a_mark() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("２７。５<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("27.5"));
    probe.keys("分");
    assert!(probe.message().contains("输入法开着，这里不收汉字"));
    probe.keys("x");
    assert!(probe.message().contains("字母"));
}

#[test]
fn the_first_digit_on_a_recorded_cell_replaces_it_and_backspace_opens_it() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &[(0, "27.5")]));
    probe.keys("<Home>2");
    assert_eq!(probe.desk().typed.values().next().map(String::as_str), Some("2"));
    probe.keys("4<Down><Up><Backspace>");
    assert_eq!(file(&probe, 0).as_deref(), Some("24"));
    assert_eq!(probe.desk().typed.values().next().map(String::as_str), Some("2"));
}

#[test]
fn an_emptied_cell_asks_before_it_is_cleared() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &[(0, "8")]));
    probe.keys("<Home><Backspace><Enter>");
    assert!(matches!(probe.top(), Screen::Question(_)));
    probe.keys("<Enter>");
    assert_eq!(file(&probe, 0).as_deref(), Some("8"));
    probe.keys("<Backspace><Enter>9");
    assert_eq!(file(&probe, 0), None);
    assert!(probe.desk().typed.is_empty());
}

#[test]
fn a_write_that_fails_stands_in_its_cell_again() {
    let mut probe = Probe::at_desk(|_| {});
    probe.hall.fail = Some(Failure::Trouble(Trouble::NotSaved(Cause::Full)));
    probe.keys("27.5<Enter>");
    assert_eq!(file(&probe, 0), None);
    assert_eq!(probe.desk().typed.get(&(0, Basis::File)).map(String::as_str), Some("27.5"));
    assert!(!probe.message().is_empty());
}

#[test]
fn marks_typed_faster_than_they_are_saved_all_arrive() {
    let mut probe = Probe::at_desk(|_| {});
    probe.slow = true;
    probe.burst("20<Enter>8<Enter>7<Enter>4<Up>5<Down>");
    assert!(probe.app.common().writes_waiting() > 0);
    probe.slow = false;
    probe.deliver();
    let marks = (0..4).map(|place| file(&probe, place)).collect::<Vec<_>>();
    assert_eq!(marks.iter().flatten().map(String::as_str).collect::<Vec<_>>(), ["20", "8", "5", "4"]);
    assert_eq!(probe.app.common().writes_waiting(), 0);
}

#[test]
fn undo_says_what_it_does_and_redo_brings_it_back() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &FULL));
    probe.keys("<Home>24<Down><Ctrl+Z>");
    assert_eq!(file(&probe, 0).as_deref(), Some("20"));
    assert!(probe.message().contains("撤销：绝技绝活 24 → 20，14:32"), "{}", probe.message());
    probe.keys("<Ctrl+Z>");
    assert!(probe.message().contains("没有可撤销"), "{}", probe.message());
}

#[test]
fn tab_goes_round_and_the_visit_has_its_column() {
    let mut probe = Probe::at_desk(|hall| hall.own("W274").visit = NaiveDate::from_ymd_opt(2024, 8, 20));
    probe.keys("<Tab>");
    assert_eq!(probe.desk().basis, Basis::Onsite);
    probe.keys("8<Down><Tab><Tab>");
    assert_eq!(probe.hall.mark("W274", 0, Basis::Onsite).as_deref(), Some("8"));
    assert_eq!(probe.desk().focus, Focus::Acts);
    assert_eq!(probe.desk().basis, Basis::Onsite, "acts are about the column last worked in");
    probe.keys("<Tab>");
    assert_eq!((probe.desk().focus, probe.desk().basis), (Focus::Cell, Basis::File));
}

#[test]
fn the_text_follows_the_item_until_somebody_turns_it() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Down>");
    assert_eq!(probe.desk().reading.tab, 1);
    probe.keys("<Right>");
    assert_eq!(probe.desk().reading.tab, 2);
    probe.keys("<Up>");
    assert_eq!(probe.desk().reading.tab, 2);
}

#[test]
fn a_word_is_found_in_the_texts() {
    let mut probe = ready();
    probe.keys("<Tab><Tab>7竞赛<Enter>");
    assert_eq!(probe.desk().reading.tab, 4, "{}", probe.message());
}

#[test]
fn a_note_is_kept_while_it_is_typed_and_saved_by_esc() {
    let mut probe = ready();
    probe.keys("<Tab><Tab>21有数");
    assert_eq!(probe.hall.sheet("W274").drafts.iter().map(|d| d.text.to_string()).collect::<Vec<_>>(), ["有数"]);
    probe.keys("据<Esc>");
    let item = probe.desk().item;
    assert_eq!(probe.hall.sheet("W274").marks.notes[&(item, Basis::File)].as_str(), "有数据");
    assert!(probe.hall.sheet("W274").drafts.is_empty());
    assert_eq!(file(&probe, item).as_deref(), Some("20"), "the mark beside it stays");
}

#[test]
fn fingers_that_know_excel_are_answered() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Ctrl+S>");
    assert!(probe.message().contains("已自动保存"));
    probe.keys("<Ctrl+C>");
    assert!(probe.message().contains("Esc"));
}

#[test]
fn every_typed_digit_is_kept_by_the_hall() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("27");
    let kept = probe.hall.log.iter().filter(|request| matches!(request, Request::Keep(_))).count();
    assert_eq!(kept, 2);
    assert_eq!(probe.hall.sheet("W274").drafts.iter().map(|d| d.text.to_string()).collect::<Vec<_>>(), ["27"]);
}
