//! In which language and to which hands a sentence speaks; the two macros that keep its languages together.

use std::fmt::Display;

/// Language of everything people read (`--lang`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// Reads `zh` or `en`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// As `--lang` takes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The word of this language.
    pub(super) const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// Joins names: 、 or commas. Beyond `most` it says how many there are.
    pub(super) fn list<T: Display>(self, names: impl IntoIterator<Item = T>, most: usize) -> String {
        let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
        let (comma, total) = (self.pick("、", ", "), names.len());
        let shown = names.get(..most.min(total)).unwrap_or_default().join(comma);
        match (self, total > most) {
            (_, false) => shown,
            (Self::Zh, true) => format!("{shown}等 {total} 个"),
            (Self::En, true) => format!("{shown} and {} more", total - most),
        }
    }

    /// A quoted name: “” or straight quotes.
    pub(super) fn quote(self, name: impl Display) -> String {
        match self {
            Self::Zh => format!("“{name}”"),
            Self::En => format!("\"{name}\""),
        }
    }
}

/// Whether the next step names keys or commands (DESIGN §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// On a screen: keys.
    Screen,
    /// In a shell: commands.
    Shell,
}

impl Setting {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Screen, Self::Shell];
}

/// What happened, and what to do next; either may be read alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) what: String,
    pub(super) next: String,
}

impl Said {
    pub(super) fn whole(self, lang: Lang) -> String {
        match (lang, self.next.is_empty()) {
            (_, true) => self.what,
            (Lang::Zh, false) => self.what + &self.next,
            (Lang::En, false) => format!("{} {}", self.what, self.next),
        }
    }
}

/// English number and noun: `1 sheet`, `2 sheets`.
pub(super) fn some<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, more: &str) -> String {
    let noun = if count == N::from(1) { one } else { more };
    format!("{count} {noun}")
}

/// `fixed_words! { name: "中文", "English"; … }`: functions of the language alone.
macro_rules! fixed_words {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)+) => {
        $(
            #[doc = concat!("“", $zh, "”")]
            $(#[$doc])*
            pub fn $name(lang: $crate::words::Lang) -> &'static str {
                lang.pick($zh, $en)
            }
        )+
        /// All of them, for the tests of the room.
        #[cfg(test)]
        pub(in crate::words) const FIXED: &[fn($crate::words::Lang) -> &'static str] = &[$($name),+];
    };
}

/// `say!(lang, "中文", "English")`: one sentence in two languages, with inline arguments.
macro_rules! say {
    ($lang:expr, $zh:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::words::Lang::Zh => format!($zh),
            $crate::words::Lang::En => format!($en),
        }
    };
}

/// `told!((lang, setting), "发生了什么" / "屏上怎么办" / "命令行怎么办", "what" / "on a screen" / "in a shell")`.
macro_rules! told {
    ($tone:expr, $zh:literal / $zh_screen:literal / $zh_shell:literal, $en:literal / $en_screen:literal / $en_shell:literal $(,)?) => {{
        use $crate::words::{Lang, Setting};
        let (what, next) = match $tone {
            (Lang::Zh, Setting::Screen) => (format!($zh), format!($zh_screen)),
            (Lang::Zh, Setting::Shell) => (format!($zh), format!($zh_shell)),
            (Lang::En, Setting::Screen) => (format!($en), format!($en_screen)),
            (Lang::En, Setting::Shell) => (format!($en), format!($en_shell)),
        };
        $crate::words::tone::Said { what, next }
    }};
}
