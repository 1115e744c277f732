//! `amend` and `confirm`: changed files into the record, and second seats (DESIGN §3).

use std::path::Path;

use super::Context;
use super::args::VoteArgs;
use super::check::print_findings;
use super::decide::counted;
use super::own::answer;
use super::session::{Session, Whose, code, root, seat, text};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::SeatCard;
use crate::desk::{self, Client, Request, name_below};
use crate::domain::{AmendRefusal, Command, Refusal, Role, SeatId, Severity};
use crate::text::clean_line;
use crate::words::cli::{Finished, Usage};

/// `amend FILE --reason T [--for N …] [--second SEAT]`.
pub(crate) fn run(context: &mut Context, file: &Path, reason: &str, votes: &VoteArgs, second: Option<&str>) -> Ran {
    let held = votes.in_favour.is_some() || votes.against.is_some() || votes.abstaining.is_some();
    let request = Request::Amend {
        file: name_below(&root(context)?, file)?,
        reason: text(reason),
        votes: held.then(|| counted(votes)),
    };
    let second = second.map(seat).transpose()?;
    let ran = Session::write(context, Whose::Office)?.with(context, |context, session| {
        // Before anything is written, so that a seat that may not confirm leaves no amendment behind.
        let mut second = second.map(|seat| beside(session, &seat)).transpose()?;
        let done = session.request(request)?;
        let shown = clean_line(&file.to_string_lossy());
        match (done.pending, second.as_mut()) {
            (Some(number), Some(second)) => {
                let done = second.act(Command::ConfirmAmendment { number })?;
                answer(context, &done, &Finished::Amended(&shown));
            }
            (Some(number), None) => answer(context, &done, &Finished::Pending(number)),
            (None, _) => answer(context, &done, &Finished::Amended(&shown)),
        }
        Ok(Exit::Done)
    });
    if let Err(Stop::Refused(Refusal::Amend(AmendRefusal::Errors(_)))) = ran {
        // A file with errors is not taken: which ones they are is said at once.
        let mut errors = desk::findings_of(&root(context)?, file);
        errors.retain(|finding| finding.what.severity() == Severity::Error);
        print_findings(context, &errors);
    }
    ran
}

/// The second seat sits down beside the first, in this process: it confirms by its own hand, which is what is recorded.
fn beside(session: &mut Session, seat: &SeatId) -> Result<Client, Stop> {
    if seat == session.seat() {
        return Err(Refusal::OwnConfirmation.into());
    }
    let expert = |card: &SeatCard| card.id == *seat && card.role == Role::Expert;
    if session.desk().seats().iter().any(expert) {
        return Err(Refusal::Amend(AmendRefusal::SecondSeat).into());
    }
    Ok(session.desk().sit(seat, false)?)
}

/// `confirm SEAT CODE` or `confirm #N`.
pub(crate) fn confirm(context: &mut Context, what: &[String]) -> Ran {
    match what {
        [word] => {
            let Some(number) = number_of(word) else { return Err(Stop::Usage(Usage::Confirm(word.clone()))) };
            Session::write(context, Whose::Office)?.with(context, |context, session| {
                let done = session.act(Command::ConfirmAmendment { number })?;
                answer(context, &done, &Finished::ConfirmedAmendment(number));
                Ok(Exit::Done)
            })
        }
        [whose, dossier] => {
            let (seat, dossier) = (seat(whose)?, code(dossier)?);
            Session::write(context, Whose::Office)?.with(context, |context, session| {
                let done = session.act(Command::ConfirmSheet { seat: seat.clone(), dossier: dossier.clone() })?;
                answer(context, &done, &Finished::ConfirmedSheet(&seat, &dossier));
                Ok(Exit::Done)
            })
        }
        _ => Err(Stop::Usage(Usage::Missing(vec!["SEAT CODE".to_owned(), "#N".to_owned()], None))),
    }
}

/// `#12`, in either width.
fn number_of(word: &str) -> Option<u64> {
    let folded = crate::text::fold(word);
    let digits = folded.trim().strip_prefix('#').unwrap_or("");
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}
