//! `rebuild [--journal]`: the store from the journal, or the journal from the store's second copies (DESIGN §4).

use super::Context;
use super::session::{root, tell};
use super::stop::{Code as Exit, Ran};
use crate::desk;
use crate::words::cli::{Finished, finished};

/// Rebuilds one from the other.
pub(crate) fn run(context: &mut Context, journal: bool) -> Ran {
    let root = root(context)?;
    let told = if journal { desk::rebuild_journal(&root)? } else { desk::rebuild(&root)? };
    let done = match (journal, told.is_empty()) {
        (false, _) => Finished::Rebuilt,
        (true, true) => Finished::JournalWhole,
        (true, false) => Finished::JournalHealed,
    };
    tell(context, told);
    context.out.line(&finished(context.lang, &done));
    Ok(Exit::Done)
}
