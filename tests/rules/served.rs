//! One behaviour: whatever a seat asks, the hall in this process and the hall behind a socket answer alike.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use shouxi::desk::view::{Ask, Display, Draft, PlaceNote, Topic, View};
use shouxi::desk::{
    Access, Answer, Client, Desk, Failure, KeyFile, Log, PROTOCOL, Post, Reach, Request, Source, Surroundings,
    key_digest, open, reach, serve,
};
use shouxi::domain::{
    Aside, Basis, Code, Command, Half, How, ItemId, LetGo, Moment, Notice, Points, SeatId, SectionId, Trouble, Votes,
};
use shouxi::folder;
use shouxi::text::{Clean, clean_line};

use crate::practice::{SOURCE, code, panel_folder, seat};

/// A server in a thread of its own, on a panel of its own.
pub(crate) struct Server {
    pub(crate) dir: tempfile::TempDir,
    _runtime: tempfile::TempDir,
    ring: Option<UnixStream>,
    thread: Option<JoinHandle<Result<(), Trouble>>>,
    said: Mutex<Receiver<Notice>>,
}

impl Server {
    pub(crate) fn start(dir: tempfile::TempDir) -> Self {
        Self::with_source(dir, SOURCE)
    }

    fn with_source(dir: tempfile::TempDir, source: Source) -> Self {
        let runtime = tempfile::tempdir().unwrap();
        let surroundings = Surroundings { xdg: Some(runtime.path().to_path_buf()), ..Surroundings::default() };
        let (ring, wake) = UnixStream::pair().unwrap();
        let (tell, said) = sync_channel(100_000);
        let log: Log = Arc::new(move |notice| drop(tell.try_send(notice)));
        let root = dir.path().to_path_buf();
        let thread = std::thread::spawn(move || serve(&root, &surroundings, source, &wake, &log));
        let server = Self { dir, _runtime: runtime, ring: Some(ring), thread: Some(thread), said: Mutex::new(said) };
        server.wait_for(|notice| matches!(notice, Notice::Open(_)));
        server
    }

    pub(crate) fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Waits for a line of the log.
    pub(crate) fn wait_for(&self, wanted: impl Fn(&Notice) -> bool) -> Notice {
        let said = self.said.lock().unwrap();
        loop {
            let notice = said.recv_timeout(Duration::from_secs(20)).unwrap();
            if wanted(&notice) {
                return notice;
            }
        }
    }

    pub(crate) fn end(mut self) -> (tempfile::TempDir, Vec<Notice>) {
        self.ring.take();
        let (dir, ended, said) = self.ended();
        ended.unwrap();
        (dir, said)
    }

    /// How it ended by itself.
    fn ended(mut self) -> (tempfile::TempDir, Result<(), Trouble>, Vec<Notice>) {
        let ended = self.thread.take().unwrap().join().unwrap();
        let said = self.said.lock().unwrap().try_iter().collect();
        (self.dir, ended, said)
    }
}

fn served(server: &Server) -> Desk {
    let desk = open(server.root(), Access::Write, SOURCE).unwrap();
    assert!(desk.is_served());
    desk
}

/// What differs by nature: how the seat came, and the digests that this goes into.
fn alike(said: &str) -> String {
    let uid = rustix::process::geteuid().as_raw();
    // In this process an import says so; through a socket it says who.
    let said = said.replace(&format!("Socket({uid})"), "Local").replace("route: Import", "route: Local");
    let mut words = Vec::new();
    for word in said.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let digest = bare.len() >= 16 && bare.chars().all(|c| c.is_ascii_hexdigit());
        words.push(if digest { word.replace(bare, "digest") } else { word.to_owned() });
    }
    words.concat()
}

fn mark(dossier: &str, item: &str, points: &str, revision: Option<u64>) -> Request {
    Request::Do(Box::new(Command::Mark {
        dossier: code(dossier),
        revision,
        item: ItemId::parse(item).unwrap(),
        basis: Basis::File,
        points: Points::parse(points).ok(),
        note: Some(clean_line("按材料")),
        how: How::Entered,
    }))
}

