//! What the panel decides by vote: ties, incomplete dossiers, empty places (DESIGN §3).

use super::{Code, SeatId};
use crate::text::Clean;

/// A recorded vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Votes for.
    pub in_favour: u32,
    /// Votes against.
    pub against: u32,
    /// Abstaining.
    pub abstaining: u32,
    /// Who voted; empty where only counts were given (amendments).
    pub voters: Vec<SeatId>,
}

/// A tied group as it stood when the panel decided; the decision holds while this stays the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedGroup {
    /// Rank the group shared.
    pub rank: u32,
    /// How many of its places lay within the quota: an amended quota is another question to the panel.
    pub places: u32,
    /// Members with what decided their rank, by code.
    pub members: Vec<DecidedMember>,
}

/// One member of a decided group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedMember {
    /// Code.
    pub code: Code,
    /// Published score as shown.
    pub score: Clean,
    /// Counted honours: national, provincial, municipal.
    pub honours: [u32; 3],
    /// Young or not.
    pub young: bool,
}

/// A panel's decision on a tied group or on incomplete dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The group as it stood. Rank 0: incomplete dossiers left without a rank.
    pub group: DecidedGroup,
    /// The members in the order decided; `None` leaves the contested places empty.
    pub order: Option<Vec<Code>>,
    /// How the panel voted.
    pub votes: Votes,
    /// Why.
    pub note: Clean,
}
