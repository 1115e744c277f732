//! Reading keys of a TOML table into checked values; numbers from their written text, never by float.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::source::Found;
use crate::domain::{Expected, FindingKind, IdError, Points, PointsError, SectionId};
use crate::text::{Clean, clean_line, nearest};

/// A table and where it stands; missing keys are reported there.
#[derive(Clone)]
pub(super) struct Table<'t, 'i> {
    pub(super) keys: &'t DeTable<'i>,
    pub(super) at: Range<usize>,
}

/// A value and where it stands.
pub(super) type Value<'t, 'i> = &'t Spanned<DeValue<'i>>;

/// The largest whole number that may be written (DESIGN §2).
pub(super) const MAX_WHOLE: u32 = 1_000_000;

/// A word of a file for a message: one clean line, not endless.
pub(super) fn short(word: &str) -> Clean {
    const MAX: usize = 60;
    let line = clean_line(word);
    if line.chars().count() <= MAX {
        return line;
    }
    clean_line(&line.chars().take(MAX).chain(std::iter::once('…')).collect::<String>())
}

impl<'t, 'i> Table<'t, 'i> {
    /// What stands in it and in the tables below, each with its path: a section id with dots may be written without
    /// quotes.
    pub(super) fn leaves(&self) -> Vec<(String, Range<usize>, Value<'t, 'i>)> {
        let mut leaves = Vec::new();
        let mut open = vec![(String::new(), self.clone())];
        while let Some((path, table)) = open.pop() {
            for (key, value) in table.keys {
                let name: &str = key.get_ref();
                let name = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                match value.get_ref() {
                    DeValue::Table(keys) if name.len() <= SectionId::MAX => {
                        open.push((name, Table { keys, at: value.span() }));
                    }
                    _ => leaves.push((name, key.span(), value)),
                }
            }
        }
        leaves
    }

    /// Reports keys that are not among the known ones.
    pub(super) fn only(&self, found: &mut Found<'_, '_>, known: &[&str]) {
        for key in self.keys.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) && !found.is_full() {
                let near = nearest(name, known.iter().copied()).map(clean_line);
                found.add(&key.span(), FindingKind::UnknownKey(short(name), near));
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<Value<'t, 'i>> {
        self.keys.get(key)
    }

    /// Where a key's value stands, else the table.
    pub(super) fn span(&self, key: &str) -> Range<usize> {
        self.get(key).map_or_else(|| self.at.clone(), Spanned::span)
    }

    /// A value that has to be there.
    pub(super) fn need(&self, found: &mut Found<'_, '_>, key: &'static str) -> Option<Value<'t, 'i>> {
        let value = self.get(key);
        if value.is_none() {
            found.add(&self.at, FindingKind::MissingKey(key));
        }
        value
    }

    /// A table below, where there is one.
    pub(super) fn table(&self, found: &mut Found<'_, '_>, key: &str) -> Option<Table<'t, 'i>> {
        let value = self.get(key)?;
        let table = as_table(value);
        if table.is_none() {
            found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Table));
        }
        table
    }

    /// The entries of a list, at most `max`.
    pub(super) fn list(&self, found: &mut Found<'_, '_>, key: &'static str, max: usize) -> Vec<Value<'t, 'i>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            found.add(&value.span(), FindingKind::WrongType(short(key), Expected::List));
            return Vec::new();
        };
        if list.len() > max {
            found.add(&value.span(), FindingKind::TooMany(key, max));
        }
        list.iter().take(max).collect()
    }

    /// The tables of a list of tables, at most `max`.
    pub(super) fn tables(&self, found: &mut Found<'_, '_>, key: &'static str, max: usize) -> Vec<Table<'t, 'i>> {
        let mut tables = Vec::new();
        for value in self.list(found, key, max) {
            match as_table(value) {
                Some(table) => tables.push(table),
                None => found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Table)),
            }
        }
        tables
    }

    /// One line of text, empty where the key is absent.
    pub(super) fn line(&self, found: &mut Found<'_, '_>, key: &str, max: usize) -> Clean {
        self.get(key).and_then(|value| line(found, key, value, max)).unwrap_or_default()
    }

    /// One line of text that has to be there and not be empty.
    pub(super) fn need_line(&self, found: &mut Found<'_, '_>, key: &'static str, max: usize) -> Option<Clean> {
        let value = self.need(found, key)?;
        let text = line(found, key, value, max)?;
        if text.is_empty() {
            found.add(&value.span(), FindingKind::MissingKey(key));
            return None;
        }
        Some(text)
    }

    /// Lines of text.
    pub(super) fn lines(
        &self,
        found: &mut Found<'_, '_>,
        key: &'static str,
        max: usize,
        chars: usize,
    ) -> Vec<(Clean, Range<usize>)> {
        let mut lines = Vec::new();
        for value in self.list(found, key, max) {
            if let Some(text) = line(found, key, value, chars) {
                lines.push((text, value.span()));
            }
        }
        lines
    }

    /// A number between two limits.
    pub(super) fn points(
        &self,
        found: &mut Found<'_, '_>,
        key: &str,
        lowest: Points,
        highest: Points,
    ) -> Option<Points> {
        let value = self.get(key)?;
        let number = number(found, key, value, (lowest, highest))?;
        if (lowest..=highest).contains(&number) {
            return Some(number);
        }
        let range = FindingKind::OutOfRange(short(key), show(&lowest), show(&highest));
        found.add(&value.span(), range);
        None
    }

    /// A whole number between two limits.
    pub(super) fn whole(&self, found: &mut Found<'_, '_>, key: &str, lowest: u32, highest: u32) -> Option<u32> {
        let value = self.get(key)?;
        let DeValue::Integer(_) = value.get_ref() else {
            found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Whole));
            return None;
        };
        let raw = found.raw(&value.span());
        let digits = raw.strip_prefix('-').unwrap_or(raw);
        if Points::parse(digits) == Err(PointsError::NotANumber) {
            found.add(&value.span(), FindingKind::BadNumber(short(raw), PointsError::NotANumber));
            return None;
        }
        let number = raw.parse::<u32>().ok().filter(|n| (lowest..=highest).contains(n));
        if number.is_none() {
            found.add(&value.span(), FindingKind::OutOfRange(short(key), show(&lowest), show(&highest)));
        }
        number
    }

    /// true or false.
    pub(super) fn truth(&self, found: &mut Found<'_, '_>, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Truth));
        }
        truth
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, found: &mut Found<'_, '_>, key: &str, words: &[(&str, T)]) -> Option<T> {
        self.get(key).and_then(|value| word(found, key, value, words))
    }

    /// A date.
    pub(super) fn date(&self, found: &mut Found<'_, '_>, key: &str) -> Option<NaiveDate> {
        let value = self.get(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(when) if when.time.is_none() && when.offset.is_none() => {
                when.date.and_then(|d| NaiveDate::from_ymd_opt(i32::from(d.year), d.month.into(), d.day.into()))
            }
            DeValue::String(text) => iso_date(text),
            DeValue::Datetime(_) => None,
            _ => {
                found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Date));
                return None;
            }
        };
        if date.is_none() {
            found.add(&value.span(), FindingKind::BadDate(short(found.raw(&value.span()))));
        }
        date
    }
}

