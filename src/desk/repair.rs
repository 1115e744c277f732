//! `rebuild`: the store from the journal, or damaged events of the journal from the store's second copies (DESIGN §4).

use std::path::Path;

use super::behind;
use super::trouble;
use crate::domain::{Damage, RecordTrouble, Trouble};
use crate::folder::Folder;
use crate::journal::file::{FileJournal, NAME, OpenError};
use crate::journal::heal::{HealError, heal};
use crate::journal::index::{Index, Opened};
use crate::journal::place;
use crate::text::clean_line;

/// A journal beyond this is not one of ours: the largest panel makes about 100 MB.
const JOURNAL_MAX: u64 = 2 << 30;

/// Makes the store anew from the journal; a damaged old one is kept aside. Returns what is to be told besides.
pub fn rebuild(root: &Path) -> Result<Vec<Trouble>, Trouble> {
    let store = store_of(root)?;
    let lock = place::take(&store).map_err(|error| trouble::place(&store, &error))?;
    let told = behind::rebuild(&store)?;
    drop(lock);
    Ok(told)
}

/// Puts damaged events right from the store's copies, each proved by the chain, or names the first that cannot be
/// proved and changes nothing. Returns what is to be told.
pub fn rebuild_journal(root: &Path) -> Result<Vec<Trouble>, Trouble> {
    let store = store_of(root)?;
    let lock = place::take(&store).map_err(|error| trouble::place(&store, &error))?;
    let path = store.join(NAME);
    let at = |error: std::io::Error| trouble::io(&path, &error);
    let length = std::fs::metadata(&path).map_err(at)?.len();
    if length > JOURNAL_MAX {
        return Err(Trouble::TooLarge(trouble::path(&path), JOURNAL_MAX));
    }
    let bytes = std::fs::read(&path).map_err(at)?;
    let index = match Index::open(&behind::dir(&store)) {
        Ok(Opened::Ready(index)) => Some(index),
        // Without second copies the journal alone must prove everything.
        Ok(Opened::Missing | Opened::Damaged(_)) => None,
        Err(why) => return Err(behind::disk_trouble(&why)),
    };
    let known = index.as_ref().map(Index::applied).filter(|head| head.number > 0);
    let healed = heal(&bytes, known, |number| index.as_ref().and_then(|index| index.event(number).ok().flatten()));
    let healed = healed.map_err(|error| unproved(&error))?;
    if healed.from_copies.is_empty() && is_whole(&store)? {
        return Ok(Vec::new());
    }
    let first = healed.from_copies.first().copied().unwrap_or(healed.head.number.saturating_add(1));
    healed.put_in_place(&store, first).map_err(|error| unproved(&error))?;
    drop(lock);
    let count = u64::try_from(healed.from_copies.len()).unwrap_or(u64::MAX);
    Ok(vec![RecordTrouble::Healed(count).into()])
}

fn store_of(root: &Path) -> Result<std::path::PathBuf, Trouble> {
    let store = Folder { root: root.to_path_buf() }.store();
    if store.symlink_metadata().is_err() {
        return Err(Trouble::NoJournal);
    }
    match place::check(&store) {
        Ok(()) => Ok(store),
        Err(error) => Err(trouble::place(&store, &error)),
    }
}

fn is_whole(store: &Path) -> Result<bool, Trouble> {
    match FileJournal::open_in_to_read(store, &mut |_| std::ops::ControlFlow::Continue(())) {
        Ok((_, opened)) => Ok(opened.torn.is_none()),
        Err(OpenError::Damage(_)) => Ok(false),
        Err(error) => Err(trouble::open(&error)),
    }
}

fn unproved(error: &HealError) -> Trouble {
    match error {
        HealError::Unproved { number } => RecordTrouble::NotProved(*number).into(),
        HealError::Differs { known } => RecordTrouble::ChainBroken(known.number).into(),
        HealError::LaterVersion(version) => {
            RecordTrouble::LaterVersion(clean_line("store/journal"), u32::from(*version), 1).into()
        }
        HealError::Disk(why) => Trouble::Disk(clean_line("store/journal"), trouble::disk(*why)),
        HealError::Frame(_) => RecordTrouble::Damaged(0, Damage::Malformed).into(),
    }
}
