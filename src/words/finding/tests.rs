use super::super::{Setting, check};
use super::*;
use crate::domain::{Cause, Code, IdError, ItemId, Points, SeatId, SectionId};
use crate::text::{Clean, fixed};

/// One of each kind.
fn all() -> Vec<FindingKind> {
    use FindingKind as K;
    let word = || fixed("qouta");
    let points = || Points::whole(30);
    let code = || Code::parse("W274").unwrap();
    let seat = || SeatId::parse("E03").unwrap();
    let section = || SectionId::parse("mastery").unwrap();
    let kinds = [
        Expected::Text,
        Expected::Whole,
        Expected::Number,
        Expected::Truth,
        Expected::Date,
        Expected::List,
        Expected::Table,
    ];
    let errors = [PointsError::Empty, PointsError::NotANumber, PointsError::TooManyDecimals, PointsError::TooLarge];
    let mut all = vec![
        K::NoFile,
        K::Unreadable(Cause::Hardware),
        K::FileTooLarge { limit: 262_144, length: 262_145 },
        K::FolderTooLarge { limit: 512 << 20 },
        K::NotUtf8 { looks_gbk: true },
        K::NotUtf8 { looks_gbk: false },
        K::Syntax(fixed("expected an equals sign")),
        K::Link,
        K::TooDeep,
        K::NotAFile,
        K::OpenQuote,
        K::RowWidth { columns: 7, fields: 5 },
        K::UnknownKey(word(), Some(fixed("quota"))),
        K::UnknownKey(word(), None),
        K::MissingKey("quota"),
        K::NotOneOf(word(), vec![fixed("total"), fixed("section")]),
        K::BadId(word(), IdError::Empty),
        K::BadId(word(), IdError::Character('技')),
        K::OutOfRange(word(), fixed("1"), fixed("10")),
        K::OffStep(word(), points()),
        K::BadDate(fixed("1981-13")),
        K::TooLong(200, 201),
        K::TooMany("section", 64),
        K::TooMany("employers", 200),
        K::TooMany("findings", 1000),
        K::TooMany("row", 240_000),
        K::BasisSum(90),
        K::BandAboveMax(points()),
        K::BandOrder,
        K::BandGap(points()),
        K::BothMaxAndItems(section()),
        K::NoMaxNoItems(section()),
        K::Repeated("seat", fixed("E03")),
        K::RepeatedTieStep,
        K::NoWeight,
        K::PassAboveMax(points(), fixed("20")),
        K::NoSection,
        K::NoExpert,
        K::VisitNoDossier(code()),
        K::VisitNoExpert(seat()),
        K::AccountTwice(fixed("panel")),
        K::NotAKey(fixed("ssh-dss")),
        K::NoDossier,
        K::CodeNotFileName(code(), fixed("W275.toml")),
        K::LevelTooLow(fixed("technician")),
        K::TextNoSection(word(), Some(fixed("mastery"))),
        K::TextNoSection(word(), None),
        K::ConfidentialHas("born"),
        K::YoungNotConfidential,
        K::HonourTwice(fixed("Title")),
        K::BornImplausible,
        K::QuotaAboveTen(11),
        K::NoSecretary,
        K::Over55(56),
        K::EarlierTitle(2019),
        K::MissingText(fixed("Mastery")),
        K::MissingStory,
        K::LongStory(1200),
        K::TitleAtTwoLevels(fixed("Title")),
        K::LooksLikeName(fixed("A B")),
        K::LooksLikePhone(fixed("0631-5200000")),
        K::LooksLikeIdNumber(fixed("3710")),
        K::LooksLikePatent(fixed("ZL2018")),
        K::LooksLikeEmployer(fixed("Works")),
        K::CodeNotDrawn(code()),
        K::MonthMatters,
        K::Cleaned(3),
        K::Ignored,
        K::DropNeverApplies,
        K::FewerSeatsThanMin,
        K::NoBands(ItemId::parse("mastery").unwrap()),
    ];
    all.extend(kinds.map(|kind| K::WrongType(word(), kind)));
    all.extend(errors.map(|error| K::BadNumber(word(), error)));
    all
}

#[test]
fn every_finding_says_what_is_wrong_and_what_to_do_in_both_languages() {
    for lang in Lang::ALL {
        for kind in all() {
            let (what, next) = finding(lang, &kind);
            for text in [what, next] {
                check::sentence(lang, &text);
                // Findings stand on a screen and in a shell alike, so they name neither keys nor commands.
                for setting in Setting::ALL {
                    check::setting(setting, &text);
                }
            }
        }
    }
}

#[test]
fn a_summary_says_whether_scoring_can_open() {
    assert_eq!(summary(Lang::Zh, 0, 0), "检查完毕，没有问题，可以开始评分。");
    assert_eq!(summary(Lang::Zh, 0, 2), "检查完毕：没有错误，2 处提醒，可以开始评分。");
    assert_eq!(summary(Lang::En, 1, 2), "Checked: 1 error, 2 cautions; correct the errors before scoring can open.");
    for lang in Lang::ALL {
        for counts in [(0, 0), (0, 1), (1, 0), (2, 2)] {
            check::sentence(lang, &summary(lang, counts.0, counts.1));
        }
    }
}

#[test]
fn a_place_is_file_line_column() {
    let at = |line, column| place(&Place { file: fixed("panel.toml"), line, column });
    assert_eq!([at(0, 0), at(3, 0), at(3, 7)], ["panel.toml", "panel.toml:3", "panel.toml:3:7"]);
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    let kind = FindingKind::UnknownKey(fixed("qouta"), Some::<Clean>(fixed("quota")));
    assert_eq!(finding(Lang::Zh, &kind).0, "不认识“qouta”，是不是“quota”？");
}
