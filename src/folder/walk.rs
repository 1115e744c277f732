//! The folder itself: which files there are, read with bounds, links out of the folder refused.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::dossier::Care;
use super::load::{inside, length, load, unreadable};
use super::panel::{self, Outline};
use super::source::{count, sorted};
use super::{dossier, size};
use crate::domain::{Code, Facts, Finding, FindingKind, Panel, Place, Texts, limit};
use crate::text::{Clean, clean_line};

/// Entries of `dossiers/` looked at, whatever they are.
const ENTRIES: usize = 20_000;
/// Findings about files that are not read; more say nothing new.
const MAX_IGNORED: usize = 100;
/// Findings of a whole folder.
const MAX_FINDINGS: usize = 20_000;
/// Threads that read, and how many files make them worth their start.
const MAX_THREADS: usize = 4;
const WORTH_A_THREAD: usize = 64;

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

/// Whether a folder is a panel's: it has a `panel.toml`, or, where somebody took that away after opening, a store, from
/// which rules and facts come then.
pub fn is_panel(dir: &Path) -> bool {
    let folder = Folder { root: dir.to_path_buf() };
    [folder.panel(), folder.store().join("FORMAT")].iter().any(|path| fs::symlink_metadata(path).is_ok())
}

/// The nearest panel folder, from `start` upwards. `start` should be absolute.
pub fn find(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|dir| is_panel(dir)).map(Path::to_path_buf)
}

/// Reads the whole folder; all findings at once. Files are read as they are now, not as they were frozen.
pub fn read(root: &Path) -> Read {
    read_with(root, Care::Whole)
}

/// As [`read`], for who wants facts and errors alone: no text is searched for what might tell a person.
pub fn read_for_list(root: &Path) -> Read {
    read_with(root, Care::Errors)
}

fn read_with(root: &Path, care: Care) -> Read {
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
    let codes = dossiers(&folder, outline.as_ref(), care, &mut all);
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

/// One file of `dossiers/`, read.
struct One {
    file: Clean,
    read: Result<(Stamp, dossier::Reading), FindingKind>,
}

/// Reads every dossier; gives the codes that occur, and tells those that occur twice.
fn dossiers(folder: &Folder, outline: Option<&Outline>, care: Care, all: &mut Read) -> BTreeSet<Code> {
    let mut codes = BTreeSet::new();
    let (dir, names) = match names(folder, &mut all.findings) {
        Ok(names) => names,
        Err(what) => {
            all.findings.push(whole("dossiers", what));
            return codes;
        }
    };
    if names.is_empty() {
        all.findings.push(whole("dossiers", FindingKind::NoDossier));
    }
    for One { file, read } in in_parallel(&folder.root, &dir, &names, (outline, care)) {
        let (stamp, reading) = match read {
            Ok(read) => read,
            Err(what) => {
                all.findings.push(whole(&file, what));
                continue;
            }
        };
        all.files.push(stamp);
        if all.findings.len() >= MAX_FINDINGS {
            continue;
        }
        all.findings.extend(reading.findings);
        if all.findings.len() >= MAX_FINDINGS {
            all.findings.push(whole(&file, FindingKind::TooMany("findings", MAX_FINDINGS)));
        }
        if let Some((code, place)) = reading.code
            && !codes.insert(code.clone())
        {
            let what = FindingKind::Repeated("code", clean_line(code.as_str()));
            all.findings.push(Finding { place, what });
        }
        all.dossiers.extend(reading.dossier.map(|(facts, texts)| (facts, texts, file)));
    }
    codes
}

/// Reads the files on a few threads, each its own stretch of them; the order stays that of the names.
fn in_parallel(root: &Path, dir: &Path, names: &[OsString], how: (Option<&Outline>, Care)) -> Vec<One> {
    let left = AtomicU64::new(size::FOLDER);
    let stretch = |names: &[OsString]| names.iter().map(|name| one(root, dir, name, how, &left)).collect::<Vec<_>>();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, MAX_THREADS);
    if threads == 1 || names.len() < WORTH_A_THREAD {
        return stretch(names);
    }
    let stretch = &stretch;
    std::thread::scope(|scope| {
        let workers: Vec<_> = names
            .chunks(names.len().div_ceil(threads))
            .map(|names| (names, scope.spawn(move || stretch(names))))
            .collect();
        // A worker cannot panic; if one did all the same, its files are read here.
        workers.into_iter().flat_map(|(names, worker)| worker.join().unwrap_or_else(|_| stretch(names))).collect()
    })
}

fn one(root: &Path, dir: &Path, name: &OsString, (outline, care): (Option<&Outline>, Care), left: &AtomicU64) -> One {
    let path = dir.join(name);
    let file = clean_line(&format!("dossiers/{}", name.to_string_lossy()));
    let read = load(root, &path, size::DOSSIER).and_then(|bytes| {
        let length = length(&bytes);
        let taken = left.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(length));
        if taken.is_err() {
            return Err(FindingKind::FolderTooLarge { limit: size::FOLDER });
        }
        let reading = dossier::read(&bytes, &file, outline, care);
        Ok((stamp(path, file.clone(), &bytes), reading))
    });
    One { file, read }
}

/// The names in `dossiers/` that are dossiers, sorted; the others are told.
fn names(folder: &Folder, findings: &mut Vec<Finding>) -> Result<(PathBuf, Vec<OsString>), FindingKind> {
    let dir = inside(&folder.root, &folder.dossiers())?;
    let entries = fs::read_dir(&dir).map_err(|error| unreadable(&error))?;
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
    Ok((dir, names))
}

fn stamp(path: PathBuf, file: Clean, bytes: &[u8]) -> Stamp {
    Stamp { path, file, digest: *blake3::hash(bytes).as_bytes() }
}

/// A finding about a whole file.
fn whole(file: &str, what: FindingKind) -> Finding {
    Finding { place: Place { file: clean_line(file), line: 0, column: count(0) }, what }
}
