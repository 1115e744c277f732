//! The secretary's and the supervisor's screens.
//!
//! - [`Matrix`] 进度, [`Ranking`] 汇总: the two tables; [`Sheets`] every sheet of one dossier;
//! - [`Queue`]: things to be settled one by one: findings before opening, what is missing, what keeps the list from
//!   being final, deviations, what waits for a second seat;
//! - [`Story`]: texts made of the list: why a rank is what it is, other ways to compute, lists before and after;
//! - [`Entry`] 代录: a paper sheet, mark by mark; [`Meeting`] 会议屏;
//! - [`Decide`] the panel's votes, [`Reading`] a dossier, [`Journal`] 日志, [`Verify`] 核验;
//! - `errand`: acts with their reason, number or 9; `narrowed`: what their tables are narrowed to;
//! - `legend`: the signs of the matrix.

mod ballot;
mod decide;
mod entry;
mod errand;
mod journal;
mod legend;
mod look;
mod matrix;
mod meeting;
mod narrowed;
mod queue;
mod ranking;
mod reading;
mod sheets;
mod story;
mod verify;

pub use ballot::{Ballot, Matter};
pub use decide::{Decide, Place, count_text};
pub use entry::Entry;
pub use errand::Errand;
pub use journal::{DETAIL_ROWS as JOURNAL_DETAIL, Journal};
pub use legend::{LEGEND_GAP, glance, legend_lines};
pub use matrix::Matrix;
pub use meeting::{HEAD_ROWS as MEETING_HEAD, MEMBER_ROWS as MEETING_ROWS, Meeting};
pub use queue::{DETAIL_ROWS, Kind, Queue, QueueRow, Target};
pub use ranking::{Ranking, WIDE};
pub use reading::Reading;
pub use sheets::{DETAIL as SHEET_DETAIL, Row as SheetRow, Sheets, Source};
pub use story::{About, Story, proof_text, what_if_text};
pub use verify::Verify;

use crate::desk::view::Home;
use crate::domain::{Role, Stage};
use crate::tui::app::Screen;

/// The first page of secretary and supervisor, by the stage.
pub(in crate::tui::app) fn first_page(home: &Home) -> Screen {
    match (home.seat.role, home.stage) {
        (Role::Secretary, Stage::Setup) => Queue::new(Kind::Files).into(),
        (_, Stage::Review | Stage::Final) => Ranking::default().into(),
        (_, Stage::Setup | Stage::Scoring) => Matrix::default().into(),
    }
}
