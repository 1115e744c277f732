//! The expert's desk: the text at the left, the form at the right, bands and state below (SCREENS §1).

use ratatui::layout::Rect;

use crate::domain::{Basis, Item, Points, SheetState};
use crate::text::{pad_end, pad_start, width};
use crate::tui::app::Common;
use crate::tui::app::screens::Desk;
use crate::tui::app::screens::desk::{Amount, Focus, Shown, TreeRow};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::{expert as words, frame as fixed};
use crate::words::{self as all_words, basis as basis_name};

/// Cells of the columns 材料, 现场, 满分.
const FILE: usize = 6;
const ONSITE: usize = 6;
const MAX: usize = 5;

/// Draws it over the whole window.
pub fn draw(desk: &Desk, common: &Common, canvas: &mut Canvas) {
    let parts = Desk::areas(common);
    title(desk, common, canvas, parts.title);
    let form_columns = Desk::form_columns(common).min(parts.body.width);
    let text_columns = parts.body.width - form_columns;
    reading(desk, common, canvas, Rect { width: text_columns, ..parts.body });
    let form = Rect { x: parts.body.x + text_columns, width: form_columns, ..parts.body };
    canvas.vline((form.x, form.y), form.height);
    tree(desk, common, canvas, Rect { x: form.x + 1, width: form.width.saturating_sub(1), ..form });
    below(desk, common, canvas, parts.state);
    let mut said = parts.state;
    if desk.focus == Focus::Acts {
        // On a narrow window the row needs two rows: it then stands over the state line, and what is said above it.
        let rows = crate::tui::app::layout::action_height(common, desk.actions.lines());
        let top = parts.keys.bottom().saturating_sub(rows);
        let area = Rect { y: top, height: rows, ..parts.keys };
        canvas.fill(area, Role::Text);
        frame::actions(canvas, common, area, &desk.actions, true);
        said.height = top.saturating_sub(said.y);
    } else {
        keys(desk, common, canvas, parts.keys);
    }
    frame::message(canvas, common, said);
}

fn title(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect) {
    let row = desk.sheet.as_ref().map(|sheet| &sheet.row);
    let about = row.map(|row| [row.trade.as_str(), row.level.as_str(), row.field.as_str()]);
    let about = about.iter().flatten().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join("·");
    let lang = common.lang;
    let done = common.progress.map(|(signed, due)| format!("{} {signed}/{due}", words::signed_count(lang)));
    let state = row.and_then(|row| row.own.as_ref()).map(|own| own.state);
    let state = state.filter(|state| !matches!(state, SheetState::Declared | SheetState::Drafting));
    let tail: Vec<String> =
        state.map(|state| all_words::sheet_state(lang, state).to_owned()).into_iter().chain(done).collect();
    frame::title(canvas, common, area, &format!("{} {about}", desk.code), &tail.join("  "));
}

/// The texts' names, the shown one in brackets; the text; the page.
fn reading(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect) {
    let inner = area.width.saturating_sub(2);
    if area.height == 0 || inner == 0 {
        return;
    }
    tabs(desk, canvas, Rect { x: area.x + 1, width: inner, height: 1, ..area });
    let text = Rect { x: area.x + 1, y: area.y + 2, width: inner, height: area.height.saturating_sub(3) };
    frame::pager(canvas, text, &desk.reading.pager, desk.reading.text());
    if area.height > 3 {
        let (page, pages) = desk.reading.pager.page();
        let y = area.bottom() - 1;
        let follows = if desk.reading.follows() { words::follow(common.lang) } else { "" };
        canvas.text((area.x + 1, y), inner, follows, Role::Dim);
        canvas.right((area.x + 1, y), inner, &fixed::page_of(common.lang, page, pages), Role::Dim);
    }
}

/// As many names as there is room for, the shown one always among them.
fn tabs(desk: &Desk, canvas: &mut Canvas, area: Rect) {
    let name = |place: usize, name: &str| if place == desk.reading.tab { format!("[{name}]") } else { name.to_owned() };
    let names: Vec<String> = desk.reading.tabs.iter().enumerate().map(|(place, tab)| name(place, &tab.name)).collect();
    let cells = |names: &[String]| names.iter().map(|name| usize::from(canvas.width(name)) + 1).sum::<usize>();
    let mut from = 0;
    while from < desk.reading.tab
        && cells(names.get(from..=desk.reading.tab).unwrap_or_default()) > usize::from(area.width) + 1
    {
        from += 1;
    }
    let mut x = area.x;
    for (place, name) in names.iter().enumerate().skip(from) {
        let room = area.right().saturating_sub(x);
        if canvas.width(name) > room && place != desk.reading.tab {
            break;
        }
        let role = match (place == desk.reading.tab, desk.focus == Focus::Text) {
            (true, true) => Role::Selected,
            (true, false) => Role::Title,
            (false, _) => Role::Text,
        };
        x += canvas.text((x, area.y), room, name, role) + 1;
    }
}

