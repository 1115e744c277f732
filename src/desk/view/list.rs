//! The list, and what is told beside it.

use std::sync::Arc;

use super::build::Eye;
use crate::domain::decide::{cautions_at_final, obstacles};
use crate::domain::rights::Thing;
use crate::domain::tally::{self, Case, Concordance, Flag, Line, List, Ranked, Severity, WhatIf};
use crate::domain::{
    Amendment, Aside, Code, Decided, Decision, Dissent, HonourCounts, Obstacle, Overflow, Refusal, Rules, SeatId,
    SheetState, Stage,
};
use crate::text::{Clean, clean_line};

/// The list with all that belongs to it.
#[derive(Clone, Debug)]
pub struct ListView {
    /// Title.
    pub title: Clean,
    /// Stage.
    pub stage: Stage,
    /// Quota.
    pub quota: u32,
    /// Number of events; 0 for experts.
    pub events: u64,
    /// Head of the journal, 64 hex; empty in `--marks` and for experts.
    pub head: Clean,
    /// The list. For experts: ranks, codes, scores, standings, honour counts and young yes/no; totals, sections,
    /// sheets, dropped ones, age, tied groups, the cut and what puts a line ahead are left out (0, empty, `None`).
    pub list: List,
    /// 分差过大: flagged section values, in the list's order.
    pub flags: Vec<Flag>,
    /// Decisions in force.
    pub decisions: Vec<Decided>,
    /// What keeps it from being final.
    pub obstacles: Vec<Obstacle>,
    /// Transcribed sheets nobody confirmed (a caution).
    pub unconfirmed: Vec<(SeatId, Code)>,
    /// Recused and abstaining seats by dossier.
    pub asides: Vec<(Code, SeatId, Aside)>,
    /// Amendments with the list before and after.
    pub amendments: Vec<Amendment>,
    /// Dissents.
    pub dissents: Vec<Dissent>,
    /// Sealed.
    pub sealed: bool,
}

/// What would change the ten, and how the experts agree (DESIGN §5.8).
#[derive(Clone, Debug)]
pub struct WhatIfView {
    /// Other readings, roundings, panels.
    pub what_if: WhatIf,
    /// Kendall's W.
    pub concordance: Concordance,
    /// How strict each seat is.
    pub severities: Vec<Severity>,
}

/// The list as the seat may see it, each piece by its own right.
pub(super) fn list(eye: &Eye<'_>) -> Result<ListView, Refusal> {
    eye.need(Thing::List)?;
    let rules = eye.opened()?;
    let state = eye.state;
    let found = state.list().map_err(overflow)?;
    let office = eye.may(Thing::OthersEvents);
    let states = eye.may(Thing::OthersStates);
    let flags = if eye.may(Thing::Statistics) { flags(rules, &found)? } else { Vec::new() };
    Ok(ListView {
        title: rules.title.clone(),
        stage: state.stage,
        quota: rules.quota,
        events: if office { state.last } else { 0 },
        head: if office { hex(&state.head) } else { Clean::default() },
        list: shown(eye, rules, found).map_err(overflow)?,
        flags,
        decisions: if office { state.decisions.clone() } else { Vec::new() },
        obstacles: hindrances(eye)?,
        unconfirmed: if states { cautions_at_final(state) } else { Vec::new() },
        asides: if states { asides(eye) } else { Vec::new() },
        amendments: if office { state.amendments.clone() } else { Vec::new() },
        dissents: if eye.may(Thing::Reasons) { state.dissents.clone() } else { Vec::new() },
        sealed: state.sealed.is_some(),
    })
}

fn overflow(_: Overflow) -> Refusal {
    Refusal::Overflow
}

/// 32 bytes as 64 hex.
pub(super) fn hex(bytes: &[u8; 32]) -> Clean {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    clean_line(&hex)
}

fn flags(rules: &Rules, list: &List) -> Result<Vec<Flag>, Refusal> {
    let mut flags = Vec::new();
    for ranked in &list.lines {
        flags.extend(tally::deviations(rules, &ranked.line).map_err(overflow)?);
    }
    Ok(flags)
}

