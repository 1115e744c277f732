//! A panel in which every secret is a value that occurs nowhere else, driven through its stages by `decide` and `apply`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shouxi::desk::view::{Context, Display, Draft, FolderView, PlaceNote, Unopened, VerifyView};
use shouxi::domain::*;
use shouxi::text::{Clean, clean};

use super::panel::{CODES, EXPERTS, ITEMS, SEATS, SECRET_CODE, code, facts, item, numbers, panel, seat, word};
use super::secret::{Kind, Secret};

fn hex(bytes: &[u8]) -> String {
    blake3::Hash::from_slice(bytes).unwrap().to_hex().to_string()
}

type Sheets<T> = BTreeMap<(SeatId, Code), T>;

/// The record so far, and which secrets it holds.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) events: Vec<Event>,
    pub(crate) files: Arc<Unopened>,
    pub(crate) secrets: Vec<Secret>,
    /// Secrets by number: what each sheet holds now, and what it held when it was last signed in full.
    pub(crate) now: Sheets<BTreeMap<String, usize>>,
    pub(crate) signed: Sheets<BTreeMap<String, usize>>,
    /// Who entered a sheet from paper.
    pub(crate) entered: Sheets<SeatId>,
    pub(crate) confirmed: Sheets<SeatId>,
    /// Time of the last event.
    at: i64,
    unique: i64,
}

impl World {
    pub(crate) fn new(experts: ExpertsSee) -> Self {
        let dossiers: Vec<Facts> = CODES.iter().enumerate().map(|(n, id)| facts(n, id, "")).collect();
        let files = Arc::new(Unopened { panel: Arc::new(panel(experts)), dossiers });
        let mut world = Self {
            state: State::default(),
            events: vec![],
            files,
            secrets: vec![],
            now: Sheets::new(),
            signed: Sheets::new(),
            entered: Sheets::new(),
            confirmed: Sheets::new(),
            at: 50_000_000,
            unique: 0,
        };
        world.hide_files();
        world
    }

    /// Two dossiers that nothing tells apart, in review.
    pub(crate) fn tied(experts: ExpertsSee, codes: [&str; 2]) -> Self {
        let mut world = Self::new(experts);
        let mut panel = (*world.files.panel).clone();
        panel.rules.tally.tie_break = vec![TieStep::Age];
        world.files = Arc::new(Unopened { panel: Arc::new(panel), dossiers: world.files.dossiers.clone() });
        world.open();
        for about in codes {
            // The same row of marks for both.
            world.unique = 900_000;
            for who in ["E01", "E02", "E03"] {
                world.fill_and_sign(who, about);
            }
        }
        world.close();
        world
    }

    /// Whether the meeting screen shows a dossier to everybody now.
    pub(crate) fn on_screen(&self, about: &Code) -> bool {
        self.state.meeting.as_ref().is_some_and(|codes| codes.contains(about))
    }

    pub(crate) fn hide(&mut self, kind: Kind, spellings: &[String]) -> usize {
        self.secrets.push(Secret { kind, spellings: spellings.to_vec() });
        self.secrets.len() - 1
    }

    /// A secret that is a word; the word as text.
    pub(crate) fn hidden_word(&mut self, kind: Kind, what: &str) -> Clean {
        // As a word of its own, which no number of a year or an age is.
        let text = word(&format!("{what}-n{}", self.secrets.len()));
        self.hide(kind, &[text.as_str().to_owned()]);
        text
    }

