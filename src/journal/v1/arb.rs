//! Arbitrary domain values for property tests, of every kind and at the edges of their ranges. Usable by the tests of
//! any room that may use this one.

use crate::domain::tally::Standing;
use crate::domain::*;
use crate::text::{Clean, clean};
use chrono::NaiveDate;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

/// Text with Chinese, ambiguous glyphs, line ends and emoji among it; sometimes empty.
pub(crate) fn text() -> impl Strategy<Value = Clean> {
    prop_oneof![
        3 => "[首席技师，。“”0-9a-z\n①·]{0,20}".prop_map(|word| clean(&word)),
        1 => ".{0,12}".prop_map(|word| clean(&word)),
    ]
}

pub(crate) fn code() -> impl Strategy<Value = Code> {
    "[A-Za-z0-9_-]{1,16}".prop_map(|word| Code::parse(&word).unwrap())
}

pub(crate) fn seat_id() -> impl Strategy<Value = SeatId> {
    "[A-Za-z0-9_-]{1,16}".prop_map(|word| SeatId::parse(&word).unwrap())
}

pub(crate) fn section_id() -> impl Strategy<Value = SectionId> {
    "[A-Za-z0-9._-]{1,64}".prop_map(|word| SectionId::parse(&word).unwrap())
}

pub(crate) fn item_id() -> impl Strategy<Value = ItemId> {
    "[A-Za-z0-9._-]{1,64}".prop_map(|word| ItemId::parse(&word).unwrap())
}

pub(crate) fn points() -> impl Strategy<Value = Points> {
    prop_oneof![0..=Points::MAX.units(), select(vec![0, 1, 5_000, Points::MAX.units()])]
        .prop_map(|units| Points::from_units(units).unwrap())
}

fn step() -> impl Strategy<Value = Points> {
    (1..=Points::MAX.units()).prop_map(|units| Points::from_units(units).unwrap())
}

