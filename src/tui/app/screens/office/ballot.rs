//! What the panel votes on, and what the secretary has filled in of a vote.

use crate::domain::{Code, SeatId};
use crate::text::Clean;

/// What is voted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// A tied group.
    Tie {
        /// The rank shared.
        rank: u32,
        /// Members.
        codes: Vec<Code>,
        /// Places left for them.
        places: u32,
    },
    /// A dossier with too few sheets: no rank.
    Incomplete(Code),
    /// After final: a place that a withdrawal left empty.
    Fill(Code),
    /// An amendment of a file that needs a vote.
    Amend(Clean),
}

/// What is filled in and not recorded yet; it stays when the form is left (SCREENS §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// What is voted on.
    pub matter: Matter,
    /// The members in the order picked so far.
    pub order: Vec<Code>,
    /// 空缺不取 instead of an order.
    pub none: bool,
    /// For, against, abstaining; `None`: not typed yet.
    pub counts: [Option<u32>; 3],
    /// Seats marked as not having voted.
    pub away: Vec<SeatId>,
    /// Why.
    pub note: Clean,
}

impl Ballot {
    /// Nothing filled in yet.
    pub(super) fn empty(matter: Matter) -> Self {
        Self {
            none: matches!(matter, Matter::Incomplete(_)),
            matter,
            order: Vec::new(),
            counts: [None; 3],
            away: Vec::new(),
            note: Clean::default(),
        }
    }

    /// Nothing worth keeping.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::empty(self.matter.clone())
    }
}
