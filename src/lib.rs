//! shouxi (首席): an expert panel scores anonymised dossiers; its secretary tallies a ranked list.
//!
//! The rooms, one invariant each; arrows go one way and a test reads them (tests/rules/rooms.rs):
//!
//! - [`text`]: every stored or shown string is `Clean`; one idea of how wide a glyph is. Depends on nothing.
//! - [`domain`]: the rules, pure: no clock, no I/O, no terminal, no floating point.
//! - [`words`]: every sentence people read, zh and en side by side. Pure.
//! - [`folder`]: what people write (panel, dossiers, marks files) to domain types, all findings at once.
//! - [`codec`]: an envelope round every stored record; the only user of bincode.
//! - [`journal`]: the truth, one append-only chained file, and the sled index that can always be rebuilt from it.
//! - [`desk`]: one hall owns the record; seats get views by their rights, and never events.
//! - [`report`]: views as JSON, CSV and tables.
//! - [`tui`]: a pure `update`, drawing without mutation, and the terminal behind guards.
//! - [`cli`]: one file a command.
pub mod cli;
pub mod codec;
pub mod desk;
pub mod domain;
pub mod folder;
pub mod journal;
pub mod report;
pub mod text;
pub mod tui;
pub mod words;
