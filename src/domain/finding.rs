//! What `check` reports: every finding at once, with its place (DESIGN §2).

use super::{Cause, Code, IdError, ItemId, Points, PointsError, SeatId, SectionId};
use crate::text::Clean;

/// Where in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path below the panel folder.
    pub file: Clean,
    /// Line from 1; 0 where the whole file is meant.
    pub line: u32,
    /// Column in characters from 1; 0 where the whole file is meant, or a whole row of a marks file.
    pub column: u32,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Scoring cannot open.
    Error,
    /// Needs no answer.
    Caution,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub what: FindingKind,
}

/// What is wrong or worth a look. The key names are as written in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    // errors of reading
    /// The file is not there.
    NoFile,
    /// It could not be read.
    Unreadable(Cause),
    /// Larger than the limit; both in bytes.
    FileTooLarge {
        /// What is allowed.
        limit: u64,
        /// What lies there.
        length: u64,
    },
    /// With this file all dossiers together are larger than the limit, in bytes.
    FolderTooLarge {
        /// What is allowed.
        limit: u64,
    },
    /// Not UTF-8; GBK if it looks like it.
    NotUtf8 {
        /// The bytes decode as GBK.
        looks_gbk: bool,
    },
    /// Not TOML; what the parser said, in English.
    Syntax(Clean),
    /// A link out of the folder, or in a circle.
    Link,
    /// Nested too deeply.
    TooDeep,
    /// A directory, a pipe or a device where a file should be.
    NotAFile,
    // errors of content
    /// An unknown key; the nearest known one.
    UnknownKey(Clean, Option<Clean>),
    /// A required key is missing.
    MissingKey(&'static str),
    /// Of the wrong kind; what is expected.
    WrongType(Clean, Expected),
    /// Not one of the allowed words; the words.
    NotOneOf(Clean, Vec<Clean>),
    /// An id with a wrong character or length.
    BadId(Clean, IdError),
    /// A number that is not one.
    BadNumber(Clean, PointsError),
    /// A number outside its range: key, lowest, highest.
    OutOfRange(Clean, Clean, Clean),
    /// Off the step.
    OffStep(Clean, Points),
    /// A date that is not one, or in an odd form.
    BadDate(Clean),
    /// A text longer than allowed: limit, length, in characters.
    TooLong(usize, usize),
    /// More entries than allowed.
    TooMany(&'static str, usize),
    /// Split basis not adding up to 100.
    BasisSum(u32),
    /// A band above the item's maximum.
    BandAboveMax(Points),
    /// Two bands begin at the same mark, or they are not in falling order.
    BandOrder,
    /// No band covers 0: marks below the lowest have none.
    BandGap(Points),
    /// A section with both `max` and items.
    BothMaxAndItems(SectionId),
    /// A section with neither.
    NoMaxNoItems(SectionId),
    /// An id used twice; what of.
    Repeated(&'static str, Clean),
    /// A tie step twice.
    RepeatedTieStep,
    /// All weights 0.
    NoWeight,
    /// Pass above the maximum.
    PassAboveMax(Points, Clean),
    /// No section.
    NoSection,
    /// No expert seat.
    NoExpert,
    /// A visit names an unknown dossier.
    VisitNoDossier(Code),
    /// A visit names a seat that is no expert.
    VisitNoExpert(SeatId),
    /// Two accounts or keys for one seat, or one for two seats.
    AccountTwice(Clean),
    /// An SSH key that is none: not the line of a `.pub` file.
    NotAKey(Clean),
    /// A quote in a marks file that is opened and never closed.
    OpenQuote,
    /// A row of a marks file with fewer or more fields than the first line names.
    RowWidth {
        /// Columns of the first line.
        columns: usize,
        /// Fields of the row.
        fields: usize,
    },
    /// No dossier at all.
    NoDossier,
    /// A code other than the file's name.
    CodeNotFileName(Code, Clean),
    /// A level below 高级技师, or unknown.
    LevelTooLow(Clean),
    /// A text for a section that the form does not have.
    TextNoSection(Clean, Option<Clean>),
    /// A confidential dossier with text, awards, titles or birth date: the key.
    ConfidentialHas(&'static str),
    /// `young` in a dossier that is not confidential.
    YoungNotConfidential,
    /// The same honour twice.
    HonourTwice(Clean),
    /// Born after the reference day, or before 1900.
    BornImplausible,
    // cautions
    /// Quota above 10.
    QuotaAboveTen(u32),
    /// No secretary seat: nobody can close.
    NoSecretary,
    /// Over 55 on the reference day.
    Over55(u32),
    /// An earlier title: new results of the last four years must be stated.
    EarlierTitle(i32),
    /// No text for a section.
    MissingText(Clean),
    /// No story.
    MissingStory,
    /// Story over 1,100 characters.
    LongStory(usize),
    /// One honour title at two levels.
    TitleAtTwoLevels(Clean),
    /// Text that looks like a name.
    LooksLikeName(Clean),
    /// … like a phone number.
    LooksLikePhone(Clean),
    /// … like an ID number.
    LooksLikeIdNumber(Clean),
    /// … like a patent number.
    LooksLikePatent(Clean),
    /// … like an employer.
    LooksLikeEmployer(Clean),
    /// A code not of the drawn form.
    CodeNotDrawn(Code),
    /// Only the month of birth is known, and it decides whether the person is young or over 55.
    MonthMatters,
    /// Control characters, bidi marks or zero-width characters were removed.
    Cleaned(usize),
    /// A file in `dossiers/` that is not `*.toml`.
    Ignored,
    /// `drop` never takes effect with these seats.
    DropNeverApplies,
    /// Fewer expert seats than `min_sheets`.
    FewerSeatsThanMin,
    /// Items without any band: experts see no help.
    NoBands(ItemId),
}

/// What a key should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Text in quotes.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// true or false.
    Truth,
    /// A date.
    Date,
    /// A list.
    List,
    /// A table.
    Table,
}

impl FindingKind {
    /// Errors keep scoring from opening; cautions need no answer.
    pub fn severity(&self) -> Severity {
        use FindingKind as K;
        match self {
            K::QuotaAboveTen(_)
            | K::NoSecretary
            | K::Over55(_)
            | K::EarlierTitle(_)
            | K::MissingText(_)
            | K::MissingStory
            | K::LongStory(_)
            | K::TitleAtTwoLevels(_)
            | K::LooksLikeName(_)
            | K::LooksLikePhone(_)
            | K::LooksLikeIdNumber(_)
            | K::LooksLikePatent(_)
            | K::LooksLikeEmployer(_)
            | K::CodeNotDrawn(_)
            | K::MonthMatters
            | K::Cleaned(_)
            | K::Ignored
            | K::DropNeverApplies
            | K::FewerSeatsThanMin
            | K::NoBands(_)
            | K::BandGap(_) => Severity::Caution,
            _ => Severity::Error,
        }
    }
}
