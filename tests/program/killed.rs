//! SIGKILL after the Nth acknowledgement (PITFALLS 26): what was acknowledged is there, nothing is half there, and the
//! record is whole. `SHOUXI_KILLS` says how often it is tried.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};

use rustix::process::Signal;
use shouxi::desk::{Access, Client, Source, open};
use shouxi::domain::{Basis, Code, Command as Act, How, ItemId, Moment, Points, RowMark, SeatId, SheetRows};
use shouxi::text::Clean;
use tempfile::TempDir;

use crate::harness::{Panel, Ran, copy, program, run};
use crate::lots::{Lots, times};
use crate::serving::Server;

/// Told to the child: the panel it works on.
const DIR: &str = "SHOUXI_TEST_KILLED_DIR";

const SEATS: [&str; 4] = ["E01", "E02", "E03", "E04"];

/// The practice form, with the highest mark in steps of half a point.
const ITEMS: [(&str, i64); 7] = [
    ("mastery", 60),
    ("innovation.novelty", 20),
    ("innovation.role", 20),
    ("innovation.outcome", 10),
    ("innovation.reach", 10),
    ("mentoring", 40),
    ("benefit", 40),
];

const DOSSIERS: [&str; 3] = ["W274", "W486", "W529"];

fn now() -> Moment {
    // Any moment will do: the record clamps time that goes back.
    Moment(1_724_137_920_000)
}

fn nonce() -> [u8; 16] {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    u128::from(COUNT.fetch_add(1, Ordering::Relaxed)).to_le_bytes()
}

/// What a seat does as its `nth` act, and the rows of its export that this sets: (dossier, item, points).
///
/// Mostly one mark; every eighth act is an import of a whole sheet, which is many marks in one frame.
fn act(seat: &str, nth: usize) -> (Act, Vec<(&'static str, &'static str, String)>) {
    let dossier = DOSSIERS[nth / ITEMS.len() % DOSSIERS.len()];
    let shift = i64::try_from(nth).unwrap() + i64::try_from(seat.len()).unwrap();
    let half = |of: i64, at: i64| {
        let halves = (shift * 3 + at) % (of + 1);
        let text = format!("{}{}", halves / 2, if halves % 2 == 1 { ".5" } else { "" });
        (Points::parse(&text).unwrap(), text)
    };
    let item = |id: &str| ItemId::parse(id).unwrap();
    if nth % 8 == 7 {
        let mut rows = Vec::new();
        let mut marks = Vec::new();
        for (at, (id, most)) in (0_i64..).zip(ITEMS) {
            let (points, text) = half(most, at);
            rows.push((dossier, id, text));
            marks.push(RowMark { line: 2, item: item(id), basis: Basis::File, points, note: Clean::default() });
        }
        let (seat, dossier) = (SeatId::parse(seat).unwrap(), Code::parse(dossier).unwrap());
        let sheet = SheetRows { line: 2, seat, dossier, marks, note: None, aside: None };
        return (Act::Import { sheets: vec![sheet], sign: false }, rows);
    }
    let (id, most) = ITEMS[nth % ITEMS.len()];
    let (points, text) = half(most, 0);
    let mark = Act::Mark {
        dossier: Code::parse(dossier).unwrap(),
        revision: None,
        item: item(id),
        basis: Basis::File,
        points: Some(points),
        note: None,
        how: How::Entered,
    };
    (mark, vec![(dossier, id, text)])
}

/// The rows a seat's export has after so many acts.
fn rows_after(seat: &str, acts: usize) -> Vec<String> {
    let mut marks = std::collections::BTreeMap::new();
    for nth in 0..acts {
        for (dossier, item, points) in act(seat, nth).1 {
            marks.insert((dossier, item), points);
        }
    }
    marks.into_iter().map(|((dossier, item), points)| format!("{seat},{dossier},{item},file,{points}")).collect()
}

/// The child: seats that enter marks, each saying `saved SEAT N` once its Nth act is acknowledged. Does nothing unless a
/// parent asked for it. It ends when its parent kills it, or takes nothing more from it.
#[test]
fn in_a_child() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let mut desk = open(Path::new(&dir), Access::Write, Source { now, nonce }).unwrap();
    let clients: Vec<Client> =
        SEATS.iter().map(|seat| desk.sit(&SeatId::parse(seat).unwrap(), false).unwrap()).collect();
    // The harness has begun a line of its own.
    println!();
    std::thread::scope(|scope| {
        for mut client in clients {
            scope.spawn(move || {
                let seat = client.seat().to_string();
                for dossier in DOSSIERS {
                    client.act(Act::Declare { dossier: Code::parse(dossier).unwrap() }).unwrap();
                }
                for nth in 0.. {
                    client.act(act(&seat, nth).0).unwrap();
                    let line = format!("saved {seat} {nth}\n");
                    if std::io::stdout().lock().write_all(line.as_bytes()).is_err() {
                        return;
                    }
                }
            });
        }
    });
}

