//! Rules that hold for any panel, and for the real ones.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unreachable,
    reason = "a test that meets the unexpected must fail loudly"
)]

mod canary;
mod tally;
mod views;
