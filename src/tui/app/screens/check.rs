//! 核对: the whole sheet before signing, per item on both bases; what is missing by name; then 定稿.

use std::collections::BTreeMap;

use super::dossiers::is_open;
use super::{Notice, Question};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DeskView, Topic, View};
use crate::domain::{Basis, Code, Command, Half, Points, Ratio, Rounding, SheetState};
use crate::tui::app::layout::areas;
use crate::tui::app::parts::{Action, Actions, Pressed, Rows};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screen as shared;
use crate::words::screens::{expert as words, frame};

/// A row of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// Name of the section or item.
    pub name: String,
    /// An item below a section.
    pub indented: bool,
    /// On file, on site; `None` in a section's head.
    pub marks: Option<[Option<Points>; 2]>,
    /// Typed and not recorded, on file, on site.
    pub typed: [Option<String>; 2],
    /// Its note, if it has one.
    pub note: String,
    /// Its maximum.
    pub max: Points,
}

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

/// A total as people read it: at most four decimals.
pub fn shown_ratio(total: Ratio) -> String {
    let text = total.round(4, Rounding::HalfUp).map_or_else(|_| total.to_string(), |fixed| fixed.to_string());
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if text.contains('.') { short.to_owned() } else { text }
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

    fn due(&self) -> bool {
        self.sheet.as_ref().and_then(|sheet| sheet.row.own.as_ref()).is_some_and(|own| own.visit.is_some())
    }

    /// Names of the items without a mark.
    pub fn missing<'a>(&self, common: &'a Common) -> Vec<&'a str> {
        let (Some(sheet), Some(rules)) = (&self.sheet, common.rules()) else { return Vec::new() };
        let names: Vec<&str> = rules.items().map(|(_, item)| item.name.as_str()).collect();
        sheet.marks.missing().filter_map(|place| names.get(place).copied()).collect()
    }

    /// What can be signed now.
    fn signable(&self) -> Vec<(u8, Act)> {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let Some(own) = &sheet.row.own else { return Vec::new() };
        if !is_open(own) || !self.typed.is_empty() {
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
        if sheet.marks.has_onsite() && !onsite {
            halves.push((2, Act::SignOnsite));
        }
        halves
    }

    /// What stands below the sheet.
    pub fn summary(&self, common: &Common) -> String {
        let lang = common.lang;
        let missing = self.missing(common);
        let state = self.sheet.as_ref().and_then(|sheet| sheet.row.own.as_ref()).map(|own| own.state);
        if state == Some(SheetState::Signed) {
            return words::locked_signed(lang).to_owned();
        }
        if !self.typed.is_empty() {
            return words::unrecorded_first(lang).to_owned();
        }
        if !missing.is_empty() {
            return words::cannot_sign(lang, &missing);
        }
        if self.signable().is_empty() && self.due() {
            return words::no_onsite(lang);
        }
        let total = self.total();
        words::complete(lang, &self.code, &total, common.rules().map_or(0, crate::domain::Rules::item_count))
    }

    /// The own total by the rule.
    pub fn total(&self) -> String {
        let own = self.sheet.as_ref().and_then(|sheet| sheet.row.own.as_ref());
        own.and_then(|own| own.total).map_or_else(String::new, shown_ratio)
    }

    fn fill(&mut self, common: &Common) {
        let (Some(sheet), Some(rules)) = (&self.sheet, common.rules()) else { return };
        let mut lines = Vec::new();
        let mut place = 0;
        for section in &rules.sections {
            if !section.whole {
                let max = Points::from_units(section.max()).unwrap_or(Points::MAX);
                let (marks, typed, note) = (None, [None, None], String::new());
                lines.push(CheckRow { name: section.name.to_string(), indented: false, marks, typed, note, max });
            }
            for item in &section.items {
                let note = Basis::ALL.iter().find_map(|basis| sheet.marks.notes.get(&(place, *basis)));
                lines.push(CheckRow {
                    name: item.name.to_string(),
                    indented: !section.whole,
                    marks: Some(Basis::ALL.map(|basis| sheet.marks.get(place, basis))),
                    typed: Basis::ALL.map(|basis| self.typed.get(&(place, basis)).cloned()),
                    note: note.map(|note| note.replace('\n', " ")).unwrap_or_default(),
                    max: item.max,
                });
                place += 1;
            }
        }
        self.lines = lines;
    }

    fn ask_to_sign(&mut self, common: &mut Common, half: Option<Half>) -> Step {
        let lang = common.lang;
        let onsite = half == Some(Half::Onsite);
        let (total, count) = if onsite { self.onsite_total() } else { (self.total(), self.item_count()) };
        let text = shared::sign_question(lang, &self.code, onsite, &total, count);
        self.asked = Some(Covers(half));
        Step::push(Question::locking(lang, text, words::sign(lang), words::look_again(lang)))
    }

    fn item_count(&self) -> usize {
        self.sheet.as_ref().map_or(0, |sheet| sheet.marks.points.len())
    }

    /// Sum and number of the on-site marks.
    fn onsite_total(&self) -> (String, usize) {
        let marks: Vec<Points> = self
            .sheet
            .iter()
            .flat_map(|sheet| (0..sheet.marks.points.len()).filter_map(|place| sheet.marks.get(place, Basis::Onsite)))
            .collect();
        let units = marks.iter().map(|points| points.units()).sum();
        (Points::from_units(units).unwrap_or(Points::MAX).to_string(), marks.len())
    }

    fn sign(&mut self, common: &mut Common, half: Option<Half>) {
        let revision = self.sheet.as_ref().and_then(|sheet| sheet.row.own.as_ref()).map(|own| own.revision);
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
                    self.sheet = Some(sheet);
                    self.fill(common);
                }
                Ok(_) => {}
                Err(failure) => {
                    common.say_failure(&failure);
                    return Step::Up(Outcome::Done);
                }
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
                let receipts = done.receipts.iter();
                let mut lines: Vec<String> = receipts
                    .clone()
                    .map(|(code, halves, receipt)| words::receipt_line(lang, code, halves, receipt))
                    .collect();
                let signed: Vec<Half> = receipts.flat_map(|(_, halves, _)| halves.iter().copied()).collect();
                if self.due() && signed.len() == 1 {
                    let own = self.sheet.as_ref().and_then(|sheet| sheet.row.own.as_ref());
                    let [file, onsite] = own.map_or([false; 2], |own| own.signed);
                    let open = if signed.contains(&Half::File) { (!onsite, Half::Onsite) } else { (!file, Half::File) };
                    if open.0 {
                        lines.push(words::half_open(lang, open.1));
                    }
                }
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
        vec![
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            Way::new(&[Act::Enter], words::to_missing(lang)),
            Way::new(&[Act::Back], frame::back(lang)),
        ]
    }
}
