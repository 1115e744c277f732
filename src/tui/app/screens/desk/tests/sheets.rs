//! Returned sheets, halves, signing, recusing; what a sheet that is out says.

use super::*;

// --- returned sheets, halves, signing

#[test]
fn a_returned_sheet_opens_at_the_section_asked_about() {
    let probe = Probe::at_desk(|hall| returned(hall, Some("innovation")));
    assert_eq!(at(&probe), (1, Basis::File, Focus::Cell));
    assert_eq!(probe.desk().reading.tab, 1);
    let probe = Probe::with(|hall| {
        returned(hall, Some("innovation"));
        hall.home.place = Some(place("W274", "benefit"));
    });
    assert_eq!(at(&probe).0, 1, "also where the seat was elsewhere before");
    let probe = Probe::with(|hall| {
        returned(hall, Some("innovation"));
        hall.home.place = Some(place("W274", "benefit"));
        hall.sheet("W274").drafts.push(draft("W274", "benefit", "11"));
    });
    assert_eq!(at(&probe).0, 6, "but never away from something typed");
}

#[test]
fn a_returned_sheet_is_signed_only_once_it_is_answered() {
    let mut probe = Probe::at_desk(|hall| returned(hall, Some("innovation")));
    probe.keys("<Tab><Tab>31");
    assert!(probe.message().contains("保留原分"), "{}", probe.message());
    assert!(matches!(probe.top(), Screen::Check(_)));
    probe.keys("<Esc><Tab><Tab>819");
    assert_eq!(probe.hall.sheet("W274").explained.len(), 1, "digits are enough for a reason");
}

#[test]
fn a_half_signed_sheet_opens_in_the_other_half_and_its_check_is_about_that() {
    let mut probe = visited(|hall| hall.own("W274").signed = [true, false]);
    assert_eq!(at(&probe), (0, Basis::Onsite, Focus::Cell));
    probe.keys("28<Enter>");
    assert_eq!((onsite(&probe, 0).as_deref(), at(&probe).0), (Some("28"), 1));
    probe.keys("<Tab><Tab>3");
    let Screen::Check(check) = probe.top() else { panic!("no check") };
    assert_eq!(check.rows.at, 2, "past the section's head: the first item without an on-site mark");
    assert_eq!(
        check.summary(probe.app.common()),
        "材料部分已定稿。\n现场部分打了 1 项，合计 28；另 6 项没打，没有要打的就可以定稿：按 2。"
    );
    probe.keys("1");
    assert!(matches!(probe.top(), Screen::Check(_)), "the file half is signed");
    probe.keys("<Enter>");
    assert_eq!(at(&probe), (1, Basis::Onsite, Focus::Cell), "back to what is missing on site");
    probe.keys("<Tab><Tab>329");
    assert_eq!(probe.hall.own("W274").state, SheetState::Signed);
}

#[test]
fn an_on_site_half_that_is_begun_says_everywhere_what_it_lacks() {
    let mut probe = visited(|_| {});
    assert_eq!(probe.desk().onsite_gaps(), None);
    probe.keys("<Tab>28<Enter>");
    assert_eq!(probe.desk().onsite_gaps(), Some(6));
    probe.keys("<Tab><Tab>32");
    let Screen::Question(question) = probe.top() else { panic!("{}", probe.message()) };
    assert!(question.text.contains("只打了 1 项，另 6 项没有现场分"), "{}", question.text);
    probe.keys("<Esc><Esc><Esc><Tab>3");
    let Screen::Question(question) = probe.top() else { panic!("{}", probe.message()) };
    assert!(question.text.contains("其中 W274 的现场分没打全"), "{}", question.text);
}

#[test]
fn a_signed_half_can_be_asked_back_and_its_marks_are_locked() {
    let mut probe = visited(|hall| hall.own("W274").signed = [true, false]);
    probe.keys("<BackTab>5");
    assert_eq!(at(&probe).1, Basis::File);
    assert!(probe.message().contains("这一半已定稿"), "{}", probe.message());
    probe.keys("<Tab><Tab><Tab>829");
    assert!(probe.hall.own("W274").asked_return);
}

