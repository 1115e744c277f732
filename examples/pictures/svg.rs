//! A frame as SVG. Every glyph has its own x, so that Chinese stands in its cells whatever font the viewer has; and
//! every word is an element of its own, for viewers that look at the first x only.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Size of a cell in pixels, and of the glyphs in it: a Han glyph fills two cells.
const CELL: (usize, usize) = (9, 22);
const EDGE: usize = 12;

const GROUND: &str = "#fcfcfa";
const INK: &str = "#24292f";

const STYLE: &str = "text{font-family:'Noto Sans Mono CJK SC','Sarasa Mono SC','Source Han Mono SC',Consolas,Menlo,\
'DejaVu Sans Mono','Microsoft YaHei','PingFang SC',monospace;font-size:15.5px;white-space:pre}.w{font-size:18px}\
.b{font-weight:bold}.u{text-decoration:underline}";

/// The picture of a frame.
pub(crate) fn svg(buf: &Buffer, title: &str) -> String {
    let (columns, rows) = (usize::from(buf.area.width), usize::from(buf.area.height));
    let (width, height) = (columns * CELL.0 + 2 * EDGE, rows * CELL.1 + 2 * EDGE);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{GROUND}\" stroke=\"#d0d7de\"/>\n",
        escaped(title)
    );
    for (y, row) in buf.content().chunks(columns.max(1)).enumerate() {
        grounds(&mut out, y, row);
        glyphs(&mut out, y, row);
    }
    out.push_str("</svg>\n");
    out
}

/// Reversed stretches of a row.
fn grounds(out: &mut String, y: usize, row: &[Cell]) {
    let mut x = 0;
    for stretch in row.chunk_by(|a, b| is_reversed(a) == is_reversed(b)) {
        if stretch.first().is_some_and(is_reversed) {
            let (left, top, width) = (EDGE + x * CELL.0, EDGE + y * CELL.1, stretch.len() * CELL.0);
            let fill = stretch.first().map_or(INK, ink);
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{fill}\"/>",
                CELL.1
            );
        }
        x += stretch.len();
    }
}

/// How a glyph is written; neighbours that are written alike share one element.
#[derive(PartialEq, Eq)]
struct Look {
    fill: &'static str,
    wide: bool,
    bold: bool,
    underlined: bool,
}

/// A stretch of glyphs written alike.
struct Stretch {
    look: Look,
    places: String,
    text: String,
    /// Where the next glyph would stand.
    next: usize,
    /// A glyph of several characters stands alone: each of them would take a place.
    closed: bool,
}

fn glyphs(out: &mut String, y: usize, row: &[Cell]) {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (x, cell) in row.iter().enumerate() {
        let symbol = cell.symbol();
        if symbol.trim().is_empty() {
            continue;
        }
        let wide = row.get(x + 1).is_some_and(|next| next.symbol().is_empty());
        let look = Look {
            fill: if is_reversed(cell) { GROUND } else { ink(cell) },
            wide,
            bold: cell.modifier.contains(Modifier::BOLD),
            underlined: cell.modifier.contains(Modifier::UNDERLINED),
        };
        let several = symbol.chars().count() > 1;
        let place = EDGE + x * CELL.0;
        let next = place + CELL.0 * if wide { 2 } else { 1 };
        match stretches.last_mut() {
            Some(last) if last.look == look && last.next == place && !last.closed && !several => {
                let _ = write!(last.places, " {place}");
                last.text.push_str(symbol);
                last.next = next;
            }
            _ => {
                let (places, text) = (place.to_string(), symbol.to_owned());
                stretches.push(Stretch { look, places, text, next, closed: several });
            }
        }
    }
    let base = EDGE + y * CELL.1 + CELL.1 * 3 / 4;
    for Stretch { look, places, text, .. } in stretches {
        let classes = [("w", look.wide), ("b", look.bold), ("u", look.underlined)];
        let classes: Vec<&str> = classes.iter().filter(|(_, on)| *on).map(|(class, _)| *class).collect();
        let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        let _ =
            writeln!(out, "<text y=\"{base}\" fill=\"{}\"{class} x=\"{places}\">{}</text>", look.fill, escaped(&text));
    }
}

fn is_reversed(cell: &Cell) -> bool {
    cell.modifier.contains(Modifier::REVERSED)
}

/// The sixteen colours as a calm light terminal shows them.
fn ink(cell: &Cell) -> &'static str {
    match cell.fg {
        Color::Red | Color::LightRed => "#b3261e",
        Color::Green | Color::LightGreen => "#1a7f37",
        Color::Yellow | Color::LightYellow => "#8a6100",
        Color::Blue | Color::LightBlue => "#0550ae",
        Color::Magenta | Color::LightMagenta => "#8250df",
        Color::Cyan | Color::LightCyan => "#0b7285",
        Color::DarkGray | Color::Gray => "#6e7781",
        _ => INK,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
