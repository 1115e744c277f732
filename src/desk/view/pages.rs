//! A dossier's texts as they are searched.

use super::types::Where;
use crate::domain::Texts;
use crate::text::Packed;

/// The texts of one dossier, packed, in the order they are looked through: the form's, then awards, then the story.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Each with where it stands.
    pub parts: Box<[(Where, Packed)]>,
}

impl Pages {
    /// Packs a dossier's texts.
    pub fn of(texts: &Texts) -> Self {
        let sections = texts.sections.iter().map(|(section, text)| (Where::Section(section.clone()), text));
        let awards = texts.awards.iter().map(|award| (Where::Awards, &award.title));
        let all = sections.chain(awards).chain([(Where::Story, &texts.story)]);
        Self { parts: all.map(|(place, text)| (place, Packed::of(text))).collect() }
    }

    /// Bytes they take.
    pub fn size(&self) -> usize {
        self.parts.iter().map(|(_, text)| size_of::<Where>() + text.size()).sum()
    }
}
