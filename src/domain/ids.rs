//! The short names that people type: codes, seats, sections, items (DESIGN §2).

use std::fmt;

use crate::text::{Clean, clean_line};

/// Why a word cannot serve as an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdError {
    /// Nothing was written.
    Empty,
    /// Longer than the limit given.
    TooLong(usize),
    /// A character outside the allowed set.
    Character(char),
}

fn checked(word: &str, max: usize, allowed: impl Fn(char) -> bool) -> Result<Clean, IdError> {
    // As nearly every id is read: byte by byte, which no allowed character is more of.
    if (1..=max).contains(&word.len()) && word.bytes().all(|byte| allowed(char::from(byte))) {
        return Ok(clean_line(word));
    }
    if word.is_empty() {
        return Err(IdError::Empty);
    }
    if let Some(strange) = word.chars().find(|c| !allowed(*c)) {
        return Err(IdError::Character(strange));
    }
    if word.len() > max {
        return Err(IdError::TooLong(max));
    }
    Ok(clean_line(word))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $max:expr, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Clean);

        impl $name {
            /// Longest form, in bytes.
            pub const MAX: usize = $max;

            /// Reads an id; nothing is folded or trimmed.
            pub fn parse(word: &str) -> Result<Self, IdError> {
                checked(word, $max, $allowed).map(Self)
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.0.as_str())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.0.as_str()
            }
        }
    };
}

fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

fn dotted(c: char) -> bool {
    plain(c) || c == '.'
}

id!(
    /// A dossier's code 代号: `[A-Za-z0-9_-]{1,16}`. Says nothing about the person.
    Code, 16, plain
);
id!(
    /// A seat 席位: `[A-Za-z0-9_-]{1,16}`. Compared bytewise where the tally needs an order.
    SeatId, 16, plain
);
id!(
    /// A section 板块: `[A-Za-z0-9._-]{1,64}`.
    SectionId, 64, dotted
);
id!(
    /// An item 评分项: `[A-Za-z0-9._-]{1,64}`; a whole section is its own item.
    ItemId, 64, dotted
);

impl Code {
    /// Whether the code has the drawn form: a letter and three digits 2–9.
    pub fn is_drawn_form(&self) -> bool {
        let mut bytes = self.as_str().bytes();
        bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
            && bytes.len() == 3
            && bytes.all(|b| (b'2'..=b'9').contains(&b))
    }
}

impl From<&SectionId> for ItemId {
    fn from(section: &SectionId) -> Self {
        Self(section.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_code_is_a_letter_and_three_digits_from_two_to_nine() {
        for (word, drawn) in [("W274", true), ("w999", true), ("W214", false), ("W27", false), ("W2745", false)] {
            assert_eq!(Code::parse(word).unwrap().is_drawn_form(), drawn, "{word}");
        }
    }

    #[test]
    fn ids_keep_to_their_characters_and_length() {
        assert_eq!(Code::parse(""), Err(IdError::Empty));
        assert_eq!(Code::parse("../x"), Err(IdError::Character('.')));
        assert_eq!(SeatId::parse(&"E".repeat(17)), Err(IdError::TooLong(16)));
        assert_eq!(ItemId::parse("技术"), Err(IdError::Character('技')));
        assert!(ItemId::parse("innovation.novelty").is_ok());
    }
}
