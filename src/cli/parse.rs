//! From words on the command line to `Cli`, with help and errors in the reader's language.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};

use super::args::Cli;
use crate::text::nearest;
use crate::words::{Lang, cli};

/// What the words ask for.
pub(crate) enum Parsed {
    /// Something to do.
    Run(Box<Cli>),
    /// Help or version, to be printed.
    Text(String),
    /// A wrong command line.
    Wrong(cli::Usage),
}

/// Reads the words after the program's name.
pub(crate) fn parse(args: Vec<std::ffi::OsString>, lang: Lang) -> Parsed {
    let command = localised(lang);
    let commands: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    match command.try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => Parsed::Run(Box::new(cli)),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Parsed::Text(cli::usage_words(lang, &error.render().to_string()))
            }
            _ => Parsed::Wrong(usage(lang, &error, &commands)),
        },
    }
}

/// The language asked for by `--lang` before anything is parsed, so that errors speak it too.
pub(crate) fn early_lang(args: &[std::ffi::OsString], env: Option<&str>) -> Lang {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let after = words.iter().position(|word| *word == "--lang").and_then(|at| words.get(at + 1).copied());
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    after.or(joined).or(env).and_then(Lang::parse).unwrap_or(Lang::Zh)
}

/// The command tree with every help text in `lang`.
pub(crate) fn localised(lang: Lang) -> Command {
    dress(Cli::command(), lang, "", true)
}

fn dress(command: Command, lang: Lang, path: &str, top: bool) -> Command {
    let [usage, commands, arguments, options, help] = cli::headings(lang);
    let template = format!(
        "{{about}}\n\n{usage}{}{{usage}}\n{}",
        if usage.is_ascii() { " " } else { "" },
        if command.has_subcommands() {
            format!("\n{commands}\n{{subcommands}}\n\n{options}\n{{options}}\n")
        } else {
            "\n{all-args}\n".to_owned()
        }
    );
    let mut command = command.help_template(StyledStr::from(template)).disable_help_flag(true).arg(
        clap::Arg::new("help")
            .short('h')
            .long("help")
            .action(clap::ArgAction::Help)
            .help(help)
            .help_heading(options.trim_end_matches([':', '：'])),
    );
    if top {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help(if lang == Lang::Zh { "显示版本" } else { "show the version" }),
        );
    }
    if let Some(about) = cli::help(lang, path, None) {
        command = command.about(about);
    }
    let names: Vec<(clap::Id, Option<String>, bool)> = command
        .get_arguments()
        .map(|arg| (arg.get_id().clone(), arg.get_long().map(|long| format!("--{long}")), arg.is_positional()))
        .collect();
    for (id, long, positional) in names {
        let key = long.unwrap_or_else(|| id.to_string());
        if key == "--help" || key == "--version" {
            continue;
        }
        let heading = if positional { arguments } else { options }.trim_end_matches([':', '：']);
        let text = cli::help(lang, path, Some(&key));
        command = command.mut_arg(id, |arg| {
            let arg = arg.help_heading(heading);
            let Some(text) = text else { return arg };
            if !arg.get_action().takes_values() {
                return arg.help(text);
            }
            let values: Vec<String> =
                arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            arg.hide_possible_values(true).hide_default_value(true).help(cli::with_values(lang, text, &values))
        });
    }
    let subs: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in subs {
        let below = format!("{path} {name}").trim().to_owned();
        command = command.mut_subcommand(&name, |sub| dress(sub, lang, &below, false));
    }
    command
}

