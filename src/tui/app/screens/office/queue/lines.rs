//! What the lines of a [`Queue`](super::Queue) say: one function a list, from the view it is made of.

use super::{Matter, QueueRow, Target};
use crate::desk::view::{FolderView, Home, ListView, Progress, ProgressRow};
use crate::domain::tally::{Flag, Standing};
use crate::domain::{
    Amended, Code, Finding, Obstacle, RecordTrouble, Role, SeatId, Severity, SheetState, Stage, Trouble,
};
use crate::text::Clean;
use crate::tui::app::Common;
use crate::tui::app::screens::office::glance;
use crate::words::screens::office::{self as fixed, Deviated};
use crate::words::{self, Setting};

/// Lines, and what is said above them.
type Lines = (Vec<QueueRow>, String);

/// 准备 and 文件检查: files changed since opening, then findings, errors first.
pub(super) fn files(common: &Common, folder: &FolderView, key: &Clean) -> Lines {
    let lang = common.lang;
    let opened = common.stage() != Stage::Setup;
    let mut rows: Vec<QueueRow> = folder.changed.iter().map(|(file, line)| changed(common, file, *line)).collect();
    let mut findings: Vec<&Finding> = folder.findings.iter().collect();
    findings.sort_by(|a, b| a.what.severity().cmp(&b.what.severity()).then_with(|| a.place.cmp(&b.place)));
    rows.extend(findings.into_iter().map(|one| finding(common, one)));
    let errors = folder.findings.iter().filter(|one| one.what.severity() == Severity::Error).count();
    let seats = common.home.as_ref().and_then(|home| home.panel.as_ref());
    let offices = seats.map(|panel| [Role::Secretary, Role::Supervisor].map(|role| panel.seats_of(role).count()));
    let counted = fixed::counted(lang, folder.dossiers, folder.experts, offices, common.rules());
    let summary = if opened {
        fixed::opened_already(lang).to_owned()
    } else {
        words::summary(lang, errors, folder.findings.len() - errors) + &fixed::key_given(lang, key)
    };
    (rows, format!("{counted}\n{summary}"))
}

/// A file changed since opening (SCREENS §5.10).
fn changed(common: &Common, file: &Clean, line: u32) -> QueueRow {
    let code = file.strip_prefix("dossiers/").and_then(|name| name.strip_suffix(".toml"));
    let dossier = code.and_then(|code| Code::parse(code).ok());
    let edited = RecordTrouble::Edited { file: file.clone(), dossier, line: (line > 0).then_some(line) };
    let text = words::trouble(common.lang, Setting::Screen, &Trouble::from(edited));
    let target = Target::File(file.clone());
    QueueRow { lead: file.to_string(), text: text.clone(), detail: text, grave: true, target }
}

fn finding(common: &Common, finding: &Finding) -> QueueRow {
    let lang = common.lang;
    let (what, next) = words::finding(lang, &finding.what);
    let place = words::place(&finding.place);
    let kind = words::severity(lang, finding.what.severity());
    QueueRow {
        text: format!("{kind}  {what}"),
        detail: format!("{place}\n{what}\n{next}"),
        lead: place,
        grave: finding.what.severity() == Severity::Error,
        target: Target::Nothing,
    }
}

/// 还差什么: every sheet that should still come, by dossier.
pub(super) fn missing(common: &Common, progress: &Progress) -> Lines {
    let lang = common.lang;
    let mut rows = Vec::new();
    for row in progress.rows.iter().filter(|row| !row.withdrawn) {
        for (seat, cell) in progress.seats.iter().zip(&row.cells).filter(|(_, cell)| cell.state.is_open()) {
            let state = words::sign_word(lang, glance(cell));
            let text = fixed::missing_sheet(lang, &seat.name, &row.trade, &state);
            let detail = fixed::missing_sheet_detail(lang, (&seat.id, &seat.name), &row.code, &state, &seat.phone);
            rows.push(QueueRow {
                lead: format!("{} {}", row.code, seat.id),
                text,
                detail,
                grave: cell.state == SheetState::Returned,
                target: Target::Cell(seat.id.clone(), row.code.clone()),
            });
        }
    }
    let head = fixed::missing_head(lang, progress.signed, progress.due, progress.open.len());
    (rows, head)
}

/// 催办名单: who has to be reminded, of what, under which phone number.
pub(super) fn reminders(common: &Common, progress: &Progress) -> Lines {
    let lang = common.lang;
    let mut rows = Vec::new();
    for (column, seat) in progress.seats.iter().enumerate() {
        let Some((_, open, acted)) = progress.open.iter().find(|(id, ..)| *id == seat.id) else { continue };
        let due = |row: &&ProgressRow| !row.withdrawn && row.cells.get(column).is_some_and(|cell| cell.state.is_open());
        let each: Vec<String> = progress
            .rows
            .iter()
            .filter(due)
            .filter_map(|row| {
                let cell = row.cells.get(column)?;
                Some(format!("{} {}", row.code, words::sign_word(lang, glance(cell))))
            })
            .collect();
        rows.push(QueueRow {
            lead: format!("{} {}", seat.id, seat.name),
            text: fixed::missing_line(lang, &seat.phone, *open, *acted, &each),
            detail: fixed::missing_detail(lang, (&seat.id, &seat.name), &seat.phone, *acted, &each),
            grave: !acted,
            target: Target::Seat(seat.id.clone()),
        });
    }
    let head = fixed::missing_head(lang, progress.signed, progress.due, rows.len());
    (rows, head)
}

