//! Rules, rooms and records: what needs no program and no terminal.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unreachable,
    reason = "tests stop at the first surprise"
)]

mod rooms;
//! Rules that hold whatever the panel: pure, no terminal, no server.

mod folder;
mod tally;
