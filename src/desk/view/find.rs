//! Search in dossiers' texts, in pieces: who may read a text may find it, and of every other one not even that it was
//! looked at. A piece reads few files and looks at so many texts as take about a screen's blink, so that nobody waits
//! behind a search over thousands.

use super::build::Eye;
use super::pages::Pages;
use super::types::{Found, FoundView, Hit};
use crate::domain::rights::Thing;
use crate::domain::{Code, Refusal, Role};
use crate::text::{Clean, Needle, clean_line};

/// Files read for one piece.
const READ_A_PIECE: usize = 64;
/// Texts looked at for one piece, read or not.
const LOOKED_AT_A_PIECE: usize = 1_024;
/// Bytes of what one piece tells, about: a frame of the line holds four times as much.
const TOLD_A_PIECE: usize = 256 << 10;
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
    let (mut read, mut looked, mut told) = (0, 0, 0);
    let mut text = String::new();
    let later = eye.state.dossiers.iter().filter(|(code, _)| from.is_none_or(|from| *code >= from));
    for (code, facts) in later.filter(|(code, _)| eye.may_read(code)) {
        if read == READ_A_PIECE || looked == LOOKED_AT_A_PIECE || told >= TOLD_A_PIECE {
            view.next = Some(code.clone());
            break;
        }
        looked += 1;
        let Some((pages, was_read)) = eye.pages(facts) else { continue };
        read += usize::from(was_read);
        let hits = needles.iter().zip(0..).filter_map(|(needle, word)| hit(needle, word, &pages, &mut text));
        let hits: Vec<Hit> = hits.collect();
        if !hits.is_empty() {
            told += hits.iter().map(size_of_hit).sum::<usize>();
            view.found.push(Found { code: code.clone(), hits });
        }
    }
    Ok(view)
}

/// Bytes of a hit on the line, about.
fn size_of_hit(hit: &Hit) -> usize {
    size_of::<Hit>() + hit.before.len() + hit.found.len() + hit.after.len()
}

/// The first place of a word.
fn hit(needle: &Needle, word: u8, pages: &Pages, text: &mut String) -> Option<Hit> {
    pages.parts.iter().filter(|(_, packed)| needle.may_be_in(packed)).find_map(|(place, packed)| {
        packed.unpack(text);
        let range = needle.place_in(text)?;
        let (before, rest) = text.split_at_checked(range.start)?;
        let (found, after) = rest.split_at_checked(range.len())?;
        let before: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').take(BEFORE).collect();
        let before: String = before.into_iter().rev().collect();
        let after: String = after.chars().take_while(|c| *c != '\n').take(AFTER).collect();
        let (before, found, after) = (clean_line(&before), clean_line(found), clean_line(&after));
        Some(Hit { word, place: place.clone(), before, found, after })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::view::Where;
    use crate::domain::{Award, SectionId, Texts};
    use crate::text::clean;
    use proptest::prelude::*;

    /// Every text as it stands, in order, and the needle on each.
    fn plain(needle: &Needle, texts: &Texts) -> Option<(Where, String)> {
        let sections = texts.sections.iter().map(|(id, text)| (Where::Section(id.clone()), text.as_str()));
        let awards = texts.awards.iter().map(|award| (Where::Awards, award.title.as_str()));
        let mut all = sections.chain(awards).chain([(Where::Story, texts.story.as_str())]);
        all.find_map(|(place, text)| Some((place, text.get(needle.place_in(text)?)?.to_owned())))
    }

    const TEXT: &str = "[数控车工三点浮动支撑㈱株薄壁，。、\n ０0.3mＭ½a]{0,30}";

    proptest! {
        #[test]
        fn packed_texts_are_found_in_as_a_plain_scan_finds(
            texts in prop::array::uniform4(TEXT),
            typed in "[数控车工三点浮动支撑株薄壁ＭmMa0３ ]{1,5}|(skcg|fdzc|sankong|ck|gong|mm)",
        ) {
            let [one, two, award, story] = texts.map(|text| clean(&text));
            let section = |id: &str| SectionId::parse(id).unwrap();
            let texts = Texts {
                sections: vec![(section("one"), one), (section("two"), two)],
                awards: vec![Award { title: clean_line(&award), year: None }],
                story,
            };
            let Some(needle) = Needle::new(&typed) else { return Ok(()) };
            let found = hit(&needle, 0, &Pages::of(&texts), &mut String::new());
            let found = found.map(|hit| (hit.place, hit.found));
            let plain = plain(&needle, &texts).map(|(place, found)| (place, clean_line(&found)));
            prop_assert_eq!(found, plain);
        }
    }
}
