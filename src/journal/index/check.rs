//! Comparing the whole index with what the journal says (`verify`).

use super::slices::whole;
use super::{Copy, Index, IndexError, SheetNow, piece_key, sheet_prefix};
use crate::domain::{Code, SeatId};
use crate::journal::chain::Head;
use crate::journal::v1;

/// The first thing in which the index differs from the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It ends elsewhere, or with another event.
    Applied {
        /// What it has applied.
        seen: Head,
        /// What the journal ends with.
        journal: Head,
    },
    /// The second copy of this event.
    Event(u64, Wrong),
    /// The sheet of this dossier and seat.
    Sheet(Code, SeatId, Wrong),
    /// So many pieces of sheets that nobody has.
    UnknownSheets(usize),
}

/// How a thing differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is not there.
    Missing,
    /// It is there with other bytes.
    Changed,
    /// It is there and should not be.
    Extra,
}

impl Index {
    /// Reads everything and compares it with all events of the journal, in order, and all sheets folded from them.
    /// Returns the first difference. What cannot be read at all is [`IndexError::Damaged`].
    ///
    /// Catch up first: what is not yet applied is a difference.
    pub fn check_against(
        &self,
        journal: Head,
        events: impl IntoIterator<Item = Copy>,
        sheets: impl IntoIterator<Item = SheetNow>,
    ) -> Result<Option<Difference>, IndexError> {
        let seen = self.applied();
        if seen != journal {
            return Ok(Some(Difference::Applied { seen, journal }));
        }
        if let Some(difference) = self.check_events(events)? {
            return Ok(Some(difference));
        }
        self.check_sheets(sheets)
    }

    fn check_events(&self, events: impl IntoIterator<Item = Copy>) -> Result<Option<Difference>, IndexError> {
        self.call(|trees| {
            let mut stored = whole(trees.events.iter());
            for copy in events {
                let wrong = |wrong| Ok(Some(Difference::Event(copy.number(), wrong)));
                let Some((key, blob)) = stored.next()? else { return wrong(Wrong::Missing) };
                let due = copy.number().to_be_bytes();
                if key.as_slice() < due.as_slice() {
                    return Ok(Some(extra(&key)));
                }
                if key.as_slice() > due.as_slice() {
                    return wrong(Wrong::Missing);
                }
                if blob != copy.blob() {
                    return wrong(Wrong::Changed);
                }
            }
            Ok(stored.next()?.map(|(key, _)| extra(&key)))
        })
    }

    fn check_sheets(&self, sheets: impl IntoIterator<Item = SheetNow>) -> Result<Option<Difference>, IndexError> {
        self.call(|trees| {
            let mut due = 0_usize;
            for SheetNow { dossier, seat, sheet } in sheets {
                let prefix = sheet_prefix(&dossier, &seat);
                let pieces = v1::sheet_to_pieces(&sheet)?;
                due = due.saturating_add(pieces.len());
                let mut stored = whole(trees.sheets.scan_prefix(&prefix));
                for (place, piece) in pieces.iter().enumerate() {
                    let wrong = match stored.next()? {
                        None => Wrong::Missing,
                        Some((key, found)) if key != piece_key(&prefix, place)? || found != *piece => Wrong::Changed,
                        Some(_) => continue,
                    };
                    return Ok(Some(Difference::Sheet(dossier, seat, wrong)));
                }
                if stored.next()?.is_some() {
                    return Ok(Some(Difference::Sheet(dossier, seat, Wrong::Extra)));
                }
            }
            // Every piece that should be there is; are there others?
            let (mut all, mut stored) = (whole(trees.sheets.iter()), 0_usize);
            while all.next()?.is_some() {
                stored = stored.saturating_add(1);
            }
            Ok((stored != due).then(|| Difference::UnknownSheets(stored.saturating_sub(due))))
        })
    }
}

/// An event that should not be there; 0 for a key that is no number.
fn extra(key: &[u8]) -> Difference {
    let number = <[u8; 8]>::try_from(key).map_or(0, u64::from_be_bytes);
    Difference::Event(number, Wrong::Extra)
}
