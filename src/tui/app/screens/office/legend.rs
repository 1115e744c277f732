//! Signs of the matrix, one Han or word a state, and their legend.

use crate::desk::view::ProgressCell;
use crate::text::width;
use crate::tui::app::Common;
use crate::words::{Glance, sign_legend};

/// Cells between two signs of the legend.
pub const LEGEND_GAP: usize = 2;

/// What a cell says.
pub fn glance(cell: &ProgressCell) -> Glance {
    let glance = Glance::of(cell.state, cell.missing, cell.onsite_gap());
    Glance { unconfirmed: cell.unconfirmed, ..glance }
}

/// The legend in rows of this many cells, signs and words.
pub fn legend_lines(common: &Common, columns: usize) -> Vec<Vec<(&'static str, &'static str)>> {
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for (sign, word) in sign_legend(common.lang) {
        let cells = width(sign, common.ambiguous()) + 1 + width(word, common.ambiguous()) + LEGEND_GAP;
        if used + cells > columns && used > 0 {
            lines.push(Vec::new());
            used = 0;
        }
        used += cells;
        if let Some(line) = lines.last_mut() {
            line.push((sign, word));
        }
    }
    lines
}
