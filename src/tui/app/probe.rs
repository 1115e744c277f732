//! For tests: a panel, a small hall that answers at once, and keys as text: `27.5<Enter>`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{App, Effect, LinkState, Msg, Screen, Start};
use crate::desk::request::{Answer, Failure, Request};
use crate::desk::view::{
    Ask, DeskView, Display, Done, DossierRow, Draft, Found, FoundView, Hit, Home, LadderRow, LadderView, OwnSheet,
    PlaceNote, SeatCard, SheetView, Step, Topic, View, Where,
};
use crate::domain::{
    Aside, Average, Award, Band, Basis, BasisRule, Code, Command, Compare, ExpertsSee, Half, HonourReading, How, Item,
    ItemId, Marks, Moment, Panel, Paper, Points, Ratio, Refusal, Role, Rounding, Rules, Scoring, SeatId, Section,
    SectionId, SheetState, Stage, TallyRules, Texts, TieStep, heights, spread,
};
use crate::text::{Ambiguous, Clean, clean};
use crate::tui::keymap::Key;
use crate::words::Lang;

/// 2024-08-20 06:32 UTC, 14:32 in China.
pub(crate) const AT: Moment = Moment(1_724_135_530_000);

pub(crate) fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

pub(crate) fn points(word: &str) -> Points {
    Points::parse(word).unwrap()
}

fn id(word: &str) -> ItemId {
    ItemId::parse(word).unwrap()
}

fn item(word: &str, name: &str, max: &str, texts: [&str; 3]) -> Item {
    let max = points(max);
    let step = points("0.5");
    let from = |percent: i64| Points::from_units(max.units() * percent / 100).unwrap().up_to(step);
    let bands = [("优", 90), ("良", 75), ("中", 60)].into_iter().zip(texts);
    let bands = bands.map(|((name, percent), text)| Band { name: clean(name), from: from(percent), text: clean(text) });
    Item { id: id(word), name: clean(name), max, bands: bands.collect() }
}

fn section(word: &str, name: &str, items: Vec<Item>) -> Section {
    let whole = items.len() == 1;
    Section { id: SectionId::parse(word).unwrap(), name: clean(name), weight: points("1"), items, whole }
}

/// Seven items: three sections scored as a whole, one by four items.
pub(crate) fn rules() -> Rules {
    Rules {
        title: clean("2024年度威海市首席技师专家评审"),
        quota: 10,
        as_of: NaiveDate::from_ymd_opt(2024, 7, 31).unwrap(),
        scoring: Scoring { step: points("0.5"), basis: BasisRule::OnsiteFirst, deviation: points("20") },
        tally: TallyRules {
            average: Average::Total,
            drop: 1,
            drop_from: 5,
            min_sheets: 3,
            decimals: 2,
            rounding: Rounding::HalfUp,
            compare: Compare::Published,
            pass: Some(points("60")),
            tie_break: vec![TieStep::Honours, TieStep::Age],
            honours: HonourReading::ByLevel,
            young: 45,
        },
        experts: ExpertsSee::Nothing,
        sections: vec![
            section(
                "mastery",
                "绝技绝活",
                vec![item("mastery", "绝技绝活", "30", ["省内同行领先，有数据", "市内拔尖", "本单位领先"])],
            ),
            section(
                "innovation",
                "技术革新",
                vec![
                    item("innovation.novelty", "创新水平", "10", ["行业首创", "部分首创", "一般改进"]),
                    item("innovation.role", "难题与作用", "10", ["关键难题，独立主持", "主要完成人", "参与"]),
                    item("innovation.form", "成果形式", "5", ["发明专利", "实用新型", "论文"]),
                    item("innovation.reach", "推广范围", "5", ["跨企业", "多车间", "本岗位"]),
                ],
            ),
            section("mentoring", "带徒传技", vec![item("mentoring", "带徒传技", "20", ["≥5 人", "≥3 人", "1–2 人"])]),
            section("benefit", "经济效益", vec![item("benefit", "经济效益", "20", ["显著", "较显著", "有效益"])]),
        ],
    }
}

