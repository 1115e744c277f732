//! Whom a frame concerns: what it changed becomes topics. An expert hears of the own sheets and of what concerns
//! everyone; nothing tells of others' work.
//!
//! A frame may hold the marks of many seats, and as many clients may listen: what it touched is gathered once.

use std::collections::BTreeSet;

use super::view::Topic;
use crate::domain::{Event, Panel, Role, SeatId, Stage, What};

/// What one committed frame touched.
#[derive(Debug, Default)]
pub(super) struct Concern<'a> {
    everyone: bool,
    meeting: bool,
    list: bool,
    /// Whose sheets.
    sheets: BTreeSet<&'a SeatId>,
}

impl<'a> Concern<'a> {
    /// Of these events.
    pub(super) fn of(events: &'a [Event]) -> Self {
        let mut concern = Self::default();
        for event in events {
            concern.add(event);
        }
        concern
    }

    fn add(&mut self, event: &'a Event) {
        match &event.what {
            What::StageChanged { .. }
            | What::Batch { .. }
            | What::Fact(_)
            | What::AmendmentConfirmed { .. }
            | What::Sealed { .. }
            | What::Replaced { .. }
            | What::Withdrawn { .. }
            | What::WithdrawalUndone { .. } => self.everyone = true,
            // Whoever may look at the meeting screen learns from the home view that it is open.
            What::MeetingOpened { .. } | What::MeetingClosed => self.meeting = true,
            What::Entered { seat, .. }
            | What::Signed { seat, .. }
            | What::SetAside { seat, .. }
            | What::AsideUndone { seat, .. }
            | What::Excused { seat, .. }
            | What::Returned { seat, .. }
            | What::ReturnCancelled { seat, .. }
            | What::Confirmed { seat, .. }
            | What::ExplanationEntered { seat, .. } => drop(self.sheets.insert(seat)),
            What::Declared { .. }
            | What::Marked { .. }
            | What::Noted { .. }
            | What::Explained { .. }
            | What::ReturnAsked { .. } => drop(self.sheets.insert(&event.seat)),
            // A backup stands in the log only.
            What::Decided(_)
            | What::SecrecyChecked { .. }
            | What::Dissented { .. }
            | What::BackedUp
            | What::Restored => {
                self.list = true;
            }
        }
    }

    /// What a seat hears of it; `office` seats are those of [`office`].
    pub(super) fn topics(&self, seat: &SeatId, office: bool, stage: Stage) -> impl Iterator<Item = Topic> {
        let work = office && !self.sheets.is_empty();
        let heard = [
            (Topic::Stage, self.everyone || self.meeting),
            (Topic::Own, self.everyone || self.sheets.contains(seat)),
            (Topic::Progress, self.everyone || work),
            (Topic::List, self.everyone || (work && stage >= Stage::Review) || (office && self.list)),
        ];
        heard.into_iter().filter(|(_, heard)| *heard).map(|(topic, _)| topic)
    }
}

/// The seats that hear of others' work.
pub(super) fn office(panel: Option<&Panel>) -> BTreeSet<SeatId> {
    let seats = panel.iter().flat_map(|panel| &panel.seats);
    seats.filter(|seat| seat.role != Role::Expert).map(|seat| seat.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Code, Moment, Route};
    use crate::text::clean_line;

    fn seat(id: &str) -> SeatId {
        SeatId::parse(id).unwrap()
    }

    fn event(id: &str, what: What) -> Event {
        Event { number: 1, at: Moment(0), seat: seat(id), route: Route::Local, what, digest: [0; 32] }
    }

    fn declared(id: &str) -> Event {
        event(id, What::Declared { dossier: Code::parse("W274").unwrap() })
    }

    fn heard(events: &[Event], id: &str, office: bool, stage: Stage) -> Vec<Topic> {
        Concern::of(events).topics(&seat(id), office, stage).collect()
    }

    #[test]
    fn an_expert_hears_of_the_own_sheets_and_never_of_another_s_work() {
        let frame = [declared("E01"), declared("E02"), event("E03", What::Dissented { text: clean_line("异议") })];
        for stage in [Stage::Scoring, Stage::Review, Stage::Final] {
            assert_eq!(heard(&frame, "E01", false, stage), [Topic::Own]);
            assert_eq!(heard(&frame, "E03", false, stage), []);
        }
    }

    #[test]
    fn the_office_hears_of_work_and_from_review_on_of_the_list() {
        let frame = [declared("E01"), declared("E02")];
        assert_eq!(heard(&frame, "S01", true, Stage::Scoring), [Topic::Progress]);
        assert_eq!(heard(&frame, "S01", true, Stage::Review), [Topic::Progress, Topic::List]);
        assert_eq!(heard(&[], "S01", true, Stage::Review), []);
    }

    #[test]
    fn what_concerns_everyone_is_heard_by_everyone() {
        let frame = [event("S01", What::Withdrawn { dossier: Code::parse("W274").unwrap(), reason: clean_line("因") })];
        let all = [Topic::Stage, Topic::Own, Topic::Progress, Topic::List];
        assert_eq!(heard(&frame, "E01", false, Stage::Scoring), all);
        assert_eq!(heard(&frame, "S01", true, Stage::Scoring), all);
        assert_eq!(heard(&[event("S01", What::MeetingClosed)], "E01", false, Stage::Review), [Topic::Stage]);
    }
}
