//! A real terminal for tests: starts a program on a pseudo-terminal, keeps its screen, waits for what
//! should appear. Nothing here sleeps; every wait has a condition and a deadline, and a wait in vain
//! prints the screen.

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Long enough for two slow cores that also compile; a failing test waits this long, a good one never.
const DEADLINE: Duration = Duration::from_secs(20);
const AT_ONCE_MAX: usize = 2;
const FRAME_ON: &[u8] = b"\x1b[?2026h";
const FRAME_OFF: &[u8] = b"\x1b[?2026l";

/// Keys as a terminal sends them.
pub(crate) mod key {
    pub(crate) const ENTER: &str = "\r";
    pub(crate) const ESC: &str = "\x1b";
    pub(crate) const TAB: &str = "\t";
    pub(crate) const BACKSPACE: &str = "\x7f";
    pub(crate) const UP: &str = "\x1b[A";
    pub(crate) const DOWN: &str = "\x1b[B";
    pub(crate) const RIGHT: &str = "\x1b[C";
    pub(crate) const LEFT: &str = "\x1b[D";
    pub(crate) const PAGE_UP: &str = "\x1b[5~";
    pub(crate) const HOME: &str = "\x1b[H";
    pub(crate) const END: &str = "\x1b[F";
}

/// What to start and how.
pub(crate) struct Launch {
    program: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    size: (u16, u16),
}

impl Launch {
    /// The program of this package, on 80×24.
    pub(crate) fn shouxi(arguments: &[&str]) -> Self {
        Self::program(Path::new(env!("CARGO_BIN_EXE_shouxi")), arguments)
    }

    /// Any program.
    pub(crate) fn program(program: &Path, arguments: &[&str]) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.iter().map(|&s| s.to_owned()).collect(),
            environment: Vec::new(),
            size: (80, 24),
        }
    }

    /// Columns and rows.
    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// One variable more; everything else is a clean environment with a home of its own.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same program as the child of a shell, with `before` run first. The shell leads the session.
    pub(crate) fn under_shell(mut self, before: &str, exec: bool) -> Self {
        let script = format!("{before} {} \"$0\" \"$@\"", if exec { "exec" } else { "" });
        // Something after it keeps the shell from becoming the program by itself.
        let script = if exec { script } else { format!("{script}; exit $?") };
        let program = std::mem::replace(&mut self.program, PathBuf::from("/bin/sh"));
        let program = program.to_str().unwrap().to_owned();
        self.arguments.splice(0..0, ["-c".to_owned(), script, program]);
        self
    }

    /// Starts it, when fewer than two others run.
    pub(crate) fn start(self) -> Term {
        let turn = Turn::take();
        let home = tempfile::tempdir().unwrap();
        let (cols, rows) = self.size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();

        let mut command = CommandBuilder::new(&self.program);
        command.env_clear();
        command.args(&self.arguments);
        command.cwd(home.path());
        for (name, value) in [
            ("HOME", home.path().to_str().unwrap()),
            ("PATH", "/usr/bin:/bin"),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("TZ", "UTC"),
        ] {
            command.env(name, value);
        }
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);

        let shared = Arc::new(Shared::new(rows, cols));
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        let reading = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.read_on(reader)
        });
        std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                let status = child.wait().unwrap();
                shared.change(|state| state.exit = Some(status.exit_code()));
            }
        });
        Term {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            reading: Some(reading),
            shared,
            pid,
            _home: home,
            _turn: turn,
        }
    }
}

/// A running program and its screen.
pub(crate) struct Term {
    shared: Arc<Shared>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    reading: Option<JoinHandle<()>>,
    pid: Pid,
    _home: tempfile::TempDir,
    _turn: Turn,
}

