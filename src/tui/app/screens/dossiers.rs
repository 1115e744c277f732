//! 待评: an expert's dossiers, returned ones first (the hall orders them), with the own progress.

use super::check::receipts;
use super::desk::tell_returned;
use super::finding::{Listed, Narrowed};
use super::{Asks, Desk, Finding, Ladder, Notice, Question, Reason, Seats, Transcribed, display};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DossierRow, OwnSheet, Topic, View};
use crate::domain::{Aside, Code, Command, SheetState, Stage};
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::parts::{Action, Actions, Bench, Press, narrowed_ways, table_ways};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{expert as words, hints};

/// What a page above was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Declare(Code),
    Recuse(Code),
    SignAll,
    Display,
}

/// What was sent and is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sent {
    Declare(Code),
    Recuse,
    SignAll,
}

/// The list.
#[derive(Debug, Default)]
pub struct Dossiers {
    /// Rows in the hall's order.
    pub list: Vec<DossierRow>,
    /// The first answer came.
    pub loaded: bool,
    /// Which of them are shown.
    pub finding: Finding,
    /// The cursor over those shown, digits, the 操作 row.
    pub bench: Bench,
    query: Option<u64>,
    sent: Option<(u64, Sent)>,
    asked: Option<Asked>,
    /// An unfinished reason, given again.
    reason: String,
}

/// Rows of the list's head: progress, welcome, column titles.
pub const HEAD_ROWS: u16 = 3;

/// Whether all that an open sheet still wants is a visit that nobody has made yet: nothing to do at a desk.
fn waits_for_visit(own: &OwnSheet) -> bool {
    own.visit.is_some() && own.signed == [true, false] && own.marked[1] == 0 && own.drafts == 0
}

/// Where a due on-site half is begun, not whole and not signed: how many items have no on-site mark.
pub fn onsite_gaps(common: &Common, own: &OwnSheet) -> Option<u32> {
    let [_, onsite] = own.marked;
    let items = u32::try_from(common.rules()?.item_count()).ok()?;
    let [_, signed] = own.signed;
    let open = own.visit.is_some() && !signed && own.state.is_open();
    (open && onsite > 0).then(|| items.saturating_sub(onsite)).filter(|gaps| *gaps > 0)
}

/// Whether a row asks its expert for something that can be done here and now.
fn asks(row: &DossierRow) -> bool {
    !row.withdrawn && row.own.as_ref().is_some_and(|own| own.state.is_open() && !waits_for_visit(own))
}

impl Dossiers {
    /// The row with the cursor.
    pub fn current(&self) -> Option<&DossierRow> {
        self.row_at(self.bench.rows.at)
    }

    /// The row at a place of those shown.
    pub fn row_at(&self, place: usize) -> Option<&DossierRow> {
        self.finding.shown().get(place).and_then(|at| self.list.get(*at))
    }

    fn all_shown(&self) -> impl Iterator<Item = &DossierRow> {
        self.finding.shown().iter().filter_map(|at| self.list.get(*at))
    }

    /// Signed sheets, and those that should come.
    pub fn progress(&self) -> (usize, usize) {
        let due = self.list.iter().filter(|row| !row.withdrawn).filter_map(|row| row.own.as_ref());
        let due: Vec<&OwnSheet> = due.filter(|own| !own.state.is_out()).collect();
        (due.iter().filter(|own| own.state == SheetState::Signed).count(), due.len())
    }

    fn ready(&self) -> Vec<&Code> {
        let ready = |row: &&DossierRow| row.own.as_ref().is_some_and(|own| own.ready && own.drafts == 0);
        self.list.iter().filter(ready).map(|row| &row.code).collect()
    }

