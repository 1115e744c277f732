//! 操作 › 显示: a menu that several pages open.

use super::{Align, Question};
use crate::desk::request::Request;
use crate::tui::app::{Common, Step};
use crate::words::Lang;
use crate::words::screens::expert as words;

/// The menu.
pub(in crate::tui::app) fn menu(common: &Common) -> Question {
    let lang = common.lang;
    let lines = if common.display.lines { words::display_lines_off(lang) } else { words::display_lines_on(lang) };
    let other = if lang == Lang::Zh { "English" } else { "中文" };
    let choices = vec![(1, words::display_align(lang).to_owned()), (2, lines.to_owned()), (3, other.to_owned())];
    Question::menu(lang, words::display_menu(lang), choices)
}

/// What was chosen in it.
pub(in crate::tui::app) fn chosen(common: &mut Common, digit: u8) -> Step {
    match digit {
        1 => return Step::push(Align::new(true)),
        2 => {
            common.display.lines = !common.display.lines;
            common.send(Request::Show(common.display));
        }
        3 => common.lang = if common.lang == Lang::Zh { Lang::En } else { Lang::Zh },
        _ => {}
    }
    Step::Stay
}
