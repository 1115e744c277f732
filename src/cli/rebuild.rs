//! `rebuild [--journal]`: the store from the journal, or the journal from the store's second copies (DESIGN §4).

use std::path::Path;

use super::Context;
use super::session::{root, seat, tell};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk;
use crate::domain::{Refusal, Role, Trouble};
use crate::words::cli::{Finished, finished};

/// Rebuilds one from the other.
pub(crate) fn run(context: &mut Context, journal: bool) -> Ran {
    let root = root(context)?;
    may_rebuild(context, &root)?;
    let told = if journal { desk::rebuild_journal(&root)? } else { desk::rebuild(&root)? };
    let done = match (journal, told.is_empty()) {
        (false, _) => Finished::Rebuilt,
        (true, true) => Finished::JournalWhole,
        (true, false) => Finished::JournalHealed,
    };
    tell(context, told);
    context.out.line(&finished(context.lang, &done));
    Ok(Exit::Done)
}

/// Only the office mends the record: a secretary, a supervisor, or, `--as` left out, the only secretary. Where neither
/// journal nor file names a seat any more, whoever has the folder may.
fn may_rebuild(context: &Context, root: &Path) -> Result<(), Stop> {
    let seats = desk::seats_of(root);
    let live = || seats.iter().filter(|card| card.replaced.is_none());
    let Some(word) = context.seat.as_deref() else {
        let secretaries = live().filter(|card| card.role == Role::Secretary).count();
        return match (seats.len(), secretaries) {
            (0, _) | (_, 1) => Ok(()),
            _ => {
                let office = live().filter(|card| card.role != Role::Expert).map(|card| card.id.clone());
                Err(Trouble::SeatNeeded(office.collect()).into())
            }
        };
    };
    let named = seat(word)?;
    match seats.iter().find(|card| card.id == named) {
        Some(card) if card.role == Role::Expert => Err(Refusal::Role(&[Role::Secretary, Role::Supervisor]).into()),
        Some(_) => Ok(()),
        None if seats.is_empty() => Ok(()),
        None => Err(desk::unknown_seat(&named, &seats).into()),
    }
}
