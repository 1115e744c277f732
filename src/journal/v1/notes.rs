//! What is kept for a seat and is not record (DESIGN §4 `drafts`, `places`): half-typed text, where the seat was, how its
//! terminal shows things. Losing it loses comfort, never a mark.

use super::{Unreadable, Unwritable, VERSION, read, record};
use crate::codec;
use crate::domain::{Basis, Code, ItemId, Moment, SeatId};
use crate::text::Clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most bytes of one record here.
const LIMIT: usize = 64 * 1024;

/// Which half-typed text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftKey {
    /// Whose sheet, where it is entered from paper for another seat; `None`: the seat's own.
    pub paper_of: Option<SeatId>,
    /// Dossier.
    pub dossier: Code,
    /// Cell; `None`: the sheet's note.
    pub cell: Option<(ItemId, Basis)>,
    /// A note rather than a mark.
    pub note: bool,
}

/// Where a seat was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Dossier.
    pub dossier: Code,
    /// Item.
    pub item: Option<ItemId>,
    /// Basis.
    pub basis: Basis,
}

/// All that is kept for one seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatNotes {
    /// Half-typed texts.
    pub drafts: BTreeMap<DraftKey, Clean>,
    /// Where the seat was.
    pub place: Option<Place>,
    /// The answer to 下面两条竖线对齐吗: ambiguous glyphs take two cells. `None`: never asked.
    pub ambiguous_two: Option<bool>,
    /// Line borders instead of ASCII.
    pub lines: bool,
    /// The 承诺 page was read.
    pub promised: bool,
    /// When the seat last entered.
    pub entered: Option<Moment>,
}

#[derive(Serialize, Deserialize)]
struct DraftRecord {
    dossier: String,
    cell: Option<(String, record::Basis)>,
    note: bool,
    text: String,
}

/// Of a sheet from paper: whose, and the same.
#[derive(Serialize, Deserialize)]
struct PaperDraftRecord(String, DraftRecord);

#[derive(Serialize, Deserialize)]
struct PlaceRecord {
    place: Option<(String, Option<String>, record::Basis)>,
    ambiguous_two: Option<bool>,
    lines: bool,
    promised: bool,
    entered: Option<i64>,
}

/// One half-typed text as bytes.
pub fn draft_to_bytes(key: &DraftKey, text: &Clean) -> Result<Vec<u8>, Unwritable> {
    let DraftKey { paper_of, dossier, cell, note } = key;
    let stored = DraftRecord {
        dossier: dossier.to_string(),
        cell: cell.as_ref().map(|(item, basis)| (item.to_string(), (*basis).into())),
        note: *note,
        text: text.to_string(),
    };
    Ok(match paper_of {
        None => codec::encode(VERSION, &stored, LIMIT)?,
        Some(whose) => codec::encode(VERSION, &PaperDraftRecord(whose.to_string(), stored), LIMIT)?,
    })
}

/// The text of the seat's own sheet that [`draft_to_bytes`] stored.
pub fn draft_from_bytes(bytes: &[u8]) -> Result<(DraftKey, Clean), Unreadable> {
    draft(None, codec::decode(bytes, VERSION, LIMIT)?)
}

/// The text of a sheet from paper that [`draft_to_bytes`] stored. What is which, its place in the store says.
pub fn paper_draft_from_bytes(bytes: &[u8]) -> Result<(DraftKey, Clean), Unreadable> {
    let PaperDraftRecord(whose, stored) = codec::decode(bytes, VERSION, LIMIT)?;
    draft(Some(read::seat(&whose)?), stored)
}

fn draft(paper_of: Option<SeatId>, stored: DraftRecord) -> Result<(DraftKey, Clean), Unreadable> {
    let DraftRecord { dossier, cell, note, text } = stored;
    let place =
        |(item, basis): (String, record::Basis)| -> Result<_, Unreadable> { Ok((read::item(&item)?, basis.into())) };
    let key = DraftKey { paper_of, dossier: read::code(&dossier)?, cell: cell.map(place).transpose()?, note };
    Ok((key, read::text("draft", &text)?))
}

/// Everything but the half-typed texts, as bytes.
pub fn place_to_bytes(notes: &SeatNotes) -> Result<Vec<u8>, Unwritable> {
    let SeatNotes { drafts: _, place, ambiguous_two, lines, promised, entered } = notes;
    let stored = PlaceRecord {
        place: place
            .as_ref()
            .map(|place| (place.dossier.to_string(), place.item.as_ref().map(ToString::to_string), place.basis.into())),
        ambiguous_two: *ambiguous_two,
        lines: *lines,
        promised: *promised,
        entered: entered.map(|at| at.0),
    };
    Ok(codec::encode(VERSION, &stored, LIMIT)?)
}

/// What [`place_to_bytes`] stored; the half-typed texts are left empty.
pub fn place_from_bytes(bytes: &[u8]) -> Result<SeatNotes, Unreadable> {
    let stored: PlaceRecord = codec::decode(bytes, VERSION, LIMIT)?;
    let place = |(dossier, item, basis): (String, Option<String>, record::Basis)| -> Result<Place, Unreadable> {
        Ok(Place {
            dossier: read::code(&dossier)?,
            item: item.as_deref().map(read::item).transpose()?,
            basis: basis.into(),
        })
    };
    Ok(SeatNotes {
        drafts: BTreeMap::new(),
        place: stored.place.map(place).transpose()?,
        ambiguous_two: stored.ambiguous_two,
        lines: stored.lines,
        promised: stored.promised,
        entered: stored.entered.map(Moment),
    })
}
