//! Exact fractions, so that a rank never hangs on how a computer rounds (DESIGN §5).

use std::{cmp::Ordering, fmt};

/// A number that no longer fits 128 bits; the limits of DESIGN §2 keep the tally far below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

/// How a score is cut to its published decimals; exactly once, from the exact value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// 四舍五入.
    HalfUp,
    /// GB/T 8170: a half goes to the even neighbour.
    HalfEven,
    /// Truncation.
    Down,
}

impl Rounding {
    /// All readings, for what-would-change (DESIGN §5.8).
    pub const ALL: [Self; 3] = [Self::HalfUp, Self::HalfEven, Self::Down];
}

/// A reduced fraction with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: i128,
    den: i128,
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// [`gcd`] in the machine's own width, several times as fast.
fn gcd_64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Reduces what fits 64 bits, as nearly all of a tally does; `None` otherwise.
fn reduced_64(num: i128, den: i128) -> Option<Ratio> {
    let (num, den) = (i64::try_from(num).ok()?, u64::try_from(den).ok()?);
    let divisor = gcd_64(num.unsigned_abs(), den);
    let reduced = i128::from(num.unsigned_abs().checked_div(divisor)?);
    let den = i128::from(den.checked_div(divisor)?);
    Some(Ratio { num: if num < 0 { -reduced } else { reduced }, den })
}

impl Ratio {
    /// 0.
    pub const ZERO: Self = Self { num: 0, den: 1 };

    /// `num / den`, reduced. `den` 0 or out of range is an overflow.
    pub fn new(num: i128, den: i128) -> Result<Self, Overflow> {
        if den == 0 || num == i128::MIN || den == i128::MIN {
            return Err(Overflow);
        }
        if let Some(reduced) = reduced_64(num, den) {
            return Ok(reduced);
        }
        let sign = if den < 0 { -1 } else { 1 };
        let divisor = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).map_err(|_| Overflow)?;
        Ok(Self { num: sign * num / divisor, den: sign * den / divisor })
    }

    /// A whole number.
    pub fn whole(num: i128) -> Self {
        Self { num, den: 1 }
    }

    /// Numerator of the reduced fraction.
    pub fn num(self) -> i128 {
        self.num
    }

    /// Denominator of the reduced fraction, positive.
    pub fn den(self) -> i128 {
        self.den
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        let left = self.num.checked_mul(other.den).ok_or(Overflow)?;
        let right = other.num.checked_mul(self.den).ok_or(Overflow)?;
        let den = self.den.checked_mul(other.den).ok_or(Overflow)?;
        Self::new(left.checked_add(right).ok_or(Overflow)?, den)
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.plus(Self { num: -other.num, den: other.den })
    }

    /// Product.
    pub fn times(self, other: Self) -> Result<Self, Overflow> {
        let num = self.num.checked_mul(other.num).ok_or(Overflow)?;
        let den = self.den.checked_mul(other.den).ok_or(Overflow)?;
        Self::new(num, den)
    }

    /// Divides by a whole number above 0.
    pub fn over(self, divisor: i128) -> Result<Self, Overflow> {
        Self::new(self.num, self.den.checked_mul(divisor).ok_or(Overflow)?)
    }

    /// Rounds to `decimals` places (0–4 in practice, at most 9).
    pub fn round(self, decimals: u8, how: Rounding) -> Result<Fixed, Overflow> {
        let scale = 10_i128.checked_pow(u32::from(decimals)).ok_or(Overflow)?;
        let scaled = self.num.checked_mul(scale).ok_or(Overflow)?;
        let (floor, rest) = (scaled.div_euclid(self.den), scaled.rem_euclid(self.den));
        let half = rest.checked_mul(2).ok_or(Overflow)?.cmp(&self.den);
        let up = match how {
            Rounding::Down => false,
            Rounding::HalfUp => half != Ordering::Less,
            Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && floor % 2 != 0),
        };
        Ok(Fixed { units: floor + i128::from(up), decimals })
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Compares by whole parts, then by the inverted rests, as in Euclid's algorithm: no product, so no overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        loop {
            let whole = a.num.div_euclid(a.den).cmp(&b.num.div_euclid(b.den));
            let (rest_a, rest_b) = (a.num.rem_euclid(a.den), b.num.rem_euclid(b.den));
            match (whole, rest_a, rest_b) {
                (Ordering::Equal, 0, 0) => return Ordering::Equal,
                (Ordering::Equal, 0, _) => return Ordering::Less,
                (Ordering::Equal, _, 0) => return Ordering::Greater,
                (Ordering::Equal, _, _) => {
                    // rest_a/den_a < rest_b/den_b exactly when den_b/rest_b < den_a/rest_a
                    (a, b) = (Self { num: b.den, den: rest_b }, Self { num: a.den, den: rest_a });
                }
                (unequal, _, _) => return unequal,
            }
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 { write!(f, "{}", self.num) } else { write!(f, "{}/{}", self.num, self.den) }
    }
}

