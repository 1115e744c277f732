//! The secretary's and the supervisor's screens over a real hall and the practice panel: keys in, frames out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use shouxi::desk::view::{Display, SeatCard};
use shouxi::desk::{Access, Caller, Client, Desk, Post, Request, Source, open};
use shouxi::domain::{Code, Command, Moment, SeatId};
use shouxi::folder;
use shouxi::text::{Ambiguous, Clean, width};
use shouxi::tui::app::{App, Effect, Msg, Start};
use shouxi::tui::keymap::file::default_map;
use shouxi::tui::keymap::{Key, Keymap};
use shouxi::tui::view::draw;
use shouxi::tui::view::theme::Theme;
use shouxi::words::Lang;

/// 2024-08-20 14:32 in China.
const SOURCE: Source = Source { now: || Moment(1_724_135_530_000), nonce: || [7; 16] };
const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 20)];

pub(crate) fn seat(id: &str) -> SeatId {
    SeatId::parse(id).unwrap()
}

pub(crate) fn code(id: &str) -> Code {
    Code::parse(id).unwrap()
}

/// The practice panel on disk, its hall, and perhaps somebody at a screen.
pub(crate) struct Room {
    dir: tempfile::TempDir,
    pub(crate) desk: Desk,
}

/// Somebody at a screen.
pub(crate) struct Screen {
    pub(crate) app: App,
    caller: Caller,
    posts: Receiver<Post>,
    waiting: Vec<(u64, u64)>,
}

pub(crate) fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/weihai-2024")
}

impl Room {
    /// Before opening.
    pub(crate) fn setup() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("dossiers")).unwrap();
        fs::copy(fixtures().join("panel.toml"), dir.path().join("panel.toml")).unwrap();
        for entry in fs::read_dir(fixtures().join("dossiers")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, dir.path().join("dossiers").join(path.file_name().unwrap())).unwrap();
        }
        let desk = open(dir.path(), Access::Write, SOURCE).unwrap();
        Self { dir, desk }
    }

    pub(crate) fn client(&mut self, id: &str) -> Client {
        self.desk.sit(&seat(id), false).unwrap()
    }

    pub(crate) fn act(&mut self, id: &str, command: Command) {
        self.client(id).act(command).unwrap();
    }

    /// In scoring, with `keep` of the practice entries.
    pub(crate) fn scoring(keep: impl Fn(&SeatId, &Code) -> bool) -> Self {
        let mut room = Self::setup();
        // Phones are what the office has when it rings round.
        room.client("S01").write(Request::Open { key: None }).unwrap();
        let entries = fs::read(fixtures().join("entries.csv")).unwrap();
        let mut clients: BTreeMap<SeatId, Client> = BTreeMap::new();
        for mut rows in folder::marks::read(&entries, "entries.csv").unwrap() {
            if !keep(&rows.seat, &rows.dossier) {
                continue;
            }
            let client = clients.entry(rows.seat.clone()).or_insert_with(|| room.desk.sit(&rows.seat, false).unwrap());
            if rows.aside.is_some() && !rows.marks.is_empty() {
                let aside = rows.aside.take();
                client.act(Command::Import { sheets: vec![rows.clone()], sign: false }).unwrap();
                rows.aside = aside;
                rows.marks.clear();
            }
            let sign = rows.aside.is_none();
            client.act(Command::Import { sheets: vec![rows], sign }).unwrap();
        }
        room
    }

    /// In review, with all practice entries.
    pub(crate) fn review() -> Self {
        let mut room = Self::scoring(|_, _| true);
        room.act("S01", Command::Close { reason: Clean::default() });
        room
    }

    pub(crate) fn sit(&mut self, id: &str, lang: Lang) -> Screen {
        self.sit_with(id, lang, default_map())
    }

    /// The same, with a keymap of one's own.
    pub(crate) fn sit_with(&mut self, id: &str, lang: Lang, keymap: Keymap) -> Screen {
        self.client(id).call(Request::Show(Display { ambiguous_two: Some(false), lines: false })).unwrap();
        self.come(id, Start { keymap, ..start(lang) }, true)
    }

    /// Somebody at a screen as it starts; `answered`: with the first answers.
    pub(crate) fn come(&mut self, id: &str, start: Start, answered: bool) -> Screen {
        let (caller, posts) = self.client(id).split();
        let (app, effects) = App::new(start);
        let mut screen = Screen { app, caller, posts, waiting: Vec::new() };
        if answered {
            screen.carry_out(effects);
        }
        screen
    }
}

