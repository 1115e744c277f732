//! 查找筛选 on a list: which rows are shown, where the words stand in texts, the menus that need digits alone.
//! What the rows are and what they can be narrowed to, the list says: [`Listed`].

mod listed;
mod narrowed;

use std::collections::{BTreeSet, HashMap};

use super::{Question, Writing};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, Hit, View, Where};
use crate::domain::{Code, Points};
use crate::text::{Clean, Needle, clean_line};
use crate::tui::app::parts::{Condition, Filter, Rows, Side, StateKind, read_filter};
use crate::tui::app::{Common, Outcome, Step, Tone};
use crate::tui::keymap::Key;
use crate::words::Lang;
use crate::words::screens::finding as words;

pub(super) use listed::{Listed, Menu, names_of, score_menu};
pub(super) use narrowed::Narrowed;

/// What a page above was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Menu,
    /// One of the list's own menus, from 0.
    Lines(usize),
    Line,
    Number(Side),
}

/// A list's filter and what it lets through.
#[derive(Debug, Default)]
pub struct Finding {
    /// The conditions.
    pub filter: Filter,
    /// Places of the rows that are shown, in the list's order.
    shown: Vec<usize>,
    /// Which words a row's names hold, a bit each; kept until the words change.
    named: HashMap<Code, u8>,
    /// Where the words stand in texts.
    hits: HashMap<Code, Vec<Hit>>,
    /// The piece of the search that is under way.
    query: Option<u64>,
    /// Texts looked through before it.
    looked: usize,
    /// Dossiers whose texts the search could read; another one declared begins it anew.
    readable: BTreeSet<Code>,
    asked: Option<Asked>,
    /// What was typed last, given again.
    line: String,
}

fn state_word(lang: Lang, kind: StateKind) -> &'static str {
    match kind {
        StateKind::Unscored => words::unscored(lang),
        StateKind::Missing => words::missing(lang),
        StateKind::Ready => words::ready(lang),
        StateKind::Returned => words::returned(lang),
        StateKind::Signed => words::signed(lang),
        StateKind::Typed => words::typed(lang),
        StateKind::Onsite => words::onsite(lang),
        StateKind::Out => words::out(lang),
        StateKind::Open => words::open(lang),
        StateKind::Unopened => words::unopened(lang),
        StateKind::Paper => words::paper(lang),
        StateKind::Asked => words::asked(lang),
    }
}

/// A state by its word in either language; 已 before it makes no difference.
pub(super) fn state_named(typed: &str) -> Option<StateKind> {
    let bare = |word: &str| word.trim_start_matches('已').to_lowercase();
    let is = |kind: &StateKind| Lang::ALL.iter().any(|lang| bare(state_word(*lang, *kind)) == bare(typed));
    StateKind::ALL.into_iter().find(is)
}

fn condition_text(lang: Lang, condition: &Condition) -> String {
    match condition {
        Condition::State(kind) => state_word(lang, *kind).to_owned(),
        Condition::Seat(seat, kind) => format!("{seat} {}", state_word(lang, *kind)),
        Condition::Standing(standing) => crate::words::standing(lang, *standing).to_owned(),
        Condition::Score(side, points) => words::own_score(lang, side.sign(), *points),
        Condition::Apart(points) => words::apart(lang, *points),
        Condition::Word(word) => words::word(lang, word),
    }
}

/// The rows of a list that fulfil a condition which is no word.
fn count(list: &dyn Listed, condition: &Condition) -> usize {
    (0..list.count()).filter(|row| list.holds(*row, condition)).count()
}

impl Finding {
    /// Places of the rows that are shown, in the list's order.
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// What it is narrowed to, and to how many of how many; `None` where everything is shown.
    pub fn line(&self, lang: Lang, all: usize) -> Option<String> {
        let conditions: Vec<String> =
            self.filter.conditions.iter().map(|condition| condition_text(lang, condition)).collect();
        let line = words::line(lang, &conditions, self.shown.len(), all);
        let done = self.query.and_then(|_| (100 * self.looked).checked_div(self.readable.len()));
        self.filter.is_on().then(|| done.map_or_else(|| line.clone(), |done| words::line_searching(lang, &line, done)))
    }

