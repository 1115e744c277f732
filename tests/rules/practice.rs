//! The practice panel over a real hall, and somebody at its screens: keys in, frames out.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
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
use tempfile::TempDir;

/// 2024-08-20 14:32 in China.
pub(crate) const SOURCE: Source = Source { now: || Moment(1_724_135_530_000), nonce: || [7; 16] };

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 20)];

pub(crate) fn seat(id: &str) -> SeatId {
    SeatId::parse(id).unwrap()
}

pub(crate) fn code(id: &str) -> Code {
    Code::parse(id).unwrap()
}

/// A copy of the practice panel's folder, before opening.
pub(crate) fn panel_folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    // As `new` and `demo` make a panel folder: what others can read is not served.
    fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o700)).unwrap();
    fs::create_dir(dir.path().join("dossiers")).unwrap();
    fs::copy(fixtures().join("panel.toml"), dir.path().join("panel.toml")).unwrap();
    for entry in fs::read_dir(fixtures().join("dossiers")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, dir.path().join("dossiers").join(path.file_name().unwrap())).unwrap();
    }
    dir
}

/// The practice entries that are wanted, by the seats themselves.
pub(crate) fn enter(desk: &mut Desk, wanted: impl Fn(&SeatId, &Code) -> bool) {
    let entries = fs::read(fixtures().join("entries.csv")).unwrap();
    let mut clients: BTreeMap<SeatId, Client> = BTreeMap::new();
    for mut rows in folder::marks::read(&entries, "entries.csv").unwrap() {
        if !wanted(&rows.seat, &rows.dossier) {
            continue;
        }
        let client = clients.entry(rows.seat.clone()).or_insert_with(|| desk.sit(&rows.seat, false).unwrap());
        // Marks of a sheet that was set aside later were entered before.
        if rows.aside.is_some() && !rows.marks.is_empty() {
            let aside = rows.aside.take();
            client.act(Command::Import { sheets: vec![rows.clone()], sign: false }).unwrap();
            rows.aside = aside;
            rows.marks.clear();
        }
        let sign = rows.aside.is_none();
        client.act(Command::Import { sheets: vec![rows], sign }).unwrap();
    }
}

/// The practice panel on disk, its hall, and perhaps somebody at a screen.
pub(crate) struct Room {
    dir: TempDir,
    pub(crate) desk: Desk,
}

/// Somebody at a screen.
pub(crate) struct Screen {
    pub(crate) app: App,
    caller: Caller,
    posts: Receiver<Post>,
    waiting: Vec<(u64, u64)>,
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/weihai-2024")
}

impl Room {
    /// Before opening.
    pub(crate) fn setup() -> Self {
        let dir = panel_folder();
        let desk = open(dir.path(), Access::Write, SOURCE).unwrap();
        Self { dir, desk }
    }

    /// A file of the panel folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
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
        enter(&mut room.desk, keep);
        room
    }

    /// In review, with all practice entries.
    pub(crate) fn review() -> Self {
        let mut room = Self::scoring(|_, _| true);
        room.act("S01", Command::Close { reason: Clean::default() });
        room
    }

    /// The same panel, its hall ended and opened again.
    pub(crate) fn reopened(self) -> Self {
        self.reopened_after(|_| {})
    }

    /// The same, with something done to its store in between.
    pub(crate) fn reopened_after(self, between: impl FnOnce(&Path)) -> Self {
        let Self { dir, desk } = self;
        desk.close();
        between(&dir.path().join("store"));
        let desk = open(dir.path(), Access::Write, SOURCE).unwrap();
        Self { dir, desk }
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
    pub(crate) fn post(&mut self) {
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

    pub(crate) fn shows(&mut self, wanted: &str) {
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