/// 定案: what stands between.
pub(super) fn obstacles(common: &Common, list: &ListView) -> Lines {
    let lang = common.lang;
    let rows = list.obstacles.iter().map(|obstacle| {
        let text = words::obstacle_beside(lang, common.rules(), &list.flags, obstacle);
        let target = target_of(list, obstacle);
        let next = match target {
            Target::Section(_, _, _, true) => fixed::deviation_next(lang, Deviated::Out),
            _ => fixed::obstacle_next(lang, obstacle),
        };
        QueueRow { lead: lead_of(obstacle), detail: format!("{text}\n{next}"), text, grave: true, target }
    });
    let rows: Vec<QueueRow> = rows.collect();
    let selected = selected(list);
    let head = fixed::obstacles_head(lang, list.stage, rows.len(), selected, list.quota, list.unconfirmed.len());
    (rows, head)
}

/// 分差过大, settled or not.
pub(super) fn deviations(common: &Common, list: &ListView) -> Lines {
    let lang = common.lang;
    let Some(rules) = common.rules() else { return (Vec::new(), String::new()) };
    let open = |flag: &Flag| {
        let same = |obstacle: &Obstacle| {
            *obstacle == Obstacle::Deviation(flag.seat.clone(), flag.dossier.clone(), flag.section.clone())
        };
        list.obstacles.iter().any(same)
    };
    let rows = list.flags.iter().map(|flag| {
        let text = words::tally::flag(lang, rules, flag);
        let grave = open(flag);
        let out = is_out(list, &flag.seat, &flag.dossier);
        let how = match (grave, out) {
            (true, true) => Deviated::Out,
            (true, false) => Deviated::Open,
            (false, _) => Deviated::Explained,
        };
        QueueRow {
            lead: flag.dossier.to_string(),
            text: format!("{}  {text}", fixed::deviated(lang, how)),
            detail: format!("{text}\n{}", fixed::deviation_next(lang, how)),
            grave,
            target: Target::Section(flag.seat.clone(), flag.dossier.clone(), flag.section.clone(), out),
        }
    });
    let rows: Vec<QueueRow> = rows.collect();
    let unsettled = rows.iter().filter(|row| row.grave).count();
    let head = fixed::deviations_head(lang, rules.scoring.deviation, rows.len(), unsettled);
    (rows, head)
}

/// 代录核对 and 更正确认.
pub(super) fn waiting(common: &Common, home: &Home) -> Lines {
    let lang = common.lang;
    let mut rows = Vec::new();
    for (seat, code) in &home.to_confirm {
        let text = fixed::paper_line(lang, seat, code);
        let target = Target::Paper(seat.clone(), code.clone());
        let detail = format!("{text}\n{}", fixed::paper_next(lang));
        rows.push(QueueRow { lead: format!("{code} {seat}"), text, detail, grave: false, target });
    }
    for (number, pending) in &home.pending {
        let what = fixed::amended(lang, home.panel.as_deref(), &pending.amended);
        let text = fixed::amendment_line(lang, *number, &pending.by, &pending.reason);
        let votes = pending.votes.as_ref().map(|votes| fixed::votes_line(lang, votes)).unwrap_or_default();
        let all = format!("{text}\n{what}\n{votes}");
        let lead = match &pending.amended {
            Amended::Dossier(facts) => format!("#{number} {}", facts.code),
            Amended::Panel(_) => format!("#{number} panel.toml"),
        };
        let own = common.seat() == Some(&pending.by);
        let detail = if own { format!("{all}\n{}", fixed::own_amendment(lang)) } else { all.clone() };
        let target = if own { Target::Nothing } else { Target::Amendment(*number, all) };
        rows.push(QueueRow { lead, text, detail, grave: false, target });
    }
    let head = fixed::waiting_head(lang, home.to_confirm.len(), home.pending.len());
    (rows, head)
}

/// 拟推荐 as the list stands.
pub(in crate::tui::app::screens::office) fn selected(list: &ListView) -> u32 {
    let inside = list.list.lines.iter().filter(|ranked| ranked.standing == Standing::Selected);
    u32::try_from(inside.count()).unwrap_or(u32::MAX)
}

fn lead_of(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Contested(rank, ..) => rank.to_string(),
        Obstacle::SheetOut(_, code)
        | Obstacle::Missing(_, code)
        | Obstacle::Deviation(_, code, _)
        | Obstacle::Secrecy(code)
        | Obstacle::Incomplete(code) => code.to_string(),
        Obstacle::Pending(number) => format!("#{number}"),
    }
}

/// Whether a sheet was returned and is not signed again.
fn is_out(list: &ListView, seat: &SeatId, code: &Code) -> bool {
    list.obstacles.contains(&Obstacle::SheetOut(seat.clone(), code.clone()))
}

fn target_of(list: &ListView, obstacle: &Obstacle) -> Target {
    match obstacle.clone() {
        Obstacle::Contested(rank, codes, places) => Target::Vote(Matter::Tie { rank, codes, places }),
        Obstacle::SheetOut(seat, code) => {
            let counts = counts(list, &seat, &code);
            Target::Out(seat, code, counts)
        }
        Obstacle::Missing(seat, code) => Target::Sheet(seat, code),
        Obstacle::Deviation(seat, code, section) => {
            let out = is_out(list, &seat, &code);
            Target::Section(seat, code, section, out)
        }
        Obstacle::Secrecy(code) => Target::Secrecy(code),
        Obstacle::Incomplete(code) => Target::Vote(Matter::Incomplete(code)),
        Obstacle::Pending(_) => Target::Waiting,
    }
}

/// Whether a sheet that is out counts as it was signed: such a sheet is not missing and cannot be excused.
fn counts(list: &ListView, seat: &SeatId, code: &Code) -> bool {
    list.list.line(code).is_some_and(|ranked| ranked.line.totals.iter().any(|(whose, _)| whose == seat))
}
