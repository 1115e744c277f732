//! Either the very events that were written, or the first that cannot be proved; never a third thing.

use super::super::chain::{Draft, SealedRef, seal};
use super::super::disk::FaultyDisk;
use super::super::file::{FileJournal, OpenError, Opened};
use super::super::seam::Journal;
use super::*;
use proptest::prelude::*;
use std::ops::ControlFlow;

/// A journal, the blobs of its events, where its frames begin (the end last), and the first number of each.
struct Written {
    bytes: Vec<u8>,
    blobs: Vec<Vec<u8>>,
    bounds: Vec<usize>,
    firsts: Vec<u64>,
}

fn draft(payload: &str) -> Draft {
    let payload = payload.as_bytes().to_vec();
    Draft { at_ms: 7, seat: b"E01".to_vec(), route: b"import".to_vec(), nonce: [3; 16], payload }
}

fn written(frames: &[usize]) -> Written {
    let disk = FaultyDisk::new();
    let (mut journal, _) = FileJournal::open(disk.clone(), None, &mut |_| ControlFlow::Continue(())).unwrap();
    let mut written = Written { bytes: vec![], blobs: vec![], bounds: vec![0], firsts: vec![] };
    for (frame, events) in frames.iter().enumerate() {
        let drafts = (0..*events).map(|event| draft(&format!("frame {frame} event {event}"))).collect();
        let appended = journal.append(journal.head(), drafts).unwrap();
        written.firsts.push(appended.events[0].number);
        written.blobs.extend(appended.events.iter().map(|event| event.blob().unwrap()));
        written.bounds.push(disk.contents().len());
    }
    written.bytes = disk.contents();
    written
}

impl Written {
    fn head_at(&self, number: u64) -> Head {
        chain::parse(&self.blobs[place(number)]).unwrap().head()
    }

    fn all_copies(&self) -> impl Fn(u64) -> Option<Vec<u8>> {
        let blobs = self.blobs.clone();
        move |number| blobs.get(place(number)).cloned()
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap() - 1
}

fn no_copies(_: u64) -> Option<Vec<u8>> {
    None
}

fn reopen(bytes: Vec<u8>) -> (Vec<Vec<u8>>, Opened) {
    let mut blobs = Vec::new();
    let mut visit = |event: SealedRef<'_>| {
        blobs.push(event.blob.to_vec());
        ControlFlow::Continue(())
    };
    let (_, opened) = FileJournal::open(FaultyDisk::holding(bytes), None, &mut visit).unwrap();
    (blobs, opened)
}

#[test]
fn any_flipped_bit_is_healed_from_copies() {
    let written = written(&[1, 3, 2]);
    let known = Some(written.head_at(6));
    for at in 0..written.bytes.len() {
        let mut bytes = written.bytes.clone();
        bytes[at] ^= 0x10;
        let healed = heal(&bytes, known, written.all_copies()).unwrap();
        assert_eq!(healed.blobs, written.blobs, "byte {at}");
        let (blobs, opened) = reopen(healed.frames().unwrap());
        assert_eq!((blobs, opened.head, opened.torn), (written.blobs.clone(), healed.head, None));
    }
}

#[test]
fn only_the_event_that_was_hit_needs_a_copy() {
    let written = written(&[1, 3, 2]);
    let mut bytes = written.bytes.clone();
    let at = bytes.windows(15).position(|window| window == b"frame 1 event 1").unwrap();
    bytes[at] ^= 1;
    assert_eq!(heal(&bytes, None, no_copies), Err(HealError::Unproved { number: 3 }));
    let only_three = |number| (number == 3).then(|| written.blobs[2].clone());
    let healed = heal(&bytes, None, only_three).unwrap();
    assert_eq!((healed.blobs, healed.from_copies, healed.left_out), (written.blobs, vec![3], 0));
}

#[test]
fn a_lost_header_or_checksum_alone_needs_no_copy() {
    let written = written(&[1, 3, 2]);
    for at in [written.bounds[1], written.bounds[1] + 20, written.bounds[2] - 1] {
        let mut bytes = written.bytes.clone();
        bytes[at] ^= 1;
        let healed = heal(&bytes, None, no_copies).unwrap();
        assert_eq!((healed.blobs, healed.from_copies), (written.blobs.clone(), vec![]), "byte {at}");
    }
}

#[test]
fn a_frame_with_something_behind_it_was_acknowledged_and_is_never_left_out() {
    let written = written(&[1, 3, 2]);
    let mut bytes = written.bytes.clone();
    let at = bytes.windows(15).position(|window| window == b"frame 1 event 1").unwrap();
    bytes[at] ^= 1;
    bytes[written.bounds[2]] ^= 1;
    assert_eq!(heal(&bytes, None, no_copies), Err(HealError::Unproved { number: 3 }));
    let healed = heal(&bytes, None, written.all_copies()).unwrap();
    assert_eq!(healed.head, written.head_at(4), "of the last frame nobody knows whether it was");
    assert_eq!(healed.left_out, (bytes.len() - written.bounds[2]) as u64);
}

#[test]
fn a_copy_from_another_history_proves_nothing() {
    let written = written(&[1, 3, 2]);
    let mut bytes = written.bytes.clone();
    bytes[written.bounds[1]..written.bounds[2]].fill(0);
    let first = chain::check(&Tip::EMPTY, &written.blobs[0]).unwrap().1;
    let forged = seal(&first, draft("a better mark")).unwrap().blob().unwrap();
    let copies = |number| if number == 2 { Some(forged.clone()) } else { written.all_copies()(number) };
    // Event 2 itself can be forged by whoever writes both files; that 3 follows it cannot.
    assert_eq!(heal(&bytes, None, copies), Err(HealError::Unproved { number: 3 }));
    let garbage = |_| Some(b"not an event".to_vec());
    assert_eq!(heal(&bytes, None, garbage), Err(HealError::Unproved { number: 2 }));
    let neighbour = |_| Some(written.blobs[2].clone());
    assert_eq!(heal(&bytes, None, neighbour), Err(HealError::Unproved { number: 2 }));
}

