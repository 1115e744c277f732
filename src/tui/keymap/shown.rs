//! Keys as people read them.

use super::{Act, Context, Key, Keymap};
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

/// The keys of a hint line: all arrows, else the first main key, else the first alias here; `None` where there is none.
pub fn short_keys(lang: Lang, acts: &[Act], keymap: &Keymap, context: Context) -> Option<String> {
    let first = acts.first()?;
    if *first == Act::Type {
        return Some(words::digits(lang).to_owned());
    }
    let main: Vec<Key> = acts.iter().flat_map(|act| act.keys()).copied().collect();
    match main.first() {
        Some(key) if is_arrow(*key) && main.len() == 4 => Some(words::arrows(lang).to_owned()),
        Some(key) if is_arrow(*key) => Some(main_keys(lang, acts)),
        Some(key) => Some(key_name(lang, *key)),
        None => acts.iter().find_map(|act| keymap.aliases(context, *act).next()).map(|key| key_name(lang, key)),
    }
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

    #[test]
    fn a_hint_names_one_key_or_the_arrows() {
        let vi = crate::tui::keymap::file::built_in("vi").unwrap().map;
        let short = |acts: &[Act]| short_keys(Lang::Zh, acts, &vi, Context::List);
        assert_eq!(short(&[Act::Up, Act::Down]).as_deref(), Some("↑↓"));
        assert_eq!(short(&[Act::Up, Act::Down, Act::Left, Act::Right]).as_deref(), Some("↑↓←→"));
        assert_eq!(short(&[Act::PageDown, Act::PageUp]).as_deref(), Some("空格"));
        assert_eq!(short(&[Act::NextPane, Act::PreviousPane]).as_deref(), Some("Tab"));
        assert_eq!(short(&[Act::Type, Act::Erase]).as_deref(), Some("数字"));
        assert_eq!(short(&[Act::NextUnfinished]).as_deref(), Some("n"));
        assert_eq!(short(&[Act::Recuse]), None, "it has no key of its own");
    }
}
