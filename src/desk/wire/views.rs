//! What seats ask to see, and the views.

use crate::desk::view::{
    Ask, DeskView, Display, Done, DossierRow, DossierView, Draft, EntryView, FolderView, Found, FoundView, Hit, Home,
    LadderRow, LadderView, ListView, LogEntry, LogView, MarkRow, MeetingLine, MeetingView, OwnSheet, PlaceNote,
    Progress, ProgressCell, ProgressRow, SeatCard, SheetView, Step, Topic, VerifyView, View, WhatIfView, Where,
};

choices! {
    Ask {
        0 Home,
        1 Dossiers,
        2 Desk(code),
        3 Dossier(code),
        4 Progress,
        5 List,
        6 WhatIf,
        7 Sheets(code),
        8 Transcribed(seat, code),
        9 Folder,
        10 Log { from, count },
        11 Verify { heads, receipt },
        12 Marks,
        13 Ladder,
        14 Meeting,
        15 Find { words, from },
        16 Entry(seat, code),
    }
    Where { 0 Section(id), 1 Awards, 2 Story }
    Topic { 0 Stage, 1 Own, 2 Progress, 3 List }
    View {
        0 Home(view),
        1 Dossiers(rows),
        2 Desk(view),
        3 Dossier(view),
        4 Progress(view),
        5 List(view),
        6 WhatIf(view),
        7 Sheets(views),
        8 Folder(view),
        9 Log(view),
        10 Verify(view),
        11 Marks(rows),
        12 Ladder(view),
        13 Meeting(view),
        14 Found(view),
        15 Entry(view),
    }
}

records! {
    SeatCard { id, role, name, phone, replaced }
    Home {
        seat, stage, panel, claimed, last_entry, changed_since, place, stage_head, to_confirm, pending, display,
        promised, meeting, kept, known,
    }
    Display { ambiguous_two, lines }
    PlaceNote { dossier, item, basis }
    DossierRow { code, trade, level, field, withdrawn, confidential, own }
    OwnSheet {
        state, revision, declared, missing, marked, visit, signed, ready, total, returned, asked_return, drafts,
        unconfirmed, onsite_above_file,
    }
    Draft { paper_of, dossier, cell, note, text }
    LadderView { rows, spread }
    FoundView { found, next }
    Found { code, hits }
    Hit { word, place, before, found, after }
    MeetingView { rank, places, contested, young, lines }
    MeetingLine { code, score, honours, young }
    LadderRow { row, sections }
    Step { item, basis, from, to, at }
    DeskView { row, post, marks, texts, explained, undo, redo, drafts, saved, receipt }
    DossierView { facts, counts, age, young, texts, withdrawn, secrecy }
    ProgressCell {
        state, missing, onsite_open, onsite_missing, ready, unconfirmed, asked_return, signed_once, from_paper, typed,
    }
    ProgressRow { code, trade, withdrawn, cells, done, due }
    Progress { stage, seats, rows, signed, due, open, reasons }
    ListView {
        title, stage, quota, events, head, list, flags, decisions, obstacles, unconfirmed, asides, amendments, dissents,
        sealed,
    }
    WhatIfView { what_if, concordance, severities }
    SheetView {
        seat, dossier, state, marks, total, reason, explained, transcribed, changed_after_visit, flagged,
    }
    EntryView { state, marks, drafts }
    FolderView { findings, changed, missing, dossiers, experts }
    LogEntry { number, at, seat, route, what, digest }
    LogView { entries, last }
    VerifyView { holds, events, head, troubles, sealed, outside, receipt }
    MarkRow { seat, dossier, mark, note, state }
    Done { events, at, receipts, pending, drafting, stage_head }
}
