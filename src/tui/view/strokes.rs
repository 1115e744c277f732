//! A frame as it was drawn, before it is cells: row by row, which text stands where.
//!
//! Of most frames nearly every row is the one before it: a key in a list changes two of forty. To find that out by the
//! cells costs ten times what the drawing costs, so rows are compared by what was drawn on them, and only those that
//! differ become cells (`painter`). Kept here: a row's cells follow from its strokes and from nothing else.

use super::put::{Ground, fill, put, put_unmeasured};
use crate::text::{Ambiguous, beginning, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// One thing drawn on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stroke {
    x: u16,
    columns: u16,
    style: Style,
    what: What,
}

/// What it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Spaces.
    Blank,
    /// A text, which ends here in the row's.
    Text(usize),
    /// Likewise, by the terminal's own measure.
    Unmeasured(usize),
}

/// What was drawn on a row, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    strokes: Vec<Stroke>,
    text: String,
}

/// A frame of them.
#[derive(Debug, Default)]
pub struct Strokes {
    area: Rect,
    ambiguous: Ambiguous,
    /// Something was drawn by the terminal's own measure.
    unmeasured: bool,
    rows: Vec<Row>,
}

impl Strokes {
    /// Nothing drawn yet on `area`, whose rows are then blank. What was here before is gone, its memory is kept.
    pub fn begin(&mut self, area: Rect, ambiguous: Ambiguous) {
        self.area = area;
        self.ambiguous = ambiguous;
        self.unmeasured = false;
        self.rows.resize_with(usize::from(area.height), Row::default);
        for row in &mut self.rows {
            row.strokes.clear();
            row.text.clear();
        }
    }

    /// For each row whether something else was drawn on it than in `before`.
    pub(super) fn differ<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = bool> + 'a {
        let other = (self.area, self.ambiguous) != (before.area, before.ambiguous);
        let mut rows = before.rows.iter();
        self.rows.iter().map(move |row| rows.next() != Some(row) || other)
    }

    /// Whether the terminal may show `before` otherwise than its cells say, for all that is known now: it was drawn by
    /// the terminal's own measure, or with another width of ambiguous glyphs.
    pub(super) fn is_measured_anew(&self, before: &Self) -> bool {
        before.unmeasured && !self.unmeasured || !before.rows.is_empty() && self.ambiguous != before.ambiguous
    }

    /// Makes cells of all of it.
    pub(super) fn paint(&self, buf: &mut Buffer) {
        for y in self.area.top()..self.area.bottom() {
            self.paint_row(y, buf);
        }
    }

    /// Makes cells of a row, in a buffer that has it.
    pub(super) fn paint_row(&self, y: u16, buf: &mut Buffer) {
        for x in self.area.left()..self.area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
        let Some(row) = self.rows.get(usize::from(y - self.area.y.min(y))) else { return };
        let mut from = 0;
        for Stroke { x, columns, style, what } in &row.strokes {
            let mut text = |end| row.text.get(std::mem::replace(&mut from, end)..end).unwrap_or_default();
            match *what {
                What::Blank => fill(buf, Rect::new(*x, y, *columns, 1), *style),
                What::Text(end) => drop(put(buf, *x, y, text(end), *columns, *style, self.ambiguous)),
                What::Unmeasured(end) => drop(put_unmeasured(buf, (*x, y), text(end), *columns, *style)),
            }
        }
    }

    /// Draws a text that takes `wide` cells, as [`put`] does; answers how many of them there was room for.
    pub(super) fn lay(&mut self, at: (u16, u16), (text, wide): (&str, usize), columns: u16, style: Style) -> u16 {
        let ambiguous = self.ambiguous;
        let Some(columns) = self.push(at, text, columns, style, What::Text) else { return 0 };
        let room = usize::from(columns);
        let used = if wide <= room { wide } else { beginning(text, room, ambiguous).1 };
        u16::try_from(used).unwrap_or(columns)
    }

    /// Draws a text as [`put_unmeasured`] does.
    pub(super) fn lay_unmeasured(&mut self, at: (u16, u16), text: &str, columns: u16, style: Style) {
        if self.push(at, text, columns, style, What::Unmeasured).is_some() {
            self.unmeasured = true;
        }
    }

    /// One more stroke, if its place is on a row; answers how many columns it has at most.
    fn push(
        &mut self,
        (x, y): (u16, u16),
        text: &str,
        columns: u16,
        style: Style,
        what: impl FnOnce(usize) -> What,
    ) -> Option<u16> {
        let columns = columns.min(self.area.right().saturating_sub(x));
        let row = if x < self.area.left() { None } else { self.row(y) }?;
        row.text.push_str(text);
        row.strokes.push(Stroke { x, columns, style, what: what(row.text.len()) });
        Some(columns)
    }

    fn row(&mut self, y: u16) -> Option<&mut Row> {
        self.rows.get_mut(usize::from(y.checked_sub(self.area.y)?))
    }
}

