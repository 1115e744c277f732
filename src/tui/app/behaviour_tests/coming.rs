//! First contact, and coming back.

use super::{FULL, file};
use crate::desk::view::Topic;
use crate::domain::Role;
use crate::tui::app::probe::{Probe, card, draft, place, start};
use crate::tui::app::{Msg, Screen, Start};
use crate::words::Lang;

#[test]
fn a_first_entry_asks_for_the_bars_and_the_promise_in_turn() {
    let mut probe = Probe::with(|hall| {
        hall.home.display.ambiguous_two = None;
        hall.home.promised = false;
    });
    assert!(matches!(probe.top(), Screen::Align(_)));
    probe.keys("<Enter>2");
    assert_eq!(probe.hall.home.display.ambiguous_two, Some(true));
    assert!(matches!(probe.top(), Screen::Promise(_)));
    probe.keys("<Enter>9");
    assert!(probe.hall.home.promised && matches!(probe.top(), Screen::Dossiers(_)));
}

#[test]
fn what_was_settled_before_and_arrives_late_takes_the_questions_away() {
    let mut probe = Probe::with(|hall| {
        hall.home.display.ambiguous_two = None;
        hall.home.promised = false;
    });
    probe.hall.home.display.ambiguous_two = Some(false);
    probe.hall.home.promised = true;
    probe.hall.home.place = Some(place("W274", "mentoring"));
    probe.hall.marked("W274", &[(0, "20")]);
    probe.tell(Msg::Changed(Topic::Own));
    assert!(matches!(probe.top(), Screen::Desk(_)));
    assert_eq!(probe.desk().item, 5);
}

#[test]
fn coming_back_is_to_the_very_cell_where_enter_records() {
    let mut probe = Probe::with(|hall| {
        hall.marked("W274", &[(0, "20")]);
        hall.home.place = Some(place("W274", "innovation.role"));
        hall.sheet("W274").drafts.push(draft("W274", "innovation.role", "6.5"));
    });
    assert!(probe.message().contains("打了 6.5 未录入，按 Enter 录入"), "{}", probe.message());
    probe.keys("<Enter>");
    assert_eq!(file(&probe, 2).as_deref(), Some("6.5"));
    assert!(probe.hall.sheet("W274").drafts.is_empty());
}

#[test]
fn the_practice_panel_opens_where_one_mark_is_missing() {
    let seats = vec![card("E03", Role::Expert, "张师傅"), card("S1", Role::Secretary, "王敏")];
    let first = Start { practice: true, seats, seated: false, ..start() };
    let mut probe = Probe::of(first, |hall| {
        hall.marked("W325", &FULL[..6]);
        hall.home.promised = false;
    });
    probe.keys("0");
    assert_eq!(probe.app.common().lang, Lang::En);
    probe.keys("01");
    assert_eq!(probe.switched.iter().map(crate::domain::SeatId::as_str).collect::<Vec<_>>(), ["E03"]);
    let seat = probe.switched[0].clone();
    probe.tell(Msg::Seated(seat));
    assert!(probe.message().contains("还缺 1 项"), "{}", probe.message());
    assert_eq!(probe.desk().item, 6);
    probe.keys("12<Enter>19");
    assert!(matches!(probe.top(), Screen::Notice(notice) if notice.text.contains("换个席位")));
}
