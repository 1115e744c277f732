//! First contact: the two bars, and the 承诺 page.

use ratatui::layout::Rect;

use crate::text::wrap;
use crate::tui::app::screens::{Align, Promise};
use crate::tui::app::{Common, hint_line};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screen as shared;

/// Is this UTF-8, and do the bars stand in one column? Their lines are as wide as the terminal takes them, whatever was
/// said before: that is what the question is about.
pub fn align(page: &Align, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let (asked, keys) = (shared::alignment(lang), hint_line(page, common, inner));
    let first = wrap(shared::FIRST_LINE, usize::from(inner), canvas.ambiguous());
    let mut lines: Vec<(&str, Role)> = first.iter().map(|line| (line.text(shared::FIRST_LINE), Role::Text)).collect();
    lines.extend([(asked.as_str(), Role::Title), ("", Role::Text)]);
    let bars = area.y.saturating_add(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    lines.extend([
        ("", Role::Text),
        ("", Role::Text),
        ("", Role::Text),
        (shared::alignment_later(lang), Role::Text),
        (keys.as_str(), Role::Hint),
    ]);
    for ((text, role), y) in lines.into_iter().zip(area.y..area.bottom()) {
        canvas.text((area.x + 1, y), inner, text, role);
    }
    for (line, y) in shared::ALIGNMENT_LINES.into_iter().zip(bars..area.bottom()) {
        canvas.unmeasured((area.x + 1, y), inner, line, Role::Text);
    }
    frame::message(canvas, common, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area });
}

/// What an expert promises.
pub fn promise(page: &Promise, common: &Common, canvas: &mut Canvas, area: Rect) {
    let (title, _) = shared::promise(common.lang);
    frame::title(canvas, common, Rect { height: 1, ..area }, title, "");
    let body = Rect::new(area.x + 2, area.y + 2, area.width.saturating_sub(4), area.height.saturating_sub(5));
    frame::pager(canvas, body, &page.pager, &page.text);
    let y = area.bottom().saturating_sub(2);
    frame::hints(canvas, common, (area.x + 2, y), area.width.saturating_sub(4), page);
}
