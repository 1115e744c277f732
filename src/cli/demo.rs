//! `demo [DIR]`: the practice panel, filled by the seats' own entries, in scoring (DESIGN §6).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Context;
use super::demo_files::{ENTRIES, FILES};
use super::new::fill;
use super::session::mixed_up;
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::{self, Access, Client, Desk, Request};
use crate::domain::{Cause, Code, Command, RowAside, SeatId, SheetRows, Trouble};
use crate::folder::marks;
use crate::text::clean_line;
use crate::words::cli::{Finished, finished};

/// The secretary of the practice panel.
const SECRETARY: &str = "S01";

/// The expert's seat whose open sheets wait for the visitor.
const VISITOR: &str = "E03";

/// Fills the practice panel into `dir` and tells where it lies; without one into a folder that is gone at the end.
pub(crate) fn run(context: &mut Context, dir: Option<PathBuf>) -> Ran {
    if let Some(dir) = dir {
        make(context, &dir)?;
        let shown = clean_line(&dir.to_string_lossy());
        context.out.line(&finished(context.lang, &Finished::Demo(&shown)));
        return Ok(Exit::Done);
    }
    let temporary = tempfile::Builder::new().prefix("shouxi-demo-").tempdir().map_err(|error| {
        let at = std::env::temp_dir();
        Trouble::Disk(clean_line(&at.to_string_lossy()), Cause::from(&error))
    })?;
    make(context, temporary.path())?;
    super::screen::show(context, temporary.path(), Some(VISITOR))
}

/// Files, opening, entries.
pub(crate) fn make(context: &mut Context, dir: &Path) -> Result<(), Stop> {
    fill(dir, FILES)?;
    let mut desk = desk::open(dir, Access::Write, context.env.source)?;
    let filled = enter_all(&mut desk);
    desk.close();
    filled
}

fn enter_all(desk: &mut Desk) -> Result<(), Stop> {
    let secretary = SeatId::parse(SECRETARY).map_err(|why| Trouble::BadId(clean_line(SECRETARY), why))?;
    desk.sit(&secretary, false)?.write(Request::Open { key: None })?;
    for (seat, entries) in entries()? {
        enter(&mut desk.sit(&seat, false)?, entries)?;
    }
    Ok(())
}

/// What one seat entered.
#[derive(Debug, Default)]
struct Entries {
    declared: Vec<Code>,
    signed: Vec<SheetRows>,
    drafting: Vec<SheetRows>,
    aside: Vec<SheetRows>,
}

/// The seats' entries, by seat.
fn entries() -> Result<BTreeMap<SeatId, Entries>, Stop> {
    let states = states();
    let sheets = marks::read(ENTRIES.as_bytes(), "entries.csv").map_err(|_| mixed_up())?;
    let mut seats: BTreeMap<SeatId, Entries> = BTreeMap::new();
    for mut sheet in sheets {
        let seat = seats.entry(sheet.seat.clone()).or_default();
        let state = states.get(&(sheet.seat.to_string(), sheet.dossier.to_string())).map_or("", String::as_str);
        if sheet.aside.is_some() {
            // What was marked before it was set aside came first, as it did with the expert.
            if !sheet.marks.is_empty() {
                let before = SheetRows { aside: None, ..sheet.clone() };
                seat.drafting.push(before);
            }
            sheet.marks.clear();
            seat.aside.push(sheet);
        } else if sheet.marks.is_empty() && sheet.note.is_none() {
            seat.declared.push(sheet.dossier);
        } else if state == "signed" {
            seat.signed.push(sheet);
        } else {
            seat.drafting.push(sheet);
        }
    }
    Ok(seats)
}

/// The state that each sheet's rows name: marks files carry it, and importing does not look at it.
fn states() -> BTreeMap<(String, String), String> {
    let mut states = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(ENTRIES.as_bytes());
    for record in reader.records().flatten() {
        let field = |at: usize| record.get(at).unwrap_or("").to_owned();
        if !field(6).is_empty() {
            states.insert((field(0), field(1)), field(6));
        }
    }
    states
}

/// Enters them as the seat's own.
fn enter(client: &mut Client, entries: Entries) -> Result<(), Stop> {
    let Entries { declared, signed, drafting, aside } = entries;
    for (sheets, sign) in [(signed, true), (drafting, false)] {
        if !sheets.is_empty() {
            client.act(Command::Import { sheets, sign })?;
        }
    }
    for dossier in declared {
        client.act(Command::Declare { dossier })?;
    }
    for sheet in aside {
        if let Some((RowAside::Aside(aside), reason)) = sheet.aside {
            client.act(Command::SetAside { seat: sheet.seat, dossier: sheet.dossier, aside, reason })?;
        }
    }
    Ok(())
}
