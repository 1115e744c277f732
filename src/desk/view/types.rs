//! What is asked, and what is answered: the shapes that are no one view's own.

use super::desk::DeskView;
use super::dossiers::{DossierRow, DossierView};
use super::home::Home;
use super::ladder::LadderView;
use super::list::{ListView, WhatIfView};
use super::log::{LogView, VerifyView};
use super::meeting::MeetingView;
use super::progress::Progress;
use super::sheets::{EntryView, MarkRow, SheetView};
use crate::domain::{Code, Finding, Half, Moment, SeatId, SectionId};
use crate::text::Clean;

/// What a client asks to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Who sits here, and where the review stands.
    Home,
    /// The seat's dossiers: an expert's own list (shuffled, stable), the secretary's by code.
    Dossiers,
    /// An expert's own sheet with the dossier's text.
    Desk(Code),
    /// 我的排序: an expert's own sheets with what they come to.
    Ladder,
    /// Where words stand in the texts this seat may read; in pieces.
    Find {
        /// Typed words; each is looked for by itself.
        words: Vec<Clean>,
        /// Go on from this dossier.
        from: Option<Code>,
    },
    /// A dossier's facts and text, for the secretary.
    Dossier(Code),
    /// States of all sheets.
    Progress,
    /// The list with all that belongs to it.
    List,
    /// What would change the ten.
    WhatIf,
    /// 会议屏, while it is open.
    Meeting,
    /// All sheets of a dossier, signed versions.
    Sheets(Code),
    /// One sheet entered from paper, for the seat, its transcriber, its confirmer.
    Transcribed(SeatId, Code),
    /// 代录: a sheet to be entered from paper, for the secretary; also one of which nothing is entered yet.
    Entry(SeatId, Code),
    /// Findings of the folder and files changed since opening.
    Folder,
    /// Journal entries from this number on, at most so many.
    Log {
        /// From this number.
        from: u64,
        /// At most so many.
        count: u32,
    },
    /// Everything re-read and re-computed.
    Verify {
        /// Heads that must be in the chain.
        heads: Vec<Clean>,
        /// A receipt to find.
        receipt: Option<Clean>,
    },
    /// Marks as rows: the seat's own, or all signed ones from review.
    Marks,
}

/// What a topic push says: ask again if you show this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Stage, rules, seats.
    Stage,
    /// The seat's own sheets.
    Own,
    /// Others' states.
    Progress,
    /// The list.
    List,
}

/// An answer to an `Ask`.
#[derive(Clone, Debug)]
pub enum View {
    /// To `Home`.
    Home(Box<Home>),
    /// To `Dossiers`.
    Dossiers(Vec<DossierRow>),
    /// To `Desk`.
    Desk(Box<DeskView>),
    /// To `Ladder`.
    Ladder(Box<LadderView>),
    /// To `Find`.
    Found(Box<FoundView>),
    /// To `Dossier`.
    Dossier(Box<DossierView>),
    /// To `Progress`.
    Progress(Box<Progress>),
    /// To `List`.
    List(Box<ListView>),
    /// To `WhatIf`.
    WhatIf(Box<WhatIfView>),
    /// To `Meeting`.
    Meeting(Box<MeetingView>),
    /// To `Sheets` and `Transcribed`.
    Sheets(Vec<SheetView>),
    /// To `Entry`.
    Entry(Box<EntryView>),
    /// To `Folder`.
    Folder(Box<FolderView>),
    /// To `Log`.
    Log(Box<LogView>),
    /// To `Verify`.
    Verify(Box<VerifyView>),
    /// To `Marks`.
    Marks(Vec<MarkRow>),
}

/// A piece of a search in texts; only of dossiers whose text the seat may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundView {
    /// Dossiers that hold any of the words, by code.
    pub found: Vec<Found>,
    /// Ask again from here; `None`: all was looked at.
    pub next: Option<Code>,
}

/// A dossier that holds words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Code.
    pub code: Code,
    /// The first place of each word that is there.
    pub hits: Vec<Hit>,
}

/// A place of a word, in one line of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which of the words, from 0.
    pub word: u8,
    /// In which text.
    pub place: Where,
    /// Some characters before it.
    pub before: Clean,
    /// What stands there.
    pub found: Clean,
    /// Some characters after it.
    pub after: Clean,
}

/// One of a dossier's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// A section's.
    Section(SectionId),
    /// The titles of awards.
    Awards,
    /// 事迹.
    Story,
}

/// Findings and files changed since opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderView {
    /// Findings of the files as they are now.
    pub findings: Vec<Finding>,
    /// Files whose content is no longer what was frozen: the first changed line.
    pub changed: Vec<(Clean, u32)>,
    /// Files that are recorded and no longer there.
    pub missing: Vec<Clean>,
    /// How many dossiers and seats were read.
    pub dossiers: u32,
    /// Expert seats.
    pub experts: u32,
}

/// What a write answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Events it made; 0: the effect stood already.
    pub events: u32,
    /// When it was saved.
    pub at: Moment,
    /// Receipts of signatures among them: dossier, halves, 16 hex.
    pub receipts: Vec<(Code, Vec<Half>, Clean)>,
    /// Number of a pending amendment that waits for a second seat.
    pub pending: Option<u64>,
    /// Sheets of an import that stay drafting.
    pub drafting: Vec<(SeatId, Code)>,
    /// The head after it at a stage change (核验号).
    pub stage_head: Option<Clean>,
}
