//! Why a mark cannot be changed now.

use super::Desk;
use crate::domain::{Basis, Half, Sheet, SheetState, Stage};
use crate::tui::app::{Common, Tone};
use crate::words::screens::expert as words;

/// Why a mark cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Scoring is not open.
    Stage,
    /// Signed.
    Signed,
    /// This half is signed.
    Half,
    /// Recused, abstained, excused, replaced.
    Aside,
    /// The dossier was withdrawn.
    Withdrawn,
}

impl Desk {
    /// Why marks on this basis cannot be changed now.
    pub fn lock(&self, common: &Common, basis: Basis) -> Option<Lock> {
        let sheet = self.sheet.as_ref()?;
        let own = sheet.row.own.as_ref()?;
        if sheet.row.withdrawn {
            return Some(Lock::Withdrawn);
        }
        match own.state {
            SheetState::Aside(_) | SheetState::Excused | SheetState::Replaced => return Some(Lock::Aside),
            SheetState::Returned if matches!(common.stage(), Stage::Scoring | Stage::Review) => {}
            _ if common.stage() != Stage::Scoring => return Some(Lock::Stage),
            SheetState::Signed => return Some(Lock::Signed),
            _ => {}
        }
        let half = Sheet::half_of(basis, own.visit.is_some());
        let [file, onsite] = own.signed;
        let signed = match half {
            Half::File => file,
            Half::Onsite => onsite,
        };
        signed.then_some(Lock::Half)
    }

    pub(super) fn say_lock(&self, common: &mut Common, lock: Lock) {
        let lang = common.lang;
        let asked = self.own().is_some_and(|own| own.asked_return);
        let text = match lock {
            Lock::Signed | Lock::Half if asked => words::locked_asked(lang),
            Lock::Stage => words::locked_stage(lang),
            Lock::Signed => words::locked_signed(lang),
            Lock::Half => words::locked_half(lang),
            Lock::Aside => words::locked_aside(lang),
            Lock::Withdrawn => words::locked_withdrawn(lang),
        };
        common.say(Tone::Warn, text);
    }
}
