//! Files and arguments nobody should send: a clear finding with its place, no panic, and nothing of them reaches the
//! terminal as a command.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::harness::{Panel, Ran, fixtures, has_han, walk};

const HEADER: &str = "seat,dossier,item,basis,points,note,state\n";

/// Controls but the newline, C1, bidi controls, zero-width characters, line separators: none may be printed.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// Fails unless the run ended with one of these codes, printed nothing harmful and no panic.
fn harmless(ran: &Ran, codes: &[i32], what: &str) {
    assert!(codes.contains(&ran.code), "{what}: {}\n{}\n{}", ran.code, ran.out, ran.err);
    for text in [&ran.out, &ran.err] {
        let found = text.chars().find(|c| is_harmful(*c));
        assert!(found.is_none(), "{what}: {found:?} in {text:?}");
        assert!(!text.contains("panicked"), "{what}: {text}");
        assert!(text.len() < 200_000, "{what}: {} bytes are no clear finding", text.len());
        assert!(text.lines().all(|line| line.chars().count() < 2_000), "{what}: a line too long to be read");
    }
}

fn files(below: &str) -> Vec<PathBuf> {
    let mut files = walk(&fixtures().join("hostile").join(below));
    files.sort();
    assert!(files.len() > 15, "{below}");
    files
}

