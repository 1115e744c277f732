//! What happened to the marks of a sheet: every change, and when each cell was last touched. Both are held for every sheet
//! of a panel as long as it is open, so they are held packed: a hundred seats marking two hundred dossiers make hundreds of
//! thousands of changes, of which hardly one is ever looked at.

use std::fmt;

use super::{Basis, How, Moment, Points};

/// A change of one mark, for history, undo and redo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the event.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// The item's place in the form.
    pub item: usize,
    /// Basis.
    pub basis: Basis,
    /// Before.
    pub from: Option<Points>,
    /// After.
    pub to: Option<Points>,
    /// Entered, undone, redone.
    pub how: How,
}

/// All changes of a sheet's marks, oldest first: written behind one another as they come, read from the first on.
///
/// A change is what differs from the one before (event number and time, each as a signed difference), one byte for basis,
/// kind and which points are there, the item, and the points. Integers take seven bits a byte, the lowest first, so that a
/// change takes about twelve bytes. Nothing else is ever read as one: the bytes stay inside.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct History {
    bytes: Vec<u8>,
    /// Number and time of the last change, which the next one is told from.
    last: (u64, i64),
}

const ONSITE: u8 = 1;
const UNDONE: u8 = 2;
const REDONE: u8 = 4;
const FROM: u8 = 8;
const TO: u8 = 16;

impl History {
    /// Adds the newest change.
    pub fn push(&mut self, change: &Change) {
        let Change { number, at, item, basis, from, to, how } = change;
        let (last_number, last_at) = self.last;
        let mut flags = match how {
            How::Entered => 0,
            How::Undone => UNDONE,
            How::Redone => REDONE,
        };
        if *basis == Basis::Onsite {
            flags |= ONSITE;
        }
        let points = [(FROM, from), (TO, to)];
        for (flag, _) in points.iter().filter(|(_, points)| points.is_some()) {
            flags |= flag;
        }
        self.bytes.push(flags);
        self.write(apart(number.wrapping_sub(last_number).cast_signed()));
        self.write(apart(at.0.wrapping_sub(last_at)));
        self.write(u64::try_from(*item).unwrap_or(u64::MAX));
        for points in points.into_iter().filter_map(|(_, points)| *points) {
            self.write(points.units().unsigned_abs());
        }
        self.last = (*number, at.0);
    }

    fn write(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(low_bits(value) | 0x80);
            value >>= 7;
        }
        self.bytes.push(low_bits(value));
    }

    /// The changes, oldest first.
    pub fn iter(&self) -> Changes<'_> {
        Changes { rest: &self.bytes, last: (0, 0) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether no mark was ever set.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// About the memory it takes beside itself, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl FromIterator<Change> for History {
    fn from_iter<I: IntoIterator<Item = Change>>(changes: I) -> Self {
        let mut history = Self::default();
        history.extend(changes);
        history
    }
}

impl Extend<Change> for History {
    fn extend<I: IntoIterator<Item = Change>>(&mut self, changes: I) {
        for change in changes {
            self.push(&change);
        }
    }
}

impl<'a> IntoIterator for &'a History {
    type Item = Change;
    type IntoIter = Changes<'a>;
    fn into_iter(self) -> Changes<'a> {
        self.iter()
    }
}

/// The changes of a [`History`], oldest first.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    rest: &'a [u8],
    last: (u64, i64),
}

impl Changes<'_> {
    fn read(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            shift += 7;
        }
    }

    fn points(&mut self) -> Option<Points> {
        Points::from_units(i64::try_from(self.read()?).ok()?)
    }
}

impl Iterator for Changes<'_> {
    type Item = Change;

    /// `None` after the last. Only [`History::push`] writes the bytes, so that they are always whole.
    fn next(&mut self) -> Option<Change> {
        let (flags, rest) = self.rest.split_first()?;
        self.rest = rest;
        let number = self.last.0.wrapping_add_signed(together(self.read()?));
        let at = self.last.1.wrapping_add(together(self.read()?));
        let item = usize::try_from(self.read()?).ok()?;
        let from = if flags & FROM == 0 { None } else { self.points() };
        let to = if flags & TO == 0 { None } else { self.points() };
        self.last = (number, at);
        let basis = if flags & ONSITE == 0 { Basis::File } else { Basis::Onsite };
        let how = match flags & (UNDONE | REDONE) {
            0 => How::Entered,
            UNDONE => How::Undone,
            _ => How::Redone,
        };
        Some(Change { number, at: Moment(at), item, basis, from, to, how })
    }
}

/// A small difference of either sign as a small number.
fn apart(difference: i64) -> u64 {
    ((difference << 1) ^ (difference >> 63)).cast_unsigned()
}

