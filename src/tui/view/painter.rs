//! Frames on their way to the terminal: of each only the rows that were drawn otherwise than before become cells, and
//! of those only the cells that differ are sent.

use super::draw::sketch;
use super::put::is_cluster;
use super::strokes::Strokes;
use super::theme::Theme;
use crate::tui::app::App;
use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Rect, Size};
use std::ops::Range;

/// A row's cells: as the terminal shows it, and as it is drawn now.
#[derive(Debug)]
struct Row {
    shown: Buffer,
    drawn: Buffer,
    changed: bool,
}

impl Row {
    fn blank(columns: u16, y: u16) -> Self {
        let blank = Buffer::empty(Rect::new(0, y, columns, 1));
        Self { shown: blank.clone(), drawn: blank, changed: false }
    }

    /// The cells that differ, and those between them that take fewer bytes to send again than to step over: a full stop
    /// that stands where one stood, the blanks of two lines that are gone.
    fn to_send(&self) -> Vec<(u16, u16, &Cell)> {
        let mut sent: Vec<(u16, u16, &Cell)> = Vec::with_capacity(self.drawn.content.len());
        for (x, y, cell) in self.differing() {
            if let Some((before, _, last)) = sent.last().copied() {
                let from = before.saturating_add(last.cell_width().max(1));
                sent.extend(self.gap(from..x, y, last));
            }
            sent.push((x, y, cell));
        }
        sent
    }

    /// The cells that differ. Behind a wide glyph stand cells without a symbol, so a change of width is a change of each,
    /// and cell by cell is enough. Where a cluster of several characters stands (an emoji that some terminals draw over
    /// less than it takes), the buffer's diff knows more.
    fn differing(&self) -> Vec<(u16, u16, &Cell)> {
        let single = |cell: &Cell| cell.diff_option == CellDiffOption::None || !is_cluster(cell.symbol());
        if !self.shown.content.iter().chain(&self.drawn.content).all(single) {
            return self.shown.diff_iter(&self.drawn).collect();
        }
        let y = self.drawn.area.y;
        let cells = self.shown.content.iter().zip(&self.drawn.content).zip(0..);
        let differ = cells.filter(|((shown, drawn), _)| shown != drawn && !drawn.symbol().is_empty());
        differ.map(|((_, drawn), x)| (x, y, drawn)).collect()
    }

    /// The cells of a gap, behind `last`, where they are worth it.
    fn gap(&self, columns: Range<u16>, y: u16, last: &Cell) -> Vec<(u16, u16, &Cell)> {
        if columns.len() > GAP {
            return Vec::new();
        }
        let cells = columns.clone().filter_map(|x| self.drawn.cell((x, y)).map(|cell| (x, y, cell)));
        // Behind a wide glyph stand cells without a symbol.
        let cells: Vec<_> = cells.filter(|(_, _, cell)| !cell.symbol().is_empty()).collect();
        let alike = |cell: &Cell| {
            (cell.fg, cell.bg, cell.modifier) == (last.fg, last.bg, last.modifier)
                && cell.diff_option == CellDiffOption::None
        };
        let bytes: usize = cells.iter().map(|(_, _, cell)| cell.symbol().len()).sum();
        // `Esc [ C` over one column, `Esc [ 4 C` over four.
        let step = if columns.len() == 1 { 3 } else { 4 };
        if bytes <= step && cells.iter().all(|(_, _, cell)| alike(cell)) { cells } else { Vec::new() }
    }
}

/// Columns of the widest gap that is ever worth it: four blanks.
const GAP: usize = 4;

/// A terminal, and what it shows.
#[derive(Debug)]
pub struct Painter<B> {
    backend: B,
    size: Size,
    rows: Vec<Row>,
    /// What the rows that are shown were made of; of nothing, where that is not known.
    before: Strokes,
    now: Strokes,
}

impl<B: Backend> Painter<B> {
    /// Over a terminal that was just entered: it shows nothing.
    pub fn new(backend: B) -> Result<Self, B::Error> {
        let size = backend.size()?;
        let rows = rows(size);
        Ok(Self { backend, size, rows, before: Strokes::default(), now: Strokes::default() })
    }

    /// The terminal.
    pub fn backend(&self) -> &B {
        &self.backend
    }

    /// The terminal.
    pub fn backend_mut(&mut self) -> &mut B {
        &mut self.backend
    }

    /// Empties the terminal: the next frame is drawn whole.
    pub fn clear(&mut self) -> Result<(), B::Error> {
        self.rows = rows(self.size);
        self.before = Strokes::default();
        self.backend.clear()
    }

