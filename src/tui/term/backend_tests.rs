use super::*;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::num::NonZeroU16;

/// Counts its writes.
#[derive(Debug, Default)]
struct Sink {
    bytes: Vec<u8>,
    writes: usize,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.writes += 1;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type TestTerminal = Terminal<WidthBackend<Sink>>;

fn terminal(columns: u16, rows: u16) -> TestTerminal {
    Terminal::new(WidthBackend::new(Sink::default(), (columns, rows))).unwrap()
}

/// Writes text as `view::put` does, which this room may not know: empty cells behind a wide glyph, and
/// a forced width for `…` and `“`.
fn write(buf: &mut Buffer, mut x: u16, y: u16, text: &str, style: Style) {
    for c in text.chars() {
        let mut cell = Cell::from(c);
        let width = cell.cell_width();
        cell.set_style(style);
        if matches!(c, '…' | '“' | '”') {
            cell.set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::MIN));
        }
        buf[(x, y)] = cell;
        for tail in x + 1..x + width {
            buf[(tail, y)].set_symbol("").set_style(style);
        }
        x += width;
    }
}

/// Draws a frame and answers what it sent.
fn draw(terminal: &mut TestTerminal, cursor: Option<(u16, u16)>, paint: impl FnOnce(&mut Buffer)) -> String {
    let out = &mut terminal.backend_mut().out;
    out.bytes.clear();
    out.writes = 0;
    terminal
        .draw(|frame| {
            paint(frame.buffer_mut());
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
        })
        .unwrap();
    let out = &terminal.backend().out;
    assert_eq!(out.writes, usize::from(!out.bytes.is_empty()), "one write a frame");
    String::from_utf8(out.bytes.clone()).unwrap()
}

fn framed(inside: &str) -> String {
    format!("\x1b[?2026h{inside}\x1b[?2026l")
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let mut terminal = terminal(20, 3);
    assert_eq!(draw(&mut terminal, None, |_| {}), "", "an empty screen is what was entered");
    let paint = |buf: &mut Buffer| write(buf, 0, 0, "首席“x”", Style::new().bold());
    assert_ne!(draw(&mut terminal, Some((3, 0)), paint), "");
    for _ in 0..3 {
        assert_eq!(draw(&mut terminal, Some((3, 0)), paint), "");
    }
}

#[test]
fn wide_glyphs_follow_each_other_without_a_move() {
    let mut terminal = terminal(20, 3);
    let sent = draw(&mut terminal, None, |buf| write(buf, 0, 1, "首席a技师", Style::new()));
    assert_eq!(sent, framed("\x1b[2H首席a技师"));
}

#[test]
fn after_a_glyph_of_uncertain_width_the_cursor_is_placed_anew() {
    let mut terminal = terminal(20, 3);
    let sent = draw(&mut terminal, None, |buf| write(buf, 2, 0, "“首”x", Style::new()));
    assert_eq!(sent, framed("\x1b[1;3H“\x1b[4G首”\x1b[7Gx"));
}

#[test]
fn after_the_last_column_the_cursor_is_placed_anew() {
    let mut terminal = terminal(4, 2);
    let sent = draw(&mut terminal, None, |buf| {
        write(buf, 0, 0, "首席", Style::new());
        write(buf, 0, 1, "abcd", Style::new());
    });
    assert_eq!(sent, framed("\x1b[1H首席\x1b[2Habcd"));
}

#[test]
fn a_wide_glyph_that_becomes_narrow_clears_its_second_cell() {
    let mut terminal = terminal(10, 1);
    draw(&mut terminal, None, |buf| write(buf, 0, 0, "a中z", Style::new()));
    let sent = draw(&mut terminal, None, |buf| write(buf, 0, 0, "ab z", Style::new()));
    assert_eq!(sent, framed("\x1b[1;2Hb "));
    let sent = draw(&mut terminal, None, |buf| write(buf, 0, 0, "a中z", Style::new()));
    assert_eq!(sent, framed("\x1b[1;2H中"));
}

