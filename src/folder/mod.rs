//! The panel folder: files in, domain types and findings out; frozen copies; marks as CSV; what `new` and
//! `codes` write (DESIGN §2, §3, §6).
//!
//! Invariant of the room: no file, whatever its bytes, makes reading panic, hang or grow without bound; and
//! a value that leaves the room fits the ranges of DESIGN §2, because every number is read from its written
//! text and every text is cleaned on the way in.
//!
//! - `source`, `keys`: a file's text, places in it, checked values;
//! - `panel`, `form`, `seats`, `dossier`, `anonymity`: what the files say and what is odd about it;
//! - `walk`, `load`: the folder itself, with links and odd files refused;
//! - `freeze`: copies under their digest, as scoring opened with them;
//! - `marks`: the CSV in which marks travel; `template`, `codes`: what `new` and `codes` write.

mod anonymity;
mod codes;
mod dossier;
mod form;
mod freeze;
mod keys;
mod load;
pub mod marks;
mod panel;
mod seats;
mod source;
pub mod template;
mod walk;

pub use codes::draw_codes;
pub use freeze::{FreezeError, FrozenError, PutBackError, freeze, freeze_bytes, frozen, put_back};
pub use seats::public_key;
pub use walk::{Folder, Read, Stamp, find, is_panel, read, read_dossier_file, read_for_list, read_panel_file};

use crate::domain::{Facts, Finding, Panel, Rules, Texts};

/// Sizes of DESIGN §2, in bytes.
pub mod size {
    /// Of `panel.toml`.
    pub const PANEL: u64 = 256 * 1024;
    /// Of one dossier.
    pub const DOSSIER: u64 = 1024 * 1024;
    /// Of a marks file.
    pub const MARKS: u64 = 64 * 1024 * 1024;
    /// Of all dossiers together; a bound for memory, far above any real review.
    pub const FOLDER: u64 = 512 * 1024 * 1024;
}

/// Reads `panel.toml`: the panel where the file has no error, and every finding, by place. `file` is its
/// path below the folder, for the findings. The panel's digest is BLAKE3 of the bytes.
pub fn read_panel(bytes: &[u8], file: &str) -> (Option<Panel>, Vec<Finding>) {
    let (panel, _, findings) = panel::read(bytes, file);
    (panel, findings)
}

/// Reads a dossier: facts and texts where the file has no error, and every finding, by place. Without rules
/// nothing is checked against the form or the reference day.
pub fn read_dossier(bytes: &[u8], file: &str, rules: Option<&Rules>) -> (Option<(Facts, Texts)>, Vec<Finding>) {
    let outline = rules.map(panel::Outline::of);
    let reading = dossier::read(bytes, file, outline.as_ref(), dossier::Care::Whole);
    (reading.dossier, reading.findings)
}

/// The texts of a frozen dossier, in the form's order; texts of sections that the form no longer has are
/// left out. `None` where the bytes are no text at all.
pub fn texts_of(bytes: &[u8], rules: &Rules) -> Option<Texts> {
    let sections: Vec<_> = rules.sections.iter().map(|section| section.id.clone()).collect();
    dossier::texts(bytes, &sections)
}