fn act(command: Command) -> Request {
    Request::Do(Box::new(command))
}

fn text(words: &str) -> Clean {
    clean_line(words)
}

/// Everything that can be asked to see.
fn asks() -> Vec<Request> {
    let one = code("W274");
    let asks = [
        Ask::Home,
        Ask::Dossiers,
        Ask::Desk(one.clone()),
        Ask::Desk(code("W999")),
        Ask::Dossier(one.clone()),
        Ask::Progress,
        Ask::List,
        Ask::WhatIf,
        Ask::Sheets(one.clone()),
        Ask::Transcribed(seat("E02"), one.clone()),
        Ask::Entry(seat("E02"), one),
        Ask::Folder,
        Ask::Log { from: 1, count: 100_000 },
        Ask::Verify { heads: vec![text("4a27 19f0 66b5 2e48")], receipt: None },
        Ask::Marks,
        Ask::Ladder,
        Ask::Meeting,
        Ask::Find { words: vec![text("技术"), text("技能竞赛")], from: None },
    ];
    asks.into_iter().map(Request::Ask).collect()
}

/// A review from setup to its end, with what is refused on the way.
fn story(root: &Path) -> Vec<(&'static str, Request)> {
    let dossier = || code("W274");
    let mut steps = vec![
        ("E03", Request::Open { key: None }),
        ("S01", Request::Open { key: Some(KeyFile::Digest(key_digest(&root.join("panel.toml")).unwrap())) }),
        ("S01", Request::Open { key: None }),
        ("E03", mark("W274", "mastery", "27.5", None)),
        ("E03", act(Command::Declare { dossier: dossier() })),
        ("E03", act(Command::Declare { dossier: code("W000") })),
        ("E03", mark("W274", "mastery", "27.5", Some(1))),
        ("E03", mark("W274", "mastery", "35", None)),
        ("E03", mark("W274", "mastery", "27.3", None)),
        ("E03", mark("W274", "mastory", "27", None)),
        ("E03", mark("W274", "mastery", "26", Some(99))),
        ("E03", act(Command::Note { dossier: dossier(), revision: None, note: text("材料翔实") })),
        ("E03", act(Command::Sign { dossiers: vec![dossier()], half: Some(Half::File), revision: None })),
        ("E03", act(Command::Close { reason: Clean::default() })),
        (
            "E03",
            Request::Keep(Draft { paper_of: None, dossier: dossier(), cell: None, note: true, text: text("半句") }),
        ),
        (
            "S01",
            Request::Keep(Draft {
                paper_of: Some(seat("E02")),
                dossier: dossier(),
                cell: None,
                note: true,
                text: text("纸面"),
            }),
        ),
        (
            "E03",
            Request::Keep(Draft {
                paper_of: Some(seat("E02")),
                dossier: dossier(),
                cell: None,
                note: true,
                text: text("纸面"),
            }),
        ),
        ("E03", Request::At(PlaceNote { dossier: dossier(), item: None, basis: Basis::Onsite })),
        ("E03", Request::Show(Display { ambiguous_two: Some(true), lines: true })),
        ("E03", Request::Promise),
        (
            "E04",
            act(Command::SetAside {
                seat: seat("E04"),
                dossier: dossier(),
                aside: Aside::Recognised,
                reason: text("同乡"),
            }),
        ),
        ("S01", act(Command::Excuse { seat: seat("E05"), dossier: Some(dossier()), reason: text("出差") })),
        ("S01", Request::Amend { file: text("W274"), reason: text("看看"), votes: None }),
        ("S01", Request::Restore { file: text("dossiers/W274.toml") }),
        ("E03", Request::Restore { file: text("panel.toml") }),
        ("S01", act(Command::OpenMeeting { codes: vec![dossier()] })),
        ("S01", Request::Amend { file: text("../x"), reason: text("看看"), votes: None }),
    ];
    let entries = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/weihai-2024/entries.csv");
    let sheets = folder::marks::read(&std::fs::read(entries).unwrap(), "entries.csv").unwrap();
    let rest = sheets.into_iter().filter(|rows| rows.aside.is_none() && rows.seat.as_str() == "E01").collect();
    steps.push(("E01", act(Command::Import { sheets: rest, sign: true })));
    let votes = Votes { in_favour: 5, against: 1, abstaining: 0, voters: vec![seat("E01"), seat("E02")] };
    steps.extend([
        ("S01", act(Command::Close { reason: Clean::default() })),
        ("S01", act(Command::Return { seat: seat("E01"), dossier: dossier(), section: None, reason: text("请复核") })),
        (
            "E01",
            act(Command::Explain {
                dossier: dossier(),
                section: SectionId::parse("mastery").unwrap(),
                reason: text("维持原分"),
            }),
        ),
        ("S01", act(Command::Decide { codes: vec![dossier()], none: true, votes, note: text("议决") })),
        ("S01", act(Command::Withdraw { dossier: code("W683"), reason: text("本人申请") })),
        ("S01", act(Command::Finalise)),
    ]);
    steps
}

