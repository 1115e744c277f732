//! The panel folder (DESIGN §2): what is valid is taken, what is not is told with its place.

use shouxi::domain::{
    Code, Expected, FindingKind as K, IdError, ItemId, Points, PointsError, SeatId, SectionId, Severity,
};
use shouxi::folder;

mod hostile;
mod marks;

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
    let (before, rest) = PANEL.split_once("[[section]]").unwrap();
    let (_, seats) = rest.split_once("[[seat]]").unwrap();
    let sections = |text: &str| format!("{before}{text}[[seat]]{seats}");
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
        (panel_with("max = 30", "max = -5"), K::OutOfRange(c("max"), c("0.0001"), c("1000000"))),
        (panel_with("from = 27,", "from = -1,"), K::OutOfRange(c("from"), c("0"), c("30"))),
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
