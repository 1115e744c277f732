//! Real programs on real pseudo-terminals, as remote clients of the server.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::bare;
use crate::panel::{TRADE, code};
use crate::server::Counted;
use crate::term::{Launch, Term};
use crate::told::Times;

const SIZE: (u16, u16) = (120, 40);
const SETTLED: Duration = Duration::from_millis(1_500);
const IDLE: Duration = Duration::from_secs(10);
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// Screens in a row, typed at in turn, beside a bare program that echoes a key.
pub(crate) struct Screens {
    terms: Vec<Term>,
    floor: Term,
    /// Marks typed at each of them.
    pub(crate) typed: usize,
}

impl Screens {
    /// All at their lists.
    pub(crate) fn open(program: &Path, root: &Path, seats: &[String]) -> Self {
        let start = |seat: &String| at_the_list(program, root, seat);
        let terms = std::thread::scope(|scope| {
            let threads: Vec<_> = seats.iter().map(|seat| scope.spawn(move || start(seat))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let own = std::env::current_exe().unwrap();
        let environment = vec![(bare::MODE, "echo".to_owned())];
        let floor = Term::start(&Launch { program: &own, arguments: Vec::new(), environment, size: SIZE });
        floor.shown("ready");
        Self { terms, floor, typed: 0 }
    }

    /// Moves in the list, one screen after the other.
    pub(crate) fn moves(&mut self, name: &str, rounds: usize) {
        let (mut bare, mut painted) = (Vec::new(), Vec::new());
        let mut unanswered = 0;
        for round in 0..rounds {
            for term in &mut self.terms {
                bare.extend(self.floor.key("x").map(|answer| answer.time));
                match term.key([DOWN, UP][round % 2]) {
                    Some(answer) => painted.push(answer.time),
                    None => unanswered += 1,
                }
            }
        }
        Times::new(bare).told(&format!("  bare pty echo, {name}"), "");
        told(painted, &format!("  list move, {name}"), unanswered);
    }

    /// Opens the desk of the same dossier everywhere.
    pub(crate) fn open_desk(&mut self, number: usize) {
        for term in &mut self.terms {
            for digit in code(number).trim_start_matches(char::is_alphabetic).chars() {
                term.key(&digit.to_string());
            }
            term.key("\r");
        }
        self.settle();
    }

    /// Enters marks, one screen after the other: from the key that enters it to the last byte of what follows.
    pub(crate) fn marks(&mut self, name: &str, count: usize) {
        let (mut digits, mut painted, mut unanswered) = (Vec::new(), Vec::new(), 0);
        for nth in 0..count {
            for term in &mut self.terms {
                digits.extend(term.key(&(nth % 9 + 1).to_string()).map(|answer| answer.time));
                match term.key("\r") {
                    Some(answer) => painted.push(answer.time),
                    None => unanswered += 1,
                }
            }
        }
        self.typed += count;
        told(digits, &format!("  digit on the desk, {name}"), 0);
        told(painted, &format!("  mark entered and saved, {name}"), unanswered);
    }

    /// What they do while nothing happens: bytes painted, times woken, bytes moved in all.
    pub(crate) fn idle(&self, server: u32) {
        self.settle();
        let pids: Vec<u32> = self.terms.iter().map(Term::pid).collect();
        for term in &self.terms {
            let _what_came_before = term.take_bytes();
        }
        let before: Vec<Counted> = pids.iter().map(|pid| Counted::of(*pid)).collect();
        let server_before = Counted::of(server);
        let started = Instant::now();
        std::thread::sleep(IDLE);
        let seconds = started.elapsed().as_secs_f64();
        let own = Counted::of(server).since(server_before);
        let clients = pids.iter().zip(before).map(|(pid, before)| Counted::of(*pid).since(before));
        let (woken, moved) = clients.fold((0, 0), |(woken, moved), now| (woken + now.woken, moved + now.moved));
        let painted: usize = self.terms.iter().map(Term::take_bytes).sum();
        let of = self.terms.len();
        println!(
            "idle for {seconds:.0} s, {of} screens together: {woken} wake-ups, {moved} bytes moved, {painted} painted"
        );
        println!(
            "idle for {seconds:.0} s, the server: {:.1} wake-ups a second, {} bytes moved",
            own.woken as f64 / seconds,
            own.moved
        );
    }

    fn settle(&self) {
        for term in &self.terms {
            term.settle(SETTLED);
        }
    }

    pub(crate) fn close(self) {
        for term in self.terms {
            term.end();
        }
        self.floor.end();
    }
}

fn told(painted: Vec<Duration>, name: &str, unanswered: usize) {
    let times = Times::new(painted);
    let rest = if unanswered == 0 { format!("{} keys", times.count()) } else { format!("{unanswered} UNANSWERED") };
    times.told(name, &rest);
}

/// A seat's screen, past the door, at its list.
pub(crate) fn at_the_list(program: &Path, root: &Path, seat: &str) -> Term {
    let arguments = ["-C", root.to_str().unwrap(), "--remote-only", "--as", seat].map(str::to_owned).to_vec();
    let mut term = Term::start(&Launch { program, arguments, environment: Vec::new(), size: SIZE });
    term.settle(SETTLED);
    if term.said().contains(TRADE) {
        return term;
    }
    // Two bars that stand in line, and the promise.
    for key in ["1", "9"] {
        term.key(key);
        term.settle(SETTLED);
    }
    assert!(term.said().contains(TRADE), "{seat}: the list never came: {}", term.said());
    term
}
