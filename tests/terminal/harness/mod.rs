//! A real terminal for tests: starts a program on a pseudo-terminal, keeps its screen, waits for what
//! should appear. Nothing here sleeps; every wait has a condition and a deadline, and a wait in vain
//! prints the screen.
//!
//! - here: starting, typing, waiting; - `screen`: what arrives, and how fast; - `turn`: how many run at once.

mod screen;
mod turn;

pub(crate) use turn::two_at_once;

use std::io::Write;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

use self::screen::{Pace, Shared, State, rows, some};
use self::turn::Turn;

/// Long enough for two slow cores that also compile; a failing test waits this long, a good one never.
const DEADLINE: Duration = Duration::from_secs(20);

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

/// Waits for something outside the screen, which nobody tells us about.
#[track_caller]
pub(crate) fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::yield_now();
    }
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
