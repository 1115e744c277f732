//! What is settled before anyone scores (DESIGN §2, `panel.toml`).

use chrono::NaiveDate;

use super::{ItemId, Pair, Points, Refusal, Rounding, SectionId};
use crate::text::Clean;

/// Limits of DESIGN §2.
pub mod limit {
    /// Items of a form.
    pub const ITEMS: usize = 64;
    /// Seats of a panel.
    pub const SEATS: usize = 200;
    /// Dossiers of a panel.
    pub const DOSSIERS: usize = 5_000;
    /// Characters of one note or reason.
    pub const NOTE_CHARS: usize = 2_000;
    /// Characters of one dossier's text.
    pub const TEXT_CHARS: usize = 60_000;
    /// Rows of a marks file.
    pub const ROWS: usize = 240_000;
    /// Characters of a title, name, trade and the like.
    pub const NAME_CHARS: usize = 200;
    /// Bands of one item.
    pub const BANDS: usize = 10;
    /// Characters of a band's text.
    pub const BAND_CHARS: usize = 500;
    /// Honours, awards, employers of one entry: 60 of 200 Chinese characters stay below the 64 KiB of an event.
    pub const ENTRIES: usize = 60;
}

/// The rules of one review. Frozen at opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Shown on every screen and paper.
    pub title: Clean,
    /// A hard cap on the selected, at least 1.
    pub quota: u32,
    /// Ages and the four-year window count on this day.
    pub as_of: NaiveDate,
    /// How marks are given.
    pub scoring: Scoring,
    /// How they become a list.
    pub tally: TallyRules,
    /// What experts see after final.
    pub experts: ExpertsSee,
    /// The form, in its order.
    pub sections: Vec<Section>,
}

/// `[scoring]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoring {
    /// Smallest difference between two marks, above 0.
    pub step: Points,
    /// Which mark counts where both bases have one.
    pub basis: BasisRule,
    /// Percent of a section's maximum from which a difference is flagged (0–100, "more than").
    pub deviation: Points,
}

/// Which mark counts where an item has one on each basis; a lone mark counts in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BasisRule {
    /// The on-site one.
    OnsiteFirst,
    /// Both, in percent adding up to 100.
    Split {
        /// Percent of the on-site mark.
        onsite: u8,
        /// Percent of the file mark.
        file: u8,
    },
}

impl BasisRule {
    /// What an item counts, in 10⁻⁶ points (a mark in 10⁻⁴, split by percent); `None` without any mark.
    pub fn value(self, [file, onsite]: Pair) -> Option<i64> {
        let share = |points: Points, percent: u8| points.units() * i64::from(percent);
        match (self, file, onsite) {
            (Self::Split { onsite: on, file: off }, Some(file), Some(onsite)) => {
                Some(share(file, off) + share(onsite, on))
            }
            (_, file, onsite) => onsite.or(file).map(|mark| share(mark, 100)),
        }
    }
}

/// `[tally]` (DESIGN §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyRules {
    /// What is averaged.
    pub average: Average,
    /// Highest and lowest dropped at each end …
    pub drop: u32,
    /// … once this many sheets count.
    pub drop_from: u32,
    /// Fewer counted sheets: incomplete.
    pub min_sheets: u32,
    /// Published decimals, 0–4.
    pub decimals: u8,
    /// How the published score is cut.
    pub rounding: Rounding,
    /// What the order compares.
    pub compare: Compare,
    /// Pass mark against the published score.
    pub pass: Option<Points>,
    /// Steps after the score, each at most once.
    pub tie_break: Vec<TieStep>,
    /// Which reading of the honours rule.
    pub honours: HonourReading,
    /// Whole years up to which a person counts as young, included.
    pub young: u32,
}

/// What is averaged over the counted sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Average {
    /// The sheets' totals.
    Total,
    /// Each section by itself, rounded, times weight, added.
    Section,
}

/// What the order compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// The rounded score.
    Published,
    /// The unrounded one.
    Exact,
}

