//! Things to settle one by one: the list, and what is said about the one with the cursor.

use ratatui::layout::Rect;

use super::{Told, below, detail, foot};
use crate::domain::Stage;
use crate::text::{pad_end, wrap};
use crate::tui::app::Common;
use crate::tui::app::screens::office::{DETAIL_ROWS, Kind, Queue};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::office as words;

/// Cells of the first column at most.
const LEAD_MOST: usize = 26;

/// Draws it over the whole window.
pub fn draw(page: &Queue, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.bench.areas(common, 0);
    let name = match page.kind {
        Kind::Files if common.stage() == Stage::Setup => words::setup(lang),
        Kind::Files => words::files(lang),
        Kind::Missing => words::missing(lang),
        Kind::Reminders => words::reminders(lang),
        Kind::Obstacles => words::obstacles(lang),
        Kind::Deviations => words::deviations(lang),
        Kind::Waiting => words::waiting(lang),
    };
    let panel = common.rules().map(|rules| rules.title.as_str()).unwrap_or_default();
    frame::title(canvas, common, parts.title, &format!("{name}  {panel}"), "");
    let inner = parts.body.width.saturating_sub(2);
    let role = if page.rows.iter().any(|row| row.grave) { Role::Warn } else { Role::Good };
    // One sentence may take both rows; two take one each.
    let lines = wrap(&page.head, usize::from(inner), canvas.ambiguous());
    for (line, y) in lines.iter().take(2).zip(parts.body.y..parts.body.bottom()) {
        canvas.text((1, y), inner, line.text(&page.head), role);
    }
    let body = below(parts.body, 2);
    let rows_below = DETAIL_ROWS.min(parts.body.height / 2).min(body.height);
    let list = Rect { height: body.height - rows_below, ..body };
    rows(page, common, canvas, list);
    let pane = Rect { y: list.bottom(), height: rows_below, ..body };
    detail(canvas, pane, &page.detail);
    let found = page.bench.jump.find(page.rows.iter().map(|row| row.lead.as_str())).is_some();
    foot(canvas, common, &parts, &page.bench, &Told::Hints(page), found);
}

fn rows(page: &Queue, common: &Common, canvas: &mut Canvas, area: Rect) {
    if page.rows.is_empty() && page.loaded && area.height > 0 {
        canvas.text((area.x + 1, area.y), area.width.saturating_sub(2), words::nothing_here(common.lang), Role::Good);
        return;
    }
    let visible = page.bench.rows.visible();
    let shown = page.rows.get(visible.clone()).unwrap_or_default();
    let wide = canvas.ambiguous();
    let lead = page.rows.iter().map(|row| usize::from(canvas.width(&row.lead))).max().unwrap_or(0).min(LEAD_MOST);
    for ((row, place), y) in shown.iter().zip(visible).zip(area.y..area.bottom()) {
        let at = place == page.bench.rows.at;
        let mark = frame::mark(at, page.bench.actions.has_keys());
        let text = format!("{mark} {}  {}", pad_end(&row.lead, lead, wide), row.text);
        let role = match (at, row.grave) {
            (true, _) => frame::cursor(page.bench.actions.has_keys()),
            (false, true) => Role::Warn,
            (false, false) => Role::Text,
        };
        canvas.bar((area.x + 1, y), area.width.saturating_sub(2), &text, role);
    }
}
