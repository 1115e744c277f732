//! Decisions of the panel on ties and on incomplete dossiers.

use super::*;
use shouxi::domain::{Obstacle, VoteRefusal};

/// A2 and B2 share rank 2 of a quota of 2; C2 is first, D2 last.
fn tied() -> Review {
    Review::closed(&[
        ("A2", ["20", "20", "20"]),
        ("B2", ["20", "20", "20"]),
        ("C2", ["25", "25", "25"]),
        ("D2", ["15", "15", "15"]),
    ])
}

fn refused(review: &mut Review, votes: Votes) -> VoteRefusal {
    match review.no(OFFICE, vote(&["B2", "A2"], false, votes)) {
        Refusal::Votes(why) => why,
        other => unreachable!("{other:?}"),
    }
}

fn ranks(review: &Review) -> Vec<(String, u32)> {
    review.list().into_iter().filter_map(|(id, rank, _)| Some((id, rank?))).collect()
}

#[test]
fn a_contested_group_is_ordered_whole_and_gets_consecutive_ranks() {
    let mut review = tied();
    assert_eq!(review.obstacles(), [Obstacle::Contested(2, vec![code("A2"), code("B2")], 1)]);
    assert_eq!(review.no(OFFICE, vote(&["B2"], false, all_three())), Refusal::NotAGroup(vec![code("A2"), code("B2")]));
    let with_c = vote(&["B2", "A2", "C2"], false, all_three());
    assert_eq!(review.no(OFFICE, with_c), Refusal::NotAGroup(vec![code("A2"), code("B2")]));
    assert_eq!(review.no(OFFICE, vote(&["B2", "B2"], false, all_three())), Refusal::Twice(code("B2")));
    assert_eq!(review.no(OFFICE, vote(&["C2"], false, all_three())), Refusal::NothingToDecide(code("C2")));
    assert_eq!(review.no(OFFICE, vote(&[], false, all_three())), Refusal::NotAGroup(vec![]));
    review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
    let shown = |id: &str, rank| (id.to_owned(), rank);
    assert_eq!(ranks(&review), [shown("C2", 1), shown("B2", 2), shown("A2", 3), shown("D2", 4)]);
    assert_eq!((review.standing("B2"), review.standing("A2")), (Standing::Selected, Standing::Reserve));
    assert!(review.obstacles().is_empty());
    review.done(OFFICE, vote(&["B2", "A2"], false, all_three()));
}

#[test]
fn a_decision_is_put_right_by_deciding_again_and_the_last_one_holds() {
    let mut review = tied();
    review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
    review.ok(OFFICE, vote(&["A2", "B2"], false, all_three()));
    assert_eq!((review.standing("A2"), review.standing("B2")), (Standing::Selected, Standing::Reserve));
    review.ok(OFFICE, vote(&["A2", "B2"], true, all_three()));
    assert_eq!((review.standing("A2"), review.standing("B2")), (Standing::Reserve, Standing::Reserve));
    assert_eq!(review.state.decisions.len(), 1, "one decision a group is in force");
}

#[test]
fn a_decision_lapses_when_one_of_its_voters_is_recused_on_a_member() {
    for (aside, stays) in [(Aside::Conflict, false), (Aside::Recognised, false), (Aside::Abstained, true)] {
        let mut review = tied();
        review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
        let before = review.list();
        review.ok("E01", recuse("E01", "A2", aside));
        assert_eq!(review.state.decisions.len(), usize::from(stays), "{aside:?}");
        if !stays {
            assert_ne!(review.list(), before);
            assert_eq!(review.standing("A2"), Standing::Contested, "the panel decides again");
            assert_eq!(refused(&mut review, all_three()), VoteRefusal::Recused(seat("E01"), code("A2")));
            review.ok(OFFICE, vote(&["B2", "A2"], false, votes(2, 0, 0, &["E02", "E03"])));
        }
    }
}

#[test]
fn deciding_for_none_leaves_the_contested_places_empty() {
    let mut review = tied();
    review.ok(OFFICE, vote(&["A2", "B2"], true, all_three()));
    assert_eq!((review.standing("A2"), review.standing("B2")), (Standing::Reserve, Standing::Reserve));
    review.done(OFFICE, vote(&["B2", "A2"], true, all_three()));
    assert!(review.obstacles().is_empty());
    review.ok(OFFICE, Command::Finalise);
}

#[test]
fn votes_are_by_eligible_seats_named_once_none_recused_on_a_member_and_a_majority() {
    let mut review = tied();
    let two = &["E01", "E02"];
    assert_eq!(refused(&mut review, votes(1, 1, 0, two)), VoteRefusal::NoMajority(1, 2));
    assert_eq!(refused(&mut review, votes(1, 0, 1, two)), VoteRefusal::NoMajority(1, 2), "abstaining is voting");
    assert_eq!(refused(&mut review, votes(0, 0, 0, &[])), VoteRefusal::NoMajority(0, 0));
    assert_eq!(refused(&mut review, votes(3, 0, 0, two)), VoteRefusal::Count(2, 3));
    assert_eq!(refused(&mut review, votes(4, 0, 0, &["E01", "E02", "E03"])), VoteRefusal::TooMany(4, 3));
    assert_eq!(refused(&mut review, votes(u32::MAX, 1, 0, two)), VoteRefusal::TooMany(u32::MAX, 3));
    assert_eq!(refused(&mut review, votes(2, 0, 0, &["E01", "E01"])), VoteRefusal::Twice(seat("E01")));
    assert_eq!(refused(&mut review, votes(2, 0, 0, &["E01", WATCH])), VoteRefusal::NotEligible(seat(WATCH)));
    assert_eq!(refused(&mut review, votes(2, 0, 0, &["E01", "E09"])), VoteRefusal::NotEligible(seat("E09")));
    review.ok(OFFICE, vote(&["B2", "A2"], false, votes(2, 1, 0, &["E01", "E02", "E03"])));
}

