//! Opening a file that was torn, cut, changed or written by another: told, kept, and never taken for whole.

use super::*;
use crate::journal::frame;

/// The first event of the frame this byte lies in, and the head before it.
fn frame_at(byte: usize, bounds: &[usize; 4]) -> u64 {
    match bounds.iter().rposition(|bound| *bound <= byte).unwrap() {
        0 => 1,
        1 => 2,
        _ => 4,
    }
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
