//! 议决: the panel's vote on a tied group, on an incomplete dossier, on a place left empty, on an amendment. The order
//! is made by picking the members one after another; the secretary types the counts and says who voted.

use super::ballot::{Ballot, Matter};
use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{Ask, ListView, SeatCard, Topic, View};
use crate::domain::tally::Ranked;
use crate::domain::{Aside, Code, Command, SeatId, Votes};
use crate::tui::app::parts::{Action, Actions, Bench, Press, to_acts};
use crate::tui::app::screens::{Question, Writing};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame, hints, office as words};

/// Votes of a kind at most; there are never more seats.
const VOTES_MAX: u32 = 999;

/// A row of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A member of the group, by place.
    Member(usize),
    /// 0 for, 1 against, 2 abstaining.
    Count(usize),
    /// A seat, by place.
    Voter(usize),
    /// The note.
    Note,
}

/// The form.
#[derive(Debug)]
pub struct Decide {
    /// What is filled in.
    pub ballot: Ballot,
    /// The list, for what is known of the members.
    pub list: Option<ListView>,
    /// Experts, replaced ones left out.
    pub seats: Vec<SeatCard>,
    /// Cursor and acts.
    pub bench: Bench,
    queries: (Option<u64>, Option<u64>),
    refused: bool,
    sent: Option<u64>,
    asked: Option<Asked>,
}

/// What a popup was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Note,
    Sure,
}

/// A count as it stands in the form.
pub fn count_text(count: Option<u32>) -> String {
    count.map_or_else(|| "_".to_owned(), |count| count.to_string())
}

impl Decide {
    /// On this matter.
    pub fn new(matter: Matter) -> Self {
        Self {
            ballot: Ballot::empty(matter),
            list: None,
            seats: Vec::new(),
            bench: Bench::default(),
            queries: (None, None),
            refused: false,
            sent: None,
            asked: None,
        }
    }

    /// Codes voted on.
    pub fn codes(&self) -> &[Code] {
        match &self.ballot.matter {
            Matter::Tie { codes, .. } => codes,
            Matter::Incomplete(code) | Matter::Fill(code) => std::slice::from_ref(code),
            Matter::Amend(_) => &[],
        }
    }

    /// The rows of the form.
    pub fn places(&self) -> Vec<Place> {
        let members = (0..self.codes().len()).map(Place::Member);
        let counts = (0..3).map(Place::Count);
        let voters = (0..self.seats.len()).map(Place::Voter);
        members.chain(counts).chain(voters).chain([Place::Note]).collect()
    }

    /// What the list knows of a member.
    pub fn member(&self, code: &Code) -> Option<&Ranked> {
        self.list.as_ref()?.list.line(code)
    }

    /// Which member a seat is recused on, if it is.
    pub fn recused_on(&self, seat: &SeatId) -> Option<&Code> {
        let asides = self.list.as_ref()?.asides.iter();
        let recused = asides.filter(|(.., aside)| matches!(aside, Aside::Conflict | Aside::Recognised));
        recused.filter(|(code, whose, _)| whose == seat && self.codes().contains(code)).map(|(code, ..)| code).next()
    }

    /// Whether a seat counts as having voted.
    pub fn votes(&self, seat: &SeatId) -> bool {
        self.recused_on(seat).is_none() && !self.ballot.away.contains(seat)
    }

    /// Seats that voted.
    pub fn voters(&self) -> Vec<SeatId> {
        self.seats.iter().filter(|seat| self.votes(&seat.id)).map(|seat| seat.id.clone()).collect()
    }

    fn place(&self) -> Option<Place> {
        self.places().get(self.bench.rows.at).copied()
    }

    fn is_ordered(&self) -> bool {
        matches!(self.ballot.matter, Matter::Tie { .. })
    }

    fn query(&mut self, common: &mut Common) {
        self.queries = (Some(common.ask(Ask::List)), Some(common.ask(Ask::Progress)));
    }

