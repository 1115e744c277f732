//! The terminal's drawing state, and the shortest bytes from one state to another.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::io::Write as _;

/// Attributes that show on an empty cell.
const SHOW_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// Attribute, the number that switches it on, the number that switches it off. Bold and dim share
/// their off, as do the two kinds of blinking.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// How the next glyph will look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    /// After `Esc [ 0 m`.
    pub(super) const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// The look of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a space drawn with it is an empty cell like any other.
    pub(super) fn blank_is_plain(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SHOW_ON_BLANK)
    }

    /// Bytes that take the terminal from `self` to `to`: the shorter of changing what differs and
    /// starting anew.
    pub(super) fn change(self, to: Self) -> Vec<u8> {
        if self == to {
            return Vec::new();
        }
        let mut step = Numbers::default();
        let mut anew = Numbers::default();
        anew.add(0);
        step.attributes(self.modifier, to.modifier);
        anew.attributes(Modifier::empty(), to.modifier);
        for (ground, from, to) in [(Ground::Fore, self.fg, to.fg), (Ground::Back, self.bg, to.bg)] {
            if from != to {
                step.colour(ground, to);
            }
            if to != Color::Reset {
                anew.colour(ground, to);
            }
        }
        let shorter = if step.0.len() <= anew.0.len() { step } else { anew };
        [b"\x1b[", shorter.0.as_slice(), b"m"].concat()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Fore,
    Back,
}

/// Numbers with semicolons between them.
#[derive(Default)]
struct Numbers(Vec<u8>);

impl Numbers {
    fn add(&mut self, number: u8) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        // Writing to a Vec cannot fail.
        let _ = write!(self.0, "{number}");
    }

    fn attributes(&mut self, from: Modifier, to: Modifier) {
        let mut on = from;
        for (attribute, _, off) in ATTRIBUTES {
            if on.contains(attribute) && !to.contains(attribute) {
                self.add(off);
                for (other, _, same) in ATTRIBUTES {
                    if same == off {
                        on.remove(other);
                    }
                }
            }
        }
        for (attribute, number, _) in ATTRIBUTES {
            if to.contains(attribute) && !on.contains(attribute) {
                self.add(number);
            }
        }
    }

    fn colour(&mut self, ground: Ground, colour: Color) {
        let base = if ground == Ground::Fore { 30 } else { 40 };
        match colour {
            Color::Reset => self.add(base + 9),
            Color::Indexed(index) => {
                self.add(base + 8);
                self.add(5);
                self.add(index);
            }
            Color::Rgb(red, green, blue) => {
                self.add(base + 8);
                self.add(2);
                self.add(red);
                self.add(green);
                self.add(blue);
            }
            Color::Black => self.add(base),
            Color::Red => self.add(base + 1),
            Color::Green => self.add(base + 2),
            Color::Yellow => self.add(base + 3),
            Color::Blue => self.add(base + 4),
            Color::Magenta => self.add(base + 5),
            Color::Cyan => self.add(base + 6),
            Color::Gray => self.add(base + 7),
            Color::DarkGray => self.add(base + 60),
            Color::LightRed => self.add(base + 61),
            Color::LightGreen => self.add(base + 62),
            Color::LightYellow => self.add(base + 63),
            Color::LightBlue => self.add(base + 64),
            Color::LightMagenta => self.add(base + 65),
            Color::LightCyan => self.add(base + 66),
            Color::White => self.add(base + 67),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn pen(style: Style) -> Pen {
        let mut cell = Cell::default();
        cell.set_style(style);
        Pen::of(&cell)
    }

    fn change(from: Style, to: Style) -> String {
        String::from_utf8(pen(from).change(pen(to))).unwrap()
    }

    #[test]
    fn only_what_differs_is_said_or_everything_anew_whichever_is_shorter() {
        let plain = Style::new();
        assert_eq!(change(plain, plain), "");
        assert_eq!(change(plain, plain.reversed()), "\x1b[7m");
        assert_eq!(change(plain.reversed(), plain), "\x1b[0m");
        assert_eq!(change(plain.red().bold(), plain), "\x1b[0m");
        assert_eq!(change(plain.red(), plain.red().bold()), "\x1b[1m");
        assert_eq!(change(plain.red().bold(), plain.green().bold()), "\x1b[32m");
        assert_eq!(change(plain.bold().dim(), plain.dim()), "\x1b[0;2m");
        assert_eq!(change(plain.red().on_blue().bold().dim(), plain.red().on_blue().dim()), "\x1b[22;2m");
        assert_eq!(change(plain, plain.fg(Color::DarkGray).bg(Color::Indexed(200))), "\x1b[90;48;5;200m");
    }

    #[test]
    fn a_blank_is_plain_unless_its_look_shows() {
        let plain = Style::new();
        assert!(pen(plain.red().bold()).blank_is_plain());
        for shows in [plain.reversed(), plain.underlined(), plain.on_red(), plain.crossed_out()] {
            assert!(!pen(shows).blank_is_plain());
        }
    }
}
