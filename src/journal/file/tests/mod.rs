//! What was acknowledged is there, what was refused is not, and no damage passes for another history.
//!
//! - here: appending and reading; - `damage`: opening what was hurt; - `recovery`: after a write that failed; - `any`:
//!   whatever happens.

mod any;
mod damage;
mod recovery;

use super::super::chain;
use super::super::disk::{FaultyDisk, Tear};
use super::super::frame::HEADER;
use super::*;

type Opening = Result<(FileJournal<FaultyDisk>, Opened), OpenError>;

fn draft(payload: &[u8]) -> Draft {
    Draft { at_ms: 7, seat: b"E01".to_vec(), route: b"local".to_vec(), nonce: [3; 16], payload: payload.to_vec() }
}

fn open(disk: &FaultyDisk) -> Opening {
    FileJournal::open(disk.clone(), None, &mut |_| ControlFlow::Continue(()))
}

/// Opens and returns the payloads as well.
fn open_all(disk: &FaultyDisk) -> Result<(Vec<Vec<u8>>, Opened), OpenError> {
    let mut payloads = Vec::new();
    let mut visit = |event: SealedRef<'_>| {
        payloads.push(event.payload.to_vec());
        ControlFlow::Continue(())
    };
    let (_, opened) = FileJournal::open(disk.clone(), None, &mut visit)?;
    Ok((payloads, opened))
}

fn append(journal: &mut FileJournal<FaultyDisk>, payloads: &[&[u8]]) -> Result<Appended, AppendError> {
    let head = journal.head();
    journal.append(head, payloads.iter().map(|payload| draft(payload)).collect())
}

fn recover(journal: &mut FileJournal<FaultyDisk>) -> Result<Opened, OpenError> {
    journal.recover(&mut |_| ControlFlow::Continue(()))
}

/// Three frames: events 1, 2–3 and 4. Returns the disk and where the frames begin, the end last.
fn three_frames() -> (FaultyDisk, [usize; 4]) {
    let disk = FaultyDisk::new();
    let (mut journal, _) = open(&disk).unwrap();
    let mut bounds = [0; 4];
    for (bound, payloads) in [(1, vec![b"rules".as_slice()]), (2, vec![b"mark 8", b"mark 9"]), (3, vec![b"sign"])] {
        append(&mut journal, &payloads).unwrap();
        bounds[bound] = disk.contents().len();
    }
    (disk, bounds)
}

#[test]
fn an_append_is_one_write_and_one_sync_and_is_there_afterwards() {
    let (disk, _) = three_frames();
    let before = disk.counts();
    let (mut journal, opened) = open(&disk).unwrap();
    assert_eq!((opened.head.number, opened.torn), (4, None));
    let appended = append(&mut journal, &[b"return", b"mark 7.5"]).unwrap();
    let after = disk.counts();
    assert_eq!((after.0 - before.0, after.1 - before.1), (1, 2), "one sync at opening, one for the frame");
    assert_eq!(appended.events.iter().map(|event| event.number).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(appended.head, appended.events[1].head());
    disk.cut_power(Tear::Nothing);
    let (payloads, opened) = open_all(&disk).unwrap();
    assert_eq!(opened.head, appended.head);
    assert_eq!(payloads[4..], [b"return".to_vec(), b"mark 7.5".to_vec()]);
}

#[test]
fn an_append_that_cannot_be_says_why_and_changes_nothing() {
    let (disk, _) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    let before = disk.contents();
    let head = journal.head();
    assert_eq!(journal.append(Head::EMPTY, vec![draft(b"x")]), Err(AppendError::Faster { head }));
    assert_eq!(journal.append(head, vec![]), Err(AppendError::Empty));
    let huge = vec![0; chain::EVENT_MAX];
    assert_eq!(append(&mut journal, &[b"fine", &huge]), Err(AppendError::EventTooLarge { place: 1 }));
    let large = vec![0; 60_000];
    assert_eq!(append(&mut journal, &vec![large.as_slice(); 600]), Err(AppendError::FrameTooLarge));
    assert_eq!(disk.contents(), before);
    assert!(append(&mut journal, &[b"fine"]).is_ok(), "a refusal is no failure");
}

#[test]
fn reading_without_the_lock_changes_nothing_and_stops_at_the_last_whole_frame() {
    let (disk, bounds) = three_frames();
    let short = disk.contents()[..bounds[3] - 1].to_vec();
    let disk = FaultyDisk::holding(short.clone());
    disk.set_read_only(true);
    let mut seen = 0;
    let mut visit = |_: SealedRef<'_>| {
        seen += 1;
        ControlFlow::Continue(())
    };
    let (mut reader, opened) = FileJournal::open_to_read(disk.clone(), &mut visit).unwrap();
    assert_eq!((seen, opened.head.number), (3, 3));
    let bytes = (bounds[3] - 1 - bounds[2]) as u64;
    assert_eq!(opened.torn, Some(TornTail { number: 4, bytes, kept: None }));
    assert_eq!(append(&mut reader, &[b"x"]), Err(AppendError::ReadOnly));
    assert_eq!(recover(&mut reader), Err(OpenError::ReadOnly));
    assert_eq!((disk.contents(), disk.counts().0), (short, 0));
}

