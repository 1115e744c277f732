//! What befell the record itself.

use super::{Cause, Trouble};
use crate::domain::Code;
use crate::text::Clean;

/// What is wrong with an event or its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Damage {
    /// The frame's bytes are not what was written: its checksum says so.
    Checksum,
    /// Lengths or kinds that cannot be: not the bytes of an event.
    Malformed,
    /// The digest does not follow from the one before: a byte of it, or of its history, was changed.
    Digest,
    /// An event is missing, doubled or out of place.
    Number,
    /// Its time is before that of the event before it.
    Time,
    /// It is whole, but cannot follow what happened before it.
    Misfit,
}

impl Damage {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Checksum, Self::Malformed, Self::Digest, Self::Number, Self::Time, Self::Misfit];
}

/// What befell the record itself: the journal, the store of scores, the frozen files, the sealed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordTrouble {
    // told: the work goes on
    /// The last frame was torn and cut off: bytes, where they were put, the last whole event.
    TornTail {
        /// How many bytes.
        bytes: u64,
        /// The file they are kept in.
        kept: Clean,
        /// Number of the last whole event.
        last: u64,
    },
    /// The store of scores was missing or damaged and was made anew from the journal; where the old one lies.
    StoreRemade(Option<Clean>),
    /// What was typed and not recorded, in a store that was damaged: texts handed on to the new one, and whether that is
    /// all there was.
    HalfTyped(u32, bool),
    /// The store of scores was behind and was caught up: from, to.
    StoreCaughtUp(u64, u64),
    /// Damaged events were put right from their second copies: how many.
    Healed(u64),
    /// A file was edited after opening; scoring uses the frozen content. First differing line, where known.
    Edited {
        /// Path below the panel folder.
        file: Clean,
        /// The dossier, if it is one.
        dossier: Option<Code>,
        /// Line from 1.
        line: Option<u32>,
    },
    /// A head could not be appended at a witness path; the record itself is saved.
    Witness(Clean, Cause),

    // cannot be read or proved
    /// The journal is damaged at this event.
    Damaged(u64, Damage),
    /// The chain breaks here: from this event on nothing is proved.
    ChainBroken(u64),
    /// The journal ends before what the store has seen: somebody cut it.
    JournalCut {
        /// Last event of the journal.
        ends: u64,
        /// Last event the store has seen.
        seen: u64,
    },
    /// Written by a later program: file, its version, the latest known here.
    LaterVersion(Clean, u32, u32),
    /// A frozen file is missing.
    FrozenMissing(Clean),
    /// A frozen file is not what was frozen.
    FrozenDiffers(Clean),
    /// The recomputed list differs from the sealed one; the codes whose lines differ.
    SealedDiffers(Vec<Code>),
    /// A head given from outside is not in the chain.
    HeadUnknown(Clean),
    /// No event has this receipt.
    ReceiptUnknown(Clean),
    /// The receipt is of no event of the seat that asks, whether or not there is one.
    ReceiptNotOwn(Clean),
    /// `rebuild --journal` stops: no copy proves this event.
    NotProved(u64),
    /// The store of scores is not what the journal says; what differs first, in the program's own words.
    StoreDiffers(Clean),
}

impl RecordTrouble {
    /// Whether the work goes on, and it is only told.
    pub fn is_told(&self) -> bool {
        match self {
            Self::TornTail { .. }
            | Self::StoreRemade(_)
            | Self::HalfTyped(..)
            | Self::StoreCaughtUp(..)
            | Self::Healed(_)
            | Self::Edited { .. }
            | Self::Witness(..) => true,
            Self::Damaged(..)
            | Self::ChainBroken(_)
            | Self::JournalCut { .. }
            | Self::LaterVersion(..)
            | Self::FrozenMissing(_)
            | Self::FrozenDiffers(_)
            | Self::SealedDiffers(_)
            | Self::HeadUnknown(_)
            | Self::ReceiptUnknown(_)
            | Self::ReceiptNotOwn(_)
            | Self::NotProved(_)
            | Self::StoreDiffers(_) => false,
        }
    }
}

impl From<RecordTrouble> for Trouble {
    fn from(record: RecordTrouble) -> Self {
        Self::Record(record)
    }
}
