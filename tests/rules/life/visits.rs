//! Sheets with a visit: two halves, each signed by itself.

use super::*;

/// E01 owes A2 a visit.
fn visited() -> Review {
    let mut panel = panel(3);
    panel.visits = vec![visit("A2", &["E01"])];
    Review::open(panel, vec![dossier("A2"), dossier("B2")])
}

fn onsite(points: &str) -> Command {
    set("A2", "mastery", Basis::Onsite, Some(points))
}

#[test]
fn the_file_half_and_the_on_site_half_are_signed_each_by_itself_and_the_sheet_counts_when_both_are() {
    let mut review = visited();
    review.fill("E01", "A2", "20");
    assert_eq!(review.no("E01", sign_half("A2", Half::Onsite)), Refusal::NoOnsiteMark(code("A2")));
    review.ok("E01", sign("A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Drafting);
    assert_eq!(review.counted("E01", "A2"), None);
    assert_eq!(review.no("E01", mark("A2", "mastery", "21")), Refusal::Signed(code("A2"), Half::File));
    review.ok("E01", onsite("25"));
    review.ok("E01", sign_half("A2", Half::Onsite));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    assert_eq!(review.no("E01", onsite("26")), Refusal::Signed(code("A2"), Half::Onsite));
}

#[test]
fn the_on_site_half_may_come_first_and_file_marks_changed_after_it_are_listed() {
    let mut review = visited();
    review.fill("E01", "A2", "20");
    review.ok("E01", onsite("25"));
    review.ok("E01", sign_half("A2", Half::Onsite));
    assert_eq!(review.counted("E01", "A2"), None);
    review.ok("E01", mark("A2", "mastery", "22"));
    let sheet = review.state.sheet(&seat("E01"), &code("A2"));
    let listed: Vec<_> = sheet.file_changes_after_visit().map(|change| (change.from, change.to)).collect();
    assert_eq!(listed, [(Some(pts("20")), Some(pts("22")))]);
    review.ok("E01", sign("A2"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("22")));
    // Given back and signed again, what was changed since the visit stays listed.
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "mastery", "23"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.state.sheet(&seat("E01"), &code("A2")).file_changes_after_visit().count(), 2);
}

#[test]
fn no_item_may_lose_its_only_mark_between_the_two_signatures() {
    let mut review = visited();
    review.fill("E01", "A2", "20");
    review.ok("E01", set("A2", "mastery", Basis::File, None));
    review.ok("E01", onsite("25"));
    review.ok("E01", set("A2", "innovation.use", Basis::Onsite, Some("5")));
    review.ok("E01", sign_half("A2", Half::File));
    review.ok("E01", set("A2", "mastery", Basis::Onsite, None));
    let missing = Refusal::Incomplete(code("A2"), vec![clean_line("mastery")]);
    assert_eq!(review.no("E01", sign("A2")), missing);
    review.ok("E01", onsite("24"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
}

#[test]
fn a_replacement_owes_the_visits_of_everyone_before_it() {
    let mut panel = panel(4);
    panel.visits = vec![visit("A2", &["E01"]), visit("B2", &["E02"])];
    let mut review = Review::open(panel, vec![dossier("A2"), dossier("B2")]);
    let due = |review: &Review, who: &str, id: &str| review.state.visit_due(&seat(who), &code(id)).is_some();
    review.ok(OFFICE, replace("E01", "E03"));
    review.ok(OFFICE, replace("E02", "E03"));
    assert!(due(&review, "E03", "A2") && due(&review, "E03", "B2") && !due(&review, "E04", "A2"));
    review.ok(OFFICE, replace("E03", "E04"));
    assert!(due(&review, "E04", "A2") && due(&review, "E04", "B2"));
}

#[test]
fn a_sheet_signed_before_its_seat_took_over_a_visit_waits_for_the_on_site_half() {
    let mut review = visited();
    review.score("E02", "A2", "20");
    review.score("E02", "B2", "20");
    review.ok(OFFICE, replace("E01", "E02"));
    assert_eq!(review.counted("E02", "A2"), None);
    assert_eq!(review.counted("E02", "B2"), Some(pts("20")), "no visit, nothing to wait for");
    review.ok("E02", onsite("18"));
    review.ok("E02", sign("A2"));
    assert_eq!(review.counted("E02", "A2"), Some(pts("20")));
}

#[test]
fn a_visit_added_in_review_gives_the_signed_sheet_out_for_its_on_site_half() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"])]);
    let mut panel = panel(3);
    panel.visits = vec![visit("A2", &["E01"])];
    review.ok(OFFICE, amend(Amended::Panel(Box::new(panel.clone()))));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Returned);
    assert_eq!(review.counted("E01", "A2"), None);
    assert_eq!(review.no("E01", mark("A2", "mastery", "1")), Refusal::Signed(code("A2"), Half::File));
    review.ok("E01", onsite("22"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    panel.visits.clear();
    review.ok(OFFICE, amend(Amended::Panel(Box::new(panel))));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")), "both halves are signed: nothing is left to do");
}

#[test]
fn a_visit_that_is_no_longer_due_leaves_one_signature_to_give() {
    let mut review = visited();
    review.fill("E01", "A2", "20");
    review.ok("E01", sign_half("A2", Half::File));
    review.ok(OFFICE, amend(Amended::Panel(Box::new(panel(3)))));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Drafting);
    review.ok("E01", sign("A2"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
}
