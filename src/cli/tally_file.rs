//! `tally --marks F.csv`: rules and facts from the folder, complete sheets from the file; no store, no seat.
//!
//! A file may hold 240,000 marks, so nothing is allocated for a row: marks go into one field of pairs, sheet by sheet.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::Context;
use super::args::ListFormat;
use super::check::print_findings;
use super::marks::{bytes_of, refuse_all, refuse_rows};
use super::session::root;
use super::stop::Code as Exit;
use super::stop::Ran;
use crate::domain::tally::{CountedSheet, List, line, rank};
use crate::domain::{Code, Facts, ItemId, Overflow, Pair, Panel, Points, Refusal, Role, RowRefusal, SeatId, Severity};
use crate::folder::{self, marks};
use crate::report::list::{Frame, lines, lone};
use crate::report::{csv, json};
use crate::text::{clean_line, nearest};
use crate::words::cli::left_out;

/// Bad rows told; more say nothing new.
const MOST: usize = 200;

/// Prints the list that the file would give.
pub(crate) fn run(context: &mut Context, file: &Path, format: ListFormat) -> Ran {
    let root = root(context)?;
    let bytes = bytes_of(file)?;
    let name = clean_line(&file.to_string_lossy());
    // The folder's texts and the marks are read side by side.
    let (read, table) = std::thread::scope(|scope| {
        let folder = std::thread::Builder::new().spawn_scoped(scope, || folder::read_for_list(&root));
        let table = marks::scan_all(&bytes, &name);
        let read = folder.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| folder::read_for_list(&root));
        (read, table)
    });
    let errors: Vec<_> =
        read.findings.iter().filter(|finding| finding.what.severity() == Severity::Error).cloned().collect();
    let Some(panel) = read.panel.filter(|_| errors.is_empty()) else {
        print_findings(context, &errors);
        return Err(Refusal::Findings(errors.len().max(1)).into());
    };
    let facts: Vec<Facts> = read.dossiers.into_iter().map(|(facts, ..)| facts).collect();
    let (table, findings) = table;
    if !findings.is_empty() {
        let refused = fill(&panel, &by_code(&facts), &table).refused;
        return Ok(refuse_all(context, &name, &findings, &refused));
    }
    let (list, incomplete) = match tallied(&panel, &facts, &table) {
        Ok(found) => found,
        Err(Refused::Rows(rows)) => return Ok(refuse_rows(context, &name, &rows)),
        Err(Refused::Overflow) => return Err(Refusal::Overflow.into()),
    };
    print(context, &panel, &list, format);
    if incomplete > 0 {
        let text = left_out(context.lang, incomplete);
        context.out.told(&text);
    }
    Ok(Exit::Done)
}

fn print(context: &mut Context, panel: &Panel, list: &List, format: ListFormat) {
    let rules = &panel.rules;
    match format {
        ListFormat::Json => {
            let heading = json::Heading { title: &rules.title, quota: rules.quota, events: 0, head: "" };
            context.out.data(&json::tally(heading, list));
        }
        ListFormat::Csv => context.out.data(&csv::list(list)),
        ListFormat::Table => {
            let (title, quota) = (&rules.title, rules.quota);
            let frame = Frame { title, stage: None, quota, rules: Some(rules), full: true };
            for line in lines(context.lang, frame, list).into_iter().chain(lone(context.lang, list)) {
                context.out.line(&line);
            }
        }
    }
}

enum Refused {
    Rows(Vec<RowRefusal>),
    Overflow,
}

impl From<Overflow> for Refused {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

/// An item as the rows need it.
struct Place<'a> {
    at: usize,
    name: &'a crate::text::Clean,
    max: Points,
}

/// The list of the file's complete sheets, and how many sheets were left out because they are not complete.
fn tallied(panel: &Panel, facts: &[Facts], table: &marks::Table) -> Result<(List, usize), Refused> {
    let rules = &panel.rules;
    let Filled { owners, field, refused } = fill(panel, &by_code(facts), table);
    if !refused.is_empty() {
        return Err(Refused::Rows(refused));
    }
    let (sheets, incomplete) = complete(panel, facts.len(), table, &owners, &field);
    let mut ranked = Vec::with_capacity(facts.len());
    for (facts, sheets) in facts.iter().zip(&sheets) {
        ranked.push(Arc::new(line(rules, facts, false, sheets)?));
    }
    Ok((rank(rules, &ranked, &[]), incomplete))
}

fn by_code(facts: &[Facts]) -> HashMap<&Code, usize> {
    facts.iter().enumerate().map(|(at, facts)| (&facts.code, at)).collect()
}

/// Rows held against the form.
pub(crate) struct Filled {
    /// For each sheet, the place of its dossier.
    owners: Vec<Option<usize>>,
    /// The marks, sheet by sheet in the form's order.
    field: Vec<Pair>,
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
    let step = rules.scoring.step;
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
            crate::domain::Basis::File => &mut pair[0],
            crate::domain::Basis::Onsite => &mut pair[1],
        };
        let why = if row.points > place.max {
            Refusal::Range { item: place.name.clone(), max: place.max, typed: row.points }
        } else if !row.points.lies_on(step) {
            Refusal::Step { item: place.name.clone(), step, typed: row.points }
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

/// The complete sheets of each dossier (DESIGN §6): every item on some basis, and an on-site mark where a visit is due.
fn complete<'a>(
    panel: &Panel,
    dossiers: usize,
    table: &'a marks::Table,
    owners: &[Option<usize>],
    field: &'a [Pair],
) -> (Vec<Vec<CountedSheet<'a>>>, usize) {
    let width = panel.rules.item_count().max(1);
    let mut sheets: Vec<Vec<CountedSheet<'a>>> = vec![Vec::new(); dossiers];
    let mut incomplete = 0;
    for ((head, owner), points) in table.heads.iter().zip(owners).zip(field.chunks(width)) {
        let Some(sheets) = owner.and_then(|owner| sheets.get_mut(owner)) else { continue };
        if head.aside.is_some() {
            continue;
        }
        let every = points.iter().all(|pair| pair.iter().any(Option::is_some));
        let visited = panel.visit(&head.seat, &head.dossier).is_none() || points.iter().any(|pair| pair[1].is_some());
        let blank = points.iter().flatten().all(Option::is_none);
        if every && visited {
            sheets.push(CountedSheet { seat: &head.seat, points });
        } else if !blank {
            incomplete += 1;
        }
    }
    (sheets, incomplete)
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
    panel.rules.item(id).map(|(at, _, item)| Place { at, name: &item.name, max: item.max })
}

fn no_item(panel: &Panel, id: &ItemId) -> Refusal {
    let near = nearest(id.as_str(), panel.rules.items().map(|(_, item)| item.id.as_str()));
    Refusal::NoItem(clean_line(id.as_str()), near.and_then(|word| ItemId::parse(word).ok()))
}
