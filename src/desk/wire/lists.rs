//! The list and what belongs to it.

use crate::domain::tally::{
    AheadBy, Alternative, Change, Concordance, Cut, Dropping, Flag, Group, Line, List, Lone, Moved, Placing, Ranked,
    Severity, WhatIf,
};

choices! {
    AheadBy { 0 Score, 1 Honours, 2 Age, 3 Panel, 4 Tied }
    Change { 0 Honours(reading), 1 TieOrder(steps), 2 Rounding(rounding), 3 Without(seat), 4 NoDropping }
    Concordance {
        0 TooFew { experts, dossiers },
        1 AllEqual { experts, dossiers },
        2 W { w, experts, dossiers },
    }
}

records! {
    Lone { seat, file, onsite }
    Line {
        code, withdrawn, sheets, score, exact, sections, dropped, drop, totals, onsite, lone, unscored, honours, age,
        young, values, width,
    }
    Ranked { line, rank, standing, ahead_by, decided }
    Group { rank, codes, places, decided, contested }
    Cut { last_in, first_out, margin, exact, pass }
    List { lines, groups, cut }
    Flag { seat, dossier, section, value, others }
    Placing { rank, standing }
    Moved { code, now, then }
    Alternative { change, moved, undropped, unranked }
    Dropping { code, sheets, drop }
    WhatIf { alternatives, unlike, cut }
    Severity { seat, dossiers, mean }
}
