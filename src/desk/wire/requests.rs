//! Requests, answers, posts, and how a client and a server begin.

use super::talk::{Bye, Here, Sit, ToClient, ToServer};
use crate::desk::request::{Answer, Failure, KeyFile, Request};
use crate::domain::{Command, RowAside, RowMark, SheetRows};

choices! {
    KeyFile { 0 Digest(digest), 1 Named(name) }
    RowAside { 0 Aside(aside), 1 Excused }
    // What reads files is asked for by `Open` and `Amend` of `Request`: nobody else says what a file holds.
    Command {
        0 Close { reason },
        1 Finalise,
        2 Declare { dossier },
        3 Mark { dossier, revision, item, basis, points, note, how },
        4 Note { dossier, revision, note },
        5 Import { sheets, sign },
        6 Sign { dossiers, half, revision },
        7 SignAll,
        8 SetAside { seat, dossier, aside, reason },
        9 UndoAside { seat, dossier, reason },
        10 Excuse { seat, dossier, reason },
        11 Replace { old, new, reason },
        12 Return { seat, dossier, section, reason },
        13 CancelReturn { seat, dossier, reason },
        14 Explain { dossier, section, reason },
        15 AskReturn { dossier, reason },
        16 Withdraw { dossier, reason },
        17 UndoWithdraw { dossier, reason },
        18 Decide { codes, none, votes, note },
        19 ConfirmSheet { seat, dossier },
        20 ConfirmAmendment { number },
        21 CheckSecrecy { dossier, by, result },
        22 Dissent { text },
        23 EnterExplanation { seat, dossier, section, reason },
        24 Transcribe { seat, dossier, mark },
        25 OpenMeeting { codes },
        26 CloseMeeting,
        27 BackUp,
        28 Restored,
    } ! Open Amend;
    Request {
        0 Ask(ask),
        1 Do(command),
        2 Open { key },
        3 Amend { file, reason, votes },
        4 Keep(draft),
        5 At(place),
        6 Show(display),
        7 Promise,
        8 Restore { file },
    }
    Answer { 0 View(view), 1 Done(done), 2 Kept }
    Failure { 0 Refused(refusal), 1 Trouble(trouble) }
    Bye { 0 Stopping, 1 TooSlow, 2 Full, 3 Malformed, 4 Refused(trouble) }
    ToServer { 0 Sit(sit), 1 Request { id, request }, 2 Stop }
    ToClient { 0 Here(here), 1 Seated, 2 Answer { id, result }, 3 Changed(topic), 4 Told(trouble), 5 Bye(bye) }
}

records! {
    RowMark { line, item, basis, points, note }
    SheetRows { seat, dossier, line, marks, note, aside }
    Sit { seat, enters, vouched }
    Here { seats, yours, owner }
}
