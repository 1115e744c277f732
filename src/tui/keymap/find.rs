//! What is wrong with a keymap, and where.

use super::{Act, Context, Key, key_name};
use crate::text::Clean;
use crate::words::Lang;
use crate::words::keys as words;

/// Who takes a key before it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eater {
    /// tmux: its prefix, Ctrl+B.
    Tmux,
    /// screen: its prefix, Ctrl+A.
    Screen,
    /// Flow control: Ctrl+S stops the line, Ctrl+Q lets it go on.
    Flow,
    /// ssh: `~` at the beginning of a line is its own.
    Ssh,
    /// A Chinese input method prints another sign on this key, or is switched by it.
    Ime,
    /// The terminal sends the same for another key.
    Terminal,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Not UTF-8.
    NotUtf8,
    /// Larger than a keymap may be.
    TooLarge,
    /// Not TOML.
    Syntax(Clean),
    /// There were more of them.
    TooMany,
    /// `base` names no built-in keymap.
    Base,
    /// A section that is no context, and the nearest one.
    Context(Clean, Option<&'static str>),
    /// No action, and the nearest one.
    Action(Clean, Option<&'static str>),
    /// Neither a text nor a list of texts.
    NotKeys,
    /// Not one key.
    NotAKey(Clean),
    /// A main key: it is what it is everywhere.
    MainKey(Key),
    /// Answered by the program whatever is on the screen.
    Answered(Key),
    /// The action takes no alias, because it locks or decides something.
    Guarded(Act),
    /// The action is Enter, a digit or Backspace.
    Main(Act),
    /// The key is another action's already, in this file, here.
    Twice(Key, Act, Context),
    /// The action does not exist there.
    Nowhere(Act, Context),
    /// Another line has the key everywhere where the action exists.
    Hidden(Act, Key),
    /// Somebody takes the key before it arrives.
    Eaten(Key, Eater),
}

/// A finding with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as it was named.
    pub file: Clean,
    /// Its line, from 1; 0: the file as a whole.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Finding {
    /// A caution leaves the line in force; anything else leaves it out.
    pub fn is_caution(&self) -> bool {
        matches!(self.wrong, Wrong::Eaten(..))
    }

    /// `keys.toml:3:1`.
    pub fn place(&self) -> String {
        if self.line == 0 { self.file.to_string() } else { format!("{}:{}:{}", self.file, self.line, self.column) }
    }

    /// What is wrong, and what to do.
    pub fn told(&self, lang: Lang) -> (String, String) {
        self.wrong.told(lang)
    }
}

impl Wrong {
    /// Its name in tables.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NotUtf8 => "not-utf8",
            Self::TooLarge => "too-large",
            Self::Syntax(_) => "syntax",
            Self::TooMany => "too-many",
            Self::Base => "unknown-base",
            Self::Context(..) => "unknown-context",
            Self::Action(..) => "unknown-action",
            Self::NotKeys => "not-keys",
            Self::NotAKey(_) => "not-a-key",
            Self::MainKey(_) => "main-key",
            Self::Answered(_) => "answered-key",
            Self::Guarded(_) => "guarded",
            Self::Main(_) => "main-action",
            Self::Twice(..) => "duplicate",
            Self::Nowhere(..) | Self::Hidden(..) => "unreachable",
            Self::Eaten(..) => "eaten-key",
        }
    }

    fn told(&self, lang: Lang) -> (String, String) {
        let key = |key: &Key| key_name(lang, *key);
        match self {
            Self::NotUtf8 => words::not_utf8(lang),
            Self::TooLarge => words::too_large(lang),
            Self::Syntax(what) => words::syntax(lang, what),
            Self::TooMany => words::too_many(lang),
            Self::Base => words::base(lang),
            Self::Context(name, near) => words::context(lang, name, *near),
            Self::Action(name, near) => words::action(lang, name, *near),
            Self::NotKeys => words::not_keys(lang),
            Self::NotAKey(text) => words::not_a_key(lang, text),
            Self::MainKey(main) => words::main_key(lang, &key(main)),
            Self::Answered(answered) => words::answered(lang, &key(answered)),
            Self::Guarded(act) => words::guarded(lang, act.name(lang)),
            Self::Main(act) => words::main_action(lang, act.name(lang)),
            Self::Twice(twice, act, context) => words::twice(lang, &key(twice), act.id(), context.id()),
            Self::Nowhere(act, context) => {
                let there: Vec<&str> = act.contexts().iter().map(|context| context.id()).collect();
                words::nowhere(lang, act.name(lang), context.id(), &there)
            }
            Self::Hidden(act, hidden) => words::hidden(lang, act.name(lang), &key(hidden)),
            Self::Eaten(eaten, eater) => {
                let eaten = key(eaten);
                match eater {
                    Eater::Tmux => words::eaten_by(lang, &eaten, "tmux"),
                    Eater::Screen => words::eaten_by(lang, &eaten, "screen"),
                    Eater::Flow => words::eaten_flow(lang, &eaten),
                    Eater::Ssh => words::eaten_ssh(lang, &eaten),
                    Eater::Ime => words::eaten_ime(lang, &eaten),
                    Eater::Terminal => words::eaten_terminal(lang, &eaten),
                }
            }
        }
    }
}

/// Who takes a key before it arrives, if anybody does.
pub fn eater(key: Key) -> Option<Eater> {
    Some(match key {
        Key::Ctrl('b') => Eater::Tmux,
        Key::Ctrl('a') => Eater::Screen,
        Key::Ctrl('s' | 'q') => Eater::Flow,
        Key::Ctrl('h' | 'i' | 'j' | 'm') => Eater::Terminal,
        Key::Char('~') => Eater::Ssh,
        // Ctrl+Space switches it; with Chinese punctuation on, the others print ￥ …… —— “ ‘ 《 》 【 】 · or 、.
        Key::Ctrl(' ') | Key::Char('$' | '^' | '_' | '"' | '\'' | '<' | '>' | '[' | ']' | '`' | '\\') => Eater::Ime,
        _ => return None,
    })
}
