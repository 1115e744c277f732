//! 查找筛选 on the list: which rows are shown, where the words stand in texts, the menus that need digits alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Question, Writing};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DossierRow, Hit, View, Where};
use crate::domain::{Code, Points};
use crate::text::{Clean, Needle, clean_line};
use crate::tui::app::parts::{APART, Condition, Filter, Side, StateKind, limits, read_filter};
use crate::tui::app::{Common, Outcome, Step, Tone};
use crate::words::Lang;
use crate::words::screens::finding as words;

/// What a page above was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Menu,
    States,
    Scores,
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
    named: BTreeMap<Code, u8>,
    /// Where the words stand in texts.
    hits: BTreeMap<Code, Vec<Hit>>,
    /// The piece of the search that is under way.
    query: Option<u64>,
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
    }
}

/// A state by its word in either language; 已 before it makes no difference.
fn state_named(typed: &str) -> Option<StateKind> {
    let bare = |word: &str| word.trim_start_matches('已').to_lowercase();
    let is = |kind: &StateKind| Lang::ALL.iter().any(|lang| bare(state_word(*lang, *kind)) == bare(typed));
    StateKind::ALL.into_iter().find(is)
}

fn condition_text(lang: Lang, condition: &Condition) -> String {
    match condition {
        Condition::State(kind) => state_word(lang, *kind).to_owned(),
        Condition::Score(side, points) => words::own_score(lang, side.sign(), *points),
        Condition::Apart(points) => words::apart(lang, *points),
        Condition::Word(word) => words::word(lang, word),
    }
}

impl Finding {
    /// Places of the rows that are shown, in the list's order.
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// Whether the search in texts is still under way.
    pub fn is_searching(&self) -> bool {
        self.query.is_some()
    }

