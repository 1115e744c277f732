//! Folders as they should not be, and bytes that nobody meant.

use proptest::prelude::*;
use shouxi::domain::{Code, FindingKind as K, Points, Severity};
use shouxi::folder::{self, marks};

use super::{DOSSIER, PANEL, c, panel_findings};

/// A fresh folder with the valid panel and one dossier.
fn folder_of(dossiers: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("panel.toml"), PANEL).unwrap();
    std::fs::create_dir(dir.path().join("dossiers")).unwrap();
    for (name, bytes) in dossiers {
        std::fs::write(dir.path().join("dossiers").join(name), bytes).unwrap();
    }
    dir
}

fn folder_findings(root: &std::path::Path) -> Vec<(String, K)> {
    folder::read(root).findings.into_iter().map(|found| (found.place.file.to_string(), found.what)).collect()
}

#[test]
fn odd_files_are_told_one_by_one_and_the_rest_is_read() {
    let gbk: &[u8] = &[b'#', 0xcd, 0xfe, 0xba, 0xa3];
    let deep = format!("x = {}{}", "[".repeat(500_000), "]".repeat(500_000));
    let dir = folder_of(&[
        ("W274.toml", DOSSIER.as_bytes()),
        ("W275.toml", gbk),
        ("W276.toml", &[b'#', 0xff, 0xfe]),
        ("W277.toml", &vec![b'#'; 5 * 1024 * 1024]),
        ("W278.toml", deep.as_bytes()),
        ("notes.txt", b"x"),
        (".hidden.toml", b"x"),
    ]);
    let dossiers = dir.path().join("dossiers");
    std::fs::create_dir(dossiers.join("W282.toml")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", dossiers.join("W283.toml")).unwrap();
    std::os::unix::fs::symlink("W284.toml", dossiers.join("W284.toml")).unwrap();
    std::os::unix::fs::symlink("W299.toml", dossiers.join("W285.toml")).unwrap();
    let fifo = rustix::fs::CWD;
    rustix::fs::mknodat(fifo, dossiers.join("W286.toml"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();

    let read = folder::read(dir.path());
    assert_eq!(read.dossiers.len(), 1);
    let found = folder_findings(dir.path());
    for (file, what) in [
        ("dossiers/W275.toml", K::NotUtf8 { looks_gbk: true }),
        ("dossiers/W276.toml", K::NotUtf8 { looks_gbk: false }),
        ("dossiers/W277.toml", K::FileTooLarge { limit: 1024 * 1024, length: 5 * 1024 * 1024 }),
        ("dossiers/W278.toml", K::TooDeep),
        ("dossiers/notes.txt", K::Ignored),
        ("dossiers/W282.toml", K::NotAFile),
        ("dossiers/W283.toml", K::Link),
        ("dossiers/W284.toml", K::Link),
        ("dossiers/W285.toml", K::Link),
        ("dossiers/W286.toml", K::NotAFile),
    ] {
        assert!(found.contains(&(file.to_owned(), what.clone())), "{file} {what:?} is not among {found:#?}");
    }
    assert!(!found.iter().any(|(file, _)| file.contains("hidden") || file.contains("W274")));
}

#[test]
fn what_only_the_whole_folder_shows_is_told() {
    let dir = folder_of(&[("W274.toml", DOSSIER.as_bytes())]);
    let visit = format!("{PANEL}[[visit]]\ndossier = \"W999\"\nseats = [\"E01\"]\ndate = 2024-08-20\n");
    std::fs::write(dir.path().join("panel.toml"), visit).unwrap();
    std::fs::write(dir.path().join("dossiers/W275.toml"), DOSSIER).unwrap();
    let found = folder_findings(dir.path());
    let code = |word: &str| Code::parse(word).unwrap();
    assert!(found.contains(&("panel.toml".into(), K::VisitNoDossier(code("W999")))), "{found:?}");
    assert!(found.contains(&("dossiers/W275.toml".into(), K::CodeNotFileName(code("W274"), c("W275")))), "{found:?}");
    assert!(found.contains(&("dossiers/W275.toml".into(), K::Repeated("code", c("W274")))), "{found:?}");

    std::fs::remove_dir_all(dir.path().join("dossiers")).unwrap();
    assert!(folder_findings(dir.path()).contains(&("dossiers".into(), K::NoFile)));
    std::fs::create_dir(dir.path().join("dossiers")).unwrap();
    assert!(folder_findings(dir.path()).contains(&("dossiers".into(), K::NoDossier)));
    std::fs::remove_file(dir.path().join("panel.toml")).unwrap();
    assert!(folder_findings(dir.path()).contains(&("panel.toml".into(), K::NoFile)));
    assert_eq!(folder::find(dir.path()), None);
}

#[test]
fn a_folder_linked_from_outside_is_not_walked() {
    let (inner, outer) = (folder_of(&[]), folder_of(&[("W274.toml", DOSSIER.as_bytes())]));
    std::fs::remove_dir(inner.path().join("dossiers")).unwrap();
    std::os::unix::fs::symlink(outer.path().join("dossiers"), inner.path().join("dossiers")).unwrap();
    let read = folder::read(inner.path());
    assert!(read.dossiers.is_empty());
    assert!(folder_findings(inner.path()).contains(&("dossiers".into(), K::Link)));
}

#[test]
fn the_folder_is_found_from_below() {
    let dir = folder_of(&[]);
    assert_eq!(folder::find(&dir.path().join("dossiers/x/y")).as_deref(), Some(dir.path()));
}

#[test]
fn more_dossiers_than_the_limit_are_told_and_not_read() {
    let dir = folder_of(&[]);
    for n in 0..5_003 {
        std::fs::write(dir.path().join(format!("dossiers/C{n:04}.toml")), "").unwrap();
    }
    let read = folder::read(dir.path());
    assert_eq!(read.files.len(), 5_001, "the panel and 5,000 dossiers");
    assert!(read.findings.iter().any(|found| found.what == K::TooMany("dossier", 5_000)));
}

#[test]
fn panels_beyond_the_limits_are_refused() {
    let seats: Vec<String> = (0..201).map(|n| format!("[[seat]]\nid = \"X{n}\"\nrole = \"expert\"\n")).collect();
    let seats = seats.concat();
    assert!(panel_findings(&format!("{PANEL}{seats}")).iter().any(|(what, _, _)| *what == K::TooMany("seat", 200)));
    let items: Vec<String> = (0..64).map(|n| format!("[[section]]\nid = \"s{n}\"\nmax = 1\n")).collect();
    let items = items.concat();
    assert!(panel_findings(&format!("{PANEL}{items}")).iter().any(|(what, _, _)| matches!(what, K::TooMany(_, 64))));
}

#[test]
fn a_million_errors_are_a_thousand_findings() {
    let (_, findings) = folder::read_dossier("=\n".repeat(500_000).as_bytes(), "dossiers/W274.toml", None);
    assert_eq!(findings.len(), 1_000);
    assert!(findings.iter().any(|found| found.what == K::TooMany("findings", 1_000)));
}

#[test]
fn frozen_texts_follow_the_form_they_are_read_with() {
    let rules = folder::read_panel(PANEL.as_bytes(), "panel.toml").0.unwrap().rules;
    let (dossier, _) = folder::read_dossier(DOSSIER.as_bytes(), "dossiers/W274.toml", Some(&rules));
    assert_eq!(folder::texts_of(DOSSIER.as_bytes(), &rules), dossier.map(|(_, texts)| texts));
    let fewer = shouxi::domain::Rules { sections: rules.sections[..1].to_vec(), ..rules };
    let texts = folder::texts_of(DOSSIER.as_bytes(), &fewer).unwrap();
    assert_eq!(texts.sections.len(), 1);
    assert_eq!(texts.awards.len(), 1);
    assert_eq!(folder::texts_of(&[0xff], &fewer), None);
}

#[test]
fn a_whole_folder_is_frozen_and_read_back() {
    let dir = folder_of(&[("W274.toml", DOSSIER.as_bytes())]);
    let read = folder::read(dir.path());
    folder::freeze(dir.path(), &read.files).unwrap();
    let (facts, _, _) = &read.dossiers[0];
    assert_eq!(folder::frozen(dir.path(), &facts.digest), Ok(DOSSIER.as_bytes().to_vec()));
    assert_eq!(folder::frozen(dir.path(), &read.panel.unwrap().digest), Ok(PANEL.as_bytes().to_vec()));
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = folder::read_panel(&bytes, "panel.toml");
        let _ = folder::read_dossier(&bytes, "dossiers/W274.toml", None);
        let _ = marks::read(&bytes, "marks.csv");
    }

    /// Cutting, doubling and overwriting parts of good files reaches deeper than random bytes.
    #[test]
    fn no_damage_to_good_files_makes_reading_panic(
        at in 0_usize..1_500, len in 0_usize..40, put in "[-\\[\\]{}=\"'.,#\n0-9a-z_甲姓名徒弟王工作室厂集团ZL\u{1b}\u{202e}]{0,12}"
    ) {
        let rules = folder::read_panel(PANEL.as_bytes(), "panel.toml").0.unwrap().rules;
        for text in [PANEL, DOSSIER] {
            let at = at % text.len();
            let mut bytes = text.as_bytes()[..at].to_vec();
            bytes.extend(put.as_bytes());
            bytes.extend(&text.as_bytes()[(at + len).min(text.len())..]);
            let (panel, findings) = folder::read_panel(&bytes, "panel.toml");
            let refused = findings.iter().any(|found| found.what.severity() == Severity::Error);
            prop_assert_eq!(panel.is_none(), refused);
            prop_assert!(findings.is_sorted_by_key(|found| found.place.clone()));
            let _ = folder::read_dossier(&bytes, "dossiers/W274.toml", Some(&rules));
        }
    }

    /// What is read from a panel fits the ranges that everything behind relies on.
    #[test]
    fn a_panel_that_is_taken_is_in_its_ranges(max in "[0-9]{1,4}(\\.[0-9]{1,3})?", step in "[0-9](\\.[0-9]{1,4})?", from in "[0-9]{1,3}%?") {
        let from = if from.ends_with('%') { format!("\"{from}\"") } else { from };
        let text = PANEL.replace("max = 30", &format!("max = {max}")).replace("step      = 0.5", &format!("step = {step}")).replace("from = 27", &format!("from = {from}"));
        if let (Some(panel), _) = folder::read_panel(text.as_bytes(), "panel.toml") {
            let step = panel.rules.scoring.step;
            for (_, item) in panel.rules.items() {
                prop_assert!(item.max > Points::ZERO && item.max.lies_on(step));
                prop_assert!(item.bands.iter().all(|band| band.from <= item.max && band.from.lies_on(step)));
                prop_assert!(item.bands.is_sorted_by(|a, b| a.from > b.from));
            }
        }
    }
}
