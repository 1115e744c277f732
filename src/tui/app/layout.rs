//! Where things stand: title, body, state lines, the last row. Pages need it to wrap and scroll, views to draw.

use ratatui::layout::Rect;

use super::parts::Action;
use super::{Common, LEAST_SIZE};
use crate::text::width;
use crate::words::screens::frame as words;

/// The parts of a full screen, from the top; any of them may be empty in a small window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// One row: what this is, who sits here, what is saved.
    pub title: Rect,
    /// Everything else.
    pub body: Rect,
    /// What is so far, and messages.
    pub state: Rect,
    /// Keys, or the 操作 row. Text is never typed on the last row.
    pub keys: Rect,
}

/// Divides a window: `state_rows` above `keys_rows` at the bottom.
pub fn areas((columns, rows): (u16, u16), state_rows: u16, keys_rows: u16) -> Areas {
    let title_rows = rows.min(1);
    let keys_rows = keys_rows.min(rows - title_rows);
    let state_rows = state_rows.min(rows - title_rows - keys_rows);
    let body_rows = rows - title_rows - keys_rows - state_rows;
    let row = |y, height| Rect::new(0, y, columns, height);
    Areas {
        title: row(0, title_rows),
        body: row(title_rows, body_rows),
        state: row(title_rows + body_rows, state_rows),
        keys: row(title_rows + body_rows + state_rows, keys_rows),
    }
}

/// The pieces of a 操作 row, and its rows at this width: `1 依据`, `2 备注` … `0 帮助`.
pub fn action_rows(common: &Common, actions: &[Action]) -> Vec<Vec<(u8, String)>> {
    let columns = usize::from(common.size.0.max(LEAST_SIZE.0));
    let lead = width(words::acts(common.lang), common.ambiguous()) + 3;
    let help = (0, words::help(common.lang).to_owned());
    let all = actions.iter().map(|action| (action.digit, action.label.clone())).chain([help]);
    let mut rows: Vec<Vec<(u8, String)>> = vec![Vec::new()];
    let mut used = lead;
    for (digit, label) in all {
        let cells = width(&label, common.ambiguous()) + 4;
        if used + cells > columns && used > lead {
            rows.push(Vec::new());
            used = lead;
        }
        used += cells;
        if let Some(row) = rows.last_mut() {
            row.push((digit, label));
        }
    }
    rows
}

/// Rows of a 操作 row at this width.
pub fn action_height(common: &Common, actions: &[Action]) -> u16 {
    u16::try_from(action_rows(common, actions).len()).unwrap_or(1)
}
