//! 待评: the list.

use ratatui::layout::Rect;

use super::own;
use crate::desk::view::{DossierRow, Hit, OwnSheet};
use crate::domain::SheetState;
use crate::text::{Ambiguous, width};
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::screens::{Dossiers, HEAD_ROWS, onsite_gaps};
use crate::tui::app::{Common, LEAST_SIZE};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::columns::Columns;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::{expert as words, frame as fixed};
use crate::words::tally::shown_ratio;
use crate::words::{self as all_words, Lang, screen as shared};

/// Cells of the state, code, missing and total columns.
const STATE: usize = 8;
const STATE_EN: usize = 13;
const CODE: usize = 6;
const REST: usize = 20;
const TOTAL: usize = 9;
/// Narrower windows leave the own total out.
const TOTAL_FROM: u16 = 80;

/// Draws it over the whole window.
pub fn draw(page: &Dossiers, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let keys_rows = action_height(common, page.bench.actions.lines());
    let parts = areas(common.size, 2, keys_rows);
    let (signed, due) = page.progress();
    let tail = format!("{} {signed}/{due}", words::signed_count(lang));
    let panel = common.rules().map(|rules| rules.title.as_str()).unwrap_or_default();
    let left = format!("{}  {panel}", words::to_score(lang));
    frame::title(canvas, common, parts.title, &left, &tail);
    head(page, common, canvas, parts.body, (signed, due));
    rows(page, common, canvas, parts.body);
    frame::state(canvas, common, parts.state, page, |canvas, at, inner| state(page, common, canvas, at, inner));
    frame::actions(canvas, common, parts.keys, &page.bench.actions, page.bench.actions.has_keys());
}

/// The own progress, the last entry, the columns' names.
fn head(page: &Dossiers, common: &Common, canvas: &mut Canvas, area: Rect, (signed, due): (usize, usize)) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    if area.height == 0 {
        return;
    }
    let cells = 24;
    let full = (signed * cells).checked_div(due).unwrap_or(0).min(cells);
    let bar = format!("[{}{}] {signed}/{due}", "#".repeat(full), "-".repeat(cells - full));
    canvas.text((area.x + 1, area.y), inner, &bar, Role::Good);
    let home = common.home.as_ref();
    let since = home.and_then(|home| {
        let at = all_words::time(home.last_entry?, common.zone_minutes);
        Some(shared::since_last(lang, &at, home.changed_since))
    });
    let claimed = home.filter(|home| home.claimed).map(|_| shared::self_named(lang).to_owned());
    let told = since.into_iter().chain(claimed).collect::<Vec<_>>().join("  ");
    if area.height < HEAD_ROWS {
        return;
    }
    match page.finding.line(lang, page.list.len()) {
        Some(line) => canvas.text((area.x + 1, area.y + 1), inner, &line, Role::Warn),
        None => canvas.text((area.x + 1, area.y + 1), inner, &told, Role::Dim),
    };
    if page.list.is_empty() && page.loaded {
        canvas.text((area.x + 1, area.y + 2), inner, words::no_dossiers(lang), Role::Text);
        return;
    }
    let names = columns(
        canvas,
        lang,
        area.width,
        [
            "",
            words::col_state(lang),
            words::col_code(lang),
            words::col_trade(lang),
            words::col_missing(lang),
            words::col_total(lang),
        ],
    );
    canvas.text((area.x + 1, area.y + 2), inner, names.text(), Role::Title);
}

/// One row's texts in their columns.
fn columns(canvas: &Canvas, lang: Lang, width: u16, [mark, state, code, trade, rest, total]: [&str; 6]) -> Columns {
    let state_columns = if lang == Lang::Zh { STATE } else { STATE_EN };
    let total_columns = if width < TOTAL_FROM { 0 } else { TOTAL };
    let fixed = 2 + state_columns + 1 + CODE + 1 + REST + total_columns + 3;
    let room = usize::from(width.max(LEAST_SIZE.0)).saturating_sub(fixed).max(8);
    let row = Columns::new(canvas.ambiguous(), width).left(mark, 2).left(state, state_columns).gap(1);
    row.left(code, CODE).gap(1).left(trade, room).gap(1).left(rest, REST).right(total, total_columns)
}

