//! Text as people may see it: the one door through which strings become storable and showable.
//!
//! Invariant of the room: whatever is a [`Clean`] holds nothing a terminal would obey and nothing a
//! reader could not see. The room is pure and depends on nothing else in the crate.
//!
//! - `clean`: the type [`Clean`] and the only functions that make it;
//! - `fold`: full-width and Chinese forms of *typed input* to ASCII, never of stored text.

mod clean;
mod fold;

pub use clean::{Clean, clean, clean_line, fixed, is_clean};
pub use fold::{fold, fold_char};
