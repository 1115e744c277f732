//! The list of dossiers, and one dossier with its facts.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::build::{Eye, no_dossier};
use crate::domain::rights::Thing;
use crate::domain::{
    Actor, Basis, Code, Command, Facts, HonourCounts, Marks, Ratio, Refusal, Route, Rules, SeatId, SecrecyCheck,
    SectionId, SheetState, Stage, Texts, decide, heights, onsite_above_file,
};
use crate::text::{Clean, clean_line};

/// A row of the expert's or secretary's dossier list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRow {
    /// Code.
    pub code: Code,
    /// Trade.
    pub trade: Clean,
    /// Level as written.
    pub level: Clean,
    /// Priority field.
    pub field: Clean,
    /// Withdrawn.
    pub withdrawn: bool,
    /// A confidential person: read on paper.
    pub confidential: bool,
    /// The seat's own sheet (experts).
    pub own: Option<OwnSheet>,
}

/// How the seat's own sheet stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSheet {
    /// State.
    pub state: SheetState,
    /// Revision, to be named in writes.
    pub revision: u64,
    /// Declared.
    pub declared: bool,
    /// Items without a mark on either basis.
    pub missing: u32,
    /// Marked items on file, on site.
    pub marked: [u32; 2],
    /// A visit is due on this day.
    pub visit: Option<NaiveDate>,
    /// Signed halves.
    pub signed: [bool; 2],
    /// May be signed now (some half complete and unsigned).
    pub ready: bool,
    /// Own total by the basis rule, over what is marked; exact.
    pub total: Option<Ratio>,
    /// How much higher the own on-site marks are than the own file marks of the same items, weighted; `None` where no
    /// item has both.
    pub onsite_above_file: Option<Ratio>,
    /// Returned: section and reason.
    pub returned: Option<(Option<SectionId>, Clean)>,
    /// Asked back by the seat.
    pub asked_return: bool,
    /// Half-typed marks or notes wait.
    pub drafts: u32,
    /// Entered for the seat and not confirmed.
    pub unconfirmed: bool,
}

/// A dossier for the secretary; from review, without its texts, for the supervisor.
#[derive(Clone, Debug)]
pub struct DossierView {
    /// Facts, all of them.
    pub facts: Facts,
    /// Counted honours by level.
    pub counts: Option<HonourCounts>,
    /// Whole years on the reference day, where the birth is known.
    pub age: Option<u32>,
    /// Young by the rules.
    pub young: Option<bool>,
    /// Texts, for whom they are; `None` for the secretary: the frozen copy could not be read.
    pub texts: Option<Arc<Texts>>,
    /// Withdrawn, with the reason.
    pub withdrawn: Option<Clean>,
    /// Secrecy checks.
    pub secrecy: Vec<SecrecyCheck>,
}

/// An expert's own list, shuffled, what was returned first; the office's by code. Before opening the secretary's alone.
pub(super) fn rows(eye: &Eye<'_>) -> Result<Vec<DossierRow>, Refusal> {
    if eye.state.stage == Stage::Setup {
        eye.need(Thing::Findings)?;
        let unopened = eye.context.unopened();
        return Ok(unopened.iter().flat_map(|files| &files.dossiers).map(|facts| row(eye, facts, None)).collect());
    }
    let rules = eye.opened()?;
    if eye.may(Thing::OthersStates) {
        return Ok(eye.state.dossiers.values().map(|facts| row(eye, facts, None)).collect());
    }
    eye.need(Thing::OwnMarks)?;
    let drafts = drafts(eye);
    let mut rows = Vec::with_capacity(eye.state.dossiers.len());
    let mut order = Vec::with_capacity(eye.state.dossiers.len());
    for (nth, facts) in eye.state.dossiers.values().enumerate() {
        let own = own_sheet(eye, rules, &facts.code, drafts.get(&facts.code).copied().unwrap_or(0))?;
        let first = own.state != SheetState::Returned;
        order.push((first, shuffled(eye.seat, &facts.code), nth));
        rows.push(Some(row(eye, facts, Some(own))));
    }
    // Places are sorted and not the rows, which are large.
    order.sort_unstable();
    Ok(order.into_iter().filter_map(|(_, _, nth)| rows.get_mut(nth)?.take()).collect())
}

/// A place in the seat's own order: stable, and another for each seat, so that no dossier is tired readers' last.
pub(super) fn shuffled(seat: &SeatId, code: &Code) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    // 0 is in no id, so seat and code cannot run into each other.
    hasher.update(seat.as_str().as_bytes()).update(&[0]).update(code.as_str().as_bytes());
    *hasher.finalize().as_bytes()
}

