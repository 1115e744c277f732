//! The JSON of `tally`, `status` and `log` (DESIGN §5). Field names and their order are a promise to other programs.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::desk::view::{ListView, LogEntry};
use crate::domain::tally::{AheadBy, List, Ranked, Standing};
use crate::domain::{Amendment, Fixed, HonourCounts, Obstacle, Role, Route, SealedLine, SectionId, Stage};

/// What is known of a tally besides its list.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// The panel's title.
    pub title: &'a str,
    /// The quota.
    pub quota: u32,
    /// Number of events; 0 where no journal was read.
    pub events: u64,
    /// The journal's head, 64 hex; empty where no journal was read.
    pub head: &'a str,
}

impl<'a> Heading<'a> {
    /// Of a list from the journal.
    pub fn of(view: &'a ListView) -> Self {
        Self { title: &view.title, quota: view.quota, events: view.events, head: &view.head }
    }
}

#[derive(Serialize)]
struct Tally<'a> {
    title: &'a str,
    quota: u32,
    events: u64,
    head: Option<&'a str>,
    candidates: Candidates<'a>,
}

struct Candidates<'a>(&'a List);

impl Serialize for Candidates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.lines.iter().map(Candidate::of))
    }
}

#[derive(Serialize)]
struct Candidate<'a> {
    rank: Option<u32>,
    code: &'a str,
    standing: &'static str,
    score: Option<String>,
    exact: Option<String>,
    sheets: u32,
    dropped: Dropped<'a>,
    sections: Sections<'a>,
    honours: Honours,
    age: Option<u32>,
    ahead_by: Option<&'static str>,
}

impl<'a> Candidate<'a> {
    fn of(ranked: &'a Ranked) -> Self {
        let line = &*ranked.line;
        Self {
            rank: ranked.rank,
            code: line.code.as_str(),
            standing: standing(ranked.standing),
            score: line.score.map(|score| score.to_string()),
            exact: line.exact.map(|exact| exact.to_string()),
            sheets: line.sheets,
            dropped: Dropped(ranked),
            sections: Sections(&line.sections),
            honours: Honours::of(line.honours),
            age: line.age,
            ahead_by: ranked.ahead_by.map(ahead_by),
        }
    }
}

struct Dropped<'a>(&'a Ranked);

impl Serialize for Dropped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.line.dropped.len()))?;
        for seat in &self.0.line.dropped {
            seq.serialize_element(seat.as_str())?;
        }
        seq.end()
    }
}

/// A map in the form's order, not the alphabet's.
struct Sections<'a>(&'a [(SectionId, Fixed)]);

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (section, value) in self.0 {
            map.serialize_entry(section.as_str(), &value.to_string())?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Honours {
    national: u32,
    provincial: u32,
    municipal: u32,
}

impl Honours {
    fn of(counts: HonourCounts) -> Self {
        Self { national: counts.national, provincial: counts.provincial, municipal: counts.municipal }
    }
}

/// The JSON of `shouxi tally --format json`, in one line.
pub fn tally(heading: Heading<'_>, list: &List) -> String {
    let Heading { title, quota, events, head } = heading;
    let head = Some(head).filter(|head| !head.is_empty());
    written(&Tally { title, quota, events, head, candidates: Candidates(list) })
}

#[derive(Serialize)]
struct ShownTally<'a> {
    title: &'a str,
    quota: u32,
    candidates: Vec<Shown<'a>>,
}

/// A line as experts are shown it.
#[derive(Serialize)]
struct Shown<'a> {
    rank: Option<u32>,
    code: &'a str,
    standing: &'static str,
    score: Option<String>,
    honours: Honours,
    young: bool,
}

/// The list as experts are shown it after final (DESIGN §7): what is kept from them is left out, not written as 0 or
/// null; `young` stands in for the age.
pub fn shown_tally(title: &str, quota: u32, list: &List) -> String {
    let each = list.lines.iter().map(|ranked| {
        let line = &*ranked.line;
        Shown {
            rank: ranked.rank,
            code: line.code.as_str(),
            standing: standing(ranked.standing),
            score: line.score.map(|score| score.to_string()),
            honours: Honours::of(line.honours),
            young: line.young,
        }
    });
    written(&ShownTally { title, quota, candidates: each.collect() })
}

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
    /// [`role`].
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
        let sheet = |kind, seat: &crate::domain::SeatId, code: &crate::domain::Code| Self {
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
    /// [`stage`].
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

#[derive(Serialize)]
struct Entry<'a> {
    number: u64,
    at: i64,
    seat: &'a str,
    route: &'static str,
    via: Option<String>,
    masked: bool,
    text: Option<String>,
    digest: Option<&'a str>,
}

/// One line of `shouxi log --format jsonl`; `text` is the event in words, none where it is masked.
pub fn entry(entry: &LogEntry, text: Option<String>) -> String {
    let (route, via) = match &entry.route {
        Route::Local => ("local", None),
        Route::Socket(uid) => ("socket", Some(uid.to_string())),
        Route::Key(fingerprint) => ("key", Some(fingerprint.to_string())),
        Route::Import => ("import", None),
        Route::Carried => ("carried", None),
    };
    let masked = entry.what.is_none();
    let digest = entry.digest.as_deref();
    written(&Entry {
        number: entry.number,
        at: entry.at.0,
        seat: entry.seat.as_str(),
        route,
        via,
        masked,
        text,
        digest,
    })
}
