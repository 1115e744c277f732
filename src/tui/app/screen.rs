//! All screens there are.

use super::Page;
use super::screens::{Help, Notice, Opening, Question, Seats, Weighty, Writing};

macro_rules! screens {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// A screen of the stack.
        #[derive(Debug)]
        pub enum Screen {
            $($(#[$doc])* $name($name),)+
        }

        impl Screen {
            /// What it does.
            pub fn page(&self) -> &dyn Page {
                match self { $(Self::$name(page) => page,)+ }
            }

            pub(super) fn page_mut(&mut self) -> &mut dyn Page {
                match self { $(Self::$name(page) => page,)+ }
            }
        }

        $(impl From<$name> for Screen {
            fn from(page: $name) -> Self {
                Self::$name(page)
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
    /// A text to write.
    Writing,
    /// Something to read once.
    Notice,
}
