//! Opening, and what it refuses.

use super::*;

fn open(panel: Panel, dossiers: Vec<Facts>) -> Result<Vec<What>, Refusal> {
    let actor = Actor { seat: seat(OFFICE), route: Route::Local };
    decide(&State::default(), &actor, &Command::Open { panel: Box::new(panel), dossiers, key: Some([7; 32]) })
}

#[test]
fn opening_writes_rules_facts_and_the_key_and_scoring_begins() {
    let mut review = Review { state: State::default(), events: vec![], clock: 0 };
    let (mut panel, dossiers) = (panel(3), vec![dossier("B2"), dossier("A2")]);
    panel.visits = vec![visit("A2", &["E01"])];
    review.ok(OFFICE, Command::Open { panel: Box::new(panel.clone()), dossiers: dossiers.clone(), key: Some([7; 32]) });
    assert_eq!(review.state.stage, Stage::Scoring);
    assert_eq!(review.state.panel.as_deref(), Some(&panel));
    assert_eq!(review.state.key, Some([7; 32]));
    assert!(dossiers.iter().all(|facts| review.state.dossiers.get(&facts.code) == Some(facts)));
}

#[test]
fn nothing_but_opening_is_done_in_setup_and_only_the_secretary_opens() {
    let mut review = Review { state: State::default(), events: vec![], clock: 0 };
    for command in [declare("A2"), close(), Command::Finalise, excuse("E01", None)] {
        assert_eq!(review.no(OFFICE, command), stage(Stage::Setup, &[Stage::Scoring]));
    }
    let command = Command::Open { panel: Box::new(panel(3)), dossiers: vec![], key: None };
    assert_eq!(review.no("E01", command.clone()), Refusal::Role(&[Role::Secretary]));
    assert_eq!(review.no(WATCH, command.clone()), Refusal::Role(&[Role::Secretary]));
    assert!(matches!(review.no("S99", command), Refusal::NoSeat(..)));
}

#[test]
fn a_panel_is_opened_once() {
    let mut review = Review::of(&["A2"]);
    let again = Command::Open { panel: Box::new(panel(3)), dossiers: vec![], key: None };
    assert_eq!(review.no(OFFICE, again), stage(Stage::Scoring, &[Stage::Setup]));
}

#[test]
fn what_check_would_refuse_is_not_opened() {
    assert_eq!(open(panel(0), vec![]), Err(Refusal::Findings(1)));
    let mut twice = panel(2);
    twice.seats.push(chair("E01", Role::Expert));
    twice.rules.quota = 0;
    assert_eq!(open(twice, vec![]), Err(Refusal::Findings(2)));
    assert_eq!(open(panel(2), vec![dossier("A2"), dossier("A2")]), Err(Refusal::Twice(code("A2"))));
    assert_eq!(open(panel(199), vec![]), Err(Refusal::Limit(200)));
}

#[test]
fn each_role_may_ask_for_its_own_acts_alone() {
    let mut review = Review::of(&["A2"]);
    for command in [close(), Command::Finalise, excuse("E01", None), give_back("E01", "A2", None), withdraw("A2")] {
        for who in ["E01", WATCH] {
            assert_eq!(review.no(who, command.clone()), Refusal::Role(&[Role::Secretary]));
        }
    }
    for command in [declare("A2"), mark("A2", "mastery", "1"), sign("A2"), Command::SignAll, explain("A2", "mastery")] {
        for who in [OFFICE, WATCH] {
            assert_eq!(review.no(who, command.clone()), Refusal::Role(&[Role::Expert]));
        }
    }
    assert_eq!(review.no(WATCH, recuse("E01", "A2", Aside::Conflict)), Refusal::Role(&[Role::Expert, Role::Secretary]));
    assert_eq!(
        review.no("E01", Command::ConfirmAmendment { number: 1 }),
        Refusal::Role(&[Role::Secretary, Role::Supervisor])
    );
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let mut review = Review::of(&["A234"]);
    assert_eq!(review.no("E01", declare("A235")), Refusal::NoDossier(clean_line("A235"), Some(code("A234"))));
    assert!(matches!(review.no(OFFICE, excuse("E1", None)), Refusal::NoSeat(_, Some(near)) if near == seat("E01")));
    assert_eq!(review.no(OFFICE, excuse(WATCH, None)), Refusal::NotExpert(seat(WATCH)));
    review.ok("E01", declare("A234"));
    let near = review.no("E01", mark("A234", "inovation.use", "1"));
    assert_eq!(near, Refusal::NoItem(clean_line("inovation.use"), Some(item("innovation.use"))));
}
