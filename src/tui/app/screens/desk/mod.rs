//! The expert's desk (SCREENS §1): the form at the right, the text at the left, one cell with the keys.
//!
//! - `arriving`: from where one comes, and which cell has the keys then;
//! - `lock`: why a mark cannot be changed now;
//! - `cells`: typing, recording, what is shown of a cell;
//! - `sending`: what comes of a write, and of what is kept beside it;
//! - `reading`: the text beside the form;
//! - `acts`: the 操作 row and what comes back from the pages it opens;
//! - `tree`: the rows of the form, only the current section unfolded;
//! - `ways`: what the keys do, by what has them.

mod acts;
mod arriving;
mod cells;
mod lock;
mod reading;
mod sending;
mod tree;
mod ways;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use arriving::tell_returned;
pub use cells::Shown;
pub use lock::Lock;
pub(super) use reading::text_absent;
pub use reading::{Reading, Tab};
pub use tree::{Amount, TreeRow};

use self::acts::Asked;
use self::arriving::Greeting;
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DeskView, OwnSheet, PlaceNote, Topic, View};
use crate::domain::{Basis, Code, Item, ItemId, Section};
use crate::text::Clean;
use crate::tui::app::layout::{Areas, areas};
use crate::tui::app::parts::{Actions, Cell, Pressed, Rows, Sending, TypedCells, begins_number};
use crate::tui::app::{Common, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};

/// From this height on the bands have two rows.
const ROOMY_ROWS: u16 = 24;

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// A mark's cell.
    #[default]
    Cell,
    /// The text.
    Text,
    /// The 操作 row.
    Acts,
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    /// Which dossier.
    pub code: Code,
    /// The sheet as last seen, with what was saved since.
    pub sheet: Option<Box<DeskView>>,
    /// The item's place in the form.
    pub item: usize,
    /// The column.
    pub basis: Basis,
    /// What has the keys.
    pub focus: Focus,
    /// Typed and not recorded 未录入.
    pub typed: TypedCells,
    /// The text beside the form.
    pub reading: Reading,
    /// The 操作 row.
    pub actions: Actions,
    /// The form's rows in sight.
    pub window: Rows,
    /// The column that was last worked in: passing the other one with Tab changes nothing for notes and signing.
    worked: Basis,
    /// Digits go on with what is typed; otherwise the first one replaces it.
    editing: bool,
    /// Cells in which something is typed over a mark that was recorded elsewhere meanwhile; the next record tells so first.
    overtaken: BTreeSet<Cell>,
    /// Cells whose mark the hall refused as typed over an older one: told already.
    lost: BTreeSet<Cell>,
    sending: Sending,
    query: Option<u64>,
    /// The sheet changed elsewhere, or something was saved: look again when nothing is under way.
    stale: bool,
    asked: Option<Asked>,
    /// Unfinished reasons and notes, given again.
    unfinished: BTreeMap<&'static str, String>,
    start: Option<PlaceNote>,
    greeting: Option<Greeting>,
    last_search: String,
    /// What is looked for in the texts as soon as they are here.
    sought: Option<Clean>,
}

impl Desk {
    /// Opens a declared dossier.
    pub fn new(code: Code) -> Self {
        Self {
            sending: Sending::of(code.clone(), None),
            code,
            sheet: None,
            item: 0,
            basis: Basis::File,
            focus: Focus::Cell,
            typed: TypedCells::new(),
            reading: Reading::default(),
            actions: Actions::default(),
            window: Rows::default(),
            worked: Basis::File,
            editing: false,
            overtaken: BTreeSet::new(),
            lost: BTreeSet::new(),
            query: None,
            stale: false,
            asked: None,
            unfinished: BTreeMap::new(),
            start: None,
            greeting: None,
            last_search: String::new(),
            sought: None,
        }
    }

    /// How the own sheet stands.
    pub fn own(&self) -> Option<&OwnSheet> {
        self.sheet.as_ref()?.row.own.as_ref()
    }

