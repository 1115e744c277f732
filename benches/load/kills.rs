//! The long form: servers, clients and screens killed again and again under load, on one panel that grows. In the end
//! every mark that was ever acknowledged to anybody is in the record.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::check::check;
use crate::panel::{Panel, Size, code, seat_id};
use crate::screens::at_the_list;
use crate::seats::Seat;
use crate::server::Server;
use crate::term::Term;

/// `panel first-seat acts,acts,…`: this process is a client of so many seats.
const CLIENT: &str = "SHOUXI_BENCH_CLIENT";
const CLIENTS: usize = 6;
const SEATS_EACH: usize = 5;
const SCREENS: usize = 4;
const DOSSIERS: usize = 20;
/// The server's seats are away for no longer than this.
const AWAY: Duration = Duration::from_mins(1);

/// Becomes a client if one is asked for.
pub(crate) fn is_asked_for() -> bool {
    let Ok(told) = std::env::var(CLIENT) else { return false };
    let mut words = told.splitn(3, ' ');
    let mut word = || words.next().unwrap().to_owned();
    let (first, acts, root) = (word().parse::<usize>().unwrap(), word(), PathBuf::from(word()));
    std::thread::scope(|scope| {
        for (at, acts) in acts.split(',').enumerate() {
            let (root, acts) = (&root, acts.parse().unwrap());
            scope.spawn(move || work(root, first + at, acts));
        }
    });
    true
}

/// Marks for ever; each that is acknowledged is told. A line that broke comes back by itself.
fn work(root: &Path, number: usize, acts: usize) {
    let mut seat = patiently(|| Seat::at(root, number, DOSSIERS, acts));
    loop {
        patiently(|| seat.try_mark());
        let line = format!("{} {}\n", seat.id, seat.acts);
        if std::io::stdout().lock().write_all(line.as_bytes()).is_err() {
            return;
        }
    }
}

fn patiently<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(done) = attempt() {
            return done;
        }
        assert!(since.elapsed() < AWAY, "the server did not come back");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Acts acknowledged to each seat, as its client told.
type Told = Arc<(Mutex<BTreeMap<String, usize>>, Condvar)>;

/// A client process and who listens to it.
struct Client {
    first: usize,
    child: Child,
    listening: JoinHandle<()>,
}

impl Client {
    fn start(root: &Path, first: usize, told: &Told) -> Self {
        let acts: Vec<String> = {
            let told = told.0.lock().unwrap();
            (first..first + SEATS_EACH).map(|seat| told.get(&seat_id(seat)).copied().unwrap_or(0).to_string()).collect()
        };
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(CLIENT, format!("{first} {} {}", acts.join(","), root.display())).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let told = Arc::clone(told);
        let listening = std::thread::spawn(move || {
            let mut line = String::new();
            // Half a line at the end was not told.
            while lines.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
                let (seat, acts) = line.trim_end().split_once(' ').unwrap();
                told.0.lock().unwrap().insert(seat.to_owned(), acts.parse().unwrap());
                told.1.notify_all();
                line.clear();
            }
        });
        Self { first, child, listening }
    }

    /// Kills it; what it told before it died counts.
    fn kill(mut self) -> usize {
        self.child.kill().unwrap();
        self.listening.join().unwrap();
        assert_eq!(self.child.wait().unwrap().code(), None, "a client ended by itself");
        self.first
    }
}

/// Kills so many times, in an order that `seed` settles.
pub(crate) fn kills(program: &Path, kills: usize, seed: u64) {
    println!("\n{kills} kills of the server, of clients, of screens; SHOUXI_SEED={seed}");
    let experts = CLIENTS * SEATS_EACH + SCREENS;
    let panel = Panel::new(program, Size { dossiers: DOSSIERS, experts, text: 600 });
    let root = panel.path();
    panel.run(&["stage", "scoring"]);
    let mut server = Server::start(program, root);
    for seat in 0..experts {
        Seat::at(root, seat, DOSSIERS, 0).unwrap().declare();
    }
    let told = Told::default();
    let mut clients: Vec<Client> = (0..CLIENTS).map(|n| Client::start(root, n * SEATS_EACH, &told)).collect();
    let screen = |n: usize| at_the_list(program, root, &seat_id(CLIENTS * SEATS_EACH + n));
    let mut screens: Vec<Term> = (0..SCREENS).map(screen).collect();
    let mut lots = Lots(seed.max(1));
    let mut killed = [0; 3];
    for nth in 0..kills {
        wait_for_more(&told, 1 + lots.below(2_000));
        match nth % 4 {
            1 => {
                let first = clients.remove(0).kill();
                clients.push(Client::start(root, first, &told));
                killed[1] += 1;
            }
            3 => {
                let place = lots.below(SCREENS);
                let term = screens.remove(place);
                let pid = Pid::from_raw(term.pid().cast_signed()).unwrap();
                kill_process(pid, Signal::KILL).unwrap();
                term.end();
                screens.insert(place, screen(place));
                killed[2] += 1;
            }
            _ => {
                server.kill();
                server = Server::start(program, root);
                killed[0] += 1;
            }
        }
    }
    wait_for_more(&told, 1_000);
    for term in &mut screens {
        // They have come back by themselves: a dossier opens, which only the server can show.
        for digit in code(1).trim_start_matches(char::is_alphabetic).chars() {
            term.key(&digit.to_string());
        }
        term.send("\r");
        assert!(term.shown("绝技绝活之0").is_some(), "a screen did not come back: {}", term.said());
    }
    for client in clients {
        client.kill();
    }
    for term in screens {
        term.end();
    }
    server.stop();
    println!("killed: {} servers, {} clients of {SEATS_EACH} seats, {} screens", killed[0], killed[1], killed[2]);
    let told: Vec<(String, usize)> = told.0.lock().unwrap().clone().into_iter().collect();
    check(program, root, DOSSIERS, &told, &[]);
}

/// Waits until so many more acts were acknowledged.
fn wait_for_more(told: &Told, more: usize) {
    let all = |told: &BTreeMap<String, usize>| told.values().sum::<usize>();
    let acts = told.0.lock().unwrap();
    let enough = all(&acts) + more;
    let waited = told.1.wait_timeout_while(acts, AWAY, |acts| all(acts) < enough).unwrap();
    assert!(!waited.1.timed_out(), "nothing is acknowledged any more");
}

/// Chance that can be repeated (xorshift).
struct Lots(u64);

impl Lots {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}
