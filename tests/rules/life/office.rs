//! Recusing, excusing, replacing, withdrawing.

use super::*;

#[test]
fn recusing_is_allowed_from_any_state_and_the_marks_stay_in_the_record_uncounted() {
    for steps in 0..4 {
        let mut review = Review::of(&["A2"]);
        match steps {
            0 => {}
            1 => review.ok("E01", declare("A2")),
            2 => review.fill("E01", "A2", "20"),
            _ => review.score("E01", "A2", "20"),
        }
        review.ok("E01", recuse("E01", "A2", Aside::Recognised));
        review.done("E01", recuse("E01", "A2", Aside::Recognised));
        assert_eq!(review.sheet_state("E01", "A2"), SheetState::Aside(Aside::Recognised));
        assert_eq!(review.counted("E01", "A2"), None);
        let kept = review.state.sheet(&seat("E01"), &code("A2")).marks.get(0, Basis::File);
        assert_eq!(kept, (steps > 1).then(|| pts("20")));
        let closed = Refusal::Closed(code("A2"), SheetState::Aside(Aside::Recognised));
        assert_eq!(review.no("E01", mark("A2", "mastery", "1")), closed);
        assert_eq!(review.no("E01", declare("A2")), closed);
    }
}

#[test]
fn an_expert_recuses_in_review_too_and_the_dossier_has_one_sheet_fewer() {
    let mut review = Review::closed(&[("A2", ["20", "20", "26"])]);
    let sheets = |review: &Review| review.state.list().unwrap().lines[0].line.sheets;
    assert_eq!(sheets(&review), 3);
    review.ok("E03", recuse("E03", "A2", Aside::Conflict));
    assert_eq!(sheets(&review), 2);
    assert_eq!(review.state.list().unwrap().lines[0].line.score.unwrap().to_string(), "20.00");
}

#[test]
fn an_expert_recuses_nobody_else_and_the_office_recognises_for_nobody() {
    let mut review = Review::of(&["A2"]);
    assert_eq!(review.no("E01", recuse("E02", "A2", Aside::Conflict)), Refusal::OthersSheet(seat("E02")));
    assert_eq!(review.no(OFFICE, recuse("E02", "A2", Aside::Recognised)), Refusal::Role(&[Role::Expert]));
    assert_eq!(review.no(OFFICE, recuse("E02", "A2", Aside::Abstained)), Refusal::Role(&[Role::Expert]));
    review.ok(OFFICE, recuse("E02", "A2", Aside::Conflict));
    let blank =
        Command::SetAside { seat: seat("E01"), dossier: code("A2"), aside: Aside::Conflict, reason: clean_line("  ") };
    assert_eq!(review.no("E01", blank), Refusal::NoReason);
}

#[test]
fn the_secretary_undoes_a_recusal_and_the_signature_stands_again() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    review.ok("E01", recuse("E01", "A2", Aside::Recognised));
    assert_eq!(review.no("E01", undo_recuse("E01", "A2")), Refusal::Role(&[Role::Secretary]));
    review.ok(OFFICE, undo_recuse("E01", "A2"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    assert!(matches!(review.no(OFFICE, undo_recuse("E01", "A2")), Refusal::SheetState(..)));
}

#[test]
fn who_abstained_may_still_recuse_and_not_the_other_way_round() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", recuse("E01", "A2", Aside::Abstained));
    assert!(!review.state.is_recused(&seat("E01"), &code("A2")));
    review.ok("E01", recuse("E01", "A2", Aside::Recognised));
    assert!(review.state.is_recused(&seat("E01"), &code("A2")));
    let closed = Refusal::Closed(code("A2"), SheetState::Aside(Aside::Recognised));
    assert_eq!(review.no("E01", recuse("E01", "A2", Aside::Abstained)), closed);
}

#[test]
fn a_whole_seat_is_excused_of_what_it_has_not_signed_and_of_nothing_else() {
    let mut review = Review::of(&["A2", "B2", "C2", "D2"]);
    review.score("E01", "A2", "20");
    review.fill("E01", "B2", "20");
    review.ok(OFFICE, withdraw("D2"));
    let before = review.state.sheet(&seat("E01"), &code("A2")).clone();
    review.ok(OFFICE, excuse("E01", None));
    review.done(OFFICE, excuse("E01", None));
    let states = ["A2", "B2", "C2", "D2"].map(|id| review.sheet_state("E01", id));
    assert_eq!(states, [SheetState::Signed, SheetState::Excused, SheetState::Excused, SheetState::Unopened]);
    assert_eq!(review.state.sheet(&seat("E01"), &code("A2")), &before, "not even its revision");
    assert_eq!(review.no("E01", mark("B2", "mastery", "1")), Refusal::Closed(code("B2"), SheetState::Excused));
}

#[test]
fn one_sheet_is_excused_only_while_it_is_missing_and_opened_again_by_return() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    assert!(matches!(review.no(OFFICE, excuse("E01", Some("A2"))), Refusal::SheetState(_, _, SheetState::Signed)));
    review.ok(OFFICE, excuse("E02", Some("A2")));
    review.done(OFFICE, excuse("E02", Some("A2")));
    review.ok(OFFICE, give_back("E02", "A2", None));
    review.score("E02", "A2", "10");
    assert_eq!(review.counted("E02", "A2"), Some(pts("10")));
}

#[test]
fn a_replaced_seats_sheets_no_longer_count_and_it_can_do_nothing_more() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    review.ok(OFFICE, replace("E01", "E03"));
    review.done(OFFICE, replace("E01", "E03"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Replaced);
    assert_eq!(review.counted("E01", "A2"), None);
    assert_eq!(review.no("E01", declare("A2")), Refusal::SeatReplaced(seat("E01")));
    assert_eq!(review.no(OFFICE, excuse("E01", None)), Refusal::SeatReplaced(seat("E01")));
    assert_eq!(review.no(OFFICE, replace("E01", "E02")), Refusal::SeatReplaced(seat("E01")));
    assert_eq!(review.no(OFFICE, replace("E02", "E01")), Refusal::SeatReplaced(seat("E01")));
    assert_eq!(review.no(OFFICE, replace("E02", "E02")), Refusal::SameSeat(seat("E02")));
    review.close();
    assert!(
        !review.obstacles().iter().any(|o| matches!(o, shouxi::domain::Obstacle::Missing(s, _) if *s == seat("E01")))
    );
}

#[test]
fn a_withdrawn_dossier_takes_no_marks_and_owes_no_sheets() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"]), ("B2", ["10", "10", "10"])]);
    review.ok(OFFICE, withdraw("A2"));
    review.done(OFFICE, withdraw("A2"));
    let withdrawn = ("A2".to_owned(), None, Standing::Withdrawn);
    assert_eq!(review.list(), [("B2".to_owned(), Some(1), Standing::Selected), withdrawn]);
    assert_eq!(review.no("E01", declare("A2")), Refusal::DossierWithdrawn(code("A2")));
    assert!(review.obstacles().is_empty());
    review.ok(OFFICE, undo_withdraw("A2"));
    review.done(OFFICE, undo_withdraw("A2"));
    assert_eq!(review.list()[0], ("A2".to_owned(), Some(1), Standing::Selected));
}
