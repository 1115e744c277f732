//! One file a screen: its state and what keys and answers do to it.

mod first;
mod help;
mod notice;
mod question;
mod seats;
mod weighty;
mod writing;

pub use first::Opening;
pub(super) use first::{first_page, gate};
pub use help::Help;
pub use notice::Notice;
pub use question::{Choice, Question};
pub use seats::Seats;
pub use weighty::Weighty;
pub use writing::{Purpose, Writing};
