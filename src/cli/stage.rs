//! `stage scoring | review | final`.

use super::Context;
use super::args::{StageArg, StageArgs};
use super::check::print_findings;
use super::own::answer;
use super::session::{Session, Whose, mixed_up, root, text};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, Done, View};
use crate::desk::{KeyFile, Request, key_digest};
use crate::domain::{Command, Refusal, Severity, Stage};
use crate::folder::{self, Folder};
use crate::words;
use crate::words::cli::{Finished, Usage, unconfirmed};

/// Goes to a stage.
pub(crate) fn run(context: &mut Context, args: StageArgs) -> Ran {
    let StageArgs { to, key, reason } = args;
    if key.is_some() && to != StageArg::Scoring {
        return Err(Stop::Usage(Usage::Conflict("--key".to_owned(), "review | final".to_owned())));
    }
    match to {
        StageArg::Scoring => {
            errors_first(context)?;
            // Named from where the command was given; the hall would look beside `panel.toml`.
            let key = key.map(|key| context.env.dir.as_deref().map_or(key.clone(), |dir| dir.join(&key)));
            let key = key.as_deref().map(key_digest).transpose()?.map(KeyFile::Digest);
            Session::begin(context)?.with(context, |context, session| {
                let done = session.request(Request::Open { key })?;
                Ok(said(context, &done, Stage::Scoring))
            })
        }
        StageArg::Review => {
            let command = Command::Close { reason: text(reason.as_deref().unwrap_or("")) };
            act(context, command, Stage::Review)
        }
        StageArg::Final => Session::write(context, Whose::Office)?.with(context, finalise),
    }
}

fn act(context: &mut Context, command: Command, to: Stage) -> Ran {
    Session::write(context, Whose::Office)?.with(context, |context, session| {
        let done = session.act(command)?;
        Ok(said(context, &done, to))
    })
}

/// Seals the list. What keeps it from being final is said as `status` says it, and so is the one caution.
fn finalise(context: &mut Context, session: &mut Session) -> Result<Exit, Stop> {
    match session.act(Command::Finalise) {
        Ok(done) => {
            let exit = said(context, &done, Stage::Final);
            if let View::List(list) = session.ask(Ask::List)?
                && !list.unconfirmed.is_empty()
            {
                let caution = unconfirmed(context.lang, list.unconfirmed.len());
                context.out.told(&caution);
            }
            Ok(exit)
        }
        Err(Stop::Refused(Refusal::Obstacles(obstacles))) => {
            let panel = session.home()?.panel;
            let View::List(list) = session.ask(Ask::List)? else { return Err(mixed_up()) };
            let rules = panel.as_deref().map(|panel| &panel.rules);
            let told = words::obstacles_left(context.lang, rules, &list.flags, &obstacles);
            context.out.told(&told);
            Ok(Exit::Findings)
        }
        Err(other) => Err(other),
    }
}

fn said(context: &mut Context, done: &Done, to: Stage) -> Exit {
    let head = done.stage_head.clone().unwrap_or_default();
    answer(context, done, &Finished::Stage(to, &head));
    Exit::Done
}

/// A folder with errors is refused before anything is made in it, and its errors are said.
fn errors_first(context: &mut Context) -> Result<(), Stop> {
    let root = root(context)?;
    if std::fs::symlink_metadata(Folder { root: root.clone() }.store()).is_ok() {
        return Ok(());
    }
    let findings = folder::read(&root).findings;
    let errors: Vec<_> = findings.into_iter().filter(|finding| finding.what.severity() == Severity::Error).collect();
    if errors.is_empty() {
        return Ok(());
    }
    print_findings(context, &errors);
    Err(Refusal::Findings(errors.len()).into())
}