fn name(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// Checks the panel in both languages; a file that is named must be named with a line, unless it could not be read.
fn checked(panel: &Panel, file: &str, what: &str) -> Ran {
    let zh = panel.say("check");
    let en = panel.say("--lang en check");
    for ran in [&zh, &en] {
        harmless(ran, &[0, 1], what);
        assert_eq!(ran.code == 1, ran.out.contains("错误: ") || ran.out.contains("error: "), "{what}: {}", ran.out);
        for line in ran.out.lines().filter(|line| line.starts_with(file)) {
            let place = line.trim_start_matches(file);
            assert!(place.starts_with(':') || place.starts_with('：'), "{what}: {line}");
        }
    }
    assert_eq!(zh.code, en.code, "{what}");
    let own: String = en.out.lines().filter(|line| !line.contains('"')).collect();
    assert!(!has_han(&own), "{what}: {own}");
    zh
}

/// What is hostile in them is text; as dossiers they are in order once it is cleaned, and at most a caution is due.
const FINE_DOSSIERS: [&str; 4] = ["bom", "crlf", "zero-width-text", "no-text"];

#[test]
fn every_hostile_dossier_is_told_with_file_and_line() {
    for path in files("dossiers") {
        let panel = Panel::copy("broken/panel");
        let what = name(&path);
        std::fs::copy(&path, panel.root().join("dossiers/P001.toml")).unwrap();
        let ran = checked(&panel, "dossiers/P001.toml", what);
        println!("{what}: {}\n{}", ran.code, ran.out);
        let here = ran.out.lines().any(|line| line.starts_with("dossiers/P001.toml:"));
        assert!(here || FINE_DOSSIERS.contains(&what), "{what}: not told: {}", ran.out);
    }
}

#[test]
fn every_hostile_panel_file_is_told_with_file_and_line() {
    for path in files("panels") {
        let panel = Panel::copy("broken/panel");
        let what = name(&path);
        std::fs::copy(&path, panel.root().join("panel.toml")).unwrap();
        let ran = checked(&panel, "panel.toml", what);
        println!("{what}: {}\n{}", ran.code, ran.out);
        let fine = ["crlf-bom", "witness-path", "title-escape"].contains(&what);
        assert!(fine || ran.code == 1, "{what}: {}", ran.out);
        assert!(fine || ran.out.lines().any(|line| line.starts_with("panel.toml:")), "{what}: {}", ran.out);
        for command in ["status", "stage scoring", "--as E01 status"] {
            harmless(&panel.say(command), &[0, 1, 2, 4], &format!("{what}: {command}"));
        }
    }
}

#[test]
fn every_hostile_marks_file_is_refused_with_its_line_and_changes_nothing() {
    let panel = Panel::copy("broken/panel");
    panel.say("stage scoring").ok();
    for path in files("marks") {
        let what = name(&path);
        let before = panel.journal();
        let shown = path.to_str().unwrap();
        let fine = what.starts_with("fine-");
        for lang in ["zh", "en"] {
            let ran = panel.run(&["--lang", lang, "--as", "E01", "marks", "import", shown]);
            println!("{what}: {}\n{}{}", ran.code, ran.out, ran.err);
            harmless(&ran, &[i32::from(!fine)], what);
            assert!(fine || ran.err.contains(&format!("{shown}:")), "{what}: {}", ran.err);
            assert!(fine || panel.journal() == before, "{what}: was recorded");
            harmless(&panel.run(&["--lang", lang, "tally", "--marks", shown]), &[0, 1], what);
        }
    }
    let export = panel.say("--as E01 marks export");
    harmless(&export, &[0], "export");
    harmless(&panel.say("--as E01 status"), &[0], "status");
    panel.say("verify").ok();
}

#[test]
fn large_lines_loops_of_links_and_pipes_are_told_and_never_waited_for() {
    let panel = Panel::copy("broken/panel");
    let dossier = panel.root().join("dossiers/P001.toml");
    let text = std::fs::read_to_string(&dossier).unwrap();
    std::fs::write(&dossier, text.replace("量具", &"长".repeat(1_700_000))).unwrap();
    let ran = checked(&panel, "dossiers/P001.toml", "a line of 5 MB").with(1);
    assert!(ran.out.contains("dossiers/P001.toml"), "{}", ran.out);
    std::fs::remove_file(&dossier).unwrap();
    symlink("P001.toml", &dossier).unwrap();
    checked(&panel, "dossiers/P001.toml", "a link to itself").with(1);
    std::fs::remove_file(&dossier).unwrap();
    symlink("/etc/hostname", &dossier).unwrap();
    checked(&panel, "dossiers/P001.toml", "a link out of the folder").with(1);
    std::fs::remove_file(&dossier).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, &dossier, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    checked(&panel, "dossiers/P001.toml", "a pipe nobody writes to").with(1);
    std::fs::remove_file(&dossier).unwrap();
    std::fs::create_dir(&dossier).unwrap();
    checked(&panel, "dossiers/P001.toml", "a folder").with(1);
    std::fs::remove_dir(&dossier).unwrap();
    std::fs::write(&dossier, &text).unwrap();
    symlink("..", panel.root().join("dossiers/again")).unwrap();
    checked(&panel, "dossiers/again", "a loop of folders");
    std::fs::write(panel.root().join("dossiers/\u{1b}[2J\u{202e}.toml"), &text).unwrap();
    checked(&panel, "dossiers/.toml", "a name with controls").with(1);
}

#[test]
fn a_marks_file_of_one_endless_line_is_refused() {
    let panel = Panel::copy("broken/panel");
    panel.say("stage scoring").ok();
    let before = panel.journal();
    let long = format!("{HEADER}E01,P001,mastery,file,20,{},\n", "长".repeat(1_700_000));
    panel.put("long.csv", &long);
    let ran = panel.say("--as E01 marks import long.csv");
    harmless(&ran, &[1], "a note of 5 MB");
    assert!(ran.err.contains("long.csv:2"), "{}", ran.err);
    let many: String = (0..5_000).map(|n| format!("E01,P{n:03},mastery,file,x,,\n")).collect();
    panel.put("many.csv", &format!("{HEADER}{many}"));
    harmless(&panel.say("--as E01 marks import many.csv"), &[1], "5,000 bad rows");
    for odd in ["/dev/null", "/", "dossiers", "none.csv"] {
        harmless(&panel.run(&["--as", "E01", "marks", "import", odd]), &[1, 2, 4], odd);
    }
    assert!(panel.journal() == before);
}

#[test]
fn hostile_arguments_are_refused_or_cleaned() {
    let panel = Panel::copy("broken/panel");
    panel.say("stage scoring").ok();
    // A single argument holds at most 128 KiB here; the largest there can be.
    let large = "长".repeat(40_000);
    let evil = "\u{1b}]52;c;eA==\u{7}\u{202e}x\u{200b}";
    let words = ["", evil, large.as_str(), "-1", "--", "../.."];
    for word in words {
        let what: String = word.chars().take(20).collect();
        for args in [
            vec!["--as", word, "status"],
            vec!["--as", "E01", "declare", word],
            vec!["--as", "E01", "sign", word],
            vec!["--as", "E01", "dissent", "--text", word],
            vec!["--as", "E01", "explain", "P001", word, "--reason", word],
            vec!["--as", "E01", "recuse", word, "--reason", "x"],
            vec!["withdraw", "P003", "--reason", word],
            vec!["withdraw", "P003", "--undo", "--reason", "x"],
            vec!["excuse", word, "--reason", word],
            vec!["return", "E02", word, "--reason", word],
            vec!["replace", word, word, "--reason", word],
            vec!["secrecy-check", "P001", "--by", word, "--result", word],
            vec!["decide", word, "--for", "1", "--against", "0", "--abstain", "0", "--voters", word, "--note", word],
            vec!["amend", word, "--reason", word],
            vec!["confirm", word],
            vec!["verify", "--head", word],
            vec!["verify", "--receipt", word],
            vec!["-C", word, "status"],
            vec!["--lang", word, "status"],
            vec!["tally", "--marks", word],
            vec!["codes", word],
            vec![word],
        ] {
            let ran = panel.run(&args);
            harmless(&ran, &[0, 1, 2, 3, 4], &format!("{} {what:?}", args[0]));
        }
    }
    // What was taken was taken clean.
    harmless(&panel.say("log"), &[0], "log");
    harmless(&panel.say("log --format jsonl"), &[0], "log as data");
    panel.say("verify").ok();
}
