//! Opening and amending: what the hall reads from the folder itself, so that what is recorded is what was checked
//! and frozen (DESIGN §3).

use std::path::{Component, Path};

use super::record::Record;
use super::request::Failure;
use super::trouble;
use crate::domain::{Actor, AmendRefusal, Amended, Code, Command, Finding, Refusal, Role, Severity, Stage, Trouble};
use crate::folder;
use crate::text::{clean_line, nearest};

/// A key file larger than this is none; only its digest is taken here.
const KEY_MAX: u64 = 16 << 20;

/// Reads and checks the whole folder, freezes every file, and gives the opening command.
pub(super) fn command(record: &Record, key: Option<&Path>) -> Result<Command, Failure> {
    if record.state.stage != Stage::Setup {
        return Err(Refusal::Stage { now: record.state.stage, needs: &[Stage::Setup] }.into());
    }
    // A key file that is named without its folder lies beside `panel.toml`.
    let key = key.map(|key| digest_of(&record.root.join(key))).transpose()?;
    let read = folder::read(&record.root);
    let errors = read.findings.iter().filter(|finding| finding.what.severity() == Severity::Error).count();
    let Some(panel) = read.panel.filter(|_| errors == 0) else {
        return Err(Refusal::Findings(errors.max(1)).into());
    };
    folder::freeze(&record.root, &read.files).map_err(|error| trouble::freeze(&error))?;
    let dossiers = read.dossiers.into_iter().map(|(facts, ..)| facts).collect();
    Ok(Command::Open { panel: Box::new(panel), dossiers, key })
}

/// BLAKE3 of a key file's bytes; what is in it is nobody's business here.
fn digest_of(path: &Path) -> Result<[u8; 32], Failure> {
    let at = |error: std::io::Error| Failure::from(trouble::io(path, &error));
    let length = std::fs::metadata(path).map_err(at)?.len();
    if length > KEY_MAX {
        return Err(Trouble::TooLarge(trouble::path(path), KEY_MAX).into());
    }
    let bytes = std::fs::read(path).map_err(at)?;
    Ok(*blake3::hash(&bytes).as_bytes())
}

/// Which file of the panel a path means.
enum Meant {
    Panel,
    Dossier(Code),
}

/// Reads and freezes one changed file: `panel.toml` or a dossier, named from anywhere.
pub(super) fn amendment(record: &Record, file: &Path) -> Result<Amended, Failure> {
    let Some(panel) = record.state.panel.clone() else {
        return Err(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring, Stage::Review] }.into());
    };
    match meant(&record.root, file)? {
        Meant::Panel => {
            let (read, findings) = folder::read_panel_file(&record.root);
            let errors = findings.iter().filter(|finding| finding.what.severity() == Severity::Error).count();
            let read = read.filter(|_| errors == 0).ok_or_else(|| faulty(errors))?;
            freeze(record, "panel.toml", &read.digest)?;
            Ok(Amended::Panel(Box::new(read)))
        }
        Meant::Dossier(code) => {
            let below = format!("dossiers/{code}.toml");
            if !record.state.dossiers.contains_key(&code) && record.root.join(&below).symlink_metadata().is_err() {
                return Err(unknown_dossier(record, &code).into());
            }
            let (read, findings) = folder::read_dossier_file(&record.root, &code, Some(&panel.rules));
            let errors = findings.iter().filter(|finding| finding.what.severity() == Severity::Error).count();
            let (facts, _) = read.filter(|_| errors == 0).ok_or_else(|| faulty(errors))?;
            freeze(record, &below, &facts.digest)?;
            Ok(Amended::Dossier(Box::new(facts)))
        }
    }
}

