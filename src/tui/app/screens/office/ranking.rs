//! 汇总: the list with its cut, and beside it why the line under the cursor stands where it stands (SCREENS §1).

use super::errand::{Errand, Work};
use super::look::Look;
use super::narrowed::{ListRows, Names, reads_texts};
use super::queue::selected;
use super::{
    About, Decide, Journal, Kind, Matrix, Matter, Meeting, Queue, Reading, Sheets, Source, Story, Verify, proof_text,
    what_if_text,
};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, ListView, Topic, View, WhatIfView};
use crate::domain::tally::{Group, Ranked, Standing};
use crate::domain::{Code, Role, Stage};
use crate::tui::app::parts::{Action, Actions, Bench, Inquiry, Pager, Press, narrowed_ways, table_ways};
use crate::tui::app::screens::finding::{Listed, Narrowed};
use crate::tui::app::screens::{Finding, Seats};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{hints, office as words};

/// Windows of this width have the proof beside the list.
pub const WIDE: u16 = 110;
/// Cells of the list where the proof stands beside it.
const LIST_COLUMNS: u16 = 62;

/// The list.
#[derive(Debug, Default)]
pub struct Ranking {
    /// The list; `None` until answered.
    pub view: Option<ListView>,
    /// What would change the ten.
    pub what_if: Option<WhatIfView>,
    /// Which lines are shown.
    pub finding: Finding,
    /// Cursor over those shown, and acts.
    pub bench: Bench,
    /// The proof of the line with the cursor.
    pub proof: String,
    /// Its lines.
    pub pager: Pager,
    refused: bool,
    over: bool,
    inquiry: Inquiry,
    what_if_asked: Option<u64>,
    /// Rises with each answer, so that the proof is made anew.
    edition: u64,
    made: Option<(u64, usize)>,
    look: Look,
    work: Work,
    names: Names,
}

fn codes_shown<'a>(view: Option<&'a ListView>, finding: &'a Finding) -> impl Iterator<Item = &'a str> {
    let lines = view.map(|view| view.list.lines.as_slice()).unwrap_or_default();
    finding.shown().iter().filter_map(|at| lines.get(*at)).map(|ranked| ranked.line.code.as_str())
}

impl Ranking {
    /// Over the matrix.
    pub(super) fn over() -> Self {
        Self { over: true, ..Self::default() }
    }

    /// The line with the cursor.
    pub fn current(&self) -> Option<&Ranked> {
        self.line_at(self.bench.rows.at)
    }

    /// The line at a place of those shown.
    pub fn line_at(&self, place: usize) -> Option<&Ranked> {
        self.view.as_ref()?.list.lines.get(*self.finding.shown().get(place)?)
    }

