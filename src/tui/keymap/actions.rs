//! The one vocabulary of actions: whatever a key, a digit of the 操作 row or a line of the palette leads to.
//!
//! Each has a stable name for keymaps and tables, its words, and whether an alias may reach it. **A new action** is a
//! line here and its words in `words/screens/actions.rs`; a page that has it says so in its 操作 row and does it in
//! `Page::run`. Help, palette, `shouxi keys` and the tests then know it.

use super::{Context, Key};
use crate::words::Lang;
use crate::words::screens::actions::{self as words, ActionWords};

/// What may lead to an action besides its own keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Any alias.
    Free,
    /// No alias: it locks, decides or takes away something, or leads to where that is confirmed.
    Guarded,
    /// No alias: it takes whatever stands there, which may be guarded, or it is what is typed.
    Main,
}

/// Wherever keys are not text.
const ALL: &[Context] = &Context::BOUND;
/// Wherever there is something besides a question.
const PAGE: &[Context] = &[Context::List, Context::Desk, Context::Text, Context::Acts];
/// Tables.
const LIST: &[Context] = &[Context::List, Context::Acts];
/// The expert's desk.
const DESK: &[Context] = &[Context::Desk, Context::Text, Context::Acts];
/// Tables and pages of text.
const READ: &[Context] = &[Context::List, Context::Text, Context::Acts];
/// Pages of text.
const TEXT: &[Context] = &[Context::Text, Context::Acts];

macro_rules! acts {
    ($($act:ident $name:literal $words:ident $guard:ident $there:ident $([$($key:expr),+])?;)+) => {
        /// An action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act {
            $(#[doc = concat!("`", $name, "`")] $act,)+
        }

        impl Act {
            /// All of them: moving first, then what every screen has, then by screen.
            pub const ALL: &[Self] = &[$(Self::$act),+];

            /// Its name in keymaps and tables: kebab case, never changed once released.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$act => $name,)+ }
            }

            /// What may lead to it.
            pub const fn guard(self) -> Guard {
                match self { $(Self::$act => Guard::$guard,)+ }
            }

            /// Where it may exist; which of them it is on, the page says.
            pub const fn contexts(self) -> &'static [Context] {
                match self { $(Self::$act => $there,)+ }
            }

            const fn words(self) -> &'static ActionWords {
                match self { $(Self::$act => &words::$words,)+ }
            }

            /// The main keys that are this action wherever it exists (SCREENS §2); no keymap takes them away.
            pub const fn keys(self) -> &'static [Key] {
                match self { $(Self::$act => &[$($($key),+)?],)+ }
            }
        }
    };
}

