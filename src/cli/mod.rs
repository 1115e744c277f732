//! The command line (DESIGN §6): one file a command.
//!
//! Invariants: every command goes through `session` to the desk, so that rights and refusals are the desk's; everything
//! printed goes through `out`, where it is cleaned; data go to stdout, troubles and what is told to stderr; commands
//! never prompt.

mod amend;
mod args;
mod authorized_keys;
mod backup;
mod check;
mod codes;
mod decide;
mod demo;
mod demo_files;
mod explain;
mod keymap;
mod keys;
mod log;
mod marks;
mod new;
mod office;
mod out;
mod own;
mod parse;
mod quote;
mod rebuild;
mod recuse;
mod report;
mod rows;
mod screen;
mod serve;
mod session;
mod stage;
mod status;
mod stop;
mod tally;
mod tally_file;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;

use args::{Cli, MarksVerb, Verb};
use out::Out;
use parse::Parsed;
use stop::{Code, Ran, Stop};

use crate::desk::{Reach, Source};
use crate::domain::Trouble;
use crate::words::{self, Lang, Setting};

/// What the program is started with; `main` reads it, nothing below does.
#[derive(Debug)]
pub struct Env {
    /// The words of the command line, the program's name first.
    pub args: Vec<OsString>,
    /// The working directory, if there is one.
    pub dir: Option<PathBuf>,
    /// A variable of the environment.
    pub var: fn(&str) -> Option<String>,
    /// Minutes east of UTC, for times shown.
    pub offset_minutes: i32,
    /// Clock and chance.
    pub source: Source,
}

/// Everything a command needs besides its own arguments.
pub(crate) struct Context {
    pub(crate) lang: Lang,
    pub(crate) out: Out,
    pub(crate) env: Env,
    /// `-C`.
    pub(crate) panel: Option<PathBuf>,
    /// `--as`.
    pub(crate) seat: Option<String>,
    /// `--keys`.
    pub(crate) keys: Option<String>,
    /// Which ways to the panel are taken: `--remote-only`.
    pub(crate) reach: Reach,
}

/// Runs one command line; gives the exit code (DESIGN §6).
pub fn run(env: Env) -> u8 {
    let lang = parse::early_lang(&env.args, (env.var)("SHOUXI_LANG").as_deref());
    let parsed = parse::parse(env.args.clone(), lang);
    let mut context = Context { lang, out: Out::new(), env, panel: None, seat: None, keys: None, reach: Reach::Any };
    let ran = match parsed {
        Parsed::Run(cli) => {
            let Cli { panel, seat, keys, remote_only, verb, .. } = *cli;
            context.panel = panel;
            context.seat = seat;
            context.keys = keys;
            context.reach = if remote_only { Reach::Server } else { Reach::Any };
            match verb {
                Some(verb) => command(&mut context, verb),
                None => screen::run(&mut context),
            }
        }
        Parsed::Text(text) => {
            context.out.data(&text);
            Ok(Code::Done)
        }
        Parsed::Wrong(wrong) => Err(Stop::Usage(wrong)),
    };
    end(context, ran)
}

fn command(context: &mut Context, verb: Verb) -> Ran {
    match verb {
        Verb::Demo { dir } => demo::run(context, dir),
        Verb::New { dir } => new::run(context, &dir),
        Verb::Check { key } => check::run(context, key.as_deref()),
        Verb::Codes { count } => codes::run(context, count),
        Verb::Stage(args) => stage::run(context, args),
        Verb::Status { format } => status::run(context, format),
        Verb::Tally { marks: None, format } => tally::run(context, format),
        Verb::Tally { marks: Some(file), format } => tally_file::run(context, &file, format),
        Verb::Log { format } => log::run(context, format),
        Verb::Verify { heads, receipt } => verify::run(context, &heads, receipt.as_deref()),
        Verb::Rebuild { journal } => rebuild::run(context, journal),
        Verb::Marks { what: MarksVerb::Import { file, sign } } => marks::import(context, &file, sign),
        Verb::Marks { what: MarksVerb::Export } => marks::export(context),
        Verb::Declare { codes } => own::declare(context, &codes),
        Verb::Sign { codes, all } => own::sign(context, &codes, all),
        Verb::Explain { what, reason } => explain::run(context, &what, &reason.reason),
        Verb::Dissent { text } => own::dissent(context, &text),
        Verb::Recuse { whom, reason, recognised, abstain, undo } => {
            recuse::run(context, &whom, &reason.reason, recuse::Kind { recognised, abstain, undo })
        }
        Verb::Excuse { seat, code, reason } => office::excuse(context, &seat, code.as_deref(), &reason.reason),
        Verb::Replace { old, new, reason } => office::replace(context, &old, &new, &reason.reason),
        Verb::Return { seat, code, section, reason, cancel } => {
            office::give_back(context, &seat, &code, section.as_deref(), &reason.reason, cancel)
        }
        Verb::Withdraw { code, reason, undo } => office::withdraw(context, &code, &reason.reason, undo),
        Verb::SecrecyCheck { code, by, result } => office::secrecy(context, &code, &by, &result),
        Verb::Decide { codes, none, votes, voters, note } => decide::run(context, &codes, none, &votes, &voters, &note),
        Verb::Amend { file, reason, votes, second } => {
            amend::run(context, &file, &reason.reason, &votes, second.as_deref())
        }
        Verb::Confirm { what } => amend::confirm(context, &what),
        Verb::Keys { file, format } => keys::run(context, file.as_deref(), format),
        Verb::Serve { stop: true, .. } => serve::stop(context),
        Verb::Serve { unit: true, group, .. } => serve::unit(context, group.as_deref()),
        Verb::Serve { .. } => serve::run(context),
        Verb::AuthorizedKeys => authorized_keys::run(context),
        Verb::Backup { file } => backup::backup(context, &file),
        Verb::Restore { file } => backup::restore(context, &file),
        Verb::Report { names, address, out } => report::run(context, &names, address.as_deref(), out.as_deref()),
    }
}

/// Says why a command stopped, flushes, and gives the exit code.
fn end(mut context: Context, ran: Ran) -> u8 {
    let lang = context.lang;
    // Who came by key or account has no shell to run commands in.
    let setting = if context.reach == Reach::Server { Setting::Screen } else { Setting::Shell };
    let code = match ran {
        Ok(code) => code,
        Err(stop) => {
            match &stop {
                Stop::Usage(wrong) => context.out.told(&words::cli::usage(lang, wrong)),
                Stop::Refused(refusal) => context.out.told(&words::refusal(lang, setting, refusal)),
                Stop::Trouble(Trouble::Terminal(unfit)) => context.out.told(&words::unfit(lang, unfit)),
                Stop::Trouble(trouble) => context.out.told(&words::trouble(lang, setting, trouble)),
            }
            stop.code()
        }
    };
    match context.out.end() {
        Ok(()) => code.into(),
        Err(trouble) => {
            Out::new().told(&words::trouble(lang, Setting::Shell, &trouble));
            trouble.exit_code()
        }
    }
}
