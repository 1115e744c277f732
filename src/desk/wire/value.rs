//! How values become bytes and come back: one trait, and two macros that spell a type out field by field.
//!
//! The domain's types carry no serde (DESIGN §9), and a mirror of each of a hundred views would be three thousand lines
//! of copying. So the form on the wire is written down here once for each type: a struct is its fields in the order of
//! its line, an enum a tag and the fields of that variant. A field or variant added to the domain does not compile
//! until it has a place here; `PROTOCOL` rises with every change, and golden bytes tell who forgot it.
//!
//! Invariants: whatever the bytes are, reading is answered; texts are clean, ids and numbers pass their own doors; memory
//! is bounded by the bytes that arrived, not by the lengths they claim.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess};
use serde::ser::{Serialize, Serializer};

/// A value that travels.
pub(in crate::desk) trait Wire: Sized {
    /// Writes it.
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
    /// Reads it.
    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// Hands a [`Wire`] value to serde.
#[repr(transparent)]
pub(super) struct W<T>(pub(super) T);

impl<T: Wire> Serialize for W<&T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.put(to)
    }
}

impl<'de, T: Wire> Deserialize<'de> for W<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::take(from).map(W)
    }
}

/// Fields, one inside the other: the same tokens write them and take them apart.
macro_rules! fields {
    () => { () };
    ($first:ident $($rest:ident)*) => { ($crate::desk::wire::value::W($first), fields!($($rest)*)) };
}

/// Structs as their fields, in the order written.
macro_rules! records {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::desk::wire::value::Wire for $name {
            fn put<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let $name { $($field),* } = self;
                serde::Serialize::serialize(&fields!($($field)*), to)
            }

            fn take<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let fields!($($field)*) = serde::Deserialize::deserialize(from)?;
                Ok($name { $($field),* })
            }
        }

        #[cfg(test)]
        impl $crate::desk::wire::arb::Any for $name {
            fn any(chance: &mut $crate::desk::wire::arb::Chance) -> Self {
                $name { $($field: chance.any()),* }
            }
        }
    )*};
}

/// Enums as a tag and the fields of the variant; variants listed after `!` do not travel.
macro_rules! choices {
    ($($name:ident {
        $($tag:literal $variant:ident $(( $($place:ident),* ))? $({ $($field:ident),* })?),* $(,)?
    } $(! $($never:ident)*;)?)*) => {$(
        impl $crate::desk::wire::value::Wire for $name {
            fn put<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $($name::$variant $(( $($place),* ))? $({ $($field),* })? => serde::Serialize::serialize(
                        &($tag as u8, fields!($($($place)*)? $($($field)*)?)), to,
                    ),)*
                    $($($name::$never { .. } => Err(serde::ser::Error::custom(stringify!($never))),)*)?
                }
            }

            fn take<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Reader;

                impl<'de> serde::de::Visitor<'de> for Reader {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(stringify!($name))
                    }

                    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<$name, A::Error> {
                        match $crate::desk::wire::value::next::<u8, A>(&mut seq)? {
                            $($tag => {
                                let fields!($($($place)*)? $($($field)*)?) = $crate::desk::wire::value::next(&mut seq)?;
                                Ok($name::$variant $(( $($place),* ))? $({ $($field),* })?)
                            })*
                            _ => Err(serde::de::Error::custom(stringify!($name))),
                        }
                    }
                }

                from.deserialize_tuple(2, Reader)
            }
        }

        #[cfg(test)]
        impl $crate::desk::wire::arb::Any for $name {
            fn any(chance: &mut $crate::desk::wire::arb::Chance) -> Self {
                match chance.one_of(&[$($tag),*]) {
                    $($tag => {
                        $($(let $place = chance.any();)*)?
                        $($(let $field = chance.any();)*)?
                        $name::$variant $(( $($place),* ))? $({ $($field),* })?
                    })*
                    other => panic!("{other}"),
                }
            }
        }
    )*};
}

/// What follows in a sequence that must have it.
pub(super) fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?.ok_or_else(|| A::Error::custom("cut off"))
}

/// Values that serde knows by themselves.
macro_rules! plain {
    ($($name:ty),*) => {$(
        impl Wire for $name {
            fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.serialize(to)
            }

            fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::deserialize(from)
            }
        }
    )*};
}

plain!(bool, u8, u32, u64, i32, i64, i128, [u8; 32]);

/// Places and counts: the same on every machine.
impl Wire for usize {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        u64::try_from(*self).unwrap_or(u64::MAX).serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from(u64::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl<T: Wire> Wire for Box<T> {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        T::put(self, to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::take(from).map(Self::new)
    }
}

impl<T: Wire> Wire for Arc<T> {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        T::put(self, to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::take(from).map(Self::new)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(W).serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::<W<T>>::deserialize(from)?.map(|W(value)| value))
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(W).map_err(W).serialize(to)
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Result::<W<T>, W<E>>::deserialize(from)?.map(|W(value)| value).map_err(|W(error)| error))
    }
}

/// serde begins a sequence with at most 1 MiB, whatever length is claimed; the rest grows with what arrives.
impl<T: Wire> Wire for Vec<T> {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(W))
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Vec::<W<T>>::deserialize(from)?.into_iter().map(|W(value)| value).collect())
    }
}

impl<K: Wire + Ord, V: Wire> Wire for BTreeMap<K, V> {
    fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(|(key, value)| (W(key), W(value))))
    }

    fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(W<K>, W<V>)>::deserialize(from)?;
        Ok(pairs.into_iter().map(|(W(key), W(value))| (key, value)).collect())
    }
}

macro_rules! arrays {
    ($($length:literal { $($value:ident)* })*) => {$(
        impl<T: Wire> Wire for [T; $length] {
            fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let [$($value),*] = self;
                fields!($($value)*).serialize(to)
            }

            fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let fields!($($value)*) = Deserialize::deserialize(from)?;
                Ok([$($value),*])
            }
        }
    )*};
}

arrays! { 2 { a b } 3 { a b c } }

macro_rules! tuples {
    ($({ $($kind:ident $value:ident)* })*) => {$(
        impl<$($kind: Wire),*> Wire for ($($kind),*) {
            fn put<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let ($($value),*) = self;
                fields!($($value)*).serialize(to)
            }

            fn take<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let fields!($($value)*) = Deserialize::deserialize(from)?;
                Ok(($($value),*))
            }
        }
    )*};
}

tuples! { { A a B b } { A a B b C c } }
