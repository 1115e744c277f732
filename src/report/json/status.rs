//! The JSON of `status`.

use serde::Serialize;

use super::{standing, written};
use crate::domain::{Amendment, Code, Obstacle, SealedLine, SeatId};

/// One sheet of `status`.
#[derive(Clone, Debug, Serialize)]
pub struct SheetStatus<'a> {
    /// Whose.
    pub seat: &'a str,
    /// Which dossier.
    pub dossier: &'a str,
    /// [`sheet_state`].
    pub state: &'static str,
    /// Items without a mark.
    pub missing: u32,
    /// An on-site half is due and not signed.
    pub onsite_open: bool,
    /// Entered for the seat and confirmed by nobody.
    pub unconfirmed: bool,
    /// What an expert's own returned sheet is to be looked at for; left out elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<ReturnedStatus<'a>>,
}

/// Why a sheet was given back.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnedStatus<'a> {
    /// The section, by id; `None`: the whole sheet.
    pub section: Option<&'a str>,
    /// The reason.
    pub reason: &'a str,
}

/// A sheet whose file marks were changed after the visit.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedStatus<'a> {
    /// Whose.
    pub seat: &'a str,
    /// Which dossier.
    pub dossier: &'a str,
    /// Which items.
    pub items: Vec<&'a str>,
}

/// An amendment that took effect, with the list before and after it.
#[derive(Clone, Debug, Serialize)]
pub struct AmendmentStatus<'a> {
    /// Its number.
    pub number: u64,
    /// Why.
    pub reason: &'a str,
    /// The list before; `None` where there was none yet.
    pub before: Option<Vec<ListedStatus<'a>>>,
    /// The list after.
    pub after: Option<Vec<ListedStatus<'a>>>,
}

/// A line of the list before or after an amendment.
#[derive(Clone, Debug, Serialize)]
pub struct ListedStatus<'a> {
    /// Its rank.
    pub rank: Option<u32>,
    /// Its code.
    pub code: &'a str,
    /// [`standing`].
    pub standing: &'static str,
    /// A reduced fraction.
    pub exact: Option<&'a str>,
}

impl<'a> From<&'a Amendment> for AmendmentStatus<'a> {
    fn from(amendment: &'a Amendment) -> Self {
        fn listed(lines: &[SealedLine]) -> Vec<ListedStatus<'_>> {
            let each = lines.iter().map(|line| ListedStatus {
                rank: line.rank,
                code: line.code.as_str(),
                standing: standing(line.standing),
                exact: Some(line.exact.as_str()).filter(|exact| !exact.is_empty()),
            });
            each.collect()
        }
        let Amendment { number, reason, lists } = amendment;
        Self {
            number: *number,
            reason,
            before: lists.as_ref().map(|(before, _)| listed(before)),
            after: lists.as_ref().map(|(_, after)| listed(after)),
        }
    }
}

/// One seat of `status`.
#[derive(Clone, Debug, Serialize)]
pub struct SeatStatus<'a> {
    /// Its id.
    pub seat: &'a str,
    /// [`role`](super::role).
    pub role: &'static str,
    /// Who took it over.
    pub replaced_by: Option<&'a str>,
    /// Sheets still to come; `None` for seats without sheets, and where the asking seat may not know.
    pub open: Option<u32>,
}

/// One obstacle to final, as data.
#[derive(Clone, Debug, Serialize)]
pub struct ObstacleStatus {
    /// contested, returned, missing, deviation, secrecy, incomplete, pending.
    pub kind: &'static str,
    /// Whose sheet.
    pub seat: Option<String>,
    /// Which dossiers.
    pub dossiers: Vec<String>,
    /// Which section.
    pub section: Option<String>,
    /// Rank of a contested group.
    pub rank: Option<u32>,
    /// Places left in it.
    pub places: Option<u32>,
    /// Number of a pending amendment.
    pub number: Option<u64>,
}

impl From<&Obstacle> for ObstacleStatus {
    fn from(obstacle: &Obstacle) -> Self {
        let bare = |kind| Self {
            kind,
            seat: None,
            dossiers: Vec::new(),
            section: None,
            rank: None,
            places: None,
            number: None,
        };
        let sheet = |kind, seat: &SeatId, code: &Code| Self {
            seat: Some(seat.to_string()),
            dossiers: vec![code.to_string()],
            ..bare(kind)
        };
        match obstacle {
            Obstacle::Contested(rank, codes, places) => Self {
                dossiers: codes.iter().map(ToString::to_string).collect(),
                rank: Some(*rank),
                places: Some(*places),
                ..bare("contested")
            },
            Obstacle::SheetOut(seat, code) => sheet("returned", seat, code),
            Obstacle::Missing(seat, code) => sheet("missing", seat, code),
            Obstacle::Deviation(seat, code, section) => {
                Self { section: Some(section.to_string()), ..sheet("deviation", seat, code) }
            }
            Obstacle::Secrecy(code) => Self { dossiers: vec![code.to_string()], ..bare("secrecy") },
            Obstacle::Incomplete(code) => Self { dossiers: vec![code.to_string()], ..bare("incomplete") },
            Obstacle::Pending(number) => Self { number: Some(*number), ..bare("pending") },
        }
    }
}

/// The JSON of `shouxi status --format json`.
#[derive(Clone, Debug, Serialize)]
pub struct Status<'a> {
    /// The panel's title.
    pub title: &'a str,
    /// [`stage`](super::stage).
    pub stage: &'static str,
    /// The quota.
    pub quota: u32,
    /// The asking seat.
    pub seat: &'a str,
    /// The seat was named, not proved.
    pub claimed: bool,
    /// 核验号 of the last stage change, 16 hex.
    pub stage_head: Option<&'a str>,
    /// Signed sheets and sheets due; `None` where the seat may not know.
    pub signed: Option<u32>,
    /// Sheets that should come.
    pub due: Option<u32>,
    /// All seats.
    pub seats: Vec<SeatStatus<'a>>,
    /// Sheets: for an expert the own ones, otherwise all.
    pub sheets: Vec<SheetStatus<'a>>,
    /// What keeps the list from being final; from review, for secretary and supervisor.
    pub obstacles: Vec<ObstacleStatus>,
    /// Numbers of amendments that this seat may confirm.
    pub pending: Vec<u64>,
    /// Sheets whose file marks were changed after the visit; from review, for secretary and supervisor.
    pub changed_after_visit: Vec<ChangedStatus<'a>>,
    /// Amendments with the list before and after; from review, for secretary and supervisor.
    pub amendments: Vec<AmendmentStatus<'a>>,
    /// Transcribed sheets that this seat may confirm: seat, dossier.
    pub to_confirm: Vec<[&'a str; 2]>,
}

impl Status<'_> {
    /// In one line.
    pub fn written(&self) -> String {
        written(self)
    }
}
