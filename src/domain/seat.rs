//! Who sits in the panel (DESIGN §2, `[[seat]]` and `[[visit]]`).

use chrono::NaiveDate;

use super::{Code, Rules, SeatId};
use crate::text::Clean;

/// What a seat is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 专家.
    Expert,
    /// 秘书.
    Secretary,
    /// 监督人员.
    Supervisor,
}

/// A seat 席位.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// Its role.
    pub role: Role,
    /// Name on screen and paper.
    pub name: Clean,
    /// Phone, for reminding lists.
    pub phone: Clean,
    /// The system account that sits here.
    pub unix_user: Clean,
    /// The SSH key that sits here.
    pub ssh_key: Clean,
    /// Employers declared by the expert, matched by the office.
    pub employers: Vec<Clean>,
}

/// An on-site half that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which dossier.
    pub dossier: Code,
    /// Which experts go.
    pub seats: Vec<SeatId>,
    /// When.
    pub date: NaiveDate,
}

/// `[paper]`: what is printed besides the result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Issuing office.
    pub office: Clean,
    /// Document number.
    pub number: Clean,
    /// Place of the review.
    pub place: Clean,
    /// Date of the paper.
    pub date: Option<NaiveDate>,
    /// Phone.
    pub phone: Clean,
    /// Phone of the supervision.
    pub supervision_phone: Clean,
}

/// Everything `panel.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// The rules.
    pub rules: Rules,
    /// All seats, in the file's order.
    pub seats: Vec<Seat>,
    /// Visits due.
    pub visits: Vec<Visit>,
    /// For papers.
    pub paper: Paper,
    /// Where journal heads are appended as well.
    pub witness: Vec<Clean>,
    /// BLAKE3 of the file's bytes: which copy in `frozen/` it is.
    pub digest: [u8; 32],
}

impl Panel {
    /// A seat by id.
    pub fn seat(&self, id: &SeatId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.id == *id)
    }

    /// Seats of a role.
    pub fn seats_of(&self, role: Role) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(move |seat| seat.role == role)
    }

    /// The visit that a seat owes a dossier.
    pub fn visit(&self, seat: &SeatId, dossier: &Code) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.dossier == *dossier && visit.seats.contains(seat))
    }
}
