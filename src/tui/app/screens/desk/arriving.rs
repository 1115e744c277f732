//! Coming to the desk: from where, what the first view of the sheet brings, and which cell has the keys then.

use super::{Desk, Lock};
use crate::desk::view::{DeskView, PlaceNote};
use crate::domain::{Basis, Code, SectionId};
use crate::text::Clean;
use crate::tui::app::parts::Cell;
use crate::tui::app::{Common, Tone};
use crate::words::screen as shared;
use crate::words::screens::expert as words;

/// How the seat came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Greeting {
    WelcomeBack,
    Practice,
}

impl Desk {
    /// Back where the seat was.
    pub fn back_at(place: PlaceNote) -> Self {
        let code = place.dossier.clone();
        Self { start: Some(place), greeting: Some(Greeting::WelcomeBack), ..Self::new(code) }
    }

    /// At a place of the texts that a search over all of them found.
    pub fn looking_for(code: Code, found: Clean) -> Self {
        Self { sought: Some(found), ..Self::new(code) }
    }

    /// In this item and column.
    pub fn at(place: PlaceNote) -> Self {
        let code = place.dossier.clone();
        Self { start: Some(place), ..Self::new(code) }
    }

    /// The practice panel's first step.
    pub fn practice(code: Code) -> Self {
        Self { greeting: Some(Greeting::Practice), ..Self::new(code) }
    }

    pub(super) fn loaded(&mut self, common: &mut Common, view: Box<DeskView>) {
        let drafts = view.drafts.clone();
        common.saved = common.saved.max(view.saved);
        self.sending.seen(view.row.own.as_ref().map_or(0, |own| own.revision));
        let before = self.sheet.replace(view);
        match before {
            None => {
                // Half-typed marks stand beside their cells again.
                let sheet = self.sheet.as_ref();
                self.typed = self.sending.restore(common, &drafts, |(item, basis)| sheet?.marks.get(item, basis));
                self.first_cell(common);
            }
            Some(before) => self.find_overtaken(common, &before),
        }
        self.sending.pump(common);
        self.reading.fill(common, self.sheet.as_deref());
        self.reading.follow(common, self.item);
        if let Some(found) = self.sought.take() {
            self.search(common, &found);
        }
    }

    /// Where the seat was; else the section asked about; else the first thing that is missing in the half that is open.
    fn first_cell(&mut self, common: &mut Common) {
        let place = self.start.take();
        let (item, basis) =
            self.left_at(common, place.as_ref()).or_else(|| self.asked_about(common)).unwrap_or_else(|| self.to_do(0));
        (self.item, self.basis, self.worked) = (item, basis, basis);
        match self.greeting.take() {
            Some(Greeting::WelcomeBack) => {
                let typed = self.typed.get(&(self.item, self.basis)).map(String::as_str);
                let note = place.unwrap_or_else(|| self.place(common));
                let text = welcome(common, &note, typed);
                common.say(Tone::Good, text);
            }
            Some(Greeting::Practice) => {
                let missing = self.own().map_or(0, |own| own.missing);
                common.say(Tone::Good, words::one_missing(common.lang, missing));
            }
            None => self.say_returned(common),
        }
        self.tell_place(common);
    }

    /// The cell the seat left, where work can go on there.
    fn left_at(&self, common: &Common, place: Option<&PlaceNote>) -> Option<Cell> {
        let place = place?;
        let (item, section, _) = common.rules()?.item(place.item.as_ref()?)?;
        let cell = (item, place.basis);
        let asked = self.own()?.returned.as_ref().and_then(|(section, _)| section.as_ref());
        let elsewhere = asked.is_some_and(|asked| *asked != section.id);
        let other_half = self.lock(common, place.basis) == Some(Lock::Half);
        let stays = self.typed.contains_key(&cell) || !(elsewhere || other_half);
        stays.then_some(cell)
    }

    /// The first item of the section that a returned sheet is asked about.
    fn asked_about(&self, common: &Common) -> Option<Cell> {
        let (section, _) = self.own()?.returned.as_ref()?;
        let section = section.as_ref()?;
        let item = common.rules()?.items().position(|(of, _)| of.id == *section)?;
        Some((item, Basis::File))
    }

    /// A returned sheet says why it is open again.
    fn say_returned(&self, common: &mut Common) {
        let Some((section, reason)) = self.own().and_then(|own| own.returned.clone()) else { return };
        tell_returned(common, &self.code, section.as_ref(), &reason);
    }
}

/// The greeting of a row's place, for the state line.
fn welcome(common: &Common, place: &PlaceNote, typed: Option<&str>) -> String {
    let item = place.item.as_ref().and_then(|id| common.rules()?.item(id).map(|(_, _, item)| item.name.clone()));
    shared::welcome_back(common.lang, &place.dossier, item.as_deref(), typed)
}

/// Why a sheet is open again.
pub(in crate::tui::app::screens) fn tell_returned(
    common: &mut Common,
    code: &Code,
    section: Option<&SectionId>,
    reason: &Clean,
) {
    let name = section.and_then(|id| common.rules()?.section(id).map(|section| section.name.clone()));
    let text = shared::returned(common.lang, code, name.as_deref());
    common.say(Tone::Warn, format!("{text}  {reason}"));
}
