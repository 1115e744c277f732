//! 会议屏: the tied group that the secretary shows to the room. No seat's numbers, no totals, no titles.

use super::build::Eye;
use crate::domain::rights::Thing;
use crate::domain::{Code, Fixed, HonourCounts, Refusal};

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

/// Whether it is open and this seat may look at it.
pub(super) fn is_open(eye: &Eye<'_>) -> Result<bool, Refusal> {
    let open = eye.state.meeting_group().map_err(|_| Refusal::Overflow)?.is_some();
    Ok(open && eye.may(Thing::Meeting { open }))
}

/// The group as it stands now; hidden where it is closed, or where the group it was opened for is none any more.
pub(super) fn meeting(eye: &Eye<'_>) -> Result<MeetingView, Refusal> {
    let group = eye.state.meeting_group().map_err(|_| Refusal::Overflow)?;
    eye.need(Thing::Meeting { open: group.is_some() })?;
    let (list, group) = group.ok_or(Refusal::Hidden)?;
    let rules = eye.opened()?;
    let members = group.codes.iter().filter_map(|code| list.line(code)).filter_map(|ranked| {
        let line = &ranked.line;
        Some(MeetingLine { code: line.code.clone(), score: line.score?, honours: line.honours, young: line.young })
    });
    Ok(MeetingView {
        rank: group.rank,
        places: group.places,
        contested: group.contested,
        young: rules.tally.young,
        lines: members.collect(),
    })
}
