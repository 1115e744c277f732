//! The panel folder (DESIGN §2): what is valid is taken, what is not is told with its place.

use shouxi::domain::{FindingKind as K, Severity};
use shouxi::folder;

const PANEL: &str = r#"
title = "2024年度首席技师专家评审"
quota = 10
as_of = 2024-07-31
witness = []
[scoring]
step      = 0.5
basis     = "onsite-first"
deviation = 20
[tally]
average    = "total"
drop       = 1
drop_from  = 5
min_sheets = 3
decimals   = 2
rounding   = "half-up"
compare    = "published"
pass       = 24
tie_break  = ["honours", "age"]
honours    = "by-level"
young      = 45
[view]
experts = "nothing"
[[section]]
id = "mastery"
name = "绝技绝活"
weight = 1
max = 30
bands = [ { name = "优", from = 27, text = "省内同行领先，有数据" }, { name = "差", from = 0, text = "常规" } ]
[[section]]
id = "innovation"
name = "技术革新"
[[section.item]]
id = "innovation.novelty"
name = "创新水平"
max = 10
bands = [ { name = "优", from = "90%", text = "首创" }, { name = "差", from = "0%", text = "无" } ]
[[seat]]
id = "E01"
role = "expert"
[[seat]]
id = "E02"
role = "expert"
[[seat]]
id = "E03"
role = "expert"
[[seat]]
id = "E04"
role = "expert"
[[seat]]
id = "E05"
role = "expert"
[[seat]]
id = "S01"
role = "secretary"
"#;

#[test]
fn a_valid_panel_has_no_findings() {
    let (panel, findings) = folder::read_panel(PANEL.as_bytes(), "panel.toml");
    assert_eq!(findings, []);
    let panel = panel.unwrap();
    assert_eq!(panel.rules.item_count(), 2);
    assert_eq!(panel.seats.len(), 6);
    assert_eq!(panel.digest, *blake3::hash(PANEL.as_bytes()).as_bytes());
    let novelty = &panel.rules.sections[1].items[0];
    assert_eq!(novelty.bands[0].from.to_string(), "9");
}

fn fixture(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

#[test]
fn the_real_panels_have_no_errors() {
    let mut panels = 0;
    for dir in std::fs::read_dir(fixture("isu-2016")).unwrap().map(Result::unwrap).filter(|dir| dir.path().is_dir()) {
        let read = folder::read(&dir.path());
        assert!(read.findings.iter().all(|found| found.what.severity() == Severity::Caution), "{:?}", read.findings);
        assert!(read.panel.is_some() && !read.dossiers.is_empty());
        assert!(read.findings.iter().all(|f| matches!(f.what, K::NoBands(_) | K::MissingStory | K::CodeNotDrawn(_))));
        panels += 1;
    }
    assert_eq!(panels, 21);
}

#[test]
fn the_practice_panel_has_only_the_cautions_it_was_written_for() {
    let read = folder::read(&fixture("weihai-2024"));
    let found: Vec<_> = read.findings.iter().map(|found| (found.place.file.as_str(), found.what.clone())).collect();
    assert_eq!(found, [("dossiers/W752.toml", K::Over55(57)), ("dossiers/W859.toml", K::EarlierTitle(2019))]);
}
