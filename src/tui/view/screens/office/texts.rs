//! What is read: proofs and other stories, a dossier, the log, what was verified.

use ratatui::layout::Rect;

use super::{below, detail};
use crate::tui::app::layout::{Areas, action_height, areas};
use crate::tui::app::screens::office::{About, JOURNAL_DETAIL, Journal, Reading, Story, Verify};
use crate::tui::app::{Common, Page};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::{frame as fixed, office as words};
use crate::words::time;

/// The state line, a message over it, and the hints on the last row.
fn last_rows(canvas: &mut Canvas, common: &Common, parts: &Areas, page: &dyn Page, told: &str) {
    let (state, keys) = (parts.state, parts.keys);
    canvas.text((state.x + 1, state.y), state.width.saturating_sub(2), told, Role::Dim);
    frame::hints(canvas, common, (keys.x + 1, keys.y), keys.width.saturating_sub(2), page);
    frame::message(canvas, common, state);
}

/// A story.
pub fn story(page: &Story, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 1, 1);
    let name = match &page.about {
        About::Proof(code) => format!("{}  {code}", words::story_proof(lang)),
        About::WhatIf => words::story_what_if(lang).to_owned(),
        About::Amendments => words::story_amendments(lang).to_owned(),
        About::Sealed => words::story_sealed(lang).to_owned(),
    };
    frame::title(canvas, common, parts.title, &name, "");
    let body = below(parts.body, 1);
    let text = Rect { x: body.x + 2, width: body.width.saturating_sub(4), ..body };
    frame::pager(canvas, text, &page.pager, &page.text);
    let (at, pages) = page.pager.page();
    let told = if pages > 1 { fixed::page_of(lang, at, pages) } else { String::new() };
    last_rows(canvas, common, &parts, page, &told);
}

/// A dossier.
pub fn reading(page: &Reading, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 1, 1);
    let about = page.dossier.as_ref().map(|dossier| {
        let facts = &dossier.facts;
        [facts.code.as_str(), &facts.trade, facts.level.as_str(), &facts.field]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join("·")
    });
    let name = about.unwrap_or_else(|| words::reading(lang).to_owned());
    frame::title(canvas, common, parts.title, &name, "");
    if parts.body.height > 0 {
        let mut x = parts.body.x + 1;
        for (place, (name, _)) in page.tabs.iter().enumerate() {
            let at = place == page.tab;
            let shown = if at { format!("[{name}]") } else { format!(" {name} ") };
            let room = parts.body.right().saturating_sub(x + 1);
            x += canvas.text((x, parts.body.y), room, &shown, if at { Role::Title } else { Role::Dim }) + 1;
        }
    }
    let body = below(parts.body, 2);
    let text = Rect { x: body.x + 2, width: body.width.saturating_sub(4), ..body };
    frame::pager(canvas, text, &page.pager, page.text());
    let found = page.jump.find(page.list.iter().map(|row| row.code.as_str())).is_some();
    let (at, pages) = page.pager.page();
    let told = match page.jump.digits() {
        "" => fixed::page_of(lang, at, pages),
        digits => fixed::jump(lang, digits, found),
    };
    last_rows(canvas, common, &parts, page, &told);
}

/// The log.
pub fn journal(page: &Journal, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.bench.areas(common, 0);
    let here = page.entries.get(page.bench.rows.at).map_or(0, |(entry, _)| entry.number);
    let left = format!("{}  {here}/{}", words::log(lang), page.last);
    frame::title(canvas, common, parts.title, &left, "");
    let rows_below = JOURNAL_DETAIL.min(parts.body.height / 2);
    let list = Rect { height: parts.body.height - rows_below, ..parts.body };
    let visible = page.bench.rows.visible();
    let shown = page.entries.get(visible.clone()).unwrap_or_default();
    let digits = page.last.to_string().len().max(4);
    for (((entry, text), place), y) in shown.iter().zip(visible).zip(list.y..list.bottom()) {
        let at = place == page.bench.rows.at;
        let mark = frame::mark(at, page.bench.actions.has_keys());
        // Month to minute: the year stands below, with the entry in full.
        let when: String = time(entry.at, common.zone_minutes).chars().skip(5).collect();
        let text = format!("{mark} {:>digits$}  {when}  {text}", entry.number);
        let role = match (at, entry.what.is_some()) {
            (true, _) => frame::cursor(page.bench.actions.has_keys()),
            (false, true) => Role::Text,
            (false, false) => Role::Dim,
        };
        canvas.bar((list.x + 1, y), list.width.saturating_sub(2), &text, role);
    }
    let pane = Rect { y: list.bottom(), height: rows_below, ..parts.body };
    detail(canvas, pane, &page.detail);
    let last = Rect { y: parts.state.bottom().saturating_sub(1), height: parts.state.height.min(1), ..parts.state };
    let (place, columns) = ((last.x + 1, last.y), last.width.saturating_sub(2));
    match page.bench.jump.digits() {
        "" => frame::hints(canvas, common, place, columns, page),
        typed => {
            canvas.text(place, columns, &words::go_to_event(lang, typed), Role::Title);
        }
    }
    frame::message(canvas, common, last);
    frame::actions(canvas, common, parts.keys, &page.bench.actions, page.bench.actions.has_keys());
}

/// What was verified.
pub fn verify(page: &Verify, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 1, action_height(common, page.actions.lines()));
    frame::title(canvas, common, parts.title, words::verify_title(lang), "");
    let body = below(parts.body, 1);
    let text = Rect { x: body.x + 3, width: body.width.saturating_sub(6), ..body };
    if page.is_running() && page.found.is_none() {
        canvas.text((text.x, text.y), text.width, words::checking(lang), Role::Text);
    }
    let role = if page.found.as_ref().is_some_and(|found| !found.holds) { Role::Error } else { Role::Text };
    for (line, y) in page.pager.visible().iter().zip(text.y..text.bottom()) {
        canvas.text((text.x, y), text.width, line.text(&page.text), role);
    }
    let state = parts.state;
    frame::hints(canvas, common, (state.x + 1, state.y), state.width.saturating_sub(2), page);
    frame::message(canvas, common, state);
    frame::actions(canvas, common, parts.keys, &page.actions, page.actions.has_keys());
}
