//! The shapes of the views. Every number of another seat in here has passed `rights::may_see`.
//! A field or variant added here gets its place in `desk/wire`; the compiler asks for it.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::tally::{Concordance, Flag, List, Severity, WhatIf};
use crate::domain::{
    Amendment, Aside, Basis, Code, Decided, Dissent, Facts, Finding, Fixed, Half, Height, HonourCounts, ItemId, Marks,
    Moment, Obstacle, Panel, Pending, Points, Ratio, Role, Route, SeatId, SecrecyCheck, SectionId, SheetState, Spread,
    Stage, Texts, What,
};
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
    /// To `Folder`.
    Folder(Box<FolderView>),
    /// To `Log`.
    Log(Box<LogView>),
    /// To `Verify`.
    Verify(Box<VerifyView>),
    /// To `Marks`.
    Marks(Vec<MarkRow>),
}

/// A seat as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatCard {
    /// Id.
    pub id: SeatId,
    /// Role.
    pub role: Role,
    /// Name.
    pub name: Clean,
    /// Phone, for the secretary's reminding list; empty for everyone else.
    pub phone: Clean,
    /// Replaced by another.
    pub replaced: Option<SeatId>,
}

/// Who sits here, and where the review stands.
#[derive(Clone, Debug)]
pub struct Home {
    /// The seat.
    pub seat: SeatCard,
    /// Stage.
    pub stage: Stage,
    /// Rules, visits, papers as recorded (before opening: as the file has them). Seats in it carry id, role, name only,
    /// for the secretary account and key too; the witness paths are left out, and an expert finds no visits of others.
    pub panel: Option<Arc<Panel>>,
    /// The seat was claimed, not proved: 席位自报，盲评靠管理保证.
    pub claimed: bool,
    /// Last entry of this seat, and how many of its sheets changed since (other than by itself here).
    pub last_entry: Option<Moment>,
    /// Changes of the seat's own marks since then.
    pub changed_since: u32,
    /// Where the seat was.
    pub place: Option<PlaceNote>,
    /// Time of the last stage change and the head at it (核验号), first 16 hex.
    pub stage_head: Option<(Moment, Clean)>,
    /// Sheets entered for this seat that wait for its confirmation, or that this seat may confirm.
    pub to_confirm: Vec<(SeatId, Code)>,
    /// Amendments this seat may confirm (number), for secretary and supervisor.
    pub pending: Vec<(u64, Pending)>,
    /// Terminal settings kept for the seat.
    pub display: Display,
    /// The seat has read the 承诺 page.
    pub promised: bool,
    /// The meeting screen is open, and this seat may look at it.
    pub meeting: bool,
    /// What is kept for the seat (place, display, promise, typed text) is here. It comes some milliseconds after the
    /// record, when the store has opened; `Topic::Own` tells.
    pub kept: bool,
    /// As far as the record tells, the seat has worked here before.
    pub known: bool,
}

/// Display settings kept per seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// Ambiguous glyphs take two cells; `None`: never asked.
    pub ambiguous_two: Option<bool>,
    /// Line borders instead of ASCII.
    pub lines: bool,
}

/// Where a seat was when it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceNote {
    /// Dossier.
    pub dossier: Code,
    /// Item.
    pub item: Option<ItemId>,
    /// Basis.
    pub basis: Basis,
}

/// A row of the expert's or secretary's dossier list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRow {
    /// Code.
    pub code: Code,
    /// Trade.
    pub trade: Clean,
    /// Level as written.
    pub level: Clean,
    /// Priority field.
    pub field: Clean,
    /// Withdrawn.
    pub withdrawn: bool,
    /// A confidential person: read on paper.
    pub confidential: bool,
    /// The seat's own sheet (experts).
    pub own: Option<OwnSheet>,
}

