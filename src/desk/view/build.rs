//! The one door from state to view. Every piece asks the rights; what a role never sees is refused, not thinned out.

use std::sync::Arc;

use super::desk::Draft;
use super::home::{Display, PlaceNote};
use super::log::VerifyView;
use super::pages::Pages;
use super::types::{Ask, FolderView, View};
use super::{desk, dossiers, find, home, ladder, list, log, meeting, progress, sheets};
use crate::domain::rights::{Thing, Viewer, may_see};
use crate::domain::{
    Code, Event, ExpertsSee, Facts, Moment, Panel, Refusal, Role, Rules, SeatId, Sheet, Stage, State, Texts,
};
use crate::text::{Clean, clean_line, nearest};

/// What the hall knows besides the state: files, notes of seats, the journal. It hands over everything; what a seat may
/// see of it is settled here.
pub trait Context {
    /// The text that belongs to a dossier's digest; `None` where the copy cannot be read.
    fn texts(&self, digest: &[u8; 32]) -> Option<Arc<Texts>>;
    /// A dossier's texts for a search, and whether a file was read for them.
    fn pages(&self, facts: &Facts) -> Option<(Arc<Pages>, bool)> {
        self.texts(&facts.digest).map(|texts| (Arc::new(Pages::of(&texts)), true))
    }
    /// Half-typed marks and notes of a seat, all dossiers.
    fn drafts(&self, seat: &SeatId) -> Vec<Draft>;
    /// Where a seat was.
    fn place(&self, seat: &SeatId) -> Option<PlaceNote>;
    /// How a seat's terminal shows things.
    fn display(&self, seat: &SeatId) -> Display;
    /// Whether what is kept for seats is here already; it comes when the store has opened.
    fn kept(&self) -> bool;
    /// Whether a seat has read the 承诺 page.
    fn promised(&self, seat: &SeatId) -> bool;
    /// When a seat entered before this time.
    fn last_entry(&self, seat: &SeatId) -> Option<Moment>;
    /// When the asker entered this time; none for a single command.
    fn entered(&self) -> Option<Moment>;
    /// The seat was claimed, not proved by uid or key.
    fn claimed(&self) -> bool;
    /// When a seat last saved something on its sheet.
    fn saved(&self, seat: &SeatId, dossier: &Code) -> Option<Moment>;
    /// Receipt (16 hex) of the last signature on a seat's sheet.
    fn receipt(&self, seat: &SeatId, dossier: &Code) -> Option<Clean>;
    /// Time of the last stage change and the first 16 hex of the head at it.
    fn stage_head(&self) -> Option<(Moment, Clean)>;
    /// The folder as the files are now.
    fn folder(&self) -> FolderView;
    /// Panel and dossiers as the files have them, before opening; `None` where `panel.toml` cannot be read.
    fn unopened(&self) -> Option<Arc<Unopened>>;
    /// At most `count` recorded events from number `from` on, in order; empty after the last one.
    fn events(&self, from: u64, count: u32) -> Vec<Event>;
    /// Everything re-read and re-computed.
    fn verify(&self, heads: &[Clean], receipt: Option<&Clean>) -> VerifyView;
}

/// What the files say before opening.
#[derive(Clone, Debug)]
pub struct Unopened {
    /// The panel.
    pub panel: Arc<Panel>,
    /// The dossiers, by code.
    pub dossiers: Vec<Facts>,
}

/// Who may see what: `rights::may_see`, or a test's own table.
pub type Rights<'a> = &'a dyn Fn(Viewer, Thing) -> bool;

/// Answers an `Ask` of a seat (DESIGN §7, §8). `Refusal::Hidden`: not for this seat now, whether or not there is
/// anything; before opening `Refusal::Stage` for what is not there yet.
pub fn build(state: &State, context: &dyn Context, seat: &SeatId, ask: &Ask) -> Result<View, Refusal> {
    build_with(&may_see, state, context, seat, ask)
}

/// `build` with other rights, so that a test can prove that each right is asked for.
#[doc(hidden)]
pub fn build_with(
    rights: Rights<'_>,
    state: &State,
    context: &dyn Context,
    seat: &SeatId,
    ask: &Ask,
) -> Result<View, Refusal> {
    let eye = Eye::open(rights, state, context, seat)?;
    match ask {
        Ask::Home => home::home(&eye).map(Box::new).map(View::Home),
        Ask::Dossiers => dossiers::rows(&eye).map(View::Dossiers),
        Ask::Desk(code) => desk::desk(&eye, code).map(Box::new).map(View::Desk),
        Ask::Find { words, from } => find::find(&eye, words, from.as_ref()).map(Box::new).map(View::Found),
        Ask::Ladder => ladder::ladder(&eye).map(Box::new).map(View::Ladder),
        Ask::Dossier(code) => dossiers::dossier(&eye, code).map(Box::new).map(View::Dossier),
        Ask::Progress => progress::progress(&eye).map(Box::new).map(View::Progress),
        Ask::List => list::list(&eye).map(Box::new).map(View::List),
        Ask::Meeting => meeting::meeting(&eye).map(Box::new).map(View::Meeting),
        Ask::WhatIf => list::what_if(&eye).map(Box::new).map(View::WhatIf),
        Ask::Sheets(code) => sheets::sheets(&eye, code).map(View::Sheets),
        Ask::Transcribed(whose, code) => sheets::transcribed(&eye, whose, code).map(View::Sheets),
        Ask::Entry(whose, code) => sheets::entry(&eye, whose, code).map(Box::new).map(View::Entry),
        Ask::Folder => eye.need(Thing::Findings).map(|()| View::Folder(Box::new(context.folder()))),
        Ask::Log { from, count } => log::log(&eye, *from, *count).map(Box::new).map(View::Log),
        Ask::Verify { heads, receipt } => log::verify(&eye, heads, receipt.as_ref()).map(Box::new).map(View::Verify),
        Ask::Marks => sheets::marks(&eye).map(View::Marks),
    }
}

