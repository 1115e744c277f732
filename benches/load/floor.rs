//! The bare floors: the least that storing, a socket, and both together must take. Each socket floor is a process of its
//! own, as the server is one; the bench becomes it when [`SERVE`] is set.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::told::Times;

/// `echo` or `append`: which bare server this process is.
const SERVE: &str = "SHOUXI_BENCH_SERVE";
/// Where it listens; what it appends to lies beside.
const AT: &str = "SHOUXI_BENCH_AT";
/// A mark takes about so many bytes in the journal.
pub(crate) const RECORD: usize = 200;
/// So much is stored before any of it is synced by one, at most.
const GROUP: usize = 64;

/// A file that records are appended to.
pub(crate) struct Appending(File);

impl Appending {
    pub(crate) fn new(dir: &Path) -> Self {
        Self(File::create(dir.join("bare")).unwrap())
    }

    /// Appends so many records and syncs once.
    pub(crate) fn append(&mut self, records: usize) -> Duration {
        let started = Instant::now();
        self.0.write_all(&vec![7; RECORD * records]).unwrap();
        self.0.sync_data().unwrap();
        started.elapsed()
    }
}

/// Runs the bare server that is asked for; false when none is.
pub(crate) fn is_asked_for() -> bool {
    let Ok(which) = std::env::var(SERVE) else { return false };
    let at = PathBuf::from(std::env::var_os(AT).unwrap());
    let listener = UnixListener::bind(&at).unwrap();
    let store = (which == "append").then(|| {
        let (letters, queue) = channel();
        let file = Appending::new(at.parent().unwrap());
        std::thread::spawn(move || keep(file, &queue));
        letters
    });
    for stream in listener.incoming() {
        let (stream, store) = (stream.unwrap(), store.clone());
        std::thread::spawn(move || serve(stream, store.as_ref()));
    }
    true
}

fn serve(mut stream: UnixStream, store: Option<&Sender<UnixStream>>) {
    let mut record = [0; RECORD];
    while stream.read_exact(&mut record).is_ok() {
        match store {
            Some(store) => store.send(stream.try_clone().unwrap()).unwrap(),
            None => stream.write_all(&record).unwrap(),
        }
    }
}

/// One write and one sync for all that wait, then the answers.
fn keep(mut file: Appending, queue: &Receiver<UnixStream>) {
    while let Ok(first) = queue.recv() {
        let group: Vec<UnixStream> = std::iter::once(first).chain(queue.try_iter().take(GROUP)).collect();
        file.append(group.len());
        for mut stream in group {
            // Who has gone needs no answer.
            let _ = stream.write_all(&[7; RECORD]);
        }
    }
}

/// A bare server in a process of its own; ended when dropped.
pub(crate) struct Bare {
    child: Child,
    dir: tempfile::TempDir,
}

impl Bare {
    pub(crate) fn start(which: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        let child = command.env(SERVE, which).env(AT, dir.path().join("socket")).spawn().unwrap();
        Self { child, dir }
    }

    /// A client that sends a record and waits for the answer.
    pub(crate) fn client(&self) -> BareClient {
        let started = Instant::now();
        loop {
            match UnixStream::connect(self.dir.path().join("socket")) {
                Ok(stream) => return BareClient(stream),
                Err(error) => assert!(started.elapsed() < Duration::from_secs(10), "the bare server: {error}"),
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _it_may_have_ended = self.child.kill();
        let _its_code_means_nothing = self.child.wait();
    }
}

pub(crate) struct BareClient(UnixStream);

impl BareClient {
    pub(crate) fn ask(&mut self) -> Duration {
        let started = Instant::now();
        self.0.write_all(&[7; RECORD]).unwrap();
        self.0.read_exact(&mut [0; RECORD]).unwrap();
        started.elapsed()
    }
}

/// So many threads asking one after the other for so long: what each waited.
pub(crate) fn crowd<A: FnMut() -> Duration + Send>(askers: Vec<A>, time: Duration) -> Times {
    let until = Instant::now() + time;
    let waited = std::thread::scope(|scope| {
        let threads: Vec<_> = askers
            .into_iter()
            .map(|mut ask| {
                scope.spawn(move || {
                    let mut waited = Vec::new();
                    while Instant::now() < until {
                        waited.push(ask());
                    }
                    waited
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    Times::new(waited)
}
