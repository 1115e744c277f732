//! The frozen types: what the bytes of version 1 mean.
//!
//! bincode stores fields and variants by **position** (PITFALLS 7). So nothing here is ever moved, removed, inserted or
//! given another type; a change is a `v2` beside this. The tests hold the bytes of every kind against
//! `tests/rules/golden/v1.txt`. Names follow the domain's, where their meaning is described.
//!
//! Units: points are ten-thousandths, dates are days since the last day of the year before year 1, texts are as
//! [`crate::text::Clean`] holds them, digests are BLAKE3.

use serde::{Deserialize, Serialize};

pub(super) type Digest = [u8; 32];

#[derive(Serialize, Deserialize)]
pub(super) enum What {
    Batch { kind: BatchKind, parts: u32 },
    Fact(Fact),
    AmendmentConfirmed { number: u64 },
    StageChanged { to: Stage, reason: String },
    Sealed { left: u32, lines: Vec<SealedLine> },
    Declared { dossier: String },
    Marked { dossier: String, mark: MarkSet, how: How },
    Noted { dossier: String, note: String },
    Entered { seat: String, dossier: String, marks: Vec<MarkSet>, note: Option<String>, transcribed: bool },
    Signed { seat: String, dossier: String, halves: Vec<Half> },
    SetAside { seat: String, dossier: String, aside: Aside, reason: String },
    AsideUndone { seat: String, dossier: String, reason: String },
    Excused { seat: String, dossier: Option<String>, reason: String },
    Replaced { old: String, new: String, reason: String },
    Returned { seat: String, dossier: String, section: Option<String>, reason: String },
    ReturnCancelled { seat: String, dossier: String, reason: String },
    Explained { dossier: String, section: String, reason: String },
    ReturnAsked { dossier: String, reason: String },
    Withdrawn { dossier: String, reason: String },
    WithdrawalUndone { dossier: String, reason: String },
    Decided(Decision),
    Confirmed { seat: String, dossier: String },
    SecrecyChecked { dossier: String, by: String, result: String },
    Dissented { text: String },
    ExplanationEntered { seat: String, dossier: String, section: String, reason: String },
    MeetingOpened { codes: Vec<String> },
    MeetingClosed,
}

#[derive(Serialize, Deserialize)]
pub(super) enum BatchKind {
    Opening { key: Option<Digest> },
    Amending { reason: String, votes: Option<Votes>, pending: bool },
}

#[derive(Serialize, Deserialize)]
pub(super) enum Fact {
    Rules(Box<RulesHead>),
    Section(Section),
    Item(Item),
    Seat(Seat),
    Visit(Visit),
    Dossier(Box<Facts>),
}

#[derive(Serialize, Deserialize)]
pub(super) struct RulesHead {
    pub(super) rules: Rules,
    pub(super) paper: Paper,
    pub(super) witness: Vec<String>,
    pub(super) digest: Digest,
}

/// Without its sections, which follow as facts of their own.
#[derive(Serialize, Deserialize)]
pub(super) struct Rules {
    pub(super) title: String,
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
pub(super) struct Paper {
    pub(super) office: String,
    pub(super) number: String,
    pub(super) place: String,
    pub(super) date: Option<i32>,
    pub(super) phone: String,
    pub(super) supervision_phone: String,
}

/// Without its items, which follow as facts of their own.
#[derive(Serialize, Deserialize)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) weight: i64,
    pub(super) whole: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) max: i64,
    pub(super) bands: Vec<Band>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Band {
    pub(super) name: String,
    pub(super) from: i64,
    pub(super) text: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Seat {
    pub(super) id: String,
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) unix_user: String,
    pub(super) ssh_key: String,
    pub(super) employers: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Role {
    Expert,
    Secretary,
    Supervisor,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Visit {
    pub(super) dossier: String,
    pub(super) seats: Vec<String>,
    pub(super) date: i32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) code: String,
    pub(super) trade: String,
    pub(super) level: Level,
    pub(super) field: String,
    pub(super) post: String,
    pub(super) born: Option<Born>,
    pub(super) title_year: Option<i32>,
    pub(super) confidential: bool,
    pub(super) young: Option<bool>,
    pub(super) honours: Vec<Honour>,
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
pub(super) struct Honour {
    pub(super) level: HonourLevel,
    pub(super) title: String,
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
pub(super) struct SealedLine {
    pub(super) rank: Option<u32>,
    pub(super) code: String,
    pub(super) standing: Standing,
    pub(super) exact: String,
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
pub(super) struct MarkSet {
    pub(super) item: String,
    pub(super) basis: Basis,
    pub(super) points: Option<i64>,
    pub(super) note: Option<String>,
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
pub(super) struct Votes {
    pub(super) in_favour: u32,
    pub(super) against: u32,
    pub(super) abstaining: u32,
    pub(super) voters: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Decision {
    pub(super) rank: u32,
    pub(super) places: u32,
    pub(super) members: Vec<DecidedMember>,
    pub(super) order: Option<Vec<String>>,
    pub(super) votes: Votes,
    pub(super) note: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DecidedMember {
    pub(super) code: String,
    pub(super) score: String,
    pub(super) honours: [u32; 3],
    pub(super) young: bool,
}