/// A seat that is named, at 80×24.
pub(crate) fn start(lang: Lang) -> Start {
    Start {
        lang,
        size: (80, 24),
        zone_minutes: 480,
        seats: Vec::<SeatCard>::new(),
        seated: true,
        practice: false,
        ambiguous: Ambiguous::One,
        keymap: default_map(),
        keymap_told: String::new(),
    }
}

impl Screen {
    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Send { id, request } = effect {
                let sent = self.caller.send(request).unwrap();
                self.waiting.push((sent, id));
            }
        }
        while !self.waiting.is_empty() {
            self.post();
        }
        let effects = self.app.update(Msg::Painted);
        assert!(effects.is_empty());
    }

    /// One thing from the hall.
    fn post(&mut self) {
        let msg = match self.posts.recv_timeout(Duration::from_secs(30)).unwrap() {
            Post::Answer { id, result } => {
                let place = self.waiting.iter().position(|(sent, _)| *sent == id).unwrap();
                Msg::Answer { id: self.waiting.remove(place).1, result }
            }
            Post::Changed(topic) => Msg::Changed(topic),
            Post::Told(trouble) => Msg::Told(trouble),
            Post::Closed | Post::Back => panic!("the hall is gone"),
        };
        let effects = self.app.update(msg);
        for effect in effects {
            if let Effect::Send { id, request } = effect {
                let sent = self.caller.send(request).unwrap();
                self.waiting.push((sent, id));
            }
        }
    }

    /// Keys as text: `274<Enter>`.
    pub(crate) fn keys(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let key = if let Some((name, after)) = named {
                rest = after;
                match name {
                    "Enter" => Key::Enter,
                    "Esc" => Key::Esc,
                    "Tab" => Key::Tab,
                    "Up" => Key::Up,
                    "Down" => Key::Down,
                    "Left" => Key::Left,
                    "Right" => Key::Right,
                    "Home" => Key::Home,
                    "End" => Key::End,
                    "PgUp" => Key::PageUp,
                    "PgDn" => Key::PageDown,
                    "Bksp" => Key::Backspace,
                    other => panic!("{other}"),
                }
            } else {
                rest = &rest[first.len_utf8()..];
                Key::Char(first)
            };
            let effects = self.app.update(Msg::Key(key));
            self.carry_out(effects);
        }
    }

    pub(crate) fn frame(&mut self, size: (u16, u16)) -> String {
        let (buf, _) = self.drawn(size);
        let ambiguous = self.app.common().ambiguous();
        let lines = (0..size.1).map(|y| {
            let row: String = (0..size.0).map(|x| buf[(x, y)].symbol()).collect();
            assert_eq!(width(&row, ambiguous), usize::from(size.0), "a glyph is cut or doubled: {row:?}");
            row.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The row of the terminal's cursor, where it is shown.
    pub(crate) fn cursor(&mut self, size: (u16, u16)) -> Option<u16> {
        self.drawn(size).1.map(|at| at.y)
    }

    fn drawn(&mut self, (columns, rows): (u16, u16)) -> (Buffer, Option<Position>) {
        let effects = self.app.update(Msg::Resize(columns, rows));
        self.carry_out(effects);
        let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = draw(&self.app, Theme::from_no_color(None), &mut buf);
        assert!(cursor.is_none_or(|at| at.x < columns && at.y < rows));
        (buf, cursor)
    }

    /// The display setting of the seat, as if it had been set.
    pub(crate) fn wide(&mut self, ambiguous: Ambiguous) {
        let display = Display { ambiguous_two: Some(ambiguous == Ambiguous::Two), lines: true };
        self.caller.send(Request::Show(display)).unwrap();
        let effects = self.app.update(Msg::Changed(shouxi::desk::view::Topic::Stage));
        // The answer to `Show` itself is nobody's.
        let Post::Answer { .. } = self.posts.recv().unwrap() else { panic!() };
        self.carry_out(effects);
    }

    pub(super) fn shows(&mut self, wanted: &str) {
        let shown = self.frame((120, 40));
        assert!(shown.contains(wanted), "{wanted} is not on the screen:\n{shown}");
    }

    pub(crate) fn snapshot(&mut self, name: &str) {
        for (columns, rows) in SIZES {
            let shown = self.frame((columns, rows));
            insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true },
                { insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), shown) });
        }
    }
}

