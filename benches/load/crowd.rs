//! 100 seats and 20 screens at one server: marks saved, keys painted, memory, and stillness.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::check::check;
use crate::floor::{Appending, Bare, BareClient, crowd as all_ask};
use crate::panel::{Panel, Size, seat_id};
use crate::screens::Screens;
use crate::seats::Seat;
use crate::server::{Server, memory};
use crate::told::Times;

const DOSSIERS: usize = 200;
/// Seats at the socket.
const SEATS: usize = 100;
/// The first of them write at once.
const WRITERS: usize = 30;
/// Screens: the last seats and the secretary.
const SCREENS: usize = 20;
/// A round of writing, and how many.
const TIME: Duration = Duration::from_secs(4);
const ROUNDS: usize = 3;
/// A busy person's pause between two marks.
const PAUSE: Duration = Duration::from_secs(1);
/// Marks of one seat alone.
const ALONE: usize = 1_000;

pub(crate) fn crowd(program: &Path) {
    let panel = Panel::new(program, Size { dossiers: DOSSIERS, experts: SEATS, text: 5_600 });
    let root = panel.path();
    panel.run(&["stage", "scoring"]);

    println!("\nsaved mark, one seat, beside a bare append of 200 bytes and fdatasync on the same disk");
    let (desk, mut seat) = Seat::here(root, WRITERS, DOSSIERS);
    seat.declare();
    alone("in process", &mut seat);
    let before = seat.acts;
    drop(seat);
    desk.close();
    let server = Server::start(program, root);
    let mut seats: Vec<Seat> = (0..SEATS)
        .map(|number| Seat::at(root, number, DOSSIERS, if number == WRITERS { before } else { 0 }).unwrap())
        .collect();
    std::thread::scope(|scope| {
        for seat in &mut seats {
            scope.spawn(|| seat.declare());
        }
    });
    alone("through the socket, 100 seats connected", &mut seats[WRITERS + 1]);
    told_memory(&server, "100 seats connected");

    println!("\n{WRITERS} seats writing at once, each waiting for its answer, {} s a round", TIME.as_secs());
    at_once(&mut seats);
    told_memory(&server, "after it");

    println!("\nkey -> painted in {SCREENS} screens at the server");
    let experts = (SEATS - SCREENS + 1..SEATS).map(seat_id);
    let names: Vec<String> = experts.chain(["S01".to_owned()]).collect();
    let mut screens = Screens::open(program, root, &names);
    screens.idle(server.pid());
    told_memory(&server, "100 seats and 20 screens");
    screens.moves("100 seats connected", 20);
    meanwhile(&mut seats[..SEATS - SCREENS], PAUSE, || screens.moves("80 seats, a mark a second each", 20));
    meanwhile(&mut seats[..WRITERS], Duration::ZERO, || screens.moves("30 seats writing without a pause", 20));
    screens.close();
    let mut screens = Screens::open(program, root, &names[..SCREENS - 1]);
    screens.open_desk(0);
    screens.marks("100 seats connected", 6);
    meanwhile(&mut seats[..SEATS - SCREENS], PAUSE, || screens.marks("80 seats, a mark a second each", 5));
    told_memory(&server, "in the end");

    let typed: Vec<(String, usize)> = names[..SCREENS - 1].iter().map(|seat| (seat.clone(), screens.typed)).collect();
    screens.close();
    let told: Vec<(String, usize)> = seats.iter().map(|seat| (seat.id.clone(), seat.acts)).collect();
    drop(seats);
    server.stop();
    check(program, root, DOSSIERS, &told, &typed);
}

/// One seat's marks and bare appends in turn.
fn alone(name: &str, seat: &mut Seat) {
    let dir = tempfile::tempdir().unwrap();
    let mut file = Appending::new(dir.path());
    let (mut bare, mut saved) = (Vec::new(), Vec::new());
    for _ in 0..ALONE {
        bare.push(file.append(1));
        saved.push(seat.mark());
    }
    let (bare, saved) = (Times::new(bare), Times::new(saved));
    bare.told("  bare append and fdatasync", "");
    saved.told(&format!("  saved mark, {name}"), &format!("{:.2}x", saved.p50() / bare.p50()));
}

fn at_once(seats: &mut [Seat]) {
    let dirs: Vec<_> = (0..WRITERS).map(|_| tempfile::tempdir().unwrap()).collect();
    let (echo, append) = (Bare::start("echo"), Bare::start("append"));
    for _ in 0..ROUNDS {
        let file = Mutex::new(Appending::new(dirs[0].path()));
        let one = (0..WRITERS).map(|_| || file.lock().unwrap().append(1)).collect();
        all_ask(one, TIME / 4).told_rate("  bare: a sync for each, one file", TIME / 4);
        let files = dirs.iter().map(|dir| Appending::new(dir.path()));
        let own = files.map(|mut file| move || file.append(1)).collect();
        all_ask(own, TIME / 4).told_rate("  bare: a sync for each, a file each", TIME / 4);
        all_ask(asking(&echo), TIME / 4).told_rate("  bare: socket echo", TIME / 4);
        all_ask(asking(&append), TIME / 4).told_rate("  bare: socket, one sync for all that wait", TIME / 4);
        let marking = seats.iter_mut().take(WRITERS).map(|seat| || seat.mark()).collect();
        all_ask(marking, TIME).told_rate("  shouxi: acknowledged marks", TIME);
    }
}

fn asking(server: &Bare) -> Vec<impl FnMut() -> Duration + Send + use<>> {
    let client = |mut client: BareClient| move || client.ask();
    (0..WRITERS).map(|_| client(server.client())).collect()
}

/// Does something while seats mark, with a pause after each mark.
fn meanwhile(seats: &mut [Seat], pause: Duration, act: impl FnOnce()) {
    let stop = &AtomicBool::new(false);
    let waited = std::thread::scope(|scope| {
        let writing: Vec<_> = seats.iter_mut().map(|seat| scope.spawn(move || seat.stroll(pause, stop))).collect();
        act();
        stop.store(true, Ordering::Relaxed);
        writing.into_iter().flat_map(|seat| seat.join().unwrap()).collect()
    });
    let waited = Times::new(waited);
    waited.told("    the marks meanwhile", &format!("{} marks", waited.count()));
}

fn told_memory(server: &Server, when: &str) {
    let [most, now, own] = memory(server.pid());
    println!("server memory, {when}: {most:.1} MB at most, {now:.1} MB now, {own:.1} MB of it its own");
}
