//! `verify`: everything read again from the disk and computed anew (DESIGN §4). Changes nothing.

use std::collections::BTreeSet;

use super::behind::{self, Moved};
use super::folding::Folding;
use super::record::{Record, hex};
use super::trouble;
use super::view::VerifyView;
use crate::domain::{Moment, RecordTrouble, SeatId, State, Trouble};
use crate::folder;
use crate::journal::chain::SealedRef;
use crate::journal::index::Follower;
use crate::text::{Clean, clean_line};

/// A head or receipt shorter than this proves too little.
const HEX_MIN: usize = 16;

/// Heads and receipt that are looked for while the journal is read.
struct Sought<'a> {
    heads: BTreeSet<&'a Clean>,
    receipt: Option<&'a Clean>,
    found: Option<(u64, Moment, SeatId)>,
}

impl Sought<'_> {
    fn look(&mut self, sealed: &SealedRef<'_>) {
        self.heads.retain(|head| !sealed.digest.begins_with(head));
        if self.receipt.is_some_and(|receipt| sealed.digest.begins_with(receipt)) {
            let seat = std::str::from_utf8(sealed.seat).ok().and_then(|seat| SeatId::parse(seat).ok());
            self.found = seat.map(|seat| (sealed.number, Moment(sealed.at_ms), seat));
        }
    }
}

/// Chain, replay, frozen files, store, sealed list; and whether heads from outside and a receipt are in the chain.
pub(super) fn verify(
    record: &Record,
    store: Option<&Follower>,
    heads: &[Clean],
    receipt: Option<&Clean>,
) -> Result<VerifyView, Moved> {
    let mut troubles: Vec<Trouble> = Vec::new();
    let mut sought = Sought { heads: heads.iter().collect(), receipt, found: None };
    let mut folding = Folding::default();
    match record.reread(&mut |sealed| {
        sought.look(&sealed);
        folding.visit(sealed)
    }) {
        Ok(()) => troubles.extend(folding.trouble.take()),
        Err(trouble) => troubles.push(folding.trouble.take().unwrap_or(trouble)),
    }
    if troubles.is_empty() && folding.state != *record.state {
        troubles.push(RecordTrouble::ChainBroken(folding.state.last.min(record.state.last)).into());
    }
    let state = &folding.state;
    troubles.extend(frozen(record, state));
    troubles.extend(sealed(state));
    if let Some(store) = store {
        troubles.extend(behind::check(store, record)?);
    }
    // What was typed and does not fit says nothing against the record itself.
    let holds = troubles.is_empty();
    let outside = !heads.is_empty() && sought.heads.is_empty();
    troubles.extend(unfit(&sought));
    Ok(VerifyView {
        holds,
        events: state.last,
        head: clean_line(&hex(&state.head)),
        troubles,
        sealed: state.sealed.is_some(),
        outside,
        receipt: sought.found,
    })
}

/// Heads and receipt that are no digits, or in no event.
fn unfit(sought: &Sought<'_>) -> Vec<Trouble> {
    let missing = sought.receipt.filter(|_| sought.found.is_none());
    let told = |word: &Clean, unknown: fn(Clean) -> RecordTrouble| {
        if is_hex(word) { unknown(word.clone()).into() } else { Trouble::BadHex(word.clone()) }
    };
    let heads = sought.heads.iter().map(|head| told(head, RecordTrouble::HeadUnknown));
    heads.chain(missing.map(|receipt| told(receipt, RecordTrouble::ReceiptUnknown))).collect()
}

fn is_hex(word: &str) -> bool {
    let digits = word.chars().filter(|c| !matches!(c, ' ' | '-'));
    word.len() <= 128 && digits.clone().count() >= HEX_MIN && digits.clone().all(|c| c.is_ascii_hexdigit())
}

/// Every frozen copy the record names is there and is what was frozen.
fn frozen(record: &Record, state: &State) -> Vec<Trouble> {
    let panel = state.panel.iter().map(|panel| (clean_line("panel.toml"), panel.digest));
    let dossiers =
        state.dossiers.values().map(|facts| (clean_line(&format!("dossiers/{}.toml", facts.code)), facts.digest));
    panel
        .chain(dossiers)
        .filter_map(|(name, digest)| {
            folder::frozen(&record.root, &digest).err().map(|error| trouble::frozen(&name, &error))
        })
        .collect()
}

/// The list recomputed now against the list as it was sealed.
fn sealed(state: &State) -> Option<Trouble> {
    match state.sealed_differs() {
        Ok(differing) if differing.is_empty() => None,
        Ok(differing) => Some(RecordTrouble::SealedDiffers(differing).into()),
        Err(crate::domain::Overflow) => Some(RecordTrouble::SealedDiffers(Vec::new()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::digest::Digest;

    #[test]
    fn a_head_is_typed_as_it_is_printed() {
        for (word, fine) in [
            ("4a27 19f0 66b5 2e48", true),
            ("4A27-19F0-66B5-2E48", true),
            ("4a27 19f0", false),
            ("4a27 19f0 66b5 2e4z", false),
            ("", false),
        ] {
            assert_eq!(is_hex(word), fine, "{word}");
        }
        assert!(Digest::GENESIS.begins_with(&Digest::GENESIS.short()));
    }
}
