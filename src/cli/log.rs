//! `log`: the journal as the seat may see it.

use super::Context;
use super::args::LogFormat;
use super::session::{Session, Whose, mixed_up};
use super::stop::{Code as Exit, Ran};
use crate::desk::view::{Ask, View};
use crate::report::entries::{heading, json_line, line};

/// Entries asked for at a time.
const PAGE: u32 = 1_000;

/// Prints all entries, oldest first.
pub(crate) fn run(context: &mut Context, format: LogFormat) -> Ran {
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let panel = session.home()?.panel;
        let panel = panel.as_deref();
        let (lang, offset) = (context.lang, context.env.offset_minutes);
        if format == LogFormat::Table {
            context.out.line(&heading(lang));
        }
        let mut from = 1;
        loop {
            let View::Log(view) = session.ask(Ask::Log { from, count: PAGE })? else { return Err(mixed_up()) };
            for entry in &view.entries {
                match format {
                    LogFormat::Table => context.out.line(&line(lang, panel, offset, entry)),
                    LogFormat::Jsonl => context.out.data(&json_line(lang, panel, entry)),
                }
            }
            match view.entries.last().map(|entry| entry.number) {
                Some(last) if last >= from && last < view.last => from = last + 1,
                _ => return Ok(Exit::Done),
            }
        }
    })
}
