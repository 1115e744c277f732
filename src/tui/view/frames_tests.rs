//! Frames as text: what people see, at the sizes they have.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw;
use super::theme::Theme;
use crate::domain::{Role, SheetState, Stage};
use crate::text::{clean, width};
use crate::tui::app::probe::{Hall, Probe, calibrated, card, code, draft, place, start};
use crate::tui::app::{Msg, Start};

fn buffer(probe: &Probe, (columns, rows): (u16, u16)) -> Buffer {
    let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
    let cursor = draw(&probe.app, Theme::from_no_color(None), &mut buf);
    assert!(cursor.is_none_or(|at| at.x < columns && at.y < rows));
    buf
}

/// The frame as text; every row is as wide as the window, whatever its glyphs.
fn frame(probe: &mut Probe, size: (u16, u16)) -> String {
    probe.tell(Msg::Resize(size.0, size.1));
    probe.paint();
    let buf = buffer(probe, size);
    let ambiguous = probe.app.common().ambiguous();
    let row = |y| (0..size.0).map(|x| buf[(x, y)].symbol()).collect::<String>();
    let rows: Vec<String> = (0..size.1).map(row).collect();
    for row in &rows {
        assert_eq!(width(row, ambiguous), usize::from(size.0), "a glyph is cut or doubled: {row:?}");
    }
    rows.iter().map(|row| row.trim_end()).collect::<Vec<_>>().join("\n")
}

fn snapshot(name: &str, probe: &mut Probe) {
    for size in [(80, 24), (120, 40), (60, 20)] {
        let shown = frame(probe, size);
        insta::with_settings!({
            snapshot_path => "../../../tests/terminal/snapshots", prepend_module_to_snapshot => false, omit_expression => true
        }, { insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), shown) });
    }
}

/// The desk of the drawing in SCREENS §1.
fn drawn(hall: &mut Hall) {
    hall.marked("W274", &[(0, "27.5"), (1, "8"), (6, "0")]);
    hall.own("W274").visit = chrono::NaiveDate::from_ymd_opt(2024, 8, 20);
    hall.marked("W325", &[(0, "20"), (1, "8"), (2, "7"), (3, "4"), (4, "3"), (5, "15"), (6, "12")]);
    let own = hall.own("W358");
    own.state = SheetState::Returned;
    own.declared = true;
    own.returned = Some((crate::domain::SectionId::parse("innovation").ok(), clean("请复核佐证")));
    hall.order.rotate_left(2);
}

type Step = (&'static str, &'static str);

/// Ways to every screen: its name, and the keys from the list.
const WAYS: [Step; 22] = [
    ("list", ""),
    ("list_acts", "<Tab>"),
    ("list_jump", "27"),
    ("declare", "429<Enter>"),
    ("declare_reason", "429<Enter>2"),
    ("declare_own", "429<Enter>25师徒关系<Tab>"),
    ("declare_confirm", "429<Enter>22"),
    ("desk", "274<Enter>"),
    ("desk_typed", "274<Enter>6.5"),
    ("desk_refused", "274<Enter>35<Enter>"),
    ("desk_acts", "274<Enter><Tab><Tab><Tab>"),
    ("desk_text", "274<Enter><Tab><Tab><Right><Right>"),
    ("desk_find", "274<Enter><Tab><Tab><Tab>7３２８。５０<Enter>"),
    ("desk_returned", "358<Enter>"),
    ("desk_noted", "274<Enter><Home><Tab><Tab><Tab>21佐证齐全<Esc>"),
    ("check_halves", "274<Enter>6.5<Down>5<Down>4<Down>3<Down>15<Down><Tab>6<Tab><Tab>3"),
    ("desk_help", "274<Enter>?"),
    ("desk_note", "274<Enter><Tab><Tab><Tab>21佐证齐全，\n数据可靠"),
    ("desk_recuse", "274<Enter><Tab><Tab><Tab>51"),
    ("check_missing", "274<Enter><Tab><Tab><Tab>3"),
    ("check", "325<Enter><Enter>"),
    ("sign", "325<Enter><Enter>1"),
];

/// Ways through 我的排序.
const CALIBRATED: [Step; 11] = [
    ("ladder", "<Tab>5"),
    ("ladder_section", "<Tab>5<Right><Right><End>"),
    ("ladder_acts", "<Tab>527<Tab>"),
    ("compare", "<Tab>5<Down><Enter>"),
    ("compare_item", "<Tab>5<Enter><Down><Down><Left>"),
    ("compare_other", "<Tab>5<Enter>96"),
    ("find_menu", "<Tab>6"),
    ("find_states", "<Tab>62"),
    ("find_scores", "<Tab>63"),
    ("find_typed", "<Tab>61焊工 <60"),
    ("find_found", "<Tab>61浮动支撑 ＞＝８０<Enter><Down>"),
];

