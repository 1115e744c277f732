//! The folder itself: which files there are, read with bounds, links out of the folder refused.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::panel::{self, Outline};
use super::source::{count, sorted};
use super::{dossier, size};
use crate::domain::{Code, Facts, Finding, FindingKind, Panel, Place, Texts, limit};
use crate::text::{Clean, clean_line};

/// Entries of `dossiers/` looked at, whatever they are.
const ENTRIES: usize = 20_000;
/// Findings about files that are not read; more say nothing new.
const MAX_IGNORED: usize = 100;

/// A panel folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Where `panel.toml` lies.
    pub root: PathBuf,
}

impl Folder {
    /// `panel.toml`.
    pub fn panel(&self) -> PathBuf {
        self.root.join("panel.toml")
    }

    /// `dossiers/`.
    pub fn dossiers(&self) -> PathBuf {
        self.root.join("dossiers")
    }

    /// The file of a dossier.
    pub fn dossier(&self, code: &Code) -> PathBuf {
        self.dossiers().join(format!("{code}.toml"))
    }

    /// `store/`.
    pub fn store(&self) -> PathBuf {
        self.root.join("store")
    }

    /// `store/frozen/`.
    pub fn frozen(&self) -> PathBuf {
        self.store().join("frozen")
    }
}

/// A file as it was when it was read; freezing copies exactly these bytes or refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path below the folder, for people.
    pub file: Clean,
    /// BLAKE3 of its bytes.
    pub digest: [u8; 32],
}

/// Everything a folder says.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The panel, where its file has no error.
    pub panel: Option<Panel>,
    /// Dossiers whose files have no error, by file name, with the file's path below the folder.
    pub dossiers: Vec<(Facts, Texts, Clean)>,
    /// All findings, by place.
    pub findings: Vec<Finding>,
    /// Every file that was read to its end, `panel.toml` first.
    pub files: Vec<Stamp>,
}

/// The nearest folder with a `panel.toml`, from `start` upwards. `start` should be absolute.
pub fn find(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|dir| fs::symlink_metadata(dir.join("panel.toml")).is_ok()).map(Path::to_path_buf)
}

/// Reads the whole folder; all findings at once. Files are read as they are now, not as they were frozen.
pub fn read(root: &Path) -> Read {
    let folder = Folder { root: root.to_path_buf() };
    let mut all = Read::default();
    let mut outline = None;
    match load(root, &folder.panel(), size::PANEL) {
        Ok(bytes) => {
            all.files.push(stamp(folder.panel(), clean_line("panel.toml"), &bytes));
            let (panel, found, findings) = panel::read(&bytes, "panel.toml");
            (all.panel, outline, all.findings) = (panel, found, findings);
        }
        Err(what) => all.findings.push(whole("panel.toml", what)),
    }
    let codes = dossiers(&folder, outline.as_ref(), &mut all);
    for (code, place) in outline.into_iter().flat_map(|outline| outline.visits) {
        // A dossier whose file has errors is there all the same.
        let file = format!("dossiers/{code}.toml");
        if !codes.contains(&code) && !all.files.iter().any(|stamp| stamp.file == file.as_str()) {
            all.findings.push(Finding { place, what: FindingKind::VisitNoDossier(code) });
        }
    }
    all.findings = sorted(std::mem::take(&mut all.findings));
    all
}

/// Reads only `panel.toml`.
pub fn read_panel_file(root: &Path) -> (Option<Panel>, Vec<Finding>) {
    let folder = Folder { root: root.to_path_buf() };
    match load(root, &folder.panel(), size::PANEL) {
        Ok(bytes) => super::read_panel(&bytes, "panel.toml"),
        Err(what) => (None, vec![whole("panel.toml", what)]),
    }
}

/// Reads one dossier by its code.
pub fn read_dossier_file(
    root: &Path,
    code: &Code,
    rules: Option<&crate::domain::Rules>,
) -> (Option<(Facts, Texts)>, Vec<Finding>) {
    let folder = Folder { root: root.to_path_buf() };
    let file = format!("dossiers/{code}.toml");
    match load(root, &folder.dossier(code), size::DOSSIER) {
        Ok(bytes) => super::read_dossier(&bytes, &file, rules),
        Err(what) => (None, vec![whole(&file, what)]),
    }
}

