//! The panel folder (DESIGN §2): what is valid is taken, what is not is told with its place.

use proptest::prelude::*;
use shouxi::domain::{
    Aside, Basis, Code, Expected, FindingKind as K, IdError, ItemId, Points, PointsError, RowAside, SeatId, SectionId,
    Severity, SheetState,
};
use shouxi::folder::{self, marks};

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

// ---- one corpus entry a finding -------------------------------------------------------------------------------

/// The valid panel with one line replaced.
fn panel_with(old: &str, new: &str) -> String {
    assert!(PANEL.contains(old), "{old}");
    PANEL.replacen(old, new, 1)
}

fn c(text: &str) -> shouxi::text::Clean {
    shouxi::text::clean(text)
}

fn p(text: &str) -> Points {
    Points::parse(text).unwrap()
}

/// The kinds found in a panel, with line and column.
fn panel_findings(text: &str) -> Vec<(K, u32, u32)> {
    let (panel, findings) = folder::read_panel(text.as_bytes(), "panel.toml");
    let refused = findings.iter().any(|found| found.what.severity() == Severity::Error);
    assert_eq!(panel.is_none(), refused, "{findings:?}");
    findings.into_iter().map(|found| (found.what, found.place.line, found.place.column)).collect()
}

#[test]
fn every_error_and_caution_of_a_panel_is_told_with_its_place() {
    let sections = |text: &str| {
        PANEL.split("[[section]]").next().unwrap().to_owned() + text + &PANEL[PANEL.find("[[seat]]").unwrap()..]
    };
    let cases: Vec<(String, K)> = vec![
        (panel_with("quota = 10", "qouta = 10\nquota = 10"), K::UnknownKey(c("qouta"), Some(c("quota")))),
        (panel_with("drop       = 1", "xyzzy = 1"), K::UnknownKey(c("xyzzy"), None)),
        (panel_with("quota = 10\n", ""), K::MissingKey("quota")),
        (panel_with("as_of = 2024-07-31\n", ""), K::MissingKey("as_of")),
        (panel_with("quota = 10", "quota = 0"), K::OutOfRange(c("quota"), c("1"), c("1000000"))),
        (panel_with("quota = 10", "quota = -3"), K::OutOfRange(c("quota"), c("1"), c("1000000"))),
        (panel_with("quota = 10", "quota = 99999999999999999999999"), K::OutOfRange(c("quota"), c("1"), c("1000000"))),
        (panel_with("quota = 10", "quota = 10.0"), K::WrongType(c("quota"), Expected::Whole)),
        (panel_with("quota = 10", "quota = 0x10"), K::BadNumber(c("0x10"), PointsError::NotANumber)),
        (panel_with("quota = 10", "quota = 1_0"), K::BadNumber(c("1_0"), PointsError::NotANumber)),
        (panel_with("quota = 10", "quota = 12"), K::QuotaAboveTen(12)),
        (panel_with("quota = 10", "quota = \"ten\""), K::WrongType(c("quota"), Expected::Whole)),
        (panel_with("as_of = 2024-07-31", "as_of = 2024-07-31T08:00:00"), K::BadDate(c("2024-07-31T08:00:00"))),
        (panel_with("as_of = 2024-07-31", "as_of = \"31.7.2024\""), K::BadDate(c("\"31.7.2024\""))),
        (panel_with("as_of = 2024-07-31", "as_of = 2024"), K::WrongType(c("as_of"), Expected::Date)),
        (panel_with("step      = 0.5", "step = nan"), K::BadNumber(c("nan"), PointsError::NotANumber)),
        (panel_with("step      = 0.5", "step = inf"), K::BadNumber(c("inf"), PointsError::NotANumber)),
        (panel_with("step      = 0.5", "step = 1e999"), K::BadNumber(c("1e999"), PointsError::NotANumber)),
        (panel_with("step      = 0.5", "step = 0"), K::OutOfRange(c("step"), c("0.0001"), c("1000000"))),
        (panel_with("step      = 0.5", "step = 0.00001"), K::BadNumber(c("0.00001"), PointsError::TooManyDecimals)),
        (panel_with("deviation = 20", "deviation = 101"), K::OutOfRange(c("deviation"), c("0"), c("100"))),
        (panel_with("\"onsite-first\"", "\"file-first\""), K::NotOneOf(c("file-first"), vec![c("onsite-first")])),
        (panel_with("\"onsite-first\"", "{ onsite = 40, file = 50 }"), K::BasisSum(90)),
        (panel_with("decimals   = 2", "decimals = 5"), K::OutOfRange(c("decimals"), c("0"), c("4"))),
        (
            panel_with("rounding   = \"half-up\"", "rounding = \"up\""),
            K::NotOneOf(c("up"), vec![c("half-up"), c("half-even"), c("down")]),
        ),
        (panel_with("[\"honours\", \"age\"]", "[\"age\", \"age\"]"), K::RepeatedTieStep),
        (panel_with("[\"honours\", \"age\"]", "\"age\""), K::WrongType(c("tie_break"), Expected::List)),
        (panel_with("pass       = 24", "pass = 40.5"), K::PassAboveMax(p("40.5"), c("40"))),
        (
            panel_with("weight = 1\nmax = 30", "weight = 0.0001\nmax = 30").replace("pass       = 24", "pass = 10.5"),
            K::PassAboveMax(p("10.5"), c("10.003")),
        ),
        (panel_with("weight = 1\n", "weight = 0\n").replace("name = \"技术革新\"", "weight = 0"), K::NoWeight),
        (panel_with("weight = 1\n", "weight = -1\n"), K::OutOfRange(c("weight"), c("0"), c("1000000"))),
        (panel_with("weight = 1\n", "weight = true\n"), K::WrongType(c("weight"), Expected::Number)),
        (panel_with("max = 30", "max = 30.3"), K::OffStep(c("max"), p("0.5"))),
        (panel_with("max = 30", "max = 0"), K::OutOfRange(c("max"), c("0.0001"), c("1000000"))),
        (panel_with("from = 27,", "from = 27.3,"), K::OffStep(c("from"), p("0.5"))),
        (panel_with("from = 27,", "from = 30.5,"), K::BandAboveMax(p("30"))),
        (panel_with("from = 27,", "from = 0,"), K::BandOrder),
        (panel_with("from = 27,", "from = \"101%\","), K::OutOfRange(c("from"), c("0%"), c("100%"))),
        (panel_with("from = 27,", "from = \"most\","), K::WrongType(c("from"), Expected::Number)),
        (panel_with("from = 0, text = \"常规\"", "from = 9, text = \"常规\""), K::BandGap(p("9"))),
        (panel_with("name = \"技术革新\"", "max = 3"), K::BothMaxAndItems(SectionId::parse("innovation").unwrap())),
        (panel_with("max = 30\n", ""), K::NoMaxNoItems(SectionId::parse("mastery").unwrap())),
        (panel_with("id = \"innovation\"", "id = \"mastery\""), K::Repeated("section", c("mastery"))),
        (panel_with("id = \"innovation.novelty\"", "id = \"mastery\""), K::Repeated("item", c("mastery"))),
        (panel_with("id = \"innovation\"", "id = \"创新\""), K::BadId(c("创新"), IdError::Character('创'))),
        (panel_with("id = \"innovation\"\n", ""), K::MissingKey("id")),
        (sections(""), K::NoSection),
        (sections("[[section]]\nid = \"a\"\nmax = 30\n"), K::NoBands(ItemId::parse("a").unwrap())),
        (panel_with("id = \"E02\"", "id = \"E01\""), K::Repeated("seat", c("E01"))),
        (panel_with("id = \"E02\"", "id = \"E 2\""), K::BadId(c("E 2"), IdError::Character(' '))),
        (
            panel_with("role = \"expert\"", "role = \"judge\""),
            K::NotOneOf(c("judge"), vec![c("expert"), c("secretary"), c("supervisor")]),
        ),
        (PANEL.replace("role = \"expert\"", "role = \"supervisor\""), K::NoExpert),
        (panel_with("role = \"secretary\"", "role = \"supervisor\""), K::NoSecretary),
        (PANEL.replace("role = \"expert\"", "role = \"expert\"\nunix_user = \"u\""), K::AccountTwice(c("u"))),
        (panel_with("drop_from  = 5", "drop_from = 6"), K::DropNeverApplies),
        (panel_with("drop       = 1", "drop = 3"), K::DropNeverApplies),
        (panel_with("min_sheets = 3", "min_sheets = 6"), K::FewerSeatsThanMin),
        (
            format!("{PANEL}[[visit]]\ndossier = \"W274\"\nseats = [\"S01\"]\ndate = 2024-08-20\n"),
            K::VisitNoExpert(SeatId::parse("S01").unwrap()),
        ),
        (
            format!("{PANEL}[[visit]]\ndossier = \"W274\"\nseats = [\"E01\", \"E01\"]\ndate = 2024-08-20\n"),
            K::Repeated("visit", c("E01")),
        ),
        (format!("{PANEL}[paper]\ndate = \"soon\"\n"), K::BadDate(c("\"soon\""))),
        (panel_with("[view]", "[vieww]"), K::UnknownKey(c("vieww"), Some(c("view")))),
        (
            panel_with("witness = []", "view = 3").replace("[view]\nexperts = \"nothing\"\n", ""),
            K::WrongType(c("view"), Expected::Table),
        ),
        (panel_with("title = \"", "title = \"\\u202e\\u0007"), K::Cleaned(2)),
        (panel_with("title = \"", &format!("title = \"{}", "长".repeat(300))), K::TooLong(200, 314)),
    ];
    for (text, what) in cases {
        let found = panel_findings(&text);
        assert!(found.iter().any(|(kind, _, _)| *kind == what), "{what:?} is not among {found:?}");
    }
}

