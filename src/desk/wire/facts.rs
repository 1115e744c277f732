//! The panel, dossiers, sheets and decisions.

use crate::domain::tally::Standing;
use crate::domain::{
    Amended, Amendment, Aside, Average, Award, Band, Basis, BasisRule, Born, Compare, Decided, DecidedGroup,
    DecidedMember, Decision, Dissent, ExpertsSee, Facts, Half, Height, Honour, HonourCounts, HonourLevel,
    HonourReading, How, Item, Level, MarkSet, Marks, Panel, Paper, Pending, Role, Rounding, Rules, Scoring, SealedLine,
    Seat, SecrecyCheck, Section, SheetState, Spread, Stage, TallyRules, Texts, TieStep, Visit, Votes,
};

choices! {
    Aside { 0 Conflict, 1 Recognised, 2 Abstained }
    Average { 0 Total, 1 Section }
    Basis { 0 File, 1 Onsite }
    BasisRule { 0 OnsiteFirst, 1 Split { onsite, file } }
    Compare { 0 Published, 1 Exact }
    ExpertsSee { 0 Nothing, 1 List }
    Half { 0 File, 1 Onsite }
    HonourLevel { 0 National, 1 Provincial, 2 Municipal }
    HonourReading { 0 ByLevel, 1 TopLevel, 2 TopThenTotal }
    How { 0 Entered, 1 Undone, 2 Redone }
    Level { 0 Senior, 1 FirstSenior, 2 SeniorFirst, 3 Special, 4 Chief }
    Role { 0 Expert, 1 Secretary, 2 Supervisor }
    Rounding { 0 HalfUp, 1 HalfEven, 2 Down }
    SheetState { 0 Unopened, 1 Declared, 2 Drafting, 3 Signed, 4 Returned, 5 Aside(aside), 6 Excused, 7 Replaced }
    Stage { 0 Setup, 1 Scoring, 2 Review, 3 Final }
    Standing { 0 Selected, 1 Contested, 2 Reserve, 3 BelowPass, 4 Incomplete, 5 Withdrawn }
    TieStep { 0 Honours, 1 Age }
    Amended { 0 Panel(panel), 1 Dossier(facts) }
}

records! {
    Rules { title, quota, as_of, scoring, tally, experts, sections }
    Scoring { step, basis, deviation }
    TallyRules {
        average, drop, drop_from, min_sheets, decimals, rounding, compare, pass, tie_break, honours, young,
    }
    Section { id, name, weight, items, whole }
    Item { id, name, max, bands }
    Band { name, from, text }
    Seat { id, role, name, phone, unix_user, ssh_key, employers }
    Visit { dossier, seats, date }
    Paper { office, number, place, date, phone, supervision_phone }
    Panel { rules, seats, visits, paper, witness, digest }
    Born { date, month_only }
    Honour { level, title, year, count, counted }
    HonourCounts { national, provincial, municipal }
    Facts { code, trade, level, field, post, born, title_year, confidential, young, honours, digest }
    Award { title, year }
    Texts { sections, story, awards }
    Marks { points, notes, note }
    MarkSet { item, basis, points, note }
    Votes { in_favour, against, abstaining, voters }
    DecidedGroup { rank, places, members }
    DecidedMember { code, score, honours, young }
    Decision { group, order, votes, note }
    Decided { number, decision }
    SealedLine { rank, code, standing, exact }
    Pending { by, reason, votes, amended }
    Amendment { number, reason, lists }
    SecrecyCheck { at, by, result }
    Dissent { seat, at, text }
    Height { sum, missing }
    Spread { bands, outside, unscored }
}
