//! One file a screen: its state and what keys and answers do to it.

mod align;
mod check;
pub mod compare;
pub mod desk;
pub(in crate::tui::app) mod display;
mod dossiers;
mod first;
mod help;
pub mod ladder;
mod notice;
pub mod office;
mod promise;
mod question;
mod reason;
mod seats;
mod transcribed;
mod weighty;
mod writing;

pub use align::Align;
pub use check::{Check, CheckRow, shown_ratio};
pub use compare::Compare;
pub use desk::Desk;
pub use dossiers::{Dossiers, HEAD_ROWS};
pub use first::Opening;
pub(super) use first::{first_page, gate};
pub use help::Help;
pub use ladder::Ladder;
pub use notice::Notice;
pub use promise::Promise;
pub use question::{Choice, Question};
pub use reason::{Asks, Reason};
pub use seats::Seats;
pub use transcribed::Transcribed;
pub use weighty::Weighty;
pub use writing::{Purpose, Writing};