impl Term {
    /// Waits until the text stands somewhere in one row.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} to appear"), |screen| rows(screen).iter().any(|row| row.contains(text)));
    }

    /// Waits until all of these stand in one row, in this order.
    #[track_caller]
    pub(crate) fn wait_for_row(&self, pieces: &[&str]) {
        self.wait_until(&format!("a row with {pieces:?}"), |screen| {
            rows(screen).iter().any(|row| in_order(row, pieces))
        });
    }

    /// Waits until the text stands in no row any more.
    #[track_caller]
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("{text:?} to go"), |screen| !rows(screen).iter().any(|row| row.contains(text)));
    }

    /// From now on a frame that shows one of these fails the next wait.
    pub(crate) fn never_shows(&self, texts: &[&str]) {
        self.shared.change(|state| state.forbidden = texts.iter().map(|&text| text.to_owned()).collect());
    }

    /// Waits until `condition` holds for the screen, looked at only between frames.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        drop(self.wait(what, |state| !state.in_frame && condition(state.parser.screen())));
    }

    #[track_caller]
    fn wait(&self, what: &str, condition: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let deadline = Instant::now() + DEADLINE;
        let mut state = self.shared.state.lock().unwrap();
        while !condition(&state) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert_eq!(state.leaked, None, "while waiting for {what}");
            assert!(!left.is_zero(), "waited in vain for {what}\n{}", state.describe());
            state = self.shared.changed.wait_timeout(state, left).unwrap().0;
        }
        assert_eq!(state.leaked, None, "while waiting for {what}");
        state
    }

    /// Types. Pieces sent by several calls may be read in one.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().expect("the line was not hung up");
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// Types, and waits until the program has read it: what is sent next is a read of its own.
    pub(crate) fn send_alone(&mut self, bytes: impl AsRef<[u8]>) {
        self.send(bytes);
        let slave = self.slave();
        until("the program to read", || rustix::io::ioctl_fionread(&slave).unwrap() == 0);
    }

    /// The screen's rows, without the spaces at their ends.
    pub(crate) fn screen(&self) -> Vec<String> {
        self.shared.state.lock().unwrap().rows()
    }

    /// What stands in one cell: a glyph, or nothing.
    pub(crate) fn cell(&self, column: u16, row: u16) -> String {
        let state = self.shared.state.lock().unwrap();
        state.parser.screen().cell(row, column).map_or_else(String::new, |cell| cell.contents().to_owned())
    }

    /// The cursor's column and row, `None` while it is hidden.
    pub(crate) fn cursor(&self) -> Option<(u16, u16)> {
        let state = self.shared.state.lock().unwrap();
        let screen = state.parser.screen();
        let (row, column) = screen.cursor_position();
        (!screen.hide_cursor()).then_some((column, row))
    }

    /// How many bytes the program has sent.
    pub(crate) fn bytes_seen(&self) -> usize {
        self.shared.state.lock().unwrap().bytes
    }

    /// From here on the terminal takes nothing, as a frozen window does; what the kernel holds for it (about 20 kB)
    /// fills up.
    pub(crate) fn freeze(&self) {
        self.pace(Pace::Frozen);
    }

    /// From here on the terminal takes this many bytes a second.
    pub(crate) fn slow(&self, bytes_a_second: usize) {
        self.pace(Pace::Slow(bytes_a_second));
    }

    /// Takes everything at once again.
    pub(crate) fn thaw(&self) {
        self.pace(Pace::Free);
    }

    fn pace(&self, pace: Pace) {
        self.shared.change(|state| state.pace = pace);
    }

    /// Processor time it has used, in ticks (hundredths of a second).
    pub(crate) fn cpu_ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// How many frames it has finished.
    pub(crate) fn frames_seen(&self) -> usize {
        self.shared.state.lock().unwrap().frames
    }

    /// A new size, as when the window is dragged.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        // The grid first: what comes after is drawn for it.
        self.shared.change(|state| state.parser.screen_mut().set_size(some(rows), some(columns)));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Sends a signal to the program that was started.
    pub(crate) fn signal(&self, signal: Signal) {
        assert_eq!(self.shared.state.lock().unwrap().exit, None, "it runs");
        kill_process(self.pid, signal).unwrap();
    }

    /// The process that was started.
    pub(crate) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// SIGKILL: nothing is restored.
    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// Takes the terminal away, as when the line drops. Nothing is typed by that: the pty's writer would
    /// send a newline and an end of file, so its end-of-file character is switched off first.
    pub(crate) fn hang_up(&mut self) {
        let slave = self.slave();
        let mut modes = tcgetattr(&slave).unwrap();
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&slave, OptionalActions::Now, &modes).unwrap();
        self.shared.change(|state| state.hung_up = true);
        // One byte from the other side wakes the reader, whose copy of the line must close as well.
        rustix::io::write(&slave, b"\0").unwrap();
        drop(slave);
        self.reading.take().unwrap().join().unwrap();
        self.writer = None;
        self.master = None;
    }

    /// Whether the line echoes and edits, as a shell expects it.
    pub(crate) fn is_cooked(&self) -> bool {
        let modes = tcgetattr(self.slave()).unwrap();
        modes.local_modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    /// Waits for the end; 1 stands for a death by signal too.
    pub(crate) fn exit_status(&self) -> u32 {
        self.wait("the program's end", |state| state.exit.is_some()).exit.unwrap()
    }

    /// Waits until everything the terminal was switched to is as before.
    pub(crate) fn assert_restored(&self) {
        self.wait_until("the terminal to be restored", |screen| {
            !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
        });
        assert!(self.is_cooked(), "the line is still raw");
    }

    fn slave(&self) -> OwnedFd {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).unwrap()
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        // The lock keeps its number from being given to another process meanwhile. A poisoned one means
        // that the test failed already.
        if let Ok(state) = self.shared.state.lock()
            && state.exit.is_none()
        {
            let _it_may_be_gone_by_now = kill_process(self.pid, Signal::KILL);
        }
    }
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// How fast the terminal takes what is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Free,
    Slow(usize),
    Frozen,
}

