//! Fixed texts of screens, zh and en side by side (SCREENS §3–5).
//!
//! - `actions`: what every action is called;
//! - `frame`: what every screen has: title line, message line, keys, questions;
//! - `hints`: the short words of hint lines;
//! - `keys`: what keys are called;
//! - `expert`: the expert's screens;
//! - `calibration`: the expert's own sheets held against each other;
//! - `finding`: what a list is narrowed to;
//! - `office`: the secretary's and the supervisor's screens.

pub mod actions;
pub mod calibration;
pub mod expert;
pub mod finding;
pub mod frame;
pub mod hints;
pub mod keys;
pub mod office;

#[cfg(test)]
mod tests {
    use crate::words::Lang;

    #[test]
    fn no_fixed_text_is_empty_and_no_english_one_holds_han() {
        for text in super::frame::FIXED
            .iter()
            .chain(super::expert::FIXED)
            .chain(super::calibration::FIXED)
            .chain(super::finding::FIXED)
            .chain(super::office::FIXED)
            .chain(super::hints::FIXED)
            .chain(super::keys::FIXED)
            .chain(crate::words::keys::FIXED)
        {
            assert!(!text(Lang::Zh).is_empty());
            let english = text(Lang::En);
            assert!(!english.is_empty() && english.chars().all(|c| c < '\u{2e80}'), "{english}");
        }
    }
}
