//! One file's text: from bytes to places in it, and the findings made on the way.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use crate::domain::{Finding, FindingKind, Place};
use crate::text::{Clean, clean, clean_line};

/// Findings of one file; more than these help nobody, and a hostile file could make a million.
const MAX_FINDINGS: usize = 1_000;

/// A file's text with the starts of its lines.
pub(super) struct Source<'b> {
    /// Path below the panel folder.
    pub(super) file: Clean,
    /// The text; owned only where control characters had to go first.
    pub(super) text: Cow<'b, str>,
    starts: Vec<usize>,
}

impl<'b> Source<'b> {
    /// Takes a file's bytes as text. Raw control characters, which TOML forbids, are removed here with a
    /// caution rather than refused: they come from pasting out of other programs, and the person who
    /// pasted cannot see them. Bytes that are not UTF-8 are one finding, and nothing else is read.
    pub(super) fn new(bytes: &'b [u8], file: &str, found: &mut Vec<Finding>) -> Option<Self> {
        let file = clean_line(file);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                found.push(Finding {
                    place: not_utf8_place(&file, bytes, error.valid_up_to()),
                    what: FindingKind::NotUtf8 { looks_gbk: looks_gbk(bytes) },
                });
                return None;
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let control = text.find(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
        let Some(control) = control else {
            return Some(Self::of(file, Cow::Borrowed(text)));
        };
        let cleaned = clean(text);
        let removed = removed(text, &cleaned);
        let source = Self::of(file, Cow::Owned(cleaned.into()));
        let before = text.get(..control).unwrap_or("");
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or("").chars().count().saturating_add(1);
        found.push(Finding {
            place: Place { file: source.file.clone(), line: count(line), column: count(column) },
            what: FindingKind::Cleaned(removed),
        });
        Some(source)
    }

    fn of(file: Clean, text: Cow<'b, str>) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, starts }
    }

    /// Line and column (in characters, from 1) of a byte offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(0);
        // An offset inside a character counts as that character's start.
        let ahead = self.text.get(start..).unwrap_or("");
        let column = ahead.char_indices().take_while(|(at, _)| start + at < offset).count();
        let inside = ahead.get(..offset.saturating_sub(start)).is_none() && column > 0;
        Place { file: self.file.clone(), line: count(line), column: count(column + usize::from(!inside)) }
    }

    /// Parses the text as TOML as far as it goes, and reports every syntax error.
    ///
    /// The range is the whole file's, where keys that are missing at the top are told.
    pub(super) fn parse(&self, found: &mut Found<'_, '_>) -> (DeTable<'_>, Range<usize>) {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in errors {
            if found.is_full() {
                break;
            }
            let span = error.span().unwrap_or(0..0);
            let what = if error.message().starts_with("recursion limit") || error.message().contains("max recursion") {
                FindingKind::TooDeep
            } else {
                FindingKind::Syntax(clean_line(error.message()))
            };
            found.add(&span, what);
        }
        (table.into_inner(), 0..0)
    }
}

/// Collects one file's findings with their places.
pub(super) struct Found<'s, 'b> {
    /// The file.
    pub(super) source: &'s Source<'b>,
    /// What was found so far.
    pub(super) list: Vec<Finding>,
}

impl<'s, 'b> Found<'s, 'b> {
    pub(super) fn new(source: &'s Source<'b>, list: Vec<Finding>) -> Self {
        Self { source, list }
    }

    /// Adds a finding at a span of the text; an empty span at 0 means the whole file.
    pub(super) fn add(&mut self, span: &Range<usize>, what: FindingKind) {
        let whole = *span == (0..0);
        let place = if whole {
            Place { file: self.source.file.clone(), line: 0, column: 0 }
        } else {
            self.source.place(span.start)
        };
        match self.list.len() {
            MAX_FINDINGS.. => {}
            at if at + 1 == MAX_FINDINGS => {
                self.list.push(Finding { place, what: FindingKind::TooMany("findings", MAX_FINDINGS) });
            }
            _ => self.list.push(Finding { place, what }),
        }
    }

