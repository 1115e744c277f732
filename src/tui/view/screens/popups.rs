//! What stands over another screen: questions, numbers to type, texts to write, notices.

use ratatui::layout::Rect;

use crate::tui::app::Common;
use crate::tui::app::parts::Pager;
use crate::tui::app::screens::{Notice, Purpose, Question, Weighty, Writing};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::frame as words;

fn ground(canvas: &mut Canvas, common: &Common, pager: &Pager, below: usize) -> Rect {
    let columns = common.size.0.saturating_sub(8).clamp(1, 72);
    let rows = u16::try_from(pager.visible().len() + below).unwrap_or(u16::MAX);
    canvas.popup(columns, rows)
}

/// The text, and where the lines below it begin.
fn asked(canvas: &mut Canvas, area: Rect, pager: &Pager, text: &str) -> u16 {
    frame::pager(canvas, area, pager, text);
    let rows = u16::try_from(pager.visible().len()).unwrap_or(u16::MAX);
    area.y.saturating_add(rows).saturating_add(1)
}

fn choice(canvas: &mut Canvas, area: Rect, y: u16, text: &str, at: bool) {
    if y < area.bottom() {
        let mark = if at { "> " } else { "  " };
        canvas.bar((area.x, y), area.width, &format!("{mark}{text}"), if at { Role::Selected } else { Role::Hint });
    }
}

/// A question or menu: the safe line last and highlighted.
pub fn question(question: &Question, common: &Common, canvas: &mut Canvas) {
    let area = ground(canvas, common, &question.pager, question.choices.len() + 2);
    let mut y = asked(canvas, area, &question.pager, &question.text);
    for (place, line) in question.choices.iter().enumerate() {
        choice(canvas, area, y, &format!("{} {}", line.digit, line.label), place == question.at);
        y = y.saturating_add(1);
    }
    choice(canvas, area, y, &format!("Enter {}", question.safe), question.at >= question.choices.len());
}

/// A number to type.
pub fn weighty(weighty: &Weighty, common: &Common, canvas: &mut Canvas) {
    let area = ground(canvas, common, &weighty.pager, 2);
    let y = asked(canvas, area, &weighty.pager, &weighty.text);
    if y >= area.bottom() {
        return;
    }
    let lang = common.lang;
    let lead = format!("{} {}: ", words::type_number(lang), weighty.number);
    let mut x = area.x + canvas.text((area.x, y), area.width, &lead, Role::Text);
    x += canvas.text((x, y), area.right().saturating_sub(x), &weighty.typed, Role::Title);
    canvas.put_cursor((x, y));
    let x = x.saturating_add(3);
    canvas.text((x, y), area.right().saturating_sub(x), words::then_enter(lang), Role::Hint);
}

/// Something to read once.
pub fn notice(notice: &Notice, common: &Common, canvas: &mut Canvas) {
    let area = ground(canvas, common, &notice.pager, 2);
    let y = asked(canvas, area, &notice.pager, &notice.text);
    choice(canvas, area, y, &format!("Enter {}", words::go_on(common.lang)), true);
}

/// A text to write, the caret being the terminal's own.
pub fn writing(writing: &Writing, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let columns = common.size.0.saturating_sub(8).clamp(1, 72);
    let text_rows = if writing.purpose == Purpose::Line { 1 } else { (common.size.1 / 3).max(3) };
    let choices = if writing.purpose == Purpose::Reason { 2 } else { 0 };
    let area = canvas.popup(columns, text_rows.saturating_add(4 + choices));
    if area.height == 0 {
        return;
    }
    canvas.text((area.x, area.y), area.width, &writing.title, Role::Title);
    let top = area.y.saturating_add(1);
    canvas.hline((area.x, top), area.width);
    let top = top.saturating_add(1);
    for (line, y) in writing.editor.visible().zip(top..area.bottom()) {
        canvas.text((area.x, y), area.width, line, Role::Text);
    }
    let caret = writing.editor.caret_in_sight();
    let below = top.saturating_add(text_rows);
    if below < area.bottom() {
        canvas.hline((area.x, below), area.width);
    }
    if writing.confirming {
        choice(canvas, area, below.saturating_add(1), &format!("9 {}", writing.yes), false);
        choice(canvas, area, below.saturating_add(2), &format!("Enter {}", words::to_text(lang)), true);
        return;
    }
    let column = u16::try_from(caret.column).unwrap_or(0).min(area.width.saturating_sub(1));
    let line = u16::try_from(caret.line).unwrap_or(0);
    if top.saturating_add(line) < area.bottom() {
        canvas.put_cursor((area.x.saturating_add(column), top.saturating_add(line)));
    }
    let keys = match writing.purpose {
        Purpose::Note => words::note_keys(lang),
        Purpose::Reason => words::reason_keys(lang),
        Purpose::Line => words::line_keys(lang),
    };
    if below.saturating_add(1) < area.bottom() {
        canvas.text((area.x, below.saturating_add(1)), area.width, keys, Role::Hint);
    }
}
