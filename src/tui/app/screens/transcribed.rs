//! A sheet entered from paper for this seat: shown whole, compared with the paper, confirmed with 9.

use super::Question;
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, SheetView, View};
use crate::domain::{Code, Command, SeatId};
use crate::tui::app::layout::areas;
use crate::tui::app::parts::Rows;
use crate::tui::app::{Common, Outcome, Page, Step, Tone};
use crate::tui::keymap::Key;
use crate::words::screens::{expert as words, frame};

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
    loaded: bool,
    query: Option<u64>,
    sent: Option<u64>,
}

impl Transcribed {
    /// Of this seat for this dossier.
    pub fn new(seat: SeatId, code: Code) -> Self {
        Self { seat, code, sheet: None, rows: Rows::default(), loaded: false, query: None, sent: None }
    }
}

impl Page for Transcribed {
    fn shown(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Transcribed(self.seat.clone(), self.code.clone())));
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => return Step::Up(Outcome::Done),
            Key::Char('0') => return Step::push(super::Help::new(self.help(common))),
            Key::Char('1') if self.sheet.is_some() => {
                let lang = common.lang;
                let text = words::confirm_question(lang, &self.code);
                return Step::push(Question::locking(
                    lang,
                    text,
                    words::transcribed_act(lang),
                    words::look_again(lang),
                ));
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
        let count = common.rules().map_or(0, crate::domain::Rules::item_count);
        let body = areas(common.size, 2, 1).body;
        self.rows.fit(count, usize::from(body.height.saturating_sub(1)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        !self.loaded || self.sent.is_some()
    }

    fn help(&self, common: &Common) -> Vec<(String, String)> {
        let lang = common.lang;
        vec![
            ("1".into(), words::transcribed_act(lang).into()),
            (frame::key_arrows(lang).into(), frame::line_move(lang).into()),
            ("Esc".into(), frame::back(lang).into()),
        ]
    }
}