#[test]
fn a_torn_import_is_taken_whole_or_not_at_all() {
    let written = written(&[1, 300]);
    let half = written.bytes[..written.bytes.len() / 2].to_vec();
    let healed = heal(&half, None, no_copies).unwrap();
    assert_eq!((healed.head, healed.blobs.len()), (written.head_at(1), 1));
    assert_eq!(healed.left_out, (half.len() - written.bounds[1]) as u64);
    let some = |number| if number < 290 { written.all_copies()(number) } else { None };
    assert_eq!(heal(&half, None, some).unwrap().blobs.len(), 1, "almost all is not all");
    let healed = heal(&half, None, written.all_copies()).unwrap();
    assert_eq!((healed.head, healed.left_out), (written.head_at(301), 0));
}

#[test]
fn what_somebody_has_seen_must_be_there() {
    let written = written(&[1, 3, 2]);
    let cut = &written.bytes[..written.bounds[2]];
    let known = written.head_at(6);
    assert_eq!(heal(cut, Some(known), no_copies), Err(HealError::Unproved { number: 5 }));
    let healed = heal(cut, Some(known), written.all_copies()).unwrap();
    assert_eq!((healed.head, healed.from_copies), (known, vec![5, 6]));
    assert_eq!(heal(&[], Some(known), written.all_copies()).unwrap().blobs, written.blobs);
    let forked = Head { digest: written.head_at(3).digest, ..written.head_at(4) };
    let refused = heal(&written.bytes, Some(forked), written.all_copies());
    assert_eq!(refused, Err(HealError::Differs { known: forked }));
    assert_eq!(heal(&[], None, no_copies).unwrap().head, Head::EMPTY);
}

#[test]
fn frames_of_a_later_version_are_never_dropped() {
    let written = written(&[1, 1]);
    let mut bytes = written.bytes.clone();
    let start = written.bounds[1];
    bytes[start + 8] = 9;
    let crc = crate::codec::checksum(&[&bytes[start..start + HEADER - 4]]);
    bytes[start + HEADER - 4..start + HEADER].copy_from_slice(&crc.to_le_bytes());
    assert_eq!(heal(&bytes, None, written.all_copies()), Err(HealError::LaterVersion(9)));
}

#[test]
fn a_long_journal_is_rebuilt_in_frames_within_the_limits() {
    let written = written(&[3_000]);
    let healed = heal(&written.bytes, None, no_copies).unwrap();
    let bytes = healed.frames().unwrap();
    assert_eq!(frame::header(&bytes).unwrap().events, 1_024);
    assert_eq!(reopen(bytes).0, written.blobs);
}

#[test]
fn the_damaged_file_is_kept_and_there_is_always_a_journal() {
    let store = tempfile::tempdir().unwrap();
    let written = written(&[1, 3, 2]);
    let mut damaged = written.bytes.clone();
    damaged[written.bounds[1] + HEADER + 30] ^= 1;
    let path = store.path().join(file::NAME);
    std::fs::write(&path, &damaged).unwrap();
    std::fs::write(store.path().join(REBUILT), b"left by a killed rebuild, longer than what comes now".repeat(99))
        .unwrap();
    let mut quiet = |_: SealedRef<'_>| ControlFlow::Continue(());
    let refused = FileJournal::open_in(store.path(), None, &mut quiet).unwrap_err();
    assert!(matches!(refused, OpenError::Damage(damage) if damage.number == 2));
    let healed = heal(&std::fs::read(&path).unwrap(), None, written.all_copies()).unwrap();
    let kept = healed.put_in_place(store.path(), 2).unwrap().unwrap();
    assert_eq!(kept, store.path().join("journal.damaged-2"));
    assert_eq!(std::fs::read(&kept).unwrap(), damaged);
    let (journal, opened) = FileJournal::open_in(store.path(), None, &mut quiet).unwrap();
    assert_eq!((opened.head, opened.torn), (written.head_at(6), None));
    drop(journal);
    let again = healed.put_in_place(store.path(), 2).unwrap().unwrap();
    assert_eq!(again, store.path().join("journal.damaged-2-2"), "an earlier one is never overwritten");
    assert!(!store.path().join(REBUILT).exists());
}

proptest! {
    #[test]
    fn healing_gives_the_events_that_were_written_or_names_one_that_is_lost(
        frames in proptest::collection::vec(1_usize..5, 1..6),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 0..6),
        copies: u32,
    ) {
        let written = written(&frames);
        let mut bytes = written.bytes.clone();
        for (at, bit) in &flips {
            bytes[at.index(written.bytes.len())] ^= 1 << bit;
        }
        let has_copy = |number: u64| copies >> (number % 32) & 1 == 1;
        let copy = |number| if has_copy(number) { written.all_copies()(number) } else { None };
        match heal(&bytes, None, copy) {
            Ok(healed) => {
                prop_assert!(written.blobs.starts_with(&healed.blobs));
                let next = healed.head.number + 1;
                prop_assert!(next > written.blobs.len() as u64 || written.firsts.contains(&next), "a frame is never half applied");
            }
            Err(HealError::Unproved { number }) => prop_assert!(!has_copy(number)),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
        let known = written.head_at(written.blobs.len() as u64);
        prop_assert_eq!(heal(&bytes, Some(known), written.all_copies()).unwrap().blobs, written.blobs);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(heal(&bytes, None, no_copies).unwrap().head, Head::EMPTY);
    }
}
