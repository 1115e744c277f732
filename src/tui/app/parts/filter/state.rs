//! Where a sheet stands, as a filter asks for it: the seat's own on its list, any seat's in the office's matrix.

use crate::desk::view::{OwnSheet, ProgressCell};
use crate::domain::SheetState;

/// By state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateKind {
    /// No mark yet.
    Unscored,
    /// Begun, and marks are missing.
    Missing,
    /// May be signed.
    Ready,
    /// Returned.
    Returned,
    /// Signed.
    Signed,
    /// Something is typed and not recorded.
    Typed,
    /// A visit is due whose half is not signed.
    Onsite,
    /// Recused, abstaining, excused, replaced, withdrawn.
    Out,
    /// Should come and is not signed.
    Open,
    /// Never opened.
    Unopened,
    /// Entered from paper and not confirmed.
    Paper,
    /// Its expert asks for it back.
    Asked,
}

impl StateKind {
    /// All of them, for words that are typed.
    pub const ALL: [Self; 12] = [
        Self::Unscored,
        Self::Missing,
        Self::Ready,
        Self::Returned,
        Self::Signed,
        Self::Typed,
        Self::Onsite,
        Self::Out,
        Self::Open,
        Self::Unopened,
        Self::Paper,
        Self::Asked,
    ];

    /// The menu of an expert's list, by digit.
    pub const OWN: [Self; 8] = [
        Self::Unscored,
        Self::Missing,
        Self::Ready,
        Self::Returned,
        Self::Signed,
        Self::Typed,
        Self::Onsite,
        Self::Out,
    ];

    /// The menu of the office's matrix.
    pub const OFFICE: [Self; 8] =
        [Self::Open, Self::Unopened, Self::Missing, Self::Ready, Self::Returned, Self::Asked, Self::Paper, Self::Out];

    /// Whether the own sheet is in this state.
    pub fn of_own(self, own: &OwnSheet, withdrawn: bool) -> bool {
        let out = withdrawn || own.state.is_out();
        let [_, onsite] = own.signed;
        match self {
            Self::Out => out,
            _ if out => false,
            Self::Unscored => own.marked == [0, 0],
            Self::Missing => own.marked != [0, 0] && own.missing > 0,
            Self::Ready => own.ready && own.drafts == 0,
            Self::Returned => own.state == SheetState::Returned,
            Self::Signed => own.state == SheetState::Signed,
            Self::Typed => own.drafts > 0,
            Self::Onsite => own.visit.is_some() && !onsite,
            Self::Open => own.state.is_open(),
            Self::Unopened => own.state == SheetState::Unopened,
            Self::Paper => own.unconfirmed,
            Self::Asked => own.asked_return,
        }
    }

    /// Whether a seat's sheet is in this state, as far as the office sees it: what is typed stays the seat's own.
    pub fn of_cell(self, cell: &ProgressCell, withdrawn: bool) -> bool {
        let out = withdrawn || cell.state.is_out();
        match self {
            Self::Out => out,
            _ if out => false,
            Self::Unscored => matches!(cell.state, SheetState::Unopened | SheetState::Declared),
            Self::Missing => cell.state.is_open() && cell.state != SheetState::Unopened && cell.missing > 0,
            Self::Ready => cell.ready,
            Self::Returned => cell.state == SheetState::Returned,
            Self::Signed => cell.state == SheetState::Signed,
            Self::Typed => false,
            Self::Onsite => cell.onsite_open,
            Self::Open => cell.state.is_open(),
            Self::Unopened => cell.state == SheetState::Unopened,
            Self::Paper => cell.unconfirmed,
            Self::Asked => cell.asked_return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(state: SheetState) -> ProgressCell {
        ProgressCell {
            state,
            missing: 3,
            onsite_open: false,
            onsite_missing: 0,
            ready: false,
            unconfirmed: false,
            asked_return: false,
            signed_once: false,
            from_paper: false,
            typed: false,
        }
    }

    #[test]
    fn a_sheet_that_is_out_is_in_no_other_state_and_nobody_is_told_what_is_typed() {
        let excused = cell(SheetState::Excused);
        let found: Vec<StateKind> = StateKind::ALL.into_iter().filter(|kind| kind.of_cell(&excused, false)).collect();
        assert_eq!(found, [StateKind::Out]);
        let drafting = cell(SheetState::Drafting);
        let found: Vec<StateKind> = StateKind::ALL.into_iter().filter(|kind| kind.of_cell(&drafting, false)).collect();
        assert_eq!(found, [StateKind::Missing, StateKind::Open]);
        assert!(StateKind::Out.of_cell(&drafting, true), "of a withdrawn dossier nothing is missing");
    }
}