    /// Codes of the lines shown.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        codes_shown(self.view.as_ref(), &self.finding)
    }

    /// The place of the line before which the cut is drawn: the first shown with a rank beyond the quota, else the first
    /// without.
    pub fn cut_at(&self) -> Option<usize> {
        let quota = self.view.as_ref()?.quota;
        let beyond = |ranked: &Ranked| ranked.rank.is_none_or(|rank| rank > quota);
        (0..self.finding.shown().len()).position(|place| self.line_at(place).is_some_and(beyond))
    }

    /// Cells of the list, and of the proof (0: not beside it).
    pub fn columns(common: &Common) -> (u16, u16) {
        if common.size.0 < WIDE {
            return (common.size.0, 0);
        }
        // The line between them, a space on either side of the proof.
        (LIST_COLUMNS, common.size.0 - LIST_COLUMNS - 3)
    }

    fn query(&mut self, common: &mut Common) {
        self.inquiry.asked(common.ask(Ask::List));
        self.what_if_asked = Some(common.ask(Ask::WhatIf));
    }

    fn is_secretary(common: &Common) -> bool {
        common.role() == Some(Role::Secretary)
    }

    fn loaded(&mut self, common: &mut Common, view: ListView) {
        let at = self.code();
        self.view = Some(view);
        self.refused = false;
        self.refilter(common, |finding, common, list| finding.loaded(common, list));
        let place = at.and_then(|code| self.codes().position(|shown| shown == code.as_str()));
        if let Some(place) = place {
            self.bench.rows.go(place);
        }
    }

    fn code(&self) -> Option<Code> {
        self.current().map(|ranked| ranked.line.code.clone())
    }

    /// 3: the tied group under the cursor, else the first contested one; incomplete dossiers; after final a place to
    /// be filled.
    fn vote(&mut self, common: &mut Common) -> Step {
        let Some(view) = &self.view else { return Step::Stay };
        let here = self.current();
        if view.stage == Stage::Final {
            let reserve = view.list.lines.iter().find(|ranked| ranked.standing == Standing::Reserve);
            return match reserve {
                Some(ranked) => Step::push(Decide::new(Matter::Fill(ranked.line.code.clone()))),
                None => Self::nothing(common),
            };
        }
        if let Some(ranked) = here.filter(|ranked| ranked.standing == Standing::Incomplete) {
            return Step::push(Decide::new(Matter::Incomplete(ranked.line.code.clone())));
        }
        match self.group() {
            Some(group) => {
                let (rank, codes, places) = (group.rank, group.codes.clone(), group.places);
                Step::push(Decide::new(Matter::Tie { rank, codes, places }))
            }
            None => Self::nothing(common),
        }
    }

    /// The undecided group under the cursor if it is contested, else the first contested one, else the one under the
    /// cursor.
    fn group(&self) -> Option<&Group> {
        let list = &self.view.as_ref()?.list;
        let own = self.current().and_then(|ranked| list.group_of(&ranked.line.code)).filter(|group| !group.decided);
        own.filter(|group| group.contested).or_else(|| list.contested().next()).or(own)
    }

    fn nothing(common: &mut Common) -> Step {
        common.say(Tone::Plain, words::nothing_to_decide(common.lang));
        Step::Stay
    }

    fn acts(&self, common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let secretary = Self::is_secretary(common);
        let stage = self.view.as_ref().map_or_else(|| common.stage(), |view| view.stage);
        let mut acts = vec![Action::new(1, Act::Sheets, lang)];
        if secretary {
            acts.push(Action::new(2, Act::Read, lang));
            let decide = if stage == Stage::Final { Act::Fill } else { Act::Decide };
            acts.push(Action::new(3, decide, lang));
            if stage == Stage::Review {
                acts.push(Action::new(4, Act::Return, lang));
            }
        }
        let flags = self.view.as_ref().map_or(0, |view| view.flags.len());
        acts.push(Action::labelled(5, Act::Deviations, words::act_deviations(lang, flags)));
        acts.push(Action::new(6, Act::Compare, lang));
        acts.push(Action::new(7, Act::More, lang));
        if stage == Stage::Review {
            let left = self.view.as_ref().map_or(0, |view| view.obstacles.len());
            acts.push(Action::labelled(8, Act::Finish, words::act_finish(lang, left)));
        } else if secretary {
            acts.push(Action::new(8, Act::Reopen, lang));
        }
        acts
    }

    fn sheets(&self) -> Step {
        self.code().map_or(Step::Stay, |code| Step::push(Sheets::new(Source::All(code), None)))
    }

    /// Behind 更多.
    fn more(&self, common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let waiting = common.home.as_ref().map_or(0, |home| home.to_confirm.len() + home.pending.len());
        let mut more = vec![
            Action::new(1, Act::Progress, lang),
            Action::new(2, Act::WhatIf, lang),
            Action::new(3, Act::Log, lang),
            Action::new(4, Act::Verify, lang),
            Action::labelled(5, Act::ToConfirm, words::act_confirm(lang, waiting)),
        ];
        if let (true, Some(ranked)) = (Self::is_secretary(common), self.current()) {
            let code = &ranked.line.code;
            let withdrawn = ranked.standing == Standing::Withdrawn;
            more.push(Action::labelled(6, Act::Withdraw, words::act_withdraw(lang, code, withdrawn)));
        }
        // The secretary opens it where the tie is decided.
        let open = common.home.as_ref().is_some_and(|home| home.meeting);
        if open && !Self::is_secretary(common) {
            more.push(Action::new(6, Act::Meeting, lang));
        }
        more.push(Action::new(7, Act::Find, lang));
        if common.seats.len() > 1 {
            more.push(Action::new(8, Act::OtherSeat, lang));
        }
        more
    }

    /// The proof of the line with the cursor, made when the line or the list is another.
    fn prove(&mut self, common: &Common) {
        let made = (self.edition, self.bench.rows.at);
        if self.made == Some(made) {
            return;
        }
        self.made = Some(made);
        let code = self.code();
        let (Some(view), Some(code)) = (&self.view, code) else { return };
        let mut text = proof_text(common, view, &code);
        if let Some(what_if) = &self.what_if {
            text.push('\n');
            text.push_str(&what_if_text(common, view, what_if, true));
        }
        self.proof = text;
    }
}

impl Narrowed for Ranking {
    fn table(&mut self) -> (&mut Finding, &mut Bench) {
        (&mut self.finding, &mut self.bench)
    }

    fn refilter<T: Default>(
        &mut self,
        common: &mut Common,
        change: impl FnOnce(&mut Finding, &mut Common, &dyn Listed) -> T,
    ) -> T {
        let Some(view) = &self.view else { return T::default() };
        let list = ListRows { lines: &view.list.lines, names: &self.names, reads: reads_texts(common) };
        let done = self.finding.keeping(&mut self.bench.rows, &list, |finding, list| change(finding, common, list));
        self.names.need(common, &self.finding);
        self.edition += 1;
        done
    }

