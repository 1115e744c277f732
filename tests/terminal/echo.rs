//! A small program over the terminal layer alone: shows what it was told. This test binary becomes it
//! when it is started with [`MODE`] set.

use crate::harness::Launch;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use shouxi::text::Ambiguous;
use shouxi::tui::keymap::Key;
use shouxi::tui::term::backend::WidthBackend;
use shouxi::tui::term::decode::HOLD_REMOTE;
use shouxi::tui::term::guard::{Guard, Tty, calmly, is_gone};
use shouxi::tui::term::inbox::Inbox;
use shouxi::tui::term::signals::{Reaction, may_suspend, suspend};
use shouxi::tui::term::{TermEvent, signals, size};
use shouxi::tui::view::put::put;
use shouxi::tui::view::theme::{Role, Theme};
use std::fs::File;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

/// Set for the child: `one` or `two` (how many columns ambiguous glyphs take), `deaf` (no signals),
/// `patient` (Esc waits for as long as a test may take).
const MODE: &str = "SHOUXI_TEST_ECHO";
/// The test which calls [`become_the_program_if_asked`] first.
const ENTRY: &str = "layer::keys_are_told_and_q_leaves_the_terminal_as_it_was";

/// Exit codes that say why.
pub(crate) const HUNG_UP: u32 = 10;
pub(crate) const INPUT_CLOSED: u32 = 11;
pub(crate) const SIGNALLED: u32 = 12;

/// The row with glyphs of every width, after `indent` columns.
pub(crate) const GLYPHS: &str = "“首席”→W274…数控×2①|";
pub(crate) const GLYPHS_ROW: u16 = 5;

/// Starts this binary as the program.
pub(crate) fn launch(mode: &str) -> Launch {
    let arguments = ["--exact", ENTRY, "--nocapture", "--test-threads=1"];
    Launch::program(&std::env::current_exe().unwrap(), &arguments).env(MODE, mode)
}

/// To be called first thing in [`ENTRY`]; comes back only in the test, not in the program.
#[expect(clippy::disallowed_methods, reason = "the child must not go on into the test runner's report")]
pub(crate) fn become_the_program_if_asked() {
    if let Ok(mode) = std::env::var(MODE) {
        let code = Program::start(&mode).run();
        std::process::exit(code.cast_signed());
    }
}

struct Program {
    mode: String,
    terminal: Terminal<WidthBackend<File>>,
    told: String,
    keys: usize,
    enters: usize,
    indent: u16,
}

fn stdin() -> OwnedFd {
    std::io::stdin().as_fd().try_clone_to_owned().unwrap()
}

fn stdout() -> OwnedFd {
    std::io::stdout().as_fd().try_clone_to_owned().unwrap()
}

impl Program {
    fn start(mode: &str) -> Self {
        let backend = WidthBackend::new(File::from(stdout()), size(stdout()));
        let terminal = Terminal::new(backend).unwrap();
        Self { mode: mode.to_owned(), terminal, told: "READY".to_owned(), keys: 0, enters: 0, indent: 0 }
    }

    fn run(mut self) -> u32 {
        let guard = Guard::enter(Tty::new(stdin(), stdout())).unwrap();
        let hold = if self.mode == "patient" { Duration::from_mins(1) } else { HOLD_REMOTE };
        let mut inbox = Inbox::<TermEvent>::new(stdin(), hold).unwrap();
        let _signals = (self.mode != "deaf").then(|| signals::spawn(stdout(), inbox.sender().sink()).unwrap());
        loop {
            if self.draw().is_err() {
                return HUNG_UP;
            }
            let event = inbox.next(None).unwrap();
            self.told = format!("{event:?}");
            match event {
                TermEvent::Drained => {}
                TermEvent::InputClosed => return INPUT_CLOSED,
                TermEvent::Resize(columns, rows) => self.terminal.backend_mut().resize((columns, rows)),
                TermEvent::Paste(text) => self.told = format!("paste of {} lines", text.matches('\r').count()),
                TermEvent::Signal(sig) => match sig.reaction() {
                    Reaction::Leave => return SIGNALLED,
                    Reaction::Suspend if may_suspend() => {
                        guard.leave().unwrap();
                        suspend().unwrap();
                        if !self.again(&guard) {
                            return HUNG_UP;
                        }
                    }
                    // The kernel sends it with a hang-up, too.
                    Reaction::Redraw if !self.again(&guard) => return HUNG_UP,
                    Reaction::Suspend | Reaction::Redraw => {}
                },
                TermEvent::Key(Key::Char('q')) => return 0,
                TermEvent::Key(key) => self.key(key),
            }
        }
    }

    fn key(&mut self, key: Key) {
        match key {
            // Draws the same again.
            Key::Char('n') => "READY".clone_into(&mut self.told),
            Key::Char('w') => self.indent += 1,
            Key::Ctrl('p') => panic!("our own panic"),
            Key::Ctrl('t') => {
                let _what_it_said_is_overheard = std::thread::spawn(|| panic!("not our panic")).join();
                let _so_is_this = calmly(|| panic!("a caught panic"));
            }
            Key::Enter => self.enters += 1,
            _ => {}
        }
        if key != Key::Char('n') {
            self.keys += 1;
        }
    }

    /// False when the line is dead.
    fn again(&mut self, guard: &Guard) -> bool {
        match guard.again() {
            Ok(()) => {
                self.terminal.backend_mut().forget();
                self.terminal.clear().unwrap();
                true
            }
            Err(error) if is_gone(&error) => false,
            Err(error) => panic!("{error}"),
        }
    }

    fn draw(&mut self) -> std::io::Result<()> {
        let rows = [
            self.told.clone(),
            format!("keys {} enters {}", self.keys, self.enters),
            format!("pid {}", std::process::id()),
        ];
        let ambiguous = if self.mode == "two" { Ambiguous::Two } else { Ambiguous::One };
        let indent = self.indent;
        self.terminal.draw(|frame| {
            let area = frame.area();
            let style = Theme::from_no_color(None).style(Role::Text);
            let buf: &mut Buffer = frame.buffer_mut();
            for (y, row) in (0..).zip(&rows) {
                put(buf, 0, y, row, area.width, style, ambiguous);
            }
            let size = format!("size {}x{}", area.width, area.height);
            put(buf, 0, 3, &size, area.width, style, ambiguous);
            put(buf, indent, GLYPHS_ROW, GLYPHS, area.width, style, ambiguous);
            frame.set_cursor_position((indent, GLYPHS_ROW));
        })?;
        Ok(())
    }
}
