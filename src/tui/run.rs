//! The loop: what the terminal and the hall say goes to the screens, what the screens want goes to the hall.
//!
//! One inbox, emptied, then one frame (PITFALLS 17). Nothing wakes the loop when nothing happens; the only waits with an
//! end are for the rest of an arrow key and before a request that found the hall's queue full is sent again. Backend,
//! host and line are parameters, so that the whole loop runs in tests.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::time::Duration;

use ratatui::backend::Backend;

use super::app::{App, Effect, LinkState, Msg, Start};
use super::term::TermEvent;
use super::term::backend::WidthBackend;
use super::term::guard::{Guard, Tty, is_gone};
use super::term::inbox::{Inbox, QUEUE_LEN, Sender};
use super::term::outlet::Outlet;
use super::term::signals::{self, Reaction, suspend};
use super::view::painter::Painter;
use super::view::theme::Theme;
use crate::desk::request::Request;
use crate::desk::{Caller, NotTaken, Outbox, Post};
use crate::domain::{SeatId, Trouble};

/// Events handled before a frame is drawn in any case: a paste must not hold the screen back for ever.
const BATCH_MAX: usize = 4 * QUEUE_LEN;
/// How long a request waits that found the hall's queue full.
const BUSY_WAIT: Duration = Duration::from_millis(5);
/// How long the first frame waits for what it is to show: one whole frame, and not three that flash by. On a slow line
/// to a server it says that the panel is being opened.
const FIRST_WAIT: Duration = Duration::from_millis(20);
/// Requests waiting for the hall; beyond it they are answered "busy".
const OUTBOX_MAX: usize = 1024;

/// What reaches the loop.
#[derive(Clone, Debug)]
pub enum Event {
    /// From the terminal.
    Term(TermEvent),
    /// From the hall, over the line of this number.
    Post(u64, Post),
}

impl From<TermEvent> for Event {
    fn from(event: TermEvent) -> Self {
        Self::Term(event)
    }
}

/// One end of a line to the hall.
pub trait Line {
    /// Sends a request under a number of the line's own.
    fn send(&mut self, request: Request) -> Result<u64, Trouble>;
}

impl Line for Caller {
    fn send(&mut self, request: Request) -> Result<u64, Trouble> {
        Caller::send(self, request)
    }
}

/// Where seats are taken.
pub trait Seats {
    /// The line's kind.
    type Line: Line;
    /// Sits down; what comes over the line goes to `outbox`.
    fn sit(&mut self, seat: &SeatId, outbox: Box<dyn Outbox>) -> Result<Self::Line, Trouble>;
}

/// A function that sits down at a desk.
impl<F: FnMut(&SeatId, Box<dyn Outbox>) -> Result<Caller, Trouble>> Seats for F {
    type Line = Caller;
    fn sit(&mut self, seat: &SeatId, outbox: Box<dyn Outbox>) -> Result<Caller, Trouble> {
        self(seat, outbox)
    }
}

/// The posts of one line, on their way into the loop's inbox.
#[derive(Debug)]
struct Numbered(u64, Sender<Event>);

impl Outbox for Numbered {
    fn offer(&self, post: Post) -> Result<(), NotTaken> {
        let Self(line, inbox) = self;
        Ok(inbox.offer(Event::Post(*line, post))?)
    }

    fn push(&self, post: Post) -> bool {
        let Self(line, inbox) = self;
        inbox.send(Event::Post(*line, post))
    }
}

/// What the loop needs of a terminal besides drawing.
pub trait Face: Backend {
    /// A new size.
    fn resized(&mut self, size: (u16, u16));
    /// Somebody else wrote to the terminal: nothing is taken for granted.
    fn forget_all(&mut self);
    /// The terminal has not taken the last frame yet.
    fn is_stalled(&self) -> bool {
        false
    }
}

impl Face for WidthBackend<Outlet> {
    fn resized(&mut self, size: (u16, u16)) {
        self.resize(size);
    }

    fn forget_all(&mut self) {
        self.forget();
    }

    fn is_stalled(&self) -> bool {
        self.writer().is_stalled()
    }
}

/// Stopping and going on.
pub trait Host {
    /// Restores the terminal, stops, comes back, and enters again.
    fn stop(&mut self) -> io::Result<()>;
    /// Enters again after a stop that nobody announced.
    fn again(&mut self) -> io::Result<()>;
}

impl Host for Guard<Tty> {
    fn stop(&mut self) -> io::Result<()> {
        self.leave()?;
        suspend()?;
        Guard::again(self)
    }

    fn again(&mut self) -> io::Result<()> {
        Guard::again(self)
    }
}

/// How it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// What is printed once the screen has closed; clean.
    pub said: String,
    /// The line died: nothing can be printed any more.
    pub gone: bool,
}

