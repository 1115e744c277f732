//! 查找筛选 in the office's tables: the matrix by any seat's state or one seat's, the list by standing and score; both by
//! words. Level and field are in neither view, so they are asked for once a word needs them.

use std::collections::BTreeMap;

use crate::desk::request::{Answer, Failure};
use crate::desk::view::{Ask, DossierRow, Progress, ProgressRow, View};
use crate::domain::tally::{Ranked, Standing};
use crate::domain::{Code, Role, SeatId};
use crate::tui::app::Common;
use crate::tui::app::parts::{Condition, StateKind};
use crate::tui::app::screens::Finding;
use crate::tui::app::screens::finding::{Listed, Menu, names_of, score_menu, state_named};
use crate::words::screens::finding as words;
use crate::words::{Lang, standing};

/// The standings by which the list is narrowed, in its own order.
const STANDINGS: [Standing; 6] = [
    Standing::Selected,
    Standing::Contested,
    Standing::Reserve,
    Standing::BelowPass,
    Standing::Incomplete,
    Standing::Withdrawn,
];

/// Trade, level and field by code.
#[derive(Debug, Default)]
pub(super) struct Names {
    rows: BTreeMap<Code, DossierRow>,
    query: Option<u64>,
}

impl Names {
    /// Asks for them, the first time a word is looked for.
    pub(super) fn need(&mut self, common: &mut Common, finding: &Finding) {
        if self.rows.is_empty() && self.query.is_none() && !finding.filter.words().is_empty() {
            self.query = Some(common.ask(Ask::Dossiers));
        }
    }

    /// They may have been amended.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The answer; false: it is another's.
    pub(super) fn answer(&mut self, common: &mut Common, id: u64, result: &Result<Answer, Failure>) -> bool {
        if self.query != Some(id) {
            return false;
        }
        self.query = None;
        match result {
            Ok(Answer::View(View::Dossiers(rows))) => {
                self.rows = rows.iter().map(|row| (row.code.clone(), row.clone())).collect();
            }
            Ok(_) => {}
            Err(failure) => common.say_failure(failure),
        }
        true
    }

    fn of(&self, code: &Code) -> Option<&DossierRow> {
        self.rows.get(code)
    }
}

/// Whether this seat reads dossiers: the supervisor never does.
pub(super) fn reads_texts(common: &Common) -> bool {
    common.role() == Some(Role::Secretary)
}

/// The matrix's rows.
pub(super) struct SheetRows<'a> {
    pub(super) progress: &'a Progress,
    pub(super) names: &'a Names,
    /// The column with the cursor.
    pub(super) column: usize,
    pub(super) reads: bool,
}

impl SheetRows<'_> {
    fn row(&self, row: usize) -> Option<&ProgressRow> {
        self.progress.rows.get(row)
    }

    /// `E03缺项`, `e03 未打开` without the space, and `E03` alone for what it still owes.
    fn of_seat(&self, typed: &str) -> Option<Condition> {
        let begins = |id: &SeatId| {
            let (lead, rest) = typed.split_at_checked(id.as_str().len())?;
            lead.eq_ignore_ascii_case(id.as_str()).then_some(rest)
        };
        self.progress.seats.iter().find_map(|seat| {
            let rest = begins(&seat.id)?.trim_start_matches([':', '：', '-']);
            let kind = if rest.is_empty() { Some(StateKind::Open) } else { state_named(rest) };
            kind.map(|kind| Condition::Seat(seat.id.clone(), kind))
        })
    }
}

impl Listed for SheetRows<'_> {
    fn count(&self) -> usize {
        self.progress.rows.len()
    }

    fn code(&self, row: usize) -> Option<&Code> {
        self.row(row).map(|row| &row.code)
    }

    fn names(&self, row: usize) -> [&str; 4] {
        let Some(row) = self.row(row) else { return [""; 4] };
        self.names.of(&row.code).map_or([row.code.as_str(), &row.trade, "", ""], names_of)
    }

    fn holds(&self, row: usize, condition: &Condition) -> bool {
        let Some(row) = self.row(row) else { return false };
        match condition {
            Condition::State(kind) => row.cells.iter().any(|cell| kind.of_cell(cell, row.withdrawn)),
            Condition::Seat(seat, kind) => {
                let column = self.progress.seats.iter().position(|card| card.id == *seat);
                let cell = column.and_then(|column| row.cells.get(column));
                cell.is_some_and(|cell| kind.of_cell(cell, row.withdrawn))
            }
            Condition::Standing(_) | Condition::Score(..) | Condition::Apart(_) | Condition::Word(_) => false,
        }
    }

    fn is_readable(&self, _row: usize) -> bool {
        self.reads
    }

    fn named(&self, typed: &str) -> Option<Condition> {
        state_named(typed).map(Condition::State).or_else(|| self.of_seat(typed))
    }

    fn line_title(&self, common: &Common) -> String {
        words::office_title(common.lang).to_owned()
    }

    fn menus(&self, common: &Common) -> Vec<Menu> {
        let lang = common.lang;
        let any = StateKind::OFFICE.map(Condition::State).to_vec();
        let any = Menu { title: words::by_any_seat(lang).to_owned(), lines: any, numbers: false };
        let here = self.progress.seats.get(self.column).map(|seat| Menu {
            title: words::by_this_seat(lang, &seat.id, &seat.name),
            lines: StateKind::OFFICE.map(|kind| Condition::Seat(seat.id.clone(), kind)).to_vec(),
            numbers: false,
        });
        [any].into_iter().chain(here).collect()
    }
}

/// The list's lines.
pub(super) struct ListRows<'a> {
    pub(super) lines: &'a [Ranked],
    pub(super) names: &'a Names,
    pub(super) reads: bool,
}

impl Listed for ListRows<'_> {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn code(&self, row: usize) -> Option<&Code> {
        self.lines.get(row).map(|ranked| &ranked.line.code)
    }

    fn names(&self, row: usize) -> [&str; 4] {
        let Some(code) = self.code(row) else { return [""; 4] };
        self.names.of(code).map_or([code.as_str(), "", "", ""], names_of)
    }

    fn holds(&self, row: usize, condition: &Condition) -> bool {
        let Some(ranked) = self.lines.get(row) else { return false };
        match condition {
            Condition::Standing(standing) => ranked.standing == *standing,
            Condition::Score(side, points) => {
                let score = ranked.line.score.and_then(|score| score.exact().ok());
                score.is_some_and(|score| side.takes(score, *points))
            }
            Condition::State(_) | Condition::Seat(..) | Condition::Apart(_) | Condition::Word(_) => false,
        }
    }

    fn is_readable(&self, _row: usize) -> bool {
        self.reads
    }

    fn named(&self, typed: &str) -> Option<Condition> {
        let is = |other: &Standing| Lang::ALL.iter().any(|lang| standing(*lang, *other).eq_ignore_ascii_case(typed));
        STANDINGS.into_iter().find(is).map(Condition::Standing)
    }

    fn line_title(&self, common: &Common) -> String {
        words::list_title(common.lang).to_owned()
    }

    fn menus(&self, common: &Common) -> Vec<Menu> {
        let lang = common.lang;
        let standings = STANDINGS.map(Condition::Standing).to_vec();
        vec![
            Menu { title: words::by_standing(lang).to_owned(), lines: standings, numbers: false },
            score_menu(common, words::by_published(lang), None),
        ]
    }
}
