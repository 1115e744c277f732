//! One seat's sheet for one dossier 评分表: marks, signatures, and what happened to it (DESIGN §3).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Aside, Basis, Change, Half, History, How, Moment, Points, Rules, SeatId, SectionId, Touched};
use crate::text::Clean;

/// Marks of one item: on file, on site.
pub type Pair = [Option<Points>; 2];

/// The marks of a sheet, in the form's order, with their notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// One pair an item; 0 is a mark, `None` is 未评.
    pub points: Vec<Pair>,
    /// Notes to single marks.
    pub notes: BTreeMap<(usize, Basis), Clean>,
    /// The sheet's own note.
    pub note: Clean,
}

impl Marks {
    /// An empty sheet for a form of `items` items.
    pub fn empty(items: usize) -> Self {
        Self { points: vec![[None; 2]; items], ..Self::default() }
    }

    /// A mark, where there is one.
    pub fn get(&self, item: usize, basis: Basis) -> Option<Points> {
        let pair = self.points.get(item)?;
        match basis {
            Basis::File => pair[0],
            Basis::Onsite => pair[1],
        }
    }

    /// Sets or clears a mark; outside the form nothing happens.
    pub fn set(&mut self, item: usize, basis: Basis, points: Option<Points>) {
        if let Some(pair) = self.points.get_mut(item) {
            match basis {
                Basis::File => pair[0] = points,
                Basis::Onsite => pair[1] = points,
            }
        }
    }

    /// Places of items without a mark on either basis.
    pub fn missing(&self) -> impl Iterator<Item = usize> {
        self.points.iter().enumerate().filter(|(_, pair)| pair.iter().all(Option::is_none)).map(|(place, _)| place)
    }

    /// Whether no mark was ever set (notes aside).
    pub fn is_blank(&self) -> bool {
        self.points.iter().flatten().all(Option::is_none)
    }

    /// Whether any on-site mark is there: the sheet is 实名.
    pub fn has_onsite(&self) -> bool {
        self.points.iter().any(|pair| pair[1].is_some())
    }
}

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SheetState {
    /// Never opened.
    Unopened,
    /// No conflict declared, nothing marked.
    Declared,
    /// Marked, not (wholly) signed.
    Drafting,
    /// 定稿: every half that is due is signed.
    Signed,
    /// 已退回: counts with its last signed marks until signed again.
    Returned,
    /// Recused or abstained.
    Aside(Aside),
    /// 缺席核准.
    Excused,
    /// The seat was replaced.
    Replaced,
}

impl SheetState {
    /// All there are.
    pub const ALL: [Self; 10] = [
        Self::Unopened,
        Self::Declared,
        Self::Drafting,
        Self::Signed,
        Self::Returned,
        Self::Aside(Aside::Conflict),
        Self::Aside(Aside::Recognised),
        Self::Aside(Aside::Abstained),
        Self::Excused,
        Self::Replaced,
    ];

    /// Whether a signature is still to come: it asks its expert for something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unopened | Self::Declared | Self::Drafting | Self::Returned)
    }

    /// Whether the seat gives this dossier no marks: recused, abstaining, excused, replaced.
    pub fn is_out(self) -> bool {
        matches!(self, Self::Aside(_) | Self::Excused | Self::Replaced)
    }

    /// Its word in files (DESIGN §2): the `state` of the marks file, and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unopened => "unopened",
            Self::Declared => "declared",
            Self::Drafting => "drafting",
            Self::Signed => "signed",
            Self::Returned => "returned",
            Self::Aside(Aside::Conflict) => "recused-conflict",
            Self::Aside(Aside::Recognised) => "recused-recognised",
            Self::Aside(Aside::Abstained) => "abstained",
            Self::Excused => "excused",
            Self::Replaced => "replaced",
        }
    }
}

/// A return in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Which section, if one.
    pub section: Option<SectionId>,
    /// The secretary's reason.
    pub reason: Clean,
    /// When.
    pub at: Moment,
    /// Number of the event, after which a change or an explanation answers it.
    pub number: u64,
}

/// A sheet entered from paper or by CSV for the seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcribed {
    /// Who entered it.
    pub by: SeatId,
    /// Who confirmed it.
    pub confirmed: Option<SeatId>,
}