#[test]
fn a_recused_voter_is_refused_and_an_abstainer_is_not() {
    let mut review = tied();
    review.ok("E03", recuse("E03", "A2", Aside::Conflict));
    review.ok("E02", recuse("E02", "B2", Aside::Abstained));
    assert_eq!(refused(&mut review, all_three()), VoteRefusal::Recused(seat("E03"), code("A2")));
    assert_eq!(refused(&mut review, votes(3, 0, 0, &["E01", "E02"])), VoteRefusal::TooMany(3, 2));
    review.ok(OFFICE, vote(&["B2", "A2"], false, votes(2, 0, 0, &["E01", "E02"])));
}

#[test]
fn a_replaced_seat_does_not_vote() {
    let mut review = tied();
    review.ok(OFFICE, replace("E03", "E02"));
    assert_eq!(refused(&mut review, all_three()), VoteRefusal::NotEligible(seat("E03")));
}

#[test]
fn a_decision_needs_words_and_waits_for_review() {
    let mut review = Review::of(&["A2"]);
    assert!(matches!(review.no(OFFICE, vote(&["A2"], true, all_three())), Refusal::Stage { .. }));
    let mut review = tied();
    let (codes, votes) = (vec![code("A2"), code("B2")], all_three());
    let silent = Command::Decide { codes, none: false, votes, note: Clean::default() };
    assert_eq!(review.no(OFFICE, silent), Refusal::NoReason);
}

fn honoured(id: &str) -> Amended {
    Amended::Dossier(Box::new(Facts { honours: vec![honour(HonourLevel::Municipal)], ..dossier(id) }))
}

#[test]
fn a_decision_lapses_when_a_members_facts_change_and_never_revives() {
    let mut review = tied();
    review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
    review.amended(WATCH, honoured("A2"), all_three());
    assert!(review.state.decisions.is_empty());
    assert_eq!(review.standing("A2"), Standing::Selected, "the honours decide");
    review.amended(WATCH, Amended::Dossier(Box::new(dossier("A2"))), all_three());
    assert!(review.state.decisions.is_empty());
    assert_eq!(review.standing("A2"), Standing::Contested, "the tie is back, the decision is not");
}

#[test]
fn a_decision_lapses_when_a_score_the_members_or_the_places_change() {
    for change in 0..3 {
        let mut review = tied();
        review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
        match change {
            0 => {
                review.ok("E01", recuse("E01", "D2", Aside::Conflict));
                assert_eq!(review.state.decisions.len(), 1, "a change elsewhere leaves it");
                review.ok(OFFICE, give_back("E01", "A2", None));
                assert_eq!(review.state.decisions.len(), 1, "a sheet that is out counts as it was signed");
                review.ok("E01", mark("A2", "mastery", "21"));
                review.ok("E01", sign("A2"));
            }
            1 => review.ok(OFFICE, withdraw("B2")),
            _ => {
                let mut panel = panel(3);
                panel.rules.quota = 3;
                review.amended(WATCH, Amended::Panel(Box::new(panel)), all_three());
            }
        }
        assert!(review.state.decisions.is_empty(), "{change}");
    }
}

#[test]
fn an_incomplete_dossier_is_decided_to_stay_without_a_rank() {
    let mut review = Review::of(&["A2", "B2"]);
    for who in ["E01", "E02", "E03"] {
        review.score(who, "A2", "20");
    }
    review.score("E01", "B2", "20");
    review.close();
    review.ok(OFFICE, excuse("E02", None));
    review.ok(OFFICE, excuse("E03", None));
    assert_eq!(review.obstacles(), [Obstacle::Incomplete(code("B2"))]);
    assert_eq!(review.no(OFFICE, vote(&["B2"], false, all_three())), Refusal::NothingToDecide(code("B2")));
    assert_eq!(review.no(OFFICE, vote(&["B2", "A2"], true, all_three())), Refusal::NothingToDecide(code("B2")));
    review.ok(OFFICE, vote(&["B2"], true, all_three()));
    assert!(review.obstacles().is_empty() && review.state.left_unranked(&code("B2")));
    // Once it has sheets enough there is nothing left that was decided.
    review.ok(OFFICE, give_back("E02", "B2", None));
    review.score("E02", "B2", "20");
    assert!(!review.state.left_unranked(&code("B2")));
    review.ok("E02", recuse("E02", "B2", Aside::Conflict));
    assert_eq!(review.obstacles(), [Obstacle::Incomplete(code("B2"))], "never revives");
}

#[test]
fn a_tie_within_the_quota_may_be_ordered_but_not_left_empty() {
    let mut review = Review::closed(&[("A2", ["20", "20", "20"]), ("B2", ["20", "20", "20"]), ("C2", ["5", "5", "5"])]);
    assert_eq!(review.list()[1], ("B2".to_owned(), Some(1), Standing::Selected));
    assert_eq!(review.no(OFFICE, vote(&["A2", "B2"], true, all_three())), Refusal::NothingToDecide(code("A2")));
    review.ok(OFFICE, vote(&["B2", "A2"], false, all_three()));
    assert_eq!(review.list()[1], ("A2".to_owned(), Some(2), Standing::Selected));
}
