//! A CSV text to rows of fields. Files without a quote, which is what programs write, are split by hand, ten
//! times as fast as by the book; any quote in the file, and the csv crate reads all of it.

/// Most fields looked at in a row; the known columns are seven.
pub(super) const FIELDS: usize = 16;

/// Calls `row` with line number and fields of each row that is not empty, until it says stop (`false`).
/// Returns the line of a quote that is opened and never closed, if there is one.
pub(super) fn rows(text: &str, row: &mut dyn FnMut(u64, &[&str]) -> bool) -> Option<u64> {
    if text.contains('"') { quoted(text, row) } else { plain(text, row) }
}

fn plain(text: &str, row: &mut dyn FnMut(u64, &[&str]) -> bool) -> Option<u64> {
    let mut fields: [&str; FIELDS] = [""; FIELDS];
    let (mut line, mut count, mut start) = (1_u64, 0_usize, 0_usize);
    let ends = text.bytes().enumerate().filter(|(_, b)| matches!(b, b',' | b'\n'));
    for (at, end) in ends.chain(std::iter::once((text.len(), b'\n'))) {
        let mut field = text.get(start..at).unwrap_or("");
        start = at + 1;
        if end == b'\n' {
            field = field.strip_suffix('\r').unwrap_or(field);
        }
        if let Some(place) = fields.get_mut(count) {
            *place = field;
        }
        count += 1;
        if end == b'\n' {
            let whole = fields.get(..count.min(FIELDS)).unwrap_or(&[]);
            let goes_on = count == 1 && field.is_empty() || row(line, whole);
            if !goes_on {
                return None;
            }
            count = 0;
            line += 1;
        }
    }
    None
}

fn quoted(text: &str, row: &mut dyn FnMut(u64, &[&str]) -> bool) -> Option<u64> {
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
        fn both_ways_of_splitting_agree_where_there_is_no_quote(lines in proptest::collection::vec("[a-c,甲]{0,8}", 0..8), crlf in any::<bool>()) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            prop_assert_eq!(collect(plain, &text), collect(quoted, &text));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let all = |_: u64, _: &[&str]| true;
        assert_eq!(rows("a,b\n1,\"x\n2,y\n", &mut all.clone()), Some(2));
        assert_eq!(rows("a,b\n1,\"x\"\n2,\"y\nz\"\n", &mut all.clone()), None);
        assert_eq!(rows("a,b\n1,\"x", &mut all.clone()), Some(2));
        assert_eq!(rows("a,b\n1,x\"y\n2,\"a\"\"b\"\n", &mut all.clone()), None);
    }
}
