//! 核对: the whole sheet before signing, per item on both bases; what is missing by name; then 定稿. Its
//! rows are in `rows`, what is said of a signature in `receipts`.

mod receipts;
mod rows;

pub(super) use receipts::receipts;
pub use rows::CheckRow;

use std::collections::BTreeMap;

use self::rows::one_line;
use super::{Notice, Question};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DeskView, OwnSheet, Topic, View};
use crate::domain::{Basis, Code, Command, Half, Points, SheetState};
use crate::tui::app::layout::areas;
use crate::tui::app::parts::{Action, Actions, Pressed, Rows};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screen as shared;
use crate::words::screens::{expert as words, frame, hints};
use crate::words::tally::shown_ratio;

/// What a signature is to cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Covers(Option<Half>);

/// The sheet to look through.
#[derive(Debug)]
pub struct Check {
    /// Which dossier.
    pub code: Code,
    /// The sheet.
    pub sheet: Option<Box<DeskView>>,
    /// Its rows.
    pub lines: Vec<CheckRow>,
    /// Which are in sight.
    pub rows: Rows,
    /// What can be signed, by digit.
    pub actions: Actions,
    typed: BTreeMap<(usize, Basis), String>,
    query: Option<u64>,
    asked: Option<Covers>,
    sent: Option<u64>,
}

impl Check {
    /// Of a dossier, with what is typed on the desk.
    pub fn new(code: Code, typed: BTreeMap<(usize, Basis), String>) -> Self {
        Self {
            code,
            sheet: None,
            lines: Vec::new(),
            rows: Rows::default(),
            actions: Actions::default(),
            typed,
            query: None,
            asked: None,
            sent: None,
        }
    }