/// A number cut to a fixed count of decimals, as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fixed {
    units: i128,
    decimals: u8,
}

impl Fixed {
    /// The same number as an exact fraction.
    pub fn exact(self) -> Result<Ratio, Overflow> {
        Ratio::new(self.units, 10_i128.checked_pow(u32::from(self.decimals)).ok_or(Overflow)?)
    }

    /// In units of the last decimal.
    pub fn units(self) -> i128 {
        self.units
    }

    /// How many decimals are written.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// From units of the last decimal.
    pub fn from_units(units: i128, decimals: u8) -> Self {
        Self { units, decimals }
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = places + 1);
        let sign = if self.units < 0 { "-" } else { "" };
        let (whole, rest) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
        if places == 0 { f.pad(&format!("{sign}{whole}")) } else { f.pad(&format!("{sign}{whole}.{rest}")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(num: i128, den: i128) -> Ratio {
        Ratio::new(num, den).unwrap()
    }

    #[test]
    fn the_three_roundings_differ_on_a_half() {
        let half = ratio(86_125, 1000);
        let shown = |how| half.round(2, how).unwrap().to_string();
        assert_eq!(Rounding::ALL.map(shown), ["86.13", "86.12", "86.12"]);
        assert_eq!(ratio(1, 3).round(0, Rounding::HalfUp).unwrap().to_string(), "0");
        assert_eq!(ratio(-1, 3).round(2, Rounding::HalfUp).unwrap().to_string(), "-0.33");
    }

    #[test]
    fn a_fraction_is_shown_reduced_and_whole_numbers_without_a_line() {
        assert_eq!(ratio(177 * 5, 10).to_string(), "177/2");
        assert_eq!(ratio(170, 2).to_string(), "85");
        assert_eq!(Ratio::new(1, 0), Err(Overflow));
    }

    proptest! {
        #[test]
        fn the_short_way_of_reducing_agrees_with_the_long_one(num in -99_999_i128..99_999, den in -99_999_i128..99_999) {
            prop_assume!(den != 0);
            let (short, wide) = (ratio(num, den), 1_i128 << 70);
            let long = ratio(num * wide, den * wide);
            prop_assert_eq!((short.num() * den, short.den() > 0), (num * short.den(), true));
            prop_assert_eq!((short, gcd(short.num().unsigned_abs(), short.den().unsigned_abs())), (long, 1));
        }

        #[test]
        fn order_agrees_with_cross_multiplication(a in -9999_i128..9999, b in 1_i128..999, c in -9999_i128..9999, d in 1_i128..999) {
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn rounding_is_within_one_unit(num in -1_000_000_i128..1_000_000, den in 1_i128..5000, decimals in 0_u8..5) {
            let value = ratio(num, den);
            for how in Rounding::ALL {
                let gap = value.minus(value.round(decimals, how).unwrap().exact().unwrap()).unwrap();
                let unit = ratio(1, 10_i128.pow(u32::from(decimals)));
                prop_assert!(gap < unit && ratio(-gap.num(), gap.den()) < unit);
            }
        }
    }
}
