//! `verify`: everything re-read and recomputed; heads from outside; receipts.

use super::Context;
use super::session::{Session, Whose, mixed_up, root};
use super::stop::{Code as Exit, Ran};
use crate::desk::view::{Ask, VerifyView, View};
use crate::domain::{Role, Trouble};
use crate::folder::Folder;
use crate::text::{Clean, clean_line, fold};
use crate::words::cli::{not_verified, verified, verified_own};
use crate::words::{self, Setting, head_of_hex};

/// A head or receipt as typed: the groups of four may stand apart.
fn hex(word: &str) -> Clean {
    clean_line(&fold(word).to_lowercase().replace([' ', '-'], ""))
}

/// `verify [--head HEX]… [--receipt HEX]`.
pub(crate) fn run(context: &mut Context, heads: &[String], receipt: Option<&str>) -> Ran {
    let root = root(context)?;
    if std::fs::symlink_metadata(Folder { root }.store()).is_err() {
        return Err(Trouble::NoJournal.into());
    }
    let ask = Ask::Verify { heads: heads.iter().map(|head| hex(head)).collect(), receipt: receipt.map(hex) };
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let View::Verify(view) = session.ask(ask)? else { return Err(mixed_up()) };
        let expert = session.role() == Some(Role::Expert);
        let outside = (!heads.is_empty()).then_some(view.outside);
        Ok(said(context, &view, expert, outside))
    })
}

fn said(context: &mut Context, view: &VerifyView, expert: bool, outside: Option<bool>) -> Exit {
    let lang = context.lang;
    if let Some((number, at, seat)) = &view.receipt {
        let when = words::time(*at, context.env.offset_minutes);
        let found = if expert {
            words::receipt_found_own(lang, *number, &when)
        } else {
            words::receipt_found(lang, *number, seat, &when)
        };
        context.out.line(&found);
    }
    for trouble in &view.troubles {
        context.out.told(&words::trouble(lang, Setting::Shell, trouble));
    }
    if expert {
        context.out.line(verified_own(lang, view.holds));
    } else if view.holds {
        context.out.line(&verified(lang, view.events, &head_of_hex(&view.head), view.sealed, outside));
    }
    let worst = view.troubles.iter().map(Trouble::exit_code).max().unwrap_or(0);
    if view.holds {
        // A head or receipt that is not in it is most often a slip of the hand; it accuses nobody of changing the record.
        return Exit::Other(worst);
    }
    let code = if expert || worst == 0 { 3 } else { worst };
    if code >= 3 && !expert {
        context.out.told(not_verified(lang));
    }
    Exit::Other(code)
}
