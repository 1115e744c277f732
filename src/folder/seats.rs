//! `[[seat]]`, `[[visit]]`, `[paper]`: who sits there, who goes where, what is printed (DESIGN §2).

use std::collections::BTreeSet;

use super::keys::{Table, id, short};
use super::source::Found;
use crate::domain::{Code, FindingKind, Paper, Place, Role, Seat, SeatId, Visit, limit};
use crate::text::Clean;

/// Longest SSH key or account name.
const KEY_CHARS: usize = 4_096;

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

/// Reads `[[seat]]`.
pub(super) fn seats(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> Vec<Seat> {
    let mut seats: Vec<Seat> = Vec::new();
    let (mut users, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for table in top.tables(found, "seat", limit::SEATS) {
        table.only(found, &["id", "role", "name", "phone", "unix_user", "ssh_key", "employers"]);
        let id = table.need(found, "id").and_then(|value| id(found, "id", value, SeatId::parse));
        let roles = [("expert", Role::Expert), ("secretary", Role::Secretary), ("supervisor", Role::Supervisor)];
        let role = table.need(found, "role").and_then(|_| table.word(found, "role", &roles));
        let unix_user = table.line(found, "unix_user", limit::NAME_CHARS);
        let ssh_key = table.line(found, "ssh_key", KEY_CHARS);
        // One account or key names one seat; a key is its kind and body, whatever comment follows.
        let body = ssh_key.split(' ').filter(|part| !part.is_empty()).take(2).collect::<Vec<_>>().join(" ");
        if !unix_user.is_empty() && !users.insert(unix_user.clone()) {
            found.add(&table.span("unix_user"), FindingKind::AccountTwice(unix_user.clone()));
        }
        if !body.is_empty() && public_key(&ssh_key).is_none() {
            found.add(&table.span("ssh_key"), FindingKind::NotAKey(short(&ssh_key)));
        }
        if !body.is_empty() && !keys.insert(body) {
            found.add(&table.span("ssh_key"), FindingKind::AccountTwice(short(&ssh_key)));
        }
        let seat = (
            table.line(found, "name", limit::NAME_CHARS),
            table.line(found, "phone", limit::NAME_CHARS),
            table.lines(found, "employers", limit::ENTRIES, limit::NAME_CHARS),
        );
        let (Some(id), Some(role)) = (id, role) else { continue };
        if seats.iter().any(|other| other.id == id) {
            found.add(&table.span("id"), FindingKind::Repeated("seat", short(id.as_str())));
            continue;
        }
        let (name, phone, employers) = seat;
        let employers = employers.into_iter().map(|(employer, _)| employer).collect();
        seats.push(Seat { id, role, name, phone, unix_user, ssh_key, employers });
    }
    seats
}

/// Reads `[[visit]]`; whether the dossiers exist is checked where they are known.
pub(super) fn visits(
    found: &mut Found<'_, '_>,
    top: &Table<'_, '_>,
    seats: &[Seat],
) -> (Vec<Visit>, Vec<(Code, Place)>) {
    let (mut visits, mut visited) = (Vec::new(), Vec::new());
    let mut known: BTreeSet<(Code, SeatId)> = BTreeSet::new();
    for table in top.tables(found, "visit", limit::DOSSIERS) {
        table.only(found, &["dossier", "seats", "date"]);
        let dossier = table.need(found, "dossier").and_then(|value| id(found, "dossier", value, Code::parse));
        visited.extend(dossier.clone().map(|code| (code, found.source.place(table.span("dossier").start))));
        let date = table.need(found, "date").and_then(|_| table.date(found, "date"));
        let mut going = Vec::new();
        if table.need(found, "seats").is_some() {
            for value in table.list(found, "seats", limit::SEATS) {
                let Some(seat) = id(found, "seats", value, SeatId::parse) else { continue };
                if !seats.iter().any(|other| other.id == seat && other.role == Role::Expert) {
                    found.add(&value.span(), FindingKind::VisitNoExpert(seat));
                } else if dossier.as_ref().is_some_and(|code| !known.insert((code.clone(), seat.clone()))) {
                    found.add(&value.span(), FindingKind::Repeated("visit", short(seat.as_str())));
                } else {
                    going.push(seat);
                }
            }
        }
        if let (Some(dossier), Some(date)) = (dossier, date) {
            visits.push(Visit { dossier, seats: going, date });
        }
    }
    (visits, visited)
}

/// Reads `[paper]`.
pub(super) fn paper(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> Paper {
    let Some(table) = top.table(found, "paper") else { return Paper::default() };
    table.only(found, &["office", "number", "place", "date", "phone", "supervision_phone"]);
    let mut line = |key: &str| -> Clean { table.line(found, key, limit::NAME_CHARS) };
    let (office, number, place) = (line("office"), line("number"), line("place"));
    let (phone, supervision_phone) = (line("phone"), line("supervision_phone"));
    Paper { office, number, place, date: table.date(found, "date"), phone, supervision_phone }
}

/// Kind and key of a line from a `.pub` file; nothing before them, so that no options come in with it.
pub fn public_key(line: &str) -> Option<String> {
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
        assert_eq!(public_key(&format!("{good} li@home")).as_deref(), Some(good));
        for bad in [
            "",
            "ssh-ed25519",
            "command=\"sh\" ssh-ed25519 AAAAC3Nz",
            "ssh-ed25519 AAAA\"x",
            "ssh-ed25519 xyz",
            "no-pty ssh-ed25519 AAAAC3Nz",
        ] {
            assert_eq!(public_key(bad), None, "{bad}");
        }
    }
}