    /// Enter or space on a row.
    fn press(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        match self.place() {
            Some(Place::Member(at)) if self.is_ordered() => {
                let Some(code) = self.codes().get(at).cloned() else { return Step::Stay };
                self.ballot.none = false;
                match self.ballot.order.iter().position(|other| *other == code) {
                    // Taken out again, with all picked after it: places behind it would not be theirs any more.
                    Some(place) => self.ballot.order.truncate(place),
                    None => self.ballot.order.push(code),
                }
                let rest: Vec<Code> =
                    self.codes().iter().filter(|code| !self.ballot.order.contains(code)).cloned().collect();
                if let [last] = rest.as_slice()
                    && !self.ballot.order.is_empty()
                {
                    self.ballot.order.push(last.clone());
                }
                Step::Stay
            }
            Some(Place::Count(_) | Place::Member(_)) => {
                self.bench.rows.key(Key::Down);
                Step::Stay
            }
            Some(Place::Voter(at)) => {
                let Some(seat) = self.seats.get(at).map(|seat| seat.id.clone()) else { return Step::Stay };
                if let Some(code) = self.recused_on(&seat) {
                    common.say(Tone::Warn, words::voter_recused(lang, &seat, code));
                } else if let Some(place) = self.ballot.away.iter().position(|other| *other == seat) {
                    self.ballot.away.remove(place);
                } else {
                    self.ballot.away.push(seat);
                }
                Step::Stay
            }
            Some(Place::Note) => self.write_note(lang),
            None => Step::Stay,
        }
    }

    fn write_note(&mut self, lang: crate::words::Lang) -> Step {
        self.asked = Some(Asked::Note);
        Step::push(Writing::note(words::vote_note(lang), &self.ballot.note))
    }

    fn type_count(&mut self, key: Key) -> bool {
        let Some(Place::Count(at)) = self.place() else { return false };
        let Some(count) = self.ballot.counts.get_mut(at) else { return false };
        match key {
            Key::Char(typed) => {
                let Some(digit) = typed.to_digit(10) else { return false };
                let next = count.unwrap_or(0) * 10 + digit;
                if next <= VOTES_MAX {
                    *count = Some(next);
                }
                true
            }
            Key::Backspace => {
                *count = count.map(|count| count / 10).filter(|count| *count > 0);
                true
            }
            _ => false,
        }
    }

    /// The vote as typed; a count not typed is 0 once any is.
    fn cast(&self) -> Votes {
        let [in_favour, against, abstaining] = self.ballot.counts.map(|count| count.unwrap_or(0));
        Votes { in_favour, against, abstaining, voters: self.voters() }
    }

    /// Why it cannot be recorded yet.
    fn lacking(&self, common: &Common) -> Option<String> {
        let lang = common.lang;
        if self.is_ordered() && !self.ballot.none && self.ballot.order.len() < self.codes().len() {
            return Some(words::order_lacking(lang, self.codes().len() - self.ballot.order.len()));
        }
        if self.ballot.counts.iter().all(Option::is_none) {
            return Some(words::counts_lacking(lang).to_owned());
        }
        if self.ballot.note.is_empty() {
            return Some(words::note_lacking(lang).to_owned());
        }
        let votes = self.cast();
        let cast = votes.in_favour.saturating_add(votes.against).saturating_add(votes.abstaining);
        let named = u32::try_from(votes.voters.len()).unwrap_or(u32::MAX);
        if named != cast {
            return Some(words::votes_differ(lang, named, cast));
        }
        (u64::from(votes.in_favour) * 2 <= u64::from(cast)).then(|| words::no_majority(lang, votes.in_favour, cast))
    }

    fn record(&mut self, common: &mut Common) -> Step {
        if let Some(lacking) = self.lacking(common) {
            common.say(Tone::Warn, lacking);
            return Step::Stay;
        }
        let lang = common.lang;
        self.asked = Some(Asked::Sure);
        let order = (!self.ballot.none).then_some(self.ballot.order.as_slice()).filter(|order| !order.is_empty());
        let text = words::decide_question(lang, self.codes(), order, self.ballot.none, &self.cast());
        Step::push(Question::asking(text, &[(9, Act::Record.name(lang))], words::look_again(lang)))
    }