#[test]
fn what_is_typed_in_another_cell_blocks_the_signature_too() {
    let mut probe = full();
    probe.keys("<Home>2<End><Tab><Tab>319");
    assert!(!probe.commands().iter().any(|command| matches!(command, Command::Sign { .. })));
    assert!(probe.message().contains("没有录入"), "{}", probe.message());
}

#[test]
fn digits_alone_recuse_before_and_after_opening_and_abstain() {
    let reasons = |probe: &Probe| -> Vec<String> {
        let set = probe.commands().into_iter().filter_map(|command| match command {
            Command::SetAside { reason, .. } => Some(reason.to_string()),
            _ => None,
        });
        set.collect()
    };
    let mut probe = Probe::with(|_| {});
    probe.keys("358<Enter>22<Enter>");
    assert!(reasons(&probe).is_empty(), "Enter is no");
    probe.keys("29");
    assert_eq!(reasons(&probe), ["与申报人是师徒"]);
    for (keys, reason) in [("<Tab><Tab>5239", "与申报人同一单位"), ("<Tab><Tab>5319", "不熟悉这个工种")]
    {
        let mut probe = full();
        probe.keys(keys);
        assert_eq!(reasons(&probe), [reason]);
    }
}

#[test]
fn after_an_action_the_keys_are_in_the_cell() {
    for keys in ["0<Esc>", "2<Esc>", "5<Esc>", "8<Esc>", "7<Esc>", "1"] {
        let mut probe = full();
        probe.keys(&format!("<Tab><Tab>{keys}"));
        assert_eq!(at(&probe).2, Focus::Cell, "{keys}");
    }
}

// --- what a sheet that is out, or asked back, says

#[test]
fn a_text_that_is_withheld_after_recusing_is_not_called_unreadable() {
    let mut probe = full();
    probe.keys("<Tab><Tab>519");
    assert!(probe.message().contains("按错可请秘书恢复"), "{}", probe.message());
    let out = Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.sheet("W274").texts = None;
    });
    assert!(out.desk().reading.shown().unwrap().text.contains("读不出来"));
    probe.hall.sheet("W274").texts = None;
    probe.tell(crate::tui::app::Msg::Changed(crate::desk::view::Topic::Own));
    assert_eq!(probe.desk().reading.shown().unwrap().text, "这一份不由您评，材料不再显示；有误请找秘书。");
}

#[test]
fn where_the_return_is_asked_for_already_a_digit_says_so() {
    let mut probe = visited(|hall| hall.own("W274").signed = [true, false]);
    probe.keys("<BackTab>5");
    assert!(probe.message().contains("8 申请退回"), "{}", probe.message());
    probe.keys("<Tab><Tab><Tab>8295");
    assert!(probe.message().contains("已申请退回"), "{}", probe.message());
}

#[test]
fn looking_on_after_the_check_leads_back_to_the_same_cell() {
    let mut probe = visited(|_| {});
    probe.keys("<Home><Tab>28<Enter><Tab><Tab>3<Enter>");
    assert_eq!(at(&probe), (1, Basis::Onsite, Focus::Cell));
    let mut probe = Probe::at_desk(|hall| hall.marked("W274", &FULL[..6]));
    probe.keys("<Home><Tab><Tab>3<Enter>");
    assert_eq!(at(&probe), (6, Basis::File, Focus::Cell), "but to what is missing, where something is");
}

#[test]
fn signing_all_says_of_which_sheets_the_file_half_alone_is_signed() {
    let mut probe = visited(|_| {});
    probe.keys("<Esc><Tab>3");
    let Screen::Question(question) = probe.top() else { panic!("{}", probe.message()) };
    assert!(question.text.contains("W274 只定材料部分，现场部分另定。"), "{}", question.text);
}
