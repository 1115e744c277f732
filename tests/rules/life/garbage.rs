//! Events nobody decided: folding them gives a state or a misfit, never a panic.

use super::*;
use proptest::prelude::*;
use shouxi::domain::{BatchKind, DecidedGroup, DecidedMember, Decision, Fact, MarkSet, RulesHead, SealedLine};

fn who() -> impl Strategy<Value = SeatId> {
    prop::sample::select(vec!["E01", "E02", "E03", OFFICE, WATCH, "X99"]).prop_map(seat)
}

fn which() -> impl Strategy<Value = Code> {
    prop::sample::select(vec!["A2", "B2", "C2", "Z9"]).prop_map(code)
}

fn points() -> impl Strategy<Value = Points> {
    prop::sample::select(vec![Points::ZERO, pts("0.3"), pts("20"), Points::MAX])
}

fn mark_set() -> impl Strategy<Value = MarkSet> {
    let name = prop::sample::select(vec!["mastery", "innovation.use", "nothing"]);
    let basis = prop::sample::select(vec![Basis::File, Basis::Onsite]);
    (name, basis, prop::option::of(points()), prop::option::of(Just(why())))
        .prop_map(|(name, basis, points, note)| MarkSet { item: item(name), basis, points, note })
}

fn strange_rules() -> impl Strategy<Value = Rules> {
    (0_u8..=255, points(), 0_u32..4, any::<bool>(), any::<u32>()).prop_map(|(decimals, step, quota, bare, drop)| {
        let mut rules = rules();
        (rules.tally.decimals, rules.scoring.step, rules.quota, rules.tally.drop) = (decimals, step, quota, drop);
        rules.tally.min_sheets = drop % 3;
        rules.tally.average = if bare { Average::Section } else { Average::Total };
        rules.scoring.basis = BasisRule::Split { onsite: decimals, file: decimals };
        rules.sections.truncate(if bare { 0 } else { 2 });
        rules
    })
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        2 => strange_rules().prop_map(|rules| {
            Fact::Rules(Box::new(RulesHead { rules, paper: Paper::default(), witness: vec![], digest: [0; 32] }))
        }),
        2 => Just(Fact::Section(Section { items: vec![], ..rules().sections.remove(1) })),
        2 => Just(Fact::Item(rules().sections.remove(0).items.remove(0))),
        2 => who().prop_map(|id| Fact::Seat(chair(id.as_str(), Role::Expert))),
        1 => which().prop_map(|id| Fact::Visit(visit(id.as_str(), &["E01"]))),
        2 => which().prop_map(|id| Fact::Dossier(Box::new(dossier(id.as_str())))),
    ]
}

fn batch() -> impl Strategy<Value = What> {
    let kind = prop_oneof![
        Just(BatchKind::Opening { key: None }),
        any::<bool>().prop_map(|pending| BatchKind::Amending { reason: why(), votes: None, pending }),
    ];
    (kind, 0_u32..4).prop_map(|(kind, parts)| What::Batch { kind, parts })
}

fn decision() -> impl Strategy<Value = What> {
    let member = (which(), any::<bool>(), 0_u32..2).prop_map(|(code, young, honours)| DecidedMember {
        code,
        score: clean_line("20.00"),
        honours: [honours; 3],
        young,
    });
    let order = prop::option::of(prop::collection::vec(which(), 0..4));
    (0_u32..4, any::<u32>(), prop::collection::vec(member, 0..4), order).prop_map(|(rank, places, members, order)| {
        let group = DecidedGroup { rank, places, members };
        What::Decided(Decision { group, order, votes: Votes::default(), note: why() })
    })
}

