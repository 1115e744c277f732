//! The tally holds for any panel: order of input, names of seats, the quota, decisions; and it agrees with
//! a sum done by hand in another way (DESIGN §5).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;
use shouxi::domain::tally::{
    AheadBy, Case, CountedSheet, Line, List, Standing, concordance, group_as_decided, holds, line, rank, severities,
    what_if,
};
use shouxi::domain::{
    Average, BasisRule, Code, Compare, DecidedGroup, Decision, ExpertsSee, Facts, Honour, HonourLevel, HonourReading,
    Item, ItemId, Level, Pair, Points, Rounding, Rules, Scoring, SeatId, Section, SectionId, TallyRules, TieStep,
    Votes,
};
use shouxi::text::{Clean, clean_line};

/// A panel with few different marks and few honours, so that ties abound.
#[derive(Clone, Debug)]
struct Panel {
    rules: Rules,
    dossiers: Vec<Dossier>,
}

#[derive(Clone, Debug)]
struct Dossier {
    facts: Facts,
    withdrawn: bool,
    sheets: Vec<(SeatId, Vec<Pair>)>,
}

impl Dossier {
    fn line(&self, rules: &Rules) -> Arc<Line> {
        Arc::new(line(rules, &self.facts, self.withdrawn, &self.counted()).unwrap())
    }

    fn counted(&self) -> Vec<CountedSheet<'_>> {
        self.sheets.iter().map(|(seat, points)| CountedSheet { seat, points }).collect()
    }
}

impl Panel {
    fn lines(&self) -> Vec<Arc<Line>> {
        self.dossiers.iter().map(|dossier| dossier.line(&self.rules)).collect()
    }

    fn list(&self, decisions: &[Decision]) -> List {
        rank(&self.rules, &self.lines(), decisions)
    }
}

fn seat(n: usize) -> SeatId {
    SeatId::parse(&format!("E{n:02}")).unwrap()
}

fn item(id: &str) -> Item {
    Item { id: ItemId::parse(id).unwrap(), name: clean_line("项"), max: Points::whole(10), bands: vec![] }
}

fn form(weights: Vec<i64>) -> Vec<Section> {
    let section = |(n, weight): (usize, i64)| Section {
        id: SectionId::parse(&format!("s{n}")).unwrap(),
        name: clean_line("板块"),
        weight: Points::from_units(weight).unwrap(),
        items: (0..=n).map(|i| item(&format!("s{n}.{i}"))).collect(),
        whole: n == 0,
    };
    weights.into_iter().enumerate().map(section).collect()
}

prop_compose! {
    fn tally_rules()(
        average in prop_oneof![Just(Average::Total), Just(Average::Section)],
        drop in 0_u32..3, drop_from in 1_u32..6, min_sheets in 0_u32..4, decimals in 0_u8..5,
        rounding in prop::sample::select(Rounding::ALL.to_vec()),
        compare in prop_oneof![Just(Compare::Published), Just(Compare::Exact)],
        pass in prop::option::of(0_i64..200_000),
        tie_break in prop::sample::select(vec![
            vec![], vec![TieStep::Honours], vec![TieStep::Age],
            vec![TieStep::Honours, TieStep::Age], vec![TieStep::Age, TieStep::Honours],
        ]),
        honours in prop::sample::select(HonourReading::ALL.to_vec()),
    ) -> TallyRules {
        let pass = pass.and_then(Points::from_units);
        TallyRules { average, drop, drop_from, min_sheets, decimals, rounding, compare, pass, tie_break, honours, young: 45 }
    }
}

prop_compose! {
    fn rules()(
        quota in 1_u32..5, tally in tally_rules(),
        weights in prop::collection::vec(prop::sample::select(vec![0_i64, 3_333, 10_000, 25_000]), 1..4),
        basis in prop_oneof![
            Just(BasisRule::OnsiteFirst),
            (0_u8..=100).prop_map(|onsite| BasisRule::Split { onsite, file: 100 - onsite }),
        ],
    ) -> Rules {
        Rules {
            title: clean_line("评审"),
            quota,
            as_of: NaiveDate::from_ymd_opt(2024, 7, 31).unwrap(),
            scoring: Scoring { step: Points::from_units(5_000).unwrap(), basis, deviation: Points::whole(20) },
            tally,
            experts: ExpertsSee::Nothing,
            sections: form(weights),
        }
    }
}

