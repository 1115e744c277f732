//! A sheet entered from paper for this seat: shown whole, compared with the paper, confirmed with 9.

use super::Question;
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, SheetView, View};
use crate::domain::{Code, Command, SeatId};
use crate::tui::app::layout::areas;
use crate::tui::app::parts::{Action, Actions, Pressed, Rows};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{expert as words, frame, hints};

/// The sheet.
#[derive(Debug)]
pub struct Transcribed {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub code: Code,
    /// What was entered.
    pub sheet: Option<SheetView>,
    /// Items in sight.
    pub rows: Rows,
    /// What can be done, by digit.
    pub actions: Actions,
    loaded: bool,
    query: Option<u64>,
    sent: Option<u64>,
}

impl Transcribed {
    /// Of this seat for this dossier.
    pub fn new(seat: SeatId, code: Code) -> Self {
        Self {
            seat,
            code,
            sheet: None,
            rows: Rows::default(),
            actions: Actions::default(),
            loaded: false,
            query: None,
            sent: None,
        }
    }
}

impl Page for Transcribed {
    fn shown(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Transcribed(self.seat.clone(), self.code.clone())));
    }

    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => return Step::Up(Outcome::Done),
            Key::Char(digit) if digit.is_ascii_digit() => {
                if let Pressed::Chosen(act) = self.actions.key(key) {
                    return Step::Do(act);
                }
            }
            other => {
                self.rows.key(other);
            }
        }
        Step::Stay
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        if outcome == Outcome::Chosen(9) {
            let command = Command::ConfirmSheet { seat: self.seat.clone(), dossier: self.code.clone() };
            self.sent = Some(common.act(command));
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.query == Some(id) {
            self.query = None;
            self.loaded = true;
            match result {
                Ok(Answer::View(View::Sheets(sheets))) => self.sheet = sheets.into_iter().next(),
                Ok(_) => {}
                Err(failure) => common.say_failure(&failure),
            }
            if self.sheet.is_none() && common.message.is_none() {
                common.say(Tone::Warn, words::transcribed_none(common.lang));
            }
            return Step::Stay;
        }
        if self.sent != Some(id) {
            return Step::Stay;
        }
        self.sent = None;
        match result {
            Ok(_) => {
                common.say(Tone::Good, words::confirmed(common.lang));
                Step::Up(Outcome::Done)
            }
            Err(failure) => {
                common.say_failure(&failure);
                Step::Stay
            }
        }
    }

    fn fit(&mut self, common: &Common) {
        let act = self.sheet.is_some().then(|| Action::new(1, Act::AsOnPaper, common.lang));
        self.actions.set(act.into_iter().collect());
        let count = common.rules().map_or(0, crate::domain::Rules::item_count);
        let body = areas(common.size, 2, 1).body;
        self.rows.fit(count, usize::from(body.height.saturating_sub(1)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        !self.loaded || self.sent.is_some()
    }

    fn context(&self) -> Context {
        Context::List
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        if act != Act::AsOnPaper {
            return Step::Stay;
        }
        let lang = common.lang;
        let text = words::confirm_question(lang, &self.code);
        Step::push(Question::locking(lang, text, Act::AsOnPaper.name(lang), words::look_again(lang)))
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let acts = self.actions.lines().iter().map(|act| Way::digit(act.digit, act.act, &act.label, lang));
        acts.chain([
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)).hint(1, hints::compare_paper(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            Way::digit(0, Act::Help, Act::Help.name(lang), lang),
            Way::new(&[Act::Back, Act::Enter], frame::back(lang)).hint(Hint::STAYS, hints::back(lang)),
        ])
        .collect()
    }
}