/// How many half-typed texts the seat has of its own sheets, by dossier.
pub(super) fn drafts(eye: &Eye<'_>) -> BTreeMap<Code, u32> {
    let mut counts = BTreeMap::new();
    for draft in eye.context.drafts(eye.seat).into_iter().filter(|draft| draft.paper_of.is_none()) {
        let count: &mut u32 = counts.entry(draft.dossier).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// A dossier's row; of a confidential one nothing but the code for who may not know the person.
pub(super) fn row(eye: &Eye<'_>, facts: &Facts, own: Option<OwnSheet>) -> DossierRow {
    let shown = |word: &Clean| if is_bare(eye, facts) { Clean::default() } else { word.clone() };
    DossierRow {
        code: facts.code.clone(),
        trade: shown(&facts.trade),
        level: shown(&clean_line(facts.level.as_str())),
        field: shown(&facts.field),
        withdrawn: eye.state.withdrawn.contains_key(&facts.code),
        confidential: facts.confidential,
        own,
    }
}

/// Whether a dossier is a bare code for this seat.
pub(super) fn is_bare(eye: &Eye<'_>, facts: &Facts) -> bool {
    facts.confidential && !eye.may(Thing::Identifying)
}

/// How the seat's own sheet stands. The caller has asked for `OwnMarks`.
pub(super) fn own_sheet(eye: &Eye<'_>, rules: &Rules, code: &Code, drafts: u32) -> Result<OwnSheet, Refusal> {
    let sheet = eye.own(code);
    let visit = eye.state.visit_due(eye.seat, code).map(|visit| visit.date);
    let count = |n: usize| u32::try_from(n).map_err(|_| Refusal::Overflow);
    let marked = |basis| (0..sheet.marks.points.len()).filter(|place| sheet.marks.get(*place, basis).is_some()).count();
    Ok(OwnSheet {
        state: eye.state.sheet_state(eye.seat, code),
        revision: sheet.revision,
        declared: sheet.declared.is_some(),
        missing: count(missing(rules, &sheet.marks))?,
        marked: [count(marked(Basis::File))?, count(marked(Basis::Onsite))?],
        visit,
        signed: sheet.signed,
        ready: is_ready(eye, code),
        total: total(rules, &sheet.marks)?,
        onsite_above_file: onsite_above_file(rules, &sheet.marks).map_err(|_| Refusal::Overflow)?,
        returned: sheet.returned.as_ref().map(|returned| (returned.section.clone(), returned.reason.clone())),
        asked_return: sheet.asked_return.is_some(),
        drafts,
        unconfirmed: sheet.transcribed.as_ref().is_some_and(|by| by.confirmed.is_none()),
    })
}

/// Whether signing would sign something: asked of the rule that decides it.
fn is_ready(eye: &Eye<'_>, code: &Code) -> bool {
    if eye.own(code).declared.is_none() {
        return false;
    }
    let actor = Actor { seat: eye.seat.clone(), route: Route::Local };
    let sign = Command::Sign { dossiers: vec![code.clone()], half: None, revision: None };
    decide(eye.state, &actor, &sign).is_ok_and(|events| !events.is_empty())
}

/// Items without a mark; a sheet that was never touched has no places yet.
pub(super) fn missing(rules: &Rules, marks: &Marks) -> usize {
    if marks.points.is_empty() { rules.item_count() } else { marks.missing().count() }
}

/// Weighted total over what is marked, each item by the basis rule (DESIGN §2, §5.1); `None` where nothing is.
pub(super) fn total(rules: &Rules, marks: &Marks) -> Result<Option<Ratio>, Refusal> {
    Ok(heights(rules, marks).map_err(|_| Refusal::Overflow)?.total.sum)
}

/// A dossier with its facts: the secretary's; from review the supervisor's, without the text.
pub(super) fn dossier(eye: &Eye<'_>, code: &Code) -> Result<DossierView, Refusal> {
    eye.need(Thing::Identifying)?;
    let facts = match &eye.state.panel {
        Some(_) => eye.facts(code)?.clone(),
        None => from_files(eye, code)?,
    };
    let rules = eye.panel.as_deref().map(|panel| &panel.rules);
    let tie = rules.filter(|_| eye.may(Thing::TieFacts));
    Ok(DossierView {
        counts: tie.map(|_| facts.honour_counts()),
        age: tie.and_then(|rules| facts.age_on(rules.as_of)),
        young: tie.map(|rules| facts.is_young(rules.as_of, rules.tally.young)),
        texts: eye.texts(&facts),
        withdrawn: eye.state.withdrawn.get(code).cloned(),
        secrecy: eye.state.secrecy.get(code).cloned().unwrap_or_default(),
        facts,
    })
}

fn from_files(eye: &Eye<'_>, code: &Code) -> Result<Facts, Refusal> {
    let files = eye.context.unopened();
    let dossiers = || files.iter().flat_map(|files| &files.dossiers);
    let found = dossiers().find(|facts| facts.code == *code).cloned();
    found.ok_or_else(|| no_dossier(code, dossiers().map(|facts| &facts.code)))
}