pub(crate) fn date() -> impl Strategy<Value = NaiveDate> {
    (1900_i32..2200, 1_u32..=366).prop_filter_map("a day", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

pub(crate) fn basis() -> impl Strategy<Value = Basis> {
    select(Basis::ALL.to_vec())
}

fn how() -> impl Strategy<Value = How> {
    select(vec![How::Entered, How::Undone, How::Redone])
}

fn aside() -> impl Strategy<Value = Aside> {
    select(vec![Aside::Conflict, Aside::Recognised, Aside::Abstained])
}

pub(crate) fn votes() -> impl Strategy<Value = Votes> {
    (any::<[u32; 3]>(), vec(seat_id(), 0..4)).prop_map(|([in_favour, against, abstaining], voters)| Votes {
        in_favour,
        against,
        abstaining,
        voters,
    })
}

pub(crate) fn mark_set() -> impl Strategy<Value = MarkSet> {
    (item_id(), basis(), option::of(points()), option::of(text())).prop_map(|(item, basis, points, note)| MarkSet {
        item,
        basis,
        points,
        note,
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let basis = prop_oneof![
        Just(BasisRule::OnsiteFirst),
        (0_u8..=100).prop_map(|onsite| BasisRule::Split { onsite, file: 100 - onsite }),
    ];
    let scoring = (step(), basis, points()).prop_map(|(step, basis, deviation)| Scoring { step, basis, deviation });
    let tally = (
        select(vec![Average::Total, Average::Section]),
        any::<[u32; 4]>(),
        0_u8..=4,
        select(Rounding::ALL.to_vec()),
        select(vec![Compare::Published, Compare::Exact]),
        option::of(points()),
        proptest::sample::subsequence(vec![TieStep::Honours, TieStep::Age], 0..=2).prop_shuffle(),
        select(HonourReading::ALL.to_vec()),
    )
        .prop_map(|(average, numbers, decimals, rounding, compare, pass, tie_break, honours)| {
            let [drop, drop_from, min_sheets, young] = numbers;
            TallyRules {
                average,
                drop,
                drop_from,
                min_sheets,
                decimals,
                rounding,
                compare,
                pass,
                tie_break,
                honours,
                young,
            }
        });
    (text(), 1..=u32::MAX, date(), scoring, tally, select(vec![ExpertsSee::Nothing, ExpertsSee::List])).prop_map(
        |(title, quota, as_of, scoring, tally, experts)| Rules {
            title,
            quota,
            as_of,
            scoring,
            tally,
            experts,
            sections: vec![],
        },
    )
}

fn paper() -> impl Strategy<Value = Paper> {
    ([text(), text(), text(), text(), text()], option::of(date())).prop_map(
        |([office, number, place, phone, supervision_phone], date)| Paper {
            office,
            number,
            place,
            date,
            phone,
            supervision_phone,
        },
    )
}

fn honour() -> impl Strategy<Value = Honour> {
    let level = select(vec![HonourLevel::National, HonourLevel::Provincial, HonourLevel::Municipal]);
    (level, text(), any::<Option<i32>>(), any::<u32>(), any::<bool>())
        .prop_map(|(level, title, year, count, counted)| Honour { level, title, year, count, counted })
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let born = (date(), any::<bool>()).prop_map(|(date, month_only)| Born { date, month_only });
    (
        code(),
        [text(), text(), text()],
        select(Level::ALL.to_vec()),
        option::of(born),
        any::<(Option<i32>, bool, Option<bool>, [u8; 32])>(),
        vec(honour(), 0..4),
    )
        .prop_map(|(code, [trade, field, post], level, born, rest, honours)| {
            let (title_year, confidential, young, digest) = rest;
            Facts { code, trade, level, field, post, born, title_year, confidential, young, honours, digest }
        })
}

pub(crate) fn fact() -> impl Strategy<Value = Fact> {
    let head = (rules(), paper(), vec(text(), 0..3), any::<[u8; 32]>())
        .prop_map(|(rules, paper, witness, digest)| RulesHead { rules, paper, witness, digest });
    let section = (section_id(), text(), points(), any::<bool>()).prop_map(|(id, name, weight, whole)| Section {
        id,
        name,
        weight,
        items: vec![],
        whole,
    });
    let band = (text(), points(), text()).prop_map(|(name, from, text)| Band { name, from, text });
    let item =
        (item_id(), text(), points(), vec(band, 0..4)).prop_map(|(id, name, max, bands)| Item { id, name, max, bands });
    let role = select(vec![Role::Expert, Role::Secretary, Role::Supervisor]);
    let seat = (seat_id(), role, [text(), text(), text(), text()], vec(text(), 0..3)).prop_map(
        |(id, role, [name, phone, unix_user, ssh_key], employers)| Seat {
            id,
            role,
            name,
            phone,
            unix_user,
            ssh_key,
            employers,
        },
    );
    let visit =
        (code(), vec(seat_id(), 0..4), date()).prop_map(|(dossier, seats, date)| Visit { dossier, seats, date });
    prop_oneof![
        head.prop_map(|head| Fact::Rules(Box::new(head))),
        section.prop_map(Fact::Section),
        item.prop_map(Fact::Item),
        seat.prop_map(Fact::Seat),
        visit.prop_map(Fact::Visit),
        facts().prop_map(|facts| Fact::Dossier(Box::new(facts))),
    ]
}

fn batch_kind() -> impl Strategy<Value = BatchKind> {
    prop_oneof![
        any::<Option<[u8; 32]>>().prop_map(|key| BatchKind::Opening { key }),
        (text(), option::of(votes()), any::<bool>()).prop_map(|(reason, votes, pending)| BatchKind::Amending {
            reason,
            votes,
            pending
        }),
    ]
}

fn sealed_line() -> impl Strategy<Value = SealedLine> {
    let standing = select(vec![
        Standing::Selected,
        Standing::Contested,
        Standing::Reserve,
        Standing::BelowPass,
        Standing::Incomplete,
        Standing::Withdrawn,
    ]);
    (any::<Option<u32>>(), code(), standing, text()).prop_map(|(rank, code, standing, exact)| SealedLine {
        rank,
        code,
        standing,
        exact,
    })
}

fn decision() -> impl Strategy<Value = Decision> {
    let member = (code(), text(), any::<[u32; 3]>(), any::<bool>())
        .prop_map(|(code, score, honours, young)| DecidedMember { code, score, honours, young });
    let group = (any::<u32>(), any::<u32>(), vec(member, 0..4)).prop_map(|(rank, places, members)| DecidedGroup {
        rank,
        places,
        members,
    });
    (group, option::of(vec(code(), 0..4)), votes(), text()).prop_map(|(group, order, votes, note)| Decision {
        group,
        order,
        votes,
        note,
    })
}

/// Anything that can happen.
/// Boxed, as are its parts: the strategies together are so large that they fill a test thread's stack.
pub(crate) fn what() -> BoxedStrategy<What> {
    prop_oneof![opening().boxed(), marking().boxed(), office().boxed()].boxed()
}

fn opening() -> impl Strategy<Value = What> {
    let stage = select(vec![Stage::Setup, Stage::Scoring, Stage::Review, Stage::Final]);
    prop_oneof![
        (batch_kind(), any::<u32>()).prop_map(|(kind, parts)| What::Batch { kind, parts }),
        fact().prop_map(What::Fact),
        any::<u64>().prop_map(|number| What::AmendmentConfirmed { number }),
        (stage, text()).prop_map(|(to, reason)| What::StageChanged { to, reason }),
        (any::<u32>(), vec(sealed_line(), 0..4)).prop_map(|(left, lines)| What::Sealed { left, lines }),
    ]
}

fn marking() -> impl Strategy<Value = What> {
    let entered = (seat_id(), code(), vec(mark_set(), 0..5), option::of(text()), any::<bool>());
    let halves = proptest::sample::subsequence(vec![Half::File, Half::Onsite], 0..=2);
    prop_oneof![
        code().prop_map(|dossier| What::Declared { dossier }),
        (code(), mark_set(), how()).prop_map(|(dossier, mark, how)| What::Marked { dossier, mark, how }),
        (code(), text()).prop_map(|(dossier, note)| What::Noted { dossier, note }),
        entered.prop_map(|(seat, dossier, marks, note, transcribed)| What::Entered {
            seat,
            dossier,
            marks,
            note,
            transcribed
        }),
        (seat_id(), code(), halves).prop_map(|(seat, dossier, halves)| What::Signed { seat, dossier, halves }),
        (seat_id(), code(), aside(), text()).prop_map(|(seat, dossier, aside, reason)| What::SetAside {
            seat,
            dossier,
            aside,
            reason
        }),
        (code(), section_id(), text()).prop_map(|(dossier, section, reason)| What::Explained {
            dossier,
            section,
            reason
        }),
        (code(), text()).prop_map(|(dossier, reason)| What::ReturnAsked { dossier, reason }),
        text().prop_map(|text| What::Dissented { text }),
        (seat_id(), code(), section_id(), text()).prop_map(|(seat, dossier, section, reason)| {
            What::ExplanationEntered { seat, dossier, section, reason }
        }),
    ]
}

fn office() -> impl Strategy<Value = What> {
    prop_oneof![
        vec(code(), 0..5).prop_map(|codes| What::MeetingOpened { codes }),
        proptest::strategy::Just(What::MeetingClosed),
        proptest::strategy::Just(What::BackedUp),
        proptest::strategy::Just(What::Restored),
        (seat_id(), code(), text()).prop_map(|(seat, dossier, reason)| What::AsideUndone { seat, dossier, reason }),
        (seat_id(), option::of(code()), text()).prop_map(|(seat, dossier, reason)| What::Excused {
            seat,
            dossier,
            reason
        }),
        (seat_id(), seat_id(), text()).prop_map(|(old, new, reason)| What::Replaced { old, new, reason }),
        (seat_id(), code(), option::of(section_id()), text())
            .prop_map(|(seat, dossier, section, reason)| What::Returned { seat, dossier, section, reason }),
        (seat_id(), code(), text()).prop_map(|(seat, dossier, reason)| What::ReturnCancelled { seat, dossier, reason }),
        (code(), text()).prop_map(|(dossier, reason)| What::Withdrawn { dossier, reason }),
        (code(), text()).prop_map(|(dossier, reason)| What::WithdrawalUndone { dossier, reason }),
        decision().prop_map(What::Decided),
        (seat_id(), code()).prop_map(|(seat, dossier)| What::Confirmed { seat, dossier }),
        (code(), text(), text()).prop_map(|(dossier, by, result)| What::SecrecyChecked { dossier, by, result }),
    ]
}

pub(crate) fn route() -> impl Strategy<Value = Route> {
    prop_oneof![
        Just(Route::Local),
        any::<u32>().prop_map(Route::Socket),
        "[ -~]{0,60}".prop_map(|word| Route::Key(clean(&word))),
        Just(Route::Import),
        Just(Route::Carried),
    ]
}

pub(crate) fn event() -> impl Strategy<Value = Event> {
    (any::<u64>(), any::<i64>(), seat_id(), route(), what(), any::<[u8; 32]>())
        .prop_map(|(number, at, seat, route, what, digest)| Event { number, at: Moment(at), seat, route, what, digest })
}

fn marks(items: usize) -> impl Strategy<Value = Marks> {
    let pair = (option::of(points()), option::of(points())).prop_map(|(file, onsite)| [file, onsite]);
    (vec(pair, items), btree_map((0..items, basis()), text(), 0..6), text()).prop_map(|(points, notes, note)| Marks {
        points,
        notes,
        note,
    })
}

/// A sheet with everything in it that a sheet can have; it need not be one that rules would lead to.
pub(crate) fn sheet() -> impl Strategy<Value = Sheet> {
    let change =
        (any::<u64>(), any::<i64>(), 0_usize..8, basis(), option::of(points()), option::of(points()), how()).prop_map(
            |(number, at, item, basis, from, to, how)| Change { number, at: Moment(at), item, basis, from, to, how },
        );
    let returned = (option::of(section_id()), text(), any::<(i64, u64)>())
        .prop_map(|(section, reason, (at, number))| Returned { section, reason, at: Moment(at), number });
    let transcribed = (seat_id(), option::of(seat_id())).prop_map(|(by, confirmed)| Transcribed { by, confirmed });
    let numbers = any::<(u64, Option<i64>, [bool; 2], Option<u64>, bool, [[u64; 2]; 8], u64)>();
    let words = (option::of((aside(), text())), option::of(text()), option::of(text()));
    let lists = (btree_map(section_id(), (any::<u64>(), text()), 0..3), vec(change, 0..30));
    (numbers, marks(8), option::of(marks(8)), option::of(returned), option::of(transcribed), words, lists).prop_map(
        |(numbers, marks, counted, returned, transcribed, (aside, excused, asked_return), (explained, changes))| {
            let (revision, declared, signed, onsite_signed, own_hand, cells, noted) = numbers;
            Sheet {
                revision,
                declared: declared.map(Moment),
                marks: marks.into(),
                signed,
                onsite_signed,
                counted: counted.map(Arc::new),
                returned,
                explained,
                aside,
                excused,
                transcribed,
                asked_return,
                own_hand,
                changes: changes.into_iter().collect(),
                cells: cells.to_vec().into(),
                noted,
            }
        },
    )
}
