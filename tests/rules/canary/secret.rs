//! Who may know what: DESIGN §7 written down a second time, without a look at `domain::rights`.

use shouxi::domain::*;

use super::panel::{SECRET_CODE, code};
use super::world::World;

/// What kind of secret a value is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A mark or note; `by`: from paper, by whom.
    Cell {
        sheet: (SeatId, Code),
        by: Option<SeatId>,
    },
    /// Total of a signed sheet; whether of the last signed version.
    Total((SeatId, Code), bool),
    /// A published score.
    Score,
    /// The fraction behind it.
    Exact,
    /// Honour titles and years, births, ages, earlier titles.
    Identity,
    /// How many honours, now or as they were.
    HonourCount(Code, u32),
    /// A dossier's text.
    Text(Code),
    AwardYear,
    Post(Code),
    /// The trade of the confidential dossier.
    BareTrade,
    /// Phones, employers; of whom, if it is a phone.
    Contact {
        own_phone: Option<SeatId>,
    },
    /// Accounts and keys: they stand on the seat cards that the secretary prints, before opening too.
    Login,
    /// Place and last entry of a seat.
    Home(SeatId),
    /// Drafts, receipts, times of a seat's desk.
    Desk(SeatId),
    /// What a seat typed of another's sheet from paper.
    Paper(SeatId),
    /// Why somebody does not score, or a sheet went back.
    Reason {
        author: SeatId,
        sheet_of: Option<SeatId>,
    },
    /// Words of the office: amendments, decisions, withdrawals; from which stage they may exist.
    Office(Stage),
    Finding,
    Trouble,
    Witness,
    /// Digest of the event of this number.
    Digest(u64),
}

#[derive(Clone, Debug)]
pub(crate) struct Secret {
    pub(crate) kind: Kind,
    pub(crate) spellings: Vec<String>,
}

/// Whether a seat finds a secret in what it can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Must,
    May,
    Never,
}

use Verdict::{May, Must, Never};

fn must(condition: bool) -> Verdict {
    if condition { Must } else { Never }
}

/// Who looks, and when.
pub(crate) struct Who<'a> {
    pub(crate) id: &'a SeatId,
    pub(crate) role: Role,
    pub(crate) stage: Stage,
    pub(crate) experts: ExpertsSee,
}

impl Who<'_> {
    pub(crate) fn is_expert(&self) -> bool {
        self.role == Role::Expert
    }

    pub(crate) fn is_secretary(&self) -> bool {
        self.role == Role::Secretary
    }

    pub(crate) fn is_late(&self) -> bool {
        matches!(self.stage, Stage::Review | Stage::Final)
    }

    /// Secretary and supervisor from review.
    pub(crate) fn is_late_office(&self) -> bool {
        !self.is_expert() && self.is_late()
    }

    /// An expert after final who is shown the list.
    pub(crate) fn is_shown_list(&self) -> bool {
        self.is_expert() && self.stage == Stage::Final && self.experts == ExpertsSee::List
    }

    /// Secretary always, supervisor from review.
    fn knows_person(&self) -> bool {
        self.is_secretary() || self.is_late_office()
    }

    fn reads(&self, world: &World, about: &Code) -> bool {
        let open = || world.declared(self.id, about) && !world.out(self.id, about) && *about != code(SECRET_CODE);
        self.is_secretary() || (self.is_expert() && open())
    }

    /// The transcriber, the confirmer; before somebody confirmed, everyone of the office.
    pub(crate) fn is_concerned(&self, world: &World, sheet: &(SeatId, Code)) -> bool {
        let Some(by) = world.entered.get(sheet) else { return false };
        let confirmer = world.confirmed.get(sheet);
        !self.is_expert() && (by == self.id || confirmer.is_none_or(|confirmer| confirmer == self.id))
    }
}