#[test]
fn places_are_lines_and_columns_in_characters() {
    let found = panel_findings(&panel_with("name = \"优\", from = 27,", "name = \"优\", form = 27,"));
    let line = u32::try_from(PANEL.lines().position(|line| line.contains("from = 27")).unwrap() + 1).unwrap();
    assert!(found.contains(&(K::UnknownKey(c("form"), Some(c("from"))), line, 25)), "{found:?}");
    assert!(found.contains(&(K::MissingKey("from"), line, 11)), "{found:?}");
}

#[test]
fn all_findings_come_at_once_and_by_place() {
    let text = panel_with("step      = 0.5", "step = ,")
        .replace("drop_from  = 5", "drop_from = = 5")
        .replace("quota = 10", "quota = 0");
    let found = panel_findings(&text);
    assert!(found.iter().filter(|(what, _, _)| matches!(what, K::Syntax(_))).count() >= 2, "{found:?}");
    assert!(found.iter().any(|(what, _, _)| matches!(what, K::OutOfRange(..))), "{found:?}");
    assert!(found.is_sorted_by_key(|(_, line, column)| (*line, *column)));
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing_but_the_digest() {
    let (plain, _) = folder::read_panel(PANEL.as_bytes(), "panel.toml");
    let text = format!("\u{feff}{}", PANEL.replace('\n', "\r\n"));
    let (windows, findings) = folder::read_panel(text.as_bytes(), "panel.toml");
    assert_eq!(findings, []);
    let (plain, windows) = (plain.unwrap(), windows.unwrap());
    assert_eq!(plain.rules, windows.rules);
    assert_ne!(plain.digest, windows.digest);
}

const DOSSIER: &str = r#"
code = "W274"
trade = "数控车工"
level = "高级技师"
born = 1981-03-12
honours = [ { level = "national", title = "全国技术能手", year = 2019 } ]
awards = [ { title = "市职业技能竞赛第一名", year = 2018 } ]
[text]
mastery = """
废品率由 6.1% 降到 0.9%。"""
innovation = "［专利1·发明·授权·排名1］"
story = "事迹。"
"#;

fn dossier_findings(text: &str) -> Vec<(K, u32, u32)> {
    let rules = folder::read_panel(PANEL.as_bytes(), "panel.toml").0.unwrap().rules;
    let (dossier, findings) = folder::read_dossier(text.as_bytes(), "dossiers/W274.toml", Some(&rules));
    let refused = findings.iter().any(|found| found.what.severity() == Severity::Error);
    assert_eq!(dossier.is_none(), refused, "{findings:?}");
    findings.into_iter().map(|found| (found.what, found.place.line, found.place.column)).collect()
}

#[test]
fn every_error_and_caution_of_a_dossier_is_told() {
    assert_eq!(dossier_findings(DOSSIER), []);
    let with = |old: &str, new: &str| {
        assert!(DOSSIER.contains(old), "{old}");
        DOSSIER.replacen(old, new, 1)
    };
    let secret = "code = \"W274\"\ntrade = \"t\"\nlevel = \"特级技师\"\nconfidential = true\n";
    let cases: Vec<(String, K)> = vec![
        (with("trade", "tarde"), K::UnknownKey(c("tarde"), Some(c("trade")))),
        (with("trade = \"数控车工\"\n", ""), K::MissingKey("trade")),
        (with("\"数控车工\"", "\" \""), K::MissingKey("trade")),
        (with("\"高级技师\"", "\"技师\""), K::LevelTooLow(c("技师"))),
        (with("\"W274\"", "\"W275\""), K::CodeNotFileName(Code::parse("W275").unwrap(), c("W274"))),
        (with("\"W274\"", "\"W-1\""), K::CodeNotDrawn(Code::parse("W-1").unwrap())),
        (with("\"W274\"", "\"../x\""), K::BadId(c("../x"), IdError::Character('.'))),
        (with("1981-03-12", "\"1981-13\""), K::BadDate(c("\"1981-13\""))),
        (with("1981-03-12", "1981-02-30"), K::Syntax(c(""))),
        (with("1981-03-12", "1981"), K::WrongType(c("born"), Expected::Date)),
        (with("1981-03-12", "2031-03-12"), K::BornImplausible),
        (with("1981-03-12", "1968-07-31"), K::Over55(56)),
        (with("born", "title_year = 2019\nborn"), K::EarlierTitle(2019)),
        (with("born", "title_year = 19\nborn"), K::OutOfRange(c("title_year"), c("1900"), c("2200"))),
        (
            with("\"national\"", "\"county\""),
            K::NotOneOf(c("county"), vec![c("national"), c("provincial"), c("municipal")]),
        ),
        (
            with("year = 2019 }", "year = 2019 }, { level = \"national\", title = \"全国技术能手\" }"),
            K::HonourTwice(c("全国技术能手")),
        ),
        (
            with("year = 2019 }", "year = 2019 }, { level = \"municipal\", title = \"全国技术能手\" }"),
            K::TitleAtTwoLevels(c("全国技术能手")),
        ),
        (with("honours = [", "honours = [ 3,"), K::WrongType(c("honours"), Expected::Table)),
        (with("innovation =", "inovation ="), K::TextNoSection(c("inovation"), Some(c("innovation")))),
        (with("innovation =", "inovation ="), K::MissingText(c("innovation"))),
        (with("innovation =", "innovation = 3 #"), K::WrongType(c("innovation"), Expected::Text)),
        (with("story = \"事迹。\"", ""), K::MissingStory),
        (with("事迹。", &"长".repeat(1_101)), K::LongStory(1_101)),
        (with("事迹。", &"长".repeat(60_001)), K::TooLong(60_000, 60_034)),
        (with("事迹。", "跟张师傅学"), K::LooksLikeName(c("张师傅"))),
        (with("事迹。", "手机13812345678"), K::LooksLikePhone(c("13812345678"))),
        (with("事迹。", "371002198103121234"), K::LooksLikeIdNumber(c("371002198103121234"))),
        (with("事迹。", "ZL201910123456.7"), K::LooksLikePatent(c("ZL201910123456.7"))),
        (with("市职业技能竞赛第一名", "威海华瑞有限公司标兵"), K::LooksLikeEmployer(c("威海华瑞有限公司"))),
        (with("事迹。", "\\u001b[31m红\\u200b"), K::Cleaned(6)),
        (with("born", "young = true\nborn"), K::YoungNotConfidential),
        (with("born", "confidential = 1\nborn"), K::WrongType(c("confidential"), Expected::Truth)),
        (format!("{secret}[text]\nmastery = \"x\"\n"), K::ConfidentialHas("text")),
        (format!("{secret}born = 1981-03-12\n"), K::ConfidentialHas("born")),
        (format!("{secret}awards = []\n"), K::ConfidentialHas("awards")),
        (
            format!("{secret}honours = [ {{ level = \"national\", title = \"x\" }} ]\n"),
            K::ConfidentialHas("honours.title"),
        ),
    ];
    for (text, what) in cases {
        let found = dossier_findings(&text);
        let holds = match &what {
            K::Syntax(_) => found.iter().any(|(kind, _, _)| matches!(kind, K::Syntax(_))),
            _ => found.iter().any(|(kind, _, _)| *kind == what),
        };
        assert!(holds, "{what:?} is not among {found:?}");
    }
}

#[test]
fn a_bare_month_is_told_only_where_the_day_decides() {
    let months = |as_of: &str, born: &str| {
        let rules = folder::read_panel(PANEL.replace("2024-07-31", as_of).as_bytes(), "panel.toml").0.unwrap().rules;
        let text = DOSSIER.replace("1981-03-12", born);
        let (_, findings) = folder::read_dossier(text.as_bytes(), "dossiers/W274.toml", Some(&rules));
        findings.into_iter().map(|found| found.what).collect::<Vec<_>>()
    };
    // Born on the 1st: 46; on the 31st: 45, which is young.
    assert_eq!(months("2024-07-15", "\"1978-07\""), [K::MonthMatters]);
    assert_eq!(months("2024-07-15", "\"1968-07\""), [K::Over55(56), K::MonthMatters]);
    assert_eq!(months("2024-07-15", "\"1981-07\""), []);
    assert_eq!(months("2024-07-31", "\"1978-07\""), [], "46 on the 31st, whatever the day");
}

// ---- hostile folders -----------------------------------------------------------------------------------------

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
        ("dossiers/W277.toml", K::FileTooLarge(5 * 1024 * 1024)),
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
    let seats: String = (0..201).map(|n| format!("[[seat]]\nid = \"X{n}\"\nrole = \"expert\"\n")).collect();
    assert!(panel_findings(&format!("{PANEL}{seats}")).iter().any(|(what, _, _)| *what == K::TooMany("seat", 200)));
    let items: String = (0..64).map(|n| format!("[[section]]\nid = \"s{n}\"\nmax = 1\n")).collect();
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

// ---- marks as CSV --------------------------------------------------------------------------------------------

fn marks_findings(text: &str) -> Vec<(K, u32)> {
    let findings = marks::read(text.as_bytes(), "marks.csv").unwrap_err();
    findings.into_iter().map(|found| (found.what, found.place.line)).collect()
}

const HEAD: &str = "seat,dossier,item,basis,points,note,state\n";

#[test]
fn marks_are_grouped_by_sheet_in_the_order_of_first_appearance() {
    let text = "\u{feff}dossier,SEAT,item,points,basis,note\r\nW274,E02,mastery,８５．５,file,\"好，\r\n但长\"\r\nW274,E01,mastery,0,onsite,\r\n,,,,,\r\n\r\nＷ274,E02,b,7。5,file,\r\nW274,E02,,,,整份\r\n";
    let sheets = marks::read(text.as_bytes(), "marks.csv").unwrap();
    let heads: Vec<_> = sheets.iter().map(|s| (s.seat.as_str(), s.dossier.as_str(), s.line, s.marks.len())).collect();
    assert_eq!(heads, [("E02", "W274", 2, 2), ("E01", "W274", 4, 1)]);
    let first = &sheets[0];
    assert_eq!(first.note, Some(c("整份")));
    assert_eq!(
        (first.marks[0].points, first.marks[0].note.as_str(), first.marks[0].line),
        (p("85.5"), "好，\n但长", 2)
    );
    assert_eq!((first.marks[1].points, first.marks[1].line), (p("7.5"), 7));
    assert_eq!(sheets[1].marks[0].points, Points::ZERO, "0 is a mark");
}

#[test]
fn every_bad_row_of_marks_is_told_with_its_line() {
    let row = |row: &str| marks_findings(&format!("{HEAD}E01,W274,a,file,1,,\n{row}\n"));
    for (text, what) in [
        ("E01,W274,a,file,-1,,", K::BadNumber(c("-1"), PointsError::NotANumber)),
        ("E01,W274,a,file,1e3,,", K::BadNumber(c("1e3"), PointsError::NotANumber)),
        ("E01,W274,a,file,NaN,,", K::BadNumber(c("NaN"), PointsError::NotANumber)),
        ("E01,W274,a,file,1.00001,,", K::BadNumber(c("1.00001"), PointsError::TooManyDecimals)),
        ("E01,W274,a,file,1000001,,", K::BadNumber(c("1000001"), PointsError::TooLarge)),
        ("E01,W274,a,file,,,", K::MissingKey("points")),
        ("E01,W274,a,,1,,", K::MissingKey("basis")),
        ("E01,W274,,file,1,,", K::MissingKey("item")),
        ("E01,W274,a,paper,1,,", K::NotOneOf(c("paper"), vec![c("file"), c("onsite")])),
        ("E 1,W274,a,file,1,,", K::BadId(c("E 1"), IdError::Character(' '))),
        (",W274,a,file,1,,", K::BadId(c(""), IdError::Empty)),
        ("E01,W274,a,file", K::RowWidth { columns: 7, fields: 4 }),
        ("E01,W274,a,file,1,,,,x", K::RowWidth { columns: 7, fields: 9 }),
        ("E01,W274,,,,\"x", K::OpenQuote),
    ] {
        assert_eq!(row(text), [(what, 3)], "{text}");
    }
    assert!(matches!(row("E01,W274,a,file,1,,gone")[..], [(K::NotOneOf(..), 3)]));
    assert_eq!(row("E01,W274,,,,x,\nE01,W274,,,,y,"), [(K::Repeated("note", c("E01")), 4)]);
    assert_eq!(row("E01,W274,,,,x,abstained\nE01,W274,,,,y,excused"), [(K::Repeated("state", c("E01")), 4)]);
    let long = format!("E01,W274,a,file,1,{},", "长".repeat(2_001));
    assert_eq!(row(&long), [(K::TooLong(2_000, 2_001), 3)]);
}

#[test]
fn a_bad_first_line_is_told_once() {
    assert_eq!(
        marks_findings("seat,dossier,item,bassis,points\nx\n"),
        [(K::UnknownKey(c("bassis"), Some(c("basis"))), 1), (K::MissingKey("basis"), 1)]
    );
    assert_eq!(marks_findings("seat,seat,dossier,item,basis,points\n"), [(K::Repeated("column", c("seat")), 1)]);
    assert_eq!(marks_findings(""), [(K::MissingKey("seat"), 1)]);
    let gbk = marks::read(&[b's', 0xcd, 0xfe, b'\n'], "marks.csv").unwrap_err();
    assert_eq!(gbk[0].what, K::NotUtf8 { looks_gbk: true });
}

#[test]
fn states_without_item_set_a_sheet_aside_and_declared_means_nothing_more() {
    let text = format!(
        "{HEAD}E01,W274,,,,同单位,recused-conflict\nE02,W274,,,,认出,recused-recognised\nE03,W274,,,,不熟悉,abstained\nE04,W274,,,,出差,excused\nE05,W274,,,,,declared\nE01,W238,a,file,3,,signed\n"
    );
    let sheets = marks::read(text.as_bytes(), "marks.csv").unwrap();
    let asides: Vec<_> = sheets.iter().map(|sheet| sheet.aside.clone()).collect();
    let aside = |kind, why: &str| Some((RowAside::Aside(kind), c(why)));
    assert_eq!(
        asides,
        [
            aside(Aside::Conflict, "同单位"),
            aside(Aside::Recognised, "认出"),
            aside(Aside::Abstained, "不熟悉"),
            Some((RowAside::Excused, c("出差"))),
            None,
            None
        ]
    );
    assert!(sheets[4].marks.is_empty() && sheets[4].note.is_none());
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let text = format!("{HEAD}{}", "E01,W274,a,file,1,,\n".repeat(240_001));
    assert_eq!(marks_findings(&text), [(K::TooMany("row", 240_000), 240_002)]);
}

#[test]
fn the_practice_entries_are_read_whole() {
    let bytes = std::fs::read(fixture("weihai-2024/entries.csv")).unwrap();
    let sheets = marks::read(&bytes, "entries.csv").unwrap();
    let rows = bytes.iter().filter(|b| **b == b'\n').count() - 1;
    let read: usize = sheets
        .iter()
        .map(|sheet| sheet.marks.len() + usize::from(sheet.note.is_some()) + usize::from(sheet.aside.is_some()))
        .sum();
    assert!(read > 0 && read <= rows);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_unchanged(
        sheets in proptest::collection::btree_map((0_u8..4, 0_u8..6), sheet(), 0..12)
    ) {
        let named: Vec<_> = sheets.into_iter().map(|((seat, dossier), sheet)| {
            (SeatId::parse(&format!("E{seat}")).unwrap(), Code::parse(&format!("W{dossier}")).unwrap(), sheet)
        }).collect();
        let text = marks::write(named.iter().map(|(seat, dossier, sheet)| marks::SheetOut {
            seat,
            dossier,
            state: sheet.state,
            reason: &sheet.reason,
            note: &sheet.note,
            marks: sheet.marks.iter().map(|(item, basis, points, note)| (item, *basis, *points, note.as_str())).collect(),
        }));
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            let note = record.unwrap()[5].to_owned();
            prop_assert!(!note.starts_with(['=', '+', '-', '@', '＝']), "{}", note);
        }
        let read = marks::read(text.as_bytes(), "marks.csv").unwrap();
        prop_assert_eq!(read.len(), named.len());
        for (rows, (seat, dossier, sheet)) in read.iter().zip(&named) {
            prop_assert_eq!((&rows.seat, &rows.dossier), (seat, dossier));
            let marks: Vec<_> = rows.marks.iter().map(|m| (m.item.clone(), m.basis, m.points, m.note.clone())).collect();
            prop_assert_eq!(&marks, &sheet.marks);
            prop_assert_eq!(rows.note.clone().unwrap_or_default(), sheet.note.clone());
            prop_assert_eq!(rows.aside.is_some(), !sheet.reason.is_empty());
            if let Some((_, reason)) = &rows.aside {
                prop_assert_eq!(reason, &sheet.reason);
            }
        }
    }
}

