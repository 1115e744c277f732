//! A text's grapheme clusters. The tables of Unicode are asked only where a cluster could have more than one
//! character: in Chinese text that is almost nowhere, and a frame asks for thousands of clusters.

use unicode_segmentation::UnicodeSegmentation;

/// The grapheme clusters of a text, each with the byte it begins at.
pub fn glyphs(text: &str) -> Glyphs<'_> {
    Glyphs { text, at: 0 }
}

/// See [`glyphs`].
#[derive(Clone, Debug)]
pub struct Glyphs<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Glyphs<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        if let Some((length, _)) = sure(rest) {
            let at = self.at;
            self.at += length;
            return Some((at, rest.get(..length)?));
        }
        let mut chars = rest.chars();
        let first = chars.next()?;
        let alone = stands_alone(first) && chars.next().is_none_or(stands_alone);
        let glyph = if alone { rest.get(..first.len_utf8())? } else { rest.graphemes(true).next()? };
        let at = self.at;
        self.at += glyph.len();
        Some((at, glyph))
    }
}

/// The bytes and cells of the glyph that a text begins with, where its first bytes tell them: printable ASCII, or a
/// character of U+4E00 to U+9FFF (E4 B8 80 to E9 BF BF), before another such or the end. That is nearly all there is on
/// a screen, and a frame asks for thousands.
pub(super) fn sure(text: &str) -> Option<(usize, usize)> {
    let (length, cells, after) = match text.as_bytes() {
        [b' '..=b'~', after @ ..] => (1, 1, after),
        [0xe5..=0xe9, _, _, after @ ..] | [0xe4, 0xb8..=0xbf, _, after @ ..] => (3, 2, after),
        _ => return None,
    };
    matches!(after, [] | [b' '..=b'~' | 0xe5..=0xe9, ..] | [0xe4, 0xb8..=0xbf, ..]).then_some((length, cells))
}

/// Characters between two of which there is always a border: they neither join nor are joined (of the property
/// `Grapheme_Cluster_Break` all are *Other*, and none is a pictograph).
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}' | '\u{3000}'..='\u{3029}'
        | '\u{2010}'..='\u{2027}' | '\u{b7}' | '\u{d7}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(text: &str) {
        let ours: Vec<_> = glyphs(text).collect();
        let theirs: Vec<_> = text.grapheme_indices(true).collect();
        assert_eq!(ours, theirs, "{text:?}");
    }

    #[test]
    fn any_two_that_stand_alone_are_two_glyphs_and_what_joins_still_joins() {
        let all: Vec<char> = (0..=0xffff).filter_map(char::from_u32).filter(|c| stands_alone(*c)).collect();
        let text: String = all.iter().chain(all.iter().rev()).collect();
        assert_eq!(text.graphemes(true).count(), 2 * all.len());
        for joined in
            ["e\u{301}", "甲\u{fe00}", "·\u{20dd}", "1\u{fe0f}\u{20e3}", "🇨🇳🇨🇳", "甲👩‍🔧乙", "\r\n", "‘\u{200d}’"]
        {
            same(joined);
        }
    }

    proptest! {
        #[test]
        fn they_are_the_grapheme_clusters(text in prop_oneof![any::<String>(), "[甲乙“…—α👩\u{200d}\u{301}🇨\u{600}\u{3099}か a\r\n]{0,24}"]) {
            same(&text);
        }
    }
}