#[test]
fn a_seat_gets_the_same_answers_here_and_through_the_socket() {
    let here = panel_folder();
    let server = Server::start(panel_folder());
    // The server has made its store; the other one is to have one too.
    let mut desks = [open(here.path(), Access::Write, SOURCE).unwrap(), served(&server)];
    let seats = ["E01", "E03", "S01", "J01"];
    let mut answered = 0;
    let story = story(here.path());
    let looks = [0, 2, story.len() - 6, story.len() - 1];
    for (at, (who, request)) in story.into_iter().enumerate() {
        let mut asked = vec![(who, request)];
        if looks.contains(&at) {
            asked.extend(seats.iter().flat_map(|seat| asks().into_iter().map(|ask| (*seat, ask))));
        }
        for (who, request) in asked {
            let said = desks.each_mut().map(|desk| {
                let mut client = desk.sit(&seat(who), false).unwrap();
                alike(&format!("{:?}", client.call(request.clone())))
            });
            let differs = said[0].bytes().zip(said[1].bytes()).take_while(|(a, b)| a == b).count();
            let near = said.each_ref().map(|said| said.get(differs.saturating_sub(80)..differs + 80).unwrap_or(said));
            assert!(said[0] == said[1], "{who} {request:?}\nhere    {}\nsocket  {}", near[0], near[1]);
            answered += 1;
        }
    }
    assert!(answered > 200);
    for desk in desks {
        desk.close();
    }
    server.end();
}

fn line(client: Client) -> (shouxi::desk::Caller, Receiver<Post>) {
    client.split()
}

fn next(posts: &Receiver<Post>) -> Post {
    posts.recv_timeout(Duration::from_secs(20)).unwrap()
}

#[test]
fn what_one_seat_does_reaches_those_whom_it_concerns() {
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let (_stays, secretary) = line(desk.sit(&seat("S01"), true).unwrap());
    let (_stays_too, other) = line(desk.sit(&seat("E04"), true).unwrap());
    let mut expert = desk.sit(&seat("E03"), false).unwrap();
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    let told = next(&secretary);
    assert!(matches!(told, Post::Changed(Topic::Progress)), "{told:?}");
    assert!(other.try_recv().is_err(), "an expert does not even learn that another works");
    server.end();
    assert!(matches!(next(&secretary), Post::Closed));
    assert!(matches!(next(&other), Post::Closed), "and nothing else came before");
}