pub(crate) fn verdict(world: &World, who: &Who<'_>, number: usize, kind: &Kind) -> Verdict {
    match kind {
        Kind::Cell { sheet, by } => {
            let signed = world.signed.get(sheet).is_some_and(|version| version.values().any(|cell| *cell == number));
            let paper = by.is_some() && who.is_concerned(world, sheet);
            must(sheet.0 == *who.id || paper || (signed && who.is_late_office()))
        }
        Kind::Total(sheet, _) if sheet.0 == *who.id || who.is_concerned(world, sheet) => May,
        Kind::Total((seat, dossier), last) => {
            // Totals of withdrawn dossiers and of replaced seats are nowhere on the list, but the sheets tell them.
            let known = world.state.sheet(seat, dossier).counted.is_some();
            must(*last && known && who.is_late_office())
        }
        // Where the meeting screen is open here, nobody but its group has a score.
        Kind::Score => must(who.is_late_office() || who.is_shown_list() || world.state.meeting.is_some()),
        Kind::Exact => must(who.is_late_office()),
        Kind::Identity | Kind::BareTrade => must(who.knows_person()),
        Kind::HonourCount(about, count) => {
            let now = world.state.dossiers.get(about).is_some_and(|facts| facts.honours[0].count == *count);
            must(who.knows_person() || (now && (who.is_shown_list() || world.on_screen(about))))
        }
        Kind::Post(about) if who.role == Role::Supervisor => {
            if *about == code(SECRET_CODE) && !who.is_late() {
                Never
            } else {
                May
            }
        }
        Kind::Text(about) | Kind::Post(about) => must(who.reads(world, about)),
        // Before opening no seats are recorded: the secretary's own card has its phone, the rest is in panel.toml.
        Kind::Contact { own_phone } if who.stage == Stage::Setup => {
            must(who.is_secretary() && own_phone.as_ref() == Some(who.id))
        }
        Kind::Login | Kind::Contact { .. } | Kind::AwardYear | Kind::Finding => must(who.is_secretary()),
        Kind::Home(seat) => must(seat == who.id),
        Kind::Desk(seat) => must(seat == who.id && who.stage != Stage::Setup),
        Kind::Paper(seat) => must(seat == who.id && who.is_secretary() && who.stage != Stage::Setup),
        Kind::Reason { author, sheet_of } => {
            must(author == who.id || sheet_of.as_ref() == Some(who.id) || who.is_late_office())
        }
        Kind::Office(from) => must(!who.is_expert() && who.stage >= *from),
        Kind::Trouble => must(!who.is_expert()),
        Kind::Witness if who.is_expert() => Never,
        Kind::Witness => May,
        Kind::Digest(number) => digest(world, who, *number),
    }
}

/// A digest is shown exactly where the whole event is.
fn digest(world: &World, who: &Who<'_>, number: u64) -> Verdict {
    let event = world.events.iter().find(|event| event.number == number).unwrap();
    if event.seat == *who.id {
        return Must;
    }
    let of_sheet = match &event.what {
        What::Entered { seat, .. }
        | What::Signed { seat, .. }
        | What::SetAside { seat, .. }
        | What::AsideUndone { seat, .. }
        | What::Excused { seat, .. }
        | What::Returned { seat, .. }
        | What::ReturnCancelled { seat, .. }
        | What::Confirmed { seat, .. }
        | What::ExplanationEntered { seat, .. } => Some(seat),
        _ => None,
    };
    if who.is_expert() {
        return must(of_sheet == Some(who.id));
    }
    let whole = match &event.what {
        What::Marked { .. } | What::Noted { .. } => false,
        What::Entered { seat, dossier, transcribed, .. } => {
            *transcribed && who.is_concerned(world, &(seat.clone(), dossier.clone()))
        }
        What::SetAside { .. }
        | What::AsideUndone { .. }
        | What::Excused { .. }
        | What::Replaced { .. }
        | What::Returned { .. }
        | What::ReturnCancelled { .. }
        | What::Explained { .. }
        | What::ExplanationEntered { .. }
        | What::ReturnAsked { .. }
        | What::Dissented { .. }
        | What::Sealed { .. }
        | What::MeetingOpened { .. }
        | What::Decided(_) => who.is_late(),
        What::Fact(Fact::Dossier(_)) => who.knows_person(),
        What::Fact(Fact::Seat(_)) => who.is_secretary(),
        _ => true,
    };
    // The head of the journal is the last event's digest; with 16 random bytes in the event it tells nothing of it.
    if !whole && number == world.state.last { May } else { must(whole) }
}
