//! The real program, run as people run it: arguments in, text and exit code out.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod broken;
mod codes;
mod figures;
mod harness;
mod hostile;
mod killed;
mod languages;
mod life;
mod lots;
mod refusals;
