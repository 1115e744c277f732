//! 我的排序: an expert's own sheets from the highest to the lowest, by total or by one section; beside it how the own
//! marks lie in the bands. What is not wholly marked, and what the seat does not score, stands apart.

use ratatui::layout::Rect;

use super::{Compare, Desk, display};
use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, LadderRow, LadderView, PlaceNote, Topic, View};
use crate::domain::{Basis, Code, Height, ItemId, Ratio, Rung, ladder};
use crate::tui::app::layout::{Areas, action_height, areas};
use crate::tui::app::parts::{Action, Actions, Bench, Press, to_acts};
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Tone, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::screens::{calibration as words, expert, frame, hints};
use crate::words::tally::{shown_ratio, signed_ratio};

/// From this width on the bands stand beside a ladder that fills the window, otherwise below it.
const BESIDE_FROM: u16 = 110;
/// Cells of the bands beside the ladder.
const BESIDE: u16 = 42;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LadderLine {
    /// Wholly marked in what it is ordered by.
    Rung(Rung),
    /// Apart: the row's place among those of the view.
    Apart(usize),
}

/// Where things stand.
#[derive(Clone, Copy, Debug)]
pub struct LadderParts {
    /// Title, state, keys.
    pub areas: Areas,
    /// The ladder with its head.
    pub list: Rect,
    /// The bands; empty where there is no room.
    pub spread: Rect,
}

/// The ladder.
#[derive(Debug, Default)]
pub struct Ladder {
    /// The own sheets; `None` until answered.
    pub view: Option<Box<LadderView>>,
    /// What it is ordered by: 0 the total, n the n-th section.
    pub by: usize,
    /// Cells of the column of totals.
    pub total_cells: usize,
    /// Lines, those with a place first.
    pub lines: Vec<LadderLine>,
    /// Cursor, digits, the 操作 row.
    pub bench: Bench,
    query: Option<u64>,
    asked_display: bool,
}

/// Whether the seat does not score this one, or nobody does.
fn is_out(row: &LadderRow) -> bool {
    row.row.withdrawn || row.row.own.as_ref().is_none_or(|own| own.state.is_out())
}

fn row_of(view: Option<&LadderView>, line: LadderLine) -> Option<&LadderRow> {
    let at = match line {
        LadderLine::Rung(rung) => rung.at,
        LadderLine::Apart(at) => at,
    };
    view?.rows.get(at)
}

/// Codes in the ladder's order.
fn codes_of<'a>(view: Option<&'a LadderView>, lines: &'a [LadderLine]) -> impl Iterator<Item = &'a Code> {
    lines.iter().filter_map(move |line| row_of(view, *line).map(|row| &row.row.code))
}

impl Ladder {
    /// The row of a line.
    pub fn row(&self, line: LadderLine) -> Option<&LadderRow> {
        row_of(self.view.as_deref(), line)
    }

    /// What a row comes to in what the ladder is ordered by.
    pub fn height(row: &LadderRow, by: usize) -> Height {
        if let Some(section) = by.checked_sub(1) {
            return row.sections.get(section).copied().unwrap_or_default();
        }
        let own = row.row.own.as_ref();
        Height { sum: own.and_then(|own| own.total), missing: own.map_or(0, |own| own.missing) }
    }

