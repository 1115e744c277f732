//! [`Clean`]: text without anything a terminal would obey or a reader could not see.
//!
//! Text is cleaned once, when it is read in (PITFALLS 11), so that everything that leaves the program,
//! on a screen or past it (exports, logs, window titles, the error line after the screen closed), is harmless.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use compact_str::CompactString;
use unicode_segmentation::UnicodeSegmentation;

/// A string that is safe to store and to show (DESIGN §9). Only [`clean`], [`clean_line`], [`fixed`] and
/// [`Clean::try_from_stored`] make it.
///
/// It may hold `\n`, never another control character, escape sequence, direction override, invisible
/// character or noncharacter. Its comparison is bytewise, like that of `str`. Up to 24 bytes, which is every id, every
/// number and most trades, stand in the value itself: a panel has hundreds of thousands of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clean(CompactString);

impl Clean {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a string read back from a record: `Some` only where it is clean already. A record that
    /// was written by this program always is, so `None` means that somebody else wrote it.
    pub fn try_from_stored(stored: &str) -> Option<Self> {
        is_clean(stored).then(|| Self(stored.into()))
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Clean {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `pad` honours width and precision as `str` does; columns of a screen use `text::pad_end` instead.
        f.pad(&self.0)
    }
}

impl PartialEq<str> for Clean {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for Clean {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl From<Clean> for String {
    fn from(text: Clean) -> Self {
        text.0.into_string()
    }
}

/// Makes text of several lines clean; cleaning twice changes nothing.
///
/// - `\n` stays; CRLF, a lone CR and U+2028/U+2029 become `\n`.
/// - A tab becomes **one** space: the text is wrapped anew at every width, so the columns a tab aligned
///   are gone anyhow, and pasted table cells stay apart with a single space without eating the line.
/// - Escape sequences go with their payload; an unterminated one ends at the end of its line.
/// - The other controls (C0, DEL, C1), direction marks, overrides, embeddings and isolates, zero-width
///   and other invisible characters, tag characters and noncharacters go.
/// - Joiner and variation selectors stay only inside an emoji sequence.
pub fn clean(source: &str) -> Clean {
    Clean(match scrub(source) {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(text) => text.into(),
    })
}

/// Makes text of one line clean: as [`clean`], then each run of line ends with the blanks around it
/// becomes one space, and blanks at both ends go. Cleaning twice changes nothing.
pub fn clean_line(source: &str) -> Clean {
    // An id, a number, a digest: the most frequent by far, and nothing to do.
    if source.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Clean(source.into());
    }
    let text = scrub(source);
    let mut line = String::with_capacity(text.len());
    for part in text.split('\n').map(str::trim).filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    Clean(line.into())
}

/// A fixed text of our own, known to be clean when the program was written (debug builds check it).
pub fn fixed(text: &'static str) -> Clean {
    debug_assert!(is_clean(text), "a fixed text is not clean: {text:?}");
    clean(text)
}

/// Whether [`clean`] would leave the text exactly as it is.
pub fn is_clean(text: &str) -> bool {
    matches!(scrub(text), Cow::Borrowed(_))
}

/// The cleaned text, borrowed exactly where nothing had to change.
fn scrub(source: &str) -> Cow<'_, str> {
    let Some((head, tail)) =
        source.char_indices().find(|&(_, c)| !plain(c)).and_then(|(at, _)| source.split_at_checked(at))
    else {
        return Cow::Borrowed(source);
    };
    let mut out = String::with_capacity(source.len());
    out.push_str(head);
    let mut rest = Rest { text: tail };
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if(|next| next == '\n');
                out.push('\n');
            }
            '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            ESC => rest.skip_escape(),
            '\u{8e}' | '\u{8f}' => rest.skip_shifted(),
            '\u{9b}' => rest.skip_csi(),
            '\u{9d}' => rest.skip_string(true),
            '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => rest.skip_string(false),
            ZWJ if joins(&out, rest.peek()) => out.push(c),
            TEXT_STYLE | EMOJI_STYLE if styles(&out, rest.peek()) => out.push(c),
            _ if plain(c) => out.push(c),
            _ => {}
        }
    }
    if out == source { Cow::Borrowed(source) } else { Cow::Owned(out) }
}

const ESC: char = '\u{1b}';
const ZWJ: char = '\u{200d}';
const TEXT_STYLE: char = '\u{fe0e}';
const EMOJI_STYLE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// Whether a character may stay wherever it stands.
fn plain(c: char) -> bool {
    match c {
        '\n' | ' '..='~' | '\u{4e00}'..='\u{9fff}' => true,
        _ => !c.is_control() && !invisible(c) && !noncharacter(c),
    }
}

