//! `authorized-keys`: one line a seat with a key, which leads into that seat and nowhere else.

use super::Context;
use super::quote::{option, shell};
use super::serve::{at, program, unprintable, word};
use super::session::root;
use super::stop::{Code as Exit, Ran};
use crate::desk::{self, Access};
use crate::domain::SeatId;
use crate::folder;
use crate::words::server as said;

/// Kinds of public keys that sshd takes.
const KINDS: &[&str] = &[
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

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
    let panel = folder::read_panel_file(&root).0;
    let lang = context.lang;
    let mut found = Exit::Done;
    for seat in panel.iter().flat_map(|panel| &panel.seats).filter(|seat| !replaced(&seat.id)) {
        if seat.ssh_key.is_empty() {
            context.out.told(&said::no_key(lang, seat.id.as_str()));
            continue;
        }
        let command = format!("{program_word} --remote-only -C {root_word} --as {}", seat.id);
        match (key(&seat.ssh_key), option(&command)) {
            (Some(key), Some(command)) => {
                context.out.line(&format!("restrict,pty,command={command} {key} {}", seat.id));
            }
            (None, _) => {
                context.out.told(&said::bad_key(lang, seat.id.as_str()));
                found = Exit::Findings;
            }
            (_, None) => return Err(unprintable(&root)),
        }
    }
    desk.close();
    Ok(found)
}

/// Kind and key of a line from a `.pub` file; nothing before them, so that no options come in with it.
fn key(line: &str) -> Option<String> {
    let mut words = line.split_ascii_whitespace();
    let (kind, key) = (words.next()?, words.next()?);
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    (KINDS.contains(&kind) && key.starts_with("AAAA") && key.chars().all(base64)).then(|| format!("{kind} {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_kind_and_its_bytes_and_brings_no_options() {
        let good = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA+/=";
        assert_eq!(key(&format!("{good} li@home")).as_deref(), Some(good));
        for bad in [
            "",
            "ssh-ed25519",
            "command=\"sh\" ssh-ed25519 AAAAC3Nz",
            "ssh-ed25519 AAAA\"x",
            "ssh-ed25519 xyz",
            "no-pty ssh-ed25519 AAAAC3Nz",
        ] {
            assert_eq!(key(bad), None, "{bad}");
        }
    }
}
