//! The terminal itself. Nothing here knows what is on the screen or what a key does.
//!
//! - [`guard`]: raw mode, alternate screen and the rest, switched on once and always off again;
//! - [`input`]: a thread which reads bytes; [`decode`] and `sequence` make keys of them, purely;
//! - [`signals`], [`watchdog`]: threads which turn signals and a dead line into events;
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
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

pub mod backend;
pub mod decode;
pub mod fit;
pub mod guard;
pub mod input;
pub mod outlet;
mod pen;
mod sequence;
pub mod signals;
mod wait;
pub mod watchdog;

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
    /// The line is dead: leave at once, nothing can be written any more.
    HangUp,
    /// A signal from the table in [`signals`].
    Signal(Sig),
    /// The terminal has taken what it did not take at once: the next frame may begin.
    Drained,
    /// No more bytes will come (end of input, or the terminal went away).
    InputClosed,
}

/// Events waiting for the loop. A paste of 1,000 lines without marks fits the kernel's buffer behind it.
pub const QUEUE_LEN: usize = 1024;
/// No wider screen is believed: a terminal that claims 65,535 × 65,535 would cost gigabytes.
pub const COLUMNS_MAX: u16 = 1000;
/// No higher screen is believed.
pub const ROWS_MAX: u16 = 500;

/// The bounded queue between the terminal's threads and the loop.
pub fn channel() -> (SyncSender<TermEvent>, Receiver<TermEvent>) {
    sync_channel(QUEUE_LEN)
}

/// Makes a sink of a sender, for the three threads: it answers false once nobody listens.
pub fn sink(sender: SyncSender<TermEvent>) -> impl Fn(TermEvent) -> bool + Send + 'static {
    move |event| sender.send(event).is_ok()
}

/// The terminal's size in columns and rows; 80×24 where it says nothing (a serial line says 0×0).
pub fn size(tty: impl AsFd) -> (u16, u16) {
    match tcgetwinsize(tty) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.min(COLUMNS_MAX), size.ws_row.min(ROWS_MAX)),
        _ => (80, 24),
    }
}
