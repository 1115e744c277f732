//! The frozen types: what the bytes of version 1 mean.
//!
//! bincode stores fields and variants by **position** (PITFALLS 7). So nothing here is ever moved, removed, inserted or
//! given another type; a change is a `v2` beside this. The tests hold the bytes of every kind against
//! `tests/rules/golden/v1.txt`. Names follow the domain's, where their meaning is described.
//!
//! Strings are borrowed from the bytes they are read from: a journal of 20,000 marks has 100,000 of them, and most are
//! looked at once.
//!
//! Units: points are ten-thousandths, dates are days since the last day of the year before year 1, texts are as
//! [`crate::text::Clean`] holds them, digests are BLAKE3.

use serde::{Deserialize, Serialize};

pub(super) type Digest = [u8; 32];

#[derive(Serialize, Deserialize)]
pub(super) enum What<'a> {
    Batch { kind: BatchKind<'a>, parts: u32 },
    Fact(Fact<'a>),
    AmendmentConfirmed { number: u64 },
    StageChanged { to: Stage, reason: &'a str },
    Sealed { left: u32, lines: Vec<SealedLine<'a>> },
    Declared { dossier: &'a str },
    Marked { dossier: &'a str, mark: MarkSet<'a>, how: How },
    Noted { dossier: &'a str, note: &'a str },
    Entered { seat: &'a str, dossier: &'a str, marks: Vec<MarkSet<'a>>, note: Option<&'a str>, transcribed: bool },
    Signed { seat: &'a str, dossier: &'a str, halves: Vec<Half> },
    SetAside { seat: &'a str, dossier: &'a str, aside: Aside, reason: &'a str },
    AsideUndone { seat: &'a str, dossier: &'a str, reason: &'a str },
    Excused { seat: &'a str, dossier: Option<&'a str>, reason: &'a str },
    Replaced { old: &'a str, new: &'a str, reason: &'a str },
    Returned { seat: &'a str, dossier: &'a str, section: Option<&'a str>, reason: &'a str },
    ReturnCancelled { seat: &'a str, dossier: &'a str, reason: &'a str },
    Explained { dossier: &'a str, section: &'a str, reason: &'a str },
    ReturnAsked { dossier: &'a str, reason: &'a str },
    Withdrawn { dossier: &'a str, reason: &'a str },
    WithdrawalUndone { dossier: &'a str, reason: &'a str },
    Decided(Decision<'a>),
    Confirmed { seat: &'a str, dossier: &'a str },
    SecrecyChecked { dossier: &'a str, by: &'a str, result: &'a str },
    Dissented { text: &'a str },
    ExplanationEntered { seat: &'a str, dossier: &'a str, section: &'a str, reason: &'a str },
    MeetingOpened { codes: Vec<&'a str> },
    MeetingClosed,
    BackedUp,
    Restored,
}

#[derive(Serialize, Deserialize)]
pub(super) enum BatchKind<'a> {
    Opening { key: Option<Digest> },
    Amending { reason: &'a str, votes: Option<Votes<'a>>, pending: bool },
}

#[derive(Serialize, Deserialize)]
pub(super) enum Fact<'a> {
    #[serde(borrow)]
    Rules(Box<RulesHead<'a>>),
    Section(Section<'a>),
    Item(Item<'a>),
    Seat(Seat<'a>),
    Visit(Visit<'a>),
    Dossier(Box<Facts<'a>>),
}

#[derive(Serialize, Deserialize)]
pub(super) struct RulesHead<'a> {
    #[serde(borrow)]
    pub(super) rules: Rules<'a>,
    pub(super) paper: Paper<'a>,
    pub(super) witness: Vec<&'a str>,
    pub(super) digest: Digest,
}

/// Without its sections, which follow as facts of their own.
#[derive(Serialize, Deserialize)]
pub(super) struct Rules<'a> {
    pub(super) title: &'a str,
    pub(super) quota: u32,
    pub(super) as_of: i32,
    pub(super) scoring: Scoring,
    pub(super) tally: TallyRules,
    pub(super) experts: ExpertsSee,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Scoring {
    pub(super) step: i64,
    pub(super) basis: BasisRule,
    pub(super) deviation: i64,
}

#[derive(Serialize, Deserialize)]
pub(super) enum BasisRule {
    OnsiteFirst,
    Split { onsite: u8, file: u8 },
}

#[derive(Serialize, Deserialize)]
pub(super) struct TallyRules {
    pub(super) average: Average,
    pub(super) drop: u32,
    pub(super) drop_from: u32,
    pub(super) min_sheets: u32,
    pub(super) decimals: u8,
    pub(super) rounding: Rounding,
    pub(super) compare: Compare,
    pub(super) pass: Option<i64>,
    pub(super) tie_break: Vec<TieStep>,
    pub(super) honours: HonourReading,
    pub(super) young: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Average {
    Total,
    Section,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Rounding {
    HalfUp,
    HalfEven,
    Down,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Compare {
    Published,
    Exact,
}

#[derive(Serialize, Deserialize)]
pub(super) enum TieStep {
    Honours,
    Age,
}

#[derive(Serialize, Deserialize)]
pub(super) enum HonourReading {
    ByLevel,
    TopLevel,
    TopThenTotal,
}

#[derive(Serialize, Deserialize)]
pub(super) enum ExpertsSee {
    Nothing,
    List,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Paper<'a> {
    pub(super) office: &'a str,
    pub(super) number: &'a str,
    pub(super) place: &'a str,
    pub(super) date: Option<i32>,
    pub(super) phone: &'a str,
    pub(super) supervision_phone: &'a str,
}

/// Without its items, which follow as facts of their own.
#[derive(Serialize, Deserialize)]
pub(super) struct Section<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) weight: i64,
    pub(super) whole: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Item<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) max: i64,
    pub(super) bands: Vec<Band<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Band<'a> {
    pub(super) name: &'a str,
    pub(super) from: i64,
    pub(super) text: &'a str,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Seat<'a> {
    pub(super) id: &'a str,
    pub(super) role: Role,
    pub(super) name: &'a str,
    pub(super) phone: &'a str,
    pub(super) unix_user: &'a str,
    pub(super) ssh_key: &'a str,
    pub(super) employers: Vec<&'a str>,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Role {
    Expert,
    Secretary,
    Supervisor,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Visit<'a> {
    pub(super) dossier: &'a str,
    pub(super) seats: Vec<&'a str>,
    pub(super) date: i32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Facts<'a> {
    pub(super) code: &'a str,
    pub(super) trade: &'a str,
    pub(super) level: Level,
    pub(super) field: &'a str,
    pub(super) post: &'a str,
    pub(super) born: Option<Born>,
    pub(super) title_year: Option<i32>,
    pub(super) confidential: bool,
    pub(super) young: Option<bool>,
    pub(super) honours: Vec<Honour<'a>>,
    pub(super) digest: Digest,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Level {
    Senior,
    FirstSenior,
    SeniorFirst,
    Special,
    Chief,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Born {
    pub(super) date: i32,
    pub(super) month_only: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Honour<'a> {
    pub(super) level: HonourLevel,
    pub(super) title: &'a str,
    pub(super) year: Option<i32>,
    pub(super) count: u32,
    pub(super) counted: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) enum HonourLevel {
    National,
    Provincial,
    Municipal,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Stage {
    Setup,
    Scoring,
    Review,
    Final,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SealedLine<'a> {
    pub(super) rank: Option<u32>,
    pub(super) code: &'a str,
    pub(super) standing: Standing,
    pub(super) exact: &'a str,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Standing {
    Selected,
    Contested,
    Reserve,
    BelowPass,
    Incomplete,
    Withdrawn,
}

#[derive(Serialize, Deserialize)]
pub(super) struct MarkSet<'a> {
    pub(super) item: &'a str,
    pub(super) basis: Basis,
    pub(super) points: Option<i64>,
    pub(super) note: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Basis {
    File,
    Onsite,
}

#[derive(Serialize, Deserialize)]
pub(super) enum How {
    Entered,
    Undone,
    Redone,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Half {
    File,
    Onsite,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Aside {
    Conflict,
    Recognised,
    Abstained,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Votes<'a> {
    pub(super) in_favour: u32,
    pub(super) against: u32,
    pub(super) abstaining: u32,
    #[serde(borrow)]
    pub(super) voters: Vec<&'a str>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Decision<'a> {
    pub(super) rank: u32,
    pub(super) places: u32,
    pub(super) members: Vec<DecidedMember<'a>>,
    pub(super) order: Option<Vec<&'a str>>,
    pub(super) votes: Votes<'a>,
    pub(super) note: &'a str,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DecidedMember<'a> {
    pub(super) code: &'a str,
    pub(super) score: &'a str,
    pub(super) honours: [u32; 3],
    pub(super) young: bool,
}
