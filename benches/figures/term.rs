//! A program on a pseudo-terminal, watched by a clock: when it sent what.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// No answer within this time is none.
const DEADLINE: Duration = Duration::from_secs(30);
/// An answer has ended when nothing more comes for this long.
const QUIET: Duration = Duration::from_millis(15);

/// What to start: program, arguments, environment, columns and rows.
pub(crate) struct Launch<'a> {
    pub(crate) program: &'a Path,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(&'a str, String)>,
    pub(crate) size: (u16, u16),
}

/// What one key brought.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    /// From the key's write to the read of its last byte.
    pub(crate) time: Duration,
    pub(crate) bytes: usize,
}

/// What has been read.
struct Seen {
    bytes: Vec<u8>,
    last: Instant,
    ended: bool,
}

/// A running program.
pub(crate) struct Term {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Term {
    pub(crate) fn start(launch: &Launch<'_>) -> Self {
        let (cols, rows) = launch.size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(launch.program);
        command.env_clear();
        command.args(&launch.arguments);
        command.cwd("/");
        for (name, value) in
            [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("PATH", "/usr/bin:/bin"), ("HOME", "/nonexistent")]
        {
            command.env(name, value);
        }
        for (name, value) in &launch.environment {
            command.env(name, value);
        }
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new((Mutex::new(Seen { bytes: Vec::new(), last: started, ended: false }), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        std::thread::spawn({
            let seen = Arc::clone(&seen);
            move || {
                let mut bytes = [0; 16 * 1024];
                while let Ok(count @ 1..) = reader.read(&mut bytes) {
                    let now = Instant::now();
                    let mut state = seen.0.lock().unwrap();
                    state.bytes.extend_from_slice(&bytes[..count]);
                    state.last = now;
                    seen.1.notify_all();
                }
                seen.0.lock().unwrap().ended = true;
                seen.1.notify_all();
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { seen, writer, child, started, _master: pair.master }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Time from the start to the read that brought `text`; `None` when the program ended without it.
    pub(crate) fn shown(&self, text: &str) -> Option<Duration> {
        let deadline = Instant::now() + DEADLINE;
        let mut seen = self.seen.0.lock().unwrap();
        let mut looked = 0;
        loop {
            let from = looked.min(seen.bytes.len());
            if contains(&seen.bytes[from..], text.as_bytes()) {
                return Some(seen.last - self.started);
            }
            looked = seen.bytes.len().saturating_sub(text.len());
            if seen.ended || Instant::now() > deadline {
                return None;
            }
            seen = self.seen.1.wait_timeout(seen, Duration::from_secs(1)).unwrap().0;
        }
    }

    /// Waits until nothing has come for `quiet`.
    pub(crate) fn settle(&self, quiet: Duration) {
        let mut seen = self.seen.0.lock().unwrap();
        loop {
            let since = seen.last.elapsed();
            if seen.ended || since >= quiet {
                return;
            }
            seen = self.seen.1.wait_timeout(seen, quiet.saturating_sub(since)).unwrap().0;
        }
    }

    /// Types, and waits for the whole answer. `None`: no answer at all.
    pub(crate) fn key(&mut self, bytes: &str) -> Option<Answer> {
        let before = {
            let mut seen = self.seen.0.lock().unwrap();
            seen.bytes.clear();
            seen.last
        };
        let sent = Instant::now();
        self.send(bytes);
        let mut seen = self.seen.0.lock().unwrap();
        while seen.last == before {
            if seen.ended || sent.elapsed() > Duration::from_millis(500) {
                return None;
            }
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(500)).unwrap().0;
        }
        drop(seen);
        self.settle(QUIET);
        let seen = self.seen.0.lock().unwrap();
        Some(Answer { time: seen.last - sent, bytes: seen.bytes.len() })
    }

    pub(crate) fn send(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
    }

    /// What was sent since it was last counted, for when it is not what was awaited.
    pub(crate) fn said(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().unwrap().bytes).into_owned()
    }

    /// Everything sent so far, and from here on counted anew.
    pub(crate) fn take_bytes(&self) -> usize {
        let mut seen: MutexGuard<'_, Seen> = self.seen.0.lock().unwrap();
        std::mem::take(&mut seen.bytes).len()
    }

    /// Asks it to end, and waits for that.
    pub(crate) fn end(mut self) {
        let pid = rustix::process::Pid::from_raw(self.pid().cast_signed()).unwrap();
        let _it_may_have_ended = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let asked = Instant::now();
        // nano and vim save or ask first.
        while self.child.try_wait().unwrap().is_none() && asked.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let _it_may_have_ended = self.child.kill();
        let _its_code_means_nothing_here = self.child.wait();
    }
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
