//! What every full screen has: title line, message, the 操作 row.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::desk::view::SeatCard;
use crate::domain::Role as SeatRole;
use crate::text::wrap;
use crate::tui::app::layout::action_rows;
use crate::tui::app::parts::{Actions, Pager};
use crate::tui::app::{Common, LinkState, Page, Tone, hint_line};
use crate::words;
use crate::words::screen as shared;
use crate::words::screens::frame as fixed;

/// The title line: what this is at the left; who sits here, saved and `tail` at the right, which stays whole.
pub fn title(canvas: &mut Canvas, common: &Common, area: Rect, left: &str, tail: &str) {
    if area.height == 0 {
        return;
    }
    let (state, role) = saved(common);
    let gap = if tail.is_empty() { "" } else { "  " };
    let state = if state.is_empty() { state } else { format!("  {state}") };
    let rest = canvas.width(left) + canvas.width(&state) + canvas.width(gap) + canvas.width(tail) + 4;
    let seat = who(canvas, common, area.width.saturating_sub(rest));
    let right = format!("{seat}{state}{gap}{tail} ");
    let columns = canvas.width(&right).min(area.width);
    let room = area.width.saturating_sub(columns + 2);
    canvas.text((area.x + 1, area.y), room, left, Role::Title);
    let mut x = area.right() - columns;
    for (text, role) in [(seat.as_str(), Role::Text), (&state, role), (gap, Role::Text), (tail, Role::Text)] {
        x += canvas.text((x, area.y), area.right().saturating_sub(x), text, role);
    }
}

/// An expert by the seat, as the marks are recorded; the office by its role, and by the seat too where that fits into
/// `room` or where others have the same role.
fn who(canvas: &Canvas, common: &Common, room: u16) -> String {
    let Some(home) = &common.home else { return String::new() };
    let SeatCard { id, name, role, .. } = &home.seat;
    if *role == SeatRole::Expert {
        return shared::who(id, name);
    }
    let alike = home.panel.iter().flat_map(|panel| &panel.seats).filter(|seat| seat.role == *role).count();
    let named = format!("{} {}", words::role(common.lang, *role), shared::who(id, name));
    if alike > 1 || name.is_empty() || canvas.width(&named) <= room {
        return named;
    }
    format!("{} {name}", words::role(common.lang, *role))
}

/// 已存 14:32, `…` while something waits, or that the line is down.
fn saved(common: &Common) -> (String, Role) {
    let waiting = common.writes_waiting();
    if common.link == LinkState::Down {
        let said = fixed::offline(common.lang).to_owned();
        let said = if waiting == 0 { said } else { format!("{said}  {} {waiting}", fixed::unsaved(common.lang)) };
        return (said, Role::Error);
    }
    match common.saved {
        _ if waiting > 0 => ("…".to_owned(), Role::Warn),
        Some(at) => (shared::saved(common.lang, &words::minute(at, common.zone_minutes)), Role::Good),
        None => (String::new(), Role::Text),
    }
}

/// The message, or that the line is down, on the last of the state lines; a long one grows upwards.
pub fn message(canvas: &mut Canvas, common: &Common, area: Rect) {
    if canvas.under {
        return;
    }
    let link = (common.link == LinkState::Down).then(|| fixed::link_lost(common.lang, common.writes_waiting()));
    let (text, role) = match (&common.message, &link) {
        (Some(message), _) => (message.text.as_str(), tone(message.tone)),
        (None, Some(link)) => (link.as_str(), Role::Error),
        (None, None) => return,
    };
    let columns = area.width.saturating_sub(2);
    let lines = wrap(text, usize::from(columns), canvas.ambiguous());
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.bottom().saturating_sub(1));
    let top = area.bottom().saturating_sub(rows);
    canvas.fill(Rect::new(area.x, top, area.width, rows), Role::Text);
    for (line, y) in lines.iter().zip(top..area.bottom()) {
        canvas.text((area.x + 1, y), columns, line.text(text), role);
    }
}

/// How a message looks.
fn tone(tone: Tone) -> Role {
    match tone {
        Tone::Plain => Role::Text,
        Tone::Good => Role::Good,
        Tone::Warn => Role::Warn,
        Tone::Error => Role::Error,
    }
}

/// What stands before a row with the cursor: `>` where the table has the keys, `-` where the 操作 row has them.
pub fn mark(here: bool, in_actions: bool) -> &'static str {
    match (here, in_actions) {
        (false, _) => " ",
        (true, false) => ">",
        (true, true) => "-",
    }
}

