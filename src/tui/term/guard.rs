//! The terminal switched on and always off again: on leaving, on an error, on a panic of our own.

use super::outlet;
use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::panic::{PanicHookInfo, UnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, ThreadId};

/// Where switching happens; a terminal, or a test that writes down what it was told.
pub trait Line {
    /// Keys arrive at once and unchanged from here on. Remembers how it was the first time.
    fn raw(&mut self) -> io::Result<()>;
    /// As it was before. What was typed and not read is thrown away, so that the rest of a paste does
    /// not run in the shell.
    fn cooked(&mut self) -> io::Result<()>;
    /// Bytes to the terminal.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// One thing that is switched on, in the order of [`STEPS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Raw,
    AlternateScreen,
    /// A glyph wider than we think cannot push a row away.
    NoWrap,
    BracketedPaste,
    /// No cursor until a frame asks for one.
    NoCursor,
}

/// Switched on from the top, off from the bottom. The window's title is never touched.
const STEPS: [Step; 5] = [Step::Raw, Step::AlternateScreen, Step::NoWrap, Step::BracketedPaste, Step::NoCursor];

impl Step {
    /// What switches it on; nothing for the terminal's modes, which are no bytes.
    fn on(self) -> Vec<u8> {
        match self {
            Self::Raw => Vec::new(),
            Self::AlternateScreen => bytes(&EnterAlternateScreen),
            Self::NoWrap => bytes(&DisableLineWrap),
            Self::BracketedPaste => bytes(&EnableBracketedPaste),
            Self::NoCursor => bytes(&Hide),
        }
    }

    /// What switches it off.
    fn off(self) -> Vec<u8> {
        match self {
            Self::Raw => Vec::new(),
            Self::AlternateScreen => bytes(&LeaveAlternateScreen),
            Self::NoWrap => bytes(&EnableLineWrap),
            Self::BracketedPaste => bytes(&DisableBracketedPaste),
            Self::NoCursor => bytes(&Show),
        }
    }
}

/// What crossterm writes for a command.
fn bytes(command: &impl Command) -> Vec<u8> {
    let mut text = String::new();
    // Writing into a String never fails.
    let _ = command.write_ansi(&mut text);
    text.into_bytes()
}

/// Before anything is switched off: ends a frame that was cut short, and its colours.
fn frame_off() -> Vec<u8> {
    [bytes(&EndSynchronizedUpdate), bytes(&SetAttribute(Attribute::Reset))].concat()
}

/// What is on, so that only that is switched off.
#[derive(Debug)]
struct Switches<L> {
    line: L,
    on: Vec<Step>,
}

impl<L: Line> Switches<L> {
    fn new(line: L) -> Self {
        Self { line, on: Vec::new() }
    }

    /// Everything on. What was switched on before a failure is switched off again.
    fn enter(&mut self) -> io::Result<()> {
        self.on.clear();
        for step in STEPS {
            let done = if step == Step::Raw { self.line.raw() } else { self.line.write(&step.on()) };
            // A write that failed half-way may have arrived: its step counts as on.
            if step != Step::Raw || done.is_ok() {
                self.on.push(step);
            }
            if let Err(error) = done {
                let _the_first_error_is_the_one_to_tell = self.leave();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Everything that is on goes off, last first; a second time does nothing. A terminal that is gone
    /// is no error: nothing is left to restore.
    fn leave(&mut self) -> io::Result<()> {
        let on = std::mem::take(&mut self.on);
        let raw = on.contains(&Step::Raw);
        let mut bytes = Vec::new();
        for step in on.into_iter().rev().filter(|step| *step != Step::Raw) {
            if bytes.is_empty() {
                bytes = frame_off();
            }
            bytes.extend(step.off());
        }
        let written = if bytes.is_empty() { Ok(()) } else { self.line.write(&bytes) };
        let cooked = if raw { self.line.cooked() } else { Ok(()) };
        unless_gone(written).and(unless_gone(cooked))
    }
}

/// The line's death is no failure of ours (PITFALLS 15).
fn unless_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if is_gone(&error) => Ok(()),
        other => other,
    }
}

/// Whether an error says that the terminal is gone.
pub fn is_gone(error: &io::Error) -> bool {
    if error.kind() == io::ErrorKind::TimedOut {
        // It took nothing for as long as anybody waits.
        return true;
    }
    let gone = [Errno::IO, Errno::PIPE, Errno::NXIO, Errno::BADF];
    Errno::from_io_error(error).is_some_and(|errno| gone.contains(&errno))
}

/// A real terminal.
#[derive(Debug)]
pub struct Tty {
    input: OwnedFd,
    output: std::fs::File,
    /// The same terminal, told not to wait.
    prompt: Option<std::fs::File>,
    before: Option<Termios>,
}

impl Tty {
    /// `input` and `output` are two ends of the same terminal, normally copies of stdin and stdout.
    pub fn new(input: OwnedFd, output: OwnedFd) -> Self {
        let prompt = outlet::reopen(&output);
        Self { input, output: output.into(), prompt, before: None }
    }
}

impl Line for Tty {
    fn raw(&mut self) -> io::Result<()> {
        let mut modes = tcgetattr(&self.input)?;
        if self.before.is_none() {
            self.before = Some(modes.clone());
        }
        modes.make_raw();
        Ok(tcsetattr(&self.input, OptionalActions::Now, &modes)?)
    }