/// What a hall in the middle of scoring looks like: one seat never came, another is behind.
pub(crate) fn midway(seat: &SeatId, code: &Code) -> bool {
    match seat.as_str() {
        "E09" => false,
        "E03" => code.as_str() < "W500",
        _ => true,
    }
}

/// Somebody, where, how the screen is reached.
pub(crate) const REVIEW_WAYS: [(&str, &str, &str); 16] = [
    ("list", "S01", ""),
    ("list_tie", "S01", "537"),
    ("list_incomplete", "S01", "<End>"),
    ("list_more", "S01", "<Tab>7"),
    ("proof", "S01", "537<Enter>"),
    ("sheets", "S01", "<Tab>1"),
    ("sheets_menu", "S01", "<Tab>1<Down><Down><Down><Enter>"),
    ("dossier", "S01", "274<Tab>2<Right>"),
    ("decide", "S01", "<Tab>3"),
    ("meeting", "S01", "<Tab>3<Tab>5"),
    ("deviations", "S01", "<Tab>5"),
    ("amendments", "S01", "<Tab>6"),
    ("what_if", "S01", "<Tab>72"),
    ("log", "S01", "<Tab>73"),
    ("obstacles", "S01", "<Tab>8"),
    ("supervisor_list", "J01", ""),
];

#[test]
fn the_screens_of_review_stand_as_they_were_looked_at() {
    let mut room = Room::review();
    for (name, id, way) in REVIEW_WAYS {
        let mut screen = room.sit(id, Lang::Zh);
        screen.keys(way);
        screen.snapshot(name);
    }
}

#[test]
fn the_screens_of_scoring_stand_as_they_were_looked_at() {
    let mut room = Room::scoring(midway);
    for (name, id, way) in [
        ("matrix", "S01", ""),
        ("matrix_cell", "S01", "<Down><Right><Right><Enter>"),
        ("missing", "S01", "<Tab>1"),
        ("close", "S01", "<Tab>5"),
        ("supervisor_matrix", "J01", ""),
    ] {
        let mut screen = room.sit(id, Lang::Zh);
        screen.keys(way);
        screen.snapshot(name);
    }
}

#[test]
fn the_screens_of_setup_stand_as_they_were_looked_at() {
    let mut room = Room::setup();
    room.sit("S01", Lang::Zh).snapshot("setup");
    let mut opening = room.sit("S01", Lang::Zh);
    opening.keys("<Tab>1");
    opening.snapshot("open");
    room.sit("J01", Lang::Zh).shows("还没有开始评分");
}

#[test]
fn scoring_opens_only_without_errors_and_with_the_number_of_dossiers() {
    let mut room = Room::setup();
    let file = room.dir.path().join("panel.toml");
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replace("quota = 10", "quota = 0")).unwrap();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.shows("错误  ");
    screen.shows("panel.toml:");
    screen.keys("<Tab>1");
    screen.shows("改好才能开始评分");
    fs::write(&file, whole.replace("quota = 10 ", "quota = 8 ")).unwrap();
    screen.keys("<Tab>2");
    screen.shows("名额 8 人");
    fs::write(&file, whole).unwrap();
    screen.keys("<Tab>2");
    screen.shows("名额 10 人");
    screen.keys("<Tab>1");
    screen.shows("请输入 23");
    screen.keys("9<Enter>");
    screen.shows("数不对，没有执行");
    screen.keys("<Esc>");
    screen.shows("申报材料 23 份");
    screen.keys("<Tab>123<Enter>");
    screen.shows("评分已开始，核验号");
    screen.shows("进度  阶段 评分  已定稿 0/");
}

