//! Many seats at once: 100 at the real socket and 20 real screens, against one real `shouxi serve` (DESIGN §10).
//!
//! `cargo bench --bench load`, or a part of it: `… -- crowd long`; `… -- kills` is the long form, which runs only when it
//! is named (`SHOUXI_KILLS`, `SHOUXI_SEED`). A bench beside `figures`, and not a part of it: that one measures one screen
//! on one machine and never fails; this one fails when a mark that was acknowledged is not in the record.
//!
//! Each figure stands beside a bare floor measured in the same run: an append and fdatasync, a socket echo, both
//! together, a key echoed by a bare program. Client and server share the machine, so that what is printed is what one
//! small machine does for both. Where others work on it too, `chrt -r 1` before the command keeps them out of the numbers.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench reads the clock, prints ratios, and stops at the first surprise"
)]

#[allow(dead_code, reason = "shared with the bench it belongs to")]
#[path = "../figures/bare.rs"]
mod bare;
mod check;
mod crowd;
mod floor;
mod kills;
mod long;
#[allow(dead_code, reason = "shared with the bench it belongs to")]
#[path = "../figures/panel.rs"]
mod panel;
mod screens;
mod seats;
mod server;
#[allow(dead_code, reason = "shared with the bench it belongs to")]
#[path = "../figures/term.rs"]
mod term;
mod told;

use std::path::Path;

const PROGRAM: &str = env!("CARGO_BIN_EXE_shouxi");

fn main() {
    if bare::is_asked_for() || floor::is_asked_for() || kills::is_asked_for() {
        return;
    }
    // `cargo bench` adds `--bench`.
    let parts: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let named = |part: &str| parts.iter().any(|word| word == part);
    let program = Path::new(PROGRAM);
    if parts.is_empty() || named("crowd") {
        crowd::crowd(program);
    }
    if parts.is_empty() || named("long") {
        long::long(program);
    }
    if named("kills") {
        kills::kills(program, usize::try_from(number("SHOUXI_KILLS", 20)).unwrap(), number("SHOUXI_SEED", 20_240_831));
    }
}

/// A number of the environment, or the usual one.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}
