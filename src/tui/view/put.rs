//! The only place which writes strings into a buffer.
//!
//! Kept here: a glyph stands whole or not at all. The cells behind a wide glyph hold an empty symbol, so
//! that a row's text is its symbols one after another, and so that a change from wide to narrow is a
//! change of every cell. Where our width is a decision and not a fact (ambiguous glyphs, clusters that
//! the buffer measures differently), the cell says so with `ForcedWidth`; the backend then re-places its
//! cursor (`term::backend`).

use crate::text::{Ambiguous, is_ambiguous, measured_glyphs};
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::num::NonZeroU16;

/// Writes `text` on one row from (`x`, `y`), at most `max_cols` columns and never beyond the buffer, and
/// answers how many columns it used. A glyph that does not fit whole ends the text. Glyphs without
/// width and controls are left out: text is clean before it comes here, this is the last net.
pub fn put(buf: &mut Buffer, x: u16, y: u16, text: &str, max_cols: u16, style: Style, ambiguous: Ambiguous) -> u16 {
    let clip = buf.area;
    if y < clip.top() || y >= clip.bottom() || x < clip.left() {
        return 0;
    }
    let end = clip.right().min(x.saturating_add(max_cols));
    let mut at = x;
    for (glyph, width, known) in measured_glyphs(text, ambiguous) {
        if !known && glyph.chars().any(char::is_control) {
            continue;
        }
        let Some(width) = u16::try_from(width).ok().and_then(NonZeroU16::new) else {
            continue;
        };
        let Some(after) = at.checked_add(width.get()).filter(|after| *after <= end) else {
            break;
        };
        set_glyph(buf, (at, y), glyph, width, style);
        if !known {
            force_width(buf, (at, y), glyph, width);
        }
        at = after;
    }
    at.saturating_sub(x)
}

/// As [`put`], but the terminal is left to its own measure: ambiguous glyphs are sent as cells of one column after which
/// nothing is re-placed, so what follows on the row stands where this terminal takes it. For the question whether it
/// takes them as one or as two, and for nothing else: the row is no more what the buffer says.
pub fn put_unmeasured(buf: &mut Buffer, (x, y): (u16, u16), text: &str, max_cols: u16, style: Style) -> u16 {
    let used = put(buf, x, y, text, max_cols, style, Ambiguous::One);
    for column in x..x.saturating_add(used) {
        if let Some(cell) = buf.cell_mut((column, y)) {
            cell.set_diff_option(CellDiffOption::None);
        }
    }
    used
}

/// Fills the part of `area` that lies in the buffer with spaces of this style.
pub fn fill(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        cut_before(buf, area.left(), y);
        cut_before(buf, area.right(), y);
        for x in area.left()..area.right() {
            set_cell(buf, (x, y), " ", style);
        }
    }
}

/// What lines are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    /// `-`, `|`, `=`: everywhere the same.
    #[default]
    Ascii,
    /// `─`, `│`, `═`, only where ambiguous glyphs take one column; ASCII elsewhere.
    Drawn,
}

/// Which way and how heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stroke {
    Across,
    Down,
    Cut,
}

impl Lines {
    fn glyph(self, stroke: Stroke, ambiguous: Ambiguous) -> &'static str {
        match (self, ambiguous, stroke) {
            (Self::Drawn, Ambiguous::One, Stroke::Across) => "─",
            (Self::Drawn, Ambiguous::One, Stroke::Down) => "│",
            (Self::Drawn, Ambiguous::One, Stroke::Cut) => "═",
            (_, _, Stroke::Across) => "-",
            (_, _, Stroke::Down) => "|",
            (_, _, Stroke::Cut) => "=",
        }
    }
}

/// What can be drawn on: cells, or a frame that is none yet (`strokes`).
pub trait Ground {
    /// All there is.
    fn area(&self) -> Rect;
    /// As [`put`].
    fn put(&mut self, at: (u16, u16), text: &str, columns: u16, style: Style, ambiguous: Ambiguous) -> u16;
    /// As [`fill`].
    fn fill(&mut self, area: Rect, style: Style);
}

impl Ground for Buffer {
    fn area(&self) -> Rect {
        self.area
    }

