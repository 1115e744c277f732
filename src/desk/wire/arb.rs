//! Any value of any type that travels, drawn from a seed: the macros that spell a type out draw it as well, so no variant
//! is left out of the tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::domain::{
    Code, Fixed, ItemId, Moment, Points, Ratio, Refusal, Role, Route, RowRefusal, SeatId, SectionId, Stage, What,
};
use crate::journal::v1::arb;
use crate::text::Clean;

/// Where values come from.
pub(in crate::desk) struct Chance(TestRunner);

impl Chance {
    pub(in crate::desk) fn from_seed(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRunner::new_with_rng(
            proptest::test_runner::Config::default(),
            TestRng::from_seed(RngAlgorithm::ChaCha, &bytes),
        ))
    }

    pub(in crate::desk) fn any<T: Any>(&mut self) -> T {
        T::any(self)
    }

    pub(in crate::desk) fn one_of(&mut self, tags: &[u8]) -> u8 {
        self.from(proptest::sample::select(tags.to_vec()))
    }

    fn from<T: std::fmt::Debug>(&mut self, strategy: impl Strategy<Value = T>) -> T {
        strategy.new_tree(&mut self.0).unwrap().current()
    }

    fn several<T: Any>(&mut self) -> Vec<T> {
        let count = self.from(0_usize..3);
        (0..count).map(|_| self.any()).collect()
    }
}

/// A type of which there can be any value.
pub(in crate::desk) trait Any: Sized {
    fn any(chance: &mut Chance) -> Self;
}

macro_rules! drawn {
    ($($name:ty: $strategy:expr),* $(,)?) => {$(
        impl Any for $name {
            fn any(chance: &mut Chance) -> Self {
                chance.from($strategy)
            }
        }
    )*};
}

drawn! {
    bool: proptest::arbitrary::any::<bool>(),
    u8: 0_u8..=9,
    u32: proptest::arbitrary::any::<u32>(),
    u64: proptest::arbitrary::any::<u64>(),
    usize: proptest::arbitrary::any::<u32>().prop_map(|n| n as usize),
    i32: proptest::arbitrary::any::<i32>(),
    i64: proptest::arbitrary::any::<i64>(),
    char: proptest::arbitrary::any::<char>(),
    [u8; 32]: proptest::arbitrary::any::<[u8; 32]>(),
    Clean: arb::text(),
    Code: arb::code(),
    SeatId: arb::seat_id(),
    SectionId: arb::section_id(),
    ItemId: arb::item_id(),
    Points: arb::points(),
    NaiveDate: arb::date(),
    Route: arb::route(),
    What: arb::what(),
    Moment: proptest::arbitrary::any::<i64>().prop_map(Moment),
    Ratio: (proptest::arbitrary::any::<i64>(), 1_i64..i64::MAX)
        .prop_map(|(num, den)| Ratio::new(i128::from(num), i128::from(den)).unwrap()),
    Fixed: (proptest::arbitrary::any::<i64>(), 0_u8..=4)
        .prop_map(|(units, decimals)| Fixed::from_units(i128::from(units), decimals)),
    &'static str: proptest::sample::select(vec!["title", "findings", "honours.year", "section"]),
    &'static [Role]: proptest::sample::select(vec![&[][..], &[Role::Expert], &[Role::Secretary, Role::Supervisor]]),
    &'static [Stage]: proptest::sample::select(vec![
        &[][..],
        &[Stage::Setup],
        &[Stage::Scoring, Stage::Review],
        &[Stage::Review, Stage::Final],
    ]),
}

impl Any for RowRefusal {
    fn any(chance: &mut Chance) -> Self {
        let why = loop {
            let why: Refusal = chance.any();
            if !matches!(why, Refusal::Rows(_)) {
                break why;
            }
        };
        Self { line: chance.any(), why }
    }
}

impl<T: Any> Any for Box<T> {
    fn any(chance: &mut Chance) -> Self {
        Self::new(chance.any())
    }
}

impl<T: Any> Any for Arc<T> {
    fn any(chance: &mut Chance) -> Self {
        Self::new(chance.any())
    }
}

impl<T: Any> Any for Option<T> {
    fn any(chance: &mut Chance) -> Self {
        chance.any::<bool>().then(|| chance.any())
    }
}

impl<T: Any, E: Any> Any for Result<T, E> {
    fn any(chance: &mut Chance) -> Self {
        if chance.any() { Ok(chance.any()) } else { Err(chance.any()) }
    }
}

impl<T: Any> Any for Vec<T> {
    fn any(chance: &mut Chance) -> Self {
        chance.several()
    }
}

impl<K: Any + Ord, V: Any> Any for BTreeMap<K, V> {
    fn any(chance: &mut Chance) -> Self {
        chance.several::<(K, V)>().into_iter().collect()
    }
}

impl<T: Any> Any for [T; 2] {
    fn any(chance: &mut Chance) -> Self {
        [chance.any(), chance.any()]
    }
}

impl<T: Any> Any for [T; 3] {
    fn any(chance: &mut Chance) -> Self {
        [chance.any(), chance.any(), chance.any()]
    }
}

impl<A: Any, B: Any> Any for (A, B) {
    fn any(chance: &mut Chance) -> Self {
        (chance.any(), chance.any())
    }
}

impl<A: Any, B: Any, C: Any> Any for (A, B, C) {
    fn any(chance: &mut Chance) -> Self {
        (chance.any(), chance.any(), chance.any())
    }
}
