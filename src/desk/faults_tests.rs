//! The hall and the record over a disk that fails, and over a journal any byte of which was changed (DESIGN §4,
//! PITFALLS 2 and 20).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};

use super::client::{Client, OUTBOX, Post};
use super::folding::Folding;
use super::hall::{Begin, Coming, Hall};
use super::record::Record;
use super::request::{Answer, Failure, Request};
use super::view::{Ask, View};
use super::{Source, trouble};
use crate::domain::{
    Basis, Cause, Code, Command, How, ItemId, Moment, Points, RecordTrouble, Refusal, Role, Route, SeatId, State,
    Trouble,
};
use crate::journal::disk::{Disk, DiskError, FaultyDisk, SyncFate, Tear};
use crate::journal::file::FileJournal;
use crate::journal::frame;

const SOURCE: Source = Source { now: || Moment(1_800_000_000_000), nonce: || [7; 16] };

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken/good-v1")
}

fn good() -> Vec<u8> {
    std::fs::read(fixture().join("store/journal")).unwrap()
}

/// Where its frames end, and the last number of each.
fn borders(journal: &[u8]) -> Vec<(usize, u64)> {
    let mut ends = vec![(0, 0)];
    while let Ok(header) = frame::header(&journal[ends[ends.len() - 1].0..]) {
        ends.push((ends[ends.len() - 1].0 + header.total, header.first + u64::from(header.events) - 1));
    }
    assert_eq!(ends[ends.len() - 1].0, journal.len());
    ends
}

/// What opening says of these bytes: the state, or the trouble a person is told.
fn fold(bytes: Vec<u8>) -> Result<State, Trouble> {
    let mut folding = Folding::default();
    let opened = FileJournal::open(FaultyDisk::holding(bytes), None, &mut |sealed| folding.visit(sealed));
    match folding.trouble {
        Some(trouble) => Err(trouble),
        None => opened.map(|_| folding.state).map_err(|error| trouble::open(&error)),
    }
}

#[test]
fn whatever_byte_of_the_journal_is_changed_the_state_is_one_there_was_or_none() {
    let whole = good();
    let borders = borders(&whole);
    let states: Vec<State> = borders.iter().map(|(end, _)| fold(whole[..*end].to_vec()).unwrap()).collect();
    let last = borders[borders.len() - 2].0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        // Another bit of each byte, so that all eight are met.
        bytes[at] ^= 1 << (at % 8);
        match fold(bytes) {
            Err(why) => assert_eq!(why.exit_code(), 3, "byte {at}: {why:?}"),
            // Only the last frame can be taken for one that was never finished.
            Ok(state) => {
                assert!(at >= last, "byte {at} of {last} went unseen");
                assert_eq!(state, states[states.len() - 2], "byte {at}");
            }
        }
    }
}

#[test]
fn a_journal_cut_at_any_length_is_a_state_there_was() {
    let whole = good();
    let borders = borders(&whole);
    let states: Vec<State> = borders.iter().map(|(end, _)| fold(whole[..*end].to_vec()).unwrap()).collect();
    for length in 0..whole.len() {
        let kept = borders.iter().rposition(|(end, _)| *end <= length).unwrap();
        assert_eq!(fold(whole[..length].to_vec()).as_ref(), Ok(&states[kept]), "cut to {length}");
    }
}

#[test]
fn a_flipped_bit_names_the_event_it_hit_or_the_first_of_its_frame() {
    let whole = good();
    let borders = borders(&whole);
    for pair in borders[..borders.len() - 1].windows(2) {
        let ((start, before), (end, last)) = (pair[0], pair[1]);
        let mut bytes = whole.clone();
        bytes[start.midpoint(end)] ^= 4;
        let Err(Trouble::Record(RecordTrouble::Damaged(number, _))) = fold(bytes) else { panic!("{start}") };
        assert!((before + 1..=last).contains(&number), "{number} is not of {}..={last}", before + 1);
    }
}

// ---- the hall ----

/// Told when a sync is done; lets it return.
type Gate = Arc<Mutex<Option<(Sender<()>, Receiver<()>)>>>;

