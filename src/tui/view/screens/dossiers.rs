//! 待评: the list.

use ratatui::layout::Rect;

use crate::desk::view::{DossierRow, Hit, OwnSheet};
use crate::domain::SheetState;
use crate::text::{Ambiguous, push_end, push_start, width};
use crate::tui::app::layout::{action_height, areas};
use crate::tui::app::screens::{Dossiers, HEAD_ROWS, shown_ratio};
use crate::tui::app::{Common, LEAST_SIZE};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screen as shared;
use crate::words::screens::{expert as words, frame as fixed};
use crate::words::{self as all_words, Glance, Lang};

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
    let keys_rows = action_height(common, page.actions.lines());
    let parts = areas(common.size, 2, keys_rows);
    let (signed, due) = page.progress();
    let tail = format!("{} {signed}/{due}", words::signed_count(lang));
    let panel = common.rules().map(|rules| rules.title.as_str()).unwrap_or_default();
    let left = format!("{}  {panel}", words::to_score(lang));
    frame::title(canvas, common, parts.title, &left, &tail);
    head(page, common, canvas, parts.body, (signed, due));
    rows(page, common, canvas, parts.body);
    state(page, common, canvas, parts.state);
    frame::message(canvas, common, parts.state);
    frame::actions(canvas, common, parts.keys, &page.actions, page.in_actions);
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
    canvas.text((area.x + 1, area.y + 2), inner, &names.0, Role::Title);
}

/// One row's texts in their columns, and the cells they take.
fn columns(
    canvas: &Canvas,
    lang: Lang,
    width: u16,
    [mark, state, code, trade, rest, total]: [&str; 6],
) -> (String, usize) {
    let wide = canvas.ambiguous();
    let state_columns = if lang == Lang::Zh { STATE } else { STATE_EN };
    let total_columns = if width < TOTAL_FROM { 0 } else { TOTAL };
    let fixed = 2 + state_columns + 1 + CODE + 1 + REST + total_columns + 3;
    let room = usize::from(width.max(LEAST_SIZE.0)).saturating_sub(fixed).max(8);
    let mut line = String::with_capacity(4 * usize::from(width));
    push_end(&mut line, mark, 2, wide);
    for (text, columns) in [(state, state_columns), (code, CODE), (trade, room)] {
        push_end(&mut line, text, columns, wide);
        line.push(' ');
    }
    push_end(&mut line, rest, REST, wide);
    if total_columns > 0 {
        push_start(&mut line, total, total_columns, wide);
    }
    (line, 2 + state_columns + 1 + CODE + 1 + room + 1 + REST + total_columns)
}

fn rows(page: &Dossiers, common: &Common, canvas: &mut Canvas, area: Rect) {
    let top = area.y.saturating_add(HEAD_ROWS);
    if let Some(told) = page.finding.nothing(common.lang).filter(|_| top < area.bottom()) {
        canvas.text((area.x + 1, top), area.width.saturating_sub(2), told, Role::Text);
    }
    for (place, y) in page.rows.visible().zip(top..area.bottom()) {
        let Some(row) = page.row_at(place) else { return };
        let at = place == page.rows.at;
        let (text, wide) = line(common, canvas, area.width, row, at);
        let role = match &row.own {
            _ if at => Role::Selected,
            Some(own) if own.state == SheetState::Returned => Role::Warn,
            Some(own) if matches!(own.state, SheetState::Aside(_) | SheetState::Excused | SheetState::Signed) => {
                Role::Dim
            }
            _ => Role::Text,
        };
        canvas.measured_bar((area.x + 1, y), area.width.saturating_sub(2), (&text, wide), role);
    }
}

fn line(common: &Common, canvas: &Canvas, width: u16, row: &DossierRow, at: bool) -> (String, usize) {
    let lang = common.lang;
    let about = [&row.trade, &row.level, &row.field];
    let about = about.iter().filter(|word| !word.is_empty()).map(|word| word.as_str()).collect::<Vec<_>>().join("·");
    let about = if row.confidential && about.is_empty() { words::secret_short(lang).to_owned() } else { about };
    let mark = if at { ">" } else { "" };
    let Some(own) = &row.own else {
        return columns(canvas, lang, width, [mark, "", row.code.as_str(), &about, "", ""]);
    };
    let state = if row.withdrawn { words::withdrawn_short(lang).to_owned() } else { state_word(common, own) };
    let total = own.total.filter(|_| own.marked != [0, 0]).map(shown_ratio).unwrap_or_default();
    columns(
        canvas,
        lang,
        width,
        [mark, &state, row.code.as_str(), &about, &rest(common, own, canvas.ambiguous()), &total],
    )
}

/// One word for the state, never wider than its column.
pub(super) fn state_word(common: &Common, own: &OwnSheet) -> String {
    let lang = common.lang;
    match (own.state, own.signed) {
        (SheetState::Drafting, [true, false]) => words::half_file_signed(lang).to_owned(),
        (SheetState::Drafting, [false, true]) => words::half_onsite_signed(lang).to_owned(),
        (SheetState::Drafting, _) if !own.ready => all_words::sheet_state(lang, own.state).to_owned(),
        (state, _) => {
            all_words::sign_word(lang, Glance { state, missing: 0, onsite: None, unconfirmed: own.unconfirmed })
        }
    }
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
    if let Some(day) = own.visit.filter(|_| !onsite && own.state != SheetState::Signed) {
        let short = words::onsite_short(lang);
        let dated = format!("{short}{}", words::gap_day(lang, &all_words::day(lang, day)));
        let used: usize = parts.iter().map(|part| width(part, wide) + 1).sum();
        parts.push(if used + width(&dated, wide) <= REST { dated } else { short.to_owned() });
    }
    parts.join(" ")
}

/// A search, the reason of a return, or the keys.
fn state(page: &Dossiers, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    if area.height == 0 {
        return;
    }
    let returned = page.current().and_then(|row| row.own.as_ref()?.returned.as_ref()).map(|(section, reason)| {
        let name = section.as_ref().and_then(|id| common.rules()?.section(id)).map(|section| section.name.as_str());
        words::returned_reason(lang, name, reason)
    });
    let (text, role) = match (page.jump.digits(), returned) {
        ("", Some(reason)) => (reason, Role::Warn),
        ("", None) => (String::new(), Role::Text),
        (digits, _) => (fixed::jump(lang, digits, page.jump_found()), Role::Title),
    };
    let hit = page.current().and_then(|row| page.finding.hit(common, &row.code));
    match hit.filter(|_| page.jump.digits().is_empty()) {
        Some((place, hit)) => found(canvas, (area.x + 1, area.y), inner, place, hit),
        None => drop(canvas.text((area.x + 1, area.y), inner, &text, role)),
    }
    if area.height > 1 {
        frame::hints(canvas, common, (area.x + 1, area.y + 1), inner, page);
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