    fn hide_files(&mut self) {
        for (n, id) in CODES.iter().enumerate() {
            let (born, title_year, honour_year, award_year, count) = numbers(n);
            let text = |what: &str| vec![format!("<{what}-{id}>")];
            self.hide(Kind::HonourCount(code(id), count), &[count.to_string()]);
            self.hide(Kind::Post(code(id)), &text("post"));
            if *id == SECRET_CODE {
                self.hide(Kind::BareTrade, &text("trade"));
            } else {
                self.hide(Kind::Identity, &text("honour"));
                self.hide(Kind::Identity, &[honour_year.to_string()]);
                self.hide(Kind::Identity, &[title_year.to_string()]);
                self.hide(Kind::Identity, &[format!("{born}-03-12")]);
                self.hide(Kind::Identity, &[(2024 - born).to_string()]);
                self.hide(Kind::Text(code(id)), &text("text"));
                self.hide(Kind::Text(code(id)), &text("story"));
                self.hide(Kind::Text(code(id)), &text("award"));
                self.hide(Kind::AwardYear, &[award_year.to_string()]);
            }
        }
        for id in SEATS {
            for what in ["phone", "user", "key", "employer"] {
                let kind = match what {
                    "phone" => Kind::Contact { own_phone: Some(seat(id)) },
                    "employer" => Kind::Contact { own_phone: None },
                    _ => Kind::Login,
                };
                self.hide(kind, &[format!("<{what}-{id}>")]);
            }
            self.hide(Kind::Home(seat(id)), &[format!("place-{id}")]);
            self.hide(Kind::Home(seat(id)), &[last_entry(id).to_string()]);
            self.hide(Kind::Paper(seat(id)), &[format!("<paper-{id}>")]);
        }
        for (id, about) in EXPERTS.iter().flat_map(|id| CODES.map(|about| (*id, about))) {
            for what in ["draft", "receipt"] {
                self.hide(Kind::Desk(seat(id)), &[format!("<{what}-{id}-{about}>")]);
            }
            self.hide(Kind::Desk(seat(id)), &[saved(id, about).to_string()]);
        }
        self.hide(Kind::Finding, &["<finding>".to_owned()]);
        self.hide(Kind::Trouble, &["<trouble>".to_owned()]);
        self.hide(Kind::Witness, &["<witness>".to_owned()]);
    }

    pub(crate) fn role(&self, id: &str) -> Role {
        self.files.panel.seat(&seat(id)).unwrap().role
    }

    /// Moves time and the row of marks on to a fixed point, whatever happened before.
    pub(crate) fn pace(&mut self, at: i64) {
        assert!(self.at < at);
        self.at = at;
        self.unique = at;
    }

    /// Carries a command out; the script knows that it is accepted.
    pub(crate) fn act(&mut self, who: &str, command: &Command) {
        let actor = Actor { seat: seat(who), route: Route::Local };
        let decided = decide(&self.state, &actor, command);
        let events = decided.map_err(|why| format!("{who} {command:?}: {why:?}")).unwrap();
        for what in events {
            self.record(who, what);
        }
    }

    fn record(&mut self, who: &str, what: What) {
        let number = self.state.last + 1;
        self.at += 1;
        // Not chained: what one seat does must not show in another's digests here, so that views can be compared.
        let digest = *blake3::hash(format!("{who} {} {what:?}", self.at).as_bytes()).as_bytes();
        let event = Event { number, at: Moment(self.at), seat: seat(who), route: Route::Local, what, digest };
        self.state.apply(&event).unwrap();
        self.hide(Kind::Digest(number), &[hex(&digest)]);
        if let What::Signed { seat, dossier, .. } = &event.what {
            let key = (seat.clone(), dossier.clone());
            if self.state.sheet_state(seat, dossier) == SheetState::Signed {
                self.signed.insert(key.clone(), self.now.get(&key).cloned().unwrap_or_default());
                self.hide_total(key);
            }
        }
        self.events.push(event);
    }

    fn hide_total(&mut self, key: (SeatId, Code)) {
        let marks = self.state.sheet(&key.0, &key.1).counted.clone().unwrap();
        let sum: i64 = marks.points.iter().map(|pair| pair[1].or(pair[0]).unwrap().units()).sum();
        let total = Ratio::new(i128::from(sum), 10_000).unwrap();
        let spelled = total.num().to_string();
        let of_sheet = |secret: &&mut Secret| matches!(&secret.kind, Kind::Total(sheet, _) if *sheet == key);
        let mut known = false;
        for secret in self.secrets.iter_mut().filter(of_sheet) {
            let last = secret.spellings.contains(&spelled);
            secret.kind = Kind::Total(key.clone(), last);
            known |= last;
        }
        if !known {
            self.hide(Kind::Total(key, true), &[spelled]);
        }
    }

