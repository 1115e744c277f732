//! What an expert does with the own sheet while scoring is open.

use super::*;

#[test]
fn declared_marked_signed() {
    let mut review = Review::of(&["A2"]);
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Unopened);
    assert_eq!(review.no("E01", mark("A2", "mastery", "20")), Refusal::NotDeclared(code("A2")));
    review.ok("E01", declare("A2"));
    review.done("E01", declare("A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Declared);
    review.fill("E01", "A2", "20");
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Drafting);
    assert_eq!(review.counted("E01", "A2"), None);
    review.ok("E01", sign("A2"));
    review.done("E01", sign("A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
}

#[test]
fn zero_is_a_mark_and_unscored_is_not() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    review.ok("E01", mark("A2", "mastery", "0"));
    review.ok("E01", mark("A2", "innovation.use", "0"));
    let missing = Refusal::Incomplete(code("A2"), vec![clean_line("innovation.novelty")]);
    assert_eq!(review.no("E01", sign("A2")), missing);
    review.ok("E01", mark("A2", "innovation.novelty", "0"));
    review.ok("E01", set("A2", "mastery", Basis::File, None));
    assert_eq!(review.no("E01", sign("A2")), Refusal::Incomplete(code("A2"), vec![clean_line("mastery")]));
    review.ok("E01", mark("A2", "mastery", "0"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.counted("E01", "A2"), Some(Points::ZERO));
}

#[test]
fn a_mark_is_within_the_item_and_on_the_step() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    let range = Refusal::Range { item: clean_line("mastery"), max: pts("30"), typed: pts("30.5") };
    assert_eq!(review.no("E01", mark("A2", "mastery", "30.5")), range);
    let step = Refusal::Step { item: clean_line("mastery"), step: pts("0.5"), typed: pts("20.3") };
    assert_eq!(review.no("E01", mark("A2", "mastery", "20.3")), step);
    review.ok("E01", mark("A2", "mastery", "30"));
}

#[test]
fn a_signed_sheet_is_locked_until_it_is_given_back() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    assert_eq!(review.no("E01", mark("A2", "mastery", "21")), Refusal::Signed(code("A2"), Half::File));
    let note = Command::Note { dossier: code("A2"), revision: None, note: clean_line("补充") };
    assert_eq!(review.no("E01", note.clone()), Refusal::Signed(code("A2"), Half::File));
    let ask = Command::AskReturn { dossier: code("A2"), reason: why() };
    review.ok("E01", ask.clone());
    review.done("E01", ask.clone());
    review.ok(OFFICE, give_back("E01", "A2", None));
    assert!(matches!(review.no("E01", ask), Refusal::SheetState(..)));
    review.ok("E01", note);
    review.ok("E01", mark("A2", "mastery", "21"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")), "the last signed marks until signed again");
    review.ok("E01", sign("A2"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("21")));
    assert_eq!(review.state.sheet(&seat("E01"), &code("A2")).asked_return, None);
}

#[test]
fn marks_on_either_basis_are_always_taken_and_one_signature_covers_them_without_a_visit() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    for name in ITEMS {
        review.ok("E01", set("A2", name, Basis::Onsite, Some("5")));
    }
    review.ok("E01", mark("A2", "mastery", "7"));
    review.ok("E01", sign("A2"));
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Signed);
    assert!(review.state.sheet(&seat("E01"), &code("A2")).marks.has_onsite());
    let locked = review.no("E01", set("A2", "mastery", Basis::Onsite, Some("6")));
    assert_eq!(locked, Refusal::Signed(code("A2"), Half::File));
}

#[test]
fn sign_all_signs_what_is_complete_and_says_so_when_there_is_nothing() {
    let mut review = Review::of(&["A2", "B2", "C2"]);
    assert_eq!(review.no("E01", Command::SignAll), Refusal::NothingToSign);
    review.fill("E01", "A2", "10");
    review.fill("E01", "B2", "10");
    review.ok("E01", declare("C2"));
    review.ok("E01", Command::SignAll);
    let states = ["A2", "B2", "C2"].map(|id| review.sheet_state("E01", id));
    assert_eq!(states, [SheetState::Signed, SheetState::Signed, SheetState::Declared]);
    assert_eq!(review.no("E01", Command::SignAll), Refusal::NothingToSign);
}

#[test]
fn signing_several_is_all_or_nothing_and_a_code_named_twice_is_signed_once() {
    let mut review = Review::of(&["A2", "B2"]);
    review.fill("E01", "A2", "10");
    let both = |codes: [&str; 2]| Command::Sign { dossiers: codes.map(code).into(), half: None, revision: None };
    assert_eq!(review.no("E01", both(["A2", "B2"])), Refusal::NotDeclared(code("B2")));
    let signed = review.try_do("E01", &both(["A2", "A2"])).unwrap();
    assert_eq!(signed.len(), 1);
}

