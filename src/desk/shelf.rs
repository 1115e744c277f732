//! Texts kept for searching, so that the second search reads no file.
//!
//! Invariant: whatever is searched, the texts take no more than [`ROOM`]. Nothing is put away for something else: a search
//! goes over all dossiers in turn, so that what was put away is what it would want next. Beyond the room texts are read
//! again each time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::view::Pages;
use crate::domain::{Code, Facts};

/// Bytes of packed texts: 5,000 dossiers of 5.6 kB, which is as many as there may be.
const ROOM: usize = 24 << 20;

/// What is kept.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By code, with the digest of the copy it was made of.
    pages: BTreeMap<Code, ([u8; 32], Arc<Pages>)>,
    /// The form they were read by: which sections there are.
    form: Option<[u8; 32]>,
    /// Bytes they take.
    taken: usize,
}

impl Shelf {
    /// The dossier's texts as they stand in the record now, read by this form.
    pub(super) fn get(&self, facts: &Facts, form: Option<[u8; 32]>) -> Option<Arc<Pages>> {
        let (digest, pages) = self.pages.get(&facts.code).filter(|_| self.form == form)?;
        (*digest == facts.digest).then(|| Arc::clone(pages))
    }

    /// Keeps them, if there is room.
    pub(super) fn put(&mut self, facts: &Facts, form: Option<[u8; 32]>, pages: &Arc<Pages>) {
        if self.form != form {
            *self = Self { form, ..Self::default() };
        }
        if let Some((_, amended)) = self.pages.remove(&facts.code) {
            self.taken -= room_of(&amended);
        }
        let room = room_of(pages);
        if self.taken + room <= ROOM {
            self.taken += room;
            self.pages.insert(facts.code.clone(), (facts.digest, Arc::clone(pages)));
        }
    }

    /// Nothing is kept.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// Bytes of a dossier's place on the shelf, what stands around the texts included.
fn room_of(pages: &Pages) -> usize {
    const AROUND: usize = size_of::<(Code, [u8; 32], Arc<Pages>)>() + size_of::<Pages>();
    AROUND + pages.size()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::Texts;
    use crate::folder;
    use crate::text::clean;

    fn facts(code: &str, digest: u8) -> Facts {
        let file = format!(
            "code = \"{code}\"\ntrade = \"焊工\"\nlevel = \"高级技师\"\nborn = 1981-03-12\n[text]\nstory = \"字\"\n"
        );
        let (dossier, findings) = folder::read_dossier(file.as_bytes(), &format!("dossiers/{code}.toml"), None);
        Facts { digest: [digest; 32], ..dossier.unwrap_or_else(|| panic!("{findings:?}")).0 }
    }

    fn pages(characters: usize) -> Arc<Pages> {
        Arc::new(Pages::of(&Texts { story: clean(&"字".repeat(characters)), ..Texts::default() }))
    }

    pub(in crate::desk) fn with_one_dossier() -> Shelf {
        let mut shelf = Shelf::default();
        shelf.put(&facts("W274", 1), None, &pages(10));
        shelf
    }

    #[test]
    fn texts_are_given_again_until_they_or_the_form_are_amended() {
        let (mut shelf, form) = (Shelf::default(), Some([1; 32]));
        shelf.put(&facts("W274", 1), form, &pages(10));
        assert!(shelf.get(&facts("W274", 1), form).is_some());
        assert!(shelf.get(&facts("W274", 2), form).is_none() && shelf.get(&facts("W325", 1), form).is_none());
        assert!(shelf.get(&facts("W274", 1), Some([2; 32])).is_none());
        shelf.put(&facts("W325", 1), Some([2; 32]), &pages(10));
        assert_eq!(shelf.pages.len(), 1, "what was read by another form is gone");
    }

    #[test]
    fn however_much_is_searched_no_more_is_kept_than_there_is_room_for() {
        let mut shelf = Shelf::default();
        for round in 0..3_u8 {
            for number in 0..400_u32 {
                shelf.put(&facts(&format!("C{number}"), round), None, &pages(60_000));
            }
            let size: usize = shelf.pages.values().map(|(_, pages)| pages.size()).sum();
            assert!(size <= ROOM && ROOM - size < 200_000, "{size}");
            assert_eq!(shelf.taken, shelf.pages.values().map(|(_, pages)| room_of(pages)).sum::<usize>());
        }
        assert!(shelf.get(&facts("C0", 2), None).is_some(), "what was there first stays");
    }
}
