//! 查找筛选 as key sequences.

use crate::desk::request::Request;
use crate::desk::view::{Ask, Topic};
use crate::tui::app::probe::{Probe, calibrated, draft};
use crate::tui::app::screens::Dossiers;
use crate::tui::app::screens::desk::Focus;
use crate::tui::app::{Msg, Screen};

fn list(probe: &Probe) -> &Dossiers {
    match probe.top() {
        Screen::Dossiers(page) => page,
        other => panic!("{other:?}"),
    }
}

fn shown(probe: &Probe) -> Vec<&str> {
    let page = list(probe);
    (0..page.finding.shown().len()).map(|place| page.row_at(place).unwrap().code.as_str()).collect()
}

fn on_list() -> Probe {
    Probe::with(calibrated)
}

fn after(keys: &str) -> Probe {
    let mut probe = on_list();
    probe.keys(keys);
    probe
}

#[test]
fn digits_alone_narrow_the_list_by_state_and_by_score() {
    for (keys, codes) in [
        ("<Tab>621", &["W846"][..]),
        ("<Tab>622", &["W429"]),
        ("<Tab>623", &["W274", "W325", "W537", "W683", "W962"]),
        ("<Tab>625", &["W358"]),
        ("<Tab>628", &["W725"]),
        ("<Tab>631", &["W962"]),
        ("<Tab>632", &["W358"]),
        ("<Tab>63482<Enter>", &["W325", "W537", "W683", "W962"]),
        ("<Tab>63569<Enter>", &["W274", "W325", "W358", "W537", "W683"]),
    ] {
        assert_eq!(shown(&after(keys)), codes, "{keys}");
    }
}

#[test]
fn the_pass_mark_of_the_panel_and_not_a_fixed_sixty_is_the_first_line() {
    let mut probe = Probe::with(|hall| {
        calibrated(hall);
        let mut panel = (**hall.home.panel.as_ref().unwrap()).clone();
        panel.rules.tally.pass = crate::domain::Points::parse("70").ok();
        hall.home.panel = Some(panel.into());
    });
    probe.keys("<Tab>631");
    assert_eq!(shown(&probe), ["W325", "W537", "W683", "W962"]);
}

#[test]
fn own_marks_on_file_and_on_site_that_are_far_apart_are_found() {
    let mut probe = Probe::with(|hall| {
        calibrated(hall);
        hall.sheet("W274").row.own.as_mut().unwrap().onsite_above_file = crate::domain::Ratio::new(-21, 2).ok();
        hall.sheet("W325").row.own.as_mut().unwrap().onsite_above_file = Some(crate::domain::Ratio::whole(10));
    });
    probe.keys("<Tab>633");
    assert_eq!(shown(&probe), ["W274"], "10.5 lower is further apart than 10, 10 is not");
}

#[test]
fn words_are_han_with_some_left_out_or_letters_and_an_input_method_may_be_on() {
    for (typed, codes) in [
        ("焊", &["W325", "W962"][..]),
        ("汽修", &["W846"]),
        ("hg", &["W325", "W962"]),
        ("ｑｃｗｘｇ", &["W846"]),
        ("先进制造 焊", &["W325", "W962"]),
        ("焊 ＜６０", &["W962"]),
        ("焊 《60", &["W962"]),
        ("已定稿", &["W358"]),
        ("846", &["W846"]),
        ("刨", &[]),
    ] {
        let probe = after(&format!("<Tab>61{typed}<Enter>"));
        assert_eq!(shown(&probe), codes, "{typed}");
    }
}

#[test]
fn a_word_in_a_declared_text_is_found_piece_by_piece_and_its_place_is_told() {
    let probe = after("<Tab>61浮动支撑<Enter>");
    assert_eq!(shown(&probe), ["W274", "W325", "W358", "W429", "W537", "W683", "W962"]);
    let page = list(&probe);
    let (place, hit) = page.finding.hit(probe.app.common(), &page.current().unwrap().code).unwrap();
    assert_eq!((place, hit.found.as_str()), ("绝技绝活", "浮动支撑"));
    let pieces = probe.hall.log.iter().filter(|request| matches!(request, Request::Ask(Ask::Find { .. }))).count();
    assert_eq!(pieces, 4, "two texts a piece");
}

#[test]
fn one_word_may_stand_in_a_text_and_another_in_the_trade() {
    assert_eq!(shown(&after("<Tab>61浮动支撑 焊<Enter>")), ["W325", "W962"]);
}

#[test]
fn a_dossier_declared_later_is_searched_too() {
    let mut probe = after("<Tab>61浮动支撑<Enter>");
    probe.hall.marked("W846", &[(0, "9")]);
    probe.tell(Msg::Changed(Topic::Own));
    assert!(shown(&probe).contains(&"W846"));
}

