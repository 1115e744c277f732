//! A candidate's dossier 申报材料: facts that enter the record, and texts that stay in frozen files (DESIGN §2, §3).

use chrono::{Datelike, NaiveDate};

use super::{Code, SectionId};
use crate::text::Clean;

/// Vocational levels that may apply (DOMAIN §1), as the certificate writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// 高级技师.
    Senior,
    /// 一级/高级技师.
    FirstSenior,
    /// 高级技师（一级）.
    SeniorFirst,
    /// 特级技师.
    Special,
    /// 首席技师, the vocational level; not the title 威海市首席技师.
    Chief,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 5] = [Self::Senior, Self::FirstSenior, Self::SeniorFirst, Self::Special, Self::Chief];

    /// As written; a term of the field, the same in every language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Senior => "高级技师",
            Self::FirstSenior => "一级/高级技师",
            Self::SeniorFirst => "高级技师（一级）",
            Self::Special => "特级技师",
            Self::Chief => "首席技师",
        }
    }

    /// Reads a level; brackets of either width.
    pub fn parse(word: &str) -> Option<Self> {
        let wide = word.replace('(', "（").replace(')', "）");
        Self::ALL.into_iter().find(|level| level.as_str() == wide)
    }
}

/// A birth date; a bare month counts as its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Born {
    /// The date, or the month's first day.
    pub date: NaiveDate,
    /// Only year and month were written.
    pub month_only: bool,
}

impl Born {
    /// Whole years on `day`; a birthday on it is reached, 29 February on 1 March in other years.
    /// `None` where the birth lies after `day`.
    pub fn age_on(self, day: NaiveDate) -> Option<u32> {
        let years = day.year() - self.date.year();
        let reached = (day.month(), day.day()) >= (self.date.month(), self.date.day());
        u32::try_from(if reached { years } else { years - 1 }).ok()
    }
}

/// Level of an honour 荣誉称号.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HonourLevel {
    /// 国家级.
    National,
    /// 省级.
    Provincial,
    /// 市级.
    Municipal,
}

/// One honour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Honour {
    /// Its level.
    pub level: HonourLevel,
    /// Its title; empty in a confidential dossier.
    pub title: Clean,
    /// The year it was given.
    pub year: Option<i32>,
    /// How many; 1 but in a confidential dossier.
    pub count: u32,
    /// Left out of the tie rule when false.
    pub counted: bool,
}

/// How many counted honours of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HonourCounts {
    /// 国家级.
    pub national: u32,
    /// 省级.
    pub provincial: u32,
    /// 市级.
    pub municipal: u32,
}

/// What enters the record about a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its code.
    pub code: Code,
    /// 工种.
    pub trade: Clean,
    /// Vocational level.
    pub level: Level,
    /// Priority field: shown, reported, never ranked.
    pub field: Clean,
    /// 岗位.
    pub post: Clean,
    /// Never shown to experts.
    pub born: Option<Born>,
    /// Year of an earlier 首席技师 title; never shown to experts.
    pub title_year: Option<i32>,
    /// A confidential person: no text, awards, titles or birth date.
    pub confidential: bool,
    /// `young` as declared by a confidential dossier.
    pub young: Option<bool>,
    /// All honours as listed.
    pub honours: Vec<Honour>,
    /// BLAKE3 of the file's bytes: which copy in `frozen/` it is.
    pub digest: [u8; 32],
}

impl Facts {
    /// Counted honours by level.
    pub fn honour_counts(&self) -> HonourCounts {
        let mut counts = HonourCounts::default();
        for honour in self.honours.iter().filter(|honour| honour.counted) {
            let place = match honour.level {
                HonourLevel::National => &mut counts.national,
                HonourLevel::Provincial => &mut counts.provincial,
                HonourLevel::Municipal => &mut counts.municipal,
            };
            *place = place.saturating_add(honour.count);
        }
        counts
    }

    /// Whole years on `day`, where the birth is known.
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        self.born.and_then(|born| born.age_on(day))
    }

    /// `limit` or younger on `day`; unknown is not young.
    pub fn is_young(&self, day: NaiveDate, limit: u32) -> bool {
        self.age_on(day).map_or(self.young == Some(true), |age| age <= limit)
    }
}

/// A contest placing or technical award 奖项; experts see the title without the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Its title.
    pub title: Clean,
    /// The year.
    pub year: Option<i32>,
}

/// What experts read; kept in `store/frozen/`, not in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// One text a section, in the form's order.
    pub sections: Vec<(SectionId, Clean)>,
    /// 事迹材料.
    pub story: Clean,
    /// Awards.
    pub awards: Vec<Award>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(born: (i32, u32, u32), day: (i32, u32, u32)) -> Option<u32> {
        let date = |(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        Born { date: date(born), month_only: false }.age_on(date(day))
    }

    #[test]
    fn a_birthday_on_the_reference_day_is_reached() {
        assert_eq!(age((1979, 7, 31), (2024, 7, 31)), Some(45));
        assert_eq!(age((1979, 8, 1), (2024, 7, 31)), Some(44));
    }

    #[test]
    fn the_twenty_ninth_of_february_is_reached_on_the_first_of_march() {
        assert_eq!(age((1980, 2, 29), (2025, 2, 28)), Some(44));
        assert_eq!(age((1980, 2, 29), (2025, 3, 1)), Some(45));
        assert_eq!(age((1980, 2, 29), (2024, 2, 29)), Some(44));
        assert_eq!(age((2030, 1, 1), (2024, 2, 29)), None);
    }

    #[test]
    fn levels_are_read_with_brackets_of_either_width() {
        assert_eq!(Level::parse("高级技师(一级)"), Some(Level::SeniorFirst));
        assert_eq!(Level::parse("技师"), None);
    }
}
