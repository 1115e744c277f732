//! Every sheet of a dossier: items down, seats across.

use ratatui::layout::Rect;

use super::{Told, below, cells, detail, foot};
use crate::desk::view::SheetView;
use crate::domain::{Basis, BasisRule, Rules, SectionId, SheetState};
use crate::tui::app::Common;
use crate::tui::app::screens::office::{SHEET_DETAIL, SheetRow, Sheets, Source};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screens::office as words;
use crate::words::tally::shown_ratio;
use crate::words::{Glance, basis, sign, unscored};

/// Draws it over the whole window.
pub fn draw(page: &Sheets, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.bench.areas(common, 0);
    let name = match page.source {
        Source::All(_) => words::sheets(lang),
        Source::Paper(..) => words::paper_sheet(lang),
    };
    frame::title(canvas, common, parts.title, &format!("{name}  {}", page.code()), "");
    let rows_below = SHEET_DETAIL.min(parts.body.height / 2);
    let table = Rect { height: parts.body.height - rows_below, ..parts.body };
    if let (Some(rules), Some(sheets)) = (common.rules(), &page.sheets) {
        head(page, canvas, table, sheets, common);
        rows(page, common, canvas, below(table, 1), rules, sheets);
    }
    let pane = Rect { y: table.bottom(), height: rows_below, ..parts.body };
    detail(canvas, pane, &page.detail);
    foot(canvas, common, &parts, &page.bench, &Told::Hints(page), true);
}

/// The columns in sight: place, sheet, x.
fn columns<'a>(page: &Sheets, sheets: &'a [SheetView]) -> impl Iterator<Item = (usize, &'a SheetView, u16)> {
    let (shown, wide, names) = page.columns;
    let start = cells(names).saturating_add(3);
    let seen = sheets.iter().enumerate().skip(page.column.1).take(shown);
    seen.zip((start..).step_by(wide.max(1))).map(|((place, sheet), x)| (place, sheet, x))
}

fn head(page: &Sheets, canvas: &mut Canvas, area: Rect, sheets: &[SheetView], common: &Common) {
    if area.height == 0 {
        return;
    }
    let (shown, wide, names) = page.columns;
    if sheets.len() > shown {
        let seen = words::columns_seen(common.lang, page.column.1 + 1, page.column.1 + shown, sheets.len());
        canvas.text((1, area.y), cells(names), &seen, Role::Dim);
    }
    for (place, sheet, x) in columns(page, sheets) {
        let role = if place == page.column.0 { Role::Selected } else { Role::Title };
        canvas.right((x, area.y), cells(wide).saturating_sub(1), sheet.seat.as_str(), role);
    }
}

fn rows(page: &Sheets, common: &Common, canvas: &mut Canvas, area: Rect, rules: &Rules, sheets: &[SheetView]) {
    let lang = common.lang;
    let (_, wide, names) = page.columns;
    let all = Sheets::rows(rules);
    let visible = page.bench.rows.visible();
    let shown = all.get(visible.clone()).unwrap_or_default();
    for ((row, place), y) in shown.iter().zip(visible).zip(area.y..area.bottom()) {
        let at = place == page.bench.rows.at;
        let name = match row {
            SheetRow::State => words::state_row(lang).to_owned(),
            SheetRow::Total => words::total(lang).to_owned(),
            SheetRow::Item(item) => item_name(rules, *item),
        };
        let mark = frame::mark(at, page.bench.actions.has_keys());
        canvas.text(
            (area.x, y),
            cells(names) + 2,
            &format!("{mark} {name}"),
            if at { Role::Title } else { Role::Text },
        );
        for (column, sheet, x) in columns(page, sheets) {
            let here = at && column == page.column.0;
            let (text, role) = cell(common, rules, sheet, *row);
            let role = if here { frame::cursor(page.bench.actions.has_keys()) } else { role };
            let room = cells(wide).saturating_sub(1);
            if here {
                let used = canvas.width(&text).min(room);
                canvas.text((x + room - used.saturating_add(1).min(room), y), 1, mark, Role::Title);
            }
            canvas.right((x, y), room, &text, role);
        }
    }
}

/// An item under its section is set in.
fn item_name(rules: &Rules, place: usize) -> String {
    let Some((section, item)) = rules.items().nth(place) else { return String::new() };
    if section.whole { item.name.to_string() } else { format!("  {}", item.name) }
}

fn section_of(rules: &Rules, place: usize) -> Option<&SectionId> {
    rules.items().nth(place).map(|(section, _)| &section.id)
}

/// A cell: the mark that counts, 现 before it where it was given on site, ! behind it where the section is flagged.
fn cell(common: &Common, rules: &Rules, sheet: &SheetView, row: SheetRow) -> (String, Role) {
    let lang = common.lang;
    match row {
        SheetRow::State => {
            let unconfirmed = sheet.transcribed.as_ref().is_some_and(|(_, confirmed)| confirmed.is_none());
            let glance = Glance { state: sheet.state, missing: 0, onsite: None, unconfirmed };
            // What is missing in a draft is not shown here: it was not signed.
            let draft = sheet.state == SheetState::Drafting;
            let text = if draft { "…".to_owned() } else { sign(lang, glance) };
            (text, if sheet.state == SheetState::Returned { Role::Warn } else { Role::Dim })
        }
        SheetRow::Total => (sheet.total.map(shown_ratio).unwrap_or_default(), Role::Title),
        SheetRow::Item(place) => {
            let Some(marks) = &sheet.marks else { return ("-".to_owned(), Role::Dim) };
            let (file, onsite) = (marks.get(place, Basis::File), marks.get(place, Basis::Onsite));
            let initial: String = basis(lang, Basis::Onsite).chars().take(1).collect();
            let text = match (rules.scoring.basis, file, onsite) {
                (_, None, None) => unscored(lang).to_owned(),
                (_, Some(file), None) => file.to_string(),
                (BasisRule::OnsiteFirst, _, Some(onsite)) | (_, None, Some(onsite)) => format!("{initial}{onsite}"),
                (BasisRule::Split { .. }, Some(file), Some(onsite)) => format!("{file}{initial}{onsite}"),
            };
            let flagged = section_of(rules, place).is_some_and(|id| sheet.flagged.contains(id));
            let text = if flagged { format!("!{text}") } else { text };
            (text, if flagged { Role::Warn } else { Role::Text })
        }
    }
}
