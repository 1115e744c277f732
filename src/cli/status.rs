//! `status`: where the review stands, who owes what, what keeps the list from being final.

use std::collections::BTreeSet;

use super::Context;
use super::args::StatusFormat;
use super::session::{Session, Whose, mixed_up};
use super::stop::{Code as Exit, Ran, Stop};
use crate::desk::view::{Ask, DossierRow, Home, ListView, Progress, SeatCard, SheetView, View};
use crate::domain::{Code, ItemId, Role, Rules, Stage};
use crate::report::json::{
    self, AmendmentStatus, ChangedStatus, ObstacleStatus, ReturnedStatus, SeatStatus, SheetStatus, Status,
};
use crate::report::list::lone;
use crate::report::standing::{amended, given_back, is_open, own, seats};
use crate::words::cli as said;
use crate::words::{self, Lang, head_of_hex};

/// Everything the seat may know.
struct Seen {
    served: bool,
    home: Home,
    cards: Vec<SeatCard>,
    own: Vec<DossierRow>,
    progress: Option<Box<Progress>>,
    list: Option<Box<ListView>>,
    /// Sheets whose file marks were changed after the visit.
    changed: Vec<SheetView>,
}

/// Prints the status.
pub(crate) fn run(context: &mut Context, format: StatusFormat) -> Ran {
    Session::look(context, Whose::Office)?.with(context, |context, session| {
        let seen = see(session)?;
        match format {
            StatusFormat::Table => table(context, &seen),
            StatusFormat::Json => context.out.data(&data(&seen)),
        }
        Ok(Exit::Done)
    })
}

fn see(session: &mut Session) -> Result<Seen, Stop> {
    let home = session.home()?;
    let cards = session.desk().seats().to_vec();
    let served = session.desk().is_served();
    let mut seen = Seen { served, home, cards, own: Vec::new(), progress: None, list: None, changed: Vec::new() };
    if seen.home.stage == Stage::Setup {
        return Ok(seen);
    }
    if seen.home.seat.role == Role::Expert {
        let View::Dossiers(rows) = session.ask(Ask::Dossiers)? else { return Err(mixed_up()) };
        seen.own = rows;
        return Ok(seen);
    }
    let View::Progress(progress) = session.ask(Ask::Progress)? else { return Err(mixed_up()) };
    seen.progress = Some(progress);
    if seen.home.stage >= Stage::Review {
        let View::List(list) = session.ask(Ask::List)? else { return Err(mixed_up()) };
        seen.list = Some(list);
        let panel = seen.home.panel.clone();
        let visited: BTreeSet<&Code> =
            panel.iter().flat_map(|panel| &panel.visits).map(|visit| &visit.dossier).collect();
        for code in visited {
            let View::Sheets(sheets) = session.ask(Ask::Sheets(code.clone()))? else { return Err(mixed_up()) };
            seen.changed.extend(sheets.into_iter().filter(|sheet| !sheet.changed_after_visit.is_empty()));
        }
    }
    Ok(seen)
}

fn table(context: &mut Context, seen: &Seen) {
    let lang = context.lang;
    let home = &seen.home;
    let mut lines = Vec::new();
    if let Some(panel) = &home.panel {
        lines.push(said::status_title(lang, &panel.rules.title, home.stage, panel.rules.quota));
    }
    lines.push(said::sitting(lang, home.seat.id.as_str(), words::role(lang, home.seat.role), &home.seat.name));
    if seen.served {
        lines.push(words::server::served(lang).to_owned());
    }
    if home.claimed {
        lines.push(words::screen::self_named(lang).to_owned());
    }
    if let Some((at, head)) = &home.stage_head {
        lines.push(said::stage_head(lang, &head_of_hex(head), &words::time(*at, context.env.offset_minutes)));
    }
    if home.stage == Stage::Setup {
        lines.push(said::not_open(lang).to_owned());
    }
    if let Some(progress) = &seen.progress {
        lines.push(said::progress(lang, progress.signed, progress.due));
        lines.extend(seats(lang, &seen.cards, progress));
    }
    if home.seat.role == Role::Expert && home.stage != Stage::Setup {
        lines.extend(own(lang, &seen.own));
        lines.extend(given_back(lang, home.panel.as_deref().map(|panel| &panel.rules), &seen.own));
    }
    lines.extend(home.to_confirm.iter().map(|(seat, code)| said::to_confirm(lang, seat.as_str(), code.as_str())));
    let pending = home.pending.iter();
    lines.extend(pending.map(|(number, what)| said::pending(lang, *number, what.by.as_str(), &what.reason)));
    if let Some(list) = &seen.list {
        if !list.unconfirmed.is_empty() {
            lines.push(said::unconfirmed(lang, list.unconfirmed.len()));
        }
        lines.extend(lone(lang, &list.list));
        lines.extend(after_visits(lang, rules(home), &seen.changed));
        lines.extend(amended(lang, &list.amendments));
        lines.extend(hindrances(context, home.panel.as_deref().map(|panel| &panel.rules), list));
    }
    for line in lines {
        context.out.line(&line);
    }
}

