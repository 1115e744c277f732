//! The table of keys of SCREENS §2 and the rules of §3, row by row, as key sequences.

use super::{Focus, Shown};
use crate::domain::{Basis, Command, SectionId, SheetState, Stage};
use crate::text::clean;
use crate::tui::app::Screen;
use crate::tui::app::parts::WRAPPED;
use crate::tui::app::probe::{Hall, Probe, draft, place, points};

const FULL: [(usize, &str); 7] = [(0, "20"), (1, "8"), (2, "7"), (3, "4"), (4, "3"), (5, "15"), (6, "12")];

fn full() -> Probe {
    Probe::at_desk(|hall| hall.marked("W274", &FULL))
}

fn visited(prepare: impl FnOnce(&mut Hall)) -> Probe {
    Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.own("W274").visit = chrono::NaiveDate::from_ymd_opt(2024, 8, 20);
        prepare(hall);
    })
}

fn returned(hall: &mut Hall, section: Option<&str>) {
    hall.marked("W274", &FULL);
    let own = hall.own("W274");
    own.state = SheetState::Returned;
    own.ready = false;
    own.returned = Some((section.and_then(|id| SectionId::parse(id).ok()), clean("请复核")));
    hall.home.stage = Stage::Review;
}

fn file(probe: &Probe, item: usize) -> Option<String> {
    probe.hall.mark("W274", item, Basis::File)
}

fn onsite(probe: &Probe, item: usize) -> Option<String> {
    probe.hall.mark("W274", item, Basis::Onsite)
}

fn typed(probe: &Probe) -> Vec<&str> {
    probe.desk().typed.values().map(String::as_str).collect()
}

fn shown(probe: &Probe) -> Shown {
    probe.desk().shown_in((probe.desk().item, probe.desk().basis))
}

fn at(probe: &Probe) -> (usize, Basis, Focus) {
    (probe.desk().item, probe.desk().basis, probe.desk().focus)
}

fn page_of_text(probe: &Probe) -> (usize, usize) {
    probe.desk().reading.shown().unwrap().pager.page()
}

/// A line down needs more text than the window holds.
fn long(hall: &mut Hall) {
    let sheet = hall.sheet("W274");
    let mut texts = (**sheet.texts.as_ref().unwrap()).clone();
    for (_, text) in &mut texts.sections {
        *text = clean(&format!("{}\n", text.as_str()).repeat(20));
    }
    sheet.texts = Some(std::sync::Arc::new(texts));
}

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

// --- the Tab circle

#[test]
fn tab_goes_file_text_acts_and_shift_tab_the_other_way() {
    let mut probe = Probe::at_desk(|_| {});
    let round = [Focus::Text, Focus::Acts, Focus::Cell];
    for focus in round {
        probe.keys("<Tab>");
        assert_eq!(at(&probe), (0, Basis::File, focus));
    }
    for focus in [Focus::Acts, Focus::Text, Focus::Cell] {
        probe.keys("<BackTab>");
        assert_eq!(at(&probe), (0, Basis::File, focus));
    }
}

#[test]
fn tab_and_shift_tab_record() {
    let mut probe = full();
    probe.keys("<Home>21<Tab><Tab><Tab>22<BackTab>");
    assert_eq!(file(&probe, 0).as_deref(), Some("22"));
}

#[test]
fn the_on_site_column_is_in_the_circle_where_a_visit_is_due_or_a_mark_is_there() {
    let mut probe = visited(|_| {});
    probe.keys("<Tab>");
    assert_eq!(at(&probe).1, Basis::Onsite);
    let mut probe = Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.sheet("W274").marks.set(3, Basis::Onsite, Some(points("4")));
    });
    probe.keys("<Tab>");
    assert_eq!(at(&probe).1, Basis::Onsite);
    let mut probe = full();
    probe.keys("<Tab>");
    assert_eq!(at(&probe).1, Basis::File);
    probe.keys("<Tab>19<Enter>");
    assert_eq!((at(&probe).1, onsite(&probe, 0).as_deref()), (Basis::Onsite, Some("9")), "操作 1 reaches it anywhere");
}

