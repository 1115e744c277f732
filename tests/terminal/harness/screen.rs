//! The terminal's own side: takes what the program sends, at a pace, onto a grid; a frame counts once it is whole.

use std::io::Read;
use std::num::NonZeroU16;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

const FRAME_ON: &[u8] = b"\x1b[?2026h";
const FRAME_OFF: &[u8] = b"\x1b[?2026l";

/// The grid, and whoever waits for a change of it.
pub(super) struct Shared {
    pub(super) state: Mutex<State>,
    pub(super) changed: Condvar,
}

/// How fast the terminal takes what is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    Free,
    Slow(usize),
    Frozen,
}

/// What has arrived so far.
pub(super) struct State {
    pub(super) pace: Pace,
    pub(super) parser: vt100::Parser,
    pub(super) bytes: usize,
    pub(super) frames: usize,
    pub(super) in_frame: bool,
    /// The end of the bytes before, where half a mark may stand.
    tail: Vec<u8>,
    /// What no frame may show, and the first frame that did.
    pub(super) forbidden: Vec<String>,
    pub(super) leaked: Option<String>,
    pub(super) hung_up: bool,
    pub(super) exit: Option<u32>,
}

impl Shared {
    pub(super) fn new(rows: u16, columns: u16) -> Self {
        let state = State {
            pace: Pace::Free,
            parser: vt100::Parser::new(some(rows), some(columns), 0),
            bytes: 0,
            frames: 0,
            in_frame: false,
            tail: Vec::new(),
            forbidden: Vec::new(),
            leaked: None,
            hung_up: false,
            exit: None,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
        self.changed.notify_all();
    }

    pub(super) fn read_on(&self, mut reader: Box<dyn Read + Send>) {
        let mut bytes = [0; 8 * 1024];
        loop {
            let most = self.portion(bytes.len());
            // An error is the end too: Linux answers EIO once the last program let go of the line.
            let Ok(count @ 1..) = reader.read(&mut bytes[..most]) else { return };
            let mut state = self.state.lock().unwrap();
            if state.hung_up {
                return;
            }
            state.take(&bytes[..count]);
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Waits for as long as the pace asks, and answers how much may be read then.
    fn portion(&self, all: usize) -> usize {
        const A_SECOND: u32 = 20;
        let mut state = self.state.lock().unwrap();
        let mut due = None;
        loop {
            let now = Instant::now();
            match (state.pace, state.hung_up) {
                (Pace::Free, _) | (_, true) => return all,
                (Pace::Frozen, _) => state = self.changed.wait(state).unwrap(),
                (Pace::Slow(bytes), _) => {
                    let due = *due.get_or_insert(now + Duration::from_secs(1) / A_SECOND);
                    if now >= due {
                        return (bytes / usize::try_from(A_SECOND).unwrap()).clamp(1, all);
                    }
                    state = self.changed.wait_timeout(state, due - now).unwrap().0;
                }
            }
        }
    }
}

impl State {
    fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        self.parser.process(bytes);
        self.tail.extend_from_slice(bytes);
        let mut rest = self.tail.as_slice();
        while let Some(at) = rest.windows(FRAME_ON.len()).position(|w| w == FRAME_ON || w == FRAME_OFF) {
            self.in_frame = rest[at..].starts_with(FRAME_ON);
            self.frames += usize::from(!self.in_frame);
            rest = &rest[at + FRAME_ON.len()..];
        }
        let kept = rest.len().min(FRAME_ON.len() - 1);
        self.tail = rest[rest.len() - kept..].to_vec();
        if !self.in_frame && self.leaked.is_none() && !self.forbidden.is_empty() {
            let leaks = |row: &&String| self.forbidden.iter().any(|text| row.contains(text.as_str()));
            self.leaked = self.rows().iter().find(leaks).cloned();
        }
    }

    pub(super) fn rows(&self) -> Vec<String> {
        rows(self.parser.screen())
    }

    pub(super) fn describe(&self) -> String {
        let (rows, columns) = self.parser.screen().size();
        let (row, column) = self.parser.screen().cursor_position();
        format!(
            "screen {columns}x{rows}, cursor at {column},{row}, {} frames, {} bytes, exit {:?}:\n{}",
            self.frames,
            self.bytes,
            self.exit,
            self.rows().join("\n")
        )
    }
}

pub(super) fn rows(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect()
}

pub(super) fn some(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).expect("a screen has cells")
}
