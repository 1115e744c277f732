//! 进度: the matrix, exactly as SCREENS §1 draws it.

use ratatui::layout::Rect;

use super::{Told, below, cells, foot};
use crate::desk::view::{ProgressCell, ProgressRow};
use crate::domain::SheetState;
use crate::tui::app::Common;
use crate::tui::app::screens::office::{LEGEND_GAP, Matrix, glance, legend_lines};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::{expert, office as words};
use crate::words::{sign, sign_word, stage};

/// Cells of code and trade, and where the columns begin.
const LABEL: u16 = 16;
const COLUMNS_AT: u16 = 17;
/// Seats named at most below the matrix.
const SEATS_NAMED: usize = 12;

/// Draws it over the whole window.
pub fn draw(page: &Matrix, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.bench.areas(common, Matrix::state_rows(common));
    let progress = page.progress.as_ref();
    let now = progress.map_or_else(|| common.stage(), |progress| progress.stage);
    let counted = progress.map(|progress| format!("  {} {}/{}", words::signed(lang), progress.signed, progress.due));
    let counted = counted.unwrap_or_default();
    let told = page.finding.line(lang, progress.map_or(0, |progress| progress.rows.len()));
    let counted = told.map_or(counted, |told| format!("  {told}"));
    let left = format!("{}  {} {}{counted}", words::progress(lang), words::stage(lang), stage(lang, now));
    frame::title(canvas, common, parts.title, &left, "");
    if progress.is_none() {
        let told = if page.refused { words::not_open_yet(lang) } else { "" };
        canvas.text((1, parts.body.y.saturating_add(1)), parts.body.width.saturating_sub(2), told, Role::Text);
    }
    head(page, canvas, parts.body, common);
    rows(page, canvas, below(parts.body, 1), common);
    state(page, canvas, parts.state, common);
    let found = page.bench.jump.find(page.codes()).is_some();
    let asked = progress
        .map_or(0, |progress| progress.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.asked_return).count());
    let lead = if asked > 0 { words::asked_back(lang, asked) } else { String::new() };
    let told = match page.row().and_then(|row| page.finding.hit(common, &row.code)) {
        Some((place, hit)) => format!("{place}  {}{}{}", hit.before, hit.found, hit.after),
        None => not_counted(page, common, canvas, &lead),
    };
    foot(canvas, common, &parts, &page.bench, &Told::Sentence(&told), found);
}

/// As many seats by name as fit on the row; all of them stand under 还差什么.
fn not_counted(page: &Matrix, common: &Common, canvas: &Canvas, lead: &str) -> String {
    let room = common.size.0.saturating_sub(2);
    let mut most = SEATS_NAMED;
    loop {
        let told = format!("{lead}{}", page.not_counted(common, most));
        if most <= 1 || canvas.width(&told) <= room {
            return told;
        }
        most -= 1;
    }
}

/// Where the columns in sight end: the bar before the two counts.
fn bar_at(page: &Matrix) -> u16 {
    let (shown, wide) = page.columns;
    COLUMNS_AT.saturating_add(cells(shown.saturating_mul(wide)))
}

fn head(page: &Matrix, canvas: &mut Canvas, area: Rect, common: &Common) {
    let Some(progress) = &page.progress else { return };
    if area.height == 0 {
        return;
    }
    let (shown, wide) = page.columns;
    let seats = progress.seats.iter().enumerate().skip(page.left).take(shown);
    for ((column, seat), x) in seats.zip((COLUMNS_AT..).step_by(wide.max(1))) {
        let role = if column == page.column { Role::Selected } else { Role::Title };
        canvas.text((x, area.y), cells(wide).saturating_sub(1), seat.id.as_str(), role);
    }
    if progress.seats.len() > shown {
        let seen = words::columns_seen(common.lang, page.left + 1, page.left + shown, progress.seats.len());
        canvas.text((1, area.y), LABEL.saturating_sub(1), &seen, Role::Dim);
    }
    let bar = bar_at(page);
    canvas.text((bar, area.y), 1, "|", Role::Dim);
    let lang = common.lang;
    let at = bar.saturating_add(3);
    canvas.right((at, area.y), 4, words::col_signed(lang), Role::Title);
    canvas.right((at.saturating_add(5), area.y), 4, words::col_open(lang), Role::Title);
}

