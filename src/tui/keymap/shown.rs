//! Keys as people read them.

use super::{Act, Key};
use crate::words::Lang;
use crate::words::screens::keys as words;

/// The name of a key, as it stands on the keyboard.
pub fn key_name(lang: Lang, key: Key) -> String {
    match key {
        Key::Char(' ') => words::space(lang).to_owned(),
        Key::Char(typed) => typed.to_string(),
        Key::Ctrl(letter) => format!("Ctrl+{}", letter.to_ascii_uppercase()),
        Key::Enter => "Enter".to_owned(),
        Key::Esc => "Esc".to_owned(),
        Key::Tab => "Tab".to_owned(),
        Key::BackTab => "Shift+Tab".to_owned(),
        Key::Backspace => words::backspace(lang).to_owned(),
        Key::Up => words::up(lang).to_owned(),
        Key::Down => words::down(lang).to_owned(),
        Key::Left => words::left(lang).to_owned(),
        Key::Right => words::right(lang).to_owned(),
        Key::Home => "Home".to_owned(),
        Key::End => "End".to_owned(),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        Key::Delete => "Delete".to_owned(),
        Key::Other => words::other(lang).to_owned(),
    }
}

fn is_arrow(key: Key) -> bool {
    matches!(key, Key::Up | Key::Down | Key::Left | Key::Right)
}

/// The main keys of some actions that are told together: `↑↓`, `空格、PgDn、PgUp`.
pub fn main_keys(lang: Lang, acts: &[Act]) -> String {
    let mut text = String::new();
    let mut before: Option<Key> = None;
    for act in acts {
        if *act == Act::Type {
            text.push_str(words::digits(lang));
            before = Some(Key::Other);
        }
        for key in act.keys() {
            let arrows = is_arrow(*key) && before.is_some_and(is_arrow);
            if before.is_some() {
                text.push_str(if arrows { words::arrow_joint(lang) } else { words::joint(lang) });
            }
            text.push_str(&key_name(lang, *key));
            before = Some(*key);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_on_the_keyboard() {
        assert_eq!(main_keys(Lang::Zh, &[Act::Up, Act::Down]), "↑↓");
        assert_eq!(main_keys(Lang::En, &[Act::Up, Act::Down]), "Up/Down");
        assert_eq!(main_keys(Lang::Zh, &[Act::PageDown, Act::PageUp]), "空格、PgDn、PgUp");
        assert_eq!(main_keys(Lang::Zh, &[Act::Type, Act::Erase]), "数字、退格");
        assert_eq!(main_keys(Lang::En, &[Act::Enter, Act::Back]), "Enter, Esc");
        assert_eq!(key_name(Lang::Zh, Key::Ctrl('z')), "Ctrl+Z");
    }
}
