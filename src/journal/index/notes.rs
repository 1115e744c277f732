//! Half-typed text and places, in the index and out again. Not record.

use super::slices::{slices, whole};
use super::{Index, IndexError, Trees};
use crate::domain::{Basis, SeatId};
use crate::journal::v1::{self, DraftKey, SeatNotes};
use std::collections::BTreeMap;

impl Index {
    /// Replaces what is kept for a seat; writes only what changed. Durable only after [`Index::sync`].
    pub fn put_notes(&self, seat: &SeatId, notes: &SeatNotes) -> Result<(), IndexError> {
        let mut drafts = BTreeMap::new();
        for (key, text) in &notes.drafts {
            drafts.extend(slices(&draft_key(seat, key), &v1::draft_to_bytes(key, text)?)?);
        }
        let place = v1::place_to_bytes(notes)?;
        self.call(|trees| {
            let mut batch = sled::Batch::default();
            for pair in own(trees, seat).chain(from_paper(trees, seat)) {
                let (key, stored) = pair?;
                match drafts.get(&*key) {
                    None => batch.remove(key),
                    Some(wanted) if *wanted == *stored => drop(drafts.remove(&*key)),
                    Some(_) => {}
                }
            }
            for (key, draft) in drafts {
                batch.insert(key, draft);
            }
            trees.drafts.apply_batch(batch)?;
            trees.places.insert(seat.as_str(), place)?;
            Ok(())
        })
    }

    /// What is kept for a seat.
    pub fn notes_of(&self, seat: &SeatId) -> Result<SeatNotes, IndexError> {
        self.call(|trees| {
            let place = trees.places.get(seat.as_str())?;
            let mut notes = place.map_or_else(|| Ok(SeatNotes::default()), |bytes| v1::place_from_bytes(&bytes))?;
            for (pairs, read) in [
                (own(trees, seat), v1::draft_from_bytes as fn(&[u8]) -> _),
                (from_paper(trees, seat), v1::paper_draft_from_bytes),
            ] {
                let mut drafts = whole(pairs);
                while let Some((_, bytes)) = drafts.next()? {
                    let (key, text) = read(&bytes)?;
                    notes.drafts.insert(key, text);
                }
            }
            Ok(notes)
        })
    }

    /// What is kept for all seats.
    pub fn all_notes(&self) -> Result<Vec<(SeatId, SeatNotes)>, IndexError> {
        let mut seats = Vec::new();
        self.call(|trees| {
            for key in trees.places.iter().keys() {
                let key = key?;
                seats.push(v1::seat_from_bytes(&key)?);
            }
            Ok(())
        })?;
        seats.into_iter().map(|seat| self.notes_of(&seat).map(|notes| (seat, notes))).collect()
    }
}

/// Texts of the seat's own sheets.
fn own(trees: &Trees, seat: &SeatId) -> sled::Iter {
    trees.drafts.scan_prefix(begun(&[], seat))
}

/// Texts of sheets that the seat enters from paper.
fn from_paper(trees: &Trees, seat: &SeatId) -> sled::Iter {
    trees.drafts.scan_prefix(begun(PAPER, seat))
}

/// What the keys of texts of sheets from paper begin with: no seat's name does.
const PAPER: &[u8] = &[0];

/// Whose text lies under a key, and whether it is of a sheet from paper.
pub(super) fn owner(stem: &[u8]) -> Option<(SeatId, bool)> {
    let (rest, from_paper) = stem.strip_prefix(PAPER).map_or((stem, false), |rest| (rest, true));
    let seat = rest.split(|byte| *byte == 0).next()?;
    Some((v1::seat_from_bytes(seat).ok()?, from_paper))
}

fn begun(kind: &[u8], seat: &SeatId) -> Vec<u8> {
    [kind, seat.as_str().as_bytes(), &[0]].concat()
}

/// Under which key a text is kept.
pub(super) fn draft_key(seat: &SeatId, draft: &DraftKey) -> Vec<u8> {
    let mut key = match &draft.paper_of {
        None => begun(&[], seat),
        Some(whose) => [begun(PAPER, seat), begun(&[], whose)].concat(),
    };
    key.extend_from_slice(draft.dossier.as_str().as_bytes());
    key.push(0);
    key.push(u8::from(draft.note));
    if let Some((item, basis)) = &draft.cell {
        key.push(match basis {
            Basis::File => 1,
            Basis::Onsite => 2,
        });
        key.extend_from_slice(item.as_str().as_bytes());
    }
    key
}
