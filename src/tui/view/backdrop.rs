//! The ground a popup stands on.
//!
//! Clearing cells is not enough: where the popup's edge cuts a wide glyph in two, the half that stays
//! outside hides the popup's first column (ratatui#2526, PITFALLS 10). Every cell is therefore written
//! by `put`, which takes such a glyph away whole, in the colours it had.

use super::put::{Ground, Lines, hline, vline};
use crate::text::Ambiguous;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;

/// Clears `area`, draws a border round it, and answers what is left inside. An area too small for a
/// border and a cell inside gets none, and is left whole.
pub fn backdrop<G: Ground>(ground: &mut G, area: Rect, lines: Lines, style: Style, ambiguous: Ambiguous) -> Rect {
    let area = area.intersection(ground.area());
    ground.fill(area, style);
    if area.width < 3 || area.height < 3 {
        return area;
    }
    let (left, top) = (area.left(), area.top());
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for y in [top, bottom] {
        hline(ground, (left, y), area.width, lines, style, ambiguous);
    }
    for x in [left, right] {
        vline(ground, (x, top), area.height, lines, style, ambiguous);
    }
    let corners = [((left, top), "┌"), ((right, top), "┐"), ((left, bottom), "└"), ((right, bottom), "┘")];
    for ((x, y), drawn) in corners {
        let corner = if lines == Lines::Drawn && ambiguous == Ambiguous::One { drawn } else { "+" };
        ground.put((x, y), corner, 1, style, ambiguous);
    }
    area.inner(Margin::new(1, 1))
}

#[cfg(test)]
mod tests {
    use super::super::put::put;
    use super::*;
    use ratatui::buffer::Buffer;

    const COLUMNS: u16 = 16;

    fn ground(shift: &str, ambiguous: Ambiguous) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, COLUMNS, 5));
        for y in 0..5 {
            put(&mut buf, 0, y, &format!("{shift}“首席技师”→绝技"), COLUMNS, Style::new(), ambiguous);
        }
        buf
    }

    fn row(buf: &Buffer, y: u16) -> String {
        (0..COLUMNS).map(|x| buf[(x, y)].symbol()).collect()
    }

    #[test]
    fn both_edges_are_whole_at_every_column_and_parity() {
        for ambiguous in [Ambiguous::One, Ambiguous::Two] {
            for shift in ["", "a", "ab"] {
                for left in 0..COLUMNS - 3 {
                    for wide in 3..=COLUMNS - left {
                        let mut buf = ground(shift, ambiguous);
                        let area = Rect::new(left, 1, wide, 3);
                        let inside = backdrop(&mut buf, area, Lines::Ascii, Style::new(), ambiguous);
                        assert_eq!(inside, Rect::new(left + 1, 2, wide - 2, 1));
                        let line = "-".repeat(usize::from(wide) - 2);
                        for (y, middle) in [(1, &line), (2, &" ".repeat(line.len())), (3, &line)] {
                            let end = if y == 2 { "|" } else { "+" };
                            let shown: String = (left..left + wide).map(|x| buf[(x, y)].symbol()).collect();
                            assert_eq!(shown, format!("{end}{middle}{end}"));
                            let all = crate::text::width(&row(&buf, y), ambiguous);
                            assert_eq!(all, usize::from(COLUMNS), "no half glyph beside it: {:?}", row(&buf, y));
                        }
                        assert_eq!(row(&buf, 0), row(&ground(shift, ambiguous), 0), "nothing above it changes");
                    }
                }
            }
        }
    }

    #[test]
    fn every_size_and_place_is_drawn_without_a_border_where_there_is_no_room() {
        for (x, y) in [(0, 0), (15, 4), (20, 20), (u16::MAX, 0)] {
            for (width, height) in [(0, 0), (1, 1), (2, 9), (9, 2), (3, 3), (u16::MAX, u16::MAX)] {
                let mut buf = ground("", Ambiguous::One);
                let area = Rect::new(x, y, width, height);
                let inside = backdrop(&mut buf, area, Lines::Drawn, Style::new(), Ambiguous::One);
                assert!(area.intersects(inside) || inside.is_empty());
            }
        }
    }
}
