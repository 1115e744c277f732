//! What a seat can ask for. `decide` turns a command into events or a refusal.

use super::{
    Aside, Basis, Code, Facts, Half, How, ItemId, MarkSet, Panel, Points, Route, SeatId, SectionId, Stage, Votes,
};
use crate::text::Clean;

/// Who asks, and how they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The seat.
    pub seat: SeatId,
    /// The way.
    pub route: Route,
}

/// One mark of a file, still by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRows {
    /// Whose sheet.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// Line of the file the sheet starts at, for messages.
    pub line: u64,
    /// (item, basis, points, note) in the file's order.
    pub marks: Vec<RowMark>,
    /// The sheet's note.
    pub note: Option<Clean>,
    /// Recused, abstained, excused, with the reason.
    pub aside: Option<(RowAside, Clean)>,
}

/// One row of a marks file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowMark {
    /// Line of the file.
    pub line: u64,
    /// Which item.
    pub item: ItemId,
    /// On which basis.
    pub basis: Basis,
    /// The mark.
    pub points: Points,
    /// Its note.
    pub note: Clean,
}

/// `state` of a row without an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowAside {
    /// recused-conflict, recused-recognised, abstained.
    Aside(Aside),
    /// excused.
    Excused,
}

/// New facts for an amendment, read from one changed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amended {
    /// `panel.toml`.
    Panel(Box<Panel>),
    /// A dossier.
    Dossier(Box<Facts>),
}

impl Amended {
    /// Whether both amend the same file.
    pub fn same_file(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Panel(_), Self::Panel(_)) => true,
            (Self::Dossier(one), Self::Dossier(two)) => one.code == two.code,
            _ => false,
        }
    }
}

/// A command (DESIGN §6). Reasons are already clean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `stage scoring`.
    Open {
        /// The panel as checked.
        panel: Box<Panel>,
        /// All dossiers as checked.
        dossiers: Vec<Facts>,
        /// Digest of the key file.
        key: Option<[u8; 32]>,
    },
    /// `stage review` (closing), or back from final with a reason.
    Close {
        /// Needed when coming back from final.
        reason: Clean,
    },
    /// `stage final`.
    Finalise,
    /// `declare CODE`.
    Declare {
        /// Which dossier.
        dossier: Code,
    },
    /// Set or clear a mark.
    Mark {
        /// Which dossier.
        dossier: Code,
        /// The sheet's revision the seat saw; `None` from the shell.
        revision: Option<u64>,
        /// Which item.
        item: ItemId,
        /// On which basis.
        basis: Basis,
        /// The mark, or none to clear it.
        points: Option<Points>,
        /// A note to it, if it changes.
        note: Option<Clean>,
        /// Entered, undone, redone.
        how: How,
    },
    /// The sheet's note.
    Note {
        /// Which dossier.
        dossier: Code,
        /// The sheet's revision the seat saw.
        revision: Option<u64>,
        /// The note.
        note: Clean,
    },
    /// `marks import`.
    Import {
        /// All sheets of the file.
        sheets: Vec<SheetRows>,
        /// Sign the complete ones.
        sign: bool,
    },
    /// `sign CODE…`.
    Sign {
        /// Which dossiers.
        dossiers: Vec<Code>,
        /// Only this half; `None`: every half that is complete.
        half: Option<Half>,
        /// The revision seen, where it is one sheet on a screen.
        revision: Option<u64>,
    },
    /// `sign --all`: every complete sheet.
    SignAll,
    /// `recuse CODE` by an expert, `recuse SEAT CODE` by the secretary.
    SetAside {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Why, as a kind.
        aside: Aside,
        /// Why, in words.
        reason: Clean,
    },
    /// `recuse SEAT CODE --undo`.
    UndoAside {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// `excuse SEAT [CODE]`.
    Excuse {
        /// Whose.
        seat: SeatId,
        /// Which dossier, or all missing.
        dossier: Option<Code>,
        /// Why.
        reason: Clean,
    },
    /// `replace OLD NEW`.
    Replace {
        /// Who goes.
        old: SeatId,
        /// Who comes.
        new: SeatId,
        /// Why.
        reason: Clean,
    },
    /// `return SEAT CODE [--section ID]`.
    Return {
        /// Whose.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Which section.
        section: Option<SectionId>,
        /// Why.
        reason: Clean,
    },
    /// `return SEAT CODE --cancel`.
    CancelReturn {
        /// Whose.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// `explain CODE SECTION`.
    Explain {
        /// Which dossier.
        dossier: Code,
        /// Which section.
        section: SectionId,
        /// Why.
        reason: Clean,
    },
    /// Entered by the secretary on the screen: an absent expert's written reason, as the paper or the letter has it.
    EnterExplanation {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Which section.
        section: SectionId,
        /// The expert's reason.
        reason: Clean,
    },
    /// 代录, mark by mark: one mark of a paper sheet.
    Transcribe {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Which mark.
        mark: MarkSet,
    },
    /// 会议屏 on, for exactly this tied group.
    OpenMeeting {
        /// The whole group.
        codes: Vec<Code>,
    },
    /// 会议屏 off.
    CloseMeeting,
    /// `backup F`: the record says that it was copied.
    BackUp,
    /// `restore F`: the record says that it was made from a copy.
    Restored,
    /// 申请退回.
    AskReturn {
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// `withdraw CODE`.
    Withdraw {
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// `withdraw CODE --undo`.
    UndoWithdraw {
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// `decide`.
    Decide {
        /// A whole group, in the order decided, or (with `none`) the group left out.
        codes: Vec<Code>,
        /// Leave the contested places empty, or incomplete dossiers unranked.
        none: bool,
        /// The vote.
        votes: Votes,
        /// Why.
        note: Clean,
    },
    /// `confirm SEAT CODE`.
    ConfirmSheet {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
    },
    /// `confirm #N`.
    ConfirmAmendment {
        /// Number of the pending event.
        number: u64,
    },
    /// `amend FILE`.
    Amend {
        /// The new facts.
        amended: Amended,
        /// Why.
        reason: Clean,
        /// The vote, if one was held.
        votes: Option<Votes>,
    },
    /// `secrecy-check CODE`.
    CheckSecrecy {
        /// Which dossier.
        dossier: Code,
        /// By whom.
        by: Clean,
        /// With what result.
        result: Clean,
    },
    /// `dissent`.
    Dissent {
        /// Its words.
        text: Clean,
    },
}

impl Command {
    /// The stage a stage command leads to.
    pub fn leads_to(&self) -> Option<Stage> {
        match self {
            Self::Open { .. } => Some(Stage::Scoring),
            Self::Close { .. } => Some(Stage::Review),
            Self::Finalise => Some(Stage::Final),
            _ => None,
        }
    }
}
