//! A folded sheet as the index keeps it. Not record: it can always be folded again, so a change of these types only makes
//! the index be rebuilt.
//!
//! A sheet with a long note to every mark outgrows what one value of the index may hold (PITFALLS 5), so it is stored in
//! **pieces**: a head, which says how many follow, then notes, explanations and changes, as many as fit.

use super::{FieldFault, Unreadable, Unwritable, VERSION, read, record};
use crate::codec;
use crate::domain::{self, Marks, Moment, Pair, Points, Sheet};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The most bytes of one piece: a value of the index.
pub const PIECE_MAX: usize = 64 * 1024;

/// Bytes of text gathered into one piece before the next begins; one text more always fits.
const FILL: usize = 32 * 1024;

/// Changes in one piece, each at most 40 bytes.
const CHANGES: usize = 1_000;

#[derive(Serialize, Deserialize)]
enum Piece {
    Head(Box<Head>),
    /// Notes to single marks, of the current or the counted version.
    Notes {
        counted: bool,
        notes: Vec<Note>,
    },
    Explained(Vec<Explained>),
    Changes(Vec<Change>),
}

#[derive(Serialize, Deserialize)]
struct Head {
    /// How many pieces follow.
    more: u32,
    revision: u64,
    declared: Option<i64>,
    marks: Form,
    signed: [bool; 2],
    onsite_signed: Option<u64>,
    counted: Option<Form>,
    returned: Option<Returned>,
    aside: Option<(record::Aside, String)>,
    excused: Option<String>,
    transcribed: Option<(String, Option<String>)>,
    asked_return: Option<String>,
    own_hand: bool,
    cells: Vec<[u64; 2]>,
    noted: u64,
}

#[derive(Serialize, Deserialize)]
struct Form {
    points: Vec<[Option<i64>; 2]>,
    note: String,
}

#[derive(Serialize, Deserialize)]
struct Returned {
    section: Option<String>,
    reason: String,
    at: i64,
    number: u64,
}

