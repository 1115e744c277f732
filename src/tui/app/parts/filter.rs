//! What a list is narrowed to: by state, by own score, by words. Typed in one line or chosen from numbered menus; every
//! condition has to hold.

use crate::desk::view::{DossierRow, OwnSheet};
use crate::domain::{Points, Ratio, Rules, SheetState};
use crate::text::fold;

/// By state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateKind {
    /// No mark yet.
    Unscored,
    /// Begun, and marks are missing.
    Missing,
    /// May be signed.
    Ready,
    /// Returned.
    Returned,
    /// Signed.
    Signed,
    /// Something is typed and not recorded.
    Typed,
    /// A visit is due whose half is not signed.
    Onsite,
    /// Recused, abstaining, excused, replaced, withdrawn.
    Out,
}

impl StateKind {
    /// In the menu's order.
    pub const ALL: [Self; 8] = [
        Self::Unscored,
        Self::Missing,
        Self::Ready,
        Self::Returned,
        Self::Signed,
        Self::Typed,
        Self::Onsite,
        Self::Out,
    ];

    /// Whether a row is in this state.
    pub fn holds(self, row: &DossierRow) -> bool {
        let Some(own) = &row.own else { return false };
        let out =
            row.withdrawn || matches!(own.state, SheetState::Aside(_) | SheetState::Excused | SheetState::Replaced);
        let [_, onsite] = own.signed;
        match self {
            Self::Out => out,
            _ if out => false,
            Self::Unscored => own.marked == [0, 0],
            Self::Missing => own.marked != [0, 0] && own.missing > 0,
            Self::Ready => own.ready && own.drafts == 0,
            Self::Returned => own.state == SheetState::Returned,
            Self::Signed => own.state == SheetState::Signed,
            Self::Typed => own.drafts > 0,
            Self::Onsite => own.visit.is_some() && !onsite,
        }
    }
}

/// Below, above, and with the number itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Side {
    /// As it is typed and shown.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// By state.
    State(StateKind),
    /// By own total, of sheets with every mark.
    Score(Side, Points),
    /// The own on-site marks and the own file marks of the same items are further apart than this.
    Apart(Points),
    /// A word in trade, level, field, code or a text that may be read.
    Word(String),
}

/// How far apart, by the menu.
pub const APART: u16 = 10;

/// All conditions; none: everything is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In the order in which they were put on.
    pub conditions: Vec<Condition>,
}

/// Most conditions at once.
const CONDITIONS_MAX: usize = 8;

impl Filter {
    /// Whether anything is filtered.
    pub fn is_on(&self) -> bool {
        !self.conditions.is_empty()
    }

    /// Puts a condition on; one of state, or of the same side of a score, takes the place of the one before.
    pub fn add(&mut self, condition: Condition) {
        let same = |other: &Condition| match (&condition, other) {
            (Condition::State(_), Condition::State(_)) | (Condition::Apart(_), Condition::Apart(_)) => true,
            (Condition::Score(side, _), Condition::Score(other, _)) => is_upper(*side) == is_upper(*other),
            (condition, other) => *condition == *other,
        };
        self.conditions.retain(|other| !same(other));
        if self.conditions.len() < CONDITIONS_MAX {
            self.conditions.push(condition);
        }
    }

