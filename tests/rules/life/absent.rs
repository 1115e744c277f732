//! What the secretary does for those who are not at a screen: the paper sheet mark by mark, the absent expert's reason,
//! the group on the meeting screen.

use shouxi::domain::{MarkSet, Obstacle, SheetRows};

use super::*;

fn paper(who: &str, id: &str, of: &str, points: Option<&str>) -> Command {
    let mark = MarkSet { item: item(of), basis: Basis::File, points: points.map(pts), note: None };
    Command::Transcribe { seat: seat(who), dossier: code(id), mark }
}

fn sign_paper(who: &str, id: &str) -> Command {
    let rows = SheetRows { seat: seat(who), dossier: code(id), line: 0, marks: vec![], note: None, aside: None };
    Command::Import { sheets: vec![rows], sign: true }
}

#[test]
fn a_paper_sheet_is_entered_mark_by_mark_cleared_where_it_went_wrong_signed_and_confirmed_by_another() {
    let mut review = Review::of(&["A2"]);
    review.ok(OFFICE, paper("E01", "A2", "mastery", Some("20")));
    review.done(OFFICE, paper("E01", "A2", "mastery", Some("20")));
    review.ok(OFFICE, paper("E01", "A2", "mastery", None));
    assert!(review.state.sheet(&seat("E01"), &code("A2")).marks.is_blank());
    assert!(matches!(review.no(OFFICE, paper("E01", "A2", "mastery", Some("3000"))), Refusal::Range { .. }));
    let items: Vec<_> = review.state.rules().unwrap().items().map(|(_, item)| item.id.clone()).collect();
    for id in &items {
        review.ok(OFFICE, paper("E01", "A2", id.as_str(), Some("1")));
    }
    review.ok(OFFICE, sign_paper("E01", "A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert!(matches!(review.no(OFFICE, paper("E01", "A2", "mastery", Some("2"))), Refusal::Signed(..)));
    assert_eq!(review.no(OFFICE, confirm("E01", "A2")), Refusal::OwnConfirmation);
    review.ok(WATCH, confirm("E01", "A2"));
}

#[test]
fn nothing_is_entered_over_what_a_seat_did_itself_and_by_nobody_but_the_secretary() {
    let mut review = Review::of(&["A2", "B2"]);
    review.fill("E01", "A2", "20");
    assert_eq!(
        review.no(OFFICE, paper("E01", "A2", "mastery", Some("21"))),
        Refusal::OwnSheet(seat("E01"), code("A2"))
    );
    for who in ["E02", WATCH] {
        assert_eq!(review.no(who, paper("E02", "B2", "mastery", Some("21"))), Refusal::Role(&[Role::Secretary]));
    }
    review.close();
    let late = review.no(OFFICE, paper("E02", "B2", "mastery", Some("21")));
    assert_eq!(late, Refusal::NotReturned(code("B2")));
}

fn enter_reason(who: &str, id: &str) -> Command {
    Command::EnterExplanation { seat: seat(who), dossier: code(id), section: section("mastery"), reason: why() }
}

/// E01 is far from the others on A2.
fn deviating() -> Review {
    let mut review = Review::of(&["A2"]);
    for (who, points) in [("E01", "2"), ("E02", "25"), ("E03", "25")] {
        review.score(who, "A2", points);
    }
    review.close();
    review
}

#[test]
fn an_absent_experts_written_reason_settles_a_deviation_and_changes_no_mark() {
    let mut review = deviating();
    let open = Obstacle::Deviation(seat("E01"), code("A2"), section("mastery"));
    assert!(review.obstacles().contains(&open));
    let before = review.counted("E01", "A2");
    review.ok(OFFICE, enter_reason("E01", "A2"));
    review.done(OFFICE, enter_reason("E01", "A2"));
    assert!(!review.obstacles().contains(&open));
    assert_eq!(review.counted("E01", "A2"), before);
    for who in ["E01", WATCH] {
        assert_eq!(review.no(who, enter_reason("E01", "A2")), Refusal::Role(&[Role::Secretary]));
    }
}

#[test]
fn the_reason_takes_back_a_return_that_nobody_answered() {
    let mut review = deviating();
    review.ok(OFFICE, give_back("E01", "A2", Some("mastery")));
    assert!(review.obstacles().contains(&Obstacle::SheetOut(seat("E01"), code("A2"))));
    review.ok(OFFICE, enter_reason("E01", "A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    let own = Obstacle::Deviation(seat("E01"), code("A2"), section("mastery"));
    assert!(!review.obstacles().iter().any(|one| matches!(one, Obstacle::SheetOut(..)) || *one == own));
}

#[test]
fn a_reason_is_for_marks_that_count() {
    let mut review = Review::of(&["A2"]);
    review.close();
    assert_eq!(
        review.no(OFFICE, enter_reason("E01", "A2")),
        Refusal::SheetState(seat("E01"), code("A2"), SheetState::Unopened)
    );
}

fn open(codes: &[&str]) -> Command {
    Command::OpenMeeting { codes: codes.iter().map(|id| code(id)).collect::<Vec<Code>>() }
}

#[test]
fn the_meeting_screen_shows_a_whole_tied_group_until_it_is_closed_or_decided() {
    let mut review = Review::closed(&[
        ("A2", ["20", "20", "20"]),
        ("B2", ["20", "20", "20"]),
        ("C2", ["25", "25", "25"]),
        ("D2", ["15", "15", "15"]),
    ]);
    assert_eq!(review.no(OFFICE, open(&["A2"])), Refusal::NotAGroup(vec![code("A2"), code("B2")]));
    assert_eq!(review.no(OFFICE, open(&["C2"])), Refusal::NothingToDecide(code("C2")));
    assert_eq!(review.no(WATCH, open(&["A2", "B2"])), Refusal::Role(&[Role::Secretary]));
    review.ok(OFFICE, open(&["B2", "A2"]));
    review.done(OFFICE, open(&["A2", "B2"]));
    review.ok(OFFICE, Command::CloseMeeting);
    review.done(OFFICE, Command::CloseMeeting);
    review.ok(OFFICE, open(&["A2", "B2"]));
    assert!(review.state.meeting_group().unwrap().is_some());
    review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
    assert_eq!(review.state.meeting, None);
    // A decided group may be decided anew, and is shown for it.
    review.ok(OFFICE, open(&["A2", "B2"]));
}

#[test]
fn a_group_that_falls_apart_is_on_no_screen_any_more() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"]), ("B2", ["20", "20", "20"])]);
    review.ok(OFFICE, open(&["A2", "B2"]));
    review.ok(OFFICE, Command::Withdraw { dossier: code("A2"), reason: why() });
    assert!(review.state.meeting_group().unwrap().is_none());
}
