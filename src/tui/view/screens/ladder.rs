//! 我的排序: the ladder; what stands beside it is in `spread`.

use std::ops::Range;

use ratatui::layout::Rect;

use super::own::{about, chosen, number, state as state_of};
use super::spread;
use crate::text::{Ambiguous, elide, width};
use crate::tui::app::screens::Ladder;
use crate::tui::app::screens::ladder::LadderLine;
use crate::tui::app::{Common, LEAST_SIZE};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::columns::Columns;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::{calibration as words, expert, frame as fixed};
use crate::words::{Lang, unscored};

/// Cells of rank, code and each section; the fewest of the trade.
const RANK: usize = 6;
const CODE: usize = 7;
const NUMBER: usize = 9;
const ABOUT: usize = 9;
/// From this width on the longest word of a state stands whole.
const WIDE: u16 = 100;

/// Draws it over the whole window.
pub fn draw(page: &Ladder, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.parts_of(common);
    let done = common.progress.map(|(signed, due)| format!("{} {signed}/{due}", expert::signed_count(lang)));
    let left = format!("{}  {}", words::ladder(lang), words::ordered_by(lang, page.by_name(common)));
    frame::title(canvas, common, parts.areas.title, &left, &done.unwrap_or_default());
    list(page, common, canvas, parts.list);
    if parts.spread.height > 0 {
        if parts.spread.x > parts.list.x {
            canvas.vline((parts.spread.x - 1, parts.spread.y), parts.spread.height);
            spread::draw(page, common, canvas, parts.spread);
        } else {
            canvas.hline((parts.spread.x + 1, parts.spread.y), parts.spread.width.saturating_sub(2));
            let below = Rect { y: parts.spread.y + 1, height: parts.spread.height - 1, ..parts.spread };
            spread::draw(page, common, canvas, below);
        }
    }
    frame::state(canvas, common, parts.areas.state, page, |canvas, at, inner| state(page, common, canvas, at, inner));
    frame::actions(canvas, common, parts.areas.keys, &page.bench.actions, page.bench.actions.has_keys());
}

/// Cells of the columns that differ from window to window, and the sections shown.
struct Widths {
    /// What the dossier is about.
    about: usize,
    /// The totals: the widest of them, or 未评.
    total: usize,
    /// Which sections; the one it is ordered by is always among them.
    sections: Range<usize>,
    /// The state.
    state: usize,
    /// The whole row.
    across: u16,
}

impl Widths {
    fn of(page: &Ladder, common: &Common, across: u16) -> Self {
        let count = common.rules().map_or(0, |rules| rules.sections.len());
        let total = page.total_cells.max(width(unscored(common.lang), common.ambiguous()) + 1);
        let state = match common.lang {
            Lang::Zh if across < WIDE => 8,
            Lang::Zh => 10,
            Lang::En => 14,
        };
        let fixed = 2 + RANK + 1 + CODE + total + 1 + state + 2;
        let room = usize::from(across.max(LEAST_SIZE.0)).saturating_sub(fixed);
        let fit = (room.saturating_sub(ABOUT) / NUMBER).clamp(usize::from(page.by > 0), count.max(1)).min(count);
        let from = page.by.saturating_sub(fit);
        Self { about: room.saturating_sub(fit * NUMBER), total, sections: from..from + fit, state, across }
    }

    /// What stands in the columns of numbers: 0 the total, n the n-th section.
    fn numbers(&self) -> impl Iterator<Item = (usize, usize)> {
        let sections = self.sections.clone().map(|section| (section + 1, NUMBER));
        std::iter::once((0, self.total)).chain(sections)
    }

    /// One row's texts in their columns.
    fn row(
        &self,
        wide: Ambiguous,
        [mark, rank, code, about, state]: [&str; 5],
        number: impl Fn(usize) -> String,
    ) -> Columns {
        let line = Columns::new(wide, self.across).left(mark, 2).right(rank, RANK).gap(1).left(code, CODE);
        let line = line.left(about, self.about.saturating_sub(1)).gap(self.about.min(1));
        let line = self.numbers().fold(line, |line, (by, cells)| line.right(&number(by), cells));
        line.gap(1).left(state, self.state)
    }
}