    /// A visit is due here.
    pub fn visit_due(&self) -> bool {
        self.own().is_some_and(|own| own.visit.is_some())
    }

    /// The current section and item.
    pub fn current<'a>(&self, common: &'a Common) -> Option<(&'a Section, &'a Item)> {
        common.rules()?.items().nth(self.item)
    }

    fn item_id(&self, common: &Common) -> Option<ItemId> {
        self.current(common).map(|(_, item)| item.id.clone())
    }

    pub(super) fn query(&mut self, common: &mut Common) {
        self.stale = false;
        self.query = Some(common.ask(Ask::Desk(self.code.clone())));
    }

    /// Looks again once nothing is under way, so that an older view never hides what was just saved.
    fn refresh(&mut self, common: &mut Common) {
        if self.stale && self.sending.is_idle() {
            self.query(common);
        }
    }

    /// Where the seat is.
    fn place(&self, common: &Common) -> PlaceNote {
        PlaceNote { dossier: self.code.clone(), item: self.item_id(common), basis: self.basis }
    }

    fn tell_place(&mut self, common: &mut Common) {
        let place = self.place(common);
        self.sending.place(common, place);
    }

    /// Goes to a cell; the text follows.
    fn go(&mut self, common: &mut Common, item: usize) {
        self.item = item;
        self.editing = false;
        self.reading.follow(common, item);
        self.tell_place(common);
    }

    /// The parts of the window: below the body why the sheet came back, the bands, and what is in the cell.
    pub fn areas(&self, common: &Common) -> Areas {
        let returned = u16::from(self.own().is_some_and(|own| own.returned.is_some()));
        areas(common.size, returned + Self::band_rows(common) + 1, 1)
    }

    /// Rows for the bands of an item.
    pub fn band_rows(common: &Common) -> u16 {
        if common.size.1 < ROOMY_ROWS { 1 } else { 2 }
    }

    /// Cells of the form at the right, its line included.
    pub fn form_columns(common: &Common) -> u16 {
        let columns = match common.size.0 {
            110.. => 48,
            80.. => 34,
            _ => 33,
        };
        // The English words in the two columns of marks are longer.
        if common.lang == crate::words::Lang::Zh { columns } else { columns + 6 }
    }

    /// The stops of the Tab circle: 材料 → 现场 (where due or used) → 正文 → 操作.
    fn stops(&self) -> Vec<(Focus, Basis)> {
        let onsite = self.visit_due() || self.marks_onsite();
        let mut stops = vec![(Focus::Cell, Basis::File)];
        if onsite || self.basis == Basis::Onsite {
            stops.push((Focus::Cell, Basis::Onsite));
        }
        stops.extend([(Focus::Text, self.worked), (Focus::Acts, self.worked)]);
        stops
    }

    /// Which of the stops has the keys.
    fn stop_here(&self, stops: &[(Focus, Basis)]) -> Option<usize> {
        let is_here = |(focus, basis): &(Focus, Basis)| {
            *focus == self.focus && (self.focus != Focus::Cell || *basis == self.basis)
        };
        stops.iter().position(is_here)
    }

    /// The next stops, in the order Tab comes to them, once round.
    fn stops_ahead(&self) -> Vec<(Focus, Basis)> {
        let mut stops = self.stops();
        if let Some(here) = self.stop_here(&stops) {
            stops.rotate_left(here);
            stops.remove(0);
        }
        stops
    }

    /// Tab goes round the stops; backwards with Shift.
    fn next_pane(&mut self, common: &mut Common, back: bool) {
        let stops = self.stops();
        let here = self.stop_here(&stops);
        let count = stops.len();
        let step = if back { count - 1 } else { 1 };
        let to = here.map_or(0, |here| (here + step) % count);
        let Some((focus, basis)) = stops.get(to).copied() else { return };
        self.focus = focus;
        self.basis = basis;
        self.editing = false;
        self.actions.rest();
        if focus == Focus::Cell {
            self.tell_place(common);
        }
    }

    fn text_key(&mut self, common: &mut Common, key: Key) -> Step {
        let finding = self.reading.finding().is_some();
        match key {
            Key::Enter | Key::Backspace if finding => self.next_hit(common, key == Key::Enter),
            Key::Esc if finding => self.stop_finding(common),
            Key::Enter => self.focus = Focus::Cell,
            Key::Left | Key::Right => self.reading.turn_tab(key == Key::Right),
            Key::Esc => return self.leave(common),
            Key::Char(typed) if begins_number(typed) => {
                self.focus = Focus::Cell;
                return self.type_mark(common, typed);
            }
            other => self.reading.scroll(other),
        }
        Step::Stay
    }

    /// Up to the list: nothing is recorded, nothing is lost.
    fn leave(&mut self, common: &mut Common) -> Step {
        self.sending.keep_all(common, &self.typed);
        Step::Up(Outcome::Done)
    }
}

