//! For tests: a small hall that answers at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::panel::{AT, code, desk, home, points, rules};
use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{
    Ask, DeskView, Done, Draft, Found, FoundView, Hit, Home, LadderRow, LadderView, OwnSheet, SheetView, Step, View,
    Where,
};
use crate::domain::{
    Aside, Basis, Code, Command, Half, How, Points, Ratio, Refusal, SeatId, SectionId, SheetState, heights, spread,
};
use crate::text::{Clean, clean};

/// A hall with one seat and a few dossiers. It applies what the screens send, without the rules' refusals but signing.
pub(crate) struct Hall {
    pub(crate) home: Home,
    pub(crate) order: Vec<Code>,
    pub(crate) sheets: BTreeMap<Code, DeskView>,
    /// Every request, in order.
    pub(crate) log: Vec<Request>,
    /// The next write fails with this.
    pub(crate) fail: Option<Failure>,
    history: BTreeMap<Code, Vec<Step>>,
}

impl Hall {
    pub(super) fn new() -> Self {
        let sheets = [("W274", "数控车工"), ("W325", "焊工"), ("W358", "船体装配工"), ("W429", "钳工")];
        let order = sheets.iter().map(|(word, _)| code(word)).collect();
        let sheets = sheets.into_iter().map(|(word, trade)| (code(word), desk(word, trade))).collect();
        Self { home: home(), order, sheets, log: Vec::new(), fail: None, history: BTreeMap::new() }
    }

    /// One more dossier.
    pub(crate) fn add(&mut self, word: &str, trade: &str) {
        self.order.push(code(word));
        self.sheets.insert(code(word), desk(word, trade));
    }

    pub(crate) fn sheet(&mut self, word: &str) -> &mut DeskView {
        self.sheets.get_mut(&code(word)).unwrap()
    }

    pub(crate) fn own(&mut self, word: &str) -> &mut OwnSheet {
        self.sheet(word).row.own.as_mut().unwrap()
    }

    /// Declares a dossier and sets marks on file, by place.
    pub(crate) fn marked(&mut self, word: &str, marks: &[(usize, &str)]) {
        let sheet = self.sheet(word);
        for (place, mark) in marks {
            sheet.marks.set(*place, Basis::File, Some(points(mark)));
        }
        sheet.row.own.as_mut().unwrap().declared = true;
        self.settle(&code(word));
    }

    pub(crate) fn mark(&self, word: &str, place: usize, basis: Basis) -> Option<String> {
        self.sheets[&code(word)].marks.get(place, basis).map(|points| points.to_string())
    }

    /// An on-site mark.
    pub(crate) fn marked_onsite(&mut self, word: &str, place: usize, mark: &str) {
        self.sheet(word).marks.set(place, Basis::Onsite, Some(points(mark)));
        self.settle(&code(word));
    }

    fn settle(&mut self, which: &Code) {
        let sheet = self.sheets.get_mut(which).unwrap();
        let marks = &sheet.marks;
        let own = sheet.row.own.as_mut().unwrap();
        own.missing = u32::try_from(marks.missing().count()).unwrap();
        own.marked =
            Basis::ALL.map(|basis| u32::try_from((0..7).filter(|at| marks.get(*at, basis).is_some()).count()).unwrap());
        own.drafts = u32::try_from(sheet.drafts.len()).unwrap();
        let units: i64 = (0..7)
            .filter_map(|at| marks.get(at, Basis::Onsite).or(marks.get(at, Basis::File)))
            .map(Points::units)
            .sum();
        own.total = Ratio::new(i128::from(units), i128::from(Points::SCALE)).ok();
        own.ready = own.missing == 0 && own.signed == [false; 2];
        if matches!(own.state, SheetState::Unopened | SheetState::Declared | SheetState::Drafting) {
            own.state = match (marks.is_blank(), own.declared) {
                (false, _) => SheetState::Drafting,
                (true, true) => SheetState::Declared,
                (true, false) => SheetState::Unopened,
            };
        }
        let steps = self.history.entry(which.clone()).or_default();
        sheet.undo = steps.last().map(|step| Step { from: step.to, to: step.from, ..step.clone() });
    }

