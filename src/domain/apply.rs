//! Folding: one event into the state. Total: an event that cannot follow is a `Misfit`, never a panic.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::sheet::{Marks, Returned, Transcribed};
use super::state::{Decided, Dissent, Misfit, SecrecyCheck, Staging, State};
use super::{
    Basis, BatchKind, Change, Code, Event, Half, How, ItemId, MarkSet, Moment, Role, SeatId, Sheet, Stage, What,
};

impl State {
    /// Folds the next event in. On a misfit the state is no longer to be trusted and must be folded anew.
    pub fn apply(&mut self, event: &Event) -> Result<(), Misfit> {
        let misfit = Misfit { number: event.number };
        if event.number != self.last + 1 || event.at < self.at {
            return Err(misfit);
        }
        self.happen(event).ok_or(misfit)?;
        self.last = event.number;
        self.head = event.digest;
        self.at = event.at;
        if event.what.touches_list() && self.staging.is_none() {
            self.refresh().map_err(|_| misfit)?;
        }
        Ok(())
    }

    fn happen(&mut self, event: &Event) -> Option<()> {
        if self.staging.is_some() && !matches!(event.what, What::Fact(_)) {
            return None;
        }
        match &event.what {
            What::Batch { kind, parts } => self.begin(event, kind, *parts)?,
            What::Fact(fact) => {
                let staging = self.staging.as_mut()?;
                staging.facts.push(fact.clone());
                staging.left = staging.left.checked_sub(1)?;
                if staging.left == 0 {
                    let staging = self.staging.take()?;
                    self.finish_batch(staging, event.at)?;
                }
            }
            What::AmendmentConfirmed { number } => {
                let pending = self.pending.remove(number)?;
                self.amend(event.number, event.at, &pending.reason, pending.amended)?;
                // People know it by the number they confirmed.
                self.amendments.last_mut()?.number = *number;
            }
            What::StageChanged { to, .. } => self.change_stage(*to)?,
            What::Sealed { left, lines } => {
                (self.stage == Stage::Final && self.sealed.is_none()).then_some(())?;
                self.sealing.extend(lines.iter().cloned());
                if *left == 0 {
                    self.sealed = Some(std::mem::take(&mut self.sealing));
                }
            }
            What::Withdrawn { dossier, reason } => {
                self.dossiers.contains_key(dossier).then_some(())?;
                if self.stage == Stage::Final {
                    self.withdrawn_after_final.insert(dossier.clone());
                }
                self.withdrawn.insert(dossier.clone(), reason.clone());
                self.dirty.insert(dossier.clone());
            }
            What::WithdrawalUndone { dossier, .. } => {
                self.withdrawn.remove(dossier)?;
                self.withdrawn_after_final.remove(dossier);
                self.dirty.insert(dossier.clone());
            }
            What::Decided(decision) => {
                self.refresh().ok()?;
                // Its group is looked at again, so that only a decision that fits stays.
                self.dirty.extend(decision.group.members.iter().map(|member| member.code.clone()));
                self.meeting = None;
                self.decisions.retain(|before| before.decision.group != decision.group);
                self.decisions.push(Decided { number: event.number, decision: decision.clone() });
            }
            What::SecrecyChecked { dossier, by, result } => {
                self.dossiers.contains_key(dossier).then_some(())?;
                let check = SecrecyCheck { at: event.at, by: by.clone(), result: result.clone() };
                self.secrecy.entry(dossier.clone()).or_default().push(check);
            }
            What::Dissented { text } => {
                self.dissents.push(Dissent { seat: event.seat.clone(), at: event.at, text: text.clone() });
            }
            What::MeetingOpened { codes } => {
                codes.iter().all(|code| self.dossiers.contains_key(code)).then_some(())?;
                self.meeting = Some(codes.clone());
            }
            What::MeetingClosed => drop(self.meeting.take()?),
            // Told in the log; nothing of the review changes.
            What::BackedUp | What::Restored => {}
            What::Replaced { old, new, reason } => {
                self.is_expert(old).then_some(())?;
                self.is_expert(new).then_some(())?;
                // Nobody goes twice, and nobody comes who has gone: no circle of replacements.
                let gone = self.replaced.contains_key(old) || self.replaced.contains_key(new);
                (old != new && !gone).then_some(())?;
                let owed = self.visits_owed();
                self.replaced.insert(old.clone(), (new.clone(), reason.clone()));
                self.refit_visits(event.number, event.at, reason, owed);
                self.dirty.extend(self.sheets.keys().cloned());
            }
            What::Excused { seat, dossier: None, reason } => {
                self.is_expert(seat).then_some(())?;
                let missing = self.dossiers.keys().filter(|code| self.is_missing(seat, code));
                for code in missing.cloned().collect::<Vec<Code>>() {
                    let sheet = self.sheet_mut(seat, &code)?;
                    sheet.excused = Some(reason.clone());
                    sheet.returned = None;
                }
            }
            _ => self.happen_to_sheet(event)?,
        }
        Some(())
    }

