//! 更正: what may change after opening, what it takes, what it does to sheets.

use super::*;
use shouxi::domain::{AmendRefusal, Obstacle};

fn rules_with(change: impl FnOnce(&mut Rules)) -> Amended {
    let mut panel = panel(3);
    change(&mut panel.rules);
    Amended::Panel(Box::new(panel))
}

fn quota(places: u32) -> Amended {
    rules_with(|rules| rules.quota = places)
}

fn three() -> Review {
    Review::closed(&[("A2", ["25", "25", "25"]), ("B2", ["20", "20", "20"]), ("C2", ["15", "15", "15"])])
}

fn refused(why: AmendRefusal) -> Refusal {
    Refusal::Amend(why)
}

#[test]
fn names_bands_seats_and_dossiers_are_amended_with_a_reason_alone() {
    let mut review = three();
    let renamed = rules_with(|rules| rules.sections[0].name = clean_line("绝活"));
    review.ok(OFFICE, amend(renamed));
    assert_eq!(review.state.rules().unwrap().sections[0].name, clean_line("绝活"));
    let mut seated = panel(4);
    seated.rules.sections[0].name = clean_line("绝活");
    review.ok(OFFICE, amend(Amended::Panel(Box::new(seated))));
    assert_eq!(review.state.experts().count(), 4);
    let text = Facts { trade: clean_line("钳工"), digest: [1; 32], ..dossier("A2") };
    review.ok(OFFICE, amend(Amended::Dossier(Box::new(text.clone()))));
    assert_eq!(review.no(OFFICE, amend(Amended::Dossier(Box::new(text)))), refused(AmendRefusal::NothingChanged));
    assert_eq!(review.counted("E01", "A2"), Some(pts("25")), "no sheet is touched");
    let new = amend(Amended::Dossier(Box::new(dossier("Z2"))));
    assert_eq!(review.no(OFFICE, new), refused(AmendRefusal::NewDossier(code("Z2"))));
    let silent = Command::Amend { amended: quota(3), reason: Clean::default(), votes: None };
    assert_eq!(review.no(OFFICE, silent), Refusal::NoReason);
}

#[test]
fn while_scoring_even_the_quota_needs_no_vote() {
    let mut review = Review::of(&["A2"]);
    review.ok(OFFICE, amend(quota(5)));
    assert_eq!(review.state.rules().unwrap().quota, 5);
    assert_eq!(review.state.amendments[0].lists, None, "no list yet");
}