pub(crate) fn card(word: &str, role: Role, name: &str) -> SeatCard {
    SeatCard { id: SeatId::parse(word).unwrap(), role, name: clean(name), phone: Clean::default(), replaced: None }
}

pub(crate) fn home() -> Home {
    let panel = Panel {
        rules: rules(),
        seats: Vec::new(),
        visits: Vec::new(),
        paper: Paper::default(),
        witness: Vec::new(),
        digest: [0; 32],
    };
    Home {
        seat: card("E03", Role::Expert, "张师傅"),
        stage: Stage::Scoring,
        panel: Some(Arc::new(panel)),
        claimed: true,
        last_entry: Some(AT),
        changed_since: 0,
        place: None,
        stage_head: Some((AT, clean("4a2719f066b52e48"))),
        to_confirm: Vec::new(),
        pending: Vec::new(),
        display: Display { ambiguous_two: Some(false), lines: false },
        promised: true,
        meeting: false,
        kept: true,
        known: true,
    }
}

fn own() -> OwnSheet {
    OwnSheet {
        state: SheetState::Unopened,
        revision: 0,
        declared: false,
        missing: 7,
        marked: [0, 0],
        visit: None,
        signed: [false; 2],
        ready: false,
        total: None,
        onsite_above_file: None,
        returned: None,
        asked_return: false,
        drafts: 0,
        unconfirmed: false,
    }
}

const STORY: &str = "［本人］针对薄壁套筒加工变形，自创“三点浮动支撑”装夹法，圆度由 0.03 mm 稳定到 0.008 mm，废品率由 6.1% 降到 0.9%。该法在［本单位］三条生产线推广，年均节约 328.50 万元；91 分的检测报告见附件。";

