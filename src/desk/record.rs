//! The record as the hall holds it: the journal, the state folded from it, and the store written behind.
//! A write is applied, then committed; if the commit fails, everything is folded anew from what is on the disk.

use std::path::{Path, PathBuf};

use super::view::Done;
use super::{Source, trouble};
use crate::codec;
use crate::domain::{
    Actor, Cause, Code, Command, Damage, Event, Half, Moment, Refusal, Route, SeatId, Stage, State, Trouble, What,
    decide,
};
use crate::journal::chain::{Draft, Head, Sealed};
use crate::journal::file::Keeper;
use crate::journal::{AppendError, v1};
use crate::text::{Clean, clean_line};

use super::request::Failure;

/// A write that was decided and applied, waiting for its frame.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Whose.
    pub(super) actor: Actor,
    /// How many events it made.
    events: usize,
    /// Sheets of an import that stay drafting.
    drafting: Vec<(SeatId, Code)>,
}

/// What a committed frame did, for the index and for pushes.
#[derive(Debug, Default)]
pub(super) struct Committed {
    /// The events as sealed.
    pub(super) sealed: Vec<Sealed>,
    /// The same, decoded.
    pub(super) events: Vec<Event>,
}

/// Journal and state.
pub(super) struct Record {
    /// The panel folder.
    pub(super) root: PathBuf,
    /// The state folded from all committed events (and, within a group, those about to be).
    pub(super) state: State,
    journal: Option<Box<dyn Keeper>>,
    drafts: Vec<Draft>,
    fresh: Vec<Event>,
    source: Source,
    /// After a failed write the record takes none until it was folded anew.
    broken: bool,
}

impl Record {
    /// A record over an open journal; `None`: nothing was written yet, and nothing can be.
    pub(super) fn open(root: &Path, journal: Option<Box<dyn Keeper>>, source: Source) -> Result<Self, Trouble> {
        let mut record = Self {
            root: root.to_path_buf(),
            state: State::default(),
            journal,
            drafts: Vec::new(),
            fresh: Vec::new(),
            source,
            broken: false,
        };
        record.fold_anew()?;
        Ok(record)
    }

    /// Whether writes can be taken at all.
    pub(super) fn is_writable(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.is_writable())
    }

    /// The journal's head.
    pub(super) fn head(&self) -> Head {
        self.journal.as_ref().map_or(Head::EMPTY, |journal| journal.head())
    }

    /// Folds the whole journal into a fresh state.
    fn fold_anew(&mut self) -> Result<(), Trouble> {
        self.state = match &self.journal {
            Some(journal) => fold(journal.as_ref(), |_| {})?,
            None => State::default(),
        };
        self.drafts.clear();
        self.fresh.clear();
        self.broken = false;
        Ok(())
    }

    /// Decides a command and applies what it makes; nothing is durable yet.
    pub(super) fn decide(&mut self, actor: &Actor, command: &Command) -> Result<Waiting, Failure> {
        if self.broken {
            self.recover()?;
        }
        if !self.is_writable() {
            return Err(Trouble::Held(None).into());
        }
        let route = if matches!(command, Command::Import { .. }) && actor.route == Route::Local {
            Route::Import
        } else {
            actor.route.clone()
        };
        let whats = decide(&self.state, actor, command)?;
        let payloads = whats.iter().map(v1::encode).collect::<Result<Vec<_>, _>>();
        let payloads = payloads.map_err(|_| Refusal::Limit(codec::EVENT_LIMIT))?;
        let now = (self.source.now)().max(self.state.at);
        let events = whats.len();
        for (what, payload) in whats.into_iter().zip(payloads) {
            let number = self.state.last + 1;
            let seat = actor.seat.clone();
            let event = Event { number, at: now, seat, route: route.clone(), what, digest: [0; 32] };
            if let Err(misfit) = self.state.apply(&event) {
                // Decided, yet it cannot follow: a fault of ours. What is in memory is no longer to be trusted.
                self.fold_anew()?;
                return Err(Trouble::Damaged(misfit.number, Damage::Misfit).into());
            }
            let nonce = (self.source.nonce)();
            let seat = actor.seat.as_str().as_bytes().to_vec();
            self.drafts.push(Draft { at_ms: now.0, seat, route: v1::route_to_bytes(&route), nonce, payload });
            self.fresh.push(event);
        }
        let drafting = match command {
            Command::Import { sheets, .. } => crate::domain::decide::left_drafting(&self.state, sheets),
            _ => Vec::new(),
        };
        Ok(Waiting { actor: actor.clone(), events, drafting })
    }

    /// Whether a group should be committed before more is decided: events so far, bytes so far.
    pub(super) fn group_size(&self) -> (usize, usize) {
        (self.drafts.len(), self.drafts.iter().map(|draft| draft.payload.len() + 256).sum())
    }

    /// Commits everything decided since the last commit as one frame.
    pub(super) fn commit(&mut self) -> Result<Committed, Trouble> {
        if self.drafts.is_empty() {
            return Ok(Committed::default());
        }
        let drafts = std::mem::take(&mut self.drafts);
        let mut events = std::mem::take(&mut self.fresh);
        let Some(journal) = self.journal.as_mut() else { return Err(Trouble::Held(None)) };
        let after = journal.head();
        match journal.append(after, drafts) {
            Ok(appended) => {
                for (event, sealed) in events.iter_mut().zip(&appended.events) {
                    event.digest = *sealed.digest.as_bytes();
                }
                self.state.head = *appended.head.digest.as_bytes();
                Ok(Committed { sealed: appended.events, events })
            }
            Err(error) => {
                self.broken = true;
                let why = trouble::append(&error);
                // Best effort now; otherwise the next write tries again before it decides anything.
                let _ = self.recover();
                Err(why)
            }
        }
    }

    fn recover(&mut self) -> Result<(), Trouble> {
        self.broken = true;
        if let Some(journal) = self.journal.as_mut() {
            journal.recover().map_err(|error| trouble::read(&error))?;
        }
        self.fold_anew()
    }

    /// Re-reads the journal's events from `from`, at most `count`.
    pub(super) fn events(&self, from: u64, count: usize) -> Result<Vec<Event>, Trouble> {
        let mut found = Vec::new();
        let Some(journal) = &self.journal else { return Ok(found) };
        let mut next = from.max(1);
        while found.len() < count {
            let chunk = journal.read_from(next).map_err(|error| trouble::read(&error))?;
            let Some(last) = chunk.last() else { break };
            next = last.number + 1;
            for sealed in chunk.iter().take(count - found.len()) {
                found.push(event_of(sealed)?);
            }
        }
        Ok(found)
    }

    /// The journal, for verify and catching up.
    pub(super) fn journal(&self) -> Option<&dyn Keeper> {
        self.journal.as_deref()
    }
}

