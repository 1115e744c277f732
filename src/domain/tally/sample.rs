//! Small panels for the tests of this room.

use chrono::NaiveDate;

use super::{CountedSheet, Line, line};
use crate::domain::{
    Average, BasisRule, Born, Code, Compare, ExpertsSee, Facts, Fixed, Honour, HonourLevel, HonourReading, Item,
    ItemId, Level, Pair, Points, Rounding, Rules, Scoring, SeatId, Section, SectionId, TallyRules, TieStep,
};
use crate::text::{Clean, clean_line};

pub(in crate::domain) fn points(word: &str) -> Points {
    Points::parse(word).unwrap()
}

pub(super) fn seat(id: &str) -> SeatId {
    SeatId::parse(id).unwrap()
}

pub(in crate::domain) fn code(id: &str) -> Code {
    Code::parse(id).unwrap()
}

/// A file mark.
pub(super) fn whole(word: &str) -> Pair {
    [Some(points(word)), None]
}

/// The rules `shouxi new` writes, for `sections` sections `s1` … of 100 points scored as a whole.
pub(super) fn rules(sections: usize) -> Rules {
    rules_with_items(sections, 1)
}

pub(in crate::domain) fn rules_with_items(sections: usize, items: usize) -> Rules {
    let section = |n: usize| Section {
        id: SectionId::parse(&format!("s{n}")).unwrap(),
        name: clean_line("板块"),
        weight: Points::whole(1),
        items: (1..=items).map(|i| item(&format!("s{n}.{i}"))).collect(),
        whole: items == 1,
    };
    Rules {
        title: clean_line("评审"),
        quota: 10,
        as_of: NaiveDate::from_ymd_opt(2024, 7, 31).unwrap(),
        scoring: Scoring { step: points("0.001"), basis: BasisRule::OnsiteFirst, deviation: Points::whole(20) },
        tally: TallyRules {
            average: Average::Total,
            drop: 1,
            drop_from: 5,
            min_sheets: 3,
            decimals: 2,
            rounding: Rounding::HalfUp,
            compare: Compare::Published,
            pass: Some(Points::whole(60)),
            tie_break: vec![TieStep::Honours, TieStep::Age],
            honours: HonourReading::ByLevel,
            young: 45,
        },
        experts: ExpertsSee::Nothing,
        sections: (1..=sections).map(section).collect(),
    }
}

fn item(id: &str) -> Item {
    Item { id: ItemId::parse(id).unwrap(), name: clean_line("评分项"), max: Points::whole(100), bands: Vec::new() }
}

pub(super) fn facts(id: &str) -> Facts {
    Facts {
        code: code(id),
        trade: clean_line("焊工"),
        level: Level::Senior,
        field: Clean::default(),
        post: Clean::default(),
        born: Some(Born { date: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap(), month_only: false }),
        title_year: None,
        confidential: false,
        young: None,
        honours: Vec::new(),
        digest: [0; 32],
    }
}

/// Facts with counts of honours, older or 45 and younger.
pub(super) fn person(id: &str, honours: [u32; 3], young: bool) -> Facts {
    let levels = [HonourLevel::National, HonourLevel::Provincial, HonourLevel::Municipal];
    let given = |(level, count)| Honour { level, title: Clean::default(), year: None, count, counted: true };
    let year = if young { 1990 } else { 1970 };
    let born = Born { date: NaiveDate::from_ymd_opt(year, 1, 1).unwrap(), month_only: false };
    Facts { honours: levels.into_iter().zip(honours).map(given).collect(), born: Some(born), ..facts(id) }
}

/// Sheets of E01, E02, … with their marks.
pub(super) struct Sheets(Vec<(SeatId, Vec<Pair>)>);

impl Sheets {
    /// One list of [file, on-site] a sheet; an empty word is no mark.
    pub(super) fn new(sheets: &[&[[&str; 2]]]) -> Self {
        let mark = |word: &str| (!word.is_empty()).then(|| points(word));
        let marks = |pairs: &&[[&str; 2]]| pairs.iter().map(|pair| pair.map(mark)).collect();
        Self(sheets.iter().enumerate().map(|(n, pairs)| (seat(&format!("E{:02}", n + 1)), marks(pairs))).collect())
    }

    /// One file mark a sheet; an empty word leaves the seat out.
    pub(super) fn whole(totals: &[&str]) -> Self {
        let mut sheets = Self(Vec::new());
        for (n, word) in totals.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
            sheets.0.push((seat(&format!("E{:02}", n + 1)), vec![whole(word)]));
        }
        sheets
    }

    pub(super) fn counted(&self) -> Vec<CountedSheet<'_>> {
        self.0.iter().map(|(seat, points)| CountedSheet { seat, points }).collect()
    }
}

/// A line of three equal sheets.
pub(super) fn scored(rules: &Rules, facts: &Facts, score: &str) -> std::sync::Arc<Line> {
    std::sync::Arc::new(line(rules, facts, false, &Sheets::whole(&[score; 3]).counted()).unwrap())
}

pub(super) fn shown(sections: &[(SectionId, Fixed)]) -> String {
    let each: Vec<String> = sections.iter().map(|(id, value)| format!("{id} {value}")).collect();
    each.join(" ")
}
