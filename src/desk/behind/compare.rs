//! The store compared with the journal: `verify`'s half of it.

use super::PATIENCE;
use super::sheets::all_sheets;
use crate::desk::record::Record;
use crate::domain::{RecordTrouble, Trouble};
use crate::journal::index::{Copy, Difference, Follower};
use crate::text::clean_line;

/// The store has seen more than the record that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) struct Moved;

/// Compares the whole store with a record: `verify`'s half of it.
pub(in crate::desk) fn check(follower: &Follower, record: &Record) -> Result<Option<Trouble>, Moved> {
    follower.settle(PATIENCE);
    let Some(index) = follower.index() else { return Ok(None) };
    let mut copies = Vec::new();
    if let Err(why) = record.sealed_from(1, &mut |sealed| copies.extend(Copy::of(sealed))) {
        return Ok(Some(why));
    }
    let differs = match index.check_against(record.tip(), copies, all_sheets(&record.state)) {
        Ok(None) => return Ok(None),
        Ok(Some(difference)) => said(&difference),
        Err(why) => format!("{why:?}"),
    };
    if index.applied().number > record.tip().number && !record.is_writable() {
        return Err(Moved);
    }
    Ok(Some(RecordTrouble::StoreDiffers(clean_line(&differs)).into()))
}

/// What differs first, as numbers and names alone.
fn said(difference: &Difference) -> String {
    match difference {
        Difference::Applied { seen, journal } => format!("{}/{}", seen.number, journal.number),
        Difference::Event(number, _) => format!("#{number}"),
        Difference::Sheet(code, seat, _) => format!("{code} {seat}"),
        Difference::UnknownSheets(count) => format!("+{count}"),
    }
}