fn usage(lang: Lang, error: &clap::Error, commands: &[String]) -> cli::Usage {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        Some(ContextValue::Strings(words)) => words.first().cloned(),
        _ => None,
    };
    let many = |kind| match error.get(kind) {
        Some(ContextValue::Strings(words)) => words.clone(),
        Some(ContextValue::String(word)) => vec![word.clone()],
        _ => Vec::new(),
    };
    let arg = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let line = || match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(styled)) => {
            let plain = styled.to_string();
            let plain = plain.lines().next().unwrap_or("");
            let plain = plain.split_once([':', '：']).map_or(plain, |(_, line)| line);
            cli::usage_words(lang, plain.trim())
        }
        _ => "shouxi --help".to_owned(),
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            let near = nearest(&word, commands.iter().map(String::as_str)).map(ToOwned::to_owned);
            cli::Usage::UnknownCommand(word, near.or_else(|| text(ContextKind::SuggestedSubcommand)))
        }
        // A word where none is taken, not an option.
        ErrorKind::UnknownArgument if !arg.starts_with('-') => cli::Usage::Extra(arg, line()),
        ErrorKind::TooManyValues => cli::Usage::Extra(value, line()),
        ErrorKind::InvalidUtf8 => cli::Usage::NotUtf8,
        ErrorKind::UnknownArgument => cli::Usage::UnknownOption(arg, text(ContextKind::SuggestedArg)),
        ErrorKind::MissingRequiredArgument => cli::Usage::Missing(many(ContextKind::InvalidArg), Some(line())),
        ErrorKind::MissingSubcommand => cli::Usage::Missing(many(ContextKind::ValidSubcommand), None),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            cli::Usage::Missing(vec![arg], None)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            cli::Usage::BadValue(value, arg, many(ContextKind::ValidValue))
        }
        ErrorKind::ArgumentConflict => cli::Usage::Conflict(arg, text(ContextKind::PriorArg).unwrap_or_default()),
        _ => cli::Usage::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn untold(command: &Command, path: &str, lang: Lang, missing: &mut Vec<String>) {
        for arg in command.get_arguments().filter(|arg| arg.get_help().is_none()) {
            missing.push(format!("{lang:?} {path} {}", arg.get_id()));
        }
        for sub in command.get_subcommands() {
            let below = format!("{path} {}", sub.get_name());
            if sub.get_about().is_none() {
                missing.push(format!("{lang:?}{below}"));
            }
            untold(sub, &below, lang, missing);
        }
    }

    #[test]
    fn every_command_and_option_has_help_in_both_languages() {
        let mut missing = Vec::new();
        for lang in [Lang::Zh, Lang::En] {
            untold(&localised(lang), "", lang, &mut missing);
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_command_tree_is_sound() {
        localised(Lang::Zh).debug_assert();
    }

    #[test]
    fn a_wrong_word_names_the_nearest_command() {
        let args = ["shouxi", "taly"].map(Into::into).to_vec();
        let Parsed::Wrong(wrong) = parse(args, Lang::Zh) else { panic!("taken") };
        assert_eq!(wrong, cli::Usage::UnknownCommand("taly".into(), Some("tally".into())));
        let Parsed::Wrong(wrong) = parse(["shouxi", "statu"].map(Into::into).to_vec(), Lang::Zh) else {
            panic!("taken")
        };
        assert_eq!(wrong, cli::Usage::UnknownCommand("statu".into(), Some("status".into())), "nearer than stage");
    }

    #[test]
    fn the_acting_seat_is_never_mixed_up_with_the_seat_acted_upon() {
        let args = |words: &[&str]| words.iter().map(Into::into).collect::<Vec<std::ffi::OsString>>();
        for command in ["excuse E09 --reason x", "return E09 W274 --reason x", "replace E09 E10 --reason x"] {
            let words: Vec<&str> = std::iter::once("shouxi").chain(command.split(' ')).collect();
            let Parsed::Run(cli) = parse(args(&words), Lang::Zh) else { panic!("{command}") };
            assert_eq!(cli.seat, None, "{command}");
        }
    }

    #[test]
    fn the_language_is_known_before_the_rest_is_read() {
        let args = |words: &[&str]| words.iter().map(Into::into).collect::<Vec<std::ffi::OsString>>();
        assert_eq!(early_lang(&args(&["shouxi", "--lang", "en", "taly"]), None), Lang::En);
        assert_eq!(early_lang(&args(&["shouxi", "--lang=en"]), Some("zh")), Lang::En);
        assert_eq!(early_lang(&args(&["shouxi"]), Some("en")), Lang::En);
        assert_eq!(early_lang(&args(&["shouxi"]), None), Lang::Zh);
    }
}