#[test]
fn a_file_changed_after_opening_is_told_and_put_back_or_recorded_as_an_amendment() {
    let mut room = Room::scoring(|_, _| false);
    let file = room.dir.path().join("dossiers/W274.toml");
    let text = fs::read_to_string(&file).unwrap();
    let touched = format!("{text}\n# saved by mistake\n");
    fs::write(&file, &touched).unwrap();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.shows("有 1 个文件在开评后被改动，评分仍用封存的内容");
    screen.keys("<Tab>73");
    screen.shows("W274 材料在开评后被改动（第 ");
    screen.keys("<Enter>1<Enter>");
    assert_eq!(fs::read_to_string(&file).unwrap(), touched, "Enter alone puts nothing back");
    screen.keys("<Enter>19");
    screen.shows("dossiers/W274.toml 已恢复原样");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(!screen.frame((120, 40)).contains("W274 材料在开评后被改动"));
    fs::remove_file(&file).unwrap();
    screen.keys("<Tab>4");
    screen.shows("W274 材料在开评后被改动。");
    screen.keys("<Enter>19");
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "a file that is gone comes back too");
    fs::write(&file, &touched).unwrap();
    screen.keys("<Tab>4<Enter>2重新核对了文字<Tab>9");
    screen.shows("已记为更正，即时生效");
    assert!(!screen.frame((120, 40)).contains("W274 材料在开评后被改动"));
}

#[test]
fn a_cell_leads_to_what_its_state_allows_and_needs_a_reason() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("274<Right><Right><Enter>");
    screen.shows("W274 数控车工 × E03 张师傅：缺 1 项");
    screen.keys("2<Tab>9");
    screen.shows("请先写理由，再按 9");
    screen.keys("因病住院<Esc>");
    screen.shows("当前：W274 × E03 张师傅  缺 1 项");
    // What was written is given again.
    screen.keys("<Enter>2");
    screen.shows("因病住院");
    screen.keys("<Tab>9");
    screen.shows("已核准 E03 缺 W274");
    screen.shows("当前：W274 × E03 张师傅  缺席核准");
}

#[test]
fn a_paper_sheet_is_entered_with_digits_arrows_and_enter_and_confirmed_by_the_supervisor() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    // What an expert has touched is the expert's.
    screen.keys("274<Right><Right><Tab>3");
    screen.shows("E03 的 W274 不能代录");
    screen.keys("238<Left><Left><Left><Right><Right><Right><Right><Right><Right><Right><Right>");
    screen.shows("当前：W238 × E09");
    screen.keys("<Tab>3");
    screen.shows("代录  W238 × E09 吴师傅");
    screen.shows("还缺 7 项");
    screen.keys("25<Enter>99<Enter>");
    screen.shows("满分 10");
    screen.keys("<Bksp><Bksp>8.5<Enter>");
    screen.shows("还缺 5 项");
    screen.keys("7<Esc>");
    screen.shows("7 还没有录入");
    screen.keys("<Enter>");
    screen.snapshot("entry");
    screen.keys("<Tab>1");
    screen.shows("还缺 4 项，不能定稿");
    screen.keys("4<Enter>3<Enter>15<Enter>16<Enter>");
    screen.shows("材料合计");
    screen.keys("<Enter>");
    screen.shows("都录了");
    screen.keys("<Enter>9");
    screen.shows("E09 的 W238 已照纸面定稿，待核对");
    screen.shows("当前：W238 × E09 吴师傅  代录待核");
    let mut supervisor = room.sit("J01", Lang::Zh);
    supervisor.shows("核对确认(1)");
    supervisor.keys("<Tab>3<Enter>");
    supervisor.shows("E09 的 W238：已定稿");
    supervisor.keys("<Enter>9");
    supervisor.shows("代录待核 0 份");
}

