//! Whatever happens to appends and bytes.

use proptest::prelude::*;

use super::*;
use crate::journal::disk::SyncFate;

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
