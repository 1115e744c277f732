//! The tables of `status`: who owes what, and what keeps the list from being final.

use super::table::{Side, Table};
use crate::desk::view::{DossierRow, Progress, ProgressCell, SeatCard};
use crate::domain::{Role, SheetState};
use crate::words::cli::{more, never_came, open_sheet, own_headings, replaced_by, seat_headings};
use crate::words::{Lang, role, sheet_state};

/// Sheets named in one line before it says how many more.
const MOST: usize = 8;

/// Whether a sheet should still come.
pub fn is_open(cell: &ProgressCell) -> bool {
    let states = [SheetState::Unopened, SheetState::Declared, SheetState::Drafting, SheetState::Returned];
    states.contains(&cell.state)
}

/// One row a seat: how many sheets it owes, and which.
pub fn seats(lang: Lang, cards: &[SeatCard], progress: &Progress) -> Vec<String> {
    let sides = [Side::Left, Side::Left, Side::Left, Side::Right, Side::Left];
    let mut table = Table::new(seat_headings(lang).into_iter().zip(sides));
    for card in cards {
        let place = progress.seats.iter().position(|seat| seat.id == card.id).filter(|_| card.role == Role::Expert);
        let (count, which) = match (&card.replaced, place) {
            (Some(new), _) => (String::new(), replaced_by(lang, new.as_str())),
            (None, Some(place)) => owes(lang, card, progress, place),
            (None, None) => (String::new(), String::new()),
        };
        table.row([card.id.to_string(), card.name.to_string(), role(lang, card.role).to_owned(), count, which]);
    }
    table.lines()
}

fn owes(lang: Lang, card: &SeatCard, progress: &Progress, place: usize) -> (String, String) {
    let open = progress.rows.iter().filter(|row| !row.withdrawn);
    let open = open.filter_map(|row| Some((&row.code, row.cells.get(place)?))).filter(|(_, cell)| is_open(cell));
    let open: Vec<_> = open.collect();
    let count = open.len().to_string();
    let acted = progress.open.iter().find(|(seat, ..)| *seat == card.id).is_none_or(|(_, _, acted)| *acted);
    if !acted {
        return (count, never_came(lang).to_owned());
    }
    let mut told: Vec<String> = open
        .iter()
        .take(MOST)
        .map(|(code, cell)| open_sheet(lang, code, cell.state, cell.missing, cell.onsite_open))
        .collect();
    if open.len() > MOST {
        told.push(more(lang, open.len() - MOST));
    }
    (
        count,
        told.join(match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        }),
    )
}

/// An expert's own sheets.
pub fn own(lang: Lang, rows: &[DossierRow]) -> Vec<String> {
    let sides = [Side::Left, Side::Left, Side::Left, Side::Right];
    let mut table = Table::new(own_headings(lang).into_iter().zip(sides));
    for row in rows {
        let state = row.own.as_ref().map_or(SheetState::Unopened, |own| own.state);
        let missing = row.own.as_ref().map(|own| own.missing).filter(|missing| *missing > 0);
        let missing = missing.map_or_else(String::new, |missing| missing.to_string());
        table.row([row.code.to_string(), row.trade.to_string(), sheet_state(lang, state).to_owned(), missing]);
    }
    table.lines()
}
