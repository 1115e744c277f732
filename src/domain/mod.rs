//! The rules of a review: pure, no clock, no I/O, no terminal. Depends on `text` alone.

mod apply;
mod batch;
mod command;
pub mod decide;
mod decision;
mod dossier;
mod event;
mod finding;
mod history;
mod ids;
mod ladder;
mod notice;
mod points;
mod ratio;
mod refusal;
pub mod rights;
mod rules;
mod seat;
mod sheet;
mod state;
pub mod tally;
mod trouble;

pub use batch::{BatchKind, Fact, RulesHead, facts_of};
pub use command::{Actor, Amended, Command, RowAside, RowMark, SheetRows};
pub use decide::decide;
pub use decision::{DecidedGroup, DecidedMember, Decision, Votes};
pub use dossier::{Award, Born, Facts, Honour, HonourCounts, HonourLevel, Level, Texts};
pub use event::{Aside, Basis, Event, Half, How, MarkSet, Moment, Route, SealedLine, Stage, What};
pub use finding::{Expected, Finding, FindingKind, Place, Severity};
pub use history::{Change, Changes, History, Touched};
pub use ids::{Code, IdError, ItemId, SeatId, SectionId};
pub use ladder::{Height, Heights, Rung, Spread, heights, ladder, onsite_above_file, spread};
pub use notice::{LetGo, Notice};
pub use points::{Points, PointsError};
pub use ratio::{Fixed, Overflow, Ratio, Rounding};
pub use refusal::{AmendRefusal, Obstacle, Refusal, RowRefusal, VoteRefusal};
pub use rules::{
    Average, Band, BasisRule, Compare, ExpertsSee, HonourReading, Item, Rules, Scoring, Section, TallyRules, TieStep,
    limit,
};
pub use seat::{Panel, Paper, Role, Seat, Visit};
pub use sheet::{Marks, Pair, Returned, Sheet, SheetState, Transcribed};
pub use state::{Amendment, Decided, Dissent, Misfit, Pending, SecrecyCheck, State};
pub use trouble::{Cause, Damage, Exposure, RecordTrouble, Trouble, Unfit};
