//! What the journal records (DESIGN §4). Everything the panel knows is folded from these.

use super::{BatchKind, Code, Decision, Fact, ItemId, Points, SeatId, SectionId};
use crate::text::Clean;

/// A moment in UTC, in milliseconds since 1970; never going back within a journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// How an event reached the hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A program that opened the folder itself.
    Local,
    /// Through the server, by this uid.
    Socket(u32),
    /// Through a forced command bound to this key.
    Key(Clean),
    /// From a marks file.
    Import,
    /// Brought back from an out-of-house packet.
    Carried,
}

/// One recorded event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// From 1, without gaps.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// Who.
    pub seat: SeatId,
    /// How it came.
    pub route: Route,
    /// What.
    pub what: What,
    /// Digest over all of it and the previous digest; the receipt is its first 16 hex.
    pub digest: [u8; 32],
}

/// Which mark of an item 依据.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// 材料.
    File,
    /// 现场.
    Onsite,
}

impl Basis {
    /// Both, in the order of the desk's columns.
    pub const ALL: [Self; 2] = [Self::File, Self::Onsite];
}

/// Stage of a review (DESIGN §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 准备.
    #[default]
    Setup,
    /// 评分.
    Scoring,
    /// 复核.
    Review,
    /// 定案.
    Final,
}

/// Why a seat does not score a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aside {
    /// 回避: a conflict of interest.
    Conflict,
    /// 回避: recognised the applicant.
    Recognised,
    /// 弃权.
    Abstained,
}

/// Part of a sheet that one signature covers (DESIGN §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Half {
    /// File marks, or the whole sheet where no visit is due.
    File,
    /// The on-site half.
    Onsite,
}

/// How a mark came to be set; undo and redo walk the sheet's own history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// Entered.
    Entered,
    /// 撤销.
    Undone,
    /// 恢复.
    Redone,
}

/// One mark as it is set: `None` clears it (未评), 0 is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkSet {
    /// Which item.
    pub item: ItemId,
    /// On which basis.
    pub basis: Basis,
    /// The mark, or none.
    pub points: Option<Points>,
    /// A note to it; `None` leaves the note alone, an empty one removes it.
    pub note: Option<Clean>,
}

/// One line of the sealed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedLine {
    /// Rank; `None` where there is none.
    pub rank: Option<u32>,
    /// Code.
    pub code: Code,
    /// Standing.
    pub standing: super::tally::Standing,
    /// Reduced fraction as `tally` prints it; empty where there is none.
    pub exact: Clean,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `parts` facts follow in the same frame and take effect together.
    Batch {
        /// What for.
        kind: BatchKind,
        /// How many `Fact`s follow.
        parts: u32,
    },
    /// One of a batch.
    Fact(Fact),
    /// A pending amendment was confirmed by a second seat.
    AmendmentConfirmed {
        /// Number of the batch event.
        number: u64,
    },
    /// The stage changed. Opening is a batch and this; final is this and `Sealed`s.
    StageChanged {
        /// To.
        to: Stage,
        /// Why; empty where none is needed.
        reason: Clean,
    },
    /// A piece of the sealed list.
    Sealed {
        /// Lines left after this piece.
        left: u32,
        /// Its lines, in the list's order.
        lines: Vec<SealedLine>,
    },
    /// No conflict declared for a dossier by its seat.
    Declared {
        /// Which dossier.
        dossier: Code,
    },
    /// Marks set by the seat itself.
    Marked {
        /// Which dossier.
        dossier: Code,
        /// Which marks.
        mark: MarkSet,
        /// Entered, undone, redone.
        how: How,
    },
    /// The sheet's own note.
    Noted {
        /// Which dossier.
        dossier: Code,
        /// The note; empty removes it.
        note: Clean,
    },
    /// A sheet (or a piece of one) from a file or on paper. Implies the declaration.
    Entered {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Marks.
        marks: Vec<MarkSet>,
        /// The sheet's note, if it has one.
        note: Option<Clean>,
        /// Entered by the secretary from paper, not by the seat.
        transcribed: bool,
    },
    /// Signed, by its seat or (transcribed) for it.
    Signed {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Which halves.
        halves: Vec<Half>,
    },
    /// Not scored by this seat.
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
    /// A recusal or abstention taken back by the secretary at the seat's request.
    AsideUndone {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// 缺席核准: a missing sheet, or all of a seat's missing sheets.
    Excused {
        /// Whose.
        seat: SeatId,
        /// Which dossier; `None`: all that are not signed.
        dossier: Option<Code>,
        /// Why.
        reason: Clean,
    },
    /// A seat taken over by another; its sheets no longer count.
    Replaced {
        /// Who goes.
        old: SeatId,
        /// Who comes.
        new: SeatId,
        /// Why.
        reason: Clean,
    },
    /// A signed sheet given back.
    Returned {
        /// Whose.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Which section to look at.
        section: Option<SectionId>,
        /// Why.
        reason: Clean,
    },
    /// The return was taken back; the last signature stands again.
    ReturnCancelled {
        /// Whose.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// An expert keeps a mark with a reason.
    Explained {
        /// Which dossier.
        dossier: Code,
        /// Which section.
        section: SectionId,
        /// Why.
        reason: Clean,
    },
    /// An expert asks for a signed sheet back.
    ReturnAsked {
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// A candidate left.
    Withdrawn {
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// … and came back.
    WithdrawalUndone {
        /// Which dossier.
        dossier: Code,
        /// Why.
        reason: Clean,
    },
    /// 议决.
    Decided(Decision),
    /// A transcribed sheet confirmed.
    Confirmed {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
    },
    /// 保密审查.
    SecrecyChecked {
        /// Which dossier.
        dossier: Code,
        /// By whom.
        by: Clean,
        /// With what result.
        result: Clean,
    },
    /// A dissent written beside the signature.
    Dissented {
        /// Its words.
        text: Clean,
    },
    /// An absent expert's written reason for keeping a mark, entered by the secretary.
    ExplanationEntered {
        /// Whose sheet.
        seat: SeatId,
        /// Which dossier.
        dossier: Code,
        /// Which section.
        section: SectionId,
        /// The expert's reason.
        reason: Clean,
    },
    /// 会议屏: a tied group is shown to everybody in the room, the experts too.
    MeetingOpened {
        /// The whole group, by code.
        codes: Vec<Code>,
    },
    /// … and no more.
    MeetingClosed,
    /// The whole record was copied by the serving account.
    BackedUp,
    /// This record was made from such a copy; what came after the copy was taken is not in it.
    Restored,
}

impl What {
    /// Whether the event may change a dossier's line or the list.
    pub fn touches_list(&self) -> bool {
        !matches!(
            self,
            Self::Declared { .. }
                | Self::Noted { .. }
                | Self::Explained { .. }
                | Self::ReturnAsked { .. }
                | Self::SecrecyChecked { .. }
                | Self::Dissented { .. }
                | Self::Confirmed { .. }
                | Self::ExplanationEntered { .. }
                | Self::MeetingOpened { .. }
                | Self::MeetingClosed
                | Self::BackedUp
                | Self::Restored
        )
    }
}