impl Ground for Strokes {
    fn area(&self) -> Rect {
        self.area
    }

    fn put(&mut self, at: (u16, u16), text: &str, columns: u16, style: Style, ambiguous: Ambiguous) -> u16 {
        self.lay(at, (text, width(text, ambiguous)), columns, style)
    }

    fn fill(&mut self, area: Rect, style: Style) {
        let Rect { x, width, .. } = area.intersection(self.area);
        for y in area.top()..area.bottom() {
            if let Some(row) = self.row(y) {
                row.strokes.push(Stroke { x, columns: width, style, what: What::Blank });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::backdrop::backdrop;
    use super::super::put::Lines;
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Modifier;

    /// A text, a filled area or a popup somewhere, also over the edge.
    type Act = (String, (u16, u16), u16, bool, u8);

    fn act() -> impl Strategy<Value = Act> {
        let text = "[a甲“…👩\u{200d}\u{301} ]{0,12}";
        (text, (0..24_u16, 0..6_u16), 0..24_u16, any::<bool>(), 0..6_u8)
    }

    fn draw(ground: &mut impl Ground, acts: &[Act], ambiguous: Ambiguous) -> Vec<u16> {
        let act = |(text, at, columns, reversed, kind): &Act| {
            let style = if *reversed { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
            let area = Rect::new(at.0, at.1, *columns, 3);
            match kind {
                0 => ground.fill(area, style),
                1 => drop(backdrop(ground, area, Lines::Drawn, style, ambiguous)),
                _ => return ground.put(*at, text, *columns, style, ambiguous),
            }
            0
        };
        acts.iter().map(act).collect()
    }

    proptest! {
        #[test]
        fn strokes_make_the_same_cells_as_drawing_on_cells(acts in proptest::collection::vec(act(), 0..8), two in any::<bool>()) {
            let ambiguous = if two { Ambiguous::Two } else { Ambiguous::One };
            let area = Rect::new(0, 0, 20, 5);
            let (mut direct, mut later) = (Buffer::empty(area), Buffer::empty(area));
            later.set_string(0, 2, "left from before", Style::new());
            let mut strokes = Strokes::default();
            strokes.begin(area, ambiguous);
            prop_assert_eq!(draw(&mut strokes, &acts, ambiguous), draw(&mut direct, &acts, ambiguous));
            strokes.paint(&mut later);
            prop_assert_eq!(later, direct);
        }

        #[test]
        fn rows_drawn_alike_are_alike_and_no_others(one in proptest::collection::vec(act(), 0..3), two in proptest::collection::vec(act(), 0..3)) {
            let area = Rect::new(0, 0, 20, 5);
            let painted = |acts: &[Act]| {
                let mut strokes = Strokes::default();
                strokes.begin(area, Ambiguous::One);
                draw(&mut strokes, acts, Ambiguous::One);
                let mut buf = Buffer::empty(area);
                strokes.paint(&mut buf);
                (strokes, buf)
            };
            let ((first, before), (second, after)) = (painted(&one), painted(&two));
            let differ: Vec<bool> = second.differ(&first).collect();
            prop_assert_eq!(differ.len(), 5);
            for (y, differs) in (0..5).zip(differ) {
                let same = (0..20).all(|x| before[(x, y)] == after[(x, y)]);
                prop_assert!(differs || same, "row {y} changed unseen");
            }
            let (again, _) = painted(&one);
            prop_assert!(again.differ(&first).all(|differs| !differs));
        }
    }
}
