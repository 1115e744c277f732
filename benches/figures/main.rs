//! The figures of DESIGN §10 that concern the screen and `tally`, measured on the program itself.
//!
//! `cargo bench --bench figures`, or a part of it: `… -- start keys idle tally list saved find`. The real program runs on a
//! pseudo-terminal beside a bare program that echoes a key (the floor), and beside less, vim and nano where they are
//! installed. Absolute times are the machine's; what counts are the ratios, so each key goes to the floor and to the
//! program in turn. Nothing here fails: it prints, people judge.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench reads the clock, prints ratios, and stops at the first surprise"
)]

mod bare;
mod find;
mod inside;
mod panel;
mod proc;
mod term;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use panel::{Panel, Size, TRADE, code};
use term::{Answer, Launch, Term};

const PROGRAM: &str = env!("CARGO_BIN_EXE_shouxi");
const SIZE: (u16, u16) = (120, 40);
/// A start is measured this many times; the median counts.
const STARTS: usize = 11;
/// A screen has settled when it said nothing for this long.
const SETTLED: Duration = Duration::from_millis(1_500);
const IDLE: Duration = Duration::from_secs(10);
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// A program beside us: its name, how it opens a file, its keys for a line and a page down and up, and to leave.
struct Other {
    name: &'static str,
    arguments: &'static [&'static str],
    line: [&'static str; 2],
    page: [&'static str; 2],
}

const OTHERS: [Other; 3] = [
    Other { name: "less", arguments: &[], line: ["j", "k"], page: [" ", "b"] },
    Other {
        name: "vim",
        arguments: &["-u", "NONE", "-n", "-R", "--cmd", "set nocompatible encoding=utf-8"],
        line: ["j", "k"],
        page: ["\x06", "\x02"],
    },
    Other { name: "nano", arguments: &["-I", "-v"], line: [DOWN, UP], page: ["\x1b[6~", "\x1b[5~"] },
];

fn main() {
    if bare::is_asked_for() {
        return;
    }
    // `cargo bench` adds `--bench`.
    let parts: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wants = |part: &str| parts.is_empty() || parts.iter().any(|word| word == part);
    let beside = tempfile::tempdir().unwrap();
    let text = beside.path().join("text");
    std::fs::write(&text, panel::plain_text(2_000)).unwrap();
    let small = (wants("start") || wants("keys") || wants("idle") || wants("saved")).then(|| filled(200, 9));
    if wants("start") {
        starts(small.as_ref(), &text);
    }
    if wants("keys") {
        keys(small.as_ref(), &text);
    }
    if wants("idle") {
        idle(small.as_ref(), &text);
    }
    if wants("tally") {
        tally();
    }
    if wants("list") {
        inside::list();
    }
    if let Some(panel) = small.as_ref().filter(|_| wants("saved")) {
        inside::saved(panel);
    }
    if wants("find") {
        find::find(5_000);
    }
}

/// A panel in scoring; all experts but the first have marked everything, the first is past the door.
fn filled(dossiers: usize, experts: usize) -> Panel {
    let panel = Panel::new(Path::new(PROGRAM), Size { dossiers, experts, text: 5_600 });
    panel.run(&["stage", "scoring"]);
    for seat in 1..experts {
        let file = panel.marks(seat..seat + 1, dossiers);
        panel.run(&["--as", &panel::seat_id(seat), "marks", "import", file.to_str().unwrap(), "--sign"]);
    }
    panel.run(&["--as", "E01", "declare", &code(0)]);
    pass_the_door(&panel, "E01", &["1", "9"]);
    pass_the_door(&panel, "S01", &["1"]);
    panel
}

fn screen<'a>(panel: &Panel, seat: &str) -> Launch<'a> {
    let arguments = ["-C", panel.path().to_str().unwrap(), "--as", seat].map(str::to_owned).to_vec();
    Launch { program: Path::new(PROGRAM), arguments, environment: Vec::new(), size: SIZE }
}

fn floor(program: &Path) -> Launch<'_> {
    let environment = vec![(bare::MODE, "echo".to_owned())];
    Launch { program, arguments: Vec::new(), environment, size: SIZE }
}

fn own_path() -> PathBuf {
    std::env::current_exe().unwrap()
}

