//! What every table has: a cursor, digits that find a code, the 操作 row as the other stop of the Tab circle.

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, View};
use crate::domain::{Role, Stage};
use crate::tui::app::layout::{Areas, action_height, areas};
use crate::tui::app::parts::{Action, Actions, Jump, Pressed, Rows};
use crate::tui::app::{Common, Page, Step, Tone};
use crate::tui::keymap::Key;
use crate::words::Lang;
use crate::words::screens::{frame, office as words};

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
    Act(u8),
    /// A key the table itself knows: Enter, Esc, sides.
    Key(Key),
    /// Done already.
    Taken,
}

impl Bench {
    /// A key; `codes` are the rows' codes in order.
    pub(super) fn key<'a>(&mut self, key: Key, codes: impl Iterator<Item = &'a str>) -> Press {
        if matches!(key, Key::Tab | Key::BackTab) {
            self.in_actions = !self.in_actions;
            self.actions.rest();
            return Press::Taken;
        }
        if self.in_actions {
            match self.actions.key(key) {
                Pressed::Chosen(digit) => {
                    // The next key is the table's again: Enter after an act must not be an act.
                    self.in_actions = false;
                    return Press::Act(digit);
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

    /// Where things stand.
    pub fn areas(&self, common: &Common, more: u16) -> Areas {
        areas(common.size, FOOT_ROWS + more, action_height(common, self.actions.lines()))
    }
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

/// The page's own help.
pub(super) fn help_of(page: &dyn Page, common: &Common) -> Step {
    Step::push(super::super::Help::new(page.help(common)))
}

/// Keys of a table: what Enter does comes from the page.
pub(super) fn table_help(lang: Lang, enter: &str, sides: Option<&str>, acts: &Actions) -> Vec<(String, String)> {
    let mut lines = vec![
        (words::key_digits(lang).to_owned(), words::help_jump(lang).to_owned()),
        (frame::key_arrows(lang).into(), frame::line_move(lang).into()),
    ];
    if let Some(sides) = sides {
        lines.push((frame::key_sides(lang).into(), sides.to_owned()));
    }
    lines.extend([
        (frame::key_pages(lang).into(), frame::page_move(lang).into()),
        (frame::key_ends(lang).into(), frame::ends_move(lang).into()),
        ("Enter".into(), enter.to_owned()),
        ("Tab".into(), frame::tab_acts(lang).into()),
        ("Esc".into(), frame::esc_up(lang).into()),
    ]);
    let acts = acts.lines().iter();
    lines.extend(acts.map(|act| (format!("Tab {}", act.digit), act.label.clone())));
    lines
}