/// A sheet as folded from its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// How many events touched it; a write names the revision it saw. Counted by sheet, so that it tells nothing of
    /// what other seats do.
    pub revision: u64,
    /// When no conflict was declared.
    pub declared: Option<Moment>,
    /// Current marks; while nothing is changed after signing they are those that count, and held once.
    pub marks: Arc<Marks>,
    /// Signed halves: file, on site.
    pub signed: [bool; 2],
    /// When the on-site half was first signed; later file changes are listed.
    pub onsite_signed: Option<u64>,
    /// The version that counts: as last signed in full.
    pub counted: Option<Arc<Marks>>,
    /// A return in force.
    pub returned: Option<Returned>,
    /// Reasons given for keeping a section's marks, with their event number.
    pub explained: BTreeMap<SectionId, (u64, Clean)>,
    /// Recused or abstained, with the reason.
    pub aside: Option<(Aside, Clean)>,
    /// 缺席核准 with its reason.
    pub excused: Option<Clean>,
    /// Entered for the seat.
    pub transcribed: Option<Transcribed>,
    /// The expert asks for it back.
    pub asked_return: Option<Clean>,
    /// The seat itself entered, signed or recused something: no transcription any more.
    pub own_hand: bool,
    /// All changes of marks, oldest first.
    pub changes: History,
    /// When each cell was last touched: what a write's revision is held against.
    pub cells: Touched,
    /// The sheet's revision when its note was last touched.
    pub noted: u64,
}

impl Sheet {
    /// Where the sheet stands, its seat's replacement aside.
    pub fn state(&self) -> SheetState {
        if let Some((aside, _)) = self.aside {
            return SheetState::Aside(aside);
        }
        if self.excused.is_some() {
            return SheetState::Excused;
        }
        if self.returned.is_some() {
            return SheetState::Returned;
        }
        if self.counted.is_some() && self.signed.iter().any(|half| *half) {
            return SheetState::Signed;
        }
        if !self.marks.is_blank() || !self.marks.note.is_empty() || self.signed.iter().any(|half| *half) {
            return SheetState::Drafting;
        }
        if self.declared.is_some() { SheetState::Declared } else { SheetState::Unopened }
    }

    /// Whether a half is signed.
    pub fn is_signed(&self, half: Half) -> bool {
        match half {
            Half::File => self.signed[0],
            Half::Onsite => self.signed[1],
        }
    }

    /// Sets a half's signature.
    pub fn set_signed(&mut self, half: Half, signed: bool) {
        match half {
            Half::File => self.signed[0] = signed,
            Half::Onsite => self.signed[1] = signed,
        }
    }

    /// The half that locks a mark on this basis.
    pub fn half_of(basis: Basis, visit_due: bool) -> Half {
        if visit_due && basis == Basis::Onsite { Half::Onsite } else { Half::File }
    }

    /// What 撤销 would set: the last change not undone. (place, basis, back to)
    pub fn undo(&self) -> Option<Change> {
        self.stacks().0.pop()
    }

    /// What 恢复 would set again.
    pub fn redo(&self) -> Option<Change> {
        self.stacks().1.pop()
    }

    fn stacks(&self) -> (Vec<Change>, Vec<Change>) {
        let (mut undo, mut redo): (Vec<Change>, Vec<Change>) = (Vec::new(), Vec::new());
        for change in &self.changes {
            match change.how {
                How::Entered => {
                    undo.push(change);
                    redo.clear();
                }
                How::Undone => redo.extend(undo.pop()),
                How::Redone => undo.extend(redo.pop()),
            }
        }
        (undo, redo)
    }

    /// File marks changed after the on-site half was first signed (DESIGN §3: these are listed).
    pub fn file_changes_after_visit(&self) -> impl Iterator<Item = Change> {
        let since = self.onsite_signed.unwrap_or(u64::MAX);
        self.changes.iter().filter(move |change| change.basis == Basis::File && change.number > since)
    }

    /// Whether the reason given for keeping a section's marks still speaks of the marks that count: a mark changed
    /// since makes it a reason for something else (DESIGN §3).
    pub fn is_explained(&self, rules: &Rules, section: &SectionId) -> bool {
        let Some((number, _)) = self.explained.get(section) else { return false };
        let Some(counted) = self.counted.as_deref() else { return false };
        let concerned: Vec<bool> = rules.items().map(|(of, _)| of.id == *section).collect();
        let mut seen = BTreeSet::new();
        self.changes
            .iter()
            .filter(|change| change.number > *number && concerned.get(change.item) == Some(&true))
            // The first change after the reason tells what the mark was when it was given.
            .filter(|change| seen.insert((change.item, change.basis)))
            .all(|change| counted.get(change.item, change.basis) == change.from)
    }

    /// Names of the items without a mark.
    pub fn missing_names(&self, rules: &Rules) -> Vec<Clean> {
        let names: Vec<&Clean> = rules.items().map(|(_, item)| &item.name).collect();
        self.marks.missing().filter_map(|place| names.get(place).map(|name| (*name).clone())).collect()
    }
}
