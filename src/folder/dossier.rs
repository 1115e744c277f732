//! `dossiers/CODE.toml`: one candidate's facts and texts (DESIGN §2, DOMAIN §1 and §6).

use chrono::{Datelike, NaiveDate};
use toml::de::DeValue;

use super::anonymity;
use super::keys::{Table, id, iso_date, line, short};
use super::panel::Outline;
use super::source::{Found, Source, sorted};
use crate::domain::{
    Award, Born, Code, Expected, Facts, Finding, FindingKind, Honour, HonourLevel, Level, Place, SectionId, Texts,
    limit,
};
use crate::text::{Clean, clean_line, nearest};

/// Characters of a story that the form asks for, at most.
const STORY_CHARS: usize = 1_100;

/// Whole years above which a reason is asked for.
const AGE: u32 = 55;

/// What is read of a dossier beside its findings.
pub(super) type Dossier = (Facts, Texts);

/// What reading a dossier gives.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The dossier, only where the file has no error.
    pub(super) dossier: Option<Dossier>,
    /// The code it gives itself, and where, whatever else is wrong.
    pub(super) code: Option<(Code, Place)>,
    /// Everything found, by place.
    pub(super) findings: Vec<Finding>,
}

/// How closely a dossier is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Everything there is to be told.
    Whole,
    /// Without looking for names, numbers and employers in the texts: those are cautions, and a third of the work.
    Errors,
}

/// Reads a dossier.
pub(super) fn read(bytes: &[u8], file: &str, outline: Option<&Outline>, care: Care) -> Reading {
    let mut list = Vec::new();
    let Some(source) = Source::new(bytes, file, &mut list) else {
        return Reading { findings: list, ..Reading::default() };
    };
    let mut found = Found::new(&source, list);
    let (keys, at) = source.parse(&mut found);
    let top = Table { keys: &keys, at };
    let digest = *blake3::hash(bytes).as_bytes();
    let code = code(&mut found, &top);
    let place = source.place(top.span("code").start);
    let named = code.clone().map(|code| (code, place));
    let dossier = content(&mut found, &top, (outline, care), code, digest).filter(|_| !found.has_error());
    if let (Some((facts, _)), Some(outline)) = (&dossier, outline) {
        age(&mut found, &top, facts, outline);
    }
    Reading { dossier, code: named, findings: sorted(found.list) }
}

/// Only the texts, with no checks: what a frozen copy is read for. Texts of unknown sections are left out.
pub(super) fn texts(bytes: &[u8], sections: &[SectionId]) -> Option<Texts> {
    let source = Source::new(bytes, "", &mut Vec::new())?;
    let mut found = Found::new(&source, Vec::new());
    let (keys, at) = source.parse(&mut found);
    let top = Table { keys: &keys, at };
    let outline = Outline { sections: sections.to_vec(), as_of: None, young: 0, by_age: false, visits: Vec::new() };
    let mut texts = Texts { awards: awards(&mut found, &top), ..Texts::default() };
    written(&mut found, &top, Some(&outline), &mut texts);
    Some(texts)
}

fn content(
    found: &mut Found<'_, '_>,
    top: &Table<'_, '_>,
    (outline, care): (Option<&Outline>, Care),
    code: Option<Code>,
    digest: [u8; 32],
) -> Option<Dossier> {
    top.only(
        found,
        &[
            "code",
            "trade",
            "level",
            "field",
            "post",
            "born",
            "title_year",
            "confidential",
            "young",
            "honours",
            "awards",
            "text",
        ],
    );
    let trade = top.need_line(found, "trade", limit::NAME_CHARS);
    let level = level(found, top);
    let field = top.line(found, "field", limit::NAME_CHARS);
    let post = top.line(found, "post", limit::NAME_CHARS);
    let born = born(found, top, outline);
    let title_year = year(found, top, "title_year");
    if let Some(year) = title_year {
        found.add(&top.span("title_year"), FindingKind::EarlierTitle(year));
    }
    let confidential = top.truth(found, "confidential").unwrap_or(false);
    let young = top.truth(found, "young");
    let honours = honours(found, top, confidential);
    let mut texts = Texts { awards: awards(found, top), ..Texts::default() };
    if confidential {
        for key in ["text", "awards", "title_year", "born"] {
            if top.get(key).is_some() {
                found.add(&top.span(key), FindingKind::ConfidentialHas(key));
            }
        }
    } else {
        if young.is_some() {
            found.add(&top.span("young"), FindingKind::YoungNotConfidential);
        }
        written(found, top, outline, &mut texts);
        missing(found, top, outline, &texts);
        if care == Care::Whole {
            anonymity::dossier(found, top);
        }
    }
    let facts = Facts {
        code: code?,
        trade: trade?,
        level: level?,
        field,
        post,
        born,
        title_year,
        confidential,
        young: young.filter(|_| confidential),
        honours,
        digest,
    };
    Some((facts, texts))
}

