//! 我的排序: the ladder, and how the own marks lie in the bands.

use ratatui::layout::Rect;

use super::dossiers::state_word;
use crate::domain::{Height, Spread};
use crate::text::{pad_end, pad_start, width};
use crate::tui::app::screens::ladder::LadderLine;
use crate::tui::app::screens::{Ladder, shown_ratio};
use crate::tui::app::{Common, LEAST_SIZE};
use crate::tui::view::canvas::Canvas;
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
/// Cells of a section's name and of a count below the bands.
const SECTION: usize = 10;
const COUNT: usize = 6;

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
            spread(page, common, canvas, parts.spread);
        } else {
            canvas.hline((parts.spread.x + 1, parts.spread.y), parts.spread.width.saturating_sub(2));
            let below = Rect { y: parts.spread.y + 1, height: parts.spread.height - 1, ..parts.spread };
            spread(page, common, canvas, below);
        }
    }
    state(page, common, canvas, parts.areas.state);
    frame::message(canvas, common, parts.areas.state);
    frame::actions(canvas, common, parts.areas.keys, &page.bench.actions, page.bench.actions.has_keys());
}

/// Which columns there are: the trade's cells and the sections shown, the one it is ordered by always among them.
fn columns(page: &Ladder, common: &Common, across: u16) -> (usize, std::ops::Range<usize>) {
    let count = common.rules().map_or(0, |rules| rules.sections.len());
    let fixed = 2 + RANK + 1 + CODE + total_cells(page, common) + 1 + state_cells(common.lang, across) + 2;
    let room = usize::from(across.max(LEAST_SIZE.0)).saturating_sub(fixed);
    let fit = (room.saturating_sub(ABOUT) / NUMBER).clamp(usize::from(page.by > 0), count.max(1)).min(count);
    let from = page.by.saturating_sub(fit);
    (room.saturating_sub(fit * NUMBER), from..from + fit)
}

/// Cells of the totals: the widest of them, or 未评.
fn total_cells(page: &Ladder, common: &Common) -> usize {
    page.total_cells.max(width(unscored(common.lang), common.ambiguous()) + 1)
}

