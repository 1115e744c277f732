//! Points 分 and other written decimals: integers in ten-thousandths, never floating point (DESIGN §2).

use std::fmt;

/// A decimal number as people write it: 0 to 1,000,000 with at most four decimals,
/// kept in ten-thousandths. Marks, maxima, steps, weights and pass marks are of this kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

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
    pub const ZERO: Self = Self(0);
    /// The largest number that can be written.
    pub const MAX: Self = Self(1_000_000 * Self::SCALE);

    /// Where a whole part stops growing while it is read: far above the maximum, far below what overflows.
    const CAP: i64 = 1_000 * Self::MAX.0;

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
        if units > Self::MAX.0 { Err(PointsError::TooLarge) } else { Ok(Self(units)) }
    }

    /// From ten-thousandths; `None` outside 0 to 1,000,000 points.
    pub fn from_units(units: i64) -> Option<Self> {
        (0..=Self::MAX.0).contains(&units).then_some(Self(units))
    }

    /// Whole points.
    pub fn whole(points: u16) -> Self {
        Self(i64::from(points) * Self::SCALE)
    }

    /// Ten-thousandths.
    pub fn units(self) -> i64 {
        self.0
    }

    /// Whether the number is a multiple of `step`; a step of 0 takes nothing but 0.
    pub fn lies_on(self, step: Self) -> bool {
        self.0.checked_rem(step.0).map_or(self.0 == 0, |rest| rest == 0)
    }

    #[must_use]
    /// The next number on the step at or above this one; used for band limits given in percent.
    pub fn up_to(self, step: Self) -> Self {
        match self.0.checked_rem(step.0) {
            None | Some(0) => self,
            Some(rest) => Self((self.0 - rest + step.0).min(Self::MAX.0)),
        }
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Self::SCALE, self.0 % Self::SCALE);
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
