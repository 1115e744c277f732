//! The rooms of the house and the one-way arrows between them (DESIGN §9), read from the `use crate::` lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms it may use. A room is the longest listed path that a file lies under.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("domain", &["text"]),
    ("words", &["domain", "text"]),
    ("folder", &["domain", "text"]),
    ("codec", &[]),
    ("journal", &["codec", "domain", "text"]),
    ("desk/view", &["domain", "text"]),
    ("desk", &["desk/view", "journal", "codec", "folder", "domain", "text"]),
    ("report", &["desk/view", "words", "domain", "text"]),
    ("tui/keymap", &["text", "words"]),
    ("tui/app", &["tui/keymap", "desk/view", "desk/request", "domain", "text", "words"]),
    ("tui/view", &["tui/app", "tui/keymap", "desk/view", "domain", "words", "text"]),
    ("tui/term", &["tui/keymap"]),
    (
        "tui",
        &[
            "tui/app",
            "tui/keymap",
            "tui/view",
            "tui/term",
            "desk",
            "desk/view",
            "desk/request",
            "domain",
            "words",
            "text",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "domain",
            "words",
            "folder",
            "codec",
            "journal",
            "desk",
            "desk/view",
            "desk/request",
            "report",
            "tui",
            "tui/app",
            "tui/keymap",
            "tui/view",
            "tui/term",
        ],
    ),
];

/// `desk/request` is the vocabulary between a screen and the hall; it belongs to the desk and may be named by screens.
const NAMED_APART: &[&str] = &["desk/request"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

fn room_of(path: &str) -> Option<&'static str> {
    let names = ROOMS.iter().map(|(room, _)| *room);
    names
        .filter(|room| path == *room || path.starts_with(&format!("{room}/")) || path == format!("{room}.rs"))
        .max_by_key(|room| room.len())
}

/// Paths named after `crate::` in a line, with braces spelled out one level deep.
fn named(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
        let base = path.trim_end_matches(':').to_owned();
        match rest[path.len()..].strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or("");
                found.extend(list.split(',').map(|name| format!("{base}::{}", name.trim())));
            }
            None => found.push(base),
        }
    }
    found.into_iter().map(|path| path.trim_start_matches(':').replace("::", "/")).collect()
}

/// Source without comments and string contents that could fake an arrow; multi-line `use` joined.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, line) in text.lines().enumerate() {
        let code = line.trim();
        if code.starts_with("//") {
            continue;
        }
        match joined.last_mut() {
            Some((_, last)) if open => {
                last.push(' ');
                last.push_str(code);
            }
            _ => joined.push((at + 1, code.to_owned())),
        }
        let last = joined.last().map_or("", |(_, last)| last.as_str());
        open = (last.starts_with("use ") || last.starts_with("pub use ")) && !last.contains(';');
    }
    joined
}

#[test]
fn arrows_between_rooms_go_one_way() {
    let mut all = Vec::new();
    files(&source(), &mut all);
    assert!(all.len() > 20, "the sources were not found");
    let mut wrong = Vec::new();
    let mut arrows = BTreeSet::new();
    for file in &all {
        let below = file.strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
        let Some(from) = room_of(below.trim_end_matches(".rs")) else { continue };
        let may = ROOMS.iter().find(|(room, _)| *room == from).map(|(_, may)| *may).unwrap();
        for (line, code) in statements(&fs::read_to_string(file).unwrap()) {
            for path in named(&code) {
                let apart = NAMED_APART.iter().find(|name| path.starts_with(**name)).copied();
                let Some(to) = apart.or_else(|| room_of(&path)) else { continue };
                let own = to == from || (apart.is_some() && from == "desk");
                if !own && !may.contains(&to) {
                    wrong.push(format!("src/{below}:{line}: {from} → {to}"));
                }
                arrows.insert((from, to));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that DESIGN §9 does not draw:\n{}", wrong.join("\n"));
    assert!(arrows.contains(&("domain", "text")), "no arrow was found at all: the reader is broken");
}

#[test]
fn every_folder_of_the_source_is_a_room() {
    for entry in fs::read_dir(source()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(room_of(&name).is_some() || name == "tui", "src/{name} is no room of DESIGN §9");
        }
    }
}

#[test]
fn serde_derives_only_where_records_and_wires_are_made() {
    let mut all = Vec::new();
    files(&source(), &mut all);
    let allowed = ["journal/v1", "journal/index", "desk/wire", "report/json", "tui/keymap/file"];
    for file in &all {
        let below = file.strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(file).unwrap();
        let derives = text.lines().any(|line| {
            let line = line.trim();
            line.starts_with("#[derive(") && (line.contains("Serialize") || line.contains("Deserialize"))
        });
        // codec's own tests need something to encode.
        let fine = allowed.iter().any(|path| below.starts_with(path)) || below.starts_with("codec");
        assert!(!derives || fine, "src/{below} derives serde");
    }
}

#[test]
fn the_reader_of_arrows_sees_braces_and_paths() {
    assert_eq!(named("use crate::desk::view::Home;"), ["desk/view/Home"]);
    assert_eq!(named("use crate::{domain::Code, text};"), ["domain/Code", "text"]);
    assert_eq!(named("let x = crate::words::zh();"), ["words/zh"]);
    assert_eq!(room_of("desk/view/types"), Some("desk/view"));
    assert_eq!(room_of("desk/hall"), Some("desk"));
}