/// Puts a changed file back as it was frozen. The record does not change: scoring has used that content all along.
pub(super) fn restore(record: &Record, actor: &Actor, file: &Path) -> Result<(), Failure> {
    let state = &record.state;
    let Some(panel) = &state.panel else {
        return Err(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] }.into());
    };
    if state.seat(&actor.seat).is_none_or(|seat| seat.role != Role::Secretary) {
        return Err(Refusal::Role(&[Role::Secretary]).into());
    }
    let (below, digest) = match meant(&record.root, file)? {
        Meant::Panel => ("panel.toml".to_owned(), panel.digest),
        Meant::Dossier(code) => {
            let facts = state.dossiers.get(&code).ok_or_else(|| unknown_dossier(record, &code))?;
            (format!("dossiers/{code}.toml"), facts.digest)
        }
    };
    folder::put_back(&record.root, &below, &digest).map_err(|error| trouble::put_back(&below, &error).into())
}

fn faulty(errors: usize) -> Refusal {
    Refusal::Amend(AmendRefusal::Errors(errors.max(1)))
}

fn unknown_dossier(record: &Record, code: &Code) -> Refusal {
    let near = nearest(code.as_str(), record.state.dossiers.keys().map(Code::as_str));
    Refusal::NoDossier(clean_line(code.as_str()), near.and_then(|word| Code::parse(word).ok()))
}

/// Everything that is found in a file to be amended, for who wants to know why it was not taken. A dossier is held
/// against the form that `panel.toml` has now.
pub fn findings_of(root: &Path, file: &Path) -> Vec<Finding> {
    match meant(root, file) {
        Ok(Meant::Panel) => folder::read_panel_file(root).1,
        Ok(Meant::Dossier(code)) => {
            let rules = folder::read_panel_file(root).0.map(|panel| panel.rules);
            folder::read_dossier_file(root, &code, rules.as_ref()).1
        }
        Err(_) => Vec::new(),
    }
}

fn freeze(record: &Record, below: &str, digest: &[u8; 32]) -> Result<(), Failure> {
    let stamp = folder::Stamp { path: record.root.join(below), file: clean_line(below), digest: *digest };
    folder::freeze(&record.root, &[stamp]).map_err(|error| trouble::freeze(&error).into())
}

/// `panel.toml`, `dossiers/W274.toml`, `W274.toml` or `W274`, also by a path that leads there.
fn meant(root: &Path, file: &Path) -> Result<Meant, Failure> {
    let below = match file.canonicalize() {
        Ok(full) => root.canonicalize().ok().and_then(|root| full.strip_prefix(root).map(Path::to_path_buf).ok()),
        Err(_) => Some(file.to_path_buf()),
    };
    let unknown = || Failure::from(Trouble::OtherPanel(trouble::path(file)));
    let below = below.ok_or_else(unknown)?;
    if below == Path::new("panel.toml") {
        return Ok(Meant::Panel);
    }
    let parts: Vec<Component<'_>> = below.components().collect();
    let name = match parts.as_slice() {
        [Component::Normal(dir), Component::Normal(name)] if *dir == "dossiers" => name,
        [Component::Normal(name)] => name,
        _ => return Err(unknown()),
    };
    let name = name.to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    Code::parse(stem).map(Meant::Dossier).map_err(|why| Trouble::BadId(clean_line(stem), why).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amended_file_is_named_by_code_or_path_and_nothing_outside_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("dossiers")).unwrap();
        std::fs::write(dir.path().join("dossiers/W274.toml"), "").unwrap();
        std::fs::write(dir.path().join("panel.toml"), "").unwrap();
        let found = |file: &Path| meant(dir.path(), file);
        assert!(matches!(found(&dir.path().join("panel.toml")), Ok(Meant::Panel)));
        for path in ["dossiers/W274.toml", "W274.toml", "W274"] {
            assert!(matches!(found(Path::new(path)), Ok(Meant::Dossier(code)) if code.as_str() == "W274"), "{path}");
        }
        assert!(found(Path::new("/etc/passwd")).is_err());
        assert!(found(Path::new("../x/W274.toml")).is_err());
    }
}
