//! What stands over another screen: questions, numbers to type, texts to write, notices.

use ratatui::layout::Rect;

use crate::tui::app::Common;
use crate::tui::app::parts::Pager;
use crate::tui::app::screens::{Notice, PALETTE_DIGITS, Palette, Purpose, Question, Weighty, Writing};
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
    let lead = words::type_number(lang, weighty.number);
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

/// What is typed, and the actions it finds, each with its keys.
pub fn palette(palette: &Palette, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let columns = common.size.0.saturating_sub(8).clamp(1, 72);
    let shown: Vec<_> = palette.visible().collect();
    let rows = u16::try_from(shown.len().max(1)).unwrap_or(1);
    let area = canvas.popup(columns, rows.saturating_add(5));
    canvas.text((area.x, area.y), area.width, words::palette_title(lang), Role::Title);
    let y = area.y.saturating_add(1);
    let lead = canvas.text((area.x, y), area.width, "> ", Role::Hint);
    for line in palette.editor.visible() {
        canvas.text((area.x + lead, y), area.width.saturating_sub(lead), line, Role::Text);
    }
    let caret = u16::try_from(palette.editor.caret_in_sight().column).unwrap_or(0);
    canvas.put_cursor((area.x.saturating_add(lead + caret).min(area.right().saturating_sub(1)), y));
    canvas.hline((area.x, y.saturating_add(1)), area.width);
    let keys = shown.iter().map(|(_, entry)| canvas.width(&entry.keys)).max().unwrap_or(0).min(area.width / 3);
    let mut y = y.saturating_add(2);
    for (place, (at, entry)) in shown.iter().enumerate() {
        if y >= area.bottom() {
            return;
        }
        let role = if *at == palette.rows.at { Role::Selected } else { Role::Text };
        let digit = if place < PALETTE_DIGITS { (place + 1).to_string() } else { " ".to_owned() };
        let mark = if *at == palette.rows.at { '>' } else { ' ' };
        canvas.bar((area.x, y), area.width.saturating_sub(keys + 1), &format!("{mark} {digit} {}", entry.text), role);
        canvas.text((area.right().saturating_sub(keys), y), keys, &entry.keys, Role::Hint);
        y = y.saturating_add(1);
    }
    if shown.is_empty() {
        canvas.text((area.x, y), area.width, words::palette_none(lang), Role::Warn);
        y = y.saturating_add(1);
    }
    if y < area.bottom() {
        frame::hints(canvas, common, (area.x, area.bottom() - 1), area.width, palette);
    }
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
    if below.saturating_add(1) < area.bottom() {
        frame::hints(canvas, common, (area.x, below.saturating_add(1)), area.width, writing);
    }
}
