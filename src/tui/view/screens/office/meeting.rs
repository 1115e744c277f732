//! 会议屏: large gaps, one member a line, nothing that points at a seat.

use ratatui::layout::Rect;

use super::below;
use crate::domain::Obstacle;
use crate::text::{pad_end, pad_start, wrap};
use crate::tui::app::Common;
use crate::tui::app::layout::areas;
use crate::tui::app::screens::office::{MEETING_HEAD, MEETING_ROWS, Meeting};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::office as words;
use crate::words::{honour_counts, obstacle, yes_no};

/// Cells of code, score, honours.
const CELLS: [usize; 3] = [10, 10, 14];

/// Draws it over the whole window.
pub fn draw(page: &Meeting, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = areas(common.size, 1, 1);
    frame::title(canvas, common, parts.title, words::story_meeting(lang), "");
    let inner = parts.body.width.saturating_sub(4);
    if let Some(view) = &page.view {
        let codes = view.lines.iter().map(|line| line.code.clone()).collect();
        let about = if view.contested {
            obstacle(lang, &Obstacle::Contested(view.rank, codes, view.places))
        } else {
            words::tied_inside(lang, view.rank, view.lines.len())
        };
        let lines = wrap(&about, usize::from(inner), canvas.ambiguous());
        for (line, y) in lines.iter().take(2).zip(parts.body.y.saturating_add(1)..) {
            canvas.text((2, y), inner, line.text(&about), Role::Title);
        }
        let young = words::col_young(lang, view.young);
        let head = line(canvas, [words::col_code(lang), words::col_score(lang), words::col_honours(lang), &young]);
        canvas.text((2, parts.body.y.saturating_add(MEETING_HEAD - 2)), inner, &head, Role::Title);
        let visible = page.rows.visible();
        let shown = view.lines.get(visible).unwrap_or_default();
        let area = below(parts.body, MEETING_HEAD);
        for (member, y) in shown.iter().zip((area.y..area.bottom()).step_by(usize::from(MEETING_ROWS))) {
            let (score, honours) = (member.score.to_string(), honour_counts(member.honours));
            let text = line(canvas, [member.code.as_str(), &score, &honours, yes_no(lang, member.young)]);
            canvas.text((2, y), inner, &text, Role::Text);
        }
    } else if !page.is_opening() {
        canvas.text((2, parts.body.y.saturating_add(1)), inner, words::meeting_over(lang), Role::Text);
    }
    frame::message(canvas, common, parts.state);
    let keys = Rect { x: parts.keys.x + 1, width: parts.keys.width.saturating_sub(2), ..parts.keys };
    frame::hints(canvas, common, (keys.x, keys.y), keys.width, page);
}

fn line(canvas: &Canvas, [code, score, honours, young]: [&str; 4]) -> String {
    let wide = canvas.ambiguous();
    let [first, second, third] = CELLS;
    format!(
        "{}{}    {}{young}",
        pad_end(code, first, wide),
        pad_start(score, second, wide),
        pad_end(honours, third, wide)
    )
}
