//! Rules, rooms and records: what needs no program and no terminal.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::unreachable,
    reason = "tests stop at the first surprise"
)]

mod canary;
mod folder;
mod hall;
mod keys;
mod life;
mod narrowed;
mod office;
mod rooms;
mod screens;
mod served;
mod tally;
mod views;