#[test]
fn a_reader_sees_what_the_writer_adds() {
    let (disk, _) = three_frames();
    let (mut reader, _) = FileJournal::open_to_read(disk.clone(), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(reader.wait_for(5, Duration::ZERO).unwrap().number, 4);
    let (mut writer, _) = open(&disk).unwrap();
    let waiting = std::thread::spawn(move || {
        let head = reader.wait_for(6, Duration::from_mins(1)).unwrap();
        (head, reader.read_from(5).unwrap())
    });
    append(&mut writer, &[b"five"]).unwrap();
    let last = append(&mut writer, &[b"six"]).unwrap();
    let (head, events) = waiting.join().unwrap();
    assert_eq!((head, events.len()), (last.head, 2));
    assert_eq!(events[1], last.events[0]);
    assert_eq!(writer.wait_for(99, Duration::from_mins(1)).unwrap(), last.head, "the writer waits for nobody");
}

#[test]
fn reading_goes_in_chunks_from_any_number() {
    let disk = FaultyDisk::new();
    let (mut journal, _) = open(&disk).unwrap();
    let long = vec![b'x'; 2_000];
    for _ in 0..30 {
        append(&mut journal, &[long.as_slice(); 40]).unwrap();
    }
    assert!(journal.marks.len() > 5, "reading starts near the number, not at the beginning");
    let (reopened, _) = open(&disk).unwrap();
    assert_eq!(reopened.marks, journal.marks);
    let mut next = 0;
    let mut numbers = Vec::new();
    loop {
        let chunk = journal.read_from(next).unwrap();
        let Some(last) = chunk.last() else { break };
        assert!(chunk.len() <= CHUNK_BYTES / 2_000 + 1);
        next = last.number + 1;
        numbers.extend(chunk.iter().map(|event| event.number));
    }
    assert_eq!(numbers, (1..=1_200).collect::<Vec<_>>());
    assert_eq!(journal.read_from(1_199).unwrap().len(), 2);
    assert_eq!(journal.read_from(u64::MAX).unwrap(), []);
}

#[test]
fn a_file_changed_after_opening_is_noticed_when_it_is_read() {
    let (disk, bounds) = three_frames();
    let (journal, _) = open(&disk).unwrap();
    disk.tamper(|bytes| bytes[bounds[2] + HEADER + 8] ^= 1);
    let damage = Damage { number: 4, offset: bounds[2] as u64, kind: DamageKind::Body };
    assert_eq!(journal.read_from(1), Err(ReadError::Damage(damage)));
    disk.tamper(|bytes| bytes.truncate(bounds[2] + 5));
    let damage = Damage { kind: DamageKind::CutShort, ..damage };
    assert_eq!(journal.read_from(4), Err(ReadError::Damage(damage)));
}