/// The form: heads, rows, what is missing.
fn tree(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect) {
    if area.height == 0 {
        return;
    }
    let name_columns = usize::from(area.width).saturating_sub(2 + FILE + ONSITE + MAX).max(4);
    heads(desk, common, canvas, area, name_columns);
    let rows = desk.tree(common);
    let visible = desk.window.visible();
    let shown = rows.get(visible).unwrap_or_default();
    let mut y = area.y + 1;
    for row in shown {
        if y >= area.bottom() {
            return;
        }
        tree_row(desk, common, canvas, (area.x, y), name_columns, row);
        y += 1;
    }
    if y < area.bottom() {
        let visit = desk.own().and_then(|own| own.visit).map(|day| all_words::day(common.lang, day));
        let text = words::missing_line(common.lang, desk.missing(), visit.as_deref());
        canvas.text((area.x + 2, y), area.width.saturating_sub(2), &text, Role::Dim);
    }
}

fn heads(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect, name_columns: usize) {
    let lang = common.lang;
    let wide = canvas.ambiguous();
    let mut x = area.x + 2;
    x += canvas.text((x, area.y), area.width, &pad_end(words::header_basis(lang), name_columns, wide), Role::Dim);
    for (basis, columns) in [(Basis::File, FILE), (Basis::Onsite, ONSITE)] {
        let here = desk.basis == basis;
        let name = basis_name(lang, basis);
        let text = if here { format!("[{name}]") } else { name.to_owned() };
        let role = if here { Role::Title } else { Role::Text };
        x += canvas.text((x, area.y), area.width, &pad_start(&text, columns, wide), role);
    }
    canvas.text((x, area.y), area.right().saturating_sub(x), &pad_start(words::header_max(lang), MAX, wide), Role::Dim);
}

fn tree_row(desk: &Desk, common: &Common, canvas: &mut Canvas, (x, y): (u16, u16), name_columns: usize, row: &TreeRow) {
    let wide = canvas.ambiguous();
    match row {
        TreeRow::Section { name, marked: (done, all), sums, max, typed } => {
            let mark = if *typed { "*" } else { "" };
            let count = format!(" {done}/{all}{mark}");
            let room = name_columns.saturating_sub(width(&count, wide));
            let name = crate::text::elide(name, room, wide);
            let name = pad_end(&format!("{name}{count}"), name_columns, wide);
            amounts(common, canvas, (x, y), &name, sums, *max, Role::Title);
        }
        TreeRow::Total { sums, max } => {
            let name = pad_end(words::total(common.lang), name_columns, wide);
            amounts(common, canvas, (x, y), &name, sums, *max, Role::Title);
        }
        TreeRow::Item { name, indented, cells, max, current, .. } => {
            let indent = if *indented { "  " } else { "" };
            let name = pad_end(&format!("{indent}{name}"), name_columns, wide);
            let mark = if *current { "> " } else { "  " };
            let role = if *current { Role::Title } else { Role::Text };
            let mut at = x;
            at += canvas.text((at, y), 2, mark, role);
            at += canvas.text((at, y), u16::MAX, &name, role);
            for ((basis, columns), shown) in [(Basis::File, FILE), (Basis::Onsite, ONSITE)].into_iter().zip(cells) {
                let here = *current && desk.basis == basis;
                cell(desk, common, canvas, (at, y), columns, shown, here);
                at += u16::try_from(columns).unwrap_or(0);
            }
            canvas.text((at, y), u16::MAX, &pad_start(&max.to_string(), MAX, wide), Role::Dim);
        }
    }
}

fn amounts(
    common: &Common,
    canvas: &mut Canvas,
    (x, y): (u16, u16),
    name: &str,
    sums: &[Amount; 2],
    max: Points,
    role: Role,
) {
    let wide = canvas.ambiguous();
    let mut at = x + 2;
    at += canvas.text((at, y), u16::MAX, name, role);
    for (sum, columns) in sums.iter().zip([FILE, ONSITE]) {
        let (text, role) = match sum {
            Amount::Sum(points) => (points.to_string(), role),
            Amount::Unscored => (all_words::unscored(common.lang).to_owned(), Role::Dim),
        };
        at += canvas.text((at, y), u16::MAX, &pad_start(&text, columns, wide), role);
    }
    canvas.text((at, y), u16::MAX, &pad_start(&max.to_string(), MAX, wide), Role::Dim);
}