fn code(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> Option<Code> {
    let value = top.need(found, "code")?;
    let code = id(found, "code", value, Code::parse)?;
    let file = found.source.file.clone();
    let name = file.rsplit('/').next().unwrap_or("");
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    if stem != code.as_str() {
        found.add(&value.span(), FindingKind::CodeNotFileName(code.clone(), clean_line(stem)));
    }
    if !code.is_drawn_form() {
        found.add(&value.span(), FindingKind::CodeNotDrawn(code.clone()));
    }
    Some(code)
}

fn level(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> Option<Level> {
    let value = top.need(found, "level")?;
    let word = line(found, "level", value, limit::NAME_CHARS)?;
    let level = Level::parse(&word);
    if level.is_none() {
        found.add(&value.span(), FindingKind::LevelTooLow(short(&word)));
    }
    level
}

/// A date, or year and month in quotes, which count as the month's first day.
fn born(found: &mut Found<'_, '_>, top: &Table<'_, '_>, outline: Option<&Outline>) -> Option<Born> {
    let value = top.get("born")?;
    let born = match value.get_ref() {
        DeValue::String(text) => match iso_date(text) {
            Some(date) => Some(Born { date, month_only: false }),
            None if text.len() == 7 => iso_date(&format!("{text}-01")).map(|date| Born { date, month_only: true }),
            None => None,
        },
        _ => Some(Born { date: top.date(found, "born")?, month_only: false }),
    };
    let Some(born) = born else {
        found.add(&value.span(), FindingKind::BadDate(short(found.raw(&value.span()))));
        return None;
    };
    let after = outline.and_then(|outline| outline.as_of).is_some_and(|day| born.date > day);
    if after || born.date.year() < 1900 {
        found.add(&value.span(), FindingKind::BornImplausible);
        return None;
    }
    Some(born)
}

fn year(found: &mut Found<'_, '_>, table: &Table<'_, '_>, key: &str) -> Option<i32> {
    table.whole(found, key, 1900, 2200).and_then(|year| i32::try_from(year).ok())
}

fn honours(found: &mut Found<'_, '_>, top: &Table<'_, '_>, confidential: bool) -> Vec<Honour> {
    let mut honours: Vec<Honour> = Vec::new();
    for table in top.tables(found, "honours", limit::ENTRIES) {
        let known: &[&str] =
            if confidential { &["level", "count", "counted"] } else { &["level", "title", "year", "counted"] };
        if confidential && table.get("title").is_some() {
            found.add(&table.span("title"), FindingKind::ConfidentialHas("honours.title"));
        } else if confidential && table.get("year").is_some() {
            found.add(&table.span("year"), FindingKind::ConfidentialHas("honours.year"));
        } else {
            table.only(found, known);
        }
        if !confidential {
            table.need(found, "title");
        }
        let levels = [
            ("national", HonourLevel::National),
            ("provincial", HonourLevel::Provincial),
            ("municipal", HonourLevel::Municipal),
        ];
        let level = table.need(found, "level").and_then(|_| table.word(found, "level", &levels));
        let title = table.line(found, "title", limit::NAME_CHARS);
        let year = year(found, &table, "year");
        let number = table.whole(found, "count", 1, 1_000).filter(|_| confidential).unwrap_or(1);
        let counted = table.truth(found, "counted").unwrap_or(true);
        let Some(level) = level else { continue };
        let honour = Honour { level, title, year, count: number, counted };
        if honours.iter().any(|other| repeats(other, &honour)) {
            found.add(&table.at, FindingKind::HonourTwice(named(&honour)));
        } else if honours
            .iter()
            .any(|other| !honour.title.is_empty() && other.title == honour.title && other.level != level)
        {
            found.add(&table.span("title"), FindingKind::TitleAtTwoLevels(honour.title.clone()));
        }
        honours.push(honour);
    }
    honours
}

/// The same title at the same level is the same honour, unless the years say that it was given twice.
fn repeats(one: &Honour, other: &Honour) -> bool {
    let years = one.year.zip(other.year);
    one.level == other.level
        && one.counted == other.counted
        && one.title == other.title
        && years.is_none_or(|(one, other)| one == other)
}

fn named(honour: &Honour) -> Clean {
    if !honour.title.is_empty() {
        return honour.title.clone();
    }
    clean_line(match honour.level {
        HonourLevel::National => "national",
        HonourLevel::Provincial => "provincial",
        HonourLevel::Municipal => "municipal",
    })
}

fn awards(found: &mut Found<'_, '_>, top: &Table<'_, '_>) -> Vec<Award> {
    let mut awards = Vec::new();
    for table in top.tables(found, "awards", limit::ENTRIES) {
        table.only(found, &["title", "year"]);
        if table.need(found, "title").is_some() {
            let title = table.line(found, "title", limit::NAME_CHARS);
            awards.push(Award { title, year: year(found, &table, "year") });
        }
    }
    awards
}

fn written(found: &mut Found<'_, '_>, top: &Table<'_, '_>, outline: Option<&Outline>, texts: &mut Texts) {
    let Some(table) = top.table(found, "text") else { return };
    let mut chars = 0_usize;
    for (key, at, value) in table.leaves() {
        let Some(text) = value.get_ref().as_str() else {
            found.add(&value.span(), FindingKind::WrongType(short(&key), Expected::Text));
            continue;
        };
        let text = found.prose(&value.span(), text);
        chars = chars.saturating_add(text.chars().count());
        if key == "story" {
            texts.story = text;
            continue;
        }
        let known = outline.is_none_or(|outline| outline.sections.iter().any(|section| section.as_str() == key));
        match SectionId::parse(&key) {
            Ok(section) if known => texts.sections.push((section, text)),
            _ => {
                let names = outline.iter().flat_map(|outline| &outline.sections).map(SectionId::as_str);
                let near = nearest(&key, names.chain(std::iter::once("story"))).map(clean_line);
                found.add(&at, FindingKind::TextNoSection(short(&key), near));
            }
        }
    }
    if chars > limit::TEXT_CHARS {
        found.add(&table.at, FindingKind::TooLong(limit::TEXT_CHARS, chars));
    }
    if let Some(outline) = outline {
        let place = |id: &SectionId| outline.sections.iter().position(|section| section == id);
        texts.sections.sort_by_key(|(id, _)| place(id));
    }
}

fn missing(found: &mut Found<'_, '_>, top: &Table<'_, '_>, outline: Option<&Outline>, texts: &Texts) {
    let at = top.span("text");
    for section in outline.iter().flat_map(|outline| &outline.sections) {
        if !texts.sections.iter().any(|(id, text)| id == section && !text.trim().is_empty()) {
            found.add(&at, FindingKind::MissingText(short(section.as_str())));
        }
    }
    let table = top.get("text").and_then(super::keys::as_table);
    if texts.story.trim().is_empty() {
        found.add(&at, FindingKind::MissingStory);
    } else if let Some(table) = table {
        let chars = texts.story.chars().filter(|c| !c.is_whitespace()).count();
        if chars > STORY_CHARS {
            found.add(&table.span("story"), FindingKind::LongStory(chars));
        }
    }
}

/// Over 55 on the reference day; a bare month where the day would decide.
fn age(found: &mut Found<'_, '_>, top: &Table<'_, '_>, facts: &Facts, outline: &Outline) {
    let (Some(born), Some(day)) = (facts.born, outline.as_of) else { return };
    let Some(age) = born.age_on(day) else { return };
    if age > AGE {
        found.add(&top.span("born"), FindingKind::Over55(age));
    }
    let last = Born { date: month_end(born.date), month_only: false };
    let youngest = last.age_on(day).unwrap_or(0);
    let differs = |limit: u32| (age <= limit) != (youngest <= limit);
    if born.month_only && (differs(AGE) || (outline.by_age && differs(outline.young))) {
        found.add(&top.span("born"), FindingKind::MonthMatters);
    }
}

fn month_end(first: NaiveDate) -> NaiveDate {
    (28..=31).rev().find_map(|day| first.with_day(day)).unwrap_or(first)
}