fn rows(page: &Dossiers, common: &Common, canvas: &mut Canvas, area: Rect) {
    let top = area.y.saturating_add(HEAD_ROWS);
    if let Some(told) = page.finding.nothing(common.lang).filter(|_| top < area.bottom()) {
        canvas.text((area.x + 1, top), area.width.saturating_sub(2), told, Role::Text);
    }
    for (place, y) in page.bench.rows.visible().zip(top..area.bottom()) {
        let Some(row) = page.row_at(place) else { return };
        let at = place == page.bench.rows.at;
        let text = line(common, canvas, area.width, row, at);
        let role = match &row.own {
            _ if at => Role::Selected,
            Some(own) if own.state == SheetState::Returned => Role::Warn,
            Some(own) if matches!(own.state, SheetState::Aside(_) | SheetState::Excused | SheetState::Signed) => {
                Role::Dim
            }
            _ => Role::Text,
        };
        canvas.row((area.x + 1, y), area.width.saturating_sub(2), &text, role);
    }
}

fn line(common: &Common, canvas: &Canvas, width: u16, row: &DossierRow, at: bool) -> Columns {
    let lang = common.lang;
    let mark = if at { ">" } else { "" };
    let (about, state) = (own::about(lang, row), own::state(common, row));
    let rest = row.own.as_ref().map(|own| rest(common, own, canvas.ambiguous())).unwrap_or_default();
    let total = row.own.as_ref().filter(|own| own.marked != [0, 0]).and_then(|own| own.total).map(shown_ratio);
    let total = total.unwrap_or_default();
    columns(canvas, lang, width, [mark, &state, row.code.as_str(), &about, &rest, &total])
}

/// What is still missing, due or left typed; the day of a visit only where there is room for it.
fn rest(common: &Common, own: &OwnSheet, wide: Ambiguous) -> String {
    let lang = common.lang;
    let mut parts = Vec::new();
    if own.drafts > 0 {
        parts.push(words::row_typed(lang, own.drafts));
    }
    if matches!(own.state, SheetState::Drafting | SheetState::Returned | SheetState::Declared) && own.missing > 0 {
        parts.push(words::row_missing(lang, own.missing));
    }
    if own.asked_return {
        parts.push(words::asked_short(lang).to_owned());
    }
    if own.unconfirmed {
        parts.push(words::confirm_short(lang).to_owned());
    }
    let [_, onsite] = own.signed;
    let gaps = onsite_gaps(common, own);
    if let Some(gaps) = gaps {
        parts.push(words::row_onsite(lang, gaps));
    } else if let Some(day) = own.visit.filter(|_| !onsite && own.state != SheetState::Signed) {
        let short = words::onsite_short(lang);
        let dated = format!("{short}{}", words::gap_day(lang, &all_words::day(lang, day)));
        let used: usize = parts.iter().map(|part| width(part, wide) + 1).sum();
        parts.push(if used + width(&dated, wide) <= REST { dated } else { short.to_owned() });
    }
    parts.join(" ")
}

/// A search, where a word stands, or the reason of a return.
fn state(page: &Dossiers, common: &Common, canvas: &mut Canvas, at: (u16, u16), columns: u16) {
    let lang = common.lang;
    let row = page.current();
    let returned = row.and_then(|row| row.own.as_ref()?.returned.as_ref());
    match (page.bench.jump.digits(), row.and_then(|row| page.finding.hit(common, &row.code)), returned) {
        ("", Some((place, hit)), _) => found(canvas, at, columns, place, hit),
        ("", None, Some((section, reason))) => {
            let section = section.as_ref().and_then(|id| common.rules()?.section(id));
            let reason = words::returned_reason(lang, section.map(|section| section.name.as_str()), reason);
            canvas.text(at, columns, &reason, Role::Warn);
        }
        ("", None, None) => {}
        (digits, ..) => drop(canvas.text(at, columns, &fixed::jump(lang, digits, page.jump_found()), Role::Title)),
    }
}

/// Where a word stands: 技术革新：……自创“三点浮动支撑”装夹法.
fn found(canvas: &mut Canvas, (x, y): (u16, u16), columns: u16, place: &str, hit: &Hit) {
    let end = x.saturating_add(columns);
    let mut at = x;
    for (text, role) in [
        (format!("{place}  "), Role::Title),
        (hit.before.to_string(), Role::Text),
        (hit.found.to_string(), Role::Selected),
        (hit.after.to_string(), Role::Text),
    ] {
        at = at.saturating_add(canvas.text((at, y), end.saturating_sub(at), &text, role));
    }
}
