//! The vocabulary of actions held against every screen there is: help, contexts, aliases, palette.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use shouxi::desk::Request;
use shouxi::domain::Command;
use shouxi::folder;
use shouxi::text::{Ambiguous, width};
use shouxi::tui::app::{Hint, Page, Screen as Page_, Start, hint_line};
use shouxi::tui::keymap::file::{BUILT_IN, built_in, default_map};
use shouxi::tui::keymap::{Act, Context, Key, Keymap, key_name};
use shouxi::words::Lang;

use super::practice::{
    Room, Screen, code, everywhere, fixtures, midway, sealed, seat, settled_but_for_the_panel, start,
};

/// The expert's screens, from the list.
const EXPERT_WAYS: [&str; 19] = [
    "",
    "<Tab>",
    "<Tab>5",
    "<Tab>5<Tab>",
    "<Tab>5<Enter>",
    "<Tab>5<Enter><Tab>",
    "<Tab>6",
    "<Tab>6焊工<Enter>",
    "274<Enter>",
    "274<Enter><Tab>",
    "274<Enter><Tab><Tab>",
    "274<Enter><Tab><Tab><Tab>",
    "<Enter><Tab><Tab>3",
    "274<Enter><Tab><Tab>5",
    "274<Enter><Tab><Tab>8",
    "274<Enter><Tab><Tab>7检测<Enter>",
    // A signed sheet; one that is complete and waits for its signature; one whose both halves do.
    "238<Enter>",
    "529<Enter><Tab><Tab>3",
    "325<Enter><Tab><Tab><Tab>3",
];

/// Further screens of the secretary's in scoring: files, whom to remind, a paper sheet of the seat that never came.
const OFFICE_WAYS: [&str; 4] =
    ["<Tab>", "<Tab>73", "<Tab>2", "<Right><Right><Right><Right><Right><Right><Right><Right><Tab>3"];

fn page(screen: &Screen) -> &dyn Page {
    screen.app.stack().last().unwrap().screen.page()
}

/// Somebody's screen, named by the seat and the keys that lead there.
type Look<'a> = &'a mut dyn FnMut(&mut Screen, &str);

/// Everybody's screens, in this language and with this keymap.
fn all_screens(lang: Lang, map: &Keymap, look: Look<'_>) {
    let mut visit = |room: &mut Room, id: &str, way: &str| {
        let mut screen = room.sit_with(id, lang, map.clone());
        // A seat comes back to the desk where it was; the ways begin at the list.
        if screen.app.stack().last().unwrap().screen.name() == "Desk" {
            screen.keys("<Esc>");
        }
        screen.keys(way);
        look(&mut screen, &format!("{id} {way}"));
    };
    for (mut room, ways) in everywhere() {
        for (id, way) in ways {
            visit(&mut room, id, way);
        }
    }
    let scoring: [(&str, &[&str]); 4] =
        [("E03", &EXPERT_WAYS), ("S01", &OFFICE_WAYS), ("E09", &["", "<Tab>4"]), ("J01", &["<Tab>3", "<Tab>3<Enter>"])];
    let mut room = in_scoring();
    for (id, way) in scoring.iter().flat_map(|(id, ways)| ways.iter().map(move |way| (*id, *way))) {
        visit(&mut room, id, way);
    }
    let mut room = returned();
    for way in ["", "634<Enter><Tab><Tab>", "634<Enter><Tab><Tab>3"] {
        visit(&mut room, "E03", way);
    }
    let mut room = sealed();
    visit(&mut room, "S01", "");
    // Where any seat may be taken.
    let seats = room.desk.seats().to_vec();
    let mut screen = room.come("S01", Start { seats, keymap: map.clone(), ..start(lang) }, true);
    look(&mut screen, "S01, any seat");
}

/// Scoring with a sheet from paper for E09, one of E03's complete and unsigned, and both halves of a visit.
pub(crate) fn in_scoring() -> Room {
    let mut room =
        Room::scoring(|id, dossier| midway(id, dossier) && (id.as_str(), dossier.as_str()) != ("E03", "W325"));
    let entries = fs::read(fixtures().join("entries.csv")).unwrap();
    let sheets = folder::marks::read(&entries, "entries.csv").unwrap();
    let of = |id: &str, dossier: &str| {
        sheets.iter().find(|rows| rows.seat == seat(id) && rows.dossier == code(dossier)).unwrap().clone()
    };
    room.act("S01", Command::Import { sheets: vec![of("E09", "W537")], sign: true });
    for id in ["E03", "E09"] {
        room.client(id).call(Request::Promise).unwrap();
    }
    room.act("E03", Command::Import { sheets: vec![of("E03", "W529"), of("E03", "W325")], sign: false });
    let mut visitor = room.sit("E03", Lang::Zh);
    visitor.keys("325<Enter><Tab>2<Enter>");
    visitor.shows("未评");
    room
}

/// Review with a sheet of E03's returned.
fn returned() -> Room {
    let mut room = Room::review();
    let reason = shouxi::text::clean_line("请复核");
    let section = shouxi::domain::SectionId::parse("mentoring").ok();
    room.act("S01", Command::Return { seat: seat("E03"), dossier: code("W634"), section, reason });
    room.client("E03").call(Request::Promise).unwrap();
    room
}

fn every_setting(mut check: impl FnMut(Lang, &Keymap, &str)) {
    for lang in Lang::ALL {
        for (name, _) in BUILT_IN {
            check(lang, &built_in(name).unwrap().map, name);
        }
    }
}