/// Others' numbers stay in only for who sees others' marks; honours and age by their own rights.
fn shown(eye: &Eye<'_>, rules: &Rules, list: List) -> Result<List, Overflow> {
    let numbers = eye.may(Thing::OthersMarks);
    let (tie, years) = (eye.may(Thing::TieFacts), eye.may(Thing::Identifying));
    if numbers && tie && years {
        return Ok(list);
    }
    let mut lines = Vec::with_capacity(list.lines.len());
    for ranked in list.lines {
        let mut line = if numbers { (*ranked.line).clone() } else { published(eye, rules, &ranked.line)? };
        line.age = line.age.filter(|_| years && tie);
        if !tie {
            (line.honours, line.young) = (HonourCounts::default(), false);
        }
        let line = Arc::new(line);
        lines.push(if numbers {
            Ranked { line, ..ranked }
        } else {
            Ranked { line, rank: ranked.rank, standing: ranked.standing, ahead_by: None, decided: false }
        });
    }
    Ok(if numbers { List { lines, ..list } } else { List { lines, ..List::default() } })
}

/// A line with its published score alone: made from no sheets, so that nothing of theirs can be left in it.
fn published(eye: &Eye<'_>, rules: &Rules, line: &Line) -> Result<Line, Overflow> {
    let facts = eye.state.dossiers.get(&line.code).ok_or(Overflow)?;
    let mut published = tally::line(rules, facts, line.withdrawn, &[])?;
    published.score = line.score;
    Ok(published)
}

/// What keeps the list from being final, as far as each piece may be known.
fn hindrances(eye: &Eye<'_>) -> Result<Vec<Obstacle>, Refusal> {
    if !eye.may(Thing::OthersEvents) {
        return Ok(Vec::new());
    }
    let may = |obstacle: &Obstacle| match obstacle {
        Obstacle::SheetOut(..) | Obstacle::Missing(..) => eye.may(Thing::OthersStates),
        Obstacle::Deviation(..) => eye.may(Thing::Statistics),
        Obstacle::Contested(..) | Obstacle::Secrecy(_) | Obstacle::Incomplete(_) | Obstacle::Pending(_) => true,
    };
    Ok(obstacles(eye.state).map_err(overflow)?.into_iter().filter(may).collect())
}

fn asides(eye: &Eye<'_>) -> Vec<(Code, SeatId, Aside)> {
    let mut found = Vec::new();
    for code in eye.state.dossiers.keys() {
        for (seat, _) in eye.state.sheets_of(code) {
            if let SheetState::Aside(aside) = eye.state.sheet_state(seat, code) {
                found.push((code.clone(), seat.clone(), aside));
            }
        }
    }
    found
}

/// What would change the ten; statistics that point at experts.
pub(super) fn what_if(eye: &Eye<'_>) -> Result<WhatIfView, Refusal> {
    eye.need(Thing::Statistics)?;
    let rules = eye.opened()?;
    let state = eye.state;
    let lines: Vec<Arc<Line>> = state.list().map_err(overflow)?.lines.into_iter().map(|ranked| ranked.line).collect();
    // Whether a dossier counts as withdrawn is the line's to say: after final a withdrawal no longer changes the list.
    let case = |line: &Arc<Line>| {
        let facts = state.dossiers.get(&line.code)?;
        Some(Case { facts, withdrawn: line.withdrawn, sheets: state.counted(&line.code) })
    };
    let cases: Vec<Case<'_>> = lines.iter().filter_map(case).collect();
    let decisions: Vec<Decision> = state.decisions.iter().map(|decided| decided.decision.clone()).collect();
    Ok(WhatIfView {
        what_if: tally::what_if(rules, &cases, &decisions).map_err(overflow)?,
        concordance: tally::concordance(&lines).map_err(overflow)?,
        severities: tally::severities(&lines).map_err(overflow)?,
    })
}
