//! The life of a review (DESIGN §3, §7): commands decided and applied on a small panel, rule by rule.

mod absent;
mod amending;
mod any;
mod final_list;
mod garbage;
mod importing;
mod office;
mod opening;
mod review;
mod sheets;
mod visits;
mod voting;

use chrono::NaiveDate;
use shouxi::domain::{
    Actor, Amended, Aside, Average, Basis, BasisRule, Born, Code, Command, Compare, Event, ExpertsSee, Facts, Half,
    Honour, HonourLevel, HonourReading, How, Item, ItemId, Level, Moment, Panel, Paper, Points, Refusal, Role,
    Rounding, Route, Rules, Scoring, Seat, SeatId, Section, SectionId, SheetState, Stage, State, TallyRules, TieStep,
    Visit, Votes, What, decide, tally::Standing,
};
use shouxi::text::{Clean, clean_line};

/// Items of the form: one section scored as a whole, one by two items; 50 points in all.
const ITEMS: [&str; 3] = ["mastery", "innovation.novelty", "innovation.use"];
/// The office.
const OFFICE: &str = "S01";
/// The other secretary.
const DEPUTY: &str = "S02";
/// The supervisor.
const WATCH: &str = "J01";

fn pts(word: &str) -> Points {
    Points::parse(word).unwrap()
}

fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

fn seat(word: &str) -> SeatId {
    SeatId::parse(word).unwrap()
}

fn item(word: &str) -> ItemId {
    ItemId::parse(word).unwrap()
}

fn section(word: &str) -> SectionId {
    SectionId::parse(word).unwrap()
}

