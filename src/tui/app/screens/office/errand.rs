//! Acts of the office, each with what it needs before it is sent: a section, a reason, 9, or a number to type
//! (SCREENS §3). A page keeps one [`Work`] and hands it what its popups and the hall answer.

use crate::desk::request::{Answer, Failure, KeyFile, Request};
use crate::desk::view::{Done, ProgressCell};
use crate::domain::{Aside, Code, Command, SeatId, SectionId, SheetState, Stage};
use crate::text::Clean;
use crate::tui::app::screens::{Question, Weighty, Writing};
use crate::tui::app::{Common, Outcome, Step, Tone};
use crate::words::screens::{frame, office as words};

/// Sections offered by digit; the whole sheet is one more.
const MENU_MOST: usize = 7;

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// 退回, a section (with its name) or the whole sheet.
    Return(SeatId, Code, Option<(SectionId, Clean)>),
    /// 退回, the section still to be asked.
    ReturnSome(SeatId, Code),
    /// The return is taken back.
    CancelReturn(SeatId, Code),
    /// 代为回避.
    Recuse(SeatId, Code),
    /// A recusal is undone at the seat's request.
    UndoAside(SeatId, Code),
    /// 缺席核准, one sheet or all missing ones.
    Excuse(SeatId, Option<Code>),
    /// 更换席位: old, new, how many signed sheets stop counting.
    Replace(SeatId, SeatId, u32),
    /// 撤回.
    Withdraw(Code),
    /// … and back.
    UndoWithdraw(Code),
    /// Back to review; how many are selected on the sealed list.
    Reopen(u32),
    /// 保密审查.
    Secrecy(Code),
    /// A sheet from paper is as the paper has it.
    ConfirmSheet(SeatId, Code),
    /// A pending amendment, with what it changes.
    ConfirmAmendment(u64, String),
    /// An absent expert's written reason for keeping a section, entered for it.
    EnterExplanation(SeatId, Code, (SectionId, Clean)),
    /// A changed file is put back as it was frozen.
    Restore(Clean),
    /// 开始评分: dossiers, what will happen, the key file (empty: none).
    Open(u32, String, Clean),
    /// 结束评分: signed sheets, and what will not count.
    Close(u32, String),
    /// 定案: selected, and cautions.
    Finalise(u32, String),
    /// 更正 of a changed file.
    Amend(Clean),
}

/// What was asked last.
#[derive(Clone, Debug)]
enum Phase {
    Menu(Vec<(u8, Errand)>),
    Section(Vec<Option<(SectionId, Clean)>>),
    First,
    Reason(Clean),
    Sure(Clean, Clean),
}

/// An errand under way.
#[derive(Debug, Default)]
pub(super) struct Work {
    asked: Option<(Option<Errand>, Phase)>,
    unfinished: Option<(Errand, String)>,
    sent: Option<(u64, Errand)>,
}

/// The digits of a code as a number to type; codes without digits have the number 1.
fn number_of(code: &Code) -> u32 {
    let digits: String = code.as_str().chars().filter(char::is_ascii_digit).take(9).collect();
    digits.parse().unwrap_or(1)
}

impl Work {
    /// A write has no answer yet.
    pub(super) fn is_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// Starts an errand: asks what it needs first.
    pub(super) fn begin(&mut self, common: &mut Common, errand: Errand) -> Step {
        let lang = common.lang;
        if let Errand::ReturnSome(seat, code) = &errand {
            let Some(rules) = common.rules() else { return Step::Stay };
            let sections: Vec<_> = rules.sections.iter().take(MENU_MOST).collect();
            let named = (1..).zip(&sections).map(|(digit, section)| (digit, section.name.to_string()));
            let whole = u8::try_from(sections.len() + 1).unwrap_or(8);
            let choices: Vec<_> = named.chain([(whole, words::whole_sheet(lang).to_owned())]).collect();
            let ids =
                sections.iter().map(|section| Some((section.id.clone(), section.name.clone()))).chain([None]).collect();
            let text = words::which_section(lang, seat, code);
            self.asked = Some((Some(errand.clone()), Phase::Section(ids)));
            return Step::push(Question::menu(lang, text, choices));
        }
        if let Some(text) = words::question_of(lang, &errand.told()) {
            self.asked = Some((Some(errand), Phase::Sure(Clean::default(), Clean::default())));
            return Step::push(Question::asking(text, &[(9, frame::confirm(lang))], words::look_again(lang)));
        }
        if matches!(errand, Errand::Open(..) | Errand::Close(..) | Errand::Finalise(..)) {
            return self.sure(common, errand, Clean::default(), Clean::default());
        }
        if let Errand::Secrecy(code) = &errand {
            let text = words::secrecy_by(lang, code);
            self.asked = Some((Some(errand), Phase::First));
            return Step::push(Writing::line(text, ""));
        }
        self.reason(common, errand, Clean::default())
    }

