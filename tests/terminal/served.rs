//! Screens over the socket of a server: they live through its death, and lie still while nothing happens.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use shouxi::desk::{Access, Client, Source, open};
use shouxi::domain::{Basis, Code, Command as Act, How, ItemId, Moment, Points, SeatId};

use crate::harness::{Term, key, two_at_once, until};
use crate::panel::{Panel, leave};
use crate::rough::on_the_desk;

/// A server in a process of its own; killed when dropped.
pub(crate) struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
    _runtime: tempfile::TempDir,
}

impl Server {
    pub(crate) fn start(panel: &Panel) -> Self {
        let runtime = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_shouxi"));
        command.env_clear().env("TZ", "UTC").env("XDG_RUNTIME_DIR", runtime.path()).stdin(Stdio::null());
        let mut child = command.arg("-C").arg(panel.path()).arg("serve").stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        assert!(log.read_line(&mut line).unwrap() > 0 && line.contains("开始服务"), "{line}");
        Self { child, log, _runtime: runtime }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its exit code, none after a kill, and the rest of its log.
    fn ended(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        self.log.read_to_string(&mut log).unwrap();
        (code, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn now() -> Moment {
    // The server has a clock of its own.
    Moment(0)
}

fn nonce() -> [u8; 16] {
    [0; 16]
}

fn at_the_server(panel: &Path, seat: &str) -> Client {
    let mut desk = open(panel, Access::Write, Source { now, nonce }).unwrap();
    assert!(desk.is_served());
    desk.sit(&SeatId::parse(seat).unwrap(), false).unwrap()
}

const DOSSIERS: [&str; 5] = ["W234", "W357", "W468", "W579", "W682"];
const ITEMS: [&str; 3] = ["mastery.precision", "mastery.effect", "innovation"];

/// The mark of one item on one dossier, another each time round.
fn nth_mark(nth: usize) -> (&'static str, &'static str, String) {
    let (item, dossier) = (ITEMS[nth % ITEMS.len()], DOSSIERS[nth / ITEMS.len() % DOSSIERS.len()]);
    (dossier, item, format!("{}", nth / 15 % 21))
}

/// Marks one after the other until the line breaks; how many were acknowledged.
fn mark_until_it_breaks(mut client: Client, told: &Sender<()>) -> usize {
    for nth in 0.. {
        let (dossier, item, points) = nth_mark(nth);
        let mark = Act::Mark {
            dossier: Code::parse(dossier).unwrap(),
            revision: None,
            item: ItemId::parse(item).unwrap(),
            basis: Basis::File,
            points: Points::parse(&points).ok(),
            note: None,
            how: How::Entered,
        };
        if client.act(mark).is_err() {
            return nth;
        }
        told.send(()).unwrap();
    }
    panic!("marks have no end")
}

/// What a seat's marks may be after so many acknowledgements: the one under way may be there, or not.
fn assert_kept(panel: &Panel, seat: &str, acknowledged: usize) {
    let there = panel.marks_of(seat);
    let rows_after = |count: usize| {
        let mut marks = std::collections::BTreeMap::new();
        for nth in 0..count {
            let (dossier, item, points) = nth_mark(nth);
            marks.insert((dossier, item), points);
        }
        marks.into_iter().map(|((dossier, item), points)| format!("{seat},{dossier},{item},file,{points},")).collect()
    };
    let possible: [Vec<String>; 2] = [rows_after(acknowledged), rows_after(acknowledged + 1)];
    let kept = |rows: &Vec<String>| rows.iter().all(|row| there.contains(row.as_str()));
    assert!(possible.iter().any(kept), "{seat} after {acknowledged}: {there}");
}

#[test]
fn screens_live_through_a_server_killed_under_load_and_come_back_to_their_cells() {
    const KILLED_AFTER: usize = 300;
    let _pair = two_at_once();
    let panel = Panel::in_scoring();
    for seat in ["E01", "E03"] {
        for dossier in DOSSIERS {
            panel.run(&["--as", seat, "declare", dossier]);
        }
    }
    let server = Server::start(&panel);
    let mut expert = on_the_desk(&panel, "E02");
    expert.send(["28", key::ENTER].concat());
    expert.wait_for("已存 ");
    expert.send("17.5");
    expert.wait_for_row(&[">", "应用效果", "17.5_"]);
    let secretary = panel.sit("S01", "进度  阶段 评分");
    secretary.wait_for_row(&["W234", "缺2"]);

    let (tell, told) = channel();
    let acknowledged = std::thread::scope(|scope| {
        let load = ["E01", "E03"].map(|seat| {
            let (client, tell) = (at_the_server(panel.path(), seat), tell.clone());
            scope.spawn(move || mark_until_it_breaks(client, &tell))
        });
        assert_eq!(told.iter().take(KILLED_AFTER).count(), KILLED_AFTER);
        server.signal(Signal::KILL);
        load.map(|load| load.join().unwrap())
    });
    assert_eq!(server.ended().0, None);

    // Work goes on without it: what is recorded waits, what is typed stays.
    secretary.wait_for("断线");
    expert.wait_for("与服务器断开，正在重连。打的字还在");
    expert.send(key::ENTER);
    expert.wait_for("1 项待存；出现“已存”前请别关窗口。");
    expert.wait_for_row(&["绝技绝活 2/2", "45.5"]);
    expert.send("40");
    expert.wait_for_row(&[">", "技术革新", "40_"]);
    assert!(expert.screen()[0].contains("断线  未存 1"), "{:#?}", expert.screen());

    let server = Server::start(&panel);
    expert.wait_gone("未存 1");
    expert.wait_for_row(&["E02", "已存 "]);
    expert.wait_for_row(&[">", "技术革新", "40_"]);
    secretary.wait_gone("断线");
    secretary.wait_for_row(&["W234", "缺1"]);
    for (seat, acknowledged) in ["E01", "E03"].into_iter().zip(acknowledged) {
        assert_kept(&panel, seat, acknowledged);
    }
    expert.send(key::ENTER);
    // The other two, who wrote until the end, had it whole before.
    secretary.wait_for_row(&["W234", "齐", "齐", "齐"]);
    let marks = panel.marks_of("E02");
    for mark in ["mastery.precision,file,28", "mastery.effect,file,17.5", "innovation,file,40"] {
        assert!(marks.contains(mark), "{marks}");
    }
    assert!(panel.run(&["verify"]).contains("核验通过"));

    // Told to stop, it finishes, says so, and ends in peace; the screens wait for the next one.
    server.signal(Signal::TERM);
    let (code, log) = server.ended();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("已停止") && !log.contains("panicked"), "{log}");
    secretary.wait_for("断线");
    expert.wait_for_row(&["E02", "断线"]);
}

/// How often its threads were woken, and the bytes it has read and written.
fn stirred(term: &Term) -> (u64, u64) {
    let field = |path: String, names: &[&str]| -> u64 {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let value = |line: &str| line.rsplit(char::is_whitespace).next().unwrap().parse::<u64>().unwrap();
        text.lines().filter(|line| names.iter().any(|name| line.starts_with(name))).map(value).sum()
    };
    let process = format!("/proc/{}", term.pid());
    let threads = std::fs::read_dir(format!("{process}/task")).unwrap();
    let woken = threads.map(|thread| {
        let status = thread.unwrap().path().join("status").to_str().unwrap().to_owned();
        field(status, &["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"])
    });
    (woken.sum(), field(format!("{process}/io"), &["rchar", "wchar"]))
}

#[test]
fn a_screen_at_a_server_lies_still_while_nothing_happens() {
    const STILL: Duration = Duration::from_secs(2);
    let panel = Panel::in_scoring();
    let _server = Server::start(&panel);
    let mut term = on_the_desk(&panel, "E02");
    term.send(["28", key::ENTER].concat());
    term.wait_for("已存 ");
    // Once everything has come to rest, which takes as long as it takes, it stays so.
    let (mut before, mut since) = (stirred(&term), Instant::now());
    until("two seconds in which nothing stirs", || {
        let now = stirred(&term);
        if now != before {
            (before, since) = (now, Instant::now());
        }
        since.elapsed() >= STILL
    });
    // And it hears at once what happens then.
    panel.run(&["stage", "review"]);
    term.wait_for("评分已于");
    term.send(key::ESC);
    leave(&mut term);
}