    /// Names of the items without a mark.
    pub fn missing<'a>(&self, common: &'a Common) -> Vec<&'a str> {
        let (Some(sheet), Some(rules)) = (&self.sheet, common.rules()) else { return Vec::new() };
        let names: Vec<&str> = rules.items().map(|(_, item)| item.name.as_str()).collect();
        sheet.marks.missing().filter_map(|place| names.get(place).copied()).collect()
    }

    /// How the sheet stands.
    pub fn own(&self) -> Option<&OwnSheet> {
        self.sheet.as_ref()?.row.own.as_ref()
    }

    /// A returned sheet that is complete and still owes a changed mark or a reason: asked of the rule that decides it.
    fn owes_answer(&self, own: &OwnSheet) -> bool {
        let complete = self.sheet.as_ref().is_some_and(|sheet| sheet.marks.missing().next().is_none());
        own.state == SheetState::Returned && complete && !own.ready
    }

    /// What can be signed now.
    fn signable(&self) -> Vec<(u8, Act)> {
        let (Some(sheet), Some(own)) = (&self.sheet, self.own()) else { return Vec::new() };
        if !own.state.is_open() || !self.typed.is_empty() || self.owes_answer(own) {
            return Vec::new();
        }
        let complete = sheet.marks.missing().next().is_none();
        if own.visit.is_none() {
            return if complete { vec![(1, Act::Sign)] } else { Vec::new() };
        }
        let [file, onsite] = own.signed;
        let mut halves = Vec::new();
        if complete && !file {
            halves.push((1, Act::SignFile));
        }
        if sheet.marks.has_onsite() && !onsite && (complete || !file) {
            halves.push((2, Act::SignOnsite));
        }
        halves
    }

    /// What stands below the sheet.
    pub fn summary(&self, common: &Common) -> String {
        let lang = common.lang;
        let Some(own) = self.own() else { return String::new() };
        let missing = self.missing(common);
        if own.state == SheetState::Signed {
            return words::locked_signed(lang).to_owned();
        }
        if !self.typed.is_empty() {
            return words::unrecorded_first(lang).to_owned();
        }
        if let Some(day) = own.visit {
            return self.halves(common, own, &missing, &crate::words::day(lang, day));
        }
        if !missing.is_empty() {
            return words::cannot_sign(lang, &missing);
        }
        if self.owes_answer(own) {
            return words::answer_first(lang).to_owned();
        }
        words::complete(lang, &self.code, shared::sum_name(lang, self.bases(None)), &self.total(), self.item_count())
    }

    /// Where both halves of a visited sheet stand, and what signs them.
    fn halves(&self, common: &Common, own: &OwnSheet, missing: &[&str], day: &str) -> String {
        let lang = common.lang;
        let [file, onsite] = own.signed;
        let first = match (file, missing.is_empty()) {
            (true, _) => words::half_done(lang, Half::File),
            (false, true) if self.owes_answer(own) => words::answer_first(lang).to_owned(),
            (false, true) => words::half_ready(lang, Half::File, &self.file_total().to_string(), 1),
            (false, false) => words::file_missing(lang, missing),
        };
        let (total, count) = self.onsite_total();
        let second = match (onsite, count) {
            (true, _) => words::half_done(lang, Half::Onsite),
            (false, 0) => words::no_onsite(lang, day),
            (false, _) if file && !missing.is_empty() => words::cannot_sign(lang, missing),
            (false, _) if count < self.item_count() => {
                words::onsite_ready(lang, &total, (count, self.item_count() - count), 2)
            }
            (false, _) => words::half_ready(lang, Half::Onsite, &total, 2),
        };
        format!("{first}\n{second}")
    }

    /// The own total by the rule.
    pub fn total(&self) -> String {
        self.own().and_then(|own| own.total).map_or_else(String::new, shown_ratio)
    }

    fn fill(&mut self, common: &Common) {
        let (Some(sheet), Some(rules)) = (&self.sheet, common.rules()) else { return };
        let mut lines = Vec::new();
        let mut place = 0;
        for section in &rules.sections {
            if !section.whole {
                let max = Points::from_units(section.max()).unwrap_or(Points::MAX);
                lines.push(CheckRow::heading(&section.name, String::new(), Some(max)));
            }
            for item in &section.items {
                let typed = Basis::ALL.map(|basis| self.typed.get(&(place, basis)).cloned());
                lines.push(CheckRow::of_item((section, item), place, Some(&sheet.marks), typed));
                place += 1;
            }
        }
        if !sheet.marks.note.is_empty() {
            lines.push(CheckRow::heading(words::note_sheet(common.lang), one_line(&sheet.marks.note), None));
        }
        self.lines = lines;
    }

    fn ask_to_sign(&mut self, common: &mut Common, half: Option<Half>) -> Step {
        let lang = common.lang;
        let (total, count) = match half {
            Some(Half::Onsite) => self.onsite_total(),
            // The half's own marks, not the total by the rule: what is signed is what stands in the column.
            Some(Half::File) => (self.file_total().to_string(), self.count(Basis::File)),
            None => (self.total(), self.item_count()),
        };
        let gaps = if half == Some(Half::Onsite) { self.item_count().saturating_sub(count) } else { 0 };
        let count = (count, gaps);
        let text = shared::sign_question(lang, &self.code, shared::sum_name(lang, self.bases(half)), &total, count);
        self.asked = Some(Covers(half));
        Step::push(Question::locking(lang, text, words::sign(lang), words::look_again(lang)))
    }

    /// On which bases the marks are that a signature covers.
    fn bases(&self, half: Option<Half>) -> [bool; 2] {
        match half {
            Some(Half::File) => [true, false],
            Some(Half::Onsite) => [false, true],
            None => Basis::ALL.map(|basis| self.count(basis) > 0),
        }
    }

    fn item_count(&self) -> usize {
        self.sheet.as_ref().map_or(0, |sheet| sheet.marks.points.len())
    }

    fn marks_on(&self, basis: Basis) -> impl Iterator<Item = Points> {
        let sheet = self.sheet.iter();
        sheet
            .flat_map(move |sheet| (0..sheet.marks.points.len()).filter_map(move |place| sheet.marks.get(place, basis)))
    }

    fn count(&self, basis: Basis) -> usize {
        self.marks_on(basis).count()
    }

    fn sum(&self, basis: Basis) -> Points {
        let units = self.marks_on(basis).map(Points::units).sum();
        Points::from_units(units).unwrap_or(Points::MAX)
    }

    fn file_total(&self) -> Points {
        self.sum(Basis::File)
    }

    /// Sum and number of the on-site marks.
    fn onsite_total(&self) -> (String, usize) {
        (self.sum(Basis::Onsite).to_string(), self.count(Basis::Onsite))
    }

    /// The first row that the open half still wants; else the first row.
    fn first_open(&self) -> usize {
        let half = self.own().is_some_and(|own| own.visit.is_some() && own.signed == [true, false]);
        let wants =
            |row: &CheckRow| row.marks.is_some_and(|[file, onsite]| onsite.is_none() && (half || file.is_none()));
        self.lines.iter().position(wants).unwrap_or(0)
    }

    fn sign(&mut self, common: &mut Common, half: Option<Half>) {
        let revision = self.own().map(|own| own.revision);
        let dossiers = vec![self.code.clone()];
        self.sent = Some(common.act(Command::Sign { dossiers, half, revision }));
    }
}