/// The value as a table.
pub(super) fn as_table<'t, 'i>(value: Value<'t, 'i>) -> Option<Table<'t, 'i>> {
    value.get_ref().as_table().map(|keys| Table { keys, at: value.span() })
}

/// One line of text.
pub(super) fn line(found: &mut Found<'_, '_>, key: &str, value: Value<'_, '_>, max: usize) -> Option<Clean> {
    let Some(text) = value.get_ref().as_str() else {
        found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Text));
        return None;
    };
    let line = found.line(&value.span(), text);
    let chars = line.chars().count();
    if chars > max {
        found.add(&value.span(), FindingKind::TooLong(max, chars));
        return None;
    }
    Some(line)
}

/// A number as it is written in the file; the range is what a negative one is told.
pub(super) fn number(
    found: &mut Found<'_, '_>,
    key: &str,
    value: Value<'_, '_>,
    (lowest, highest): (Points, Points),
) -> Option<Points> {
    let (DeValue::Integer(_) | DeValue::Float(_)) = value.get_ref() else {
        found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Number));
        return None;
    };
    let raw = found.raw(&value.span());
    match Points::parse(raw) {
        Ok(points) => Some(points),
        // A plain negative number is a number; it is only too small.
        Err(PointsError::NotANumber) if raw.strip_prefix('-').is_some_and(|rest| Points::parse(rest).is_ok()) => {
            found.add(&value.span(), FindingKind::OutOfRange(short(key), show(&lowest), show(&highest)));
            None
        }
        Err(error) => {
            found.add(&value.span(), FindingKind::BadNumber(short(raw), error));
            None
        }
    }
}

/// One of some words.
pub(super) fn word<T: Copy>(
    found: &mut Found<'_, '_>,
    key: &str,
    value: Value<'_, '_>,
    words: &[(&str, T)],
) -> Option<T> {
    let Some(text) = value.get_ref().as_str() else {
        found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Text));
        return None;
    };
    let meant = words.iter().find(|(word, _)| *word == text).map(|(_, meant)| *meant);
    if meant.is_none() {
        let words = words.iter().map(|(word, _)| clean_line(word)).collect();
        found.add(&value.span(), FindingKind::NotOneOf(short(text), words));
    }
    meant
}

/// An id.
pub(super) fn id<T>(
    found: &mut Found<'_, '_>,
    key: &str,
    value: Value<'_, '_>,
    parse: fn(&str) -> Result<T, IdError>,
) -> Option<T> {
    let Some(text) = value.get_ref().as_str() else {
        found.add(&value.span(), FindingKind::WrongType(short(key), Expected::Text));
        return None;
    };
    match parse(text) {
        Ok(id) => Some(id),
        Err(error) => {
            found.add(&value.span(), FindingKind::BadId(short(text), error));
            None
        }
    }
}

/// `YYYY-MM-DD`, digits only.
pub(super) fn iso_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Something short of ours as clean text.
pub(super) fn show(value: &impl std::fmt::Display) -> Clean {
    clean_line(&value.to_string())
}
