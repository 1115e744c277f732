//! Lines of a text, under the rules a Chinese reader expects: no line begins with ，。” or ends with “（,
//! and a number stays with its unit. Our own because the stock widget drops characters next to Chinese
//! text ("经费 328.50 万元" painted as "经费28.50万元", PITFALLS 8).
//!
//! Every grapheme cluster becomes a piece that knows how good a place for a line break lies before it;
//! lines are then filled greedily and end at the last place of the best kind. Both steps are linear.

use std::iter::Peekable;
use std::ops::Range;

use super::glyphs::glyphs;
use super::width::{Ambiguous, grapheme_width};

/// One line of a wrapped text, as bytes `start..end` of its source, so that highlights keep their offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Where the line begins in the source.
    pub start: usize,
    /// Where it ends, without the spaces and the newline that follow.
    pub end: usize,
}

impl Line {
    /// The line's text; empty if `source` is not what was wrapped.
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.range()).unwrap_or_default()
    }

    /// The line's bytes in the source.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Breaks a text into lines of at most `cols` cells. A newline always ends a line, so there are at least
/// as many lines as newlines plus one (an empty text has one empty line).
///
/// No line is wider than `cols`, unless one grapheme cluster alone is. Spaces at the end of a line and
/// around a break belong to no line; an indent stays unless it leaves no room. Everything else is in exactly one line.
pub fn wrap(text: &str, cols: usize, ambiguous: Ambiguous) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut pieces = Vec::new();
    let mut breaks = unicode_linebreak::linebreaks(text).map(|(at, _)| at).peekable();
    let mut start = 0;
    for paragraph in text.split('\n') {
        pieces.clear();
        cut(paragraph, start, &mut breaks, ambiguous, &mut pieces);
        fill(&pieces, start, cols, &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

/// How good a place for a line break is; the better, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A line would begin or end with a character that must not stand there.
    Ugly,
    /// Inside a word or a number.
    InWord,
    /// Between a number and its unit.
    BeforeUnit,
    /// Anywhere else.
    Free,
}

/// One grapheme cluster.
struct Piece {
    start: usize,
    end: usize,
    cells: usize,
    space: bool,
    /// How good a break before this piece would be.
    before: Place,
}

/// Cuts a paragraph that begins at byte `offset` into pieces. `breaks` are the places Unicode allows in
/// the whole text; it is advanced past the paragraph.
fn cut(
    paragraph: &str,
    offset: usize,
    breaks: &mut Peekable<impl Iterator<Item = usize>>,
    ambiguous: Ambiguous,
    pieces: &mut Vec<Piece>,
) {
    let mut measure = Measure::Nothing;
    let mut near = None; // the character right before, if it was no space
    let mut last = None; // the last character that was no space
    for (at, grapheme) in glyphs(paragraph) {
        let start = offset + at;
        while breaks.next_if(|&place| place < start).is_some() {}
        let allowed = breaks.next_if_eq(&start).is_some();
        let c = grapheme.chars().next().unwrap_or(' ');
        let space = is_space(c);
        let unit = measure.read(c, space);
        let before = if begins_no_line(c) || last.is_some_and(ends_no_line) {
            Place::Ugly
        } else if !allowed && !beside_quote(near, c) {
            Place::InWord
        } else if unit {
            Place::BeforeUnit
        } else {
            Place::Free
        };
        pieces.push(Piece {
            start,
            end: start + grapheme.len(),
            cells: grapheme_width(grapheme, ambiguous),
            space,
            before,
        });
        near = (!space).then_some(c);
        if !space {
            last = Some(c);
        }
    }
}

/// Fills lines from the pieces of one paragraph that begins at byte `start`.
fn fill(pieces: &[Piece], start: usize, cols: usize, lines: &mut Vec<Line>) {
    let mut rest = pieces;
    let mut empty = true;
    while !rest.is_empty() {
        let (line, after) = take_line(rest, cols);
        if let (Some(first), Some(last)) = (line.first(), line.iter().rfind(|piece| !piece.space)) {
            lines.push(Line { start: first.start, end: last.end });
            empty = false;
        }
        rest = after;
    }
    if empty {
        lines.push(Line { start, end: start });
    }
}

/// Splits off the first line. It is never empty, so filling ends. Filling is linear: pieces given back
/// to the next line hold no place as good as the one chosen, so a piece is given back at most once for
/// each of the four kinds of place.
fn take_line(pieces: &[Piece], cols: usize) -> (&[Piece], &[Piece]) {
    let mut pieces = pieces;
    let mut used = 0;
    let mut filled = false;
    let mut best: Option<(Place, usize)> = None;
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        if piece.space {
            used += piece.cells;
            index += 1;
            continue;
        }
        if filled && best.is_none_or(|(place, _)| piece.before >= place) {
            best = Some((piece.before, index));
        }
        if used + piece.cells > cols {
            if let Some((_, end)) = best {
                return pieces.split_at_checked(end).unwrap_or((pieces, &[]));
            }
            // Only an indent so far, and no room beside it: the line begins here instead.
            pieces = pieces.get(index..).unwrap_or_default();
            (index, used) = (0, 0);
        }
        filled = true;
        used += pieces.get(index).map_or(0, |piece| piece.cells);
        index += 1;
    }
    (pieces, &[])
}