impl Page for Desk {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        if self.sheet.is_none() {
            return if key == Key::Esc { Step::Up(Outcome::Done) } else { Step::Stay };
        }
        match (key, self.focus) {
            (Key::Tab | Key::BackTab, focus) => {
                if focus == Focus::Cell
                    && let Err(step) = self.record(common)
                {
                    return step;
                }
                self.next_pane(common, key == Key::BackTab);
                Step::Stay
            }
            (key, Focus::Cell) => self.cell_key(common, key),
            (key, Focus::Text) => self.text_key(common, key),
            (key, Focus::Acts) => match self.actions.key(key) {
                Pressed::Chosen(act) => {
                    // Whatever comes of it, the keys are in the cell afterwards.
                    self.focus = Focus::Cell;
                    self.actions.rest();
                    Step::Do(act)
                }
                Pressed::Moved => Step::Stay,
                Pressed::Other if key == Key::Esc => self.leave(common),
                Pressed::Other => {
                    self.reading.turn(key);
                    Step::Stay
                }
            },
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        self.came_back(common, outcome)
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.query == Some(id) {
            self.query = None;
            match result {
                Ok(Answer::View(View::Desk(view))) => self.loaded(common, view),
                Ok(_) => {}
                Err(failure) => return common.give_up(&failure),
            }
        } else {
            self.sent_answer(common, id, result);
        }
        self.refresh(common);
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if matches!(topic, Topic::Own | Topic::Stage) {
            self.stale = true;
            self.refresh(common);
        }
    }

    fn home_changed(&mut self, common: &mut Common) -> Step {
        self.say_closed(common);
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        self.set_actions(common);
        let body = self.areas(common).body;
        let form = Self::form_columns(common);
        let columns = usize::from(common.size.0.saturating_sub(form + 2));
        let rows = usize::from(body.height.saturating_sub(3));
        self.reading.fit((columns, rows), common.ambiguous());
        let tree = self.tree(common);
        let at = tree.iter().position(|row| matches!(row, TreeRow::Item { current: true, .. }));
        self.window.fit(tree.len(), usize::from(body.height.saturating_sub(1)));
        self.window.go(at.unwrap_or(0));
        self.window.fit(tree.len(), usize::from(body.height.saturating_sub(1)));
    }

    fn undo(&mut self, common: &mut Common) -> bool {
        self.undo_mark(common, false)
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.sheet.is_none()
    }

    fn ending(&mut self, common: &mut Common) {
        self.sending.keep_all(common, &self.typed);
    }

    fn unrecorded(&self) -> usize {
        self.typed.len()
    }

    fn is_typing(&self) -> bool {
        self.is_typing_mark()
    }

    fn context(&self) -> Context {
        match self.focus {
            Focus::Cell => Context::Desk,
            Focus::Text => Context::Text,
            Focus::Acts => Context::Acts,
        }
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        self.act(common, act)
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        ways::of(self, common)
    }
}
