//! Whether a terminal can show Chinese at all, from what it says of itself. Pure: the environment is
//! read by whoever asks.

/// Why the screen cannot be used here; people are told what to do instead (SCREENS §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// TERM is not set: this is no terminal.
    NoTerminal,
    /// TERM=dumb: it cannot move its cursor.
    Dumb,
    /// TERM=linux: the bare console has no Chinese font.
    Console,
    /// The locale is not UTF-8; its name, or `None` where nothing is set.
    NotUtf8(Option<String>),
}

/// The three variables a locale is read from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Locale<'a> {
    /// `LC_ALL`, before everything.
    pub lc_all: Option<&'a str>,
    /// `LC_CTYPE`.
    pub lc_ctype: Option<&'a str>,
    /// `LANG`, last.
    pub lang: Option<&'a str>,
}

impl<'a> Locale<'a> {
    /// The name that holds: the first that is set and not empty.
    fn name(self) -> Option<&'a str> {
        [self.lc_all, self.lc_ctype, self.lang].into_iter().flatten().find(|name| !name.is_empty())
    }

    /// Whether it says that text is UTF-8.
    pub fn is_utf8(self) -> bool {
        self.name().is_some_and(is_utf8)
    }
}

/// Looks at `TERM` and the locale; `None` means that the screen can be used.
pub fn unfit(term: Option<&str>, locale: Locale<'_>) -> Option<Unfit> {
    match term {
        None | Some("") => return Some(Unfit::NoTerminal),
        Some("dumb") => return Some(Unfit::Dumb),
        Some("linux") => return Some(Unfit::Console),
        Some(_) => {}
    }
    if locale.is_utf8() { None } else { Some(Unfit::NotUtf8(locale.name().map(str::to_owned))) }
}

/// `zh_CN.UTF-8`, `C.utf8`, `zh_CN.UTF-8@pinyin`.
fn is_utf8(name: &str) -> bool {
    let Some((_, rest)) = name.split_once('.') else {
        return false;
    };
    let charset = rest.split_once('@').map_or(rest, |(charset, _)| charset);
    ["utf-8", "utf8"].iter().any(|known| charset.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(lang: &str) -> Locale<'_> {
        Locale { lang: Some(lang), ..Locale::default() }
    }

    #[test]
    fn terminals_that_cannot_show_chinese_are_named() {
        let utf8 = lang("zh_CN.UTF-8");
        assert_eq!(unfit(None, utf8), Some(Unfit::NoTerminal));
        assert_eq!(unfit(Some(""), utf8), Some(Unfit::NoTerminal));
        assert_eq!(unfit(Some("dumb"), utf8), Some(Unfit::Dumb));
        assert_eq!(unfit(Some("linux"), utf8), Some(Unfit::Console));
        assert_eq!(unfit(Some("xterm-256color"), utf8), None);
    }

    #[test]
    fn a_locale_counts_by_its_charset() {
        for good in ["zh_CN.UTF-8", "zh_CN.utf8", "C.UTF-8", "en_US.Utf-8", "zh_CN.UTF-8@pinyin"] {
            assert_eq!(unfit(Some("xterm"), lang(good)), None, "{good}");
        }
        for bad in ["zh_CN.GB18030", "zh_CN", "C", "POSIX", "zh_CN.GBK@utf-8"] {
            let told = Some(Unfit::NotUtf8(Some(bad.to_owned())));
            assert_eq!(unfit(Some("xterm"), lang(bad)), told, "{bad}");
        }
        assert_eq!(unfit(Some("xterm"), Locale::default()), Some(Unfit::NotUtf8(None)));
    }

    #[test]
    fn the_first_variable_that_is_set_holds() {
        let locale = Locale { lc_all: Some(""), lc_ctype: Some("C"), lang: Some("zh_CN.UTF-8") };
        let told = Some(Unfit::NotUtf8(Some("C".to_owned())));
        assert_eq!(unfit(Some("xterm"), locale), told);
        let locale = Locale { lc_all: Some("C.UTF-8"), ..locale };
        assert_eq!(unfit(Some("xterm"), locale), None);
    }
}