    /// Words to be found, in their order.
    pub fn words(&self) -> Vec<&str> {
        let words = self.conditions.iter().filter_map(|condition| match condition {
            Condition::Word(word) => Some(word.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// Whether everything but the words holds.
    pub fn holds(&self, row: &DossierRow) -> bool {
        self.conditions.iter().all(|condition| match condition {
            Condition::State(kind) => kind.holds(row),
            Condition::Score(side, points) => row.own.as_ref().is_some_and(|own| scores(own, *side, *points)),
            Condition::Apart(points) => row.own.as_ref().is_some_and(|own| is_apart(own, *points)),
            Condition::Word(_) => true,
        })
    }
}

fn is_upper(side: Side) -> bool {
    matches!(side, Side::Below | Side::AtMost)
}

fn ratio(points: Points) -> Option<Ratio> {
    Ratio::new(i128::from(points.units()), i128::from(Points::SCALE)).ok()
}

/// Only a sheet with every mark has a score.
fn scores(own: &OwnSheet, side: Side, points: Points) -> bool {
    let (Some(total), Some(limit), 0) = (own.total, ratio(points), own.missing) else { return false };
    match side {
        Side::Below => total < limit,
        Side::AtMost => total <= limit,
        Side::Above => total > limit,
        Side::AtLeast => total >= limit,
    }
}

fn is_apart(own: &OwnSheet, points: Points) -> bool {
    let (Some(apart), Some(limit)) = (own.onsite_above_file, ratio(points)) else { return false };
    apart > limit || Ratio::ZERO.minus(apart).is_ok_and(|below| below > limit)
}

/// The menu's limits for a form: its pass mark (or 60 %) and 85 %, of the highest total.
pub fn limits(rules: &Rules) -> (Points, Points) {
    // Σ max × weight comes in 10⁻⁸ points.
    let percent = |percent: i128| i64::try_from(rules.total_max().saturating_mul(percent) / 1_000_000).ok();
    let of = |part| percent(part).and_then(Points::from_units).unwrap_or(Points::ZERO);
    (rules.tally.pass.unwrap_or_else(|| of(60)), of(85))
}

/// Reads a typed line: `未评`, `<60`, `>=85`, `差>10`, and words, with spaces between. Full-width forms are folded; the
/// book-title marks stand on the keys of `<` and `>` while an input method is on. Also answers what looked like a
/// number and is none.
pub fn read(line: &str, state: impl Fn(&str) -> Option<StateKind>) -> Result<Vec<Condition>, String> {
    line.split_whitespace().map(|typed| condition(typed, &state)).collect()
}

fn condition(typed: &str, state: &impl Fn(&str) -> Option<StateKind>) -> Result<Condition, String> {
    let word = fold(typed).replace(['《', '〈'], "<").replace(['》', '〉'], ">").replace('≥', ">=").replace('≤', "<=");
    if let Some(kind) = state(&word) {
        return Ok(Condition::State(kind));
    }
    let apart = ["相差", "差", "apart"].iter().find_map(|lead| word.strip_prefix(lead));
    if let Some(number) = apart.filter(|rest| rest.starts_with(['>', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
    {
        return number_of(number.trim_start_matches('>')).map(Condition::Apart).ok_or_else(|| typed.to_owned());
    }
    let signs = [(">=", Side::AtLeast), ("<=", Side::AtMost), (">", Side::Above), ("<", Side::Below)];
    for (sign, side) in signs {
        if let Some(number) = word.strip_prefix(sign) {
            let points = number_of(number).ok_or_else(|| typed.to_owned())?;
            return Ok(Condition::Score(side, points));
        }
    }
    for (tail, side) in
        [("分以上", Side::AtLeast), ("以上", Side::AtLeast), ("分以下", Side::AtMost), ("以下", Side::AtMost)]
    {
        if let Some(points) = word.strip_suffix(tail).and_then(number_of) {
            return Ok(Condition::Score(side, points));
        }
    }
    Ok(Condition::Word(typed.to_owned()))
}

fn number_of(word: &str) -> Option<Points> {
    Points::parse(word.strip_suffix('分').unwrap_or(word)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(word: &str) -> Points {
        Points::parse(word).unwrap()
    }

    fn read_one(line: &str) -> Condition {
        let state = |word: &str| (word == "未评").then_some(StateKind::Unscored);
        read(line, state).unwrap().remove(0)
    }

    #[test]
    fn full_width_and_chinese_ways_of_writing_are_read() {
        for line in ["<60", "＜６０", "《60", "〈６０", "<60分"] {
            assert_eq!(read_one(line), Condition::Score(Side::Below, points("60")), "{line}");
        }
        for line in [">=85", "＞＝８５", "≥85", "》=85", "85以上", "８５分以上"] {
            assert_eq!(read_one(line), Condition::Score(Side::AtLeast, points("85")), "{line}");
        }
        for line in ["差>10", "相差10", "差１０分", "相差》10"] {
            assert_eq!(read_one(line), Condition::Apart(points("10")), "{line}");
        }
        assert_eq!(read_one("未评"), Condition::State(StateKind::Unscored));
        assert_eq!(read_one("差动螺纹"), Condition::Word("差动螺纹".into()), "a word that only begins so");
        assert_eq!(read_one("274"), Condition::Word("274".into()));
    }

    #[test]
    fn what_is_no_number_is_told_and_not_taken_for_a_word() {
        let read = |line| read(line, |_| None);
        assert_eq!(read("<6x"), Err("<6x".to_owned()));
        assert_eq!(read("焊工 >"), Err(">".to_owned()));
    }

    #[test]
    fn a_state_and_a_side_of_the_score_stand_once_and_words_add_up() {
        let mut filter = Filter::default();
        for condition in [
            Condition::State(StateKind::Unscored),
            Condition::Word("焊".into()),
            Condition::State(StateKind::Signed),
            Condition::Score(Side::Below, points("60")),
            Condition::Score(Side::AtMost, points("70")),
            Condition::Score(Side::AtLeast, points("50")),
            Condition::Word("焊".into()),
            Condition::Word("车".into()),
        ] {
            filter.add(condition);
        }
        assert_eq!(filter.conditions.len(), 5);
        assert_eq!(filter.words(), ["焊", "车"]);
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_refused(line in "[<>=《》0-9.差以上分未评 a-z＜６]{0,24}|\\PC{0,16}") {
            let _ = read(&line, |_| None);
        }
    }
}
