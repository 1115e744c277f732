//! A row of a table, written column by column. Every text is elided where it is too long for its cells, so that the
//! row's width is known without measuring it again.

use crate::text::{Ambiguous, push_end, push_start};

/// Bytes of a row's text a cell: more than Han needs.
const BYTES_A_CELL: usize = 4;

/// The row so far.
#[derive(Debug)]
pub struct Columns {
    line: String,
    cells: usize,
    ambiguous: Ambiguous,
}

impl Columns {
    /// An empty row in a window of so many cells.
    pub fn new(ambiguous: Ambiguous, across: u16) -> Self {
        Self { line: String::with_capacity(BYTES_A_CELL * usize::from(across)), cells: 0, ambiguous }
    }

    /// A text at the left of so many cells.
    #[must_use]
    pub fn left(mut self, text: &str, cells: usize) -> Self {
        push_end(&mut self.line, text, cells, self.ambiguous);
        self.cells += cells;
        self
    }

    /// A text at the right of so many cells.
    #[must_use]
    pub fn right(mut self, text: &str, cells: usize) -> Self {
        push_start(&mut self.line, text, cells, self.ambiguous);
        self.cells += cells;
        self
    }

    /// Nothing in so many cells.
    #[must_use]
    pub fn gap(self, cells: usize) -> Self {
        self.left("", cells)
    }

    /// What is written.
    pub fn text(&self) -> &str {
        &self.line
    }

    /// What is written, and the cells it takes.
    pub fn measured(&self) -> (&str, usize) {
        (&self.line, self.cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn a_row_is_as_wide_as_its_columns_whatever_stands_in_them() {
        for ambiguous in [Ambiguous::One, Ambiguous::Two] {
            let row =
                Columns::new(ambiguous, 40).left("> ", 2).right("船体装配工", 6).gap(1).left("W358…", 6).right("", 0);
            let (text, cells) = row.measured();
            assert_eq!((width(text, ambiguous), cells), (15, 15), "{text:?}");
        }
    }

    #[test]
    fn texts_stand_at_their_own_end() {
        let row = Columns::new(Ambiguous::One, 20).left("焊工", 6).right("27.5", 6).gap(1).left("定", 2);
        assert_eq!(row.text(), "焊工    27.5 定");
    }
}
