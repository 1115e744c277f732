//! A sheet entered from paper for this seat.

use ratatui::layout::Rect;

use super::check::{draw_row, heads};
use crate::tui::app::Common;
use crate::tui::app::layout::areas;
use crate::tui::app::screens::{CheckRow, Transcribed};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::expert as words;

/// Draws it over the whole window.
pub fn draw(page: &Transcribed, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 2, 1);
    let left = format!("{}  {} {}", words::transcribed_title(lang), page.code, page.seat);
    frame::title(canvas, common, parts.title, &left, "");
    if let (Some(sheet), Some(rules)) = (&page.sheet, common.rules()) {
        heads(common, canvas, parts.body);
        let visible = page.rows.visible();
        let items = rules.items().enumerate().skip(visible.start).take(visible.len());
        for ((place, (section, item)), y) in items.zip(parts.body.y.saturating_add(1)..parts.body.bottom()) {
            let row = CheckRow::of_item((section, item), place, sheet.marks.as_deref(), [None, None]);
            draw_row(common, canvas, Rect { y, height: 1, ..parts.body }, &row, place == page.rows.at);
        }
        if let Some((by, _)) = &sheet.transcribed {
            let text = words::transcribed_by(lang, by.as_str(), &page.code);
            let inner = parts.state.width.saturating_sub(2);
            canvas.text((parts.state.x + 1, parts.state.y), inner, &text, Role::Text);
        }
    }
    frame::message(canvas, common, parts.state);
    let inner = parts.keys.width.saturating_sub(2);
    frame::hints(canvas, common, (parts.keys.x + 1, parts.keys.y), inner, page);
}
