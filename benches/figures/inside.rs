//! Figures of what has no screen: the list after a changed mark, and a mark saved, measured on the library itself.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use shouxi::desk::{self, Access, Source};
use shouxi::domain::tally::{CountedSheet, Line, line, rank};
use shouxi::domain::{Basis, Code, Command, Facts, How, ItemId, Moment, Pair, Points, Rules, SeatId};
use shouxi::folder;

use crate::panel::{ITEMS, Panel, Size, code, item_id, seat_id};
use crate::{PROGRAM, ms};

/// Changes of a mark, and marks saved; the median counts.
const TIMES: usize = 301;

/// One mark changes, and the whole list is there: its dossier's line computed anew, all lines ranked.
pub(crate) fn list() {
    println!("\none mark changed -> whole list, median of {TIMES}");
    for (dossiers, seats) in [(200, 5), (200, 100)] {
        let panel = Panel::new(Path::new(PROGRAM), Size { dossiers, experts: seats, text: 0 });
        let read = folder::read(panel.path());
        let rules = read.panel.unwrap().rules;
        let facts: Vec<Facts> = read.dossiers.into_iter().map(|(facts, ..)| facts).collect();
        let seats: Vec<SeatId> = (0..seats).map(|seat| SeatId::parse(&seat_id(seat)).unwrap()).collect();
        let sheet = |dossier: usize, seat: usize| -> Vec<Pair> {
            let half = |item: usize| u16::try_from((dossier * 7 + seat * 3 + item * 5) % 10).unwrap();
            (0..ITEMS).map(|item| [Some(Points::whole(half(item))), None]).collect()
        };
        let mut marks: Vec<Vec<Vec<Pair>>> =
            (0..dossiers).map(|dossier| (0..seats.len()).map(|seat| sheet(dossier, seat)).collect()).collect();
        let mut lines: Vec<Arc<Line>> =
            facts.iter().zip(&marks).map(|(facts, marks)| line_of(&rules, facts, &seats, marks)).collect();
        let mut times = Vec::new();
        for nth in 0..TIMES {
            let (dossier, seat, item) = (nth * 37 % dossiers, nth * 11 % seats.len(), nth % ITEMS);
            let started = Instant::now();
            marks[dossier][seat][item][0] = Some(Points::whole(u16::try_from(nth % 10).unwrap()));
            lines[dossier] = line_of(&rules, &facts[dossier], &seats, &marks[dossier]);
            let list = rank(&rules, &lines, &[]);
            times.push(started.elapsed());
            assert_eq!(list.lines.len(), dossiers);
        }
        let count = dossiers * seats.len() * ITEMS;
        println!("{:<40} {:>8.3} ms", format!("{count} marks"), ms(middle(times)));
    }
}

fn line_of(rules: &Rules, facts: &Facts, seats: &[SeatId], marks: &[Vec<Pair>]) -> Arc<Line> {
    let sheets: Vec<CountedSheet<'_>> =
        seats.iter().zip(marks).map(|(seat, points)| CountedSheet { seat, points }).collect();
    Arc::new(line(rules, facts, false, &sheets).unwrap())
}

/// One seat in this process: from the request to the answer, which comes after the frame's fdatasync. Each beside a bare
/// append of 200 bytes to a file of the same disk.
pub(crate) fn saved(panel: &Panel) {
    println!("\nsaved mark, one seat in the same process, p50 of {TIMES}");
    let mut desk = desk::open(panel.path(), Access::Write, Source { now, nonce: || [7; 16] }).unwrap();
    let mut client = desk.sit(&SeatId::parse("E01").unwrap(), false).unwrap();
    let mut bare = File::create(panel.path().join("bare")).unwrap();
    let (mut floors, mut times) = (Vec::new(), Vec::new());
    for nth in 0..TIMES {
        let started = Instant::now();
        bare.write_all(&[7; 200]).unwrap();
        bare.sync_data().unwrap();
        floors.push(started.elapsed());
        let command = Command::Mark {
            dossier: Code::parse(&code(0)).unwrap(),
            revision: None,
            item: ItemId::parse(&item_id(nth % ITEMS)).unwrap(),
            basis: Basis::File,
            points: Some(Points::whole(u16::try_from((nth + nth / ITEMS) % 10).unwrap())),
            note: None,
            how: How::Entered,
        };
        let started = Instant::now();
        client.act(command).unwrap();
        times.push(started.elapsed());
    }
    desk.close();
    let (floor, own) = (middle(floors), middle(times));
    println!("{:<40} {:>8.3} ms", "bare append and fdatasync", ms(floor));
    println!("{:<40} {:>8.3} ms {:>6.2}x", "saved mark", ms(own), ms(own) / ms(floor));
}

#[expect(clippy::disallowed_methods, reason = "a bench's record is thrown away")]
pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Moment(i64::try_from(since.as_millis()).unwrap())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