/// Who waits for which answer.
#[derive(Debug)]
struct Wire<L> {
    line: Option<L>,
    number: u64,
    /// The line's numbers to the screens'.
    sent: BTreeMap<u64, u64>,
    outbox: VecDeque<(u64, Request)>,
}

impl<L> Wire<L> {
    /// Whether an answer is still to come.
    fn is_awaited(&self) -> bool {
        !self.sent.is_empty() || !self.outbox.is_empty()
    }
}

/// The loop's parts.
#[derive(Debug)]
pub struct Loop<'a, S: Seats, H> {
    app: App,
    theme: Theme,
    seats: S,
    host: &'a mut H,
    wire: Wire<S::Line>,
    events: Sender<Event>,
    redraw: bool,
    /// Nothing was shown yet, and what is asked may still come in time.
    beginning: bool,
    ended: Option<Ended>,
}

impl<'a, S: Seats, H: Host> Loop<'a, S, H> {
    /// Screens that begin with `start`, over `seat`'s line if it is known already. Events come through `events`.
    pub fn new(
        start: Start,
        seat: Option<&SeatId>,
        theme: Theme,
        seats: S,
        host: &'a mut H,
        events: Sender<Event>,
    ) -> Result<Self, Trouble> {
        let (app, effects) = App::new(Start { seated: seat.is_some(), ..start });
        let wire = Wire { line: None, number: 0, sent: BTreeMap::new(), outbox: VecDeque::new() };
        let mut this = Self { app, theme, seats, host, wire, events, redraw: false, beginning: true, ended: None };
        if let Some(seat) = seat {
            this.sit(seat)?;
        }
        this.follow(effects);
        Ok(this)
    }

    /// Runs until somebody leaves or the terminal is gone. An error is the terminal's, but for one that says it is gone.
    pub fn run<B>(&mut self, terminal: &mut Painter<B>, inbox: &mut Inbox<Event>) -> io::Result<Ended>
    where
        B: Face<Error = io::Error>,
    {
        loop {
            self.beginning &= self.wire.is_awaited();
            let shown = if self.beginning { Ok(false) } else { self.frame(terminal) };
            match shown {
                Ok(true) => self.tell(Msg::Painted),
                Ok(false) => {}
                Err(error) if is_gone(&error) => return Ok(self.gone()),
                Err(error) => return Err(error),
            }
            let busy = (!self.wire.outbox.is_empty()).then_some(BUSY_WAIT);
            let first = inbox.next(busy.or(self.beginning.then_some(FIRST_WAIT)));
            self.beginning &= first.is_some();
            // All there is, also what is being typed: what came before a frame stood there answers no question of it.
            for event in first.into_iter().chain(std::iter::from_fn(|| inbox.at_hand())).take(BATCH_MAX) {
                self.handle(event, terminal)?;
                if let Some(ended) = self.ended.take() {
                    return Ok(ended);
                }
            }
            self.send_waiting();
        }
    }

    fn gone(&mut self) -> Ended {
        let effects = self.app.update(Msg::Left);
        self.follow(effects);
        Ended { gone: true, ..self.ended.take().unwrap_or_default() }
    }

    /// One frame from what is known now; none while the terminal has not taken the one before. It will say when it
    /// has, and what is drawn then is the newest. Whether all of the frame has gone out: what stands in a queue has not
    /// been seen.
    fn frame<B: Face<Error = io::Error>>(&mut self, terminal: &mut Painter<B>) -> io::Result<bool> {
        if terminal.backend().is_stalled() {
            return Ok(false);
        }
        if std::mem::take(&mut self.redraw) {
            terminal.backend_mut().forget_all();
            terminal.clear()?;
        }
        terminal.paint(&self.app, self.theme)?;
        Ok(!terminal.backend().is_stalled())
    }

    fn handle<B: Face<Error = io::Error>>(&mut self, event: Event, terminal: &mut Painter<B>) -> io::Result<()> {
        match event {
            Event::Term(TermEvent::Key(key)) => self.tell(Msg::Key(key)),
            Event::Term(TermEvent::Paste(text)) => self.tell(Msg::Paste(text)),
            Event::Term(TermEvent::Resize(columns, rows)) => {
                terminal.backend_mut().resized((columns, rows));
                self.redraw = true;
                self.tell(Msg::Resize(columns, rows));
            }
            Event::Term(TermEvent::InputClosed) => {
                let ended = self.gone();
                self.ended = Some(ended);
            }
            Event::Term(TermEvent::Signal(signal)) => match signal.reaction() {
                Reaction::Leave => self.tell(Msg::Left),
                Reaction::Suspend => self.came_again(H::stop)?,
                Reaction::Redraw => self.came_again(H::again)?,
            },
            Event::Post(line, post) if line == self.wire.number => self.post(post),
            // Nothing to do but what follows every event, the newest frame; and a line that no longer counts.
            Event::Term(TermEvent::Drained) | Event::Post(..) => {}
        }
        Ok(())
    }

