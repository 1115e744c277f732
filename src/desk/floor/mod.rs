//! The hall inside: one thread that owns journal, state and store (DESIGN §8). Reads are answered from committed state,
//! writes are decided, committed as one frame, answered, and told to whom it concerns.
//!
//! - here: the loop, and writes; - `store`: the store beside it; - `looking`: what only looks.

mod looking;
mod store;

use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::{Duration, Instant};

use super::behind::Behind;
use super::client::Letter;
use super::concern::Concern;
use super::elsewhere::{self, Elsewhere};
use super::guests::Guests;
use super::hall::{Join, Mail, QUEUE, places};
use super::notes::Notes;
use super::reading::Reading;
use super::record::{Committed, Record, Waiting};
use super::request::{Answer, Failure, Request};
use super::view::{self, Done};
use super::{Source, opening, witness};
use crate::domain::{Actor, Cause, Command, Event, Refusal, Role, Route, SeatId, Trouble, What};
use crate::journal::v1;

/// Events and bytes that one group of writes may grow to before it is committed.
const GROUP: (usize, usize) = (2_048, 8 << 20);

/// How long a hall that is closed waits for a store that has not opened yet.
const LAST_WAIT: Duration = Duration::from_secs(5);

/// How long a hall that is closed listens at a time for what is still under way.
const MOMENT: Duration = Duration::from_millis(10);

/// The hall's own side.
pub(super) struct Floor {
    record: Record,
    notes: Notes,
    behind: Option<Behind>,
    /// What the store is to tell, as long as it has not begun to open.
    unopened: Option<SyncSender<Mail>>,
    guests: Guests,
    reading: Reading,
    elsewhere: Elsewhere,
    /// Closed with it.
    ends: Vec<UnixStream>,
    /// Where answers from elsewhere come in.
    mail: SyncSender<Mail>,
    source: Source,
    /// What the store says of the journal; none until it is open. Writes wait for it.
    verdict: Option<Result<(), Trouble>>,
    settling: Option<SyncSender<Result<(), Trouble>>>,
    held: Vec<Letter>,
}

impl Floor {
    /// Over an open record.
    pub(super) fn new(
        record: Record,
        behind: Option<Behind>,
        source: Source,
        settling: SyncSender<Result<(), Trouble>>,
        mail: SyncSender<Mail>,
    ) -> Self {
        let reading = Reading::new(&record.root);
        Self {
            record,
            notes: Notes::default(),
            behind,
            unopened: None,
            guests: Guests::default(),
            reading,
            elsewhere: Elsewhere::default(),
            ends: Vec::new(),
            mail,
            source,
            verdict: None,
            settling: Some(settling),
            held: Vec::new(),
        }
    }

