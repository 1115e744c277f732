//! What a whole escape sequence means, once it is known to be whole.

use crate::tui::keymap::Key;

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;

/// The key of `Esc O <last>`: arrows in application mode, and the number pad, which people who enter
/// marks all day do use.
pub(super) fn ss3_key(last: u8) -> Key {
    match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'M' => Key::Enter,
        b'I' => Key::Tab,
        b'X' => Key::Char('='),
        // j to y stand for * to 9, in the order of ASCII.
        b'j'..=b'y' => Key::Char(char::from(last - 0x40)),
        _ => Key::Other,
    }
}

/// The key of `Esc [ <params> <last>`; `None` for what is not a key: a release, an answer of the
/// terminal to somebody else's question, focus, a sequence nobody knows.
pub(super) fn csi_key(params: &[u8], last: u8) -> Option<Key> {
    if matches!(params.first(), Some(b'<'..=b'?')) {
        return None;
    }
    let mut numbers = params.split(|&b| b == b';').map(Number::read);
    let first = numbers.next().flatten();
    let second = numbers.next().flatten();
    let third = numbers.next().flatten();
    let modifiers = second.map_or(0, |n| n.value.saturating_sub(1));
    let key = match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'Z' => Key::BackTab,
        b'E' | b'P' | b'Q' | b'S' => Key::Other,
        b'u' => coded(first?.value, modifiers),
        b'~' => match first?.value {
            1 | 7 => Key::Home,
            4 | 8 => Key::End,
            3 => Key::Delete,
            5 => Key::PageUp,
            6 => Key::PageDown,
            27 => coded(third?.value, modifiers),
            2 | 9..=34 => Key::Other,
            _ => return None,
        },
        _ => return None,
    };
    match second.map_or(1, |n| n.kind) {
        3 => None,
        // A held key repeats where that moves or deletes, as on any terminal; a held Enter or digit
        // is one press where the terminal can tell.
        2 if !repeats(key) => None,
        _ => Some(key),
    }
}

/// Keys written by their code point (`Esc [ 13 u`, `Esc [ 27;5;115 ~`), as some terminals are left by
/// the program before us.
fn coded(code: u32, modifiers: u32) -> Key {
    match code {
        9 if modifiers & SHIFT != 0 => Key::BackTab,
        9 => Key::Tab,
        13 | 57414 => Key::Enter,
        27 => Key::Esc,
        8 | 127 => Key::Backspace,
        _ => match char::from_u32(code) {
            Some(c) if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c) => Key::Other,
            Some(c) if modifiers & CTRL != 0 && c.is_ascii_alphabetic() => Key::Ctrl(c.to_ascii_lowercase()),
            Some(_) if modifiers & (CTRL | ALT) != 0 => Key::Other,
            Some(c) if modifiers & SHIFT != 0 => Key::Char(c.to_ascii_uppercase()),
            Some(c) => Key::Char(c),
            None => Key::Other,
        },
    }
}

fn repeats(key: Key) -> bool {
    matches!(
        key,
        Key::Up | Key::Down | Key::Left | Key::Right | Key::PageUp | Key::PageDown | Key::Backspace | Key::Delete
    )
}

/// One parameter, `5` or `5:3`: a number, and for modifiers whether it is press, repeat or release.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    kind: u32,
}

impl Number {
    fn read(param: &[u8]) -> Option<Self> {
        let mut parts = str::from_utf8(param).ok()?.split(':');
        let value = parts.next()?.parse().ok()?;
        let kind = parts.next().and_then(|kind| kind.parse().ok()).unwrap_or(1);
        Some(Self { value, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_no_key_and_a_repeat_moves_but_does_not_confirm() {
        assert_eq!(csi_key(b"1;1:1", b'B'), Some(Key::Down));
        assert_eq!(csi_key(b"1;1:2", b'B'), Some(Key::Down));
        assert_eq!(csi_key(b"1;1:3", b'B'), None);
        assert_eq!(csi_key(b"13;1:2", b'u'), None);
        assert_eq!(csi_key(b"57;1:2", b'u'), None);
        assert_eq!(csi_key(b"57;1:1", b'u'), Some(Key::Char('9')));
        assert_eq!(csi_key(b"57;1:3", b'u'), None);
    }

    #[test]
    fn modifiers_of_moving_keys_are_dropped_and_ctrl_letters_are_kept() {
        assert_eq!(csi_key(b"1;5", b'A'), Some(Key::Up));
        assert_eq!(csi_key(b"6;2", b'~'), Some(Key::PageDown));
        assert_eq!(csi_key(b"115;5", b'u'), Some(Key::Ctrl('s')));
        assert_eq!(csi_key(b"27;5;122", b'~'), Some(Key::Ctrl('z')));
        assert_eq!(csi_key(b"97;2", b'u'), Some(Key::Char('A')));
        assert_eq!(csi_key(b"97;3", b'u'), Some(Key::Other));
        assert_eq!(csi_key(b"9;2", b'u'), Some(Key::BackTab));
    }

    #[test]
    fn the_number_pad_types_digits() {
        let typed: Vec<_> = (b'p'..=b'y').map(ss3_key).collect();
        let meant: Vec<_> = ('0'..='9').map(Key::Char).collect();
        assert_eq!(typed, meant);
        assert_eq!(ss3_key(b'n'), Key::Char('.'));
        assert_eq!(ss3_key(b'o'), Key::Char('/'));
        assert_eq!(ss3_key(b'm'), Key::Char('-'));
        assert_eq!(ss3_key(b'M'), Key::Enter);
    }

    #[test]
    fn answers_to_questions_we_never_asked_are_no_keys() {
        for (params, last) in [
            (&b"?64;1;2"[..], b'c'),
            (b"0;0", b'R'),
            (b"", b'R'),
            (b"?1", b'u'),
            (b"<0;1;1", b'M'),
            (b"", b'I'),
            (b"", b'O'),
            (b"99999999999", b'~'),
            (b"201", b'~'),
            (b"", b'u'),
            (b"27;5", b'~'),
        ] {
            assert_eq!(csi_key(params, last), None, "{params:?}");
        }
    }
}
