//! Everything the panel knows, folded from its events. `apply` changes it; nothing else does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::text::Clean;

use super::tally::{self, CountedSheet, Line, List, Ranked, Standing};
use super::{
    Amended, Aside, Code, Decision, Event, Fact, Facts, Moment, Overflow, Panel, Role, Rules, SealedLine, Seat, SeatId,
    Sheet, SheetState, Stage, Votes,
};

/// A decision with the event that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Number of the event.
    pub number: u64,
    /// The decision.
    pub decision: Decision,
}

/// An amendment waiting for its second seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Who proposed it.
    pub by: SeatId,
    /// Why.
    pub reason: Clean,
    /// The vote.
    pub votes: Option<Votes>,
    /// What it would set.
    pub amended: Amended,
}

/// An amendment that took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// Number of the event that proposed it: its `#N`.
    pub number: u64,
    /// Why.
    pub reason: Clean,
    /// The list before and after, where there was one (DESIGN §3).
    pub lists: Option<(Vec<SealedLine>, Vec<SealedLine>)>,
}

/// A recorded secrecy check 保密审查.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecrecyCheck {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Clean,
    /// With what result.
    pub result: Clean,
}

/// A dissent beside the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dissent {
    /// Whose.
    pub seat: SeatId,
    /// When.
    pub at: Moment,
    /// Its words.
    pub text: Clean,
}

/// A batch of facts of which parts are still to come; within one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Staging {
    pub(super) number: u64,
    pub(super) seat: SeatId,
    pub(super) kind: super::BatchKind,
    pub(super) left: u32,
    pub(super) facts: Vec<Fact>,
}

/// The state of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Where the review stands.
    pub stage: Stage,
    /// Rules, seats and visits as recorded; none before opening.
    pub panel: Option<Arc<Panel>>,
    /// Digest of the only key file accepted for names.
    pub key: Option<[u8; 32]>,
    /// Facts of all dossiers.
    pub dossiers: BTreeMap<Code, Facts>,
    /// Withdrawn candidates with the reason.
    pub withdrawn: BTreeMap<Code, Clean>,
    /// Replaced seats: by whom, and why.
    pub replaced: BTreeMap<SeatId, (SeatId, Clean)>,
    /// Decisions in force.
    pub decisions: Vec<Decided>,
    /// Recorded secrecy checks.
    pub secrecy: BTreeMap<Code, Vec<SecrecyCheck>>,
    /// Dissents.
    pub dissents: Vec<Dissent>,
    /// The group on the meeting screen, by code; none: it is closed.
    pub meeting: Option<Vec<Code>>,
    /// Amendments waiting for a second seat.
    pub pending: BTreeMap<u64, Pending>,
    /// Amendments in force.
    pub amendments: Vec<Amendment>,
    /// The sealed list, in its order.
    pub sealed: Option<Vec<SealedLine>>,
    /// Number and digest of the last event, and its time.
    pub last: u64,
    /// Digest of the last event.
    pub head: [u8; 32],
    /// Time of the last event.
    pub at: Moment,
    /// Boxed: a node of the inner map has room for eleven, and many dossiers have one.
    pub(super) sheets: BTreeMap<Code, BTreeMap<SeatId, Box<Sheet>>>,
    /// The marks of a sheet on which nothing is marked; shared by all of them.
    pub(super) blank: Arc<super::Marks>,
    pub(super) staging: Option<Staging>,
    pub(super) sealing: Vec<SealedLine>,
    pub(super) lines: BTreeMap<Code, Arc<Line>>,
    pub(super) dirty: BTreeSet<Code>,
    pub(super) withdrawn_after_final: BTreeSet<Code>,
    /// Places of a dossier's visits in the panel's list: a panel may have thousands.
    pub(super) visits: BTreeMap<Code, Vec<usize>>,
}

/// An event that cannot follow the ones before it: the journal was not written by this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Its number.
    pub number: u64,
}

static BLANK: std::sync::LazyLock<Sheet> = std::sync::LazyLock::new(Sheet::default);

impl State {
    /// The rules, once opened.
    pub fn rules(&self) -> Option<&Rules> {
        self.panel.as_deref().map(|panel| &panel.rules)
    }

    /// A seat by id.
    pub fn seat(&self, id: &SeatId) -> Option<&Seat> {
        self.panel.as_deref().and_then(|panel| panel.seat(id))
    }

