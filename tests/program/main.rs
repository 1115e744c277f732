//! The real program, run as people run it: arguments in, text and exit code out.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::print_stdout,
    reason = "tests stop at the first surprise, and print their seeds"
)]

mod backup;
mod broken;
mod codes;
mod deploy;
mod figures;
mod harness;
mod hostile;
mod keys;
mod killed;
mod languages;
mod life;
mod lots;
mod papers;
mod refusals;
mod serving;
mod shown;
mod told;
