//! The hall: one thread that owns journal, state and store (DESIGN §8). Requests come through a bounded queue; reads
//! are answered from committed state, writes are decided, committed as one frame, answered, and told to whom it concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::behind::{Behind, News};
use super::client::{Caller, Client, Letter, Post};
use super::concern::{self, Concern};
use super::elsewhere::{self, Elsewhere, Question, Worked};
use super::notes::Notes;
use super::reading::{Reading, Sitting};
use super::record::{Committed, Record, Snapshot, Waiting};
use super::request::{Answer, Failure, Request};
use super::view::{self, Done, SeatCard, Topic};
use super::{Source, opening, witness};
use crate::domain::{Actor, Cause, Command, Event, Moment, Refusal, Role, Route, SeatId, State, Trouble, What};
use crate::folder;
use crate::journal::v1;
use crate::text::Clean;

/// Requests that may wait for the hall; a sender beyond that is told "busy" and tries again.
const QUEUE: usize = 64;
/// Posts that may wait for one client; one that takes no more answers is let go.
const OUTBOX: usize = 256;
/// Events and bytes that one group of writes may grow to before it is committed.
const GROUP: (usize, usize) = (2_048, 8 << 20);

/// How long a hall that is closed waits for a store that has not opened yet.
const LAST_WAIT: Duration = Duration::from_secs(5);

/// How long a hall that is closed listens at a time for what is still under way.
const MOMENT: Duration = Duration::from_millis(10);

/// How long a screen's first questions may keep the store from opening.
const FIRST_WAIT: Duration = Duration::from_millis(50);

/// When the store is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// At once: a command waits for it.
    AtOnce,
    /// After a screen has what it shows first: until then both would want the processor and the disk.
    AfterTheFirstPage,
}

/// What reaches the hall.
#[derive(Debug)]
pub(super) enum Mail {
    /// A request.
    Letter(Letter),
    /// A client sits down.
    Join(Join),
    /// A client goes.
    Leave(u64),
    /// Somebody wants to know who may sit here.
    Seats(SyncSender<Vec<Place>>),
    /// Something from the store that is written behind.
    News(News),
    /// A long answer.
    Worked(Worked),
    /// To be held as long as the hall lives: whoever has the other end learns of its end, however it comes.
    Hold(UnixStream),
    /// No more.
    Stop,
}

/// A client that sits down.
#[derive(Debug)]
pub(super) struct Join {
    client: u64,
    coming: Coming,
    outbox: SyncSender<Post>,
}

/// How somebody comes to a seat.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    pub(super) seat: SeatId,
    pub(super) route: Route,
    /// Nothing proves that it is this seat (席位自报).
    pub(super) claimed: bool,
    /// A person enters (not a single command): 上次进入 counts it.
    pub(super) enters: bool,
}

/// A seat and the account that sits in it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) card: SeatCard,
    pub(super) unix_user: Clean,
}

/// A way into the hall, for any thread.
#[derive(Clone, Debug)]
pub(super) struct Door {
    mail: SyncSender<Mail>,
    next: Arc<AtomicU64>,
}

impl Door {
    /// Sits down; what the hall sends arrives at the receiver.
    pub(super) fn sit(&self, coming: Coming) -> Result<(Caller, Receiver<Post>), Trouble> {
        let client = self.next.fetch_add(1, Ordering::Relaxed);
        let (outbox, posts) = sync_channel(OUTBOX);
        let seat = coming.seat.clone();
        self.mail.send(Mail::Join(Join { client, coming, outbox })).map_err(|_| Trouble::Disconnected(0))?;
        Ok((Caller::to_hall(seat, client, self.mail.clone()), posts))
    }

    /// The hall holds this end as long as it lives.
    pub(super) fn hold(&self, end: UnixStream) -> Result<(), Trouble> {
        self.mail.send(Mail::Hold(end)).map_err(|_| Trouble::Crashed)
    }

    /// All seats as they are now; before opening as the file has them.
    pub(super) fn seats(&self) -> Result<Vec<Place>, Trouble> {
        let (answer, seats) = sync_channel(1);
        self.mail.send(Mail::Seats(answer)).map_err(|_| Trouble::Disconnected(0))?;
        seats.recv().map_err(|_| Trouble::Disconnected(0))
    }
}