#[test]
fn every_action_of_a_screen_stands_once_in_its_help_and_may_exist_there() {
    every_setting(|lang, map, name| {
        let mut seen = BTreeSet::new();
        all_screens(lang, map, &mut |screen, way| {
            let way = format!("{name} {way}");
            let context = page(screen).context();
            let row = page(screen).actions().map(|row| [row.lines(), row.more()].concat()).unwrap_or_default();
            let ways = page(screen).ways(screen.app.common());
            let named: BTreeSet<Act> = ways.iter().flat_map(|way| way.acts.clone()).collect();
            let here: BTreeSet<Act> = named.into_iter().chain(row.iter().map(|action| action.act)).collect();
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
                assert!(!line.keys.is_empty() && !line.meaning.is_empty(), "{way}: {line:?}");
            }
            seen.extend(once);
        });
        let missing: Vec<&Act> = Act::ALL.iter().filter(|act| !seen.contains(act)).collect();
        assert!(missing.is_empty(), "{name}: no screen has {missing:?}");
    });
}

/// The hint line is made of the help's own data: at every width it is whole, it names only keys that the help explains,
/// and it keeps the way out.
#[test]
fn hint_lines_fit_and_say_what_the_help_says() {
    let mut checked = 0;
    every_setting(|lang, map, name| {
        all_screens(lang, map, &mut |screen, way| {
            for columns in [60, 80, 120] {
                screen.frame((columns, 24));
                let page = page(screen);
                let common = screen.app.common();
                let ways = page.ways(common);
                if ways.iter().all(|way| way.hint.is_none()) {
                    return;
                }
                let line = hint_line(page, common, columns - 2);
                assert!(width(&line, Ambiguous::One) <= usize::from(columns - 2), "{name} {way} {columns}: {line}");
                let stays = ways.iter().filter_map(|way| way.hint.as_ref()).filter(|hint| hint.rank == Hint::STAYS);
                for hint in stays {
                    let word = hint.brief.as_ref().filter(|_| !line.contains(&hint.word)).unwrap_or(&hint.word);
                    assert!(line.contains(word.as_str()), "{name} {way} {columns}: {word} is not in {line}");
                }
                checked += 1;
            }
        });
    });
    assert!(checked > 500, "only {checked} lines");
}

/// What the frame shows is that line, wherever it stands.
#[test]
fn the_hint_line_stands_on_every_screen_that_has_one() {
    let mut without = BTreeSet::new();
    all_screens(Lang::Zh, &default_map(), &mut |screen, way| {
        let shown = screen.frame((120, 40));
        let line = hint_line(page(screen), screen.app.common(), 118);
        let first = line.split("  ").next().unwrap_or_default();
        let top = screen.app.stack().last().unwrap().screen.name();
        // Digits being typed stand there instead, and on the desk the 操作 row.
        let covered = shown.contains("退格改短") || (top == "Desk" && page(screen).context() == Context::Acts);
        if !covered && !shown.contains(first) {
            without.insert(format!("{top}: {first:?} after {way}"));
        }
    });
    assert!(without.is_empty(), "{without:#?}");
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
    all_screens(Lang::Zh, &default_map(), &mut |screen, way| {
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

/// Whether a letter is among these keys; names of keys are none.
fn letters(keys: &str) -> bool {
    let mut rest = keys.to_owned();
    for name in ["Enter", "Tab", "Esc", "Down", "Up", "Home"] {
        rest = rest.replace(&format!("<{name}>"), "");
    }
    rest.chars().any(char::is_alphabetic)
}

/// The main job, in the words of the keys: no letter anywhere, in either keymap.
#[test]
fn the_main_job_takes_no_letter_in_any_keymap() {
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

/// The other half of it: opening, deciding, sealing, and the way back; reasons and notes may be digits too.
#[test]
fn opening_deciding_and_sealing_take_no_letter_in_any_keymap() {
    for (name, _) in BUILT_IN {
        let map = built_in(name).unwrap().map;
        let mut fresh = Room::setup();
        let mut setup = fresh.sit_with("S01", Lang::Zh, map.clone());
        setup.keys("<Tab>123<Enter>");
        setup.shows("评分已开始");
        let mut room = Room::review();
        settled_but_for_the_panel(&mut room);
        let mut office = room.sit_with("S01", Lang::Zh, map);
        let note = "<Tab>220240820<Esc><Tab>3";
        for (keys, shown) in [
            ("<Tab>8<Home><Enter>".to_owned(), "议决待补评"),
            (format!("<Down>8{note}"), "空缺不取。赞成 8"),
            ("9".to_owned(), "议决已记录"),
            ("<Home><Enter>".to_owned(), "议决并列"),
            (format!("<Down><Enter><Down>7<Down>2{note}"), "W962 > W537"),
            ("9".to_owned(), "都办完了：拟推荐 10 人"),
            ("<Tab>210<Enter>".to_owned(), "已定案，名单已封存"),
            ("<Esc><Tab>820240820<Tab>9".to_owned(), "请输入 10"),
            ("10<Enter>".to_owned(), "已回到复核"),
        ] {
            assert!(!letters(&keys), "{keys}");
            office.keys(&keys);
            let frame = office.frame((120, 40));
            assert!(frame.contains(shown), "{name}: {shown} is not there after {keys}:\n{frame}");
        }
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
