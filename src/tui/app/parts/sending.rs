//! One write of a sheet at a time, each naming the revision after the one before; drafts and the place behind them, the
//! newest only. Nothing here waits: the answer comes as a message.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::desk::request::Request;
use crate::desk::view::{Draft, PlaceNote};
use crate::domain::{Basis, Code, Command, Points, Rules, SeatId};
use crate::text::{Clean, clean_line};
use crate::tui::app::Common;

/// A cell: the item's place in the form, and the basis.
pub type Cell = (usize, Basis);

/// What is typed and not recorded 未录入, by cell.
pub type TypedCells = BTreeMap<Cell, String>;

/// A write and the cell it changes.
#[derive(Clone, Debug)]
pub struct Write {
    /// The cell, and what it is about to hold.
    pub mark: Option<(Cell, Option<Points>)>,
    /// What was asked for.
    pub command: Command,
}

/// What a cell is about to hold; `None` is 未评.
#[derive(Clone, Copy, Debug)]
pub struct Coming(pub Option<Points>);

/// What is under way for one sheet.
#[derive(Debug)]
pub struct Sending {
    code: Code,
    /// Whose sheet, where it is entered from paper.
    paper_of: Option<SeatId>,
    flying: Option<(u64, Write)>,
    queue: VecDeque<Write>,
    revision: u64,
    keeping: Option<u64>,
    /// Cells of which the hall keeps text.
    kept: BTreeSet<Cell>,
    wanted: TypedCells,
    placed: Option<PlaceNote>,
    place: Option<PlaceNote>,
}

impl Sending {
    /// Of the seat's own sheet, or of one that it enters from paper for another.
    pub fn of(code: Code, paper_of: Option<SeatId>) -> Self {
        Self {
            code,
            paper_of,
            flying: None,
            queue: VecDeque::new(),
            revision: 0,
            keeping: None,
            kept: BTreeSet::new(),
            wanted: TypedCells::new(),
            placed: None,
            place: None,
        }
    }

    /// No write waits or is under way.
    pub fn is_idle(&self) -> bool {
        self.flying.is_none() && self.queue.is_empty()
    }

    /// Writes wait behind the one under way.
    pub fn has_more(&self) -> bool {
        !self.queue.is_empty()
    }

    /// The hall showed this revision.
    pub fn seen(&mut self, revision: u64) {
        self.revision = self.revision.max(revision);
    }

    /// So many events of ours came after it.
    pub fn wrote(&mut self, events: u32) {
        self.revision = self.revision.saturating_add(u64::from(events));
    }

    /// What a cell will be once everything is saved, if something of it is under way.
    pub fn saving(&self, cell: Cell) -> Option<Coming> {
        let all = self.flying.iter().map(|(_, write)| write).chain(&self.queue).rev();
        all.filter_map(|write| write.mark).find(|(of, _)| *of == cell).map(|(_, points)| Coming(points))
    }

    /// Queues a write.
    pub fn write(&mut self, common: &mut Common, mark: Option<(Cell, Option<Points>)>, command: Command) {
        self.queue.push_back(Write { mark, command });
        self.pump(common);
    }

    /// Sends the next write, if none is under way.
    pub fn pump(&mut self, common: &mut Common) {
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

    /// The write that is answered under this number.
    pub fn answered(&mut self, id: u64) -> Option<Write> {
        let (_, write) = self.flying.take_if(|(flying, _)| *flying == id)?;
        Some(write)
    }

    /// Whether this answers a draft or the place; then the next one goes.
    pub fn kept_answered(&mut self, common: &mut Common, id: u64) -> bool {
        let answered = self.keeping == Some(id);
        if answered {
            self.keeping = None;
            self.pump_keeping(common);
        }
        answered
    }

    /// Half-typed marks that the hall has kept from before stand beside their cells again; what was recorded all the same
    /// need not be kept. `recorded` is what a cell holds.
    pub fn restore(
        &mut self,
        common: &mut Common,
        drafts: &[Draft],
        recorded: impl Fn(Cell) -> Option<Points>,
    ) -> TypedCells {
        let mut typed = TypedCells::new();
        let Some(rules) = common.rules().cloned() else { return typed };
        for draft in drafts.iter().filter(|draft| !draft.note) {
            let cell = draft.cell.as_ref().and_then(|(item, basis)| Some((rules.item(item)?.0, *basis)));
            let Some(cell) = cell else { continue };
            self.kept.insert(cell);
            if recorded(cell).is_some_and(|points| points.to_string() == draft.text.as_str()) {
                self.forget(common, cell);
            } else {
                typed.insert(cell, draft.text.as_str().to_owned());
            }
        }
        typed
    }

    /// Removes what was kept of a cell, if anything was.
    pub fn forget(&mut self, common: &mut Common, cell: Cell) {
        if self.kept.remove(&cell) {
            self.keep(common, cell, "");
        }
    }

    /// Keeps half-typed text; empty removes it.
    pub fn keep(&mut self, common: &mut Common, cell: Cell, text: &str) {
        if text.is_empty() {
            self.kept.remove(&cell)
        } else {
            self.kept.insert(cell)
        };
        self.wanted.insert(cell, text.to_owned());
        self.pump_keeping(common);
    }

    /// Everything typed, before the page goes: nothing may wait for an answer that nobody hears.
    pub fn keep_all(&mut self, common: &mut Common, typed: &TypedCells) {
        for (cell, text) in typed {
            if self.wanted.contains_key(cell) {
                self.wanted.insert(*cell, text.clone());
            }
        }
        while let Some((cell, text)) = self.wanted.pop_first() {
            self.send_draft(common, cell, &text);
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
    pub fn place(&mut self, common: &mut Common, place: PlaceNote) {
        if self.placed.as_ref() != Some(&place) {
            self.placed = Some(place.clone());
            self.place = Some(place);
            self.pump_keeping(common);
        }
    }

    /// The name under which the hall keeps a note of this sheet, to one cell or to the whole, while it is typed.
    pub fn note_draft(&self, rules: Option<&Rules>, cell: Option<Cell>) -> Draft {
        let cell = cell.and_then(|(item, basis)| Some((rules?.items().nth(item)?.1.id.clone(), basis)));
        let (paper_of, dossier) = (self.paper_of.clone(), self.code.clone());
        Draft { paper_of, dossier, cell, note: true, text: Clean::default() }
    }

    /// The hall need not keep a note that is saved.
    pub fn forget_note(&self, common: &mut Common, cell: Option<Cell>) {
        let done = self.note_draft(common.rules(), cell);
        common.send(Request::Keep(done));
    }

    fn pump_keeping(&mut self, common: &mut Common) {
        if self.keeping.is_some() {
            return;
        }
        if let Some((cell, text)) = self.wanted.pop_first() {
            self.keeping = self.send_draft(common, cell, &text);
        } else if let Some(place) = self.place.take() {
            self.keeping = Some(common.send(Request::At(place)));
        }
    }

    fn send_draft(&self, common: &mut Common, (item, basis): Cell, text: &str) -> Option<u64> {
        let id = common.rules()?.items().nth(item)?.1.id.clone();
        let (paper_of, dossier) = (self.paper_of.clone(), self.code.clone());
        let draft = Draft { paper_of, dossier, cell: Some((id, basis)), note: false, text: clean_line(text) };
        Some(common.send(Request::Keep(draft)))
    }
}