fn why() -> Clean {
    clean_line("理由")
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn rules() -> Rules {
    let item = |id: &str, max| Item { id: item(id), name: clean_line(id), max: Points::whole(max), bands: vec![] };
    let part = |id: &str, whole, items| Section {
        id: section(id),
        name: clean_line(id),
        weight: Points::whole(1),
        items,
        whole,
    };
    Rules {
        title: clean_line("评审"),
        quota: 2,
        as_of: day(2024, 7, 31),
        scoring: Scoring { step: pts("0.5"), basis: BasisRule::OnsiteFirst, deviation: Points::whole(20) },
        tally: TallyRules {
            average: Average::Total,
            drop: 0,
            drop_from: 1,
            min_sheets: 2,
            decimals: 2,
            rounding: Rounding::HalfUp,
            compare: Compare::Published,
            pass: None,
            tie_break: vec![TieStep::Honours, TieStep::Age],
            honours: HonourReading::ByLevel,
            young: 45,
        },
        experts: ExpertsSee::Nothing,
        sections: vec![
            part("mastery", true, vec![item("mastery", 30)]),
            part("innovation", false, vec![item("innovation.novelty", 10), item("innovation.use", 10)]),
        ],
    }
}

fn chair(id: &str, role: Role) -> Seat {
    let blank = Clean::default;
    let (name, employers) = (clean_line(id), vec![]);
    Seat { id: seat(id), role, name, phone: blank(), unix_user: blank(), ssh_key: blank(), employers }
}

/// Experts E01 … En, two secretaries, a supervisor.
fn panel(experts: usize) -> Panel {
    let mut seats: Vec<Seat> = (1..=experts).map(|n| chair(&format!("E{n:02}"), Role::Expert)).collect();
    seats.extend([chair(OFFICE, Role::Secretary), chair(DEPUTY, Role::Secretary), chair(WATCH, Role::Supervisor)]);
    Panel { rules: rules(), seats, visits: vec![], paper: Paper::default(), witness: vec![], digest: [0; 32] }
}

fn visit(dossier: &str, seats: &[&str]) -> Visit {
    Visit { dossier: code(dossier), seats: seats.iter().map(|id| seat(id)).collect(), date: day(2024, 8, 20) }
}

fn dossier(id: &str) -> Facts {
    Facts {
        code: code(id),
        trade: clean_line("焊工"),
        level: Level::Senior,
        field: Clean::default(),
        post: Clean::default(),
        born: Some(Born { date: day(1970, 1, 1), month_only: false }),
        title_year: None,
        confidential: false,
        young: None,
        honours: vec![],
        digest: [0; 32],
    }
}

fn honour(level: HonourLevel) -> Honour {
    Honour { level, title: clean_line("称号"), year: None, count: 1, counted: true }
}

/// A review under way: every command is decided twice (the same answer both times) and then applied.
struct Review {
    state: State,
    events: Vec<Event>,
    clock: i64,
}

#[expect(clippy::needless_pass_by_value, reason = "a command is made where it is given")]
impl Review {
    /// A panel that is open for scoring.
    fn open(panel: Panel, dossiers: Vec<Facts>) -> Self {
        let mut review = Self { state: State::default(), events: vec![], clock: 0 };
        review.ok(OFFICE, Command::Open { panel: Box::new(panel), dossiers, key: None });
        review
    }

    /// Three experts and the dossiers named.
    fn of(codes: &[&str]) -> Self {
        Self::open(panel(3), codes.iter().map(|id| dossier(id)).collect())
    }

    /// … all sheets signed with these totals, E01 first, and scoring closed.
    fn closed(scores: &[(&str, [&str; 3])]) -> Self {
        let mut review = Self::of(&scores.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        for (id, points) in scores {
            for (n, points) in points.iter().enumerate() {
                review.score(&format!("E{:02}", n + 1), id, points);
            }
        }
        review.close();
        review
    }

    fn try_do(&mut self, who: &str, command: &Command) -> Result<Vec<What>, Refusal> {
        let actor = Actor { seat: seat(who), route: Route::Local };
        let decided = decide(&self.state, &actor, command);
        assert_eq!(decided, decide(&self.state, &actor, command), "the same answer to the same question");
        for what in decided.iter().flatten() {
            self.happen(who, what.clone());
        }
        decided
    }

    fn happen(&mut self, who: &str, what: What) {
        self.clock += 1_000;
        let number = self.state.last + 1;
        let digest = [u8::try_from(number % 251).unwrap(); 32];
        let event = Event { number, at: Moment(self.clock), seat: seat(who), route: Route::Local, what, digest };
        self.state.apply(&event).unwrap();
        self.events.push(event);
    }

    /// The command is carried out.
    fn ok(&mut self, who: &str, command: Command) {
        let events = self.try_do(who, &command).unwrap();
        assert!(!events.is_empty(), "nothing was left to do for {command:?}");
    }

    /// A weighty amendment with its vote, confirmed by a second seat.
    fn amended(&mut self, second: &str, amended: Amended, votes: Votes) {
        self.ok(OFFICE, amend_with(amended, votes));
        let number = *self.state.pending.keys().next().unwrap();
        self.ok(second, Command::ConfirmAmendment { number });
    }

    /// The command's effect stands already.
    fn done(&mut self, who: &str, command: Command) {
        assert_eq!(self.try_do(who, &command), Ok(vec![]), "{command:?}");
    }

    /// The command is refused; nothing changes.
    fn no(&mut self, who: &str, command: Command) -> Refusal {
        let before = self.state.clone();
        let refused = self.try_do(who, &command).unwrap_err();
        assert_eq!(before, self.state);
        refused
    }

    fn close(&mut self) {
        self.ok(OFFICE, close());
    }

    /// Declares, marks the first item, gives 0 to the others, signs.
    fn score(&mut self, who: &str, id: &str, points: &str) {
        self.fill(who, id, points);
        self.ok(who, sign(id));
    }

    fn fill(&mut self, who: &str, id: &str, points: &str) {
        if self.state.sheet(&seat(who), &code(id)).declared.is_none() {
            self.ok(who, declare(id));
        }
        for (place, name) in ITEMS.iter().enumerate() {
            self.try_do(who, &mark(id, name, if place == 0 { points } else { "0" })).unwrap();
        }
    }

    fn sheet_state(&self, who: &str, id: &str) -> SheetState {
        self.state.sheet_state(&seat(who), &code(id))
    }

    /// The counted mark of the first item.
    fn counted(&self, who: &str, id: &str) -> Option<Points> {
        if !self.state.counts(&seat(who), &code(id)) {
            return None;
        }
        self.state.sheet(&seat(who), &code(id)).counted.as_ref().and_then(|marks| marks.get(0, Basis::File))
    }

    /// Code, rank and standing, in the list's order.
    fn list(&self) -> Vec<(String, Option<u32>, Standing)> {
        let list = self.state.list().unwrap();
        list.lines.iter().map(|r| (r.line.code.to_string(), r.rank, r.standing)).collect()
    }

    fn standing(&self, id: &str) -> Standing {
        self.state.list().unwrap().line(&code(id)).unwrap().standing
    }

    /// What still stands before a final list.
    fn obstacles(&self) -> Vec<shouxi::domain::Obstacle> {
        decide::obstacles(&self.state).unwrap()
    }
}

fn close() -> Command {
    Command::Close { reason: Clean::default() }
}

fn declare(id: &str) -> Command {
    Command::Declare { dossier: code(id) }
}

fn set(id: &str, name: &str, basis: Basis, points: Option<&str>) -> Command {
    Command::Mark {
        dossier: code(id),
        revision: None,
        item: item(name),
        basis,
        points: points.map(pts),
        note: None,
        how: How::Entered,
    }
}

fn mark(id: &str, name: &str, points: &str) -> Command {
    set(id, name, Basis::File, Some(points))
}

fn sign(id: &str) -> Command {
    Command::Sign { dossiers: vec![code(id)], half: None, revision: None }
}

fn sign_half(id: &str, half: Half) -> Command {
    Command::Sign { dossiers: vec![code(id)], half: Some(half), revision: None }
}

fn recuse(who: &str, id: &str, aside: Aside) -> Command {
    Command::SetAside { seat: seat(who), dossier: code(id), aside, reason: why() }
}

fn undo_recuse(who: &str, id: &str) -> Command {
    Command::UndoAside { seat: seat(who), dossier: code(id), reason: why() }
}

fn excuse(who: &str, id: Option<&str>) -> Command {
    Command::Excuse { seat: seat(who), dossier: id.map(code), reason: why() }
}

fn replace(old: &str, new: &str) -> Command {
    Command::Replace { old: seat(old), new: seat(new), reason: why() }
}

fn give_back(who: &str, id: &str, of: Option<&str>) -> Command {
    Command::Return { seat: seat(who), dossier: code(id), section: of.map(section), reason: why() }
}

fn cancel(who: &str, id: &str) -> Command {
    Command::CancelReturn { seat: seat(who), dossier: code(id), reason: why() }
}

fn explain(id: &str, of: &str) -> Command {
    Command::Explain { dossier: code(id), section: section(of), reason: why() }
}

fn withdraw(id: &str) -> Command {
    Command::Withdraw { dossier: code(id), reason: why() }
}

fn undo_withdraw(id: &str) -> Command {
    Command::UndoWithdraw { dossier: code(id), reason: why() }
}

fn votes(in_favour: u32, against: u32, abstaining: u32, voters: &[&str]) -> Votes {
    Votes { in_favour, against, abstaining, voters: voters.iter().map(|id| seat(id)).collect() }
}

/// Three experts, all in favour.
fn all_three() -> Votes {
    votes(3, 0, 0, &["E01", "E02", "E03"])
}

fn vote(codes: &[&str], none: bool, votes: Votes) -> Command {
    Command::Decide { codes: codes.iter().map(|id| code(id)).collect(), none, votes, note: why() }
}

fn confirm(who: &str, id: &str) -> Command {
    Command::ConfirmSheet { seat: seat(who), dossier: code(id) }
}

fn amend(amended: Amended) -> Command {
    Command::Amend { amended, reason: why(), votes: None }
}

fn amend_with(amended: Amended, votes: Votes) -> Command {
    Command::Amend { amended, reason: why(), votes: Some(votes) }
}

fn stage(now: Stage, needs: &'static [Stage]) -> Refusal {
    Refusal::Stage { now, needs }
}
