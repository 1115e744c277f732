//! The search in texts over a real hall, where what was read once is kept for the next search: it tells no seat what it
//! may not read, and nothing that was amended since.

use std::collections::BTreeMap;
use std::fs;

use shouxi::desk::view::{Ask, Hit, View};
use shouxi::desk::{Access, Client, Desk, Request, open};
use shouxi::domain::{Aside, Code, Command};
use shouxi::text::clean_line;

use crate::practice::{SOURCE, code, panel_folder, seat};
use crate::served::Server;

fn sit(desk: &mut Desk, id: &str) -> Client {
    desk.sit(&seat(id), false).unwrap()
}

/// All pieces of a search.
fn search(client: &mut Client, words: &[&str]) -> BTreeMap<Code, Vec<Hit>> {
    let words: Vec<_> = words.iter().map(|word| clean_line(word)).collect();
    let (mut found, mut from) = (BTreeMap::new(), None);
    loop {
        let View::Found(piece) = client.ask(Ask::Find { words: words.clone(), from }).unwrap() else { panic!() };
        found.extend(piece.found.into_iter().map(|found| (found.code, found.hits)));
        from = piece.next;
        if from.is_none() {
            return found;
        }
    }
}

fn declare(client: &mut Client, codes: &[&str]) {
    for dossier in codes {
        client.act(Command::Declare { dossier: code(dossier) }).unwrap();
    }
}

const CODES: [&str; 3] = ["W274", "W325", "W358"];

/// In this process and behind a socket, where another thread keeps the texts.
fn everywhere(check: impl Fn(&std::path::Path, &mut Desk)) {
    let dir = panel_folder();
    let mut desk = open(dir.path(), Access::Write, SOURCE).unwrap();
    check(dir.path(), &mut desk);
    desk.close();
    let server = Server::start(panel_folder());
    let mut desk = open(server.root(), Access::Write, SOURCE).unwrap();
    check(server.root(), &mut desk);
    desk.close();
    server.end();
}

#[test]
fn what_one_seat_searched_is_found_by_no_other_that_may_not_read_it() {
    everywhere(|_, desk| {
        let mut secretary = sit(desk, "S01");
        secretary.write(Request::Open { key: None }).unwrap();
        let (mut first, mut second) = (sit(desk, "E01"), sit(desk, "E02"));
        declare(&mut first, &CODES);
        declare(&mut second, &["W325"]);
        let all = search(&mut secretary, &["的"]);
        assert!(all.len() > 2 * CODES.len(), "{all:?}");
        for _ in 0..2 {
            let found = search(&mut first, &["的"]);
            assert_eq!(found.keys().map(Code::as_str).collect::<Vec<_>>(), CODES);
            assert_eq!(search(&mut second, &["的"]).keys().map(Code::as_str).collect::<Vec<_>>(), ["W325"]);
            assert!(found.iter().all(|(code, hits)| all[code] == *hits), "the same places for whoever may read them");
        }
        let recused = Command::SetAside {
            seat: seat("E01"),
            dossier: code("W274"),
            aside: Aside::Conflict,
            reason: clean_line("师徒"),
        };
        first.act(recused).unwrap();
        assert_eq!(search(&mut first, &["的"]).keys().map(Code::as_str).collect::<Vec<_>>(), ["W325", "W358"]);
    });
}

#[test]
fn what_was_amended_is_found_as_it_reads_now() {
    everywhere(|root, desk| {
        let mut secretary = sit(desk, "S01");
        secretary.write(Request::Open { key: None }).unwrap();
        let mut expert = sit(desk, "E01");
        declare(&mut expert, &CODES);
        assert_eq!(search(&mut expert, &["三点浮动支撑"]).keys().map(Code::as_str).collect::<Vec<_>>(), ["W274"]);
        assert!(search(&mut expert, &["潜水艇"]).is_empty());
        let file = root.join("dossiers/W274.toml");
        let amended = fs::read_to_string(&file).unwrap().replace("三点浮动支撑", "潜水艇");
        fs::write(&file, amended).unwrap();
        assert!(search(&mut expert, &["潜水艇"]).is_empty(), "an edited file changes nothing");
        let (file, reason) = (clean_line("W274"), clean_line("笔误"));
        secretary.write(Request::Amend { file, reason, votes: None }).unwrap();
        assert!(search(&mut expert, &["三点浮动支撑"]).is_empty());
        let found = search(&mut expert, &["潜水艇"]);
        assert_eq!(found.keys().map(Code::as_str).collect::<Vec<_>>(), ["W274"]);
        assert_eq!(found[&code("W274")][0].before.as_str(), "薄壁套筒加工变形，自创“");
    });
}
