//! 汇总: the list, its cut, and the proof beside it.

use ratatui::layout::Rect;

use super::{Told, foot};
use crate::domain::tally::{AheadBy, Ranked, Standing};
use crate::domain::{Role as SeatRole, Stage};
use crate::text::width;
use crate::tui::app::Common;
use crate::tui::app::screens::office::Ranking;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::columns::Columns;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::office as words;
use crate::words::tally::{ahead_by, below_pass, cut_title};
use crate::words::{honour_counts, stage, standing, yes_no};

/// Draws it over the whole window.
pub fn draw(page: &Ranking, common: &Common, canvas: &mut Canvas) {
    let parts = page.bench.areas(common, 0);
    title(page, common, canvas, parts.title);
    let (list, beside) = Ranking::columns(common);
    let area = Rect { width: list, ..parts.body };
    table(page, common, canvas, area);
    if beside > 0 {
        canvas.vline((area.right(), parts.body.y), parts.body.height);
        let pane = Rect { x: area.right() + 2, width: beside, ..parts.body };
        frame::pager(canvas, pane, &page.pager, &page.proof);
    }
    let found = page.bench.jump.find(page.codes()).is_some();
    foot(canvas, common, &parts, &page.bench, &Told::Hints(page), found);
}

fn title(page: &Ranking, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let Some(view) = &page.view else { return frame::title(canvas, common, area, words::list(lang), "") };
    let ranked = view.list.lines.iter().filter(|ranked| ranked.rank.is_some()).count();
    let incomplete = view.list.lines.iter().filter(|ranked| ranked.standing == Standing::Incomplete).count();
    let mut about = vec![format!("{} {}", words::stage(lang), stage(lang, view.stage))];
    if view.sealed && view.stage == Stage::Final {
        about.push(words::sealed(lang).to_owned());
    }
    if let Some(told) = page.finding.line(lang, view.list.lines.len()) {
        about.push(told);
        return frame::title(canvas, common, area, &format!("{}  {}", words::list(lang), about.join("  ")), "");
    }
    about.push(format!("{} {}", words::quota(lang), view.quota));
    about.push(format!("{} {ranked}", words::ranked(lang)));
    if incomplete > 0 {
        about.push(format!("{} {incomplete}", words::incomplete(lang)));
    }
    let about = about.join("  ");
    // The panel's title where there is room for all of it.
    let seat = common.home.as_ref().map_or(0, |home| canvas.width(&home.seat.name));
    let room = area.width.saturating_sub(canvas.width(&about) + seat + 34);
    let panel = if canvas.width(&view.title) <= room { format!("  {}", view.title) } else { String::new() };
    frame::title(canvas, common, area, &format!("{}{panel}  {about}", words::list(lang)), "");
}

/// One row's texts in their columns: rank, score and sheets to the right.
fn columns(canvas: &Canvas, across: u16, mark: &str, texts: [&str; 8]) -> Columns {
    let [rank, code, score, sheets, honours, young, ahead, to] = texts;
    let line = Columns::new(canvas.ambiguous(), across).left(mark, 2).right(rank, 4).gap(1).left(code, 5);
    let line = line.right(score, 7).right(sheets, 5).gap(2).left(honours, 10);
    line.left(young, 6).left(ahead, 8).left(to, 10)
}

fn table(page: &Ranking, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let Some(view) = &page.view else { return };
    if area.height == 0 {
        return;
    }
    let young = words::col_young(lang, common.rules().map_or(45, |rules| rules.tally.young));
    let names = [
        words::col_rank(lang),
        words::col_code(lang),
        words::col_score(lang),
        words::col_sheets(lang),
        words::col_honours(lang),
        &young,
        words::col_ahead(lang),
        words::col_standing(lang),
    ];
    let inner = area.width.saturating_sub(1);
    let heading = columns(canvas, inner, "", names);
    canvas.text((area.x + 1, area.y), inner, heading.text().trim_end(), Role::Title);
    let visible = page.bench.rows.visible();
    let count = page.bench.rows.count();
    let cut = page.cut_at().unwrap_or(count);
    let shown = visible.clone().filter_map(|place| Some((page.line_at(place)?, place)));
    let mut y = area.y + 1;
    if let Some(told) = page.finding.nothing(lang) {
        canvas.text((area.x + 1, y), inner, told, Role::Text);
        return;
    }
    for (ranked, place) in shown {
        if place == cut {
            cut_line(canvas, (area.x + 1, y), inner, &cut_title(lang, view.quota));
            y += 1;
        }
        if y >= area.bottom() {
            return;
        }
        let here = place == page.bench.rows.at;
        let mark = frame::mark(here, page.bench.actions.has_keys());
        row(canvas, common, (area.x + 1, y), inner, ranked, mark);
        y += 1;
    }
    if cut == visible.end && cut == count && y < area.bottom() {
        cut_line(canvas, (area.x + 1, y), inner, &cut_title(lang, view.quota));
    }
}

/// `============== 名额线：第 10 名 ==============`.
fn cut_line(canvas: &mut Canvas, at: (u16, u16), columns: u16, title: &str) {
    let lead = "=".repeat(14);
    let used = 16 + width(title, canvas.ambiguous());
    let rest = "=".repeat(usize::from(columns).saturating_sub(used));
    canvas.text(at, columns, &format!("{lead} {title} {rest}"), Role::Cut);
}

fn row(canvas: &mut Canvas, common: &Common, at: (u16, u16), columns_wide: u16, ranked: &Ranked, mark: &str) {
    let lang = common.lang;
    let line = &ranked.line;
    let rank = ranked.rank.map_or_else(|| words::no_rank(lang).to_owned(), |rank| rank.to_string());
    let score = line.score.map(|score| score.to_string()).unwrap_or_default();
    let sheets = line.sheets.to_string();
    let tied = ranked.standing == Standing::Contested;
    let ahead = match ranked.rank {
        // Every member of a group that nothing tells apart, the last one too.
        Some(_) if tied => ahead_by(lang, Some(AheadBy::Tied)),
        Some(_) => ahead_by(lang, ranked.ahead_by),
        None => "",
    };
    let to = match (ranked.standing, common.rules().and_then(|rules| rules.tally.pass)) {
        (Standing::BelowPass, Some(pass)) => below_pass(lang, pass),
        (other, _) => standing(lang, other).to_owned(),
    };
    let honours = honour_counts(line.honours);
    let hidden = common.home.as_ref().is_some_and(|home| home.seat.role == SeatRole::Expert);
    let young = if hidden { "" } else { yes_no(lang, line.young) };
    let texts = [rank.as_str(), line.code.as_str(), &score, &sheets, &honours, young, ahead, &to];
    let text = columns(canvas, columns_wide, mark, texts);
    let role = match ranked.standing {
        _ if mark != " " => frame::cursor(mark == "-"),
        Standing::Contested | Standing::Incomplete => Role::Warn,
        Standing::Selected => Role::Text,
        Standing::Reserve | Standing::BelowPass | Standing::Withdrawn => Role::Dim,
    };
    canvas.row(at, columns_wide, &text, role);
}
