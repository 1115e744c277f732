//! The table of keys of SCREENS §2 and the rules of §3, row by row, as key sequences.

mod cells;
mod reading;
mod sheets;

use super::{Focus, Shown};
use crate::domain::{Basis, Command, SectionId, SheetState, Stage};
use crate::text::clean;
use crate::tui::app::Screen;
use crate::tui::app::parts::WRAPPED;
use crate::tui::app::probe::{Hall, Probe, draft, place, points};

const FULL: [(usize, &str); 7] = [(0, "20"), (1, "8"), (2, "7"), (3, "4"), (4, "3"), (5, "15"), (6, "12")];

fn full() -> Probe {
    Probe::at_desk(|hall| hall.marked("W274", &FULL))
}

fn visited(prepare: impl FnOnce(&mut Hall)) -> Probe {
    Probe::at_desk(|hall| {
        hall.marked("W274", &FULL);
        hall.own("W274").visit = chrono::NaiveDate::from_ymd_opt(2024, 8, 20);
        prepare(hall);
    })
}

fn returned(hall: &mut Hall, section: Option<&str>) {
    hall.marked("W274", &FULL);
    let own = hall.own("W274");
    own.state = SheetState::Returned;
    own.ready = false;
    own.returned = Some((section.and_then(|id| SectionId::parse(id).ok()), clean("请复核")));
    hall.home.stage = Stage::Review;
}

fn file(probe: &Probe, item: usize) -> Option<String> {
    probe.hall.mark("W274", item, Basis::File)
}

fn onsite(probe: &Probe, item: usize) -> Option<String> {
    probe.hall.mark("W274", item, Basis::Onsite)
}

fn typed(probe: &Probe) -> Vec<&str> {
    probe.desk().typed.values().map(String::as_str).collect()
}

fn shown(probe: &Probe) -> Shown {
    probe.desk().shown_in((probe.desk().item, probe.desk().basis))
}

fn at(probe: &Probe) -> (usize, Basis, Focus) {
    (probe.desk().item, probe.desk().basis, probe.desk().focus)
}

fn page_of_text(probe: &Probe) -> (usize, usize) {
    probe.desk().reading.shown().unwrap().pager.page()
}

/// A line down needs more text than the window holds.
fn long(hall: &mut Hall) {
    let sheet = hall.sheet("W274");
    let mut texts = (**sheet.texts.as_ref().unwrap()).clone();
    for (_, text) in &mut texts.sections {
        *text = clean(&format!("{}\n", text.as_str()).repeat(20));
    }
    sheet.texts = Some(std::sync::Arc::new(texts));
}
