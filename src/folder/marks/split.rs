//! A CSV text to rows of fields. Files without a quote, which is what programs write, are split by hand, ten
//! times as fast as by the book; any quote in the file, and the csv crate reads all of it.
//!
//! Rows of such a file mostly differ from the one before in an item and a number. Whoever reads them may know such a
//! row by its beginning and take it whole ([`Reader::known`]), which is five times as fast again.

/// Most fields looked at in a row; the known columns are seven.
pub(super) const FIELDS: usize = 16;

/// Who reads rows.
pub(super) trait Reader {
    /// Takes the row that `rest` begins with by itself, where it knows it, and answers how many bytes it has with its
    /// line end. There is no quote in `rest`.
    fn known(&mut self, line: u64, rest: &str) -> Option<usize>;

    /// Takes a row by its fields; `false` stops.
    fn row(&mut self, line: u64, fields: &[&str]) -> bool;
}

/// Hands each row that is not empty to `reader`, until that says stop. Returns the line of a quote that is opened and
/// never closed, if there is one.
pub(super) fn rows(text: &str, reader: &mut impl Reader) -> Option<u64> {
    if text.contains('"') { quoted(text, reader) } else { plain(text, reader) }
}

fn plain(text: &str, reader: &mut impl Reader) -> Option<u64> {
    let mut rest = text;
    let mut line = 1;
    while !rest.is_empty() {
        let length = if let Some(length) = reader.known(line, rest) {
            length
        } else {
            let (row, length) = rest.split_once('\n').map_or((rest, rest.len()), |(row, _)| (row, row.len() + 1));
            let row = row.strip_suffix('\r').unwrap_or(row);
            if !row.is_empty() && !split(line, row, reader) {
                return None;
            }
            length
        };
        rest = rest.get(length..).unwrap_or("");
        line += 1;
    }
    None
}

fn split(line: u64, row: &str, reader: &mut impl Reader) -> bool {
    let mut fields = [""; FIELDS];
    let mut count = 0;
    for (place, field) in fields.iter_mut().zip(row.split(',')) {
        *place = field;
        count += 1;
    }
    reader.row(line, fields.get(..count).unwrap_or(&[]))
}

fn quoted(text: &str, reader: &mut impl Reader) -> Option<u64> {
    let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    // The text is valid UTF-8 and rows may have any length, so there is nothing left to fail.
    while matches!(csv.read_record(&mut record), Ok(true)) {
        let line = record.position().map_or(0, |place| first_line(text, place));
        let fields: Vec<&str> = record.iter().take(FIELDS).collect();
        if !reader.row(line, &fields) {
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

    #[derive(Debug, Default, PartialEq, Eq)]
    struct Rows(Vec<(u64, Vec<String>)>);

    impl Reader for Rows {
        fn known(&mut self, _: u64, _: &str) -> Option<usize> {
            None
        }

        fn row(&mut self, line: u64, fields: &[&str]) -> bool {
            self.0.push((line, fields.iter().map(|field| (*field).to_owned()).collect()));
            true
        }
    }

    fn collect(split: fn(&str, &mut Rows) -> Option<u64>, text: &str) -> Rows {
        let mut rows = Rows::default();
        split(text, &mut rows);
        rows
    }

    proptest! {
        #[test]
        fn both_ways_of_splitting_agree_where_there_is_no_quote(lines in proptest::collection::vec("[a-c,甲+-]{0,12}", 0..8), crlf in any::<bool>()) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            prop_assert_eq!(collect(plain, &text), collect(quoted, &text));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let rows = |text| super::rows(text, &mut Rows::default());
        assert_eq!(rows("a,b\n1,\"x\n2,y\n"), Some(2));
        assert_eq!(rows("a,b\n1,\"x\"\n2,\"y\nz\"\n"), None);
        assert_eq!(rows("a,b\n1,\"x"), Some(2));
        assert_eq!(rows("a,b\n1,x\"y\n2,\"a\"\"b\"\n"), None);
    }
}
