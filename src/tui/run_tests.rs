use super::*;
use crate::desk::request::Answer;
use crate::desk::view::{Ask, View};
use crate::domain::Role;
use crate::tui::app::probe::{card, home, start};
use crate::tui::keymap::Key;
use crate::tui::term::decode::HOLD_LOCAL;
use ratatui::backend::{ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// A terminal in memory, with the errors of a real one.
struct Paper {
    shown: TestBackend,
    frames: usize,
    /// What somebody does while the frame of this number is being drawn.
    meanwhile: Box<dyn FnMut(usize)>,
}

impl Paper {
    fn new() -> Self {
        Self { shown: TestBackend::new(80, 24), frames: 0, meanwhile: Box::new(|_| {}) }
    }
}

fn never<T>(result: Result<T, std::convert::Infallible>) -> io::Result<T> {
    result.map_err(|never| match never {})
}

impl Backend for Paper {
    type Error = io::Error;
    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.frames += 1;
        (self.meanwhile)(self.frames);
        never(self.shown.draw(content))
    }
    fn hide_cursor(&mut self) -> io::Result<()> {
        never(self.shown.hide_cursor())
    }
    fn show_cursor(&mut self) -> io::Result<()> {
        never(self.shown.show_cursor())
    }
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        never(self.shown.get_cursor_position())
    }
    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        never(self.shown.set_cursor_position(position))
    }
    fn clear(&mut self) -> io::Result<()> {
        never(self.shown.clear())
    }
    fn clear_region(&mut self, kind: ClearType) -> io::Result<()> {
        never(self.shown.clear_region(kind))
    }
    fn size(&self) -> io::Result<Size> {
        never(self.shown.size())
    }
    fn window_size(&mut self) -> io::Result<WindowSize> {
        never(self.shown.window_size())
    }
    fn flush(&mut self) -> io::Result<()> {
        never(self.shown.flush())
    }
}

impl Face for Paper {
    fn resized(&mut self, (columns, rows): (u16, u16)) {
        self.shown.resize(columns, rows);
    }
    fn forget_all(&mut self) {}
}

#[derive(Default)]
struct Bench {
    stops: usize,
    again: usize,
}

impl Host for Bench {
    fn stop(&mut self) -> io::Result<()> {
        self.stops += 1;
        Ok(())
    }
    fn again(&mut self) -> io::Result<()> {
        self.again += 1;
        Ok(())
    }
}

/// A line that answers at once; every third request finds the queue full the first time.
struct Wires {
    posts: Box<dyn Outbox>,
    next: u64,
    asked: u64,
    refused: bool,
}

impl Line for Wires {
    fn send(&mut self, request: Request) -> Result<u64, Trouble> {
        self.asked += 1;
        if self.asked.is_multiple_of(3) && !self.refused {
            self.refused = true;
            return Err(Trouble::Busy);
        }
        self.refused = false;
        self.next += 1;
        let result = match request {
            Request::Ask(Ask::Home) => Ok(Answer::View(View::Home(Box::new(home())))),
            Request::Ask(Ask::Dossiers) => Ok(Answer::View(View::Dossiers(Vec::new()))),
            _ => Ok(Answer::Kept),
        };
        assert!(self.posts.push(Post::Answer { id: self.next, result }));
        Ok(self.next)
    }
}

struct Table(Vec<SeatId>);

impl Seats for Table {
    type Line = Wires;
    fn sit(&mut self, seat: &SeatId, posts: Box<dyn Outbox>) -> Result<Wires, Trouble> {
        if seat.as_str() == "S9" {
            return Err(Trouble::Busy);
        }
        self.0.push(seat.clone());
        Ok(Wires { posts, next: 0, asked: 0, refused: false })
    }
}

fn seat(word: &str) -> SeatId {
    SeatId::parse(word).unwrap()
}

fn text(terminal: &Painter<Paper>) -> String {
    let buf = terminal.backend().shown.buffer();
    // Behind a wide glyph the backend keeps the blank that was there before.
    buf.content().iter().map(ratatui::buffer::Cell::symbol).filter(|symbol| *symbol != " ").collect()
}

