//! Word files on A4, as an office prints them: titles, lines, tables. The only user of docx-rs.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, PageMargin, Paragraph, Run, RunFonts, Table, TableCell, TableRow, VAlignType, WidthType,
};

/// A4 and its margins, in twentieths of a point (official papers: 3.7 cm above, 2.8 cm left).
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGINS: (i32, i32) = (1_701, 1_417);
/// Width between the margins.
const ACROSS: usize = 9_072;
/// Sizes in half points: title, lines, tables.
const SIZES: (usize, usize, usize) = (44, 28, 21);

/// A Word file being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Title(String),
    Line(String),
    Table { shares: Vec<usize>, rows: Vec<Vec<String>> },
}

impl Word {
    /// A title; every one but the first begins a page.
    pub(super) fn title(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Title(text.into()));
    }

    /// A line of text.
    pub(super) fn line(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Line(text.into()));
    }

    /// A table; `shares` say how wide its columns are against one another.
    pub(super) fn table(&mut self, shares: &[usize], rows: Vec<Vec<String>>) {
        self.pieces.push(Piece::Table { shares: shares.to_vec(), rows });
    }

    /// The file's bytes; none where the writer of Word files failed, which it does only where memory does.
    pub(super) fn bytes(self) -> Option<Vec<u8>> {
        let margin = PageMargin::new().top(MARGINS.0).bottom(MARGINS.1).left(MARGINS.1).right(MARGINS.1);
        let mut docx = Docx::new().page_size(PAGE.0, PAGE.1).page_margin(margin).default_fonts(fonts("仿宋"));
        let mut first = true;
        for piece in self.pieces {
            docx = match piece {
                Piece::Title(text) => {
                    let run = Run::new().add_text(text).size(SIZES.0).fonts(fonts("方正小标宋简体"));
                    let title = Paragraph::new().add_run(run).align(AlignmentType::Center);
                    let title = title.page_break_before(!std::mem::take(&mut first));
                    docx.add_paragraph(title)
                }
                Piece::Line(text) => docx.add_paragraph(said(text, SIZES.1)),
                // A line between a table and the next one keeps Word from joining them.
                Piece::Table { shares, rows } => docx.add_table(table(&shares, rows)).add_paragraph(Paragraph::new()),
            };
        }
        let mut file = Cursor::new(Vec::new());
        docx.build().pack(&mut file).ok()?;
        Some(file.into_inner())
    }
}

fn fonts(name: &str) -> RunFonts {
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name)
}

fn said(text: String, size: usize) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text).size(size).fonts(fonts("仿宋")))
}

fn table(shares: &[usize], rows: Vec<Vec<String>>) -> Table {
    let whole = shares.iter().sum::<usize>().max(1);
    let widths: Vec<usize> = shares.iter().map(|share| ACROSS.saturating_mul(*share) / whole).collect();
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().zip(&widths).map(|(text, width)| {
            let cell = TableCell::new().width(*width, WidthType::Dxa).vertical_align(VAlignType::Center);
            cell.add_paragraph(said(text, SIZES.2))
        });
        TableRow::new(cells.collect()).cant_split()
    });
    Table::new(rows.collect()).set_grid(widths.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::bundle::opened;

    #[test]
    fn what_is_written_stands_in_the_file_escaped_and_on_pages_of_its_own() {
        let mut word = Word::default();
        word.title("席位卡");
        word.line("<W274> & “甲”");
        word.table(&[1, 2], vec![vec!["名次".to_owned(), "1 & 2".to_owned()]]);
        word.title("席位卡");
        let parts = opened(&word.bytes().unwrap());
        let body = parts.iter().find(|(name, _)| name == "word/document.xml").unwrap();
        let body = String::from_utf8(body.1.clone()).unwrap();
        for said in ["席位卡", "&lt;W274&gt; &amp; ", "1 &amp; 2", "w:w=\"11906\"", "仿宋"] {
            assert!(body.contains(said), "{said}: {body}");
        }
        assert_eq!(body.matches("<w:pageBreakBefore />").count(), 1, "{body}");
    }
}
