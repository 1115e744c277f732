//! 日志: what happened, newest at the end, a window of it at a time; masked entries say so.

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, LogEntry, LogView, Topic, View};
use crate::tui::app::parts::{Action, Actions, Bench, Detail, Press, table_ways};
use crate::tui::app::{Common, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words as all;
use crate::words::screens::{hints, office as words};

/// Entries asked for at once.
const WINDOW: u32 = 300;
/// Rows of the entry with the cursor in full, its rule included.
pub const DETAIL_ROWS: u16 = 6;

/// The log.
#[derive(Debug, Default)]
pub struct Journal {
    /// Entries in sight, oldest first, with their text.
    pub entries: Vec<(LogEntry, String)>,
    /// Number of the last event there is.
    pub last: u64,
    /// Cursor and acts; the digits are a number to go to.
    pub bench: Bench,
    /// The entry with the cursor in full.
    pub detail: Detail,
    loaded: bool,
    query: Option<(u64, Go)>,
    /// Something changed since it was asked.
    stale: bool,
}

/// Where the cursor goes once the window is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Go {
    /// To the end of the journal: its last number is not known yet.
    Find,
    Number(u64),
    End,
}

impl Journal {
    fn ask(&mut self, common: &mut Common, from: u64, go: Go) {
        self.query = Some((common.ask(Ask::Log { from, count: WINDOW }), go));
    }

    /// The window that ends with the last event.
    fn ask_end(&mut self, common: &mut Common) {
        self.ask(common, self.last.saturating_sub(u64::from(WINDOW) - 1).max(1), Go::End);
    }

    fn first_number(&self) -> u64 {
        self.entries.first().map_or(1, |(entry, _)| entry.number)
    }

    fn loaded(&mut self, common: &mut Common, view: LogView, go: Go) {
        self.last = view.last;
        if go == Go::Find {
            return self.ask_end(common);
        }
        let lang = common.lang;
        let panel = common.home.as_ref().and_then(|home| home.panel.as_deref());
        let told = |entry: LogEntry| {
            let text = match &entry.what {
                Some(what) => all::event(lang, panel, &entry.seat, what),
                None => all::masked(lang, &entry.seat),
            };
            (entry, text)
        };
        self.entries = view.entries.into_iter().map(told).collect();
        self.loaded = true;
        self.bench.rows.fit(self.entries.len(), usize::MAX);
        let wanted = match go {
            Go::Number(number) => Some(number),
            Go::End | Go::Find => None,
        };
        let found = wanted.and_then(|number| self.entries.iter().position(|(entry, _)| entry.number >= number));
        self.bench.rows.go(found.unwrap_or(usize::MAX - 1));
    }

    /// Up at the top, down at the end: another window.
    fn past_the_edge(&mut self, common: &mut Common, key: Key) -> bool {
        let (at, count) = (self.bench.rows.at, self.entries.len());
        let first = self.first_number();
        let end = self.entries.last().map_or(0, |(entry, _)| entry.number);
        let half = u64::from(WINDOW) / 2;
        match key {
            Key::Up | Key::PageUp if at == 0 && first > 1 => {
                let from = first.saturating_sub(half).max(1);
                self.ask(common, from, Go::Number(first - 1));
            }
            Key::Down | Key::PageDown | Key::Char(' ') if at + 1 >= count && end < self.last => {
                let from = end.saturating_sub(half).max(1);
                self.ask(common, from, Go::Number(end + 1));
            }
            Key::Home if first > 1 => self.ask(common, 1, Go::Number(1)),
            Key::End if end < self.last => self.ask_end(common),
            _ => return false,
        }
        true
    }

    fn go_to_number(&mut self, common: &mut Common) {
        let Ok(number) = self.bench.jump.digits().parse::<u64>() else { return };
        self.bench.jump.clear();
        if number == 0 || number > self.last {
            common.say(Tone::Warn, words::no_such_event(common.lang, number, self.last));
            return;
        }
        let from = number.saturating_sub(u64::from(WINDOW) / 2).max(1);
        self.ask(common, from, Go::Number(number));
    }
}

impl Page for Journal {
    fn shown(&mut self, common: &mut Common) {
        if !self.loaded {
            self.ask(common, u64::MAX, Go::Find);
        }
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        if !self.bench.actions.has_keys() && self.past_the_edge(common, key) {
            return Step::Stay;
        }
        let typed = !self.bench.jump.digits().is_empty();
        if typed && key == Key::Enter && !self.bench.actions.has_keys() {
            self.go_to_number(common);
            return Step::Stay;
        }
        match self.bench.key(common, key, std::iter::empty()) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Esc) => Step::Up(Outcome::Declined),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        let Some((_, go)) = self.query.take_if(|(query, _)| *query == id) else { return Step::Stay };
        match result {
            Ok(Answer::View(View::Log(view))) => {
                self.loaded(common, *view, go);
                if self.query.is_none() && std::mem::take(&mut self.stale) {
                    self.changed(common, Topic::Progress);
                }
            }
            Ok(_) => {}
            Err(failure) => {
                self.loaded = true;
                common.say_failure(&failure);
            }
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        // Only who looks at the end follows it; elsewhere the window stays.
        let at_end = self.bench.rows.at + 1 >= self.entries.len();
        if self.query.is_some() {
            self.stale = true;
        } else if self.loaded && topic != Topic::Own {
            if at_end {
                self.ask(common, u64::MAX, Go::Find);
            } else {
                let at = self.entries.get(self.bench.rows.at).map_or(1, |(entry, _)| entry.number);
                let from = self.first_number();
                self.ask(common, from, Go::Number(at));
            }
        }
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        let acts = vec![Action::new(1, Act::Newest, lang), Action::new(2, Act::Verify, lang)];
        let body = self.bench.fit(common, acts, 0).body;
        let detail = DETAIL_ROWS.min(body.height / 2);
        self.bench.rows.fit(self.entries.len(), usize::from(body.height.saturating_sub(detail)));
        let current = self.entries.get(self.bench.rows.at);
        let text = current.map(|(entry, text)| {
            let when = all::time(entry.at, common.zone_minutes);
            let route = all::route(lang, &entry.route);
            words::entry_text(lang, entry.number, &when, route.as_deref(), text, entry.digest.as_deref())
        });
        let text = text.unwrap_or_default();
        self.detail.fit(common, text, detail);
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        !self.loaded
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Newest => {
                self.ask_end(common);
                Step::Stay
            }
            Act::Verify => Step::push(super::Verify::default()),
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let mut ways = table_ways(lang, Way::new(&[Act::Enter], words::help_number(lang)), None, false);
        for way in ways.iter_mut().filter(|way| way.acts == [Act::Type]) {
            *way = Way::new(&[Act::Type], words::help_event(lang)).hint(2, hints::event(lang));
        }
        self.bench.ways(lang, ways)
    }
}