fn found(name: &str) -> Option<PathBuf> {
    let there = ["/usr/bin", "/bin", "/usr/local/bin"].map(|dir| Path::new(dir).join(name));
    let path = there.into_iter().find(|path| path.exists());
    if path.is_none() {
        println!("SKIPPED {name}: not installed");
    }
    path
}

impl Other {
    fn launch<'a>(&self, program: &'a Path, file: &Path) -> Launch<'a> {
        let words = self.arguments.iter().map(|&word| word.to_owned());
        let arguments = words.chain([file.to_str().unwrap().to_owned()]).collect();
        Launch { program, arguments, environment: Vec::new(), size: SIZE }
    }
}

// --- start

fn starts(small: Option<&Panel>, text: &Path) {
    println!("\nstart -> first frame with content, median of {STARTS}");
    let own = own_path();
    told_start("floor (a bare program)", &floor(&own), "ready");
    if let Some(panel) = small {
        told_start("shouxi, 200 dossiers, 19,200 marks", &screen(panel, "E01"), TRADE);
        told_start("  its secretary", &screen(panel, "S01"), TRADE);
    }
    let bare = Panel::new(Path::new(PROGRAM), Size { dossiers: 5_000, experts: 5, text: 5_600 });
    bare.run(&["stage", "scoring"]);
    pass_the_door(&bare, "E01", &["1", "9"]);
    told_start("shouxi, 5,000 dossiers, no marks", &screen(&bare, "E01"), TRADE);
    let file = bare.marks(1..2, 5_000);
    bare.run(&["--as", "E02", "marks", "import", file.to_str().unwrap(), "--sign"]);
    told_start("shouxi, 5,000 dossiers, 60,000 marks", &screen(&bare, "E01"), TRADE);
    for other in &OTHERS {
        if let Some(program) = found(other.name) {
            told_start(other.name, &other.launch(&program, text), "三点浮动支撑");
        }
    }
}

/// Two bars that stand in line, and an expert's promise.
fn pass_the_door(panel: &Panel, seat: &str, keys: &[&str]) {
    let mut term = Term::start(&screen(panel, seat));
    term.settle(SETTLED);
    for key in keys {
        term.key(key);
        term.settle(SETTLED);
    }
    assert!(term.shown(TRADE).is_some(), "the list never came: {}", term.said());
    term.end();
}

fn told_start(name: &str, launch: &Launch<'_>, content: &str) {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let term = Term::start(launch);
        let Some(time) = term.shown(content) else {
            println!("{name}: never showed {content:?}, but {}", term.said());
            term.end();
            return;
        };
        times.push(time);
        term.settle(Duration::from_millis(200));
        term.end();
    }
    times.sort_unstable();
    println!("{name:<40} {:>8.1} ms   (fastest {:.1})", ms(times[STARTS / 2]), ms(times[0]));
}

// --- keys

fn keys(small: Option<&Panel>, text: &Path) {
    println!("\nkey -> painted at {}x{}: p50, p99, ratio of p50 to the floor's, bytes (median)", SIZE.0, SIZE.1);
    if let Some(panel) = small {
        let open = || {
            let term = Term::start(&screen(panel, "E01"));
            term.shown(TRADE);
            term.settle(SETTLED);
            term
        };
        told_keys("shouxi list move", open(), &[DOWN, UP], 100);
        told_keys("shouxi list move with scrolling", open(), &[DOWN], 190);
        let mut desk = open();
        for digit in code(0).trim_start_matches(char::is_alphabetic).chars() {
            desk.key(&digit.to_string());
        }
        desk.key("\r");
        desk.settle(SETTLED);
        told_keys("shouxi page of Chinese", desk, &[" ", " ", "\x1b[5~", "\x1b[5~"], 100);
    }
    for other in &OTHERS {
        let Some(program) = found(other.name) else { continue };
        let open = || {
            let term = Term::start(&other.launch(&program, text));
            term.settle(SETTLED);
            term
        };
        let (mut lines, mut pages) = (open(), open());
        for _ in 0..3 {
            lines.key(other.page[0]);
            pages.key(other.page[0]);
        }
        told_keys(&format!("{} line", other.name), lines, &other.line, 100);
        told_keys(&format!("{} page", other.name), pages, &other.page, 100);
    }
}

