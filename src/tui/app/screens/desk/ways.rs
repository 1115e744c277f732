//! What the keys do on the desk: in a cell, in the text, in the text while a word is looked for, in the 操作 row.

use super::{Desk, Focus};
use crate::domain::Basis;
use crate::tui::app::parts::acts_ways;
use crate::tui::app::{Common, Hint, Way};
use crate::tui::keymap::Act;
use crate::words::screens::{expert as words, frame, hints};
use crate::words::{Lang, basis as basis_name};

pub(super) fn of(desk: &Desk, common: &Common) -> Vec<Way> {
    let lang = common.lang;
    match desk.focus {
        Focus::Cell => cell(desk, lang, desk.lock(common, desk.basis).is_some()),
        Focus::Text if desk.reading.finding().is_some() => finding(lang),
        Focus::Text => text(desk, lang),
        Focus::Acts => {
            let mut ways = acts_ways(lang, up(lang));
            ways.push(Way::new(&[Act::PageDown, Act::PageUp], words::help_space(lang)));
            ways.push(Way::new(&[Act::Undo], words::help_ctrl_z(lang)));
            ways
        }
    }
}

fn up(lang: Lang) -> Way {
    Way::new(&[Act::Back], words::help_esc(lang)).hint(Hint::STAYS, hints::back(lang))
}

/// The stops of the circle that Tab comes to from here, as far as the actions.
fn panes(desk: &Desk, lang: Lang) -> Way {
    let name = |(focus, basis): &(Focus, Basis)| match focus {
        Focus::Cell => basis_name(lang, *basis),
        Focus::Text => hints::the_text(lang),
        Focus::Acts => hints::acts(lang),
    };
    let ahead = desk.stops_ahead();
    let acts = ahead.iter().position(|(focus, _)| *focus == Focus::Acts).unwrap_or(0);
    let names: Vec<&str> = ahead.iter().take(acts + 1).map(name).collect();
    let tab = Way::new(&[Act::NextPane, Act::PreviousPane], words::help_tab(lang));
    tab.hint(Hint::STAYS, hints::panes(lang, &names)).brief(&hints::panes_brief(lang, &names))
}

/// Where the cell is `locked` the digits are not held out to anybody; pressed all the same, they say why.
fn cell(desk: &Desk, lang: Lang, locked: bool) -> Vec<Way> {
    let digits = Way::new(&[Act::Type], words::help_digits(lang));
    vec![
        if locked { digits } else { digits.hint(1, hints::mark(lang)) },
        Way::new(&[Act::Enter], words::help_enter(lang)),
        Way::new(&[Act::Up, Act::Down], words::help_updown(lang)).hint(1, hints::item(lang)),
        Way::new(&[Act::Left, Act::Right], words::help_sides(lang)).hint(2, hints::text(lang)),
        Way::new(&[Act::PageDown, Act::PageUp], words::help_space(lang)).hint(3, hints::page(lang)),
        Way::new(&[Act::Erase], words::help_erase(lang)),
        Way::new(&[Act::First, Act::Last], frame::ends_move(lang)),
        panes(desk, lang),
        up(lang),
        Way::new(&[Act::Undo], words::help_ctrl_z(lang)),
    ]
}

fn text(desk: &Desk, lang: Lang) -> Vec<Way> {
    let enter = Way::new(&[Act::Enter], words::help_to_mark(lang)).hint(1, hints::to_mark(lang));
    vec![
        Way::new(&[Act::Up, Act::Down], words::help_lines(lang)).hint(2, hints::line(lang)),
        Way::new(&[Act::PageDown, Act::PageUp], words::help_space(lang)).hint(1, hints::page(lang)),
        Way::new(&[Act::Left, Act::Right], words::help_sides(lang)).hint(2, hints::text(lang)),
        Way::new(&[Act::First, Act::Last], words::help_text_ends(lang)),
        enter.brief(hints::to_mark_short(lang)),
        Way::new(&[Act::Type], words::help_text_digits(lang)),
        panes(desk, lang),
        up(lang),
        Way::new(&[Act::Undo], words::help_ctrl_z(lang)),
    ]
}

fn finding(lang: Lang) -> Vec<Way> {
    vec![
        Way::new(&[Act::Enter], words::help_next_hit(lang)).hint(1, hints::next_hit(lang)),
        Way::new(&[Act::Erase], words::help_last_hit(lang)).hint(1, hints::last_hit(lang)),
        Way::new(&[Act::Up, Act::Down], words::help_lines(lang)).hint(3, hints::line(lang)),
        Way::new(&[Act::PageDown, Act::PageUp], words::help_space(lang)).hint(4, hints::page(lang)),
        Way::new(&[Act::Left, Act::Right], words::help_sides(lang)),
        Way::new(&[Act::First, Act::Last], words::help_text_ends(lang)),
        Way::new(&[Act::Type], words::help_text_digits(lang)).hint(2, hints::mark(lang)),
        Way::new(&[Act::NextPane, Act::PreviousPane], words::help_tab(lang)),
        Way::new(&[Act::Back], words::help_found_all(lang)).hint(Hint::STAYS, hints::found_all(lang)),
        Way::new(&[Act::Undo], words::help_ctrl_z(lang)),
    ]
}