    fn query(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Dossiers));
    }

    fn loaded(&mut self, common: &mut Common, list: Vec<DossierRow>) -> Step {
        let at = self.current().map(|row| (row.code.clone(), asks(row)));
        let before = std::mem::replace(&mut self.list, list);
        self.say_returned(common, &before);
        common.progress = Some(self.progress());
        self.finding.loaded(common, &self.list);
        self.bench.rows.fit(self.finding.shown().len(), usize::MAX);
        if let Some((code, asked)) = at {
            self.go_to(&code);
            let signed = |own: &OwnSheet| own.signed[0] || own.state == SheetState::Signed;
            let done = |row: &DossierRow| row.code == code && !asks(row) && row.own.as_ref().is_some_and(signed);
            if asked && self.current().is_some_and(done) {
                // What was worked on is signed: Enter is for what comes next.
                self.go_to_unfinished(1);
            }
        }
        let first = !std::mem::replace(&mut self.loaded, true);
        if first || common.greet { self.greet(common) } else { Step::Stay }
    }

    /// A sheet that came back since the list was last seen is said wherever the seat works just now.
    fn say_returned(&self, common: &mut Common, before: &[DossierRow]) {
        let returned = |row: &DossierRow| row.own.as_ref().and_then(|own| own.returned.clone());
        let was = |code: &Code| before.iter().find(|row| row.code == *code);
        let fresh = |row: &&DossierRow| was(&row.code).is_some_and(|was| returned(was).is_none());
        let found = self.list.iter().filter(fresh).find_map(|row| Some((row.code.clone(), returned(row)?)));
        let Some((code, (section, reason))) = found else { return };
        tell_returned(common, &code, section.as_ref(), &reason);
    }

    fn go_to(&mut self, code: &Code) {
        let at = self.all_shown().position(|row| row.code == *code);
        if let Some(row) = at {
            self.bench.rows.go(row);
        }
    }

    /// Back to the very cell; in the practice panel to a sheet with one mark missing.
    fn greet(&mut self, common: &mut Common) -> Step {
        let Some(home) = common.home.as_ref().filter(|home| home.kept) else { return Step::Stay };
        let place = home.place.clone();
        let open = |row: &DossierRow| {
            row.own.as_ref().is_some_and(|own| own.declared && own.state.is_open()) && !row.withdrawn
        };
        if let Some(place) = place {
            common.greet = false;
            self.go_to(&place.dossier);
            let back = self.current().is_some_and(|row| row.code == place.dossier && open(row));
            return if back { Step::push(Desk::back_at(place)) } else { Step::Stay };
        }
        if common.practice && common.stage() == Stage::Scoring {
            let one = self.list.iter().find(|row| open(row) && row.own.as_ref().is_some_and(|own| own.missing == 1));
            if let Some(code) = one.map(|row| row.code.clone()) {
                common.greet = false;
                self.go_to(&code);
                return Step::push(Desk::practice(code));
            }
        }
        Step::Stay
    }

    fn open(&mut self, common: &mut Common) -> Step {
        let Some(row) = self.current() else { return Step::Stay };
        let lang = common.lang;
        let Some(own) = &row.own else { return Step::Stay };
        if row.withdrawn {
            common.say(Tone::Warn, words::locked_withdrawn(lang));
            return Step::Stay;
        }
        if own.state.is_out() {
            common.say(Tone::Warn, words::locked_aside(lang));
            return Step::Stay;
        }
        let code = row.code.clone();
        if own.declared {
            let found = self.finding.hit(common, &code).map(|(_, hit)| hit.found.clone());
            return Step::push(
                found.map_or_else(|| Desk::new(code.clone()), |found| Desk::looking_for(code.clone(), found)),
            );
        }
        if common.stage() != Stage::Scoring && own.state != SheetState::Returned {
            common.say(Tone::Warn, words::locked_stage(lang));
            return Step::Stay;
        }
        let text = words::declare_question(lang, &code, &row.trade);
        let choices = [(1, words::no_conflict(lang)), (2, words::should_recuse(lang))];
        self.asked = Some(Asked::Declare(code));
        Step::push(Question::asking(text, &choices, words::not_yet(lang)))
    }

    /// The mark goes to the next sheet that asks for something, looking from this many rows below it and once round;
    /// to one that waits for its visit when nothing else is left.
    fn go_to_unfinished(&mut self, below: usize) -> bool {
        let count = self.finding.shown().len();
        let open = |row: &DossierRow| !row.withdrawn && row.own.as_ref().is_some_and(|own| own.state.is_open());
        let rows = (0..count).map(|step| (self.bench.rows.at + below + step) % count.max(1));
        let find = |wanted: fn(&DossierRow) -> bool| rows.clone().find(|at| self.row_at(*at).is_some_and(wanted));
        let next = find(asks).or_else(|| find(open));
        if let Some(row) = next {
            self.bench.rows.go(row);
        }
        next.is_some()
    }

    /// Opens the next unfinished sheet, or says that there is none.
    fn open_unfinished(&mut self, common: &mut Common, below: usize) -> Step {
        if self.go_to_unfinished(below) {
            return self.open(common);
        }
        common.say(Tone::Good, words::none_unfinished(common.lang));
        Step::Stay
    }

    fn sign_all(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let ready = self.ready();
        if ready.is_empty() {
            common.say(Tone::Warn, words::none_complete(lang));
            return Step::Stay;
        }
        let gaps = |row: &&DossierRow| row.own.as_ref().and_then(|own| onsite_gaps(common, own)).is_some();
        let partly = self.list.iter().filter(|row| ready.contains(&&row.code)).filter(gaps);
        let partly: Vec<&Code> = partly.map(|row| &row.code).collect();
        // Where a visit is due and nothing is marked there yet, the file half alone is signed.
        let alone = |own: &OwnSheet| own.visit.is_some() && own.marked[1] == 0;
        let alone = self.list.iter().filter(|row| ready.contains(&&row.code) && row.own.as_ref().is_some_and(alone));
        let alone: Vec<&Code> = alone.map(|row| &row.code).collect();
        let text = words::sign_all_question(lang, &ready, &partly, &alone);
        self.asked = Some(Asked::SignAll);
        Step::push(Question::locking(lang, text, words::sign(lang), words::look_again(lang)))
    }

    fn recuse(&mut self, common: &Common, code: Code) -> Step {
        self.asked = Some(Asked::Recuse(code));
        Step::push(Reason::new(common, Asks::conflict(common.lang), &self.reason))
    }

    /// The digits typed and whether a code has them.
    pub fn jump_found(&self) -> bool {
        self.bench.jump.find(self.all_shown().map(|row| row.code.as_str())).is_some()
    }
}