struct State {
    pace: Pace,
    parser: vt100::Parser,
    bytes: usize,
    frames: usize,
    in_frame: bool,
    /// The end of the bytes before, where half a mark may stand.
    tail: Vec<u8>,
    /// What no frame may show, and the first frame that did.
    forbidden: Vec<String>,
    leaked: Option<String>,
    hung_up: bool,
    exit: Option<u32>,
}

impl Shared {
    fn new(rows: u16, columns: u16) -> Self {
        let state = State {
            pace: Pace::Free,
            parser: vt100::Parser::new(some(rows), some(columns), 0),
            bytes: 0,
            frames: 0,
            in_frame: false,
            tail: Vec::new(),
            forbidden: Vec::new(),
            leaked: None,
            hung_up: false,
            exit: None,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
        self.changed.notify_all();
    }

    fn read_on(&self, mut reader: Box<dyn Read + Send>) {
        let mut bytes = [0; 8 * 1024];
        loop {
            let most = self.portion(bytes.len());
            // An error is the end too: Linux answers EIO once the last program let go of the line.
            let Ok(count @ 1..) = reader.read(&mut bytes[..most]) else { return };
            let mut state = self.state.lock().unwrap();
            if state.hung_up {
                return;
            }
            state.take(&bytes[..count]);
            drop(state);
            self.changed.notify_all();
        }
    }
}

impl Shared {
    /// Waits for as long as the pace asks, and answers how much may be read then.
    fn portion(&self, all: usize) -> usize {
        const A_SECOND: u32 = 20;
        let mut state = self.state.lock().unwrap();
        let mut due = None;
        loop {
            let now = Instant::now();
            match (state.pace, state.hung_up) {
                (Pace::Free, _) | (_, true) => return all,
                (Pace::Frozen, _) => state = self.changed.wait(state).unwrap(),
                (Pace::Slow(bytes), _) => {
                    let due = *due.get_or_insert(now + Duration::from_secs(1) / A_SECOND);
                    if now >= due {
                        return (bytes / usize::try_from(A_SECOND).unwrap()).clamp(1, all);
                    }
                    state = self.changed.wait_timeout(state, due - now).unwrap().0;
                }
            }
        }
    }
}

impl State {
    fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        self.parser.process(bytes);
        self.tail.extend_from_slice(bytes);
        let mut rest = self.tail.as_slice();
        while let Some(at) = rest.windows(FRAME_ON.len()).position(|w| w == FRAME_ON || w == FRAME_OFF) {
            self.in_frame = rest[at..].starts_with(FRAME_ON);
            self.frames += usize::from(!self.in_frame);
            rest = &rest[at + FRAME_ON.len()..];
        }
        let kept = rest.len().min(FRAME_ON.len() - 1);
        self.tail = rest[rest.len() - kept..].to_vec();
        if !self.in_frame && self.leaked.is_none() && !self.forbidden.is_empty() {
            let leaks = |row: &&String| self.forbidden.iter().any(|text| row.contains(text.as_str()));
            self.leaked = self.rows().iter().find(leaks).cloned();
        }
    }

    fn rows(&self) -> Vec<String> {
        rows(self.parser.screen())
    }

    fn describe(&self) -> String {
        let (rows, columns) = self.parser.screen().size();
        let (row, column) = self.parser.screen().cursor_position();
        format!(
            "screen {columns}x{rows}, cursor at {column},{row}, {} frames, {} bytes, exit {:?}:\n{}",
            self.frames,
            self.bytes,
            self.exit,
            self.rows().join("\n")
        )
    }
}

/// Waits for something outside the screen, which nobody tells us about.
#[track_caller]
pub(crate) fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

fn rows(screen: &vt100::Screen) -> Vec<String> {
    screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect()
}

/// Whether the pieces stand in the row one after the other.
fn in_order(row: &str, pieces: &[&str]) -> bool {
    let mut rest = row;
    pieces.iter().all(|piece| {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
        true
    })
}

fn some(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).expect("a screen has cells")
}

/// Held by a test that runs two programs at once, from before the first: two such tests would each wait for the other's
/// second place.
pub(crate) fn two_at_once() -> MutexGuard<'static, ()> {
    static PAIR: Mutex<()> = Mutex::new(());
    // A test that failed while it held it has said what it had to say.
    PAIR.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of the two places for programs that run at once.
struct Turn;

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

impl Turn {
    fn take() -> Self {
        let running = RUNNING.lock().unwrap();
        let mut running = ENDED.wait_while(running, |running| *running >= AT_ONCE_MAX).unwrap();
        *running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Ok(mut running) = RUNNING.lock() {
            *running -= 1;
        }
        ENDED.notify_one();
    }
}