/// A keyboard on which nobody types yet.
fn inbox() -> (std::io::PipeWriter, Inbox<Event>) {
    let (reader, writer) = std::io::pipe().unwrap();
    (writer, Inbox::new(reader.into(), HOLD_LOCAL).unwrap())
}

/// Runs the loop over these events; the last must end it.
fn run(first: Start, at: Option<&str>, script: Vec<Event>, host: &mut Bench) -> (Ended, Painter<Paper>) {
    let (_keyboard, mut inbox) = inbox();
    let sender = inbox.sender().clone();
    let mut terminal = Painter::new(Paper::new()).unwrap();
    let at = at.map(seat);
    let mut running =
        Loop::new(first, at.as_ref(), Theme::from_no_color(None), Table(Vec::new()), host, sender.clone()).unwrap();
    for event in script {
        assert!(sender.send(event));
    }
    let ended = running.run(&mut terminal, &mut inbox).unwrap();
    (ended, terminal)
}

fn key(key: Key) -> Event {
    Event::Term(TermEvent::Key(key))
}

#[test]
fn a_hang_up_ends_it_at_once_and_nothing_is_printed() {
    let mut host = Bench::default();
    let script = vec![key(Key::Down), Event::Term(TermEvent::InputClosed), key(Key::Char('9'))];
    let (ended, _) = run(start(), Some("E03"), script, &mut host);
    assert!(ended.gone);
}

#[test]
fn a_signal_to_end_says_what_is_kept() {
    let mut host = Bench::default();
    let script = vec![Event::Term(TermEvent::Signal(crate::tui::term::Sig::Term))];
    let (ended, _) = run(start(), Some("E03"), script, &mut host);
    assert!(!ended.gone && ended.said.contains("已离开"), "{ended:?}");
}

#[test]
fn answers_are_shown_also_where_the_hall_was_busy() {
    let mut host = Bench::default();
    let (_keyboard, mut inbox) = inbox();
    let (sender, later) = (inbox.sender().clone(), inbox.sender().clone());
    let mut paper = Paper::new();
    // Changes once the list stands there, until the third request was put off and came through; then the end.
    paper.meanwhile = Box::new(move |frame| match frame {
        1 => {
            for topic in [crate::desk::view::Topic::Own, crate::desk::view::Topic::Stage] {
                assert!(later.send(Event::Post(1, Post::Changed(topic))));
            }
        }
        _ => assert!(later.send(Event::Term(TermEvent::Signal(crate::tui::term::Sig::Term)))),
    });
    let mut terminal = Painter::new(paper).unwrap();
    let at = seat("E03");
    let mut running =
        Loop::new(start(), Some(&at), Theme::from_no_color(None), Table(Vec::new()), &mut host, sender).unwrap();
    let ended = running.run(&mut terminal, &mut inbox).unwrap();
    assert!(!ended.gone);
    let line = running.wire.line.as_ref().unwrap();
    assert!(line.asked > line.next, "a request was put off: {} asked, {} answered", line.asked, line.next);
    assert!(running.wire.outbox.is_empty() && text(&terminal).contains("待评"), "{}", text(&terminal));
}

#[test]
fn a_seat_is_taken_and_another_line_counts() {
    let mut host = Bench::default();
    let seats = vec![card("E01", Role::Expert, "李师傅"), card("S9", Role::Secretary, "王敏")];
    let first = Start { seats, seated: false, ..start() };
    let end = Event::Term(TermEvent::Signal(crate::tui::term::Sig::Term));
    let (_, terminal) = run(first.clone(), None, vec![key(Key::Down), key(Key::Enter), end], &mut host);
    assert!(text(&terminal).contains("请选席位"), "S9 cannot be taken");
    let stop = Event::Term(TermEvent::Signal(crate::tui::term::Sig::Tstp));
    let end = Event::Term(TermEvent::Signal(crate::tui::term::Sig::Term));
    let (ended, _) = run(first, None, vec![key(Key::Enter), Event::Post(7, Post::Closed), stop, end], &mut host);
    assert!(!ended.gone);
    assert_eq!((host.stops, host.again), (1, 0));
}

