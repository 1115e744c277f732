//! From a command to events or a refusal. Pure: the same state, actor and command always give the same answer.
//! An empty list of events means that the command's effect stands already ("done").

mod amend;
mod import;
mod office;
mod sheet;
mod stage;
mod vote;

use super::rights::may_ask;
use super::rules::limit;
use super::state::State;
use super::{Actor, Code, Command, ItemId, Panel, Refusal, Role, Rules, Seat, SeatId, SectionId, Stage, What};
use crate::text::{Clean, clean_line, nearest};

pub use import::left_drafting;
pub use stage::{cautions_at_final, obstacles};

/// What deciding gives.
pub type Decided = Result<Vec<What>, Refusal>;

/// Decides a command. A refusal changes nothing and says why.
pub fn decide(state: &State, actor: &Actor, command: &Command) -> Decided {
    if let Command::Open { panel, dossiers, key } = command {
        return stage::open(state, actor, panel, dossiers, *key);
    }
    if state.panel.is_none() {
        return Err(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] });
    }
    let role = known_seat(state, &actor.seat)?.role;
    may_ask(role, command)?;
    if state.replaced.contains_key(&actor.seat) {
        return Err(Refusal::SeatReplaced(actor.seat.clone()));
    }
    decide_open(state, actor, role, command)
}

fn decide_open(state: &State, actor: &Actor, role: Role, command: &Command) -> Decided {
    match command {
        Command::Open { .. } => Err(Refusal::Stage { now: state.stage, needs: &[Stage::Setup] }),
        Command::Close { reason } => stage::close(state, reason),
        Command::Finalise => stage::finalise(state),
        Command::Declare { dossier } => sheet::declare(state, &actor.seat, dossier),
        Command::Mark { dossier, revision, item, basis, points, note, how } => {
            let cell = sheet::Cell { dossier, item, basis: *basis, revision: *revision };
            sheet::mark(state, &actor.seat, &cell, *points, note.as_ref(), *how)
        }
        Command::Note { dossier, revision, note } => sheet::note(state, &actor.seat, dossier, *revision, note),
        Command::Import { sheets, sign } => import::import(state, actor, role, sheets, *sign),
        Command::Sign { dossiers, half, revision } => sheet::sign(state, &actor.seat, dossiers, *half, *revision),
        Command::SignAll => sheet::sign_all(state, &actor.seat),
        Command::SetAside { seat, dossier, aside, reason } => {
            sheet::set_aside(state, actor, role, seat, dossier, *aside, reason)
        }
        Command::UndoAside { seat, dossier, reason } => office::undo_aside(state, seat, dossier, reason),
        Command::Excuse { seat, dossier, reason } => office::excuse(state, seat, dossier.as_ref(), reason),
        Command::Replace { old, new, reason } => office::replace(state, old, new, reason),
        Command::Return { seat, dossier, section, reason } => {
            office::give_back(state, seat, dossier, section.as_ref(), reason)
        }
        Command::CancelReturn { seat, dossier, reason } => office::cancel_return(state, seat, dossier, reason),
        Command::Explain { dossier, section, reason } => sheet::explain(state, &actor.seat, dossier, section, reason),
        Command::EnterExplanation { seat, dossier, section, reason } => {
            office::enter_explanation(state, seat, dossier, section, reason)
        }
        Command::Transcribe { seat, dossier, mark } => import::transcribe(state, actor, role, seat, dossier, mark),
        Command::OpenMeeting { codes } => vote::open_meeting(state, codes),
        Command::CloseMeeting => Ok(state.meeting.iter().map(|_| What::MeetingClosed).collect()),
        Command::BackUp => Ok(vec![What::BackedUp]),
        Command::Restored => Ok(vec![What::Restored]),
        Command::AskReturn { dossier, reason } => sheet::ask_return(state, &actor.seat, dossier, reason),
        Command::Withdraw { dossier, reason } => office::withdraw(state, dossier, reason),
        Command::UndoWithdraw { dossier, reason } => office::undo_withdraw(state, dossier, reason),
        Command::Decide { codes, none, votes, note } => vote::decide_tie(state, codes, *none, votes, note),
        Command::ConfirmSheet { seat, dossier } => office::confirm_sheet(state, actor, role, seat, dossier),
        Command::ConfirmAmendment { number } => amend::confirm(state, actor, *number),
        Command::Amend { amended, reason, votes } => amend::amend(state, actor, amended, reason, votes.as_ref()),
        Command::CheckSecrecy { dossier, by, result } => office::check_secrecy(state, dossier, by, result),
        Command::Dissent { text } => office::dissent(state, &actor.seat, text),
    }
}

