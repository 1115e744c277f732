//! Every screen there is, over a real hall: at every size, in both widths and both languages.
//!
//! `Screen::NAMES` lists them all; a screen that no way here leads to fails the first test.

use std::collections::BTreeSet;
use std::fs;

use shouxi::desk::Request;
use shouxi::desk::view::SeatCard;
use shouxi::domain::Command;
use shouxi::folder;
use shouxi::text::Ambiguous;
use shouxi::tui::app::Start;
use shouxi::words::Lang;

use crate::practice::{REVIEW_WAYS, Room, Screen, fixtures, midway, seat, start};

/// From where a screen is reached.
#[derive(Clone, Copy)]
enum Door {
    /// The seat's first page, after alignment and promise.
    Seated,
    /// The seat's very first login.
    First,
    /// Nothing is answered yet.
    Unanswered,
    /// No seat is named: local use, or the practice panel.
    NoSeat { practice: bool },
}

/// Which seat, from where, by which keys.
type Way = (&'static str, Door, &'static str);

/// A panel in one stage, and the ways on it. Ways that change something come last.
fn everywhere() -> Vec<(Room, Vec<Way>)> {
    let seated = |(id, keys): (&'static str, &'static str)| (id, Door::Seated, keys);
    let setup = [("S01", ""), ("S01", "<Tab>1"), ("S01", "<Tab>3"), ("J01", "")];
    let first = [
        ("S01", Door::Unanswered, ""),
        ("S01", Door::NoSeat { practice: false }, ""),
        ("S01", Door::NoSeat { practice: true }, ""),
        ("E06", Door::First, ""),
        ("E05", Door::Seated, ""),
    ];
    let office = [
        "",
        "<Right><Enter>",
        "<Tab>1",
        "<Tab>3",
        "<Tab>4",
        "<Tab>5",
        "<Tab>6",
        "<Tab>7",
        "?",
        "/",
        "238<Right><Right><Right><Right><Right><Right><Right><Right><Tab>3",
    ];
    // A seat comes back to where it was; so Esc leads to the list first, and what was typed is taken out again.
    let expert = [
        "",
        "<Tab>",
        "<Tab>7",
        "?",
        "27",
        "<Esc>",
        "<Tab>5",
        "<Tab>5<Right><Right><End>",
        "<Tab>527<Tab>",
        "<Tab>5<Down><Enter>",
        "<Tab>5<Down><Enter><Down><Left>",
        "752<Enter>",
        "752<Enter>2",
        "274<Enter>",
        "<Esc>274<Enter><Tab><Tab>",
        "<Esc>274<Enter><Tab><Tab>1",
        "<Esc>274<Enter><Tab><Tab>2",
        "<Esc>274<Enter><Tab><Tab>21",
        "<Esc>274<Enter><Tab><Tab>3",
        "<Esc>274<Enter><Tab><Tab>4",
        "<Esc>274<Enter><Tab><Tab>5",
        "<Esc>274<Enter><Tab><Tab>7",
        "<Esc>274<Enter><Tab><Tab>8",
        "<Esc>274<Enter>?",
        "<Esc>325<Enter>",
        "<Esc>274<Enter>35<Enter>",
        "<Esc>274<Enter><Bksp><Bksp><Enter>",
        "<Esc>274<Enter>4<Enter>",
        "<Esc>274<Enter>4<Enter>1",
        "<Esc>274<Enter>4<Enter>19",
    ];
    let scoring = first
        .into_iter()
        .chain(office.map(|keys| ("S01", keys)).map(seated))
        .chain([("J01", ""), ("E09", ""), ("E09", "<Tab>4")].map(seated))
        .chain(expert.map(|keys| ("E03", keys)).map(seated));
    let review = REVIEW_WAYS.map(|(_, id, keys)| (id, keys)).map(seated);
    let review = review.into_iter().chain([("S01", "<Tab>74"), ("J01", "<Tab>71"), ("J01", "<Tab>74")].map(seated));
    vec![
        (Room::setup(), setup.map(seated).to_vec()),
        (in_scoring(), scoring.collect()),
        (Room::review(), review.collect()),
    ]
}

/// Scoring as it is midway, with a sheet from paper for E09.
fn in_scoring() -> Room {
    let mut room = Room::scoring(midway);
    let entries = fs::read(fixtures().join("entries.csv")).unwrap();
    let sheets = folder::marks::read(&entries, "entries.csv").unwrap();
    let paper = sheets.into_iter().find(|rows| rows.seat == seat("E09") && rows.dossier.as_str() == "W537").unwrap();
    room.act("S01", Command::Import { sheets: vec![paper], sign: true });
    for id in ["E03", "E09"] {
        room.client(id).call(Request::Promise).unwrap();
    }
    room
}