#[test]
fn what_was_typed_before_a_question_stood_there_does_not_answer_it() {
    use std::io::Write as _;
    let mut host = Bench::default();
    let (mut keyboard, mut inbox) = inbox();
    let sender = inbox.sender().clone();
    let mut paper = Paper::new();
    // 9 is yes to leaving. It comes behind the Esc that asks, before the question is painted.
    keyboard.write_all(b"9").unwrap();
    let until = sender.clone();
    paper.meanwhile = Box::new(move |frame| match frame {
        1 => keyboard.write_all(b"x").unwrap(),
        _ => assert!(until.send(Event::Term(TermEvent::Signal(crate::tui::term::Sig::Term)))),
    });
    let mut terminal = Painter::new(paper).unwrap();
    let at = seat("E03");
    let theme = Theme::from_no_color(None);
    let mut running = Loop::new(start(), Some(&at), theme, Table(Vec::new()), &mut host, sender.clone()).unwrap();
    assert!(sender.send(key(Key::Esc)));
    let ended = running.run(&mut terminal, &mut inbox).unwrap();
    assert!(!ended.gone);
    assert_eq!(terminal.backend().frames, 2, "nobody left before the signal came");
}

/// What stands there after the first frame, at which somebody asks the program to end.
fn first_frame<S: Seats>(seats: S) -> Painter<Paper> {
    let mut host = Bench::default();
    let (_keyboard, mut inbox) = inbox();
    let (sender, until) = (inbox.sender().clone(), inbox.sender().clone());
    let mut paper = Paper::new();
    let end = Event::Term(TermEvent::Signal(crate::tui::term::Sig::Term));
    paper.meanwhile = Box::new(move |_| assert!(until.send(end.clone())));
    let mut terminal = Painter::new(paper).unwrap();
    let theme = Theme::from_no_color(None);
    let mut running = Loop::new(start(), Some(&seat("E03")), theme, seats, &mut host, sender).unwrap();
    running.run(&mut terminal, &mut inbox).unwrap();
    assert_eq!(terminal.backend().frames, 1);
    terminal
}

#[test]
fn the_first_frame_shows_the_list_and_none_goes_before_it() {
    let terminal = first_frame(Table(Vec::new()));
    assert!(text(&terminal).contains("待评"), "{}", text(&terminal));
}

#[test]
fn what_takes_longer_than_the_first_page_is_not_waited_for() {
    let mut host = Bench::default();
    let (_keyboard, mut inbox) = inbox();
    let sender = inbox.sender().clone();
    let mut running =
        Loop::new(start(), Some(&seat("E03")), Theme::from_no_color(None), Table(Vec::new()), &mut host, sender)
            .unwrap();
    let mut answers = 0;
    while running.beginning && answers < 9 {
        let Some(Event::Post(_, post)) = inbox.next(None) else { panic!("no answer") };
        // Another answer is still to come, and comes late.
        running.wire.sent.insert(u64::MAX, u64::MAX);
        running.post(post);
        answers += 1;
    }
    assert_eq!(answers, 2, "who sits here, and the list");
}

#[test]
fn where_no_answer_comes_the_first_frame_says_that_the_panel_is_being_opened() {
    struct Silent;
    impl Line for Silent {
        fn send(&mut self, _: Request) -> Result<u64, Trouble> {
            Ok(1)
        }
    }
    impl Seats for Silent {
        type Line = Self;
        fn sit(&mut self, _: &SeatId, _: Box<dyn Outbox>) -> Result<Self, Trouble> {
            Ok(Self)
        }
    }
    let terminal = first_frame(Silent);
    assert!(text(&terminal).contains("正在打开"), "{}", text(&terminal));
}
