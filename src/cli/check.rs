//! `check`: every finding of the folder at once, and files edited after opening.

use std::path::Path;

use super::Context;
use super::session::{Session, Whose, root, seat};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, View};
use crate::domain::rights::{self, Thing, Viewer};
use crate::domain::{Cause, Finding, Panel, Refusal, Role, Severity, Stage, Trouble};
use crate::folder;
use crate::text::clean_line;
use crate::words::cli::{changed_file, dash};
use crate::words::{self, Lang};

/// `check [--key F]`.
pub(crate) fn run(context: &mut Context, key: Option<&Path>) -> Ran {
    let root = root(context)?;
    if let Some(key) = key {
        readable(key)?;
    }
    let read = folder::read(&root);
    may_see(context, read.panel.as_ref())?;
    for finding in &read.findings {
        context.out.line(&said(context.lang, finding));
    }
    for file in changed(context, &root) {
        context.out.line(&changed_file(context.lang, &file));
    }
    let errors = count(&read.findings, Severity::Error);
    let cautions = count(&read.findings, Severity::Caution);
    context.out.line(&words::summary(context.lang, errors, cautions));
    Ok(if errors > 0 { Exit::Findings } else { Exit::Done })
}

/// Findings name ages and earlier titles (DESIGN §2, §7): whoever sits at another seat than a secretary's is not told.
fn may_see(context: &Context, panel: Option<&Panel>) -> Result<(), Stop> {
    let Some(word) = context.seat.as_deref() else { return Ok(()) };
    let id = seat(word)?;
    let Some(panel) = panel else { return Ok(()) };
    let Some(role) = panel.seat(&id).map(|seat| seat.role) else { return Ok(()) };
    // The same from the first stage to the last: who may not see them now never may.
    let viewer = Viewer { role, stage: Stage::Setup, experts: panel.rules.experts };
    if rights::may_see(viewer, Thing::Findings) { Ok(()) } else { Err(Refusal::Role(&[Role::Secretary]).into()) }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.what.severity() == severity).count()
}

/// Files edited after opening. Whoever cannot open the record (held with no journal yet, no secretary) still gets the
/// findings: checking needs no seat.
fn changed(context: &mut Context, root: &Path) -> Vec<String> {
    let store = folder::Folder { root: root.to_path_buf() }.store();
    if std::fs::symlink_metadata(store).is_err() {
        return Vec::new();
    }
    let seen = Session::look(context, Whose::Office)
        .and_then(|session| session.with(context, |_, session| session.ask(Ask::Folder)));
    match seen {
        Ok(View::Folder(view)) => view.changed.iter().map(|(file, _)| file.to_string()).collect(),
        Ok(_) | Err(Stop::Refused(_) | Stop::Usage(_)) => Vec::new(),
        Err(Stop::Trouble(trouble)) => {
            super::session::tell(context, vec![trouble]);
            Vec::new()
        }
    }
}

fn readable(key: &Path) -> Result<(), Stop> {
    let opened = std::fs::File::open(key);
    opened.map(drop).map_err(|error| Trouble::Disk(clean_line(&key.to_string_lossy()), Cause::from(&error)).into())
}

/// `file:line:column: 错误: what — what to do`.
pub(crate) fn said(lang: Lang, finding: &Finding) -> String {
    let (what, next) = words::finding(lang, &finding.what);
    let place = words::place(&finding.place);
    let severity = words::severity(lang, finding.what.severity());
    let dash = if next.is_empty() { "" } else { dash(lang) };
    format!("{place}: {severity}: {what}{dash}{next}")
}

/// Findings to stderr, where they are why something was not done.
pub(crate) fn print_findings(context: &mut Context, findings: &[Finding]) {
    for finding in findings {
        let line = said(context.lang, finding);
        context.out.told(&line);
    }
}
