//! The expert's desk: the text at the left, the form at the right, bands and state below (SCREENS §1).

use ratatui::layout::Rect;

use crate::domain::{Basis, Item, Points, Refusal, SheetState};
use crate::text::{pad_end, pad_start, width, wrap};
use crate::tui::app::Common;
use crate::tui::app::parts::{is_begun, read_number};
use crate::tui::app::screens::Desk;
use crate::tui::app::screens::desk::{Amount, Focus, Shown, Tab, TreeRow};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screen as shared;
use crate::words::screens::{expert as words, frame as fixed};
use crate::words::{self as all_words, Lang, basis as basis_name};

/// Cells of the column 满分.
const MAX: usize = 5;
/// Where a row has more than it shows.
const MORE: &str = "…";

/// Cells of each of the columns 材料 and 现场: the name in brackets, 未评.
fn mark_columns(common: &Common) -> usize {
    if common.lang == Lang::Zh { 6 } else { 9 }
}

/// Draws it over the whole window.
pub fn draw(desk: &Desk, common: &Common, canvas: &mut Canvas) {
    let parts = desk.areas(common);
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
        let (x, y) = (parts.keys.x + 1, parts.keys.y);
        frame::hints(canvas, common, (x, y), parts.keys.width.saturating_sub(2), desk);
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
    let Some(tab) = desk.reading.shown() else { return };
    let text = Rect { x: area.x + 1, y: area.y + 2, width: inner, height: area.height.saturating_sub(3) };
    lines(desk, canvas, text, tab);
    if area.height > 3 {
        let (page, pages) = tab.pager.page();
        let y = area.bottom() - 1;
        let page = fixed::page_of(common.lang, page, pages);
        let room = inner.saturating_sub(canvas.width(&page) + 2);
        let (long, short) = match desk.reading.left_behind() {
            Some(own) => (words::left_behind(common.lang, own), words::left_behind_short(common.lang)),
            None => (words::follow(common.lang).to_owned(), words::follow_short(common.lang)),
        };
        let follows = if canvas.width(&long) <= room { &long } else { short };
        canvas.text((area.x + 1, y), room, follows, Role::Dim);
        canvas.right((area.x + 1, y), inner, &page, Role::Dim);
    }
}

/// The lines in sight, and in them every place of the word looked for.
fn lines(desk: &Desk, canvas: &mut Canvas, area: Rect, tab: &Tab) {
    frame::pager(canvas, area, &tab.pager, &tab.text);
    let wide = canvas.ambiguous();
    for (line, y) in tab.pager.visible().iter().zip(area.y..area.bottom()) {
        for hit in tab.hits_in(&line.range()) {
            let (start, end) = (hit.start.max(line.start), hit.end.min(line.end));
            let before = tab.text.get(line.start..start).map_or(0, |before| width(before, wide));
            let x = area.x.saturating_add(u16::try_from(before).unwrap_or(u16::MAX));
            let role = if desk.reading.current_hit() == Some(hit) { Role::Selected } else { Role::Warn };
            let found = tab.text.get(start..end).unwrap_or_default();
            canvas.text((x, y), area.right().saturating_sub(x), found, role);
        }
    }
}