#[derive(Serialize, Deserialize)]
struct Note {
    item: u32,
    basis: record::Basis,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct Explained {
    section: String,
    number: u64,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct Change {
    number: u64,
    at: i64,
    item: u32,
    basis: record::Basis,
    from: Option<i64>,
    to: Option<i64>,
    how: record::How,
}

/// A sheet in pieces of at most [`PIECE_MAX`] bytes, the head first; [`SheetReader`] puts them together again.
pub fn sheet_to_pieces(sheet: &Sheet) -> Result<Vec<Vec<u8>>, Unwritable> {
    let mut pieces = notes_of(false, &sheet.marks);
    if let Some(counted) = &sheet.counted {
        pieces.extend(notes_of(true, counted));
    }
    let explained = sheet.explained.iter().map(|(section, (number, reason))| Explained {
        section: section.to_string(),
        number: *number,
        reason: reason.to_string(),
    });
    pieces.extend(packed(explained, |one| one.reason.len()).map(Piece::Explained));
    let mut changes = sheet.changes.iter().map(change).peekable();
    while changes.peek().is_some() {
        pieces.push(Piece::Changes(changes.by_ref().take(CHANGES).collect()));
    }
    let more = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
    let head = Piece::Head(Box::new(head(sheet, more)));
    let all = std::iter::once(head).chain(pieces);
    all.map(|piece| Ok(codec::encode(VERSION, &piece, PIECE_MAX)?)).collect()
}

fn head(sheet: &Sheet, more: u32) -> Head {
    // Spelled out, so that a field added to the domain does not compile until it is stored here.
    let Sheet {
        revision,
        declared,
        marks,
        signed,
        onsite_signed,
        counted,
        returned,
        explained: _,
        aside,
        excused,
        transcribed,
        asked_return,
        own_hand,
        changes: _,
        cells,
        noted,
    } = sheet;
    Head {
        more,
        revision: *revision,
        declared: declared.map(|at| at.0),
        marks: form(marks),
        signed: *signed,
        onsite_signed: *onsite_signed,
        counted: counted.as_deref().map(form),
        returned: returned.as_ref().map(|returned| Returned {
            section: returned.section.as_ref().map(ToString::to_string),
            reason: returned.reason.to_string(),
            at: returned.at.0,
            number: returned.number,
        }),
        aside: aside.as_ref().map(|(aside, reason)| ((*aside).into(), reason.to_string())),
        excused: excused.as_ref().map(ToString::to_string),
        transcribed: transcribed.as_ref().map(|by| (by.by.to_string(), by.confirmed.as_ref().map(ToString::to_string))),
        asked_return: asked_return.as_ref().map(ToString::to_string),
        own_hand: *own_hand,
        cells: cells.all(marks.points.len()),
        noted: *noted,
    }
}

fn form(marks: &Marks) -> Form {
    let pair = |[file, onsite]: &Pair| [file.map(Points::units), onsite.map(Points::units)];
    Form { points: marks.points.iter().map(pair).collect(), note: marks.note.to_string() }
}

fn notes_of(counted: bool, marks: &Marks) -> Vec<Piece> {
    let notes = marks.notes.iter().map(|((item, basis), text)| Note {
        item: place(*item),
        basis: (*basis).into(),
        text: text.to_string(),
    });
    packed(notes, |note| note.text.len()).map(|notes| Piece::Notes { counted, notes }).collect()
}

/// A place in the form; a form has 64 items.
fn place(item: usize) -> u32 {
    u32::try_from(item).unwrap_or(u32::MAX)
}

fn change(change: domain::Change) -> Change {
    let domain::Change { number, at, item, basis, from, to, how } = change;
    Change {
        number,
        at: at.0,
        item: place(item),
        basis: basis.into(),
        from: from.map(Points::units),
        to: to.map(Points::units),
        how: how.into(),
    }
}

/// Gathers things into lists of about [`FILL`] bytes.
fn packed<T>(things: impl Iterator<Item = T>, size: impl Fn(&T) -> usize) -> impl Iterator<Item = Vec<T>> {
    let mut lists: Vec<(usize, Vec<T>)> = Vec::new();
    for thing in things {
        let bytes = size(&thing).saturating_add(128);
        match lists.last_mut() {
            Some((filled, list)) if *filled < FILL => {
                *filled = filled.saturating_add(bytes);
                list.push(thing);
            }
            _ => lists.push((bytes, vec![thing])),
        }
    }
    lists.into_iter().map(|(_, list)| list)
}

/// Puts the pieces of one sheet together.
#[derive(Debug)]
pub struct SheetReader {
    sheet: Sheet,
    counted: Option<Marks>,
    due: u32,
}

impl SheetReader {
    /// Begins with the head.
    pub fn begin(head: &[u8]) -> Result<Self, Unreadable> {
        let Piece::Head(head) = codec::decode(head, VERSION, PIECE_MAX)? else { return Err(OUT_OF_PLACE) };
        let returned = |returned: Returned| -> Result<domain::Returned, Unreadable> {
            Ok(domain::Returned {
                section: returned.section.as_deref().map(read::section).transpose()?,
                reason: read::text("reason", &returned.reason)?,
                at: Moment(returned.at),
                number: returned.number,
            })
        };
        let transcribed = |(by, confirmed): (String, Option<String>)| -> Result<domain::Transcribed, Unreadable> {
            Ok(domain::Transcribed {
                by: read::seat(&by)?,
                confirmed: confirmed.as_deref().map(read::seat).transpose()?,
            })
        };
        let aside = |(aside, reason): (record::Aside, String)| -> Result<_, Unreadable> {
            Ok((aside.into(), read::text("reason", &reason)?))
        };
        let sheet = Sheet {
            revision: head.revision,
            declared: head.declared.map(Moment),
            marks: Arc::new(marks(head.marks)?),
            signed: head.signed,
            onsite_signed: head.onsite_signed,
            counted: None,
            returned: head.returned.map(returned).transpose()?,
            explained: std::collections::BTreeMap::new(),
            aside: head.aside.map(aside).transpose()?,
            excused: read::maybe("reason", head.excused.as_deref())?,
            transcribed: head.transcribed.map(transcribed).transpose()?,
            asked_return: read::maybe("reason", head.asked_return.as_deref())?,
            own_hand: head.own_hand,
            changes: domain::History::default(),
            cells: head.cells.into(),
            noted: head.noted,
        };
        Ok(Self { sheet, counted: head.counted.map(marks).transpose()?, due: head.more })
    }

    /// How many pieces are still due.
    pub const fn due(&self) -> u32 {
        self.due
    }

    /// Takes the next piece.
    pub fn piece(&mut self, piece: &[u8]) -> Result<(), Unreadable> {
        self.due = self.due.checked_sub(1).ok_or(OUT_OF_PLACE)?;
        match codec::decode(piece, VERSION, PIECE_MAX)? {
            Piece::Head(_) => return Err(OUT_OF_PLACE),
            Piece::Notes { counted, notes } => {
                let marks = if counted {
                    self.counted.as_mut().ok_or(OUT_OF_PLACE)?
                } else {
                    Arc::make_mut(&mut self.sheet.marks)
                };
                for note in notes {
                    marks.notes.insert((item(note.item)?, note.basis.into()), read::text("note", &note.text)?);
                }
            }
            Piece::Explained(explained) => {
                for one in explained {
                    let reason = read::text("reason", &one.reason)?;
                    self.sheet.explained.insert(read::section(&one.section)?, (one.number, reason));
                }
            }
            Piece::Changes(changes) => {
                for one in changes {
                    self.sheet.changes.push(&domain::Change {
                        number: one.number,
                        at: Moment(one.at),
                        item: item(one.item)?,
                        basis: one.basis.into(),
                        from: maybe_points(one.from)?,
                        to: maybe_points(one.to)?,
                        how: one.how.into(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The sheet, once no piece is due.
    pub fn finish(self) -> Result<Sheet, Unreadable> {
        if self.due > 0 {
            return Err(OUT_OF_PLACE);
        }
        Ok(Sheet { counted: self.counted.map(Arc::new), ..self.sheet })
    }
}

const OUT_OF_PLACE: Unreadable = Unreadable::Field { field: "piece", fault: FieldFault::OutOfRange };

fn item(place: u32) -> Result<usize, Unreadable> {
    usize::try_from(place).map_err(|_| Unreadable::Field { field: "item", fault: FieldFault::OutOfRange })
}

fn maybe_points(units: Option<i64>) -> Result<Option<Points>, Unreadable> {
    units.map(|units| read::points("points", units)).transpose()
}

fn marks(form: Form) -> Result<Marks, Unreadable> {
    let pair = |[file, onsite]: [Option<i64>; 2]| -> Result<Pair, Unreadable> {
        Ok([maybe_points(file)?, maybe_points(onsite)?])
    };
    Ok(Marks {
        points: form.points.into_iter().map(pair).collect::<Result<_, _>>()?,
        notes: std::collections::BTreeMap::new(),
        note: read::text("note", &form.note)?,
    })
}