fn state_cells(lang: Lang, across: u16) -> usize {
    match lang {
        Lang::Zh if across < WIDE => 8,
        Lang::Zh => 10,
        Lang::En => 14,
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
    let (about, shown) = columns(page, common, area.width);
    let sections = common.rules().map(|rules| rules.sections.as_slice()).unwrap_or_default();
    let here = |name: &str, by: usize| if page.by == by { format!("[{name}]") } else { name.to_owned() };
    let wide = canvas.ambiguous();
    let mut names = vec![pad_start(&here(words::col_total(lang), 0), total_cells(page, common), wide)];
    for (at, section) in sections.iter().enumerate().take(shown.end).skip(shown.start) {
        // Brackets and a gap leave six cells to a name that is chosen.
        let name = crate::text::elide(&section.name, if page.by == at + 1 { NUMBER - 3 } else { NUMBER - 1 }, wide);
        names.push(pad_start(&here(&name, at + 1), NUMBER, wide));
    }
    let trade = expert::col_trade(lang);
    let trade = if width(trade, wide) < about { trade } else { expert::col_trade_short(lang) };
    let head = [
        pad_end("", 2, wide),
        pad_start(words::col_rank(lang), RANK, wide),
        " ".to_owned(),
        pad_end(expert::col_code(lang), CODE, wide),
        pad_end(trade, about, wide),
        names.concat(),
        " ".to_owned(),
        expert::col_state(lang).to_owned(),
    ];
    canvas.text((area.x + 1, area.y), inner, &head.concat(), Role::Title);
    let placed = page.placed();
    let visible = page.bench.rows.visible();
    let mut y = area.y + 1;
    for place in visible {
        if place == placed && y < area.bottom() {
            let title = words::apart_rule(lang, page.lines.len() - placed);
            let rule = format!("------ {title} {}", "-".repeat(usize::from(inner)));
            canvas.bar((area.x + 1, y), inner, &rule_of(&rule, inner, wide), Role::Dim);
            y += 1;
        }
        let Some(line) = page.lines.get(place).filter(|_| y < area.bottom()) else { return };
        let at = place == page.bench.rows.at;
        let text = line_text(page, common, canvas, *line, at, (about, shown.clone()));
        let role = match line {
            _ if at => frame::cursor(page.bench.actions.has_keys()),
            LadderLine::Rung(_) => Role::Text,
            LadderLine::Apart(_) => Role::Dim,
        };
        canvas.bar((area.x + 1, y), inner, &text, role);
        y += 1;
    }
}

/// As much of a rule as fits; it is cut, not elided.
fn rule_of(rule: &str, columns: u16, wide: crate::text::Ambiguous) -> String {
    let mut text = rule.to_owned();
    while crate::text::width(&text, wide) > usize::from(columns) && text.ends_with('-') {
        text.pop();
    }
    text
}

fn line_text(
    page: &Ladder,
    common: &Common,
    canvas: &Canvas,
    line: LadderLine,
    at: bool,
    (about_cells, shown): (usize, std::ops::Range<usize>),
) -> String {
    let lang = common.lang;
    let wide = canvas.ambiguous();
    let Some(row) = page.row(line) else { return String::new() };
    let rank = match line {
        LadderLine::Rung(rung) if rung.tied => format!("{}{}", rung.rank, words::tied(lang)),
        LadderLine::Rung(rung) => rung.rank.to_string(),
        LadderLine::Apart(_) => String::new(),
    };
    let about = [&row.row.trade, &row.row.level, &row.row.field];
    let about = about.iter().filter(|word| !word.is_empty()).map(|word| word.as_str()).collect::<Vec<_>>().join("·");
    let about = if row.row.confidential && about.is_empty() { expert::secret_short(lang).to_owned() } else { about };
    let state = match &row.row.own {
        _ if row.row.withdrawn => expert::withdrawn_short(lang).to_owned(),
        Some(own) => state_word(common, own),
        None => String::new(),
    };
    let numbers = std::iter::once(0).chain(shown.map(|section| section + 1)).map(|by| {
        let text = number(lang, Ladder::height(row, by));
        pad_start(&text, if by == 0 { total_cells(page, common) } else { NUMBER }, wide)
    });
    let numbers: String = numbers.collect();
    [
        pad_end(frame::mark(at, page.bench.actions.has_keys()), 2, wide),
        pad_start(&rank, RANK, wide),
        " ".to_owned(),
        pad_end(row.row.code.as_str(), CODE, wide),
        pad_end(&about, about_cells.saturating_sub(1), wide),
        " ".repeat(about_cells.min(1)),
        numbers,
        " ".to_owned(),
        pad_end(&state, state_cells(lang, common.size.0), wide),
    ]
    .concat()
}

/// A sum that can be compared, or what is missing.
fn number(lang: Lang, height: Height) -> String {
    match (height.whole(), height.sum) {
        (Some(sum), _) => shown_ratio(sum),
        (None, Some(_)) => words::missing(lang, height.missing),
        (None, None) => unscored(lang).to_owned(),
    }
}

/// 我的分布: sections down, bands across, as many of both as fit.
fn spread(page: &Ladder, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let Some(view) = &page.view else { return };
    let sections = common.rules().map(|rules| rules.sections.as_slice()).unwrap_or_default();
    let inner = area.width.saturating_sub(2);
    if area.height == 0 || inner == 0 {
        return;
    }
    let names = band_names(&view.spread);
    let outside = view.spread.iter().any(|spread| spread.outside > 0);
    let tail = usize::from(outside) + 1;
    let wide = canvas.ambiguous();
    // The last column is as wide as its name.
    let last = COUNT.max(width(unscored(lang), wide) + 1);
    let fit = (usize::from(inner).saturating_sub(SECTION + last) / COUNT).saturating_sub(tail - 1).min(names.len());
    let names = names.get(..fit).unwrap_or_default();
    let line = |lead: &str, cells: Vec<String>, mark: &str| {
        let columns = |at: usize| if at + 1 == fit + tail { last } else { COUNT };
        let cells: String = cells.iter().enumerate().map(|(at, cell)| pad_start(cell, columns(at), wide)).collect();
        format!("{mark}{}{cells}", pad_end(lead, SECTION - 1, wide))
    };
    let mut heads: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if outside {
        heads.push(words::outside(lang).to_owned());
    }
    heads.push(unscored(lang).to_owned());
    canvas.text((area.x + 1, area.y), inner, &line(words::spread(lang), heads, " "), Role::Title);
    let counts = |spread: &Spread| {
        let of = |name: &&str| spread.bands.iter().find(|(known, _)| known.as_str() == *name).map_or(0, |(_, n)| *n);
        let mut counts: Vec<u32> = names.iter().map(of).collect();
        if outside {
            counts.push(spread.outside);
        }
        counts.push(spread.unscored);
        counts
    };
    let text = |counts: Vec<u32>| counts.into_iter().map(|count| count.to_string()).collect::<Vec<_>>();
    // In a low window the section the ladder is ordered by stays in sight.
    let rows = usize::from(area.height.saturating_sub(1));
    let from = page.by.saturating_sub(rows.max(1)).min(sections.len());
    let mut y = area.y + 1;
    for (at, (section, spread)) in sections.iter().zip(&view.spread).enumerate().skip(from) {
        if y >= area.bottom() {
            return;
        }
        let here = page.by == at + 1;
        let shown = line(&section.name, text(counts(spread)), if here { ">" } else { " " });
        canvas.text((area.x + 1, y), inner, &shown, if here { Role::Title } else { Role::Text });
        y += 1;
    }
    if y < area.bottom() {
        let each: Vec<Vec<u32>> = view.spread.iter().map(counts).collect();
        let sums = (0..fit + tail).map(|at| each.iter().filter_map(|counts| counts.get(at)).sum::<u32>());
        canvas.text((area.x + 1, y), inner, &line(words::all_sections(lang), text(sums.collect()), " "), Role::Text);
    }
}

/// Names of the bands over all sections, the highest first.
fn band_names(spreads: &[Spread]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in spreads.iter().flat_map(|spread| &spread.bands) {
        if !names.contains(&name.as_str()) {
            names.push(name.as_str());
        }
    }
    names
}

/// A search, or how the current one stands to its neighbour; the keys below.
fn state(page: &Ladder, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    if area.height == 0 {
        return;
    }
    let (text, role) = match page.bench.jump.digits() {
        "" => (page.beside(common).unwrap_or_default(), Role::Text),
        digits if page.jump_found() => (words::find(lang, digits), Role::Title),
        digits => (fixed::jump(lang, digits, false), Role::Title),
    };
    canvas.text((area.x + 1, area.y), inner, &text, role);
    if area.height > 1 {
        frame::hints(canvas, common, (area.x + 1, area.y + 1), inner, page);
    }
}