    /// A menu of errands that fit.
    pub(super) fn menu(&mut self, common: &Common, text: String, errands: Vec<Errand>) -> Step {
        let lang = common.lang;
        let numbered: Vec<(u8, Errand)> = (1..9).zip(errands).collect();
        let choices = numbered.iter().map(|(digit, errand)| (*digit, words::errand(lang, &errand.told()))).collect();
        self.asked = Some((None, Phase::Menu(numbered)));
        Step::push(Question::menu(lang, text, choices))
    }

    fn reason(&mut self, common: &Common, errand: Errand, first: Clean) -> Step {
        let lang = common.lang;
        let title = words::reason_title(lang, &errand.told());
        let before = self.unfinished.take().filter(|(other, _)| *other == errand);
        let before = before.map(|(_, text)| text).unwrap_or_default();
        let yes = words::errand(lang, &errand.told());
        self.asked = Some((Some(errand), Phase::Reason(first)));
        Step::push(Writing::reason(title, &before, &yes))
    }

    /// Weighty errands ask for a number, the others are sent.
    fn sure(&mut self, common: &mut Common, errand: Errand, first: Clean, reason: Clean) -> Step {
        let lang = common.lang;
        let number = match &errand {
            Errand::Open(number, ..)
            | Errand::Close(number, _)
            | Errand::Finalise(number, _)
            | Errand::Reopen(number)
            | Errand::Replace(_, _, number) => Some(*number),
            Errand::Withdraw(code) => Some(number_of(code)),
            _ => None,
        };
        let Some(number) = number else {
            self.send(common, errand, first, reason);
            return Step::Stay;
        };
        let text = words::weighty(lang, &errand.told());
        self.asked = Some((Some(errand), Phase::Sure(first, reason)));
        Step::push(Weighty::new(text, number))
    }

    fn send(&mut self, common: &mut Common, errand: Errand, first: Clean, reason: Clean) {
        let id = common.send(errand.request(first, reason));
        self.sent = Some((id, errand));
    }

    /// What a popup of this work answered; `None`: it was not of this work.
    pub(super) fn back(&mut self, common: &mut Common, outcome: Outcome) -> Option<Step> {
        let (errand, phase) = self.asked.take()?;
        Some(match (errand, phase, outcome) {
            (None, Phase::Menu(numbered), Outcome::Chosen(digit)) => {
                let chosen = numbered.into_iter().find(|(number, _)| *number == digit);
                chosen.map_or(Step::Stay, |(_, errand)| self.begin(common, errand))
            }
            (Some(Errand::ReturnSome(seat, code)), Phase::Section(ids), Outcome::Chosen(digit)) => {
                let section = ids.into_iter().nth(usize::from(digit).saturating_sub(1)).flatten();
                self.begin(common, Errand::Return(seat, code, section))
            }
            (Some(errand), Phase::First, Outcome::Text(by)) if !by.is_empty() => self.reason(common, errand, by),
            (Some(errand), Phase::Reason(first), Outcome::Text(reason)) => self.sure(common, errand, first, reason),
            (Some(errand), Phase::Reason(_), Outcome::Unfinished(text)) => {
                self.unfinished = Some((errand, text));
                Step::Stay
            }
            (Some(errand), Phase::Sure(first, reason), Outcome::Done | Outcome::Chosen(9)) => {
                self.send(common, errand, first, reason);
                Step::Stay
            }
            (Some(errand), Phase::Sure(_, reason), _) if !reason.is_empty() => {
                // The number was not typed: the reason is kept for the next time.
                self.unfinished = Some((errand, reason.to_string()));
                Step::Stay
            }
            _ => Step::Stay,
        })
    }

    /// The hall's answer; tells it, and gives the errand back where it was done.
    pub(super) fn answer(
        &mut self,
        common: &mut Common,
        id: u64,
        result: Result<Answer, Failure>,
    ) -> Result<Option<(Errand, Done)>, Result<Answer, Failure>> {
        let Some((_, errand)) = self.sent.take_if(|(sent, _)| *sent == id) else { return Err(result) };
        Ok(match result {
            Ok(Answer::Done(done)) => {
                let text = words::done(common.lang, &errand.told(), done.pending, done.stage_head.as_deref());
                common.say(Tone::Good, text);
                Some((errand, done))
            }
            Ok(Answer::Kept) => {
                common.say(Tone::Good, words::done(common.lang, &errand.told(), None, None));
                None
            }
            Ok(Answer::View(_)) => None,
            Err(failure) => {
                common.say_failure(&failure);
                None
            }
        })
    }
}

