//! `tally`: the list as recorded.

use super::Context;
use super::args::ListFormat;
use super::session::{Session, Whose, mixed_up};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, ListView, View};
use crate::domain::{Refusal, Role, Stage};
use crate::report::list::{Frame, beside_list, lines, lone};
use crate::report::{csv, json};
use crate::words::cli::{head_line, sections_note};
use crate::words::{self, head_of_hex};

/// Prints the list.
pub(crate) fn run(context: &mut Context, format: ListFormat) -> Ran {
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let view = match session.ask(Ask::List) {
            Ok(View::List(view)) => view,
            Ok(_) => return Err(mixed_up()),
            Err(stop) => return Err(later(session, stop)),
        };
        let shown = session.role() == Some(Role::Expert);
        match format {
            ListFormat::Json if shown => context.out.data(&json::shown_tally(&view.title, view.quota, &view.list)),
            ListFormat::Csv if shown => context.out.data(&csv::shown(&view.list)),
            ListFormat::Json => context.out.data(&json::tally(json::Heading::of(&view), &view.list)),
            ListFormat::Csv => context.out.data(&csv::list(&view.list)),
            ListFormat::Table => table(context, session, &view)?,
        }
        Ok(Exit::Done)
    })
}

/// Before review nobody sees the list; whoever will see it then is told when.
fn later(session: &mut Session, stop: Stop) -> Stop {
    let hidden = matches!(stop, Stop::Refused(Refusal::Hidden)) && session.role() != Some(Role::Expert);
    match session.home() {
        Ok(home) if hidden && home.stage < Stage::Review => {
            Refusal::Stage { now: home.stage, needs: &[Stage::Review, Stage::Final] }.into()
        }
        _ => stop,
    }
}

fn table(context: &mut Context, session: &mut Session, view: &ListView) -> Result<(), Stop> {
    let lang = context.lang;
    let panel = session.home()?.panel;
    let rules = panel.as_deref().map(|panel| &panel.rules);
    let full = session.role() != Some(Role::Expert);
    let frame = Frame::of(view, rules, full);
    for line in lines(lang, frame, &view.list) {
        context.out.line(&line);
    }
    if !full {
        return Ok(());
    }
    for line in lone(lang, &view.list) {
        context.out.line(&line);
    }
    context.out.line(sections_note(lang));
    context.out.line(&head_line(lang, &head_of_hex(&view.head), view.events));
    if let View::WhatIf(beside) = session.ask(Ask::WhatIf)? {
        for line in beside_list(lang, view.quota, &beside) {
            context.out.line(&line);
        }
    }
    let home = session.home()?;
    let rules = home.panel.as_deref().map(|panel| &panel.rules);
    for obstacle in &view.obstacles {
        context.out.line(&words::obstacle_beside(lang, rules, &view.flags, obstacle));
    }
    Ok(())
}
