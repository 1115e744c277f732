//! The expert's desk: the own sheet, and the text once it may be read.

use std::sync::Arc;

use super::build::Eye;
use super::dossiers::{DossierRow, drafts, is_bare, own_sheet, row};
use crate::domain::rights::Thing;
use crate::domain::{
    Basis, Change, Code, ItemId, Marks, Moment, Points, Refusal, Rules, SeatId, SectionId, Sheet, SheetState, Stage,
    Texts,
};
use crate::text::Clean;

/// A half-typed mark or note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Whose sheet, where it is entered from paper for another seat; `None`: the seat's own.
    pub paper_of: Option<SeatId>,
    /// Dossier.
    pub dossier: Code,
    /// Cell; `None`: the sheet's note.
    pub cell: Option<(ItemId, Basis)>,
    /// A note rather than a mark.
    pub note: bool,
    /// What was typed.
    pub text: Clean,
}

/// What undo or redo would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Item.
    pub item: ItemId,
    /// Basis.
    pub basis: Basis,
    /// From this.
    pub from: Option<Points>,
    /// To this.
    pub to: Option<Points>,
    /// When the change was made.
    pub at: Moment,
}

/// An expert's own sheet with the dossier's text.
#[derive(Clone, Debug)]
pub struct DeskView {
    /// Code, trade, state …
    pub row: DossierRow,
    /// 岗位.
    pub post: Clean,
    /// Current marks and notes; the form's order.
    pub marks: Marks,
    /// Texts and award titles (years removed), once declared and while not recused. `None` in spite of that (and the
    /// dossier not confidential): the frozen copy could not be read.
    pub texts: Option<Arc<Texts>>,
    /// Reasons given for keeping a section.
    pub explained: Vec<(SectionId, Clean)>,
    /// 撤销.
    pub undo: Option<Step>,
    /// 恢复.
    pub redo: Option<Step>,
    /// Half-typed things.
    pub drafts: Vec<Draft>,
    /// When the seat last saved something on it.
    pub saved: Option<Moment>,
    /// Receipt of the last signature (16 hex).
    pub receipt: Option<Clean>,
}

pub(super) fn desk(eye: &Eye<'_>, code: &Code) -> Result<DeskView, Refusal> {
    eye.need(Thing::OwnMarks)?;
    let rules = eye.opened()?;
    let facts = eye.facts(code)?;
    let sheet = eye.own(code);
    let mine = own_sheet(eye, rules, code, drafts(eye).get(code).copied().unwrap_or(0))?;
    let reads = eye.may_read(code) && !is_bare(eye, facts);
    let own = |draft: &Draft| draft.paper_of.is_none() && draft.dossier == *code;
    let kept: Vec<Draft> = eye.context.drafts(eye.seat).into_iter().filter(own).collect();
    Ok(DeskView {
        row: row(eye, facts, Some(mine)),
        post: if reads { facts.post.clone() } else { Clean::default() },
        marks: whole_form(rules, &sheet.marks),
        texts: eye.texts(facts),
        explained: explained(sheet),
        undo: sheet.undo().and_then(|change| step(eye, rules, code, &change, change.to, change.from)),
        redo: sheet.redo().and_then(|change| step(eye, rules, code, &change, change.from, change.to)),
        drafts: kept,
        saved: eye.context.saved(eye.seat, code),
        receipt: eye.context.receipt(eye.seat, code),
    })
}

/// Marks with a place for every item, also where nothing happened yet.
pub(super) fn whole_form(rules: &Rules, marks: &Marks) -> Marks {
    if marks.points.is_empty() { Marks::empty(rules.item_count()) } else { marks.clone() }
}

/// Reasons given for keeping sections.
pub(super) fn explained(sheet: &Sheet) -> Vec<(crate::domain::SectionId, Clean)> {
    sheet.explained.iter().map(|(section, (_, reason))| (section.clone(), reason.clone())).collect()
}

/// What undo or redo would do; nothing where the sheet is locked, or where the mark is no longer what the change left
/// (a cancelled return puts the signed marks back).
fn step(
    eye: &Eye<'_>,
    rules: &Rules,
    code: &Code,
    change: &Change,
    from: Option<Points>,
    to: Option<Points>,
) -> Option<Step> {
    let sheet = eye.own(code);
    let half = Sheet::half_of(change.basis, eye.state.visit_due(eye.seat, code).is_some());
    let open = is_writable(eye, code) && !sheet.is_signed(half);
    let (_, item) = rules.items().nth(change.item)?;
    let stands = open && sheet.marks.get(change.item, change.basis) == from;
    stands.then(|| Step { item: item.id.clone(), basis: change.basis, from, to, at: change.at })
}

fn is_writable(eye: &Eye<'_>, code: &Code) -> bool {
    if eye.state.withdrawn.contains_key(code) {
        return false;
    }
    matches!(
        (eye.state.stage, eye.state.sheet_state(eye.seat, code)),
        (Stage::Scoring, SheetState::Declared | SheetState::Drafting | SheetState::Signed | SheetState::Returned)
            | (Stage::Review, SheetState::Returned)
    )
}