#[test]
fn a_server_that_stops_finishes_what_waits_and_clears_up() {
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let (mut expert, answers) = line(desk.sit(&seat("E03"), false).unwrap());
    expert.send(act(Command::Declare { dossier: code("W274") })).unwrap();
    let last = expert.send(mark("W274", "mastery", "28", None)).unwrap();
    // The answer to the first shows that both were handed in: one line is read in its order.
    assert!(matches!(next(&answers), Post::Answer { result: Ok(_), .. }));
    let (dir, said) = server.end();
    let saved = answers.iter().find_map(|post| match post {
        Post::Answer { id, result } if id == last => Some(result.is_ok()),
        _ => None,
    });
    assert!(!dir.path().join("ENDPOINT").exists());
    assert!(said.contains(&Notice::Stopped), "{said:?}");
    let mut again = open(dir.path(), Access::Write, SOURCE).unwrap();
    assert!(!again.is_served());
    let View::Desk(view) = again.sit(&seat("E03"), false).unwrap().ask(Ask::Desk(code("W274"))).unwrap() else {
        panic!()
    };
    assert_eq!(view.marks.get(0, Basis::File).is_some(), saved == Some(true), "acknowledged means kept");
}

#[test]
fn without_a_server_remote_only_leads_nowhere() {
    let dir = panel_folder();
    let refused = reach(dir.path(), Access::Look, Reach::Server, SOURCE).unwrap_err();
    assert_eq!(refused.exit_code(), 4, "{refused:?}");
    assert!(!dir.path().join("store").exists());
}

#[test]
fn what_is_left_of_a_killed_server_stands_in_nobodys_way() {
    let server = Server::start(panel_folder());
    let endpoint = std::fs::read_to_string(server.root().join("ENDPOINT")).unwrap();
    assert!(endpoint.trim_end().len() <= 107);
    let (dir, _) = server.end();
    // As SIGKILL leaves it: the file that names a socket, and a socket that nobody listens at.
    let socket = dir.path().join("dead.sock");
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    std::fs::write(dir.path().join("ENDPOINT"), format!("{}\n", socket.display())).unwrap();
    assert!(!open(dir.path(), Access::Look, SOURCE).unwrap().is_served());
    let server = Server::start(dir);
    assert!(served(&server).is_served());
    server.end();
}

#[test]
fn a_store_that_others_may_read_is_not_served() {
    use std::os::unix::fs::PermissionsExt;
    let dir = panel_folder();
    open(dir.path(), Access::Write, SOURCE).unwrap().close();
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let runtime = tempfile::tempdir().unwrap();
    let surroundings = Surroundings { xdg: Some(runtime.path().to_path_buf()), ..Surroundings::default() };
    let (_ring, wake) = UnixStream::pair().unwrap();
    let log: Log = Arc::new(|_| {});
    let served = || serve(dir.path(), &surroundings, SOURCE, &wake, &log);
    mode(&dir.path().join("store"), 0o750);
    assert!(matches!(served(), Err(Trouble::Exposed(..))));
    mode(&dir.path().join("store"), 0o700);
    mode(dir.path(), 0o777);
    assert!(matches!(served(), Err(Trouble::Exposed(..))));
    mode(dir.path(), 0o700);
    // A directory of the sockets that somebody else could have prepared.
    std::os::unix::fs::symlink(dir.path(), runtime.path().join("shouxi")).unwrap();
    assert!(matches!(served(), Err(Trouble::Exposed(..))));
    assert!(!dir.path().join("ENDPOINT").exists());
}

