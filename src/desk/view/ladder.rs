//! 我的排序: an expert's own sheets side by side. The right to own marks is the only one that opens it.

use super::build::Eye;
use super::dossiers::{DossierRow, drafts, own_sheet, row};
use crate::domain::rights::Thing;
use crate::domain::{Height, Refusal, Spread, heights, spread};

/// The seat's own sheets with what they come to. Others' numbers are nowhere in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderView {
    /// Every dossier of the seat, by code.
    pub rows: Vec<LadderRow>,
    /// How the own marks lie in the bands, by section in the form's order; without sheets that do not count for the
    /// seat (recused, abstaining, excused, replaced, withdrawn).
    pub spread: Vec<Spread>,
}

/// An own sheet on the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderRow {
    /// The dossier and how the sheet stands, its total included.
    pub row: DossierRow,
    /// What each section comes to, unweighted, in the form's order.
    pub sections: Vec<Height>,
}

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
