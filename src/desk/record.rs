//! The record as the hall holds it: the journal, the state folded from it, and the store written behind.
//! A write is applied, then committed; if the commit fails, everything is folded anew from what is on the disk.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::chronicle::Chronicle;
use super::folding::Folding;
use super::view::Done;
use super::{Source, trouble};
use crate::domain::{
    Actor, Cause, Code, Command, Damage, Event, Half, Moment, RecordTrouble, Refusal, Route, SeatId, State, Trouble,
    What, decide,
};
use crate::journal::chain::{Draft, EVENT_MAX, Head, Sealed, SealedRef};
use crate::journal::digest::Digest;
use crate::journal::disk::Disk;
use crate::journal::file::{FileJournal, OpenError, Opened, Visit};
use crate::journal::seam::{Journal, ReadError};
use crate::journal::v1;
use crate::text::{Clean, clean_line};

use super::request::Failure;

/// A journal that can be made usable again after a failed write.
pub(super) trait Keeper: Journal + Send {
    /// Cuts off what failed and shows every event to `visit`.
    fn recover(&mut self, visit: Visit<'_>) -> Result<Opened, OpenError>;
    /// Shows every acknowledged event, read again from the disk.
    fn walk_all(&self, visit: Visit<'_>) -> Result<(), ReadError>;
}

impl<D: Disk + Send> Keeper for FileJournal<D> {
    fn recover(&mut self, visit: Visit<'_>) -> Result<Opened, OpenError> {
        Self::recover(self, visit)
    }

    fn walk_all(&self, visit: Visit<'_>) -> Result<(), ReadError> {
        self.walk(1, visit)
    }
}

/// A write that was decided and applied, waiting for its frame.
#[derive(Debug)]
pub(super) struct Waiting {
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
    /// Shared with whoever looks at it elsewhere; it is copied when it changes meanwhile.
    pub(super) state: Arc<State>,
    /// Times and receipts, likewise.
    pub(super) chronicle: Arc<Chronicle>,
    /// Where the journal lies, for reading it elsewhere.
    store: Option<PathBuf>,
    journal: Option<Box<dyn Keeper>>,
    drafts: Vec<Draft>,
    fresh: Vec<Event>,
    source: Source,
    /// After a failed write the record takes none until it was folded anew.
    broken: bool,
    /// Decided writes of the running group were lost when everything was folded anew.
    dropped: bool,
    writable: bool,
}

/// A record as it stood, for another thread.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    root: PathBuf,
    store: PathBuf,
    state: Arc<State>,
    chronicle: Arc<Chronicle>,
    source: Source,
}

impl Snapshot {
    /// A record that shows it and takes no writes, with its journal where events are asked for. The journal may have
    /// grown: nothing behind the snapshot is shown.
    pub(super) fn open(self, events: bool) -> Result<Record, Trouble> {
        let Self { root, store, state, chronicle, source } = self;
        let mut journal: Option<Box<dyn Keeper>> = None;
        if events {
            let opened = FileJournal::open_in_to_read(&store, &mut |_| ControlFlow::Continue(()));
            journal = Some(Box::new(opened.map_err(|error| trouble::open(&error))?.0));
        }
        let record = Record::new(&root, journal, Folding::default(), false, source);
        Ok(Record { state, chronicle, ..record })
    }
}

impl Record {
    /// A record over an open journal and the state folded from it; without a journal nothing can be written.
    pub(super) fn new(
        root: &Path,
        journal: Option<Box<dyn Keeper>>,
        folded: Folding,
        writable: bool,
        source: Source,
    ) -> Self {
        Self {
            root: root.to_path_buf(),
            state: Arc::new(folded.state),
            chronicle: Arc::new(folded.chronicle),
            store: None,
            journal,
            writable,
            drafts: Vec::new(),
            fresh: Vec::new(),
            source,
            broken: false,
            dropped: false,
        }
    }

    /// The journal lies in this folder.
    pub(super) fn stored_in(self, store: &Path) -> Self {
        Self { store: Some(store.to_path_buf()), ..self }
    }

    /// What is committed, to be looked at elsewhere; none where the journal cannot be read from there.
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        let store = self.store.clone()?;
        let (root, state, chronicle) = (self.root.clone(), Arc::clone(&self.state), Arc::clone(&self.chronicle));
        Some(Snapshot { root, store, state, chronicle, source: self.source })
    }

    /// The last event of what is looked at.
    pub(super) fn tip(&self) -> Head {
        match self.state.last {
            0 => Head::EMPTY,
            number => Head { number, digest: Digest::from_bytes(self.state.head) },
        }
    }

    /// Whether writes can be taken at all.
    pub(super) fn is_writable(&self) -> bool {
        self.writable && self.journal.is_some()
    }

