//! What every table has: a cursor, digits that find a code, the 操作 row as the other stop of the Tab circle.

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, View};
use crate::domain::{Role, Stage};
use crate::tui::app::layout::{Areas, action_height, areas};
use crate::tui::app::parts::{Action, Actions, Jump, Pressed, Rows, acts_ways, to_acts, to_table};
use crate::tui::app::{Common, Hint, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::Lang;
use crate::words::screens::{finding, frame, hints, office as words};

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
    /// The row has the keys.
    pub in_actions: bool,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// This act.
    Act(Act),
    /// A key the table itself knows: Enter, Esc, sides.
    Key(Key),
    /// Done already.
    Taken,
}

impl Bench {
    /// A key; `codes` are the rows' codes in order.
    pub(super) fn key<'a>(&mut self, key: Key, codes: impl Iterator<Item = &'a str>) -> Press {
        if matches!(key, Key::Tab | Key::BackTab) {
            self.jump.clear();
            self.in_actions = !self.in_actions;
            self.actions.rest();
            return Press::Taken;
        }
        if self.in_actions {
            match self.actions.key(key) {
                Pressed::Chosen(act) => {
                    // The next key is the table's again: Enter after an act must not be an act.
                    self.in_actions = false;
                    return Press::Act(act);
                }
                Pressed::Moved => return Press::Taken,
                Pressed::Other => self.in_actions = false,
            }
            if key == Key::Esc {
                return Press::Taken;
            }
        }
        if self.jump.key(key) {
            if let Some(row) = self.jump.find(codes) {
                self.rows.go(row);
            }
            return Press::Taken;
        }
        if self.rows.key(key) {
            self.jump.clear();
            return Press::Taken;
        }
        if matches!(key, Key::Enter | Key::Left | Key::Right) {
            self.jump.clear();
        }
        Press::Key(key)
    }

    /// Sets the acts and answers where things stand, `more` rows of state above the last one.
    pub(super) fn fit(&mut self, common: &Common, acts: Vec<Action>, more: u16) -> Areas {
        self.actions.set(acts);
        self.areas(common, more)
    }

    /// Where the keys are.
    pub(super) fn context(&self) -> Context {
        if self.in_actions { Context::Acts } else { Context::List }
    }

    /// The keys: the row's own while it has them, else the table's.
    pub(super) fn ways(&self, lang: Lang, table: Vec<Way>) -> Vec<Way> {
        if self.in_actions { acts_ways(lang, to_table(lang)) } else { table }
    }

    /// Where things stand.
    pub fn areas(&self, common: &Common, more: u16) -> Areas {
        areas(common.size, FOOT_ROWS + more, action_height(common, self.actions.lines()))
    }
}

/// The same while a filter is on: Backspace takes its last condition off, Esc all of it.
pub(super) fn narrowed_ways(lang: Lang, mut ways: Vec<Way>, on: bool) -> Vec<Way> {
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

/// The secretary's first look at the folder after opening: files changed since are told once, not asked for with every
/// change, because the hall reads them all for it.
#[derive(Debug, Default)]
pub(super) struct Look {
    done: bool,
    query: Option<u64>,
}

impl Look {
    /// Asks, the first time.
    pub(super) fn once(&mut self, common: &mut Common) {
        let secretary = common.home.as_ref().is_some_and(|home| home.seat.role == Role::Secretary);
        if secretary && !self.done && common.stage() != Stage::Setup {
            self.done = true;
            self.query = Some(common.ask(Ask::Folder));
        }
    }

    /// Tells what was changed; gives back what was not for it.
    pub(super) fn answer(
        &mut self,
        common: &mut Common,
        id: u64,
        result: Result<Answer, Failure>,
    ) -> Result<(), Result<Answer, Failure>> {
        if self.query != Some(id) {
            return Err(result);
        }
        self.query = None;
        if let Ok(Answer::View(View::Folder(folder))) = result
            && !folder.changed.is_empty()
        {
            common.say(Tone::Warn, words::files_changed(common.lang, folder.changed.len()));
        }
        Ok(())
    }
}

/// Esc: one level up, and from a seat's first page the question whether to leave.
pub(super) fn up(lang: Lang, first: bool) -> Way {
    let (meaning, word) =
        if first { (frame::leave_yes(lang), hints::leave(lang)) } else { (frame::esc_up(lang), hints::back(lang)) };
    Way::new(&[Act::Back], meaning).hint(Hint::STAYS, word)
}

/// Keys of a table while the table has them: what Enter does comes from the page, and what the sides do, if anything.
pub(super) fn table_ways(lang: Lang, enter: Way, sides: Option<Way>, first: bool) -> Vec<Way> {
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