/// The program's end of a hall in the same process.
#[derive(Debug)]
pub struct Hall {
    door: Door,
    thread: Option<JoinHandle<()>>,
    settled: Receiver<Result<(), Trouble>>,
}

impl Hall {
    /// Starts the hall on an open record.
    pub(super) fn start(record: Record, behind: Option<Behind>, begin: Begin, source: Source) -> Result<Self, Trouble> {
        let (mail, queue) = sync_channel(QUEUE);
        let (settling, settled) = sync_channel(1);
        let news = mail.clone();
        let run = move || {
            let mut floor = Floor::new(record, behind, source, settling, news.clone());
            floor.begin(begin, news);
            floor.run(&queue);
        };
        let spawned = std::thread::Builder::new().name("hall".into()).spawn(run);
        let thread = spawned.map_err(|error| super::trouble::thread(&error))?;
        let door = Door { mail, next: Arc::new(AtomicU64::new(1)) };
        Ok(Self { door, thread: Some(thread), settled })
    }

    /// Waits until the store has said whether the journal was cut. A screen need not wait: writes wait by themselves.
    pub fn wait_settled(&self) -> Result<(), Trouble> {
        self.settled.recv().unwrap_or(Err(Trouble::Disconnected(0)))
    }

    /// The way in for other threads.
    pub(super) fn door(&self) -> &Door {
        &self.door
    }

    /// Sits down at a seat, on nobody's word but the program's own; `enters` where a person comes in, not a single command.
    pub fn sit(&mut self, seat: SeatId, enters: bool) -> Result<Client, Trouble> {
        let (caller, posts) = self.door.sit(Coming { seat, route: Route::Local, claimed: true, enters })?;
        Ok(Client::new(caller, posts))
    }

    /// Finishes what waits, hands everything to the store, and ends.
    pub fn close(mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        let _ = self.door.mail.send(Mail::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.stop();
        }
    }
}

/// A client as the hall knows it.
struct Guest {
    coming: Coming,
    outbox: SyncSender<Post>,
    last_entry: Option<Moment>,
    /// Topics that did not fit its outbox yet.
    owed: BTreeSet<Topic>,
}

/// The hall's own side.
struct Floor {
    record: Record,
    notes: Notes,
    behind: Option<Behind>,
    /// What the store is to tell, as long as it has not begun to open.
    unopened: Option<SyncSender<Mail>>,
    guests: BTreeMap<u64, Guest>,
    /// Clients that have gone, until what they sent before is done.
    leaving: BTreeSet<u64>,
    reading: Reading,
    elsewhere: Elsewhere,
    /// Closed with it.
    ends: Vec<UnixStream>,
    /// Where answers from elsewhere come in.
    mail: SyncSender<Mail>,
    source: Source,
    told: Vec<Trouble>,
    /// What the store says of the journal; none until it is open. Writes wait for it.
    verdict: Option<Result<(), Trouble>>,
    settling: Option<SyncSender<Result<(), Trouble>>>,
    held: Vec<Letter>,
}

