//! 我的排序: an expert's own sheets side by side. The right to own marks is the only one that opens it.

use super::build::Eye;
use super::dossiers::{drafts, own_sheet, row};
use super::types::{LadderRow, LadderView};
use crate::domain::rights::Thing;
use crate::domain::{Refusal, heights, spread};

pub(super) fn ladder(eye: &Eye<'_>) -> Result<LadderView, Refusal> {
    eye.need(Thing::OwnMarks)?;
    let rules = eye.opened()?;
    let drafts = drafts(eye);
    let mut rows = Vec::with_capacity(eye.state.dossiers.len());
    let mut counting = Vec::new();
    for facts in eye.state.dossiers.values() {
        let marks = eye.own(&facts.code).marks.as_ref();
        let own = own_sheet(eye, rules, &facts.code, drafts.get(&facts.code).copied().unwrap_or(0))?;
        let out = own.state.is_out();
        let row = row(eye, facts, Some(own));
        if !out && !row.withdrawn {
            counting.push(marks);
        }
        let sections = heights(rules, marks).map_err(|_| Refusal::Overflow)?.sections;
        rows.push(LadderRow { row, sections });
    }
    Ok(LadderView { rows, spread: spread(rules, counting.into_iter()) })
}