/// As many names as there is room for, the shown one always among them; `…` where there are more.
fn tabs(desk: &Desk, canvas: &mut Canvas, area: Rect) {
    // `>` stands where the keys are, as in every table.
    let lead = if desk.focus == Focus::Text { ">" } else { "" };
    let name = |place: usize, name: &str| {
        if place == desk.reading.tab { format!("{lead}[{name}]") } else { name.to_owned() }
    };
    let names: Vec<String> = desk.reading.tabs.iter().enumerate().map(|(place, tab)| name(place, &tab.name)).collect();
    let cells = |names: &[String]| names.iter().map(|name| usize::from(canvas.width(name)) + 1).sum::<usize>();
    let sign = canvas.width(MORE) + 1;
    let mut from = 0;
    while from < desk.reading.tab
        && cells(names.get(from..=desk.reading.tab).unwrap_or_default()) + 2 * usize::from(sign)
            > usize::from(area.width) + 1
    {
        from += 1;
    }
    let mut x = area.x;
    if from > 0 {
        x += canvas.text((x, area.y), area.width, MORE, Role::Dim) + 1;
    }
    for (place, name) in names.iter().enumerate().skip(from) {
        let room = area.right().saturating_sub(x);
        let more = if place + 1 < names.len() { sign } else { 0 };
        if canvas.width(name) + more > room && place != desk.reading.tab {
            canvas.text((x, area.y), room, MORE, Role::Dim);
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
    let name_columns = usize::from(area.width).saturating_sub(2 + 2 * mark_columns(common) + MAX).max(4);
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
    let lang = common.lang;
    let visit = desk.own().and_then(|own| {
        let day = all_words::day(lang, own.visit?);
        Some(words::visit_line(lang, &day, own.signed, desk.onsite_gaps()))
    });
    let gaps = words::missing_line(lang, desk.missing(), desk.typed.len());
    for (text, y) in [gaps].into_iter().chain(visit).zip(y..area.bottom()) {
        canvas.text((area.x + 2, y), area.width.saturating_sub(2), &text, Role::Dim);
    }
}

fn heads(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect, name_columns: usize) {
    let lang = common.lang;
    let wide = canvas.ambiguous();
    let mut x = area.x + 2;
    x += canvas.text((x, area.y), area.width, &pad_end(words::header_basis(lang), name_columns, wide), Role::Dim);
    let columns = mark_columns(common);
    for basis in Basis::ALL {
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
            let noted = desk.sheet_note().is_some();
            let name = named(common, canvas, words::total(common.lang), noted, name_columns);
            amounts(common, canvas, (x, y), &name, sums, *max, Role::Title);
        }
        TreeRow::Item { place, name, indented, cells, max, current } => {
            let indent = if *indented { "  " } else { "" };
            let noted = Basis::ALL.iter().any(|basis| desk.note_at((*place, *basis)).is_some());
            let name = named(common, canvas, &format!("{indent}{name}"), noted, name_columns);
            let mark = frame::mark(*current, desk.focus != Focus::Cell);
            let role = if *current { Role::Title } else { Role::Text };
            let mut at = x;
            canvas.text((at, y), 1, mark, role);
            at += 2;
            at += canvas.text((at, y), u16::MAX, &name, role);
            let columns = mark_columns(common);
            for (basis, shown) in Basis::ALL.into_iter().zip(cells) {
                let here = *current && desk.basis == basis;
                cell(desk, common, canvas, (at, y), columns, shown, here);
                at += u16::try_from(columns).unwrap_or(0);
            }
            canvas.text((at, y), u16::MAX, &pad_start(&max.to_string(), MAX, wide), Role::Dim);
        }
    }
}

/// A name in its column; where a note is, the sign of one stays whole behind it.
fn named(common: &Common, canvas: &Canvas, name: &str, noted: bool, columns: usize) -> String {
    let wide = canvas.ambiguous();
    let sign = if noted { words::note_sign(common.lang) } else { "" };
    let room = columns.saturating_sub(width(sign, wide));
    pad_end(&format!("{}{sign}", crate::text::elide(name, room, wide)), columns, wide)
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
    let columns = mark_columns(common);
    for sum in sums {
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

/// Why the sheet came back, the bands of the current item, and what is typed or recorded in the current cell.
fn below(desk: &Desk, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let (Some((_, item)), true) = (desk.current(common), area.height > 1) else { return };
    let mut y = area.y;
    if let Some(own) = desk.own()
        && let Some((section, reason)) = &own.returned
    {
        let name = section.as_ref().and_then(|id| common.rules()?.section(id)).map(|section| section.name.as_str());
        let text = words::returned_line(lang, name, reason, own.ready);
        canvas.text((area.x + 1, y), inner, &text, Role::Warn);
        y += 1;
    }
    let cell = (desk.item, desk.basis);
    let (said, points) = said(desk, common, item);
    let rows = Desk::band_rows(common).min(area.bottom().saturating_sub(y + 1));
    let room = usize::from(inner) * usize::from(rows);
    let bands = bands(common, item, points, |text| usize::from(canvas.width(text)) <= room);
    let lines = wrap(&bands, usize::from(inner), canvas.ambiguous());
    let last = usize::from(rows).saturating_sub(1);
    for ((at, line), y) in lines.iter().enumerate().take(usize::from(rows)).zip(y..area.bottom()) {
        // What does not fit is elided at the end of the last row.
        let text = if at == last { bands.get(line.start..).unwrap_or_default() } else { line.text(&bands) };
        canvas.text((area.x + 1, y), inner, text, Role::Text);
    }
    let role = if matches!(desk.shown_in(cell), Shown::Typed(_)) { Role::Warn } else { Role::Text };
    canvas.text((area.x + 1, area.bottom() - 1), inner, &said, role);
}

/// What is in the current cell, in words, and its points for the bands; in the text where a search stands.
fn said(desk: &Desk, common: &Common, item: &Item) -> (String, Option<Points>) {
    let lang = common.lang;
    let cell = (desk.item, desk.basis);
    let band = |points: Points| item.band(points).map(|band| band.name.as_str());
    let (mut said, points) = match desk.shown_in(cell) {
        Shown::Typed(typed) if typed.is_empty() => {
            (desk.mark(cell).map(|points| words::emptied(lang, points)).unwrap_or_default(), None)
        }
        Shown::Typed(typed) => {
            let points = read_number(&typed).ok();
            let fits = points.filter(|points| *points <= item.max);
            let said = match points.and_then(|points| desk.misfit(common, points)) {
                Some(Refusal::Range { max, .. }) => words::typed_over(lang, &typed, max),
                Some(Refusal::Step { step, .. }) => words::typed_off(lang, &typed, step),
                None if points.is_none() && !is_begun(&typed) => shared::typed_wrong(lang, &typed),
                _ => words::typed_band(lang, &typed, fits.and_then(band), desk.lock(common, desk.basis).is_some()),
            };
            (said, fits)
        }
        Shown::Saving(Some(points)) | Shown::Recorded(Some(points)) => {
            (words::recorded_band(lang, points, band(points)), Some(points))
        }
        Shown::Saving(None) | Shown::Recorded(None) => {
            let locked = desk.lock(common, desk.basis).is_some();
            (words::empty_cell(lang, desk.basis, item.max, locked), None)
        }
    };
    if let (Some(note), false) = (desk.note_at(cell), desk.typed.contains_key(&cell)) {
        said = format!("{said} {}", words::noted_here(lang, note));
    }
    if let (Focus::Text, Some(finding), Some((number, all, tab))) =
        (desk.focus, desk.reading.finding(), desk.reading.found())
    {
        said = words::found(lang, &finding.word, number, all, tab);
    }
    (said, points)
}

/// 难题与作用：优 9–10 …｜良 7.5–8.5 …; where it does not fit, beginning with the mark's band.
pub(super) fn bands(common: &Common, item: &Item, points: Option<Points>, fits: impl Fn(&str) -> bool) -> String {
    let zh = common.lang == Lang::Zh;
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