impl Narrowed for Dossiers {
    fn table(&mut self) -> (&mut Finding, &mut Bench) {
        (&mut self.finding, &mut self.bench)
    }

    fn refilter<T: Default>(
        &mut self,
        common: &mut Common,
        change: impl FnOnce(&mut Finding, &mut Common, &dyn Listed) -> T,
    ) -> T {
        self.finding.keeping(&mut self.bench.rows, &self.list, |finding, list| change(finding, common, list))
    }
}

impl Page for Dossiers {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        common.greet = false;
        let shown = self.finding.shown().iter().filter_map(|at| self.list.get(*at));
        match self.bench.key(common, key, shown.map(|row| row.code.as_str())) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.open(common),
            Press::Key(key) => self.pass(common, key),
            Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        let outcome = match self.come_back(common, outcome) {
            Ok(step) => return step,
            Err(outcome) => outcome,
        };
        match (self.asked.take(), outcome) {
            (Some(Asked::Declare(code)), Outcome::Chosen(1)) => {
                let id = common.act(Command::Declare { dossier: code.clone() });
                self.sent = Some((id, Sent::Declare(code)));
            }
            (Some(Asked::Declare(code)), Outcome::Chosen(2)) => return self.recuse(common, code),
            (Some(Asked::Recuse(code)), Outcome::Text(reason)) => {
                self.reason.clear();
                if let Some(seat) = common.seat().cloned() {
                    let aside = Aside::Conflict;
                    let id = common.act(Command::SetAside { seat, dossier: code, aside, reason });
                    self.sent = Some((id, Sent::Recuse));
                }
            }
            (Some(Asked::Recuse(_)), Outcome::Unfinished(text)) => self.reason = text,
            (Some(Asked::SignAll), Outcome::Chosen(9)) => {
                let id = common.act(Command::SignAll);
                self.sent = Some((id, Sent::SignAll));
            }
            (Some(Asked::Display), Outcome::Chosen(digit)) => return display::chosen(common, digit),
            // From the desk: on to the next one.
            (None, Outcome::Next) => return self.open_unfinished(common, 1),
            _ => {}
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.query == Some(id) {
            self.query = None;
            match result {
                Ok(Answer::View(View::Dossiers(list))) => return self.loaded(common, list),
                Ok(_) => {}
                Err(failure) => {
                    self.loaded = true;
                    // Before opening there is nothing to see yet, which the empty list says itself.
                    if common.stage() != Stage::Setup {
                        common.say_failure(&failure);
                    }
                }
            }
            return Step::Stay;
        }
        if self.search_answer(common, id, &result) {
            return Step::Stay;
        }
        let Some((sent, what)) = self.sent.take() else { return Step::Stay };
        if sent != id {
            self.sent = Some((sent, what));
            return Step::Stay;
        }
        match (result, what) {
            (Err(failure), _) => common.say_failure(&failure),
            (Ok(_), Sent::Declare(code)) => return Step::push(Desk::new(code)),
            (Ok(_), Sent::Recuse) => {
                common.say(Tone::Good, words::recused(common.lang));
                self.query(common);
            }
            (Ok(Answer::Done(done)), Sent::SignAll) => {
                let own = |code: &Code| self.list.iter().find(|row| row.code == *code)?.own.as_ref();
                let lines = receipts(common.lang, &done, own);
                self.query(common);
                return Step::push(Notice::new(lines.join("\n")));
            }
            (Ok(_), Sent::SignAll) => {}
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic == Topic::Stage {
            self.finding.renamed();
        }
        if matches!(topic, Topic::Own | Topic::Stage) {
            self.query(common);
        }
    }

    fn home_changed(&mut self, common: &mut Common) -> Step {
        if self.loaded && common.greet { self.greet(common) } else { Step::Stay }
    }

    fn wants_home(&self) -> bool {
        true
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        let mut lines = vec![
            Action::new(1, Act::Open, lang),
            Action::new(2, Act::NextUnfinished, lang),
            Action::new(3, Act::SignAll, lang),
        ];
        if common.home.as_ref().is_some_and(|home| !home.to_confirm.is_empty()) {
            lines.push(Action::new(4, Act::ConfirmEntry, lang));
        }
        lines.push(Action::new(5, Act::Ladder, lang));
        lines.push(Action::new(6, Act::Find, lang));
        lines.push(Action::new(7, Act::Display, lang));
        if common.seats.len() > 1 {
            lines.push(Action::new(8, Act::OtherSeat, lang));
        }
        self.bench.actions.set(lines);
        let keys = action_height(common, self.bench.actions.lines());
        let body = areas(common.size, 2, keys).body;
        self.bench.rows.fit(self.finding.shown().len(), usize::from(body.height.saturating_sub(HEAD_ROWS)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        !self.loaded || self.sent.is_some()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Open => return self.open(common),
            Act::NextUnfinished => return self.open_unfinished(common, 0),
            Act::SignAll => return self.sign_all(common),
            Act::ConfirmEntry => {
                let waiting = common.home.as_ref().and_then(|home| home.to_confirm.first().cloned());
                if let Some((seat, code)) = waiting {
                    return Step::push(Transcribed::new(seat, code));
                }
            }
            Act::Ladder => return Step::push(Ladder::default()),
            Act::Find => return self.finding.menu(common, &self.list),
            Act::Display => {
                self.asked = Some(Asked::Display);
                return Step::push(display::menu(common));
            }
            Act::OtherSeat => return Step::push(Seats::default()),
            _ => {}
        }
        Step::Stay
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let enter = Way::new(&[Act::Enter], words::help_open(lang)).hint(1, hints::open(lang));
        let table = table_ways(lang, enter, None, true);
        self.bench.ways(lang, narrowed_ways(lang, table, self.finding.filter.is_on()))
    }
}
