//! Words quoted for those who read them next: a shell, an `authorized_keys` file, a systemd unit. What cannot be quoted
//! there is refused.

/// For a POSIX shell: one word, nothing in it means anything.
pub(crate) fn shell(word: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '+' | ',' | '=' | '@');
    if word.chars().any(char::is_control) {
        return None;
    }
    if !word.is_empty() && word.chars().all(plain) {
        return Some(word.to_owned());
    }
    Some(format!("'{}'", word.replace('\'', r"'\''")))
}

/// The value of an option in `authorized_keys`: in quotes, and quotes in it behind a backslash; sshd takes every other
/// backslash as it is.
pub(crate) fn option(value: &str) -> Option<String> {
    // One that ends in a backslash would take the closing quote with it.
    let fits = !value.chars().any(char::is_control) && !value.ends_with('\\');
    fits.then(|| format!("\"{}\"", value.replace('"', r#"\""#)))
}

/// One word of a systemd unit: `%` and `$` are doubled, quotes and backslashes escaped.
pub(crate) fn unit(word: &str) -> Option<String> {
    if word.chars().any(char::is_control) {
        return None;
    }
    let escaped = word.replace('\\', r"\\").replace('"', r#"\""#).replace('%', "%%").replace('$', "$$");
    Some(format!("\"{escaped}\""))
}

/// A directory in a systemd unit, where `$` is no variable.
pub(crate) fn unit_path(word: &str) -> Option<String> {
    unit(word).map(|quoted| quoted.replace("$$", "$"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a shell makes of it.
    fn through_sh(word: &str) -> String {
        let script = format!("printf %s {}", shell(word).unwrap());
        let ran = std::process::Command::new("/bin/sh").args(["-c", &script]).output().unwrap();
        String::from_utf8(ran.stdout).unwrap()
    }

    /// What sshd makes of an option's value (`opt_dequote` of OpenSSH).
    fn through_sshd(quoted: &str) -> (String, String) {
        let mut rest = quoted.strip_prefix('"').unwrap().chars().peekable();
        let mut value = String::new();
        while let Some(c) = rest.next() {
            match c {
                '"' => break,
                '\\' if rest.peek() == Some(&'"') => value.extend(rest.next()),
                c => value.push(c),
            }
        }
        (value, rest.collect())
    }

    #[test]
    fn a_shell_takes_it_as_one_word() {
        for word in
            ["/srv/panel", "/srv/评审 2024/威海", "/srv/it's $HOME `id` \"x\" \\ * ~", "", "-C", "a;b|c&d", "!x", "'"]
        {
            assert_eq!(through_sh(word), word);
        }
        assert_eq!(shell("/srv/panel").unwrap(), "/srv/panel");
        assert_eq!(shell("a\nb"), None);
    }

    #[test]
    fn an_option_ends_where_it_should() {
        for word in ["plain", "评审 \"2024\"", "a\\\"b", "$HOME 'x' \\x"] {
            let quoted = option(word).unwrap();
            assert_eq!(through_sshd(&quoted), (word.to_owned(), String::new()), "{quoted}");
        }
        assert_eq!(option("a\\"), None);
        assert_eq!(option("a\nb"), None);
    }

    #[test]
    fn a_unit_keeps_percents_and_dollars() {
        assert_eq!(unit("/srv/100% $HOME \"x\"").unwrap(), r#""/srv/100%% $$HOME \"x\"""#);
        assert_eq!(unit_path("/srv/100% $HOME").unwrap(), r#""/srv/100%% $HOME""#);
        assert_eq!(unit_path("a\nb"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn whatever_a_path_is_called_nothing_leaks_out_of_the_quotes(word in "[ -~评审]{0,24}") {
            prop_assert_eq!(through_sh(&word), word.clone());
            let command = format!("shouxi -C {} --as E03", shell(&word).unwrap());
            prop_assert_eq!(through_sshd(&option(&command).unwrap()), (command, String::new()));
        }
    }
}
