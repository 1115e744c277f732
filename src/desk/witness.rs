//! `witness = [PATH]` in panel.toml: each journal head is appended there too, so that a record cut or rewritten as a
//! whole can be told from the outside (DESIGN §4). Told when it fails; the record itself is saved by then.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::record::hex;
use crate::domain::{Cause, RecordTrouble, State, Trouble};

/// Appends the head to every witness path; relative paths count from the panel folder.
pub(super) fn append(root: &Path, state: &State) -> Vec<Trouble> {
    let Some(panel) = &state.panel else { return Vec::new() };
    let mut troubles = Vec::new();
    for witness in &panel.witness {
        let path = root.join(witness.as_str());
        let line = format!("{} {}\n", state.last, hex(&state.head));
        let written = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .and_then(|mut file| file.write_all(line.as_bytes()));
        if let Err(error) = written {
            troubles.push(RecordTrouble::Witness(witness.clone(), Cause::from(&error)).into());
        }
    }
    troubles
}