fn facts(n: usize, honours: [u32; 3], young: bool) -> Facts {
    let levels = [HonourLevel::National, HonourLevel::Provincial, HonourLevel::Municipal];
    let given = |(level, count)| Honour { level, title: Clean::default(), year: None, count, counted: true };
    Facts {
        code: Code::parse(&format!("W{n:03}")).unwrap(),
        trade: clean_line("焊工"),
        level: Level::Senior,
        field: Clean::default(),
        post: Clean::default(),
        born: None,
        title_year: None,
        confidential: true,
        young: Some(young),
        honours: levels.into_iter().zip(honours).map(given).collect(),
        digest: [0; 32],
    }
}

/// A pair with at least one mark, of few values.
fn pair() -> impl Strategy<Value = Pair> {
    let mark = || prop::sample::select(vec![0_i64, 75_000, 80_000, 85_000]).prop_map(Points::from_units);
    prop_oneof![
        4 => mark().prop_map(|file| [file, None]),
        1 => mark().prop_map(|onsite| [None, onsite]),
        1 => (mark(), mark()).prop_map(|(file, onsite)| [file, onsite]),
    ]
}

fn dossier(n: usize, items: usize) -> impl Strategy<Value = Dossier> {
    let sheets = prop::collection::btree_map(0_usize..7, prop::collection::vec(pair(), items), 0..7);
    (prop::array::uniform3(0_u32..2), any::<bool>(), prop::bool::weighted(0.1), sheets).prop_map(
        move |(honours, young, withdrawn, sheets)| Dossier {
            facts: facts(n, honours, young),
            withdrawn,
            sheets: sheets.into_iter().map(|(n, points)| (seat(n), points)).collect(),
        },
    )
}

/// Copies of few dossiers under different codes: tied groups of all sizes.
fn panel() -> impl Strategy<Value = Panel> {
    rules().prop_flat_map(|rules| {
        let items = rules.item_count();
        let kinds = prop::collection::vec(dossier(0, items), 1..5);
        let picks = prop::collection::vec(any::<prop::sample::Index>(), 1..10);
        (Just(rules), kinds, picks).prop_map(|(rules, kinds, picks)| {
            let copy = |(n, pick): (usize, prop::sample::Index)| {
                let mut dossier = pick.get(&kinds).clone();
                dossier.facts.code = Code::parse(&format!("W{n:03}")).unwrap();
                dossier
            };
            Panel { rules, dossiers: picks.into_iter().enumerate().map(copy).collect() }
        })
    })
}

/// A decision on each tied group: 0 none at all, 1 left empty, else an order.
fn decide(list: &List, choices: &[u8]) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for (group, choice) in list.groups.iter().zip(choices.iter().cycle()) {
        let mut order = group.codes.clone();
        let turn = usize::from(*choice) % order.len();
        order.rotate_left(turn);
        let order = if *choice == 1 { None } else { Some(order) };
        let group = group_as_decided(list, group);
        if *choice != 0 {
            decisions.push(Decision { group, order, votes: Votes::default(), note: Clean::default() });
        }
    }
    decisions
}

/// What must not depend on names of seats: code, exact score, rank, standing, what puts it ahead.
type Shown = (String, Option<String>, Option<u32>, Standing, Option<AheadBy>);

fn places(list: &List) -> Vec<Shown> {
    let exact = |line: &Line| line.exact.map(|exact| exact.to_string());
    let shown = list.lines.iter().map(|r| (r.line.code.to_string(), exact(&r.line), r.rank, r.standing, r.ahead_by));
    shown.collect()
}

fn selected(list: &List) -> usize {
    list.lines.iter().filter(|ranked| ranked.standing == Standing::Selected).count()
}

