//! 对看: two own sheets side by side, item by item, with the text of the same section of both; from an item straight to
//! the desk.

mod rows;

pub use rows::{Cell, CompareRow};

use ratatui::layout::Rect;

use super::Desk;
use super::desk::text_absent;
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DeskView, PlaceNote, Topic, View};
use crate::domain::{Basis, Code};
use crate::tui::app::layout::{Areas, action_height, areas};
use crate::tui::app::parts::{Action, Actions, Jump, Pager, Row, Rows, acts_ways, to_acts, to_table};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{calibration as words, expert, frame, hints};

/// From this width on both texts stand beside each other, otherwise the one of the chosen side alone.
const BOTH_FROM: u16 = 100;
/// Rows of text worth showing below the marks.
const TEXT_ROWS: u16 = 5;

/// Where things stand.
#[derive(Clone, Copy, Debug)]
pub struct CompareParts {
    /// Title, state, keys.
    pub areas: Areas,
    /// The marks with their head.
    pub table: Rect,
    /// The texts with their heads; only the chosen side's is not empty where there is room for one.
    pub texts: [Rect; 2],
}

/// Two own sheets.
#[derive(Debug)]
pub struct Compare {
    /// Left and right.
    pub codes: [Code; 2],
    /// Their sheets; `None` until answered.
    pub sheets: [Option<Box<DeskView>>; 2],
    /// The chosen side.
    pub side: usize,
    /// The item's place in the form.
    pub item: usize,
    /// Digits typed for another dossier.
    pub jump: Jump,
    /// The rows in sight.
    pub window: Rows,
    /// The texts' lines.
    pub pagers: [Pager; 2],
    /// The 操作 row.
    pub actions: Actions,
    /// The ladder it was opened from, the highest first.
    order: Vec<Code>,
    queries: [Option<u64>; 2],
}

impl Compare {
    /// Two codes of a ladder, the chosen side, and the item to begin with.
    pub fn new(codes: [Code; 2], side: usize, order: Vec<Code>, item: usize) -> Self {
        Self {
            codes,
            sheets: [None, None],
            side,
            item,
            jump: Jump::default(),
            window: Rows::default(),
            pagers: Default::default(),
            actions: Actions::default(),
            order,
            queries: [None; 2],
        }
    }

    fn query(&mut self, common: &mut Common) {
        for (query, code) in self.queries.iter_mut().zip(&self.codes) {
            *query = Some(common.ask(Ask::Desk(code.clone())));
        }
    }

    fn other(&self) -> Option<&Code> {
        self.codes.get(1 - self.side)
    }

    /// The text of the current item's section.
    pub fn text<'a>(&'a self, common: &'a Common, side: usize) -> &'a str {
        let Some(sheet) = self.sheets.get(side).and_then(Option::as_ref) else { return "" };
        let Some(texts) = &sheet.texts else {
            return text_absent(common.lang, &sheet.row);
        };
        let section = common.rules().and_then(|rules| rules.items().nth(self.item)).map(|(section, _)| &section.id);
        let text = texts.sections.iter().find(|(id, _)| Some(id) == section).map_or("", |(_, text)| text.as_str());
        if text.trim().is_empty() { expert::no_text(common.lang) } else { text }
    }

    /// Where things stand.
    pub fn parts(&self, common: &Common) -> CompareParts {
        let areas = areas(common.size, 2, action_height(common, self.actions.lines()));
        let body = areas.body;
        let wanted = u16::try_from(self.rows(common).len() + 1).unwrap_or(u16::MAX);
        let table = Rect { height: wanted.min(body.height.saturating_sub(TEXT_ROWS)).max(1).min(body.height), ..body };
        let below = Rect { y: table.bottom(), height: body.height - table.height, ..body };
        let nothing = Rect { width: 0, height: 0, ..below };
        let texts = if body.width >= BOTH_FROM {
            let half = below.width / 2;
            [Rect { width: half, ..below }, Rect { x: below.x + half, width: below.width - half, ..below }]
        } else if self.side == 0 {
            [below, nothing]
        } else {
            [nothing, below]
        };
        CompareParts { areas, table, texts }
    }

    /// The dossier whose code has the digits typed: of the ladder, and not the one on the other side.
    pub fn jump_to(&self) -> Option<&Code> {
        let known = || self.order.iter().filter(|code| Some(*code) != self.other());
        known().nth(self.jump.find(known().map(Code::as_str))?)
    }

    fn put(&mut self, common: &mut Common, code: Code) {
        let side = self.side;
        if let (Some(place), Some(sheet), Some(query), Some(pager)) =
            (self.codes.get_mut(side), self.sheets.get_mut(side), self.queries.get_mut(side), self.pagers.get_mut(side))
        {
            *query = Some(common.ask(Ask::Desk(code.clone())));
            *place = code;
            *sheet = None;
            *pager = Pager::default();
        }
    }

    /// The next one of the ladder on the chosen side, passing over the other side's.
    fn step_on_ladder(&mut self, common: &mut Common, down: bool) {
        let here = self.codes.get(self.side).and_then(|code| self.order.iter().position(|known| known == code));
        let Some(here) = here else { return };
        let other = self.other().cloned();
        let free = |code: &&Code| Some(*code) != other.as_ref();
        let next = if down {
            self.order.iter().skip(here + 1).find(free)
        } else {
            self.order.iter().take(here).rev().find(free)
        };
        if let Some(code) = next.cloned() {
            self.put(common, code);
        }
    }

