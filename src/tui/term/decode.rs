//! Bytes to keys and pastes: a state machine with time as an input, so that every split of every
//! sequence can be tried in a unit test.
//!
//! Bytes that are there are always joined, however late; time passes only through [`Decoder::tick`],
//! which the reader calls when it has waited in vain. So a busy machine never splits a key.

use super::TermEvent;
use super::sequence::{csi_key, ss3_key};
use crate::tui::keymap::Key;
use std::time::Duration;

/// How long Esc waits for the rest of a key on a line of our own.
pub const HOLD_LOCAL: Duration = Duration::from_millis(50);
/// How long Esc waits under `SSH_CONNECTION`, where the bytes of one key can come in two packets.
pub const HOLD_REMOTE: Duration = Duration::from_millis(100);
/// A paste keeps this much; a note holds 2,000 characters. The rest is read and dropped.
pub const PASTE_BYTES_MAX: usize = 256 * 1024;

/// After `Esc [` the rest of a sequence is as good as certain, so it gets this many times longer.
const SEQUENCE_HOLDS: u32 = 10;
/// A paste whose end got lost must not swallow the keyboard for ever.
const PASTE_IDLE: Duration = Duration::from_secs(3);
const PASTE_END: &[u8] = b"\x1b[201~";
/// The longest parameters we read; longer sequences are skipped to their end.
const PARAMS_MAX: usize = 32;

/// The state machine. Times are counted from any one moment, monotonic.
#[derive(Debug)]
pub struct Decoder {
    hold: Duration,
    state: State,
    last_byte: Duration,
}

#[derive(Debug)]
enum State {
    Ground,
    /// The first bytes of a character.
    Utf8 {
        bytes: Vec<u8>,
        need: usize,
    },
    Esc,
    /// `Esc [` and its parameters so far; `skip` once they are too many.
    Csi {
        params: Vec<u8>,
        skip: bool,
    },
    /// `Esc [ [`: function keys of the Linux console.
    Console,
    Ss3,
    /// A paste, and how much of its end mark has come.
    Paste {
        text: Vec<u8>,
        matched: usize,
    },
}

impl Decoder {
    /// `hold`: how long Esc waits, [`HOLD_LOCAL`] or [`HOLD_REMOTE`].
    pub fn new(hold: Duration) -> Self {
        Self { hold, state: State::Ground, last_byte: Duration::ZERO }
    }

    /// Takes bytes that arrived by `now` and adds what they mean to `out`.
    pub fn feed(&mut self, bytes: &[u8], now: Duration, out: &mut Vec<TermEvent>) {
        self.last_byte = now;
        for &byte in bytes {
            self.byte(byte, out);
        }
    }

    /// When [`tick`](Self::tick) is due if no byte comes before; `None` when nothing is waiting.
    pub fn deadline(&self) -> Option<Duration> {
        let wait = match self.state {
            State::Ground | State::Utf8 { .. } => return None,
            State::Esc => self.hold,
            State::Csi { .. } | State::Console | State::Ss3 => self.hold.saturating_mul(SEQUENCE_HOLDS),
            State::Paste { .. } => PASTE_IDLE,
        };
        Some(self.last_byte.saturating_add(wait))
    }

