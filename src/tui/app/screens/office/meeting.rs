//! 会议屏: a tied group alone, for everybody in the room. The secretary opens it, which is recorded, and closes it by
//! leaving; the supervisor may look while it is open.

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, MeetingView, Topic, View};
use crate::domain::{Code, Command};
use crate::tui::app::layout::areas;
use crate::tui::app::parts::Rows;
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{frame, hints, office as words};

/// Rows a member takes, so that it can be read from across a room.
pub const MEMBER_ROWS: u16 = 2;
/// Rows above the members: what has to be decided, and the titles of the columns.
pub const HEAD_ROWS: u16 = 5;

/// The screen.
#[derive(Debug)]
pub struct Meeting {
    /// The group it is opened for; empty: somebody else opened it.
    codes: Vec<Code>,
    /// The group; `None` until answered.
    pub view: Option<MeetingView>,
    /// Members in sight.
    pub rows: Rows,
    opening: Option<u64>,
    opened: bool,
    query: Option<u64>,
    failed: bool,
}

impl Meeting {
    /// Opened for this group.
    pub fn open(codes: Vec<Code>) -> Self {
        Self { codes, view: None, rows: Rows::default(), opening: None, opened: false, query: None, failed: false }
    }

    /// Looked at, opened by another.
    pub fn watch() -> Self {
        Self { opened: true, ..Self::open(Vec::new()) }
    }

    /// Nothing is known of it yet.
    pub fn is_opening(&self) -> bool {
        self.view.is_none() && !self.failed
    }

    fn leave(&mut self, common: &mut Common) -> Step {
        if self.opened && !self.codes.is_empty() {
            common.act(Command::CloseMeeting);
        }
        Step::Up(Outcome::Done)
    }
}

impl Page for Meeting {
    fn shown(&mut self, common: &mut Common) {
        if self.opened {
            self.query = Some(common.ask(Ask::Meeting));
        } else if self.opening.is_none() {
            self.opening = Some(common.act(Command::OpenMeeting { codes: self.codes.clone() }));
        }
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc | Key::Enter => return self.leave(common),
            Key::Char('0') => return Step::Do(Act::Help),
            other => {
                self.rows.key(other);
            }
        }
        Step::Stay
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.opening == Some(id) {
            self.opening = None;
            if let Err(failure) = result {
                common.say_failure(&failure);
                return Step::Up(Outcome::Declined);
            }
            self.opened = true;
            self.query = Some(common.ask(Ask::Meeting));
        } else if self.query == Some(id) {
            self.query = None;
            match result {
                Ok(Answer::View(View::Meeting(view))) => self.view = Some(*view),
                Ok(_) => {}
                // The group is decided or none any more: the screen has nothing to show.
                Err(_) => {
                    self.failed = true;
                    self.view = None;
                }
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if self.opened && topic != Topic::Own {
            self.query = Some(common.ask(Ask::Meeting));
        }
    }

    fn fit(&mut self, common: &Common) {
        let body = areas(common.size, 1, 1).body;
        let count = self.view.as_ref().map_or(0, |view| view.lines.len());
        self.rows.fit(count, usize::from(body.height.saturating_sub(HEAD_ROWS) / MEMBER_ROWS));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.is_opening()
    }

    fn ending(&mut self, common: &mut Common) {
        // Who is torn away does not leave the numbers standing on the wall.
        let _ = self.leave(common);
    }

    fn context(&self) -> Context {
        Context::Text
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        vec![
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            Way::new(&[Act::Back, Act::Enter], words::help_meeting_close(lang)).hint(Hint::STAYS, hints::close(lang)),
            // It works; on the wall it need not be read.
            Way { hint: None, ..Way::digit(0, Act::Help, Act::Help.name(lang), lang) },
        ]
    }
}
