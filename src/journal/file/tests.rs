//! What was acknowledged is there, what was refused is not, and no damage passes for another history.

use super::super::disk::{FaultyDisk, SyncFate, Tear};
use super::super::frame::HEADER;
use super::super::{chain, frame};
use super::*;
use proptest::prelude::*;

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

/// The first event of the frame this byte lies in, and the head before it.
fn frame_at(byte: usize, bounds: &[usize; 4]) -> u64 {
    match bounds.iter().rposition(|bound| *bound <= byte).unwrap() {
        0 => 1,
        1 => 2,
        _ => 4,
    }
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
fn every_flipped_bit_is_damage_with_its_number_or_a_torn_last_frame() {
    let (disk, bounds) = three_frames();
    let whole = disk.contents();
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            let disk = FaultyDisk::holding(bytes.clone());
            let due = frame_at(at, &bounds);
            match open_all(&disk) {
                Err(OpenError::Damage(damage)) => {
                    assert!(due < 4, "byte {at}: the last frame is torn, not damaged");
                    assert_eq!(damage.number, due, "byte {at} bit {bit}");
                    assert_eq!(disk.contents(), bytes, "damage is left as it is");
                }
                Ok((payloads, opened)) => {
                    assert_eq!((due, payloads.len(), opened.head.number), (4, 3, 3), "byte {at} bit {bit}");
                    let torn = opened.torn.unwrap();
                    assert_eq!((torn.number, torn.bytes), (4, (whole.len() - bounds[2]) as u64));
                    assert_eq!(disk.aside("torn-4").unwrap(), bytes[bounds[2]..], "the bytes are kept");
                    assert_eq!(disk.contents(), whole[..bounds[2]]);
                }
                Err(other) => panic!("byte {at} bit {bit}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_file_cut_anywhere_keeps_its_whole_frames() {
    let (disk, bounds) = three_frames();
    let whole = disk.contents();
    for len in 0..=whole.len() {
        let disk = FaultyDisk::holding(whole[..len].to_vec());
        let frames = bounds.iter().filter(|bound| **bound <= len).count() - 1;
        let (payloads, opened) = open_all(&disk).unwrap();
        assert_eq!(payloads.len(), [0, 1, 3, 4][frames], "{len}");
        assert_eq!(opened.torn.is_some(), !bounds.contains(&len), "{len}");
        assert_eq!(disk.contents(), whole[..bounds[frames]]);
    }
}

#[test]
fn blocks_that_were_never_written_make_a_torn_frame_and_nothing_worse() {
    let (disk, bounds) = three_frames();
    let whole = disk.contents();
    for from in bounds[2]..whole.len() {
        for to in from + 1..=whole.len() {
            let mut bytes = whole.clone();
            bytes[from..to].fill(0);
            if bytes == whole {
                continue;
            }
            let (payloads, opened) = open_all(&FaultyDisk::holding(bytes)).unwrap();
            assert_eq!((payloads.len(), opened.torn.is_some()), (3, true), "{from}..{to}");
        }
    }
}

#[test]
fn two_frames_that_cannot_be_read_are_damage_even_without_a_later_whole_one() {
    let (disk, bounds) = three_frames();
    let whole = disk.contents();
    // A bit in the second frame's body, and the third torn short.
    let mut bytes = whole[..whole.len() - 3].to_vec();
    bytes[bounds[1] + HEADER + 9] ^= 1;
    let damage = Damage { number: 2, offset: bounds[1] as u64, kind: DamageKind::Body };
    assert_eq!(open(&FaultyDisk::holding(bytes)).unwrap_err(), OpenError::Damage(damage));
    // A bit in the second frame's header, and the third torn short: its header still tells.
    let mut bytes = whole[..whole.len() - 3].to_vec();
    bytes[bounds[1] + 12] ^= 1;
    let damage = Damage { kind: DamageKind::Header, ..damage };
    assert_eq!(open(&FaultyDisk::holding(bytes)).unwrap_err(), OpenError::Damage(damage));
    // More bytes than a frame can have, none of them a header.
    let mut bytes = whole;
    bytes.resize(bytes.len() + FRAME_MAX + 1, 0);
    let OpenError::Damage(damage) = open(&FaultyDisk::holding(bytes)).unwrap_err() else { panic!() };
    assert_eq!((damage.number, damage.kind), (5, DamageKind::Header));
}

#[test]
fn frames_lost_doubled_or_from_another_history_are_told() {
    let (disk, bounds) = three_frames();
    let whole = disk.contents();
    let kind = |bytes: Vec<u8>| match open(&FaultyDisk::holding(bytes)) {
        Err(OpenError::Damage(damage)) => (damage.number, damage.kind),
        other => panic!("{other:?}"),
    };
    let without = [&whole[..bounds[1]], &whole[bounds[2]..]].concat();
    assert_eq!(kind(without), (2, DamageKind::OutOfPlace { found: 4 }));
    let doubled = [&whole[..], &whole[bounds[2]..]].concat();
    assert_eq!(kind(doubled), (5, DamageKind::OutOfPlace { found: 4 }));
    // A last frame with sound checksums that somebody else sealed: never torn, it arrived whole.
    let other = FaultyDisk::new();
    let (mut journal, _) = open(&other).unwrap();
    append(&mut journal, &[b"another panel", b"its marks", b"more"]).unwrap();
    let start = other.contents().len();
    append(&mut journal, &[b"sign"]).unwrap();
    let forged = [&whole[..bounds[2]], &other.contents()[start..]].concat();
    assert_eq!(kind(forged), (4, DamageKind::History(chain::ChainError::Digest)));
}

#[test]
fn a_changed_event_with_mended_checksums_is_named_by_the_chain() {
    let (disk, bounds) = three_frames();
    let mut bytes = disk.contents();
    let (start, end) = (bounds[1], bounds[2]);
    let at = bytes.windows(6).position(|window| window == b"mark 9").unwrap();
    bytes[at + 5] = b'1';
    let crc = crate::codec::checksum(&[&bytes[start..end - 4]]);
    bytes[end - 4..end].copy_from_slice(&crc.to_le_bytes());
    let damage = Damage { number: 3, offset: start as u64, kind: DamageKind::History(chain::ChainError::Digest) };
    assert_eq!(open(&FaultyDisk::holding(bytes)).unwrap_err(), OpenError::Damage(damage));
}

#[test]
fn a_later_version_stops_and_is_not_cut_off() {
    let (disk, bounds) = three_frames();
    let mut bytes = disk.contents();
    let start = bounds[2];
    bytes[start + 8] = 2;
    let crc = crate::codec::checksum(&[&bytes[start..start + HEADER - 4]]);
    bytes[start + HEADER - 4..start + HEADER].copy_from_slice(&crc.to_le_bytes());
    let disk = FaultyDisk::holding(bytes.clone());
    let damage = Damage { number: 4, offset: start as u64, kind: DamageKind::LaterVersion(2) };
    assert_eq!(open(&disk).unwrap_err(), OpenError::Damage(damage));
    assert_eq!(disk.contents(), bytes);
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

#[test]
fn a_refused_frame_is_gone_after_recovery_even_if_it_was_whole() {
    for fate in [SyncFate::Reached, SyncFate::Lost] {
        let (disk, bounds) = three_frames();
        let (mut journal, _) = open(&disk).unwrap();
        disk.fail_sync(fate, DiskError::Other(std::io::ErrorKind::Other));
        let why = DiskError::Other(std::io::ErrorKind::Other);
        assert_eq!(append(&mut journal, &[b"refused"]), Err(AppendError::NotSaved { why }));
        assert_eq!(append(&mut journal, &[b"too early"]), Err(AppendError::NotRecovered));
        assert_eq!(journal.read_from(1).unwrap().len(), 4, "what was acknowledged can still be read");
        let mut folded = Vec::new();
        let mut fold = |event: SealedRef<'_>| {
            folded.push(event.payload.to_vec());
            ControlFlow::Continue(())
        };
        let opened = journal.recover(&mut fold).unwrap();
        assert_eq!((opened.head.number, opened.torn), (4, None), "our own failed frame is not kept");
        assert_eq!(folded, [b"rules".as_slice(), b"mark 8", b"mark 9", b"sign"]);
        assert_eq!(disk.contents().len(), bounds[3]);
        append(&mut journal, &[b"again"]).unwrap();
        disk.cut_power(Tear::Nothing);
        assert_eq!(open_all(&disk).unwrap().0.last().unwrap(), b"again");
    }
}

#[test]
fn full_and_read_only_disks_are_told_apart_and_left_well() {
    let (disk, bounds) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    disk.set_room(Some(bounds[3] + 10));
    assert_eq!(append(&mut journal, &[b"no room"]), Err(AppendError::NotSaved { why: DiskError::Full }));
    recover(&mut journal).unwrap();
    assert_eq!(append(&mut journal, &[b"no room"]), Err(AppendError::NotSaved { why: DiskError::Full }));
    disk.set_room(None);
    recover(&mut journal).unwrap();
    append(&mut journal, &[b"room again"]).unwrap();
    disk.set_read_only(true);
    assert_eq!(append(&mut journal, &[b"x"]), Err(AppendError::NotSaved { why: DiskError::ReadOnly }));
    recover(&mut journal).unwrap();
    disk.set_read_only(false);
    append(&mut journal, &[b"y"]).unwrap();
    assert_eq!(open_all(&disk).unwrap().0.len(), 6);
}

#[test]
fn recovery_that_fails_keeps_refusing_and_can_be_tried_again() {
    let (disk, _) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    disk.fail_write(40, DiskError::Full);
    append(&mut journal, &[b"refused"]).unwrap_err();
    disk.fail_cut(DiskError::Permission);
    assert_eq!(recover(&mut journal), Err(OpenError::Disk(DiskError::Permission)));
    assert_eq!(append(&mut journal, &[b"x"]), Err(AppendError::NotRecovered));
    recover(&mut journal).unwrap();
    append(&mut journal, &[b"x"]).unwrap();
    recover(&mut journal).unwrap();
    assert_eq!(open_all(&disk).unwrap().0.len(), 5, "recovering a healthy journal does no harm");
}

#[test]
fn a_file_disturbed_while_we_hold_it_is_not_written_on() {
    let (disk, bounds) = three_frames();
    let (mut journal, _) = open(&disk).unwrap();
    disk.tamper(|bytes| bytes.extend_from_slice(b"somebody's"));
    let end = bounds[3] as u64;
    let disturbed = AppendError::Disturbed { expected: end, found: end + 10 };
    assert_eq!(append(&mut journal, &[b"x"]), Err(disturbed));
    let opened = recover(&mut journal).unwrap();
    assert_eq!(opened.torn.unwrap().kept.unwrap(), Path::new("torn-5"));
    assert_eq!(disk.aside("torn-5").unwrap(), b"somebody's", "bytes that are not ours are kept");
    disk.tamper(|bytes| bytes.truncate(bounds[2]));
    assert!(matches!(append(&mut journal, &[b"x"]), Err(AppendError::Disturbed { .. })));
    let lost = recover(&mut journal).unwrap_err();
    assert!(matches!(lost, OpenError::EndsBefore { ends, known, .. } if ends.number == 3 && known.number == 4));
}

#[test]
fn a_journal_that_ends_before_what_the_store_has_seen_is_refused_untouched() {
    let (disk, bounds) = three_frames();
    let (journal, opened) = open(&disk).unwrap();
    let known = opened.head;
    let three = journal.read_from(3).unwrap()[0].head();
    let mut flipped = disk.contents();
    flipped[bounds[2] + HEADER + 8] ^= 1;
    let cut = disk.contents()[..bounds[2]].to_vec();
    for bytes in [flipped, cut] {
        let torn_bytes = (bytes.len() - bounds[2]) as u64;
        let disk = FaultyDisk::holding(bytes.clone());
        let refused = FileJournal::open(disk.clone(), Some(known), &mut |_| ControlFlow::Continue(())).unwrap_err();
        assert_eq!(refused, OpenError::EndsBefore { ends: three, known, torn_bytes });
        assert_eq!((disk.contents(), disk.aside("torn-4")), (bytes, None));
        // Asked only afterwards, it says the same; the bytes are kept.
        let (journal, _) = open(&disk).unwrap();
        assert_eq!(journal.standing(known), Ok(Standing::EndsBefore));
    }
    assert_eq!(journal.standing(known), Ok(Standing::Follows { by: 0 }));
    assert_eq!(journal.standing(three), Ok(Standing::Follows { by: 1 }));
    assert_eq!(journal.standing(Head::EMPTY), Ok(Standing::Follows { by: 4 }));
    let forked = Head { digest: Digest::GENESIS, ..three };
    assert_eq!(journal.standing(forked), Ok(Standing::Differs(three.digest)));
    let refused = FileJournal::open(disk, Some(forked), &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(refused, OpenError::Differs { known: forked, here: three.digest });
}

#[test]
fn a_torn_frame_that_cannot_be_kept_is_not_cut_off() {
    let (disk, bounds) = three_frames();
    let short = disk.contents()[..bounds[3] - 1].to_vec();
    let disk = FaultyDisk::holding(short.clone());
    disk.set_room(Some(short.len()));
    assert_eq!(open(&disk).unwrap_err(), OpenError::Disk(DiskError::Full));
    assert_eq!(disk.contents(), short);
}

#[test]
fn a_fold_that_stops_leaves_the_file_as_it_is() {
    let (disk, bounds) = three_frames();
    let short = disk.contents()[..bounds[3] - 1].to_vec();
    let disk = FaultyDisk::holding(short.clone());
    let mut visit = |event: SealedRef<'_>| match event.number {
        2 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let stopped = FileJournal::open(disk.clone(), None, &mut visit).unwrap_err();
    assert!(matches!(stopped, OpenError::Stopped(head) if head.number == 2));
    assert_eq!(disk.contents(), short);
}

#[test]
fn a_frame_written_by_a_killed_process_is_synced_before_it_counts() {
    let (disk, _) = three_frames();
    let (mut journal, opened) = open(&disk).unwrap();
    let mut builder = frame::Builder::default();
    let bytes = builder.build(&journal.spot.tip, vec![draft(b"killed here")]).unwrap().0.to_vec();
    journal.disk.append(journal.spot.offset, &bytes).unwrap();
    assert_eq!(opened.head.number, 4);
    drop(journal);
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.head.number, 5);
    disk.cut_power(Tear::Nothing);
    assert_eq!(open(&disk).unwrap().1.head, opened.head, "what an opening showed is durable");
}

#[test]
fn a_real_file_keeps_its_torn_tail_beside_it() {
    let store = tempfile::tempdir().unwrap();
    let none: Visit<'_> = &mut |_| ControlFlow::Continue(());
    let missing = FileJournal::open_in_to_read(store.path(), none).unwrap_err();
    assert_eq!(missing, OpenError::Disk(DiskError::Missing));
    let (mut journal, _) = FileJournal::open_in(store.path(), None, none).unwrap();
    let one = journal.append(Head::EMPTY, vec![draft(b"one")]).unwrap();
    journal.append(one.head, vec![draft(b"two")]).unwrap();
    drop(journal);
    let path = store.path().join(NAME);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let (mut journal, opened) = FileJournal::open_in(store.path(), None, none).unwrap();
    assert_eq!(opened.head, one.head);
    let kept = opened.torn.unwrap().kept.unwrap();
    assert_eq!(kept, store.path().join("torn-2"));
    assert_eq!(std::fs::read(kept).unwrap(), whole[whole.len() / 2..whole.len() - 1]);
    journal.append(one.head, vec![draft(b"two again")]).unwrap();
    let (reader, opened) = FileJournal::open_in_to_read(store.path(), none).unwrap();
    assert_eq!((opened.head.number, opened.torn), (2, None));
    assert_eq!(reader.read_from(2).unwrap()[0].payload, b"two again");
}

/// What may happen to one append.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Fine,
    ShortWrite(usize),
    FailedSync(SyncFate),
    Full(usize),
    ReadOnly,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Fine),
        1 => (0_usize..400).prop_map(Fate::ShortWrite),
        1 => Just(Fate::FailedSync(SyncFate::Reached)),
        1 => Just(Fate::FailedSync(SyncFate::Lost)),
        1 => (0_usize..400).prop_map(Fate::Full),
        1 => Just(Fate::ReadOnly),
    ]
}

