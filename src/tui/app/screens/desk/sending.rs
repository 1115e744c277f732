//! One write of a sheet at a time, each naming the revision after the one before; drafts and the place behind them, the
//! newest only. Nothing here waits: the answer comes as a message.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Cell, Desk};
use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{Draft, PlaceNote};
use crate::domain::{Code, Command, Points, Refusal};
use crate::text::clean_line;
use crate::tui::app::{Common, Tone};
use crate::words::screens::expert as words;

/// A write and the cell it changes.
#[derive(Clone, Debug)]
struct Write {
    mark: Option<(Cell, Option<Points>)>,
    command: Command,
}

/// What a cell is about to hold; `None` is 未评.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming(pub(super) Option<Points>);

/// What of a draft is to be kept: by cell.
type Wanted = BTreeMap<Cell, (Code, String)>;

/// What is under way for one sheet.
#[derive(Debug, Default)]
pub(super) struct Sending {
    flying: Option<(u64, Write)>,
    queue: VecDeque<Write>,
    revision: u64,
    keeping: Option<u64>,
    /// Cells of which the hall keeps text.
    kept: BTreeSet<Cell>,
    wanted: Wanted,
    placed: Option<PlaceNote>,
    place: Option<PlaceNote>,
}

impl Sending {
    pub(super) fn is_idle(&self) -> bool {
        self.flying.is_none() && self.queue.is_empty()
    }

    /// The hall showed this revision.
    pub(super) fn seen(&mut self, revision: u64) {
        self.revision = self.revision.max(revision);
    }

    /// What a cell will be once everything is saved, if something of it is under way.
    pub(super) fn saving(&self, cell: Cell) -> Option<Coming> {
        let all = self.flying.iter().map(|(_, write)| write).chain(&self.queue).rev();
        all.filter_map(|write| write.mark).find(|(of, _)| *of == cell).map(|(_, points)| Coming(points))
    }

    /// Queues a write.
    pub(super) fn write(&mut self, common: &mut Common, mark: Option<(Cell, Option<Points>)>, command: Command) {
        self.queue.push_back(Write { mark, command });
        self.pump(common);
    }

    /// Sends the next write, if none is under way.
    pub(super) fn pump(&mut self, common: &mut Common) {
        if self.flying.is_some() {
            return;
        }
        if let Some(mut write) = self.queue.pop_front() {
            if let Command::Mark { revision, .. } | Command::Note { revision, .. } = &mut write.command {
                *revision = Some(self.revision);
            }
            let id = common.act(write.command.clone());
            self.flying = Some((id, write));
        }
    }

    /// Removes what was kept of a cell, if anything was.
    pub(super) fn forget(&mut self, common: &mut Common, code: &Code, cell: Cell) {
        if self.kept.remove(&cell) {
            self.keep(common, code, cell, "");
        }
    }

    /// The hall has kept text of this cell from before.
    pub(super) fn was_kept(&mut self, cell: Cell) {
        self.kept.insert(cell);
    }

    /// Keeps half-typed text; empty removes it.
    pub(super) fn keep(&mut self, common: &mut Common, code: &Code, cell: Cell, text: &str) {
        if text.is_empty() {
            self.kept.remove(&cell)
        } else {
            self.kept.insert(cell)
        };
        self.wanted.insert(cell, (code.clone(), text.to_owned()));
        self.pump_keeping(common);
    }

    /// Everything typed, before the page goes: nothing may wait for an answer that nobody hears.
    pub(super) fn keep_all(&mut self, common: &mut Common, code: &Code, typed: &BTreeMap<Cell, String>) {
        for (cell, text) in typed {
            if self.wanted.contains_key(cell) {
                self.wanted.insert(*cell, (code.clone(), text.clone()));
            }
        }
        while let Some((cell, (code, text))) = self.wanted.pop_first() {
            send_draft(common, code, cell, &text);
        }
        if let Some(place) = self.place.take() {
            common.send(Request::At(place));
        }
        // What is still queued must not wait either: each names no revision and is taken as it comes.
        while let Some(write) = self.queue.pop_front() {
            common.act(write.command);
        }
    }

    /// Where the seat is.
    pub(super) fn place(&mut self, common: &mut Common, place: PlaceNote) {
        if self.placed.as_ref() != Some(&place) {
            self.placed = Some(place.clone());
            self.place = Some(place);
            self.pump_keeping(common);
        }
    }

    fn pump_keeping(&mut self, common: &mut Common) {
        if self.keeping.is_some() {
            return;
        }
        if let Some((cell, (code, text))) = self.wanted.pop_first() {
            self.keeping = send_draft(common, code, cell, &text);
        } else if let Some(place) = self.place.take() {
            self.keeping = Some(common.send(Request::At(place)));
        }
    }
}

fn send_draft(common: &mut Common, dossier: Code, (item, basis): Cell, text: &str) -> Option<u64> {
    let id = common.rules()?.items().nth(item)?.1.id.clone();
    let draft = Draft { dossier, cell: Some((id, basis)), note: false, text: clean_line(text) };
    Some(common.send(Request::Keep(draft)))
}

impl Desk {
    /// An answer to a write, a draft or the place.
    pub(super) fn sent_answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) {
        if self.sending.keeping == Some(id) {
            self.sending.keeping = None;
            if let Err(failure) = result {
                common.say_failure(&failure);
            }
            self.sending.pump_keeping(common);
            return;
        }
        let Some((flying, write)) = self.sending.flying.take() else { return };
        if flying != id {
            self.sending.flying = Some((flying, write));
            return;
        }
        match result {
            Ok(Answer::Done(done)) => {
                self.sending.revision = self.sending.revision.saturating_add(u64::from(done.events));
                self.saved(common, &write);
                // Sent twice, and saved the first time: which revision that made only a view says. What is queued waits
                // for it, or it would seem to be typed over something newer.
                if done.events == 0 && !self.sending.queue.is_empty() {
                    return self.query(common);
                }
            }
            Ok(_) => {}
            Err(failure) => self.not_saved(common, &write, &failure),
        }
        self.stale = true;
        self.sending.pump(common);
    }

    fn saved(&mut self, common: &mut Common, write: &Write) {
        if let (Some(((item, basis), points)), Some(sheet)) = (write.mark, &mut self.sheet) {
            sheet.marks.set(item, basis, points);
            if !self.typed.contains_key(&(item, basis)) {
                self.sending.forget(common, &self.code, (item, basis));
            }
        }
        let lang = common.lang;
        match &write.command {
            Command::Explain { .. } => common.say(Tone::Good, words::kept(lang)),
            Command::AskReturn { .. } => common.say(Tone::Good, words::return_asked(lang)),
            Command::SetAside { .. } => common.say(Tone::Good, words::recused(lang)),
            Command::Note { .. } | Command::Mark { note: Some(_), .. } => {
                self.forget_note(common, write.mark.map(|(cell, _)| cell));
                common.say(Tone::Good, words::noted(lang));
            }
            _ => {}
        }
    }

    /// What was typed stands in its cell again, not recorded.
    fn not_saved(&mut self, common: &mut Common, write: &Write, failure: &Failure) {
        if let (Some((cell, Some(points))), Command::Mark { note: None, .. }) = (write.mark, &write.command) {
            self.typed.entry(cell).or_insert_with(|| points.to_string());
            let text = self.typed.get(&cell).cloned().unwrap_or_default();
            self.sending.keep(common, &self.code, cell, &text);
            if matches!(failure, Failure::Refused(Refusal::Stale { .. })) {
                self.lost.insert(cell);
            }
        }
        common.say_failure(failure);
    }
}
