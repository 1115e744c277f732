//! `authorized-keys`: one line a seat with a key, which leads into that seat and nowhere else.

use super::Context;
use super::check::print_findings;
use super::quote::{option, shell};
use super::serve::{at, program, unprintable, word};
use super::session::root;
use super::stop::{Code as Exit, Ran};
use crate::desk::{self, Access};
use crate::domain::{Refusal, SeatId};
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
    // The file has the keys; who was replaced, the record knows.
    let desk = desk::open(&root, Access::Look, context.env.source)?;
    let replaced = |id: &SeatId| desk.seats().iter().any(|card| card.id == *id && card.replaced.is_some());
    let (panel, findings) = folder::read_panel_file(&root);
    // Lines that are left out silently would keep people out: all of them, or none.
    let Some(panel) = panel else {
        print_findings(context, &findings);
        return Err(Refusal::Findings(findings.len().max(1)).into());
    };
    let mut lines = Vec::new();
    for seat in panel.seats.iter().filter(|seat| !replaced(&seat.id)) {
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
