//! Things to be settled one by one, with what is said about the one under the cursor below the list: findings of the
//! folder, what is still missing, what keeps the list from being final, deviations, what waits for a second seat. What
//! the lines say is in `lines`, what can be done with them in `acts`.

mod acts;
mod lines;

use super::errand::{Errand, Work};
use super::{About, Decide, Entry, Journal, Matrix, Matter, Reading, Sheets, Source, Story, Verify};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, FolderView, ListView, Topic, View};
use crate::domain::{Code, Role, SeatId, SectionId, Stage};
use crate::text::Clean;
use crate::tui::app::parts::{Actions, Bench, Detail, Inquiry, Press, table_ways};
use crate::tui::app::screens::{Seats, Writing};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{hints, office as fixed};

pub(super) use lines::selected;

/// Rows of what is said about the line with the cursor, its rule included.
pub const DETAIL_ROWS: u16 = 6;
/// Rows above the list: what this is about.
const HEAD_ROWS: u16 = 2;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 准备: findings of the folder; after opening also files changed since.
    Files,
    /// 还差什么, sheet by sheet.
    Missing,
    /// 催办名单: by seat, with the phone number.
    Reminders,
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
    /// Its cell in the matrix.
    Cell(SeatId, Code),
    /// A missing sheet.
    Sheet(SeatId, Code),
    /// A returned sheet; whether it counts as it was signed.
    Out(SeatId, Code, bool),
    /// A section far from the others; whether its sheet is out.
    Section(SeatId, Code, SectionId, bool),
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
    pub detail: Detail,
    /// The first answer came.
    pub loaded: bool,
    list: Option<ListView>,
    folder: Option<FolderView>,
    inquiry: Inquiry,
    home: Option<u64>,
    /// The table it belongs to lies below.
    over: bool,
    /// The key file to be given when scoring opens; empty: none.
    key: Clean,
    /// The key file is being typed.
    typing_key: bool,
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
            detail: Detail::default(),
            loaded: false,
            list: None,
            folder: None,
            inquiry: Inquiry::default(),
            home: None,
            over: false,
            key: Clean::default(),
            typing_key: false,
            work: Work::default(),
        }
    }

    /// Of this kind, over the matrix.
    pub(super) fn over(kind: Kind) -> Self {
        Self { over: true, ..Self::new(kind) }
    }

    fn query(&mut self, common: &mut Common) {
        let ask = match self.kind {
            Kind::Files => Ask::Folder,
            Kind::Missing | Kind::Reminders => Ask::Progress,
            Kind::Obstacles | Kind::Deviations => Ask::List,
            Kind::Waiting => {
                // What waits stands in the home view, which is asked for with every change.
                self.waiting(common);
                return;
            }
        };
        self.inquiry.asked(common.ask(ask));
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
        self.bench.rows.fit(self.rows.len(), usize::MAX);
        let same = before.filter(|target| *target != Target::Nothing);
        if let Some(at) = same.and_then(|target| self.rows.iter().position(|row| row.target == target)) {
            self.bench.rows.go(at);
        }
    }

    fn files(&mut self, common: &Common, folder: FolderView) {
        let (rows, head) = lines::files(common, &folder, &self.key);
        self.take(rows, head);
        self.folder = Some(folder);
    }

    fn waiting(&mut self, common: &Common) {
        if let Some(home) = &common.home {
            let (rows, head) = lines::waiting(common, home);
            self.take(rows, head);
        }
    }

    // --- what can be done
}

fn secretary(common: &Common) -> bool {
    common.role() == Some(Role::Secretary)
}

impl Page for Queue {
    fn shown(&mut self, common: &mut Common) {
        self.query(common);
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match self.bench.key(common, key, self.rows.iter().map(|row| row.lead.as_str())) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.enter(common),
            Press::Key(Key::Esc) => Step::Up(Outcome::Declined),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        if !std::mem::take(&mut self.typing_key) {
            return self.work.back(common, outcome).unwrap_or_default();
        }
        if let Outcome::Text(path) = outcome {
            self.key = path;
            if let Some(folder) = self.folder.take() {
                self.files(common, folder);
            }
        }
        Step::Stay
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
        let Some(stale) = self.inquiry.answered(id) else { return Step::Stay };
        if stale {
            self.query(common);
        }
        match (self.kind, result) {
            (Kind::Files, Ok(Answer::View(View::Folder(folder)))) => self.files(common, *folder),
            (Kind::Missing, Ok(Answer::View(View::Progress(progress)))) => {
                let (rows, head) = lines::missing(common, &progress);
                self.take(rows, head);
            }
            (Kind::Reminders, Ok(Answer::View(View::Progress(progress)))) => {
                let (rows, head) = lines::reminders(common, &progress);
                self.take(rows, head);
            }
            (Kind::Obstacles, Ok(Answer::View(View::List(list)))) => {
                let (rows, head) = lines::obstacles(common, &list);
                self.take(rows, head);
                self.list = Some(*list);
            }
            (Kind::Deviations, Ok(Answer::View(View::List(list)))) => {
                let (rows, head) = lines::deviations(common, &list);
                self.take(rows, head);
            }
            (_, Ok(_)) => {}
            (_, Err(failure)) => {
                self.loaded = true;
                common.say_failure(&failure);
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        // Files do not change by what seats do, and reading them all is the hall's time.
        if self.inquiry.is_due() && (self.kind != Kind::Files || topic == Topic::Stage) {
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
        let text = self.rows.get(self.bench.rows.at).map(|row| row.detail.clone()).unwrap_or_default();
        self.detail.fit(common, text, detail);
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
            (Act::Recheck, _) => self.check(common),
            (Act::Read, _) => Step::push(Reading::first()),
            (Act::KeyFile, _) => {
                self.typing_key = true;
                Step::push(Writing::line(fixed::key_title(common.lang), &self.key))
            }
            (Act::PutBack, Some(Target::File(file))) => self.work.begin(common, Errand::Restore(file)),
            (Act::Amend, Some(Target::File(file))) => self.work.begin(common, Errand::Amend(file)),
            (Act::AmendVote, Some(Target::File(file))) => Step::push(Decide::new(Matter::Amend(file))),
            (Act::PutBack | Act::Amend | Act::AmendVote, _) => {
                common.say(Tone::Plain, fixed::no_changed_file(common.lang));
                Step::Stay
            }
            (Act::Progress, _) if self.over => Step::Up(Outcome::Done),
            (Act::Progress, _) => Step::swap(Matrix::default()),
            (Act::Reminders, _) => Step::swap(Self::over(Kind::Reminders)),
            (Act::EnterPaper, Some(Target::Cell(seat, code))) => Step::push(Entry::new(seat, code)),
            (Act::OtherSeat, _) => Step::push(Seats::default()),
            (Act::Finish, _) => self.finalise(common),
            (Act::Sheets, Some(Target::Section(seat, code, ..))) => {
                Step::push(Sheets::new(Source::All(code), Some(seat)))
            }
            (Act::Log, _) => Step::push(Journal::default()),
            (Act::Verify, _) => Step::push(Verify::default()),
            (Act::ToCell | Act::Column | Act::Settle | Act::Look, _) => self.enter(common),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let enter = Way::new(&[Act::Enter], fixed::help_settle(lang)).hint(1, hints::open(lang));
        let first = self.kind == Kind::Files && common.stage() == Stage::Setup;
        self.bench.ways(lang, table_ways(lang, enter, None, first))
    }
}
