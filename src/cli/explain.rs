//! `explain`: why a section keeps its marks, by the expert itself, or by the secretary from an absent expert's letter
//! (DESIGN §6).

use super::Context;
use super::own::{answer, unknown_section};
use super::session::{Session, Whose, code, seat, text};
use super::stop::{Code as Exit, Ran, Stop};
use crate::domain::Command;
use crate::words::cli::{Finished, Usage};

/// `explain CODE SECTION` or `explain SEAT CODE SECTION`.
pub(crate) fn run(context: &mut Context, what: &[String], reason: &str) -> Ran {
    let (whose, named, dossier, part) = match what {
        [dossier, part] => (Whose::Expert, None, code(dossier)?, part),
        [named, dossier, part] => (Whose::Office, Some(seat(named)?), code(dossier)?, part),
        _ => return Err(Stop::Usage(Usage::Missing(vec!["CODE".to_owned(), "SECTION".to_owned()], None))),
    };
    let reason = text(reason);
    Session::write(context, whose)?.with(context, |context, session| {
        let section = match session.section_named(part)? {
            Ok(section) => section,
            Err(known) => return Ok(unknown_section(context, part, &known)),
        };
        let name = session.section_name(&section)?;
        let of = dossier.clone();
        let (command, said) = match &named {
            None => (Command::Explain { dossier: of, section, reason }, Finished::Explained(&dossier, &name)),
            Some(seat) => (
                Command::EnterExplanation { seat: seat.clone(), dossier: of, section, reason },
                Finished::ExplanationEntered(seat, &dossier, &name),
            ),
        };
        let done = session.act(command)?;
        answer(context, &done, &said);
        Ok(Exit::Done)
    })
}