    fn learn(&mut self, common: &mut Common, id: u64, result: &Result<Answer, Failure>) -> bool {
        self.names.answer(common, id, result)
    }
}

impl Page for Ranking {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
        self.look.once(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match self.bench.key(common, key, codes_shown(self.view.as_ref(), &self.finding)) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.code().map_or(Step::Stay, |code| Step::push(Story::new(About::Proof(code)))),
            Press::Key(key) => self.pass(common, key),
            Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        let outcome = match self.come_back(common, outcome) {
            Ok(step) => return step,
            Err(outcome) => outcome,
        };
        self.work.back(common, outcome).unwrap_or_default()
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let Err(result) = self.work.answer(common, id, result) else {
            self.query(common);
            return Step::Stay;
        };
        let Err(result) = self.look.answer(common, id, result) else { return Step::Stay };
        if self.search_answer(common, id, &result) {
            return Step::Stay;
        }
        if let Some(stale) = self.inquiry.answered(id) {
            if stale {
                self.query(common);
            }
            match result {
                Ok(Answer::View(View::List(view))) => self.loaded(common, *view),
                Ok(_) => {}
                Err(failure) => {
                    self.refused = true;
                    common.say_failure(&failure);
                }
            }
        } else if self.what_if_asked.take_if(|asked| *asked == id).is_some() {
            // A refusal is told by the list itself.
            if let Ok(Answer::View(View::WhatIf(found))) = result {
                self.what_if = Some(*found);
                self.edition += 1;
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic == Topic::Stage {
            self.names.forget();
        }
        if self.inquiry.is_due() && topic != Topic::Own {
            self.query(common);
        }
    }

    fn wants_home(&self) -> bool {
        true
    }

    fn fit(&mut self, common: &Common) {
        let acts = self.acts(common);
        self.bench.actions.set_more(self.more(common));
        let body = self.bench.fit(common, acts, 0).body;
        let count = self.finding.shown().len();
        // A row for the titles, one for the cut.
        self.bench.rows.fit(count, usize::from(body.height.saturating_sub(2)));
        let (_, columns) = Self::columns(common);
        if columns > 0 {
            self.prove(common);
            let name = self.edition.wrapping_mul(10_000) + u64::try_from(self.bench.rows.at).unwrap_or(0);
            let size = (usize::from(columns), usize::from(body.height));
            self.pager.fit(name, &self.proof, size, common.ambiguous());
        }
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        (self.view.is_none() && !self.refused) || self.work.is_sent()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        let current = self.current().map(|ranked| (ranked.line.code.clone(), ranked.standing));
        match (act, current) {
            (Act::Sheets, _) => self.sheets(),
            (Act::Read, Some((code, _))) => Step::push(Reading::new(code)),
            (Act::Decide | Act::Fill, _) => self.vote(common),
            (Act::Return, _) => {
                common.say(Tone::Plain, words::return_from_sheets(common.lang));
                self.sheets()
            }
            (Act::Deviations, _) => Step::push(Queue::new(Kind::Deviations)),
            (Act::Compare, _) => Step::push(Story::new(About::Amendments)),
            (Act::Reopen, _) => {
                let selected = self.view.as_ref().map_or(0, selected);
                self.work.begin(common, Errand::Reopen(selected))
            }
            (Act::Finish, _) => Step::push(Queue::new(Kind::Obstacles)),
            (Act::Progress, _) if self.over => Step::Up(Outcome::Done),
            (Act::Progress, _) => Step::push(Matrix::over()),
            (Act::WhatIf, _) => Step::push(Story::new(About::WhatIf)),
            (Act::Log, _) => Step::push(Journal::default()),
            (Act::Verify, _) => Step::push(Verify::default()),
            (Act::ToConfirm, _) => Step::push(Queue::new(Kind::Waiting)),
            (Act::Withdraw, Some((code, Standing::Withdrawn))) => self.work.begin(common, Errand::UndoWithdraw(code)),
            (Act::Withdraw, Some((code, _))) => self.work.begin(common, Errand::Withdraw(code)),
            (Act::Meeting, _) => Step::push(Meeting::watch()),
            (Act::Find, _) => self.refilter(common, |finding, common, list| finding.menu(common, list)),
            (Act::OtherSeat, _) => Step::push(Seats::default()),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let enter = Way::new(&[Act::Enter], words::help_proof(lang)).hint(1, hints::open(lang));
        let table = table_ways(lang, enter, None, !self.over);
        self.bench.ways(lang, narrowed_ways(lang, table, self.finding.filter.is_on()))
    }
}
