//! 汇总: the list with its cut, and beside it why the line under the cursor stands where it stands (SCREENS §1).

use super::bench::{Look, Press, help_of, table_help};
use super::errand::{Errand, Work};
use super::queue::selected;
use super::{
    About, Bench, Decide, Journal, Kind, Matrix, Matter, Meeting, Queue, Reading, Sheets, Source, Story, Verify,
};
use super::{proof_text, what_if_text};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, ListView, Topic, View, WhatIfView};
use crate::domain::tally::{Group, Ranked, Standing};
use crate::domain::{Code, Role, Stage};
use crate::tui::app::parts::{Action, Pager};
use crate::tui::app::screens::{Question, Seats};
use crate::tui::app::{Common, Outcome, Page, Step, Tone};
use crate::tui::keymap::Key;
use crate::words::screens::office as words;

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
    /// Cursor and acts.
    pub bench: Bench,
    /// The proof of the line with the cursor.
    pub proof: String,
    /// Its lines.
    pub pager: Pager,
    refused: bool,
    over: bool,
    queries: (Option<u64>, Option<u64>),
    /// Rises with each answer, so that the proof is made anew.
    edition: u64,
    made: Option<(u64, usize)>,
    /// Something changed since it was asked.
    stale: bool,
    more: bool,
    look: Look,
    work: Work,
}

impl Ranking {
    /// Over the matrix.
    pub(super) fn over() -> Self {
        Self { over: true, ..Self::default() }
    }

    /// The line with the cursor.
    pub fn current(&self) -> Option<&Ranked> {
        self.view.as_ref()?.list.lines.get(self.bench.rows.at)
    }

    /// The line before which the cut is drawn: the first with a rank beyond the quota, else the first without.
    pub fn cut_at(&self) -> Option<usize> {
        let view = self.view.as_ref()?;
        let beyond = |ranked: &Ranked| ranked.rank.is_none_or(|rank| rank > view.quota);
        view.list.lines.iter().position(beyond)
    }

    /// Cells of the list, and of the proof (0: not beside it).
    pub fn columns(common: &Common) -> (u16, u16) {
        if common.size.0 < WIDE {
            return (common.size.0, 0);
        }
        (LIST_COLUMNS, common.size.0 - LIST_COLUMNS - 2)
    }

    fn query(&mut self, common: &mut Common) {
        self.queries = (Some(common.ask(Ask::List)), Some(common.ask(Ask::WhatIf)));
    }

    fn is_secretary(common: &Common) -> bool {
        common.home.as_ref().is_some_and(|home| home.seat.role == Role::Secretary)
    }

    fn loaded(&mut self, view: ListView) {
        let at = self.current().map(|ranked| ranked.line.code.clone());
        self.bench.rows.fit(view.list.lines.len(), usize::MAX);
        if let Some(row) = at.and_then(|code| view.list.lines.iter().position(|ranked| ranked.line.code == code)) {
            self.bench.rows.go(row);
        }
        self.view = Some(view);
        self.refused = false;
        self.edition += 1;
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
        let mut acts = vec![Action::new(1, words::act_sheets(lang))];
        if secretary {
            acts.push(Action::new(2, words::act_read(lang)));
            let decide = if stage == Stage::Final { words::act_fill(lang) } else { words::act_decide(lang) };
            acts.push(Action::new(3, decide));
            if stage == Stage::Review {
                acts.push(Action::new(4, words::act_return(lang)));
            }
        }
        let flags = self.view.as_ref().map_or(0, |view| view.flags.len());
        acts.push(Action::new(5, words::act_deviations(lang, flags)));
        acts.push(Action::new(6, words::act_compare(lang)));
        acts.push(Action::new(7, words::act_more(lang)));
        if stage == Stage::Review {
            let left = self.view.as_ref().map_or(0, |view| view.obstacles.len());
            acts.push(Action::new(8, words::act_finish(lang, left)));
        } else if secretary {
            acts.push(Action::new(8, words::act_reopen(lang)));
        }
        acts
    }

    fn act(&mut self, common: &mut Common, digit: u8) -> Step {
        let code = self.code();
        let sheets =
            |code: Option<Code>| code.map_or(Step::Stay, |code| Step::push(Sheets::new(Source::All(code), None)));
        match digit {
            0 => help_of(self, common),
            1 => sheets(code),
            2 => code.map_or(Step::Stay, |code| Step::push(Reading::new(code))),
            3 => self.vote(common),
            4 => {
                common.say(Tone::Plain, words::return_from_sheets(common.lang));
                sheets(code)
            }
            5 => Step::push(Queue::new(Kind::Deviations)),
            6 => Step::push(Story::new(About::Amendments)),
            7 => self.more(common),
            8 if common.stage() == Stage::Final => {
                let selected = self.view.as_ref().map_or(0, selected);
                self.work.begin(common, Errand::Reopen(selected))
            }
            8 => Step::push(Queue::new(Kind::Obstacles)),
            _ => Step::Stay,
        }
    }