#[test]
fn backspace_takes_the_last_condition_off_and_esc_all_of_them() {
    let mut probe = after("<Tab>61焊 <lt>60<Enter>");
    assert_eq!(shown(&probe), ["W962"]);
    probe.keys("<Backspace>");
    assert_eq!(shown(&probe), ["W325", "W962"]);
    probe.keys("96<Backspace><Backspace>");
    assert_eq!(shown(&probe).len(), 2, "digits are shortened before the filter is");
    probe.keys("<Tab>621<Esc>");
    assert_eq!(shown(&probe).len(), 9);
    assert!(
        probe.left.is_none() && matches!(probe.top(), Screen::Dossiers(_)),
        "Esc took the filter off and left nothing"
    );
    probe.keys("<Esc>");
    assert!(matches!(probe.top(), Screen::Question(_)));
}

#[test]
fn the_cursor_stays_on_its_dossier_and_enter_opens_the_one_shown() {
    let mut probe = after("<End><Up><Up><Up>");
    let code = list(&probe).current().unwrap().code.clone();
    assert_eq!(code.as_str(), "W683");
    probe.keys("<Tab>623");
    assert_eq!(list(&probe).current().unwrap().code, code);
    probe.keys("<Up><Enter>");
    assert_eq!(probe.desk().code.as_str(), "W537");
    probe.keys("<Esc>");
    assert_eq!(list(&probe).current().unwrap().code.as_str(), "W537");
}

fn hints(probe: &Probe) -> String {
    let page = probe.app.stack().last().unwrap().screen.page();
    crate::tui::app::hint_line(page, probe.app.common(), 120)
}

#[test]
fn where_nothing_is_found_enter_is_not_held_out() {
    let mut probe = on_list();
    assert!(hints(&probe).contains("Enter 打开"));
    probe.keys("999");
    assert!(!hints(&probe).contains("Enter") && hints(&probe).contains("↑↓"), "{}", hints(&probe));
    probe.keys("<Backspace><Backspace><Backspace>274");
    assert!(hints(&probe).contains("Enter 打开"));
    probe.keys("<Tab>61刨<Enter>");
    assert!(shown(&probe).is_empty());
    for word in ["Enter", "↑↓", "找代号", "翻页"] {
        assert!(!hints(&probe).contains(word), "{}", hints(&probe));
    }
    assert!(hints(&probe).contains("Esc 去掉筛选") && hints(&probe).contains("Tab 操作"));
    probe.keys("<Esc>");
    assert!(hints(&probe).contains("Enter 打开"));
}

#[test]
fn how_much_of_the_texts_is_searched_is_told_until_all_of_them_are() {
    let mut probe = on_list();
    let line = |probe: &Probe| list(probe).finding.line(crate::words::Lang::Zh, 9);
    probe.slow = true;
    probe.keys("<Tab>61浮动支撑<Enter>");
    assert_eq!(line(&probe).as_deref(), Some("筛选 “浮动支撑”：0/9 份，正文已找 0%"));
    assert_eq!(list(&probe).finding.nothing(crate::words::Lang::Zh), Some("正文还在找……"));
    probe.deliver();
    assert_eq!(line(&probe).as_deref(), Some("筛选 “浮动支撑”：2/9 份，正文已找 28%"));
    probe.slow = false;
    probe.deliver();
    assert_eq!(line(&probe).as_deref(), Some("筛选 “浮动支撑”：7/9 份"));
}

#[test]
fn a_jump_looks_among_what_is_shown() {
    let mut probe = after("<Tab>621274");
    assert!(!list(&probe).jump_found());
    probe.keys("<Enter>");
    assert!(probe.message().contains("没有数字是 274"), "{}", probe.message());
}

#[test]
fn what_looks_like_a_number_and_is_none_changes_nothing() {
    let probe = after("<Tab>61焊 <lt>6o<Enter>");
    assert!(probe.message().contains("“<6o”不是分数条件"), "{}", probe.message());
    assert_eq!(shown(&probe).len(), 9);
}

#[test]
fn esc_in_the_menus_and_in_the_line_changes_nothing_and_the_line_comes_back() {
    let mut probe = after("<Tab>61焊工<Esc>");
    assert_eq!(shown(&probe).len(), 9);
    probe.keys("<Tab>61<Enter>");
    assert_eq!(shown(&probe), ["W325", "W962"], "the line was kept");
    probe.keys("<Tab>62<Esc>");
    assert_eq!(shown(&probe).len(), 2);
    probe.keys("<Tab>64");
    assert_eq!(shown(&probe).len(), 9);
}

#[test]
fn what_is_typed_and_not_recorded_is_found_by_its_state() {
    let mut probe = Probe::with(|hall| {
        calibrated(hall);
        hall.sheet("W429").drafts.push(draft("W429", "mentoring", "6"));
        hall.marked("W429", &[]);
    });
    probe.keys("<Tab>626");
    assert_eq!(shown(&probe), ["W429"]);
}

#[test]
fn enter_on_a_hit_opens_the_text_at_its_place() {
    let mut probe = after("<Tab>61浮动支撑<Enter><Enter>");
    let desk = probe.desk();
    assert_eq!((desk.code.as_str(), desk.focus), ("W274", Focus::Text));
    assert!(desk.reading.finding().is_some_and(|finding| finding.word.as_str() == "浮动支撑"));
    probe.keys("<Esc><Esc>");
    assert_eq!(shown(&probe).len(), 7, "and back to the list as it was narrowed");
}