    pub(crate) fn open(&mut self) {
        let (panel, dossiers) = ((*self.files.panel).clone(), self.files.dossiers.clone());
        self.act("S01", &Command::Open { panel: Box::new(panel), dossiers, key: None });
    }

    fn points(&mut self) -> Points {
        self.unique += 1;
        // Seven digits without a pattern, so that no mean or difference of marks is another mark.
        Points::from_units(1_000_000 + self.unique * 2_654_435_761 % 8_999_993).unwrap()
    }

    fn cell(&mut self, who: &str, about: &str, key: &str, spellings: &[String]) -> usize {
        let sheet = (seat(who), code(about));
        let by = self.entered.get(&sheet).filter(|_| key.starts_with("paper")).cloned();
        let secret = self.hide(Kind::Cell { sheet: sheet.clone(), by }, spellings);
        let key = key.trim_start_matches("paper").to_owned();
        self.now.entry(sheet).or_default().insert(key, secret);
        secret
    }

    pub(crate) fn declare(&mut self, who: &str, about: &str) {
        self.act(who, &Command::Declare { dossier: code(about) });
    }

    /// A mark with a note, by the seat itself.
    pub(crate) fn mark(&mut self, who: &str, about: &str, name: &str, basis: Basis) {
        let points = self.points();
        let note = word(&format!("note-{}", self.unique));
        let revision = None;
        let (dossier, item, how) = (code(about), item(name), How::Entered);
        let (points, note) = (Some(points), Some(note));
        self.act(who, &Command::Mark { dossier, revision, item, basis, points, note: note.clone(), how });
        self.hide_mark(who, about, &format!("{name}{basis:?}"), points.unwrap(), note.unwrap().as_str());
    }

    fn hide_mark(&mut self, who: &str, about: &str, key: &str, points: Points, note: &str) {
        let units = points.units();
        // As a mark (10⁻⁴), as a section's value in a line (10⁻⁶), and as a fraction of points.
        let mut spellings = vec![units.to_string(), (units * 100).to_string()];
        let reduced = Ratio::new(i128::from(units), 10_000).unwrap().num().to_string();
        if !spellings.contains(&reduced) {
            spellings.push(reduced);
        }
        self.cell(who, about, key, &spellings);
        self.cell(who, about, &format!("{key}note"), &[note.to_owned()]);
    }

    /// Declares, fills and notes a sheet: one mark is set twice, so that one value is superseded.
    pub(crate) fn fill(&mut self, who: &str, about: &str) {
        self.declare(who, about);
        for name in [ITEMS[0], ITEMS[0], ITEMS[1]] {
            self.mark(who, about, name, Basis::File);
        }
        if self.state.visit_due(&seat(who), &code(about)).is_some() {
            self.mark(who, about, ITEMS[0], Basis::Onsite);
        }
        self.unique += 1;
        let note = word(&format!("sheet-{}", self.unique));
        self.act(who, &Command::Note { dossier: code(about), revision: None, note: note.clone() });
        self.cell(who, about, "sheet", &[note.as_str().to_owned()]);
    }

    pub(crate) fn sign(&mut self, who: &str, about: &str) {
        self.act(who, &Command::Sign { dossiers: vec![code(about)], half: None, revision: None });
    }

    pub(crate) fn fill_and_sign(&mut self, who: &str, about: &str) {
        self.fill(who, about);
        self.sign(who, about);
    }

