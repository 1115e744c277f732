//! What experts do with their own sheets: declare, sign, dissent.

use super::Context;
use super::session::{Session, Whose, codes, mixed_up, some_text};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, Done, View};
use crate::domain::{Code, Command, Half};
use crate::text::clean_line;
use crate::words::cli::{Finished, finished, no_section};

/// `declare CODE…`: all of them or none.
pub(crate) fn declare(context: &mut Context, words: &[String]) -> Ran {
    let codes = codes(words)?;
    Session::write(context, Whose::Expert)?.with(context, |context, session| {
        // A seat may declare for some and be refused for one; each is its own act, and what was done is said.
        for dossier in &codes {
            let done = session.act(Command::Declare { dossier: dossier.clone() })?;
            answer(context, &done, &Finished::Declared(std::slice::from_ref(dossier)));
        }
        Ok(Exit::Done)
    })
}

/// `sign CODE…` or `sign --all`.
pub(crate) fn sign(context: &mut Context, words: &[String], all: bool) -> Ran {
    let dossiers = codes(words)?;
    Session::write(context, Whose::Expert)?.with(context, |context, session| {
        let command = if all { Command::SignAll } else { Command::Sign { dossiers, half: None, revision: None } };
        let done = session.act(command)?;
        if done.receipts.is_empty() {
            context.out.line(&finished(context.lang, &Finished::Already));
        }
        receipts(context, session, &done)?;
        Ok(Exit::Done)
    })
}

/// One line for each signature of the seat's own; where it covers one half of a sheet, which, and what is still open.
pub(crate) fn receipts(context: &mut Context, session: &mut Session, done: &Done) -> Result<(), Stop> {
    for (code, halves, receipt) in &done.receipts {
        let [file, onsite] = signed_halves(session, code)?;
        let open = if file { (!onsite).then_some(Half::Onsite) } else { Some(Half::File) };
        let part = open.and_then(|_| halves.first().copied());
        context.out.line(&finished(context.lang, &Finished::Signed(code, part, receipt)));
        if let Some(open) = open {
            context.out.line(&finished(context.lang, &Finished::HalfOpen(code, open)));
        }
    }
    Ok(())
}

/// Which halves of the own sheet are signed now; a half that is not due counts as signed.
fn signed_halves(session: &mut Session, code: &Code) -> Result<[bool; 2], Stop> {
    let View::Desk(sheet) = session.ask(Ask::Desk(code.clone()))? else { return Err(mixed_up()) };
    Ok(sheet.row.own.map_or([true; 2], |own| {
        let [file, onsite] = own.signed;
        [file, onsite || own.visit.is_none()]
    }))
}

/// Says which sections there are.
pub(crate) fn unknown_section(context: &mut Context, word: &str, known: &[String]) -> Exit {
    let told = no_section(context.lang, &clean_line(word), known);
    context.out.told(&told);
    Exit::Findings
}

/// `dissent --text T`.
pub(crate) fn dissent(context: &mut Context, words: &str) -> Ran {
    let text = some_text(words, "--text")?;
    Session::write(context, Whose::Expert)?.with(context, |context, session| {
        let done = session.act(Command::Dissent { text })?;
        answer(context, &done, &Finished::Dissented);
        Ok(Exit::Done)
    })
}

/// Says what was done, or that it stood so already.
pub(crate) fn answer(context: &mut Context, done: &Done, what: &Finished<'_>) {
    let what = if done.events == 0 { &Finished::Already } else { what };
    context.out.line(&finished(context.lang, what));
}
