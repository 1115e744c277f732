//! Which seat to take.

use ratatui::layout::Rect;

use crate::tui::app::Common;
use crate::tui::app::screens::Seats;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::theme::Role;
use crate::words::screens::frame as words;
use crate::words::{Lang, role};

/// Draws it over the whole window.
pub fn draw(seats: &Seats, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let other = if lang == Lang::Zh { "0 English" } else { "0 中文" };
    if common.practice {
        canvas.text((area.x + 1, area.y), inner, words::practice(lang), Role::Title);
        let lines = [words::as_expert(lang), words::as_secretary(lang), words::as_supervisor(lang)];
        for ((line, digit), y) in lines.iter().zip(1..).zip(area.y.saturating_add(2)..area.bottom()) {
            canvas.text((area.x + 3, y), inner.saturating_sub(2), &format!("{digit} {line}"), Role::Hint);
        }
        canvas.text((area.x + 3, area.y.saturating_add(5)), inner.saturating_sub(2), other, Role::Hint);
        return;
    }
    canvas.text((area.x + 1, area.y), inner, words::which_seat(lang), Role::Title);
    let rows = seats.rows.visible();
    let shown = common.seats.get(rows.clone()).unwrap_or_default();
    for ((seat, place), y) in shown.iter().zip(rows).zip(area.y.saturating_add(2)..area.bottom().saturating_sub(2)) {
        let at = place == seats.rows.at;
        let mark = if at { ">" } else { " " };
        let line = format!("{mark} {}  {}  {}", seat.id, role(lang, seat.role), seat.name);
        canvas.bar((area.x + 1, y), inner, &line, if at { Role::Selected } else { Role::Text });
    }
    if area.height > 1 {
        let keys = format!("{}  {other}", words::seat_keys(lang));
        canvas.text((area.x + 1, area.bottom() - 1), inner, &keys, Role::Hint);
    }
}
