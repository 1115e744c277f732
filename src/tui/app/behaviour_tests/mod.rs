//! What keys do, as people would tell it: key sequences before a small hall (`probe`).

mod calibration;
mod coming;
mod finding;
mod line;
mod list;
mod recording;
mod signing;

use super::probe::Probe;
use crate::domain::Basis;

const FULL: [(usize, &str); 7] = [(0, "20"), (1, "8"), (2, "7"), (3, "4"), (4, "3"), (5, "15"), (6, "12")];

fn ready() -> Probe {
    Probe::at_desk(|hall| hall.marked("W274", &FULL))
}

fn file(probe: &Probe, place: usize) -> Option<String> {
    probe.hall.mark("W274", place, Basis::File)
}
