//! The secretary's and the supervisor's screens over a real hall and the practice panel: keys in, frames out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use shouxi::desk::view::{Display, SeatCard};
use shouxi::desk::{Access, Caller, Client, Desk, Post, Request, Source, open};
use shouxi::domain::{Code, Command, Moment, SeatId};
use shouxi::folder;
use shouxi::text::{Ambiguous, Clean, width};
use shouxi::tui::app::{App, Effect, Msg, Start};
use shouxi::tui::keymap::Key;
use shouxi::tui::view::draw;
use shouxi::tui::view::theme::Theme;
use shouxi::words::Lang;

/// 2024-08-20 14:32 in China.
const SOURCE: Source = Source { now: || Moment(1_724_135_530_000), nonce: || [7; 16] };
const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 20)];

fn seat(id: &str) -> SeatId {
    SeatId::parse(id).unwrap()
}

fn code(id: &str) -> Code {
    Code::parse(id).unwrap()
}

/// The practice panel on disk, its hall, and perhaps somebody at a screen.
struct Room {
    dir: tempfile::TempDir,
    desk: Desk,
}

/// Somebody at a screen.
struct Screen {
    app: App,
    caller: Caller,
    posts: Receiver<Post>,
    waiting: Vec<(u64, u64)>,
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/weihai-2024")
}

impl Room {
    /// Before opening.
    fn setup() -> Self {
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

    fn client(&mut self, id: &str) -> Client {
        self.desk.sit(&seat(id), false).unwrap()
    }

    fn act(&mut self, id: &str, command: Command) {
        self.client(id).act(command).unwrap();
    }

    /// In scoring, with `keep` of the practice entries.
    fn scoring(keep: impl Fn(&SeatId, &Code) -> bool) -> Self {
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
    fn review() -> Self {
        let mut room = Self::scoring(|_, _| true);
        room.act("S01", Command::Close { reason: Clean::default() });
        room
    }

    fn sit(&mut self, id: &str, lang: Lang) -> Screen {
        let mut client = self.client(id);
        client.call(Request::Show(Display { ambiguous_two: Some(false), lines: false })).unwrap();
        let (caller, posts) = client.split();
        let start = Start {
            lang,
            size: (80, 24),
            zone_minutes: 480,
            seats: Vec::<SeatCard>::new(),
            seated: true,
            practice: false,
            ambiguous: Ambiguous::One,
        };
        let (app, effects) = App::new(start);
        let mut screen = Screen { app, caller, posts, waiting: Vec::new() };
        screen.carry_out(effects);
        screen
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
            Post::Closed => panic!("the hall is gone"),
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
    fn keys(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let key = match named {
                Some((name, after)) => {
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
                }
                None => {
                    rest = &rest[first.len_utf8()..];
                    Key::Char(first)
                }
            };
            let effects = self.app.update(Msg::Key(key));
            self.carry_out(effects);
        }
    }

    fn frame(&mut self, (columns, rows): (u16, u16)) -> String {
        let effects = self.app.update(Msg::Resize(columns, rows));
        self.carry_out(effects);
        let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = draw(&self.app, Theme::from_no_color(None), &mut buf);
        assert!(cursor.is_none_or(|at| at.x < columns && at.y < rows));
        let ambiguous = self.app.common().ambiguous();
        let lines = (0..rows).map(|y| {
            let row: String = (0..columns).map(|x| buf[(x, y)].symbol()).collect();
            assert_eq!(width(&row, ambiguous), usize::from(columns), "a glyph is cut or doubled: {row:?}");
            row.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn shows(&mut self, wanted: &str) {
        let shown = self.frame((120, 40));
        assert!(shown.contains(wanted), "{wanted} is not on the screen:\n{shown}");
    }

    fn snapshot(&mut self, name: &str) {
        for (columns, rows) in SIZES {
            let shown = self.frame((columns, rows));
            insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true },
                { insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), shown) });
        }
    }
}

/// What a hall in the middle of scoring looks like: one seat never came, another is behind.
fn midway(seat: &SeatId, code: &Code) -> bool {
    match seat.as_str() {
        "E09" => false,
        "E03" => code.as_str() < "W500",
        _ => true,
    }
}

/// Somebody, where, how the screen is reached.
const REVIEW_WAYS: [(&str, &str, &str); 15] = [
    ("list", "S01", ""),
    ("list_tie", "S01", "537"),
    ("list_incomplete", "S01", "<End>"),
    ("list_more", "S01", "<Tab>7"),
    ("proof", "S01", "537<Enter>"),
    ("sheets", "S01", "<Tab>1"),
    ("sheets_menu", "S01", "<Tab>1<Down><Down><Down><Enter>"),
    ("dossier", "S01", "274<Tab>2<Right>"),
    ("decide", "S01", "<Tab>3"),
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
