//! `check`: every finding of the folder at once, and files edited after opening.

use std::path::Path;

use super::Context;
use super::session::{Session, Whose, root, seat};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, View};
use crate::domain::rights::{self, Thing, Viewer};
use crate::domain::{Cause, Finding, FindingKind, Panel, Refusal, Role, Severity, Stage, Trouble};
use crate::folder;
use crate::text::clean_line;
use crate::words::cli::{changed_file, checked, dash, missing_file};
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
    let recorded = recorded(context, &root);
    for file in &recorded.changed {
        context.out.line(&changed_file(context.lang, file));
    }
    for file in &recorded.missing {
        context.out.line(&missing_file(context.lang, file));
    }
    let errors = count(&read.findings, Severity::Error);
    let cautions = count(&read.findings, Severity::Caution);
    let nobody = errors == 0 && read.findings.iter().any(|finding| finding.what == FindingKind::NoSecretary);
    let last = if recorded.opened || nobody {
        checked(context.lang, errors, cautions, recorded.opened)
    } else {
        words::summary(context.lang, errors, cautions)
    };
    context.out.line(&last);
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

/// What the record says of the files.
#[derive(Default)]
struct Recorded {
    /// Scoring has opened.
    opened: bool,
    /// Files edited since.
    changed: Vec<String>,
    /// Files that are gone since.
    missing: Vec<String>,
}

/// Files edited or gone after opening. Whoever cannot open the record (held with no journal yet, no secretary) still gets
/// the findings: checking needs no seat.
fn recorded(context: &mut Context, root: &Path) -> Recorded {
    let store = folder::Folder { root: root.to_path_buf() }.store();
    if std::fs::symlink_metadata(store).is_err() {
        return Recorded::default();
    }
    let look = |_: &mut Context, session: &mut Session| Ok((session.home()?.stage, session.ask(Ask::Folder)?));
    match Session::look(context, Whose::Office).and_then(|session| session.with(context, look)) {
        Ok((stage, View::Folder(view))) => Recorded {
            opened: stage != Stage::Setup,
            changed: view.changed.iter().map(|(file, _)| file.to_string()).collect(),
            missing: view.missing.iter().map(ToString::to_string).collect(),
        },
        Ok(_) | Err(Stop::Refused(_) | Stop::Usage(_)) => Recorded::default(),
        Err(Stop::Trouble(trouble)) => {
            super::session::tell(context, vec![trouble]);
            Recorded::default()
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
