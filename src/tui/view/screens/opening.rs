//! Until the first answer.

use ratatui::layout::Rect;

use crate::tui::app::Common;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::theme::Role;
use crate::words::screens::frame as words;

/// Draws it over the whole window.
pub fn draw(common: &Common, canvas: &mut Canvas, area: Rect) {
    canvas.text((area.x + 1, area.y), area.width.saturating_sub(1), words::opening(common.lang), Role::Text);
}
