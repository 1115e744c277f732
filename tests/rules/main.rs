//! Rules, rooms and records: what needs no program and no terminal.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::unreachable,
    reason = "tests stop at the first surprise"
)]

mod blind;
mod canary;
mod folder;
mod hall;
mod hostile;
mod keys;
mod life;
mod narrowed;
mod office;
mod practice;
mod rooms;
mod screens;
mod search;
mod served;
mod tally;
mod views;
