//! The JSON of `tally`, `status` and `log` (DESIGN §5). Field names and their order are a promise to other programs.
//! Here are the words that stand in the data.

mod log;
mod status;
mod tally;

pub use log::entry;
pub use status::{
    AmendmentStatus, ChangedStatus, ListedStatus, ObstacleStatus, ReturnedStatus, SeatStatus, SheetStatus, Status,
};
pub use tally::{Heading, shown_tally, tally};

use serde::Serialize;

use crate::domain::tally::{AheadBy, Standing};
use crate::domain::{Role, Stage};

/// Plain data without maps of odd keys always become JSON; a fault would be ours, and then nothing is printed.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|text| text + "\n").unwrap_or_default()
}

/// The word of a standing in data.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Selected => "selected",
        Standing::Contested => "contested",
        Standing::Reserve => "reserve",
        Standing::BelowPass => "below-pass",
        Standing::Incomplete => "incomplete",
        Standing::Withdrawn => "withdrawn",
    }
}

/// The word of a step in data.
pub fn ahead_by(by: AheadBy) -> &'static str {
    match by {
        AheadBy::Score => "score",
        AheadBy::Honours => "honours",
        AheadBy::Age => "age",
        AheadBy::Panel => "panel",
        AheadBy::Tied => "tied",
    }
}

/// The word of a stage in data.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Setup => "setup",
        Stage::Scoring => "scoring",
        Stage::Review => "review",
        Stage::Final => "final",
    }
}

/// The word of a role in data.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Expert => "expert",
        Role::Secretary => "secretary",
        Role::Supervisor => "supervisor",
    }
}