    /// A sheet from paper, entered by an office seat.
    pub(crate) fn transcribe(&mut self, by: &str, who: &str, about: &str, sign: bool) {
        self.entered.insert((seat(who), code(about)), seat(by));
        let mut marks = vec![];
        for name in ITEMS {
            let points = self.points();
            let note = word(&format!("paper-{}", self.unique));
            self.hide_mark(who, about, &format!("paper{name}File"), points, note.as_str());
            marks.push(RowMark { line: 1, item: item(name), basis: Basis::File, points, note });
        }
        let rows = SheetRows { seat: seat(who), dossier: code(about), line: 1, marks, note: None, aside: None };
        self.act(by, &Command::Import { sheets: vec![rows], sign });
    }

    pub(crate) fn confirm(&mut self, by: &str, who: &str, about: &str) {
        self.act(by, &Command::ConfirmSheet { seat: seat(who), dossier: code(about) });
        self.confirmed.insert((seat(who), code(about)), seat(by));
    }

    /// A reason that concerns a sheet.
    pub(crate) fn reason(&mut self, author: &str, about: Option<&str>) -> Clean {
        self.hidden_word(Kind::Reason { author: seat(author), sheet_of: about.map(seat) }, "reason")
    }

    pub(crate) fn give_back(&mut self, who: &str, about: &str) {
        let reason = self.reason("S01", Some(who));
        let section = SectionId::parse(ITEMS[0]).ok();
        self.act("S01", &Command::Return { seat: seat(who), dossier: code(about), section, reason });
    }

    pub(crate) fn excuse(&mut self, who: &str, about: Option<&str>) {
        let reason = self.reason("S01", Some(who));
        self.act("S01", &Command::Excuse { seat: seat(who), dossier: about.map(code), reason });
    }

    pub(crate) fn votes() -> Votes {
        Votes { in_favour: 1, against: 0, abstaining: 0, voters: vec![seat("E02")] }
    }

    /// An amendment of a dossier's honours, which waits for a second seat.
    pub(crate) fn amend(&mut self) -> u64 {
        let new = facts(0, CODES[0], "-amended");
        let count = new.honours[0].count;
        self.hide(Kind::HonourCount(new.code.clone(), count), &[count.to_string()]);
        self.hide(Kind::Identity, &[new.honours[0].title.as_str().to_owned()]);
        let reason = self.hidden_word(Kind::Office(Stage::Review), "amend");
        let (amended, votes) = (Amended::Dossier(Box::new(new)), Some(Self::votes()));
        self.act("S01", &Command::Amend { amended, reason, votes });
        *self.state.pending.keys().next().unwrap()
    }

    pub(crate) fn close(&mut self) {
        let reason = self.hidden_word(Kind::Office(Stage::Review), "close");
        self.act("S01", &Command::Close { reason });
    }

    /// Scores as they stand, seen or not: added for one look, since they change.
    pub(crate) fn with_scores(&self) -> Self {
        let mut world = self.clone();
        for ranked in self.state.list().unwrap().lines {
            if let (Some(score), Some(exact)) = (ranked.line.score, ranked.line.exact) {
                world.hide(Kind::Score, &[score.units().to_string()]);
                // A divisor shows how many sheets were kept; where the two agree there is nothing to tell apart.
                if exact.num().to_string() != score.units().to_string() {
                    world.hide(Kind::Exact, &[exact.num().to_string()]);
                }
            }
        }
        world
    }

    pub(crate) fn declared(&self, who: &SeatId, about: &Code) -> bool {
        let names = |event: &&Event| match &event.what {
            What::Declared { dossier } => event.seat == *who && dossier == about,
            What::Entered { seat, dossier, .. } => seat == who && dossier == about,
            _ => false,
        };
        self.events.iter().any(|event| names(&event))
    }

    /// Seats that are out of a dossier for good reason.
    pub(crate) fn out(&self, who: &SeatId, about: &Code) -> bool {
        self.events.iter().fold(false, |out, event| match &event.what {
            What::SetAside { seat, dossier, .. } if seat == who && dossier == about => true,
            What::AsideUndone { seat, dossier, .. } if seat == who && dossier == about => false,
            What::Replaced { old, .. } if old == who => true,
            _ => out,
        })
    }