// --- the text

#[test]
fn in_the_text_arrows_are_lines_and_enter_is_back_at_the_mark() {
    let mut probe = Probe::at_desk(long);
    let top = |probe: &Probe| probe.desk().reading.shown().unwrap().pager.top_byte();
    probe.keys("<Tab><Down><Down>");
    let two = top(&probe);
    probe.keys("<Up>");
    assert!(top(&probe) < two && top(&probe) > 0);
    probe.keys("<End>");
    let (page, pages) = page_of_text(&probe);
    assert_eq!(page, pages);
    probe.keys("<Home>");
    assert_eq!((top(&probe), at(&probe).2), (0, Focus::Text));
    probe.keys("<Backspace>");
    assert_eq!(at(&probe), (0, Basis::File, Focus::Text), "Backspace is nobody's key there");
    probe.keys("<Enter>");
    assert_eq!(at(&probe), (0, Basis::File, Focus::Cell));
}

#[test]
fn a_digit_in_the_text_goes_to_the_mark() {
    let mut probe = visited(|_| {});
    probe.keys("<Tab><Tab>8");
    let passed_over = ((0, Basis::File, Focus::Cell), vec!["8"]);
    assert_eq!((at(&probe), typed(&probe)), passed_over, "passing a column with Tab is not working in it");
    let mut probe = visited(|_| {});
    probe.keys("<Tab>7<Tab>8");
    assert_eq!((at(&probe), onsite(&probe, 0).as_deref()), ((0, Basis::Onsite, Focus::Cell), Some("7")));
}

#[test]
fn every_text_keeps_its_place() {
    let mut probe = Probe::at_desk(long);
    probe.keys(" <Right>");
    assert_eq!(page_of_text(&probe).0, 1);
    probe.keys("<Left>");
    assert_eq!(page_of_text(&probe).0, 2);
}

#[test]
fn the_text_follows_again_once_the_items_own_section_is_in_sight() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Right><Right>");
    assert_eq!((probe.desk().reading.tab, probe.desk().reading.left_behind()), (2, Some("绝技绝活")));
    probe.keys("<Down>");
    assert_eq!((probe.desk().reading.tab, probe.desk().reading.left_behind()), (2, Some("技术革新")));
    probe.keys("<Left>");
    assert_eq!(probe.desk().reading.left_behind(), None);
    probe.keys("<End>");
    assert_eq!(probe.desk().reading.tab, 3, "it follows");
    probe.keys("<Left><Up>");
    assert_eq!((probe.desk().reading.tab, probe.desk().reading.left_behind()), (2, None), "the item came to the text");
}

#[test]
fn a_word_is_found_whatever_its_forms_and_every_place_is_reached_and_left() {
    let mut probe = full();
    probe.keys("<Home><Tab><Tab>7３２８。５０万元<Enter>");
    assert_eq!(at(&probe).2, Focus::Text);
    let number = |probe: &Probe| probe.desk().reading.found().map(|(number, all, _)| (number, all));
    assert_eq!(number(&probe), Some((1, 9)), "two in each of four sections, one in the story");
    probe.keys("<Enter><Enter>");
    assert_eq!((number(&probe), probe.desk().reading.tab), (Some((3, 9)), 1));
    probe.keys("<Backspace><Backspace><Backspace>");
    assert_eq!((number(&probe), probe.desk().reading.tab), (Some((9, 9)), 5));
    assert!(probe.message().contains("最后一处"), "{}", probe.message());
    probe.keys("<Enter>");
    assert_eq!(number(&probe), Some((1, 9)));
    assert!(probe.message().contains("第一处"), "{}", probe.message());
    probe.keys("<Esc>");
    assert_eq!((number(&probe), at(&probe).2), (None, Focus::Cell));
    assert!(matches!(probe.top(), Screen::Desk(_)), "Esc ends the search before it leaves");
    probe.keys("<Tab><Tab>7没有的词<Enter>");
    assert_eq!((probe.message(), at(&probe).2), ("没有找到。", Focus::Cell));
}