#[test]
fn a_stale_revision_loses_politely_and_a_repeat_is_done() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    let seen = |revision, points: &str| Command::Mark {
        dossier: code("A2"),
        revision: Some(revision),
        item: item("mastery"),
        basis: Basis::File,
        points: Some(pts(points)),
        note: None,
        how: How::Entered,
    };
    let at = review.state.sheet(&seat("E01"), &code("A2")).revision;
    review.ok("E01", seen(at, "20"));
    // The same seat on another screen, which had not seen the 20.
    let now = review.state.sheet(&seat("E01"), &code("A2")).revision;
    assert_eq!(review.no("E01", seen(at, "21")), Refusal::Stale { dossier: code("A2"), seen: at, now });
    review.done("E01", seen(at, "20"));
    // Another cell is nobody's loss.
    review.ok("E01", mark("A2", "innovation.use", "3"));
    review.ok("E01", seen(now, "22"));
    let sign = |revision| Command::Sign { dossiers: vec![code("A2")], half: None, revision: Some(revision) };
    review.ok("E01", mark("A2", "innovation.novelty", "3"));
    assert!(matches!(review.no("E01", sign(now)), Refusal::Stale { .. }));
    let now = review.state.sheet(&seat("E01"), &code("A2")).revision;
    review.ok("E01", sign(now));
    review.done("E01", sign(at));
}

#[test]
fn a_stale_note_loses_and_too_long_a_note_is_refused() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    let note = |revision, text: &str| Command::Note { dossier: code("A2"), revision, note: clean_line(text) };
    review.ok("E01", note(Some(1), "甲"));
    assert!(matches!(review.no("E01", note(Some(1), "乙")), Refusal::Stale { .. }));
    review.done("E01", note(Some(1), "甲"));
    assert_eq!(review.no("E01", note(None, &"长".repeat(2_001))), Refusal::TooLong(2_000, 2_001));
    review.ok("E01", note(None, &"长".repeat(2_000)));
}

fn step(review: &Review, how: How) -> Option<Command> {
    let sheet = review.state.sheet(&seat("E01"), &code("A2"));
    let change = if how == How::Undone { sheet.undo() } else { sheet.redo() }?;
    let points = if how == How::Undone { change.from } else { change.to };
    let item = item(ITEMS[change.item]);
    let (dossier, basis) = (code("A2"), change.basis);
    Some(Command::Mark { dossier, revision: None, item, basis, points, note: None, how })
}

#[test]
fn undo_and_redo_walk_the_sheets_own_history() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    let now = |review: &Review| review.state.sheet(&seat("E01"), &code("A2")).marks.get(0, Basis::File);
    assert_eq!(step(&review, How::Undone), None);
    for points in ["24", "27.5"] {
        review.ok("E01", mark("A2", "mastery", points));
    }
    assert_eq!(step(&review, How::Redone), None);
    for (how, left) in [
        (How::Undone, Some("24")),
        (How::Undone, None),
        (How::Redone, Some("24")),
        (How::Redone, Some("27.5")),
        (How::Undone, Some("24")),
    ] {
        let command = step(&review, how).unwrap();
        review.ok("E01", command.clone());
        assert_eq!(now(&review), left.map(pts));
        review.done("E01", command);
    }
    review.ok("E01", mark("A2", "mastery", "10"));
    assert_eq!(step(&review, How::Redone), None, "a new mark ends what could be set again");
}

#[test]
fn an_undo_that_is_not_the_last_step_is_refused() {
    let mut review = Review::of(&["A2"]);
    review.ok("E01", declare("A2"));
    review.ok("E01", mark("A2", "mastery", "24"));
    let wrong = |how, points: &str| Command::Mark {
        dossier: code("A2"),
        revision: None,
        item: item("mastery"),
        basis: Basis::File,
        points: Some(pts(points)),
        note: None,
        how,
    };
    assert_eq!(review.no("E01", wrong(How::Undone, "23")), Refusal::NothingToUndo);
    assert_eq!(review.no("E01", wrong(How::Redone, "23")), Refusal::NothingToUndo);
}

#[test]
fn after_a_cancelled_return_undo_goes_on_from_the_signed_marks() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", mark("A2", "mastery", "25"));
    review.ok(OFFICE, cancel("E01", "A2"));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    review.ok(OFFICE, give_back("E01", "A2", None));
    review.ok("E01", step(&review, How::Undone).unwrap());
    assert_eq!(review.state.sheet(&seat("E01"), &code("A2")).marks.get(0, Basis::File), Some(pts("25")));
}
