//! Values cut so small that sled never puts them where it never syncs.
//!
//! sled writes a page beyond a quarter of its segment (128 KiB) to a file of its own under `blobs/`, without any sync
//! (PITFALLS 5), and a page holds up to 17 values and what was added to it since: with values of 60 kB, 69 such files
//! after 400 events. So a value is stored in slices, under its key with the slice's place as one more byte.

use super::IndexError;

/// A key and its value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

/// Bytes of a slice, so that even 30 in a page stay below what is put elsewhere.
pub(super) const SLICE: usize = 4_000;

/// The pairs that store `value` under `stem`. At most 64 KiB, so at most 17 slices; an empty value has one.
pub(super) fn slices(stem: &[u8], value: &[u8]) -> Result<Vec<Pair>, IndexError> {
    let mut pairs = Vec::with_capacity(value.len() / SLICE + 1);
    let mut rest = value;
    loop {
        let place = u8::try_from(pairs.len()).map_err(|_| IndexError::Unwritable)?;
        let (slice, after) = rest.split_at_checked(SLICE).unwrap_or((rest, &[]));
        pairs.push(([stem, &[place]].concat(), slice.to_vec()));
        if after.is_empty() {
            return Ok(pairs);
        }
        rest = after;
    }
}

/// Puts the slices of an ordered scan together again: stems and whole values.
pub(super) struct Whole {
    pairs: sled::Iter,
    ahead: Option<Pair>,
}

pub(super) fn whole(pairs: sled::Iter) -> Whole {
    Whole { pairs, ahead: None }
}

impl Whole {
    fn slice(&mut self) -> Result<Option<Pair>, IndexError> {
        let Some((mut stem, slice)) = self.pairs.next().transpose()?.map(|(key, slice)| (key.to_vec(), slice)) else {
            return Ok(None);
        };
        stem.pop();
        Ok(Some((stem, slice.to_vec())))
    }

    /// The next stem and its value. A slice that is missing makes the value another one, which whoever reads it notices.
    pub(super) fn next(&mut self) -> Result<Option<Pair>, IndexError> {
        let begun = match self.ahead.take() {
            Some(begun) => Some(begun),
            None => self.slice()?,
        };
        let Some((stem, mut value)) = begun else { return Ok(None) };
        while let Some((another, slice)) = self.slice()? {
            if another != stem {
                self.ahead = Some((another, slice));
                break;
            }
            value.extend_from_slice(&slice);
        }
        Ok(Some((stem, value)))
    }
}