#[test]
fn an_absent_experts_reason_is_entered_where_the_deviation_stands() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>5<Enter>2");
    screen.shows("的书面说明（照原话，写明来源）");
    screen.keys("来信：按佐证打分<Tab>9");
    screen.shows("已录入 E03 对 W634“带徒传技”的说明，原分照计");
    screen.shows("其中 1 处还没有说明");
}

#[test]
fn the_key_file_is_named_before_opening_and_its_digest_is_recorded() {
    let mut room = Room::setup();
    fs::write(room.dir.path().join("names.key"), b"opaque").unwrap();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>4names.key<Enter>");
    screen.shows("密钥文件 names.key");
    screen.keys("<Tab>1");
    screen.shows("密钥文件 names.key 的摘要一并登记");
    screen.keys("23<Enter>");
    screen.shows("评分已开始");
    screen.keys("<Tab>71");
    screen.keys("1<Enter>");
    screen.shows("密钥文件摘要");
}

#[test]
fn a_push_shows_what_changed_and_leaves_the_cursor_where_it_is() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("358<Right><Right><Right>");
    screen.shows("已定稿 159/204");
    screen.shows("当前：W358 × E04");
    room.act(
        "E09",
        Command::SetAside {
            seat: seat("E09"),
            dossier: code("W238"),
            aside: shouxi::domain::Aside::Conflict,
            reason: shouxi::text::clean_line("师徒"),
        },
    );
    // The push and the answer to what the page asks because of it.
    while !screen.frame((120, 40)).contains("已定稿 159/203") {
        screen.post();
    }
    screen.shows("当前：W358 × E04");
}

#[test]
fn closing_lists_what_does_not_count_and_leads_to_the_list() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>5");
    screen.shows("E09 未登录过、E03 差 18 份、E04 差 1 份、E05 差 1 份、E07 差 1 份、E08 差 1");
    screen.keys("159<Enter>");
    screen.shows("评分已结束，进入复核，核验号");
    screen.shows("汇总");
    screen.shows("名额线：第 10 名");
}

/// Excuses what is missing, returns nothing, explains the deviations: what is left is the panel's.
pub(crate) fn settled_but_for_the_panel(room: &mut Room) {
    for id in ["E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09"] {
        let reason = shouxi::text::clean_line("未到会");
        room.act("S01", Command::Excuse { seat: seat(id), dossier: None, reason });
    }
    for (id, dossier, section) in [("E03", "W634", "mentoring"), ("E06", "W573", "innovation")] {
        let section = shouxi::domain::SectionId::parse(section).unwrap();
        let reason = shouxi::text::clean_line("请复核");
        let (whose, dossier) = (seat(id), code(dossier));
        room.act(
            "S01",
            Command::Return { seat: whose, dossier: dossier.clone(), section: Some(section.clone()), reason },
        );
        let reason = shouxi::text::clean_line("佐证不足，维持原分");
        room.act(id, Command::Explain { dossier: dossier.clone(), section, reason });
        room.act(id, Command::Sign { dossiers: vec![dossier], half: None, revision: None });
    }
}