#[test]
fn a_search_finds_the_hit_in_its_text_and_marks_all_in_sight() {
    let mut probe = Probe::at_desk(|_| {});
    probe.keys("<Tab><Tab>7毫米<Enter><Tab><Tab>7<Backspace><Backspace>mm<Enter>");
    let reading = &probe.desk().reading;
    let tab = reading.shown().unwrap();
    let hit = reading.current_hit().unwrap();
    assert_eq!(tab.text.get(hit.clone()), Some("mm"));
    let marked = tab.pager.visible().iter().map(|line| tab.hits_in(&line.range()).len()).sum::<usize>();
    assert_eq!(marked, 4, "two in each paragraph");
}

#[test]
fn sixty_thousand_characters_are_wrapped_once_and_no_key_wraps_them_again() {
    let mut probe = Probe::at_desk(|hall| {
        let sheet = hall.sheet("W274");
        let mut texts = (**sheet.texts.as_ref().unwrap()).clone();
        texts.sections[0].1 =
            clean(&"薄壁套筒加工变形由 0.03 mm 稳定到 0.008 mm，年均节约 328.50 万元。\n".repeat(1_300));
        assert!(texts.sections[0].1.chars().count() > 60_000);
        sheet.texts = Some(std::sync::Arc::new(texts));
    });
    let before = WRAPPED.get();
    probe.keys("20<Down>8<Up> <PageDown><PageUp><Tab><Down><End><Home><Enter>");
    let once = WRAPPED.get() - before;
    assert_eq!(once, 1, "the text of the second item, once");
    probe.keys("<Right><Left>21<Down><Up><Tab><Tab>7328.50<Enter><Enter><Enter><Backspace><Esc>");
    assert_eq!(WRAPPED.get() - before, once, "not for turning, marking, saving or searching either");
}

// --- notes

#[test]
fn a_note_shows_at_its_mark_and_in_the_menu_and_tab_saves_it() {
    let mut probe = full();
    probe.keys("<Home><Tab><Tab>21有检测报告<Enter>见附件<Tab>");
    assert_eq!(probe.desk().note_at((0, Basis::File)), Some("有检测报告\n见附件"));
    assert_eq!(at(&probe).2, Focus::Cell);
    probe.keys("<Tab><Tab>22整份看过<Esc>");
    assert_eq!(probe.desk().sheet_note(), Some("整份看过"));
    probe.keys("<Tab><Tab>2");
    let Screen::Question(menu) = probe.top() else { panic!("no menu") };
    let labels: Vec<&str> = menu.choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(labels, ["本项备注：有检测报告 见附件", "整份备注：整份看过"]);
}

#[test]
fn in_a_note_digits_spaces_and_the_chinese_stop_are_text() {
    let mut probe = full();
    probe.keys("<Home><Tab><Tab>21 ９ 分。<Left><Backspace>项<Home>第<Esc>");
    assert_eq!(probe.desk().note_at((0, Basis::File)), Some("第 ９ 项。"));
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

// --- the hint line

fn hints(probe: &Probe, columns: u16) -> String {
    crate::tui::app::hint_line(probe.app.stack().last().unwrap().screen.page(), probe.app.common(), columns)
}

#[test]
fn the_hint_line_names_the_stops_that_tab_comes_to_from_here() {
    let mut probe = Probe::at_desk(|_| {});
    assert!(hints(&probe, 78).contains("Tab 正文、操作  "), "{}", hints(&probe, 78));
    probe.keys("<Tab>");
    assert!(hints(&probe, 78).contains("Tab 操作  "), "{}", hints(&probe, 78));
    let mut probe = visited(|_| {});
    for stop in ["现场、正文、操作", "正文、操作", "操作"] {
        assert!(hints(&probe, 78).contains(&format!("Tab {stop}  ")), "{}", hints(&probe, 78));
        probe.keys("<Tab>");
    }
    assert!(hints(&visited(|_| {}), 40).contains("Tab 现场…操作  "), "the next one and the last where it is narrow");
}

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
