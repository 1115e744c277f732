//! The canary gate (DESIGN §7): in a panel where every secret occurs once, every seat asks everything at every stage,
//! and what it is told must be what the table in `secret` says: no secret more, and none less. Flipping any single
//! right makes the gate notice, but for the few that show nothing at all.

pub(crate) mod panel;
mod secret;
pub(crate) mod world;

use std::collections::BTreeSet;

use shouxi::desk::view::{Ask, Rights, View, build_with};
use shouxi::domain::rights::{Thing, Viewer, may_see};
use shouxi::domain::*;
use shouxi::text::clean;

use panel::{CODES, EXPERTS, ITEMS, SEATS, code, seat};
use secret::{Kind, Verdict, Who, verdict};
use world::World;

/// The whole life of a review, looked at along the way.
pub(crate) fn life(experts: ExpertsSee) -> Vec<(&'static str, World)> {
    let mut looks = vec![];
    let mut world = World::new(experts);
    looks.push(("setup", world.clone()));
    world.open();
    looks.push(("opened", world.clone()));
    score(&mut world);
    looks.push(("scoring", world.clone()));
    world.close();
    looks.push(("review", world.clone()));
    review(&mut world);
    looks.push(("returned", world.clone()));
    let number = world.amend();
    looks.push(("pending", world.clone()));
    settle(&mut world, number);
    world.act("S01", &Command::Finalise);
    looks.push(("final", world.clone()));
    let reason = world.hidden_word(Kind::Office(Stage::Review), "withdraw");
    world.act("S02", &Command::Withdraw { dossier: code("W22"), reason });
    looks.push(("left after final", world.clone()));
    let tied = World::tied(experts, MEETING);
    looks.push(("tied", tied.clone()));
    looks.push(("meeting", met(tied)));
    looks.into_iter().map(|(name, world)| (name, world.with_scores())).collect()
}

/// Two dossiers with the same marks.
const MEETING: [&str; 2] = ["W44", "W66"];

fn met(mut world: World) -> World {
    world.act("S01", &Command::OpenMeeting { codes: MEETING.map(code).into() });
    world
}