/// Every way, and the panel it leads through.
fn every_way() -> impl Iterator<Item = (&'static str, Probe)> {
    let drawn = WAYS.into_iter().map(|(name, way)| (name, at(way, start())));
    drawn.chain(CALIBRATED.into_iter().map(|(name, way)| (name, through(way, start(), calibrated))))
}

fn through(way: &str, start: Start, prepare: fn(&mut Hall)) -> Probe {
    let mut probe = Probe::of(start, prepare);
    probe.keys(way);
    probe
}

fn at(way: &str, start: Start) -> Probe {
    through(way, start, drawn)
}

#[test]
fn frames_stand_as_they_were_looked_at() {
    for (name, mut probe) in every_way() {
        snapshot(name, &mut probe);
    }
    let mut signed = at("325<Enter><Enter>1", start());
    signed.keys("9");
    snapshot("receipt", &mut signed);
    let mut leaving = at("<Esc>", start());
    snapshot("leave", &mut leaving);
}

#[test]
fn first_contact_stands_as_it_was_looked_at() {
    let mut align = Probe::with(|hall| hall.home.display.ambiguous_two = None);
    snapshot("align", &mut align);
    snapshot("promise", &mut Probe::with(|hall| hall.home.promised = false));
    let seats = vec![
        card("E01", Role::Expert, "李师傅"),
        card("S1", Role::Secretary, "王敏"),
        card("J1", Role::Supervisor, "赵监督"),
    ];
    let pick = Start { seats, seated: false, ..start() };
    snapshot("seats", &mut Probe::of(pick.clone(), |_| {}));
    snapshot("practice", &mut Probe::of(Start { practice: true, ..pick }, |_| {}));
}

fn back_again() -> Probe {
    Probe::with(|hall| {
        drawn(hall);
        hall.home.place = Some(place("W274", "innovation.role"));
        hall.sheet("W274").drafts.push(draft("W274", "innovation.role", "6.5"));
    })
}

#[test]
fn coming_back_and_closing_stand_as_they_were_looked_at() {
    let mut probe = back_again();
    snapshot("welcome_back", &mut probe);
    probe.hall.home.stage = Stage::Review;
    probe.tell(Msg::Changed(crate::desk::view::Topic::Stage));
    snapshot("scoring_closed", &mut probe);
}

#[test]
fn the_cursor_stands_where_the_next_character_will() {
    let mut probe = at("274<Enter>6.5", start());
    probe.tell(Msg::Resize(80, 24));
    let buf = buffer(&probe, (80, 24));
    let mut seen = Buffer::empty(buf.area);
    let cursor = draw(&probe.app, Theme::from_no_color(None), &mut seen).unwrap();
    assert_eq!(buf[(cursor.x, cursor.y)].symbol(), "_");
    assert!(cursor.y < 23, "never on the last row");
    let mut note = at("274<Enter><Tab><Tab><Tab>21有数据", start());
    note.paint();
    let mut seen = Buffer::empty(buf.area);
    let cursor = draw(&note.app, Theme::from_no_color(None), &mut seen).unwrap();
    let before: String = (cursor.x - 6..cursor.x).map(|x| seen[(x, cursor.y)].symbol()).collect();
    assert_eq!((before.as_str(), cursor.y < 23), ("有数据", true));
    assert_eq!(code("W274").as_str(), "W274");
}

#[test]
fn over_a_question_the_page_holds_out_no_keys_and_the_message_stands_once() {
    let mut probe = Probe::with(|_| {});
    let page = frame(&mut probe, (80, 24));
    assert!(page.contains("数字 找代号") && page.contains("操作  1 打开"), "{page}");
    probe.keys("<Esc>你");
    let asked = frame(&mut probe, (80, 24));
    assert!(asked.contains("9 离开"), "{asked}");
    assert!(!asked.contains("数字 找代号") && !asked.contains("1 打开"), "those keys do something else now:\n{asked}");
    assert_eq!(asked.matches("输入法开着").count(), 1, "{asked}");
}

#[test]
fn a_cell_that_is_locked_holds_out_no_digits_and_no_enter() {
    let mut probe = at("274<Enter>6.5", start());
    let open = frame(&mut probe, (80, 24));
    assert!(open.contains("数字 打分") && open.contains("Enter 录入并到下一项"), "{open}");
    probe.hall.home.stage = Stage::Review;
    probe.tell(Msg::Changed(crate::desk::view::Topic::Stage));
    probe.keys("<Left>");
    let locked = frame(&mut probe, (80, 24));
    assert!(!locked.contains("数字 打分") && !locked.contains("Enter 录入"), "{locked}");
    assert!(locked.contains("6.5 没有录入，原样留着"), "{locked}");
}
