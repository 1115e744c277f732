//! Seats, dossiers and items by name: parsed once each, found again almost for nothing.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::domain::IdError;
use crate::text::fold;

/// Names seen so far, by place. Files repeat their names in runs or in rounds, so the last name and the one
/// that followed it last time are tried before the map.
pub(super) struct Names<T> {
    list: Vec<(Box<str>, T)>,
    map: HashMap<Box<str>, usize>,
    next: Vec<usize>,
    last: usize,
}

impl<T: Borrow<str>> Names<T> {
    pub(super) fn new() -> Self {
        Self { list: Vec::new(), map: HashMap::new(), next: Vec::new(), last: 0 }
    }

    /// The place of a name; a new one is parsed.
    pub(super) fn place(&mut self, word: &str, parse: fn(&str) -> Result<T, IdError>) -> Result<usize, IdError> {
        let is = |at: usize| self.list.get(at).is_some_and(|(name, _)| same(name.as_bytes(), word.as_bytes()));
        if is(self.last) {
            return Ok(self.last);
        }
        let guess = self.next.get(self.last).copied().unwrap_or(0);
        let place = if is(guess) {
            guess
        } else if let Some(place) = self.map.get(word) {
            *place
        } else {
            let trimmed = word.trim();
            let parsed = if trimmed.is_ascii() { parse(trimmed) } else { parse(fold(trimmed).trim()) }?;
            // Ｅ０１ and E01 are one name.
            let place = self.map.get(parsed.borrow()).copied().unwrap_or(self.list.len());
            if place == self.list.len() {
                self.map.insert(parsed.borrow().into(), place);
                self.list.push((word.into(), parsed));
                self.next.push(0);
            }
            self.map.insert(word.into(), place);
            place
        };
        if let Some(next) = self.next.get_mut(self.last) {
            *next = place;
        }
        self.last = place;
        Ok(place)
    }

    /// What stands at a place.
    pub(super) fn at(&self, place: usize) -> Option<&T> {
        self.list.get(place).map(|(_, parsed)| parsed)
    }
}

/// Whether two names are equal: for the short ones that files hold, without a call.
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<4>(), a.last_chunk::<4>()) {
        (Some(first), Some(last)) if a.len() <= 8 => b.starts_with(first) && b.ends_with(last),
        (None, _) => a.iter().zip(b).all(|(a, b)| a == b),
        _ => a == b,
    }
}
