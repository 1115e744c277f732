//! What is kept for a seat and is not record: half-typed text, where it was, how its terminal shows things.
//! Lives in memory here and, written behind, in the index (DESIGN §4 `drafts`, `places`).

use std::collections::{BTreeMap, BTreeSet};

use super::view::{Display, Draft, PlaceNote};
use crate::domain::{Code, SeatId, limit};
use crate::journal::v1::{DraftKey, SeatNotes};
use crate::text::Clean;

/// Half-typed texts kept for one seat at most; beyond it the oldest keys in order make room for none.
const DRAFTS_PER_SEAT: usize = 2_000;

/// Notes of all seats, and which seats have something not yet handed to the index.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    seats: BTreeMap<SeatId, SeatNotes>,
    unsaved: BTreeSet<SeatId>,
    /// The index has said what it kept from before, or that it says nothing.
    complete: bool,
}

impl Notes {
    pub(super) fn of(&self, seat: &SeatId) -> SeatNotes {
        self.seats.get(seat).cloned().unwrap_or_default()
    }

    pub(super) fn change(&mut self, seat: &SeatId, change: impl FnOnce(&mut SeatNotes)) {
        let notes = self.seats.entry(seat.clone()).or_default();
        let before = notes.clone();
        change(notes);
        if *notes != before {
            self.unsaved.insert(seat.clone());
        }
    }

    /// Keeps a half-typed text; an empty one removes it. Too long or too many: `false`, and nothing changes.
    pub(super) fn keep(&mut self, seat: &SeatId, draft: Draft) -> bool {
        let Draft { paper_of, dossier, cell, note, text } = draft;
        let key = DraftKey { paper_of, dossier, cell, note };
        if text.chars().count() > limit::NOTE_CHARS {
            return false;
        }
        let full =
            self.seats.get(seat).is_some_and(|n| n.drafts.len() >= DRAFTS_PER_SEAT && !n.drafts.contains_key(&key));
        if full && !text.is_empty() {
            return false;
        }
        self.change(seat, |notes| {
            if text.is_empty() {
                notes.drafts.remove(&key);
            } else {
                notes.drafts.insert(key, text);
            }
        });
        true
    }

    /// Half-typed text of a sheet goes when it is signed: the seat's own, and what others typed of it from paper.
    pub(super) fn signed(&mut self, seat: &SeatId, dossier: &Code) {
        self.change(seat, |notes| notes.drafts.retain(|key, _| key.paper_of.is_some() || key.dossier != *dossier));
        self.paper_done(seat, dossier);
    }

    /// Nothing of a sheet is entered from paper any more.
    pub(super) fn paper_done(&mut self, whose: &SeatId, dossier: &Code) {
        let of_it = |key: &DraftKey| key.paper_of.as_ref() == Some(whose) && key.dossier == *dossier;
        let typed_by = |(_, notes): &(&SeatId, &SeatNotes)| notes.drafts.keys().any(of_it);
        let seats: Vec<SeatId> = self.seats.iter().filter(typed_by).map(|(seat, _)| seat.clone()).collect();
        for seat in seats {
            self.change(&seat, |notes| notes.drafts.retain(|key, _| !of_it(key)));
        }
    }

    /// What the index kept from before; what was typed since wins.
    pub(super) fn load(&mut self, seat: SeatId, kept: SeatNotes) {
        let now = self.seats.remove(&seat).unwrap_or_default();
        let mut drafts = kept.drafts;
        drafts.extend(now.drafts);
        let merged = SeatNotes {
            drafts,
            place: now.place.or(kept.place),
            ambiguous_two: now.ambiguous_two.or(kept.ambiguous_two),
            lines: now.lines || kept.lines,
            promised: now.promised || kept.promised,
            entered: now.entered.or(kept.entered),
        };
        self.seats.insert(seat, merged);
    }

    /// Nothing more comes from before. Answers whether that is new.
    pub(super) fn complete(&mut self) -> bool {
        !std::mem::replace(&mut self.complete, true)
    }

    /// Whether everything kept from before is here.
    pub(super) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Seats whose notes changed since the last call.
    pub(super) fn take_unsaved(&mut self) -> Vec<(SeatId, SeatNotes)> {
        let seats = std::mem::take(&mut self.unsaved);
        seats
            .into_iter()
            .map(|seat| {
                let notes = self.of(&seat);
                (seat, notes)
            })
            .collect()
    }
}

/// All half-typed texts of a seat, as views have them.
pub(super) fn drafts_of(notes: &SeatNotes) -> Vec<Draft> {
    let draft = |(key, text): (&DraftKey, &Clean)| Draft {
        paper_of: key.paper_of.clone(),
        dossier: key.dossier.clone(),
        cell: key.cell.clone(),
        note: key.note,
        text: text.clone(),
    };
    notes.drafts.iter().map(draft).collect()
}

/// Where a seat was, as views have it.
pub(super) fn place_of(notes: &SeatNotes) -> Option<PlaceNote> {
    let place = notes.place.as_ref()?;
    Some(PlaceNote { dossier: place.dossier.clone(), item: place.item.clone(), basis: place.basis })
}

/// A seat's display settings, as views have them.
pub(super) fn display_of(notes: &SeatNotes) -> Display {
    Display { ambiguous_two: notes.ambiguous_two, lines: notes.lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean;

    fn draft(paper_of: Option<&str>, dossier: &str, text: &str) -> Draft {
        let paper_of = paper_of.map(|id| SeatId::parse(id).unwrap());
        Draft { paper_of, dossier: Code::parse(dossier).unwrap(), cell: None, note: true, text: clean(text) }
    }

    fn texts(notes: &Notes, seat: &str) -> Vec<String> {
        drafts_of(&notes.of(&SeatId::parse(seat).unwrap())).iter().map(|draft| draft.text.to_string()).collect()
    }

    #[test]
    fn a_signed_sheet_takes_what_was_typed_of_it_by_its_seat_and_from_paper_and_nothing_else() {
        let mut notes = Notes::default();
        let [expert, office] = ["E01", "S01"].map(|id| SeatId::parse(id).unwrap());
        for one in [draft(None, "W22", "own"), draft(None, "W44", "another dossier")] {
            assert!(notes.keep(&expert, one));
        }
        for one in [
            draft(Some("E01"), "W22", "paper"),
            draft(Some("E02"), "W22", "paper of another"),
            draft(Some("E01"), "W44", "paper of another dossier"),
        ] {
            assert!(notes.keep(&office, one));
        }
        drop(notes.take_unsaved());
        notes.signed(&expert, &Code::parse("W22").unwrap());
        assert_eq!(texts(&notes, "E01"), ["another dossier"]);
        assert_eq!(texts(&notes, "S01"), ["paper of another dossier", "paper of another"]);
        assert_eq!(notes.take_unsaved().len(), 2, "the store is told of both");
        notes.paper_done(&expert, &Code::parse("W44").unwrap());
        assert_eq!((texts(&notes, "E01").len(), texts(&notes, "S01").len()), (1, 1), "the expert's own stay");
    }
}
