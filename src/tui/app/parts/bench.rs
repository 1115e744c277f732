//! What every table has: a cursor, digits that find a code, the 操作 row as the other stop of the Tab circle.

use super::{Action, Actions, Jump, Row, Rows, acts_ways, to_acts, to_table};
use crate::tui::app::layout::{Areas, action_height, areas};
use crate::tui::app::{Common, Hint, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::Lang;
use crate::words::screens::{expert as words, finding, frame, hints};

/// Rows between body and 操作 row: the state line.
pub const FOOT_ROWS: u16 = 1;

/// Cursor and acts.
#[derive(Debug, Default)]
pub struct Bench {
    /// The cursor.
    pub rows: Rows,
    /// Digits typed to find a code.
    pub jump: Jump,
    /// The 操作 row.
    pub actions: Actions,
    /// The digits typed stand in no code.
    missed: bool,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// This act.
    Act(Act),
    /// A key the table itself knows: Enter, Esc, sides.
    Key(Key),
    /// Done already.
    Taken,
}

impl Bench {
    /// A key; `codes` are the rows' codes in order. Where no code has the digits typed, Enter opens nothing in its place.
    pub fn key<'a>(&mut self, common: &mut Common, key: Key, codes: impl Iterator<Item = &'a str>) -> Press {
        match self.actions.press(key) {
            Row::Act(act) => {
                self.jump.clear();
                return Press::Act(act);
            }
            Row::Taken => {
                self.jump.clear();
                return Press::Taken;
            }
            Row::Passed => {}
        }
        let typed = !self.jump.digits().is_empty();
        if self.jump.key(key) {
            let found = self.jump.find(codes);
            self.missed = found.is_none();
            if let Some(row) = found {
                self.rows.go(row);
            }
            return Press::Taken;
        }
        if key == Key::Enter && typed && self.jump.find(codes).is_none() {
            common.say(Tone::Warn, frame::jump(common.lang, self.jump.digits(), false));
            return Press::Taken;
        }
        if self.rows.key(key) {
            self.jump.clear();
            return Press::Taken;
        }
        if matches!(key, Key::Enter | Key::Left | Key::Right | Key::Esc) {
            self.jump.clear();
        }
        Press::Key(key)
    }

    /// Sets the acts and answers where things stand, `more` rows of state above the last one.
    pub fn fit(&mut self, common: &Common, acts: Vec<Action>, more: u16) -> Areas {
        self.actions.set(acts);
        self.areas(common, more)
    }

    /// Where the keys are.
    pub fn context(&self) -> Context {
        if self.actions.has_keys() { Context::Acts } else { Context::List }
    }

    /// The keys: the row's own while it has them, else the table's. What there is nothing for is not held out: Enter where
    /// no code has the digits typed, and in an empty table whatever needs a row.
    pub fn ways(&self, lang: Lang, mut table: Vec<Way>) -> Vec<Way> {
        if self.actions.has_keys() {
            return acts_ways(lang, to_table(lang));
        }
        let missed = self.missed && !self.jump.digits().is_empty();
        let empty = self.rows.count() == 0;
        let idle = |way: &Way| match way.acts.first() {
            Some(Act::Enter) => empty || missed,
            Some(Act::Type | Act::Up | Act::Left | Act::PageDown) => empty,
            _ => false,
        };
        for way in table.iter_mut().filter(|way| idle(way)) {
            way.hint = None;
        }
        table
    }

    /// Where things stand.
    pub fn areas(&self, common: &Common, more: u16) -> Areas {
        areas(common.size, FOOT_ROWS + more, action_height(common, self.actions.lines()))
    }
}

/// The same while a filter is on: Backspace takes its last condition off, Esc all of it.
pub fn narrowed_ways(lang: Lang, mut ways: Vec<Way>, on: bool) -> Vec<Way> {
    for way in ways.iter_mut().filter(|_| on) {
        match way.acts.as_slice() {
            [Act::Erase] => *way = Way::new(&[Act::Erase], finding::help_erase(lang)).hint(2, hints::one_off(lang)),
            [Act::Back] => {
                *way = Way::new(&[Act::Back], finding::help_off(lang)).hint(Hint::STAYS, hints::filter_off(lang));
            }
            _ => {}
        }
    }
    ways
}

/// Esc: one level up, and from a seat's first page the question whether to leave.
fn up(lang: Lang, first: bool) -> Way {
    let (meaning, word) =
        if first { (frame::leave_yes(lang), hints::leave(lang)) } else { (frame::esc_up(lang), hints::back(lang)) };
    Way::new(&[Act::Back], meaning).hint(Hint::STAYS, word)
}

/// Keys of a table while the table has them: what Enter does comes from the page, and what the sides do, if anything.
pub fn table_ways(lang: Lang, enter: Way, sides: Option<Way>, first: bool) -> Vec<Way> {
    let mut ways = vec![
        Way::new(&[Act::Type], words::help_jump(lang)).hint(2, hints::find(lang)),
        Way::new(&[Act::Erase], frame::shorten(lang)),
        Way::new(&[Act::Up, Act::Down], frame::line_move(lang)).hint(3, hints::row(lang)),
    ];
    ways.extend(sides);
    ways.extend([
        Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)).hint(4, hints::page(lang)),
        Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
        enter,
        to_acts(lang),
        up(lang, first),
    ]);
    ways
}
