//! Changed cells to few bytes, one write a frame, none when nothing changed (PITFALLS 9, 17).
//!
//! The usual backend moves the cursor for every wide glyph. This one knows how far a glyph carries the
//! cursor and moves it only where it must: at the start of a row, over cells that did not change, and
//! after a glyph whose width the terminal may see differently. Such a glyph is known by
//! `CellDiffOption::ForcedWidth`: `view::put` sets it wherever the width was our own decision.

use super::pen::Pen;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Size};
use std::io::{self, Write};

const FRAME_ON: &[u8] = b"\x1b[?2026h";
const FRAME_OFF: &[u8] = b"\x1b[?2026l";

/// A backend over any writer. Its size is told from outside ([`resize`](Self::resize)); it asks the
/// terminal nothing. After a failed write the terminal's state is unknown: call
/// [`forget`](Self::forget) and clear, or leave.
#[derive(Debug)]
pub struct WidthBackend<W> {
    out: W,
    size: Size,
    /// What this frame has to say so far.
    frame: Vec<u8>,
    /// Where the terminal's cursor is.
    at: Place,
    pen: Pen,
    /// Empty cells that were not said yet: there may be a shorter way than spaces.
    blanks: Option<Blanks>,
    /// Whether the terminal shows its cursor; `None` when that is not certain.
    shown: Option<bool>,
    wanted: Cursor,
}

/// What is certain about the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Unknown,
    /// In this row, after a glyph that the terminal may have drawn wider or narrower. Wrapping is off
    /// (`guard`), so the row holds.
    Row(u16),
    At(Position),
}

#[derive(Debug, Clone, Copy)]
struct Blanks {
    from: Position,
    count: u16,
}

#[derive(Debug, Clone, Copy)]
struct Cursor {
    shown: bool,
    at: Position,
}

impl<W: Write> WidthBackend<W> {
    /// For a terminal of `columns` × `rows` that was just entered (`guard`): its cursor is hidden.
    pub fn new(out: W, (columns, rows): (u16, u16)) -> Self {
        Self {
            out,
            size: Size::new(columns, rows),
            frame: Vec::new(),
            at: Place::Unknown,
            pen: Pen::PLAIN,
            blanks: None,
            shown: Some(false),
            wanted: Cursor { shown: false, at: Position::ORIGIN },
        }
    }

