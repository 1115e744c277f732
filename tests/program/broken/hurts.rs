//! How the damaged journals came about: each is the good one, hurt as described.

use shouxi::domain::{Moment, Route, SeatId, What};
use shouxi::journal::chain::{Draft, Sealed, Tip};
use shouxi::journal::disk::FaultyDisk;
use shouxi::journal::file::FileJournal;
use shouxi::journal::frame::{self, Builder};
use shouxi::journal::seam::Journal as _;
use shouxi::journal::v1;
use shouxi::text::clean;

use super::{fixture, good_journal};

/// Where each frame begins, and where the last ends.
fn borders(journal: &[u8]) -> Vec<usize> {
    let mut ends = vec![0];
    while let Ok(header) = frame::header(&journal[ends[ends.len() - 1]..]) {
        ends.push(ends[ends.len() - 1] + header.total);
    }
    ends
}

fn events(journal: &[u8]) -> Vec<Sealed> {
    let disk = FaultyDisk::holding(journal.to_vec());
    let (journal, _) = FileJournal::open(disk, None, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    journal.read_from(1).unwrap()
}

/// The half of a frame that would have come next.
fn torn_tail(good: &[u8]) -> Vec<u8> {
    let events = events(good);
    let last = &events[events.len() - 1];
    let tip = Tip { head: last.head(), at_ms: last.at_ms };
    let what = What::Dissented { text: clean("写到一半就断了电") };
    let draft =
        v1::draft_of(Moment(last.at_ms), &SeatId::parse("E02").unwrap(), &Route::Local, [9; 16], &what).unwrap();
    let mut builder = Builder::default();
    let (frame, ..) = builder.build(&tip, vec![draft]).unwrap();
    [good, &frame[..frame.len() / 2]].concat()
}

/// One bit, in the middle of the file.
fn bit(good: &[u8]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    bytes[good.len() / 2] ^= 0x10;
    bytes
}

/// A byte of an event's payload in the middle, and the frame's checksum made to fit.
fn rewritten(good: &[u8]) -> Vec<u8> {
    let ends = borders(good);
    let (start, end) = (ends[ends.len() / 2], ends[ends.len() / 2 + 1]);
    let mut bytes = good.to_vec();
    // Before the event's digest.
    bytes[end - 4 - 32 - 1] ^= 1;
    let crc = crc32fast::hash(&bytes[start..end - 4]);
    bytes[end - 4..end].copy_from_slice(&crc.to_le_bytes());
    bytes
}

/// Without its last frame.
fn cut(good: &[u8]) -> Vec<u8> {
    let ends = borders(good);
    good[..ends[ends.len() - 2]].to_vec()
}

/// The whole chain made anew, each event as `change` leaves it.
fn made_anew(good: &[u8], change: impl Fn(u64, What) -> What) -> Vec<u8> {
    let mut rest = events(good).into_iter().peekable();
    let disk = FaultyDisk::new();
    let opened = FileJournal::open(disk.clone(), None, &mut |_| std::ops::ControlFlow::Continue(()));
    let (mut journal, _) = opened.unwrap();
    for start in borders(good).split_last().unwrap().1 {
        let count = usize::try_from(frame::header(&good[*start..]).unwrap().events).unwrap();
        let drafts = rest.by_ref().take(count).map(|sealed| {
            let what = change(sealed.number, v1::event_of(&sealed).unwrap().what);
            let Sealed { at_ms, seat, route, nonce, .. } = sealed;
            Draft { at_ms, seat, route, nonce, payload: v1::encode(&what).unwrap() }
        });
        let drafts = drafts.collect();
        journal.append(journal.head(), drafts).unwrap();
    }
    assert!(rest.next().is_none());
    disk.contents()
}

/// Another history: half a point more in one mark, everything sealed again.
fn forged(good: &[u8]) -> Vec<u8> {
    made_anew(good, |_, what| match what {
        What::Dissented { .. } => What::Dissented { text: clean("没有意见") },
        what => what,
    })
}

/// The list that was sealed names another score; everything sealed again.
fn sealed(good: &[u8]) -> Vec<u8> {
    made_anew(good, |_, what| match what {
        What::Sealed { left, mut lines } => {
            let (first, second) = (lines[0].clone(), lines[1].clone());
            lines[0].code = second.code;
            lines[1].code = first.code;
            What::Sealed { left, lines }
        }
        what => what,
    })
}

/// The last frame is of version 2.
fn later(good: &[u8]) -> Vec<u8> {
    let ends = borders(good);
    let start = ends[ends.len() - 2];
    let mut bytes = good.to_vec();
    bytes[start + 8..start + 10].copy_from_slice(&2_u16.to_le_bytes());
    let crc = crc32fast::hash(&bytes[start..start + 26]);
    bytes[start + 26..start + 30].copy_from_slice(&crc.to_le_bytes());
    bytes
}

type Hurt = fn(&[u8]) -> Vec<u8>;

const JOURNALS: [(&str, Hurt); 7] = [
    ("torn-tail", torn_tail),
    ("bit", bit),
    ("rewritten", rewritten),
    ("cut", cut),
    ("forged", forged),
    ("sealed", sealed),
    ("later", later),
];

/// With `SHOUXI_MAKE_BROKEN=1` it writes them; otherwise the committed bytes must be these.
#[test]
fn the_damaged_journals_are_the_good_one_hurt_as_described() {
    let write = std::env::var_os("SHOUXI_MAKE_BROKEN").is_some();
    for (name, hurt) in JOURNALS {
        let bytes = hurt(&good_journal());
        let path = fixture(&format!("{name}.journal"));
        if write {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name}: other bytes than committed");
    }
}
