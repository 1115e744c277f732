//! The check, signing, recusing, a sheet that came back.

use chrono::NaiveDate;

use super::{FULL, file, ready};
use crate::domain::{Aside, Basis, Command, Half, SheetState, Stage};
use crate::tui::app::Screen;
use crate::tui::app::probe::{Probe, points};

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
        hall.sheet("W274").marks.set(0, Basis::Onsite, Some(points("24")));
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
