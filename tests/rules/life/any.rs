//! What holds whatever anybody does, in any order: arbitrary commands by arbitrary seats on a small panel.

use super::*;
use proptest::prelude::*;
use shouxi::domain::{Marks, RowAside, RowMark, SheetRows};
use std::collections::BTreeMap;
use std::sync::Arc;

const SEATS: [&str; 7] = ["E01", "E02", "E03", "E04", OFFICE, DEPUTY, WATCH];
const EXPERTS: usize = 4;
const CODES: [&str; 4] = ["A2", "B2", "C2", "D2"];
type Step = (&'static str, Command);

const POINTS: [&str; 5] = ["0", "10", "20", "20.1", "31"];

fn expert() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&SEATS[..EXPERTS])
}

fn which() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&CODES[..])
}

fn marks() -> impl Strategy<Value = Command> {
    let name = prop::sample::select(&ITEMS[..]);
    let basis = prop::sample::select(vec![Basis::File, Basis::Onsite]);
    let how = prop::sample::select(vec![How::Entered, How::Undone, How::Redone]);
    let points = prop::option::of(prop::sample::select(&POINTS[..]));
    (which(), name, basis, points, how, prop::option::of(0_u64..6)).prop_map(
        |(id, name, basis, points, how, revision)| Command::Mark {
            dossier: code(id),
            revision,
            item: item(name),
            basis,
            points: points.map(pts),
            note: None,
            how,
        },
    )
}

fn file() -> impl Strategy<Value = Command> {
    let points = prop::sample::select(&POINTS[..3]);
    let aside = prop::sample::select(vec![
        None,
        None,
        None,
        None,
        Some(RowAside::Aside(Aside::Conflict)),
        Some(RowAside::Aside(Aside::Abstained)),
        Some(RowAside::Excused),
    ]);
    let rows = (expert(), which(), points, any::<bool>(), aside).prop_map(|(who, id, points, visited, aside)| {
        let mark = |(line, name): (u64, &str), basis, points| RowMark {
            line,
            item: item(name),
            basis,
            points: pts(points),
            note: Clean::default(),
        };
        let places = (2..).zip(ITEMS);
        let mut marks: Vec<_> =
            places.map(|(line, name)| mark((line, name), Basis::File, if line == 2 { points } else { "5" })).collect();
        if visited {
            marks.push(mark((9, "mastery"), Basis::Onsite, points));
        }
        SheetRows { seat: seat(who), dossier: code(id), line: 2, marks, note: None, aside: aside.map(|a| (a, why())) }
    });
    (prop::collection::vec(rows, 1..4), any::<bool>()).prop_map(|(sheets, sign)| Command::Import { sheets, sign })
}

fn amendments() -> impl Strategy<Value = Command> {
    let file = prop_oneof![
        (1_u32..4, any::<bool>(), any::<bool>(), any::<bool>(), 4_usize..6).prop_map(
            |(quota, finer, larger, visited, experts)| {
                let mut panel = panel(experts);
                panel.rules.quota = quota;
                if finer {
                    panel.rules.scoring.step = pts("0.1");
                }
                if larger {
                    panel.rules.sections[0].items[0].max = Points::whole(40);
                }
                if visited {
                    panel.visits = vec![visit("A2", &["E01"])];
                }
                Amended::Panel(Box::new(panel))
            }
        ),
        (which(), 0_usize..2).prop_map(|(id, honours)| {
            let honours = vec![honour(HonourLevel::Provincial); honours];
            Amended::Dossier(Box::new(Facts { honours, ..dossier(id) }))
        }),
    ];
    file.prop_map(|amended| amend_with(amended, votes(3, 0, 0, &[])))
}

fn decisions() -> impl Strategy<Value = Command> {
    let codes = Just(CODES.to_vec()).prop_shuffle();
    (codes, 1_usize..4, any::<bool>()).prop_map(|(codes, n, none)| vote(&codes[..n], none, all_three()))
}

