//! Search in dossiers' texts, in pieces: who may read a text may find it, and of every other one not even that it was
//! looked at. A piece reads few texts, so that nobody waits behind a search over thousands.

use super::build::Eye;
use super::types::{Found, FoundView, Hit, Where};
use crate::domain::rights::Thing;
use crate::domain::{Code, Refusal, Role, Texts};
use crate::text::{Clean, Needle, clean_line};

/// Texts read for one piece.
const TEXTS_A_PIECE: usize = 32;
/// Words of one search; more are not looked for.
const WORDS_MAX: usize = 8;
/// Characters shown before and after what was found.
const BEFORE: usize = 12;
const AFTER: usize = 40;

/// Where the words stand in the texts this seat may read, by code from `from` on.
pub(super) fn find(eye: &Eye<'_>, words: &[Clean], from: Option<&Code>) -> Result<FoundView, Refusal> {
    eye.opened()?;
    eye.need(Thing::DossierText { declared: eye.role == Role::Expert })?;
    let needles: Vec<Needle> = words.iter().take(WORDS_MAX).filter_map(|word| Needle::new(word)).collect();
    let mut view = FoundView::default();
    let mut left = TEXTS_A_PIECE;
    let later = eye.state.dossiers.iter().filter(|(code, _)| from.is_none_or(|from| *code >= from));
    for (code, facts) in later.filter(|(code, _)| eye.may_read(code)) {
        if left == 0 {
            view.next = Some(code.clone());
            break;
        }
        left -= 1;
        let Some(texts) = eye.texts(facts) else { continue };
        let hits: Vec<Hit> = needles.iter().zip(0..).filter_map(|(needle, word)| hit(needle, word, &texts)).collect();
        if !hits.is_empty() {
            view.found.push(Found { code: code.clone(), hits });
        }
    }
    Ok(view)
}

/// The first place of a word: in the form's order, then awards, then the story.
fn hit(needle: &Needle, word: u8, texts: &Texts) -> Option<Hit> {
    let sections = texts.sections.iter().map(|(section, text)| (Where::Section(section.clone()), text));
    let awards = texts.awards.iter().map(|award| (Where::Awards, &award.title));
    let mut all = sections.chain(awards).chain([(Where::Story, &texts.story)]);
    all.find_map(|(place, text)| {
        let range = needle.place_in(text)?;
        let (before, rest) = text.split_at_checked(range.start)?;
        let (found, after) = rest.split_at_checked(range.len())?;
        let before: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').take(BEFORE).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = after.chars().take_while(|c| *c != '\n').take(AFTER).collect();
        Some(Hit { word, place, before: clean_line(&before), found: clean_line(found), after: clean_line(&after) })
    })
}