    /// Takes a new size. `ratatui::Terminal` clears and draws everything at the next frame.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        self.size = Size::new(columns, rows);
    }

    /// Takes nothing about the terminal for granted any more: after a stop, or when somebody else wrote
    /// to it. `ratatui::Terminal::clear` must follow.
    pub fn forget(&mut self) {
        self.frame.clear();
        self.blanks = None;
        self.at = Place::Unknown;
        self.shown = None;
    }

    /// The writer.
    pub fn writer(&self) -> &W {
        &self.out
    }

    fn say(&mut self, bytes: &[u8]) {
        self.frame.extend_from_slice(bytes);
    }

    fn cell(&mut self, at: Position, cell: &Cell) {
        if self.frame.is_empty() && self.blanks.is_none() {
            // A frame starts from nothing: whoever wrote to the terminal meanwhile spoils no more than
            // what they wrote on.
            self.at = Place::Unknown;
        }
        let symbol = cell.symbol();
        let empty = symbol.is_empty() || symbol == " ";
        let pen = Pen::of(cell);
        if empty && pen.blank_is_plain() {
            match &mut self.blanks {
                Some(blanks) if blanks.end() == at => blanks.count += 1,
                _ => {
                    self.end_blanks(Some(at));
                    self.blanks = Some(Blanks { from: at, count: 1 });
                }
            }
            return;
        }
        self.end_blanks(Some(at));
        self.go(at);
        self.dip(pen);
        let width = cell.cell_width().max(1);
        let certain = !matches!(cell.diff_option, CellDiffOption::ForcedWidth(_));
        if !certain && width > 1 {
            self.empty(at, width, pen);
        }
        if empty {
            self.say(b" ");
        } else {
            self.say(symbol.as_bytes());
        }
        self.advance(at, width, certain);
    }

    /// Who draws a flag, a keycap or an ambiguous glyph in one cell leaves the other as it was (xterm does, of a font
    /// with narrow ones): all of them are emptied first. Erased cells are never reversed, so there it takes spaces.
    fn empty(&mut self, at: Position, width: u16, pen: Pen) {
        if pen.blank_is_plain() {
            self.say(format!("\x1b[{width}X").as_bytes());
            return;
        }
        for _ in 0..width {
            self.say(b" ");
        }
        self.at = Place::Row(at.y);
        self.go(at);
    }

    /// Says the empty cells that were held back, by whatever is shortest before `next`.
    fn end_blanks(&mut self, next: Option<Position>) {
        let Some(blanks) = self.blanks.take() else {
            return;
        };
        self.go(blanks.from);
        if !self.pen.blank_is_plain() {
            self.dip(Pen::PLAIN);
        }
        let Blanks { from, count } = blanks;
        let command = 3 + digits(count);
        let row_ends = blanks.end().x >= self.size.width;
        if row_ends && count > 3 {
            self.say(b"\x1b[K");
        } else if next == Some(blanks.end()) && usize::from(count) > 2 * command {
            self.say(format!("\x1b[{count}X\x1b[{count}C").as_bytes());
            self.advance(from, count, true);
        } else if next != Some(blanks.end()) && usize::from(count) > command {
            self.say(format!("\x1b[{count}X").as_bytes());
        } else {
            for _ in 0..count {
                self.say(b" ");
            }
            self.advance(from, count, true);
        }
    }

    /// At the last column a terminal waits before it goes on, and where it waits differs.
    fn advance(&mut self, from: Position, width: u16, certain: bool) {
        let x = from.x.saturating_add(width);
        let sure = certain && x < self.size.width;
        self.at = if sure { Place::At(Position { x, ..from }) } else { Place::Row(from.y) };
    }

    /// Takes the cursor to `to`: not at all, over a few cells, to a column of this row, or absolutely.
    fn go(&mut self, to: Position) {
        let (row, column) = (to.y.saturating_add(1), to.x.saturating_add(1));
        match self.at {
            Place::At(at) if at == to => return,
            Place::At(at) if at.y == to.y && at.x < to.x && digits(to.x - at.x) <= digits(column) => {
                match to.x - at.x {
                    1 => self.say(b"\x1b[C"),
                    over => self.say(format!("\x1b[{over}C").as_bytes()),
                }
            }
            Place::At(Position { y, .. }) | Place::Row(y) if y == to.y => match column {
                1 => self.say(b"\r"),
                _ => self.say(format!("\x1b[{column}G").as_bytes()),
            },
            _ if column == 1 => self.say(format!("\x1b[{row}H").as_bytes()),
            _ => self.say(format!("\x1b[{row};{column}H").as_bytes()),
        }
        self.at = Place::At(to);
    }

    fn dip(&mut self, pen: Pen) {
        let change = self.pen.change(pen);
        self.say(&change);
        self.pen = pen;
    }

    /// Whether the terminal's cursor is as it is wanted.
    fn cursor_is_right(&self) -> bool {
        self.shown == Some(self.wanted.shown) && (!self.wanted.shown || self.at == Place::At(self.wanted.at))
    }
}

impl Blanks {
    fn end(self) -> Position {
        Position { x: self.from.x.saturating_add(self.count), ..self.from }
    }
}

fn digits(number: u16) -> usize {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1_000 => 3,
        1_000..10_000 => 4,
        _ => 5,
    }
}

impl<W: Write> Backend for WidthBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.cell(Position { x, y }, cell);
        }
        self.end_blanks(None);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted.shown = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted.shown = true;
        Ok(())
    }

    /// Where it was last put; the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted.at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let erase: &[u8] = match clear_type {
            ClearType::All => {
                // Whatever this frame said before is gone with it.
                self.frame.clear();
                self.blanks = None;
                self.at = Place::Unknown;
                b"\x1b[0m\x1b[2J"
            }
            ClearType::AfterCursor => b"\x1b[0m\x1b[J",
            ClearType::BeforeCursor => b"\x1b[0m\x1b[1J",
            ClearType::CurrentLine => b"\x1b[0m\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[0m\x1b[K",
        };
        if clear_type != ClearType::All {
            self.go(self.wanted.at);
        }
        self.say(erase);
        self.pen = Pen::PLAIN;
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    /// Pixels are not known, and nothing here needs them.
    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    /// Ends the frame: one write, or none.
    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() && self.cursor_is_right() {
            return Ok(());
        }
        let drawn = std::mem::take(&mut self.frame);
        self.say(FRAME_ON);
        if !self.wanted.shown && self.shown != Some(false) {
            self.say(b"\x1b[?25l");
        }
        self.say(&drawn);
        if self.wanted.shown {
            self.go(self.wanted.at);
            if self.shown != Some(true) {
                self.say(b"\x1b[?25h");
            }
        }
        self.say(FRAME_OFF);
        self.shown = Some(self.wanted.shown);
        let written = self.out.write_all(&self.frame).and_then(|()| self.out.flush());
        self.frame.clear();
        written
    }
}

#[cfg(test)]
#[path = "backend_tests.rs"]
mod tests;
