//! 议决: members in the order picked, the votes, who voted, the note.

use ratatui::layout::Rect;

use super::{Told, below, foot};
use crate::domain::{Code, Obstacle};
use crate::text::{pad_end, pad_start, wrap};
use crate::tui::app::Common;
use crate::tui::app::screens::office::{Decide, Matter, Place, count_text};
use crate::tui::view::canvas::Canvas;
use crate::tui::view::frame;
use crate::tui::view::theme::Role;
use crate::words::screen as shared;
use crate::words::screens::office as words;
use crate::words::{honour_counts, obstacle, yes_no};

/// Rows for what is decided and what is picked so far.
const HEAD_ROWS: u16 = 3;

/// Draws it over the whole window.
pub fn draw(page: &Decide, common: &Common, canvas: &mut Canvas) {
    let lang = common.lang;
    let parts = page.bench.areas(common, 0);
    let name = match page.ballot.matter {
        Matter::Tie { .. } => words::decide_tie(lang),
        Matter::Incomplete(_) => words::decide_incomplete(lang),
        Matter::Fill(_) => words::decide_fill(lang),
        Matter::Amend(_) => words::decide_amend(lang),
    };
    frame::title(canvas, common, parts.title, name, "");
    let inner = parts.body.width.saturating_sub(2);
    let about = match &page.ballot.matter {
        Matter::Tie { rank, codes, places } => obstacle(lang, &Obstacle::Contested(*rank, codes.clone(), *places)),
        Matter::Incomplete(code) => obstacle(lang, &Obstacle::Incomplete(code.clone())),
        Matter::Fill(code) => words::fill_head(lang, code),
        Matter::Amend(file) => words::amend_head(lang, file),
    };
    let so_far = so_far(page, common);
    let mut top = parts.body.y..parts.body.bottom().min(parts.body.y.saturating_add(HEAD_ROWS));
    for text in [about, so_far] {
        let lines = wrap(&text, usize::from(inner), canvas.ambiguous());
        for (line, y) in lines.iter().zip(&mut top) {
            canvas.text((1, y), inner, line.text(&text), Role::Title);
        }
    }
    rows(page, common, canvas, below(parts.body, HEAD_ROWS));
    foot(canvas, common, &parts, &page.bench, &Told::Hints(page), true);
}

/// The order picked so far.
fn so_far(page: &Decide, common: &Common) -> String {
    let lang = common.lang;
    match &page.ballot.matter {
        Matter::Tie { .. } if page.ballot.none => words::left_empty(lang).to_owned(),
        Matter::Tie { rank, .. } => {
            let each = page.ballot.order.iter().zip(*rank..).map(|(code, rank)| format!("{rank} {code}"));
            words::order_so_far(lang, &each.collect::<Vec<_>>().join("  "))
        }
        Matter::Incomplete(_) => words::left_unranked(lang).to_owned(),
        Matter::Fill(_) | Matter::Amend(_) => String::new(),
    }
}

fn rows(page: &Decide, common: &Common, canvas: &mut Canvas, area: Rect) {
    let lang = common.lang;
    let places = page.places();
    let visible = page.bench.rows.visible();
    let shown = places.get(visible.clone()).unwrap_or_default();
    let inner = area.width.saturating_sub(2);
    let mut y = area.y;
    for (place, row) in shown.iter().zip(visible) {
        let title = match place {
            Place::Count(0) => Some(words::counts_title(lang)),
            Place::Voter(0) => Some(words::voters_title(lang)),
            _ => None,
        };
        if let Some(title) = title
            && y < area.bottom()
        {
            canvas.text((area.x + 1, y), inner, title, Role::Dim);
            y += 1;
        }
        if y >= area.bottom() {
            return;
        }
        let at = row == page.bench.rows.at;
        let mark = frame::mark(at, page.bench.actions.has_keys());
        let text = format!("{mark} {}", text(page, common, canvas, *place));
        canvas.bar(
            (area.x + 1, y),
            inner,
            &text,
            if at { frame::cursor(page.bench.actions.has_keys()) } else { Role::Text },
        );
        if let (true, Place::Count(kind)) = (at, *place) {
            let typed = page.ballot.counts.get(kind).copied().flatten().map_or(0, |count| count.to_string().len());
            let column = 4 + canvas.width(count_name(common, kind));
            canvas.put_cursor((area.x + 1 + column + u16::try_from(typed).unwrap_or(0), y));
        }
        y += 1;
    }
}

fn count_name(common: &Common, kind: usize) -> &'static str {
    let lang = common.lang;
    match kind {
        0 => words::vote_for(lang),
        1 => words::vote_against(lang),
        _ => words::vote_abstain(lang),
    }
}

fn text(page: &Decide, common: &Common, canvas: &Canvas, place: Place) -> String {
    let lang = common.lang;
    let wide = canvas.ambiguous();
    match place {
        Place::Member(at) => page.codes().get(at).map(|code| member(page, common, canvas, code)).unwrap_or_default(),
        Place::Count(kind) => {
            format!("{}  {}", count_name(common, kind), count_text(page.ballot.counts.get(kind).copied().flatten()))
        }
        Place::Voter(at) => {
            let Some(seat) = page.seats.get(at) else { return String::new() };
            let who = pad_end(&shared::who(&seat.id, &seat.name), 18, wide);
            let says = match page.recused_on(&seat.id) {
                Some(code) => words::recused_here(lang, code),
                None if page.votes(&seat.id) => words::voted(lang).to_owned(),
                None => words::not_voted(lang).to_owned(),
            };
            format!("{who}{says}")
        }
        Place::Note => {
            let note = if page.ballot.note.is_empty() {
                words::note_empty(lang).to_owned()
            } else {
                words::one_line(&page.ballot.note)
            };
            format!("{}  {note}", words::note(lang))
        }
    }
}

fn member(page: &Decide, common: &Common, canvas: &Canvas, code: &Code) -> String {
    let lang = common.lang;
    let wide = canvas.ambiguous();
    let known = page.member(code).map(|ranked| {
        let line = &ranked.line;
        let score = line.score.map(|score| score.to_string()).unwrap_or_default();
        let young = common.rules().map_or(45, |rules| rules.tally.young);
        let young = format!("{} {}", words::col_young(lang, young), yes_no(lang, line.young));
        words::member_line(lang, &pad_start(&score, 6, wide), line.sheets, &honour_counts(line.honours), &young)
    });
    let placed = match (&page.ballot.matter, page.ballot.order.iter().position(|other| other == code)) {
        (Matter::Tie { rank, .. }, Some(place)) => {
            words::placed(lang, u64::from(*rank) + u64::try_from(place).unwrap_or(0))
        }
        (Matter::Tie { .. }, None) if !page.ballot.none => words::not_picked(lang).to_owned(),
        _ => String::new(),
    };
    format!("{}  {}  {placed}", pad_end(code.as_str(), 6, wide), known.unwrap_or_default())
}