#[test]
fn from_the_obstacles_to_the_sealed_list_and_back() {
    let mut room = Room::review();
    settled_but_for_the_panel(&mut room);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>8");
    screen.snapshot("obstacles_last");
    screen.keys("<Tab>2");
    screen.shows("还不能定案，有 2 件事");
    // The incomplete dossier: the panel leaves it out.
    screen.keys("<Home><Enter>");
    screen.shows("议决待补评");
    screen.keys("<Down>9<Tab>3");
    screen.shows("还没写说明");
    screen.keys("<Tab>2份数不够，不再补评<Esc><Tab>3");
    screen.shows("回避");
    let shown = screen.frame((120, 40));
    assert!(shown.contains("对不上"), "two seats stand aside here, so nine votes are too many:\n{shown}");
    screen.keys("<Home><Down><Bksp>8<Tab>3");
    screen.shows("空缺不取。赞成 8");
    screen.keys("9");
    screen.shows("议决已记录");
    // The tie, by picking the second first.
    screen.keys("<Home><Enter>");
    screen.shows("议决并列");
    screen.keys("<Down><Enter>");
    screen.shows("先后：10 W962  11 W537");
    screen.keys("<Down>4<Down>5<Tab>2解决难题更突出<Esc><Tab>3");
    screen.shows("没有超过 9 票的一半");
    screen.snapshot("decide_no_majority");
    screen.keys("<Up><Bksp>7<Down><Bksp>2<Tab>3");
    screen.shows("W962 > W537");
    screen.keys("9");
    screen.shows("都办完了：拟推荐 10 人");
    screen.snapshot("obstacles_none");
    screen.keys("<Tab>2");
    screen.shows("请输入 10");
    screen.keys("10<Enter>");
    screen.shows("已定案，名单已封存：拟推荐 10 人");
    screen.keys("<Esc>");
    screen.shows("已封存");
    // Back to review takes a reason and the number.
    screen.keys("<Tab>8名单有误，须复核<Tab>9");
    screen.shows("请输入 10");
    screen.keys("10<Enter>");
    screen.shows("已回到复核");
}

/// Final: settled, the tie decided, the list sealed.
pub(crate) fn sealed() -> Room {
    let mut room = Room::review();
    settled_but_for_the_panel(&mut room);
    let experts: Vec<SeatId> = ["E01", "E02", "E03", "E04", "E05", "E06", "E07"].map(seat).to_vec();
    let votes = shouxi::domain::Votes { in_favour: 7, against: 0, abstaining: 0, voters: experts };
    let note = || shouxi::text::clean_line("议决");
    let eligible = ["E01", "E02", "E04", "E05", "E07"].map(seat).to_vec();
    let few = shouxi::domain::Votes { in_favour: 5, against: 0, abstaining: 0, voters: eligible };
    room.act("S01", Command::Decide { codes: vec![code("W569")], none: true, votes: few, note: note() });
    let order = vec![code("W537"), code("W962")];
    room.act("S01", Command::Decide { codes: order, none: false, votes, note: note() });
    room.act("S01", Command::Finalise);
    room
}

#[test]
fn after_final_a_withdrawn_place_is_filled_by_a_vote() {
    let mut room = sealed();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("683<Tab>76本人放弃<Tab>9");
    screen.shows("请输入代号里的数字");
    screen.keys("683<Enter>");
    screen.shows("W683 已撤回");
    screen.keys("<Tab>3");
    screen.shows("议决空缺");
    screen.shows("W962");
    screen.keys("<Down>9<Tab>2递次审议<Esc><Tab>3");
    screen.shows("W962 补入空缺");
    screen.keys("9");
    screen.shows("议决已记录");
}