impl Errand {
    /// As the words know it.
    pub(super) fn told(&self) -> words::Told<'_> {
        use words::Told as T;
        match self {
            Self::Return(seat, code, section) => T::Return(seat, code, section.as_ref().map(|(_, name)| name.as_str())),
            Self::ReturnSome(seat, code) => T::ReturnSome(seat, code),
            Self::CancelReturn(seat, code) => T::CancelReturn(seat, code),
            Self::Recuse(seat, code) => T::Recuse(seat, code),
            Self::UndoAside(seat, code) => T::UndoAside(seat, code),
            Self::Excuse(seat, code) => T::Excuse(seat, code.as_ref()),
            Self::Replace(old, new, signed) => T::Replace(old, new, *signed),
            Self::Withdraw(code) => T::Withdraw(code),
            Self::UndoWithdraw(code) => T::UndoWithdraw(code),
            Self::Reopen(selected) => T::Reopen(*selected),
            Self::Secrecy(code) => T::Secrecy(code),
            Self::ConfirmSheet(seat, code) => T::ConfirmSheet(seat, code),
            Self::ConfirmAmendment(number, what) => T::ConfirmAmendment(*number, what),
            Self::EnterExplanation(seat, code, (_, name)) => T::EnterExplanation(seat, code, name),
            Self::Restore(file) => T::Restore(file),
            Self::Open(_, what, _) => T::Open(what),
            Self::Close(_, what) => T::Close(what),
            Self::Finalise(selected, what) => T::Finalise(*selected, what),
            Self::Amend(file) => T::Amend(file),
        }
    }

    /// What is sent once all is known; `first` is who made a secrecy check.
    fn request(&self, first: Clean, reason: Clean) -> Request {
        let command = match self.clone() {
            Self::Return(seat, dossier, section) => {
                Command::Return { seat, dossier, section: section.map(|(id, _)| id), reason }
            }
            Self::ReturnSome(seat, dossier) => Command::Return { seat, dossier, section: None, reason },
            Self::CancelReturn(seat, dossier) => Command::CancelReturn { seat, dossier, reason },
            Self::Recuse(seat, dossier) => Command::SetAside { seat, dossier, aside: Aside::Conflict, reason },
            Self::UndoAside(seat, dossier) => Command::UndoAside { seat, dossier, reason },
            Self::Excuse(seat, dossier) => Command::Excuse { seat, dossier, reason },
            Self::Replace(old, new, _) => Command::Replace { old, new, reason },
            Self::Withdraw(dossier) => Command::Withdraw { dossier, reason },
            Self::UndoWithdraw(dossier) => Command::UndoWithdraw { dossier, reason },
            Self::Reopen(_) => Command::Close { reason },
            Self::Secrecy(dossier) => Command::CheckSecrecy { dossier, by: first, result: reason },
            Self::ConfirmSheet(seat, dossier) => Command::ConfirmSheet { seat, dossier },
            Self::ConfirmAmendment(number, _) => Command::ConfirmAmendment { number },
            Self::EnterExplanation(seat, dossier, (section, _)) => {
                Command::EnterExplanation { seat, dossier, section, reason }
            }
            Self::Restore(file) => return Request::Restore { file },
            Self::Open(_, _, key) => {
                return Request::Open { key: (!key.is_empty()).then_some(KeyFile::Named(key)) };
            }
            Self::Close(..) => Command::Close { reason: Clean::default() },
            Self::Finalise(..) => Command::Finalise,
            Self::Amend(file) => {
                return Request::Amend { file, reason, votes: None };
            }
        };
        Request::Do(Box::new(command))
    }
}

/// What can be done with a sheet in this state (DESIGN §3); the secretary only.
pub(super) fn for_cell(stage: Stage, seat: &SeatId, code: &Code, cell: &ProgressCell) -> Vec<Errand> {
    let (seat, code) = (seat.clone(), code.clone());
    if !matches!(stage, Stage::Scoring | Stage::Review) {
        return Vec::new();
    }
    let review = stage == Stage::Review;
    let excuse = || Errand::Excuse(seat.clone(), Some(code.clone()));
    let recuse = || Errand::Recuse(seat.clone(), code.clone());
    let some = || Errand::ReturnSome(seat.clone(), code.clone());
    let whole = || Errand::Return(seat.clone(), code.clone(), None);
    let mut errands = match cell.state {
        SheetState::Signed => vec![some(), recuse()],
        // What counts as it was signed is not missing, so there is nothing to excuse.
        SheetState::Returned if cell.signed_once => vec![Errand::CancelReturn(seat.clone(), code.clone()), recuse()],
        SheetState::Returned => vec![Errand::CancelReturn(seat.clone(), code.clone()), excuse(), recuse()],
        SheetState::Unopened | SheetState::Declared | SheetState::Drafting if review => {
            vec![excuse(), whole(), recuse()]
        }
        SheetState::Unopened | SheetState::Declared | SheetState::Drafting => vec![recuse(), excuse()],
        SheetState::Aside(_) => vec![Errand::UndoAside(seat.clone(), code.clone())],
        SheetState::Excused => vec![whole()],
        SheetState::Replaced => Vec::new(),
    };
    if cell.unconfirmed {
        errands.push(Errand::ConfirmSheet(seat.clone(), code.clone()));
    }
    let missing = match cell.state {
        SheetState::Unopened | SheetState::Declared | SheetState::Drafting => true,
        SheetState::Returned => !cell.signed_once,
        _ => false,
    };
    if missing {
        errands.push(Errand::Excuse(seat, None));
    }
    errands
}
