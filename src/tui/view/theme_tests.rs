#![expect(clippy::float_arithmetic, reason = "contrast is a measure of colours; points are counted elsewhere")]

use super::*;

/// A palette as its makers publish it: ground, text, then the sixteen colours in ANSI's order.
struct Palette {
    name: &'static str,
    ground: u32,
    text: u32,
    ansi: [u32; 16],
}

/// xterm's default colours (XTerm-col.ad), which Xshell and many others share.
const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f, 0xff_0000,
    0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

/// `PuTTY`'s defaults.
const PUTTY: [u32; 16] = [
    0x00_0000, 0xbb_0000, 0x00_bb00, 0xbb_bb00, 0x00_00bb, 0xbb_00bb, 0x00_bbbb, 0xbb_bbbb, 0x55_5555, 0xff_5555,
    0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
];

/// Campbell, the default of Windows Terminal.
const CAMPBELL: [u32; 16] = [
    0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc, 0x76_7676, 0xe7_4856,
    0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2,
];

/// Tango, as GNOME Terminal and its relatives (Kylin) have it.
const TANGO: [u32; 16] = [
    0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf, 0x55_5753, 0xef_2929,
    0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec,
];

/// Solarized (ethanschoonover.com/solarized): its bright colours are mostly greys.
const SOLARIZED: [u32; 16] = [
    0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5, 0x00_2b36, 0xcb_4b16,
    0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
];

const PALETTES: [Palette; 8] = [
    Palette { name: "xterm on black", ground: 0x00_0000, text: 0xe5_e5e5, ansi: XTERM },
    Palette { name: "xterm on white", ground: 0xff_ffff, text: 0x00_0000, ansi: XTERM },
    Palette { name: "PuTTY", ground: 0x00_0000, text: 0xbb_bbbb, ansi: PUTTY },
    Palette { name: "Windows Terminal", ground: 0x0c_0c0c, text: 0xcc_cccc, ansi: CAMPBELL },
    Palette { name: "Tango dark", ground: 0x2e_3436, text: 0xd3_d7cf, ansi: TANGO },
    Palette { name: "Tango light", ground: 0xff_ffff, text: 0x2e_3436, ansi: TANGO },
    Palette { name: "Solarized dark", ground: 0x00_2b36, text: 0x83_9496, ansi: SOLARIZED },
    Palette { name: "Solarized light", ground: 0xfd_f6e3, text: 0x65_7b83, ansi: SOLARIZED },
];

impl Palette {
    fn shown(&self, colour: Color, unset: u32) -> u32 {
        const NAMES: [Color; 16] = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        NAMES.iter().position(|name| *name == colour).map_or_else(
            || {
                assert_eq!(colour, Color::Reset, "one of the sixteen, or the terminal's own");
                unset
            },
            |place| self.ansi[place],
        )
    }

    /// Contrast of a style as it is shown, after WCAG 2: 1 to 21.
    fn contrast(&self, style: Style) -> f64 {
        let (front, back) = (self.shown(style.fg.unwrap(), self.text), self.shown(style.bg.unwrap(), self.ground));
        let (front, back) = (luminance(front), luminance(back));
        (front.max(back) + 0.05) / (front.min(back) + 0.05)
    }
}

/// Relative luminance of an sRGB colour, 0 to 1 (WCAG 2).
fn luminance(rgb: u32) -> f64 {
    let linear = |shift: u32| {
        let value = f64::from((rgb >> shift) & 0xff) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}

/// What a coloured word needs at least: WCAG 2's bound for large text and signs.
const READABLE: f64 = 3.0;

fn themes() -> [Theme; 2] {
    [Theme::from_no_color(None), Theme::from_no_color(Some("1"))]
}

#[test]
fn every_role_is_readable_on_the_grounds_people_have() {
    for theme in themes() {
        for role in Role::ALL {
            for palette in &PALETTES {
                let contrast = palette.contrast(theme.style(role));
                assert!(contrast >= READABLE, "{role:?} on {}: {contrast:.1}", palette.name);
            }
        }
    }
}

/// Guards the measure itself with values that are known.
#[test]
fn contrast_is_what_wcag_says_and_yellow_on_white_fails() {
    let [black, white, ..] = &PALETTES;
    let text = Style::new().fg(Color::Reset).bg(Color::Reset);
    assert!((white.contrast(text) - 21.0).abs() < 1e-9);
    assert!(white.contrast(text.fg(Color::Yellow)) < 2.0);
    assert!(black.contrast(text.fg(Color::Yellow)) > 10.0);
    let solarized = &PALETTES[6];
    assert!((solarized.contrast(text.fg(Color::DarkGray)) - 1.0).abs() < 1e-9, "bright black is the ground itself");
}

#[test]
fn text_and_every_ground_are_the_terminals_own() {
    for theme in themes() {
        assert_eq!(theme.style(Role::Text), Style::new().fg(Color::Reset).bg(Color::Reset));
        for role in Role::ALL {
            assert_eq!(theme.style(role).bg, Some(Color::Reset));
        }
    }
}

#[test]
fn no_color_leaves_bold_reverse_and_underline() {
    let allowed = Modifier::BOLD.union(Modifier::REVERSED).union(Modifier::UNDERLINED);
    for role in Role::ALL {
        let style = Theme::from_no_color(Some("1")).style(role);
        assert_eq!(style.fg, Some(Color::Reset));
        assert!(allowed.contains(style.add_modifier));
    }
    assert_eq!(Theme::from_no_color(Some("")), Theme::from_no_color(None), "set to nothing is not set");
    assert_ne!(Theme::from_no_color(Some("0")), Theme::from_no_color(None), "set to anything is set");
}

#[test]
fn what_must_be_seen_differs_from_text_even_without_colour() {
    for theme in themes() {
        for role in [Role::Selected, Role::Warn, Role::Error, Role::Title, Role::Cut] {
            assert_ne!(theme.style(role), theme.style(Role::Text));
        }
        assert_ne!(theme.style(Role::Warn), theme.style(Role::Error));
    }
}
