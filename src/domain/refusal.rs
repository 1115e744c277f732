//! Why a command is not carried out. A refusal changes nothing; `words` says it in sentences.

use super::{Code, Half, ItemId, Points, Role, SeatId, SectionId, SheetState, Stage};
use crate::text::Clean;

/// Something that keeps the list from being final (DESIGN §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A tie across the last place: rank, members, places left.
    Contested(u32, Vec<Code>, u32),
    /// A sheet is out (returned).
    SheetOut(SeatId, Code),
    /// A sheet is missing and not excused.
    Missing(SeatId, Code),
    /// A strong deviation without a reason or a change.
    Deviation(SeatId, Code, SectionId),
    /// No secrecy check recorded for a confidential dossier.
    Secrecy(Code),
    /// Too few sheets and no decision.
    Incomplete(Code),
    /// An amendment waits for a second seat.
    Pending(u64),
}

/// What an amendment may not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendRefusal {
    /// The file has errors: how many.
    Errors(usize),
    /// The file says what is recorded already.
    NothingChanged,
    /// A recorded mark of this item would lie above the new maximum or off the new step. Neither whose nor which: nobody
    /// sees another's numbers before review, and a refusal is no way round that (DESIGN §7).
    MarkInvalid(ItemId),
    /// A recorded mark's item would be gone.
    ItemGone(ItemId),
    /// A seat with recorded acts would be gone or change its role.
    SeatGone(SeatId),
    /// Dossiers are not added after opening.
    NewDossier(Code),
    /// After review opened this needs a recorded vote.
    NeedsVote,
    /// `for` must be more than `against`.
    NoMajority(u32, u32),
    /// The second seat must be a supervisor or another secretary.
    SecondSeat,
}

/// Why a recorded vote is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoteRefusal {
    /// Voters named and votes counted differ.
    Count(u32, u32),
    /// A voter is not an expert of the panel, or was replaced.
    NotEligible(SeatId),
    /// A voter is named twice.
    Twice(SeatId),
    /// A voter is recused on a member.
    Recused(SeatId, Code),
    /// More voters than eligible.
    TooMany(u32, u32),
    /// Not more than half of the votes cast in favour.
    NoMajority(u32, u32),
}

/// A refused row of a marks file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRefusal {
    /// Line of the file.
    pub line: u64,
    /// Why.
    pub why: Refusal,
}

/// Why a command is not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The seat's role may not do this; who may.
    Role(&'static [Role]),
    /// Not in this stage; in which.
    Stage {
        /// Now.
        now: Stage,
        /// Where it would go.
        needs: &'static [Stage],
    },
    /// No such seat; the nearest name.
    NoSeat(Clean, Option<SeatId>),
    /// No such dossier; the nearest code.
    NoDossier(Clean, Option<Code>),
    /// No such item; the nearest.
    NoItem(Clean, Option<ItemId>),
    /// No such section; the nearest.
    NoSection(Clean, Option<SectionId>),
    /// The seat is no expert's.
    NotExpert(SeatId),
    /// The seat was replaced.
    SeatReplaced(SeatId),
    /// A seat replaced by itself.
    SameSeat(SeatId),
    /// An expert acts on the sheet of another seat.
    OthersSheet(SeatId),
    /// In review only returned sheets are worked on, and this one is not.
    NotReturned(Code),
    /// The dossier was withdrawn.
    DossierWithdrawn(Code),
    /// Above the maximum.
    Range {
        /// Name of the item.
        item: Clean,
        /// Its maximum.
        max: Points,
        /// What was given.
        typed: Points,
    },
    /// Off the step.
    Step {
        /// Name of the item.
        item: Clean,
        /// The step.
        step: Points,
        /// What was given.
        typed: Points,
    },
    /// The declaration is missing.
    NotDeclared(Code),
    /// Signed, so locked.
    Signed(Code, Half),
    /// Recused, abstained, excused or replaced, so closed.
    Closed(Code, SheetState),
    /// The sheet is not in the state this act needs.
    SheetState(SeatId, Code, SheetState),
    /// Somebody (perhaps the same seat elsewhere) changed the sheet since.
    Stale {
        /// Which dossier.
        dossier: Code,
        /// Revision the seat saw.
        seen: u64,
        /// Revision now.
        now: u64,
    },
    /// Items without a mark, by name.
    Incomplete(Code, Vec<Clean>),
    /// The visit's half has no on-site mark yet.
    NoOnsiteMark(Code),
    /// A section that was returned needs a change or a reason first.
    Unexplained(Code, Clean),
    /// Nothing is complete and unsigned.
    NothingToSign,
    /// A reason is needed.
    NoReason,
    /// A text is too long: limit, length, in characters.
    TooLong(usize, usize),
    /// The undo or redo has nothing to do.
    NothingToUndo,
    /// Votes.
    Votes(VoteRefusal),
    /// The codes are not exactly one tied group; the group of the first, if it is in one.
    NotAGroup(Vec<Code>),
    /// A code given twice.
    Twice(Code),
    /// Not incomplete and not contested: nothing to decide.
    NothingToDecide(Code),
    /// Not yet final-ready.
    Obstacles(Vec<Obstacle>),
    /// Errors in the folder: how many.
    Findings(usize),
    /// A transcription where the seat itself acted.
    OwnSheet(SeatId, Code),
    /// A row for another seat than the expert's own.
    ForeignSeat(SeatId),
    /// Rows of a marks file.
    Rows(Vec<RowRefusal>),
    /// The file gives the same item and basis twice.
    RowTwice(SeatId, Code, ItemId),
    /// The sheet is not transcribed, or confirmed already.
    NothingToConfirm(SeatId, Code),
    /// One may not confirm one's own transcription or proposal.
    OwnConfirmation,
    /// No pending event of this number.
    NoPending(u64),
    /// The dossier is not confidential.
    NotConfidential(Code),
    /// An amendment.
    Amend(AmendRefusal),
    /// May not be seen by this seat now.
    Hidden,
    /// Too much of something: limit.
    Limit(usize),
    /// A recorded number no longer fits; the limits should have kept it out.
    Overflow,
}