impl Page for Check {
    fn shown(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Desk(self.code.clone())));
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc => Step::Up(Outcome::Done),
            // Back to the first thing that is missing.
            Key::Enter => Step::Up(Outcome::Chosen(1)),
            Key::Char(digit) if digit.is_ascii_digit() => match self.actions.key(key) {
                Pressed::Chosen(act) => Step::Do(act),
                Pressed::Moved | Pressed::Other => {
                    common.say(Tone::Warn, self.summary(common));
                    Step::Stay
                }
            },
            other => {
                self.rows.key(other);
                Step::Stay
            }
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        if let (Some(Covers(half)), Outcome::Chosen(9)) = (self.asked.take(), outcome) {
            self.sign(common, half);
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.query == Some(id) {
            self.query = None;
            match result {
                Ok(Answer::View(View::Desk(sheet))) => {
                    let first = self.sheet.replace(sheet).is_none();
                    self.fill(common);
                    if first {
                        self.rows.fit(self.lines.len(), usize::MAX);
                        self.rows.go(self.first_open());
                    }
                }
                Ok(_) => {}
                Err(failure) => return common.give_up(&failure),
            }
            return Step::Stay;
        }
        if self.sent != Some(id) {
            return Step::Stay;
        }
        self.sent = None;
        match result {
            Ok(Answer::Done(done)) => {
                let lang = common.lang;
                let own = self.own();
                let mut lines = receipts(lang, &done, |_| own);
                if common.practice {
                    lines.push(words::practice_next(lang).to_owned());
                }
                Step::First(Some(Box::new(Notice::new(lines.join("\n")).into())))
            }
            Ok(_) => Step::Stay,
            Err(failure) => {
                common.say_failure(&failure);
                self.query = Some(common.ask(Ask::Desk(self.code.clone())));
                Step::Stay
            }
        }
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic == Topic::Own && self.sent.is_none() {
            self.query = Some(common.ask(Ask::Desk(self.code.clone())));
        }
    }

    fn fit(&mut self, common: &Common) {
        let acts = self.signable().into_iter().map(|(digit, act)| Action::new(digit, act, common.lang));
        self.actions.set(acts.collect());
        let body = areas(common.size, 3, 1).body;
        self.rows.fit(self.lines.len(), usize::from(body.height.saturating_sub(1)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.sheet.is_none() || self.sent.is_some()
    }

    fn context(&self) -> Context {
        Context::List
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Sign => self.ask_to_sign(common, None),
            Act::SignFile => self.ask_to_sign(common, Some(Half::File)),
            Act::SignOnsite => self.ask_to_sign(common, Some(Half::Onsite)),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let back = if self.missing(common).is_empty() { words::to_desk(lang) } else { words::to_missing(lang) };
        let signs = self.actions.lines().iter().map(|action| {
            let way = Way::digit(action.digit, action.act, &action.label, lang);
            match action.act {
                Act::SignFile => way.brief(hints::sign_file(lang)),
                Act::SignOnsite => way.brief(hints::sign_onsite(lang)),
                _ => way,
            }
        });
        signs
            .chain([
                Way::new(&[Act::Enter], back).hint(Hint::STAYS, back),
                Way::new(&[Act::Up, Act::Down], frame::line_move(lang)).hint(1, hints::look(lang)),
                Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)),
                Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
                Way::new(&[Act::Back], frame::back(lang)),
                Way::digit(0, Act::Help, Act::Help.name(lang), lang),
            ])
            .collect()
    }
}
