//! Pictures of the main screens, for README and docs: `cargo run --example pictures -- docs/pictures`.
//!
//! The practice panel is made in a temporary folder; the screens are led by keys, drawn into a buffer and written as
//! SVG. No terminal is involved. Names given after the folder choose among the pictures.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a command for whoever works on this repository")]

mod svg;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use shouxi::cli::{Env, run};
use shouxi::desk::{Access, Caller, Desk, Post, Source, open};
use shouxi::domain::{Moment, SeatId};
use shouxi::text::Ambiguous;
use shouxi::tui::app::{App, Effect, Msg, Start};
use shouxi::tui::keymap::Key;
use shouxi::tui::view::draw;
use shouxi::tui::view::theme::Theme;
use shouxi::words::Lang;

/// A picture: its name, who sits there (nobody: the seats), and the keys from the seat's first page.
struct Scene {
    name: &'static str,
    seat: Option<&'static str>,
    keys: &'static str,
}

const fn scene(name: &'static str, seat: &'static str, keys: &'static str) -> Scene {
    Scene { name, seat: Some(seat), keys }
}

/// While experts score.
const SCORING: [Scene; 5] = [
    Scene { name: "seats", seat: None, keys: "" },
    scene("list", "E03", ""),
    scene("desk", "E03", "274\r4"),
    scene("check", "E03", "274\r\t\t3"),
    scene("matrix", "S01", ""),
];
/// After scoring was closed.
const REVIEW: [Scene; 3] =
    [scene("ranking", "S01", "537"), scene("decide", "S01", "\t3"), scene("verify", "J01", "\t74")];
const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// 2024-08-12 06:32 UTC, 14:32 in China: the pictures are the same whenever they are made.
fn now() -> Moment {
    Moment(1_723_444_320_000)
}

fn nonce() -> [u8; 16] {
    [7; 16]
}

fn main() {
    let mut words = std::env::args().skip(1);
    let out = PathBuf::from(words.next().unwrap_or_else(|| "docs/pictures".to_owned()));
    let wanted: Vec<String> = words.collect();
    std::fs::create_dir_all(&out).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let panel = folder.path().join("weihai-2024");
    command(&["demo", panel.to_str().unwrap()]);
    take(&panel, &SCORING, &out, &wanted);
    command(&["-C", panel.to_str().unwrap(), "stage", "review"]);
    take(&panel, &REVIEW, &out, &wanted);
}

/// Runs one of the program's own commands.
fn command(arguments: &[&str]) {
    let args = std::iter::once("shouxi").chain(arguments.iter().copied()).map(Into::into).collect();
    let env = Env { args, dir: None, var: |_| None, offset_minutes: 8 * 60, source: Source { now, nonce } };
    assert_eq!(run(env), 0, "{arguments:?}");
}

fn take(panel: &Path, scenes: &[Scene], out: &Path, wanted: &[String]) {
    for scene in scenes {
        for lang in [Lang::Zh, Lang::En] {
            for size in SIZES {
                let tongue = if lang == Lang::Zh { "zh" } else { "en" };
                let name = format!("{}-{tongue}-{}x{}", scene.name, size.0, size.1);
                if !wanted.is_empty() && !wanted.iter().any(|word| name.starts_with(word.as_str())) {
                    continue;
                }
                // A copy for each: what one picture typed is not kept for the next.
                let folder = tempfile::tempdir().unwrap();
                copy(panel, folder.path());
                let mut desk = open(folder.path(), Access::Write, Source { now, nonce }).unwrap();
                let frame = Screens::open(&mut desk, scene, lang, size).frame(scene.keys, size);
                desk.close();
                std::fs::write(out.join(format!("{name}.svg")), svg::svg(&frame, &name)).unwrap();
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            std::fs::copy(&path, &there).unwrap();
        }
    }
}

/// The screens and their line to the hall.
struct Screens {
    app: App,
    line: Option<(Caller, Receiver<Post>)>,
    /// The line's numbers to the screens'.
    sent: BTreeMap<u64, u64>,
}

impl Screens {
    fn open(desk: &mut Desk, scene: &Scene, lang: Lang, size: (u16, u16)) -> Self {
        let start = Start {
            lang,
            size,
            zone_minutes: 8 * 60,
            seats: if scene.seat.is_some() { Vec::new() } else { desk.seats().to_vec() },
            seated: scene.seat.is_some(),
            practice: false,
            ambiguous: Ambiguous::One,
            keymap: shouxi::tui::keymap::file::default_map(),
            keymap_told: String::new(),
        };
        let line = scene.seat.map(|seat| desk.sit(&SeatId::parse(seat).unwrap(), false).unwrap().split());
        let (app, effects) = App::new(start);
        let mut screens = Self { app, line, sent: BTreeMap::new() };
        screens.follow(effects);
        screens.settle();
        // Two bars that stand in line, the promise: asked once of every seat, and of none a second time.
        for key in ['1', '9'] {
            let told = screens.app.common().home.as_ref().is_some_and(|home| {
                if key == '1' {
                    home.display.ambiguous_two.is_some()
                } else {
                    home.promised || home.seat.id.as_str().starts_with(['S', 'J'])
                }
            });
            if scene.seat.is_some() && !told {
                screens.tell(Msg::Key(Key::Char(key)));
            }
        }
        screens
    }

    fn frame(mut self, keys: &str, (columns, rows): (u16, u16)) -> Buffer {
        for key in keys.chars() {
            self.tell(Msg::Key(match key {
                '\r' => Key::Enter,
                '\t' => Key::Tab,
                other => Key::Char(other),
            }));
        }
        let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
        draw(&self.app, Theme::from_no_color(None), &mut buf);
        buf
    }

    fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.follow(effects);
        self.settle();
    }

    fn follow(&mut self, effects: Vec<Effect>) {
        let Some((caller, _)) = &mut self.line else { return };
        for effect in effects {
            if let Effect::Send { id, request } = effect {
                let number = caller.send(request).unwrap();
                self.sent.insert(number, id);
            }
        }
    }

    /// Until every question is answered and nothing more is told.
    fn settle(&mut self) {
        loop {
            let effects = self.app.update(Msg::Painted);
            self.follow(effects);
            let wait = Duration::from_millis(if self.sent.is_empty() { 20 } else { 5_000 });
            let Some((_, posts)) = &self.line else { return };
            let msg = match posts.recv_timeout(wait) {
                Ok(Post::Answer { id, result }) => match self.sent.remove(&id) {
                    Some(id) => Msg::Answer { id, result },
                    None => continue,
                },
                Ok(Post::Changed(topic)) => Msg::Changed(topic),
                Ok(Post::Told(trouble)) => Msg::Told(trouble),
                Ok(Post::Closed | Post::Back) => panic!("the hall closed"),
                Err(_) => return,
            };
            let effects = self.app.update(msg);
            self.follow(effects);
        }
    }
}