    pub(super) fn answer(&mut self, request: Request) -> (Result<Answer, Failure>, bool) {
        self.log.push(request.clone());
        let view = |view| (Ok(Answer::View(view)), false);
        match request {
            Request::Ask(Ask::Home) => view(View::Home(Box::new(self.home.clone()))),
            Request::Ask(Ask::Dossiers) => {
                view(View::Dossiers(self.order.iter().map(|code| self.sheets[code].row.clone()).collect()))
            }
            Request::Ask(Ask::Find { words, from }) => view(View::Found(Box::new(self.find(&words, from.as_ref())))),
            Request::Ask(Ask::Ladder) => view(View::Ladder(Box::new(self.ladder()))),
            Request::Ask(Ask::Desk(code)) => view(View::Desk(Box::new(self.sheets[&code].clone()))),
            Request::Ask(Ask::Transcribed(seat, dossier)) => view(View::Sheets(vec![SheetView {
                seat: seat.clone(),
                dossier: dossier.clone(),
                state: SheetState::Signed,
                marks: Some(Arc::new(self.sheets[&dossier].marks.clone())),
                total: None,
                reason: Clean::default(),
                explained: Vec::new(),
                transcribed: Some((SeatId::parse("S1").unwrap(), None)),
                changed_after_visit: Vec::new(),
                flagged: Vec::new(),
            }])),
            Request::Keep(draft) => {
                self.keep(draft);
                (Ok(Answer::Kept), false)
            }
            Request::At(place) => {
                self.home.place = Some(place);
                (Ok(Answer::Kept), false)
            }
            Request::Show(display) => {
                self.home.display = display;
                (Ok(Answer::Kept), false)
            }
            Request::Promise => {
                self.home.promised = true;
                (Ok(Answer::Kept), false)
            }
            Request::Do(command) => match self.fail.take() {
                Some(failure) => (Err(failure), false),
                None => (self.command(*command), true),
            },
            Request::Ask(_) | Request::Open { .. } | Request::Amend { .. } | Request::Restore { .. } => {
                (Err(Refusal::Hidden.into()), false)
            }
        }
    }

    /// Two declared dossiers a piece, sections alone.
    fn find(&self, words: &[Clean], from: Option<&Code>) -> FoundView {
        let mut declared = self.sheets.iter().filter(|(code, sheet)| {
            from.is_none_or(|from| *code >= from) && sheet.row.own.as_ref().is_some_and(|own| own.declared)
        });
        let piece: Vec<_> = declared.by_ref().take(2).collect();
        let hit = |text: &(SectionId, Clean), word: &str| {
            let (before, after) = text.1.split_once(word)?;
            let place = Where::Section(text.0.clone());
            Some(Hit { word: 0, place, before: clean(before), found: clean(word), after: clean(after) })
        };
        let found = piece.into_iter().filter_map(|(code, sheet)| {
            let hits: Vec<Hit> = words
                .iter()
                .zip(0..)
                .filter_map(|(word, at)| {
                    let hit = sheet.texts.as_ref()?.sections.iter().find_map(|text| hit(text, word))?;
                    Some(Hit { word: at, ..hit })
                })
                .collect();
            (!hits.is_empty()).then(|| Found { code: code.clone(), hits })
        });
        let found = found.collect();
        FoundView { found, next: declared.next().map(|(code, _)| code.clone()) }
    }

    fn ladder(&self) -> LadderView {
        let rules = rules();
        let rows = self.sheets.values().map(|sheet| LadderRow {
            row: sheet.row.clone(),
            sections: heights(&rules, &sheet.marks).unwrap().sections,
        });
        LadderView { rows: rows.collect(), spread: spread(&rules, self.sheets.values().map(|sheet| &sheet.marks)) }
    }

    fn keep(&mut self, draft: Draft) {
        let which = draft.dossier.clone();
        let sheet = self.sheets.get_mut(&which).unwrap();
        sheet.drafts.retain(|kept| (&kept.cell, kept.note) != (&draft.cell, draft.note));
        if !draft.text.is_empty() {
            sheet.drafts.push(draft);
        }
        self.settle(&which);
    }

