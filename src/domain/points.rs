//! Points 分 and other written decimals: integers in ten-thousandths, never floating point (DESIGN §2).

use std::fmt;
use std::num::NonZeroU64;

/// A decimal number as people write it: 0 to 1,000,000 with at most four decimals,
/// kept in ten-thousandths. Marks, maxima, steps, weights and pass marks are of this kind.
///
/// Inside stands one more than the ten-thousandths, so that a mark that may be missing takes eight bytes: every sheet
/// holds one for each item and basis, and two for each change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(NonZeroU64);

impl Default for Points {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Points").field(&self.units()).finish()
    }
}

/// Why a written number was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointsError {
    /// Nothing was written.
    Empty,
    /// Something other than digits with one optional point and digits behind it.
    NotANumber,
    /// More than four decimals.
    TooManyDecimals,
    /// Above 1,000,000.
    TooLarge,
}

impl Points {
    /// Ten-thousandths in one point.
    pub const SCALE: i64 = 10_000;
    /// 0, which is a mark, not the absence of one.
    pub const ZERO: Self = Self::of(0);
    /// The largest number that can be written.
    pub const MAX: Self = Self::of(1_000_000 * Self::SCALE.unsigned_abs());

    /// Where a whole part stops growing while it is read: far above the maximum, far below what overflows.
    const CAP: i64 = 1_000 * Self::MAX.units();

    /// From ten-thousandths within the range.
    const fn of(units: u64) -> Self {
        Self(NonZeroU64::MIN.saturating_add(units))
    }

    /// Reads `digits[.digits]`. Full-width digits must have been folded before.
    pub fn parse(word: &str) -> Result<Self, PointsError> {
        if word.is_empty() {
            return Err(PointsError::Empty);
        }
        let (mut units, mut places, mut finer) = (0_i64, None, false);
        for (at, byte) in word.bytes().enumerate() {
            match (byte, places) {
                (b'0'..=b'9', None) => units = (units * 10 + i64::from(byte - b'0')).min(Self::CAP),
                (b'0'..=b'9', Some(behind)) => {
                    places = Some(behind + 1);
                    if behind < 4 {
                        units = units * 10 + i64::from(byte - b'0');
                    } else {
                        finer |= byte != b'0';
                    }
                }
                (b'.', None) if at > 0 => places = Some(0_usize),
                _ => return Err(PointsError::NotANumber),
            }
        }
        if places == Some(0) {
            return Err(PointsError::NotANumber);
        }
        if finer {
            return Err(PointsError::TooManyDecimals);
        }
        let units = (places.unwrap_or(0)..4).fold(units, |units, _| units * 10);
        Self::from_units(units).ok_or(PointsError::TooLarge)
    }

    /// From ten-thousandths; `None` outside 0 to 1,000,000 points.
    pub fn from_units(units: i64) -> Option<Self> {
        u64::try_from(units).ok().map(Self::of).filter(|points| *points <= Self::MAX)
    }

    /// Whole points.
    pub fn whole(points: u16) -> Self {
        Self::of(u64::from(points) * Self::SCALE.unsigned_abs())
    }

    /// Ten-thousandths.
    pub const fn units(self) -> i64 {
        (self.0.get() - 1).cast_signed()
    }

    /// Whether the number is a multiple of `step`; a step of 0 takes nothing but 0.
    pub fn lies_on(self, step: Self) -> bool {
        self.units().checked_rem(step.units()).map_or(self == Self::ZERO, |rest| rest == 0)
    }

    #[must_use]
    /// The next number on the step at or above this one; used for band limits given in percent.
    pub fn up_to(self, step: Self) -> Self {
        match self.units().checked_rem(step.units()) {
            None | Some(0) => self,
            Some(rest) => Self::from_units(self.units() - rest + step.units()).unwrap_or(Self::MAX),
        }
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.units() / Self::SCALE, self.units() % Self::SCALE);
        if rest == 0 {
            return f.pad_integral(true, "", &whole.to_string());
        }
        let decimals = format!("{rest:04}");
        f.pad(&format!("{whole}.{}", decimals.trim_end_matches('0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn written_numbers_are_read_exactly() {
        for (word, units) in
            [("0", 0), ("27.5", 275_000), ("0.1", 1_000), ("100", 1_000_000), ("5.00000", 50_000), ("007.25", 72_500)]
        {
            assert_eq!(Points::parse(word).map(Points::units), Ok(units), "{word}");
        }
    }

    #[test]
    fn what_is_not_a_number_says_why() {
        for word in ["-1", "+1", "1e3", "NaN", ".5", "5.", "1.2.3", " 1", "１", "inf", "0x10"] {
            assert_eq!(Points::parse(word), Err(PointsError::NotANumber), "{word}");
        }
        assert_eq!(Points::parse(""), Err(PointsError::Empty));
        assert_eq!(Points::parse("1.00001"), Err(PointsError::TooManyDecimals));
        assert_eq!(Points::parse("1000000.0001"), Err(PointsError::TooLarge));
        assert_eq!(Points::parse(&"9".repeat(400)), Err(PointsError::TooLarge));
    }

    #[test]
    fn a_number_lies_on_the_step_or_moves_up_to_it() {
        let p = |w| Points::parse(w).unwrap();
        assert!(p("27.5").lies_on(p("0.5")));
        assert!(!p("27.3").lies_on(p("0.5")));
        assert!(!p("1").lies_on(Points::ZERO));
        assert_eq!(p("22.3").up_to(p("0.5")), p("22.5"));
        assert_eq!(p("22.5").up_to(p("0.5")), p("22.5"));
    }

    #[test]
    fn a_mark_that_may_be_missing_takes_no_more_room_than_one_that_is_there() {
        assert_eq!(size_of::<Option<Points>>(), 8);
        assert_eq!((Points::default(), format!("{:?}", Points::whole(2))), (Points::ZERO, "Points(20000)".to_owned()));
    }

    proptest! {
        #[test]
        fn writing_and_reading_give_the_same_number(units in 0..=Points::MAX.units()) {
            let points = Points::from_units(units).unwrap();
            prop_assert_eq!(Points::parse(&points.to_string()), Ok(points));
        }

        #[test]
        fn no_text_makes_reading_panic(word in ".{0,40}") {
            let _ = Points::parse(&word);
        }
    }
}