    /// One frame. Over a terminal of another size than before it is a whole one.
    pub fn paint(&mut self, app: &App, theme: Theme) -> Result<(), B::Error> {
        let size = self.backend.size()?;
        if size != self.size {
            self.size = size;
            self.clear()?;
        }
        let cursor = sketch(app, theme, Rect::from((ratatui::layout::Position::ORIGIN, size)), &mut self.now);
        if self.now.is_measured_anew(&self.before) {
            self.clear()?;
        }
        for ((row, y), differs) in self.rows.iter_mut().zip(0..).zip(self.now.differ(&self.before)) {
            row.changed = differs;
            if differs {
                self.now.paint_row(y, &mut row.drawn);
            }
        }
        let changed = self.rows.iter().filter(|row| row.changed);
        self.backend.draw(changed.flat_map(Row::to_send))?;
        match cursor {
            None => self.backend.hide_cursor()?,
            Some(at) => {
                self.backend.show_cursor()?;
                self.backend.set_cursor_position(at)?;
            }
        }
        for row in self.rows.iter_mut().filter(|row| row.changed) {
            std::mem::swap(&mut row.shown, &mut row.drawn);
        }
        std::mem::swap(&mut self.before, &mut self.now);
        self.backend.flush()
    }
}

fn rows(size: Size) -> Vec<Row> {
    (0..size.height).map(|y| Row::blank(size.width, y)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::draw;
    use super::super::put::put;
    use super::*;
    use crate::text::Ambiguous;
    use crate::tui::app::Msg;
    use crate::tui::app::probe::Probe;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::style::{Modifier, Style};

    #[test]
    fn after_every_key_the_terminal_shows_what_comparing_all_cells_would_show() {
        let mut probe = Probe::with(|hall| hall.marked("W274", &[(0, "27.5"), (1, "8")]));
        let mut painter = Painter::new(TestBackend::new(80, 24)).unwrap();
        let mut whole = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let theme = Theme::from_no_color(None);
        let keys = ["<Down>", "<Up>", "274", "<Enter>", "6.5", "<Tab>", "<Tab>", " ", "?", "<Esc>", "<Esc>", "9"];
        for (nth, key) in keys.into_iter().cycle().take(40).enumerate() {
            if nth % 7 == 6 {
                let size = if nth % 2 == 0 { (80, 24) } else { (64, 20) };
                painter.backend_mut().resize(size.0, size.1);
                whole.backend_mut().resize(size.0, size.1);
                probe.tell(Msg::Resize(size.0, size.1));
            }
            if nth == 20 {
                painter.clear().unwrap();
                whole.clear().unwrap();
            }
            probe.keys(key);
            painter.paint(&probe.app, theme).unwrap();
            let drawn = whole.draw(|frame| {
                if let Some(cursor) = draw(&probe.app, theme, frame.buffer_mut()) {
                    frame.set_cursor_position(cursor);
                }
            });
            drawn.unwrap();
            assert_eq!(painter.backend(), whole.backend(), "after {key} (key {nth})");
        }
    }

    /// The bars of the alignment question stand where the terminal puts them, which no cell tells.
    #[test]
    fn after_the_alignment_question_nothing_of_it_is_left_wherever_the_terminal_drew_it() {
        for answer in ["1", "2"] {
            let mut probe = Probe::with(|hall| hall.home.display.ambiguous_two = None);
            let mut painter = Painter::new(TestBackend::new(80, 24)).unwrap();
            let theme = Theme::from_no_color(None);
            painter.paint(&probe.app, theme).unwrap();
            let bar = |painter: &Painter<TestBackend>| {
                painter.backend().buffer().content().iter().filter(|cell| cell.symbol() == "|").count()
            };
            assert_eq!(bar(&painter), 2);
            painter.backend_mut().draw([(40, 22, &Cell::new("|"))].into_iter()).unwrap();
            probe.keys(answer);
            painter.paint(&probe.app, theme).unwrap();
            assert_eq!(bar(&painter), 0, "after {answer}");
        }
    }

    proptest! {
        #[test]
        fn cell_by_cell_is_what_the_buffers_diff_sends(
            before in "[a甲“…·αé 乙]{0,16}",
            after in "[a甲“…·αé 乙]{0,16}",
            reversed in any::<bool>(),
            two in any::<bool>(),
        ) {
            let ambiguous = if two { Ambiguous::Two } else { Ambiguous::One };
            let mut row = Row::blank(20, 3);
            put(&mut row.shown, 0, 3, &before, 20, Style::new(), ambiguous);
            let style = if reversed { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
            put(&mut row.drawn, 0, 3, &after, 20, style, ambiguous);
            let by_the_buffer: Vec<_> = row.shown.diff_iter(&row.drawn).collect();
            prop_assert_eq!(row.differing(), by_the_buffer);
        }
    }
}