/// Acknowledgements of each seat, from the child's lines.
#[derive(Debug, Default)]
struct Told([usize; SEATS.len()]);

impl Told {
    fn note(&mut self, line: &str) -> bool {
        let mut words = line.split(' ');
        let (Some("saved"), Some(seat), Some(nth)) = (words.next(), words.next(), words.next()) else { return false };
        let place = SEATS.iter().position(|one| *one == seat).unwrap();
        assert_eq!(nth.parse(), Ok(self.0[place]), "acts come in order");
        self.0[place] += 1;
        true
    }
}

/// Runs the child on `dir`, kills it after `count` acknowledgements, and gives all it told.
fn kill_after(dir: &Path, count: usize) -> Told {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::in_a_child", "--nocapture", "--test-threads=1"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let (mut told, mut seen, mut line) = (Told::default(), 0, String::new());
    while seen < count {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the child ended by itself after {seen}");
        seen += usize::from(told.note(line.trim_end()));
    }
    child.kill().unwrap();
    // What it told before it died counts as well; half a line was not told.
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    for line in rest.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        told.note(line.trim_end());
    }
    assert!(!child.wait().unwrap().success());
    told
}

/// The marks a seat sees as its own: the first five columns.
fn own_marks(root: &Path, seat: &str) -> Vec<String> {
    let ran = run(root, &["--as", seat, "marks", "export"]).ok();
    let fields = |line: &str| line.split(',').take(5).collect::<Vec<_>>().join(",");
    let mut rows: Vec<String> = ran.out.lines().skip(1).map(fields).filter(|row| row.contains(",file,")).collect();
    rows.sort();
    rows
}

fn sorted(mut rows: Vec<String>) -> Vec<String> {
    rows.sort();
    rows
}

fn no_crash(ran: &Ran) {
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}

fn opened_panel() -> Panel {
    let panel = Panel::copy("weihai-2024").closed();
    panel.say("stage scoring").ok();
    panel
}

#[test]
fn a_kill_at_any_acknowledgement_loses_no_acknowledged_mark_and_leaves_none_half_there() {
    let panel = opened_panel();
    let kills = times("SHOUXI_KILLS", 20);
    let mut lots = Lots::new("kills", 20_240_820);
    for kill in 0..kills {
        let dir = TempDir::new().unwrap();
        copy(&panel.root(), dir.path());
        // Early and late kills; some panels are killed a second time, with marks already in them.
        let count = 1 + lots.below(if kill % 3 == 0 { 8 } else { 120 });
        println!("kill {kill} after acknowledgement {count}");
        let told = kill_after(dir.path(), count);
        let verified = run(dir.path(), &["verify"]).ok();
        no_crash(&verified);
        for (seat, acknowledged) in SEATS.iter().zip(told.0) {
            let there = own_marks(dir.path(), seat);
            // The one act that was under way may be there as a whole, or not at all.
            let possible = [acknowledged, acknowledged + 1].map(|acts| sorted(rows_after(seat, acts)));
            assert!(possible.contains(&there), "kill {kill}, {seat} after {acknowledged}: {there:#?}");
        }
        let again = run(dir.path(), &["verify"]).ok();
        assert_eq!((again.out, again.err), (verified.out, String::new()), "what was told once is put right");
    }
}

/// A seat at the socket: acts in their order until the line breaks, each told by its number once it is acknowledged.
fn act_until_it_breaks(mut client: Client, told: &Sender<()>) -> usize {
    let seat = client.seat().to_string();
    for nth in 0.. {
        if client.act(act(&seat, nth).0).is_err() {
            return nth;
        }
        told.send(()).unwrap();
    }
    panic!("acts have no end")
}

fn at_the_server(root: &Path, seat: &str) -> Client {
    let mut desk = open(root, Access::Write, Source { now, nonce }).unwrap();
    assert!(desk.is_served());
    desk.sit(&SeatId::parse(seat).unwrap(), false).unwrap()
}