fn together(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

fn low_bits(value: u64) -> u8 {
    u8::try_from(value & 0x7F).unwrap_or(0)
}

/// The sheet's revision when each cell (file, on site) was last touched, in the form's order. Nothing is held of a sheet of
/// which no cell was touched yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched(Vec<[u64; 2]>);

impl Touched {
    /// When a cell was last touched; 0: never.
    pub fn at(&self, item: usize, basis: Basis) -> u64 {
        let [file, onsite] = self.0.get(item).copied().unwrap_or_default();
        match basis {
            Basis::File => file,
            Basis::Onsite => onsite,
        }
    }

    /// Touches a cell of a form of `items` items; outside the form nothing happens.
    pub fn touch(&mut self, items: usize, item: usize, basis: Basis, revision: u64) {
        if self.0.is_empty() {
            self.0 = vec![[0; 2]; items];
        }
        if let Some([file, onsite]) = self.0.get_mut(item) {
            match basis {
                Basis::File => *file = revision,
                Basis::Onsite => *onsite = revision,
            }
        }
    }

    /// The same with every item at its place in another form of `items` items; `places` says where each went.
    #[must_use]
    pub fn moved(&self, places: &[Option<usize>], items: usize) -> Self {
        if self.0.is_empty() {
            return Self::default();
        }
        let mut cells = vec![[0; 2]; items];
        for (cell, place) in self.0.iter().zip(places) {
            if let Some(to) = place.and_then(|place| cells.get_mut(place)) {
                *to = *cell;
            }
        }
        cells.into()
    }

    /// Every cell of a form of `items` items.
    pub fn all(&self, items: usize) -> Vec<[u64; 2]> {
        if self.0.is_empty() { vec![[0; 2]; items] } else { self.0.clone() }
    }
}

impl From<Vec<[u64; 2]>> for Touched {
    fn from(cells: Vec<[u64; 2]>) -> Self {
        if cells.iter().flatten().all(|revision| *revision == 0) { Self::default() } else { Self(cells) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn change() -> impl Strategy<Value = Change> {
        let points =
            || proptest::option::of((0..=Points::MAX.units()).prop_map(|units| Points::from_units(units).unwrap()));
        let basis = prop_oneof![Just(Basis::File), Just(Basis::Onsite)];
        let how = prop_oneof![Just(How::Entered), Just(How::Undone), Just(How::Redone)];
        let numbers = (any::<u64>(), prop_oneof![any::<i64>(), 0_i64..5], prop_oneof![0_usize..64, any::<usize>()]);
        (numbers, basis, points(), points(), how).prop_map(|((number, at, item), basis, from, to, how)| Change {
            number,
            at: Moment(at),
            item,
            basis,
            from,
            to,
            how,
        })
    }

    proptest! {
        #[test]
        fn whatever_changes_go_in_come_out_in_their_order(changes in proptest::collection::vec(change(), 0..20)) {
            let history: History = changes.iter().copied().collect();
            prop_assert_eq!(history.iter().collect::<Vec<_>>(), changes.clone());
            prop_assert_eq!(history.len(), changes.len());
            // One by one and all at once are the same.
            let (first, rest) = changes.split_at(changes.len() / 2);
            let mut halves: History = first.iter().copied().collect();
            halves.extend(rest.iter().copied());
            prop_assert_eq!(halves, history);
        }
    }

    #[test]
    fn a_mark_of_a_busy_panel_takes_a_quarter_of_what_it_took_unpacked() {
        // Thirty seats in turn, a second apart, every mark replaced once.
        let changes = (0..24_u32).map(|n| Change {
            number: 20_000 + u64::from(n) * 30,
            at: Moment(1_724_112_000_000 + i64::from(n) * 1_000),
            item: (n % 12).try_into().unwrap(),
            basis: Basis::File,
            from: (n >= 12).then(|| Points::parse("27.5").unwrap()),
            to: Points::parse("8.5").ok(),
            how: How::Entered,
        });
        let history: History = changes.collect();
        assert!(history.bytes.len() / 24 <= size_of::<Change>() / 4, "{} bytes", history.bytes.len());
    }

    #[test]
    fn an_untouched_sheet_holds_no_cells_and_says_the_same_as_one_of_zeros() {
        let mut touched = Touched::default();
        assert_eq!((touched.at(3, Basis::File), touched.all(2)), (0, vec![[0; 2]; 2]));
        assert_eq!(Touched::from(vec![[0; 2]; 5]), touched);
        touched.touch(3, 1, Basis::Onsite, 7);
        touched.touch(3, 9, Basis::File, 8);
        assert_eq!((touched.at(1, Basis::Onsite), touched.at(1, Basis::File), touched.at(9, Basis::File)), (7, 0, 0));
        let moved = touched.moved(&[None, Some(0), Some(2)], 3);
        assert_eq!(moved.all(3), vec![[0, 7], [0; 2], [0; 2]]);
        assert_eq!(Touched::default().moved(&[Some(1)], 9), Touched::default());
    }
}
