//! Facts that take effect together: opening, and amendments (DESIGN §3).

use std::sync::Arc;

use super::seat::Paper;
use super::sheet::{Marks, Returned};
use super::state::{Amendment, Pending, Staging, State};
use super::{
    Amended, Change, Code, Facts, ItemId, Moment, Overflow, Panel, Rules, SealedLine, Seat, SeatId, Section, Sheet,
    Stage, Visit, Votes,
};
use crate::text::Clean;

/// A fact written at opening or by an amendment; several make one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// `panel.toml` without sections, seats and visits; starts a panel anew.
    Rules(Box<RulesHead>),
    /// The next section, without its items.
    Section(Section),
    /// The next item of the last section.
    Item(super::Item),
    /// The next seat.
    Seat(Seat),
    /// The next visit.
    Visit(Visit),
    /// A dossier, new or replaced.
    Dossier(Box<Facts>),
}

/// `panel.toml` without its lists, so that no event outgrows its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesHead {
    /// Rules with no section in them.
    pub rules: Rules,
    /// For papers.
    pub paper: Paper,
    /// Witness paths.
    pub witness: Vec<Clean>,
    /// BLAKE3 of the file.
    pub digest: [u8; 32],
}

/// What a batch of facts is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchKind {
    /// Opening the scoring stage.
    Opening {
        /// Digest of the key file, if names are to be printed.
        key: Option<[u8; 32]>,
    },
    /// 更正.
    Amending {
        /// Why.
        reason: Clean,
        /// The vote, where one is needed.
        votes: Option<Votes>,
        /// Waits for a second seat's `confirm #N`.
        pending: bool,
    },
}

/// Splits a panel into the facts of a batch.
pub fn facts_of(panel: &Panel) -> Vec<Fact> {
    let mut bare = panel.rules.clone();
    let sections = std::mem::take(&mut bare.sections);
    let head =
        RulesHead { rules: bare, paper: panel.paper.clone(), witness: panel.witness.clone(), digest: panel.digest };
    let mut facts = vec![Fact::Rules(Box::new(head))];
    for mut section in sections {
        let items = std::mem::take(&mut section.items);
        facts.push(Fact::Section(section));
        facts.extend(items.into_iter().map(Fact::Item));
    }
    facts.extend(panel.seats.iter().cloned().map(Fact::Seat));
    facts.extend(panel.visits.iter().cloned().map(Fact::Visit));
    facts
}

impl State {
    pub(super) fn finish_batch(&mut self, staging: Staging, at: Moment) -> Option<()> {
        let (panel, dossiers) = assemble(staging.facts)?;
        match staging.kind {
            BatchKind::Opening { key } => {
                self.panel = Some(Arc::new(panel?));
                self.dossiers = dossiers.into_iter().map(|facts| (facts.code.clone(), facts)).collect();
                self.key = key;
                self.find_visits();
                Some(())
            }
            BatchKind::Amending { reason, votes, pending } => {
                let mut dossiers = dossiers.into_iter();
                let amended = match (panel, dossiers.next()) {
                    (Some(panel), None) => Amended::Panel(Box::new(panel)),
                    (None, Some(facts)) => Amended::Dossier(Box::new(facts)),
                    _ => return None,
                };
                dossiers.next().is_none().then_some(())?;
                if pending {
                    let waiting = Pending { by: staging.seat, reason, votes, amended };
                    self.pending.insert(staging.number, waiting);
                    return Some(());
                }
                self.amend(staging.number, at, &reason, amended)
            }
        }
    }

    /// Puts an amendment into force; the list before and after is kept once there is one. Proposals for the same file
    /// lapse: they were made from what it said before, and would silently undo this one.
    pub(super) fn amend(&mut self, number: u64, at: Moment, reason: &Clean, amended: Amended) -> Option<()> {
        let before = self.list_to_keep().ok()?;
        self.pending.retain(|_, waiting| !waiting.amended.same_file(&amended));
        match amended {
            Amended::Dossier(facts) => {
                let code = facts.code.clone();
                let known = self.dossiers.get_mut(&code)?;
                *known = *facts;
                self.dirty.insert(code);
            }
            Amended::Panel(panel) => {
                let owed = self.visits_owed();
                let old = self.panel.replace(Arc::new(*panel))?;
                let new = Arc::clone(self.panel.as_ref()?);
                self.find_visits();
                self.refit_visits(number, at, reason, owed);
                self.refit_sheets(number, at, reason, &old.rules, &new.rules);
                self.dirty.extend(self.dossiers.keys().cloned());
            }
        }
        self.refresh().ok()?;
        let after = self.list_to_keep().ok()?;
        self.amendments.push(Amendment { number, reason: reason.clone(), lists: before.zip(after) });
        Some(())
    }

    fn list_to_keep(&self) -> Result<Option<Vec<SealedLine>>, Overflow> {
        if self.stage < Stage::Review { Ok(None) } else { self.sealed_lines().map(Some) }
    }