/// The panel as it was at a named look.
pub(crate) fn look<'a>(looks: &'a [(&'static str, World)], name: &str) -> &'a World {
    &looks.iter().find(|(found, _)| *found == name).unwrap().1
}

fn score(world: &mut World) {
    world.fill_and_sign("E01", "W22");
    for about in ["W44", "W55", "W66"] {
        world.fill_and_sign("E01", about);
        world.fill_and_sign("E02", about);
    }
    world.fill_and_sign("E02", "W22");
    world.fill("E01", "W77");
    world.fill_and_sign("E02", "W77");
    // Recognised after marking.
    world.fill("E03", "W22");
    let reason = world.reason("E03", Some("E03"));
    let (dossier, aside) = (code("W22"), Aside::Recognised);
    world.act("E03", &Command::SetAside { seat: seat("E03"), dossier: dossier.clone(), aside, reason });
    // Recused by the office, and back.
    let reason = world.reason("S02", Some("E03"));
    let (dossier, aside) = (code("W44"), Aside::Conflict);
    world.act("S02", &Command::SetAside { seat: seat("E03"), dossier: dossier.clone(), aside, reason });
    let reason = world.reason("S02", Some("E03"));
    world.act("S02", &Command::UndoAside { seat: seat("E03"), dossier, reason });
    world.fill_and_sign("E03", "W44");
    world.fill_and_sign("E03", "W55");
    // From paper: confirmed by a supervisor, by another secretary, by nobody, and continued by the seat's own hand.
    world.transcribe("S01", "E04", "W22", true);
    world.confirm("V01", "E04", "W22");
    world.transcribe("S02", "E04", "W55", true);
    world.confirm("S01", "E04", "W55");
    world.transcribe("S01", "E04", "W44", true);
    world.transcribe("S01", "E04", "W77", false);
    world.mark("E04", "W77", ITEMS[0], Basis::Onsite);
    // A seat that is replaced.
    world.fill("E05", "W22");
    world.fill_and_sign("E05", "W44");
    let reason = world.reason("S01", None);
    world.act("S01", &Command::Replace { old: seat("E05"), new: seat("E06"), reason });
    for about in ["W22", "W44", "W55"] {
        world.fill_and_sign("E06", about);
    }
    let reason = world.reason("E06", Some("E06"));
    world.act("E06", &Command::AskReturn { dossier: code("W44"), reason });
    world.excuse("E03", Some("W66"));
    let reason = world.hidden_word(Kind::Office(Stage::Scoring), "withdraw");
    world.act("S01", &Command::Withdraw { dossier: code("W77"), reason });
    let by = world.hidden_word(Kind::Office(Stage::Scoring), "checker");
    let result = world.hidden_word(Kind::Office(Stage::Scoring), "result");
    world.act("S01", &Command::CheckSecrecy { dossier: code("W55"), by, result });
}

fn review(world: &mut World) {
    // One sheet signed again with another mark, one out with a mark that is not signed, one kept with a reason.
    world.give_back("E02", "W44");
    world.mark("E02", "W44", ITEMS[0], Basis::File);
    world.sign("E02", "W44");
    world.give_back("E01", "W44");
    world.mark("E01", "W44", ITEMS[0], Basis::File);
    world.give_back("E03", "W44");
    let reason = world.reason("E03", Some("E03"));
    let section = SectionId::parse(ITEMS[0]).unwrap();
    world.act("E03", &Command::Explain { dossier: code("W44"), section, reason });
    let text = world.reason("E06", Some("E06"));
    world.act("E06", &Command::Dissent { text });
}

fn settle(world: &mut World, pending: u64) {
    world.act("V01", &Command::ConfirmAmendment { number: pending });
    let reason = world.reason("S01", Some("E01"));
    world.act("S01", &Command::CancelReturn { seat: seat("E01"), dossier: code("W44"), reason });
    world.now.insert((seat("E01"), code("W44")), world.signed[&(seat("E01"), code("W44"))].clone());
    world.sign("E03", "W44");
    world.excuse("E04", None);
    world.excuse("E06", Some("W66"));
    let note = world.hidden_word(Kind::Office(Stage::Review), "decision");
    world.act("S01", &Command::Decide { codes: vec![code("W66")], none: true, votes: World::votes(), note });
}

/// Everything a seat can ask for, foreign seats and codes that do not exist included.
fn asks(world: &World) -> Vec<Ask> {
    let mut asks =
        vec![Ask::Home, Ask::Dossiers, Ask::Ladder, Ask::Progress, Ask::List, Ask::WhatIf, Ask::Folder, Ask::Marks];
    asks.push(Ask::Meeting);
    for about in CODES.iter().chain(&["Z99"]) {
        asks.extend([Ask::Desk(code(about)), Ask::Dossier(code(about)), Ask::Sheets(code(about))]);
        asks.extend(SEATS.iter().chain(&["E99"]).map(|id| Ask::Transcribed(seat(id), code(about))));
        asks.extend(SEATS.iter().chain(&["E99"]).map(|id| Ask::Entry(seat(id), code(about))));
    }
    let words = |words: &[&str]| words.iter().map(|word| clean(word)).collect::<Vec<_>>();
    // Words that stand in every text, in one, in none: whom they find must be what a seat may read.
    asks.extend(
        [&["<text", "<story", "<award"][..], &["<text-w55>"], &["<TEXT-W22>"], &["nowhere"]]
            .map(|looked| Ask::Find { words: words(looked), from: None }),
    );
    asks.push(Ask::Find { words: words(&["<text"]), from: Some(code("W55")) });
    let pieces = [(0, 0), (1, 1_000), (1, u32::MAX), (7, 3), (u64::MAX, u32::MAX)];
    asks.extend(pieces.map(|(from, count)| Ask::Log { from, count }));
    asks.push(Ask::Verify { heads: vec![clean("00")], receipt: None });
    for id in SEATS {
        let first = world.events.iter().find(|event| event.seat == seat(id));
        let receipt = Some(clean(&first.map_or_else(|| "0000000000000000".into(), Event::receipt)));
        asks.push(Ask::Verify { heads: vec![], receipt });
    }
    asks
}

/// What comes back, whatever it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Seen,
    Hidden,
    NotOpened,
    Refused,
}

fn outcome(result: &Result<View, Refusal>) -> Outcome {
    match result {
        Ok(_) => Outcome::Seen,
        Err(Refusal::Hidden) => Outcome::Hidden,
        Err(Refusal::Stage { .. }) => Outcome::NotOpened,
        Err(_) => Outcome::Refused,
    }
}

/// DESIGN §7, by question.
fn expected(world: &World, who: &Who<'_>, ask: &Ask) -> Outcome {
    use Outcome::{Hidden, NotOpened, Refused, Seen};
    let setup = who.stage == Stage::Setup;
    let known = |about: &Code| CODES.contains(&about.as_str());
    let opened = |allowed: bool| match (allowed, setup) {
        (false, _) => Hidden,
        (true, true) => NotOpened,
        (true, false) => Seen,
    };
    let of = |about: &Code, outcome| if outcome == Seen && !known(about) { Refused } else { outcome };
    let plain = |allowed| if allowed { Seen } else { Hidden };
    match ask {
        Ask::Home | Ask::Log { .. } => Seen,
        Ask::Dossiers => plain(!setup || who.is_secretary()),
        Ask::Ladder => opened(who.is_expert()),
        Ask::Find { .. } if setup => NotOpened,
        Ask::Find { .. } => plain(who.role != Role::Supervisor),
        Ask::Desk(about) => of(about, opened(who.is_expert())),
        Ask::Dossier(about) => of(about, plain(who.is_secretary() || who.is_late_office())),
        Ask::Progress => opened(!who.is_expert()),
        Ask::List => plain(who.is_late_office() || who.is_shown_list()),
        Ask::Meeting => plain(world.state.meeting.is_some()),
        Ask::Sheets(about) => of(about, plain(who.is_late_office())),
        Ask::Folder => plain(who.is_secretary()),
        Ask::Verify { receipt, .. } => plain(!who.is_expert() || receipt.is_some()),
        Ask::Marks if who.is_expert() => opened(true),
        Ask::Marks | Ask::WhatIf => plain(who.is_late_office()),
        Ask::Entry(whose, about) => {
            let sheet = (whose.clone(), about.clone());
            let begun = world.entered.contains_key(&sheet);
            match of(about, opened(who.is_secretary() && (!begun || who.is_concerned(world, &sheet)))) {
                Seen if !EXPERTS.contains(&whose.as_str()) => Refused,
                outcome => outcome,
            }
        }
        Ask::Transcribed(whose, about) => {
            let sheet = (whose.clone(), about.clone());
            let touched = sheet == (seat("E04"), code("W77"));
            match (whose == who.id, world.entered.contains_key(&sheet)) {
                (true, _) if setup => NotOpened,
                (true, true) => Seen,
                (true, false) => Refused,
                (false, _) => plain(who.is_concerned(world, &sheet) && !touched),
            }
        }
    }
}

/// Whole numbers (not digits inside a digest) and words in brackets, as a reader would look for them.
fn holds(text: &str, numbers: &BTreeSet<&str>, spelling: &str) -> bool {
    if spelling.bytes().all(|byte| byte.is_ascii_digit()) {
        numbers.contains(spelling)
    } else {
        text.contains(spelling)
    }
}

/// What is wrong with what one seat is told; empty: nothing.
fn faults(rights: Rights<'_>, world: &World, id: &str, asks: &[Ask], all: bool) -> Vec<String> {
    let seat = seat(id);
    let role = world.role(id);
    let experts = world.files.panel.rules.experts;
    let who = Who { id: &seat, role, stage: world.state.stage, experts };
    let verdicts: Vec<Verdict> =
        world.secrets.iter().enumerate().map(|(n, secret)| verdict(world, &who, n, &secret.kind)).collect();
    let mut seen = vec![false; verdicts.len()];
    let mut faults = vec![];
    for ask in asks {
        let result = build_with(rights, &world.state, world, &seat, ask);
        let wanted = expected(world, &who, ask);
        if outcome(&result) != wanted {
            faults.push(format!("{id} asks {ask:?}: {:?} instead of {wanted:?}", outcome(&result)));
        }
        let text = format!("{result:?}");
        let numbers: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for ((secret, verdict), seen) in world.secrets.iter().zip(&verdicts).zip(&mut seen) {
            let found = secret.spellings.iter().any(|spelling| holds(&text, &numbers, spelling));
            *seen |= found;
            if found && *verdict == Verdict::Never {
                faults.push(format!("{id} finds {secret:?} in {ask:?}"));
            }
        }
        if !faults.is_empty() && !all {
            return faults;
        }
    }
    for ((secret, verdict), seen) in world.secrets.iter().zip(verdicts).zip(seen) {
        if verdict == Verdict::Must && !seen {
            faults.push(format!("{id} does not find {secret:?}"));
        }
    }
    faults
}

const SETTINGS: [ExpertsSee; 2] = [ExpertsSee::Nothing, ExpertsSee::List];

#[test]
fn every_seat_is_told_what_it_may_know_and_nothing_else() {
    for experts in SETTINGS {
        for (name, world) in life(experts) {
            if !["tied", "meeting"].contains(&name) {
                world.check_unique();
            }
            let asks = asks(&world);
            for id in SEATS {
                let faults = faults(&may_see, &world, id, &asks, true);
                assert!(faults.is_empty(), "{name}, {experts:?}: {} faults\n{}", faults.len(), faults.join("\n"));
            }
        }
    }
}

/// The own ladder hangs on one right alone, and this gate is what notices if it is not asked for: turned off, an
/// expert's ladder is gone; turned on for the office, there is one where none may be.
#[test]
fn the_own_ladder_hangs_on_the_right_to_own_marks() {
    for (name, world) in life(ExpertsSee::Nothing).into_iter().filter(|(_, world)| world.state.stage != Stage::Setup) {
        let flipped = |who: Viewer, what: Thing| may_see(who, what) != (what == Thing::OwnMarks);
        for id in SEATS {
            assert!(faults(&may_see, &world, id, &[Ask::Ladder], true).iter().all(|fault| !fault.contains("finds")));
            let noticed = faults(&flipped, &world, id, &[Ask::Ladder], true);
            assert!(noticed.iter().any(|fault| fault.contains("instead of")), "{name} {id}: {noticed:?}");
        }
    }
}

/// A search tells by its hits, and by what is missing among them: it finds exactly what the seat may read.
#[test]
fn a_search_finds_what_the_seat_may_read_and_no_other_dossier() {
    for (name, world) in life(ExpertsSee::List).into_iter().filter(|(_, world)| world.state.stage != Stage::Setup) {
        for id in SEATS.into_iter().filter(|id| world.role(id) != Role::Supervisor) {
            let find = Ask::Find { words: vec![clean("<text")], from: None };
            let Ok(View::Found(view)) = build_with(&may_see, &world.state, &world, &seat(id), &find) else { panic!() };
            let found: Vec<&str> = view.found.iter().map(|found| found.code.as_str()).collect();
            let expert = world.role(id) == Role::Expert;
            let reads = |about: &&&str| {
                let about = code(about);
                let free = world.declared(&seat(id), &about) && !world.out(&seat(id), &about);
                !expert || (free && about != code(panel::SECRET_CODE))
            };
            assert_eq!(found, CODES.iter().filter(reads).copied().collect::<Vec<_>>(), "{name} {id}");
        }
    }
}

/// What the ladder of another seat would tell: found by the gate, so a ladder made of the wrong sheets cannot pass.
#[test]
fn a_ladder_of_anothers_sheets_would_be_found() {
    let looks = life(ExpertsSee::Nothing);
    let world = look(&looks, "scoring");
    let told = format!("{:?}", build_with(&may_see, &world.state, world, &seat("E02"), &Ask::Ladder));
    let numbers: BTreeSet<&str> = told.split(|c: char| !c.is_alphanumeric()).collect();
    let of = |id: &str| {
        let cells = world
            .secrets
            .iter()
            .filter(|secret| matches!(&secret.kind, Kind::Cell { sheet, .. } if sheet.0 == seat(id)));
        cells.filter(|secret| secret.spellings.iter().any(|spelling| holds(&told, &numbers, spelling))).count()
    };
    assert_eq!((of("E02") > 3, of("E01")), (true, 0));
}

const ROLES: [Role; 3] = [Role::Expert, Role::Secretary, Role::Supervisor];
const STAGES: [Stage; 4] = [Stage::Setup, Stage::Scoring, Stage::Review, Stage::Final];
const THINGS: [Thing; 18] = [
    Thing::DossierText { declared: false },
    Thing::DossierText { declared: true },
    Thing::Identifying,
    Thing::TieFacts,
    Thing::OwnMarks,
    Thing::OthersMarks,
    Thing::Meeting { open: false },
    Thing::Meeting { open: true },
    Thing::List,
    Thing::Statistics,
    Thing::Transcribed { concerned: false },
    Thing::Transcribed { concerned: true },
    Thing::OthersStates,
    Thing::Reasons,
    Thing::OwnEvents,
    Thing::OthersEvents,
    Thing::Findings,
    Thing::Contacts,
];

/// Flips that cannot show or hide anything, because another right keeps the same door shut or nothing is behind it.
fn is_silent(viewer: Viewer, thing: Thing) -> bool {
    use Role::{Expert, Secretary, Supervisor};
    let listed = viewer.stage == Stage::Final && viewer.experts == ExpertsSee::List;
    match (viewer.role, thing) {
        // Nothing is on the meeting screen while it is closed, and it is open in review alone.
        (_, Thing::Meeting { open }) => !open || viewer.stage != Stage::Review,
        // The office declares nothing, so the question never arises.
        (Secretary | Supervisor, Thing::DossierText { declared: true }) => true,
        // A supervisor gets at facts only where the persons are known, which is from review.
        (Supervisor, Thing::TieFacts) => viewer.stage < Stage::Review,
        // These stand on a list or beside others' states, neither of which an expert sees.
        (Expert, Thing::TieFacts | Thing::Reasons) => !listed,
        // In setup nothing is recorded: no event, no sheet, no text that an expert could have declared for.
        (Expert, Thing::DossierText { .. } | Thing::OthersMarks)
        | (Supervisor, Thing::DossierText { declared: false })
        | (Secretary | Supervisor, Thing::Reasons | Thing::OwnEvents) => viewer.stage == Stage::Setup,
        _ => false,
    }
}

/// Everything a seat is told.
fn told(rights: Rights<'_>, world: &World, id: &str, asks: &[Ask]) -> Vec<String> {
    let answers = asks.iter().map(|ask| build_with(rights, &world.state, world, &seat(id), ask));
    answers.map(|answer| format!("{answer:?}")).collect()
}

#[test]
fn the_gate_notices_every_right_that_is_flipped() {
    let mut wrong = vec![];
    for experts in SETTINGS {
        let looks = life(experts);
        for stage in STAGES {
            let at_stage = looks.iter().filter(|(_, world)| world.state.stage == stage);
            let worlds: Vec<(&World, Vec<Ask>)> = at_stage.map(|(_, world)| (world, asks(world))).collect();
            for role in ROLES {
                let viewer = Viewer { role, stage, experts };
                let ids: Vec<&str> = SEATS.into_iter().filter(|id| worlds[0].0.role(id) == role).collect();
                for thing in THINGS {
                    let flipped = |who: Viewer, what: Thing| may_see(who, what) != (who == viewer && what == thing);
                    let silent = is_silent(viewer, thing);
                    let found = |id: &&str, (world, asks): &(&World, Vec<Ask>)| {
                        if silent {
                            told(&flipped, world, id, asks) != told(&may_see, world, id, asks)
                        } else {
                            !faults(&flipped, world, id, asks, false).is_empty()
                        }
                    };
                    if worlds.iter().rev().any(|world| ids.iter().any(|id| found(id, world))) == silent {
                        wrong.push(format!("{viewer:?} {thing:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "flipped, and not as expected:\n{}", wrong.join("\n"));
}

/// The table itself, cell by cell, so that silent rights are held as well.
#[test]
fn the_rights_are_those_of_the_table() {
    for (experts, stage, role) in SETTINGS.iter().flat_map(|e| STAGES.map(|s| ROLES.map(|r| (*e, s, r)))).flatten() {
        let id = seat("X");
        let who = Who { id: &id, role, stage, experts };
        let (office, secretary) = (!who.is_expert(), who.is_secretary());
        for thing in THINGS {
            let wanted = match thing {
                Thing::DossierText { declared } => secretary || (who.is_expert() && declared),
                Thing::Identifying => secretary || who.is_late_office(),
                Thing::TieFacts => secretary || who.is_late_office() || who.is_shown_list(),
                Thing::OwnMarks => who.is_expert(),
                Thing::OthersMarks | Thing::Statistics | Thing::Reasons => who.is_late_office(),
                Thing::List => who.is_late_office() || who.is_shown_list(),
                Thing::Meeting { open } => open && stage == Stage::Review,
                Thing::Transcribed { concerned } => concerned,
                Thing::OthersStates | Thing::OthersEvents => office,
                Thing::OwnEvents => true,
                Thing::Findings | Thing::Contacts => secretary,
            };
            assert_eq!(
                may_see(Viewer { role, stage, experts }, thing),
                wanted,
                "{role:?} {stage:?} {experts:?} {thing:?}"
            );
        }
    }
}

/// One expert's work at set times; in a busy panel others do all there is to do in between.
fn beside_others(busy: bool) -> Vec<World> {
    let mut looks = vec![];
    let mut world = World::new(ExpertsSee::Nothing);
    world.open();
    looks.push(world.clone());
    if busy {
        world.fill_and_sign("E02", "W22");
        world.fill("E03", "W44");
        world.transcribe("S01", "E04", "W22", true);
        world.confirm("V01", "E04", "W22");
    }
    world.pace(80_000_000);
    world.fill_and_sign("E01", "W22");
    world.fill("E01", "W44");
    world.pace(81_000_000);
    if busy {
        let reason = world.reason("E03", Some("E03"));
        let (dossier, aside) = (code("W44"), Aside::Conflict);
        world.act("E03", &Command::SetAside { seat: seat("E03"), dossier, aside, reason });
        let reason = world.reason("S01", None);
        world.act("S01", &Command::Replace { old: seat("E05"), new: seat("E06"), reason });
        world.fill_and_sign("E06", "W66");
        world.excuse("E02", Some("W55"));
        let by = clean("office");
        world.act("S02", &Command::CheckSecrecy { dossier: code("W55"), by: by.clone(), result: by });
    }
    looks.push(world.clone());
    world.pace(82_000_000);
    world.act("S01", &Command::Close { reason: clean("") });
    if busy {
        world.give_back("E02", "W22");
        world.mark("E02", "W22", ITEMS[0], Basis::File);
        world.amend();
    }
    looks.push(world.clone());
    world.pace(83_000_000);
    let (dossier, section) = (code("W22"), SectionId::parse(ITEMS[0]).ok());
    world.act("S02", &Command::Return { seat: seat("E01"), dossier, section, reason: clean("look again") });
    looks.push(world.clone());
    looks
}

#[test]
fn an_expert_is_told_the_same_whatever_the_others_do() {
    let [quiet, busy] = [false, true].map(beside_others);
    for (stage, (quiet, busy)) in quiet.iter().zip(&busy).enumerate() {
        let asks: Vec<Ask> = asks(quiet).into_iter().filter(|ask| !matches!(ask, Ask::Verify { .. })).collect();
        for ask in &asks {
            let told = |world: &World| format!("{:?}", build_with(&may_see, &world.state, world, &seat("E01"), ask));
            assert_eq!(told(quiet), told(busy), "look {stage}: {ask:?}");
        }
        // The office is told otherwise, or the two panels would be the same.
        let office = |world| told(&may_see, world, "S01", &[Ask::Progress, Ask::Log { from: 1, count: 1_000 }]);
        assert_eq!(office(quiet) == office(busy), stage == 0);
    }
}