fn tear() -> impl Strategy<Value = Tear> {
    prop_oneof![
        Just(Tear::Nothing),
        (0_usize..400).prop_map(Tear::Prefix),
        (0_usize..400).prop_map(Tear::Zeros),
        Just(Tear::Everything),
    ]
}

proptest! {
    /// Appends under every kind of failure, each followed by recovery, with power cuts in between: afterwards exactly
    /// the acknowledged events are there, in order; a frame that was in flight at a power cut is there whole or not.
    #[test]
    fn what_was_acknowledged_is_there_and_what_was_refused_is_not(
        steps in proptest::collection::vec((1_usize..4, fate(), proptest::option::weighted(0.3, tear())), 1..20)
    ) {
        let disk = FaultyDisk::new();
        let (mut journal, _) = open(&disk).unwrap();
        let mut saved: Vec<Vec<u8>> = Vec::new();
        for (step, (events, fate, power)) in steps.into_iter().enumerate() {
            let payloads: Vec<Vec<u8>> = (0..events).map(|event| format!("step {step} event {event}").into_bytes()).collect();
            let refs: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
            match fate {
                Fate::Fine => {}
                Fate::ShortWrite(bytes) => disk.fail_write(bytes, DiskError::Full),
                Fate::FailedSync(fate) => disk.fail_sync(fate, DiskError::Other(std::io::ErrorKind::Other)),
                Fate::Full(bytes) => disk.set_room(Some(disk.contents().len() + bytes)),
                Fate::ReadOnly => disk.set_read_only(true),
            }
            let outcome = append(&mut journal, &refs);
            disk.set_room(None);
            disk.set_read_only(false);
            match (&outcome, power) {
                (Ok(_), _) => saved.extend(payloads.clone()),
                (Err(_), None) => prop_assert_eq!(recover(&mut journal).unwrap().head, journal.head()),
                (Err(_), Some(_)) => {}
            }
            if let Some(tear) = power {
                disk.cut_power(tear);
                let (found, _) = open_all(&disk).unwrap();
                // Refused, and the power went before recovery: the frame may be there whole, never in part.
                let extra = if outcome.is_err() && found.len() > saved.len() { payloads } else { vec![] };
                saved.extend(extra);
                prop_assert_eq!(&found, &saved);
                journal = open(&disk).unwrap().0;
            }
        }
        disk.cut_power(Tear::Nothing);
        prop_assert_eq!(open_all(&disk).unwrap().0, saved);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (payloads, opened) = open_all(&FaultyDisk::holding(bytes.clone())).unwrap();
        prop_assert_eq!((payloads.len(), opened.torn.is_some()), (0, !bytes.is_empty()));
    }
}
