//! Fixed texts of screens, zh and en side by side (SCREENS §3–5).
//!
//! - `frame`: what every screen has: title line, message line, keys, questions;
//! - `expert`: the expert's screens;
//! - `calibration`: the expert's own sheets held against each other;
//! - `office`: the secretary's and the supervisor's screens.

/// `fixed_words! { name: "中文", "English"; … }`: functions of the language alone.
macro_rules! fixed_words {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)+) => {
        $(
            #[doc = concat!("“", $zh, "”")]
            $(#[$doc])*
            pub fn $name(lang: $crate::words::Lang) -> &'static str {
                lang.pick($zh, $en)
            }
        )+
        /// All of them, for the tests of the room.
        #[cfg(test)]
        pub(in crate::words) const FIXED: &[fn($crate::words::Lang) -> &'static str] = &[$($name),+];
    };
}

pub mod calibration;
pub mod expert;
pub mod frame;
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
            .chain(super::office::FIXED)
        {
            assert!(!text(Lang::Zh).is_empty());
            let english = text(Lang::En);
            assert!(!english.is_empty() && english.chars().all(|c| c < '\u{2e80}'), "{english}");
        }
    }
}
