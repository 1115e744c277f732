//! The vocabulary of actions held against every screen there is: help, contexts, aliases, palette.

use std::collections::BTreeSet;
use std::fmt::Write;

use shouxi::text::{Ambiguous, width};
use shouxi::tui::app::{Page, Screen as Page_};
use shouxi::tui::keymap::file::{BUILT_IN, built_in, default_map};
use shouxi::tui::keymap::{Act, Context, Key, key_name};
use shouxi::words::Lang;

use super::office::{Room, Screen, everywhere, midway};

/// The expert's screens, from the list.
const EXPERT_WAYS: [&str; 10] = [
    "",
    "<Tab>",
    "<Tab>5",
    "<Tab>5<Enter>",
    "274<Enter>",
    "274<Enter><Tab>",
    "274<Enter><Tab><Tab>",
    "<Enter><Tab><Tab>3",
    "274<Enter><Tab><Tab>5",
    "274<Enter><Tab><Tab>8",
];

/// Further screens of the secretary's in scoring: files, whom to remind, a paper sheet of the seat that never came.
const OFFICE_WAYS: [&str; 3] = ["<Tab>73", "<Tab>2", "<Right><Right><Right><Right><Right><Right><Right><Right><Tab>3"];

fn page(screen: &Screen) -> &dyn Page {
    screen.app.stack().last().unwrap().screen.page()
}

/// Everybody's screens.
fn all_screens(mut look: impl FnMut(&mut Screen, &str)) {
    for (mut room, ways) in everywhere() {
        for (id, way) in ways {
            let mut screen = room.sit(id, Lang::Zh);
            screen.keys(way);
            look(&mut screen, &format!("{id} {way}"));
        }
    }
    let mut room = Room::scoring(midway);
    room.sit("E03", Lang::Zh).keys("9");
    for way in EXPERT_WAYS {
        let mut screen = room.sit("E03", Lang::Zh);
        screen.keys(way);
        look(&mut screen, &format!("E03 {way}"));
    }
    for way in OFFICE_WAYS {
        let mut screen = room.sit("S01", Lang::Zh);
        screen.keys(way);
        look(&mut screen, &format!("S01 {way}"));
    }
}

#[test]
fn every_action_of_a_screen_stands_once_in_its_help_and_may_exist_there() {
    let mut seen = BTreeSet::new();
    all_screens(|screen, way| {
        let context = page(screen).context();
        let row = page(screen).actions().map(|row| [row.lines(), row.more()].concat()).unwrap_or_default();
        let ways = page(screen).ways(screen.app.common());
        let here: Vec<Act> =
            ways.iter().flat_map(|way| way.acts.clone()).chain(row.iter().map(|action| action.act)).collect();
        for act in &here {
            assert!(context == Context::Note || act.contexts().contains(&context), "{way}: {act:?} in {context:?}");
        }
        if context == Context::Note || matches!(screen.app.stack().last().unwrap().screen, Page_::Help(_)) {
            return;
        }
        screen.keys("?");
        let Page_::Help(help) = &screen.app.stack().last().unwrap().screen else { panic!("no help at {way}") };
        let told: Vec<Act> = help.lines.iter().flat_map(|line| line.acts.clone()).collect();
        let once: BTreeSet<Act> = told.iter().copied().collect();
        assert_eq!(once.len(), told.len(), "{way}: told twice: {told:?}");
        for act in here {
            assert!(once.contains(&act), "{way}: {act:?} is not in the help");
        }
        for line in &help.lines {
            assert!(!line.meaning.is_empty(), "{way}: {line:?}");
        }
        seen.extend(once);
    });
    // What needs a stage or a sheet that the practice panel does not have; their own tests reach them.
    let elsewhere = [
        Act::SignAll,
        Act::SignOnsite,
        Act::SignFile,
        Act::Sign,
        Act::ConfirmEntry,
        Act::AskReturn,
        Act::Keep,
        Act::AsOnPaper,
        Act::Fill,
        Act::Reopen,
        Act::OtherSeat,
        Act::Look,
        Act::Amend,
        Act::AmendVote,
    ];
    let missing: Vec<&Act> = Act::ALL.iter().filter(|act| !seen.contains(act) && !elsewhere.contains(act)).collect();
    assert!(missing.is_empty(), "no screen has {missing:?}");
}