    /// To the desk, in this item of the chosen side; in the column whose mark counts.
    fn open(&mut self, common: &Common) -> Step {
        let Some(Some(sheet)) = self.sheets.get(self.side) else { return Step::Stay };
        let item = common.rules().and_then(|rules| rules.items().nth(self.item)).map(|(_, item)| item.id.clone());
        let onsite = sheet.marks.get(self.item, Basis::Onsite).is_some();
        let basis = if onsite { Basis::Onsite } else { Basis::File };
        Step::push(Desk::at(PlaceNote { dossier: sheet.row.code.clone(), item, basis }))
    }

    fn turn(&mut self, common: &Common, key: Key) {
        let both = common.size.0 >= BOTH_FROM;
        for (side, pager) in self.pagers.iter_mut().enumerate() {
            if both || side == self.side {
                pager.turn(key);
            }
        }
    }

    fn page_key(&mut self, common: &mut Common, key: Key) -> Step {
        if self.jump.key(key) {
            return Step::Stay;
        }
        let last = common.rules().map_or(0, |rules| rules.item_count().saturating_sub(1));
        match key {
            Key::Enter if !self.jump.digits().is_empty() => {
                match self.jump_to().cloned() {
                    Some(code) => {
                        self.jump.clear();
                        self.put(common, code);
                    }
                    None => common.say(Tone::Warn, words::jump(common.lang, self.jump.digits(), None)),
                }
                return Step::Stay;
            }
            Key::Enter => return self.open(common),
            Key::Esc => return Step::Up(Outcome::Done),
            Key::Up => self.item = self.item.saturating_sub(1),
            Key::Down => self.item = (self.item + 1).min(last),
            Key::Home => self.item = 0,
            Key::End => self.item = last,
            Key::Left => self.side = 0,
            Key::Right => self.side = 1,
            other => self.turn(common, other),
        }
        self.jump.clear();
        Step::Stay
    }
}

impl Page for Compare {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match self.actions.press(key) {
            Row::Act(act) => {
                self.actions.stay();
                Step::Do(act)
            }
            Row::Taken => Step::Stay,
            Row::Passed => self.page_key(common, key),
        }
    }

    fn back(&mut self, _common: &mut Common, outcome: Outcome) -> Step {
        // 下一份未完 on the desk: the list knows which that is.
        if outcome == Outcome::Next { Step::Up(outcome) } else { Step::Stay }
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let Some(side) = self.queries.iter().position(|query| *query == Some(id)) else { return Step::Stay };
        if let Some(query) = self.queries.get_mut(side) {
            *query = None;
        }
        match result {
            Ok(Answer::View(View::Desk(view))) => {
                if let (Some(sheet), Some(pager)) = (self.sheets.get_mut(side), self.pagers.get_mut(side)) {
                    let same = sheet.as_ref().is_some_and(|before| before.texts == view.texts);
                    *sheet = Some(view);
                    if !same {
                        pager.renew();
                    }
                }
            }
            Ok(_) => {}
            Err(failure) => return common.give_up(&failure),
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if matches!(topic, Topic::Own | Topic::Stage) {
            self.query(common);
        }
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        self.actions.set(vec![
            Action::new(1, Act::ToItem, lang),
            Action::new(2, Act::Above, lang),
            Action::new(3, Act::Below, lang),
            Action::new(4, Act::Swap, lang),
        ]);
        let parts = self.parts(common);
        let rows = self.rows(common);
        let height = usize::from(parts.table.height.saturating_sub(1));
        self.window.fit(rows.len(), height);
        self.window.go(rows.iter().position(|row| row.current).unwrap_or(0));
        self.window.fit(rows.len(), height);
        let section = common.rules().and_then(|rules| {
            let (of, _) = rules.items().nth(self.item)?;
            rules.sections.iter().position(|section| section.id == of.id)
        });
        let name = u64::try_from(section.unwrap_or(0)).unwrap_or(0);
        let mut pagers = std::mem::take(&mut self.pagers);
        for (side, (pager, area)) in pagers.iter_mut().zip(parts.texts).enumerate() {
            if area.height > 0 {
                let size = (usize::from(area.width.saturating_sub(3)), usize::from(area.height.saturating_sub(2)));
                pager.fit(name, self.text(common, side), size, common.ambiguous());
            }
        }
        self.pagers = pagers;
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.sheets.iter().any(Option::is_none)
    }

    fn context(&self) -> Context {
        if self.actions.has_keys() { Context::Acts } else { Context::List }
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::ToItem => return self.open(common),
            Act::Above => self.step_on_ladder(common, false),
            Act::Below => self.step_on_ladder(common, true),
            Act::Swap => {
                self.codes.swap(0, 1);
                self.sheets.swap(0, 1);
                self.pagers.swap(0, 1);
                self.queries.swap(0, 1);
                self.side = 1 - self.side;
            }
            _ => {}
        }
        Step::Stay
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        if self.actions.has_keys() {
            return acts_ways(lang, to_table(lang));
        }
        vec![
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)).hint(2, hints::item(lang)),
            Way::new(&[Act::Left, Act::Right], words::help_side(lang)).hint(2, hints::side(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], words::help_pages(lang)).hint(3, hints::both_pages(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            Way::new(&[Act::Enter], words::help_item(lang)).hint(1, hints::change_it(lang)),
            Way::new(&[Act::Type, Act::Erase], words::help_other(lang)).hint(4, hints::another(lang)),
            to_acts(lang),
            Way::new(&[Act::Back], frame::back(lang)).hint(Hint::STAYS, hints::back(lang)),
        ]
    }
}
