//! Things to be settled one by one, with what is said about the one under the cursor below the list: findings of the
//! folder, what is still missing, what keeps the list from being final, deviations, what waits for a second seat.

use super::bench::{Press, table_ways};
use super::errand::{Errand, Work};
use super::{About, Bench, Decide, Journal, Matrix, Matter, Reading, Sheets, Source, Story, Verify};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, FolderView, ListView, Progress, Topic, View};
use crate::domain::tally::{Flag, Standing};
use crate::domain::{Amended, Code, Obstacle, Role, SeatId, SectionId, Severity, Stage};
use crate::text::{Clean, clean_line};
use crate::tui::app::parts::{Action, Actions, Pager};
use crate::tui::app::screens::Seats;
use crate::tui::app::{Common, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words;
use crate::words::screens::office as fixed;

use super::matrix::glance;

/// Rows of what is said about the line with the cursor, its rule included.
pub const DETAIL_ROWS: u16 = 6;
/// Rows above the list: what this is about.
const HEAD_ROWS: u16 = 2;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 准备: findings of the folder; after opening also files changed since.
    Files,
    /// 还差什么, by seat.
    Missing,
    /// 定案: what stands between.
    Obstacles,
    /// 分差过大.
    Deviations,
    /// 代录核对 and 更正确认.
    Waiting,
}

/// What Enter leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing more than what is said below.
    Nothing,
    /// The seat's column in the matrix.
    Seat(SeatId),
    /// A missing or returned sheet.
    Sheet(SeatId, Code, bool),
    /// A section far from the others.
    Section(SeatId, Code, SectionId),
    /// The panel's vote.
    Vote(Matter),
    /// 保密审查.
    Secrecy(Code),
    /// An amendment, with what it changes.
    Amendment(u64, String),
    /// A sheet from paper.
    Paper(SeatId, Code),
    /// A file changed after opening.
    File(Clean),
    /// The list of what waits for a second seat.
    Waiting,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Code, seat or place: the first column, and what digits find.
    pub lead: String,
    /// What it is, in one line.
    pub text: String,
    /// All of it, below the list.
    pub detail: String,
    /// Worth more than a look.
    pub grave: bool,
    /// Enter.
    pub target: Target,
}

/// The list.
#[derive(Debug)]
pub struct Queue {
    /// Which.
    pub kind: Kind,
    /// Its lines.
    pub rows: Vec<QueueRow>,
    /// What is said above it.
    pub head: String,
    /// Cursor and acts.
    pub bench: Bench,
    /// What is said below it, wrapped.
    pub detail: Pager,
    /// The first answer came.
    pub loaded: bool,
    list: Option<ListView>,
    folder: Option<FolderView>,
    query: Option<u64>,
    home: Option<u64>,
    /// Something changed since it was asked.
    stale: bool,
    shown: u64,
    /// The table it belongs to lies below.
    over: bool,
    work: Work,
}

