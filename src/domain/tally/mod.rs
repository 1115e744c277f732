//! From signed sheets to a ranked list (DESIGN §5): `rank(rules, lines)` over `line(rules, facts, sheets)`.
//!
//! Invariant of the room: exact integers and fractions only, each score rounded once, and the order of
//! what is handed in never matters. Nothing here reads a clock, a file or another seat's rights.
//!
//! - `counted`: one sheet's section values and total;
//! - `line`: one dossier's counted sheets to its score;
//! - `order`: the steps that put one line ahead of another;
//! - `rank`: ranks, tied groups and standings within the quota;
//! - `decided`: which recorded decision still fits the list;
//! - `whatif`, `concordance`, `deviation`: what is told beside the list, never applied;
//! - `proof`: how a score and a rank came about, as data.

mod concordance;
mod counted;
mod decided;
mod deviation;
mod line;
mod order;
mod proof;
mod rank;
#[cfg(test)]
pub(super) mod sample;
mod whatif;

pub use concordance::{Concordance, Severity, concordance, severities};
pub use counted::{CountedSheet, Lone};
pub use decided::{alone_as_decided, decided_incomplete, group_as_decided, holds, incomplete_as_decided};
pub use deviation::{Flag, deviations};
pub use line::{Line, line};
pub use order::AheadBy;
pub use proof::{Part, Proof, Step, StepKind, Versus, Why, proof};
pub use rank::{Cut, Group, List, Ranked, rank};
pub use whatif::{Alternative, Case, Change, Dropping, Moved, Placing, WhatIf, what_if};

/// Where a dossier stands on the list 去向.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// 拟推荐.
    Selected,
    /// 待议决: its group straddles the cut.
    Contested,
    /// 未列入.
    Reserve,
    /// 未达合格线.
    BelowPass,
    /// 待补评.
    Incomplete,
    /// 已撤回.
    Withdrawn,
}