    fn put(&mut self, (x, y): (u16, u16), text: &str, columns: u16, style: Style, ambiguous: Ambiguous) -> u16 {
        put(self, x, y, text, columns, style, ambiguous)
    }

    fn fill(&mut self, area: Rect, style: Style) {
        fill(self, area, style);
    }
}

/// A line across, `columns` long.
pub fn hline<G: Ground>(
    ground: &mut G,
    (x, y): (u16, u16),
    columns: u16,
    lines: Lines,
    style: Style,
    ambiguous: Ambiguous,
) {
    across(ground, (x, y), columns, lines.glyph(Stroke::Across, ambiguous), style, ambiguous);
}

/// The double line at the quota, `columns` long.
pub fn cut_line<G: Ground>(
    ground: &mut G,
    (x, y): (u16, u16),
    columns: u16,
    lines: Lines,
    style: Style,
    ambiguous: Ambiguous,
) {
    across(ground, (x, y), columns, lines.glyph(Stroke::Cut, ambiguous), style, ambiguous);
}

fn across<G: Ground>(
    ground: &mut G,
    (x, y): (u16, u16),
    columns: u16,
    glyph: &str,
    style: Style,
    ambiguous: Ambiguous,
) {
    let columns = columns.min(ground.area().width);
    let line = glyph.repeat(usize::from(columns));
    ground.put((x, y), &line, columns, style, ambiguous);
}

/// A line down, `rows` long.
pub fn vline<G: Ground>(
    ground: &mut G,
    (x, y): (u16, u16),
    rows: u16,
    lines: Lines,
    style: Style,
    ambiguous: Ambiguous,
) {
    let glyph = lines.glyph(Stroke::Down, ambiguous);
    for y in y..y.saturating_add(rows).min(ground.area().bottom()) {
        ground.put((x, y), glyph, 1, style, ambiguous);
    }
}

/// Sets one glyph whose cells all lie in the buffer, and mends what it cuts in two on either side.
fn set_glyph(buf: &mut Buffer, (x, y): (u16, u16), glyph: &str, width: NonZeroU16, style: Style) {
    let after = x.saturating_add(width.get());
    cut_before(buf, x, y);
    cut_before(buf, after, y);
    set_cell(buf, (x, y), glyph, style);
    for column in x.saturating_add(1)..after {
        set_cell(buf, (column, y), "", style);
    }
}

/// Says so where our width is a decision and not a fact.
fn force_width(buf: &mut Buffer, at: (u16, u16), glyph: &str, width: NonZeroU16) {
    if let Some(cell) = buf.cell_mut(at)
        && is_our_decision(cell, glyph, width)
    {
        cell.set_diff_option(CellDiffOption::ForcedWidth(width));
    }
}

fn set_cell(buf: &mut Buffer, at: (u16, u16), symbol: &str, style: Style) {
    if let Some(cell) = buf.cell_mut(at) {
        cell.reset();
        cell.set_symbol(symbol).set_style(style);
    }
}

/// Whether the terminal, or the buffer's own measure, may see another width than ours. Clusters of several characters
/// (flags, keycaps, selectors, joined emoji, accents) belong here: some terminals count them one by one.
fn is_our_decision(cell: &Cell, glyph: &str, width: NonZeroU16) -> bool {
    is_ambiguous(glyph) || is_cluster(glyph) || cell.cell_width() != width.get()
}

pub(super) fn is_cluster(glyph: &str) -> bool {
    glyph.chars().nth(1).is_some()
}

/// Makes sure that no glyph reaches over the left edge of column `x`: one that does becomes spaces, in
/// the colours it had.
fn cut_before(buf: &mut Buffer, x: u16, y: u16) {
    let is_tail = |buf: &Buffer, column: u16| buf.cell((column, y)).is_some_and(|cell| cell.symbol().is_empty());
    if x <= buf.area.left() || !is_tail(buf, x) {
        return;
    }
    let mut first = x;
    while first > buf.area.left() && is_tail(buf, first) {
        first -= 1;
    }
    let mut column = first;
    while column == first || is_tail(buf, column) {
        if let Some(cell) = buf.cell_mut((column, y)) {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
        column = column.saturating_add(1);
    }
}

#[cfg(test)]
#[path = "put_tests.rs"]
mod tests;