/// Reads every dossier; gives the codes that occur, and tells those that occur twice.
fn dossiers(folder: &Folder, outline: Option<&Outline>, all: &mut Read) -> BTreeSet<Code> {
    let mut codes = BTreeSet::new();
    let names = match names(folder, &mut all.findings) {
        Ok(names) => names,
        Err(what) => {
            all.findings.push(whole("dossiers", what));
            return codes;
        }
    };
    if names.is_empty() {
        all.findings.push(whole("dossiers", FindingKind::NoDossier));
    }
    let mut left = size::FOLDER;
    for name in names {
        let path = folder.dossiers().join(&name);
        let file = clean_line(&format!("dossiers/{}", name.to_string_lossy()));
        let loaded = load(&folder.root, &path, size::DOSSIER);
        let bytes = match loaded {
            Ok(bytes) if length(&bytes) <= left => bytes,
            Ok(bytes) => {
                all.findings.push(whole(&file, FindingKind::FileTooLarge(length(&bytes))));
                continue;
            }
            Err(what) => {
                all.findings.push(whole(&file, what));
                continue;
            }
        };
        left = left.saturating_sub(length(&bytes));
        let reading = dossier::read(&bytes, &file, outline);
        all.findings.extend(reading.findings);
        if let Some((code, place)) = reading.code
            && !codes.insert(code.clone())
        {
            let what = FindingKind::Repeated("code", clean_line(code.as_str()));
            all.findings.push(Finding { place, what });
        }
        all.files.push(stamp(path, file.clone(), &bytes));
        all.dossiers.extend(reading.dossier.map(|(facts, texts)| (facts, texts, file)));
    }
    codes
}

/// The names in `dossiers/` that are dossiers, sorted; the others are told.
fn names(folder: &Folder, findings: &mut Vec<Finding>) -> Result<Vec<std::ffi::OsString>, FindingKind> {
    let dir = folder.dossiers();
    let real = inside(&folder.root, &dir)?;
    let entries = fs::read_dir(real).map_err(|error| unreadable(&error))?;
    let (mut names, mut ignored) = (Vec::new(), 0_usize);
    for (seen, entry) in entries.enumerate() {
        let entry = entry.map_err(|error| unreadable(&error))?;
        let name = entry.file_name();
        let shown = name.to_string_lossy().into_owned();
        if seen >= ENTRIES || names.len() > limit::DOSSIERS {
            break;
        }
        if Path::new(&name).extension().is_some_and(|ext| ext == "toml") && !shown.starts_with('.') {
            names.push(name);
        } else if !shown.starts_with('.') {
            ignored += 1;
            if ignored <= MAX_IGNORED {
                findings.push(whole(&format!("dossiers/{shown}"), FindingKind::Ignored));
            }
        }
    }
    names.sort();
    if names.len() > limit::DOSSIERS {
        findings.push(whole("dossiers", FindingKind::TooMany("dossier", limit::DOSSIERS)));
        names.truncate(limit::DOSSIERS);
    }
    Ok(names)
}

fn stamp(path: PathBuf, file: Clean, bytes: &[u8]) -> Stamp {
    Stamp { path, file, digest: *blake3::hash(bytes).as_bytes() }
}

/// A finding about a whole file.
fn whole(file: &str, what: FindingKind) -> Finding {
    Finding { place: Place { file: clean_line(file), line: 0, column: count(0) }, what }
}

fn unreadable(error: &std::io::Error) -> FindingKind {
    match error.kind() {
        std::io::ErrorKind::NotFound => FindingKind::NoFile,
        _ => FindingKind::Unreadable(clean_line(&error.to_string())),
    }
}

/// The real path, where it lies in the folder: a link may point within it, not out of it.
fn inside(root: &Path, path: &Path) -> Result<PathBuf, FindingKind> {
    let is_link = fs::symlink_metadata(path).map_err(|error| unreadable(&error))?.is_symlink();
    let real = fs::canonicalize(path).map_err(|error| if is_link { FindingKind::Link } else { unreadable(&error) })?;
    let root = fs::canonicalize(root).map_err(|error| unreadable(&error))?;
    if real.starts_with(&root) { Ok(real) } else { Err(FindingKind::Link) }
}

/// A regular file's bytes, at most `max`; never waits for a pipe or a device.
pub(super) fn load(root: &Path, path: &Path, max: u64) -> Result<Vec<u8>, FindingKind> {
    let real = inside(root, path)?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NOFOLLOW;
    let file = rustix::fs::open(&real, flags, Mode::empty()).map_err(|error| unreadable(&error.into()))?;
    let file = File::from(file);
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    if !about.is_file() {
        return Err(FindingKind::NotAFile);
    }
    if about.len() > max {
        return Err(FindingKind::FileTooLarge(about.len()));
    }
    let mut bytes = Vec::new();
    file.take(max + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    let length = length(&bytes);
    if length > max { Err(FindingKind::FileTooLarge(length)) } else { Ok(bytes) }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
