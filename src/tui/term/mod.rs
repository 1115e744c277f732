//! The terminal itself. Nothing here knows what is on the screen or what a key does.
//!
//! - [`guard`]: raw mode, alternate screen and the rest, switched on once and always off again;
//! - [`inbox`]: the loop's one place to wait, for what is typed and for other threads; [`decode`] and `sequence` make
//!   keys of bytes, purely;
//! - [`signals`]: a thread which turns signals into events;
//! - [`backend`]: changed cells to few bytes, one write a frame;
//! - [`outlet`]: the frame's way out, which waits in a thread where the line stalls;
//! - [`fit`]: whether this terminal can show Chinese at all.
//!
//! Invariant of the room: bytes are read here and not through a library's event queue, because the
//! ends of a paste and of an arrow key can arrive in pieces, and a library that guesses at the end of
//! each read turns a split paste into key presses (PITFALLS 15, 16). No terminal is ever asked a
//! question: over a slow line the answer comes too late (PITFALLS 17).

use crate::tui::keymap::Key;
use rustix::termios::tcgetwinsize;
use std::os::fd::AsFd;

pub mod backend;
pub mod decode;
pub mod fit;
pub mod guard;
pub mod inbox;
pub mod outlet;
mod pen;
mod sequence;
pub mod signals;
mod wait;

pub use signals::Sig;

/// What the terminal tells the loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermEvent {
    /// A key press.
    Key(Key),
    /// Pasted text as it came, at most [`decode::PASTE_BYTES_MAX`]; whoever keeps or shows it cleans it.
    Paste(String),
    /// New size in columns and rows, already within [`COLUMNS_MAX`] and [`ROWS_MAX`].
    Resize(u16, u16),
    /// A signal from the table in [`signals`].
    Signal(Sig),
    /// The terminal has taken what it did not take at once: the next frame may begin.
    Drained,
    /// No more bytes will come (end of input, or the line is dead): leave at once, nothing can be written any more.
    InputClosed,
}

/// No wider screen is believed: a terminal that claims 65,535 × 65,535 would cost gigabytes.
pub const COLUMNS_MAX: u16 = 1000;
/// No higher screen is believed.
pub const ROWS_MAX: u16 = 500;

/// The terminal's size in columns and rows; 80×24 where it says nothing (a serial line says 0×0).
pub fn size(tty: impl AsFd) -> (u16, u16) {
    match tcgetwinsize(tty) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.min(COLUMNS_MAX), size.ws_row.min(ROWS_MAX)),
        _ => (80, 24),
    }
}