    fn more(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let mut choices = vec![
            (1, words::act_progress(lang).to_owned()),
            (2, words::act_what_if(lang).to_owned()),
            (3, words::log(lang).to_owned()),
            (4, words::verify(lang).to_owned()),
        ];
        let waiting = common.home.as_ref().map_or(0, |home| home.to_confirm.len() + home.pending.len());
        choices.push((5, words::act_confirm(lang, waiting)));
        if let (true, Some(ranked)) = (Self::is_secretary(common), self.current()) {
            let code = &ranked.line.code;
            let withdrawn = ranked.standing == Standing::Withdrawn;
            choices.push((6, words::act_withdraw(lang, code, withdrawn)));
        }
        let open = common.home.as_ref().is_some_and(|home| home.meeting);
        if open || (Self::is_secretary(common) && self.group().is_some()) {
            choices.push((7, words::act_meeting(lang).to_owned()));
        }
        if common.seats.len() > 1 {
            choices.push((8, words::act_seat(lang).to_owned()));
        }
        self.more = true;
        Step::push(Question::menu(lang, words::act_more(lang), choices))
    }

    fn more_chosen(&mut self, common: &mut Common, digit: u8) -> Step {
        let current = self.current().map(|ranked| (ranked.line.code.clone(), ranked.standing));
        match (digit, current) {
            (1, _) if self.over => Step::Up(Outcome::Done),
            (1, _) => Step::push(Matrix::over()),
            (2, _) => Step::push(Story::new(About::WhatIf)),
            (3, _) => Step::push(Journal::default()),
            (4, _) => Step::push(Verify::default()),
            (5, _) => Step::push(Queue::new(Kind::Waiting)),
            (6, Some((code, Standing::Withdrawn))) => self.work.begin(common, Errand::UndoWithdraw(code)),
            (6, Some((code, _))) => self.work.begin(common, Errand::Withdraw(code)),
            (7, _) if !Self::is_secretary(common) => Step::push(Meeting::watch()),
            (7, _) => self.group().map_or(Step::Stay, |group| Step::push(Meeting::open(group.codes.clone()))),
            (8, _) => Step::push(Seats::default()),
            _ => Step::Stay,
        }
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

impl Page for Ranking {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
        self.look.once(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        let lines = self.view.as_ref().map(|view| view.list.lines.as_slice()).unwrap_or_default();
        match self.bench.key(key, lines.iter().map(|ranked| ranked.line.code.as_str())) {
            Press::Act(digit) => self.act(common, digit),
            Press::Key(Key::Enter) => self.code().map_or(Step::Stay, |code| Step::push(Story::new(About::Proof(code)))),
            Press::Key(Key::Esc) => Step::Up(Outcome::Declined),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        if let Some(step) = self.work.back(common, outcome.clone()) {
            return step;
        }
        match (std::mem::take(&mut self.more), outcome) {
            (true, Outcome::Chosen(digit)) => self.more_chosen(common, digit),
            _ => Step::Stay,
        }
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let Err(result) = self.work.answer(common, id, result) else {
            self.query(common);
            return Step::Stay;
        };
        let Err(result) = self.look.answer(common, id, result) else { return Step::Stay };
        if self.queries.0 == Some(id) {
            self.queries.0 = None;
            if std::mem::take(&mut self.stale) {
                self.query(common);
            }
            match result {
                Ok(Answer::View(View::List(view))) => self.loaded(*view),
                Ok(_) => {}
                Err(failure) => {
                    self.refused = true;
                    common.say_failure(&failure);
                }
            }
        } else if self.queries.1 == Some(id) {
            self.queries.1 = None;
            // A refusal is told by the list itself.
            if let Ok(Answer::View(View::WhatIf(found))) = result {
                self.what_if = Some(*found);
                self.edition += 1;
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        // One question at a time, and one more after it, however many pushes come.
        if self.queries.0.is_some() {
            self.stale = true;
        } else if topic != Topic::Own {
            self.query(common);
        }
    }

    fn wants_home(&self) -> bool {
        true
    }

    fn fit(&mut self, common: &Common) {
        let acts = self.acts(common);
        let body = self.bench.fit(common, acts, 0).body;
        let count = self.view.as_ref().map_or(0, |view| view.list.lines.len());
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

    fn help(&self, common: &Common) -> Vec<(String, String)> {
        table_help(common.lang, words::help_proof(common.lang), None, &self.bench.actions)
    }
}
