//! 核对: the sheet before signing.

use ratatui::layout::Rect;

use crate::domain::{Basis, Points};
use crate::text::wrap;
use crate::tui::app::Common;
use crate::tui::app::layout::areas;
use crate::tui::app::screens::{Check, CheckRow};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::columns::Columns;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::expert as words;
use crate::words::{self as all_words, basis as basis_name};

/// Cells of a column of numbers.
pub(super) const NUMBER: usize = 9;

/// Draws it over the whole window.
pub fn draw(page: &Check, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 3, 1);
    let about = page.sheet.as_ref().map(|sheet| sheet.row.trade.as_str()).unwrap_or_default();
    let left = format!("{}  {} {about}", words::check_title(lang), page.code);
    // Where both columns have marks the total is neither column's sum.
    let visited = page.own().is_some_and(|own| own.visit.is_some());
    let name = if visited { words::by_rule(lang) } else { words::total(lang) };
    let total = format!("{name} {}", page.total());
    frame::title(canvas, common, parts.title, &left, total.trim_end());
    let visible = page.rows.visible();
    let shown = page.lines.get(visible.clone()).unwrap_or_default();
    let area = parts.body;
    heads(common, canvas, area);
    for ((row, place), y) in shown.iter().zip(visible).zip(area.y.saturating_add(1)..area.bottom()) {
        draw_row(common, canvas, Rect { y, height: 1, ..area }, row, place == page.rows.at);
    }
    // The column is narrow at 80: the note of the row under the cursor stands whole below the rows.
    let noted = page.lines.get(page.rows.at).filter(|row| !row.note.is_empty());
    if let Some(row) = noted.filter(|_| shown.len() + 2 < usize::from(area.height)) {
        let place = (area.x + 1, area.bottom().saturating_sub(1));
        canvas.text(place, area.width.saturating_sub(2), &row.note, Role::Text);
    }
    let text = page.summary(common);
    let inner = parts.state.width.saturating_sub(2);
    let ready = !page.actions.lines().is_empty();
    let lines = wrap(&text, usize::from(inner), canvas.ambiguous());
    for (line, y) in lines.iter().zip(parts.state.y..parts.state.bottom()) {
        let role = if ready { Role::Good } else { Role::Warn };
        canvas.text((parts.state.x + 1, y), inner, line.text(&text), role);
    }
    frame::message(canvas, common, parts.state);
    frame::hints(canvas, common, (parts.keys.x + 1, parts.keys.y), parts.keys.width.saturating_sub(2), page);
}

/// Cells of the names' column.
pub(super) fn names(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(2 + 3 * NUMBER + 2).clamp(8, 40)
}

pub(super) fn heads(common: &Common, canvas: &mut Canvas, area: Rect) {
    if area.height == 0 {
        return;
    }
    let lang = common.lang;
    let wide = canvas.ambiguous();
    let titles = [basis_name(lang, Basis::File), basis_name(lang, Basis::Onsite), words::header_max(lang)];
    let line = Columns::new(wide, area.width).gap(2).left(words::item(lang), names(area));
    let line = titles.iter().fold(line, |line, title| line.right(title, NUMBER));
    canvas.text((area.x, area.y), area.width, line.text(), Role::Title);
}

/// A row of numbers on both bases; also used for a sheet entered from paper.
pub(super) fn draw_row(common: &Common, canvas: &mut Canvas, area: Rect, row: &CheckRow, at: bool) {
    let wide = canvas.ambiguous();
    let missing = row.marks.is_some_and(|marks| marks.iter().all(Option::is_none));
    let number = |points: Option<Points>, typed: Option<&String>| match (points, typed) {
        (_, Some(typed)) => format!("{typed}_"),
        (Some(points), None) => points.to_string(),
        (None, None) => all_words::unscored(common.lang).to_owned(),
    };
    let indent = if row.indented { "  " } else { "" };
    let mark = if at { "> " } else { "  " };
    let line = Columns::new(wide, area.width).left(mark, 2).left(&format!("{indent}{}", row.name), names(area));
    let [file_typed, onsite_typed] = &row.typed;
    let line = match row.marks {
        Some([file, onsite]) => {
            let [file, onsite] = [number(file, file_typed.as_ref()), number(onsite, onsite_typed.as_ref())];
            line.right(&file, NUMBER).right(&onsite, NUMBER)
        }
        None => line.gap(2 * NUMBER),
    };
    let line = line.right(&row.max.map(|max| max.to_string()).unwrap_or_default(), NUMBER);
    let typed = row.typed.iter().any(Option::is_some);
    let role = match (row.marks.is_none(), missing || typed) {
        (true, _) => Role::Title,
        (false, true) => Role::Warn,
        (false, false) => Role::Text,
    };
    let used = canvas.text((area.x, area.y), area.width, line.text(), role);
    let x = area.x.saturating_add(used + 2);
    canvas.text((x, area.y), area.right().saturating_sub(x), &row.note, Role::Dim);
}
