//! `marks import` and `marks export`.

use std::path::Path;

use super::Context;
use super::own::{answer, receipts};
use super::rows::{bytes_of, fill, refuse_all, refuse_rows};
use super::session::{Session, Whose, mixed_up};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, MarkRow, View};
use crate::domain::{Basis, Command, Refusal, Role, RowRefusal, SheetState};
use crate::folder::marks;
use crate::text::{Clean, clean_line};
use crate::words::cli::{Finished, finished};

/// `marks import F.csv [--sign]`: as an expert the seat's own entry, as the secretary a transcription.
pub(crate) fn import(context: &mut Context, file: &Path, sign: bool) -> Ran {
    let bytes = bytes_of(file)?;
    let name = clean_line(&file.to_string_lossy());
    let (table, findings) = marks::scan_all(&bytes, &name);
    if !findings.is_empty() {
        let rows = against_form(context, &table);
        return Ok(refuse_all(context, &name, &findings, &rows));
    }
    let sheets = marks::sheets(table);
    let count = sheets.len();
    Session::write(context, Whose::Office)?.with(context, |context, session| {
        let done = match session.act(Command::Import { sheets, sign }) {
            Err(Stop::Refused(Refusal::Rows(rows))) => return Ok(refuse_rows(context, &name, &rows)),
            other => other?,
        };
        answer(context, &done, &Finished::Imported { sheets: count, signed: done.receipts.len() });
        if session.role() == Some(Role::Expert) {
            receipts(context, session, &done)?;
        }
        if !done.drafting.is_empty() {
            context.out.line(&finished(context.lang, &Finished::Drafting(&done.drafting)));
        }
        Ok(Exit::Done)
    })
}

/// What is wrong with the readable rows of a file that has unreadable ones, so that all is told at once: items, maxima,
/// steps, seats, codes. What the sheets themselves refuse is told when the file can be read.
fn against_form(context: &mut Context, table: &marks::Table) -> Vec<RowRefusal> {
    let look = |_: &mut Context, session: &mut Session| {
        let panel = session.home()?.panel;
        let View::Dossiers(rows) = session.ask(Ask::Dossiers)? else { return Err(mixed_up()) };
        let own = (session.role() == Some(Role::Expert)).then(|| session.seat().clone());
        Ok((panel, rows, own))
    };
    let seen = Session::look(context, Whose::Office).and_then(|session| session.with(context, look));
    // Whoever may not look is told why when the file can be read; now it is about the file.
    let Ok((Some(panel), rows, own)) = seen else { return Vec::new() };
    let codes = rows.iter().enumerate().map(|(at, row)| (&row.code, at)).collect();
    let mut refused = fill(&panel, &codes, table).refused;
    let foreign = table.heads.iter().filter(|head| own.as_ref().is_some_and(|own| head.seat != *own));
    refused.extend(foreign.map(|head| RowRefusal { line: head.line, why: Refusal::ForeignSeat(head.seat.clone()) }));
    refused
}

/// `marks export`: the seat's own, or from review all signed ones. Before that the office gets the transcriptions that
/// it may confirm, those sheets only (DESIGN §7).
pub(crate) fn export(context: &mut Context) -> Ran {
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let rows = match session.ask(Ask::Marks) {
            Ok(View::Marks(rows)) => rows,
            Err(Stop::Refused(Refusal::Hidden)) => to_confirm(session)?,
            Ok(_) => return Err(mixed_up()),
            Err(other) => return Err(other),
        };
        let same = |a: &MarkRow, b: &MarkRow| a.seat == b.seat && a.dossier == b.dossier;
        let sheets = rows.chunk_by(same).filter_map(sheet);
        context.out.data(&marks::write(sheets));
        Ok(Exit::Done)
    })
}

/// Rows of the transcribed sheets that wait for this seat; refused where none does.
fn to_confirm(session: &mut Session) -> Result<Vec<MarkRow>, Stop> {
    let home = session.home()?;
    let Some(panel) = home.panel.filter(|_| !home.to_confirm.is_empty()) else { return Err(Refusal::Hidden.into()) };
    let mut rows = Vec::new();
    for (seat, dossier) in home.to_confirm {
        let View::Sheets(sheets) = session.ask(Ask::Transcribed(seat, dossier))? else { return Err(mixed_up()) };
        for sheet in sheets {
            let row = |mark, note: Clean| MarkRow {
                seat: sheet.seat.clone(),
                dossier: sheet.dossier.clone(),
                mark,
                note,
                state: sheet.state,
            };
            let Some(marks) = &sheet.marks else { continue };
            for (place, (_, item)) in panel.rules.items().enumerate() {
                for basis in Basis::ALL {
                    let Some(points) = marks.get(place, basis) else { continue };
                    let note = marks.notes.get(&(place, basis)).cloned().unwrap_or_default();
                    rows.push(row(Some((item.id.clone(), basis, points)), note));
                }
            }
            if !marks.note.is_empty() {
                rows.push(row(None, marks.note.clone()));
            }
        }
    }
    Ok(rows)
}

/// The rows of one sheet, as the writer wants them.
fn sheet(rows: &[MarkRow]) -> Option<marks::SheetOut<'_>> {
    let first = rows.first()?;
    let mut whole = rows.iter().filter(|row| row.mark.is_none()).map(|row| row.note.as_str());
    let aside = matches!(first.state, SheetState::Aside(_) | SheetState::Excused);
    let reason = if aside { whole.next().unwrap_or_default() } else { "" };
    let marks = rows.iter().filter_map(|row| {
        let (item, basis, points) = row.mark.as_ref()?;
        Some((item, *basis, *points, row.note.as_str()))
    });
    Some(marks::SheetOut {
        seat: &first.seat,
        dossier: &first.dossier,
        state: first.state,
        reason,
        note: whole.next().unwrap_or_default(),
        marks: marks.collect(),
    })
}
