use std::cmp::Ordering;

use super::super::check;
use super::*;
use crate::domain::tally::{
    Alternative, Change, Concordance, Cut, Dropping, Flag, Group, Moved, Part, Placing, Proof, Severity, Standing,
    Step, StepKind, Versus, WhatIf, Why,
};
use crate::domain::{
    Average, BasisRule, Code, Compare, ExpertsSee, Fixed, HonourCounts, HonourReading, Item, ItemId, Ratio, Rounding,
    Rules, Scoring, SeatId, Section, SectionId, TallyRules, TieStep,
};
use crate::text::fixed as named;

fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

fn seat(word: &str) -> SeatId {
    SeatId::parse(word).unwrap()
}

fn ratio(num: i128, den: i128) -> Ratio {
    Ratio::new(num, den).unwrap()
}

fn fixed(units: i128) -> Fixed {
    Fixed::from_units(units, 2)
}

fn honours(national: u32, provincial: u32, municipal: u32) -> HonourCounts {
    HonourCounts { national, provincial, municipal }
}

fn tied() -> Versus {
    let step = |kind| Step { kind, outcome: Ordering::Equal };
    Versus {
        code: code("W962"),
        rank: Some(10),
        steps: vec![
            step(StepKind::Score(fixed(8521), fixed(8521))),
            step(StepKind::Honours(HonourReading::ByLevel, honours(0, 1, 1), honours(0, 1, 1))),
            step(StepKind::Age(45, false, false)),
        ],
        by: AheadBy::Tied,
    }
}

/// The proof drawn in SCREENS §1.
fn w537() -> Proof {
    let halves = [163, 166, 169, 170, 173, 174, 178];
    let seats = ["E04", "E02", "E05", "E06", "E08", "E01", "E09"];
    Proof {
        code: code("W537"),
        rank: Some(10),
        why: Why::Contested { places: 1 },
        score: Some(fixed(8521)),
        exact: Some(ratio(1193, 14)),
        rounding: Rounding::HalfUp,
        sheets: 9,
        onsite: 3,
        lone: vec![],
        unscored: vec![],
        low: vec![(seat("E07"), ratio(79, 1))],
        kept: seats.into_iter().map(seat).zip(halves.map(|half| ratio(half, 2))).collect(),
        high: vec![(seat("E03"), ratio(183, 2))],
        sum: Some(ratio(1193, 2)),
        parts: vec![],
        before: None,
        after: Some(tied()),
        gap: Some((code("W358"), fixed(42))),
        group: Some(Group {
            rank: 10,
            codes: vec![code("W537"), code("W962")],
            places: 1,
            decided: false,
            contested: true,
        }),
    }
}

#[test]
fn the_proof_reads_as_it_is_drawn() {
    let (zh, proof) = (Lang::Zh, w537());
    assert_eq!(reason(zh, &proof), "第 10 名，与 W962 并列，名额只剩 1 个：待议决");
    assert_eq!(score(zh, &proof).unwrap(), "得分 85.21 ＝ 596.5 ÷ 7（＝85.2142…，四舍五入到两位）");
    assert_eq!(kept(zh, &proof), "9 份有效，去掉最高 E03 91.5、最低 E07 79，余 7 份：");
    assert_eq!(totals(zh, &proof), "81.5  83  84.5  85  86.5  87  89   合计 596.5");
    assert_eq!(basis_line(zh, &proof, 0, 0), "依据：现场 3 份，材料 6 份      回避 0  弃权 0");
    assert_eq!(versus_title(zh, &tied()), "为什么还分不出先后：");
    assert_eq!(versus(zh, &tied()), "得分 85.21 相同 → 荣誉 0/1/1 相同 → 都过 45 周岁");
    assert_eq!(gap(zh, &proof).unwrap(), "与下一名 W358 差 0.42 分");
    assert_eq!(cut_title(zh, 10), "名额线：第 10 名");
    assert_eq!(below_pass(zh, Points::whole(60)), "未达60");
}

