//! Columns of cells under their headings. Widths are those of `text`, so Chinese stands straight.

use crate::text::{Ambiguous, pad_end, pad_start, width};

/// At which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table being filled.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<(String, Side)>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
enum Row {
    Cells(Vec<String>),
    /// A line across, with a text in it.
    Across(String),
}

/// Widest cell that is not elided; the last column is never elided.
const WIDEST: usize = 60;
/// Blanks between columns.
const GAP: &str = "  ";
const CELLS: Ambiguous = Ambiguous::One;

impl Table {
    /// An empty table with these headings.
    pub fn new<T: Into<String>>(columns: impl IntoIterator<Item = (T, Side)>) -> Self {
        Self { columns: columns.into_iter().map(|(name, side)| (name.into(), side)).collect(), rows: Vec::new() }
    }

    /// Adds a row; missing cells are empty, cells beyond the columns are left out.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(Row::Cells(cells.into_iter().map(Into::into).collect()));
    }

    /// Adds a line across the table.
    pub fn across(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Across(text.into()));
    }

    /// Whether no row was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines, without blanks at their ends.
    pub fn lines(&self) -> Vec<String> {
        let widths: Vec<usize> =
            self.columns.iter().enumerate().map(|(at, column)| self.width_of(at, &column.0)).collect();
        let whole = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
        let heading: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
        let mut lines = vec![self.line(&widths, &heading)];
        for row in &self.rows {
            lines.push(match row {
                Row::Cells(cells) => self.line(&widths, cells),
                Row::Across(text) => across(text, whole),
            });
        }
        lines
    }

    fn width_of(&self, at: usize, name: &str) -> usize {
        let cells = self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => cells.get(at),
            Row::Across(_) => None,
        });
        let widest = cells.map(|cell| width(cell, CELLS)).max().unwrap_or(0).max(width(name, CELLS));
        if at + 1 == self.columns.len() { widest } else { widest.min(WIDEST) }
    }

    fn line(&self, widths: &[usize], cells: &[String]) -> String {
        let each = self.columns.iter().zip(widths).enumerate().map(|(at, ((_, side), wide))| {
            let cell = cells.get(at).map_or("", String::as_str);
            match side {
                Side::Left => pad_end(cell, *wide, CELLS),
                Side::Right => pad_start(cell, *wide, CELLS),
            }
        });
        each.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    }
}

fn across(text: &str, whole: usize) -> String {
    let left = format!("=== {text} ");
    let rest = whole.saturating_sub(width(&left, CELLS)).max(3);
    left + &"=".repeat(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_straight_whatever_the_script() {
        let mut table = Table::new([("名次", Side::Right), ("代号", Side::Left), ("得分", Side::Right)]);
        table.row(["1", "W274", "88.50"]);
        table.across("名额线");
        table.row(["12", "鲁", "7"]);
        let lines = table.lines();
        assert_eq!(lines, ["名次  代号   得分", "   1  W274  88.50", "=== 名额线 ======", "  12  鲁        7"]);
    }

    #[test]
    fn a_row_too_short_leaves_its_cells_empty_and_no_blanks_behind() {
        let mut table = Table::new([("a", Side::Left), ("b", Side::Left)]);
        table.row(["x"]);
        assert_eq!(table.lines(), ["a  b", "x"]);
    }
}
