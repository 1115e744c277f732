//! What a terminal shows after any frames is what was drawn, at both settings for ambiguous glyphs.
//!
//! The pty tests read back through `vt100`, which knows ambiguous glyphs as one column only. So a small
//! terminal of our own stands here, which draws them as wide as it is told. How wide the glyphs of the suite are
//! stands in a table of its own ([`SUITE`]): it does not ask the program's measure about itself.

use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use shouxi::text::Ambiguous;
use shouxi::tui::term::backend::WidthBackend;
use shouxi::tui::view::backdrop::backdrop;
use shouxi::tui::view::put::{Lines, put, put_unmeasured};
use shouxi::words::screen::ALIGNMENT_LINES;
use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// Every kind of glyph that has its own rule: cells at one and at two for ambiguous ones, and the cells a terminal
/// gives it that counts character by character.
const SUITE: [(&str, [usize; 2], usize); 42] = [
    ("a", [1, 1], 1),
    (" ", [1, 1], 1),
    ("9", [1, 1], 1),
    // Han, of the plane everybody has and of extension B.
    ("首", [2, 2], 2),
    ("席", [2, 2], 2),
    ("𠮷", [2, 2], 2),
    ("𪚥", [2, 2], 2),
    // Full width.
    ("，", [2, 2], 2),
    ("《", [2, 2], 2),
    ("８", [2, 2], 2),
    ("\u{3000}", [2, 2], 2),
    // Half-width kana, alone and with its sound mark.
    ("ｶ", [1, 1], 1),
    ("ｶﾞ", [2, 2], 2),
    // Ambiguous.
    ("“", [1, 2], 1),
    ("”", [1, 2], 1),
    ("—", [1, 2], 1),
    ("…", [1, 2], 1),
    ("→", [1, 2], 1),
    ("·", [1, 2], 1),
    ("×", [1, 2], 1),
    ("①", [1, 2], 1),
    ("Ⅱ", [1, 2], 1),
    ("※", [1, 2], 1),
    ("℃", [1, 2], 1),
    ("─", [1, 2], 1),
    ("α", [1, 2], 1),
    ("Ж", [1, 2], 1),
    ("é", [1, 2], 1),
    // Combining marks, on a narrow and on a wide letter.
    ("e\u{301}", [1, 1], 1),
    ("a\u{302}\u{303}", [1, 1], 1),
    ("か\u{3099}", [2, 2], 2),
    // Emoji: one character, joined, with a colour of skin.
    ("🏅", [2, 2], 2),
    ("👩\u{200d}🔧", [2, 2], 4),
    ("👨\u{200d}👩\u{200d}👧", [2, 2], 6),
    ("👩🏽", [2, 2], 4),
    // Flags of two regional indicators.
    ("🇨🇳", [2, 2], 2),
    // Selectors: emoji style, text style.
    ("☺\u{fe0f}", [2, 2], 1),
    ("❤\u{fe0f}", [2, 2], 1),
    ("❤\u{fe0e}", [1, 1], 1),
    ("⌚\u{fe0e}", [1, 2], 2),
    // Keycaps.
    ("1\u{fe0f}\u{20e3}", [2, 2], 1),
    ("#\u{fe0f}\u{20e3}", [2, 2], 1),
];

/// How many cells the terminal of this file gives a glyph.
fn cells(glyph: &str, ambiguous: Ambiguous) -> usize {
    let known = SUITE.iter().find(|(known, ..)| *known == glyph);
    let [one, two] = known.map_or_else(|| panic!("{glyph:?} is in no row of the suite"), |(_, cells, _)| *cells);
    if ambiguous == Ambiguous::Two { two } else { one }
}

/// One cell: its glyph (empty behind a wide one), and how it looks.
type Cell = (String, Modifier);

/// A terminal without wrapping which knows what the backend says, and stops at anything else.
struct Screen {
    ambiguous: Ambiguous,
    /// It knows no clusters: each character is drawn by itself.
    counts: bool,
    rows: Vec<Vec<Cell>>,
    at: (usize, usize),
    look: Modifier,
}

impl Screen {
    fn new(ambiguous: Ambiguous) -> Self {
        Self { ambiguous, counts: false, rows: Vec::new(), at: (0, 0), look: Modifier::empty() }
    }

    /// Keeps nothing: a new size is drawn anew, and whatever stood there must not shine through.
    fn resize(&mut self, columns: u16, rows: u16) {
        let rubbish = ("?".to_owned(), Modifier::REVERSED);
        self.rows = vec![vec![rubbish; usize::from(columns)]; usize::from(rows)];
    }

