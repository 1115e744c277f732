//! Seats at the real socket, and what they do: the nth act of a seat is always the same mark, so that the number of
//! acknowledged acts says which marks must be in the record.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use shouxi::desk::{Access, Client, Desk, Reach, Source, open, reach};
use shouxi::domain::{Basis, Code, Command, How, ItemId, Moment, Points, SeatId};

use crate::panel::{ITEMS, code, item_id, seat_id};

/// Steps of half a point from 0 to 10.
const VALUES: usize = 21;

fn source() -> Source {
    #[expect(clippy::disallowed_methods, reason = "the clock of this program, handed down as main does it")]
    fn now() -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Moment(i64::try_from(since.as_millis()).unwrap())
    }
    fn nonce() -> [u8; 16] {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    }
    Source { now, nonce }
}

/// The mark that is a seat's nth act on a panel of so many dossiers, as it stands in an export.
pub(crate) fn nth_mark(dossiers: usize, nth: usize) -> (String, String, String) {
    let cells = dossiers * ITEMS;
    let (round, cell) = (nth / cells, nth % cells);
    // Never the value it had the round before.
    let halves = (round + cell) % VALUES;
    let points = format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" });
    (code(cell / ITEMS), item_id(cell % ITEMS), points)
}

fn command(dossiers: usize, nth: usize) -> Command {
    let (dossier, item, points) = nth_mark(dossiers, nth);
    Command::Mark {
        dossier: Code::parse(&dossier).unwrap(),
        revision: None,
        item: ItemId::parse(&item).unwrap(),
        basis: Basis::File,
        points: Some(Points::parse(&points).unwrap()),
        note: None,
        how: How::Entered,
    }
}

/// Sits down at the server of the panel; none where it does not answer just now.
pub(crate) fn sit(root: &Path, seat: &str) -> Option<Client> {
    let mut desk = reach(root, Access::Write, Reach::Server, source()).ok()?;
    desk.sit(&SeatId::parse(seat).unwrap(), true).ok()
}

/// An expert at work.
pub(crate) struct Seat {
    pub(crate) id: String,
    client: Client,
    dossiers: usize,
    /// Acknowledged acts.
    pub(crate) acts: usize,
}

impl Seat {
    /// At the server, after so many acts.
    pub(crate) fn at(root: &Path, number: usize, dossiers: usize, acts: usize) -> Option<Self> {
        let id = seat_id(number);
        Some(Self { client: sit(root, &id)?, id, dossiers, acts })
    }

    /// In this process.
    pub(crate) fn here(root: &Path, number: usize, dossiers: usize) -> (Desk, Self) {
        let id = seat_id(number);
        let mut desk = open(root, Access::Write, source()).unwrap();
        assert!(!desk.is_served());
        let client = desk.sit(&SeatId::parse(&id).unwrap(), true).unwrap();
        (desk, Self { id, client, dossiers, acts: 0 })
    }

    /// Declares on every dossier, which has to come before the first mark.
    pub(crate) fn declare(&mut self) {
        for number in 0..self.dossiers {
            self.client.act(Command::Declare { dossier: Code::parse(&code(number)).unwrap() }).unwrap();
        }
    }

    /// The next mark: how long until it was acknowledged, or that the line broke.
    pub(crate) fn try_mark(&mut self) -> Option<Duration> {
        let command = command(self.dossiers, self.acts);
        let started = Instant::now();
        let done = self.client.act(command).ok()?;
        let waited = started.elapsed();
        // Only the first mark after a broken line may be one that had been written and not acknowledged.
        assert!(done.events <= 1);
        self.acts += 1;
        Some(waited)
    }

    pub(crate) fn mark(&mut self) -> Duration {
        self.try_mark().unwrap_or_else(|| panic!("{}: mark {} was not acknowledged", self.id, self.acts))
    }

    /// Marks at a pace until told to stop.
    pub(crate) fn stroll(&mut self, pause: Duration, stop: &AtomicBool) -> Vec<Duration> {
        let mut waited = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            waited.push(self.mark());
            std::thread::sleep(pause);
        }
        waited
    }
}
