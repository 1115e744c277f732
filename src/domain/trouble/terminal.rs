//! Terminals that cannot show the screens.

use crate::text::Clean;

/// Why a terminal cannot show the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Input or output is no terminal.
    NotATerminal,
    /// A kind that cannot show them: the value of TERM, and whether its locale is UTF-8.
    Term(Clean, bool),
    /// Not UTF-8: the locale; empty where none is set.
    Locale(Clean),
    /// Someone came over SSH without a terminal, with a command or for files: the login leads to the screens only.
    NoCommands,
    /// Over SSH a terminal said of itself that it is not UTF-8: its locale.
    LocaleSent(Clean),
}

impl Unfit {
    /// Whether a sentence in Chinese may come out as Chinese there. The bare console has no font for it. A locale
    /// that names another charset is believed; one that names none says nothing, since `ssh` often loses it on the way.
    pub fn may_show_chinese(&self) -> bool {
        match self {
            Self::NotATerminal | Self::NoCommands => true,
            Self::Term(kind, utf8) => *utf8 && kind.as_str() != "linux",
            Self::Locale(locale) | Self::LocaleSent(locale) => matches!(locale.as_str(), "" | "C" | "POSIX"),
        }
    }
}
