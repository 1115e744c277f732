//! Opening and amending: what the hall reads from the folder itself, so that what is recorded is what was checked
//! and frozen (DESIGN §3).

use std::path::{Component, Path};

use super::record::Record;
use super::request::{Failure, KeyFile};
use super::trouble;
use crate::domain::{
    Actor, AmendRefusal, Amended, Code, Command, Finding, Refusal, Role, Route, Severity, Stage, Trouble,
};
use crate::folder;
use crate::text::{Clean, clean_line, nearest};

/// A key file larger than this is none; only its digest is taken here.
const KEY_MAX: u64 = 16 << 20;

/// Reads and checks the whole folder, freezes every file, and gives the opening command.
pub(super) fn command(record: &Record, actor: &Actor, key: Option<&KeyFile>) -> Result<Command, Failure> {
    if record.state.stage != Stage::Setup {
        return Err(Refusal::Stage { now: record.state.stage, needs: &[Stage::Setup] }.into());
    }
    let key = key.map(|key| taken(record, actor, key)).transpose()?;
    let read = folder::read(&record.root);
    let errors = read.findings.iter().filter(|finding| finding.what.severity() == Severity::Error).count();
    let Some(panel) = read.panel.filter(|_| errors == 0) else {
        return Err(Refusal::Findings(errors.max(1)).into());
    };
    folder::freeze(&record.root, &read.files).map_err(|error| trouble::freeze(&error))?;
    let dossiers = read.dossiers.into_iter().map(|(facts, ..)| facts).collect();
    Ok(Command::Open { panel: Box::new(panel), dossiers, key })
}

/// The digest of a key file. One that is named without its folder lies beside `panel.toml`; through a socket there is no
/// other, since the hall may read what the client's account may not.
fn taken(record: &Record, actor: &Actor, key: &KeyFile) -> Result<[u8; 32], Failure> {
    let name = match key {
        KeyFile::Digest(digest) => return Ok(*digest),
        KeyFile::Named(name) => Path::new(name.as_str()),
    };
    if actor.route != Route::Local && !is_below(name) {
        return Err(Trouble::OtherPanel(trouble::path(name)).into());
    }
    Ok(key_digest(&record.root.join(name))?)
}

/// Whether a path leads nowhere but further down.
fn is_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// BLAKE3 of a key file's bytes; what is in it is nobody's business here.
pub fn key_digest(path: &Path) -> Result<[u8; 32], Trouble> {
    let at = |error: std::io::Error| trouble::io(path, &error);
    let length = std::fs::metadata(path).map_err(at)?.len();
    if length > KEY_MAX {
        return Err(Trouble::TooLarge(trouble::path(path), KEY_MAX));
    }
    let bytes = std::fs::read(path).map_err(at)?;
    Ok(*blake3::hash(&bytes).as_bytes())
}

/// Which file of the panel is meant.
enum Meant {
    Panel,
    Dossier(Code),
}

impl Meant {
    /// By its name below the panel folder.
    fn named(word: &str) -> Result<Self, Trouble> {
        if word == "panel.toml" {
            return Ok(Self::Panel);
        }
        let name = word.strip_prefix("dossiers/").unwrap_or(word);
        let code = name.strip_suffix(".toml").unwrap_or(name);
        Code::parse(code).map(Self::Dossier).map_err(|why| Trouble::BadId(clean_line(code), why))
    }
}

/// Reads and freezes one changed file.
pub(super) fn amendment(record: &Record, file: &Clean) -> Result<Amended, Failure> {
    let Some(panel) = record.state.panel.clone() else {
        return Err(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring, Stage::Review] }.into());
    };
    match Meant::named(file)? {
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
pub(super) fn restore(record: &Record, actor: &Actor, file: &Clean) -> Result<(), Failure> {
    let state = &record.state;
    let Some(panel) = &state.panel else {
        return Err(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] }.into());
    };
    if state.seat(&actor.seat).is_none_or(|seat| seat.role != Role::Secretary) {
        return Err(Refusal::Role(&[Role::Secretary]).into());
    }
    let (below, digest) = match Meant::named(file)? {
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
    match name_below(root, file).and_then(|name| Meant::named(&name)) {
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

/// What a file of the panel in `root` is called there, wherever it is named from: what `Request::Amend` wants.
pub fn name_below(root: &Path, file: &Path) -> Result<Clean, Trouble> {
    let below = match file.canonicalize() {
        Ok(full) => root.canonicalize().ok().and_then(|root| full.strip_prefix(root).map(Path::to_path_buf).ok()),
        Err(_) => Some(file.to_path_buf()),
    };
    let below = below.filter(|below| is_below(below));
    below.map(|below| trouble::path(&below)).ok_or_else(|| Trouble::OtherPanel(trouble::path(file)))
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
        let found = |file: &Path| name_below(dir.path(), file).and_then(|name| Meant::named(&name));
        assert!(matches!(found(&dir.path().join("panel.toml")), Ok(Meant::Panel)));
        for path in ["dossiers/W274.toml", "W274.toml", "W274"] {
            assert!(matches!(found(Path::new(path)), Ok(Meant::Dossier(code)) if code.as_str() == "W274"), "{path}");
        }
        assert!(found(Path::new("/etc/passwd")).is_err());
        assert!(found(Path::new("../x/W274.toml")).is_err());
    }
}
