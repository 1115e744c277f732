//! The final list: what it needs, what it seals, and what may happen after it.

use super::*;
use shouxi::domain::Obstacle;

fn back() -> Command {
    Command::Close { reason: why() }
}

/// A2 and B2 selected, C2 and D2 in reserve.
fn sealed() -> Review {
    let mut review = Review::closed(&[
        ("A2", ["25", "25", "25"]),
        ("B2", ["20", "20", "20"]),
        ("C2", ["15", "15", "15"]),
        ("D2", ["10", "10", "10"]),
    ]);
    review.ok(OFFICE, Command::Finalise);
    review
}

fn selected(review: &Review) -> Vec<String> {
    review.list().into_iter().filter(|(_, _, s)| *s == Standing::Selected).map(|(id, _, _)| id).collect()
}

#[test]
fn every_obstacle_is_named_and_one_after_the_other_is_settled() {
    let secret = Facts { confidential: true, ..dossier("C2") };
    let mut review = Review::open(panel(3), vec![dossier("A2"), dossier("B2"), secret, dossier("D2")]);
    for who in ["E01", "E02", "E03"] {
        for id in ["A2", "B2", "C2"] {
            review.score(who, id, "20");
        }
    }
    review.score("E01", "D2", "20");
    review.close();
    review.ok(OFFICE, give_back("E01", "A2", None));
    let (a, b, c, d) = (code("A2"), code("B2"), code("C2"), code("D2"));
    let mut expected = vec![
        Obstacle::Missing(seat("E02"), d.clone()),
        Obstacle::Missing(seat("E03"), d.clone()),
        Obstacle::SheetOut(seat("E01"), a.clone()),
        Obstacle::Secrecy(c.clone()),
        Obstacle::Incomplete(d.clone()),
        Obstacle::Contested(1, vec![a, b, c], 2),
    ];
    let check =
        |by: &str| Command::CheckSecrecy { dossier: code("C2"), by: clean_line(by), result: clean_line("可公示") };
    let settle: [(Command, usize); 6] = [
        (excuse("E02", Some("D2")), 0),
        (excuse("E03", Some("D2")), 0),
        (cancel("E01", "A2"), 0),
        (check("保密办"), 0),
        (vote(&["D2"], true, all_three()), 0),
        (vote(&["B2", "A2", "C2"], false, all_three()), 0),
    ];
    for (command, settled) in settle {
        assert_eq!(review.no(OFFICE, Command::Finalise), Refusal::Obstacles(expected.clone()));
        review.ok(OFFICE, command);
        expected.remove(settled);
    }
    review.ok(OFFICE, Command::Finalise);
    assert_eq!(review.state.stage, Stage::Final);
}

#[test]
fn a_secrecy_check_is_for_confidential_dossiers_and_names_who_and_what() {
    let mut review = Review::open(panel(1), vec![dossier("A2"), Facts { confidential: true, ..dossier("B2") }]);
    let check = |id: &str, by: &str, result: &str| Command::CheckSecrecy {
        dossier: code(id),
        by: clean_line(by),
        result: clean_line(result),
    };
    assert_eq!(review.no(OFFICE, check("A2", "保密办", "可")), Refusal::NotConfidential(code("A2")));
    assert_eq!(review.no(OFFICE, check("B2", "", "可")), Refusal::NoReason);
    assert_eq!(review.no(OFFICE, check("B2", "保密办", "")), Refusal::NoReason);
    review.ok(OFFICE, check("B2", "保密办", "可"));
    review.done(OFFICE, check("B2", "保密办", "可"));
}

#[test]
fn an_unconfirmed_transcription_keeps_nothing_from_being_final() {
    let mut review = Review::of(&["A2"]);
    let mark = |(line, name): (u64, &str)| shouxi::domain::RowMark {
        line,
        item: item(name),
        basis: Basis::File,
        points: pts("5"),
        note: Clean::default(),
    };
    for who in ["E01", "E02", "E03"] {
        let marks = (2..).zip(ITEMS).map(mark).collect();
        let rows =
            shouxi::domain::SheetRows { seat: seat(who), dossier: code("A2"), line: 2, marks, note: None, aside: None };
        review.ok(OFFICE, Command::Import { sheets: vec![rows], sign: true });
    }
    review.close();
    assert_eq!(decide::cautions_at_final(&review.state).len(), 3);
    review.ok(OFFICE, Command::Finalise);
}

#[test]
fn final_seals_rank_code_standing_and_exact_score() {
    let review = sealed();
    let lines: Vec<_> = review.state.sealed.iter().flatten().collect();
    let shown: Vec<_> = lines.iter().map(|l| (l.rank, l.code.as_str(), l.standing, l.exact.as_str())).collect();
    let reserve = Standing::Reserve;
    assert_eq!(shown[0], (Some(1), "A2", Standing::Selected, "25"));
    assert_eq!(shown[3], (Some(4), "D2", reserve, "10"));
    assert_eq!(review.state.sealed, Some(review.state.sealed_lines().unwrap()));
}