#[test]
fn an_amendment_that_needs_a_vote_waits_for_the_supervisor_and_shows_both_lists() {
    let mut room = Room::review();
    let file = room.dir.path().join("panel.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("quota = 10 ", "quota = 9 ")).unwrap();
    let mut secretary = room.sit("S01", Lang::Zh);
    secretary.keys("<Tab>71<Tab>73");
    secretary.shows("panel.toml 在开评后被改动");
    secretary.keys("<Tab>3");
    secretary.shows("更正表决");
    secretary.keys("9<Tab>2省里核减名额<Esc><Tab>39");
    secretary.shows("更正等第二个席位确认后生效");
    let mut supervisor = room.sit("J01", Lang::Zh);
    supervisor.keys("<Tab>75");
    supervisor.shows("更正，S01 提出：省里核减名额");
    supervisor.shows("名额 10 → 9");
    supervisor.snapshot("waiting");
    supervisor.keys("<Enter>");
    supervisor.shows("9 确认");
    supervisor.keys("<Enter>");
    supervisor.shows("省里核减名额");
    supervisor.keys("<Enter>9");
    supervisor.shows("号更正已生效");
    supervisor.keys("<Esc><Tab>6");
    supervisor.shows("更正：省里核减名额");
    supervisor.shows("W537：第 10 名 待议决 → 第 10 名 未列入");
    supervisor.snapshot("amendments_one");
}

#[test]
fn a_sheet_from_paper_is_confirmed_by_the_supervisor_who_sees_exactly_that_sheet() {
    let mut room = Room::scoring(midway);
    let entries = fs::read(fixtures().join("entries.csv")).unwrap();
    let sheets = folder::marks::read(&entries, "entries.csv").unwrap();
    let paper = sheets.into_iter().find(|rows| rows.seat == seat("E09") && rows.dossier == code("W537")).unwrap();
    room.act("S01", Command::Import { sheets: vec![paper], sign: true });
    let mut secretary = room.sit("S01", Lang::Zh);
    secretary.shows("代录 1 份待核，照计");
    let mut screen = room.sit("J01", Lang::Zh);
    screen.keys("<Tab>3");
    screen.shows("E09 的 W537 是从纸面代录的，待核对");
    screen.keys("<Enter>");
    screen.snapshot("paper");
    screen.keys("<Enter>");
    screen.shows("代录的每一项都与纸面一致");
    screen.keys("9");
    screen.shows("已确认 E09 的 W537");
    while screen.frame((120, 40)).contains("是从纸面代录的") {
        screen.post();
    }
    screen.shows("代录待核 0 份");
}

#[test]
fn verifying_is_told_in_sentences_and_held_against_a_head() {
    let mut room = Room::review();
    let mut screen = room.sit("J01", Lang::Zh);
    screen.keys("<Tab>74");
    screen.shows("核验通过：");
    screen.shows("与自身一致，未与外部核验号对照。");
    screen.keys("<Tab>14a27 19f0 66b5 2e48<Enter>");
    // The chain holds all the same: a mistyped head accuses nobody.
    screen.shows("核验通过：");
    screen.shows("核验号 4a27 19f0 66b5 2e48 不在这份日志里");
    screen.keys("<Tab>3");
    screen.shows("核验通过：");
}

#[test]
fn the_log_goes_to_a_number_and_across_its_windows() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>73");
    screen.shows("日志  433/433");
    screen.keys("12<Enter>");
    screen.shows("日志  12/433");
    screen.keys("<Home>");
    screen.shows("日志  1/433");
    screen.keys("<End>");
    screen.shows("日志  433/433");
    screen.keys("9999<Enter>");
    screen.shows("没有第 9999 条");
}

#[test]
fn the_dossier_is_read_text_by_text_and_one_after_the_other() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("893<Tab>2");
    screen.shows("荣誉（国/省/市）：1/1/1");
    screen.keys("<Right>");
    screen.shows("[绝技绝活]");
    screen.keys("<Tab>");
    screen.shows("W948");
    screen.keys("274");
    screen.shows("W274·数控车工");
}

/// Every way there is, in both languages, for the tests that look at all of them.
pub(crate) fn everywhere() -> Vec<(Room, Vec<(&'static str, &'static str)>)> {
    let review = REVIEW_WAYS.iter().map(|(_, id, way)| (*id, *way)).chain([("S01", "<Tab>74"), ("J01", "<Tab>71")]);
    let scoring = ["", "<Right><Enter>", "<Tab>1", "<Tab>3", "<Tab>4", "<Tab>5", "<Tab>6", "<Tab>7", "?"];
    vec![
        (Room::setup(), vec![("S01", ""), ("S01", "<Tab>1"), ("S01", "<Tab>3"), ("J01", "")]),
        (Room::scoring(midway), scoring.iter().map(|way| ("S01", *way)).chain([("J01", "")]).collect()),
        (Room::review(), review.collect()),
    ]
}