#[test]
fn empty_cells_take_the_shortest_way() {
    let mut terminal = terminal(60, 1);
    draw(&mut terminal, None, |buf| write(buf, 0, 0, &"x".repeat(60), Style::new()));
    let row = |buf: &mut Buffer| {
        write(buf, 0, 0, "x".repeat(60).as_str(), Style::new());
        write(buf, 2, 0, "  ", Style::new());
        write(buf, 10, 0, &" ".repeat(8), Style::new());
        write(buf, 20, 0, &format!("{}y", " ".repeat(15)), Style::new());
        write(buf, 50, 0, &" ".repeat(10), Style::new());
    };
    let sent = draw(&mut terminal, None, row);
    assert_eq!(sent, framed("\x1b[1;3H  \x1b[6C\x1b[8X\x1b[10C\x1b[15X\x1b[15Cy\x1b[14C\x1b[K"));
    assert_eq!(draw(&mut terminal, None, row), "");
}

#[test]
fn a_blank_with_a_look_is_drawn_and_one_without_needs_no_new_pen() {
    let mut terminal = terminal(9, 1);
    let sent = draw(&mut terminal, None, |buf| {
        write(buf, 0, 0, "a b", Style::new().red());
        write(buf, 3, 0, "  ", Style::new().reversed());
    });
    assert_eq!(sent, framed("\x1b[1H\x1b[31ma b\x1b[0;7m  "));
}

#[test]
fn the_cursor_is_told_only_when_it_changes() {
    let mut terminal = terminal(10, 2);
    let still = |buf: &mut Buffer| write(buf, 0, 0, "6.5", Style::new());
    let sent = draw(&mut terminal, Some((3, 0)), still);
    assert_eq!(sent, framed("\x1b[1H6.5\x1b[?25h"), "it is already there");
    assert_eq!(draw(&mut terminal, Some((3, 0)), still), "");
    assert_eq!(draw(&mut terminal, Some((0, 1)), still), framed("\x1b[2H"));
    assert_eq!(draw(&mut terminal, None, still), framed("\x1b[?25l"));
    assert_eq!(draw(&mut terminal, None, still), "");
}

#[test]
fn a_new_size_clears_and_draws_everything() {
    let mut terminal = terminal(10, 2);
    let paint = |buf: &mut Buffer| write(buf, 0, 0, "首", Style::new().reversed());
    draw(&mut terminal, None, paint);
    for size in [(12, 3), (6, 3), (2, 1)] {
        terminal.backend_mut().resize(size);
        assert_eq!(draw(&mut terminal, None, paint), framed("\x1b[0m\x1b[2J\x1b[1H\x1b[7m首"), "{size:?}");
        assert_eq!(draw(&mut terminal, None, paint), "");
    }
}

#[test]
fn after_a_stop_nothing_is_taken_for_granted() {
    let mut terminal = terminal(10, 2);
    let paint = |buf: &mut Buffer| write(buf, 0, 0, "首", Style::new().bold());
    draw(&mut terminal, Some((2, 0)), paint);
    terminal.backend_mut().forget();
    terminal.clear().unwrap();
    let sent = draw(&mut terminal, Some((2, 0)), paint);
    assert_eq!(sent, framed("\x1b[0m\x1b[2J\x1b[1H\x1b[1m首\x1b[?25h"));
}

#[test]
fn every_size_from_one_cell_is_drawn() {
    for columns in 1..6 {
        for rows in 1..4 {
            let mut terminal = terminal(columns, rows);
            draw(&mut terminal, Some((0, 0)), |buf| {
                for y in 0..rows {
                    write(buf, 0, y, &"x".repeat(usize::from(columns)), Style::new());
                }
            });
        }
    }
}

