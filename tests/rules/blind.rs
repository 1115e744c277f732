//! Blindness over the wire (DESIGN §7): what comes over an expert's line is the same, frame by frame, whatever the others
//! do: as many messages, of the same sizes, with the same bytes but for digests, which go into the chain with everything
//! that was before them. And what a server says of itself names nobody and nothing.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use shouxi::desk::view::{Ask, Draft};
use shouxi::desk::{Access, Client, Desk, Request, open};
use shouxi::domain::{Aside, Basis, Command, Half, How, ItemId, Points, RowMark, SectionId, SheetRows, Votes};
use shouxi::text::{Clean, clean_line};
use shouxi::words::Lang;
use shouxi::words::server::notice;

use crate::practice::{SOURCE, code, panel_folder, seat};
use crate::served::Server;

/// The line of one client, with everything the server sent over it.
pub(crate) struct Tapped {
    desk: Desk,
    heard: Arc<Mutex<Vec<u8>>>,
    said: Arc<Mutex<Vec<u8>>>,
    _dir: tempfile::TempDir,
}

impl Tapped {
    /// A folder whose ENDPOINT leads to the server past somebody who listens.
    pub(crate) fn new(server: &Server) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let there = std::fs::read_to_string(server.root().join("ENDPOINT")).unwrap();
        let here = dir.path().join("tap.sock");
        let listener = UnixListener::bind(&here).unwrap();
        std::fs::create_dir(dir.path().join("store")).unwrap();
        std::fs::write(dir.path().join("ENDPOINT"), format!("{}\n", here.display())).unwrap();
        let (heard, said) = (Arc::default(), Arc::default());
        let (into, from_client) = (Arc::clone(&heard), Arc::clone(&said));
        std::thread::spawn(move || {
            for client in listener.incoming().map(Result::unwrap) {
                let server = UnixStream::connect(there.trim_end()).unwrap();
                let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let note = |into: &Arc<Mutex<Vec<u8>>>| {
                    let into = Arc::clone(into);
                    move |bytes: &[u8]| into.lock().unwrap().extend(bytes)
                };
                let (to_server, to_client) = (note(&from_client), note(&into));
                std::thread::spawn(move || pass(from, to, to_server));
                std::thread::spawn(move || pass(server, client, to_client));
            }
        });
        let desk = open(dir.path(), Access::Write, SOURCE).unwrap();
        assert!(desk.is_served());
        Self { desk, heard, said, _dir: dir }
    }

    pub(crate) fn sit(&mut self, id: &str) -> Client {
        self.desk.sit(&seat(id), false).unwrap()
    }

    /// The messages so far, each as it may be compared: its bytes without their checksum, digests blotted out.
    fn messages(&self) -> Vec<Vec<u8>> {
        let messages = messages(&self.heard.lock().unwrap());
        messages.iter().map(|message| blotted(&message[..message.len() - 4])).collect()
    }

    /// The messages of the client so far.
    pub(crate) fn said(&self) -> Vec<Vec<u8>> {
        messages(&self.said.lock().unwrap())
    }
}

/// Takes a line's bytes apart: the messages, each with its envelope.
fn messages(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let mut messages = vec![];
    let mut whole = vec![];
    while !rest.is_empty() {
        // A line begins with the hello.
        if let Some(after) = rest.strip_prefix(b"shouxi\r\n") {
            rest = &after[4..];
            continue;
        }
        let (header, after) = rest.split_at(5);
        let length = u32::from_le_bytes(header[..4].try_into().unwrap()).try_into().unwrap();
        let (piece, after) = after.split_at(length);
        whole.extend_from_slice(piece);
        if header[4] == 0 {
            messages.push(std::mem::take(&mut whole));
        }
        rest = after;
    }
    messages
}

