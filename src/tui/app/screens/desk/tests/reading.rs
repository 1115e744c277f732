//! The text beside the cells, the Tab circle that leads there, the hint line that names it, and notes.

use super::*;

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