    fn begin(&mut self, event: &Event, kind: &BatchKind, parts: u32) -> Option<()> {
        let fits = match kind {
            BatchKind::Opening { .. } => self.stage == Stage::Setup && self.panel.is_none(),
            BatchKind::Amending { .. } => self.panel.is_some(),
        };
        (fits && parts > 0).then_some(())?;
        self.staging = Some(Staging {
            number: event.number,
            seat: event.seat.clone(),
            kind: kind.clone(),
            left: parts,
            facts: Vec::new(),
        });
        Some(())
    }

    fn change_stage(&mut self, to: Stage) -> Option<()> {
        match (self.stage, to) {
            (Stage::Setup, Stage::Scoring) => self.panel.as_ref().map(|_| ())?,
            (Stage::Scoring, Stage::Review) => self.dirty.extend(self.dossiers.keys().cloned()),
            (Stage::Review, Stage::Final) => self.sealing.clear(),
            (Stage::Final, Stage::Review) => {
                self.sealed = None;
                self.withdrawn_after_final.clear();
                self.dirty.extend(self.dossiers.keys().cloned());
                self.decisions.retain(|decided| !super::state::is_fill(&decided.decision));
            }
            _ => return None,
        }
        self.stage = to;
        self.meeting = None;
        Some(())
    }

    fn is_expert(&self, seat: &SeatId) -> bool {
        self.seat(seat).is_some_and(|seat| seat.role == Role::Expert)
    }

    /// The sheet an event is about, made when it is the first; its revision is counted on.
    fn sheet_mut(&mut self, seat: &SeatId, dossier: &Code) -> Option<&mut Sheet> {
        let items = self.rules()?.item_count();
        self.is_expert(seat).then_some(())?;
        let Self { sheets, blank, dossiers, .. } = self;
        let row = match sheets.entry(dossier.clone()) {
            Entry::Occupied(row) => row.into_mut(),
            Entry::Vacant(row) => {
                dossiers.contains_key(dossier).then_some(())?;
                row.insert(BTreeMap::new())
            }
        };
        let sheet = row.entry(seat.clone()).or_insert_with(|| {
            // Of the many that are only declared, all hold the same empty form.
            if blank.points.len() != items {
                *blank = Arc::new(Marks::empty(items));
            }
            Box::new(Sheet { marks: Arc::clone(blank), ..Sheet::default() })
        });
        sheet.revision += 1;
        Some(sheet)
    }