/// A step after the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TieStep {
    /// Honour levels and counts.
    Honours,
    /// `young` or younger first.
    Age,
}

/// The three defensible readings of the honours rule (DOMAIN §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HonourReading {
    /// (national, provincial, municipal) counts in turn.
    ByLevel,
    /// The highest level held, then the count there.
    TopLevel,
    /// The highest level, then all honours.
    TopThenTotal,
}

impl HonourReading {
    /// All readings, for what-would-change.
    pub const ALL: [Self; 3] = [Self::ByLevel, Self::TopLevel, Self::TopThenTotal];
}

/// `[view] experts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpertsSee {
    /// Nothing of the result.
    Nothing,
    /// Ranks, codes, scores, honour counts and young yes/no, after final.
    List,
}

/// A section of the form 板块.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Its name on screen and paper.
    pub name: Clean,
    /// Factor of the section's value in the total.
    pub weight: Points,
    /// One item bearing the section's id, or its criteria.
    pub items: Vec<Item>,
    /// Scored as a whole.
    pub whole: bool,
}

/// What gets one mark 评分项.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id; a whole section's item has the section's.
    pub id: ItemId,
    /// Its name.
    pub name: Clean,
    /// Highest mark, on the step.
    pub max: Points,
    /// From the highest band to the lowest.
    pub bands: Vec<Band>,
}

/// A named range of marks, from `from` up to the next band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// 优, 良, 中, 差.
    pub name: Clean,
    /// Lowest mark of the band, on the step.
    pub from: Points,
    /// What earns it.
    pub text: Clean,
}

impl Section {
    /// Σ max of its items.
    pub fn max(&self) -> i64 {
        self.items.iter().map(|item| item.max.units()).sum()
    }
}

impl Item {
    /// The band a mark falls in.
    pub fn band(&self, points: Points) -> Option<&Band> {
        self.bands.iter().filter(|band| band.from <= points).max_by_key(|band| band.from)
    }
}

impl Rules {
    /// Whether an item takes a mark: within its maximum and on the step. Every way a mark comes in asks here.
    pub fn takes(&self, item: &Item, points: Points) -> Result<(), Refusal> {
        let (name, step) = (&item.name, self.scoring.step);
        if points > item.max {
            return Err(Refusal::Range { item: name.clone(), max: item.max, typed: points });
        }
        if !points.lies_on(step) {
            return Err(Refusal::Step { item: name.clone(), step, typed: points });
        }
        Ok(())
    }

    /// All items in the form's order; a sheet keeps its marks in this order.
    pub fn items(&self) -> impl Iterator<Item = (&Section, &Item)> {
        self.sections.iter().flat_map(|section| section.items.iter().map(move |item| (section, item)))
    }

    /// How many items the form has.
    pub fn item_count(&self) -> usize {
        self.sections.iter().map(|section| section.items.len()).sum()
    }

    /// An item's place in the form, and the item.
    pub fn item(&self, id: &ItemId) -> Option<(usize, &Section, &Item)> {
        self.items()
            .enumerate()
            .find(|(_, (_, item))| item.id == *id)
            .map(|(place, (section, item))| (place, section, item))
    }

    /// The places of several items, in the order given: forms are filled in their order, so that of each the item after
    /// the one before is looked at first. `None` where one is unknown.
    pub fn places<'i>(&self, ids: impl Iterator<Item = &'i ItemId>) -> Option<Vec<usize>> {
        let mut next = self.items().enumerate();
        let place = |id: &ItemId| match next.next() {
            Some((place, (_, item))) if item.id == *id => Some(place),
            _ => {
                next = self.items().enumerate();
                next.find(|(_, (_, item))| item.id == *id).map(|(place, _)| place)
            }
        };
        ids.map(place).collect()
    }

    /// A section by id.
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == *id)
    }

    /// Σ max × weight, in 10⁻⁸ points.
    pub fn total_max(&self) -> i128 {
        self.sections.iter().map(|s| i128::from(s.max()) * i128::from(s.weight.units())).sum()
    }
}
