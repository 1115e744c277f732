//! Every action that exists on the page below, found by its Chinese name, pinyin or English, with its keys. What is
//! chosen is done there as if by its digit: a guarded one meets its usual questions.

use crate::text::{Spelled, Wanted};
use crate::tui::app::parts::{Editor, Rows, Typed};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key, fold_key};
use crate::words::Lang;
use crate::words::screens::{frame as words, hints};

use super::help::{HelpLine, lines_of};
use super::notice::popup_columns;

/// Characters typed at most.
const TYPED_MAX: usize = 40;
/// Lines that a digit chooses.
pub const DIGITS: usize = 9;
/// Lines in sight at most.
const ROWS_MAX: usize = 12;

/// An action to choose.
#[derive(Debug)]
pub struct Entry {
    /// Which.
    pub act: Act,
    /// Its keys here.
    pub keys: String,
    /// What it is called here, and what it does.
    pub text: String,
    spelled: Spelled,
}

/// What is typed, and what it finds.
#[derive(Debug)]
pub struct Palette {
    /// The word.
    pub editor: Editor,
    /// All there are, the page's own first.
    pub entries: Vec<Entry>,
    /// Those that fit, best first, by their place in `entries`.
    pub found: Vec<usize>,
    /// The cursor.
    pub rows: Rows,
}

impl Palette {
    /// Of a page.
    pub(in crate::tui::app) fn of(page: &dyn Page, common: &Common) -> Self {
        let entries: Vec<Entry> =
            lines_of(page, common).into_iter().filter_map(|line| entry(line, page.context())).collect();
        let found = (0..entries.len()).collect();
        Self { editor: Editor::new("", TYPED_MAX, true), entries, found, rows: Rows::default() }
    }

    /// Those whose name begins with what is typed, then those that hold it.
    fn find(&mut self) {
        let wanted = Wanted::new(self.editor.text());
        let ranked = self.entries.iter().enumerate();
        let mut ranked: Vec<(usize, usize)> =
            ranked.filter_map(|(place, entry)| Some((entry.spelled.find(&wanted)?.start, place))).collect();
        ranked.sort_by_key(|(at, place)| (*at > 0, *place));
        self.found = ranked.into_iter().map(|(_, place)| place).collect();
        self.rows = Rows::default();
    }

    /// The entry on a line in sight, from 0.
    fn in_sight(&self, line: usize) -> Option<&Entry> {
        let place = self.found.get(self.rows.visible().nth(line)?)?;
        self.entries.get(*place)
    }

    /// The lines in sight with their digits.
    pub fn visible(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.rows.visible().filter_map(|at| Some((at, self.entries.get(*self.found.get(at)?)?)))
    }

    fn chosen(common: &mut Common, entry: Option<&Entry>) -> Step {
        entry.map_or_else(
            || {
                common.say(crate::tui::app::Tone::Plain, words::palette_none(common.lang));
                Step::Stay
            },
            |entry| Step::Do(entry.act),
        )
    }
}

/// Only what can be done by its name: moving is done by keys, and digits of one page have no name.
fn entry(line: HelpLine, context: Context) -> Option<Entry> {
    let [act] = line.acts.as_slice() else { return None };
    let moves = !act.keys().is_empty() && *act != Act::Undo;
    let typed = matches!(act, Act::Type | Act::Palette);
    if moves || typed || context == Context::Question {
        return None;
    }
    // Found by what the row says now, and by its name in both languages.
    let names = format!("{}|{}|{}", line.meaning, act.name(Lang::Zh), act.name(Lang::En));
    Some(Entry { act: *act, keys: line.keys, text: line.meaning, spelled: Spelled::of(&names) })
}

impl Page for Palette {
    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match (key, fold_key(key)) {
            (Key::Esc, _) => return Step::Up(Outcome::Declined),
            (Key::Enter, _) => {
                let place = self.found.get(self.rows.at).copied();
                return Self::chosen(common, place.and_then(|place| self.entries.get(place)));
            }
            (_, Key::Char(digit @ '1'..='9')) => {
                let line = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(1);
                return Self::chosen(common, self.in_sight(line - 1));
            }
            (Key::Up | Key::Down | Key::PageUp | Key::PageDown, _) => {
                self.rows.key(key);
            }
            (Key::Tab | Key::BackTab, _) => {
                self.rows.key(if key == Key::Tab { Key::Down } else { Key::Up });
            }
            _ => {
                if self.editor.key(key) == Typed::Changed {
                    self.find();
                }
            }
        }
        Step::Stay
    }

    fn paste(&mut self, _common: &mut Common, text: &str) -> Step {
        self.editor.paste(text);
        self.find();
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        self.editor.fit((popup_columns(common), 1), common.ambiguous());
        let height = usize::from(common.size.1).saturating_sub(9).clamp(1, ROWS_MAX);
        self.rows.fit(self.found.len(), height);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn context(&self) -> Context {
        Context::Note
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        vec![
            Way::new(&[Act::Type], hints::choose_line(lang)).hint(1, hints::choose_line(lang)),
            Way::new(&[Act::Up, Act::Down], words::line_move(lang)).hint(2, hints::move_on(lang)),
            Way::new(&[Act::Enter], hints::take_line(lang)).hint(1, hints::take_line(lang)),
            Way::new(&[Act::Back], words::back(lang)).hint(Hint::STAYS, hints::back(lang)),
        ]
    }
}
