//! What all screens share: who sits here, the line to the hall, the message, requests under way.

use std::collections::BTreeMap;

use super::screens::office::Ballot;
use super::{Effect, Outcome, Start, Step};
use crate::desk::request::{Failure, Request};
use crate::desk::view::{Ask, Display, Home, SeatCard};
use crate::domain::{Command, Moment, Role, Rules, SeatId, Stage};
use crate::text::Ambiguous;
use crate::tui::keymap::Keymap;
use crate::words::screens::frame::{left, left_office, left_unsaved};
use crate::words::{self, Lang, Setting};

/// The line to the hall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// Requests arrive.
    #[default]
    Up,
    /// Lost; somebody tries again.
    Down,
}

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Told.
    Plain,
    /// Done.
    Good,
    /// Look at this.
    Warn,
    /// Refused, not saved.
    Error,
}

/// One sentence at the foot of the screen, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// A request without an answer.
#[derive(Clone, Debug)]
struct Pending {
    owner: u64,
    request: Request,
}

/// What all screens share.
#[derive(Debug)]
pub struct Common {
    /// Language.
    pub lang: Lang,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Minutes ahead of UTC.
    pub zone_minutes: i32,
    /// Seats that may be taken; empty: the seat is fixed.
    pub seats: Vec<SeatCard>,
    /// The practice panel.
    pub practice: bool,
    /// Who sits here and where the review stands; `None` until answered.
    pub home: Option<Home>,
    /// Display settings in force.
    pub display: Display,
    /// Cells of an ambiguous glyph until the seat has said.
    pub ambiguous_guess: Ambiguous,
    /// Aliases of keys.
    pub keymap: Keymap,
    /// What is wrong with the keymap, until it was told.
    pub(super) keymap_told: String,
    /// The line.
    pub link: LinkState,
    /// The sentence at the foot.
    pub message: Option<Message>,
    /// When something was last saved here.
    pub saved: Option<Moment>,
    /// The seat's signed sheets and those that should come, once the list was shown.
    pub progress: Option<(usize, usize)>,
    /// A vote that was filled in and left without being recorded.
    pub ballot: Option<Ballot>,
    /// The first visit to the list may lead on to where the seat was.
    pub greet: bool,
    pub(super) current: u64,
    outbox: Vec<Effect>,
    next_id: u64,
    pending: BTreeMap<u64, Pending>,
}

/// Whether a request is a write that people wait for.
fn is_write(request: &Request) -> bool {
    matches!(request, Request::Do(_) | Request::Open { .. } | Request::Amend { .. } | Request::Restore { .. })
}

impl Common {
    pub(super) fn new(start: Start) -> Self {
        Self {
            lang: start.lang,
            size: start.size,
            zone_minutes: start.zone_minutes,
            seats: start.seats,
            practice: start.practice,
            home: None,
            display: Display::default(),
            ambiguous_guess: start.ambiguous,
            keymap: start.keymap,
            keymap_told: start.keymap_told,
            link: LinkState::Up,
            message: None,
            saved: None,
            progress: None,
            ballot: None,
            greet: true,
            current: 0,
            outbox: Vec::new(),
            next_id: 1,
            pending: BTreeMap::new(),
        }
    }

    /// Cells of an ambiguous glyph.
    pub fn ambiguous(&self) -> Ambiguous {
        match self.display.ambiguous_two {
            Some(true) => Ambiguous::Two,
            Some(false) => Ambiguous::One,
            None => self.ambiguous_guess,
        }
    }

    /// The role of who sits here, once it is known.
    pub fn role(&self) -> Option<Role> {
        self.home.as_ref().map(|home| home.seat.role)
    }

    /// The seat.
    pub fn seat(&self) -> Option<&SeatId> {
        self.home.as_ref().map(|home| &home.seat.id)
    }

    /// The form.
    pub fn rules(&self) -> Option<&Rules> {
        Some(&self.home.as_ref()?.panel.as_ref()?.rules)
    }

    /// Stage of the review.
    pub fn stage(&self) -> Stage {
        self.home.as_ref().map_or(Stage::Setup, |home| home.stage)
    }

    /// Asks for a view; the answer goes to the page that asks now.
    pub fn ask(&mut self, ask: Ask) -> u64 {
        self.send(Request::Ask(ask))
    }

    /// Asks for something to be done.
    pub fn act(&mut self, command: Command) -> u64 {
        self.send(Request::Do(Box::new(command)))
    }

    /// Sends any request; the answer goes to the page that sends now.
    pub fn send(&mut self, request: Request) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.pending.insert(id, Pending { owner: self.current, request: request.clone() });
        self.outbox.push(Effect::Send { id, request });
        id
    }

    /// Asks for an effect.
    pub(super) fn effect(&mut self, effect: Effect) {
        self.outbox.push(effect);
    }

    /// Takes another seat.
    pub fn switch_seat(&mut self, seat: SeatId) {
        self.effect(Effect::SwitchSeat(seat));
    }

    /// Writes without 已存.
    pub fn writes_waiting(&self) -> usize {
        self.pending.values().filter(|pending| is_write(&pending.request)).count()
    }

    /// Whether this request has no answer yet.
    pub fn is_pending(&self, id: u64) -> bool {
        self.pending.contains_key(&id)
    }

    /// Shows a sentence until the next key.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), tone });
    }

    /// Says why something was not done.
    pub fn say_failure(&mut self, failure: &Failure) {
        let text = failure_text(self.lang, failure);
        self.say(Tone::Error, text);
    }

    /// Why a page cannot show what it is for; the page closes.
    pub fn give_up(&mut self, failure: &Failure) -> Step {
        self.say_failure(failure);
        Step::Up(Outcome::Done)
    }

    /// Which page sent a request that is answered now, and whether it was a write.
    pub(super) fn owner_of(&mut self, id: u64) -> Option<(u64, bool)> {
        self.pending.remove(&id).map(|pending| (pending.owner, is_write(&pending.request)))
    }

    /// Everything that had no answer, once more, in its order.
    pub(super) fn repeat(&mut self) {
        let again: Vec<Effect> = self
            .pending
            .iter()
            .map(|(id, pending)| Effect::Send { id: *id, request: pending.request.clone() })
            .collect();
        self.outbox.extend(again);
    }

    /// Ends the program, saying what is kept.
    pub(super) fn quit_now(&mut self, unrecorded: usize) {
        let waiting = self.writes_waiting();
        let marks = self.role().is_none_or(|role| role == Role::Expert);
        let text = match waiting {
            0 if marks => left(self.lang, unrecorded),
            0 => left_office(self.lang).to_owned(),
            _ => left_unsaved(self.lang, waiting),
        };
        self.effect(Effect::Quit(text));
    }

    pub(super) fn forget_requests(&mut self) {
        self.pending.clear();
    }

    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.outbox)
    }
}

/// Why there is no answer, as a sentence.
pub(super) fn failure_text(lang: Lang, failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusal) => words::refusal(lang, Setting::Screen, refusal),
        Failure::Trouble(trouble) => words::trouble(lang, Setting::Screen, trouble),
    }
}