/// A disk whose next sync, once it is done, waits for a word.
#[derive(Debug, Clone)]
struct Gated {
    disk: FaultyDisk,
    gate: Gate,
}

impl Gated {
    /// (told when the next sync is done, lets it return)
    fn hold_next_sync(&self) -> (Receiver<()>, Sender<()>) {
        let ((done, reached), (go, wait)) = (channel(), channel());
        *self.gate.lock().unwrap() = Some((done, wait));
        (reached, go)
    }
}

impl Disk for Gated {
    fn len(&self) -> Result<u64, DiskError> {
        self.disk.len()
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, DiskError> {
        self.disk.read_at(offset, into)
    }

    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), DiskError> {
        self.disk.append(offset, bytes)
    }

    fn sync_data(&mut self) -> Result<(), DiskError> {
        let synced = self.disk.sync_data();
        let held = self.gate.lock().unwrap().take();
        if let Some((done, wait)) = held {
            done.send(()).unwrap();
            wait.recv().unwrap();
        }
        synced
    }

    fn cut(&mut self, len: u64) -> Result<(), DiskError> {
        self.disk.cut(len)
    }

    fn set_aside(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, DiskError> {
        self.disk.set_aside(name, bytes)
    }
}

/// The committed store as it was in scoring: E01's sheets are drafting, nobody else has marked.
fn in_scoring() -> Vec<u8> {
    let mut bytes = good();
    let (end, _) = borders(&bytes).into_iter().find(|(_, last)| *last == 18).unwrap();
    bytes.truncate(end);
    bytes
}

fn hall(disk: &Gated) -> Hall {
    let mut folding = Folding::default();
    let opened = FileJournal::open(disk.clone(), None, &mut |sealed| folding.visit(sealed));
    let (journal, _) = opened.unwrap();
    assert_eq!(folding.trouble, None);
    let record = Record::new(&fixture(), Some(Box::new(journal)), folding, true, SOURCE);
    Hall::start(record, None, Begin::AtOnce, SOURCE).unwrap()
}

fn gated() -> Gated {
    Gated { disk: FaultyDisk::holding(in_scoring()), gate: Arc::default() }
}

fn sit(hall: &mut Hall, seat: &str) -> Client {
    let (outbox, posts) = sync_channel(OUTBOX);
    Client::new(hall.join(SeatId::parse(seat).unwrap(), false, Box::new(outbox)).unwrap(), posts)
}

fn mark(points: &str) -> Command {
    Command::Mark {
        dossier: Code::parse("P001").unwrap(),
        revision: None,
        item: ItemId::parse("mastery").unwrap(),
        basis: Basis::File,
        points: Some(Points::parse(points).unwrap()),
        note: None,
        how: How::Entered,
    }
}

fn declare() -> Command {
    Command::Declare { dossier: Code::parse("P001").unwrap() }
}

/// The next answer that comes.
fn answer(posts: &Receiver<Post>) -> Result<Answer, Failure> {
    let result = |post| match post {
        Post::Answer { result, .. } => Some(result),
        _ => None,
    };
    posts.iter().find_map(result).unwrap()
}

fn mastery(client: &mut Client) -> Option<Points> {
    let View::Desk(view) = client.ask(Ask::Desk(Code::parse("P001").unwrap())).unwrap() else { panic!() };
    view.marks.get(0, Basis::File)
}

#[expect(clippy::unnecessary_wraps, reason = "marks are set or cleared; these are all set")]
fn points(text: &str) -> Option<Points> {
    Some(Points::parse(text).unwrap())
}

fn not_saved(cause: Cause) -> Failure {
    Trouble::NotSaved(cause).into()
}

/// What is on the disk is what the hall says, and it can be opened by the next one.
fn reopened(disk: &Gated, seat: &str) -> Option<Points> {
    disk.disk.cut_power(Tear::Nothing);
    let mut again = hall(disk);
    mastery(&mut sit(&mut again, seat))
}

/// A secretary as the system says that somebody of this account is.
fn secretary_of(hall: &Hall, uid: u32) -> Client {
    let seat = SeatId::parse("S01").unwrap();
    let coming = Coming { seat, route: Route::Socket(uid), claimed: false, enters: false };
    let (caller, posts) = hall.door().sit(coming).unwrap();
    Client::new(caller, posts)
}

#[test]
fn who_copies_the_record_comes_as_the_account_that_owns_it_whatever_the_role() {
    let disk = gated();
    let mut hall = hall(&disk);
    let own = rustix::process::geteuid().as_raw();
    let mut foreign = secretary_of(&hall, own + 1);
    let journal = disk.disk.contents();
    for command in [Command::BackUp, Command::Restored] {
        let refused = foreign.act(command).unwrap_err();
        let Failure::Trouble(Trouble::Disk(what, Cause::NoPermission)) = refused else { panic!("{refused:?}") };
        assert_eq!(what, "backup");
    }
    assert_eq!(disk.disk.contents(), journal, "nothing is recorded of it");
    // What a secretary does otherwise, that one may.
    assert!(matches!(foreign.ask(Ask::Progress), Ok(View::Progress(_))));
    secretary_of(&hall, own).act(Command::BackUp).unwrap();
    sit(&mut hall, "S01").act(Command::BackUp).unwrap();
    let mut expert = sit(&mut hall, "E01");
    assert_eq!(expert.act(Command::BackUp).unwrap_err(), Refusal::Role(&[Role::Secretary]).into());
}

#[test]
fn a_failed_sync_is_told_and_changes_nothing_and_the_next_mark_is_saved() {
    for fate in [SyncFate::Lost, SyncFate::Reached] {
        let disk = gated();
        let mut hall = hall(&disk);
        let mut expert = sit(&mut hall, "E01");
        let (before, journal) = (mastery(&mut expert), disk.disk.contents());
        disk.disk.fail_sync(fate, DiskError::Other(ErrorKind::Other));
        let failed = expert.act(mark("50")).unwrap_err();
        assert!(matches!(failed, Failure::Trouble(Trouble::NotSaved(Cause::Other(_)))), "{failed:?}");
        assert_eq!(mastery(&mut expert), before, "{fate:?}: what was not saved is not shown");
        assert_eq!(disk.disk.contents(), journal, "{fate:?}: nor is it left in the file");
        expert.act(mark("49.5")).unwrap();
        assert_eq!(mastery(&mut expert), points("49.5"));
        hall.close();
        assert_eq!(reopened(&disk, "E01"), points("49.5"));
    }
}

#[test]
fn a_full_disk_and_a_read_only_one_are_told_apart_and_the_work_goes_on_when_they_are_well() {
    for (cause, ill) in [(Cause::Full, true), (Cause::ReadOnly, false)] {
        let disk = gated();
        let mut hall = hall(&disk);
        let mut expert = sit(&mut hall, "E01");
        let before = mastery(&mut expert);
        let room = disk.disk.contents().len() + 40;
        if ill {
            disk.disk.set_room(Some(room));
        } else {
            disk.disk.set_read_only(true);
        }
        for _ in 0..3 {
            let failed = expert.act(mark("50")).unwrap_err();
            // A disk that takes nothing cannot be recovered on either; then it says so itself.
            let told = [
                not_saved(cause.clone()),
                Trouble::Disk(crate::text::clean_line("store/journal"), cause.clone()).into(),
            ];
            assert!(told.contains(&failed), "{failed:?}");
            assert_eq!(mastery(&mut expert), before);
        }
        disk.disk.set_room(None);
        disk.disk.set_read_only(false);
        expert.act(mark("50")).unwrap();
        assert_eq!(mastery(&mut expert), points("50"));
        hall.close();
        assert_eq!(reopened(&disk, "E01"), points("50"));
    }
}

#[test]
fn all_who_wait_for_one_frame_are_told_that_it_was_not_saved() {
    let disk = gated();
    let mut hall = hall(&disk);
    let mut first = sit(&mut hall, "E01");
    let mut others: Vec<_> = ["E01", "E02", "E03"].iter().map(|seat| sit(&mut hall, seat).split()).collect();
    let (reached, go) = disk.hold_next_sync();
    let first = std::thread::spawn(move || {
        let done = first.act(mark("41"));
        (first, done)
    });
    // The first mark is on the disk and the hall is held there: what comes now waits for one frame.
    reached.recv().unwrap();
    for ((caller, _), command) in others.iter_mut().zip([mark("42"), declare(), declare()]) {
        caller.send(Request::Do(Box::new(command))).unwrap();
    }
    let (writes, _) = disk.disk.counts();
    disk.disk.fail_sync(SyncFate::Lost, DiskError::Full);
    go.send(()).unwrap();
    let (mut first, done) = first.join().unwrap();
    done.unwrap();
    for (caller, posts) in &others {
        assert_eq!(answer(posts).unwrap_err(), not_saved(Cause::Full), "{}", caller.seat());
    }
    assert_eq!(disk.disk.counts().0, writes + 1, "they were one frame");
    assert_eq!(mastery(&mut first), points("41"), "what was acknowledged before stands");
    let (caller, posts) = &mut others[1];
    for command in [declare(), mark("43")] {
        caller.send(Request::Do(Box::new(command))).unwrap();
        assert!(matches!(answer(posts), Ok(Answer::Done(_))), "the next write is taken");
    }
    hall.close();
    assert_eq!(reopened(&disk, "E01"), points("41"));
    assert_eq!(reopened(&disk, "E02"), points("43"));
    assert_eq!(reopened(&disk, "E03"), None);
}

#[test]
fn a_recovery_that_fails_keeps_refusing_and_what_was_saved_before_stays() {
    let disk = gated();
    let mut hall = hall(&disk);
    let mut expert = sit(&mut hall, "E01");
    expert.act(mark("47")).unwrap();
    disk.disk.fail_sync(SyncFate::Lost, DiskError::Full);
    disk.disk.fail_cut(DiskError::Other(ErrorKind::Other));
    assert_eq!(expert.act(mark("48")).unwrap_err(), not_saved(Cause::Full));
    expert.act(mark("49")).unwrap();
    hall.close();
    assert_eq!(reopened(&disk, "E01"), points("49"));
}

#[test]
fn a_record_that_was_changed_under_the_hall_is_not_written_on() {
    let disk = gated();
    let mut hall = hall(&disk);
    let mut expert = sit(&mut hall, "E01");
    disk.disk.tamper(|bytes| bytes[40] ^= 1);
    disk.disk.fail_sync(SyncFate::Reached, DiskError::Full);
    assert_eq!(expert.act(mark("48")).unwrap_err(), not_saved(Cause::Full));
    let refused = expert.act(mark("48")).unwrap_err();
    assert!(matches!(refused, Failure::Trouble(Trouble::Record(RecordTrouble::Damaged(1, _)))), "{refused:?}");
}

#[test]
fn the_state_that_is_folded_anew_is_the_one_that_was_committed() {
    let disk = gated();
    let mut folding = Folding::default();
    let (journal, _) = FileJournal::open(disk.clone(), None, &mut |sealed| folding.visit(sealed)).unwrap();
    let mut record = Record::new(&fixture(), Some(Box::new(journal)), folding, true, SOURCE);
    let actor = crate::domain::Actor { seat: SeatId::parse("E01").unwrap(), route: Route::Local };
    let (before, head) = (record.state.clone(), record.head());
    record.decide(&actor, &mark("31")).unwrap();
    record.decide(&actor, &mark("32")).unwrap();
    assert_ne!(record.state, before, "decided, not durable");
    disk.disk.fail_write(7, DiskError::Full);
    assert_eq!(record.commit().unwrap_err(), Trouble::NotSaved(Cause::Full));
    assert_eq!((&record.state, record.head()), (&before, head));
    assert_eq!(disk.disk.contents(), in_scoring());
    record.decide(&actor, &mark("33")).unwrap();
    record.commit().unwrap();
    assert_eq!(record.state.last, before.last + 1);
}
