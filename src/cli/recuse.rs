//! `recuse`: by an expert for itself, or by the secretary for a seat (DESIGN §6).

use super::Context;
use super::own::answer;
use super::session::{Session, Whose, code, seat, text};
use super::stop::{Code as Exit, Ran, Stop};
use crate::domain::{Aside, Command};
use crate::words::cli::{Finished, Usage};

/// Which kind of recusal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// Recognised the applicant.
    pub(crate) recognised: bool,
    /// Abstains.
    pub(crate) abstain: bool,
    /// Takes it back.
    pub(crate) undo: bool,
}

impl Kind {
    fn aside(self) -> Aside {
        match self {
            Self { recognised: true, .. } => Aside::Recognised,
            Self { abstain: true, .. } => Aside::Abstained,
            _ => Aside::Conflict,
        }
    }
}

/// `recuse CODE` or `recuse SEAT CODE`.
pub(crate) fn run(context: &mut Context, whom: &[String], reason: &str, kind: Kind) -> Ran {
    let (whose, named, dossier) = match whom {
        [dossier] if kind.undo => return Err(Stop::Usage(Usage::Missing(vec![format!("SEAT ({dossier})")], None))),
        [dossier] => (Whose::Expert, None, code(dossier)?),
        [named, dossier] => (Whose::Office, Some(seat(named)?), code(dossier)?),
        _ => return Err(Stop::Usage(Usage::Missing(vec!["CODE".to_owned()], None))),
    };
    let reason = text(reason);
    Session::write(context, whose)?.with(context, |context, session| {
        let seat = named.unwrap_or_else(|| session.seat().clone());
        let (whose, of) = (seat.clone(), dossier.clone());
        let (command, said) = if kind.undo {
            (Command::UndoAside { seat: whose, dossier: of, reason }, Finished::AsideUndone(&seat, &dossier))
        } else {
            let aside = kind.aside();
            (Command::SetAside { seat: whose, dossier: of, aside, reason }, Finished::SetAside(&seat, &dossier, aside))
        };
        let done = session.act(command)?;
        answer(context, &done, &said);
        Ok(Exit::Done)
    })
}