    fn came_again(&mut self, how: impl FnOnce(&mut H) -> io::Result<()>) -> io::Result<()> {
        self.redraw = true;
        match how(self.host) {
            Err(error) if is_gone(&error) => {
                let ended = self.gone();
                self.ended = Some(ended);
                Ok(())
            }
            other => other,
        }
    }

    fn post(&mut self, post: Post) {
        match post {
            Post::Answer { id, result } => {
                if let Some(id) = self.wire.sent.remove(&id) {
                    // The first page's first answer is what the first frame waits for; what takes longer comes after it.
                    self.beginning &= self.app.is_opening();
                    self.tell(Msg::Answer { id, result });
                }
            }
            Post::Changed(topic) => self.tell(Msg::Changed(topic)),
            Post::Told(trouble) => self.tell(Msg::Told(trouble)),
            Post::Closed => self.tell(Msg::Link(LinkState::Down)),
            Post::Back => self.back(),
        }
    }

    /// The line is back: the screens send again whatever had no answer.
    fn back(&mut self) {
        self.wire.sent.clear();
        self.wire.outbox.clear();
        self.tell(Msg::Link(LinkState::Up));
    }

    fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.follow(effects);
    }

    fn follow(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send { id, request } => self.wire.outbox.push_back((id, request)),
                Effect::Quit(said) => self.ended = Some(Ended { said, gone: false }),
                Effect::SwitchSeat(seat) => match self.sit(&seat) {
                    Ok(()) => self.tell(Msg::Seated(seat)),
                    Err(trouble) => self.tell(Msg::NotSeated(trouble.into())),
                },
            }
        }
        self.send_waiting();
    }

    /// Takes a seat; from here on its line is the one that counts.
    fn sit(&mut self, seat: &SeatId) -> Result<(), Trouble> {
        let number = self.wire.number + 1;
        let line = self.seats.sit(seat, Box::new(Numbered(number, self.events.clone())))?;
        self.wire = Wire { line: Some(line), number, sent: BTreeMap::new(), outbox: VecDeque::new() };
        Ok(())
    }

    /// Sends what waits, in its order, as far as the hall takes it.
    fn send_waiting(&mut self) {
        while let Some((id, request)) = self.wire.outbox.pop_front() {
            let Some(line) = &mut self.wire.line else { return };
            match line.send(request.clone()) {
                Ok(sent) => {
                    self.wire.sent.insert(sent, id);
                }
                Err(Trouble::Busy) if self.wire.outbox.len() < OUTBOX_MAX => {
                    self.wire.outbox.push_front((id, request));
                    return;
                }
                Err(trouble) => {
                    // Answered here; the screens decide whether it is repeated.
                    let effects = self.app.update(Msg::Answer { id, result: Err(trouble.into()) });
                    self.take_later(effects);
                }
            }
        }
    }

    /// Effects of an answer given while sending: queued, not sent from within.
    fn take_later(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send { id, request } => self.wire.outbox.push_back((id, request)),
                Effect::Quit(said) => self.ended = Some(Ended { said, gone: false }),
                Effect::SwitchSeat(_) => {}
            }
        }
    }
}

/// What `open` needs besides the screens' start.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// How long an Esc is held to see whether it begins an arrow key (`decode::HOLD_LOCAL` or `HOLD_REMOTE`).
    pub hold: Duration,
    /// Colours.
    pub theme: Theme,
}

/// Opens the screens on the terminal of this process and runs them. The terminal is as it was when this returns.
pub fn open<S: Seats>(
    start: Start,
    seat: Option<&SeatId>,
    setup: Setup,
    seats: S,
) -> io::Result<Result<Ended, Trouble>> {
    use std::os::fd::AsFd;
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let copy = || stdin.as_fd().try_clone_to_owned();
    let size = super::term::size(stdout.as_fd());
    let mut guard = Guard::enter(Tty::new(copy()?, stdout.as_fd().try_clone_to_owned()?))?;
    let mut inbox = Inbox::new(copy()?, setup.hold)?;
    let _signals = signals::spawn(stdout.as_fd().try_clone_to_owned()?, inbox.sender().sink())?;
    let out = Outlet::new(stdout.as_fd().try_clone_to_owned()?, inbox.sender().sink())?;
    let mut terminal = Painter::new(WidthBackend::new(out, size))?;
    let begun = Loop::new(Start { size, ..start }, seat, setup.theme, seats, &mut guard, inbox.sender().clone());
    let ended = match begun {
        Ok(mut running) => running.run(&mut terminal, &mut inbox).map(Ok),
        Err(trouble) => Ok(Err(trouble)),
    };
    // Its thread ends with it: nothing is written behind the last word.
    drop(terminal);
    let left = guard.leave();
    let ended = ended?;
    left.map(|()| ended)
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