/// White space that may vanish at a break; the non-breaking kinds are glyphs.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Characters that never begin a line: closing marks, stops, dashes, dots and signs after a number.
fn begins_no_line(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '．'
            | '）'
            | '》'
            | '】'
            | '〕'
            | '〉'
            | '」'
            | '』'
            | '〗'
            | '〙'
            | '〛'
            | '］'
            | '｝'
            | '”'
            | '’'
            | '…'
            | '—'
            | '·'
            | '・'
            | '～'
            | '％'
            | '℃'
            | '‰'
            | '°'
            | '′'
            | '″'
            | '々'
            | 'ー'
            | '｡'
            | '､'
            | '｣'
            | '%'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
    )
}

/// Characters that never end a line: opening marks.
fn ends_no_line(c: char) -> bool {
    matches!(
        c,
        '（' | '《'
            | '【'
            | '〔'
            | '〈'
            | '「'
            | '『'
            | '〖'
            | '〘'
            | '〚'
            | '［'
            | '｛'
            | '“'
            | '‘'
            | '｢'
            | '('
            | '['
            | '{'
            | '￥'
            | '¥'
            | '№'
    )
}

/// Whether a break is good between `before` and `c` although Unicode, which cannot tell an opening curly
/// quote from a closing one, forbids it: outside of Chinese quotes. An apostrophe in a word stays.
fn beside_quote(before: Option<char>, c: char) -> bool {
    before.is_some_and(|before| match (before, c) {
        ('”' | '’', '“' | '‘') => true,
        ('”' | '’', c) => chinese(c),
        (before, '“' | '‘') => chinese(before) || matches!(before, '—' | '…'),
        _ => false,
    })
}

/// Han, kana and the punctuation that goes with them.
fn chinese(c: char) -> bool {
    han(c) || matches!(c, '\u{3001}'..='\u{30ff}' | '\u{ff01}'..='\u{ff60}')
}

fn han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇' | '\u{20000}'..='\u{3ffff}')
}

/// Where reading stands in a measure such as "328.50 万元", "0.03 mm", "91 分", "12个百分点".
#[derive(Clone, Copy)]
enum Measure {
    Nothing,
    /// In a word or code: digits in it are no number.
    Word,
    /// In a number, or in the spaces or a magnitude (万, 亿 …) after one.
    Number,
    /// After this first or second character of a unit.
    Unit(char),
}

impl Measure {
    /// Reads the next character and says whether it belongs to the measure before it.
    fn read(&mut self, c: char, space: bool) -> bool {
        let (belongs, next) = match (*self, c) {
            (Self::Word, '0'..='9') => (false, Self::Word),
            (_, '0'..='9' | '０'..='９') => (false, Self::Number),
            (Self::Number, '.' | ',' | '．' | '%' | '％') => (true, Self::Number),
            (Self::Number, _) if space => (false, Self::Number),
            (Self::Number, '十' | '百' | '千' | '万' | '亿' | '多' | '余') => (true, Self::Number),
            (Self::Number, c) if han(c) => (true, Self::Unit(c)),
            (Self::Unit(first), c) if unit_pair(first, c) => (true, Self::Unit(c)),
            (Self::Number, c) if c.is_alphanumeric() || matches!(c, '°' | '℃' | '‰' | 'Ω' | '$') => {
                (true, Self::Word)
            }
            (_, c) if !han(c) && (c.is_alphanumeric() || matches!(c, '_' | '-')) => (false, Self::Word),
            _ => (false, Self::Nothing),
        };
        *self = next;
        belongs
    }
}

/// Neighbours inside units of several characters (个百分点, 平方米, 毫米, 小时 …).
fn unit_pair(first: char, second: char) -> bool {
    match first {
        '毫' | '微' | '厘' | '纳' | '方' => second == '米',
        '分' => matches!(second, '米' | '钟' | '点'),
        '公' => matches!(second, '里' | '斤' | '顷' | '分'),
        '平' | '立' => second == '方',
        '小' | '工' | '课' | '学' => second == '时',
        '个' => matches!(second, '月' | '百' | '点'),
        '百' => second == '分',
        '人' => second == '次',
        '美' | '欧' | '日' => second == '元',
        '年' => second == '度',
        '周' => matches!(second, '岁' | '年'),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