fn desk(word: &str, trade: &str) -> DeskView {
    let text = |name: &str| clean(&format!("{name}：{STORY}\n{STORY}"));
    let sections = rules().sections.into_iter().map(|section| (section.id, text(&section.name))).collect();
    let awards = vec![Award { title: clean("市职业技能竞赛第一名"), year: None }];
    DeskView {
        row: DossierRow {
            code: code(word),
            trade: clean(trade),
            level: clean("高级技师"),
            field: clean("先进制造业"),
            withdrawn: false,
            confidential: false,
            own: Some(own()),
        },
        post: clean("一线生产岗位"),
        marks: Marks::empty(7),
        texts: Some(Arc::new(Texts { sections, story: clean(STORY), awards })),
        explained: Vec::new(),
        undo: None,
        redo: None,
        drafts: Vec::new(),
        saved: None,
        receipt: None,
    }
}

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
    fn new() -> Self {
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

    fn answer(&mut self, request: Request) -> (Result<Answer, Failure>, bool) {
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

/// The screens and their hall.
pub(crate) struct Probe {
    pub(crate) app: App,
    pub(crate) hall: Hall,
    /// What was printed on leaving.
    pub(crate) left: Option<String>,
    /// Seats asked for.
    pub(crate) switched: Vec<SeatId>,
    /// Answers wait until `deliver`.
    pub(crate) slow: bool,
    waiting: VecDeque<Msg>,
    effects: VecDeque<Effect>,
}

impl Probe {
    /// A seat with two sheets begun; `prepare` changes the hall before anybody enters.
    pub(crate) fn of(start: Start, prepare: impl FnOnce(&mut Hall)) -> Self {
        let mut hall = Hall::new();
        prepare(&mut hall);
        let (app, effects) = App::new(start);
        let mut probe = Self {
            app,
            hall,
            left: None,
            switched: Vec::new(),
            slow: false,
            waiting: VecDeque::new(),
            effects: effects.into(),
        };
        probe.pump();
        probe.paint();
        probe
    }

    pub(crate) fn with(prepare: impl FnOnce(&mut Hall)) -> Self {
        Self::of(start(), prepare)
    }

    /// On the desk of W274 with some marks.
    pub(crate) fn at_desk(prepare: impl FnOnce(&mut Hall)) -> Self {
        let mut probe = Self::with(|hall| {
            hall.marked("W274", &[]);
            prepare(hall);
        });
        probe.keys("<Enter>");
        probe
    }

    fn pump(&mut self) {
        while let Some(effect) = self.effects.pop_front() {
            match effect {
                Effect::Send { id, request } => {
                    let (result, wrote) = self.hall.answer(request);
                    self.waiting.push_back(Msg::Answer { id, result });
                    if wrote {
                        self.waiting.push_back(Msg::Changed(Topic::Own));
                    }
                }
                Effect::Quit(text) => self.left = Some(text),
                Effect::SwitchSeat(seat) => self.switched.push(seat),
            }
            if !self.slow {
                self.deliver();
            }
        }
    }

    /// Hands over the answers that wait, one by one, with what they lead to.
    pub(crate) fn deliver(&mut self) {
        while let Some(msg) = self.waiting.pop_front() {
            let effects = self.app.update(msg);
            self.effects.extend(effects);
        }
        if !self.effects.is_empty() {
            self.pump();
        }
    }

    /// The line breaks with what is on its way back.
    pub(crate) fn lose_answers(&mut self) {
        self.waiting.clear();
        self.tell(Msg::Link(LinkState::Down));
    }

    pub(crate) fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.effects.extend(effects);
        self.pump();
    }

    pub(crate) fn paint(&mut self) {
        self.tell(Msg::Painted);
    }

    /// Keys, a frame after each.
    pub(crate) fn keys(&mut self, keys: &str) {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
            self.paint();
        }
    }

    /// Keys that arrive together, before the next frame.
    pub(crate) fn burst(&mut self, keys: &str) {
        for key in parse(keys) {
            self.tell(Msg::Key(key));
        }
        self.paint();
    }

    pub(crate) fn message(&self) -> &str {
        self.app.common().message.as_ref().map_or("", |message| &message.text)
    }

    pub(crate) fn top(&self) -> &Screen {
        &self.app.stack().last().unwrap().screen
    }

    pub(crate) fn desk(&self) -> &super::screens::Desk {
        let desk = self.app.stack().iter().find_map(|level| match &level.screen {
            Screen::Desk(desk) => Some(desk),
            _ => None,
        });
        desk.expect("no desk on the stack")
    }

    /// Commands that were sent.
    pub(crate) fn commands(&self) -> Vec<&Command> {
        let commands = self.hall.log.iter().filter_map(|request| match request {
            Request::Do(command) => Some(command.as_ref()),
            _ => None,
        });
        commands.collect()
    }
}

pub(crate) fn start() -> Start {
    Start {
        lang: Lang::Zh,
        size: (80, 24),
        zone_minutes: 480,
        seats: Vec::new(),
        seated: true,
        practice: false,
        keymap: crate::tui::keymap::file::default_map(),
        keymap_told: String::new(),
        ambiguous: Ambiguous::One,
    }
}

pub(crate) fn place(word: &str, item: &str) -> PlaceNote {
    PlaceNote { dossier: code(word), item: Some(id(item)), basis: Basis::File }
}

pub(crate) fn draft(word: &str, item: &str, text: &str) -> Draft {
    Draft { dossier: code(word), cell: Some((id(item), Basis::File)), note: false, text: clean(text) }
}

fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(typed) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
        let (key, after) = match named {
            Some((name, after)) => (named_key(name), after),
            None => (Key::Char(typed), rest.strip_prefix(typed).unwrap()),
        };
        parsed.push(key);
        rest = after;
    }
    parsed
}

fn named_key(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "lt" => Key::Char('<'),
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "BackTab" => Key::BackTab,
        "Backspace" => Key::Backspace,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Ctrl+S" => Key::Ctrl('s'),
        "Ctrl+Z" => Key::Ctrl('z'),
        "Ctrl+C" => Key::Ctrl('c'),
        other => panic!("no key {other}"),
    }
}