    fn read(&mut self, bytes: &[u8]) {
        let mut rest = std::str::from_utf8(bytes).unwrap();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("\x1b[") {
                let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                let (params, after) = after.split_at(end);
                let (last, after) = after.split_at(1);
                self.control(params, last);
                rest = after;
            } else if let Some(after) = rest.strip_prefix('\r') {
                self.at.0 = 0;
                rest = after;
            } else {
                let end = rest.find(['\x1b', '\r']).unwrap_or(rest.len());
                let (text, after) = rest.split_at(end);
                for glyph in text.graphemes(true) {
                    self.glyph(glyph);
                }
                rest = after;
            }
        }
    }

    fn control(&mut self, params: &str, last: &str) {
        let mut numbers = params.split(';').map(str::parse::<usize>);
        let mut number = |default| numbers.next().and_then(Result::ok).unwrap_or(default);
        let (x, y) = self.at;
        match last {
            "H" => {
                let row = number(1);
                self.at = (number(1) - 1, row - 1);
            }
            "G" => self.at.0 = number(1) - 1,
            "C" => self.at.0 += number(1),
            "X" => self.blank(y, x, x + number(1)),
            "K" => self.blank(y, x, self.rows[y].len()),
            "J" => (0..self.rows.len()).for_each(|y| self.blank(y, 0, self.rows[y].len())),
            "m" => params.split(';').for_each(|n| match n {
                "0" => self.look = Modifier::empty(),
                "1" => self.look.insert(Modifier::BOLD),
                "7" => self.look.insert(Modifier::REVERSED),
                "22" => self.look.remove(Modifier::BOLD),
                "27" => self.look.remove(Modifier::REVERSED),
                _ => panic!("nobody drew {n}"),
            }),
            "h" | "l" if params.starts_with('?') => {}
            _ => panic!("nobody should say {params}{last}"),
        }
    }

    fn blank(&mut self, y: usize, from: usize, to: usize) {
        // Erased cells take the background's colour, never reverse video.
        for x in from..to {
            self.set(x, y, (" ".to_owned(), Modifier::empty()));
        }
    }

    fn glyph(&mut self, glyph: &str) {
        let known = SUITE.iter().find(|(known, ..)| *known == glyph);
        let width = match known {
            Some((_, _, alone)) if self.counts => *alone,
            // Lines of a popup and its corners.
            None if matches!(glyph, "+" | "-" | "|" | "?") => 1,
            None if matches!(glyph, "│" | "┌" | "┐" | "└" | "┘") => {
                1 + usize::from(self.ambiguous == Ambiguous::Two)
            }
            _ => cells(glyph, self.ambiguous),
        };
        let (x, y) = self.at;
        if self.counts && x + width > self.rows[y].len() {
            // Wrapping is off: what does not fit is drawn over the last cells.
            self.at.0 = self.rows[y].len();
            return;
        }
        assert!(x + width <= self.rows[y].len(), "{glyph} does not fit at {x}");
        for column in x..x + width {
            self.set(column, y, (" ".to_owned(), self.look));
        }
        for column in x..x + width {
            self.rows[y][column].0 = if column == x { glyph.to_owned() } else { String::new() };
        }
        self.at.0 = x + width;
    }

    /// Half of a glyph written over takes the other half with it.
    fn set(&mut self, x: usize, y: usize, cell: Cell) {
        let row = &mut self.rows[y];
        let first = (0..=x).rev().find(|&x| !row[x].0.is_empty()).unwrap_or(0);
        let after = (x + 1..row.len()).find(|&x| !row[x].0.is_empty()).unwrap_or(row.len());
        for part in &mut row[first..after] {
            " ".clone_into(&mut part.0);
        }
        row[x] = cell;
    }
}

/// What is meant by a buffer: a blank that is not reversed looks like any other.
fn drawn(buf: &Buffer) -> Vec<Vec<Cell>> {
    let cell = |x, y| seen(&(buf[(x, y)].symbol().to_owned(), buf[(x, y)].modifier));
    (0..buf.area.height).map(|y| (0..buf.area.width).map(|x| cell(x, y)).collect()).collect()
}

fn seen((glyph, look): &Cell) -> Cell {
    let look = if glyph == " " { look.difference(Modifier::BOLD) } else { *look };
    (glyph.clone(), look)
}

