//! Signals as events, from one table.

use super::{TermEvent, size};
use rustix::process::{getpid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;
use std::os::fd::OwnedFd;
use std::thread::Builder;

/// A signal that concerns the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sig {
    /// The line was hung up.
    Hup,
    /// Somebody asks us to end.
    Term,
    /// Interrupt, sent from outside: raw mode makes ^C a key.
    Int,
    /// Quit, sent from outside.
    Quit,
    /// Stop until told to go on.
    Tstp,
    /// Going on after a stop, also after one that nobody announced.
    Cont,
}

/// What the loop does about a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// Save, restore the terminal, end.
    Leave,
    /// Restore the terminal, [`suspend`], enter again, draw everything.
    Suspend,
    /// Enter again, draw everything.
    Redraw,
}

/// The one table.
const TABLE: [(i32, Sig, Reaction); 6] = [
    (SIGHUP, Sig::Hup, Reaction::Leave),
    (SIGTERM, Sig::Term, Reaction::Leave),
    (SIGINT, Sig::Int, Reaction::Leave),
    (SIGQUIT, Sig::Quit, Reaction::Leave),
    (SIGTSTP, Sig::Tstp, Reaction::Suspend),
    (SIGCONT, Sig::Cont, Reaction::Redraw),
];

impl Sig {
    /// What to do about it.
    pub fn reaction(self) -> Reaction {
        TABLE.iter().find(|(_, sig, _)| *sig == self).map_or(Reaction::Leave, |(_, _, reaction)| *reaction)
    }
}

/// Listening to signals, until dropped.
#[derive(Debug)]
pub struct Listening {
    handle: Handle,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Starts a thread which sends the table's signals, and SIGWINCH as [`TermEvent::Resize`] with the
/// size of `tty`. It ends when the [`Listening`] is dropped or `sink` answers false.
pub fn spawn(tty: OwnedFd, sink: impl Fn(TermEvent) -> bool + Send + 'static) -> std::io::Result<Listening> {
    let numbers = TABLE.iter().map(|(number, ..)| *number);
    let mut signals = Signals::new(numbers.chain([SIGWINCH]))?;
    let handle = signals.handle();
    Builder::new().name("signals".to_owned()).spawn(move || {
        for number in signals.forever() {
            let event = if number == SIGWINCH {
                let (columns, rows) = size(&tty);
                Some(TermEvent::Resize(columns, rows))
            } else {
                let row = TABLE.iter().find(|(known, ..)| *known == number);
                row.map(|(_, sig, _)| TermEvent::Signal(*sig))
            };
            if event.is_some_and(|event| !sink(event)) {
                return;
            }
        }
    })?;
    Ok(Listening { handle })
}

/// Whether anybody could wake us: the leader of a session (`ssh host shouxi`) has no shell above it,
/// and would sleep for ever (PITFALLS 17).
pub fn may_suspend() -> bool {
    getsid(None).is_ok_and(|session| session != getpid())
}

/// Stops this process as SIGTSTP would, and comes back when it is told to go on. The terminal must
/// have been restored before. Does nothing where [`may_suspend`] says no.
pub fn suspend() -> std::io::Result<()> {
    if may_suspend() {
        emulate_default_handler(SIGTSTP)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_to_end_leaves_and_who_is_stopped_comes_back() {
        for sig in [Sig::Hup, Sig::Term, Sig::Int, Sig::Quit] {
            assert_eq!(sig.reaction(), Reaction::Leave);
        }
        assert_eq!(Sig::Tstp.reaction(), Reaction::Suspend);
        assert_eq!(Sig::Cont.reaction(), Reaction::Redraw);
    }
}
