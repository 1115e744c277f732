//! A frame: the highest full screen, and what stands over it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use super::frame;
use super::put::Lines;
use super::screens::{
    check, compare, desk, dossiers, first, help, ladder, office, opening, popups, seats, transcribed,
};
use super::strokes::Strokes;
use super::theme::{Role, Theme};
use crate::text::wrap;
use crate::tui::app::{App, Common, LEAST_SIZE, Screen};
use crate::words::screens::frame as words;

/// Draws all of it into cells, and answers where the terminal's cursor is to stand. Changes nothing.
pub fn draw(app: &App, theme: Theme, buf: &mut Buffer) -> Option<Position> {
    let mut strokes = Strokes::default();
    let cursor = sketch(app, theme, buf.area, &mut strokes);
    strokes.paint(buf);
    cursor
}

/// As [`draw`], in strokes. A row without any is blank.
pub(super) fn sketch(app: &App, theme: Theme, area: Rect, strokes: &mut Strokes) -> Option<Position> {
    let common = app.common();
    let lines = if common.display.lines { Lines::Drawn } else { Lines::Ascii };
    strokes.begin(area, common.ambiguous());
    let mut canvas = Canvas::new(strokes, theme, common.ambiguous(), lines);
    if app.is_too_small() {
        too_small(common, &mut canvas, area);
        return canvas.cursor;
    }
    let base = app.stack().iter().rposition(|level| !level.screen.page().is_popup()).unwrap_or(0);
    // Of popups the last alone: one over another would leave the other's frame around it.
    let last = app.stack().len().saturating_sub(1);
    for (place, level) in app.stack().iter().enumerate() {
        if place == base || (place > base && place == last) {
            canvas.cursor = None;
            canvas.under = place < last;
            screen(&level.screen, common, &mut canvas, area);
        }
    }
    if app.stack().last().is_some_and(|level| level.screen.page().is_popup()) {
        // Over a popup the message stands on the last row, where nothing else is needed.
        let foot = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
        frame::message(&mut canvas, common, foot);
    }
    canvas.cursor
}

fn too_small(common: &Common, canvas: &mut Canvas, area: Rect) {
    let text = words::too_small(common.lang, common.size, LEAST_SIZE);
    let lines = wrap(&text, usize::from(area.width), common.ambiguous());
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        canvas.text((area.x, y), area.width, line.text(&text), Role::Warn);
    }
}

/// One line a screen.
fn screen(screen: &Screen, common: &Common, canvas: &mut Canvas, area: Rect) {
    match screen {
        Screen::Opening(_) => opening::draw(common, canvas, area),
        Screen::Seats(page) => seats::draw(page, common, canvas, area),
        Screen::Help(page) => help::draw(page, common, canvas, area),
        Screen::Palette(page) => popups::palette(page, common, canvas),
        Screen::Question(page) => popups::question(page, common, canvas),
        Screen::Reason(page) => popups::question(&page.menu, common, canvas),
        Screen::Weighty(page) => popups::weighty(page, common, canvas),
        Screen::Writing(page) => popups::writing(page, common, canvas),
        Screen::Notice(page) => popups::notice(page, common, canvas),
        Screen::Align(page) => first::align(page, common, canvas, area),
        Screen::Promise(page) => first::promise(page, common, canvas, area),
        Screen::Dossiers(page) => dossiers::draw(page, common, canvas),
        Screen::Desk(page) => desk::draw(page, common, canvas),
        Screen::Check(page) => check::draw(page, common, canvas),
        Screen::Ladder(page) => ladder::draw(page, common, canvas),
        Screen::Compare(page) => compare::draw(page, common, canvas),
        Screen::Transcribed(page) => transcribed::draw(page, common, canvas),
        Screen::Matrix(page) => office::matrix::draw(page, common, canvas),
        Screen::Ranking(page) => office::ranking::draw(page, common, canvas),
        Screen::Sheets(page) => office::sheets::draw(page, common, canvas),
        Screen::Queue(page) => office::queue::draw(page, common, canvas),
        Screen::Story(page) => office::texts::story(page, common, canvas),
        Screen::Entry(page) => office::entry::draw(page, common, canvas),
        Screen::Meeting(page) => office::meeting::draw(page, common, canvas),
        Screen::Decide(page) => office::decide::draw(page, common, canvas),
        Screen::Reading(page) => office::texts::reading(page, common, canvas),
        Screen::Journal(page) => office::texts::journal(page, common, canvas),
        Screen::Verify(page) => office::texts::verify(page, common, canvas),
    }
}