proptest! {
    #[test]
    fn the_order_of_input_never_matters(panel in panel(), choices in prop::collection::vec(0_u8..5, 1..4), turn in 0_usize..9) {
        let decisions = decide(&panel.list(&[]), &choices);
        let mut turned = panel.clone();
        turned.dossiers.rotate_left(turn % panel.dossiers.len());
        for dossier in &mut turned.dossiers {
            dossier.sheets.reverse();
        }
        let mut reversed = decisions.clone();
        reversed.reverse();
        prop_assert_eq!(panel.list(&decisions), turned.list(&reversed));
    }

    #[test]
    fn seats_that_change_names_change_no_place(panel in panel()) {
        let mut renamed = panel.clone();
        for (seat_id, _) in renamed.dossiers.iter_mut().flat_map(|dossier| &mut dossier.sheets) {
            let n: usize = seat_id.as_str()[1..].parse().unwrap();
            *seat_id = seat((n * 3 + 1) % 7);
        }
        prop_assert_eq!(places(&panel.list(&[])), places(&renamed.list(&[])));
    }

    #[test]
    fn the_quota_is_never_exceeded_whatever_is_decided(panel in panel(), choices in prop::collection::vec(0_u8..5, 1..4)) {
        let quota = usize::try_from(panel.rules.quota).unwrap();
        let before = panel.list(&[]);
        let after = panel.list(&decide(&before, &choices));
        prop_assert!(selected(&before) <= quota && selected(&after) <= quota);
        // Nobody better placed stands behind: a line ahead of a selected one is selected.
        let standings: Vec<_> = after.lines.iter().map(|ranked| ranked.standing).collect();
        let first_out = standings.iter().position(|s| *s != Standing::Selected).unwrap_or(standings.len());
        prop_assert!(!standings[first_out..].contains(&Standing::Selected));
    }

    #[test]
    fn a_decision_changes_its_own_group_alone(panel in panel(), choice in 1_u8..5, which in any::<prop::sample::Index>()) {
        let before = panel.list(&[]);
        if before.groups.is_empty() {
            return Ok(());
        }
        let group = which.get(&before.groups).clone();
        let mut decision = decide(&List { groups: vec![group.clone()], ..before.clone() }, &[choice]).remove(0);
        let after = panel.list(std::slice::from_ref(&decision));
        for (was, is) in before.lines.iter().zip(&after.lines) {
            if !group.codes.contains(&was.line.code) {
                prop_assert_eq!(was, is);
            }
        }
        let takes_effect = choice != 1 || group.straddles();
        prop_assert_eq!(holds(&decision, &after), takes_effect);
        prop_assert_eq!(holds(&decision, &before), takes_effect);
        prop_assert_eq!(after.contested().any(|other| other.rank == group.rank), group.contested && !takes_effect);
        if decision.order.is_some() {
            let mut ranks: Vec<_> = group.codes.iter().map(|code| after.line(code).unwrap().rank.unwrap()).collect();
            ranks.sort_unstable();
            prop_assert!(ranks.into_iter().eq((group.rank..).take(group.codes.len())));
        }
        // Any other group that was decided on is another question.
        decision.group = DecidedGroup { places: decision.group.places + 1, ..decision.group };
        prop_assert_eq!(panel.list(&[decision]), before);
    }

    #[test]
    fn scores_agree_with_a_sum_by_hand(panel in panel()) {
        for dossier in panel.dossiers.iter().filter(|dossier| !dossier.withdrawn) {
            let line = dossier.line(&panel.rules);
            let exact = line.exact.map(|exact| (exact.num(), exact.den()));
            let by_hand = by_hand(&panel.rules, dossier);
            prop_assert_eq!(exact.is_some(), by_hand.is_some());
            if let (Some((num, den)), Some((hand_num, hand_den))) = (exact, by_hand) {
                prop_assert_eq!(num * hand_den, hand_num * den);
                let units = line.score.unwrap().units();
                prop_assert_eq!(units, round_by_hand(hand_num * 10_i128.pow(u32::from(panel.rules.tally.decimals)), hand_den, panel.rules.tally.rounding));
            }
        }
    }

    #[test]
    fn ranks_agree_with_counting_who_is_better(panel in panel()) {
        let list = panel.list(&[]);
        let ranked: Vec<_> = list.lines.iter().filter(|r| r.rank.is_some()).map(|r| (r.rank.unwrap(), &r.line)).collect();
        let key = |line: &Line| {
            let score = match panel.rules.tally.compare {
                Compare::Published => (line.score.unwrap().units(), 1),
                Compare::Exact => (line.exact.unwrap().num(), line.exact.unwrap().den()),
            };
            (score, steps_by_hand(&panel.rules, line))
        };
        for (rank, line) in &ranked {
            let (own, own_steps) = key(line);
            let better = ranked.iter().filter(|(_, other)| {
                let (score, steps) = key(other);
                let (left, right) = (score.0 * own.1, own.0 * score.1);
                left > right || (left == right && steps > own_steps)
            });
            prop_assert_eq!(usize::try_from(*rank).unwrap(), better.count() + 1);
        }
    }

    #[test]
    fn what_is_told_beside_the_list_never_fails(panel in panel()) {
        let lines = panel.lines();
        let cases: Vec<_> = panel.dossiers.iter()
            .map(|d| Case { facts: &d.facts, withdrawn: d.withdrawn, sheets: d.counted() })
            .collect();
        let found = what_if(&panel.rules, &cases, &[]).unwrap();
        prop_assert_eq!(&found.cut, &panel.list(&[]).cut);
        prop_assert!(found.cut.is_none_or(|cut| cut.margin.units() >= 0));
        for other in &found.alternatives {
            prop_assert!(other.moved.iter().all(|moved| moved.now.standing != moved.then.standing));
        }
        concordance(&lines).unwrap();
        severities(&lines).unwrap();
    }
}

