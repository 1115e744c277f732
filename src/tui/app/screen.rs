//! All screens there are.

use super::Page;
use super::screens::office::{Decide, Entry, Journal, Matrix, Meeting, Queue, Ranking, Reading, Sheets, Story, Verify};
use super::screens::{
    Align, Check, Compare, Desk, Dossiers, Help, Ladder, Notice, Opening, Promise, Question, Reason, Seats,
    Transcribed, Weighty, Writing,
};

macro_rules! screens {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// A screen of the stack.
        #[derive(Debug)]
        pub enum Screen {
            $($(#[$doc])* $name(Box<$name>),)+
        }

        impl Screen {
            /// What it does.
            pub fn page(&self) -> &dyn Page {
                match self { $(Self::$name(page) => page.as_ref(),)+ }
            }

            pub(super) fn page_mut(&mut self) -> &mut dyn Page {
                match self { $(Self::$name(page) => page.as_mut(),)+ }
            }
        }

        $(impl From<$name> for Screen {
            fn from(page: $name) -> Self {
                Self::$name(Box::new(page))
            }
        })+
    };
}

screens! {
    /// Until the first answer.
    Opening,
    /// Which seat to take.
    Seats,
    /// What works here and now.
    Help,
    /// Lines to choose from, one of them safe.
    Question,
    /// A number to type.
    Weighty,
    /// Why: reasons by digit, or own words.
    Reason,
    /// A text to write.
    Writing,
    /// Something to read once.
    Notice,
    /// Is this UTF-8, and how wide are ambiguous glyphs?
    Align,
    /// 承诺.
    Promise,
    /// An expert's list 待评.
    Dossiers,
    /// An expert's desk.
    Desk,
    /// 核对 before signing.
    Check,
    /// 我的排序.
    Ladder,
    /// Two own sheets side by side.
    Compare,
    /// A sheet entered from paper for the seat.
    Transcribed,
    /// 进度.
    Matrix,
    /// 汇总.
    Ranking,
    /// Every sheet of a dossier.
    Sheets,
    /// Things to settle one by one.
    Queue,
    /// Texts made of the list.
    Story,
    /// 代录.
    Entry,
    /// 会议屏.
    Meeting,
    /// 议决.
    Decide,
    /// A dossier as the office reads it.
    Reading,
    /// 日志.
    Journal,
    /// 核验.
    Verify,
}