fn rows(page: &Matrix, canvas: &mut Canvas, area: Rect, common: &Common) {
    if area.height > 0
        && let Some(told) = page.finding.nothing(common.lang)
    {
        canvas.text((area.x + 1, area.y), area.width.saturating_sub(2), told, Role::Text);
    }
    let shown = page.bench.rows.visible().filter_map(|place| Some((page.row_at(place)?, place)));
    for ((row, place), y) in shown.zip(area.y..area.bottom()) {
        line(page, canvas, (area.x, y), row, place == page.bench.rows.at, common);
    }
}

fn line(page: &Matrix, canvas: &mut Canvas, (x, y): (u16, u16), row: &ProgressRow, at: bool, common: &Common) {
    let lang = common.lang;
    let mark = frame::mark(at, page.bench.actions.has_keys());
    let trade = if row.withdrawn { expert::withdrawn_short(lang) } else { row.trade.as_str() };
    let label = format!("{mark}{} {trade}", row.code);
    canvas.text((x, y), LABEL, &label, if at { Role::Title } else { Role::Text });
    let (shown, wide) = page.columns;
    let seen = row.cells.iter().enumerate().skip(page.left).take(shown);
    for ((column, cell), x) in seen.zip((COLUMNS_AT..).step_by(wide.max(1))) {
        let here = at && column == page.column;
        if here {
            // The cursor is a sign as well as a ground.
            canvas.text((x - 1, y), 1, mark, Role::Title);
        }
        let role = if here { frame::cursor(page.bench.actions.has_keys()) } else { tone(cell) };
        let asked = if cell.asked_return { "?" } else { "" };
        let sign = format!("{}{asked}", sign(lang, glance(cell)));
        canvas.text((x, y), cells(wide).saturating_sub(1), &sign, role);
    }
    let bar = bar_at(page);
    canvas.text((bar, y), 1, "|", Role::Dim);
    let at = bar.saturating_add(2);
    canvas.right((at, y), 5, &format!("{}/{}", row.done, row.due), Role::Text);
    let open = row.due.saturating_sub(row.done);
    let role = if open == 0 { Role::Dim } else { Role::Text };
    canvas.right((at.saturating_add(6), y), 4, &open.to_string(), role);
}

fn tone(cell: &ProgressCell) -> Role {
    match cell.state {
        SheetState::Signed if cell.unconfirmed => Role::Warn,
        SheetState::Signed => Role::Good,
        SheetState::Returned => Role::Warn,
        SheetState::Aside(_) | SheetState::Excused | SheetState::Replaced => Role::Dim,
        SheetState::Unopened | SheetState::Declared | SheetState::Drafting => {
            if cell.asked_return {
                Role::Warn
            } else {
                Role::Text
            }
        }
    }
}

/// The legend, and where the cursor is; the last row is the foot's.
fn state(page: &Matrix, canvas: &mut Canvas, area: Rect, common: &Common) {
    let lang = common.lang;
    let inner = area.width.saturating_sub(2);
    let lines = legend_lines(common, usize::from(inner));
    let mut y = area.y;
    for line in &lines {
        if y.saturating_add(1) >= area.bottom() {
            return;
        }
        let mut x = area.x + 1;
        for (sign, word) in line {
            x += canvas.text((x, y), inner, sign, Role::Title) + 1;
            x += canvas.text((x, y), inner.saturating_sub(x), word, Role::Dim) + cells(LEGEND_GAP);
        }
        y += 1;
    }
    if y.saturating_add(1) >= area.bottom() {
        return;
    }
    let here = page.cell().map(|(seat, row, cell)| {
        let word = sign_word(lang, glance(cell));
        let typed = if cell.typed { words::typed_from_paper(lang) } else { "" };
        format!("{}{} × {} {}  {word}{typed}", words::here(lang), row.code, seat.id, seat.name)
    });
    let here = here.unwrap_or_default();
    let used = canvas.text((area.x + 1, y), inner, &here, Role::Title);
    let x = area.x + 1 + used + 3;
    frame::hints(canvas, common, (x, y), area.right().saturating_sub(x + 1), page);
}