/// A mark; what is typed has `_` behind it, what is on its way `…`. The terminal's cursor stands in the current cell.
fn cell(
    desk: &Desk,
    common: &Common,
    canvas: &mut Canvas,
    (x, y): (u16, u16),
    columns: usize,
    shown: &Shown,
    here: bool,
) {
    let wide = canvas.ambiguous();
    let unscored = || all_words::unscored(common.lang).to_owned();
    let number = |points: &Option<Points>| points.map_or_else(unscored, |points| points.to_string());
    let (text, role) = match shown {
        Shown::Typed(typed) => (format!("{typed}_"), Role::Warn),
        Shown::Saving(points) => (format!("{}…", number(points)), Role::Warn),
        Shown::Recorded(None) => (unscored(), Role::Dim),
        Shown::Recorded(points) => (number(points), Role::Text),
    };
    let has_keys = here && desk.focus == Focus::Cell;
    // A long number being typed stands over what is left of it rather than being cut.
    let room = if matches!(shown, Shown::Typed(_)) { columns + 7 } else { columns };
    let cells = width(&text, wide).min(room);
    let end = x.saturating_add(u16::try_from(columns).unwrap_or(0));
    let at = end.saturating_sub(u16::try_from(cells).unwrap_or(0));
    canvas.text((at, y), u16::try_from(cells).unwrap_or(0), &text, if has_keys { Role::Selected } else { role });
    if has_keys {
        let after = u16::try_from(cells).unwrap_or(0).saturating_sub(1);
        canvas.put_cursor((at.saturating_add(after), y));
    }
}

/// Bands of the current item, and what is typed or recorded in the current cell.
fn below(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let (Some((_, item)), true) = (desk.current(common), area.height > 1) else { return };
    let cell = (desk.item, desk.basis);
    let (said, points) = match desk.shown_in(cell) {
        Shown::Typed(typed) if typed.is_empty() => {
            (desk.mark(cell).map(|points| words::emptied(lang, points)).unwrap_or_default(), None)
        }
        Shown::Typed(typed) => {
            let points = Points::parse(&typed).ok().filter(|points| *points <= item.max);
            let band = points.and_then(|points| item.band(points)).map(|band| band.name.as_str());
            (words::typed_band(lang, &typed, band), points)
        }
        Shown::Saving(Some(points)) | Shown::Recorded(Some(points)) => {
            let band = item.band(points).map(|band| band.name.as_str());
            (words::recorded_band(lang, points, band), Some(points))
        }
        Shown::Saving(None) | Shown::Recorded(None) => (words::empty_cell(lang, item.max), None),
    };
    let bands = bands(common, item, points, |text| canvas.width(text) <= inner);
    canvas.text((area.x + 1, area.y), inner, &bands, Role::Text);
    let role = if matches!(desk.shown_in(cell), Shown::Typed(_)) { Role::Warn } else { Role::Text };
    canvas.text((area.x + 1, area.bottom() - 1), inner, &said, role);
}

/// 难题与作用：优 9–10 …｜良 7.5–8.5 …; where it does not fit, beginning with the mark's band.
pub(super) fn bands(common: &Common, item: &Item, points: Option<Points>, fits: impl Fn(&str) -> bool) -> String {
    let zh = common.lang == crate::words::Lang::Zh;
    let (colon, bar) = if zh { ("：", "｜") } else { (": ", " | ") };
    let step = common.rules().map_or(0, |rules| rules.scoring.step.units());
    let mut top = item.max;
    let mut texts = Vec::new();
    for band in &item.bands {
        let range = if top > band.from { format!("{}–{top}", band.from) } else { band.from.to_string() };
        texts.push((band.from, format!("{} {range} {}", band.name, band.text)));
        top = Points::from_units(band.from.units().saturating_sub(step)).unwrap_or(band.from);
    }
    let line = |texts: &[(Points, String)]| {
        let texts: Vec<&str> = texts.iter().map(|(_, text)| text.trim_end()).collect();
        if texts.is_empty() { item.name.to_string() } else { format!("{}{colon}{}", item.name, texts.join(bar)) }
    };
    if !fits(&line(&texts)) {
        let here = points.and_then(|points| texts.iter().position(|(from, _)| *from <= points)).unwrap_or(0);
        let count = texts.len();
        texts.rotate_left(here.min(count));
    }
    line(&texts)
}

fn keys(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let text = match desk.focus {
        Focus::Text => words::text_keys(lang),
        _ if usize::from(canvas.width(words::desk_keys(lang))) + 2 > usize::from(area.width) => {
            words::desk_keys_short(lang)
        }
        _ => words::desk_keys(lang),
    };
    canvas.text((area.x + 1, area.y), area.width.saturating_sub(2), text, Role::Hint);
}
