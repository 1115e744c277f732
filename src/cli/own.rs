//! What experts do with their own sheets: declare, sign, explain, dissent.

use super::Context;
use super::session::{Session, Whose, code, codes, some_text, text};
use super::stop::{Code as Exit, Ran};
use crate::desk::view::Done;
use crate::domain::Command;
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
        receipts(context, &done);
        Ok(Exit::Done)
    })
}

/// One line for each signature.
pub(crate) fn receipts(context: &mut Context, done: &Done) {
    for (code, halves, receipt) in &done.receipts {
        context.out.line(&finished(context.lang, &Finished::Signed(code, halves, receipt)));
    }
}

/// `explain CODE SECTION --reason T`.
pub(crate) fn explain(context: &mut Context, dossier: &str, part: &str, reason: &str) -> Ran {
    let (dossier, reason) = (code(dossier)?, text(reason));
    Session::write(context, Whose::Expert)?.with(context, |context, session| {
        let section = match session.section_named(part)? {
            Ok(section) => section,
            Err(known) => return Ok(unknown_section(context, part, &known)),
        };
        let (asked, named) = (dossier.clone(), section.clone());
        let done = session.act(Command::Explain { dossier: asked, section: named, reason })?;
        let name = session.section_name(&section)?;
        answer(context, &done, &Finished::Explained(&dossier, &name));
        Ok(Exit::Done)
    })
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