#[test]
fn an_amendment_of_the_quota_in_review_waits_for_a_second_seat() {
    let mut review = three();
    assert_eq!(review.no(OFFICE, amend(quota(1))), refused(AmendRefusal::NeedsVote));
    assert!(matches!(review.no(OFFICE, amend_with(quota(1), votes(1, 1, 0, &[]))), Refusal::Votes(_)));
    review.ok(OFFICE, amend_with(quota(1), votes(2, 1, 0, &[])));
    assert_eq!(review.state.rules().unwrap().quota, 2, "nothing changed yet");
    let number = *review.state.pending.keys().next().unwrap();
    assert_eq!(review.obstacles(), [Obstacle::Pending(number)]);
    let confirm = |number| Command::ConfirmAmendment { number };
    assert_eq!(review.no(OFFICE, confirm(number)), Refusal::OwnConfirmation);
    assert_eq!(review.no(WATCH, confirm(number + 1)), Refusal::NoPending(number + 1));
    review.ok(WATCH, confirm(number));
    assert_eq!(review.state.rules().unwrap().quota, 1);
    assert!(review.state.pending.is_empty());
    let (before, after) = review.state.amendments[0].lists.clone().unwrap();
    let chosen = |lines: &[shouxi::domain::SealedLine]| {
        lines
            .iter()
            .filter(|line| line.standing == Standing::Selected)
            .map(|line| line.code.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!((chosen(&before), chosen(&after)), (vec!["A2".into(), "B2".into()], vec!["A2".into()]));
}

#[test]
fn a_second_seat_is_a_supervisor_or_another_secretary() {
    for who in [WATCH, DEPUTY] {
        let mut review = three();
        review.ok(OFFICE, amend_with(quota(1), all_three()));
        let number = *review.state.pending.keys().next().unwrap();
        let confirm = || Command::ConfirmAmendment { number };
        assert_eq!(review.no("E01", confirm()), Refusal::Role(&[Role::Secretary, Role::Supervisor]));
        assert_eq!(review.no(OFFICE, confirm()), Refusal::OwnConfirmation);
        review.ok(who, confirm());
        assert_eq!(review.state.rules().unwrap().quota, 1);
    }
}

#[test]
fn what_decides_the_list_needs_vote_and_second_seat_in_review() {
    let weighty: [fn(&mut Rules); 7] = [
        |rules| rules.as_of = day(2024, 8, 1),
        |rules| rules.scoring.deviation = Points::whole(30),
        |rules| rules.scoring.basis = BasisRule::Split { onsite: 40, file: 60 },
        |rules| rules.tally.pass = Some(Points::whole(1)),
        |rules| rules.sections[0].weight = Points::whole(2),
        |rules| rules.sections[0].items[0].max = Points::whole(40),
        |rules| rules.sections.reverse(),
    ];
    for change in weighty {
        assert_eq!(three().no(OFFICE, amend(rules_with(change))), refused(AmendRefusal::NeedsVote));
    }
    let born = Some(Born { date: day(1980, 1, 1), month_only: false });
    let mut left_out = honour(HonourLevel::National);
    left_out.counted = false;
    for facts in [Facts { born, ..dossier("A2") }, Facts { honours: vec![left_out], ..dossier("A2") }] {
        assert_eq!(three().no(OFFICE, amend(Amended::Dossier(Box::new(facts)))), refused(AmendRefusal::NeedsVote));
    }
}

#[test]
fn a_finer_step_a_larger_maximum_or_a_new_item_reopens_the_signed_sheets_which_do_not_count() {
    let extra =
        || Item { id: item("innovation.more"), name: clean_line("新项"), max: Points::whole(5), bands: vec![] };
    let changes: [&dyn Fn(&mut Rules); 3] = [
        &|rules| rules.scoring.step = pts("0.1"),
        &|rules| rules.sections[0].items[0].max = Points::whole(40),
        &|rules| rules.sections[1].items.insert(0, extra()),
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let mut review = Review::of(&["A2"]);
        review.score("E01", "A2", "20");
        review.fill("E02", "A2", "20");
        review.ok(OFFICE, amend(rules_with(change)));
        assert_eq!((review.sheet_state("E01", "A2"), review.counted("E01", "A2")), (SheetState::Drafting, None));
        let sheet = review.state.sheet(&seat("E01"), &code("A2"));
        assert_eq!(sheet.marks.get(0, Basis::File), Some(pts("20")), "the marks stay");
        if n == 2 {
            assert_eq!(review.no("E01", sign("A2")), Refusal::Incomplete(code("A2"), vec![clean_line("新项")]));
            review.ok("E01", mark("A2", "innovation.more", "3"));
        }
        review.ok("E01", sign("A2"));
        assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
    }
}

#[test]
fn a_reopened_sheet_in_review_is_out_and_at_the_amendments_time() {
    let mut review = three();
    let finer = rules_with(|rules| rules.scoring.step = pts("0.1"));
    review.amended(WATCH, finer, all_three());
    assert_eq!(review.sheet_state("E01", "A2"), SheetState::Returned);
    assert!(review.obstacles().contains(&Obstacle::SheetOut(seat("E01"), code("A2"))));
    let returned = review.state.sheet(&seat("E01"), &code("A2")).returned.clone().unwrap();
    assert_eq!((returned.at, returned.reason), (review.state.at, why()));
    assert_eq!(review.standing("A2"), Standing::Incomplete);
    review.ok("E01", mark("A2", "mastery", "25.1"));
    review.ok("E01", sign("A2"));
    review.ok("E02", sign("A2"));
    assert_eq!(review.counted("E02", "A2"), Some(pts("25")), "kept as it was, without a reason");
}

#[test]
fn what_would_make_a_recorded_mark_invalid_is_refused_and_names_no_mark() {
    let mut review = Review::of(&["A2"]);
    review.fill("E01", "A2", "20.5");
    let invalid = |id: &str| refused(AmendRefusal::MarkInvalid(item(id)));
    let lower = rules_with(|rules| rules.sections[0].items[0].max = Points::whole(20));
    assert_eq!(review.no(OFFICE, amend(lower)), invalid("mastery"));
    assert_eq!(review.no(OFFICE, amend(rules_with(|rules| rules.scoring.step = pts("1")))), invalid("mastery"));
    let gone = rules_with(|rules| drop(rules.sections[1].items.pop()));
    assert_eq!(review.no(OFFICE, amend(gone)), refused(AmendRefusal::ItemGone(item("innovation.use"))));
    review.ok(OFFICE, amend(rules_with(|rules| rules.sections[0].items[0].max = pts("20.5"))));
}

#[test]
fn a_coarser_step_that_every_mark_lies_on_reopens_nothing() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    review.ok(OFFICE, amend(rules_with(|rules| rules.scoring.step = pts("1"))));
    assert_eq!(review.counted("E01", "A2"), Some(pts("20")));
}

#[test]
fn marks_follow_their_items_to_new_places() {
    let mut review = Review::of(&["A2"]);
    review.score("E01", "A2", "20");
    review.ok(OFFICE, amend(rules_with(|rules| rules.sections.reverse())));
    let sheet = review.state.sheet(&seat("E01"), &code("A2"));
    assert_eq!(sheet.counted.as_ref().unwrap().get(2, Basis::File), Some(pts("20")));
    assert_eq!(sheet.changes.iter().next().unwrap().item, 2, "its history too");
}

#[test]
fn a_seat_that_acted_neither_goes_nor_changes_its_role() {
    let mut review = Review::of(&["A2"]);
    review.score("E03", "A2", "20");
    let without = |id: &str| {
        let mut panel = panel(3);
        panel.seats.retain(|chair| chair.id != seat(id));
        amend(Amended::Panel(Box::new(panel)))
    };
    assert_eq!(review.no(OFFICE, without("E03")), refused(AmendRefusal::SeatGone(seat("E03"))));
    assert_eq!(review.no(OFFICE, without(OFFICE)), refused(AmendRefusal::SeatGone(seat(OFFICE))));
    let mut promoted = panel(3);
    promoted.seats[2].role = Role::Supervisor;
    let promoted = amend(Amended::Panel(Box::new(promoted)));
    assert_eq!(review.no(OFFICE, promoted), refused(AmendRefusal::SeatGone(seat("E03"))));
    review.ok(OFFICE, without("E02"));
    assert_eq!(review.no("E02", declare("A2")), Refusal::NoSeat(clean_line("E02"), Some(seat("E01"))));
}

#[test]
fn a_proposal_lapses_when_its_file_is_amended_meanwhile_and_would_undo_nothing() {
    let mut review = three();
    review.ok(OFFICE, amend_with(quota(1), all_three()));
    let number = *review.state.pending.keys().next().unwrap();
    review.ok(OFFICE, amend(Amended::Panel(Box::new(panel(4)))));
    assert_eq!(review.no(WATCH, Command::ConfirmAmendment { number }), Refusal::NoPending(number));
    assert_eq!(review.state.experts().count(), 4);
    // Another file's proposal stays.
    let born = Some(Born { date: day(1985, 1, 1), month_only: false });
    let facts = Amended::Dossier(Box::new(Facts { born, ..dossier("A2") }));
    review.ok(OFFICE, amend_with(facts, all_three()));
    review.ok(OFFICE, amend(Amended::Panel(Box::new(panel(5)))));
    assert_eq!(review.state.pending.len(), 1);
}

#[test]
fn a_proposal_that_nobody_confirms_is_taken_back_by_amending_to_what_stands() {
    let mut review = three();
    review.ok(OFFICE, amend_with(quota(1), all_three()));
    review.ok(OFFICE, amend(quota(2)));
    assert!(review.state.pending.is_empty());
    review.ok(OFFICE, Command::Finalise);
    assert_eq!(review.state.rules().unwrap().quota, 2);
}

#[test]
fn a_confirmed_amendment_is_done_when_confirmed_again() {
    let mut review = three();
    review.ok(OFFICE, amend_with(quota(1), all_three()));
    let number = *review.state.pending.keys().next().unwrap();
    review.ok(WATCH, Command::ConfirmAmendment { number });
    review.done(WATCH, Command::ConfirmAmendment { number });
}