#[test]
fn the_only_way_back_is_review_with_a_reason() {
    let mut review = sealed();
    let working: &[Stage] = &[Stage::Scoring, Stage::Review];
    assert_eq!(review.no(OFFICE, Command::Finalise), stage(Stage::Final, &[Stage::Review]));
    assert_eq!(review.no("E01", declare("A2")), stage(Stage::Final, &[Stage::Scoring, Stage::Review]));
    for command in [
        excuse("E01", None),
        give_back("E01", "A2", None),
        cancel("E01", "A2"),
        replace("E01", "E02"),
        undo_recuse("E01", "A2"),
        recuse("E01", "A2", Aside::Conflict),
        confirm("E01", "A2"),
        amend(Amended::Panel(Box::new(panel(4)))),
    ] {
        assert!(
            matches!(review.no(OFFICE, command), Refusal::Stage { now: Stage::Final, needs } if *needs == *working)
        );
    }
    assert_eq!(review.no(OFFICE, close()), Refusal::NoReason);
    review.ok(OFFICE, back());
    assert_eq!((review.state.stage, review.state.sealed.clone()), (Stage::Review, None));
    review.ok(OFFICE, Command::Finalise);
}

#[test]
fn after_final_a_withdrawn_candidates_place_stays_empty_until_a_decision_fills_it() {
    let mut review = sealed();
    let fill = |id: &str| vote(&[id], false, all_three());
    assert_eq!(review.no(OFFICE, fill("C2")), Refusal::NothingToDecide(code("C2")), "no place is empty");
    review.ok(OFFICE, withdraw("A2"));
    assert_eq!(selected(&review), ["B2"]);
    assert_eq!(review.standing("A2"), Standing::Withdrawn);
    assert_eq!(review.state.empty_places(), 1);
    assert_eq!(review.no(OFFICE, fill("D2")), Refusal::NothingToDecide(code("D2")), "the best in reserve, no other");
    let split = vote(&["C2"], false, votes(1, 1, 0, &["E01", "E02"]));
    assert!(matches!(review.no(OFFICE, split), Refusal::Votes(_)));
    review.ok(OFFICE, fill("C2"));
    review.done(OFFICE, fill("C2"));
    assert_eq!((selected(&review), review.state.empty_places()), (vec!["B2".to_owned(), "C2".to_owned()], 0));
    assert_eq!(review.no(OFFICE, fill("D2")), Refusal::NothingToDecide(code("D2")));
}

#[test]
fn a_place_that_was_filled_is_not_given_back_so_that_the_quota_holds() {
    let mut review = sealed();
    review.ok(OFFICE, withdraw("A2"));
    review.ok(OFFICE, undo_withdraw("A2"));
    assert_eq!(selected(&review), ["A2", "B2"], "nobody had the place");
    review.ok(OFFICE, withdraw("A2"));
    review.ok(OFFICE, vote(&["C2"], false, all_three()));
    assert_eq!(review.no(OFFICE, undo_withdraw("A2")), stage(Stage::Final, &[Stage::Review]));
    assert_eq!(selected(&review).len(), 2);
    // Back in review the list is worked out anew: A2 is withdrawn, the fill is gone.
    review.ok(OFFICE, back());
    assert_eq!(selected(&review), ["B2", "C2"]);
    assert!(review.state.decisions.is_empty());
    review.ok(OFFICE, undo_withdraw("A2"));
    assert_eq!(selected(&review), ["A2", "B2"]);
}

#[test]
fn who_filled_a_place_and_withdraws_leaves_it_empty_again() {
    let mut review = sealed();
    review.ok(OFFICE, withdraw("A2"));
    review.ok(OFFICE, vote(&["C2"], false, all_three()));
    review.ok(OFFICE, withdraw("C2"));
    assert_eq!((selected(&review), review.state.empty_places()), (vec!["B2".to_owned()], 1));
    review.ok(OFFICE, vote(&["D2"], false, all_three()));
    assert_eq!(selected(&review), ["B2", "D2"]);
    assert_eq!(review.no(OFFICE, undo_withdraw("C2")), stage(Stage::Final, &[Stage::Review]));
}

#[test]
fn a_reserve_that_withdraws_after_final_leaves_no_place() {
    let mut review = sealed();
    review.ok(OFFICE, withdraw("C2"));
    assert_eq!(review.state.empty_places(), 0);
    assert_eq!(review.no(OFFICE, vote(&["D2"], false, all_three())), Refusal::NothingToDecide(code("D2")));
    review.ok(OFFICE, undo_withdraw("C2"));
    assert_eq!(review.standing("C2"), Standing::Reserve);
}

#[test]
fn who_withdrew_before_final_comes_back_only_by_way_of_review() {
    let mut review = Review::closed(&[("A2", ["25", "25", "25"]), ("B2", ["20", "20", "20"])]);
    review.ok(OFFICE, withdraw("A2"));
    review.ok(OFFICE, Command::Finalise);
    assert_eq!(review.no(OFFICE, undo_withdraw("A2")), stage(Stage::Final, &[Stage::Review]));
    assert_eq!(review.state.empty_places(), 0);
}