fn command() -> impl Strategy<Value = Command> {
    let aside = prop::sample::select(vec![Aside::Conflict, Aside::Recognised, Aside::Abstained]);
    let part = prop::option::of(prop::sample::select(vec!["mastery", "innovation"]));
    let half = prop::option::of(prop::sample::select(vec![Half::File, Half::Onsite]));
    prop_oneof![
        4 => marks(),
        4 => file(),
        2 => amendments(),
        4 => decisions(),
        2 => which().prop_map(declare),
        3 => (which(), half).prop_map(|(id, half)| Command::Sign { dossiers: vec![code(id)], half, revision: None }),
        1 => Just(Command::SignAll),
        2 => (expert(), which(), aside).prop_map(|(who, id, aside)| recuse(who, id, aside)),
        1 => (expert(), which()).prop_map(|(who, id)| undo_recuse(who, id)),
        2 => (expert(), prop::option::of(which())).prop_map(|(who, id)| excuse(who, id)),
        1 => (expert(), expert()).prop_map(|(old, new)| replace(old, new)),
        3 => (expert(), which(), part).prop_map(|(who, id, part)| give_back(who, id, part)),
        2 => (expert(), which()).prop_map(|(who, id)| cancel(who, id)),
        2 => which().prop_map(|id| explain(id, "mastery")),
        2 => which().prop_map(withdraw),
        1 => which().prop_map(undo_withdraw),
        2 => (expert(), which()).prop_map(|(who, id)| confirm(who, id)),
        // 0 stands for the oldest that waits, whatever its number is.
        2 => (0_u64..6).prop_map(|number| Command::ConfirmAmendment { number }),
        1 => Just(close()),
        1 => Just(Command::Close { reason: why() }),
        2 => Just(Command::Finalise),
        1 => which().prop_map(|id| Command::AskReturn { dossier: code(id), reason: why() }),
        1 => which().prop_map(|id| Command::CheckSecrecy { dossier: code(id), by: why(), result: why() }),
        1 => Just(Command::Dissent { text: why() }),
    ]
}

