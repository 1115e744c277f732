//! The program on a real pseudo-terminal.
//!
//! `harness` starts a program, reads what it draws into a grid and waits for conditions on that grid;
//! `echo` is a small program over the terminal layer alone, which this same binary becomes when asked.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod echo;
mod grid;
mod harness;
mod layer;
