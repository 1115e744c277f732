//! Closing, and what happens to sheets in review.

use super::*;
use shouxi::domain::Obstacle;

#[test]
fn closing_is_refused_for_nothing_that_is_missing() {
    let mut review = Review::of(&["A2", "B2"]);
    review.fill("E01", "A2", "20");
    review.close();
    assert_eq!(review.state.stage, Stage::Review);
    assert_eq!(review.counted("E01", "A2"), None, "an unsigned sheet does not count");
    assert_eq!(review.state.missing_sheets().len(), 6, "and all that are missing are listed");
}

#[test]
fn never_back_to_scoring() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    let open = Command::Open { panel: Box::new(panel(3)), dossiers: vec![], key: None };
    assert_eq!(review.no(OFFICE, open.clone()), stage(Stage::Review, &[Stage::Setup]));
    assert_eq!(review.no(OFFICE, close()), stage(Stage::Review, &[Stage::Scoring]));
    review.ok(OFFICE, Command::Finalise);
    assert_eq!(review.no(OFFICE, open), stage(Stage::Final, &[Stage::Setup]));
    for to in [Stage::Setup, Stage::Scoring, Stage::Final] {
        let mut state = review.state.clone();
        let what = What::StageChanged { to, reason: why() };
        let event = Event { number: state.last + 1, at: state.at, what, ..review.events[0].clone() };
        assert!(state.apply(&event).is_err(), "not even by an event");
    }
}

#[test]
fn in_review_a_sheet_is_open_only_when_given_back_and_a_missing_one_is_opened_by_return() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    review.fill("E02", "A2", "20");
    review.close();
    let late = Refusal::NotReturned(code("A2"));
    assert_eq!(review.no("E01", mark("A2", "mastery", "1")), late);
    assert_eq!(review.no("E02", sign("A2")), late);
    assert_eq!(review.no("E03", declare("A2")), late);
    for who in ["E02", "E03"] {
        review.ok(OFFICE, give_back(who, "A2", None));
        review.score(who, "A2", "10");
        assert_eq!(review.counted(who, "A2"), Some(pts("10")));
    }
}

#[test]
fn while_scoring_only_what_was_signed_is_given_back() {
    let mut review = Review::of(&["A2"]);
    for _ in 0..2 {
        assert!(matches!(review.no(OFFICE, give_back("E01", "A2", None)), Refusal::SheetState(..)));
        review.try_do("E01", &declare("A2")).unwrap();
    }
    review.fill("E01", "A2", "20");
    assert!(matches!(review.no(OFFICE, give_back("E01", "A2", None)), Refusal::SheetState(..)));
    review.ok("E01", sign("A2"));
    assert!(matches!(review.no(OFFICE, give_back("E01", "A2", Some("master"))), Refusal::NoSection(_, Some(_))));
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    review.done(OFFICE, give_back("E01", "A2", Some("mastery")));
    assert!(matches!(review.no(OFFICE, give_back("E01", "A2", None)), Refusal::SheetState(..)), "already out");
}

#[test]
fn a_returned_sheet_counts_with_its_last_signed_marks_until_it_is_signed_again() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    review.ok("E01", mark("A2", "mastery", "26"));
    let score = |review: &Review| review.state.list().unwrap().lines[0].line.score.unwrap().to_string();
    assert_eq!((review.counted("E01", "A2"), score(&review)), (Some(pts("20")), "20.00".into()));
    assert_eq!(review.obstacles(), [Obstacle::SheetOut(seat("E01"), code("A2"))]);
    assert!(matches!(review.no(OFFICE, excuse("E01", Some("A2"))), Refusal::SheetState(..)));
    review.ok("E01", sign("A2"));
    assert_eq!((review.counted("E01", "A2"), score(&review)), (Some(pts("26")), "22.00".into()));
}

#[test]
fn the_section_is_changed_or_kept_with_a_reason_before_it_is_signed_again() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    assert!(matches!(review.no("E01", explain("A2", "mastery")), Refusal::NotReturned(_)));
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    let unexplained = Refusal::Unexplained(code("A2"), clean_line("mastery"));
    assert_eq!(review.no("E01", sign("A2")), unexplained);
    // Another section is no answer.
    review.ok("E01", mark("A2", "innovation.use", "1"));
    review.ok("E01", explain("A2", "innovation"));
    assert_eq!(review.no("E01", sign("A2")), unexplained);
    review.ok("E01", explain("A2", "mastery"));
    review.done("E01", explain("A2", "mastery"));
    review.ok("E01", sign("A2"));
    // Given back a second time, the old reason is no answer; the same words given again are.
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    assert_eq!(review.no("E01", sign("A2")), unexplained);
    review.ok("E01", explain("A2", "mastery"));
    review.ok("E01", sign("A2"));
}

#[test]
fn a_return_taken_back_leaves_the_last_signature_standing() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "mastery", "1"));
    review.ok(OFFICE, cancel("E01", "A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    assert_eq!(review.state.sheet(&seat("E01"), &code("A2")).marks.get(0, Basis::File), Some(pts("20")));
    assert!(matches!(review.no(OFFICE, cancel("E01", "A2")), Refusal::SheetState(..)));
    assert!(review.obstacles().is_empty());
}

#[test]
fn a_deviation_wants_a_reason_for_the_marks_as_they_are() {
    let mut review = Review::closed(&[("A2", ["10", "20", "20"])]);
    let flagged = Obstacle::Deviation(seat("E01"), code("A2"), section("mastery"));
    assert_eq!(review.obstacles(), std::slice::from_ref(&flagged));
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    review.ok("E01", explain("A2", "mastery"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.obstacles(), []);
    // Another section's change leaves the reason; a change of these marks wants another.
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "innovation.use", "1"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.obstacles(), []);
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "mastery", "8"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.obstacles(), [flagged]);
    // Back to the marks that the reason was given for.
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "mastery", "10"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.obstacles(), []);
}

#[test]
fn a_dissent_is_written_from_review_on_and_once() {
    let mut review = Review::of(&["A2"]);
    let dissent = Command::Dissent { text: clean_line("不同意") };
    assert_eq!(review.no("E01", dissent.clone()), stage(Stage::Scoring, &[Stage::Review, Stage::Final]));
    review.close();
    review.ok("E01", dissent.clone());
    review.done("E01", dissent.clone());
    review.ok("E02", dissent.clone());
    assert_eq!(review.state.dissents.len(), 2);
    assert_eq!(review.no(OFFICE, dissent), Refusal::Role(&[Role::Expert]));
}
