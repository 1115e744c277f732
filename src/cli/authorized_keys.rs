//! `authorized-keys`: one line a seat with a key, which leads into that seat and nowhere else.

use std::path::Path;

use super::Context;
use super::check::print_findings;
use super::quote::{option, shell};
use super::serve::{at, program, unprintable, word};
use super::session::{mixed_up, root};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, View};
use crate::desk::{self, Access, Desk};
use crate::domain::{Refusal, Role, Seat, SeatId, Stage};
use crate::folder;
use crate::words::server as said;

/// Prints the lines; seats without a key are told.
pub(crate) fn run(context: &mut Context) -> Ran {
    let root = root(context)?;
    let root = root.canonicalize().map_err(|error| at(&root, &error))?;
    let program = program()?;
    let (Some(program_word), Some(root_word)) = (word(&program, shell), word(&root, shell)) else {
        return Err(unprintable(&root));
    };
    let mut desk = desk::open(&root, Access::Look, context.env.source)?;
    let recorded = recorded(&mut desk)?;
    let seats = if let Some(seats) = recorded {
        tell_edited(context, &root, &seats);
        seats
    } else {
        of_file(context, &root)?
    };
    let replaced = |id: &SeatId| desk.seats().iter().any(|card| card.id == *id && card.replaced.is_some());
    let mut lines = Vec::new();
    for seat in seats.iter().filter(|seat| !replaced(&seat.id)) {
        let Some(key) = folder::public_key(&seat.ssh_key) else {
            context.out.told(&said::no_key(context.lang, seat.id.as_str()));
            continue;
        };
        let command = format!("{program_word} --remote-only -C {root_word} --as {}", seat.id);
        let command = option(&command).ok_or_else(|| unprintable(&root))?;
        lines.push(format!("restrict,pty,command={command} {key} {}", seat.id));
    }
    desk.close();
    for line in lines {
        context.out.line(&line);
    }
    Ok(Exit::Done)
}

/// The seats with their keys as recorded, which is what their cards are printed from; none before opening.
fn recorded(desk: &mut Desk) -> Result<Option<Vec<Seat>>, Stop> {
    let secretary = desk.seats().iter().find(|card| card.role == Role::Secretary && card.replaced.is_none());
    let Some(secretary) = secretary.map(|card| card.id.clone()) else { return Ok(None) };
    match desk.sit(&secretary, false)?.ask(Ask::Home)? {
        View::Home(home) if home.stage == Stage::Setup => Ok(None),
        View::Home(home) => Ok(home.panel.map(|panel| panel.seats.clone())),
        _ => Err(mixed_up()),
    }
}

/// Before opening nothing is recorded. Lines that are left out silently would keep people out: all of them, or none.
fn of_file(context: &mut Context, root: &Path) -> Result<Vec<Seat>, Stop> {
    let (panel, findings) = folder::read_panel_file(root);
    let Some(panel) = panel else {
        print_findings(context, &findings);
        return Err(Refusal::Findings(findings.len().max(1)).into());
    };
    Ok(panel.seats)
}

/// A key that was edited and not amended leads nowhere yet, which whoever edited it wants to know.
fn tell_edited(context: &mut Context, root: &Path, recorded: &[Seat]) {
    let file = folder::read_panel_file(root).0.map(|panel| panel.seats).unwrap_or_default();
    let key = |seats: &[Seat], id: &SeatId| {
        let seat = seats.iter().find(|seat| seat.id == *id)?;
        folder::public_key(&seat.ssh_key)
    };
    let edited = file.iter().filter(|seat| folder::public_key(&seat.ssh_key) != key(recorded, &seat.id));
    let edited: Vec<&str> = edited.map(|seat| seat.id.as_str()).collect();
    if !edited.is_empty() {
        context.out.told(&said::keys_edited(context.lang, &edited));
    }
}
