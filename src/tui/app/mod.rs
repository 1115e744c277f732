//! What the screens do, without a terminal: `update(Msg) -> Vec<Effect>`.
//!
//! Invariant of the room: pure. Keys, sizes, answers and the line's state come in as messages; requests,
//! leaving and changing seats go out as effects. No clock, no I/O, no drawing; `tui::view` reads from here
//! and never changes anything.
//!
//! Screens are a stack ([`Screen`]); the top one gets the keys. **How to add a screen:**
//! 1. `app/screens/NAME.rs`: a struct (its state, `pub` fields for the view) and `impl Page for` it. A page
//!    asks with [`Common::ask`], writes with [`Common::write`] and remembers the number it got; the answer
//!    comes to [`Page::answer`] with that number, and is dropped if the page has asked anew since or is gone.
//!    What a key leads to is a [`Step`]: push a page, go up, hand an [`Outcome`] to the page below.
//! 2. a line in the list of [`Screen`] (`app/screen.rs`);
//! 3. `view/screens/NAME.rs` with `draw(&NAME, &Common, &mut Canvas, Rect)`, and a line in `view/draw.rs`;
//! 4. its words in `words/screens/`, zh and en side by side;
//! 5. a role's first page is named in `app/screens/first.rs`.
//!
//! **What can be done on it**: an action has a line in `keymap/actions.rs` and its words in `words/screens/actions.rs`.
//! The page puts it into its [`parts::Actions`] under a digit (what does not fit into eight stands behind `Act::More`),
//! hands the row out in [`Page::actions`], and does it in [`Page::run`], by its name, never by its digit. A chosen digit
//! is `Step::Do(act)`. [`Page::ways`] names the keys that work beside the row, with a short word where the hint
//! line has it. Help, hint line ([`hint_line`]), palette and aliases follow.
//!
//! Common pieces (`parts/`): [`parts::Actions`] the numbered 操作 row, last stop of every Tab circle;
//! [`parts::Rows`] a list's cursor, with [`parts::Jump`] by code digits; [`parts::Pager`] wrapped text;
//! [`parts::Bench`] all of these for a table; [`parts::Detail`] what is said below a list; [`parts::Inquiry`] one question
//! at a time; [`parts::Editor`] text being typed; [`layout`] where things stand. Common pages: [`screens::Question`] (9 yes; menus too),
//! [`screens::Weighty`] (type the number shown), [`screens::Writing`] (notes, reasons, searches),
//! [`screens::Notice`], [`screens::Help`]. A page remembers in a field what it asked and reads the
//! [`Outcome`] in [`Page::back`].

mod common;
mod hint;
pub mod layout;
mod page;
pub mod parts;
mod screen;
pub mod screens;
mod update;

#[cfg(test)]
mod behaviour_tests;
#[cfg(test)]
pub(crate) mod probe;

pub use common::{Common, LinkState, Message, Tone};
pub use hint::hint_line;
pub use page::{Hint, Outcome, Page, Step, Way};
pub use screen::Screen;
pub use update::{App, Level};

use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{SeatCard, Topic};
use crate::domain::{SeatId, Trouble};
use crate::text::Ambiguous;
use crate::tui::keymap::{Key, Keymap};
use crate::words::Lang;

/// The smallest window the screens are made for; below it a sentence says so.
pub const LEAST_SIZE: (u16, u16) = (60, 20);

/// What the loop tells.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Pasted text, not clean.
    Paste(String),
    /// The window's size in columns and rows.
    Resize(u16, u16),
    /// An answer to the request of this number.
    Answer {
        /// The number given with `Effect::Send`.
        id: u64,
        /// The answer.
        result: Result<Answer, Failure>,
    },
    /// Something changed: whoever shows it asks again.
    Changed(Topic),
    /// Something the hall tells once.
    Told(Trouble),
    /// The line to the hall.
    Link(LinkState),
    /// The line now speaks for this seat: everything begins anew.
    Seated(SeatId),
    /// A seat could not be taken.
    NotSeated(Failure),
    /// A frame was drawn from the present state.
    Painted,
    /// The loop is made to end: a signal, a hang-up, the end of input.
    Left,
}

/// What the loop is to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Send a request under this number.
    Send {
        /// Numbers rise; a repeat after a lost line has its old number.
        id: u64,
        /// The request.
        request: Request,
    },
    /// End; what is printed once the screen has closed.
    Quit(String),
    /// Speak for this seat from now on (only where [`Start::seats`] offered it).
    SwitchSeat(SeatId),
}

/// What the program knows when the screen opens.
#[derive(Clone, Debug)]
pub struct Start {
    /// Language.
    pub lang: Lang,
    /// The window.
    pub size: (u16, u16),
    /// Minutes the local time is ahead of UTC, to tell times by.
    pub zone_minutes: i32,
    /// Seats that may be taken and left here; empty: the seat is fixed. In the practice panel the first of each role
    /// is the one offered, so whoever fills it puts the seat with one mark missing before the other experts.
    pub seats: Vec<SeatCard>,
    /// The line speaks for a seat already; otherwise one is picked first.
    pub seated: bool,
    /// The practice panel.
    pub practice: bool,
    /// How wide ambiguous glyphs are until the seat's own setting is known.
    pub ambiguous: Ambiguous,
    /// Aliases of keys.
    pub keymap: Keymap,
    /// What is wrong with the keymap, to be told once; empty: nothing.
    pub keymap_told: String,
}