#[test]
fn a_server_killed_under_load_loses_no_acknowledged_mark_and_a_repeat_does_no_harm() {
    let panel = opened_panel();
    for seat in SEATS {
        for dossier in DOSSIERS {
            panel.run(&["--as", seat, "declare", dossier]).ok();
        }
    }
    let mut lots = Lots::new("kills of the server", 20_240_902);
    for kill in 0..times("SHOUXI_KILLS", 20).div_ceil(5) {
        let dir = TempDir::new().unwrap();
        copy(&panel.root(), dir.path());
        let root = dir.path();
        let count = 1 + lots.below(if kill % 3 == 0 { 8 } else { 400 });
        println!("kill {kill} after acknowledgement {count}");
        let server = Server::at(root);
        let (tell, told) = channel();
        let acknowledged = std::thread::scope(|scope| {
            // All sit down before anything is killed.
            let clients = SEATS.map(|seat| at_the_server(root, seat));
            let seats = clients.map(|client| {
                scope.spawn({
                    let tell = tell.clone();
                    move || act_until_it_breaks(client, &tell)
                })
            });
            assert_eq!(told.iter().take(count).count(), count);
            server.signal(Signal::KILL);
            seats.map(|seat| seat.join().unwrap())
        });
        assert_eq!(server.ended().0, None);
        let server = Server::at(root);
        for (seat, acts) in SEATS.iter().zip(acknowledged) {
            let possible = [acts, acts + 1].map(|acts| sorted(rows_after(seat, acts)));
            let there = own_marks(root, seat);
            assert!(possible.contains(&there), "kill {kill}, {seat} after {acts}: {there:#?}");
            // What had no answer is sent again, whether it was done or not.
            at_the_server(root, seat).act(act(seat, acts).0).unwrap();
            assert_eq!(own_marks(root, seat), possible[1]);
        }
        no_crash(&run(root, &["verify"]).ok());
        server.signal(Signal::TERM);
        let (code, log) = server.ended();
        assert_eq!((code, log.contains("panicked")), (Some(0), false), "{log}");
        no_crash(&run(root, &["verify"]).ok());
    }
}

/// Every mark of E06 on all dossiers of the form, as a marks file.
fn whole_sheets(panel: &Panel) -> String {
    let mut codes: Vec<String> = std::fs::read_dir(panel.root().join("dossiers"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    codes.sort();
    let rows = codes
        .iter()
        .flat_map(|code| ITEMS.iter().map(move |(item, most)| format!("E06,{code},{item},file,{},,\n", most / 2)));
    format!("seat,dossier,item,basis,points,note,state\n{}", rows.collect::<String>())
}

/// Starts the program and kills it as soon as the journal has another length than `before`, or after `looks` looks.
fn kill_when_it_writes(root: &Path, args: &[&str], looks: usize) -> String {
    let journal = root.join("store/journal");
    let before = std::fs::metadata(&journal).unwrap().len();
    let mut child = program(root).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut looked = 0;
    while child.try_wait().unwrap().is_none() {
        looked += 1;
        if std::fs::metadata(&journal).unwrap().len() != before || looked >= looks {
            child.kill().unwrap();
            break;
        }
        std::thread::yield_now();
    }
    let output = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_program_killed_in_an_import_or_while_signing_did_all_of_it_or_nothing() {
    let panel = opened_panel();
    panel.put("e06.csv", &whole_sheets(&panel));
    panel.say("--as E06 declare W274").ok();
    let whole = sorted(whole_sheets(&panel).lines().skip(1).map(|row| row.trim_end_matches(',').to_owned()).collect());
    let mut lots = Lots::new("kills of the program", 7);
    let mut written = 0;
    for kill in 0..times("SHOUXI_KILLS", 20).div_ceil(5) {
        let dir = TempDir::new().unwrap();
        copy(&panel.root(), dir.path());
        // Every other time at a moment of chance, which may be before it wrote.
        let looks = if kill % 2 == 0 { usize::MAX } else { 1 + lots.below(4_000) };
        println!("kill {kill} within {looks} looks");
        let said = kill_when_it_writes(dir.path(), &["--as", "E06", "marks", "import", "e06.csv"], looks);
        run(dir.path(), &["verify"]).ok();
        let there = own_marks(dir.path(), "E06");
        assert!(there.is_empty() || there == whole, "{} of {} marks", there.len(), whole.len());
        assert!(said.is_empty() || there == whole, "said {said} and did not do it");
        written += usize::from(there == whole);
        // Done again it is done, once.
        run(dir.path(), &["--as", "E06", "marks", "import", "e06.csv"]).ok();
        assert_eq!(own_marks(dir.path(), "E06"), whole);

        let said = kill_when_it_writes(dir.path(), &["--as", "E06", "sign", "--all"], looks);
        let export = run(dir.path(), &["--as", "E06", "marks", "export"]).ok();
        let signed = export.out.lines().filter(|line| line.ends_with(",signed")).count();
        assert!(signed == 0 || signed == whole.len(), "{signed} marks signed");
        for receipt in said.lines().filter_map(|line| line.split_once("回执 ")) {
            run(dir.path(), &["verify", "--receipt", receipt.1]).ok();
        }
        let again = run(dir.path(), &["--as", "E06", "sign", "--all"]);
        assert_eq!(again.code, i32::from(signed > 0), "signed once: {}", again.err);
        run(dir.path(), &["verify"]).ok();
        let export = run(dir.path(), &["--as", "E06", "marks", "export"]).ok();
        assert_eq!(export.out.lines().skip(1).filter(|line| line.ends_with(",signed")).count(), whole.len());
    }
    assert!(written > 0, "no kill came after the write: the test does not reach what it is about");
}