#[test]
fn a_panel_with_the_longest_name_has_a_short_socket() {
    let top = tempfile::tempdir().unwrap();
    std::fs::set_permissions(top.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let deep = top.path().join("威海市首席技师专家评审组".repeat(7)).join("二〇二四年度".repeat(10));
    std::fs::create_dir_all(&deep).unwrap();
    let panel = tempfile::TempDir::new_in(&deep).unwrap();
    let from = panel_folder();
    std::fs::copy(from.path().join("panel.toml"), panel.path().join("panel.toml")).unwrap();
    std::fs::rename(from.path().join("dossiers"), panel.path().join("dossiers")).unwrap();
    let server = Server::start(panel);
    assert!(served(&server).is_served());
    server.end();
}

#[test]
fn hostile_peers_are_let_go_and_the_others_hear_nothing_of_it() {
    use std::io::{Read, Write};
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let mut expert = desk.sit(&seat("E03"), false).unwrap();
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    let socket = std::fs::read_to_string(server.root().join("ENDPOINT")).unwrap();
    let connect = || UnixStream::connect(socket.trim_end()).unwrap();
    let hello = |protocol: u32| [b"shouxi\r\n".as_slice(), &protocol.to_le_bytes()].concat();
    // A write may fail because it was let go already.
    let send = |bytes: &[u8]| {
        let mut stream = connect();
        let _ = stream.write_all(bytes);
        stream
    };
    let _open = send(b"GET / HTTP/1.1\r\n\r\n");
    server.wait_for(|notice| matches!(notice, Notice::LetGo(_, LetGo::Stranger)));
    let _open = send(&hello(77));
    server.wait_for(|notice| matches!(notice, Notice::LetGo(_, LetGo::Protocol(77))));
    for bad in
        [vec![0xFF; 5], vec![0xFF, 0xFF, 0x0F, 0, 0], vec![0, 0, 0, 0, 1], [vec![9, 0, 0, 0, 0], vec![7; 9]].concat()]
    {
        let mut stream = send(&[hello(PROTOCOL), bad].concat());
        server.wait_for(|notice| matches!(notice, Notice::LetGo(_, LetGo::Malformed)));
        let mut rest = Vec::new();
        // Reset or closed: it is over either way.
        let _ = stream.read_to_end(&mut rest);
    }
    // Half a frame, and nothing more.
    let half = send(&[hello(PROTOCOL), vec![200, 0, 0, 0, 0, 1, 2]].concat());
    drop(half);
    expert.call(mark("W274", "mastery", "28", None)).unwrap();
    let (_, said) = server.end();
    let said = format!("{said:?}");
    for secret in ["E03", "W274", "280000", "mastery"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn a_thousand_connections_leave_room_for_what_was_there() {
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let mut expert = desk.sit(&seat("E03"), false).unwrap();
    let socket = std::fs::read_to_string(server.root().join("ENDPOINT")).unwrap();
    let crowd: Vec<_> = (0..1_000).filter_map(|_| UnixStream::connect(socket.trim_end()).ok()).collect();
    server.wait_for(|notice| matches!(notice, Notice::LetGo(_, LetGo::Full)));
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    // There is no room now, and that is said.
    let busy = reach(server.root(), Access::Look, Reach::Server, SOURCE).map(drop).unwrap_err();
    assert!(matches!(busy, Trouble::Busy), "{busy:?}");
    drop(crowd);
    server.end();
}

#[test]
fn a_client_that_does_not_read_is_let_go_alone() {
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let (mut greedy, unread) = line(desk.sit(&seat("S01"), false).unwrap());
    let mut expert = desk.sit(&seat("E03"), false).unwrap();
    let mut sent = 0;
    // Each answer is some 10 kB; sooner or later the line is closed on it.
    while sent < 20_000 && greedy.send(Request::Ask(Ask::Dossiers)).is_ok() {
        sent += 1;
    }
    server.wait_for(|notice| matches!(notice, Notice::LetGo(_, LetGo::TooSlow)));
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    drop((greedy, unread));
    server.end();
}

#[test]
fn nobody_waits_behind_a_long_answer() {
    const LONG: usize = 60;
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let mut expert = desk.sit(&seat("E03"), false).unwrap();
    let (mut secretary, answers) = line(desk.sit(&seat("S01"), false).unwrap());
    for _ in 0..LONG {
        secretary.send(Request::Ask(Ask::Verify { heads: vec![], receipt: None })).unwrap();
    }
    let is_answer = |post: &Post| match post {
        Post::Answer { result: Ok(Answer::View(View::Verify(view))), .. } => view.holds,
        Post::Changed(_) => false,
        other => panic!("{other:?}"),
    };
    assert!(is_answer(&next(&answers)));
    // Others look in between.
    expert.ask(Ask::Home).unwrap();
    let mut answered = 1 + answers.try_iter().filter(is_answer).count();
    assert!(answered < LONG, "all {LONG} long answers came first");
    // And write: the record that is read for the answers goes on growing, and each holds all the same.
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    for points in ["20", "21", "22"] {
        expert.call(mark("W274", "mastery", points, None)).unwrap();
    }
    while answered < LONG {
        answered += usize::from(is_answer(&next(&answers)));
    }
    server.end();
}

#[test]
fn a_line_comes_back_to_a_server_that_was_started_again() {
    let server = Server::start(panel_folder());
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let (mut expert, posts) = line(desk.sit(&seat("E03"), true).unwrap());
    let (dir, _) = server.end();
    assert!(matches!(next(&posts), Post::Closed));
    assert!(matches!(expert.send(Request::Promise), Err(Trouble::Disconnected(_))));
    let server = Server::start(dir);
    assert!(matches!(next(&posts), Post::Back));
    let sent = expert.send(act(Command::Declare { dossier: code("W274") })).unwrap();
    let answer = loop {
        match next(&posts) {
            Post::Answer { id, result } if id == sent => break result,
            _ => {}
        }
    };
    assert!(answer.is_ok(), "{answer:?}");
    drop((expert, posts));
    server.end();
}

#[test]
fn a_single_command_does_not_wait_for_a_server_that_went() {
    let server = Server::start(panel_folder());
    let mut client = served(&server).sit(&seat("S01"), false).unwrap();
    server.end();
    let gone = client.call(Request::Ask(Ask::Home));
    assert!(matches!(gone, Err(Failure::Trouble(Trouble::Disconnected(_)))), "{gone:?}");
}

#[test]
fn a_hall_that_crashes_ends_the_server_and_what_was_acknowledged_is_kept() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static FAULT: AtomicBool = AtomicBool::new(false);
    fn now() -> Moment {
        assert!(!FAULT.load(Ordering::Acquire), "27.5 for W274");
        (SOURCE.now)()
    }
    let server = Server::with_source(panel_folder(), Source { now, ..SOURCE });
    let mut desk = served(&server);
    desk.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let (mut expert, posts) = line(desk.sit(&seat("E03"), true).unwrap());
    expert.send(act(Command::Declare { dossier: code("W274") })).unwrap();
    assert!(matches!(next(&posts), Post::Answer { result: Ok(_), .. }));
    FAULT.store(true, Ordering::Release);
    expert.send(mark("W274", "mastery", "28", None)).unwrap();
    while !matches!(next(&posts), Post::Closed) {}
    let (dir, ended, said) = server.ended();
    assert_eq!(ended, Err(Trouble::Crashed));
    assert!(!said.contains(&Notice::Stopped), "{said:?}");
    assert!(!said.iter().any(|notice| matches!(notice, Notice::LetGo(..))), "{said:?}");
    assert!(!dir.path().join("ENDPOINT").exists());
    // The next one takes over, and the seat comes back to it.
    let server = Server::start(dir);
    assert!(matches!(next(&posts), Post::Back));
    let View::Desk(view) = served(&server).sit(&seat("E03"), false).unwrap().ask(Ask::Desk(code("W274"))).unwrap()
    else {
        panic!()
    };
    assert!(view.row.own.is_some_and(|own| own.declared) && view.marks.get(0, Basis::File).is_none());
    drop((expert, posts));
    server.end();
}

/// Codes and seats used above exist, so that a refusal is the one that is meant.
#[test]
fn the_story_names_what_there_is() {
    let ids: Vec<SeatId> = ["E01", "E03", "E04", "E05", "S01", "J01"].map(seat).to_vec();
    let dir = panel_folder();
    let desk = open(dir.path(), Access::Look, SOURCE).unwrap();
    assert!(ids.iter().all(|id| desk.seats().iter().any(|card| card.id == *id)));
    assert!(
        ["W274", "W683"].map(code).iter().all(|code: &Code| dir.path().join(format!("dossiers/{code}.toml")).exists())
    );
}