    /// All spellings are told apart.
    pub(crate) fn check_unique(&self) {
        let mut seen = BTreeSet::new();
        for spelling in self.secrets.iter().flat_map(|secret| &secret.spellings) {
            assert!(seen.insert(spelling), "{spelling} stands for two secrets");
        }
    }
}

fn place(ids: &[&str], id: &str) -> i64 {
    i64::try_from(ids.iter().position(|one| *one == id).unwrap()).unwrap()
}

fn last_entry(id: &str) -> i64 {
    60_000_001 + place(&SEATS, id) * 10
}

fn saved(id: &str, about: &str) -> i64 {
    70_000_001 + place(&SEATS, id) * 1_000 + place(&CODES, about) * 10
}

impl Context for World {
    fn texts(&self, digest: &[u8; 32]) -> Option<Arc<Texts>> {
        let n = usize::from(digest[0]);
        let id = CODES[n];
        let (.., award_year, _) = numbers(n);
        let sections = vec![(SectionId::parse(ITEMS[0]).unwrap(), word(&format!("text-{id}")))];
        let awards = vec![Award { title: word(&format!("award-{id}")), year: Some(award_year) }];
        Some(Arc::new(Texts { sections, story: word(&format!("story-{id}")), awards }))
    }

    fn drafts(&self, seat: &SeatId) -> Vec<Draft> {
        let text = |id: &str| word(&format!("draft-{seat}-{id}"));
        let draft = |paper_of, id, text| Draft { paper_of, dossier: code(id), cell: None, note: true, text };
        let own = CODES.into_iter().map(|id| draft(None, id, text(id)));
        // Typed from paper of a sheet that its seat has not touched.
        own.chain([draft(Some(self::seat("E04")), "W66", word(&format!("paper-{seat}")))]).collect()
    }

    fn place(&self, seat: &SeatId) -> Option<PlaceNote> {
        let item = Some(item(&format!("place-{seat}")));
        Some(PlaceNote { dossier: code(CODES[0]), item, basis: Basis::File })
    }

    fn display(&self, _: &SeatId) -> Display {
        Display::default()
    }

    fn kept(&self) -> bool {
        true
    }

    fn promised(&self, _: &SeatId) -> bool {
        true
    }

    fn last_entry(&self, seat: &SeatId) -> Option<Moment> {
        Some(Moment(last_entry(seat.as_str())))
    }

    fn entered(&self) -> Option<Moment> {
        None
    }

    fn claimed(&self) -> bool {
        true
    }

    fn saved(&self, seat: &SeatId, dossier: &Code) -> Option<Moment> {
        Some(Moment(saved(seat.as_str(), dossier.as_str())))
    }

    fn receipt(&self, seat: &SeatId, dossier: &Code) -> Option<Clean> {
        Some(word(&format!("receipt-{seat}-{dossier}")))
    }

    fn stage_head(&self) -> Option<(Moment, Clean)> {
        None
    }

    fn folder(&self) -> FolderView {
        FolderView {
            findings: vec![],
            changed: vec![(word("finding"), 12)],
            missing: vec![word("finding")],
            dossiers: 5,
            experts: 6,
        }
    }

    fn unopened(&self) -> Option<Arc<Unopened>> {
        Some(Arc::clone(&self.files))
    }

    fn events(&self, from: u64, count: u32) -> Vec<Event> {
        let after = self.events.iter().filter(|event| event.number >= from);
        after.take(usize::try_from(count).unwrap()).cloned().collect()
    }

    fn verify(&self, heads: &[Clean], receipt: Option<&Clean>) -> VerifyView {
        let named = |event: &&Event| receipt.is_some_and(|receipt| *receipt == event.receipt().as_str());
        let found = self.events.iter().find(named).map(|event| (event.number, event.at, event.seat.clone()));
        VerifyView {
            holds: false,
            events: self.state.last,
            head: clean(&hex(&self.state.head)),
            troubles: vec![Trouble::NotEmpty(word("trouble"))],
            sealed: self.state.sealed.is_some(),
            outside: !heads.is_empty(),
            receipt: found,
        }
    }
}