    /// Moves marks to their places in the new form, and reopens sheets that the change touches.
    fn refit_sheets(&mut self, number: u64, at: Moment, reason: &Clean, old: &Rules, new: &Rules) {
        let places: Vec<Option<usize>> = old.items().map(|(_, item)| place_of(new, &item.id)).collect();
        let same = places.len() == new.item_count() && places.iter().enumerate().all(|(i, p)| *p == Some(i));
        let reopens = reopens(old, new);
        let stage = self.stage;
        for sheet in self.sheets.values_mut().flat_map(|row| row.values_mut()) {
            if !same {
                let moved = |marks: &Marks| refit(marks, &places, new.item_count());
                sheet.marks = Arc::new(moved(&sheet.marks));
                sheet.counted = sheet.counted.as_deref().map(|marks| Arc::new(moved(marks)));
                sheet.cells = sheet.cells.moved(&places, new.item_count());
                let moved = sheet.changes.iter().filter_map(|change| {
                    let item = places.get(change.item).copied().flatten()?;
                    Some(Change { item, ..change })
                });
                sheet.changes = moved.collect();
            }
            let had_signature = sheet.counted.is_some() || sheet.signed.contains(&true);
            if reopens && had_signature {
                sheet.revision += 1;
                sheet.signed = [false; 2];
                sheet.counted = None;
                if stage >= Stage::Review {
                    sheet.give_out(number, at, reason);
                }
            }
        }
    }

    /// Signed sheets (whole or a half), and whether each owes a visit.
    pub(super) fn visits_owed(&self) -> Vec<(Code, SeatId, bool)> {
        let sheets =
            self.sheets.iter().flat_map(|(code, row)| row.iter().map(move |(seat, sheet)| (code, seat, sheet)));
        sheets
            .filter(|(_, _, sheet)| sheet.signed.contains(&true))
            .map(|(code, seat, _)| (code.clone(), seat.clone(), self.visit_due(seat, code).is_some()))
            .collect()
    }

    /// A visit that became due leaves the on-site half to be signed before the sheet counts again; where none is due any
    /// more, one signature covers the sheet, and a half's signature does not (DESIGN §3).
    pub(super) fn refit_visits(&mut self, number: u64, at: Moment, reason: &Clean, owed: Vec<(Code, SeatId, bool)>) {
        for (code, seat, was_due) in owed {
            let due = self.visit_due(&seat, &code).is_some();
            let review = self.stage >= Stage::Review;
            let Some(sheet) = self.sheets.get_mut(&code).and_then(|row| row.get_mut(&seat)) else { continue };
            match (was_due, due, sheet.signed) {
                (false, true, [true, false]) => {
                    sheet.revision += 1;
                    sheet.counted = None;
                    if review {
                        sheet.give_out(number, at, reason);
                    }
                    self.dirty.insert(code);
                }
                (true, false, [true, false] | [false, true]) => {
                    sheet.revision += 1;
                    sheet.signed = [false; 2];
                }
                _ => {}
            }
        }
    }
}

impl Sheet {
    /// Given back by an amendment; a return in force goes on asking for its section.
    fn give_out(&mut self, number: u64, at: Moment, reason: &Clean) {
        let returned = || Returned { section: None, reason: reason.clone(), at, number };
        self.returned.get_or_insert_with(returned);
    }
}

fn place_of(rules: &Rules, id: &ItemId) -> Option<usize> {
    rules.item(id).map(|(place, _, _)| place)
}

/// A larger maximum, a new item or a finer step: what was signed may be judged differently now.
pub(super) fn reopens(old: &Rules, new: &Rules) -> bool {
    let grown = new.items().any(|(_, item)| match old.item(&item.id) {
        None => true,
        Some((_, _, before)) => item.max > before.max,
    });
    grown || new.scoring.step < old.scoring.step
}

fn refit(marks: &Marks, places: &[Option<usize>], items: usize) -> Marks {
    let mut moved = Marks { note: marks.note.clone(), ..Marks::empty(items) };
    for (pair, place) in marks.points.iter().zip(places) {
        if let Some(to) = place.and_then(|place| moved.points.get_mut(place)) {
            *to = *pair;
        }
    }
    for ((item, basis), note) in &marks.notes {
        if let Some(place) = places.get(*item).copied().flatten() {
            moved.notes.insert((place, *basis), note.clone());
        }
    }
    moved
}

/// Puts the facts of a batch together again.
fn assemble(facts: Vec<Fact>) -> Option<(Option<Panel>, Vec<Facts>)> {
    let mut panel: Option<Panel> = None;
    let mut dossiers = Vec::new();
    for fact in facts {
        match fact {
            Fact::Rules(head) => {
                let head = *head;
                let empty = panel.is_none() && head.rules.sections.is_empty();
                empty.then_some(())?;
                panel = Some(Panel {
                    rules: head.rules,
                    seats: Vec::new(),
                    visits: Vec::new(),
                    paper: head.paper,
                    witness: head.witness,
                    digest: head.digest,
                });
            }
            Fact::Section(section) => panel.as_mut()?.rules.sections.push(section),
            Fact::Item(item) => panel.as_mut()?.rules.sections.last_mut()?.items.push(item),
            Fact::Seat(seat) => panel.as_mut()?.seats.push(seat),
            Fact::Visit(visit) => panel.as_mut()?.visits.push(visit),
            Fact::Dossier(facts) => dossiers.push(*facts),
        }
    }
    Some((panel, dossiers))
}
