//! What the secretary does about sheets, seats and candidates: excuse, replace, return, withdraw, secrecy-check.

use super::Context;
use super::own::{answer, unknown_section};
use super::session::{Session, Whose, code, seat, some_text, text};
use super::stop::{Code as Exit, Ran};
use crate::domain::Command;
use crate::words::cli::Finished;

fn act(context: &mut Context, command: Command, said: &Finished<'_>) -> Ran {
    Session::write(context, Whose::Office)?.with(context, |context, session| {
        let done = session.act(command)?;
        answer(context, &done, said);
        Ok(Exit::Done)
    })
}

/// `excuse SEAT [CODE] --reason T`.
pub(crate) fn excuse(context: &mut Context, whom: &str, dossier: Option<&str>, reason: &str) -> Ran {
    let (seat, dossier) = (seat(whom)?, dossier.map(code).transpose()?);
    let command = Command::Excuse { seat: seat.clone(), dossier: dossier.clone(), reason: text(reason) };
    act(context, command, &Finished::Excused(&seat, dossier.as_ref()))
}

/// `replace OLD NEW --reason T`.
pub(crate) fn replace(context: &mut Context, old: &str, new: &str, reason: &str) -> Ran {
    let (old, new) = (seat(old)?, seat(new)?);
    let command = Command::Replace { old: old.clone(), new: new.clone(), reason: text(reason) };
    act(context, command, &Finished::Replaced(&old, &new))
}

/// `return SEAT CODE [--section ID] --reason T [--cancel]`.
pub(crate) fn give_back(
    context: &mut Context,
    whom: &str,
    dossier: &str,
    part: Option<&str>,
    reason: &str,
    cancel: bool,
) -> Ran {
    let (seat, dossier) = (seat(whom)?, code(dossier)?);
    let (whose, of, reason) = (seat.clone(), dossier.clone(), text(reason));
    if cancel {
        let command = Command::CancelReturn { seat: whose, dossier: of, reason };
        return act(context, command, &Finished::ReturnCancelled(&seat, &dossier));
    }
    Session::write(context, Whose::Office)?.with(context, |context, session| {
        let section = match part.map(|part| session.section_named(part)).transpose()? {
            Some(Err(known)) => return Ok(unknown_section(context, part.unwrap_or(""), &known)),
            found => found.and_then(Result::ok),
        };
        let command = Command::Return { seat: whose, dossier: of, section: section.clone(), reason };
        let done = session.act(command)?;
        let name = section.as_ref().map(|section| session.section_name(section)).transpose()?;
        answer(context, &done, &Finished::Returned(&seat, &dossier, name.as_deref()));
        Ok(Exit::Done)
    })
}

/// `withdraw CODE --reason T [--undo]`.
pub(crate) fn withdraw(context: &mut Context, word: &str, reason: &str, undo: bool) -> Ran {
    let (code, reason) = (code(word)?, text(reason));
    let dossier = code.clone();
    if undo {
        act(context, Command::UndoWithdraw { dossier, reason }, &Finished::WithdrawalUndone(&code))
    } else {
        act(context, Command::Withdraw { dossier, reason }, &Finished::Withdrawn(&code))
    }
}

/// `secrecy-check CODE --by NAME --result T`.
pub(crate) fn secrecy(context: &mut Context, word: &str, by: &str, result: &str) -> Ran {
    let code = code(word)?;
    let (by, result) = (some_text(by, "--by")?, some_text(result, "--result")?);
    let command = Command::CheckSecrecy { dossier: code.clone(), by, result };
    act(context, command, &Finished::SecrecyChecked(&code))
}
