//! The list of keys.

use ratatui::layout::Rect;

use crate::tui::app::Common;
use crate::tui::app::screens::Help;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::frame as words;

/// Draws it over the whole window.
pub fn draw(help: &Help, common: &Common, canvas: &mut Canvas, area: Rect) {
    canvas.text((area.x + 1, area.y), area.width.saturating_sub(1), words::help_title(common.lang), Role::Title);
    let column = help.lines.iter().map(|line| canvas.width(&line.keys)).max().unwrap_or(0).min(area.width / 2);
    let lines = help.lines.get(help.rows.visible()).unwrap_or_default();
    for (line, y) in lines.iter().zip(area.y.saturating_add(2)..area.bottom().saturating_sub(1)) {
        canvas.text((area.x + 2, y), column, &line.keys, Role::Hint);
        let x = area.x.saturating_add(column + 5);
        canvas.text((x, y), area.right().saturating_sub(x), &line.meaning, Role::Text);
    }
    if area.height > 1 {
        frame::hints(canvas, common, (area.x + 1, area.bottom() - 1), area.width.saturating_sub(1), help);
    }
}