    fn happen_to_sheet(&mut self, event: &Event) -> Option<()> {
        let number = event.number;
        match &event.what {
            What::Declared { dossier } => {
                let sheet = self.sheet_mut(&event.seat, dossier)?;
                sheet.declared.get_or_insert(event.at);
            }
            What::Marked { dossier, mark, how } => {
                let place = self.place(&mark.item)?;
                let sheet = self.sheet_mut(&event.seat, dossier)?;
                sheet.own_hand = true;
                sheet.set_mark(number, event.at, place, mark, *how);
            }
            What::Noted { dossier, note } => {
                let sheet = self.sheet_mut(&event.seat, dossier)?;
                sheet.own_hand = true;
                Arc::make_mut(&mut sheet.marks).note = note.clone();
                sheet.noted = sheet.revision;
            }
            What::Entered { seat, dossier, marks, note, transcribed } => {
                let places = self.rules()?.places(marks.iter().map(|mark| &mark.item));
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.declared.get_or_insert(event.at);
                if *transcribed {
                    sheet.transcribed = Some(Transcribed { by: event.seat.clone(), confirmed: None });
                } else {
                    sheet.own_hand = true;
                }
                for (place, mark) in places?.into_iter().zip(marks) {
                    sheet.set_mark(number, event.at, place, mark, How::Entered);
                }
                if let Some(note) = note {
                    Arc::make_mut(&mut sheet.marks).note = note.clone();
                    sheet.noted = sheet.revision;
                }
            }
            What::Signed { seat, dossier, halves } => {
                let due = self.visit_due(seat, dossier).is_some();
                let own = event.seat == *seat;
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.sign(number, halves, due);
                sheet.own_hand |= own;
                if let Some(transcribed) = sheet.transcribed.as_mut().filter(|_| own) {
                    // The seat's own signature is more than its confirmation.
                    transcribed.confirmed.get_or_insert(event.seat.clone());
                }
                self.dirty.insert(dossier.clone());
            }
            What::SetAside { seat, dossier, aside, reason } => {
                let own = event.seat == *seat;
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.aside = Some((*aside, reason.clone()));
                sheet.own_hand |= own;
                self.dirty.insert(dossier.clone());
                self.drop_votes_of(seat, dossier);
            }
            What::AsideUndone { seat, dossier, .. } => {
                self.sheet_mut(seat, dossier)?.aside.take()?;
                self.dirty.insert(dossier.clone());
            }
            What::Excused { seat, dossier: Some(dossier), reason } => {
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.excused = Some(reason.clone());
                sheet.returned = None;
            }
            What::Returned { seat, dossier, section, reason } => {
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.excused = None;
                sheet.asked_return = None;
                sheet.signed = [false; 2];
                let (section, reason) = (section.clone(), reason.clone());
                sheet.returned = Some(Returned { section, reason, at: event.at, number });
            }
            What::ReturnCancelled { seat, dossier, .. } => {
                let due = self.visit_due(seat, dossier).is_some();
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.returned.take()?;
                if let Some(counted) = sheet.counted.clone() {
                    sheet.put_back(number, event.at, &counted);
                    sheet.signed = [true, due];
                }
                self.dirty.insert(dossier.clone());
            }
            What::Explained { dossier, section, reason } => {
                let sheet = self.sheet_mut(&event.seat, dossier)?;
                sheet.explained.insert(section.clone(), (number, reason.clone()));
            }
            What::ExplanationEntered { seat, dossier, section, reason } => {
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.explained.insert(section.clone(), (number, reason.clone()));
            }
            What::ReturnAsked { dossier, reason } => {
                self.sheet_mut(&event.seat, dossier)?.asked_return = Some(reason.clone());
            }
            What::Confirmed { seat, dossier } => {
                let sheet = self.sheet_mut(seat, dossier)?;
                sheet.transcribed.as_mut()?.confirmed = Some(event.seat.clone());
            }
            _ => return None,
        }
        Some(())
    }

    fn place(&self, item: &ItemId) -> Option<usize> {
        self.rules()?.item(item).map(|(place, _, _)| place)
    }
}

impl Sheet {
    fn set_mark(&mut self, number: u64, at: Moment, item: usize, mark: &MarkSet, how: How) {
        let from = self.marks.get(item, mark.basis);
        let marks = Arc::make_mut(&mut self.marks);
        if from != mark.points {
            marks.set(item, mark.basis, mark.points);
            self.changes.push(&Change { number, at, item, basis: mark.basis, from, to: mark.points, how });
        }
        match &mark.note {
            Some(note) if note.is_empty() => drop(marks.notes.remove(&(item, mark.basis))),
            Some(note) => drop(marks.notes.insert((item, mark.basis), note.clone())),
            None => {}
        }
        self.touch(item, mark.basis);
    }

    /// Sets everything as it was signed; the sheet's history tells it, so that undo goes on from there.
    fn put_back(&mut self, number: u64, at: Moment, signed: &Arc<Marks>) {
        let Marks { points, note, .. } = signed.as_ref();
        for (item, pair) in points.iter().enumerate() {
            for (basis, to) in Basis::ALL.into_iter().zip(pair) {
                let from = self.marks.get(item, basis);
                if from != *to {
                    self.changes.push(&Change { number, at, item, basis, from, to: *to, how: How::Entered });
                    self.touch(item, basis);
                }
            }
        }
        if self.marks.note != *note {
            self.noted = self.revision;
        }
        self.marks = Arc::clone(signed);
    }

    fn touch(&mut self, item: usize, basis: Basis) {
        self.cells.touch(self.marks.points.len(), item, basis, self.revision);
    }

    fn sign(&mut self, number: u64, halves: &[Half], visit_due: bool) {
        for half in halves {
            self.set_signed(*half, true);
            if *half == Half::Onsite {
                // The visit was then; a sheet given back and signed again does not hide what was changed since.
                self.onsite_signed.get_or_insert(number);
            }
        }
        let whole = self.signed[0] && (self.signed[1] || !visit_due);
        if whole {
            self.counted = Some(Arc::clone(&self.marks));
            self.returned = None;
            self.asked_return = None;
        }
    }
}
