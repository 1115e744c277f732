//! The digest of an event: what a receipt and a 核验号 are the beginning of.

use std::fmt;

/// 32 bytes of BLAKE3; what they are taken over stands in `chain.rs`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; Digest::LEN]);

impl Digest {
    /// Bytes of a digest.
    pub const LEN: usize = 32;

    /// What stands in the place of a previous digest before event 1.
    pub const GENESIS: Self = Self(*b"shouxi journal: before event one");

    /// The fewest hex digits that [`Digest::begins_with`] takes: those printed on receipts and papers.
    pub const SHORT: usize = 16;

    /// A digest from its bytes.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// Reads 64 hex digits, either case. `None` for anything else.
    pub fn parse(hex: &str) -> Option<Self> {
        let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
        let mut bytes = [0; Self::LEN];
        if pairs.len() != Self::LEN || !rest.is_empty() {
            return None;
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = (nibble(*high)? << 4) | nibble(*low)?;
        }
        Some(Self(bytes))
    }

    /// The first 16 hex digits: the receipt, and the 核验号 before it is grouped by four.
    pub fn short(&self) -> String {
        self.to_string().chars().take(Self::SHORT).collect()
    }

    /// Is this the digest somebody typed from paper: 16 to 64 hex digits, spaces and hyphens between them ignored?
    pub fn begins_with(&self, typed: &str) -> bool {
        let typed: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_ascii_lowercase();
        typed.len() >= Self::SHORT && self.to_string().starts_with(&typed)
    }
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let hex = "a2b7f39cd93791f3b73a67fcdda686dcecb3c7f6cf80a8553cbd986a514d50ce";
        let digest = Digest::parse(hex).unwrap();
        assert_eq!(digest.as_bytes().first(), Some(&0xA2));
        assert_eq!(digest.to_string(), hex);
        assert_eq!(Digest::parse(&hex.to_uppercase()), Some(digest));
        for wrong in [hex.replace("ce", ""), format!("{hex}00"), hex.replace("ce", "zz"), "首".repeat(22)] {
            assert_eq!(Digest::parse(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_digest_is_known_by_what_is_printed_on_paper() {
        let digest = Digest::parse("a2b7f39cd93791f3b73a67fcdda686dcecb3c7f6cf80a8553cbd986a514d50ce").unwrap();
        assert_eq!(digest.short(), "a2b7f39cd93791f3");
        for typed in ["a2b7f39cd93791f3", "A2B7 F39C D937 91F3", "a2b7-f39c-d937-91f3", "a2b7f39cd93791f3b73a"] {
            assert!(digest.begins_with(typed), "{typed}");
        }
        assert!(digest.begins_with(&digest.to_string()));
        for other in ["a2b7f39cd93791f", "b2b7f39cd93791f3", "", "首席首席首席", &format!("{digest}0")] {
            assert!(!digest.begins_with(other), "{other}");
        }
    }
}