/// A list at 120×40 with the bar on `selected`, over the row's words and not the spaces around them.
fn list(buf: &mut Buffer, selected: u16) {
    for y in 0..40 {
        let style = if y == selected { Style::new().reversed() } else { Style::new() };
        let mark = if y == selected { '>' } else { ' ' };
        let row = format!("{mark} W{:03} 85.{y:02}    9  0/1/1     是    得分    拟推荐", 200 + y);
        write(buf, 1, y, &row, style);
        write(buf, 58, y, "| 得分 85.21 ＝ 596.5 ÷ 7", Style::new());
    }
}

#[test]
fn a_move_in_the_list_costs_at_most_150_bytes() {
    let mut terminal = terminal(120, 40);
    draw(&mut terminal, None, |buf| list(buf, 10));
    let sent = draw(&mut terminal, None, |buf| list(buf, 11));
    assert!(sent.len() <= 150, "{} bytes: {sent:?}", sent.len());
}

/// A page of a dossier: the left pane of the desk, 36 lines of 34 glyphs with numbers between.
fn page(buf: &mut Buffer, number: usize) {
    const TEXT: &str =
        "针对薄壁套筒加工变形，自创“三点浮动支撑”装夹法，圆度由 0.03 mm 稳定到 0.008 mm，废品率由 6.1% 降到 0.9%。";
    let chars: Vec<char> = TEXT.chars().collect();
    for y in 0..36_u16 {
        let shift = number * 7 + usize::from(y) * 5;
        let mut x = 0;
        for &c in chars.iter().cycle().skip(shift) {
            let width = Cell::from(c).cell_width();
            if x + width > 46 {
                break;
            }
            write(buf, x, y + 2, c.to_string().as_str(), Style::new());
            x += width;
        }
        write(buf, 47, y + 2, "|  难题与作用  6.5", Style::new());
    }
}

#[test]
fn a_page_of_chinese_costs_at_most_3000_bytes() {
    let mut terminal = terminal(120, 40);
    draw(&mut terminal, None, |buf| page(buf, 0));
    let sent = draw(&mut terminal, None, |buf| page(buf, 1));
    assert!(sent.len() <= 3_000, "{} bytes", sent.len());
}

#[test]
fn a_failed_write_is_told() {
    struct Dead;
    impl Write for Dead {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(rustix::io::Errno::IO.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut terminal = Terminal::new(WidthBackend::new(Dead, (4, 1))).unwrap();
    let error = terminal.draw(|frame| write(frame.buffer_mut(), 0, 0, "x", Style::new())).unwrap_err();
    assert!(super::super::guard::is_gone(&error));
}

#[test]
fn a_part_is_cleared_from_the_cursor() {
    let mut backend = WidthBackend::new(Sink::default(), (10, 4));
    backend.set_cursor_position((2, 1)).unwrap();
    for (part, erase) in [
        (ClearType::AfterCursor, "\x1b[J"),
        (ClearType::BeforeCursor, "\x1b[1J"),
        (ClearType::CurrentLine, "\x1b[2K"),
        (ClearType::UntilNewLine, "\x1b[K"),
    ] {
        backend.forget();
        backend.shown = Some(false);
        backend.out.bytes.clear();
        backend.clear_region(part).unwrap();
        backend.flush().unwrap();
        let sent = String::from_utf8(backend.out.bytes.clone()).unwrap();
        assert_eq!(sent, framed(&format!("\x1b[2;3H\x1b[0m{erase}")));
    }
    let mut buf = Buffer::empty(Rect::new(0, 0, 1, 1));
    write(&mut buf, 0, 0, "x", Style::new());
    backend.draw([(0, 0, &buf[(0, 0)])].into_iter()).unwrap();
    backend.clear().unwrap();
    backend.out.bytes.clear();
    backend.flush().unwrap();
    assert_eq!(backend.out.bytes, framed("\x1b[0m\x1b[2J").into_bytes(), "what it clears is not sent first");
}
