//! What keys do, as people would tell it.

use chrono::NaiveDate;

use super::probe::{Probe, card, draft, place, start};
use super::{LinkState, Msg, Screen, Start};
use crate::desk::request::{Failure, Request};
use crate::desk::view::Topic;
use crate::domain::{Aside, Basis, Cause, Command, Half, Role, SectionId, SheetState, Stage, Trouble};
use crate::text::clean;
use crate::words::Lang;

const FULL: [(usize, &str); 7] = [(0, "20"), (1, "8"), (2, "7"), (3, "4"), (4, "3"), (5, "15"), (6, "12")];

fn ready() -> Probe {
    Probe::at_desk(|hall| hall.marked("W274", &FULL))
}

fn file(probe: &Probe, place: usize) -> Option<String> {
    probe.hall.mark("W274", place, Basis::File)
}

// --- recording

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

// --- Tab, columns, text

#[test]
fn tab_goes_round_and_the_visit_has_its_column() {
    let mut probe = Probe::at_desk(|hall| hall.own("W274").visit = NaiveDate::from_ymd_opt(2024, 8, 20));
    probe.keys("<Tab>");
    assert_eq!(probe.desk().basis, Basis::Onsite);
    probe.keys("8<Down><Tab><Tab>");
    assert_eq!(probe.hall.mark("W274", 0, Basis::Onsite).as_deref(), Some("8"));
    assert_eq!(probe.desk().focus, super::screens::desk::Focus::Acts);
    assert_eq!(probe.desk().basis, Basis::Onsite, "acts are about the column last worked in");
    probe.keys("<Tab>");
    assert_eq!((probe.desk().focus, probe.desk().basis), (super::screens::desk::Focus::Cell, Basis::File));
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

// --- signing and locking

#[test]
fn signing_needs_the_check_its_digit_and_nine() {
    let mut probe = ready();
    probe.keys("<Enter>");
    assert!(matches!(probe.top(), Screen::Check(_)));
    probe.keys("1<Enter>");
    assert_eq!(probe.hall.own("W274").state, SheetState::Drafting, "Enter is no");
    probe.keys("1<Esc>19");
    assert_eq!(probe.hall.own("W274").state, SheetState::Signed);
    assert!(matches!(probe.top(), Screen::Notice(notice) if notice.text.contains("9f86d081884c7d65")));
    probe.keys("<Enter>274<Enter>5");
    assert!(probe.message().contains("已定稿"), "{}", probe.message());
    probe.keys("<Enter>");
    assert!(matches!(probe.top(), Screen::Desk(_)), "nothing is left to check");
    probe.keys("<Tab><Tab>819");
    assert!(probe.hall.own("W274").asked_return);
}

#[test]
fn what_is_typed_and_not_recorded_blocks_signing() {
    let mut probe = ready();
    probe.keys("<Home>2<Tab>");
    assert_eq!(file(&probe, 0).as_deref(), Some("2"), "Tab records");
    let mut probe = ready();
    probe.keys("<Home>35<End><Tab><Tab>3");
    assert!(matches!(probe.top(), Screen::Check(_)));
    probe.keys("1");
    assert!(probe.message().contains("没有录入"), "{}", probe.message());
    assert!(!matches!(probe.top(), Screen::Question(_)));
}

#[test]
fn keys_typed_before_a_question_is_painted_never_answer_it() {
    let mut probe = ready();
    probe.keys("<Enter>");
    probe.burst("1999999");
    assert!(matches!(probe.top(), Screen::Question(_)));
    assert_eq!(probe.hall.own("W274").state, SheetState::Drafting);
    let fifty = "<Enter>".repeat(50);
    probe.burst(&fifty);
    probe.keys(&fifty);
    assert_eq!(probe.hall.own("W274").state, SheetState::Drafting);
}

#[test]
fn halves_are_signed_each_by_itself_where_a_visit_is_due() {
    let mut probe = Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.own("W274").visit = NaiveDate::from_ymd_opt(2024, 8, 20);
    });
    probe.keys("<Enter>219");
    let halves = |probe: &Probe| -> Vec<Option<Half>> {
        let signs = probe.commands().into_iter().filter_map(|command| match command {
            Command::Sign { half, .. } => Some(*half),
            _ => None,
        });
        signs.collect()
    };
    assert_eq!(halves(&probe), [Some(Half::File)], "2 is not there before an on-site mark");
    probe.keys("<Enter>274<Enter>9<Enter><Tab><Tab>329");
    assert_eq!(halves(&probe), [Some(Half::File), Some(Half::Onsite)]);
    assert_eq!(probe.hall.own("W274").state, SheetState::Signed);
}

