//! `marks import` and `marks export`.

use std::io::Read as _;
use std::path::Path;

use super::Context;
use super::check::said;
use super::own::{answer, receipts};
use super::session::{Session, Whose, mixed_up};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, MarkRow, View};
use crate::domain::{Cause, Command, Refusal, Role, RowRefusal, SheetState, Trouble};
use crate::folder::{marks, size};
use crate::text::clean_line;
use crate::words::cli::{Finished, finished, rows_refused};
use crate::words::{self, Setting};

/// Bad rows printed; beyond them their number.
const MOST: usize = 200;

/// The bytes of a marks file, within its limit; a pipe may be one.
pub(crate) fn bytes_of(file: &Path) -> Result<Vec<u8>, Stop> {
    let shown = || clean_line(&file.to_string_lossy());
    let trouble = |error: std::io::Error| Stop::Trouble(Trouble::Disk(shown(), Cause::from(&error)));
    let opened = std::fs::File::open(file).map_err(trouble)?;
    let mut bytes = Vec::new();
    opened.take(size::MARKS + 1).read_to_end(&mut bytes).map_err(trouble)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > size::MARKS) {
        return Err(Trouble::TooLarge(shown(), size::MARKS).into());
    }
    Ok(bytes)
}

/// `marks import F.csv [--sign]`: as an expert the seat's own entry, as the secretary a transcription.
pub(crate) fn import(context: &mut Context, file: &Path, sign: bool) -> Ran {
    let bytes = bytes_of(file)?;
    let name = clean_line(&file.to_string_lossy());
    let sheets = match marks::read(&bytes, &name) {
        Ok(sheets) => sheets,
        Err(findings) => {
            for finding in &findings {
                let text = said(context.lang, finding);
                context.out.told(&text);
            }
            let text = rows_refused(context.lang, findings.len(), findings.len());
            context.out.told(&text);
            return Ok(Exit::Findings);
        }
    };
    let count = sheets.len();
    Session::write(context, Whose::Office)?.with(context, |context, session| {
        let done = match session.act(Command::Import { sheets, sign }) {
            Err(Stop::Refused(Refusal::Rows(rows))) => return Ok(refuse_rows(context, &name, &rows)),
            other => other?,
        };
        answer(context, &done, &Finished::Imported { sheets: count, signed: done.receipts.len() });
        if session.role() == Some(Role::Expert) {
            receipts(context, &done);
        }
        if !done.drafting.is_empty() {
            context.out.line(&finished(context.lang, &Finished::Drafting(&done.drafting)));
        }
        Ok(Exit::Done)
    })
}

/// Says every bad row with its place.
pub(crate) fn refuse_rows(context: &mut Context, file: &str, rows: &[RowRefusal]) -> Exit {
    let lang = context.lang;
    let severity = words::severity(lang, crate::domain::Severity::Error);
    for row in rows.iter().take(MOST) {
        let why = words::refusal(lang, Setting::Shell, &row.why);
        context.out.told(&format!("{file}:{}: {severity}: {why}", row.line));
    }
    context.out.told(&rows_refused(lang, rows.len(), rows.len().min(MOST)));
    Exit::Findings
}

/// `marks export`: the seat's own, or from review all signed ones.
pub(crate) fn export(context: &mut Context) -> Ran {
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let View::Marks(rows) = session.ask(Ask::Marks)? else { return Err(mixed_up()) };
        let same = |a: &MarkRow, b: &MarkRow| a.seat == b.seat && a.dossier == b.dossier;
        let sheets = rows.chunk_by(same).filter_map(sheet);
        context.out.data(&marks::write(sheets));
        Ok(Exit::Done)
    })
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
