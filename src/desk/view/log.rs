//! The journal as a seat may see it, and what `verify` tells it (DESIGN §4, §7).
//!
//! What another seat entered is masked whole, in review as before: others ever see signed versions only, and those are
//! in the sheets. Reasons, honours and phones inside an event that is otherwise open are left empty.

use super::build::Eye;
use super::home::bare_seat;
use super::list::hex;
use super::sheets::is_concerned;
use crate::domain::rights::Thing;
use crate::domain::{Code, Event, Fact, Facts, Moment, RecordTrouble, Refusal, Route, SeatId, Trouble, What};
use crate::text::Clean;

/// A journal entry as a seat may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Number in the journal; for experts their own events are numbered from 1, since gaps would tell what others do.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub seat: SeatId,
    /// How.
    pub route: Route,
    /// What; `None` where it is masked. Where only a reason or a fact is hidden, that part is left empty.
    pub what: Option<Box<What>>,
    /// Digest, 64 hex; `None` where anything of the event is hidden.
    pub digest: Option<Clean>,
}

/// A piece of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogView {
    /// Entries, oldest first.
    pub entries: Vec<LogEntry>,
    /// Number of the last event (an expert: of the last own one).
    pub last: u64,
}

/// What `verify` found. An expert may only look for a receipt of its own, and is told whether all holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyView {
    /// The record itself holds; what was typed and is not in it stands among the troubles all the same.
    pub holds: bool,
    /// Events re-read; 0 for experts.
    pub events: u64,
    /// Head, 64 hex; empty for experts.
    pub head: Clean,
    /// What does not hold, then heads and receipt that are not in the chain; for experts the latter alone.
    pub troubles: Vec<Trouble>,
    /// A sealed list was compared.
    pub sealed: bool,
    /// Heads from outside were given, and all are in the chain.
    pub outside: bool,
    /// The event of the receipt asked for: number (an expert's own one), time, seat.
    pub receipt: Option<(u64, Moment, SeatId)>,
}

/// Entries of one answer at most, whatever was asked for.
const MOST: u32 = 1_000;

/// How much of an event a seat sees.
enum Sight {
    /// All of it.
    Whole,
    /// With parts left empty, so without its digest.
    Partly(What),
    /// That there is one, and by whom.
    Masked,
}

pub(super) fn log(eye: &Eye<'_>, from: u64, count: u32) -> Result<LogView, Refusal> {
    let count = count.min(MOST);
    if !eye.may(Thing::OthersEvents) {
        eye.need(Thing::OwnEvents)?;
        return Ok(own_log(eye, from, count));
    }
    let events = eye.context.events(from.max(1), count);
    Ok(LogView { entries: events.iter().map(|event| entry(eye, event, event.number)).collect(), last: eye.state.last })
}

/// The seat's own events under numbers of their own: gaps between the journal's would count what others do.
fn own_log(eye: &Eye<'_>, from: u64, count: u32) -> LogView {
    let mut entries = Vec::new();
    let mut last = 0;
    each_own(eye, |number, event| {
        last = number;
        if number >= from && number - from < u64::from(count) {
            entries.push(entry(eye, event, number));
        }
    });
    LogView { entries, last }
}

fn each_own(eye: &Eye<'_>, mut see: impl FnMut(u64, &Event)) {
    let (mut next, mut own) = (1, 0);
    loop {
        let events = eye.context.events(next, MOST);
        let Some(end) = events.last().map(|event| event.number) else { return };
        for event in events.iter().filter(|event| is_own(eye, event)) {
            own += 1;
            see(own, event);
        }
        if end < next {
            // A context that does not go forward must not hold us here for ever.
            return;
        }
        next = end + 1;
    }
}

/// By the seat, or on its own sheet.
fn is_own(eye: &Eye<'_>, event: &Event) -> bool {
    event.seat == *eye.seat || sheet_of(&event.what).is_some_and(|(seat, _)| seat == eye.seat)
}

/// The sheet of another that an event names.
fn sheet_of(what: &What) -> Option<(&SeatId, Option<&Code>)> {
    match what {
        What::Entered { seat, dossier, .. }
        | What::Signed { seat, dossier, .. }
        | What::SetAside { seat, dossier, .. }
        | What::AsideUndone { seat, dossier, .. }
        | What::Returned { seat, dossier, .. }
        | What::ReturnCancelled { seat, dossier, .. }
        | What::Confirmed { seat, dossier }
        | What::ExplanationEntered { seat, dossier, .. } => Some((seat, Some(dossier))),
        What::Excused { seat, dossier, .. } => Some((seat, dossier.as_ref())),
        _ => None,
    }
}

fn entry(eye: &Eye<'_>, event: &Event, number: u64) -> LogEntry {
    let (what, digest) = match sight(eye, event) {
        Sight::Whole => (Some(Box::new(event.what.clone())), Some(hex(&event.digest))),
        Sight::Partly(what) => (Some(Box::new(what)), None),
        Sight::Masked => (None, None),
    };
    LogEntry { number, at: event.at, seat: event.seat.clone(), route: event.route.clone(), what, digest }
}

