//! What can be done from the matrix: with the sheet under the cursor, with its seat, with the review.

use super::super::Entry;
use super::super::errand::{Errand, for_cell};
use super::Matrix;
use crate::domain::{SheetState, Stage};
use crate::tui::app::parts::Action;
use crate::tui::app::screens::office::glance;
use crate::tui::app::{Common, Step, Tone};
use crate::tui::keymap::Act;
use crate::words::screens::office as words;
use crate::words::{sheet_state, sign_word};

/// Seats named before closing.
const SEATS_NAMED: usize = 40;

impl Matrix {
    pub(super) fn open_cell(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some((seat, row, cell)) = self.cell() else { return Step::Stay };
        let (seat_id, code) = (seat.id.clone(), row.code.clone());
        let reason = self.progress.as_ref().and_then(|progress| {
            let mut reasons = progress.reasons.iter();
            reasons.find(|(whose, what, _)| *whose == seat_id && *what == code).map(|(.., reason)| reason.to_string())
        });
        let word = sign_word(lang, glance(cell));
        let state = if cell.unconfirmed { format!("{} / {word}", sheet_state(lang, cell.state)) } else { word };
        let names = ((&seat.id, seat.name.as_str()), (&row.code, row.trade.as_str()));
        let text = words::cell(lang, names.0, names.1, &state, (cell.asked_return, cell.typed), reason.as_deref());
        let may = Self::is_secretary(common) && !row.withdrawn && seat.replaced.is_none();
        let errands = if may { for_cell(common.stage(), &seat_id, &code, cell) } else { Vec::new() };
        if errands.is_empty() {
            common.say(Tone::Plain, text);
            return Step::Stay;
        }
        self.work.menu(common, text, errands)
    }

    /// 更换席位: the seat of this column by one of the seats that have no work yet, offered as a menu.
    pub(super) fn replace(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(progress) = &self.progress else { return Step::Stay };
        let Some(old) = progress.seats.get(self.column).filter(|seat| seat.replaced.is_none()) else {
            common.say(Tone::Warn, words::replaced_already(lang));
            return Step::Stay;
        };
        let signed = |column: usize| {
            let cells = progress.rows.iter().filter_map(|row| row.cells.get(column));
            u32::try_from(cells.filter(|cell| cell.state == SheetState::Signed).count()).unwrap_or(0)
        };
        let now = signed(self.column);
        let ever =
            |column: usize| progress.rows.iter().filter_map(|row| row.cells.get(column)).any(|cell| cell.signed_once);
        let others = progress
            .seats
            .iter()
            .enumerate()
            .filter(|(column, seat)| seat.replaced.is_none() && seat.id != old.id && !ever(*column));
        let errands: Vec<Errand> =
            others.take(8).map(|(_, new)| Errand::Replace(old.id.clone(), new.id.clone(), now)).collect();
        if errands.is_empty() {
            common.say(Tone::Warn, words::no_substitute(lang));
            return Step::Stay;
        }
        let text = words::replace_whom(lang, &old.id, &old.name);
        self.work.menu(common, text, errands)
    }

    /// 代录: the sheet with the cursor, where its seat has touched nothing of it.
    pub(super) fn enter_paper(&mut self, common: &mut Common) -> Step {
        let Some((seat, row, cell)) = self.cell() else { return Step::Stay };
        let may = (cell.from_paper || cell.unconfirmed) && seat.replaced.is_none() && !row.withdrawn;
        if may {
            return Step::push(Entry::new(seat.id.clone(), row.code.clone()));
        }
        let text = words::no_entry(common.lang, &seat.id, &row.code);
        common.say(Tone::Warn, text);
        Step::Stay
    }

    pub(super) fn close(&mut self, common: &mut Common) -> Step {
        let Some(progress) = &self.progress else { return Step::Stay };
        let text =
            words::close_text(common.lang, progress.signed, progress.due, &self.not_counted(common, SEATS_NAMED));
        let signed = progress.signed;
        self.work.begin(common, Errand::Close(signed, text))
    }

    pub(super) fn acts(common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let mut acts = vec![Action::new(1, Act::Missing, lang)];
        let (secretary, stage) = (Self::is_secretary(common), common.stage());
        let waiting = common.home.as_ref().map_or(0, |home| home.to_confirm.len() + home.pending.len());
        if secretary {
            acts.push(Action::new(2, Act::Reminders, lang));
        }
        if secretary && matches!(stage, Stage::Scoring | Stage::Review) {
            acts.push(Action::new(3, Act::EnterPaper, lang));
            acts.push(Action::new(4, Act::Replace, lang));
        } else {
            acts.push(Action::labelled(3, Act::ToConfirm, words::act_confirm(lang, waiting)));
        }
        match stage {
            Stage::Scoring if secretary => acts.push(Action::new(5, Act::CloseScoring, lang)),
            Stage::Review | Stage::Final => acts.push(Action::new(5, Act::List, lang)),
            Stage::Setup | Stage::Scoring => {}
        }
        acts.push(Action::new(6, Act::Find, lang));
        let more =
            if secretary && waiting > 0 { words::act_more_waiting(lang, waiting) } else { Act::More.name(lang).into() };
        acts.push(Action::labelled(7, Act::More, more));
        if common.seats.len() > 1 {
            acts.push(Action::new(8, Act::OtherSeat, lang));
        }
        acts
    }

    /// Behind 更多.
    pub(super) fn more(common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let mut more = vec![Action::new(1, Act::Log, lang), Action::new(2, Act::Verify, lang)];
        if Self::is_secretary(common) {
            more.push(Action::new(3, Act::Files, lang));
        }
        more.push(Action::new(4, Act::Display, lang));
        // A supervisor, and a secretary outside scoring and review, have it in the row itself.
        if Self::is_secretary(common) && matches!(common.stage(), Stage::Scoring | Stage::Review) {
            let waiting = common.home.as_ref().map_or(0, |home| home.to_confirm.len() + home.pending.len());
            more.push(Action::labelled(5, Act::ToConfirm, words::act_confirm(lang, waiting)));
        }
        if Self::is_secretary(common) {
            more.push(Action::new(6, Act::Read, lang));
        }
        more
    }
}