    /// The name of what it is ordered by.
    pub fn by_name<'a>(&self, common: &'a Common) -> &'a str {
        let section = self.by.checked_sub(1).and_then(|at| common.rules()?.sections.get(at));
        section.map_or(words::col_total(common.lang), |section| section.name.as_str())
    }

    fn current(&self) -> Option<&LadderRow> {
        self.lines.get(self.bench.rows.at).and_then(|line| self.row(*line))
    }

    /// The rung `step` lines from the cursor, if both are rungs.
    fn neighbour(&self, below: bool) -> Option<(&LadderRow, Rung)> {
        let at = if below { self.bench.rows.at.checked_add(1)? } else { self.bench.rows.at.checked_sub(1)? };
        match self.lines.get(at).copied()? {
            LadderLine::Rung(rung) => Some((self.row(LadderLine::Rung(rung))?, rung)),
            LadderLine::Apart(_) => None,
        }
    }

    /// How many lines have a place.
    pub fn placed(&self) -> usize {
        self.lines.iter().take_while(|line| matches!(line, LadderLine::Rung(_))).count()
    }

    /// Puts the rows in order; the cursor stays on its dossier.
    fn order(&mut self) {
        let here = self.current().map(|row| row.row.code.clone());
        let Some(view) = &self.view else { return };
        let value = |row: &LadderRow| Self::height(row, self.by).whole().filter(|_| !is_out(row));
        let totals = view.rows.iter().filter_map(|row| row.row.own.as_ref()?.total);
        // A total has few decimals, but a weight can give it four.
        self.total_cells = totals.map(|total| shown_ratio(total).len() + 1).max().unwrap_or(0).max(7);
        let rungs = ladder(view.rows.iter().map(|row| (&row.row.code, value(row))));
        let mut apart: Vec<usize> = (0..view.rows.len()).collect();
        apart.retain(|at| view.rows.get(*at).is_some_and(|row| value(row).is_none()));
        // Begun ones first, then those without any mark, then those that are not the seat's to score; by code in each.
        apart.sort_by_key(|at| view.rows.get(*at).map(|row| (is_out(row), Self::height(row, self.by).sum.is_none())));
        self.lines = rungs.into_iter().map(LadderLine::Rung).chain(apart.into_iter().map(LadderLine::Apart)).collect();
        if let Some(code) = here {
            self.go_to(&code);
        }
    }

    fn codes(&self) -> impl Iterator<Item = &Code> {
        codes_of(self.view.as_deref(), &self.lines)
    }

    fn go_to(&mut self, code: &Code) {
        let at = self.codes().position(|known| known == code);
        if let Some(at) = at {
            self.bench.rows.fit(self.lines.len(), usize::MAX);
            self.bench.rows.go(at);
        }
    }

    fn order_by(&mut self, common: &Common, forward: bool) {
        let count = common.rules().map_or(1, |rules| rules.sections.len() + 1);
        let step = if forward { 1 } else { count - 1 };
        self.by = (self.by + step) % count;
        self.order();
    }

    /// How the current one stands to its neighbour on the ladder: what shows a place that is too high.
    pub fn beside(&self, common: &Common) -> Option<String> {
        let LadderLine::Rung(rung) = self.lines.get(self.bench.rows.at).copied()? else { return None };
        let here = self.current()?;
        let (other, other_rung) = self.neighbour(false).or_else(|| self.neighbour(true))?;
        let gap = Self::height(other, self.by).whole()?.minus(Self::height(here, self.by).whole()?).ok()?;
        let lang = common.lang;
        let code = &other.row.code;
        if rung.rank == other_rung.rank {
            return Some(words::level(lang, code, &self.parts(common, here, other)));
        }
        if rung.rank < other_rung.rank {
            return Some(words::above(lang, code, &shown_ratio(Ratio::ZERO.minus(gap).ok()?)));
        }
        Some(words::below(lang, code, &shown_ratio(gap), &self.parts(common, here, other)))
    }

    /// In which sections two sheets differ; told where the ladder is by total.
    fn parts(&self, common: &Common, here: &LadderRow, other: &LadderRow) -> Vec<String> {
        let sections = common.rules().map(|rules| rules.sections.as_slice()).unwrap_or_default();
        let pairs = sections.iter().zip(here.sections.iter().zip(&other.sections)).filter(|_| self.by == 0);
        let apart = pairs.filter_map(|(section, (mine, theirs))| {
            let apart = mine.whole()?.minus(theirs.whole()?).ok().filter(|apart| *apart != Ratio::ZERO)?;
            Some(format!("{} {}", section.name, signed_ratio(apart)))
        });
        apart.collect()
    }

    /// Beside its neighbour above, the first one beside the one below.
    fn compare(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(here) = self.current() else { return Step::Stay };
        if !matches!(self.lines.get(self.bench.rows.at), Some(LadderLine::Rung(_))) {
            common.say(Tone::Warn, words::not_placed(lang));
            return Step::Stay;
        }
        let here = here.row.code.clone();
        let (codes, side) = match (self.neighbour(false), self.neighbour(true)) {
            (Some((above, _)), _) => ([above.row.code.clone(), here], 1),
            (None, Some((below, _))) => ([here, below.row.code.clone()], 0),
            (None, None) => {
                common.say(Tone::Warn, words::one_alone(lang));
                return Step::Stay;
            }
        };
        let order = self.codes().take(self.placed()).cloned().collect();
        Step::push(Compare::new(codes, side, order, self.first_item(common).map_or(0, |(place, _)| place)))
    }

    /// The first item of the section it is ordered by.
    fn first_item(&self, common: &Common) -> Option<(usize, ItemId)> {
        let section = common.rules()?.sections.get(self.by.checked_sub(1)?)?;
        let found = common.rules()?.items().enumerate().find(|(_, (of, _))| of.id == section.id);
        found.map(|(place, (_, item))| (place, item.id.clone()))
    }

    /// To the desk, in the first item of what it is ordered by.
    fn open(&mut self, common: &mut Common) -> Step {
        let lang = common.lang;
        let Some(row) = self.current() else { return Step::Stay };
        let declared = row.row.own.as_ref().is_some_and(|own| own.declared);
        let refused = match row {
            row if row.row.withdrawn => Some(expert::locked_withdrawn(lang)),
            row if is_out(row) => Some(expert::locked_aside(lang)),
            _ if !declared => Some(words::not_declared(lang)),
            _ => None,
        };
        if let Some(why) = refused {
            common.say(Tone::Warn, why);
            return Step::Stay;
        }
        let dossier = row.row.code.clone();
        match self.first_item(common) {
            Some((_, item)) => Step::push(Desk::at(PlaceNote { dossier, item: Some(item), basis: Basis::File })),
            None => Step::push(Desk::new(dossier)),
        }
    }

    /// The digits typed and whether a code has them.
    pub fn jump_found(&self) -> bool {
        self.bench.jump.find(self.codes().map(Code::as_str)).is_some()
    }

    /// Where things stand; the list leaves a row to the rule above what is apart.
    pub fn parts_of(&self, common: &Common) -> LadderParts {
        let areas = areas(common.size, 2, action_height(common, self.bench.actions.lines()));
        let body = areas.body;
        let sections = common.rules().map_or(0, |rules| rules.sections.len());
        // A head each, the rule above what is apart, the rule above the bands, and their sum.
        let all = self.lines.len() + sections + 5;
        if body.width >= BESIDE_FROM && all > usize::from(body.height) {
            let list = Rect { width: body.width - BESIDE, ..body };
            let spread = Rect { x: list.right() + 1, width: BESIDE - 1, ..body };
            return LadderParts { areas, list, spread };
        }
        // A rule, a head, a row a section and the sum; in a small window no sum, and at most a third of it.
        let wanted = if all > usize::from(body.height) { sections + 2 } else { sections + 3 };
        let third = if all > usize::from(body.height) { body.height / 3 } else { body.height };
        let high = u16::try_from(wanted).unwrap_or(u16::MAX).min(third);
        let list = Rect { height: body.height - high, ..body };
        LadderParts { areas, list, spread: Rect { y: list.bottom(), height: high, ..body } }
    }
}

