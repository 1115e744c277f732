//! The hall over a real folder: seats sit down, work, and what was acknowledged is there afterwards.

use std::path::Path;

use shouxi::desk::view::{Ask, View};
use shouxi::desk::{Access, Client, Desk, Failure, Request, Source, open};
use shouxi::domain::{Basis, Code, Command, How, ItemId, Moment, Points, Refusal, SheetState, Stage, Trouble};
use shouxi::text::{Clean, clean_line};

use crate::practice::{SOURCE, code, enter, panel_folder, seat};

fn sit(desk: &mut Desk, id: &str) -> Client {
    desk.sit(&seat(id), false).unwrap()
}

fn opened(dir: &Path) -> Desk {
    let mut desk = open(dir, Access::Write, SOURCE).unwrap();
    sit(&mut desk, "S01").write(Request::Open { key: None }).unwrap();
    desk
}

fn mark(client: &mut Client, item: &str, points: &str) -> Result<(), Failure> {
    let (dossier, item) = (code("W274"), ItemId::parse(item).unwrap());
    let points = Some(Points::parse(points).unwrap());
    let (basis, how) = (Basis::File, How::Entered);
    client.act(Command::Mark { dossier, revision: None, item, basis, points, note: None, how }).map(drop)
}

fn why(text: &str) -> Clean {
    clean_line(text)
}

#[test]
fn what_was_acknowledged_is_there_after_reopening() {
    let dir = panel_folder();
    let mut desk = opened(dir.path());
    let mut expert = sit(&mut desk, "E03");
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    mark(&mut expert, "mastery", "27.5").unwrap();
    assert!(matches!(mark(&mut expert, "mastery", "35"), Err(Failure::Refused(Refusal::Range { .. }))));
    assert!(matches!(mark(&mut expert, "mastery", "27.3"), Err(Failure::Refused(Refusal::Step { .. }))));
    desk.close();

    let mut desk = open(dir.path(), Access::Write, SOURCE).unwrap();
    let View::Desk(view) = sit(&mut desk, "E03").ask(Ask::Desk(code("W274"))).unwrap() else { panic!() };
    assert_eq!(view.marks.get(0, Basis::File), Some(Points::parse("27.5").unwrap()));
    assert_eq!(view.row.own.unwrap().state, SheetState::Drafting);
    assert!(view.texts.unwrap().story.len() > 1000);
}

#[test]
fn looking_at_a_folder_before_opening_writes_nothing() {
    let dir = panel_folder();
    let mut desk = open(dir.path(), Access::Look, SOURCE).unwrap();
    let View::Home(home) = sit(&mut desk, "S01").ask(Ask::Home).unwrap() else { panic!() };
    assert_eq!(home.stage, Stage::Setup);
    let refused = sit(&mut desk, "S01").write(Request::Open { key: None });
    assert!(matches!(refused, Err(Failure::Trouble(Trouble::Held(_)))), "{refused:?}");
    assert!(!dir.path().join("store").exists());
}

#[test]
fn a_second_program_may_look_but_not_write() {
    let dir = panel_folder();
    let desk = opened(dir.path());
    let held = open(dir.path(), Access::Write, SOURCE).unwrap_err();
    assert!(matches!(&held, Trouble::Held(Some((pid, _))) if *pid == std::process::id()), "{held:?}");
    let mut beside = open(dir.path(), Access::Look, SOURCE).unwrap();
    let View::Home(home) = sit(&mut beside, "S01").ask(Ask::Home).unwrap() else { panic!() };
    assert_eq!(home.stage, Stage::Scoring);
    desk.close();
}

#[test]
fn the_practice_entries_lead_to_the_list_they_were_made_for() {
    let dir = panel_folder();
    let mut desk = opened(dir.path());
    enter(&mut desk, |_, _| true);
    let mut secretary = sit(&mut desk, "S01");
    assert!(matches!(secretary.ask(Ask::List), Err(Failure::Refused(Refusal::Hidden))));
    secretary.act(Command::Close { reason: Clean::default() }).unwrap();
    let View::List(view) = secretary.ask(Ask::List).unwrap() else { panic!() };
    let codes: Vec<&str> = view.list.lines.iter().take(13).map(|ranked| ranked.line.code.as_str()).collect();
    assert_eq!(codes.iter().filter(|code| ["W537", "W962"].contains(code)).count(), 2, "{codes:?}");
    let tied: Vec<&str> = view.list.contested().flat_map(|group| group.codes.iter().map(Code::as_str)).collect();
    assert_eq!(tied, ["W537", "W962"]);
    let refused = secretary.act(Command::Finalise);
    assert!(matches!(refused, Err(Failure::Refused(Refusal::Obstacles(_)))));
    let View::Verify(verified) = secretary.ask(Ask::Verify { heads: vec![], receipt: None }).unwrap() else { panic!() };
    assert!(verified.holds, "{:?}", verified.troubles);
    let withdrawn = secretary.act(Command::Withdraw { dossier: code("W683"), reason: why("本人申请") }).unwrap();
    assert_eq!(withdrawn.events, 1);
    let View::List(view) = secretary.ask(Ask::List).unwrap() else { panic!() };
    assert_eq!(view.list.contested().count(), 0, "a place came free, so nobody is contested any more");
}

#[test]
fn who_gets_up_is_forgotten_and_what_was_sent_before_is_done() {
    let dir = panel_folder();
    let mut desk = opened(dir.path());
    let (mut caller, posts) = sit(&mut desk, "E03").split();
    caller.send(Request::Do(Box::new(Command::Declare { dossier: code("W274") }))).unwrap();
    drop(caller);
    // The hall lets go of its end, so the posts come to an end instead of waiting for ever.
    let last = std::time::Duration::from_secs(20);
    let ended = loop {
        match posts.recv_timeout(last) {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(ended, std::sync::mpsc::RecvTimeoutError::Disconnected);
    let View::Desk(view) = sit(&mut desk, "E03").ask(Ask::Desk(code("W274"))).unwrap() else { panic!() };
    assert_eq!(view.row.own.unwrap().state, SheetState::Declared);
}

#[test]
fn what_changed_since_the_last_entry_ends_at_this_one() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static CLOCK: AtomicI64 = AtomicI64::new(1_724_137_920_000);
    let later = || CLOCK.fetch_add(60_000, Ordering::Relaxed);
    let dir = panel_folder();
    let now = || Moment(CLOCK.load(Ordering::Relaxed));
    let mut desk = open(dir.path(), Access::Write, Source { now, ..SOURCE }).unwrap();
    sit(&mut desk, "S01").write(Request::Open { key: None }).unwrap();
    let changes = |client: &mut Client| match client.ask(Ask::Home).unwrap() {
        View::Home(home) => home.changed_since,
        other => panic!("{other:?}"),
    };
    let mut first = desk.sit(&seat("E03"), true).unwrap();
    assert_eq!(changes(&mut first), 0);
    later();
    first.act(Command::Declare { dossier: code("W274") }).unwrap();
    mark(&mut first, "mastery", "27").unwrap();
    drop(first);
    later();
    let mut again = desk.sit(&seat("E03"), true).unwrap();
    assert_eq!(changes(&mut again), 1);
    later();
    mark(&mut again, "mentoring", "15").unwrap();
    assert_eq!(changes(&mut again), 1, "what the seat does from now on is no news to it");
    desk.close();
}