    /// The conditions in words.
    pub fn conditions(&self, lang: Lang) -> Vec<String> {
        self.filter.conditions.iter().map(|condition| condition_text(lang, condition)).collect()
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
    pub fn loaded(&mut self, common: &mut Common, list: &[DossierRow]) {
        let declared = list.iter().filter(|row| row.own.as_ref().is_some_and(|own| own.declared));
        let readable: BTreeSet<Code> = declared.map(|row| row.code.clone()).collect();
        let same = readable == self.readable;
        self.readable = readable;
        if same { self.narrow(list) } else { self.search(common, list) }
    }

    /// Forgets what was found in names: they may have been amended.
    pub fn renamed(&mut self) {
        self.named.clear();
    }

    /// Begins the search for the words anew.
    fn search(&mut self, common: &mut Common, list: &[DossierRow]) {
        self.named.clear();
        self.hits.clear();
        self.query = None;
        if !self.filter.words().is_empty() {
            self.ask(common, None);
        }
        self.narrow(list);
    }

    fn ask(&mut self, common: &mut Common, from: Option<Code>) {
        let words: Vec<Clean> = self.filter.words().into_iter().map(clean_line).collect();
        self.query = Some(common.ask(Ask::Find { words, from }));
    }

    /// Settles which rows are shown.
    fn narrow(&mut self, list: &[DossierRow]) {
        let words = self.filter.words();
        let all = u8::try_from((1_u16 << words.len().min(8)) - 1).unwrap_or(u8::MAX);
        if all > 0 && list.iter().any(|row| !self.named.contains_key(&row.code)) {
            let needles: Vec<Option<Needle>> = words.iter().map(|word| Needle::new(word)).collect();
            for row in list {
                self.named.entry(row.code.clone()).or_insert_with(|| named(row, &needles));
            }
        }
        let found = |row: &DossierRow| {
            let names = self.named.get(&row.code).copied().unwrap_or(0);
            let hits = self.hits.get(&row.code).into_iter().flatten();
            let texts = hits.fold(0_u8, |bits, hit| bits | 1_u8.checked_shl(hit.word.into()).unwrap_or(0));
            (names | texts) & all == all
        };
        let passes = |row: &DossierRow| self.filter.holds(row) && (all == 0 || found(row));
        self.shown = list.iter().enumerate().filter(|(_, row)| passes(row)).map(|(at, _)| at).collect();
    }

    /// An answer to a piece of the search; false: it is none. The next piece is asked for.
    pub fn answer(
        &mut self,
        common: &mut Common,
        id: u64,
        result: &Result<Answer, Failure>,
        list: &[DossierRow],
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

    /// Takes the last condition off; false: there was none.
    pub fn shorten(&mut self, common: &mut Common, list: &[DossierRow]) -> bool {
        if self.filter.conditions.pop().is_none() {
            return false;
        }
        self.search(common, list);
        true
    }

    /// Takes everything off; false: there was nothing.
    pub fn clear(&mut self, common: &mut Common, list: &[DossierRow]) -> bool {
        let on = self.filter.is_on();
        self.filter.conditions.clear();
        if on {
            self.search(common, list);
        }
        on
    }

    // --- menus

    /// 操作 6.
    pub fn menu(&mut self, lang: Lang) -> Step {
        self.asked = Some(Asked::Menu);
        let mut lines = vec![
            (1, words::by_words(lang).to_owned()),
            (2, words::by_state(lang).to_owned()),
            (3, words::by_score(lang).to_owned()),
        ];
        if self.filter.is_on() {
            lines.push((4, words::take_off(lang).to_owned()));
        }
        Step::push(Question::menu(lang, words::menu(lang), lines))
    }

    /// Whether a page above belongs to the filter.
    pub fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// What came back from it.
    pub fn back(&mut self, common: &mut Common, outcome: Outcome, list: &[DossierRow]) -> Step {
        let lang = common.lang;
        match (self.asked.take(), outcome) {
            (Some(Asked::Menu), Outcome::Chosen(1)) => {
                self.asked = Some(Asked::Line);
                return Step::push(Writing::line(words::line_title(lang), &self.line));
            }
            (Some(Asked::Menu), Outcome::Chosen(2)) => return self.states(lang, list),
            (Some(Asked::Menu), Outcome::Chosen(3)) => return self.scores(common, list),
            (Some(Asked::Menu), Outcome::Chosen(4)) => {
                self.clear(common, list);
            }
            (Some(Asked::States), Outcome::Chosen(digit)) => {
                let kind = usize::from(digit).checked_sub(1).and_then(|at| StateKind::ALL.get(at));
                if let Some(kind) = kind {
                    self.put_on(common, [Condition::State(*kind)], list);
                }
            }
            (Some(Asked::Scores), Outcome::Chosen(digit)) => return self.score(common, digit, list),
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

    fn states(&mut self, lang: Lang, list: &[DossierRow]) -> Step {
        self.asked = Some(Asked::States);
        let count = |kind: StateKind| list.iter().filter(|row| kind.holds(row)).count();
        let lines = (1..).zip(StateKind::ALL);
        let lines = lines.map(|(digit, kind)| (digit, words::counted(lang, state_word(lang, kind), count(kind))));
        Step::push(Question::menu(lang, words::by_state(lang), lines.collect()))
    }

    /// The conditions of the first three lines.
    fn fixed_scores(common: &Common) -> [Condition; 3] {
        let (low, high) = common.rules().map_or((Points::whole(60), Points::whole(85)), limits);
        [
            Condition::Score(Side::Below, low),
            Condition::Score(Side::AtLeast, high),
            Condition::Apart(Points::whole(APART)),
        ]
    }

    fn scores(&mut self, common: &Common, list: &[DossierRow]) -> Step {
        self.asked = Some(Asked::Scores);
        let lang = common.lang;
        let count = |condition: &Condition| {
            let alone = Filter { conditions: vec![condition.clone()] };
            list.iter().filter(|row| alone.holds(row)).count()
        };
        let fixed = Self::fixed_scores(common);
        let mut lines: Vec<(u8, String)> = (1..)
            .zip(&fixed)
            .map(|(digit, condition)| (digit, words::counted(lang, &condition_text(lang, condition), count(condition))))
            .collect();
        lines.push((4, words::below_typed(lang).to_owned()));
        lines.push((5, words::from_typed(lang).to_owned()));
        Step::push(Question::menu(lang, words::by_score(lang), lines))
    }

    fn score(&mut self, common: &mut Common, digit: u8, list: &[DossierRow]) -> Step {
        let side = match digit {
            4 => Side::Below,
            5 => Side::AtLeast,
            _ => {
                let chosen = usize::from(digit).checked_sub(1);
                let fixed = Self::fixed_scores(common);
                if let Some(condition) = chosen.and_then(|at| fixed.into_iter().nth(at)) {
                    self.put_on(common, [condition], list);
                }
                return Step::Stay;
            }
        };
        self.asked = Some(Asked::Number(side));
        Step::push(Writing::line(words::number_title(common.lang, side == Side::Below), ""))
    }

    fn typed(&mut self, common: &mut Common, line: &Clean, list: &[DossierRow]) {
        line.as_str().clone_into(&mut self.line);
        match read_filter(line, state_named) {
            Ok(conditions) => self.put_on(common, conditions, list),
            Err(wrong) => common.say(Tone::Warn, words::no_number(common.lang, &wrong)),
        }
    }

    fn put_on(&mut self, common: &mut Common, conditions: impl IntoIterator<Item = Condition>, list: &[DossierRow]) {
        for condition in conditions {
            self.filter.add(condition);
        }
        self.search(common, list);
    }
}

/// Which words stand in a row's code, trade, level or field.
fn named(row: &DossierRow, needles: &[Option<Needle>]) -> u8 {
    let names = [row.code.as_str(), &row.trade, &row.level, &row.field];
    let has = |needle: &Needle| names.iter().any(|name| needle.is_in(name));
    let bits = needles.iter().zip(0_u32..8).filter(|(needle, _)| needle.as_ref().is_some_and(has));
    bits.fold(0, |all, (_, bit)| all | (1 << bit))
}
