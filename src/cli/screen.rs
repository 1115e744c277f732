//! `shouxi` without a command, and `demo`: the screens.

use std::io;
use std::path::Path;

use super::Context;
use super::keymap::chosen;
use super::keys::line_of;
use super::out::last_words;
use super::report::{papers_out, papers_wanted};
use super::session::{Session, Whose, own_seat, root, seat, tell};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::{self, Access, Reach};
use crate::domain::{Cause, Role, SeatId, Trouble, Unfit};
use crate::text::{Ambiguous, clean_line};
use crate::tui::app::Start;
use crate::tui::keymap::Keymap;
use crate::tui::run::{Setup, open};
use crate::tui::term::decode::{HOLD_LOCAL, HOLD_REMOTE};
use crate::tui::term::fit;
use crate::tui::view::theme::Theme;
use crate::words;

/// Findings told on the screen at most.
const TOLD_MOST: usize = 5;

/// Opens the panel and its screens; `--as` fixes the seat, without it one is picked.
pub(crate) fn run(context: &mut Context) -> Ran {
    let root = root(context)?;
    if papers_wanted(context) {
        let session = Session::look(context, Whose::Key)?;
        if session.role() != Some(Role::Expert) {
            return session.with(context, papers_out);
        }
        // Experts have none: whatever was typed after the address leads into the seat.
        session.end(context);
    }
    show(context, &root, None)
}

/// Opens the screens on a panel folder; `visitor` is the expert's seat that the practice panel keeps for its visitor.
pub(crate) fn show(context: &mut Context, root: &Path, visitor: Option<&str>) -> Ran {
    fits(context)?;
    let named = context.seat.as_deref().map(seat).transpose()?;
    let mut desk = desk::reach(root, Access::Screen, context.reach, context.env.source)?;
    tell(context, desk.told());
    // Where the account or the key decides, the seat is fixed.
    let fixed = !desk.any_seat() || context.reach == Reach::Server;
    let named = if named.is_none() && fixed { Some(own_seat(&desk)?) } else { named };
    let mut cards = desk.seats().to_vec();
    // The first seat of each role is the one that is offered.
    cards.sort_by_key(|card| visitor != Some(card.id.as_str()));
    let (keymap, keymap_told) = keymap(context)?;
    let var = context.env.var;
    let hold = if var("SSH_CONNECTION").is_some() { HOLD_REMOTE } else { HOLD_LOCAL };
    let setup = Setup { hold, theme: Theme::from_no_color(var("NO_COLOR").as_deref()) };
    let start = Start {
        lang: context.lang,
        size: (80, 24),
        zone_minutes: context.env.offset_minutes,
        seats: if named.is_some() { Vec::new() } else { cards },
        seated: named.is_some(),
        practice: visitor.is_some(),
        ambiguous: Ambiguous::One,
        keymap,
        keymap_told,
    };
    let ended = open(start, named.as_ref(), setup, |seat: &SeatId, outbox| desk.enter(seat, outbox));
    desk.close();
    let ended = ended.map_err(|error: io::Error| Trouble::Disk(clean_line("tty"), Cause::from(&error)))??;
    if !ended.gone && !ended.said.is_empty() {
        last_words(&ended.said);
    }
    Ok(Exit::Done)
}

/// The keymap, and what of it could not be used: told here, and once more on the screen.
fn keymap(context: &mut Context) -> Result<(Keymap, String), Stop> {
    let loaded = chosen(context)?.loaded;
    let lang = context.lang;
    let wrong: Vec<String> =
        loaded.findings.iter().filter(|one| !one.is_caution()).map(|one| line_of(lang, one)).collect();
    for line in &wrong {
        context.out.told(line);
    }
    let shown = wrong.get(..wrong.len().min(TOLD_MOST)).unwrap_or_default().join("\n");
    let told = if wrong.is_empty() { String::new() } else { words::keys::told_on_screen(lang, wrong.len(), &shown) };
    Ok((loaded.map, told))
}

/// Whether this terminal can show the screens at all; says what to do instead (SCREENS §4).
fn fits(context: &Context) -> Result<(), Trouble> {
    let var = context.env.var;
    let [term, lc_all, lc_ctype, lang] = ["TERM", "LC_ALL", "LC_CTYPE", "LANG"].map(var);
    let terminal = rustix::termios::isatty(io::stdin()) && rustix::termios::isatty(io::stdout());
    let remote = context.reach == Reach::Server;
    if !terminal {
        return Err(Trouble::Terminal(if remote { Unfit::NoCommands } else { Unfit::NotATerminal }));
    }
    let locale = fit::Locale { lc_all: lc_all.as_deref(), lc_ctype: lc_ctype.as_deref(), lang: lang.as_deref() };
    let word = |word: Option<&str>| clean_line(word.unwrap_or_default());
    match fit::unfit(term.as_deref(), locale) {
        None => Ok(()),
        Some(fit::Unfit::NoTerminal | fit::Unfit::Dumb | fit::Unfit::Console) => {
            Err(Trouble::Terminal(Unfit::Term(word(term.as_deref()), locale.is_utf8())))
        }
        // Most terminal programs do not hand their charset to the server, and who comes by key or account has no shell
        // to set it in: nothing said is no bar there. The first page asks whether Chinese can be read (SCREENS §4).
        Some(fit::Unfit::NotUtf8(None)) if remote => Ok(()),
        Some(fit::Unfit::NotUtf8(Some(name))) if remote => Err(Trouble::Terminal(Unfit::LocaleSent(clean_line(&name)))),
        Some(fit::Unfit::NotUtf8(name)) => Err(Trouble::Terminal(Unfit::Locale(word(name.as_deref())))),
    }
}
