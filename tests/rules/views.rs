//! Orders and masks of the views that the canary gate, which looks for values, does not look at.

use shouxi::desk::view::{Ask, DossierRow, ListView, LogView, View, build};
use shouxi::domain::*;
use shouxi::text::clean;

use super::canary::panel::{CODES, ITEMS, code, seat};
use super::canary::world::World;
use super::canary::{life, look};

fn ask(world: &World, id: &str, ask: &Ask) -> View {
    build(&world.state, world, &seat(id), ask).unwrap()
}

fn rows(world: &World, id: &str) -> Vec<DossierRow> {
    let View::Dossiers(rows) = ask(world, id, &Ask::Dossiers) else { unreachable!() };
    rows
}

fn codes(world: &World, id: &str) -> Vec<String> {
    rows(world, id).into_iter().map(|row| row.code.to_string()).collect()
}

fn log(world: &World, id: &str, from: u64, count: u32) -> LogView {
    let View::Log(log) = ask(world, id, &Ask::Log { from, count }) else { unreachable!() };
    *log
}

fn list(world: &World, id: &str) -> ListView {
    let View::List(list) = ask(world, id, &Ask::List) else { unreachable!() };
    *list
}

#[test]
fn each_expert_has_an_order_of_its_own_that_stays() {
    let looks = life(ExpertsSee::Nothing);
    let (opened, scored) = (look(&looks, "opened"), look(&looks, "scoring"));
    let orders: Vec<_> = ["E01", "E02", "E03", "E04", "E05", "E06"].map(|id| codes(opened, id)).into();
    assert!(orders.iter().any(|order| *order != orders[0]), "all experts read in one order");
    for (order, id) in orders.iter().zip(["E01", "E02", "E03"]) {
        assert_eq!(*order, codes(scored, id));
        let mut sorted = order.clone();
        sorted.sort();
        assert_eq!(sorted, CODES);
    }
    assert_eq!(codes(opened, "S01"), CODES);
    assert_eq!(codes(opened, "V01"), CODES);
}

#[test]
fn what_was_returned_comes_first_and_the_rest_keeps_its_order() {
    let looks = life(ExpertsSee::Nothing);
    let (before, after) = (codes(look(&looks, "review"), "E01"), codes(look(&looks, "returned"), "E01"));
    assert_eq!(after[0], "W44");
    let rest = |order: &[String]| order.iter().filter(|code| *code != "W44").cloned().collect::<Vec<_>>();
    assert_eq!(rest(&before), rest(&after));
}

#[test]
fn a_confidential_dossier_is_a_bare_code_for_experts() {
    let looks = life(ExpertsSee::List);
    for (name, world) in &looks[1..] {
        let row = rows(world, "E01").into_iter().find(|row| row.confidential).unwrap();
        assert!(row.trade.is_empty() && row.level.is_empty() && row.field.is_empty(), "{name}: {row:?}");
        let View::Desk(desk) = ask(world, "E01", &Ask::Desk(row.code)) else { unreachable!() };
        assert!(desk.post.is_empty() && desk.texts.is_none(), "{name}");
    }
}

#[test]
fn award_titles_are_read_without_their_years() {
    let looks = life(ExpertsSee::Nothing);
    let View::Desk(desk) = ask(look(&looks, "scoring"), "E01", &Ask::Desk(code("W22"))) else { unreachable!() };
    let awards = &desk.texts.unwrap().awards;
    assert_eq!((awards.len(), awards[0].year, awards[0].title.is_empty()), (1, None, false));
}

#[test]
fn the_list_of_experts_has_ranks_codes_scores_and_nothing_else() {
    let looks = life(ExpertsSee::List);
    let world = look(&looks, "final");
    let (own, office) = (list(world, "E01"), list(world, "S01"));
    assert_eq!((own.events, own.head.as_str(), own.sealed), (0, "", true));
    let beside = [own.flags.len(), own.decisions.len(), own.obstacles.len(), own.unconfirmed.len(), own.asides.len()];
    assert_eq!((beside, own.amendments.len(), own.dissents.len()), ([0; 5], 0, 0));
    assert!(own.list.groups.is_empty() && own.list.cut.is_none());
    assert!(office.list.cut.is_some() && !office.amendments.is_empty() && !office.asides.is_empty());
    for (mine, theirs) in own.list.lines.iter().zip(&office.list.lines) {
        let (line, full) = (&mine.line, &theirs.line);
        assert_eq!((mine.rank, mine.standing, &line.code), (theirs.rank, theirs.standing, &full.code));
        assert_eq!((line.score, line.honours, line.young), (full.score, full.honours, full.young));
        assert_eq!((mine.ahead_by, mine.decided, line.exact, line.age), (None, false, None, None));
        assert_eq!((line.sheets, line.onsite, line.drop), (0, 0, 0));
        let lists = [line.sections.len(), line.dropped.len(), line.totals.len(), line.lone.len(), line.unscored.len()];
        assert_eq!((lists, line.section_values().count()), ([0; 5], 0));
    }
}