/// Folds a journal, handing every event to `each` on the way.
pub(super) fn fold(journal: &dyn Keeper, mut each: impl FnMut(&Sealed)) -> Result<State, Trouble> {
    let mut state = State::default();
    loop {
        let chunk = journal.read_from(state.last + 1).map_err(|error| trouble::read(&error))?;
        if chunk.is_empty() {
            return Ok(state);
        }
        for sealed in &chunk {
            let event = event_of(sealed)?;
            state.apply(&event).map_err(|misfit| Trouble::Damaged(misfit.number, Damage::Misfit))?;
            each(sealed);
        }
    }
}

/// An event from its record.
pub(super) fn event_of(sealed: &Sealed) -> Result<Event, Trouble> {
    v1::event_of(sealed).map_err(|_| Trouble::Damaged(sealed.number, Damage::Malformed))
}

impl Waiting {
    /// The answer, from the events of its frame that are its own.
    pub(super) fn done(self, committed: &[Event], at: Moment, stage: Stage) -> Done {
        let receipts = committed.iter().filter_map(receipt).collect();
        let pending = committed.iter().find_map(pending);
        let changed = committed.iter().any(|event| matches!(event.what, What::StageChanged { .. }));
        let head = committed.last().map(|event| clean_line(&hex(&event.digest)));
        let _ = stage;
        Done {
            events: u32::try_from(self.events).unwrap_or(u32::MAX),
            at: committed.last().map_or(at, |event| event.at),
            receipts,
            pending,
            drafting: self.drafting,
            stage_head: head.filter(|_| changed),
        }
    }

    /// How many events it made.
    pub(super) fn events(&self) -> usize {
        self.events
    }
}

fn receipt(event: &Event) -> Option<(Code, Vec<Half>, Clean)> {
    match &event.what {
        What::Signed { dossier, halves, .. } => Some((dossier.clone(), halves.clone(), clean_line(&event.receipt()))),
        _ => None,
    }
}

fn pending(event: &Event) -> Option<u64> {
    use crate::domain::BatchKind::Amending;
    matches!(event.what, What::Batch { kind: Amending { pending: true, .. }, .. }).then_some(event.number)
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl From<&AppendError> for Cause {
    fn from(error: &AppendError) -> Self {
        trouble::cause(error)
    }
}