impl Page for Ladder {
    fn shown(&mut self, common: &mut Common) {
        self.query = Some(common.ask(Ask::Ladder));
    }

    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        let codes = codes_of(self.view.as_deref(), &self.lines);
        match self.bench.key(common, key, codes.map(Code::as_str)) {
            Press::Act(act) => Step::Do(act),
            Press::Key(Key::Enter) => self.compare(common),
            Press::Key(Key::Left | Key::Right) => {
                self.order_by(common, key == Key::Right);
                Step::Stay
            }
            Press::Key(Key::Esc) => Step::Up(Outcome::Done),
            Press::Key(_) | Press::Taken => Step::Stay,
        }
    }

    fn back(&mut self, common: &mut Common, outcome: Outcome) -> Step {
        match outcome {
            Outcome::Chosen(digit) if std::mem::take(&mut self.asked_display) => display::chosen(common, digit),
            // 下一份未完 on the desk: the list knows which that is.
            Outcome::Next => Step::Up(Outcome::Next),
            _ => Step::Stay,
        }
    }

    fn answer(&mut self, common: &mut Common, id: u64, result: Result<Answer, Failure>) -> Step {
        if self.query != Some(id) {
            return Step::Stay;
        }
        self.query = None;
        match result {
            Ok(Answer::View(View::Ladder(view))) => {
                let first = self.view.is_none();
                self.view = Some(view);
                self.order();
                if first {
                    self.bench.rows.fit(self.lines.len(), usize::MAX);
                }
            }
            Ok(_) => {}
            Err(failure) => return common.give_up(&failure),
        }
        Step::Stay
    }

    fn changed(&mut self, common: &mut Common, topic: Topic) {
        if matches!(topic, Topic::Own | Topic::Stage) {
            self.query = Some(common.ask(Ask::Ladder));
        }
    }

    fn fit(&mut self, common: &Common) {
        let lang = common.lang;
        self.bench.actions.set(vec![
            Action::new(1, Act::Open, lang),
            Action::new(2, Act::SideBySide, lang),
            Action::new(7, Act::Display, lang),
        ]);
        let parts = self.parts_of(common);
        let placed = self.placed();
        let rule = u16::from(placed < self.lines.len());
        self.bench.rows.fit(self.lines.len(), usize::from(parts.list.height.saturating_sub(1 + rule)));
    }

    fn is_waiting(&self, _common: &Common) -> bool {
        self.view.is_none()
    }

    fn context(&self) -> Context {
        self.bench.context()
    }

    fn actions(&self) -> Option<&Actions> {
        Some(&self.bench.actions)
    }

    fn run(&mut self, common: &mut Common, act: Act) -> Step {
        match act {
            Act::Open => self.open(common),
            Act::SideBySide => self.compare(common),
            Act::Display => {
                self.asked_display = true;
                Step::push(display::menu(common))
            }
            _ => Step::Stay,
        }
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let order = Way::new(&[Act::Left, Act::Right], words::help_order(lang)).hint(1, hints::order_by(lang));
        let beside = Way::new(&[Act::Enter], words::help_compare(lang)).hint(1, hints::beside(lang));
        let table = vec![
            order.brief(hints::order_by_short(lang)),
            Way::new(&[Act::Type], expert::help_jump(lang)),
            Way::new(&[Act::Erase], frame::shorten(lang)),
            Way::new(&[Act::Up, Act::Down], frame::line_move(lang)).hint(2, hints::row(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], frame::page_move(lang)),
            Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
            beside.brief(hints::beside_short(lang)),
            to_acts(lang),
            Way::new(&[Act::Back], frame::back(lang)).hint(Hint::STAYS, hints::back(lang)),
        ];
        self.bench.ways(lang, table)
    }
}