#[test]
fn every_action_is_reached_without_letters_in_every_keymap() {
    for (name, _) in BUILT_IN {
        let map = built_in(name).unwrap().map;
        for bound in map.bindings() {
            assert!(bound.act.takes_alias(), "{name}: {bound:?}");
            assert!(bound.act.contexts().contains(&bound.context), "{name}: {bound:?} never works");
            assert!(!Act::ALL.iter().any(|act| act.keys().contains(&bound.key)), "{name}: {bound:?} is a main key");
            assert!(!matches!(bound.key, Key::Char('0'..='9')), "{name}: {bound:?}");
        }
    }
    // Each digit of the row does what the row says: by its digit, and by its name from the palette.
    all_screens(|screen, way| {
        if let Some(row) = page(screen).actions() {
            let digits: BTreeSet<u8> = row.lines().iter().map(|action| action.digit).collect();
            assert_eq!(digits.len(), row.lines().len(), "{way}: a digit twice");
            assert!(digits.iter().all(|digit| (1..=8).contains(digit)), "{way}: {digits:?}");
            let more: BTreeSet<u8> = row.more().iter().map(|action| action.digit).collect();
            assert_eq!(more.len(), row.more().len(), "{way}: a digit twice behind more");
            assert_eq!(row.more().is_empty(), !row.has(Act::More), "{way}: more is not reached");
        }
    });
}

/// The main job, in the words of the keys: no letter anywhere, in either keymap.
#[test]
fn the_main_job_takes_no_letter_in_any_keymap() {
    let letters = |keys: &str| {
        let mut rest = keys.to_owned();
        for name in ["Enter", "Tab", "Esc", "Down", "Home"] {
            rest = rest.replace(&format!("<{name}>"), "");
        }
        rest.chars().any(char::is_alphabetic)
    };
    for (name, _) in BUILT_IN {
        let map = built_in(name).unwrap().map;
        let mut room = Room::scoring(|_, _| false);
        let mut expert = room.sit_with("E01", Lang::Zh, map.clone());
        // Promise, open, declare, seven marks, look through, sign.
        let marks = "4<Enter>".repeat(7);
        let ways = ["9", "274<Enter>1", &marks, "1", "9"];
        assert!(!ways.iter().any(|way| letters(way)));
        for way in ways {
            expert.keys(way);
        }
        let shown = expert.app.common().message.clone();
        let signed = matches!(expert.app.stack().last().unwrap().screen, Page_::Notice(_));
        assert!(signed, "{name}: {shown:?} {:?}", expert.app.stack().last().unwrap().screen);
        let mut office = room.sit_with("S01", Lang::Zh, map);
        office.keys("<Tab>51<Enter>");
        office.shows("评分已结束，进入复核");
    }
}

#[test]
fn letters_of_vi_move_and_never_lead_to_what_locks() {
    let vi = built_in("vi").unwrap().map;
    let mut room = Room::review();
    let mut screen = room.sit_with("S01", Lang::Zh, vi.clone());
    screen.keys("Gk");
    let at = |screen: &Screen| match &screen.app.stack().last().unwrap().screen {
        Page_::Ranking(list) => list.bench.rows.at,
        other => panic!("{other:?}"),
    };
    let last = at(&screen);
    screen.keys("g");
    assert_eq!((at(&screen), last > 3), (0, true));
    screen.keys("ｊ");
    assert_eq!(at(&screen), 1, "a full-width letter is the letter");
    screen.keys("q");
    assert_eq!(screen.app.stack().len(), 1, "q at the top does not ask to leave");
    screen.shows("要离开请按 Esc");
    screen.keys("b");
    screen.shows("这里不用字母键");
    // Every letter on every screen: nothing is written, whatever is on top.
    let letters: String = ('!'..='~').filter(|c| !c.is_ascii_digit() && *c != '.').collect();
    for way in ["", "<Tab>", "<Tab>1", "<Tab>3", "<Tab>8"] {
        let mut screen = room.sit_with("S01", Lang::Zh, vi.clone());
        screen.keys(way);
        for letter in letters.chars() {
            screen.keys(&letter.to_string());
            let top = &screen.app.stack().last().unwrap().screen;
            assert!(!matches!(top, Page_::Writing(_) | Page_::Weighty(_)), "{way}: {letter} opened {top:?}");
            if matches!(top, Page_::Palette(_) | Page_::Help(_) | Page_::Question(_)) {
                screen.keys("<Esc>");
            }
        }
    }
}

#[test]
fn the_palette_finds_by_chinese_pinyin_and_english_and_stops_at_the_question() {
    let mut room = Room::scoring(midway);
    for typed in ["结束", "jspf", "jieshu", "close sc", "ｊｓｐｆ"] {
        for open in ["/", ":", "、", "：", "?<Tab>", "<Tab>0<Tab>"] {
            let mut screen = room.sit("S01", Lang::Zh);
            screen.keys(open);
            assert!(matches!(screen.app.stack().last().unwrap().screen, Page_::Palette(_)), "{open}");
            screen.keys(typed);
            screen.shows("结束评分");
            screen.keys("1");
            assert!(matches!(screen.app.stack().last().unwrap().screen, Page_::Weighty(_)), "{open}{typed}");
            assert_eq!(screen.app.stack().len(), 2, "the palette is gone");
            screen.keys("<Esc>");
            screen.shows("进度  阶段 评分");
        }
    }
}

