//! Which seat to take.

use ratatui::layout::Rect;

use crate::text::wrap;
use crate::tui::app::Common;
use crate::tui::app::screens::Seats;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::frame as words;
use crate::words::{Lang, role};

/// What the practice panel is, and where to begin.
fn practice(seats: &Seats, common: &Common, canvas: &mut Canvas, area: Rect, other: &str) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let about = words::practice(lang);
    let mut rows = area.y..area.bottom();
    for (line, y) in wrap(about, usize::from(inner), canvas.ambiguous()).iter().zip(&mut rows) {
        canvas.text((area.x + 1, y), inner, line.text(about), Role::Title);
    }
    let roles = [words::as_expert(lang), words::as_secretary(lang), words::as_supervisor(lang)];
    let lines = roles.iter().zip(1..).map(|(line, digit)| format!("{digit} {line}")).chain([other.to_owned()]);
    for (line, y) in lines.zip(rows.skip(1)) {
        canvas.text((area.x + 3, y), inner.saturating_sub(2), &line, Role::Text);
    }
    if area.height > 1 {
        frame::hints(canvas, common, (area.x + 1, area.bottom() - 1), inner, seats);
    }
}

/// Draws it over the whole window.
pub fn draw(seats: &Seats, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let other = if lang == Lang::Zh { "0 English" } else { "0 中文" };
    if common.practice {
        practice(seats, common, canvas, area, other);
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
        frame::hints(canvas, common, (area.x + 1, area.bottom() - 1), inner, seats);
    }
}