fn needs(state: &State, stages: &'static [Stage]) -> Result<(), Refusal> {
    if stages.contains(&state.stage) { Ok(()) } else { Err(Refusal::Stage { now: state.stage, needs: stages }) }
}

/// A reason that the record needs: not empty, not longer than a note.
fn reason_given(reason: &Clean) -> Result<(), Refusal> {
    if reason.trim().is_empty() { Err(Refusal::NoReason) } else { note_fits(reason) }
}

fn note_fits(note: &Clean) -> Result<(), Refusal> {
    let chars = note.chars().count();
    if chars > limit::NOTE_CHARS { Err(Refusal::TooLong(limit::NOTE_CHARS, chars)) } else { Ok(()) }
}

fn rules(state: &State) -> Result<&Rules, Refusal> {
    state.rules().ok_or(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] })
}

fn panel(state: &State) -> Result<&Panel, Refusal> {
    state.panel.as_deref().ok_or(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] })
}

fn known_seat<'a>(state: &'a State, seat: &SeatId) -> Result<&'a Seat, Refusal> {
    let panel = panel(state)?;
    panel.seat(seat).ok_or_else(|| {
        let names = panel.seats.iter().map(|seat| seat.id.as_str());
        let near = nearest(seat.as_str(), names).and_then(|name| SeatId::parse(name).ok());
        Refusal::NoSeat(clean_line(seat.as_str()), near)
    })
}

fn expert<'a>(state: &'a State, seat: &SeatId) -> Result<&'a Seat, Refusal> {
    let known = known_seat(state, seat)?;
    if known.role != Role::Expert {
        return Err(Refusal::NotExpert(seat.clone()));
    }
    if state.replaced.contains_key(seat) {
        return Err(Refusal::SeatReplaced(seat.clone()));
    }
    Ok(known)
}

fn known_dossier(state: &State, code: &Code) -> Result<(), Refusal> {
    if state.dossiers.contains_key(code) {
        return Ok(());
    }
    let near = nearest(code.as_str(), state.dossiers.keys().map(Code::as_str)).and_then(|word| Code::parse(word).ok());
    Err(Refusal::NoDossier(clean_line(code.as_str()), near))
}

/// A dossier that is still in the review.
fn live_dossier(state: &State, code: &Code) -> Result<(), Refusal> {
    known_dossier(state, code)?;
    if state.withdrawn.contains_key(code) { Err(Refusal::DossierWithdrawn(code.clone())) } else { Ok(()) }
}

fn known_section(rules: &Rules, id: &SectionId) -> Result<(), Refusal> {
    if rules.section(id).is_some() {
        return Ok(());
    }
    let near = nearest(id.as_str(), rules.sections.iter().map(|section| section.id.as_str()));
    Err(Refusal::NoSection(clean_line(id.as_str()), near.and_then(|word| SectionId::parse(word).ok())))
}

fn known_item<'a>(rules: &'a Rules, id: &ItemId) -> Result<(usize, &'a super::Item), Refusal> {
    if let Some((place, _, item)) = rules.item(id) {
        return Ok((place, item));
    }
    let near = nearest(id.as_str(), rules.items().map(|(_, item)| item.id.as_str()));
    Err(Refusal::NoItem(clean_line(id.as_str()), near.and_then(|word| ItemId::parse(word).ok())))
}