impl Queue {
    /// Of this kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            rows: Vec::new(),
            head: String::new(),
            bench: Bench::default(),
            detail: Pager::default(),
            loaded: false,
            list: None,
            folder: None,
            query: None,
            home: None,
            stale: false,
            shown: 0,
            over: false,
            work: Work::default(),
        }
    }

    /// Of this kind, over the matrix.
    pub(super) fn over(kind: Kind) -> Self {
        Self { over: true, ..Self::new(kind) }
    }

    /// What is said about the line with the cursor.
    pub fn detail_text(&self) -> &str {
        self.rows.get(self.bench.rows.at).map_or("", |row| row.detail.as_str())
    }

    fn query(&mut self, common: &mut Common) {
        let ask = match self.kind {
            Kind::Files => Ask::Folder,
            Kind::Missing => Ask::Progress,
            Kind::Obstacles | Kind::Deviations => Ask::List,
            Kind::Waiting => {
                // What waits stands in the home view, which is asked for with every change.
                self.waiting(common);
                return;
            }
        };
        self.query = Some(common.ask(ask));
        if self.kind == Kind::Files && common.stage() == Stage::Setup {
            // Before opening the rules are what the file says, and that is what is being corrected.
            self.home = Some(common.ask(Ask::Home));
        }
    }

    fn take(&mut self, rows: Vec<QueueRow>, head: String) {
        let before = self.rows.get(self.bench.rows.at).map(|row| row.target.clone());
        self.rows = rows;
        self.head = head;
        self.loaded = true;
        self.shown += 1;
        self.bench.rows.fit(self.rows.len(), usize::MAX);
        let same = before.filter(|target| *target != Target::Nothing);
        if let Some(at) = same.and_then(|target| self.rows.iter().position(|row| row.target == target)) {
            self.bench.rows.go(at);
        }
    }

    // --- what the lines are made of

    fn files(&mut self, common: &Common, folder: FolderView) {
        let lang = common.lang;
        let opened = common.stage() != Stage::Setup;
        let mut rows: Vec<QueueRow> = Vec::new();
        for (file, line) in &folder.changed {
            let text = fixed::file_changed(lang, file, *line);
            let target = Target::File(file.clone());
            rows.push(QueueRow { lead: file.to_string(), text: text.clone(), detail: text, grave: true, target });
        }
        let mut findings: Vec<_> = folder.findings.iter().collect();
        findings.sort_by(|a, b| a.what.severity().cmp(&b.what.severity()).then_with(|| a.place.cmp(&b.place)));
        for finding in findings {
            let grave = finding.what.severity() == Severity::Error;
            let (what, next) = words::finding(lang, &finding.what);
            let place = words::place(&finding.place);
            let kind = words::severity(lang, finding.what.severity());
            let detail = format!("{place}\n{what}\n{next}");
            rows.push(QueueRow {
                lead: place,
                text: format!("{kind}  {what}"),
                detail,
                grave,
                target: Target::Nothing,
            });
        }
        let errors = folder.findings.iter().filter(|one| one.what.severity() == Severity::Error).count();
        let seats = common.home.as_ref().and_then(|home| home.panel.as_ref());
        let offices = seats.map(|panel| [Role::Secretary, Role::Supervisor].map(|role| panel.seats_of(role).count()));
        let counted = fixed::counted(lang, folder.dossiers, folder.experts, offices, common.rules());
        let summary = if opened {
            fixed::opened_already(lang).to_owned()
        } else {
            words::summary(lang, errors, folder.findings.len() - errors)
        };
        self.take(rows, format!("{counted}\n{summary}"));
        self.folder = Some(folder);
    }

    fn missing(&mut self, common: &Common, progress: &Progress) {
        let lang = common.lang;
        let mut rows = Vec::new();
        for (column, seat) in progress.seats.iter().enumerate() {
            let Some((_, open, acted)) = progress.open.iter().find(|(id, ..)| *id == seat.id) else { continue };
            let due = |row: &&crate::desk::view::ProgressRow| {
                !row.withdrawn && row.cells.get(column).is_some_and(|cell| is_due(cell.state))
            };
            let each: Vec<String> = progress
                .rows
                .iter()
                .filter(due)
                .filter_map(|row| {
                    let cell = row.cells.get(column)?;
                    Some(format!("{} {}", row.code, words::sign_word(lang, glance(cell))))
                })
                .collect();
            let detail = fixed::missing_detail(lang, (&seat.id, &seat.name), &seat.phone, *acted, &each);
            let text = fixed::missing_line(lang, &seat.phone, *open, *acted, &each);
            let target = Target::Seat(seat.id.clone());
            rows.push(QueueRow { lead: format!("{} {}", seat.id, seat.name), text, detail, grave: !acted, target });
        }
        let head = fixed::missing_head(lang, progress.signed, progress.due, rows.len());
        self.take(rows, head);
    }

    fn obstacles(&mut self, common: &Common, list: &ListView) {
        let lang = common.lang;
        let rows = list.obstacles.iter().map(|obstacle| {
            let text = obstacle_text(common, list, obstacle);
            let target = target_of(obstacle);
            let (lead, next) = (lead_of(obstacle), fixed::obstacle_next(lang, obstacle));
            QueueRow { lead, detail: format!("{text}\n{next}"), text, grave: true, target }
        });
        let rows: Vec<QueueRow> = rows.collect();
        let selected = selected(list);
        let head = fixed::obstacles_head(lang, list.stage, rows.len(), selected, list.quota, list.unconfirmed.len());
        self.take(rows, head);
    }

    fn deviations(&mut self, common: &Common, list: &ListView) {
        let lang = common.lang;
        let Some(rules) = common.rules() else { return };
        let open = |flag: &Flag| {
            let same = |obstacle: &Obstacle| {
                *obstacle == Obstacle::Deviation(flag.seat.clone(), flag.dossier.clone(), flag.section.clone())
            };
            list.obstacles.iter().any(same)
        };
        let rows = list.flags.iter().map(|flag| {
            let text = words::tally::flag(lang, rules, flag);
            let grave = open(flag);
            let line = format!("{}  {text}", fixed::explained(lang, !grave));
            let target = Target::Section(flag.seat.clone(), flag.dossier.clone(), flag.section.clone());
            let detail = format!("{text}\n{}", fixed::deviation_next(lang, !grave));
            QueueRow { lead: flag.dossier.to_string(), text: line, detail, grave, target }
        });
        let rows: Vec<QueueRow> = rows.collect();
        let unsettled = rows.iter().filter(|row| row.grave).count();
        let head = fixed::deviations_head(lang, rules.scoring.deviation, rows.len(), unsettled);
        self.take(rows, head);
    }

    fn waiting(&mut self, common: &Common) {
        let lang = common.lang;
        let Some(home) = &common.home else { return };
        let mut rows = Vec::new();
        for (seat, code) in &home.to_confirm {
            let text = fixed::paper_line(lang, seat, code);
            let target = Target::Paper(seat.clone(), code.clone());
            let detail = format!("{text}\n{}", fixed::paper_next(lang));
            rows.push(QueueRow { lead: format!("{code} {seat}"), text, detail, grave: false, target });
        }
        for (number, pending) in &home.pending {
            let what = fixed::amended(lang, home.panel.as_deref(), &pending.amended);
            let text = fixed::amendment_line(lang, *number, &pending.by, &pending.reason);
            let votes = pending.votes.as_ref().map(|votes| fixed::votes_line(lang, votes)).unwrap_or_default();
            let detail = format!("{text}\n{what}\n{votes}");
            let own = common.seat() == Some(&pending.by);
            let target =
                if own { Target::Nothing } else { Target::Amendment(*number, format!("{text}\n{what}\n{votes}")) };
            let lead = match &pending.amended {
                Amended::Dossier(facts) => format!("#{number} {}", facts.code),
                Amended::Panel(_) => format!("#{number} panel.toml"),
            };
            let detail = if own { format!("{detail}\n{}", fixed::own_amendment(lang)) } else { detail };
            rows.push(QueueRow { lead, text, detail, grave: false, target });
        }
        let head = fixed::waiting_head(lang, home.to_confirm.len(), home.pending.len());
        self.take(rows, head);
    }

    // --- what can be done

    fn enter(&mut self, common: &mut Common) -> Step {
        let secretary = common.home.as_ref().is_some_and(|home| home.seat.role == Role::Secretary);
        let Some(row) = self.rows.get(self.bench.rows.at) else { return Step::Stay };
        match row.target.clone() {
            Target::Nothing => Step::Stay,
            Target::Seat(seat) => Step::Up(Outcome::Text(clean_line(seat.as_str()))),
            Target::Paper(seat, code) => Step::push(Sheets::new(Source::Paper(seat, code), None)),
            Target::Amendment(number, what) => self.work.begin(common, Errand::ConfirmAmendment(number, what)),
            _ if !secretary => Step::Stay,
            Target::Sheet(seat, code, out) => {
                let some = |code: &Code| Some(code.clone());
                let errands = if out {
                    vec![Errand::CancelReturn(seat.clone(), code.clone()), Errand::Excuse(seat, some(&code))]
                } else {
                    let whole = Errand::Return(seat.clone(), code.clone(), None);
                    vec![Errand::Excuse(seat.clone(), some(&code)), whole, Errand::Excuse(seat, None)]
                };
                self.work.menu(common, row.text.clone(), errands)
            }
            Target::Section(seat, code, section) => {
                let name = common.rules().and_then(|rules| rules.section(&section)).map(|section| section.name.clone());
                let errands = vec![Errand::Return(seat, code, Some((section, name.unwrap_or_default())))];
                self.work.menu(common, row.text.clone(), errands)
            }
            Target::Vote(matter) => Step::push(Decide::new(matter)),
            Target::Secrecy(code) => self.work.begin(common, Errand::Secrecy(code)),
            Target::File(file) => self.work.begin(common, Errand::Amend(file)),
            Target::Waiting => Step::push(Self::new(Kind::Waiting)),
        }
    }

    fn open(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(folder) = &self.folder else { return Step::Stay };
        let errors = folder.findings.iter().filter(|one| one.what.severity() == Severity::Error).count();
        if errors > 0 {
            common.say(crate::tui::app::Tone::Error, words::summary(lang, errors, folder.findings.len() - errors));
            return Step::Stay;
        }
        let dossiers = folder.dossiers;
        let text = fixed::open_text(lang, dossiers, folder.experts);
        self.work.begin(common, Errand::Open(dossiers, text))
    }

    fn finalise(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(list) = &self.list else { return Step::Stay };
        if !list.obstacles.is_empty() {
            let text = fixed::obstacles_head(lang, list.stage, self.rows.len(), selected(list), list.quota, 0);
            common.say(crate::tui::app::Tone::Warn, text);
            return Step::Stay;
        }
        let selected = selected(list);
        let text = fixed::final_text(lang, selected, list.quota, &list.unconfirmed);
        self.work.begin(common, Errand::Finalise(selected, text))
    }

    fn acts(&self, common: &Common) -> Vec<Action> {
        let lang = common.lang;
        let stage = common.stage();
        let mut acts = Vec::new();
        match self.kind {
            Kind::Files if stage == Stage::Setup => {
                acts.push(Action::new(1, Act::OpenScoring, lang));
                acts.push(Action::new(2, Act::Recheck, lang));
                acts.push(Action::new(3, Act::Read, lang));
                if common.seats.len() > 1 {
                    acts.push(Action::new(8, Act::OtherSeat, lang));
                }
            }
            Kind::Files => {
                acts.push(Action::new(1, Act::Amend, lang));
                acts.push(Action::new(2, Act::Recheck, lang));
                acts.push(Action::new(3, Act::AmendVote, lang));
                acts.push(Action::new(4, Act::Progress, lang));
            }
            Kind::Missing => acts.push(Action::new(1, Act::Column, lang)),
            Kind::Obstacles => {
                acts.push(Action::new(1, Act::Settle, lang));
                if common.stage() == Stage::Review {
                    acts.push(Action::new(2, Act::Finish, lang));
                }
            }
            Kind::Deviations => {
                acts.push(Action::new(1, Act::Return, lang));
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

/// Whether a sheet should still come.
fn is_due(state: crate::domain::SheetState) -> bool {
    use crate::domain::SheetState as S;
    matches!(state, S::Unopened | S::Declared | S::Drafting | S::Returned)
}

/// 拟推荐 as the list stands.
pub(super) fn selected(list: &ListView) -> u32 {
    let inside = list.list.lines.iter().filter(|ranked| ranked.standing == Standing::Selected);
    u32::try_from(inside.count()).unwrap_or(u32::MAX)
}

fn obstacle_text(common: &Common, list: &ListView, obstacle: &Obstacle) -> String {
    words::obstacle_beside(common.lang, common.rules(), &list.flags, obstacle)
}

fn lead_of(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Contested(rank, ..) => rank.to_string(),
        Obstacle::SheetOut(_, code)
        | Obstacle::Missing(_, code)
        | Obstacle::Deviation(_, code, _)
        | Obstacle::Secrecy(code)
        | Obstacle::Incomplete(code) => code.to_string(),
        Obstacle::Pending(number) => format!("#{number}"),
    }
}

fn target_of(obstacle: &Obstacle) -> Target {
    match obstacle.clone() {
        Obstacle::Contested(rank, codes, places) => Target::Vote(Matter::Tie { rank, codes, places }),
        Obstacle::SheetOut(seat, code) => Target::Sheet(seat, code, true),
        Obstacle::Missing(seat, code) => Target::Sheet(seat, code, false),
        Obstacle::Deviation(seat, code, section) => Target::Section(seat, code, section),
        Obstacle::Secrecy(code) => Target::Secrecy(code),
        Obstacle::Incomplete(code) => Target::Vote(Matter::Incomplete(code)),
        Obstacle::Pending(_) => Target::Waiting,
    }
}

impl Page for Queue {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match self.bench.key(key, self.rows.iter().map(|row| row.lead.as_str())) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.enter(common),
            Press::Key(Key::Esc) => Step::Up(Outcome::Declined),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        self.work.back(common, outcome).unwrap_or_default()
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let result = match self.work.answer(common, id, result) {
            Ok(Some((Errand::Open(..), _))) => return Step::swap(Matrix::default()),
            Ok(Some((Errand::Finalise(..), _))) => return Step::swap(Story::new(About::Sealed)),
            Ok(_) => {
                self.query(common);
                return Step::Stay;
            }
            Err(result) => result,
        };
        if self.home == Some(id) {
            self.home = None;
            if let Ok(Answer::View(View::Home(home))) = result {
                common.home = Some(*home);
                if let Some(folder) = self.folder.take() {
                    self.files(common, folder);
                }
            }
            return Step::Stay;
        }
        if self.query != Some(id) {
            return Step::Stay;
        }
        self.query = None;
        if std::mem::take(&mut self.stale) {
            self.query(common);
        }
        match (self.kind, result) {
            (Kind::Files, Ok(Answer::View(View::Folder(folder)))) => self.files(common, *folder),
            (Kind::Missing, Ok(Answer::View(View::Progress(progress)))) => self.missing(common, &progress),
            (Kind::Obstacles, Ok(Answer::View(View::List(list)))) => {
                self.obstacles(common, &list);
                self.list = Some(*list);
            }
            (Kind::Deviations, Ok(Answer::View(View::List(list)))) => self.deviations(common, &list),
            (_, Ok(_)) => {}
            (_, Err(failure)) => {
                self.loaded = true;
                common.say_failure(&failure);
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if self.query.is_some() {
            self.stale = true;
        } else if self.kind != Kind::Files || topic == Topic::Stage {
            // Files do not change by what seats do, and reading them all is the hall's time.
            self.query(common);
        }
    }

    fn home_changed(&mut self, common: &mut Common) -> Step {
        if matches!(self.kind, Kind::Waiting) {
            self.waiting(common);
        }
        Step::Stay
    }

    fn wants_home(&self) -> bool {
        matches!(self.kind, Kind::Waiting)
    }

    fn fit(&mut self, common: &Common) {
        let acts = self.acts(common);
        let body = self.bench.fit(common, acts, 0).body;
        let detail = DETAIL_ROWS.min(body.height / 2);
        let height = body.height.saturating_sub(HEAD_ROWS + detail);
        self.bench.rows.fit(self.rows.len(), usize::from(height));
        let text = self.detail_text().to_owned();
        let name = self.shown.wrapping_mul(10_000) + u64::try_from(self.bench.rows.at).unwrap_or(0);
        let columns = usize::from(common.size.0).saturating_sub(2);
        self.detail.fit(name, &text, (columns, usize::from(detail.saturating_sub(1))), common.ambiguous());
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        !self.loaded || self.work.is_sent()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        let target = self.rows.get(self.bench.rows.at).map(|row| row.target.clone());
        match (act, target) {
            (Act::OpenScoring, _) => self.open(common),
            (Act::Recheck, _) => {
                self.query(common);
                Step::Stay
            }
            (Act::Read, _) => Step::push(Reading::first()),
            (Act::AmendVote, Some(Target::File(file))) => Step::push(Decide::new(Matter::Amend(file))),
            (Act::Progress, _) if self.over => Step::Up(Outcome::Done),
            (Act::Progress, _) => Step::swap(Matrix::default()),
            (Act::OtherSeat, _) => Step::push(Seats::default()),
            (Act::Finish, _) => self.finalise(common),
            (Act::Sheets, Some(Target::Section(seat, code, _))) => {
                Step::push(Sheets::new(Source::All(code), Some(seat)))
            }
            (Act::Log, _) => Step::push(Journal::default()),
            (Act::Verify, _) => Step::push(Verify::default()),
            (Act::Amend | Act::Column | Act::Settle | Act::Return | Act::Look, _) => self.enter(common),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        table_ways(common.lang, fixed::help_settle(common.lang), None)
    }
}
