//! Text as people may see it: the one door through which strings become storable and showable.
//!
//! Invariant of the room: whatever is a [`Clean`] holds nothing a terminal would obey and nothing a
//! reader could not see; whatever was fitted to a column takes the cells it says. The room is pure and
//! depends on nothing else in the crate.
//!
//! - `clean`: the type [`Clean`] and the only functions that make it;
//! - `glyphs`: grapheme clusters, fast where the text is plain;
//! - `width`: cells of a text, with ambiguous glyphs as one or two;
//! - `wrap`: lines of a text under Chinese rules for line starts and ends;
//! - `elide`: a text of one line fitted to a column;
//! - `find`: where a text holds a typed word, whatever its forms;
//! - `fold`: full-width and Chinese forms of *typed input* to ASCII, never of stored text;
//! - `nearest`: the known word nearest to a mistyped one;
//! - `needle`: a typed word in names and texts, with Han left out or typed by their letters;
//! - `packed`: a text in two bytes a character, for looking through thousands;
//! - `pinyin`: finding Chinese by its initials, its spelling or itself.

mod clean;
mod elide;
mod find;
mod fold;
mod glyphs;
mod nearest;
mod needle;
mod packed;
mod pinyin;
mod width;
mod wrap;

pub use clean::{Clean, clean, clean_line, fixed, is_clean};
pub use elide::{beginning, center, elide, elide_middle, elided, pad_end, pad_start, push_end, push_start};
pub use find::find_all;
pub use fold::{fold, fold_char};
pub use glyphs::{Glyphs, glyphs};
pub use nearest::nearest;
pub use needle::Needle;
pub use packed::Packed;
pub use pinyin::{Spelled, Wanted};
pub use width::{Ambiguous, grapheme_width, is_ambiguous, measured_glyphs, width};
pub use wrap::{Line, wrap};