fn list(page: &Ladder, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    if area.height == 0 {
        return;
    }
    if page.view.as_ref().is_some_and(|view| view.rows.is_empty()) {
        canvas.text((area.x + 1, area.y), inner, words::nothing_yet(lang), Role::Text);
        return;
    }
    let widths = Widths::of(page, common, area.width);
    let wide = canvas.ambiguous();
    canvas.text((area.x + 1, area.y), inner, head(page, common, &widths, wide).text().trim_end(), Role::Title);
    let placed = page.placed();
    let mut y = area.y + 1;
    for place in page.bench.rows.visible() {
        if place == placed && y < area.bottom() {
            let title = words::apart_rule(lang, page.lines.len() - placed);
            let rule = format!("------ {title} {}", "-".repeat(usize::from(inner)));
            canvas.bar((area.x + 1, y), inner, &rule_of(&rule, inner, wide), Role::Dim);
            y += 1;
        }
        let Some(line) = page.lines.get(place).filter(|_| y < area.bottom()) else { return };
        let at = place == page.bench.rows.at;
        let Some(text) = line_text(page, common, &widths, (*line, at)) else { return };
        let role = match line {
            _ if at => frame::cursor(page.bench.actions.has_keys()),
            LadderLine::Rung(_) => Role::Text,
            LadderLine::Apart(_) => Role::Dim,
        };
        canvas.row((area.x + 1, y), inner, &text, role);
        y += 1;
    }
}

fn head(page: &Ladder, common: &Common, widths: &Widths, wide: Ambiguous) -> Columns {
    let lang = common.lang;
    let sections = common.rules().map(|rules| rules.sections.as_slice()).unwrap_or_default();
    let trade = expert::col_trade(lang);
    let trade = if width(trade, wide) < widths.about { trade } else { expert::col_trade_short(lang) };
    let name = |by: usize| {
        let here = page.by == by;
        let section = by.checked_sub(1).and_then(|at| sections.get(at));
        let Some(section) = section else { return chosen(words::col_total(lang), here) };
        // Brackets and a gap leave six cells to a name that is chosen.
        chosen(&elide(&section.name, if here { NUMBER - 3 } else { NUMBER - 1 }, wide), here)
    };
    let texts = ["", words::col_rank(lang), expert::col_code(lang), trade, expert::col_state(lang)];
    widths.row(wide, texts, name)
}

/// As much of a rule as fits; it is cut, not elided.
fn rule_of(rule: &str, columns: u16, wide: Ambiguous) -> String {
    let mut text = rule.to_owned();
    while width(&text, wide) > usize::from(columns) && text.ends_with('-') {
        text.pop();
    }
    text
}

fn line_text(page: &Ladder, common: &Common, widths: &Widths, (line, at): (LadderLine, bool)) -> Option<Columns> {
    let lang = common.lang;
    let row = page.row(line)?;
    let rank = match line {
        LadderLine::Rung(rung) if rung.tied => format!("{}{}", rung.rank, words::tied(lang)),
        LadderLine::Rung(rung) => rung.rank.to_string(),
        LadderLine::Apart(_) => String::new(),
    };
    let mark = frame::mark(at, page.bench.actions.has_keys());
    let texts = [mark, &rank, row.row.code.as_str(), &about(lang, &row.row), &state_of(common, &row.row)];
    Some(widths.row(common.ambiguous(), texts, |by| number(lang, Ladder::height(row, by))))
}

/// A search, or how the current one stands to its neighbour.
fn state(page: &Ladder, common: &Common, canvas: &mut Canvas, at: (u16, u16), columns: u16) {
    let lang = common.lang;
    let (text, role) = match page.bench.jump.digits() {
        "" => (page.beside(common).unwrap_or_default(), Role::Text),
        digits if page.jump_found() => (words::find(lang, digits), Role::Title),
        digits => (fixed::jump(lang, digits, false), Role::Title),
    };
    canvas.text(at, columns, &text, role);
}