fn what() -> impl Strategy<Value = What> {
    let halves = prop::collection::vec(prop::sample::select(vec![Half::File, Half::Onsite]), 0..3);
    let to = prop::sample::select(vec![Stage::Setup, Stage::Scoring, Stage::Review, Stage::Final]);
    let aside = prop::sample::select(vec![Aside::Conflict, Aside::Recognised, Aside::Abstained]);
    let part = prop::option::of(prop::sample::select(vec!["mastery", "nothing"]).prop_map(section));
    let line = which().prop_map(|code| SealedLine {
        rank: Some(1),
        code,
        standing: Standing::Selected,
        exact: Clean::default(),
    });
    let reason = why;
    prop_oneof![
        3 => batch(),
        6 => fact().prop_map(What::Fact),
        1 => (1_u64..60).prop_map(|number| What::AmendmentConfirmed { number }),
        3 => to.prop_map(move |to| What::StageChanged { to, reason: reason() }),
        1 => (0_u32..2, line).prop_map(|(left, line)| What::Sealed { left, lines: vec![line] }),
        1 => which().prop_map(|dossier| What::Declared { dossier }),
        3 => (which(), mark_set(), prop::sample::select(vec![How::Entered, How::Undone, How::Redone]))
            .prop_map(|(dossier, mark, how)| What::Marked { dossier, mark, how }),
        1 => which().prop_map(move |dossier| What::Noted { dossier, note: reason() }),
        3 => (who(), which(), prop::collection::vec(mark_set(), 0..4), any::<bool>()).prop_map(
            |(seat, dossier, marks, transcribed)| What::Entered { seat, dossier, marks, note: None, transcribed }
        ),
        4 => (who(), which(), halves).prop_map(|(seat, dossier, halves)| What::Signed { seat, dossier, halves }),
        1 => (who(), which(), aside)
            .prop_map(move |(seat, dossier, aside)| What::SetAside { seat, dossier, aside, reason: reason() }),
        1 => (who(), which()).prop_map(move |(seat, dossier)| What::AsideUndone { seat, dossier, reason: reason() }),
        1 => (who(), prop::option::of(which()))
            .prop_map(move |(seat, dossier)| What::Excused { seat, dossier, reason: reason() }),
        2 => (who(), who()).prop_map(move |(old, new)| What::Replaced { old, new, reason: reason() }),
        2 => (who(), which(), part)
            .prop_map(move |(seat, dossier, section)| What::Returned { seat, dossier, section, reason: reason() }),
        1 => (who(), which()).prop_map(move |(seat, dossier)| What::ReturnCancelled { seat, dossier, reason: reason() }),
        1 => which().prop_map(move |dossier| What::Explained { dossier, section: section("mastery"), reason: reason() }),
        1 => which().prop_map(move |dossier| What::ReturnAsked { dossier, reason: reason() }),
        2 => which().prop_map(move |dossier| What::Withdrawn { dossier, reason: reason() }),
        1 => which().prop_map(move |dossier| What::WithdrawalUndone { dossier, reason: reason() }),
        3 => decision(),
        1 => (who(), which()).prop_map(|(seat, dossier)| What::Confirmed { seat, dossier }),
        1 => which().prop_map(move |dossier| What::SecrecyChecked { dossier, by: reason(), result: reason() }),
        1 => Just(What::Dissented { text: why() }),
        1 => (who(), which()).prop_map(move |(seat, dossier)| {
            What::ExplanationEntered { seat, dossier, section: section("mastery"), reason: reason() }
        }),
        1 => prop::collection::vec(which(), 0..3).prop_map(|codes| What::MeetingOpened { codes }),
        1 => Just(What::MeetingClosed),
    ]
}

/// Everything that looks at a state.
fn look(state: &State) {
    let _ = (state.list(), state.sealed_lines(), decide::obstacles(state), decide::cautions_at_final(state));
    let _ = (state.missing_sheets(), state.empty_places(), state.experts().count());
    for id in ["A2", "B2", "Z9"].map(code) {
        let _ = (state.line(&id), state.counted(&id), state.left_unranked(&id));
        for who in ["E01", "E02", "X99"].map(seat) {
            let sheet = state.sheet(&who, &id);
            let _ = (state.visit_due(&who, &id), state.sheet_state(&who, &id));
            let _ = (sheet.undo(), sheet.redo(), sheet.file_changes_after_visit().count());
            let _ = state.rules().map(|rules| sheet.missing_names(rules));
        }
    }
}

proptest! {
    #[test]
    fn no_event_makes_folding_panic(
        opened in any::<bool>(),
        events in prop::collection::vec((what(), who(), prop::bool::weighted(0.02)), 1..60),
    ) {
        let mut state = if opened { Review::of(&["A2", "B2", "C2"]).state } else { State::default() };
        for (what, seat, skips) in events {
            let number = state.last + 1 + u64::from(skips);
            let event = Event { number, at: state.at, seat, route: Route::Carried, what, digest: [0; 32] };
            let sound = state.clone();
            if state.apply(&event).is_err() {
                // What a misfit leaves may be looked at as well, but not trusted.
                look(&state);
                state = sound;
            }
        }
        look(&state);
    }
}

#[test]
fn an_event_out_of_number_or_time_is_a_misfit() {
    let review = Review::of(&["A2"]);
    let what = What::Withdrawn { dossier: code("A2"), reason: why() };
    let last = review.events.last().unwrap().clone();
    let after = |number, at| Event { number, at: Moment(at), what: what.clone(), ..last.clone() };
    let fits = |event: Event| review.state.clone().apply(&event).is_ok();
    assert!(fits(after(last.number + 1, last.at.0)));
    assert!(!fits(after(last.number, last.at.0)) && !fits(after(last.number + 2, last.at.0)));
    assert!(!fits(after(last.number + 1, last.at.0 - 1)));
}

#[test]
fn replacements_never_go_round_in_a_circle() {
    let mut review = Review::of(&["A2"]);
    review.ok(OFFICE, replace("E01", "E02"));
    for (old, new) in [("E02", "E01"), ("E01", "E03"), ("E03", "E03")] {
        let what = What::Replaced { old: seat(old), new: seat(new), reason: why() };
        let last = review.events.last().unwrap().clone();
        let event = Event { number: last.number + 1, what, ..last };
        assert!(review.state.clone().apply(&event).is_err(), "{old} {new}");
    }
}