/// How the row or cell with the cursor looks: inverse only where it has the keys.
pub fn cursor(in_actions: bool) -> Role {
    if in_actions { Role::Title } else { Role::Selected }
}

/// The 操作 row on the last rows of `area`; where it has the keys, `>` stands before the line that Enter takes.
pub fn actions(canvas: &mut Canvas, common: &Common, area: Rect, actions: &Actions, focused: bool) {
    if canvas.under {
        return;
    }
    let rows = action_rows(common, actions.lines());
    let lead = fixed::acts(common.lang);
    let indent = canvas.width(lead) + 3;
    let top = area.bottom().saturating_sub(u16::try_from(rows.len()).unwrap_or(1)).max(area.y);
    canvas.text((area.x + 1, top), area.width.saturating_sub(1), lead, Role::Hint);
    for (row, y) in rows.iter().zip(top..area.bottom()) {
        let mut x = area.x + indent;
        for (digit, label) in row {
            let chosen = focused && *digit == actions.highlighted();
            let room = area.right().saturating_sub(x);
            let text = format!("{digit} {label}");
            if chosen {
                canvas.text((x.saturating_sub(1), y), 1, ">", Role::Title);
            }
            x += canvas.text((x, y), room, &text, if chosen { Role::Selected } else { Role::Hint }) + 2;
        }
    }
}

/// The hint line of a page, while it has the keys: which of them it names, and how, comes from [`Page::ways`].
pub fn hints(canvas: &mut Canvas, common: &Common, (x, y): (u16, u16), columns: u16, page: &dyn Page) {
    if !canvas.under {
        canvas.text((x, y), columns, &hint_line(page, common, columns), Role::Hint);
    }
}

/// The rows between a table and its 操作 row: what is told, which `tell` draws on the first; the keys; a message over it.
pub fn state(
    canvas: &mut Canvas,
    common: &Common,
    area: Rect,
    page: &dyn Page,
    tell: impl FnOnce(&mut Canvas, (u16, u16), u16),
) {
    let inner = area.width.saturating_sub(2);
    if area.height > 0 {
        tell(canvas, (area.x + 1, area.y), inner);
    }
    if area.height > 1 {
        hints(canvas, common, (area.x + 1, area.y + 1), inner, page);
    }
    message(canvas, common, area);
}

/// The lines of a pager.
pub fn pager(canvas: &mut Canvas, area: Rect, pager: &Pager, text: &str) {
    for (line, y) in pager.visible().iter().zip(area.y..area.bottom()) {
        canvas.text((area.x, y), area.width, line.text(text), Role::Text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::put::Lines;
    use super::super::strokes::Strokes;
    use super::super::theme::Theme;
    use super::*;
    use crate::domain::{Seat, SeatId};
    use crate::text::{Ambiguous, fixed};
    use crate::tui::app::probe::{Probe, card};
    use std::sync::Arc;

    /// Who sits here, in so many columns, where the panel has so many secretaries.
    fn shown(seat: SeatCard, secretaries: usize, room: u16) -> String {
        let probe = Probe::with(|hall| {
            let panel = hall.home.panel.as_mut().map(Arc::make_mut).unwrap();
            let id = |number| SeatId::parse(&format!("S0{number}")).unwrap();
            let nothing = || fixed("");
            let secretary = |number| Seat {
                id: id(number),
                role: SeatRole::Secretary,
                name: nothing(),
                phone: nothing(),
                unix_user: nothing(),
                ssh_key: nothing(),
                employers: Vec::new(),
            };
            let seats: Vec<Seat> = (1..=secretaries).map(secretary).collect();
            panel.seats.extend(seats);
            hall.home.seat = seat;
        });
        let mut strokes = Strokes::default();
        let canvas = Canvas::new(&mut strokes, Theme::from_no_color(None), Ambiguous::One, Lines::Ascii);
        who(&canvas, probe.app.common(), room)
    }

    #[test]
    fn the_office_stands_by_its_role_and_by_the_seat_where_that_fits_or_two_share_it() {
        let secretary = || card("S01", SeatRole::Secretary, "王敏");
        assert_eq!(shown(secretary(), 1, 13), "秘书 S01 王敏");
        assert_eq!(shown(secretary(), 1, 12), "秘书 王敏");
        assert_eq!(shown(secretary(), 2, 12), "秘书 S01 王敏", "another is called 秘书 too");
        let nameless = SeatCard { name: fixed(""), ..secretary() };
        assert_eq!(shown(nameless, 1, 0), "秘书 S01");
        assert_eq!(shown(card("E03", SeatRole::Expert, "张师傅"), 1, 80), "E03 张师傅");
    }
}