    /// Works until it is told to stop.
    pub(super) fn run(&mut self, queue: &Receiver<Mail>) {
        while let Some(first) = self.next(queue) {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(QUEUE));
            let mut stop = false;
            let mut letters = Vec::new();
            for mail in batch {
                match mail {
                    Mail::Letter(letter) => letters.push(letter),
                    Mail::Join(join) => self.join(join),
                    Mail::Leave(client) => self.guests.leave(client),
                    // Nobody waits for the answer any more: none of our troubles.
                    Mail::Seats(answer) => drop(answer.try_send(places(&self.record.root, &self.record.state))),
                    Mail::News(news) => self.news(news),
                    Mail::Worked(worked) => self.worked(worked),
                    Mail::Hold(end) => self.ends.push(end),
                    Mail::Stop => stop = true,
                }
            }
            self.serve(letters);
            self.guests.let_go(&self.held.iter().map(|letter| letter.client).collect());
            if let Some(behind) = &self.behind {
                behind.catch_up(&self.record);
            }
            self.guests.pay();
            self.hand_notes();
            if stop {
                break;
            }
        }
        self.end(queue);
    }

    /// Somebody may leave before the store has opened: what waited for it is written all the same.
    fn end(&mut self, queue: &Receiver<Mail>) {
        self.open_store();
        while self.verdict.is_none() {
            match queue.recv_timeout(LAST_WAIT) {
                Ok(Mail::News(news)) => self.news(news),
                Ok(Mail::Letter(letter)) => self.serve(vec![letter]),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        // Its answers are heard by nobody, but it must not wait for us to take them.
        let patience = Instant::now() + LAST_WAIT;
        while !self.elsewhere.is_over() && Instant::now() < patience {
            drop(queue.recv_timeout(MOMENT));
        }
        self.serve(Vec::new());
        self.hand_notes();
        if let Some(behind) = self.behind.take() {
            behind.finish();
        }
        self.guests.close();
    }

    fn join(&mut self, join: Join) {
        let now = (self.source.now)();
        let last_entry = self.notes.of(&join.coming.seat).entered;
        if join.coming.enters {
            self.notes.change(&join.coming.seat, |notes| notes.entered = Some(now));
        }
        self.guests.join(join, last_entry, now);
    }

    fn tell(&mut self, trouble: &Trouble) {
        self.guests.tell(&self.record.state, trouble);
    }

    /// Writes first, as few frames as fit; then what only looks, from committed state.
    fn serve(&mut self, letters: Vec<Letter>) {
        let mut group = Vec::new();
        let mut looks = Vec::new();
        let mut further = letters.iter().any(|letter| !matches!(letter.request, Request::Ask(view::Ask::Home)));
        let held = if self.verdict.is_some() { std::mem::take(&mut self.held) } else { Vec::new() };
        for letter in held.into_iter().chain(letters) {
            match (&self.verdict, &letter.request) {
                // Only the record waits for the store's word; what is kept for a seat is in memory until then.
                (None, Request::Do(_) | Request::Open { .. } | Request::Amend { .. }) => {
                    if self.held.len() < QUEUE {
                        self.held.push(letter);
                    } else {
                        self.answer(&letter, Err(Trouble::Busy.into()));
                    }
                    continue;
                }
                (Some(Err(why)), _) => {
                    let why = why.clone();
                    self.answer(&letter, Err(why.into()));
                    continue;
                }
                _ => {}
            }
            let Some((actor, sitting)) = self.guests.sitting(letter.client) else { continue };
            match self.command(&actor, &letter.request) {
                Written::Command(Ok(waiting)) => {
                    group.push((letter, waiting));
                    let (events, bytes) = self.record.group_size();
                    if events >= GROUP.0 || bytes >= GROUP.1 {
                        self.commit(std::mem::take(&mut group));
                    }
                }
                Written::Command(Err(failure)) => self.answer(&letter, Err(failure)),
                Written::Kept => self.answer(&letter, Ok(Answer::Kept)),
                Written::Look => looks.push((letter, sitting)),
            }
        }
        self.commit(group);
        for (letter, sitting) in looks {
            let Request::Ask(ask) = &letter.request else { continue };
            let long = sitting.shared && elsewhere::is_long(ask);
            if let Some(snapshot) = self.record.snapshot().filter(|_| long) {
                self.ask_elsewhere(&letter, ask.clone(), sitting, snapshot);
            } else {
                let result = self.look(&sitting, ask);
                // Who never worked here sees nothing before the store has said what is kept.
                further |= matches!(&result, Ok(view::View::Home(home)) if !home.known);
                self.answer(&letter, result.map(Answer::View));
            }
        }
        if further {
            self.open_store();
        }
    }

    /// The role of a seat; before opening as the file has it.
    fn role(&self, seat: &SeatId) -> Option<Role> {
        let recorded = self.record.state.seat(seat).map(|seat| seat.role);
        recorded.or_else(|| {
            let places = places(&self.record.root, &self.record.state);
            places.into_iter().find(|place| place.card.id == *seat).map(|place| place.card.role)
        })
    }

    fn command(&mut self, actor: &Actor, request: &Request) -> Written {
        let seat = &actor.seat;
        let reads_files = matches!(request, Request::Open { .. } | Request::Amend { .. } | Request::Restore { .. });
        if reads_files && !self.record.is_writable() {
            return Written::Command(Err(Trouble::Held(None).into()));
        }
        // Before a file is read for it: nobody else makes the hall read and freeze.
        if reads_files && self.role(seat).is_some_and(|role| role != Role::Secretary) {
            return Written::Command(Err(Refusal::Role(&[Role::Secretary]).into()));
        }
        let decided = match request {
            Request::Ask(_) => return Written::Look,
            // Sheets of others are the secretary's to type.
            Request::Keep(draft) if draft.paper_of.is_some() && self.role(seat) != Some(Role::Secretary) => {
                Err(Refusal::Role(&[Role::Secretary]).into())
            }
            Request::Keep(draft) => {
                return if self.notes.keep(seat, draft.clone()) {
                    Written::Kept
                } else {
                    Written::Command(Err(Refusal::Limit(crate::domain::limit::NOTE_CHARS).into()))
                };
            }
            Request::At(place) => {
                self.notes.change(seat, |notes| {
                    notes.place = Some(v1::Place {
                        dossier: place.dossier.clone(),
                        item: place.item.clone(),
                        basis: place.basis,
                    });
                });
                return Written::Kept;
            }
            Request::Show(display) => {
                self.notes.change(seat, |notes| {
                    notes.ambiguous_two = display.ambiguous_two;
                    notes.lines = display.lines;
                });
                return Written::Kept;
            }
            Request::Promise => {
                self.notes.change(seat, |notes| notes.promised = true);
                return Written::Kept;
            }
            // Whoever copies the record reads all of it: no seat of another account does, whatever its role.
            Request::Do(command) if copies(command) && !is_own(&actor.route) => {
                Err(Trouble::Disk(crate::text::clean_line("backup"), Cause::NoPermission).into())
            }
            Request::Do(command) => self.record.decide(actor, command),
            Request::Open { key } => opening::command(&self.record, actor, key.as_ref())
                .and_then(|command| self.record.decide(actor, &command)),
            Request::Restore { file } => return opening::restore(&self.record, actor, file).into(),
            Request::Amend { file, reason, votes } => opening::amendment(&self.record, file)
                .map(|amended| Command::Amend { amended, reason: reason.clone(), votes: votes.clone() })
                .and_then(|command| self.record.decide(actor, &command)),
        };
        Written::Command(decided)
    }

    fn commit(&mut self, group: Vec<(Letter, Waiting)>) {
        if group.is_empty() {
            return;
        }
        match self.record.commit() {
            Ok(committed) => self.committed(group, &committed),
            Err(why) => {
                for (letter, waiting) in group {
                    // A repeat whose effect stood already needed no write.
                    let result =
                        if waiting.events() == 0 { Ok(self.done(waiting, &[])) } else { Err(why.clone().into()) };
                    self.answer(&letter, result.map(Answer::Done));
                }
            }
        }
    }

    fn done(&self, waiting: Waiting, events: &[Event]) -> Done {
        waiting.done(events, (self.source.now)())
    }

    fn committed(&mut self, group: Vec<(Letter, Waiting)>, committed: &Committed) {
        let mut rest = committed.events.as_slice();
        for (letter, waiting) in group {
            let (own, after) = rest.split_at_checked(waiting.events()).unwrap_or((rest, &[]));
            rest = after;
            let done = self.done(waiting, own);
            self.answer(&letter, Ok(Answer::Done(done)));
        }
        for event in &committed.events {
            match &event.what {
                What::Signed { seat, dossier, .. } => self.notes.signed(seat, dossier),
                What::SetAside { seat, dossier, .. } => self.notes.paper_done(seat, dossier),
                _ => {}
            }
        }
        self.guests.owe_of(&Concern::of(&committed.events), &self.record.state);
        if let Some(behind) = &self.behind {
            behind.frame(&self.record, committed);
        }
        for trouble in witness::append(&self.record.root, &self.record.state) {
            self.tell(&trouble);
        }
    }

    fn answer(&mut self, letter: &Letter, result: Result<Answer, Failure>) {
        self.guests.answer(letter.client, letter.id, result);
    }

    fn hand_notes(&mut self) {
        if let Some(behind) = self.behind.as_ref().filter(|_| self.verdict.is_some()) {
            for (seat, notes) in self.notes.take_unsaved() {
                behind.notes(seat, notes);
            }
        }
    }
}

enum Written {
    Command(Result<Waiting, Failure>),
    Kept,
    Look,
}

impl From<Result<(), Failure>> for Written {
    fn from(result: Result<(), Failure>) -> Self {
        result.map_or_else(|why| Self::Command(Err(why)), |()| Self::Kept)
    }
}

fn copies(command: &Command) -> bool {
    matches!(command, Command::BackUp | Command::Restored)
}

/// Whether somebody came as the account that owns the record.
fn is_own(route: &Route) -> bool {
    match route {
        Route::Socket(uid) => *uid == super::server::account::own(),
        _ => true,
    }
}