/// A sheet as the record may hold it.
#[derive(Clone, Debug)]
struct Given {
    state: SheetState,
    reason: shouxi::text::Clean,
    note: shouxi::text::Clean,
    marks: Vec<(ItemId, Basis, Points, shouxi::text::Clean)>,
}

fn sheet() -> impl Strategy<Value = Given> {
    let note = || "|[-=+@'＝][-=+@'a,\"甲 \n]{0,8}|[甲乙a,\" \n]{1,8}".prop_map(|text| c(&text));
    let states = prop::sample::select(vec![
        SheetState::Declared,
        SheetState::Drafting,
        SheetState::Signed,
        SheetState::Returned,
        SheetState::Aside(Aside::Conflict),
        SheetState::Aside(Aside::Recognised),
        SheetState::Aside(Aside::Abstained),
        SheetState::Excused,
    ]);
    let mark = (0_u8..5, any::<bool>(), 0_i64..=1_000_000, note());
    (states, note(), proptest::collection::vec(mark, 0..6)).prop_map(|(state, note, marks)| {
        let aside = matches!(state, SheetState::Aside(_) | SheetState::Excused);
        let marks = marks
            .into_iter()
            .map(|(item, onsite, units, note)| {
                let basis = if onsite { Basis::Onsite } else { Basis::File };
                (ItemId::parse(&format!("i{item}")).unwrap(), basis, Points::from_units(units).unwrap(), note)
            })
            .collect();
        Given { state, reason: if aside { c("=同单位, \"甲\"") } else { c("") }, note, marks }
    })
}