    /// Expert seats that were not replaced, in the panel's order.
    pub fn experts(&self) -> impl Iterator<Item = &Seat> {
        let seats = self.panel.as_deref().map(|panel| panel.seats.as_slice()).unwrap_or_default();
        seats.iter().filter(|seat| seat.role == Role::Expert && !self.replaced.contains_key(&seat.id))
    }

    /// All expert seats, replaced ones too.
    pub fn all_experts(&self) -> impl Iterator<Item = &Seat> {
        self.panel.as_deref().into_iter().flat_map(|panel| panel.seats_of(Role::Expert))
    }

    /// A sheet; blank where nothing happened yet.
    pub fn sheet(&self, seat: &SeatId, dossier: &Code) -> &Sheet {
        self.sheets.get(dossier).and_then(|row| row.get(seat)).map_or(&BLANK, Box::as_ref)
    }

    /// Sheets of a dossier that something happened to, by seat.
    pub fn sheets_of(&self, dossier: &Code) -> impl Iterator<Item = (&SeatId, &Sheet)> {
        self.sheets.get(dossier).into_iter().flatten().map(|(seat, sheet)| (seat, sheet.as_ref()))
    }

    /// All sheets that something happened to, by dossier and seat.
    pub fn all_sheets(&self) -> impl Iterator<Item = (&Code, &SeatId, &Sheet)> {
        self.sheets.iter().flat_map(|(code, row)| row.iter().map(move |(seat, sheet)| (code, seat, sheet.as_ref())))
    }

    /// Where a sheet stands, the seat's replacement included.
    pub fn sheet_state(&self, seat: &SeatId, dossier: &Code) -> SheetState {
        if self.replaced.contains_key(seat) {
            return SheetState::Replaced;
        }
        self.sheet(seat, dossier).state()
    }

    /// Whether a visit is due for this sheet; a replacement takes over the visits, also of several seats and of a seat
    /// that was itself a replacement.
    pub fn visit_due(&self, seat: &SeatId, dossier: &Code) -> Option<&super::Visit> {
        let places = self.visits.get(dossier)?;
        let panel = self.panel.as_deref()?;
        let mut owing = vec![seat];
        let mut next = 0;
        // Each seat is replaced once and never by itself, so that nobody comes up twice.
        while let Some(heir) = owing.get(next).copied() {
            owing.extend(self.replaced.iter().filter(|(_, (new, _))| new == heir).map(|(old, _)| old));
            next += 1;
        }
        let visits = || places.iter().filter_map(|place| panel.visits.get(*place));
        owing.into_iter().find_map(|seat| visits().find(|visit| visit.seats.contains(seat)))
    }

    /// Remembers where each dossier's visits stand in the panel.
    pub(super) fn find_visits(&mut self) {
        self.visits.clear();
        for (place, visit) in self.panel.iter().flat_map(|panel| panel.visits.iter().enumerate()) {
            self.visits.entry(visit.dossier.clone()).or_default().push(place);
        }
    }

    /// Whether the sheet's marks enter the tally (DESIGN §5.1).
    pub fn counts(&self, seat: &SeatId, dossier: &Code) -> bool {
        matches!(self.sheet_state(seat, dossier), SheetState::Signed | SheetState::Returned)
            && self.sheet(seat, dossier).counted.is_some()
    }

