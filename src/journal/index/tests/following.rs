use super::*;
use std::sync::mpsc::{Receiver, channel};

const LONG: Duration = Duration::from_mins(1);

fn follow(index: Index) -> (Follower, Receiver<IndexError>) {
    let (tell, told) = channel();
    (Follower::spawn(index, move |why| tell.send(why).unwrap()).unwrap(), told)
}

#[test]
fn frames_are_applied_in_order_and_a_drained_follower_left_nothing_out() {
    let (_keep, dir) = place();
    let copies = history(300);
    let (follower, told) = follow(rebuild(&dir, [], []).unwrap());
    for (n, frame) in copies.chunks(3).enumerate() {
        assert_eq!(follower.frame(frame.to_vec(), vec![sheet_now(n % 10, n % 3, n)]), Taken::Queued);
    }
    assert_eq!(follower.frame(vec![], vec![]), Taken::Queued);
    assert_eq!(follower.notes(seat(1), SeatNotes::default()), Taken::Queued);
    assert_eq!(follower.notes(seat(1), notes()), Taken::Queued);
    assert_eq!(follower.drain(LONG), Drained::Done { applied: head_of(&copies) });
    assert!(told.try_recv().is_err());
    let index = open(&dir);
    assert_eq!(index.applied(), head_of(&copies));
    // The last of several versions of a sheet is the one that stays.
    assert_eq!(index.sheet(&code(9), &seat(0)).unwrap(), Some(sheet_now(9, 0, 99).sheet));
    assert_eq!(index.notes_of(&seat(1)), Ok(notes()));
}

#[test]
fn a_frame_that_does_not_follow_is_dropped_and_the_gap_is_asked_for() {
    let (_keep, dir) = place();
    let copies = history(30);
    let (follower, _told) = follow(rebuild(&dir, copies[..10].to_vec(), []).unwrap());
    assert_eq!(follower.wanted(), None);
    assert_eq!(follower.frame(copies[20..].to_vec(), vec![]), Taken::Behind { from: 11 });
    assert_eq!(follower.wanted(), Some(11));
    assert_eq!(follower.frame(copies[10..].to_vec(), sheets()), Taken::Queued);
    assert_eq!(follower.wanted(), None);
    assert!(follower.settle(LONG));
    let index = follower.index().unwrap();
    assert_eq!(index.check_against(head_of(&copies), copies, sheets()), Ok(None));
}

/// Nothing is applied while the index is locked here: the queue fills up, and the hall goes on.
#[test]
fn a_full_queue_drops_and_never_blocks() {
    let (_keep, dir) = place();
    let mut tip = Tip::EMPTY;
    let long = What::Dissented { text: clean(&"长".repeat(20_000)) };
    let copies: Vec<Copy> = (0..700)
        .map(|_| {
            let event = event_after(&tip, &long);
            tip = Tip { head: event.head(), at_ms: event.at_ms };
            Copy::of(&event).unwrap()
        })
        .collect();
    let (follower, told) = follow(rebuild(&dir, [], []).unwrap());
    let index = follower.index().unwrap();
    let stuck = index.head();
    let taken: Vec<Taken> = copies.iter().map(|copy| follower.frame(vec![copy.clone()], vec![])).collect();
    let queued = taken.iter().filter(|taken| **taken == Taken::Queued).count();
    assert!((100..699).contains(&queued), "{queued}");
    let from = u64::try_from(queued).unwrap() + 1;
    assert!(taken[queued..].iter().all(|taken| *taken == Taken::Behind { from }));
    drop(stuck);
    drop(index);
    assert!(follower.settle(LONG));
    assert_eq!(follower.wanted(), Some(from));
    for copy in &copies[queued..] {
        while follower.frame(vec![copy.clone()], vec![]) != Taken::Queued {
            assert!(follower.settle(LONG));
        }
    }
    assert_eq!(follower.drain(LONG), Drained::Done { applied: head_of(&copies) });
    assert!(told.try_recv().is_err());
}

#[test]
fn a_failed_index_is_reported_once_and_then_quiet() {
    let (_keep, dir) = place();
    let copies = history(9);
    let index = rebuild(&dir, copies[..3].to_vec(), []).unwrap();
    index.broken.store(true, Ordering::Release);
    let (follower, told) = follow(index);
    assert_eq!(follower.frame(copies[3..5].to_vec(), vec![]), Taken::Queued);
    assert_eq!(told.recv_timeout(LONG), Ok(IndexError::Broken));
    assert_eq!(follower.frame(copies[5..].to_vec(), vec![]), Taken::Quiet);
    assert_eq!(follower.notes(seat(1), notes()), Taken::Quiet);
    assert_eq!(follower.wanted(), None);
    assert!(!follower.settle(LONG));
    assert!(told.recv_timeout(LONG).is_err(), "one report, then the channel's end");
    assert_eq!(follower.drain(LONG), Drained::Failed);
    // The next opening begins where it stopped.
    assert_eq!(
        open(&dir).standing(head_of(&copies), |n| copies.get(usize::try_from(n - 1).unwrap()).map(|c| c.head.digest)),
        Standing::Behind { from: 4 }
    );
}

#[test]
fn notes_are_bounded() {
    let (_keep, dir) = place();
    let (follower, _told) = follow(rebuild(&dir, [], []).unwrap());
    let long =
        SeatNotes { drafts: [(draft(1, None, true), clean(&"长".repeat(20_000)))].into(), ..SeatNotes::default() };
    assert_eq!(follower.notes(seat(1), long), Taken::TooMuch);
    assert_eq!(follower.notes(seat(1), notes()), Taken::Queued);
    assert_eq!(follower.drain(LONG), Drained::Done { applied: Head::EMPTY });
    assert_eq!(open(&dir).notes_of(&seat(1)), Ok(notes()));
}

#[test]
fn what_was_handed_over_is_written_soon_without_being_asked() {
    let (_keep, dir) = place();
    let (follower, _told) = follow(rebuild(&dir, [], []).unwrap());
    assert_eq!(follower.notes(seat(1), notes()), Taken::Queued);
    let index = follower.index().unwrap();
    let since = std::time::Instant::now();
    while index.notes_of(&seat(1)) != Ok(notes()) {
        assert!(since.elapsed() < LONG);
        std::thread::yield_now();
    }
}
