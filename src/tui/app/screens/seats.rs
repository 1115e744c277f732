//! Which seat to take: local use without a named seat, and the practice panel (SCREENS §4).

use crate::domain::{Role, SeatId};
use crate::tui::app::parts::Rows;
use crate::tui::app::{Common, Hint, Outcome, Page, Step, Way};
use crate::tui::keymap::{Act, Context, Key};
use crate::words::Lang;
use crate::words::screens::{frame as words, hints};

/// The list of seats; in the practice panel three lines to choose by digit, and the other language on 0.
#[derive(Debug, Default)]
pub struct Seats {
    /// The cursor.
    pub rows: Rows,
}

impl Seats {
    /// The practice panel's three lines: the first seat of each role.
    fn practice_seat(common: &Common, digit: char) -> Option<SeatId> {
        let role = match digit {
            '1' => Role::Expert,
            '2' => Role::Secretary,
            '3' => Role::Supervisor,
            _ => return None,
        };
        common.seats.iter().find(|seat| seat.role == role).map(|seat| seat.id.clone())
    }
}

impl Page for Seats {
    fn key(&mut self, common: &mut Common, key: Key) -> Step {
        match key {
            Key::Esc => return Step::Up(Outcome::Declined),
            Key::Enter => {
                let seat = common.seats.get(self.rows.at).map(|seat| seat.id.clone());
                if let Some(seat) = seat {
                    common.switch_seat(seat);
                }
            }
            Key::Char('0') => common.lang = if common.lang == Lang::Zh { Lang::En } else { Lang::Zh },
            Key::Char(digit @ '1'..='9') if common.practice => {
                let seat = Self::practice_seat(common, digit);
                if let Some(seat) = seat {
                    common.switch_seat(seat);
                }
            }
            Key::Char(digit @ '1'..='9') => {
                let place = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(0);
                self.rows.go(place.saturating_sub(1));
            }
            other => {
                self.rows.key(other);
            }
        }
        Step::Stay
    }

    fn fit(&mut self, common: &Common) {
        let height = usize::from(common.size.1).saturating_sub(6);
        self.rows.fit(common.seats.len(), height);
    }

    fn context(&self) -> Context {
        Context::List
    }

    fn ways(&self, common: &Common) -> Vec<Way> {
        let lang = common.lang;
        let other = if lang == Lang::Zh { "English" } else { "中文" };
        let zero = Way::typed("0", other).hint(1, other);
        let back = Way::new(&[Act::Back], words::leave_yes(lang)).hint(Hint::STAYS, hints::leave(lang));
        if common.practice {
            let help = Way::new(&[Act::Help], Act::Help.about(lang));
            return vec![
                Way::typed("1–3", hints::begin(lang)).hint(Hint::STAYS, hints::begin(lang)),
                zero,
                help.hint(1, hints::help_everywhere(lang)).brief(hints::help(lang)),
                back,
            ];
        }
        vec![
            Way::new(&[Act::Up, Act::Down], words::line_move(lang)).hint(1, hints::seat(lang)),
            Way::new(&[Act::PageDown, Act::PageUp], words::page_move(lang)),
            Way::new(&[Act::First, Act::Last], words::ends_move(lang)),
            Way::new(&[Act::Enter], words::take_seat(lang)).hint(Hint::STAYS, hints::sit(lang)),
            zero,
            back,
        ]
    }
}