/// One seat looking at the state.
pub(super) struct Eye<'a> {
    pub(super) state: &'a State,
    pub(super) context: &'a dyn Context,
    pub(super) seat: &'a SeatId,
    pub(super) role: Role,
    /// The panel as recorded, before opening as the file has it.
    pub(super) panel: Option<Arc<Panel>>,
    viewer: Viewer,
    rights: Rights<'a>,
}

impl<'a> Eye<'a> {
    fn open(rights: Rights<'a>, state: &'a State, context: &'a dyn Context, seat: &'a SeatId) -> Result<Self, Refusal> {
        let panel = match &state.panel {
            Some(panel) => Some(Arc::clone(panel)),
            None => context.unopened().map(|unopened| Arc::clone(&unopened.panel)),
        };
        let role = match panel.as_deref() {
            Some(panel) => panel.seat(seat).map(|seat| seat.role).ok_or_else(|| no_seat(panel, seat))?,
            // A panel.toml that cannot be read names no seats: whoever opened the folder may see what is wrong with it.
            None if context.claimed() => Role::Secretary,
            None => return Err(Refusal::Hidden),
        };
        let experts = panel.as_deref().map_or(ExpertsSee::Nothing, |panel| panel.rules.experts);
        let viewer = Viewer { role, stage: state.stage, experts };
        Ok(Self { state, context, seat, role, panel, viewer, rights })
    }

    /// Whether this seat may see a thing now.
    pub(super) fn may(&self, thing: Thing) -> bool {
        (self.rights)(self.viewer, thing)
    }

    /// Refuses what this seat may not see now.
    pub(super) fn need(&self, thing: Thing) -> Result<(), Refusal> {
        if self.may(thing) { Ok(()) } else { Err(Refusal::Hidden) }
    }

    /// The rules; refuses before opening. Asked for after the rights, so that a refusal tells nothing.
    pub(super) fn opened(&self) -> Result<&'a Rules, Refusal> {
        self.state.rules().ok_or(Refusal::Stage { now: Stage::Setup, needs: &[Stage::Scoring] })
    }

    /// A dossier of the record.
    pub(super) fn facts(&self, code: &Code) -> Result<&'a Facts, Refusal> {
        let dossiers = &self.state.dossiers;
        dossiers.get(code).ok_or_else(|| no_dossier(code, dossiers.keys()))
    }

    /// The seat's own sheet.
    pub(super) fn own(&self, code: &Code) -> &'a Sheet {
        self.state.sheet(self.seat, code)
    }

    /// Whether the seat may read a dossier's text: experts after declaring, and while neither recused nor replaced.
    pub(super) fn may_read(&self, code: &Code) -> bool {
        let own = self.own(code);
        let free = own.declared.is_some() && own.aside.is_none() && !self.state.replaced.contains_key(self.seat);
        self.may(Thing::DossierText { declared: free })
    }

    /// A dossier's texts for a search, where the seat may read them, and whether a file was read for them. Of the awards
    /// the titles alone: no year is looked for.
    pub(super) fn pages(&self, facts: &Facts) -> Option<(Arc<Pages>, bool)> {
        if self.may_read_text(facts) { self.context.pages(facts) } else { None }
    }

    fn may_read_text(&self, facts: &Facts) -> bool {
        self.may_read(&facts.code) && (!facts.confidential || self.may(Thing::Identifying))
    }

    /// A dossier's text as the seat may read it: award years only where years may be known.
    pub(super) fn texts(&self, facts: &Facts) -> Option<Arc<Texts>> {
        if !self.may_read_text(facts) {
            return None;
        }
        let identifying = self.may(Thing::Identifying);
        let texts = self.context.texts(&facts.digest)?;
        if identifying || texts.awards.iter().all(|award| award.year.is_none()) {
            return Some(texts);
        }
        let mut texts = (*texts).clone();
        for award in &mut texts.awards {
            award.year = None;
        }
        Some(Arc::new(texts))
    }
}

pub(super) fn no_seat(panel: &Panel, seat: &SeatId) -> Refusal {
    let near = nearest(seat.as_str(), panel.seats.iter().map(|seat| seat.id.as_str()));
    Refusal::NoSeat(clean_line(seat.as_str()), near.and_then(|id| SeatId::parse(id).ok()))
}

pub(super) fn no_dossier<'a>(code: &Code, known: impl Iterator<Item = &'a Code>) -> Refusal {
    let near = nearest(code.as_str(), known.map(Code::as_str)).and_then(|code| Code::parse(code).ok());
    Refusal::NoDossier(clean_line(code.as_str()), near)
}
