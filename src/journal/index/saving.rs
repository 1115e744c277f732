//! What can still be read of half-typed text and places in an index that is given up. Not record: what cannot be read is
//! left out, and nothing is taken that was not written for this very seat and place.
//!
//! sled may lose what it wrote last without a word (PITFALLS 2), here as in an index that seems whole: then what stood
//! there before comes back. It stands in its cell 未录入, and nothing records it but who sees it there.

use super::making::read_marker;
use super::notes::{draft_key, owner};
use super::slices::whole;
use super::{FORMAT, Index, Trees};
use crate::domain::SeatId;
use crate::journal::v1::{self, DraftKey, SeatNotes};
use crate::text::Clean;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// How long it may take: sled may go round in circles in what is damaged.
const PATIENCE: Duration = Duration::from_secs(3);

/// Values looked at, at most: two hundred seats with two thousand texts each.
const MOST: usize = 400_000;

/// What was saved.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Saved {
    /// By seat.
    pub notes: Vec<(SeatId, SeatNotes)>,
    /// Everything that lay there was looked at and could be read.
    pub whole: bool,
}

/// One value that could be read.
enum Found {
    Place(SeatId, SeatNotes),
    Draft(SeatId, DraftKey, Clean),
    /// Something lay there that could not be read.
    Unreadable,
    /// Nothing more is there.
    End,
}

/// Saves what can be read from the index in `dir`, which nobody has open, before it is set aside. Never fails, and waits
/// some seconds at most: where it cannot be opened, nothing is saved.
pub fn save(dir: &Path) -> Saved {
    let (tell, told) = channel();
    let ours = read_marker(dir).is_ok_and(|marker| marker.is_empty() || marker == FORMAT);
    let there = |name: &str| dir.join(name).try_exists().unwrap_or(false);
    // Without its files sled would make an empty one; what another format holds is none of ours.
    if !ours || !there("db") || !there("conf") {
        return Saved::default();
    }
    let dir = dir.to_path_buf();
    let read = move || {
        if let Ok(index) = Index::open_sled(&dir) {
            // What was told before a panic stays told.
            let _ = index.call(|trees| {
                tell_all(trees, &tell);
                Ok(())
            });
        }
    };
    if std::thread::Builder::new().name("index-saving".into()).spawn(read).is_err() {
        return Saved::default();
    }
    let mut seats: BTreeMap<SeatId, SeatNotes> = BTreeMap::new();
    let (mut readable, mut ended) = (true, false);
    let until = Instant::now() + PATIENCE;
    for found in std::iter::from_fn(|| told.recv_timeout(until.saturating_duration_since(Instant::now())).ok()) {
        match found {
            Found::Place(seat, place) => {
                let drafts = seats.remove(&seat).unwrap_or_default().drafts;
                seats.insert(seat, SeatNotes { drafts, ..place });
            }
            Found::Draft(seat, key, text) => drop(seats.entry(seat).or_default().drafts.insert(key, text)),
            Found::Unreadable => readable = false,
            Found::End => ended = true,
        }
    }
    Saved { notes: seats.into_iter().collect(), whole: readable && ended }
}

/// Whoever listens may have gone: then nobody wants the rest.
fn tell_all(trees: &Trees, tell: &Sender<Found>) {
    let mut left = MOST;
    for pair in &trees.places {
        left = left.saturating_sub(1);
        let found = pair.ok().and_then(|(key, bytes)| {
            let seat = v1::seat_from_bytes(&key).ok()?;
            Some(Found::Place(seat, v1::place_from_bytes(&bytes).ok()?))
        });
        if tell.send(found.unwrap_or(Found::Unreadable)).is_err() || left == 0 {
            return;
        }
    }
    let mut drafts = whole(trees.drafts.iter());
    loop {
        left = left.saturating_sub(1);
        let found = match drafts.next() {
            Ok(None) => Found::End,
            Ok(Some((stem, bytes))) => draft(&stem, &bytes).unwrap_or(Found::Unreadable),
            Err(_) => Found::Unreadable,
        };
        let over = matches!(found, Found::End);
        if tell.send(found).is_err() || over || left == 0 {
            return;
        }
    }
}

/// A text, if it is the one that was written under this key.
fn draft(stem: &[u8], bytes: &[u8]) -> Option<Found> {
    let (seat, from_paper) = owner(stem)?;
    let read = if from_paper { v1::paper_draft_from_bytes(bytes) } else { v1::draft_from_bytes(bytes) };
    let (key, text) = read.ok()?;
    (draft_key(&seat, &key) == stem).then_some(Found::Draft(seat, key, text))
}