    fn command(&mut self, command: Command) -> Result<Answer, Failure> {
        let (mut receipts, mut events) = (Vec::new(), 1);
        match command {
            Command::Declare { dossier } => {
                self.own(dossier.as_str()).declared = true;
                self.settle(&dossier);
            }
            Command::Mark { dossier, item, basis, points, note, how, revision } => {
                let (place, ..) = rules().item(&item).map(|(place, section, _)| (place, section.whole)).unwrap();
                let stands = self.sheet(dossier.as_str()).marks.get(place, basis) == points && note.is_none();
                events = u32::from(!stands);
                let now = self.own(dossier.as_str()).revision;
                if let Some(seen) = revision.filter(|seen| !stands && *seen < now) {
                    return Err(Refusal::Stale { dossier, seen, now }.into());
                }
                let sheet = self.sheets.get_mut(&dossier).unwrap();
                let from = sheet.marks.get(place, basis);
                sheet.marks.set(place, basis, points);
                if let Some(note) = note {
                    sheet.marks.notes.insert((place, basis), note);
                }
                let steps = self.history.entry(dossier.clone()).or_default();
                match how {
                    How::Undone => sheet.redo = steps.pop(),
                    How::Entered | How::Redone => {
                        steps.push(Step { item, basis, from, to: points, at: AT });
                        sheet.redo = None;
                    }
                }
                self.own(dossier.as_str()).revision += u64::from(events);
                self.settle(&dossier);
            }
            Command::Note { dossier, note, .. } => self.sheet(dossier.as_str()).marks.note = note,
            Command::Sign { dossiers, half, .. } => {
                for dossier in dossiers {
                    let own = self.own(dossier.as_str());
                    match half {
                        Some(Half::Onsite) => own.signed[1] = true,
                        _ => own.signed[0] = true,
                    }
                    let halves = vec![half.unwrap_or(Half::File)];
                    if own.visit.is_none() || own.signed == [true; 2] {
                        own.state = SheetState::Signed;
                    }
                    own.ready = false;
                    receipts.push((dossier, halves, clean("9f86d081884c7d65")));
                }
            }
            Command::SignAll => {
                for code in self.order.clone() {
                    let own = self.own(code.as_str());
                    if own.ready {
                        own.signed[0] = true;
                        own.ready = false;
                        own.state = SheetState::Signed;
                        receipts.push((code, vec![Half::File], clean("9f86d081884c7d65")));
                    }
                }
            }
            Command::SetAside { dossier, aside, .. } => self.own(dossier.as_str()).state = SheetState::Aside(aside),
            Command::AskReturn { dossier, .. } => self.own(dossier.as_str()).asked_return = true,
            Command::Explain { dossier, section, reason } => {
                self.sheet(dossier.as_str()).explained.push((section, reason));
            }
            Command::ConfirmSheet { dossier, .. } => {
                self.own(dossier.as_str()).unconfirmed = false;
                self.home.to_confirm.clear();
            }
            other => panic!("the practice hall does not know {other:?}"),
        }
        let done = Done { events, at: AT, receipts, pending: None, drafting: Vec::new(), stage_head: None };
        Ok(Answer::Done(done))
    }
}

/// An expert who has marked most of it: a tie, an on-site mark, begun and untouched ones.
pub(crate) fn calibrated(hall: &mut Hall) {
    for (word, trade) in
        [("W537", "电工"), ("W683", "模具工"), ("W725", "铸造工"), ("W846", "汽车维修工"), ("W962", "焊工")]
    {
        hall.add(word, trade);
    }
    for (word, marks) in [
        ("W274", ["27.5", "8", "6.5", "4", "3", "17", "16"]),
        ("W325", ["20", "8", "7", "4", "3", "15", "12"]),
        ("W358", ["28", "9", "9", "4.5", "4", "18", "17.5"]),
        ("W537", ["22.5", "7", "6.5", "3", "3", "14", "13"]),
        ("W683", ["24", "7", "7", "3", "3", "12", "13"]),
        ("W962", ["12", "4", "3", "1", "0", "8", "9"]),
    ] {
        hall.marked(word, &(0..).zip(marks).collect::<Vec<_>>());
    }
    hall.marked_onsite("W358", 0, "24");
    let signed = hall.own("W358");
    (signed.state, signed.signed, signed.ready) = (SheetState::Signed, [true, false], false);
    hall.marked("W429", &[(0, "21"), (1, "6")]);
    hall.own("W725").state = SheetState::Aside(Aside::Conflict);
}