/// The writer's other end, which the test reads after each frame.
#[derive(Clone, Default)]
struct Line(Rc<RefCell<Vec<u8>>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One thing drawn: a text, or a popup of that text's place.
#[derive(Debug, Clone)]
struct Stroke {
    text: String,
    at: (u16, u16),
    reversed: bool,
    bold: bool,
    popup: bool,
}

#[derive(Debug, Clone)]
struct Picture {
    size: Option<(u16, u16)>,
    strokes: Vec<Stroke>,
    cursor: Option<(u16, u16)>,
}

fn stroke() -> impl Strategy<Value = Stroke> {
    let mut glyphs: Vec<&str> = SUITE.iter().map(|(glyph, ..)| *glyph).collect();
    glyphs.extend(["   ", "            "]);
    let text = vec(proptest::sample::select(glyphs), 0..16).prop_map(|glyphs| glyphs.concat());
    let rare = || proptest::bool::weighted(0.2);
    (text, (0..30_u16, 0..5_u16), rare(), rare(), rare()).prop_map(|(text, at, reversed, bold, popup)| Stroke {
        text,
        at,
        reversed,
        bold,
        popup,
    })
}

fn picture() -> impl Strategy<Value = Picture> {
    let size = proptest::option::weighted(0.2, (1..40_u16, 1..6_u16));
    let cursor = proptest::option::of((0..40_u16, 0..6_u16));
    (size, vec(stroke(), 0..8), cursor).prop_map(|(size, strokes, cursor)| Picture { size, strokes, cursor })
}

fn paint(buf: &mut Buffer, strokes: &[Stroke], ambiguous: Ambiguous) {
    for Stroke { text, at: (x, y), reversed, bold, popup } in strokes {
        let mut style = Style::new();
        if *reversed {
            style = style.add_modifier(Modifier::REVERSED);
        }
        if *bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if *popup {
            backdrop(buf, Rect::new(*x, *y, 7, 3), Lines::Drawn, style, ambiguous);
        } else {
            put(buf, *x, *y, text, u16::MAX, style, ambiguous);
        }
    }
}

proptest! {
    #[test]
    fn what_is_shown_is_what_was_drawn(pictures in vec(picture(), 1..6), two in any::<bool>()) {
        let ambiguous = if two { Ambiguous::Two } else { Ambiguous::One };
        let line = Line::default();
        let mut screen = Screen::new(ambiguous);
        let mut terminal = Terminal::new(WidthBackend::new(line.clone(), (1, 1))).unwrap();
        let mut size = (36, 5);
        for (index, picture) in pictures.iter().enumerate() {
            if index == 0 || picture.size.is_some() {
                let before = size;
                size = picture.size.unwrap_or(size);
                if index == 0 || size != before {
                    screen.resize(size.0, size.1);
                    terminal.backend_mut().resize(size);
                    if size == (1, 1) {
                        terminal.clear().unwrap();
                    }
                }
            }
            let cursor = picture.cursor.map(|(x, y)| (x % size.0, y % size.1));
            let mut meant = Vec::new();
            terminal.draw(|frame| {
                paint(frame.buffer_mut(), &picture.strokes, ambiguous);
                meant = drawn(frame.buffer_mut());
                if let Some(at) = cursor {
                    frame.set_cursor_position(at);
                }
            }).unwrap();
            screen.read(&line.0.take());
            let shown: Vec<Vec<Cell>> = screen.rows.iter().map(|row| row.iter().map(seen).collect()).collect();
            prop_assert_eq!(shown, meant);
            if let Some((x, y)) = cursor {
                prop_assert_eq!(screen.at, (usize::from(x), usize::from(y)));
            }
        }
    }
}

/// Draws once over a screen full of Han, and reads it back.
fn shown(ambiguous: Ambiguous, counts: bool, paint: impl Fn(&mut Buffer)) -> (Vec<Vec<Cell>>, Vec<Vec<Cell>>) {
    let line = Line::default();
    let mut screen = Screen { counts, ..Screen::new(ambiguous) };
    screen.resize(24, 3);
    let mut terminal = Terminal::new(WidthBackend::new(line.clone(), (24, 3))).unwrap();
    terminal.clear().unwrap();
    let before = |frame: &mut ratatui::Frame<'_>| {
        for y in 0..3 {
            put(frame.buffer_mut(), 0, y, &"首".repeat(12), u16::MAX, Style::new(), ambiguous);
        }
    };
    terminal.draw(before).unwrap();
    let mut meant = Vec::new();
    terminal
        .draw(|frame| {
            paint(frame.buffer_mut());
            meant = drawn(frame.buffer_mut());
        })
        .unwrap();
    screen.read(&line.0.take());
    (screen.rows.iter().map(|row| row.iter().map(seen).collect()).collect(), meant)
}