fn go(room: &mut Room, (id, door, keys): Way, lang: Lang) -> Screen {
    let mut screen = match door {
        Door::Seated => room.sit(id, lang),
        Door::First => room.come(id, start(lang), true),
        Door::Unanswered => room.come(id, start(lang), false),
        Door::NoSeat { practice } => {
            let seats: Vec<SeatCard> = room.desk.seats().to_vec();
            room.come(id, Start { seats, seated: false, practice, ..start(lang) }, true)
        }
    };
    screen.keys(keys);
    screen
}

fn name(screen: &Screen) -> &'static str {
    screen.app.stack().last().unwrap().screen.name()
}

/// Every size up to 40×15, where a sentence stands, and a hundred up to 200×60.
fn sizes() -> Vec<(u16, u16)> {
    let small = (1..=40).flat_map(|columns| (1..=15).map(move |rows| (columns, rows)));
    // A fixed multiplicative walk: the same hundred sizes every time.
    let mut seed: u32 = 2024;
    let mut next = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((seed >> 16) % most + 1).unwrap()
    };
    let large: Vec<(u16, u16)> = (0..100).map(|_| (next(200), next(60))).collect();
    let edges = [(59, 20), (60, 19), (60, 20), (61, 21), (79, 23), (80, 24), (109, 30), (110, 30), (250, 20)];
    small.chain(edges).chain(large).collect()
}

#[test]
fn every_screen_there_is_draws_at_every_size_and_in_both_widths() {
    let mut seen = BTreeSet::new();
    let sizes = sizes();
    for (mut room, ways) in everywhere() {
        for way in ways {
            let mut screen = go(&mut room, way, Lang::Zh);
            seen.insert(name(&screen));
            for size in &sizes {
                screen.frame(*size);
            }
            // Wide glyphs need a seat that has said so, and room for more than the sentence about the size.
            if !matches!(way.1, Door::Unanswered | Door::NoSeat { .. }) {
                screen.wide(Ambiguous::Two);
                let large = sizes.iter().filter(|(columns, rows)| *columns >= 40 && *rows >= 15);
                large.for_each(|size| {
                    screen.frame(*size);
                });
            }
        }
    }
    let all: BTreeSet<&str> = shouxi::tui::app::Screen::NAMES.iter().copied().collect();
    assert_eq!(seen, all, "a way to every screen belongs into this file");
}

/// English frames hold no Han but what people wrote, and no word of ours is cut.
#[test]
fn english_screens_hold_no_han_but_data_and_no_cut_word() {
    let han = |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}');
    let mut data: Vec<String> = vec!["中文".to_owned()];
    for dir in [fixtures(), fixtures().join("dossiers")] {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                data.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    let data = data.concat();
    let mut wrong = Vec::new();
    for (mut room, ways) in everywhere() {
        for way in ways {
            let mut screen = go(&mut room, way, Lang::En);
            for size in [(200, 60), (120, 40), (80, 24)] {
                let shown = screen.frame(size);
                for word in shown.split(|c: char| !han(c)).filter(|word| !word.is_empty()) {
                    if !data.contains(word) {
                        wrong.push(format!("{word} on {} {size:?} after {} {}", name(&screen), way.0, way.2));
                    }
                }
                // Long sentences of a list end at its edge, and Enter shows them whole.
                let listed = screen.app.stack().iter().any(|level| ["Queue", "Matrix"].contains(&level.screen.name()));
                for row in shown.lines().filter(|row| !(listed && row.ends_with('…'))) {
                    let cut =
                        row.match_indices('…').any(|(at, _)| row[..at].ends_with(|c: char| c.is_ascii_alphabetic()));
                    if cut {
                        wrong.push(format!("{} {size:?} after {} {}: {row}", name(&screen), way.0, way.2));
                    }
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn text_is_never_typed_on_the_last_row() {
    let (mut room, ways) = everywhere().remove(1);
    for way in ways {
        let mut screen = go(&mut room, way, Lang::Zh);
        for size in [(60, 20), (80, 24), (120, 40)] {
            let cursor = screen.cursor(size);
            assert!(cursor.is_none_or(|row| row + 1 < size.1), "{} after {}", name(&screen), way.2);
        }
    }
}

#[test]
fn screens_that_no_other_test_shows_stand_as_they_were_looked_at() {
    let mut room = in_scoring();
    go(&mut room, ("E09", Door::Seated, "<Tab>4"), Lang::Zh).snapshot("transcribed");
    let mut review = Room::review();
    go(&mut review, ("J01", Door::Seated, "<Tab>74"), Lang::Zh).snapshot("verify");
}