#[test]
fn the_palette_chooses_by_digit_of_either_width_and_by_the_cursor() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("/日志１");
    assert!(matches!(screen.app.stack().last().unwrap().screen, Page_::Journal(_)), "behind 更多, and found");
    screen.keys("<Esc>/<Down><Enter>");
    assert!(matches!(screen.app.stack().last().unwrap().screen, Page_::Reading(_)), "the second of the row");
    screen.keys("<Esc>/没有这个");
    screen.shows("没有这样的操作，退格改短");
    screen.keys("<Enter>");
    assert!(matches!(screen.app.stack().last().unwrap().screen, Page_::Palette(_)));
    screen.keys("<Esc>");
    screen.shows("汇总");
    // A question comes first.
    screen.keys("<Esc>?<Tab>");
    screen.shows("请先回答上面的问题");
}

#[test]
fn the_palette_stands_straight_in_both_languages() {
    let mut room = Room::review();
    for (lang, name) in [(Lang::Zh, "palette"), (Lang::En, "palette_en")] {
        let mut screen = room.sit(if lang == Lang::Zh { "S01" } else { "J01" }, lang);
        screen.keys("/");
        screen.snapshot(name);
        let shown = screen.frame((80, 24));
        assert!(shown.lines().all(|line| width(line, Ambiguous::One) <= 80));
    }
}

#[test]
fn the_aliases_stand_in_the_help() {
    let vi = built_in("vi").unwrap().map;
    let mut room = Room::review();
    let mut screen = room.sit_with("S01", Lang::Zh, vi);
    screen.keys("?");
    screen.shows("↑↓、k、j");
    screen.shows("操作 1、S");
    let mut plain = room.sit_with("S01", Lang::Zh, default_map());
    plain.keys("?");
    plain.shows("操作 0 Tab、/、:");
}

/// What the hint lines at the foot of a screen name are keys that its help explains: two tellings, one truth.
#[test]
fn hint_lines_name_only_keys_that_work_here() {
    let named = [
        ("Enter", Act::Enter),
        ("Tab", Act::NextPane),
        ("Esc", Act::Back),
        ("↑↓", Act::Up),
        ("←→", Act::Left),
        ("空格", Act::PageDown),
        ("数字", Act::Type),
    ];
    let mut checked = 0;
    all_screens(|screen, way| {
        let stack = screen.app.stack();
        let top = stack.last().unwrap().screen.page();
        if top.is_popup() || top.takes_text() || matches!(stack.last().unwrap().screen, Page_::Help(_)) {
            return;
        }
        let acts: Vec<Act> = top.ways(screen.app.common()).into_iter().flat_map(|way| way.acts).collect();
        let shown = screen.frame((120, 40));
        let rows: Vec<&str> = shown.lines().collect();
        // A hint line is told by two blanks between its parts; the numbered row is none.
        let hints = rows.iter().rev().take(3).filter(|row| row.contains("  ") && row.contains("Esc "));
        for hint in hints {
            for (key, act) in named.iter().filter(|(key, _)| hint.contains(key)) {
                assert!(acts.contains(act), "{way}: {key} in {hint:?}, but its help has {acts:?}");
                checked += 1;
            }
        }
    });
    assert!(checked > 100, "only {checked} keys were found in hint lines");
}

/// README's table is the vocabulary's; `INSTA_UPDATE=always` writes it.
#[test]
fn the_readme_has_the_table_of_keys() {
    let vi = built_in("vi").unwrap().map;
    let lang = Lang::En;
    let mut table = String::from("| key | does | with `--keys vi` |\n|---|---|---|\n");
    for act in Act::ALL {
        let mut own: Vec<Key> =
            default_map().bindings().filter(|bound| bound.act == *act).map(|bound| bound.key).collect();
        let mut vi: Vec<Key> = vi.bindings().filter(|bound| bound.act == *act).map(|bound| bound.key).collect();
        for keys in [&mut own, &mut vi] {
            keys.sort_unstable();
            keys.dedup();
        }
        let code = |keys: &[Key]| {
            let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key_name(lang, *key))).collect();
            names.join(" ")
        };
        let main = if *act == Act::Type { "digits and `.`".to_owned() } else { code(act.keys()) };
        let keys = [main, code(&own)].into_iter().filter(|keys| !keys.is_empty()).collect::<Vec<_>>().join(" ");
        if !keys.is_empty() || !vi.is_empty() {
            let keys = if keys.is_empty() { "numbered row".to_owned() } else { keys };
            writeln!(table, "| {keys} | {} | {} |", act.about(lang), code(&vi)).unwrap();
        }
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- keys -->\n").unwrap();
    let (now, after) = rest.split_once("<!-- /keys -->").unwrap();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") && now != table {
        std::fs::write(&path, format!("{before}<!-- keys -->\n{table}<!-- /keys -->{after}")).unwrap();
    } else {
        assert_eq!(now, table, "README's table of keys is another one");
    }
}