/// A fraction in 10⁻¹⁰ points a sheet, divided by the number of kept sheets; written without the tally's own steps.
fn by_hand(rules: &Rules, dossier: &Dossier) -> Option<(i128, i128)> {
    let n = u32::try_from(dossier.sheets.len()).unwrap();
    if n == 0 || n < rules.tally.min_sheets {
        return None;
    }
    let drop = if n >= rules.tally.drop_from && n > 2 * rules.tally.drop { rules.tally.drop } else { 0 };
    let drop = usize::try_from(drop).unwrap();
    let value = |pair: &Pair| match (pair.map(|mark| mark.map(|p| i128::from(p.units()))), rules.scoring.basis) {
        ([_, Some(onsite)], BasisRule::OnsiteFirst) => 100 * onsite,
        ([Some(file), Some(onsite)], BasisRule::Split { onsite: o, file: f }) => {
            file * i128::from(f) + onsite * i128::from(o)
        }
        ([Some(lone), None] | [None, Some(lone)], _) => 100 * lone,
        ([None, None], _) => unreachable!(),
    };
    let mut by_section: BTreeMap<usize, Vec<i128>> = BTreeMap::new();
    let mut totals: Vec<i128> = Vec::new();
    for (_, points) in &dossier.sheets {
        let mut start = 0;
        let mut total = 0;
        for (place, section) in rules.sections.iter().enumerate() {
            let sum: i128 = points[start..start + section.items.len()].iter().map(value).sum();
            start += section.items.len();
            by_section.entry(place).or_default().push(sum);
            total += sum * i128::from(section.weight.units());
        }
        totals.push(total);
    }
    let keep = |mut values: Vec<i128>| {
        for _ in 0..drop {
            let low = values.iter().copied().min().unwrap();
            values.remove(values.iter().position(|v| *v == low).unwrap());
            let high = values.iter().copied().max().unwrap();
            values.remove(values.iter().position(|v| *v == high).unwrap());
        }
        values
    };
    let unit = 10_i128.pow(u32::from(rules.tally.decimals));
    Some(match rules.tally.average {
        Average::Total => {
            let kept = keep(totals);
            (kept.iter().sum(), 10_i128.pow(10) * i128::try_from(kept.len()).unwrap())
        }
        Average::Section => {
            let part = |(place, values): (usize, Vec<i128>)| {
                let kept = keep(values);
                let count = i128::try_from(kept.len()).unwrap();
                let mean = round_by_hand(kept.iter().sum::<i128>() * unit, 1_000_000 * count, rules.tally.rounding);
                round_by_hand(mean * i128::from(rules.sections[place].weight.units()), 10_000, rules.tally.rounding)
            };
            (by_section.into_iter().map(part).sum(), unit)
        }
    })
}

/// Rounds a fraction that is not negative to whole units.
fn round_by_hand(num: i128, den: i128, how: Rounding) -> i128 {
    match how {
        Rounding::Down => num / den,
        Rounding::HalfUp => (2 * num + den) / (2 * den),
        Rounding::HalfEven => {
            let up = (2 * num + den) / (2 * den);
            if (2 * num) % den == 0 && (2 * num / den) % 2 == 1 { up - up % 2 } else { up }
        }
    }
}

/// Honours and age as numbers that are larger for who is ahead; written without the tally's own comparison.
fn steps_by_hand(rules: &Rules, line: &Line) -> Vec<u64> {
    let counts = [line.honours.national, line.honours.provincial, line.honours.municipal].map(u64::from);
    let highest = counts.iter().position(|count| *count > 0);
    let height = highest.map_or(0, |place| 3 - u64::try_from(place).unwrap());
    let mut steps = Vec::new();
    for step in &rules.tally.tie_break {
        match (step, rules.tally.honours) {
            (TieStep::Age, _) => steps.push(u64::from(line.young)),
            (TieStep::Honours, HonourReading::ByLevel) => steps.extend(counts),
            (TieStep::Honours, HonourReading::TopLevel) => {
                steps.extend([height, highest.map_or(0, |place| counts[place])]);
            }
            (TieStep::Honours, HonourReading::TopThenTotal) => steps.extend([height, counts.iter().sum()]),
        }
    }
    steps
}