/// By anybody; three times out of four by somebody whose role may ask for it, for their own sheets if it is an expert.
fn step(command: impl Strategy<Value = Command>) -> impl Strategy<Value = Step> {
    (0..SEATS.len(), prop::bool::weighted(0.75), command).prop_map(|(who, likely, mut command)| {
        let roles = shouxi::domain::rights::roles_for(&command);
        let fits: Vec<&str> = SEATS.into_iter().filter(|who| !likely || roles.contains(&role(who))).collect();
        let who = fits[who % fits.len()];
        if likely && role(who) == Role::Expert {
            match &mut command {
                Command::Import { sheets, .. } => sheets.iter_mut().for_each(|rows| rows.seat = seat(who)),
                Command::SetAside { seat: of, .. } | Command::ConfirmSheet { seat: of, .. } => *of = seat(who),
                _ => {}
            }
        }
        (who, command)
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(command()), 1..50)
}

/// What a sealed list lives through.
fn late_steps() -> impl Strategy<Value = Vec<Step>> {
    let command = prop_oneof![
        4 => which().prop_map(withdraw),
        3 => which().prop_map(undo_withdraw),
        4 => which().prop_map(|id| vote(&[id], false, all_three())),
        1 => Just(Command::Close { reason: why() }),
        1 => Just(Command::Finalise),
        2 => command(),
    ];
    prop::collection::vec(step(command), 1..30)
}

fn role(who: &str) -> Role {
    panel(EXPERTS).seat(&seat(who)).unwrap().role
}

fn start(stage: Stage) -> Review {
    let secret = Facts { confidential: true, ..dossier("D2") };
    let mut facts: Vec<Facts> = CODES[..3].iter().map(|id| dossier(id)).collect();
    facts.push(secret);
    let mut panel = panel(EXPERTS);
    if stage == Stage::Scoring {
        panel.visits = vec![visit("A2", &["E01"])];
    }
    let mut review = Review::open(panel, facts);
    if stage > Stage::Scoring {
        // In review three share the two places; in final they do not, and two are in reserve.
        let points = if stage == Stage::Review { ["20", "20", "20", "10"] } else { ["20", "10", "10", "20"] };
        for (id, points) in CODES.into_iter().zip(points) {
            for who in &SEATS[..EXPERTS] {
                review.score(who, id, points);
            }
        }
        review.close();
    }
    if stage == Stage::Final {
        review.ok(OFFICE, Command::CheckSecrecy { dossier: code("D2"), by: why(), result: why() });
        review.ok(OFFICE, Command::Finalise);
    }
    review
}

type Counted = BTreeMap<(Code, SeatId), Arc<Marks>>;

/// The counted version of every sheet that has one, counting now or not.
fn versions(state: &State) -> Counted {
    let mut found = Counted::new();
    for dossier in state.dossiers.keys() {
        for (seat, sheet) in state.sheets_of(dossier) {
            found.extend(sheet.counted.clone().map(|marks| ((dossier.clone(), seat.clone()), marks)));
        }
    }
    found
}

/// A counted version comes by its own seat's signature or a signed transcription of it; it goes only where an amendment
/// or a replacement reopens the sheet. Nothing else touches it.
fn may_change(who: &str, command: &Command, of: &SeatId, goes: bool) -> bool {
    match command {
        Command::Amend { .. } | Command::ConfirmAmendment { .. } | Command::Replace { .. } => goes,
        Command::Sign { .. } | Command::SignAll => !goes && *of == seat(who),
        Command::Import { sheets, sign } => !goes && *sign && sheets.iter().any(|rows| rows.seat == *of),
        _ => false,
    }
}

fn list_is_well_formed(state: &State) {
    let list = state.list().unwrap();
    let mut codes: Vec<&Code> = list.lines.iter().map(|ranked| &ranked.line.code).collect();
    codes.sort();
    assert!(codes.iter().copied().eq(state.dossiers.keys()), "every dossier exactly once");
    let selected = list.lines.iter().filter(|ranked| ranked.standing == Standing::Selected).count();
    assert!(selected <= usize::try_from(state.rules().unwrap().quota).unwrap(), "never more than the quota");
    let mut before = 0;
    for (place, ranked) in (1_u32..).zip(&list.lines) {
        let Some(rank) = ranked.rank else { break };
        match state.sealed.iter().flatten().find(|line| line.code == ranked.line.code) {
            // Once sealed a rank stays, and whoever withdraws leaves a gap.
            Some(sealed) => assert!(sealed.rank == Some(rank) && rank >= before),
            None => assert!(rank == place || rank == before, "{rank} in place {place} after {before}"),
        }
        before = rank;
    }
    let ranked = list.lines.iter().filter(|ranked| ranked.rank.is_some()).count();
    assert!(list.lines.iter().take(ranked).all(|ranked| ranked.rank.is_some()), "the unranked come last");
}

/// A counted sheet has a mark for every item, so that nothing unscored ever counts as 0.
fn what_counts_is_complete(state: &State) {
    let list = state.list().unwrap();
    for ranked in &list.lines {
        assert!(ranked.line.unscored.is_empty(), "{:?}", ranked.line.unscored);
    }
}

fn live(from: Stage, steps: &[Step]) {
    let mut review = start(from);
    let mut seen = vec![(review.events.len(), review.state.clone())];
    for (who, command) in steps {
        let before = review.state.clone();
        let oldest = review.state.pending.keys().next().copied().unwrap_or(0);
        let command = &match command {
            Command::ConfirmAmendment { number: 0 } => Command::ConfirmAmendment { number: oldest },
            other => other.clone(),
        };
        let decided = review.try_do(who, command);
        if !decided.is_ok_and(|events| !events.is_empty()) {
            assert_eq!(before, review.state, "refused or done: nothing changes");
            continue;
        }
        assert!(
            before.stage <= review.state.stage || (before.stage, review.state.stage) == (Stage::Final, Stage::Review)
        );
        list_is_well_formed(&review.state);
        what_counts_is_complete(&review.state);
        let (old, new) = (versions(&before), versions(&review.state));
        for key in old.keys().chain(new.keys()).filter(|key| old.get(key) != new.get(key)) {
            assert!(may_change(who, command, &key.1, !new.contains_key(key)), "{key:?} by {who} {command:?}");
        }
        seen.push((review.events.len(), review.state.clone()));
    }
    let mut again = State::default();
    let mut seen = seen.into_iter().peekable();
    for (count, event) in (1..).zip(&review.events) {
        again.apply(event).unwrap();
        while let Some((_, state)) = seen.next_if(|(at, _)| *at == count) {
            assert_eq!(again, state, "folded anew after {count} events");
        }
    }
    assert_eq!(seen.next(), None);
}

proptest! {
    #[test]
    fn from_scoring_on_every_step_keeps_the_promises(steps in steps()) {
        live(Stage::Scoring, &steps);
    }

    #[test]
    fn from_review_on_every_step_keeps_the_promises(steps in steps()) {
        live(Stage::Review, &steps);
    }

    #[test]
    fn from_final_on_every_step_keeps_the_promises(steps in late_steps()) {
        live(Stage::Final, &steps);
    }
}