fn rules(home: &Home) -> Option<&Rules> {
    home.panel.as_deref().map(|panel| &panel.rules)
}

/// File marks changed after a visit, by name.
fn after_visits(lang: Lang, rules: Option<&Rules>, sheets: &[SheetView]) -> Vec<String> {
    let name = |id: &ItemId| {
        let known = rules.and_then(|rules| rules.item(id));
        known.map_or_else(|| id.to_string(), |(_, _, item)| item.name.to_string())
    };
    let each = sheets.iter().map(|sheet| {
        let items: Vec<String> = sheet.changed_after_visit.iter().map(name).collect();
        said::changed_after_visit(lang, sheet.seat.as_str(), &sheet.dossier, &items)
    });
    each.collect()
}

fn hindrances(context: &Context, rules: Option<&Rules>, list: &ListView) -> Vec<String> {
    let lang = context.lang;
    if list.stage == Stage::Final {
        return Vec::new();
    }
    if list.obstacles.is_empty() {
        return vec![said::no_obstacles(lang).to_owned()];
    }
    let mut lines = vec![said::obstacles_title(lang, list.obstacles.len())];
    let said = |obstacle| format!("  {}", words::obstacle_beside(lang, rules, &list.flags, obstacle));
    lines.extend(list.obstacles.iter().map(said));
    lines
}

fn data(seen: &Seen) -> String {
    let home = &seen.home;
    let rules = home.panel.as_deref().map(|panel| &panel.rules);
    let status = Status {
        title: rules.map_or("", |rules| &rules.title),
        stage: json::stage(home.stage),
        quota: rules.map_or(0, |rules| rules.quota),
        seat: home.seat.id.as_str(),
        claimed: home.claimed,
        stage_head: home.stage_head.as_ref().map(|(_, head)| head.as_str()),
        signed: seen.progress.as_ref().map(|progress| progress.signed),
        due: seen.progress.as_ref().map(|progress| progress.due),
        seats: seen.cards.iter().map(|card| seat_data(seen, card)).collect(),
        sheets: sheets(seen),
        obstacles: seen.list.iter().flat_map(|list| &list.obstacles).map(ObstacleStatus::from).collect(),
        pending: home.pending.iter().map(|(number, _)| *number).collect(),
        changed_after_visit: seen
            .changed
            .iter()
            .map(|sheet| ChangedStatus {
                seat: sheet.seat.as_str(),
                dossier: sheet.dossier.as_str(),
                items: sheet.changed_after_visit.iter().map(ItemId::as_str).collect(),
            })
            .collect(),
        amendments: seen.list.iter().flat_map(|list| &list.amendments).map(AmendmentStatus::from).collect(),
        to_confirm: home.to_confirm.iter().map(|(seat, code)| [seat.as_str(), code.as_str()]).collect(),
    };
    status.written()
}

fn seat_data<'a>(seen: &'a Seen, card: &'a SeatCard) -> SeatStatus<'a> {
    let open = seen.progress.as_ref().filter(|_| card.role == Role::Expert && card.replaced.is_none());
    let open =
        open.map(|progress| progress.open.iter().find(|(seat, ..)| *seat == card.id).map_or(0, |(_, count, _)| *count));
    SeatStatus {
        seat: card.id.as_str(),
        role: json::role(card.role),
        replaced_by: card.replaced.as_ref().map(crate::domain::SeatId::as_str),
        open,
    }
}

fn sheets(seen: &Seen) -> Vec<SheetStatus<'_>> {
    let own = seen.own.iter().filter_map(|row| {
        let own = row.own.as_ref()?;
        Some(SheetStatus {
            seat: seen.home.seat.id.as_str(),
            dossier: row.code.as_str(),
            state: own.state.word(),
            missing: own.missing,
            onsite_open: own.visit.is_some() && own.signed.get(1) == Some(&false),
            unconfirmed: own.unconfirmed,
            returned: own.returned.as_ref().map(|(section, reason)| ReturnedStatus {
                section: section.as_ref().map(crate::domain::SectionId::as_str),
                reason,
            }),
        })
    });
    let all = seen.progress.iter().flat_map(|progress| {
        progress.rows.iter().flat_map(move |row| {
            progress.seats.iter().zip(&row.cells).map(move |(seat, cell)| SheetStatus {
                seat: seat.id.as_str(),
                dossier: row.code.as_str(),
                state: cell.state.word(),
                missing: if is_open(cell) { cell.missing } else { 0 },
                onsite_open: cell.onsite_open,
                unconfirmed: cell.unconfirmed,
                returned: None,
            })
        })
    });
    own.chain(all).collect()
}
