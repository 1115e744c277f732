//! Words, ids, numbers and days: each enters by its own door.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{LazyLock, Mutex};

use chrono::{Datelike, NaiveDate};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::value::Wire;
use crate::domain::{
    Code, Fixed, ItemId, Moment, Points, PointsError, Ratio, Role, Route, SeatId, SectionId, Stage, What,
};
use crate::journal::v1;
use crate::text::Clean;

/// A text where it lies in the message; nothing is allocated for it before it is known to be there.
struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = &'de str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<&'de str, E> {
        Ok(text)
    }
}

fn text<'de, D: Deserializer<'de>>(from: D) -> Result<&'de str, D::Error> {
    from.deserialize_str(Text)
}

impl Wire for Clean {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from_stored(text(from)?).ok_or_else(|| D::Error::custom("not clean"))
    }
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl Wire for $name {
            fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }

            fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::parse(text(from)?).map_err(|_| D::Error::custom(stringify!($name)))
            }
        }
    )*};
}

ids! { Code SeatId SectionId ItemId }

/// Words of the program itself that a finding names (keys of the files) are kept for good: most of them, and the longest.
/// Only a client, which lives for one sitting, ever reads some.
const WORDS_MAX: (usize, usize) = (512, 64);

static WORDS: LazyLock<Mutex<BTreeSet<&'static str>>> = LazyLock::new(Mutex::default);

fn keep(word: &str) -> Option<&'static str> {
    let mut words = WORDS.lock().ok()?;
    if let Some(kept) = words.get(word) {
        return Some(kept);
    }
    if words.len() >= WORDS_MAX.0 || word.len() > WORDS_MAX.1 {
        return None;
    }
    let kept: &'static str = Box::leak(Box::from(word));
    words.insert(kept);
    Some(kept)
}

impl Wire for &'static str {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        keep(text(from)?).ok_or_else(|| D::Error::custom("a word too many"))
    }
}

impl Wire for char {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        u32::from(*self).serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_u32(u32::deserialize(from)?).ok_or_else(|| D::Error::custom("char"))
    }
}

impl Wire for Moment {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        i64::deserialize(from).map(Self)
    }
}

impl Wire for NaiveDate {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.num_days_from_ce().serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_num_days_from_ce_opt(i32::deserialize(from)?).ok_or_else(|| D::Error::custom("day"))
    }
}

impl Wire for Points {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.units().serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_units(i64::deserialize(from)?).ok_or_else(|| D::Error::custom("points"))
    }
}

impl Wire for Ratio {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (self.num(), self.den()).serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (num, den) = <(i128, i128)>::deserialize(from)?;
        Self::new(num, den).map_err(|_| D::Error::custom("fraction"))
    }
}

/// More decimals than any rules allow would only make a later power overflow.
const DECIMALS_MAX: u8 = 9;

impl Wire for Fixed {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (self.units(), self.decimals()).serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (units, decimals) = <(i128, u8)>::deserialize(from)?;
        if decimals > DECIMALS_MAX {
            return Err(D::Error::custom("decimals"));
        }
        Ok(Self::from_units(units, decimals))
    }
}

/// Some of a few kinds, in the order of the kinds: one bit each.
macro_rules! subsets {
    ($($name:ident { $($bits:literal [$($kind:ident),*])* })*) => {$(
        impl Wire for &'static [$name] {
            fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                const ALL: &[(u8, &[$name])] = &[$(($bits, &[$($name::$kind),*])),*];
                let known = ALL.iter().find(|(_, kinds)| kinds == self).map(|(bits, _)| *bits);
                known.ok_or_else(|| serde::ser::Error::custom(stringify!($name)))?.serialize(to)
            }

            fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                match u8::deserialize(from)? {
                    $($bits => Ok(&[$($name::$kind),*]),)*
                    _ => Err(D::Error::custom(stringify!($name))),
                }
            }
        }
    )*};
}

subsets! {
    Role {
        0 []
        1 [Expert]
        2 [Secretary]
        3 [Expert, Secretary]
        4 [Supervisor]
        5 [Expert, Supervisor]
        6 [Secretary, Supervisor]
        7 [Expert, Secretary, Supervisor]
    }
    Stage {
        0 []
        1 [Setup]
        2 [Scoring]
        3 [Setup, Scoring]
        4 [Review]
        5 [Setup, Review]
        6 [Scoring, Review]
        7 [Setup, Scoring, Review]
        8 [Final]
        9 [Setup, Final]
        10 [Scoring, Final]
        11 [Setup, Scoring, Final]
        12 [Review, Final]
        13 [Setup, Review, Final]
        14 [Scoring, Review, Final]
        15 [Setup, Scoring, Review, Final]
    }
}

/// What happened, as it is recorded: its bytes have a version and golden bytes of their own.
impl Wire for What {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes = v1::encode(self).map_err(|_| serde::ser::Error::custom("event"))?;
        to.serialize_bytes(&bytes)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(from)?;
        v1::decode(bytes).map_err(|_| D::Error::custom("event"))
    }
}

impl Wire for Route {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&v1::route_to_bytes(self))
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(from)?;
        v1::route_from_bytes(bytes).map_err(|_| D::Error::custom("route"))
    }
}

choices! {
    PointsError { 0 Empty, 1 NotANumber, 2 TooManyDecimals, 3 TooLarge }
}
