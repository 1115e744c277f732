//! The program on a real pseudo-terminal.
//!
//! `harness` starts a program, reads what it draws into a grid and waits for conditions on that grid;
//! `expert`, `office` and `rough` do whole jobs on the screens over the panel of `panel`, and what goes wrong in them;
//! `served` is about screens at a server, `ssh` about the way there through a real sshd; `stalled` is about lines that take little or nothing;
//! `echo` is a small program over the terminal layer alone, which this same binary becomes when asked.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod echo;
mod expert;
mod grid;
mod harness;
mod layer;
mod office;
mod panel;
mod rough;
mod served;
mod ssh;
mod stalled;
