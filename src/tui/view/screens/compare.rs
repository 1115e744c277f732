//! 对看: marks of two own sheets item by item, their texts below.

use ratatui::layout::Rect;

use super::desk::bands;
use super::own::{chosen, number};
use crate::domain::Points;
use crate::text::{pad_end, pad_start};
use crate::tui::app::Common;
use crate::tui::app::screens::Compare;
use crate::tui::app::screens::compare::CompareRow;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::columns::Columns;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::{calibration as words, expert, frame as fixed};
use crate::words::tally::signed_ratio;

/// Cells of the maximum, of a number, of the difference; from [`ROOMY`] on, and where the names need what can be spared.
const WIDE: [usize; 3] = [7, 9, 9];
const TIGHT: [usize; 3] = [6, 7, 7];
const ROOMY: u16 = 72;
/// Cells of the band and sign beside a number.
const BESIDE: usize = 7;
/// Most cells of a name.
const NAME_MAX: usize = 44;

/// Draws it over the whole window.
pub fn draw(page: &Compare, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.parts(common);
    let about = |side: usize| {
        let sheet = page.sheets.get(side).and_then(Option::as_ref);
        let trade = sheet.map(|sheet| sheet.row.trade.as_str()).unwrap_or_default();
        let code = page.codes.get(side).map(ToString::to_string).unwrap_or_default();
        format!("{code} {trade}")
    };
    let left = format!("{}  {}  |  {}", words::compare(lang), about(0).trim_end(), about(1).trim_end());
    frame::title(canvas, common, parts.areas.title, &left, "");
    table(page, common, canvas, parts.table);
    for (side, area) in parts.texts.into_iter().enumerate() {
        text(page, common, canvas, area, side);
    }
    frame::state(canvas, common, parts.areas.state, page, |canvas, at, inner| state(page, common, canvas, at, inner));
    frame::actions(canvas, common, parts.areas.keys, &page.actions, page.actions.has_keys());
}

/// Cells of the maximum, of a number, of the difference.
fn numbers(width: u16) -> [usize; 3] {
    if width < ROOMY { TIGHT } else { WIDE }
}

fn names(width: u16) -> usize {
    let [max, number, apart] = numbers(width);
    usize::from(width).saturating_sub(4 + max + 2 * (number + BESIDE) + apart).clamp(8, NAME_MAX)
}

fn table(page: &Compare, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    if area.height == 0 {
        return;
    }
    let wide = canvas.ambiguous();
    let name = names(area.width);
    let [max, number, apart] = numbers(area.width);
    let mut x = area.x + 3;
    let room = |x: u16| area.right().saturating_sub(x);
    x += canvas.text((x, area.y), room(x), &pad_end(expert::item(lang), name, wide), Role::Title);
    x += canvas.text((x, area.y), room(x), &pad_start(expert::header_max(lang), max, wide), Role::Dim);
    for (side, code) in page.codes.iter().enumerate() {
        let here = side == page.side;
        let shown = chosen(code.as_str(), here);
        let role = if here { Role::Title } else { Role::Text };
        x += canvas.text((x, area.y), room(x), &pad_start(&shown, number, wide), role);
        x += u16::try_from(BESIDE).unwrap_or(0);
    }
    canvas.text((x, area.y), room(x), &pad_start(words::difference(lang), apart, wide), Role::Title);
    let rows = page.rows(common);
    let shown = rows.get(page.window.visible()).unwrap_or_default();
    for (row, y) in shown.iter().zip(area.y + 1..area.bottom()) {
        let mark = frame::mark(row.current, page.actions.has_keys());
        let text = row_text(common, canvas, area.width, row, (mark, name));
        let role = match (row.current, row.sum) {
            (true, _) => frame::cursor(page.actions.has_keys()),
            (false, true) => Role::Title,
            (false, false) => Role::Text,
        };
        canvas.row((area.x + 1, y), area.width.saturating_sub(2), &text, role);
    }
}

fn row_text(common: &Common, canvas: &Canvas, across: u16, row: &CompareRow, (mark, name): (&str, usize)) -> Columns {
    let [max, columns, apart] = numbers(across);
    let indent = if row.indented { "  " } else { "" };
    let line = Columns::new(canvas.ambiguous(), across).left(mark, 2).left(&format!("{indent}{}", row.name), name);
    let line = row.cells.iter().fold(line.right(&row.max, max), |line, cell| {
        let sign = if cell.onsite { words::onsite_sign(common.lang) } else { "" };
        let beside = format!(" {} {sign}", cell.band);
        line.right(&number(common.lang, cell.height), columns).left(beside.trim_end(), BESIDE)
    });
    line.right(&row.apart.map(signed_ratio).unwrap_or_default(), apart)
}

/// A rule with whose text it is, the text, the page.
fn text(page: &Compare, common: &Common, canvas: &mut Canvas, area: Rect, side: usize) {
    let (Some(pager), true) = (page.pagers.get(side), area.height > 2 && area.width > 4) else { return };
    let section = common.rules().and_then(|rules| rules.items().nth(page.item)).map(|(section, _)| &section.name);
    let code = page.codes.get(side).map(ToString::to_string).unwrap_or_default();
    let name = section.map(crate::text::Clean::as_str).unwrap_or_default();
    let title = format!("{} {name} ", chosen(&code, side == page.side));
    canvas.hline((area.x + 1, area.y), area.width.saturating_sub(2));
    let role = if side == page.side { Role::Title } else { Role::Text };
    canvas.text((area.x + 1, area.y), area.width.saturating_sub(4), &title, role);
    if side == 1 && area.x > 0 {
        canvas.vline((area.x - 1, area.y + 1), area.height - 1);
    }
    let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(3), height: area.height - 2 };
    frame::pager(canvas, inner, pager, page.text(common, side));
    let (at, pages) = pager.page();
    canvas.right((inner.x, area.bottom() - 1), inner.width, &fixed::page_of(common.lang, at, pages), Role::Dim);
}

/// What is searched for, else the bands of the item.
fn state(page: &Compare, common: &Common, canvas: &mut Canvas, at: (u16, u16), columns: u16) {
    let digits = page.jump.digits();
    if digits.is_empty() {
        let item = common.rules().and_then(|rules| rules.items().nth(page.item)).map(|(_, item)| item);
        if let Some(item) = item {
            let bands = bands(common, item, mark(page), |text| canvas.width(text) <= columns);
            canvas.text(at, columns, &bands, Role::Text);
        }
    } else {
        let text = words::jump(common.lang, digits, page.jump_to());
        canvas.text(at, columns, &text, Role::Title);
    }
}

/// The mark of the chosen side, whose band the line begins with where it is long.
fn mark(page: &Compare) -> Option<Points> {
    let sheet = page.sheets.get(page.side).and_then(Option::as_ref)?;
    let [file, onsite] = sheet.marks.points.get(page.item).copied()?;
    onsite.or(file)
}