#[test]
fn an_expert_counts_its_own_events_and_no_others() {
    let looks = life(ExpertsSee::Nothing);
    let world = look(&looks, "returned");
    let whole = log(world, "E03", 1, 1_000);
    let numbers: Vec<u64> = whole.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=whole.last).collect::<Vec<_>>());
    assert!(whole.last < world.state.last && whole.entries.iter().all(|entry| entry.what.is_some()));
    let piece = log(world, "E03", 3, 2);
    assert_eq!((piece.entries.as_slice(), piece.last), (&whole.entries[2..4], whole.last));
    assert!(log(world, "E03", whole.last + 1, 9).entries.is_empty());
}

#[test]
fn what_others_entered_stays_masked_with_its_digest_even_in_review() {
    let looks = life(ExpertsSee::Nothing);
    for name in ["scoring", "returned", "final"] {
        let world = look(&looks, name);
        let entries = log(world, "S02", 1, 1_000).entries;
        assert_eq!(entries.len(), world.events.len());
        for (entry, event) in entries.iter().zip(&world.events) {
            let marks = matches!(event.what, What::Marked { .. } | What::Noted { .. });
            assert_eq!(entry.what.is_none(), marks || is_foreign_paper(event), "{name} {event:?}");
            assert!(entry.what.is_some() || entry.digest.is_none());
        }
    }
}

/// E04's sheets: S02 entered W55; of S01's, the one on W22 was confirmed by V01, so it is no business of S02 any more.
fn is_foreign_paper(event: &Event) -> bool {
    matches!(&event.what, What::Entered { dossier, .. } if *dossier == code("W22"))
}

#[test]
fn a_reason_is_left_out_before_review_and_the_act_is_not() {
    let looks = life(ExpertsSee::Nothing);
    let recused = |name| {
        let entries = log(look(&looks, name), "V01", 1, 1_000).entries;
        let found =
            entries.into_iter().find(|entry| matches!(entry.what.as_deref(), Some(What::SetAside { .. }))).unwrap();
        let Some(What::SetAside { reason, aside, .. }) = found.what.as_deref() else { unreachable!() };
        (*aside, reason.is_empty(), found.digest.is_some())
    };
    assert_eq!(recused("scoring"), (Aside::Recognised, true, false));
    assert_eq!(recused("review"), (Aside::Recognised, false, true));
}

#[test]
fn an_expert_finds_only_its_own_receipt_and_hears_that_something_is_wrong() {
    let looks = life(ExpertsSee::Nothing);
    let world = look(&looks, "scoring");
    let of = |id: &str| world.events.iter().find(|event| event.seat == seat(id)).unwrap();
    let verify = |receipt: &Event| {
        let receipt = Some(clean(&receipt.receipt()));
        let View::Verify(found) = ask(world, "E02", &Ask::Verify { heads: vec![], receipt }) else { unreachable!() };
        *found
    };
    assert_eq!(verify(of("E02")).receipt, Some((1, of("E02").at, seat("E02"))));
    let other = verify(of("E01"));
    let not_own = RecordTrouble::ReceiptNotOwn(clean(&of("E01").receipt()));
    assert_eq!((other.receipt, other.holds, other.events), (None, false, 0));
    assert_eq!(other.troubles, [not_own.into()], "nothing of what the office is told");
}

#[test]
fn a_sheet_is_ready_exactly_when_it_can_be_signed() {
    for (_, world) in &life(ExpertsSee::Nothing)[1..] {
        for row in rows(world, "E01").into_iter().chain(rows(world, "E03")).chain(rows(world, "E04")) {
            let own = row.own.unwrap();
            assert!(!own.ready || own.missing == 0);
            assert!(!own.ready || !matches!(own.state, SheetState::Signed | SheetState::Aside(_)));
        }
    }
    let mut world = World::new(ExpertsSee::Nothing);
    world.open();
    world.fill("E02", "W22");
    let find = |world: &World| rows(world, "E02").into_iter().find(|row| row.code == code("W22")).unwrap().own.unwrap();
    let own = find(&world);
    let marks = &world.state.sheet(&seat("E02"), &code("W22")).marks;
    let sum: i64 = (0..ITEMS.len()).map(|item| marks.get(item, Basis::File).unwrap().units()).sum();
    assert_eq!((own.ready, own.missing, own.marked), (true, 0, [2, 0]));
    assert_eq!(own.total, Ratio::new(i128::from(sum), 10_000).ok());
    world.sign("E02", "W22");
    assert!(!find(&world).ready);
}