fn told_keys(name: &str, mut term: Term, keys: &[&str], count: usize) {
    let own = own_path();
    let mut floor = Term::start(&floor(&own));
    floor.shown("ready");
    let (mut answers, mut floors) = (Vec::new(), Vec::new());
    for key in keys.iter().cycle().take(count) {
        floors.extend(floor.key("x"));
        answers.extend(term.key(key));
    }
    floor.end();
    term.end();
    if answers.len() < count / 2 {
        println!("{name:<40} answered only {} of {count} keys", answers.len());
        return;
    }
    let (base, own) = (sorted(&floors), sorted(&answers));
    let mut bytes: Vec<usize> = answers.iter().map(|answer| answer.bytes).collect();
    bytes.sort_unstable();
    let (p50, p99) = (own[own.len() / 2], own[own.len() * 99 / 100]);
    let ratio = ms(p50) / ms(base[base.len() / 2]);
    let middle = bytes[bytes.len() / 2];
    println!("{name:<40} {:>6.3} ms {:>6.3} ms {ratio:>6.2}x {middle:>6} bytes", ms(p50), ms(p99));
}

fn sorted(answers: &[Answer]) -> Vec<Duration> {
    let mut times: Vec<Duration> = answers.iter().map(|answer| answer.time).collect();
    times.sort_unstable();
    times
}

// --- idle

fn idle(small: Option<&Panel>, text: &Path) {
    println!("\nidle for {} s: bytes sent, wake-ups a second; resident memory (of it anonymous)", IDLE.as_secs());
    if let Some(panel) = small {
        told_idle("shouxi, 200 dossiers", &screen(panel, "E01"));
    }
    for other in &OTHERS {
        if let Some(program) = found(other.name) {
            told_idle(other.name, &other.launch(&program, text));
        }
    }
}

fn told_idle(name: &str, launch: &Launch<'_>) {
    let term = Term::start(launch);
    std::thread::sleep(SETTLED);
    let _what_the_start_sent = term.take_bytes();
    let before = proc::sleeps(term.pid());
    std::thread::sleep(IDLE);
    let (bytes, woken) = (term.take_bytes(), proc::sleeps(term.pid()) - before);
    let (all, anonymous) = proc::memory(term.pid());
    term.end();
    let rate = woken as f64 / IDLE.as_secs_f64();
    let mb = |kb: u64| kb as f64 / 1024.0;
    println!("{name:<40} {bytes:>6} bytes {rate:>6.1} /s {:>7.1} MB ({:.1})", mb(all), mb(anonymous));
}

// --- tally

fn tally() {
    println!("\ntally of 240,000 marks (200 dossiers x 100 seats x 12 items), whole process, median of {STARTS}");
    let panel = Panel::new(Path::new(PROGRAM), Size { dossiers: 200, experts: 100, text: 0 });
    let file = panel.marks(0..100, 200);
    let base = told_run("a bare Rust loop", None, || {
        let mut command = Command::new(own_path());
        command.env(bare::MODE, "sum").env(bare::FILE, &file);
        command
    });
    let run = |panel: &Panel, file: &Path| {
        let mut command = Command::new(PROGRAM);
        command.arg("-C").arg(panel.path()).args(["tally", "--marks"]).arg(file).args(["--format", "json"]);
        command
    };
    told_run("shouxi tally --marks, facts only", Some(base), || run(&panel, &file));
    let whole = Panel::new(Path::new(PROGRAM), Size { dossiers: 200, experts: 100, text: 5_600 });
    told_run("shouxi tally --marks, 5.6 kB texts", Some(base), || run(&whole, &file));
}

fn told_run(name: &str, base: Option<Duration>, command: impl Fn() -> Command) -> Duration {
    let mut times: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let mut command = command();
            command.stdout(Stdio::null());
            let started = Instant::now();
            let status = command.status().unwrap();
            let time = started.elapsed();
            assert!(status.success(), "{name}");
            time
        })
        .collect();
    times.sort_unstable();
    let middle = times[STARTS / 2];
    let ratio = base.map(|base| format!("{:>6.2}x", ms(middle) / ms(base))).unwrap_or_default();
    println!("{name:<40} {:>8.1} ms {ratio}", ms(middle));
    middle
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