#[test]
fn an_expansion_is_cut_with_a_sign_that_more_follows() {
    for (value, digits, text) in [
        (ratio(1193, 14), 4, "85.2142…"),
        (ratio(177, 2), 4, "88.5"),
        (ratio(85, 1), 4, "85"),
        (ratio(-1, 3), 2, "-0.33…"),
        (ratio(1, 100_000), 2, "0.00…"),
        (ratio(1, 3), 0, "0…"),
        (ratio(i128::MAX - 1, i128::MAX), 4, "0…"),
    ] {
        assert_eq!(decimal(value, digits), text);
    }
}

#[test]
fn a_score_that_needs_no_rounding_says_so() {
    let exact = Proof { score: Some(fixed(8850)), exact: Some(ratio(177, 2)), sum: Some(ratio(177, 1)), ..w537() };
    let two = Proof { kept: vec![(seat("E01"), ratio(88, 1)), (seat("E02"), ratio(89, 1))], ..exact };
    assert_eq!(score(Lang::Zh, &two).unwrap(), "得分 88.50 ＝ 177 ÷ 2（＝88.5，除尽）");
}

fn moved(id: &str, now: (Option<u32>, Standing), then: (Option<u32>, Standing)) -> Moved {
    let placing = |(rank, standing)| Placing { rank, standing };
    Moved { code: code(id), now: placing(now), then: placing(then) }
}

fn found() -> WhatIf {
    let same = |change| Alternative { change, moved: vec![], undropped: vec![], unranked: vec![] };
    let swapped = vec![
        moved("W358", (Some(12), Standing::Reserve), (Some(10), Standing::Selected)),
        moved("W429", (Some(9), Standing::Selected), (Some(11), Standing::Reserve)),
    ];
    WhatIf {
        alternatives: vec![
            same(Change::Honours(HonourReading::TopLevel)),
            same(Change::Honours(HonourReading::TopThenTotal)),
            same(Change::TieOrder(vec![TieStep::Age, TieStep::Honours])),
            same(Change::Rounding(Rounding::HalfEven)),
            same(Change::Rounding(Rounding::Down)),
            Alternative { moved: swapped, ..same(Change::Without(seat("E05"))) },
        ],
        unlike: vec![],
        cut: None,
    }
}

#[test]
fn what_changes_nothing_is_one_line_and_what_changes_something_one_each() {
    assert_eq!(
        what_if(Lang::Zh, 10, &found()),
        ["荣誉三种读法、先年龄后荣誉、三种取舍：十人名单不变", "不计 E05：W358 进入，W429 落到第 11 名",]
    );
}

#[test]
fn a_reading_that_does_change_the_list_is_not_among_the_three() {
    let mut found = found();
    found.alternatives[0].moved = found.alternatives[5].moved.clone();
    let lines = what_if(Lang::Zh, 9, &found);
    assert_eq!(lines[0], "荣誉“先比最高一级，再比总数”、先年龄后荣誉、三种取舍：名单不变");
    assert_eq!(lines[1], "荣誉“只比最高一级及其个数”：W358 进入，W429 落到第 11 名");
}

#[test]
fn papers_never_name_the_expert_left_out() {
    for lang in Lang::ALL {
        let text = without_seat(lang, &found());
        check::sentence(lang, &text);
        assert!(!text.contains("E05"), "{text}");
    }
    assert_eq!(without_seat(Lang::Zh, &found()), "逐一不计每位专家，1 种算法中有 1 种名单会变。");
}

