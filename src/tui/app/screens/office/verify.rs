//! 核验, in sentences: does the record hold, which head to compare it with (SCREENS §5.11, 12).

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, VerifyView, View};
use crate::text::Clean;
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::parts::{Action, Actions, Pager, Pressed, Row, acts_ways, to_acts, to_table};
use crate::tui::app::screens::Writing;
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame, hints, office as words};

/// Heads compared at most.
const HEADS_MAX: usize = 8;

/// What a popup was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Head,
    Receipt,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verify {
    /// The answer.
    pub found: Option<VerifyView>,
    /// It in sentences.
    pub text: String,
    /// Its lines.
    pub pager: Pager,
    /// The acts.
    pub actions: Actions,
    heads: Vec<Clean>,
    receipt: Option<Clean>,
    asked: Option<Asked>,
    query: Option<u64>,
    failed: bool,
}

impl Verify {
    /// It is being checked.
    pub fn is_running(&self) -> bool {
        self.query.is_some()
    }

    fn query(&mut self, common: &mut Common) {
        let ask = Ask::Verify { heads: self.heads.clone(), receipt: self.receipt.clone() };
        self.query = Some(common.ask(ask));
    }
}

impl Page for Verify {
    fn shown(&mut self, common: &mut Common) {
        if self.found.is_none() && !self.failed {
            self.query(common);
        }
    }

    fn key(&mut self, _common: &mut Common, key: Key) -> Step {
        match self.actions.press(key) {
            Row::Act(act) => return Step::Do(act),
            Row::Taken => return Step::Stay,
            Row::Passed => {}
        }
        // There is nothing else that digits could mean here.
        if let (Key::Char('0'..='9'), Pressed::Chosen(act)) = (key, self.actions.key(key)) {
            return Step::Do(act);
        }
        if key == Key::Esc {
            return Step::Up(Outcome::Declined);
        }
        self.pager.key(key);
        Step::Stay
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        match (self.asked.take(), outcome) {
            (Some(Asked::Head), Outcome::Text(head)) if !head.is_empty() && self.heads.len() < HEADS_MAX => {
                self.heads.push(head);
                self.query(common);
            }
            (Some(Asked::Receipt), Outcome::Text(receipt)) if !receipt.is_empty() => {
                self.receipt = Some(receipt);
                self.query(common);
            }
            _ => {}
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.query != Some(id) {
            return Step::Stay;
        }
        self.query = None;
        match result {
            Ok(Answer::View(View::Verify(found))) => {
                self.text = {
                    let held = words::Held {
                        holds: found.holds,
                        events: found.events,
                        head: &found.head,
                        troubles: &found.troubles,
                        sealed: found.sealed,
                        heads: self.heads.len(),
                        receipt: found.receipt.as_ref(),
                    };
                    words::verified(common.lang, held, common.zone_minutes)
                };
                if !found.troubles.is_empty() {
                    // What was given and did not fit is told once, and not held against the record again.
                    self.heads.clear();
                    self.receipt = None;
                }
                self.found = Some(*found);
                self.pager.renew();
            }
            Ok(_) => {}
            Err(failure) => {
                self.failed = true;
                common.say_failure(&failure);
            }
        }
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        self.actions.set(vec![
            Action::new(1, Act::CompareHead, lang),
            Action::new(2, Act::FindReceipt, lang),
            Action::new(3, Act::VerifyAgain, lang),
            Action::new(4, Act::Log, lang),
        ]);
        let body = areas(common.size, 1, action_height(common, self.actions.lines())).body;
        let columns = usize::from(common.size.0).saturating_sub(6).min(88);
        self.pager.fit(0, &self.text, (columns, usize::from(body.height.saturating_sub(2))), common.ambiguous());
    }

    fn context(&self) -> Context {
        if self.actions.has_keys() { Context::Acts } else { Context::Text }
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        let lang = common.lang;
        match act {
            Act::CompareHead => {
                self.asked = Some(Asked::Head);
                Step::push(Writing::line(words::type_head(lang), ""))
            }
            Act::FindReceipt => {
                self.asked = Some(Asked::Receipt);
                Step::push(Writing::line(words::type_receipt(lang), ""))
            }
            Act::VerifyAgain => {
                self.query(common);
                Step::Stay
            }
            Act::Log => Step::push(super::Journal::default()),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        if self.actions.has_keys() {
            return acts_ways(lang, to_table(lang));
        }
        vec![
            Way::new(&[Act::Up, Act::Down], words::help_lines(lang)).hint(2, hints::line(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)).hint(1, hints::page(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            to_acts(lang),
            Way::new(&[Act::Back], frame::esc_up(lang)).hint(Hint::STAYS, hints::back(lang)),
        ]
    }
}
