//! shouxi (首席): an expert panel scores anonymised dossiers; its secretary tallies a ranked list.
//!
//! The rooms, one invariant each; arrows go one way and a test reads them (tests/rules/rooms.rs):
pub mod codec;
pub mod desk;
pub mod domain;
pub mod text;
pub mod tui;
pub mod words;