    /// The journal's head.
    pub(super) fn head(&self) -> Head {
        self.journal.as_ref().map_or(Head::EMPTY, |journal| journal.head())
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
        let now = (self.source.now)().max(self.state.at);
        let drafts = whats.iter().map(|what| v1::draft_of(now, &actor.seat, &route, (self.source.nonce)(), what));
        let drafts: Vec<Draft> = drafts.collect::<Result<_, _>>().map_err(|_| Refusal::Limit(EVENT_MAX))?;
        let events = whats.len();
        for (what, draft) in whats.into_iter().zip(drafts) {
            let number = self.state.last + 1;
            let seat = actor.seat.clone();
            let event = Event { number, at: now, seat, route: route.clone(), what, digest: [0; 32] };
            if let Err(misfit) = Arc::make_mut(&mut self.state).apply(&event) {
                // Decided, yet it cannot follow: a fault of ours. What is in memory is no longer to be trusted.
                // The others of this group were dropped with it: their commit must say so.
                self.dropped = !self.drafts.is_empty();
                self.recover()?;
                return Err(Trouble::from(RecordTrouble::Damaged(misfit.number, Damage::Misfit)).into());
            }
            self.drafts.push(draft);
            self.fresh.push(event);
        }
        let drafting = match command {
            Command::Import { sheets, .. } => crate::domain::decide::left_drafting(&self.state, sheets),
            _ => Vec::new(),
        };
        Ok(Waiting { events, drafting })
    }

    /// Whether a group should be committed before more is decided: events so far, bytes so far.
    pub(super) fn group_size(&self) -> (usize, usize) {
        (self.drafts.len(), self.drafts.iter().map(|draft| draft.payload.len() + 256).sum())
    }

    /// Commits everything decided since the last commit as one frame.
    pub(super) fn commit(&mut self) -> Result<Committed, Trouble> {
        if std::mem::take(&mut self.dropped) {
            // What was decided since stands on a state that was folded anew; it is dropped with them and asked again.
            self.recover()?;
            return Err(Trouble::NotSaved(Cause::Other(clean_line("misfit"))));
        }
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
                    Arc::make_mut(&mut self.chronicle).note(event);
                }
                Arc::make_mut(&mut self.state).head = *appended.head.digest.as_bytes();
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

    /// Cuts off what failed, re-reads everything and folds anew.
    fn recover(&mut self) -> Result<(), Trouble> {
        self.broken = true;
        self.drafts.clear();
        self.fresh.clear();
        let Some(journal) = self.journal.as_mut() else { return Err(Trouble::Held(None)) };
        let mut folding = Folding::default();
        let recovered = journal.recover(&mut |sealed| folding.visit(sealed));
        if let Some(trouble) = folding.trouble {
            return Err(trouble);
        }
        recovered.map_err(|error| trouble::open(&error))?;
        self.state = Arc::new(folding.state);
        self.chronicle = Arc::new(folding.chronicle);
        self.broken = false;
        Ok(())
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
                if sealed.number > self.state.last {
                    return Ok(found);
                }
                found.push(event_of(sealed)?);
            }
        }
        Ok(found)
    }

    /// Shows the journal's events from `from` on.
    pub(super) fn sealed_from(&self, from: u64, visit: &mut dyn FnMut(&Sealed)) -> Result<(), Trouble> {
        let last = self.state.last;
        let mut known = |sealed: &Sealed| {
            if sealed.number <= last {
                visit(sealed);
            }
        };
        self.journal.as_deref().map_or(Ok(()), |journal| each(journal, from, &mut known))
    }

    /// Shows every event of the record again, as it is on the disk now.
    pub(super) fn reread(&self, visit: Visit<'_>) -> Result<(), Trouble> {
        let last = self.state.last;
        let known = &mut |sealed: SealedRef<'_>| {
            if sealed.number <= last { visit(sealed) } else { ControlFlow::Break(()) }
        };
        match &self.journal {
            Some(journal) => journal.walk_all(known).map_err(|error| trouble::read(&error)),
            None => Ok(()),
        }
    }
}

/// Shows a journal's events from `from` on, read in bounded chunks.
pub(super) fn each<J: Journal + ?Sized>(journal: &J, from: u64, visit: &mut dyn FnMut(&Sealed)) -> Result<(), Trouble> {
    let mut next = from.max(1);
    loop {
        let chunk = journal.read_from(next).map_err(|error| trouble::read(&error))?;
        let Some(last) = chunk.last() else { return Ok(()) };
        next = last.number + 1;
        chunk.iter().for_each(&mut *visit);
    }
}

/// An event from its record.
pub(super) fn event_of(sealed: &Sealed) -> Result<Event, Trouble> {
    v1::event_of(sealed).map_err(|_| RecordTrouble::Damaged(sealed.number, Damage::Malformed).into())
}

impl Waiting {
    /// The answer, from the events of its frame that are its own.
    pub(super) fn done(self, committed: &[Event], at: Moment) -> Done {
        let receipts = committed.iter().filter_map(receipt).collect();
        let pending = committed.iter().find_map(pending);
        let changed = committed.iter().any(|event| matches!(event.what, What::StageChanged { .. }));
        let head = committed.last().map(|event| clean_line(&hex(&event.digest)));
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
