//! Every sentence people read: typed things in, Chinese (the default) or English out (DESIGN §9).
//!
//! Invariant of the room: a sentence says what happened, what is kept, and what to do next, which on a
//! screen names keys and in a shell names commands (DESIGN §6); no `match` here has a catch-all arm, so a
//! new variant does not compile without its words. The two languages of one message stand side by side.
//! The room is pure and depends on `domain` and `text` alone.
//!
//! - `names`: the words of DESIGN §1, one for each state, stage, standing …;
//! - `refusal`, `finding`, `trouble`: what was not done, what `check` found, what went wrong besides;
//! - `event`: one line of the log for each event, and times;
//! - `tally`: why a rank is what it is, as a sum to redo by hand;
//! - `verify`: what was checked, and the head of the journal 核验号;
//! - `keys`: what is wrong with a keymap;
//! - `server`: the log of a server;
//! - `paper`: what stands on papers 打印材料;
//! - `screens`: what one screen alone says;
//! - `screen`: fixed texts that several screens share.

#[macro_use]
mod tone;

pub mod cli;
mod event;
mod finding;
pub mod keys;
mod names;
pub mod paper;
mod refusal;
pub mod screen;
pub mod screens;
pub mod server;
pub mod tally;
mod time;
mod trouble;
mod verify;

pub use event::{event, masked, route};
pub use finding::{finding, place, points_error, summary};
pub use names::{
    Glance, aside, average, basis, basis_rule, compare, experts_see, half, honour_counts, honour_level, honour_reading,
    role, rounding, row_aside, severity, sheet_state, sign, sign_legend, sign_word, stage, standing, tie_step,
    unscored, yes_no,
};
pub use refusal::{amend_refusal, obstacle, obstacle_beside, obstacles_left, refusal, vote_refusal};
pub use time::{day, day_of, long_day, minute, time};
pub use tone::{Lang, Setting};
pub use trouble::{cause, damage, id_error, trouble, unfit};
pub use verify::{head, head_of_hex, receipt_found, receipt_found_own};

#[cfg(test)]
mod check;
