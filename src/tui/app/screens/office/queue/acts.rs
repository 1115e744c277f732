//! What can be done with a line of the list, and with the list as a whole.

use super::super::errand::Errand;
use super::super::{Decide, Sheets, Source};
use super::{Kind, Queue, Target, secretary, selected};
use crate::domain::{Severity, Stage};
use crate::text::clean_line;
use crate::tui::app::parts::Action;
use crate::tui::app::{Common, Outcome, Step, Tone};
use crate::tui::keymap::Act;
use crate::words;
use crate::words::screens::office as fixed;

impl Queue {
    pub(super) fn enter(&mut self, common: &mut Common) -> Step {
        let secretary = secretary(common);
        let Some(row) = self.rows.get(self.bench.rows.at) else { return Step::Stay };
        match row.target.clone() {
            Target::Nothing => Step::Stay,
            Target::Seat(seat) => Step::Up(Outcome::Text(clean_line(seat.as_str()))),
            Target::Cell(seat, code) => Step::Up(Outcome::Text(clean_line(&format!("{seat} {code}")))),
            Target::Paper(seat, code) => Step::push(Sheets::new(Source::Paper(seat, code), None)),
            Target::Amendment(number, what) => self.work.begin(common, Errand::ConfirmAmendment(number, what)),
            _ if !secretary => Step::Stay,
            Target::Sheet(seat, code) => {
                let whole = Errand::Return(seat.clone(), code.clone(), None);
                let errands = vec![Errand::Excuse(seat.clone(), Some(code)), whole, Errand::Excuse(seat, None)];
                self.work.menu(common, row.text.clone(), errands)
            }
            Target::Out(seat, code, counts) => {
                let mut errands = vec![Errand::CancelReturn(seat.clone(), code.clone())];
                if !counts {
                    errands.push(Errand::Excuse(seat, Some(code)));
                }
                self.work.menu(common, row.text.clone(), errands)
            }
            Target::Section(seat, code, section, out) => {
                let name = common.rules().and_then(|rules| rules.section(&section)).map(|section| section.name.clone());
                let section = (section, name.unwrap_or_default());
                let kept = Errand::EnterExplanation(seat.clone(), code.clone(), section.clone());
                let first =
                    if out { Errand::CancelReturn(seat, code) } else { Errand::Return(seat, code, Some(section)) };
                let errands = vec![first, kept];
                self.work.menu(common, row.text.clone(), errands)
            }
            Target::Vote(matter) => Step::push(Decide::new(matter)),
            Target::Secrecy(code) => self.work.begin(common, Errand::Secrecy(code)),
            Target::File(file) => {
                let errands = vec![Errand::Restore(file.clone()), Errand::Amend(file)];
                self.work.menu(common, row.text.clone(), errands)
            }
            Target::Waiting => Step::push(Self::new(Kind::Waiting)),
        }
    }

    /// Reads the files anew, and says so: they may be as they were.
    pub(super) fn check(&mut self, common: &mut Common) -> Step {
        self.query(common);
        common.say(Tone::Plain, fixed::checked(common.lang));
        Step::Stay
    }

    pub(super) fn open(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(folder) = &self.folder else { return Step::Stay };
        let errors = folder.findings.iter().filter(|one| one.what.severity() == Severity::Error).count();
        if errors > 0 {
            common.say(Tone::Error, words::summary(lang, errors, folder.findings.len() - errors));
            return Step::Stay;
        }
        let dossiers = folder.dossiers;
        let text = fixed::open_text(lang, dossiers, folder.experts, &self.key);
        self.work.begin(common, Errand::Open(dossiers, text, self.key.clone()))
    }

    pub(super) fn finalise(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(list) = &self.list else { return Step::Stay };
        if !list.obstacles.is_empty() {
            let text = fixed::obstacles_head(lang, list.stage, self.rows.len(), selected(list), list.quota, 0);
            common.say(Tone::Warn, text);
            return Step::Stay;
        }
        let selected = selected(list);
        let text = fixed::final_text(lang, selected, list.quota, &list.unconfirmed);
        self.work.begin(common, Errand::Finalise(selected, text))
    }

    pub(super) fn acts(&self, common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let stage = common.stage();
        let mut acts = Vec::new();
        match self.kind {
            Kind::Files if stage == Stage::Setup => {
                acts.push(Action::new(1, Act::OpenScoring, lang));
                acts.push(Action::new(2, Act::Recheck, lang));
                acts.push(Action::new(3, Act::Read, lang));
                acts.push(Action::new(4, Act::KeyFile, lang));
                if common.seats.len() > 1 {
                    acts.push(Action::new(8, Act::OtherSeat, lang));
                }
            }
            Kind::Files => {
                // The numbers of the sentence itself (SCREENS §5.10).
                acts.push(Action::new(1, Act::PutBack, lang));
                acts.push(Action::new(2, Act::Amend, lang));
                acts.push(Action::new(3, Act::AmendVote, lang));
                acts.push(Action::new(4, Act::Recheck, lang));
                acts.push(Action::new(5, Act::Progress, lang));
            }
            Kind::Missing => {
                acts.push(Action::new(1, Act::ToCell, lang));
                if secretary(common) {
                    acts.push(Action::new(2, Act::Reminders, lang));
                    acts.push(Action::new(3, Act::EnterPaper, lang));
                }
            }
            Kind::Reminders => acts.push(Action::new(1, Act::Column, lang)),
            Kind::Obstacles if !secretary(common) => {}
            Kind::Obstacles => {
                acts.push(Action::new(1, Act::Settle, lang));
                if common.stage() == Stage::Review {
                    acts.push(Action::new(2, Act::Finish, lang));
                }
            }
            Kind::Deviations => {
                if secretary(common) {
                    acts.push(Action::new(1, Act::Settle, lang));
                }
                acts.push(Action::new(2, Act::Sheets, lang));
            }
            Kind::Waiting => {
                acts.push(Action::new(1, Act::Look, lang));
                acts.push(Action::new(2, Act::Log, lang));
                acts.push(Action::new(3, Act::Verify, lang));
            }
        }
        acts
    }
}