fn pass(mut from: UnixStream, mut to: UnixStream, mut see: impl FnMut(&[u8])) {
    let mut bytes = [0; 8 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        see(&bytes[..count]);
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

/// The same bytes, with `#` for every digit of a digest.
fn blotted(bytes: &[u8]) -> Vec<u8> {
    let is_hex = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let mut blotted = bytes.to_vec();
    for run in blotted.chunk_by_mut(|a, b| is_hex(a) == is_hex(b)) {
        if run.len() >= 16 && is_hex(&run[0]) {
            run.fill(b'#');
        }
    }
    blotted
}

/// Words that only the others use; none may come over the expert's line, or stand in a log.
const SECRET: [&str; 4] = ["他席的批注", "同乡不便", "缺席说明", "退回理由"];

fn mark(dossier: &str, item: &str, points: &str, note: Option<&str>) -> Command {
    Command::Mark {
        dossier: code(dossier),
        revision: None,
        item: ItemId::parse(item).unwrap(),
        basis: Basis::File,
        points: Points::parse(points).ok(),
        note: note.map(clean_line),
        how: How::Entered,
    }
}

const ITEMS: [&str; 7] = [
    "mastery",
    "innovation.novelty",
    "innovation.role",
    "innovation.outcome",
    "innovation.reach",
    "mentoring",
    "benefit",
];

fn whole(seat_of: &str, dossier: &str) -> SheetRows {
    let row = |item: &&str| RowMark {
        line: 2,
        item: ItemId::parse(item).unwrap(),
        basis: Basis::File,
        points: Points::parse("4.5").unwrap(),
        note: Clean::default(),
    };
    let marks = ITEMS.iter().map(row).collect();
    SheetRows { line: 2, seat: seat(seat_of), dossier: code(dossier), marks, note: None, aside: None }
}

/// What the expert does, step by step; between two steps the others may work.
fn own_steps() -> Vec<Vec<Request>> {
    let act = |command| Request::Do(Box::new(command));
    let one = || code("W274");
    vec![
        vec![act(Command::Declare { dossier: one() })],
        vec![
            act(mark("W274", "mastery", "27.5", Some("材料翔实"))),
            Request::Keep(Draft {
                paper_of: None,
                dossier: one(),
                cell: Some((ItemId::parse("mentoring").unwrap(), Basis::File)),
                note: false,
                text: clean_line("1"),
            }),
        ],
        vec![
            act(Command::Import { sheets: vec![whole("E03", "W274"), whole("E03", "W486")], sign: false }),
            act(Command::Sign { dossiers: vec![one()], half: Some(Half::File), revision: None }),
            // Refused: of another's, unknown, off the step, not complete, not a secretary.
            act(mark("W999", "mastery", "1", None)),
            act(mark("W486", "mastery", "1.3", None)),
            act(mark("W529", "mastery", "1", None)),
            act(Command::Sign { dossiers: vec![code("W529")], half: None, revision: None }),
            act(Command::Close { reason: Clean::default() }),
            act(Command::Return { seat: seat("E02"), dossier: one(), section: None, reason: clean_line("?") }),
        ],
    ]
}

/// Everything an expert may ask, and what it may not.
fn asks() -> Vec<Ask> {
    let mut asks =
        vec![Ask::Home, Ask::Dossiers, Ask::Ladder, Ask::Progress, Ask::List, Ask::WhatIf, Ask::Marks, Ask::Folder];
    for about in ["W274", "W486", "W529", "W683", "W999"] {
        asks.extend([Ask::Desk(code(about)), Ask::Dossier(code(about)), Ask::Sheets(code(about))]);
        asks.extend(["E02", "E03"].map(|id| Ask::Transcribed(seat(id), code(about))));
        asks.extend(["E02", "E03"].map(|id| Ask::Entry(seat(id), code(about))));
    }
    asks.extend([
        Ask::Meeting,
        Ask::Find { words: vec![clean_line("技术")], from: None },
        Ask::Log { from: 1, count: 1_000 },
        Ask::Verify { heads: vec![], receipt: None },
        Ask::Verify { heads: vec![], receipt: Some(clean_line("0123456789abcdef")) },
    ]);
    asks
}

/// What the others do before the expert's steps of these numbers.
fn others(desk: &mut Desk, before: usize) {
    if before == 0 {
        // Half-typed from paper, of the very sheet the expert works on.
        let paper_of = Some(seat("E03"));
        let draft = Draft { paper_of, dossier: code("W274"), cell: None, note: true, text: clean_line(SECRET[0]) };
        desk.sit(&seat("S01"), false).unwrap().call(Request::Keep(draft)).unwrap();
    }
    let mut act = |who: &str, command: Command| {
        desk.sit(&seat(who), false).unwrap().act(command).unwrap_or_else(|why| panic!("{who}: {why:?}"));
    };
    let one = || code("W274");
    match before {
        0 => {
            let sheets = ["W274", "W486", "W683"].map(|about| whole("E02", about)).to_vec();
            act("E02", Command::Import { sheets, sign: true });
            act("E04", Command::Declare { dossier: one() });
            act("E04", mark("W274", "mastery", "19", Some(SECRET[0])));
        }
        1 => {
            let (seat, reason) = (seat("E04"), clean_line(SECRET[1]));
            act("E04", Command::SetAside { seat, dossier: one(), aside: Aside::Recognised, reason });
            act("S01", Command::Import { sheets: vec![whole("E06", "W274")], sign: true });
            act("J01", Command::ConfirmSheet { seat: crate::practice::seat("E06"), dossier: one() });
        }
        2 => {
            let (seat, reason) = (seat("E05"), clean_line(SECRET[2]));
            act("S01", Command::Excuse { seat, dossier: None, reason });
            act("E02", Command::AskReturn { dossier: one(), reason: clean_line(SECRET[3]) });
        }
        _ => {
            let (seat, section) = (seat("E02"), SectionId::parse("mastery").ok());
            act("S01", Command::Return { seat, dossier: one(), section, reason: clean_line(SECRET[3]) });
            act("E02", mark("W274", "mastery", "30", None));
            act("E02", Command::Sign { dossiers: vec![one()], half: None, revision: None });
            act("E07", Command::Dissent { text: clean_line(SECRET[1]) });
            let votes = Votes { in_favour: 5, against: 1, abstaining: 0, voters: vec![] };
            // Refused or not, nobody else hears of it.
            let decide = Command::Decide { codes: vec![one()], none: true, votes, note: clean_line(SECRET[0]) };
            let _ = desk.sit(&crate::practice::seat("S01"), false).unwrap().act(decide);
        }
    }
}

/// One expert's day; the messages it got, what the log said, and the folder.
fn day(busy: bool) -> (Vec<Vec<u8>>, String) {
    let server = Server::start(panel_folder());
    let mut office = open(server.root(), Access::Write, SOURCE).unwrap();
    office.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let mut tapped = Tapped::new(&server);
    let mut expert = tapped.sit("E03");
    let look = |expert: &mut Client| {
        for ask in asks() {
            let _ = expert.call(Request::Ask(ask));
        }
    };
    for (number, step) in own_steps().into_iter().enumerate() {
        if busy {
            others(&mut office, number);
        }
        for request in step {
            let _ = expert.call(request);
        }
        look(&mut expert);
    }
    office.sit(&seat("S01"), false).unwrap().act(Command::Close { reason: Clean::default() }).unwrap();
    look(&mut expert);
    if busy {
        others(&mut office, 3);
    }
    look(&mut expert);
    drop(expert);
    let messages = tapped.messages();
    let (_, said) = server.end();
    let mut log = String::new();
    for notice_of in &said {
        for lang in [Lang::Zh, Lang::En] {
            writeln!(log, "{}", notice(lang, notice_of)).unwrap();
        }
        writeln!(log, "{notice_of:?}").unwrap();
    }
    (messages, log)
}

#[test]
fn an_experts_line_carries_the_same_whatever_the_others_do() {
    let (quiet, _) = day(false);
    let (busy, log) = day(true);
    assert!(quiet.len() > 120, "{}", quiet.len());
    let text = |message: &[u8]| String::from_utf8_lossy(message).into_owned();
    for (at, (quiet, busy)) in quiet.iter().zip(&busy).enumerate() {
        let differs = quiet.iter().zip(busy).take_while(|(a, b)| a == b).count();
        assert!(quiet == busy, "message {at} from byte {differs}\nquiet {}\nbusy  {}", text(quiet), text(busy));
    }
    assert_eq!(quiet.len(), busy.len(), "a push told of somebody");
    // What the others wrote is in no message and no line of the log; the log names nobody.
    let carried = busy.concat();
    let carries = |word: &str| carried.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(carries("材料翔实"), "the own note");
    for word in SECRET {
        assert!(!carries(word), "{word}");
        assert!(!log.contains(word), "{log}");
    }
    for id in ["E02", "E03", "E04", "E06", "S01", "J01", "W274", "W486", "27.5", "mastery"] {
        assert!(!log.contains(id), "{log}");
    }
    assert!(log.lines().count() > 20, "the log was read");
}

/// What an expert asks of the whole journal is answered at the end of a step: a longer journal does not show.
#[test]
fn what_reads_the_whole_journal_takes_an_expert_a_whole_step() {
    const STEP: Duration = Duration::from_millis(250);
    let server = Server::start(panel_folder());
    let mut office = open(server.root(), Access::Write, SOURCE).unwrap();
    office.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
    let mut expert = office.sit(&seat("E03"), false).unwrap();
    expert.act(Command::Declare { dossier: code("W274") }).unwrap();
    for ask in [
        Ask::Log { from: 1, count: 1_000 },
        Ask::Verify { heads: vec![], receipt: Some(clean_line("0123456789abcdef")) },
        // Refused, and no sooner.
        Ask::Verify { heads: vec![], receipt: None },
    ] {
        let begun = Instant::now();
        let _ = expert.call(Request::Ask(ask.clone()));
        assert!(begun.elapsed() >= STEP, "{ask:?}: {:?}", begun.elapsed());
    }
    drop(expert);
    server.end();
}

/// The gate above sees what it should: with somebody else's act concerning this seat, the lines differ.
#[test]
fn an_act_that_concerns_the_seat_does_come_over_its_line() {
    let lines = [false, true].map(|returned| {
        let server = Server::start(panel_folder());
        let mut office = open(server.root(), Access::Write, SOURCE).unwrap();
        office.sit(&seat("S01"), false).unwrap().write(Request::Open { key: None }).unwrap();
        let mut tapped = Tapped::new(&server);
        let mut expert = tapped.sit("E03");
        expert.act(Command::Declare { dossier: code("W274") }).unwrap();
        if returned {
            let (seat, reason) = (seat("E03"), clean_line("请回避"));
            let aside = Command::SetAside { seat, dossier: code("W274"), aside: Aside::Conflict, reason };
            office.sit(&crate::practice::seat("S01"), false).unwrap().act(aside).unwrap();
        }
        expert.ask(Ask::Home).unwrap();
        drop(expert);
        let messages = tapped.messages();
        server.end();
        messages
    });
    assert!(lines[1].len() > lines[0].len(), "the push is seen");
}