/// Every reason, every step, every alternative.
fn everything(lang: Lang) -> Vec<String> {
    let mut all = Vec::new();
    let whys = [
        Why::WithinQuota,
        Why::DecidedOrder(Standing::Selected),
        Why::DecidedOrder(Standing::Reserve),
        Why::BeyondQuota,
        Why::LeftEmpty,
        Why::Contested { places: 2 },
        Why::BelowPass(Points::whole(60)),
        Why::TooFewSheets { has: 1, needs: 3 },
        Why::Withdrawn,
    ];
    all.extend(whys.map(|why| reason(lang, &Proof { why, ..w537() })));
    let part = Part {
        section: SectionId::parse("mastery").unwrap(),
        sum: ratio(61, 1),
        kept: 3,
        mean: ratio(61, 3),
        rounded: fixed(2033),
        weight: Points::whole(1),
        weighted: fixed(2033),
    };
    let by_section = Proof { sum: None, parts: vec![part.clone(), part], low: vec![], high: vec![], ..w537() };
    let lone = vec![crate::domain::tally::Lone { seat: seat("E03"), file: 1, onsite: 2 }];
    let odd = Proof { lone, unscored: vec![seat("E09")], gap: Some((code("W358"), fixed(0))), ..w537() };
    for proof in [w537(), by_section, odd, Proof { low: vec![], high: vec![], ..w537() }] {
        all.extend([kept(lang, &proof), basis_line(lang, &proof, 1, 2)]);
        all.extend(score(lang, &proof));
        all.extend(gap(lang, &proof));
        all.extend(super::lone(lang, &proof));
        all.extend(unscored_sheets(lang, &proof));
    }
    let orders = [Ordering::Less, Ordering::Equal, Ordering::Greater];
    let mut kinds = vec![
        StepKind::Score(fixed(8521), fixed(8479)),
        StepKind::Exact(ratio(1193, 14), ratio(593, 7)),
        StepKind::Honours(HonourReading::TopLevel, honours(1, 0, 0), honours(1, 2, 1)),
        StepKind::Panel,
    ];
    for ages in [(true, true), (true, false), (false, true), (false, false)] {
        kinds.push(StepKind::Age(45, ages.0, ages.1));
    }
    for outcome in orders {
        let steps: Vec<Step> = kinds.iter().map(|kind| Step { kind: *kind, outcome }).collect();
        let versus = Versus { steps, ..tied() };
        all.extend([versus_title(lang, &versus), super::versus(lang, &versus)]);
    }
    all.extend(alternatives(lang));
    all
}

fn alternatives(lang: Lang) -> Vec<String> {
    let mut found = found();
    found.alternatives[5].undropped = vec![code("W274")];
    found.alternatives[5].moved.extend([
        moved("W2", (None, Standing::Reserve), (Some(10), Standing::Contested)),
        moved("W3", (Some(3), Standing::Selected), (None, Standing::Incomplete)),
        moved("W4", (Some(4), Standing::Selected), (Some(4), Standing::Contested)),
    ]);
    let lost =
        Alternative { change: Change::NoDropping, moved: vec![], undropped: vec![], unranked: vec![code("W569")] };
    found.alternatives.push(Alternative { change: Change::Without(seat("E06")), unranked: vec![], ..lost.clone() });
    found.alternatives.push(lost);
    found.unlike = vec![Dropping { code: code("W274"), sheets: 4, drop: 0 }];
    let mut all = what_if(lang, 10, &found);
    all.extend(unlike(lang, &found));
    for (margin, exact, pass) in [(42, None, false), (0, Some(ratio(-1, 300)), false), (0, Some(ratio(1, 300)), true)] {
        let line = Cut { last_in: code("W537"), first_out: code("W358"), margin: fixed(margin), exact, pass };
        all.push(cut(lang, &line));
    }
    let (experts, dossiers) = (9, 2);
    all.push(concordance(lang, &Concordance::TooFew { experts, dossiers }));
    all.push(concordance(lang, &Concordance::AllEqual { experts, dossiers }));
    all.push(concordance(lang, &Concordance::W { w: ratio(2, 3), experts, dossiers }));
    for mean in [None, Some(ratio(-7, 3)), Some(Ratio::ZERO), Some(ratio(7, 3))] {
        all.push(severity_of(lang, &Severity { seat: seat("E05"), dossiers: 4, mean }));
    }
    all.extend([Some(AheadBy::Score), Some(AheadBy::Honours), Some(AheadBy::Age)].map(|by| ahead_by(lang, by).into()));
    all.extend([Some(AheadBy::Panel), Some(AheadBy::Tied), None].map(|by| ahead_by(lang, by).into()));
    all.extend((0..6).flat_map(|decimals| Rounding::ALL.map(|how| places(lang, how, decimals))));
    all
}