    /// Whether more findings would be dropped.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MAX_FINDINGS
    }

    /// The text as it stands in the file; numbers are read from it.
    pub(super) fn raw(&self, span: &Range<usize>) -> &'s str {
        self.source.text.get(span.clone()).unwrap_or("")
    }

    /// The place of a word within a value's text, from this byte of it on, for findings inside long texts; the whole
    /// value where it is written otherwise.
    pub(super) fn inside(&self, span: &Range<usize>, word: &str, from: usize) -> Range<usize> {
        match self.raw(span).get(from..).and_then(|rest| rest.find(word)) {
            Some(at) => {
                let start = span.start + from + at;
                start..start + word.len()
            }
            None => span.clone(),
        }
    }

    /// Takes text of several lines; tells what was removed.
    pub(super) fn prose(&mut self, span: &Range<usize>, text: &str) -> Clean {
        let cleaned = clean(text);
        self.tell_removed(span, text, &cleaned);
        cleaned
    }

    /// Takes text of one line; tells what was removed.
    pub(super) fn line(&mut self, span: &Range<usize>, text: &str) -> Clean {
        let cleaned = clean_line(text);
        if cleaned.as_str() != text {
            self.tell_removed(span, text, &clean(text));
        }
        cleaned
    }

    fn tell_removed(&mut self, span: &Range<usize>, text: &str, cleaned: &Clean) {
        if cleaned.as_str() != text {
            let gone = removed(text, cleaned);
            if gone > 0 {
                self.add(span, FindingKind::Cleaned(gone));
            }
        }
    }

    /// Whether an error is among the findings.
    pub(super) fn has_error(&self) -> bool {
        self.list.iter().any(|finding| finding.what.severity() == crate::domain::Severity::Error)
    }
}

/// How many characters cleaning took away, a CR before LF not counted.
fn removed(text: &str, cleaned: &str) -> usize {
    let ends = text.matches("\r\n").count();
    text.chars().count().saturating_sub(ends).saturating_sub(cleaned.chars().count())
}

/// Sorts findings by place, keeping the order found where places are equal.
pub(super) fn sorted(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// A count as `u32`, at most its maximum.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn not_utf8_place(file: &Clean, bytes: &[u8], valid: usize) -> Place {
    let before = bytes.get(..valid).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Place { file: file.clone(), line: count(line), column: count(column) }
}

/// Whether bytes that are not UTF-8 look like GBK: every byte above ASCII opens a valid pair, and most
/// pairs lie where GB 2312 has its Chinese characters.
pub(super) fn looks_gbk(bytes: &[u8]) -> bool {
    let (mut pairs, mut common) = (0_usize, 0_usize);
    let mut rest = bytes.iter().copied();
    while let Some(lead) = rest.next() {
        if lead.is_ascii() {
            continue;
        }
        let Some(trail) = rest.next() else { return false };
        if !(0x81..=0xfe).contains(&lead) || !(0x40..=0xfe).contains(&trail) || trail == 0x7f {
            return false;
        }
        pairs += 1;
        common += usize::from((0xb0..=0xf7).contains(&lead) && trail >= 0xa1);
    }
    pairs > 0 && common * 2 >= pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_begin_at_one() {
        let mut found = Vec::new();
        let source = Source::new("甲 = 1\n乙丙 = 2".as_bytes(), "panel.toml", &mut found).unwrap();
        let at = source.text.find('2').unwrap();
        let place = source.place(at);
        assert_eq!((place.line, place.column), (2, 6));
        assert_eq!((source.place(0).line, source.place(0).column), (1, 1));
        assert_eq!((source.place(1).line, source.place(1).column), (1, 1), "inside 甲");
        assert_eq!((source.place(3).line, source.place(3).column), (1, 2));
        assert!(found.is_empty());
    }

    #[test]
    fn gbk_is_told_from_other_bytes() {
        // 威海首席技师 in GBK.
        let gbk = [0xcd, 0xfe, 0xba, 0xa3, 0xca, 0xd7, 0xcf, 0xaf, 0xbc, 0xbc, 0xca, 0xa6, b'\n'];
        assert!(looks_gbk(&gbk));
        assert!(!looks_gbk(&[0xff, 0xfe, b'a', 0]));
        assert!(!looks_gbk(b"plain"));
        let mut found = Vec::new();
        assert!(Source::new(&gbk, "dossiers/W274.toml", &mut found).is_none());
        assert_eq!(found[0].what, FindingKind::NotUtf8 { looks_gbk: true });
        assert_eq!(found[0].place.line, 1);
    }

    #[test]
    fn raw_control_characters_go_with_a_caution() {
        let mut found = Vec::new();
        let source = Source::new(b"a = 1\nb = \"x\x1b[31my\"\n", "panel.toml", &mut found).unwrap();
        assert_eq!(source.text, "a = 1\nb = \"xy\"\n");
        assert_eq!(found[0].what, FindingKind::Cleaned(5));
        assert_eq!((found[0].place.line, found[0].place.column), (2, 7));
    }
}