/// How the seat's own sheet stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSheet {
    /// State.
    pub state: SheetState,
    /// Revision, to be named in writes.
    pub revision: u64,
    /// Declared.
    pub declared: bool,
    /// Items without a mark on either basis.
    pub missing: u32,
    /// Marked items on file, on site.
    pub marked: [u32; 2],
    /// A visit is due on this day.
    pub visit: Option<NaiveDate>,
    /// Signed halves.
    pub signed: [bool; 2],
    /// May be signed now (some half complete and unsigned).
    pub ready: bool,
    /// Own total by the basis rule, over what is marked; exact.
    pub total: Option<Ratio>,
    /// How much higher the own on-site marks are than the own file marks of the same items, weighted; `None` where no
    /// item has both.
    pub onsite_above_file: Option<Ratio>,
    /// Returned: section and reason.
    pub returned: Option<(Option<SectionId>, Clean)>,
    /// Asked back by the seat.
    pub asked_return: bool,
    /// Half-typed marks or notes wait.
    pub drafts: u32,
    /// Entered for the seat and not confirmed.
    pub unconfirmed: bool,
}

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

/// A half-typed mark or note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
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

/// A dossier for the secretary; from review, without its texts, for the supervisor.
#[derive(Clone, Debug)]
pub struct DossierView {
    /// Facts, all of them.
    pub facts: Facts,
    /// Counted honours by level.
    pub counts: Option<HonourCounts>,
    /// Whole years on the reference day, where the birth is known.
    pub age: Option<u32>,
    /// Young by the rules.
    pub young: Option<bool>,
    /// Texts, for whom they are; `None` for the secretary: the frozen copy could not be read.
    pub texts: Option<Arc<Texts>>,
    /// Withdrawn, with the reason.
    pub withdrawn: Option<Clean>,
    /// Secrecy checks.
    pub secrecy: Vec<SecrecyCheck>,
}

/// One cell of the progress matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressCell {
    /// State.
    pub state: SheetState,
    /// Missing items.
    pub missing: u32,
    /// An on-site half is due and not signed.
    pub onsite_open: bool,
    /// Every due half could be signed.
    pub ready: bool,
    /// Entered for the seat and not confirmed.
    pub unconfirmed: bool,
    /// The seat asks for it back.
    pub asked_return: bool,
    /// A signed version is there, also while the sheet is out.
    pub signed_once: bool,
    /// May be entered from paper: the seat itself touched nothing of it.
    pub from_paper: bool,
}

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressRow {
    /// Code.
    pub code: Code,
    /// Trade.
    pub trade: Clean,
    /// Withdrawn.
    pub withdrawn: bool,
    /// One cell a seat, in the seats' order.
    pub cells: Vec<ProgressCell>,
    /// Signed sheets.
    pub done: u32,
    /// Sheets that should come: experts who are not recused, abstaining, excused or replaced.
    pub due: u32,
}

/// States of all sheets: never a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Stage.
    pub stage: Stage,
    /// Expert seats, replaced ones too.
    pub seats: Vec<SeatCard>,
    /// Rows by code.
    pub rows: Vec<ProgressRow>,
    /// Signed sheets.
    pub signed: u32,
    /// Sheets that should come.
    pub due: u32,
    /// Sheets open by seat: (seat, how many, acted at all).
    pub open: Vec<(SeatId, u32, bool)>,
    /// Reasons (of recusals, returns, excuses, requests): from review only.
    pub reasons: Vec<(SeatId, Code, Clean)>,
}

/// The list with all that belongs to it.
#[derive(Clone, Debug)]
pub struct ListView {
    /// Title.
    pub title: Clean,
    /// Stage.
    pub stage: Stage,
    /// Quota.
    pub quota: u32,
    /// Number of events; 0 for experts.
    pub events: u64,
    /// Head of the journal, 64 hex; empty in `--marks` and for experts.
    pub head: Clean,
    /// The list. For experts: ranks, codes, scores, standings, honour counts and young yes/no; totals, sections,
    /// sheets, dropped ones, age, tied groups, the cut and what puts a line ahead are left out (0, empty, `None`).
    pub list: List,
    /// 分差过大: flagged section values, in the list's order.
    pub flags: Vec<Flag>,
    /// Decisions in force.
    pub decisions: Vec<Decided>,
    /// What keeps it from being final.
    pub obstacles: Vec<Obstacle>,
    /// Transcribed sheets nobody confirmed (a caution).
    pub unconfirmed: Vec<(SeatId, Code)>,
    /// Recused and abstaining seats by dossier.
    pub asides: Vec<(Code, SeatId, Aside)>,
    /// Amendments with the list before and after.
    pub amendments: Vec<Amendment>,
    /// Dissents.
    pub dissents: Vec<Dissent>,
    /// Sealed.
    pub sealed: bool,
}