    fn cooked(&mut self) -> io::Result<()> {
        // Flushed by itself: the flushing form of tcsetattr waits for output that a stalled line
        // never takes.
        tcflush(&self.input, QueueSelector::IFlush)?;
        match &self.before {
            Some(modes) => Ok(tcsetattr(&self.input, OptionalActions::Now, modes)?),
            None => Ok(()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &self.prompt {
            Some(prompt) => outlet::write_within(prompt, bytes, outlet::LEAVING),
            None => self.output.write_all(bytes),
        }
    }
}

/// What other threads' panics said while the screen was on, at most this many and this long.
const OVERHEARD_MAX: usize = 16;
const OVERHEARD_CHARS_MAX: usize = 600;

#[derive(Debug)]
struct Shared<L> {
    switches: Mutex<Switches<L>>,
    overheard: Mutex<VecDeque<String>>,
}

impl<L: Line> Shared<L> {
    fn switches(&self) -> MutexGuard<'_, Switches<L>> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn overhear(&self, said: &PanicHookInfo<'_>) {
        let said = said.to_string().chars().take(OVERHEARD_CHARS_MAX).collect();
        let mut overheard = self.overheard.lock().unwrap_or_else(PoisonError::into_inner);
        if overheard.len() < OVERHEARD_MAX {
            overheard.push_back(said);
        }
    }

    /// Restores if it can; answers whether there was a screen. A panic while switching holds the lock
    /// itself, and then there is nothing better to do than to go on.
    fn restore_in_panic(&self) {
        let mut switches = match self.switches.try_lock() {
            Ok(switches) => switches,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        let _nobody_to_tell_in_a_panic = switches.leave();
    }

    fn is_on(&self) -> bool {
        match self.switches.try_lock() {
            Ok(switches) => !switches.on.is_empty(),
            Err(TryLockError::Poisoned(poisoned)) => !poisoned.into_inner().on.is_empty(),
            Err(TryLockError::WouldBlock) => true,
        }
    }
}

/// The terminal while it is ours. Dropping it restores.
#[derive(Debug)]
pub struct Guard<L: Line + Send + 'static = Tty> {
    shared: Arc<Shared<L>>,
}

impl<L: Line + Send + 'static> Guard<L> {
    /// Switches the terminal on and puts a panic hook before the present one. A panic of this thread
    /// restores the terminal and goes on to the hook before; one of another thread, or one inside
    /// [`calmly`], leaves the screen alone and is kept for [`overheard`](Self::overheard).
    pub fn enter(line: L) -> io::Result<Self> {
        let shared = Arc::new(Shared { switches: Mutex::new(Switches::new(line)), overheard: Mutex::default() });
        shared.switches().enter()?;
        hook_panics(Arc::clone(&shared), thread::current().id());
        Ok(Self { shared })
    }

    /// Switches on again, everything, whatever is thought to be on: after a stop the shell may have
    /// changed all of it. The whole screen must be drawn next. A hang-up brings SIGCONT with it, so an
    /// error here may be the first word of a dead line: where [`is_gone`] holds, leave.
    pub fn again(&self) -> io::Result<()> {
        self.shared.switches().enter()
    }

    /// Restores the terminal; a second time does nothing.
    pub fn leave(&self) -> io::Result<()> {
        self.shared.switches().leave()
    }

    /// What panics of other threads said meanwhile; to be cleaned and told after leaving.
    pub fn overheard(&self) -> Vec<String> {
        let mut overheard = self.shared.overheard.lock().unwrap_or_else(PoisonError::into_inner);
        overheard.drain(..).collect()
    }
}

impl<L: Line + Send + 'static> Drop for Guard<L> {
    fn drop(&mut self) {
        let _nobody_to_tell_in_a_drop = self.leave();
    }
}

thread_local! {
    static CALM: Cell<bool> = const { Cell::new(false) };
}

/// Catches panics of `work` without touching the screen: for code that is known to panic on damaged
/// data. Its panic is overheard like another thread's.
pub fn calmly<T>(work: impl FnOnce() -> T + UnwindSafe) -> thread::Result<T> {
    let before = CALM.replace(true);
    let result = catch_unwind(work);
    CALM.set(before);
    result
}

fn hook_panics<L: Line + Send + 'static>(shared: Arc<Shared<L>>, ours: ThreadId) {
    let before = take_hook();
    set_hook(Box::new(move |said| {
        if thread::current().id() == ours && !CALM.get() {
            shared.restore_in_panic();
            before(said);
        } else if shared.is_on() {
            shared.overhear(said);
        } else {
            before(said);
        }
    }));
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