fn sight(eye: &Eye<'_>, event: &Event) -> Sight {
    if is_own(eye, event) {
        return if eye.may(Thing::OwnEvents) { Sight::Whole } else { Sight::Masked };
    }
    let open = |thing| if eye.may(thing) { Sight::Whole } else { Sight::Masked };
    match &event.what {
        What::Marked { .. } | What::Noted { .. } | What::Entered { transcribed: false, .. } => Sight::Masked,
        What::Entered { seat, dossier, transcribed: true, .. } => {
            open(Thing::Transcribed { concerned: is_concerned(eye, seat, dossier) })
        }
        What::Declared { .. } | What::Signed { .. } | What::Confirmed { .. } => open(Thing::OthersStates),
        What::SetAside { .. }
        | What::AsideUndone { .. }
        | What::Excused { .. }
        | What::Replaced { .. }
        | What::Returned { .. }
        | What::ReturnCancelled { .. }
        | What::Explained { .. }
        | What::ExplanationEntered { .. }
        | What::ReturnAsked { .. } => match (eye.may(Thing::OthersStates), eye.may(Thing::Reasons)) {
            (false, _) => Sight::Masked,
            (true, true) => Sight::Whole,
            (true, false) => Sight::Partly(unreasoned(&event.what)),
        },
        What::Dissented { .. } => open(Thing::Reasons),
        What::Sealed { .. } | What::Decided(_) | What::MeetingOpened { .. } => open(Thing::List),
        What::Fact(Fact::Dossier(facts)) if !eye.may(Thing::Identifying) => {
            Sight::Partly(What::Fact(Fact::Dossier(Box::new(unidentified(facts)))))
        }
        What::Fact(Fact::Seat(seat)) if !eye.may(Thing::Contacts) => {
            Sight::Partly(What::Fact(Fact::Seat(bare_seat(seat))))
        }
        What::Fact(_)
        | What::Batch { .. }
        | What::AmendmentConfirmed { .. }
        | What::StageChanged { .. }
        | What::Withdrawn { .. }
        | What::WithdrawalUndone { .. }
        | What::SecrecyChecked { .. }
        | What::MeetingClosed
        | What::BackedUp
        | What::Restored => Sight::Whole,
    }
}

/// The same event without its reason.
fn unreasoned(what: &What) -> What {
    let mut what = what.clone();
    match &mut what {
        What::SetAside { reason, .. }
        | What::AsideUndone { reason, .. }
        | What::Excused { reason, .. }
        | What::Replaced { reason, .. }
        | What::Returned { reason, .. }
        | What::ReturnCancelled { reason, .. }
        | What::Explained { reason, .. }
        | What::ExplanationEntered { reason, .. }
        | What::ReturnAsked { reason, .. } => *reason = Clean::default(),
        _ => {}
    }
    what
}

/// Facts without what names a person; of a confidential one the code alone.
fn unidentified(facts: &Facts) -> Facts {
    let shown = |word: &Clean| if facts.confidential { Clean::default() } else { word.clone() };
    Facts {
        code: facts.code.clone(),
        trade: shown(&facts.trade),
        level: facts.level,
        field: shown(&facts.field),
        post: shown(&facts.post),
        born: None,
        title_year: None,
        confidential: facts.confidential,
        young: None,
        honours: Vec::new(),
        digest: facts.digest,
    }
}

/// The office sees all of it. An expert may look for a receipt of its own; the journal's length and head, and where it
/// is damaged, would tell of others' work, so it hears only whether all holds.
pub(super) fn verify(eye: &Eye<'_>, heads: &[Clean], receipt: Option<&Clean>) -> Result<VerifyView, Refusal> {
    if eye.may(Thing::OthersEvents) {
        return Ok(eye.context.verify(heads, receipt));
    }
    eye.need(Thing::OwnEvents)?;
    let receipt = receipt.ok_or(Refusal::Hidden)?;
    let found = eye.context.verify(heads, Some(receipt));
    let own = found.receipt.and_then(|(number, at, seat)| {
        let mut own = None;
        each_own(eye, |place, event| {
            if event.number == number {
                own = Some(place);
            }
        });
        own.map(|place| (place, at, seat))
    });
    // What the seat itself typed may be said to be no digits; another's receipt and one that nobody has look the same.
    let typed =
        |trouble: &Trouble| matches!(trouble, Trouble::BadHex(_) | Trouble::Record(RecordTrouble::HeadUnknown(_)));
    let mut troubles: Vec<Trouble> = found.troubles.into_iter().filter(typed).collect();
    let bad = Trouble::BadHex(receipt.clone());
    if own.is_none() && !troubles.contains(&bad) {
        troubles.push(RecordTrouble::ReceiptNotOwn(receipt.clone()).into());
    }
    Ok(VerifyView { events: 0, head: Clean::default(), troubles, receipt: own, ..found })
}
