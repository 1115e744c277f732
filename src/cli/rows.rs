//! Rows of a marks file: read, held against the form, and those said that do not fit.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;

use super::Context;
use super::check::said;
use super::stop::{Code as Exit, Stop};
use crate::domain::{
    Basis, Cause, Code, Finding, Item, ItemId, Pair, Panel, Refusal, Role, RowRefusal, SeatId, Severity, Trouble,
};
use crate::folder::{marks, size};
use crate::text::{clean_line, nearest};
use crate::words::cli::rows_refused;
use crate::words::{self, Setting};

/// Bad rows looked for and printed; beyond them their number.
const MOST: usize = 200;

/// The bytes of a marks file, within its limit; a pipe may be one.
pub(crate) fn bytes_of(file: &Path) -> Result<Vec<u8>, Stop> {
    let shown = || clean_line(&file.to_string_lossy());
    let trouble = |error: std::io::Error| Stop::Trouble(Trouble::Disk(shown(), Cause::from(&error)));
    let opened = std::fs::File::open(file).map_err(trouble)?;
    let length = opened.metadata().map_or(0, |file| file.len().min(size::MARKS));
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
    opened.take(size::MARKS + 1).read_to_end(&mut bytes).map_err(trouble)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > size::MARKS) {
        return Err(Trouble::TooLarge(shown(), size::MARKS).into());
    }
    Ok(bytes)
}

/// Rows held against the form.
pub(crate) struct Filled {
    /// For each sheet, the place of its dossier.
    pub(crate) owners: Vec<Option<usize>>,
    /// The marks, sheet by sheet in the form's order.
    pub(crate) field: Vec<Pair>,
    /// What does not fit, by line; the first of very many.
    pub(crate) refused: Vec<RowRefusal>,
}

/// Holds every row against the form, the seats and the dossiers.
pub(crate) fn fill(panel: &Panel, dossiers: &HashMap<&Code, usize>, table: &marks::Table) -> Filled {
    let rules = &panel.rules;
    let width = rules.item_count();
    let mut refused = Vec::new();
    let seats: HashMap<&SeatId, Role> = panel.seats.iter().map(|seat| (&seat.id, seat.role)).collect();
    let owners: Vec<Option<usize>> =
        table.heads.iter().map(|head| owner(panel, &seats, dossiers, head, &mut refused)).collect();
    let places: Vec<Option<Place<'_>>> = table.items.iter().map(|id| place(panel, id)).collect();
    let mut field: Vec<Pair> = vec![[None; 2]; width.saturating_mul(table.heads.len())];
    for row in &table.rows {
        let (sheet, item) = row.places();
        let line = u64::from(row.line);
        let slot = places.get(item).and_then(Option::as_ref);
        let Some(place) = slot else {
            refused.extend(table.items.get(item).map(|id| RowRefusal { line, why: no_item(panel, id) }));
            continue;
        };
        let Some(pair) = field.get_mut(sheet * width + place.at) else { continue };
        let cell = match row.basis {
            Basis::File => &mut pair[0],
            Basis::Onsite => &mut pair[1],
        };
        let why = if let Err(why) = rules.takes(place.item, row.points) {
            why
        } else if cell.is_some() {
            let Some((head, item)) = table.heads.get(sheet).zip(table.items.get(item)) else { continue };
            Refusal::RowTwice(head.seat.clone(), head.dossier.clone(), item.clone())
        } else {
            *cell = Some(row.points);
            continue;
        };
        refused.push(RowRefusal { line, why });
        if refused.len() >= MOST {
            break;
        }
    }
    refused.sort_by_key(|row| row.line);
    Filled { owners, field, refused }
}

/// An item as the rows need it.
struct Place<'a> {
    at: usize,
    item: &'a Item,
}

/// The dossier a sheet is of, once its seat and code are known ones.
fn owner(
    panel: &Panel,
    seats: &HashMap<&SeatId, Role>,
    dossiers: &HashMap<&Code, usize>,
    head: &marks::Head,
    refused: &mut Vec<RowRefusal>,
) -> Option<usize> {
    let mut refuse = |why| refused.push(RowRefusal { line: head.line, why });
    match seats.get(&head.seat) {
        Some(Role::Expert) => {}
        Some(_) => refuse(Refusal::NotExpert(head.seat.clone())),
        None => {
            let near = nearest(head.seat.as_str(), panel.seats.iter().map(|seat| seat.id.as_str()));
            let near = near.and_then(|word| SeatId::parse(word).ok());
            refuse(Refusal::NoSeat(clean_line(head.seat.as_str()), near));
        }
    }
    let found = dossiers.get(&head.dossier).copied();
    if found.is_none() {
        let near = nearest(head.dossier.as_str(), dossiers.keys().map(|code| code.as_str()));
        let near = near.and_then(|word| Code::parse(word).ok());
        refuse(Refusal::NoDossier(clean_line(head.dossier.as_str()), near));
    }
    found
}

fn place<'a>(panel: &'a Panel, id: &ItemId) -> Option<Place<'a>> {
    panel.rules.item(id).map(|(at, _, item)| Place { at, item })
}

fn no_item(panel: &Panel, id: &ItemId) -> Refusal {
    let near = nearest(id.as_str(), panel.rules.items().map(|(_, item)| item.id.as_str()));
    Refusal::NoItem(clean_line(id.as_str()), near.and_then(|word| ItemId::parse(word).ok()))
}

/// Says every bad row with its place.
pub(crate) fn refuse_rows(context: &mut Context, file: &str, rows: &[RowRefusal]) -> Exit {
    refuse_all(context, file, &[], rows)
}

/// Says every row that cannot be read or is refused, in the file's order.
pub(crate) fn refuse_all(context: &mut Context, file: &str, findings: &[Finding], rows: &[RowRefusal]) -> Exit {
    let lang = context.lang;
    let severity = words::severity(lang, Severity::Error);
    let unread = findings.iter().map(|finding| (u64::from(finding.place.line), said(lang, finding)));
    let refused = rows.iter().map(|row| {
        let why = words::refusal(lang, Setting::Shell, &row.why);
        (row.line, format!("{file}:{}: {severity}: {why}", row.line))
    });
    let mut told: Vec<(u64, String)> = unread.chain(refused).collect();
    told.sort_by_key(|(line, _)| *line);
    for (_, text) in told.iter().take(MOST) {
        context.out.told(text);
    }
    context.out.told(&rows_refused(lang, told.len(), told.len().min(MOST)));
    Exit::Findings
}
