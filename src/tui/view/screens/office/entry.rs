//! 代录: the paper's items down, both columns, the cursor in one cell.

use ratatui::layout::Rect;

use crate::domain::Basis;
use crate::text::{pad_end, pad_start};
use crate::tui::app::Common;
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::screens::CheckRow;
use crate::tui::app::screens::office::Entry;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::screens::check::{NUMBER, draw_row, heads, names};
use crate::tui::view::theme::Role;
use crate::words::screens::office as words;
use crate::words::unscored;

/// Draws it over the whole window.
pub fn draw(page: &Entry, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 2, action_height(common, page.actions.lines()));
    let name = common.home.as_ref().and_then(|home| home.panel.as_ref()).and_then(|panel| panel.seat(&page.seat));
    let name = name.map(|seat| format!(" {}", seat.name)).unwrap_or_default();
    let left = format!("{}  {} × {}{name}", words::entry_title(lang), page.code, page.seat);
    frame::title(canvas, common, parts.title, &left, "");
    heads(common, canvas, parts.body);
    let Some(rules) = common.rules() else { return };
    let visible = page.rows.visible();
    let items = rules.items().enumerate().skip(visible.start).take(visible.len());
    let mut y = parts.body.y.saturating_add(1);
    for (place, (section, item)) in items {
        let at = place == page.rows.at;
        let typed = |basis| page.typed.get(&(place, basis)).cloned();
        let row = CheckRow::of_item((section, item), place, Some(&page.marks), Basis::ALL.map(typed));
        let area = Rect { y, height: 1, ..parts.body };
        draw_row(common, canvas, area, &row, at && !page.actions.has_keys());
        if at {
            let shown = match page.typed_here() {
                Some(typed) => format!("{typed}_"),
                None => {
                    page.marks.get(place, page.basis).map_or_else(|| unscored(lang).to_owned(), |mark| mark.to_string())
                }
            };
            cell(page, canvas, area, &shown);
        }
        y += 1;
    }
    total(page, common, canvas, Rect { y, height: 1, ..parts.body });
    let inner = parts.state.width.saturating_sub(2);
    let state = words::entry_state(lang, page.missing(common), page.state);
    canvas.text((parts.state.x + 1, parts.state.y), inner, &state, Role::Text);
    let last = Rect { y: parts.state.bottom().saturating_sub(1), height: 1, ..parts.state };
    frame::hints(canvas, common, (last.x + 1, last.y), inner, page);
    frame::message(canvas, common, last);
    frame::actions(canvas, common, parts.keys, &page.actions, page.actions.has_keys());
}

/// Where the number of this basis ends.
fn end_of(area: Rect, basis: Basis) -> u16 {
    let columns = if basis == Basis::File { 1 } else { 2 };
    let cells = 2 + names(area) + columns * NUMBER;
    area.x.saturating_add(u16::try_from(cells).unwrap_or(u16::MAX))
}

/// The cell with the cursor: marked before, the terminal's cursor behind what is typed.
fn cell(page: &Entry, canvas: &mut Canvas, area: Rect, shown: &str) {
    let end = end_of(area, page.basis);
    let before = end.saturating_sub(canvas.width(shown) + 1);
    canvas.text((before, area.y), 1, frame::mark(true, page.actions.has_keys()), Role::Title);
    if !page.actions.has_keys() {
        canvas.put_cursor((if page.typed_here().is_some() { end.saturating_sub(1) } else { end }, area.y));
    }
}

fn total(page: &Entry, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let wide = canvas.ambiguous();
    let shown = |basis| page.sum(common, basis).map_or_else(|| unscored(lang).to_owned(), |sum| sum.to_string());
    let sums: String = Basis::ALL.iter().map(|basis| pad_start(&shown(*basis), NUMBER, wide)).collect();
    let text = format!("  {}{sums}", pad_end(words::total(lang), names(area), wide));
    canvas.text((area.x, area.y), area.width, &text, Role::Title);
}