    fn send(&mut self, common: &mut Common) {
        let (votes, note) = (self.cast(), self.ballot.note.clone());
        if let Matter::Amend(file) = &self.ballot.matter {
            let file = file.clone();
            let request = Request::Amend { file, reason: note, votes: Some(votes) };
            self.sent = Some(common.send(request));
            return;
        }
        let codes = match &self.ballot.matter {
            Matter::Tie { .. } if !self.ballot.none => self.ballot.order.clone(),
            _ => self.codes().to_vec(),
        };
        self.sent = Some(common.act(Command::Decide { codes, none: self.ballot.none, votes, note }));
    }
}

impl Page for Decide {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
        let same = |kept: &mut Ballot| kept.matter == self.ballot.matter;
        if self.ballot.is_empty()
            && let Some(kept) = common.ballot.take_if(same)
        {
            self.ballot = kept;
            common.say(Tone::Plain, words::ballot_kept(common.lang));
        }
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        if !self.bench.actions.has_keys() && self.type_count(key) {
            return Step::Stay;
        }
        if !self.bench.actions.has_keys() && key == Key::Char(' ') {
            return self.press(common);
        }
        let step = match self.bench.key(common, key, std::iter::empty()) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.press(common),
            Press::Key(Key::Esc) => {
                if !self.ballot.is_empty() {
                    common.ballot = Some(self.ballot.clone());
                }
                Step::Up(Outcome::Declined)
            }
            Press::Key(_) | Press::Taken => Step::Stay,
        };
        self.bench.jump.clear();
        step
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        match (self.asked.take(), outcome) {
            (Some(Asked::Note), Outcome::Text(note)) => self.ballot.note = note,
            (Some(Asked::Sure), Outcome::Chosen(9)) => self.send(common),
            _ => {}
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.sent == Some(id) {
            self.sent = None;
            return match result {
                Ok(Answer::Done(done)) => {
                    common.say(Tone::Good, words::decided(common.lang, done.pending));
                    Step::Up(Outcome::Done)
                }
                Ok(_) => Step::Stay,
                Err(failure) => {
                    common.say_failure(&failure);
                    Step::Stay
                }
            };
        }
        if self.queries.0 == Some(id) {
            match result {
                Ok(Answer::View(View::List(list))) => self.list = Some(*list),
                Ok(_) => {}
                Err(failure) => {
                    self.refused = true;
                    common.say_failure(&failure);
                }
            }
        } else if self.queries.1 == Some(id)
            && let Ok(Answer::View(View::Progress(progress))) = result
        {
            self.seats = progress.seats.into_iter().filter(|seat| seat.replaced.is_none()).collect();
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if topic != Topic::Own {
            self.query(common);
        }
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        let mut acts = Vec::new();
        if self.is_ordered() {
            acts.push(Action::labelled(
                1,
                Act::Places,
                if self.ballot.none { words::act_order(lang) } else { words::act_none(lang) },
            ));
        }
        acts.push(Action::new(2, Act::VoteNote, lang));
        acts.push(Action::new(3, Act::Record, lang));
        acts.push(Action::new(4, Act::AllVoted, lang));
        if self.is_ordered() {
            acts.push(Action::new(5, Act::Meeting, lang));
        }
        let body = self.bench.fit(common, acts, 0).body;
        // Three rows of head, a title over counts and one over voters.
        self.bench.rows.fit(self.places().len(), usize::from(body.height.saturating_sub(5)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        (self.list.is_none() && !self.refused) || self.sent.is_some()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Places => {
                self.ballot.none = !self.ballot.none;
                if self.ballot.none {
                    self.ballot.order.clear();
                }
                Step::Stay
            }
            Act::VoteNote => self.write_note(common.lang),
            Act::Record => self.record(common),
            Act::AllVoted => {
                self.ballot.away.clear();
                Step::Stay
            }
            Act::Meeting if self.is_ordered() => Step::push(super::Meeting::open(self.codes().to_vec())),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let table = vec![
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)).hint(2, hints::row(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            Way::new(&[Act::Type, Act::Erase], words::help_counts(lang)).hint(1, hints::votes(lang)),
            Way::new(&[Act::Enter], words::help_vote(lang)).hint(1, hints::vote(lang)).brief(hints::vote_short(lang)),
            to_acts(lang),
            Way::new(&[Act::Back], frame::esc_up(lang)).hint(Hint::STAYS, hints::back(lang)),
        ];
        self.bench.ways(lang, table)
    }
}
