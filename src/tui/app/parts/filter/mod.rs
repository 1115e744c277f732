//! What a list is narrowed to: by state, by score, by words. Typed in one line or chosen from numbered menus; every
//! condition has to hold. Which conditions a list knows, and whether a row fulfils one, the list says.

mod state;

use crate::desk::view::{DossierRow, OwnSheet};
use crate::domain::tally::Standing;
use crate::domain::{Points, Ratio, Rules, SeatId};
use crate::text::fold;

pub use state::StateKind;

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
    /// By state: the own sheet's, in the office's matrix that of any seat.
    State(StateKind),
    /// By the state of this seat's sheet.
    Seat(SeatId, StateKind),
    /// By standing on the list.
    Standing(Standing),
    /// By the own total, of sheets with every mark; on the list by the published score.
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
            (Condition::State(_), Condition::State(_))
            | (Condition::Apart(_), Condition::Apart(_))
            | (Condition::Standing(_), Condition::Standing(_)) => true,
            (Condition::Seat(seat, _), Condition::Seat(other, _)) => seat == other,
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
}

/// Whether an expert's row fulfils a condition that is no word.
pub fn own_holds(row: &DossierRow, condition: &Condition) -> bool {
    let Some(own) = &row.own else { return false };
    match condition {
        Condition::State(kind) => kind.of_own(own, row.withdrawn),
        Condition::Score(side, points) => scores(own, *side, *points),
        Condition::Apart(points) => is_apart(own, *points),
        Condition::Seat(..) | Condition::Standing(_) | Condition::Word(_) => false,
    }
}

fn is_upper(side: Side) -> bool {
    matches!(side, Side::Below | Side::AtMost)
}

fn ratio(points: Points) -> Option<Ratio> {
    Ratio::new(i128::from(points.units()), i128::from(Points::SCALE)).ok()
}

impl Side {
    /// Whether a score lies on this side.
    pub fn takes(self, score: Ratio, points: Points) -> bool {
        ratio(points).is_some_and(|limit| match self {
            Self::Below => score < limit,
            Self::AtMost => score <= limit,
            Self::Above => score > limit,
            Self::AtLeast => score >= limit,
        })
    }
}

/// Only a sheet with every mark has a score.
fn scores(own: &OwnSheet, side: Side, points: Points) -> bool {
    own.missing == 0 && own.total.is_some_and(|total| side.takes(total, points))
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
/// number and is none. `named` knows the list's own words.
pub fn read(line: &str, named: impl Fn(&str) -> Option<Condition>) -> Result<Vec<Condition>, String> {
    line.split_whitespace().map(|typed| condition(typed, &named)).collect()
}

fn condition(typed: &str, named: &impl Fn(&str) -> Option<Condition>) -> Result<Condition, String> {
    let word = fold(typed).replace(['《', '〈'], "<").replace(['》', '〉'], ">").replace('≥', ">=").replace('≤', "<=");
    if let Some(condition) = named(&word) {
        return Ok(condition);
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
        let named = |word: &str| (word == "未评").then_some(Condition::State(StateKind::Unscored));
        read(line, named).unwrap().remove(0)
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