    /// What is said where nothing is left, or nothing yet.
    pub fn nothing(&self, lang: Lang) -> Option<&'static str> {
        let empty = self.shown.is_empty() && self.filter.is_on();
        empty.then(|| if self.query.is_some() { words::searching(lang) } else { words::none(lang) })
    }

    /// Where a word stands in a dossier's text: place, before, found, after.
    pub fn hit<'a>(&'a self, common: &'a Common, code: &Code) -> Option<(&'a str, &'a Hit)> {
        let hit = self.hits.get(code)?.first()?;
        let name = match &hit.place {
            Where::Section(id) => common.rules()?.section(id)?.name.as_str(),
            Where::Awards => words::awards(common.lang),
            Where::Story => words::story(common.lang),
        };
        Some((name, hit))
    }

    /// The list came anew.
    pub fn loaded(&mut self, common: &mut Common, list: &dyn Listed) {
        let readable = (0..list.count()).filter(|row| list.is_readable(*row));
        let readable: BTreeSet<Code> = readable.filter_map(|row| list.code(row).cloned()).collect();
        let same = readable == self.readable;
        self.readable = readable;
        if same { self.narrow(list) } else { self.search(common, list) }
    }

    /// Forgets what was found in names: they may have been amended.
    pub fn renamed(&mut self) {
        self.named.clear();
    }

    /// Begins the search for the words anew.
    fn search(&mut self, common: &mut Common, list: &dyn Listed) {
        self.named.clear();
        self.hits.clear();
        self.query = None;
        if !self.filter.words().is_empty() && !self.readable.is_empty() {
            self.ask(common, None);
        }
        self.narrow(list);
    }

    fn ask(&mut self, common: &mut Common, from: Option<Code>) {
        let words: Vec<Clean> = self.filter.words().into_iter().map(clean_line).collect();
        self.looked = from.as_ref().map_or(0, |from| self.readable.range::<Code, _>(..from).count());
        self.query = Some(common.ask(Ask::Find { words, from }));
    }

    /// Settles which rows are shown.
    pub fn narrow(&mut self, list: &dyn Listed) {
        let words = self.filter.words();
        let all = u8::try_from((1_u16 << words.len().min(8)) - 1).unwrap_or(u8::MAX);
        if all > 0 {
            let needles: Vec<Option<Needle>> = words.iter().map(|word| Needle::new(word)).collect();
            for row in 0..list.count() {
                if let Some(code) = list.code(row).filter(|code| !self.named.contains_key(*code)) {
                    self.named.insert(code.clone(), named(list.names(row), &needles));
                }
            }
        }
        let found = |code: &Code| {
            let names = self.named.get(code).copied().unwrap_or(0);
            let hits = self.hits.get(code).into_iter().flatten();
            let texts = hits.fold(0_u8, |bits, hit| bits | 1_u8.checked_shl(hit.word.into()).unwrap_or(0));
            (names | texts) & all == all
        };
        let holds =
            |row: usize, condition: &Condition| matches!(condition, Condition::Word(_)) || list.holds(row, condition);
        let passes = |row: &usize| {
            self.filter.conditions.iter().all(|condition| holds(*row, condition))
                && (all == 0 || list.code(*row).is_some_and(found))
        };
        self.shown = (0..list.count()).filter(passes).collect();
    }

    /// An answer to a piece of the search; false: it is none. The next piece is asked for.
    pub fn answer(
        &mut self,
        common: &mut Common,
        id: u64,
        result: &Result<Answer, Failure>,
        list: &dyn Listed,
    ) -> bool {
        if self.query != Some(id) {
            return false;
        }
        self.query = None;
        match result {
            Ok(Answer::View(View::Found(found))) => {
                if let Some(next) = found.next.clone() {
                    self.ask(common, Some(next));
                }
                if !found.found.is_empty() {
                    self.hits.extend(found.found.iter().map(|found| (found.code.clone(), found.hits.clone())));
                    self.narrow(list);
                }
            }
            Ok(_) => {}
            Err(failure) => common.say_failure(failure),
        }
        true
    }

    /// Backspace takes the last condition off, Esc all of them; false: there was nothing, or another key.
    pub fn key(&mut self, common: &mut Common, key: Key, list: &dyn Listed) -> bool {
        match key {
            Key::Backspace => self.shorten(common, list),
            Key::Esc if self.clear(common, list) => {
                common.say(Tone::Plain, words::off(common.lang));
                true
            }
            _ => false,
        }
    }

    /// Does something to the filter; the cursor stays on its dossier while that is shown.
    pub fn keeping<T>(
        &mut self,
        rows: &mut Rows,
        list: &dyn Listed,
        change: impl FnOnce(&mut Self, &dyn Listed) -> T,
    ) -> T {
        let at = self.shown.get(rows.at).and_then(|row| list.code(*row)).cloned();
        let done = change(self, list);
        rows.fit(self.shown.len(), usize::MAX);
        if let Some(place) = at.and_then(|code| self.place_of(list, &code)) {
            rows.go(place);
        }
        done
    }

    /// Where a dossier stands among those shown.
    pub fn place_of(&self, list: &dyn Listed, code: &Code) -> Option<usize> {
        self.shown.iter().position(|row| list.code(*row) == Some(code))
    }

    /// Takes the last condition off; false: there was none.
    fn shorten(&mut self, common: &mut Common, list: &dyn Listed) -> bool {
        if self.filter.conditions.pop().is_none() {
            return false;
        }
        self.search(common, list);
        true
    }

    /// Takes everything off; false: there was nothing.
    pub fn clear(&mut self, common: &mut Common, list: &dyn Listed) -> bool {
        let on = self.filter.is_on();
        self.filter.conditions.clear();
        self.line.clear();
        if on {
            self.search(common, list);
        }
        on
    }

    // --- menus

    /// 操作 查找: by words, then what the list itself can be narrowed to.
    pub fn menu(&mut self, common: &Common, list: &dyn Listed) -> Step {
        let lang = common.lang;
        self.asked = Some(Asked::Menu);
        let own = list.menus(common).into_iter().map(|menu| menu.title);
        let mut lines: Vec<(u8, String)> =
            (1..).zip([words::by_words(lang).to_owned()].into_iter().chain(own)).collect();
        if self.filter.is_on() {
            let digit = lines.last().map_or(1, |(digit, _)| digit + 1);
            lines.push((digit, words::take_off(lang).to_owned()));
        }
        Step::push(Question::menu(lang, words::menu(lang), lines))
    }

    /// Whether a page above belongs to the filter.
    pub fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// What came back from it.
    pub fn back(&mut self, common: &mut Common, outcome: Outcome, list: &dyn Listed) -> Step {
        let lang = common.lang;
        match (self.asked.take(), outcome) {
            (Some(Asked::Menu), Outcome::Chosen(1)) => {
                self.asked = Some(Asked::Line);
                return Step::push(Writing::line(list.line_title(common), &self.line));
            }
            (Some(Asked::Menu), Outcome::Chosen(digit)) => return self.chosen(common, digit, list),
            (Some(Asked::Lines(menu)), Outcome::Chosen(digit)) => return self.line_of(common, menu, digit, list),
            (Some(Asked::Line), Outcome::Text(line)) => self.typed(common, &line, list),
            (Some(Asked::Line), Outcome::Unfinished(line)) => self.line = line,
            (Some(Asked::Number(side)), Outcome::Text(number)) => {
                match Points::parse(&crate::text::fold(number.trim())) {
                    Ok(points) => self.put_on(common, [Condition::Score(side, points)], list),
                    Err(_) => common.say(Tone::Warn, words::no_number(lang, &number)),
                }
            }
            _ => {}
        }
        Step::Stay
    }

    /// A line of the first menu but for the words: one of the list's own menus, or all off.
    fn chosen(&mut self, common: &mut Common, digit: u8, list: &dyn Listed) -> Step {
        let lang = common.lang;
        let at = usize::from(digit).saturating_sub(2);
        let Some(menu) = list.menus(common).into_iter().nth(at) else {
            self.clear(common, list);
            return Step::Stay;
        };
        self.asked = Some(Asked::Lines(at));
        let text =
            |condition: &Condition| words::counted(lang, &condition_text(lang, condition), count(list, condition));
        let numbers = [words::below_typed(lang), words::from_typed(lang)].map(str::to_owned);
        let lines = menu.lines.iter().map(text).chain(numbers.into_iter().filter(|_| menu.numbers));
        Step::push(Question::menu(lang, menu.title, (1..).zip(lines).collect()))
    }

    /// A line of one of the list's own menus: a condition, or a number to be typed.
    fn line_of(&mut self, common: &mut Common, menu: usize, digit: u8, list: &dyn Listed) -> Step {
        let Some(menu) = list.menus(common).into_iter().nth(menu) else { return Step::Stay };
        let at = usize::from(digit).saturating_sub(1);
        let fixed = menu.lines.len();
        if let Some(condition) = menu.lines.into_iter().nth(at) {
            self.put_on(common, [condition], list);
            return Step::Stay;
        }
        let side = if at == fixed { Side::Below } else { Side::AtLeast };
        self.asked = Some(Asked::Number(side));
        Step::push(Writing::line(words::number_title(common.lang, side == Side::Below), ""))
    }

    fn typed(&mut self, common: &mut Common, line: &Clean, list: &dyn Listed) {
        line.as_str().clone_into(&mut self.line);
        match read_filter(line, |typed| list.named(typed)) {
            Ok(conditions) => self.put_on(common, conditions, list),
            Err(wrong) => common.say(Tone::Warn, words::no_number(common.lang, &wrong)),
        }
    }

    fn put_on(&mut self, common: &mut Common, conditions: impl IntoIterator<Item = Condition>, list: &dyn Listed) {
        for condition in conditions {
            self.filter.add(condition);
        }
        self.search(common, list);
    }
}

/// Which words stand in a row's code, trade, level or field.
fn named(names: [&str; 4], needles: &[Option<Needle>]) -> u8 {
    let has = |needle: &Needle| names.iter().any(|name| needle.is_in(name));
    let bits = needles.iter().zip(0_u32..8).filter(|(needle, _)| needle.as_ref().is_some_and(has));
    bits.fold(0, |all, (_, bit)| all | (1 << bit))
}