    /// The counted sheets of a dossier: signed versions only.
    pub fn counted(&self, dossier: &Code) -> Vec<CountedSheet<'_>> {
        self.sheets_of(dossier)
            .filter(|(seat, _)| self.counts(seat, dossier))
            .filter_map(|(seat, sheet)| {
                sheet.counted.as_ref().map(|marks| CountedSheet { seat, points: &marks.points })
            })
            .collect()
    }

    /// Expert × dossier pairs whose sheet is neither signed nor excused, recused, abstained, replaced or withdrawn.
    pub fn missing_sheets(&self) -> Vec<(SeatId, Code)> {
        let experts: Vec<&SeatId> = self.experts().map(|seat| &seat.id).collect();
        let mut missing = Vec::new();
        for code in self.dossiers.keys().filter(|code| !self.withdrawn.contains_key(*code)) {
            let open = experts.iter().filter(|seat| self.is_open(seat, code));
            missing.extend(open.map(|seat| ((*seat).clone(), code.clone())));
        }
        missing
    }

    /// The group on the meeting screen, with the list it stands on; none where the screen is closed or what it was opened
    /// for is no tied group any more.
    pub fn meeting_group(&self) -> Result<Option<(List, tally::Group)>, Overflow> {
        let Some(codes) = &self.meeting else { return Ok(None) };
        let list = self.list()?;
        let is_it = |group: &&tally::Group| sorted(&group.codes) == *codes;
        let group = list.groups.iter().find(is_it).cloned();
        Ok(group.map(|group| (list, group)))
    }

    /// Whether this one sheet is missing (see [`State::missing_sheets`]).
    pub fn is_missing(&self, seat: &SeatId, code: &Code) -> bool {
        self.dossiers.contains_key(code) && !self.withdrawn.contains_key(code) && self.is_open(seat, code)
    }

    fn is_open(&self, seat: &SeatId, code: &Code) -> bool {
        match self.sheet_state(seat, code) {
            SheetState::Unopened | SheetState::Declared | SheetState::Drafting => true,
            SheetState::Returned => self.sheet(seat, code).counted.is_none(),
            _ => false,
        }
    }

    /// Whether a seat is recused (not merely abstaining) on a dossier.
    pub fn is_recused(&self, seat: &SeatId, dossier: &Code) -> bool {
        matches!(self.sheet(seat, dossier).state(), SheetState::Aside(Aside::Conflict | Aside::Recognised))
    }

    /// Computes a dossier's line anew.
    pub fn line(&self, dossier: &Code) -> Option<Result<Line, Overflow>> {
        let rules = self.rules()?;
        let facts = self.dossiers.get(dossier)?;
        let withdrawn = self.withdrawn.contains_key(dossier) && !self.withdrawn_after_final.contains(dossier);
        Some(tally::line(rules, facts, withdrawn, &self.counted(dossier)))
    }

    /// The list as it stands (DESIGN §5). In setup and scoring nobody may see it, but `--marks` and tests use it.
    pub fn list(&self) -> Result<List, Overflow> {
        let mut list = self.plain_list()?;
        self.overlay_final(&mut list)?;
        Ok(list)
    }

    /// The list without what happened after final.
    fn plain_list(&self) -> Result<List, Overflow> {
        let Some(rules) = self.rules() else { return Ok(List::default()) };
        let mut lines = Vec::with_capacity(self.dossiers.len());
        for code in self.dossiers.keys() {
            match self.lines.get(code).filter(|_| !self.dirty.contains(code)) {
                Some(line) => lines.push(Arc::clone(line)),
                None => lines.extend(self.line(code).transpose()?.map(Arc::new)),
            }
        }
        let decisions: Vec<Decision> = self.decisions.iter().map(|decided| decided.decision.clone()).collect();
        Ok(tally::rank(rules, &lines, &decisions))
    }

    /// After final a withdrawn candidate's place stays empty unless a recorded decision fills it (DESIGN §3): it goes
    /// to the end without a rank, and the others keep theirs.
    fn overlay_final(&self, list: &mut List) -> Result<(), Overflow> {
        if self.withdrawn_after_final.is_empty() {
            return Ok(());
        }
        let fills: BTreeSet<&Code> = self.fills().collect();
        let (mut unranked, mut ranked): (Vec<Ranked>, Vec<Ranked>) = std::mem::take(&mut list.lines)
            .into_iter()
            .partition(|ranked| ranked.rank.is_none() || self.withdrawn_after_final.contains(&ranked.line.code));
        for filled in ranked.iter_mut().filter(|ranked| fills.contains(&ranked.line.code)) {
            filled.standing = Standing::Selected;
        }
        for gone in &mut unranked {
            let code = &gone.line.code;
            let (Some(rules), Some(facts)) = (self.rules(), self.dossiers.get(code)) else { continue };
            if self.withdrawn_after_final.contains(code) {
                let line = Arc::new(tally::line(rules, facts, true, &[])?);
                *gone = Ranked { line, rank: None, standing: Standing::Withdrawn, ahead_by: None, decided: false };
            }
        }
        unranked.sort_by(|a, b| a.line.code.cmp(&b.line.code));
        ranked.append(&mut unranked);
        list.lines = ranked;
        Ok(())
    }

    /// Selected candidates who withdrew after final and whose places nobody fills yet.
    pub fn empty_places(&self) -> usize {
        let left = self.withdrawn_after_final.iter().filter(|code| self.held_place(code)).count();
        left.saturating_sub(self.fills().count())
    }

    /// Whether a candidate holds a place of the sealed list, or would but for the withdrawal: sealed as selected, or
    /// let into an empty place by a decision.
    pub(super) fn held_place(&self, code: &Code) -> bool {
        let selected = |line: &SealedLine| line.code == *code && line.standing == Standing::Selected;
        self.sealed.iter().flatten().any(selected) || self.fills().any(|fill| fill == code)
    }

    /// Candidates that decisions let into places left empty after final.
    fn fills(&self) -> impl Iterator<Item = &Code> {
        let fills = self.decisions.iter().filter(|decided| is_fill(&decided.decision));
        fills.flat_map(|decided| decided.decision.order.iter().flatten())
    }

    /// Whether incomplete dossier `code` was decided to stay without a rank.
    pub fn left_unranked(&self, code: &Code) -> bool {
        self.decisions
            .iter()
            .any(|d| d.decision.group.rank == 0 && d.decision.group.members.iter().any(|member| member.code == *code))
    }

    /// A voter who is recused on a member could not have voted (DESIGN §3): the panel has to decide again. Abstaining
    /// from scoring is no recusal. After final nobody is recused any more, and the sealed list stands.
    pub(super) fn drop_votes_of(&mut self, seat: &SeatId, dossier: &Code) {
        if self.is_recused(seat, dossier) {
            self.decisions.retain(|decided| {
                let decision = &decided.decision;
                let concerns = decision.group.members.iter().any(|member| member.code == *dossier);
                !concerns || !decision.votes.voters.contains(seat)
            });
        }
    }

    /// Recomputes what changed and drops decisions whose group no longer is what it was; they never revive.
    pub(super) fn refresh(&mut self) -> Result<(), Overflow> {
        if self.stage < Stage::Review {
            return Ok(());
        }
        let dirty = std::mem::take(&mut self.dirty);
        // The list follows from lines, rules (an amendment makes all lines dirty) and decisions, and from nothing else.
        let same = dirty.is_empty();
        for code in dirty {
            if let Some(line) = self.line(&code) {
                self.lines.insert(code, Arc::new(line?));
            }
        }
        if same || self.decisions.is_empty() || self.stage == Stage::Final {
            return Ok(());
        }
        let list = self.list()?;
        self.decisions.retain(|decided| tally::holds(&decided.decision, &list));
        Ok(())
    }

    /// Codes whose lines differ between the sealed list and the list computed anew; empty before final.
    pub fn sealed_differs(&self) -> Result<Vec<Code>, Overflow> {
        let Some(sealed) = &self.sealed else { return Ok(Vec::new()) };
        let now: Vec<SealedLine> = self.plain_list()?.lines.iter().map(sealed_line).collect();
        let differs = |line: &&SealedLine| !now.contains(line);
        let new = now.iter().filter(|line| !sealed.contains(line));
        let mut codes: Vec<Code> = sealed.iter().filter(differs).chain(new).map(|line| line.code.clone()).collect();
        codes.sort();
        codes.dedup();
        Ok(codes)
    }

    /// The list as it would be sealed now.
    pub fn sealed_lines(&self) -> Result<Vec<SealedLine>, Overflow> {
        Ok(self.list()?.lines.iter().map(sealed_line).collect())
    }
}

/// A decision that fills a place left empty after final has one member and its order.
pub(super) fn is_fill(decision: &Decision) -> bool {
    decision.group.members.len() == 1 && decision.order.is_some()
}

fn sealed_line(ranked: &tally::Ranked) -> SealedLine {
    let exact = ranked.line.exact.map(|exact| crate::text::clean_line(&exact.to_string())).unwrap_or_default();
    SealedLine { rank: ranked.rank, code: ranked.line.code.clone(), standing: ranked.standing, exact }
}

impl Event {
    /// What an expert is shown after signing: the first 16 hex of the digest.
    pub fn receipt(&self) -> String {
        Self::receipt_of(&self.digest)
    }

    /// Bytes of a digest that a receipt shows.
    pub const RECEIPT: usize = 8;

    /// The receipt of the event whose digest begins so.
    pub fn receipt_of(digest: &[u8]) -> String {
        digest.iter().take(Self::RECEIPT).fold(String::with_capacity(16), |mut hex, byte| {
            use std::fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn sorted(codes: &[Code]) -> Vec<Code> {
    let mut codes = codes.to_vec();
    codes.sort();
    codes
}
