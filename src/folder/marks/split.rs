//! A CSV text to rows of fields. Files without a quote, which is what programs write, are split by hand, ten
//! times as fast as by the book; any quote in the file, and the csv crate reads all of it.

/// Most fields looked at in a row; the known columns are seven.
pub(super) const FIELDS: usize = 16;

/// Calls `row` with line number and fields of each row that is not empty, until it says stop (`false`).
/// Returns the line of a quote that is opened and never closed, if there is one.
pub(super) fn rows(text: &str, row: impl FnMut(u64, &[&str]) -> bool) -> Option<u64> {
    if text.contains('"') { quoted(text, row) } else { plain(text, row) }
}

fn plain(text: &str, row: impl FnMut(u64, &[&str]) -> bool) -> Option<u64> {
    let mut splitting = Splitting { text, row, fields: [""; FIELDS], count: 0, start: 0, line: 1 };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut base = 0;
    for word in words {
        let mut hits = ends(u64::from_le_bytes(*word));
        while hits != 0 {
            if !splitting.field(base + usize::try_from(hits.trailing_zeros() / 8).unwrap_or(0)) {
                return None;
            }
            hits &= hits - 1;
        }
        base += word.len();
    }
    for (at, _) in rest.iter().enumerate().filter(|(_, byte)| matches!(byte, b',' | b'\n')) {
        if !splitting.field(base + at) {
            return None;
        }
    }
    splitting.field(text.len());
    None
}

/// The top bit of each of the eight bytes that ends a field: a comma or a line end. Exact for every byte, so that no
/// hit stands where none is (the shorter well-known form is right for the first hit only).
fn ends(word: u64) -> u64 {
    const LOW: u64 = u64::MAX / 0xFF * 0x7F;
    let is = |byte: u8| {
        let differs = word ^ (u64::MAX / 0xFF * u64::from(byte));
        !(((differs & LOW) + LOW) | differs | LOW)
    };
    is(b',') | is(b'\n')
}

/// The row being split.
struct Splitting<'a, F> {
    text: &'a str,
    row: F,
    fields: [&'a str; FIELDS],
    count: usize,
    start: usize,
    line: u64,
}

impl<F: FnMut(u64, &[&str]) -> bool> Splitting<'_, F> {
    /// Takes the field that ends at `at`, and the row where it is its last; `false` stops.
    fn field(&mut self, at: usize) -> bool {
        let mut field = self.text.get(self.start..at).unwrap_or("");
        self.start = at + 1;
        let last = self.text.as_bytes().get(at) != Some(&b',');
        if last {
            field = field.strip_suffix('\r').unwrap_or(field);
        }
        if let Some(place) = self.fields.get_mut(self.count) {
            *place = field;
        }
        self.count += 1;
        if !last {
            return true;
        }
        let count = std::mem::take(&mut self.count);
        let line = self.line;
        self.line += 1;
        let whole = self.fields.get(..count.min(FIELDS)).unwrap_or(&[]);
        count == 1 && field.is_empty() || (self.row)(line, whole)
    }
}

fn quoted(text: &str, mut row: impl FnMut(u64, &[&str]) -> bool) -> Option<u64> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    // The text is valid UTF-8 and rows may have any length, so there is nothing left to fail.
    while matches!(reader.read_record(&mut record), Ok(true)) {
        let line = record.position().map_or(0, |place| first_line(text, place));
        let fields: Vec<&str> = record.iter().take(FIELDS).collect();
        if !row(line, &fields) {
            return None;
        }
    }
    open_quote(text)
}

/// The line a record begins on; the crate gives the place before the empty lines that it skips.
fn first_line(text: &str, place: &csv::Position) -> u64 {
    let ahead = usize::try_from(place.byte()).ok().and_then(|at| text.get(at..)).unwrap_or("");
    let skipped = ahead.bytes().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| *b == b'\n');
    place.line() + skipped.map(|_| 1).sum::<u64>()
}

/// The line of a quote that is opened and never closed: all that follows it was read as one field.
fn open_quote(text: &str) -> Option<u64> {
    enum At {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let (mut at, mut line, mut opened) = (At::Start, 1_u64, 0_u64);
    for byte in text.bytes() {
        at = match (at, byte) {
            (At::Start, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Closed, b'"') | (At::Quoted, 0..b'"' | b'#'..) => At::Quoted,
            (At::Quoted, b'"') => At::Closed,
            (_, b',' | b'\n' | b'\r') => At::Start,
            _ => At::Plain,
        };
        line += u64::from(byte == b'\n');
    }
    matches!(at, At::Quoted).then_some(opened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Rows = Vec<(u64, Vec<String>)>;

    type Take<'a> = &'a mut dyn FnMut(u64, &[&str]) -> bool;

    fn collect(split: fn(&str, Take<'_>) -> Option<u64>, text: &str) -> Rows {
        let mut rows = Rows::new();
        split(text, &mut |line, fields| {
            rows.push((line, fields.iter().map(|field| (*field).to_owned()).collect()));
            true
        });
        rows
    }

    proptest! {
        #[test]
        fn both_ways_of_splitting_agree_where_there_is_no_quote(lines in proptest::collection::vec("[a-c,甲+-]{0,12}", 0..8), crlf in any::<bool>()) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            prop_assert_eq!(collect(|text, row| plain(text, row), &text), collect(|text, row| quoted(text, row), &text));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let all = |_: u64, _: &[&str]| true;
        assert_eq!(rows("a,b\n1,\"x\n2,y\n", all), Some(2));
        assert_eq!(rows("a,b\n1,\"x\"\n2,\"y\nz\"\n", all), None);
        assert_eq!(rows("a,b\n1,\"x", all), Some(2));
        assert_eq!(rows("a,b\n1,x\"y\n2,\"a\"\"b\"\n", all), None);
    }
}