/// Every kind of glyph at every column, beside a wide and a narrow one, in both settings: what stands behind it stands in
/// its column, and the glyph is whole.
#[test]
fn every_kind_of_glyph_stands_whole_at_every_column_in_both_settings() {
    for ambiguous in [Ambiguous::One, Ambiguous::Two] {
        for (glyph, ..) in SUITE {
            for x in 0..8 {
                let text = format!("{}{glyph}首{glyph}a", "9".repeat(x));
                let (shown, meant) = shown(ambiguous, false, |buf| {
                    put(buf, 0, 1, &text, u16::MAX, Style::new(), ambiguous);
                });
                assert_eq!(shown, meant, "{text:?}");
                let row: String = shown[1].iter().map(|(glyph, _)| glyph.as_str()).collect();
                assert_eq!(row.trim_end(), text.trim_end(), "nothing is lost");
                let a = shown[1].iter().position(|(glyph, _)| glyph == "a");
                let expected = x + 2 * cells(glyph, ambiguous) + 2;
                assert!(glyph == "a" || a == Some(expected), "{text:?} {a:?}");
            }
        }
    }
}

/// A popup's edges cut whatever stands there at every column: no half of it is left, and the popup is whole.
#[test]
fn a_popup_over_half_of_any_glyph_is_whole_at_every_column() {
    for ambiguous in [Ambiguous::One, Ambiguous::Two] {
        for (glyph, ..) in SUITE {
            for (shift, left, wide) in
                (0..2).flat_map(|shift| (0..9).flat_map(move |x| (3..8).map(move |w| (shift, x, w))))
            {
                let text = format!("{}{}", "9".repeat(shift), glyph.repeat(10));
                let (shown, meant) = shown(ambiguous, false, |buf| {
                    for y in 0..3 {
                        put(buf, 0, y, &text, u16::MAX, Style::new(), ambiguous);
                    }
                    backdrop(buf, Rect::new(left, 0, wide, 3), Lines::Ascii, Style::new(), ambiguous);
                });
                assert_eq!(shown, meant, "{glyph:?} {shift} {left} {wide}");
                let edge = |x: u16| shown[1][usize::from(x)].0.as_str();
                assert_eq!([edge(left), edge(left + wide - 1)], ["|", "|"], "{glyph:?}");
            }
        }
    }
}

/// A terminal that counts flags, keycaps, selectors and joined emoji character by character, or ambiguous glyphs as one
/// cell where the seat said two, draws them wider or narrower than they are here; the rest of the row stands where it
/// belongs all the same, and nothing old shines through.
#[test]
fn on_a_terminal_that_counts_characters_the_rest_of_the_row_stays_in_its_columns() {
    for (ambiguous, (glyph, widths, alone)) in
        [Ambiguous::One, Ambiguous::Two].into_iter().flat_map(|ambiguous| SUITE.map(|row| (ambiguous, row)))
    {
        let text = format!("首{glyph}a9席");
        for reversed in [Style::new(), Style::new().add_modifier(Modifier::REVERSED)] {
            let (shown, meant) = shown(ambiguous, true, |buf| {
                put(buf, 3, 1, &text, u16::MAX, reversed, ambiguous);
            });
            let wide = if ambiguous == Ambiguous::Two { widths[1] } else { widths[0] };
            let behind = 3 + 2 + wide;
            assert_eq!(shown[1][..5], meant[1][..5], "before {glyph:?}");
            assert_eq!(shown[1][behind..behind + 4], meant[1][behind..behind + 4], "behind {glyph:?}");
            if alone < wide {
                let rest = &shown[1][5 + alone..behind];
                let as_drawn = |(glyph, look): &Cell| glyph == " " && *look == meant[1][5].1;
                assert!(rest.iter().all(as_drawn), "{glyph:?} leaves {rest:?}");
            }
        }
    }
}

/// The question 下面两条竖线对齐吗 asks the terminal: its bars are in one column where ambiguous glyphs take one cell, in
/// two columns where they take two.
#[test]
fn the_bars_of_the_question_stand_in_one_column_only_where_ambiguous_glyphs_take_one_cell() {
    for (ambiguous, aligned) in [(Ambiguous::One, true), (Ambiguous::Two, false)] {
        let (shown, _) = shown(ambiguous, false, |buf| {
            for (line, y) in ALIGNMENT_LINES.into_iter().zip(0..) {
                put_unmeasured(buf, (1, y), line, u16::MAX, Style::new());
            }
        });
        let bar = |y: usize| shown[y].iter().position(|(glyph, _)| glyph == "|");
        assert!(bar(0).is_some() && bar(1).is_some(), "{shown:?}");
        assert_eq!(bar(0) == bar(1), aligned, "{shown:?}");
    }
}
