//! The secretary's and the supervisor's screens: how they look.

pub mod decide;
pub mod entry;
pub mod matrix;
pub mod meeting;
pub mod queue;
pub mod ranking;
pub mod sheets;
pub mod texts;

use ratatui::layout::Rect;

use crate::tui::app::layout::Areas;
use crate::tui::app::parts::{Bench, Detail};
use crate::tui::app::{Common, Page};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::frame as fixed;

/// What stands on the state line while no digits are typed.
enum Told<'a> {
    /// The page's keys.
    Hints(&'a dyn Page),
    /// A sentence; the keys stand elsewhere.
    Sentence(&'a str),
}

/// The last rows of a table: digits typed, else what is told; a message over it; the 操作 row.
fn foot(canvas: &mut Canvas, common: &Common, parts: &Areas, bench: &Bench, told: &Told<'_>, found: bool) {
    let last = Rect { y: parts.state.bottom().saturating_sub(1), height: parts.state.height.min(1), ..parts.state };
    if last.height > 0 {
        let (place, columns) = ((last.x + 1, last.y), last.width.saturating_sub(2));
        match (bench.jump.digits(), told) {
            ("", Told::Hints(page)) => frame::hints(canvas, common, place, columns, *page),
            ("", Told::Sentence(text)) => drop(canvas.text(place, columns, text, Role::Text)),
            (digits, _) => drop(canvas.text(place, columns, &fixed::jump(common.lang, digits, found), Role::Title)),
        }
    }
    frame::message(canvas, common, last);
    frame::actions(canvas, common, parts.keys, &bench.actions, bench.actions.has_keys());
}

/// A rule, and below it what is said about the line with the cursor.
fn detail(canvas: &mut Canvas, area: Rect, told: &Detail) {
    if area.height == 0 {
        return;
    }
    canvas.hline((area.x, area.y), area.width);
    let below = Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: area.height - 1 };
    frame::pager(canvas, below, told.pager(), told.text());
}

/// `area` without its first `rows`.
fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// Cells as a count of the buffer's own kind.
fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