#[test]
fn recusing_asks_with_nine_and_a_reason_is_kept_when_one_goes_back() {
    let mut probe = ready();
    probe.keys("<Tab><Tab>534有事<Esc><Esc>");
    assert_eq!(probe.hall.own("W274").state, SheetState::Drafting);
    probe.keys("<Tab><Tab>534，请假<Tab>9");
    let reason = probe.commands().into_iter().find_map(|command| match command {
        Command::SetAside { aside: Aside::Abstained, reason, .. } => Some(reason.to_string()),
        _ => None,
    });
    assert_eq!(reason.as_deref(), Some("有事，请假"));
    let mut probe = ready();
    probe.keys("<Tab><Tab>51<Enter>");
    assert_eq!(probe.hall.own("W274").state, SheetState::Drafting);
    probe.keys("<Tab><Tab>519");
    assert_eq!(probe.hall.own("W274").state, SheetState::Aside(Aside::Recognised));
}

#[test]
fn a_returned_sheet_is_kept_with_a_reason_or_changed() {
    let mut probe = Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        let own = hall.own("W274");
        own.state = SheetState::Returned;
        own.returned = Some((crate::domain::SectionId::parse("innovation").ok(), crate::text::clean("请复核")));
        hall.home.stage = Stage::Review;
    });
    assert!(probe.message().contains("秘书退回 W274，请复核“技术革新”"), "{}", probe.message());
    probe.keys("<Tab><Tab>84佐证充分<Tab>9");
    assert_eq!(probe.hall.sheet("W274").explained.len(), 1);
    probe.keys("<Home>21<Down>");
    assert_eq!(file(&probe, 0).as_deref(), Some("21"));
}

// --- the list

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
        hall.home.to_confirm.push((seat, super::probe::code("W274")));
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

// --- first contact, coming back

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

// --- the line

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
fn fingers_that_know_excel_are_answered() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Ctrl+S>");
    assert!(probe.message().contains("已自动保存"));
    probe.keys("<Ctrl+C>");
    assert!(probe.message().contains("Esc"));
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

#[test]
fn every_typed_digit_is_kept_by_the_hall() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("27");
    let kept = probe.hall.log.iter().filter(|request| matches!(request, Request::Keep(_))).count();
    assert_eq!(kept, 2);
    assert_eq!(probe.hall.sheet("W274").drafts.iter().map(|d| d.text.to_string()).collect::<Vec<_>>(), ["27"]);
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
fn the_check_shows_the_whole_sheet_with_the_note_to_all_of_it_and_calls_its_sum_by_what_is_in_it() {
    let mut probe = Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.sheet("W274").marks.note = crate::text::clean("数据\n可信");
    });
    probe.keys("<Enter>");
    let Screen::Check(check) = probe.top() else { panic!("every item has a mark") };
    assert_eq!(check.lines.last().map(|row| (row.name.as_str(), row.note.as_str())), Some(("整份备注", "数据 可信")));
    assert!(check.summary(probe.app.common()).contains("W274 材料分 69"));
    let mut mixed = Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.sheet("W274").marks.set(0, Basis::Onsite, Some(super::probe::points("24")));
        let own = hall.own("W274");
        own.marked[1] = 1;
    });
    mixed.keys("<Enter>");
    let Screen::Check(check) = mixed.top() else { panic!("every item has a mark") };
    assert!(check.summary(mixed.app.common()).contains("W274 总分"), "{}", check.summary(mixed.app.common()));
    mixed.keys("1");
    assert!(
        matches!(mixed.top(), Screen::Question(asked) if asked.text.contains("W274 总分")),
        "not 材料分: one is not"
    );
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
}
