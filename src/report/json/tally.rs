//! The JSON of `tally`, as the office has it and as experts are shown it.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{ahead_by, standing, written};
use crate::desk::view::ListView;
use crate::domain::tally::{List, Ranked};
use crate::domain::{Fixed, HonourCounts, SectionId};

/// What is known of a tally besides its list.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// The panel's title.
    pub title: &'a str,
    /// The quota.
    pub quota: u32,
    /// Number of events; 0 where no journal was read.
    pub events: u64,
    /// The journal's head, 64 hex; empty where no journal was read.
    pub head: &'a str,
}

impl<'a> Heading<'a> {
    /// Of a list from the journal.
    pub fn of(view: &'a ListView) -> Self {
        Self { title: &view.title, quota: view.quota, events: view.events, head: &view.head }
    }
}

#[derive(Serialize)]
struct Tally<'a> {
    title: &'a str,
    quota: u32,
    events: u64,
    head: Option<&'a str>,
    candidates: Candidates<'a>,
}

struct Candidates<'a>(&'a List);

impl Serialize for Candidates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.lines.iter().map(Candidate::of))
    }
}

#[derive(Serialize)]
struct Candidate<'a> {
    rank: Option<u32>,
    code: &'a str,
    standing: &'static str,
    score: Option<String>,
    exact: Option<String>,
    sheets: u32,
    dropped: Dropped<'a>,
    sections: Sections<'a>,
    honours: Honours,
    age: Option<u32>,
    ahead_by: Option<&'static str>,
}

impl<'a> Candidate<'a> {
    fn of(ranked: &'a Ranked) -> Self {
        let line = &*ranked.line;
        Self {
            rank: ranked.rank,
            code: line.code.as_str(),
            standing: standing(ranked.standing),
            score: line.score.map(|score| score.to_string()),
            exact: line.exact.map(|exact| exact.to_string()),
            sheets: line.sheets,
            dropped: Dropped(ranked),
            sections: Sections(&line.sections),
            honours: Honours::of(line.honours),
            age: line.age,
            ahead_by: ranked.ahead_by.map(ahead_by),
        }
    }
}

struct Dropped<'a>(&'a Ranked);

impl Serialize for Dropped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.line.dropped.len()))?;
        for seat in &self.0.line.dropped {
            seq.serialize_element(seat.as_str())?;
        }
        seq.end()
    }
}

/// A map in the form's order, not the alphabet's.
struct Sections<'a>(&'a [(SectionId, Fixed)]);

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (section, value) in self.0 {
            map.serialize_entry(section.as_str(), &value.to_string())?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Honours {
    national: u32,
    provincial: u32,
    municipal: u32,
}

impl Honours {
    fn of(counts: HonourCounts) -> Self {
        Self { national: counts.national, provincial: counts.provincial, municipal: counts.municipal }
    }
}

/// The JSON of `shouxi tally --format json`, in one line.
pub fn tally(heading: Heading<'_>, list: &List) -> String {
    let Heading { title, quota, events, head } = heading;
    let head = Some(head).filter(|head| !head.is_empty());
    written(&Tally { title, quota, events, head, candidates: Candidates(list) })
}

#[derive(Serialize)]
struct ShownTally<'a> {
    title: &'a str,
    quota: u32,
    candidates: Vec<Shown<'a>>,
}

/// A line as experts are shown it.
#[derive(Serialize)]
struct Shown<'a> {
    rank: Option<u32>,
    code: &'a str,
    standing: &'static str,
    score: Option<String>,
    honours: Honours,
    young: bool,
}

/// The list as experts are shown it after final (DESIGN §7): what is kept from them is left out, not written as 0 or
/// null; `young` stands in for the age.
pub fn shown_tally(title: &str, quota: u32, list: &List) -> String {
    let each = list.lines.iter().map(|ranked| {
        let line = &*ranked.line;
        Shown {
            rank: ranked.rank,
            code: line.code.as_str(),
            standing: standing(ranked.standing),
            score: line.score.map(|score| score.to_string()),
            honours: Honours::of(line.honours),
            young: line.young,
        }
    });
    written(&ShownTally { title, quota, candidates: each.collect() })
}