#[test]
fn undo_is_offered_for_the_last_change_until_the_sheet_is_signed() {
    let mut world = World::new(ExpertsSee::Nothing);
    world.open();
    world.fill("E02", "W22");
    let desk = |world: &World| {
        let View::Desk(desk) = ask(world, "E02", &Ask::Desk(code("W22"))) else { unreachable!() };
        desk
    };
    let open = desk(&world);
    let undo = open.undo.unwrap();
    assert_eq!((undo.item.as_str(), undo.from, undo.to), ("two", open.marks.get(1, Basis::File), None));
    assert_eq!(open.redo, None);
    world.sign("E02", "W22");
    assert_eq!(desk(&world).undo, None);
}

#[test]
fn exported_rows_of_others_are_signed_versions_with_their_states() {
    let looks = life(ExpertsSee::Nothing);
    let world = look(&looks, "returned");
    let View::Marks(rows) = ask(world, "V01", &Ask::Marks) else { unreachable!() };
    let of = |id: &str, about: &str| {
        rows.iter().filter(|row| row.seat == seat(id) && row.dossier == code(about)).collect::<Vec<_>>()
    };
    // Out with an unsigned mark: the signed one is exported, and that the sheet is out.
    let returned = of("E01", "W44");
    assert!(returned.iter().all(|row| row.state == SheetState::Returned));
    let signed = world.state.sheet(&seat("E01"), &code("W44")).counted.clone().unwrap();
    assert_eq!(returned[0].mark.as_ref().map(|mark| mark.2), signed.get(0, Basis::File));
    // Recused with unsigned marks: one row, with the reason.
    let recused = of("E03", "W22");
    assert_eq!((recused.len(), recused[0].mark.is_none(), recused[0].note.is_empty()), (1, true, false));
    // Never signed: no row.
    assert!(of("E01", "W77").is_empty());
}

fn import(world: &World, who: &str, about: &str, marks: &[(&str, Points)], sign: bool) -> Result<Vec<What>, Refusal> {
    let row = |(name, points): &(&str, Points)| {
        let (item, note) = (ItemId::parse(name).unwrap(), clean(""));
        RowMark { line: 1, item, basis: Basis::File, points: *points, note }
    };
    let marks = marks.iter().map(row).collect();
    let rows = SheetRows { seat: seat("E02"), dossier: code(about), line: 1, marks, note: None, aside: None };
    let actor = Actor { seat: seat(who), route: Route::Local };
    decide(&world.state, &actor, &Command::Import { sheets: vec![rows], sign })
}

/// E02's sheet on W22, marked without notes.
fn marked() -> (World, Vec<(&'static str, Points)>) {
    let mut world = World::new(ExpertsSee::Nothing);
    world.open();
    world.declare("E02", "W22");
    let given: Vec<_> = ITEMS.into_iter().zip([11, 12].map(Points::whole)).collect();
    for (name, points) in &given {
        let (dossier, item, how) = (code("W22"), ItemId::parse(name).unwrap(), How::Entered);
        let (basis, points) = (Basis::File, Some(*points));
        world.act("E02", &Command::Mark { dossier, revision: None, item, basis, points, note: None, how });
    }
    (world, given)
}

#[test]
fn a_secretary_cannot_find_out_marks_by_importing_guesses() {
    let (mut world, right) = marked();
    let wrong: Vec<_> = right.iter().map(|(name, _)| (*name, Points::whole(13))).collect();
    for signed in [false, true] {
        for sign in [false, true] {
            let [hit, miss] = [&right, &wrong].map(|guess| import(&world, "S01", "W22", guess, sign));
            assert_eq!(hit, miss);
            assert!(hit.is_err());
        }
        if !signed {
            world.sign("E02", "W22");
        }
    }
}

#[test]
fn what_was_not_signed_when_scoring_closed_is_not_signed_by_an_import() {
    let (mut world, given) = marked();
    assert!(import(&world, "E02", "W22", &given, true).is_ok_and(|events| events.len() == 1));
    world.close();
    assert!(import(&world, "E02", "W22", &given, true).is_err());
    assert_eq!(import(&world, "E02", "W22", &given, false), Ok(vec![]));
}
