//! `tally --marks F.csv`: rules and facts from the folder, complete sheets from the file; no store, no seat.
//!
//! A file may hold 240,000 marks, so nothing is allocated for a row: marks go into one field of pairs, sheet by sheet.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::Context;
use super::args::ListFormat;
use super::check::print_findings;
use super::rows::{Filled, bytes_of, fill, refuse_all, refuse_rows};
use super::session::root;
use super::stop::{Code as Exit, Ran};
use crate::domain::tally::{CountedSheet, List, line, rank};
use crate::domain::{Code, Facts, Overflow, Pair, Panel, Refusal, RowRefusal, Severity};
use crate::folder::{self, marks};
use crate::report::list::{Frame, lines, lone};
use crate::report::{csv, json};
use crate::text::clean_line;
use crate::words::cli::left_out;

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
