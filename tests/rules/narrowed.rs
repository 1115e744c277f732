//! 查找筛选 in the secretary's and the supervisor's tables, over a real hall.

use shouxi::tui::app::Screen as Page_;
use shouxi::words::Lang;

use super::keys::in_scoring;
use super::practice::{Room, Screen, midway};

/// Codes shown, from the first to the last.
fn shown(screen: &Screen) -> Vec<String> {
    let codes = |codes: &mut dyn Iterator<Item = &str>| codes.map(str::to_owned).collect();
    match &screen.app.stack().last().unwrap().screen {
        Page_::Matrix(page) => codes(&mut page.codes()),
        Page_::Ranking(page) => codes(&mut page.codes()),
        other => panic!("{other:?}"),
    }
}

/// What is typed into the line of the filter.
fn typed(room: &mut Room, id: &str, line: &str) -> Vec<String> {
    let mut screen = room.sit(id, Lang::Zh);
    screen.keys(&format!("<Tab>61{line}<Enter>"));
    shown(&screen)
}

#[test]
fn the_matrix_is_narrowed_by_the_state_of_any_seat_with_digits_alone() {
    let mut room = in_scoring();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>6");
    screen.shows("按状态：任何一位专家");
    screen.keys("2");
    screen.shows("7 代录待核  1 份");
    screen.keys("7");
    assert_eq!(shown(&screen), ["W537"]);
    screen.shows("筛选 代录待核：1/23 份");
    screen.shows("当前：W537");
    screen.keys("<Esc>");
    screen.shows("已去掉筛选");
    assert_eq!(shown(&screen).len(), 23);
    // 可定稿: E03 has two of them.
    screen.keys("<Tab>624");
    assert_eq!(shown(&screen), ["W325", "W529"]);
    // 没定稿: every one is still open to somebody, E09 never came.
    screen.keys("<Esc><Tab>621");
    assert_eq!(shown(&screen).len(), 23);
}

#[test]
fn the_column_with_the_cursor_is_a_seat_to_narrow_to() {
    let mut room = in_scoring();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Right><Right><Tab>6");
    screen.shows("按状态：只看 E03 张师傅（当前这一列）");
    screen.keys("33");
    assert_eq!(shown(&screen), ["W274"], "缺项 of E03");
    screen.shows("筛选 E03 缺项：1/23 份");
    // The cell, not the first row of the whole list.
    screen.keys("<Enter>");
    screen.shows("W274 数控车工 × E03 张师傅：缺 1 项");
}

#[test]
fn words_narrow_by_trade_field_pinyin_code_text_and_seat() {
    let mut room = in_scoring();
    assert_eq!(typed(&mut room, "S01", "焊工"), ["W325"]);
    assert_eq!(typed(&mut room, "S01", "hg"), ["W325", "W859"], "焊工, 化工总控工");
    assert_eq!(typed(&mut room, "S01", "w274"), ["W274"]);
    assert_eq!(typed(&mut room, "S01", "E03缺项"), ["W274"]);
    assert_eq!(typed(&mut room, "S01", "ｅ０３缺项"), ["W274"]);
    assert_eq!(typed(&mut room, "S01", "焊工 代录待核"), Vec::<String>::new());
    // Only the field says so, and it comes from the dossier, not from the matrix.
    let field = typed(&mut room, "S01", "先进制造");
    assert!(!field.is_empty() && field.len() < 23, "{field:?}");
    let text = typed(&mut room, "S01", "薄壁套筒");
    assert!(text.contains(&"W274".to_owned()) && text.len() < 5, "{text:?}");
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>61薄壁套筒<Enter>");
    screen.shows("薄壁套筒");
}

#[test]
fn digits_jump_among_what_is_shown_and_backspace_shortens_them_before_the_filter() {
    let mut room = in_scoring();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>624529");
    screen.shows("当前：W529");
    screen.keys("<Bksp><Bksp><Bksp>");
    assert_eq!(shown(&screen).len(), 2);
    screen.keys("<Bksp>");
    assert_eq!(shown(&screen).len(), 23);
}

#[test]
fn what_another_list_names_is_shown_although_the_filter_hid_it() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>61焊工<Enter><Tab>1");
    screen.shows("还差什么");
    screen.keys("<Enter>");
    screen.shows("当前：");
    assert_eq!(shown(&screen).len(), 23);
}

#[test]
fn the_supervisor_narrows_by_states_and_names_and_never_by_text() {
    let mut room = in_scoring();
    assert_eq!(typed(&mut room, "J01", "代录待核"), ["W537"]);
    assert_eq!(typed(&mut room, "J01", "焊工"), ["W325"]);
    assert_eq!(typed(&mut room, "J01", "薄壁套筒"), Vec::<String>::new());
    let mut screen = room.sit("J01", Lang::Zh);
    screen.keys("<Tab>61薄壁套筒<Enter>");
    assert!(screen.app.common().message.is_none(), "nothing was asked that would be refused");
}

#[test]
fn the_list_is_narrowed_by_standing_score_and_words_and_keeps_its_cut() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>77");
    screen.shows("按去向");
    screen.keys("22");
    assert_eq!(shown(&screen), ["W537", "W962"]);
    screen.shows("筛选 待议决：2/23 份");
    screen.keys("<Down><Tab>3");
    screen.shows("议决并列");
    screen.keys("<Esc>");
    assert_eq!(shown(&screen), ["W537", "W962"]);
    screen.keys("<Esc><Tab>7731");
    assert_eq!(shown(&screen), ["W725"], "below the pass mark");
    screen.shows("名额线：第 10 名");
    screen.keys("<Esc><Tab>771拟推荐 >=86<Enter>");
    let high = shown(&screen);
    assert!(!high.is_empty() && high.len() < 10, "{high:?}");
    screen.keys("<Esc><Tab>771hangong<Enter>");
    assert_eq!(shown(&screen), ["W325"]);
    screen.keys("<Enter>");
    screen.shows("名次由来  W325");
    screen.keys("<Esc><Esc>");
    assert_eq!(shown(&screen).len(), 23);
}

#[test]
fn narrowed_tables_stand_as_they_were_looked_at() {
    let mut room = in_scoring();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Right><Right><Tab>631");
    screen.snapshot("matrix_narrowed");
    let mut menu = room.sit("S01", Lang::Zh);
    menu.keys("<Tab>62");
    menu.snapshot("matrix_narrowing");
    let mut review = Room::review();
    let mut list = review.sit("S01", Lang::Zh);
    list.keys("<Tab>7723");
    list.snapshot("list_narrowed");
    list.keys("<Esc><Tab>771没有这种工种<Enter>");
    list.snapshot("list_narrowed_none");
}
