//! For tests: keys as text, `27.5<Enter>`.

use crate::tui::keymap::Key;

pub(super) fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(typed) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
        let (key, after) = match named {
            Some((name, after)) => (named_key(name), after),
            None => (Key::Char(typed), rest.strip_prefix(typed).unwrap()),
        };
        parsed.push(key);
        rest = after;
    }
    parsed
}

fn named_key(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "lt" => Key::Char('<'),
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "BackTab" => Key::BackTab,
        "Backspace" => Key::Backspace,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Ctrl+S" => Key::Ctrl('s'),
        "Ctrl+Z" => Key::Ctrl('z'),
        "Ctrl+C" => Key::Ctrl('c'),
        other => panic!("no key {other}"),
    }
}
