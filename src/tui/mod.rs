//! What people see and press. Rooms inside, each with its own arrows (DESIGN §9):
//!
//! - [`keymap`]: keys as words, folded; pure;
//! - [`term`]: the terminal itself: switching it on and off, bytes in, bytes out, signals, hang-up;
//! - [`run`]: the loop between terminal, screens and hall;
//! - [`view`]: how things look; [`view::put`] alone writes strings into a buffer.

pub mod app;
pub mod keymap;
pub mod run;
pub mod term;
pub mod view;
