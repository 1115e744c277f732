//! The tables of `status`: who owes what, and what keeps the list from being final.

use std::collections::BTreeSet;

use super::table::{Side, Table};
use crate::desk::view::{DossierRow, Progress, ProgressCell, SeatCard};
use crate::domain::{Amendment, Code, Role, Rules, SealedLine, SheetState};
use crate::words::cli::{
    amended_line, amended_title, more, never_came, open_sheet, own_headings, replaced_by, returned_sheet, seat_headings,
};
use crate::words::{Glance, Lang, role, sheet_state};

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
        .map(|(code, cell)| open_sheet(lang, code, Glance::of(cell.state, cell.missing, cell.onsite_gap())))
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

/// What amendments did to the list, each with its changed lines (DESIGN §3: the list before and after is kept).
pub fn amended(lang: Lang, amendments: &[Amendment]) -> Vec<String> {
    let mut lines = Vec::new();
    for Amendment { number, reason, lists } in amendments {
        let Some((before, after)) = lists else { continue };
        let codes: BTreeSet<&Code> = before.iter().chain(after).map(|line| &line.code).collect();
        let of = |list: &[SealedLine], code: &Code| list.iter().find(|line| line.code == *code).cloned();
        let changed: Vec<String> = codes
            .into_iter()
            .map(|code| (code, of(before, code), of(after, code)))
            .filter(|(_, before, after)| before != after)
            .map(|(code, before, after)| amended_line(lang, code, before.as_ref(), after.as_ref()))
            .collect();
        lines.push(amended_title(lang, *number, reason, changed.len()));
        lines.extend(changed.into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// An expert's own sheets that were given back: which section, and why.
pub fn given_back(lang: Lang, rules: Option<&Rules>, rows: &[DossierRow]) -> Vec<String> {
    let returned = rows.iter().filter(|row| row.own.as_ref().is_some_and(|own| own.state == SheetState::Returned));
    let told = returned.filter_map(|row| {
        let (section, reason) = row.own.as_ref()?.returned.as_ref()?;
        let name = section.as_ref().map(|id| {
            let known = rules.and_then(|rules| rules.section(id));
            known.map_or_else(|| id.to_string(), |section| section.name.to_string())
        });
        Some(returned_sheet(lang, &row.code, name.as_deref(), reason))
    });
    told.collect()
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