acts! {
    Up "up" UP Free ALL [Key::Up];
    Down "down" DOWN Free ALL [Key::Down];
    Left "left" LEFT Free PAGE [Key::Left];
    Right "right" RIGHT Free PAGE [Key::Right];
    PageDown "page-down" PAGE_DOWN Free ALL [Key::Char(' '), Key::PageDown];
    PageUp "page-up" PAGE_UP Free ALL [Key::PageUp];
    First "first" FIRST Free ALL [Key::Home];
    Last "last" LAST Free ALL [Key::End];
    NextPane "next-pane" NEXT_PANE Free PAGE [Key::Tab];
    PreviousPane "previous-pane" PREVIOUS_PANE Free PAGE [Key::BackTab];
    Back "back" BACK Free ALL [Key::Esc];
    Enter "enter" ENTER Main ALL [Key::Enter];
    Type "type" TYPE Main ALL;
    Erase "erase" ERASE Main ALL [Key::Backspace];
    Help "help" HELP Free ALL;
    Palette "palette" PALETTE Free PAGE;
    Undo "undo" UNDO Free DESK [Key::Ctrl('z')];
    Leave "leave" LEAVE Guarded PAGE;
    More "more" MORE Free LIST;
    Display "display" DISPLAY Free PAGE;
    OtherSeat "other-seat" OTHER_SEAT Free LIST;

    Open "open" OPEN Free LIST;
    NextUnfinished "next-unfinished" NEXT_UNFINISHED Free PAGE;
    SignAll "sign-all" SIGN_ALL Guarded LIST;
    ConfirmEntry "confirm-entry" CONFIRM_ENTRY Guarded LIST;
    OtherBasis "other-basis" OTHER_BASIS Free DESK;
    Note "note" NOTE Free DESK;
    Check "check" CHECK Guarded DESK;
    AskReturn "ask-return" ASK_RETURN Guarded DESK;
    UndoRedo "undo-redo" UNDO_REDO Free DESK;
    Recuse "recuse" RECUSE Guarded DESK;
    Search "search" SEARCH Free DESK;
    Keep "keep-marks" KEEP Guarded DESK;
    Sign "sign" SIGN Guarded LIST;
    SignFile "sign-file" SIGN_FILE Guarded LIST;
    SignOnsite "sign-onsite" SIGN_ONSITE Guarded LIST;
    AsOnPaper "as-on-paper" AS_ON_PAPER Guarded LIST;
    Ladder "ladder" LADDER Free LIST;
    Find "find" FIND Free LIST;
    SideBySide "side-by-side" SIDE_BY_SIDE Free LIST;
    ToItem "to-item" TO_ITEM Free LIST;
    Above "above" ABOVE Free LIST;
    Below "below" BELOW Free LIST;
    Swap "swap" SWAP Free LIST;

    Missing "missing" MISSING Free LIST;
    Reminders "reminders" REMINDERS Free LIST;
    EnterPaper "enter-paper" ENTER_PAPER Guarded LIST;
    ToCell "to-cell" TO_CELL Free LIST;
    KeyFile "key-file" KEY_FILE Free LIST;
    PutBack "put-back" PUT_BACK Guarded LIST;
    SignEntry "sign-entry" SIGN_ENTRY Guarded DESK;
    Cell "cell" CELL Guarded LIST;
    ToConfirm "to-confirm" TO_CONFIRM Free LIST;
    Replace "replace" REPLACE Guarded LIST;
    CloseScoring "close-scoring" CLOSE_SCORING Guarded LIST;
    List "list" LIST Free LIST;
    Read "read" READ Free PAGE;
    Log "log" LOG Free READ;
    Verify "verify" VERIFY Free LIST;
    Files "files" FILES Free LIST;
    Sheets "sheets" SHEETS Free LIST;
    Decide "decide" DECIDE Guarded LIST;
    Fill "fill-place" FILL Guarded LIST;
    Return "return" RETURN Guarded PAGE;
    Deviations "deviations" DEVIATIONS Free LIST;
    Compare "compare" COMPARE Free LIST;
    WhatIf "what-if" WHAT_IF Free LIST;
    Finish "finish" FINISH Guarded LIST;
    Reopen "reopen" REOPEN Guarded LIST;
    Progress "progress" PROGRESS Free LIST;
    Withdraw "withdraw" WITHDRAW Guarded LIST;
    OpenScoring "open-scoring" OPEN_SCORING Guarded LIST;
    Recheck "recheck" RECHECK Free LIST;
    Amend "amend" AMEND Guarded LIST;
    AmendVote "amend-vote" AMEND_VOTE Guarded LIST;
    Column "column" COLUMN Free LIST;
    Settle "settle" SETTLE Guarded LIST;
    Look "look" LOOK Guarded LIST;
    Places "order-or-none" PLACES Guarded LIST;
    VoteNote "vote-note" VOTE_NOTE Free LIST;
    Record "record" RECORD Guarded LIST;
    AllVoted "all-voted" ALL_VOTED Guarded LIST;
    Meeting "meeting" MEETING Free LIST;
    Newest "newest" NEWEST Free LIST;
    CompareHead "compare-head" COMPARE_HEAD Free TEXT;
    FindReceipt "find-receipt" FIND_RECEIPT Free TEXT;
    VerifyAgain "verify-again" VERIFY_AGAIN Free TEXT;
}

impl Act {
    /// The action of this name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.id() == id)
    }

    /// What people call it, short enough for the 操作 row.
    pub const fn name(self, lang: Lang) -> &'static str {
        self.words().name(lang)
    }

    /// What it does, in a line.
    pub const fn about(self, lang: Lang) -> &'static str {
        self.words().about(lang)
    }

    /// Whether a keymap may bind a key to it.
    pub fn takes_alias(self) -> bool {
        self.guard() == Guard::Free
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_kebab_case_and_nobody_elses() {
        let names: BTreeSet<&str> = Act::ALL.iter().map(|act| act.id()).collect();
        assert_eq!(names.len(), Act::ALL.len());
        for act in Act::ALL {
            assert!(act.id().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", act.id());
            assert_eq!(Act::parse(act.id()), Some(*act));
        }
        assert_eq!(Act::parse("sing"), None);
    }

    #[test]
    fn what_locks_decides_or_takes_away_is_guarded() {
        let guarded = "sign sign-all sign-file sign-onsite check recuse ask-return keep-marks confirm-entry as-on-paper \
                       close-scoring open-scoring finish reopen decide fill-place record return withdraw replace amend \
                       amend-vote put-back sign-entry enter-paper settle leave";
        for name in guarded.split_whitespace() {
            assert!(!Act::parse(name).unwrap().takes_alias(), "{name}");
        }
        assert!(!Act::Enter.takes_alias(), "Enter takes the highlighted line, whatever it is");
    }

    #[test]
    fn a_main_key_is_one_action() {
        let mut seen = BTreeSet::new();
        for key in Act::ALL.iter().flat_map(|act| act.keys()) {
            assert!(seen.insert(format!("{key:?}")), "{key:?}");
        }
    }
}