    /// Says that nothing came until `now`: a held Esc becomes the key, half a sequence is given up.
    pub fn tick(&mut self, now: Duration, out: &mut Vec<TermEvent>) {
        if self.deadline().is_some_and(|due| now >= due) {
            self.give_up(out);
        }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<TermEvent>) {
        match &mut self.state {
            State::Ground => self.ground(byte, out),
            State::Utf8 { bytes, need } => {
                if !matches!(byte, 0x80..=0xbf) {
                    self.state = State::Ground;
                    return self.ground(byte, out);
                }
                bytes.push(byte);
                if bytes.len() < *need {
                    return;
                }
                let typed = str::from_utf8(bytes).ok().and_then(|s| s.chars().next());
                self.state = State::Ground;
                match typed {
                    Some(c) if c.is_control() => out.push(TermEvent::Key(Key::Other)),
                    Some(c) => out.push(TermEvent::Key(Key::Char(c))),
                    None => {}
                }
            }
            State::Esc => match byte {
                b'[' => self.state = State::Csi { params: Vec::new(), skip: false },
                b'O' => self.state = State::Ss3,
                // Two keys that came in one packet are likelier than Alt, which nothing here uses.
                _ => self.give_up_then(byte, out),
            },
            State::Csi { params, skip } => match byte {
                b'[' if params.is_empty() => self.state = State::Console,
                0x40..=0x7e => {
                    let params = if *skip { Vec::new() } else { std::mem::take(params) };
                    let skipped = *skip;
                    self.state = State::Ground;
                    if byte == b'~' && params == b"200" {
                        self.state = State::Paste { text: Vec::new(), matched: 0 };
                    } else if !skipped && let Some(key) = csi_key(&params, byte) {
                        out.push(TermEvent::Key(key));
                    }
                }
                0x20..=0x3f if params.len() < PARAMS_MAX => params.push(byte),
                0x20..=0x3f => *skip = true,
                _ => self.give_up_then(byte, out),
            },
            State::Console => {
                self.state = State::Ground;
                if matches!(byte, b'A'..=b'E') {
                    out.push(TermEvent::Key(Key::Other));
                } else {
                    self.ground(byte, out);
                }
            }
            State::Ss3 => match byte {
                // Old terminals put the modifier here: Esc O 5 A.
                b'0'..=b'9' | b';' => {}
                0x20..=0x7e => {
                    self.state = State::Ground;
                    out.push(TermEvent::Key(ss3_key(byte)));
                }
                _ => self.give_up_then(byte, out),
            },
            State::Paste { text, matched } => {
                if PASTE_END.get(*matched) == Some(&byte) {
                    *matched += 1;
                    if *matched == PASTE_END.len() {
                        self.give_up(out);
                    }
                    return;
                }
                let begun = PASTE_END.iter().take(std::mem::take(matched)).copied();
                let room = PASTE_BYTES_MAX.saturating_sub(text.len());
                if byte == 0x1b {
                    text.extend(begun.take(room));
                    *matched = 1;
                } else {
                    text.extend(begun.chain([byte]).take(room));
                }
            }
        }
    }

    fn ground(&mut self, byte: u8, out: &mut Vec<TermEvent>) {
        let key = match byte {
            0x1b => {
                self.state = State::Esc;
                return;
            }
            b'\r' | b'\n' => Key::Enter,
            b'\t' => Key::Tab,
            0x08 | 0x7f => Key::Backspace,
            0x01..=0x1a => Key::Ctrl(char::from(byte + b'a' - 1)),
            0x00..=0x1f => Key::Other,
            0x20..=0x7e => Key::Char(char::from(byte)),
            0xc2..=0xf4 => {
                self.state = State::Utf8 {
                    bytes: vec![byte],
                    need: match byte {
                        0xc2..=0xdf => 2,
                        0xe0..=0xef => 3,
                        _ => 4,
                    },
                };
                return;
            }
            // Not UTF-8: no character, and no guess at one.
            _ => return,
        };
        out.push(TermEvent::Key(key));
    }

    fn give_up_then(&mut self, byte: u8, out: &mut Vec<TermEvent>) {
        self.give_up(out);
        self.ground(byte, out);
    }

    /// Ends whatever is open with what it was after all.
    fn give_up(&mut self, out: &mut Vec<TermEvent>) {
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Esc => out.push(TermEvent::Key(Key::Esc)),
            State::Csi { params, .. } if params.is_empty() => {
                out.extend([Key::Esc, Key::Char('[')].map(TermEvent::Key));
            }
            // Half a sequence holds digits; they must never reach a mark cell.
            State::Csi { .. } | State::Ground | State::Utf8 { .. } | State::Console => {}
            State::Ss3 => out.extend([Key::Esc, Key::Char('O')].map(TermEvent::Key)),
            State::Paste { text, .. } => {
                let text = text.utf8_chunks().map(|chunk| chunk.valid()).collect();
                out.push(TermEvent::Paste(text));
            }
        }
    }
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