#[test]
fn every_line_has_its_words_in_both_languages() {
    for lang in Lang::ALL {
        for line in everything(lang) {
            check::piece(lang, &line.replace("      ", " ").replace("  ", " "));
            assert!(!line.ends_with(['。', '.']), "{line}");
        }
    }
}

fn one_section() -> Rules {
    let item = Item {
        id: ItemId::parse("innovation").unwrap(),
        name: named("技术革新"),
        max: Points::whole(30),
        bands: vec![],
    };
    let id = SectionId::parse("innovation").unwrap();
    let weight = Points::parse("0.3").unwrap();
    Rules {
        title: named("评审"),
        quota: 10,
        as_of: chrono::NaiveDate::from_ymd_opt(2024, 7, 31).unwrap(),
        scoring: Scoring { step: Points::whole(1), basis: BasisRule::OnsiteFirst, deviation: Points::whole(20) },
        tally: TallyRules {
            average: Average::Section,
            drop: 1,
            drop_from: 5,
            min_sheets: 3,
            decimals: 2,
            rounding: Rounding::HalfUp,
            compare: Compare::Published,
            pass: None,
            tie_break: vec![],
            honours: HonourReading::ByLevel,
            young: 45,
        },
        experts: ExpertsSee::Nothing,
        sections: vec![Section { id, name: named("技术革新"), weight, items: vec![item], whole: true }],
    }
}

#[test]
fn a_section_s_part_and_a_deviation_name_the_section() {
    let section = SectionId::parse("innovation").unwrap();
    let part = Part {
        section: section.clone(),
        sum: ratio(61, 1),
        kept: 3,
        mean: ratio(61, 3),
        rounded: fixed(2033),
        weight: Points::parse("0.3").unwrap(),
        weighted: fixed(610),
    };
    let proof = Proof { sum: None, parts: vec![part], ..w537() };
    assert_eq!(parts(Lang::Zh, &one_section(), &proof), ["技术革新：61 ÷ 3 ＝ 20.3333…，取 20.33，× 权重 0.3 ＝ 6.10"]);
    let told = Flag { seat: seat("E05"), dossier: code("W274"), section, value: ratio(8, 1), others: ratio(64, 3) };
    assert_eq!(flag(Lang::Zh, &one_section(), &told), "E05 的 W274“技术革新”给 8，其余平均 21.33…，分差过大");
}

#[test]
fn who_loses_the_rank_for_want_of_sheets_is_told_once_with_the_reason() {
    let lost = |id: &str| moved(id, (Some(3), Standing::Selected), (None, Standing::Incomplete));
    let alternative = Alternative {
        change: Change::Without(seat("E05")),
        moved: vec![lost("W274"), lost("W275")],
        undropped: vec![],
        unranked: vec![code("W274"), code("W275")],
    };
    let found = WhatIf { alternatives: vec![alternative], ..found() };
    assert_eq!(what_if(Lang::Zh, 10, &found), ["不计 E05：W274、W275 份数不够，不排名次"]);
}

#[test]
fn a_difference_has_its_sign_and_none_is_zero() {
    let of = |num| signed_ratio(ratio(num, 10));
    assert_eq!([of(35), of(-5), of(0)], ["+3.5", "-0.5", "0"]);
}
