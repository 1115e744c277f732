//! A frame with what every string needs on its way into it: colours and the width of ambiguous glyphs.

use ratatui::layout::{Position, Rect};

use super::backdrop::backdrop;
use super::columns::Columns;
use super::put::{Ground as _, Lines, hline, vline};
use super::strokes::Strokes;
use super::theme::{Role, Theme};
use crate::text::{Ambiguous, elided, pad_start, width};

/// A popup with fewer columns than these beside it covers its rows whole.
const SLIVER: u16 = 6;

/// What screens draw on.
#[derive(Debug)]
pub struct Canvas<'a> {
    strokes: &'a mut Strokes,
    theme: Theme,
    ambiguous: Ambiguous,
    lines: Lines,
    /// Where the terminal's cursor is to stand.
    pub cursor: Option<Position>,
    /// What is drawn now lies under a popup: the keys are the popup's, and the message is drawn once, by it.
    pub under: bool,
}

impl<'a> Canvas<'a> {
    /// Over the whole frame.
    pub fn new(strokes: &'a mut Strokes, theme: Theme, ambiguous: Ambiguous, lines: Lines) -> Self {
        Self { strokes, theme, ambiguous, lines, cursor: None, under: false }
    }

    /// Cells of a text.
    pub fn width(&self, text: &str) -> u16 {
        u16::try_from(width(text, self.ambiguous)).unwrap_or(u16::MAX)
    }

    /// A text on one row, at most `columns` cells; answers how many it took. What is too long is elided.
    pub fn text(&mut self, (x, y): (u16, u16), columns: u16, text: &str, role: Role) -> u16 {
        let (shown, wide) = elided(text, usize::from(columns), self.ambiguous);
        self.strokes.lay((x, y), (&shown, wide), columns, self.theme.style(role))
    }

    /// A text as wide as the terminal itself takes it ([`put_unmeasured`](super::put::put_unmeasured)).
    pub fn unmeasured(&mut self, at: (u16, u16), columns: u16, text: &str, role: Role) {
        self.strokes.lay_unmeasured(at, text, columns, self.theme.style(role));
    }

    /// A text at the right end of `columns` cells.
    pub fn right(&mut self, (x, y): (u16, u16), columns: u16, text: &str, role: Role) {
        let shown = pad_start(text, usize::from(columns), self.ambiguous);
        let blank = shown.len() - shown.trim_start().len();
        let skip = u16::try_from(blank).unwrap_or(0).min(columns);
        self.text((x.saturating_add(skip), y), columns - skip, shown.trim_start(), role);
    }

    /// A text over a row of `columns` cells, so that its ground is of the role as well, as far as the text reaches:
    /// a bar out to the window's edge would cost a byte a cell at every move.
    pub fn bar(&mut self, at: (u16, u16), columns: u16, text: &str, role: Role) {
        let text = text.trim_end();
        self.measured_bar(at, columns, (text, width(text, self.ambiguous)), role);
    }

    /// As [`Canvas::bar`], of a row in columns.
    pub fn row(&mut self, at: (u16, u16), columns: u16, row: &Columns, role: Role) {
        self.measured_bar(at, columns, row.measured(), role);
    }

    /// As [`Canvas::bar`], of a text that takes `wide` cells.
    fn measured_bar(&mut self, (x, y): (u16, u16), columns: u16, (text, wide): (&str, usize), role: Role) {
        let shown = text.trim_ascii_end();
        let wide = wide.saturating_sub(text.len() - shown.len());
        let used = if wide <= usize::from(columns) {
            self.strokes.lay((x, y), (shown, wide), columns, self.theme.style(role))
        } else {
            self.text((x, y), columns, shown, role)
        };
        let rest = Rect::new(x.saturating_add(used), y, columns - used.min(columns), 1);
        self.fill(rest, Role::Text);
    }

    /// The ground of an area.
    pub fn fill(&mut self, area: Rect, role: Role) {
        self.strokes.fill(area, self.theme.style(role));
    }

    /// A line across.
    pub fn hline(&mut self, at: (u16, u16), columns: u16) {
        hline(self.strokes, at, columns, self.lines, self.theme.style(Role::Dim), self.ambiguous);
    }

    /// A line down.
    pub fn vline(&mut self, at: (u16, u16), rows: u16) {
        vline(self.strokes, at, rows, self.lines, self.theme.style(Role::Dim), self.ambiguous);
    }

    /// A bordered ground for a popup in the middle; answers its inside.
    pub fn popup(&mut self, columns: u16, rows: u16) -> Rect {
        let all = self.strokes.area();
        let (wide, high) = (columns.saturating_add(4).min(all.width), rows.saturating_add(2).min(all.height));
        let area = Rect::new((all.width - wide) / 2, (all.height - high) / 2, wide, high);
        if area.x < SLIVER {
            // So little of the rows beside it could be seen that it would only look like rubbish.
            self.fill(Rect { x: all.x, width: all.width, ..area }, Role::Text);
        }
        let inside = backdrop(self.strokes, area, self.lines, self.theme.style(Role::Text), self.ambiguous);
        let side = u16::from(inside.width > 2);
        Rect::new(inside.x + side, inside.y, inside.width - 2 * side, inside.height)
    }

    /// Puts the terminal's cursor here, if that is inside.
    pub fn put_cursor(&mut self, (x, y): (u16, u16)) {
        let at = Position { x, y };
        if self.strokes.area().contains(at) {
            self.cursor = Some(at);
        }
    }

    /// How wide ambiguous glyphs are.
    pub fn ambiguous(&self) -> Ambiguous {
        self.ambiguous
    }
}
