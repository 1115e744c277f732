//! The one vocabulary of actions: whatever a key, a digit of the 操作 row or a line of the palette leads to.
//!
//! Each has a stable name for keymaps and tables, its words, and whether an alias may reach it. **A new action** is a
//! line here and its words in `words/screens/actions.rs`; a page that has it says so in its 操作 row and does it in
//! `Page::run`. Help, palette, `shouxi keys` and the tests then know it.

use super::Key;
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

macro_rules! acts {
    ($($act:ident $name:literal $words:ident $guard:ident $([$($key:expr),+])?;)+) => {
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
    Up "up" UP Free [Key::Up];
    Down "down" DOWN Free [Key::Down];
    Left "left" LEFT Free [Key::Left];
    Right "right" RIGHT Free [Key::Right];
    PageDown "page-down" PAGE_DOWN Free [Key::Char(' '), Key::PageDown];
    PageUp "page-up" PAGE_UP Free [Key::PageUp];
    First "first" FIRST Free [Key::Home];
    Last "last" LAST Free [Key::End];
    NextPane "next-pane" NEXT_PANE Free [Key::Tab];
    PreviousPane "previous-pane" PREVIOUS_PANE Free [Key::BackTab];
    Back "back" BACK Free [Key::Esc];
    Enter "enter" ENTER Main [Key::Enter];
    Type "type" TYPE Main;
    Erase "erase" ERASE Main [Key::Backspace];
    Help "help" HELP Free;
    Palette "palette" PALETTE Free;
    Undo "undo" UNDO Free [Key::Ctrl('z')];
    Leave "leave" LEAVE Guarded;
    More "more" MORE Free;
    Display "display" DISPLAY Free;
    OtherSeat "other-seat" OTHER_SEAT Free;

    Open "open" OPEN Free;
    NextUnfinished "next-unfinished" NEXT_UNFINISHED Free;
    SignAll "sign-all" SIGN_ALL Guarded;
    ConfirmEntry "confirm-entry" CONFIRM_ENTRY Guarded;
    OtherBasis "other-basis" OTHER_BASIS Free;
    Note "note" NOTE Free;
    Check "check" CHECK Guarded;
    AskReturn "ask-return" ASK_RETURN Guarded;
    UndoRedo "undo-redo" UNDO_REDO Free;
    Recuse "recuse" RECUSE Guarded;
    Search "search" SEARCH Free;
    Keep "keep-marks" KEEP Guarded;
    Sign "sign" SIGN Guarded;
    SignFile "sign-file" SIGN_FILE Guarded;
    SignOnsite "sign-onsite" SIGN_ONSITE Guarded;
    AsOnPaper "as-on-paper" AS_ON_PAPER Guarded;

    Missing "missing" MISSING Free;
    Cell "cell" CELL Guarded;
    ToConfirm "to-confirm" TO_CONFIRM Free;
    Replace "replace" REPLACE Guarded;
    CloseScoring "close-scoring" CLOSE_SCORING Guarded;
    List "list" LIST Free;
    Read "read" READ Free;
    Log "log" LOG Free;
    Verify "verify" VERIFY Free;
    Files "files" FILES Free;
    Sheets "sheets" SHEETS Free;
    Decide "decide" DECIDE Guarded;
    Fill "fill-place" FILL Guarded;
    Return "return" RETURN Guarded;
    Deviations "deviations" DEVIATIONS Free;
    Compare "compare" COMPARE Free;
    WhatIf "what-if" WHAT_IF Free;
    Finish "finish" FINISH Guarded;
    Reopen "reopen" REOPEN Guarded;
    Progress "progress" PROGRESS Free;
    Withdraw "withdraw" WITHDRAW Guarded;
    Secrecy "secrecy-check" SECRECY Guarded;
    OpenScoring "open-scoring" OPEN_SCORING Guarded;
    Recheck "recheck" RECHECK Free;
    Amend "amend" AMEND Guarded;
    AmendVote "amend-vote" AMEND_VOTE Guarded;
    Column "column" COLUMN Free;
    Settle "settle" SETTLE Guarded;
    Look "look" LOOK Guarded;
    Places "order-or-none" PLACES Guarded;
    VoteNote "vote-note" VOTE_NOTE Free;
    Record "record" RECORD Guarded;
    AllVoted "all-voted" ALL_VOTED Guarded;
    Meeting "meeting" MEETING Free;
    Newest "newest" NEWEST Free;
    CompareHead "compare-head" COMPARE_HEAD Free;
    FindReceipt "find-receipt" FIND_RECEIPT Free;
    VerifyAgain "verify-again" VERIFY_AGAIN Free;
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
                       amend-vote secrecy-check settle leave";
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
