//! 待评: finding a dossier, signing all, what comes next, leaving.

use chrono::NaiveDate;

use super::FULL;
use crate::desk::view::Topic;
use crate::domain::{Role, SheetState};
use crate::tui::app::probe::{Probe, card, code};
use crate::tui::app::{Msg, Screen};

#[test]
fn digits_find_a_code_and_never_open_it() {
    let mut probe = Probe::with(|_| {});
    probe.keys("358");
    let Screen::Dossiers(list) = probe.top() else { panic!("the list is gone") };
    assert_eq!(list.current().unwrap().code.as_str(), "W358");
    probe.keys("<Enter>");
    assert!(matches!(probe.top(), Screen::Question(_)), "a declaration comes first");
    probe.keys("9<Enter>");
    assert!(matches!(probe.top(), Screen::Dossiers(_)));
    probe.keys("<Enter>1");
    assert!(matches!(probe.top(), Screen::Desk(_)));
    assert!(probe.hall.own("W358").declared);
}

#[test]
fn a_code_that_is_not_there_opens_nothing_in_its_place() {
    let mut probe = Probe::with(|hall| hall.marked("W274", &[]));
    probe.keys("999<Enter>");
    assert!(matches!(probe.top(), Screen::Dossiers(_)), "{}", probe.message());
    probe.keys("<Backspace><Backspace><Backspace>274<Enter>");
    assert!(matches!(probe.top(), Screen::Desk(_)));
}

#[test]
fn all_complete_sheets_are_signed_at_once() {
    let mut probe = Probe::with(|hall| {
        hall.marked("W274", &FULL);
        hall.marked("W325", &FULL);
    });
    probe.keys("<Tab>3<Enter>");
    assert_eq!(probe.hall.own("W325").state, SheetState::Drafting);
    probe.keys("<Tab>39");
    assert_eq!(probe.hall.own("W325").state, SheetState::Signed);
    assert!(matches!(probe.top(), Screen::Notice(notice) if notice.text.lines().count() == 2));
}

#[test]
fn a_sheet_entered_from_paper_is_confirmed_with_nine() {
    let mut probe = Probe::with(|hall| {
        hall.marked("W274", &FULL);
        let seat = hall.home.seat.id.clone();
        hall.home.to_confirm.push((seat, code("W274")));
    });
    probe.keys("<Tab>41<Enter>");
    assert_eq!(probe.hall.home.to_confirm.len(), 1);
    probe.keys("19");
    assert!(probe.hall.home.to_confirm.is_empty());
    assert!(matches!(probe.top(), Screen::Dossiers(_)));
}

#[test]
fn esc_at_the_top_asks_and_only_nine_leaves() {
    let mut probe = Probe::with(|_| {});
    probe.keys("<Esc><Enter><Esc><Esc>");
    assert_eq!(probe.left, None);
    probe.keys("<Esc>9");
    assert!(probe.left.as_deref().is_some_and(|text| text.contains("已离开")));
}

#[test]
fn digits_of_a_search_are_done_with_when_the_keys_leave_the_list() {
    let mut probe = Probe::with(|_| {});
    probe.keys("325<Tab><Esc>274");
    assert!(matches!(probe.top(), Screen::Dossiers(page) if page.bench.jump.digits() == "274"));
}

#[test]
fn after_a_signature_the_list_stands_on_the_next_unfinished_and_its_action_opens_it() {
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &FULL[..6]));
    probe.keys("12<Enter>19");
    probe.tell(Msg::Changed(Topic::Own));
    probe.keys("<Enter>");
    let Screen::Dossiers(list) = probe.top() else { panic!("the list after the receipt") };
    let next = list.current().unwrap().code.clone();
    assert_ne!(next.as_str(), "W274");
    probe.keys("<Tab>2");
    assert!(matches!(probe.top(), Screen::Question(_)), "the declaration is asked at once");
    probe.keys("1");
    assert_eq!(probe.desk().code, next, "the row that the mark stood on, not the one after it");
}

#[test]
fn a_sheet_that_only_waits_for_its_visit_is_not_the_next_unfinished_one() {
    let mut probe = Probe::with(|hall| {
        hall.marked("W274", &FULL);
        let own = hall.own("W274");
        (own.visit, own.signed) = (NaiveDate::from_ymd_opt(2024, 8, 20), [true, false]);
    });
    probe.keys("274<Tab>2<Enter>");
    let Screen::Dossiers(list) = probe.top() else { panic!("another one's declaration was refused") };
    assert_ne!(list.current().unwrap().code.as_str(), "W274", "nothing can be done there at a desk");
}

#[test]
fn whoever_gives_no_marks_is_not_asked_about_them_on_leaving() {
    let mut probe = Probe::with(|hall| hall.home.seat = card("S01", Role::Secretary, "王敏"));
    probe.keys("<Esc>");
    assert!(
        matches!(probe.top(), Screen::Question(asked) if asked.text == "离开 shouxi？做过的都已保存。"),
        "{:?}",
        probe.top()
    );
    probe.keys("9");
    assert_eq!(probe.left.as_deref(), Some("已离开，做过的都已保存。"));
}
