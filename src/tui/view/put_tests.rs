use super::*;
use crate::text::width;

const BOTH: [Ambiguous; 2] = [Ambiguous::One, Ambiguous::Two];

fn buffer(columns: u16, rows: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, columns, rows))
}

fn row(buf: &Buffer, y: u16) -> String {
    (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect()
}

/// Every glyph stands whole: the width of a row's text is the buffer's width, cell by cell.
fn assert_whole(buf: &Buffer, ambiguous: Ambiguous) {
    for y in 0..buf.area.height {
        let mut x = 0;
        while x < buf.area.width {
            let symbol = buf[(x, y)].symbol();
            let columns = u16::try_from(width(symbol, ambiguous)).unwrap();
            assert!(columns > 0, "a tail without a head at {x},{y}: {:?}", row(buf, y));
            assert_eq!(buf[(x, y)].cell_width(), columns, "the diff skips as many cells: {symbol:?}");
            for tail in x + 1..x + columns {
                assert_eq!(buf[(tail, y)].symbol(), "", "half a glyph at {tail},{y}: {:?}", row(buf, y));
            }
            x += columns;
        }
    }
}

#[test]
fn text_stands_at_its_columns_and_says_how_many_it_used() {
    for (text, one, two) in [
        ("W274 数控车工", 13, 13),
        ("经费 328.50 万元", 16, 16),
        ("91 分", 5, 5),
        ("“三点浮动”", 10, 12),
        ("圆度 0.03×2→1", 13, 15),
        ("…", 1, 2),
        ("", 0, 0),
    ] {
        for (ambiguous, columns) in BOTH.into_iter().zip([one, two]) {
            let mut buf = buffer(20, 1);
            assert_eq!(put(&mut buf, 0, 0, text, 20, Style::new(), ambiguous), columns, "{text}");
            assert_eq!(row(&buf, 0).trim_end(), text);
            assert_whole(&buf, ambiguous);
        }
    }
}

#[test]
fn half_a_glyph_is_never_shown_at_any_edge() {
    for ambiguous in BOTH {
        for text in ["首席技师", "a首b席", "“首”→席", "👩‍🔧焊工", "ｶﾞ首"] {
            for columns in 1..12 {
                for x in 0..columns {
                    for max_cols in 0..14 {
                        let mut buf = buffer(columns, 1);
                        let used = put(&mut buf, x, 0, text, max_cols, Style::new(), ambiguous);
                        assert!(used <= max_cols && x + used <= columns);
                        assert_whole(&buf, ambiguous);
                    }
                }
            }
        }
    }
}

#[test]
fn outside_the_buffer_nothing_happens() {
    let mut buf = Buffer::empty(Rect::new(3, 2, 4, 2));
    let before = buf.clone();
    for (x, y) in [(0, 2), (7, 2), (3, 1), (3, 4), (u16::MAX, 2), (3, u16::MAX), (u16::MAX, u16::MAX)] {
        assert_eq!(put(&mut buf, x, y, "首席", u16::MAX, Style::new(), Ambiguous::One), 0);
    }
    fill(&mut buf, Rect::new(0, 0, 3, 9), Style::new().reversed());
    vline(&mut buf, (9, 0), u16::MAX, Lines::Ascii, Style::new(), Ambiguous::One);
    assert_eq!(buf, before);
}

#[test]
fn writing_over_half_a_wide_glyph_leaves_no_half() {
    for ambiguous in BOTH {
        for text in ["x", "中", "→", " "] {
            for x in 0..8 {
                let mut buf = buffer(8, 1);
                put(&mut buf, 0, 0, "首席→技“", 8, Style::new(), ambiguous);
                put(&mut buf, x, 0, text, 8, Style::new(), ambiguous);
                assert_whole(&buf, ambiguous);
            }
        }
    }
}

#[test]
fn the_cells_behind_a_wide_glyph_have_its_style() {
    let mut buf = buffer(4, 1);
    put(&mut buf, 0, 0, "中", 4, Style::new().reversed(), Ambiguous::One);
    assert_eq!(buf[(0, 0)].modifier, buf[(1, 0)].modifier);
    put(&mut buf, 0, 0, "ab", 4, Style::new(), Ambiguous::One);
    assert_eq!(buf[(1, 0)].modifier, ratatui::style::Modifier::empty(), "and give it up with it");
}

#[test]
fn controls_and_glyphs_without_width_are_left_out() {
    let mut buf = buffer(8, 1);
    let used = put(&mut buf, 0, 0, "a\x1b[\u{7}\r\n\t\u{85}b\u{200b}c", 8, Style::new(), Ambiguous::One);
    assert_eq!((row(&buf, 0).trim_end(), used), ("a[bc", 4));
}

#[test]
fn widths_that_are_our_decision_are_told_to_the_diff_and_plain_ones_are_not() {
    let forced = |text: &str, ambiguous| {
        let mut buf = buffer(8, 1);
        put(&mut buf, 0, 0, text, 8, Style::new(), ambiguous);
        match buf[(0, 0)].diff_option {
            CellDiffOption::ForcedWidth(width) => Some(width.get()),
            _ => None,
        }
    };
    for ambiguous in BOTH {
        for plain in ["a", "-", "中", "，", "分"] {
            assert_eq!(forced(plain, ambiguous), None, "{plain}");
        }
    }
    for unsure in ["…", "“", "×", "→", "─"] {
        assert_eq!(forced(unsure, Ambiguous::One), Some(1), "{unsure}");
        assert_eq!(forced(unsure, Ambiguous::Two), Some(2), "{unsure}");
    }
}

#[test]
fn lines_are_ascii_unless_drawn_ones_are_sure_to_take_one_column() {
    let line = |lines, ambiguous| {
        let mut buf = buffer(4, 2);
        hline(&mut buf, (0, 0), 3, lines, Style::new(), ambiguous);
        vline(&mut buf, (0, 1), 1, lines, Style::new(), ambiguous);
        cut_line(&mut buf, (1, 1), u16::MAX, lines, Style::new(), ambiguous);
        assert_whole(&buf, ambiguous);
        format!("{}{}", row(&buf, 0), row(&buf, 1))
    };
    assert_eq!(line(Lines::Ascii, Ambiguous::One), "--- |===");
    assert_eq!(line(Lines::Drawn, Ambiguous::One), "─── │═══");
    assert_eq!(line(Lines::Drawn, Ambiguous::Two), "--- |===");
}

proptest::proptest! {
    #[test]
    fn any_texts_over_each_other_leave_whole_glyphs(
        texts in proptest::collection::vec((".{0,12}|[首席→“…a─ ｶﾞ]{0,12}", 0_u16..12, 0_u16..14), 1..8),
        two in proptest::bool::ANY,
    ) {
        let ambiguous = if two { Ambiguous::Two } else { Ambiguous::One };
        let mut buf = buffer(12, 1);
        for (text, x, max_cols) in texts {
            let used = put(&mut buf, x, 0, &text, max_cols, Style::new(), ambiguous);
            proptest::prop_assert!(used <= max_cols);
            assert_whole(&buf, ambiguous);
        }
    }
}