/// What would change the ten, and how the experts agree (DESIGN §5.8).
#[derive(Clone, Debug)]
pub struct WhatIfView {
    /// Other readings, roundings, panels.
    pub what_if: WhatIf,
    /// Kendall's W.
    pub concordance: Concordance,
    /// How strict each seat is.
    pub severities: Vec<Severity>,
}

/// The tied group on the meeting screen (SCREENS §1): what everybody in the room may see of it, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingView {
    /// The rank they share.
    pub rank: u32,
    /// How many of the group's places lie within the quota.
    pub places: u32,
    /// The cut goes through the group.
    pub contested: bool,
    /// The age that counts as young, itself included.
    pub young: u32,
    /// Its members, by code.
    pub lines: Vec<MeetingLine>,
}

/// One member of the group on the meeting screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingLine {
    /// Code.
    pub code: Code,
    /// Published score.
    pub score: Fixed,
    /// Counted honours by level.
    pub honours: HonourCounts,
    /// Young by the rules.
    pub young: bool,
}

/// Another seat's sheet, signed version only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetView {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// State.
    pub state: SheetState,
    /// Signed marks; `None` where nothing was signed.
    pub marks: Option<Arc<Marks>>,
    /// Total of the signed marks.
    pub total: Option<Ratio>,
    /// Reason of recusal, abstention, excuse or return.
    pub reason: Clean,
    /// Reasons for keeping sections.
    pub explained: Vec<(SectionId, Clean)>,
    /// Entered by, confirmed by.
    pub transcribed: Option<(SeatId, Option<SeatId>)>,
    /// Items whose signed file mark is another than when the visit was signed. Without the mark from before, which no
    /// signed version may hold.
    pub changed_after_visit: Vec<ItemId>,
    /// Flagged sections.
    pub flagged: Vec<SectionId>,
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

/// A journal entry as a seat may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Number in the journal; for experts their own events are numbered from 1, since gaps would tell what others do.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub seat: SeatId,
    /// How.
    pub route: Route,
    /// What; `None` where it is masked. Where only a reason or a fact is hidden, that part is left empty.
    pub what: Option<Box<What>>,
    /// Digest, 64 hex; `None` where anything of the event is hidden.
    pub digest: Option<Clean>,
}

/// A piece of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogView {
    /// Entries, oldest first.
    pub entries: Vec<LogEntry>,
    /// Number of the last event (an expert: of the last own one).
    pub last: u64,
}

/// What `verify` found. An expert may only look for a receipt of its own, and is told whether all holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyView {
    /// The record itself holds; what was typed and is not in it stands among the troubles all the same.
    pub holds: bool,
    /// Events re-read; 0 for experts.
    pub events: u64,
    /// Head, 64 hex; empty for experts.
    pub head: Clean,
    /// What does not hold, then heads and receipt that are not in the chain; for experts the latter alone.
    pub troubles: Vec<crate::domain::Trouble>,
    /// A sealed list was compared.
    pub sealed: bool,
    /// Heads from outside were given, and all are in the chain.
    pub outside: bool,
    /// The event of the receipt asked for: number (an expert's own one), time, seat.
    pub receipt: Option<(u64, Moment, SeatId)>,
}

/// A mark as exported: one row of the CSV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRow {
    /// Whose.
    pub seat: SeatId,
    /// Which dossier.
    pub dossier: Code,
    /// Item and basis with points; `None` in rows that carry a note or a state.
    pub mark: Option<(ItemId, Basis, Points)>,
    /// Note or reason.
    pub note: Clean,
    /// State of the sheet.
    pub state: SheetState,
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