impl Floor {
    fn new(
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
            guests: BTreeMap::new(),
            leaving: BTreeSet::new(),
            reading,
            elsewhere: Elsewhere::default(),
            ends: Vec::new(),
            mail,
            source,
            told: Vec::new(),
            verdict: None,
            settling: Some(settling),
            held: Vec::new(),
        }
    }

    fn begin(&mut self, begin: Begin, news: SyncSender<Mail>) {
        if self.behind.is_none() {
            return self.settled(Ok(()));
        }
        self.unopened = Some(news);
        if begin == Begin::AtOnce {
            self.open_store();
        }
    }

    fn open_store(&mut self) {
        if let (Some(behind), Some(news)) = (&self.behind, self.unopened.take()) {
            behind.begin(self.record.head(), news);
        }
    }

    /// The next mail; where none comes for a while, the store is opened meanwhile.
    fn next(&mut self, queue: &Receiver<Mail>) -> Option<Mail> {
        if self.unopened.is_some() {
            match queue.recv_timeout(FIRST_WAIT) {
                Ok(mail) => return Some(mail),
                Err(RecvTimeoutError::Timeout) => self.open_store(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        queue.recv().ok()
    }

    fn run(&mut self, queue: &Receiver<Mail>) {
        while let Some(first) = self.next(queue) {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(QUEUE));
            let mut stop = false;
            let mut letters = Vec::new();
            for mail in batch {
                match mail {
                    Mail::Letter(letter) => letters.push(letter),
                    Mail::Join(join) => self.join(join),
                    Mail::Leave(client) => drop(self.leaving.insert(client)),
                    // Nobody waits for the answer any more: none of our troubles.
                    Mail::Seats(answer) => drop(answer.try_send(places(&self.record.root, &self.record.state))),
                    Mail::News(news) => self.news(news),
                    Mail::Worked(worked) => self.worked(worked),
                    Mail::Hold(end) => self.ends.push(end),
                    Mail::Stop => stop = true,
                }
            }
            self.serve(letters);
            self.let_go();
            if let Some(behind) = &self.behind {
                behind.catch_up(&self.record);
            }
            self.pay_owed();
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
        for guest in self.guests.values() {
            let _ = guest.outbox.try_send(Post::Closed);
        }
    }

    /// Who has left is forgotten, but not before what it sent is written: a letter may still wait for the store.
    fn let_go(&mut self) {
        let held: BTreeSet<u64> = self.held.iter().map(|letter| letter.client).collect();
        for client in std::mem::take(&mut self.leaving) {
            if held.contains(&client) {
                self.leaving.insert(client);
            } else {
                self.guests.remove(&client);
            }
        }
    }

    fn join(&mut self, join: Join) {
        let now = (self.source.now)();
        let Join { client, coming, outbox } = join;
        let last_entry = self.notes.of(&coming.seat).entered;
        if coming.enters {
            self.notes.change(&coming.seat, |notes| notes.entered = Some(now));
        }
        for trouble in std::mem::take(&mut self.told) {
            let _ = outbox.try_send(Post::Told(trouble));
        }
        self.guests.insert(client, Guest { coming, outbox, last_entry, owed: BTreeSet::new() });
    }

    fn news(&mut self, news: News) {
        match news {
            News::Notes(kept) => {
                for (seat, notes) in kept {
                    // Who sat down before this was known hears of the entry before as well.
                    for guest in self.guests.values_mut().filter(|guest| guest.coming.seat == seat) {
                        guest.last_entry = guest.last_entry.or(notes.entered);
                    }
                    self.notes.load(seat, notes);
                }
                self.notes.complete();
                self.owe(|_| Some(Topic::Own));
            }
            News::Told(trouble) => self.tell(&trouble),
            News::Verdict(Ok(follower)) => {
                if let Some(behind) = self.behind.as_mut() {
                    behind.follow(follower);
                }
                self.settled(Ok(()));
            }
            News::Verdict(Err(why)) => {
                self.tell(&why);
                self.settled(Err(why));
            }
        }
    }

    /// The store has spoken: whoever waited for that hears it, and writes that waited are taken.
    fn settled(&mut self, verdict: Result<(), Trouble>) {
        if let Some(waiting) = self.settling.take() {
            let _ = waiting.try_send(verdict.clone());
        }
        if self.notes.complete() {
            self.owe(|_| Some(Topic::Own));
        }
        self.verdict = Some(verdict);
    }

    fn tell(&mut self, trouble: &Trouble) {
        let office = |guest: &Guest, record: &Record| {
            record.state.seat(&guest.coming.seat).is_none_or(|seat| seat.role != Role::Expert)
        };
        let mut heard = false;
        for guest in self.guests.values().filter(|guest| office(guest, &self.record)) {
            heard |= guest.outbox.try_send(Post::Told(trouble.clone())).is_ok();
        }
        if !heard {
            self.told.push(trouble.clone());
        }
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
            let Some((actor, sitting)) = self.guest(letter.client) else { continue };
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

    /// Others sit here too: nobody is to wait behind a long answer.
    fn ask_elsewhere(&mut self, letter: &Letter, ask: view::Ask, sitting: Sitting, snapshot: Snapshot) {
        let whole_journal = matches!(ask, view::Ask::Log { .. } | view::Ask::Verify { .. });
        let even = whole_journal && self.role(&sitting.seat) == Some(Role::Expert);
        let store = self.behind.as_ref().and_then(Behind::follower).cloned();
        let (client, id, notes) = (letter.client, letter.id, self.notes.clone());
        let question = Question { client, id, ask, sitting, notes, snapshot, store, even };
        if let Err(why) = self.elsewhere.ask(&self.record.root, question, &self.mail) {
            self.answer(letter, Err(why.into()));
        }
    }

    fn worked(&mut self, worked: Worked) {
        match worked {
            Worked::Out(client, id, result) => self.post(client, id, result.map(Answer::View)),
            Worked::Moved(client, id, ask) => {
                let Some((_, sitting)) = self.guest(client) else { return };
                let result = self.look(&sitting, &ask);
                self.post(client, id, result.map(Answer::View));
            }
        }
    }

    fn guest(&self, client: u64) -> Option<(Actor, Sitting)> {
        let Guest { coming, last_entry, .. } = self.guests.get(&client)?;
        let shared = coming.route != Route::Local;
        let sitting = Sitting { seat: coming.seat.clone(), claimed: coming.claimed, shared, last_entry: *last_entry };
        Some((Actor { seat: coming.seat.clone(), route: coming.route.clone() }, sitting))
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
            if let What::Signed { seat, dossier, .. } = &event.what {
                self.notes.signed(seat, dossier);
            }
        }
        let concern = Concern::of(&committed.events);
        let (stage, office) = (self.record.state.stage, concern::office(self.record.state.panel.as_deref()));
        for guest in self.guests.values_mut() {
            let seat = &guest.coming.seat;
            guest.owed.extend(concern.topics(seat, office.contains(seat), stage));
        }
        if let Some(behind) = &self.behind {
            behind.frame(&self.record, committed);
        }
        for trouble in witness::append(&self.record.root, &self.record.state) {
            self.tell(&trouble);
        }
    }

    fn look(&mut self, sitting: &Sitting, ask: &view::Ask) -> Result<view::View, Failure> {
        let store = self.behind.as_ref().and_then(Behind::follower).map(Arc::as_ref);
        let view = self.reading.view(&self.record, &self.notes, store, sitting, ask)?;
        // While the hall looks, nobody writes.
        view.ok_or_else(|| Trouble::Busy.into())
    }

    /// A client that reads no more answers is let go. One that has left is not: what it sent before it left, the
    /// half-typed digits of a dropped line among it, may still be in the queue.
    fn answer(&mut self, letter: &Letter, result: Result<Answer, Failure>) {
        self.post(letter.client, letter.id, result);
    }

    fn post(&mut self, client: u64, id: u64, result: Result<Answer, Failure>) {
        let sent = self.guests.get(&client).map(|guest| guest.outbox.try_send(Post::Answer { id, result }));
        if let Some(Err(TrySendError::Full(_))) = sent {
            self.guests.remove(&client);
        }
    }

    fn owe(&mut self, topic: impl Fn(&Guest) -> Option<Topic>) {
        for guest in self.guests.values_mut() {
            let owed = topic(guest);
            guest.owed.extend(owed);
        }
    }

    /// Pushes what changed; what does not fit waits, and is one push however often it changed.
    fn pay_owed(&mut self) {
        for guest in self.guests.values_mut() {
            while let Some(topic) = guest.owed.first().copied() {
                match guest.outbox.try_send(Post::Changed(topic)) {
                    Ok(()) => drop(guest.owed.pop_first()),
                    Err(TrySendError::Full(_)) => break,
                    Err(TrySendError::Disconnected(_)) => guest.owed.clear(),
                }
            }
        }
    }

    fn hand_notes(&mut self) {
        if let Some(behind) = self.behind.as_ref().filter(|_| self.verdict.is_some()) {
            for (seat, notes) in self.notes.take_unsaved() {
                behind.notes(seat, notes);
            }
        }
    }
}

/// All seats with their accounts; before opening as the file has them.
pub(super) fn places(root: &Path, state: &State) -> Vec<Place> {
    let file;
    let panel = match &state.panel {
        Some(panel) => panel.as_ref(),
        None => match folder::read_panel_file(root).0 {
            Some(panel) => {
                file = panel;
                &file
            }
            None => return Vec::new(),
        },
    };
    let place = |seat: &crate::domain::Seat| Place {
        card: SeatCard {
            id: seat.id.clone(),
            role: seat.role,
            name: seat.name.clone(),
            phone: Clean::default(),
            replaced: state.replaced.get(&seat.id).map(|(new, _)| new.clone()),
        },
        unix_user: seat.unix_user.clone(),
    };
    panel.seats.iter().map(place).collect()
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
