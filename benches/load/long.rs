//! Answers that take long: what marks wait while the secretary asks for them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use shouxi::desk::Client;
use shouxi::desk::view::Ask;

use crate::check::check;
use crate::panel::{ITEMS, Panel, Size, code, seat_id};
use crate::seats::{Seat, sit};
use crate::server::{Server, memory};
use crate::told::Times;

const DOSSIERS: usize = 200;
const EXPERTS: usize = 15;
/// Each seat's pause between two marks.
const PAUSE: Duration = Duration::from_millis(20);
const TIME: Duration = Duration::from_secs(4);

/// 200 dossiers × 15 seats, all signed, in review; one sheet of every seat is returned and marked again.
pub(crate) fn long(program: &Path) {
    println!(
        "\nlong answers, {DOSSIERS} dossiers x {EXPERTS} seats in review; marks of {EXPERTS} seats meanwhile, 50 a second each"
    );
    let panel = Panel::new(program, Size { dossiers: DOSSIERS, experts: EXPERTS, text: 5_600 });
    let root = panel.path();
    panel.run(&["stage", "scoring"]);
    let server = Server::start(program, root);
    let mut seats: Vec<Seat> = (0..EXPERTS).map(|n| prepare(&panel, n)).collect();
    panel.run(&["stage", "review", "--reason", "测速"]);
    for n in 0..EXPERTS {
        panel.run(&["return", &seat_id(n), &code(0), "--reason", "测速"]);
    }
    let mut secretary = sit(root, "S01").unwrap();
    let asks: [(&str, Option<Ask>); 7] = [
        ("nothing asked", None),
        ("the list with its proofs", Some(Ask::List)),
        ("what would change the ten", Some(Ask::WhatIf)),
        ("the matrix", Some(Ask::Progress)),
        ("all marks (export)", Some(Ask::Marks)),
        ("the journal, 1,000 entries", Some(Ask::Log { from: 1, count: 1_000 })),
        ("verify", Some(Ask::Verify { heads: Vec::new(), receipt: None })),
    ];
    for (name, ask) in asks {
        meanwhile(name, ask.as_ref(), &mut seats, &mut secretary);
    }
    let [most, now, own] = memory(server.pid());
    println!("server memory: {most:.1} MB at most, {now:.1} MB now, {own:.1} MB of it its own");
    let told: Vec<(String, usize)> = seats.into_iter().map(|seat| (seat.id.clone(), seat.acts)).collect();
    server.stop();
    check(program, root, 1, &told, &[]);
}

/// The first dossier marked by hand, the others imported; everything signed.
fn prepare(panel: &Panel, number: usize) -> Seat {
    let file = panel.marks(number..number + 1, DOSSIERS);
    let rows = std::fs::read_to_string(&file).unwrap();
    let others = rows.lines().filter(|row| !row.contains(&format!(",{},", code(0))));
    std::fs::write(&file, others.map(|row| row.to_owned() + "\n").collect::<String>()).unwrap();
    let id = seat_id(number);
    panel.run(&["--as", &id, "marks", "import", file.to_str().unwrap(), "--sign"]);
    panel.run(&["--as", &id, "declare", &code(0)]);
    let mut seat = Seat::at(panel.path(), number, 1, 0).unwrap();
    for _ in 0..ITEMS {
        seat.mark();
    }
    panel.run(&["--as", &id, "sign", &code(0)]);
    seat
}

fn meanwhile(name: &str, ask: Option<&Ask>, seats: &mut [Seat], secretary: &mut Client) {
    let stop = &AtomicBool::new(false);
    let (waited, answers) = std::thread::scope(|scope| {
        let working: Vec<_> = seats.iter_mut().map(|seat| scope.spawn(move || seat.stroll(PAUSE, stop))).collect();
        let started = Instant::now();
        let mut answers = Vec::new();
        while started.elapsed() < TIME {
            match ask {
                Some(ask) => answers.push(ask_once(secretary, ask)),
                None => std::thread::sleep(TIME),
            }
        }
        stop.store(true, Ordering::Relaxed);
        let waited = working.into_iter().flat_map(|seat| seat.join().unwrap()).collect();
        (Times::new(waited), Times::new(answers))
    });
    let asked = format!("answer p50 {:>7.1} ms, {} asked", answers.p50(), answers.count());
    waited.told(&format!("  marks, {name}"), &asked);
}

fn ask_once(secretary: &mut Client, ask: &Ask) -> Duration {
    let started = Instant::now();
    secretary.ask(ask.clone()).unwrap();
    started.elapsed()
}