/// Characters that draw nothing or only steer: Unicode's default-ignorable ones, line and paragraph
/// separators, annotation anchors and the format controls of shorthand, music and hieroglyphs.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'   // Mongolian selectors and vowel separator
        | '\u{200b}'..='\u{200f}'   // zero-width, joiners, direction marks
        | '\u{2028}'..='\u{202e}'   // separators, embeddings, overrides
        | '\u{2060}'..='\u{206f}'   // word joiner, isolates, invisible operators
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' // tags and the further variation selectors
    )
}

/// Code points that are no characters: U+FDD0–FDEF and the last two of each plane.
fn noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// Whether a joiner between what was kept so far and `next` holds an emoji sequence together. It looks
/// only at characters that certainly stay, so that cleaning a second time comes to the same answer.
fn joins(kept: &str, next: Option<char>) -> bool {
    let before =
        kept.chars().rev().take(3).find(|c| !matches!(*c, TEXT_STYLE | EMOJI_STYLE | '\u{1f3fb}'..='\u{1f3ff}'));
    next.is_some_and(pictographic) && before.is_some_and(pictographic)
}

/// Whether a variation selector after what was kept so far belongs to an emoji or a keycap.
fn styles(kept: &str, next: Option<char>) -> bool {
    kept.chars().next_back().is_some_and(|before| match before {
        '0'..='9' | '#' | '*' => next == Some(KEYCAP),
        _ => pictographic(before),
    })
}

/// Whether Unicode calls the character `Extended_Pictographic`. Asked of the grapheme rules (GB11: only
/// such a pair is glued by a joiner), so that there is no second table to grow old beside theirs.
fn pictographic(c: char) -> bool {
    !c.is_ascii() && format!("{c}{ZWJ}{c}").graphemes(true).count() == 1 && format!("a{c}").graphemes(true).count() == 2
}

/// What is still to be read. The skipping rules follow ECMA-48 and xterm: line ends and whatever starts
/// something new are left standing, so that nothing a person wrote on the next line is lost.
struct Rest<'a> {
    text: &'a str,
}

impl Rest<'_> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.text.chars();
        let c = chars.next();
        self.text = chars.as_str();
        c
    }

    fn peek(&self) -> Option<char> {
        self.text.chars().next()
    }

    fn next_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|&c| wanted(c))?;
        self.next();
        Some(c)
    }

    /// After ESC: the rest of the sequence it opens.
    fn skip_escape(&mut self) {
        match self.peek() {
            Some('[') => {
                self.next();
                self.skip_csi();
            }
            Some(']') => {
                self.next();
                self.skip_string(true);
            }
            Some('P' | 'X' | '^' | '_') => {
                self.next();
                self.skip_string(false);
            }
            Some('N' | 'O') => {
                self.next();
                self.skip_shifted();
            }
            Some(' '..='/') => {
                while self.next_if(|c| matches!(c, ' '..='/')).is_some() {}
                self.next_if(|c| matches!(c, '0'..='~'));
            }
            Some('0'..='~') => {
                self.next();
            }
            _ => {}
        }
    }

    /// After a single shift: the one character it would have drawn from another set.
    fn skip_shifted(&mut self) {
        self.next_if(|c| c.is_ascii_graphic());
    }

    /// After CSI: parameters, intermediates and the final byte. Controls inside do not end it in a
    /// terminal, so they do not end it here; a line end, an escape or a character beyond ASCII does.
    fn skip_csi(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                '\u{18}' | '\u{1a}' | '@'..='~' => {
                    self.next();
                    return;
                }
                ESC | '\n' | '\r' | '\u{80}'.. => return,
                _ => {
                    self.next();
                }
            }
        }
    }

    /// After OSC, DCS, SOS, PM or APC: everything up to its terminator (ST, for OSC also BEL), a
    /// cancel, the next escape or the end of the line.
    fn skip_string(&mut self, bell_ends: bool) {
        while let Some(c) = self.peek() {
            match c {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => return,
                ESC => {
                    if let Some(after) = self.text.strip_prefix("\u{1b}\\") {
                        self.text = after;
                    }
                    return;
                }
                '\u{18}' | '\u{1a}' | '\u{9c}' => {
                    self.next();
                    return;
                }
                '\u{7}' if bell_ends => {
                    self.next();
                    return;
                }
                _ => {
                    self.next();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
