use super::*;
use crate::domain::tally::sample::{code, points, rules_with_items};
use crate::domain::{Band, Basis, BasisRule, Points};
use crate::text::clean_line;
use proptest::prelude::*;

/// A sheet from [file, on-site] by item; an empty word is no mark.
fn sheet(pairs: &[[&str; 2]]) -> Marks {
    let mut marks = Marks::empty(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        for (basis, word) in Basis::ALL.into_iter().zip(pair) {
            marks.set(at, basis, (!word.is_empty()).then(|| points(word)));
        }
    }
    marks
}

fn of(num: i128, den: i128) -> Option<Ratio> {
    Ratio::new(num, den).ok()
}

#[test]
fn a_sheet_is_added_up_by_the_basis_rule_and_says_what_is_missing() {
    let mut rules = rules_with_items(2, 2);
    rules.sections[1].weight = points("0.5");
    let marks = sheet(&[["10", "8"], ["5", ""], ["20", ""], ["", ""]]);
    let found = heights(&rules, &marks).unwrap();
    assert_eq!(found.sections.iter().map(|height| height.sum).collect::<Vec<_>>(), [of(13, 1), of(20, 1)]);
    assert_eq!((found.sections[0].whole(), found.sections[1].whole()), (of(13, 1), None));
    assert_eq!((found.total.sum, found.total.missing), (of(23, 1), 1));
    rules.scoring.basis = BasisRule::Split { onsite: 40, file: 60 };
    assert_eq!(heights(&rules, &marks).unwrap().sections[0].sum, of(142, 10), "10 and 8 by 60 and 40, 5 alone");
}

#[test]
fn a_sheet_nobody_touched_has_no_sum_and_misses_everything() {
    let found = heights(&rules_with_items(2, 3), &Marks::default()).unwrap();
    assert_eq!((found.total.sum, found.total.missing, found.sections.len()), (None, 6, 2));
}

#[test]
fn zero_is_a_sum_and_stands_on_the_ladder() {
    let found = heights(&rules_with_items(1, 1), &sheet(&[["0", ""]])).unwrap();
    assert_eq!(found.total.whole(), Some(Ratio::ZERO));
}

#[test]
fn on_site_and_file_marks_are_compared_on_the_items_that_have_both() {
    let rules = rules_with_items(1, 3);
    let apart = |pairs: &[[&str; 2]]| onsite_above_file(&rules, &sheet(pairs)).unwrap();
    assert_eq!(apart(&[["10", "8"], ["5", ""], ["", "9"]]), of(-2, 1));
    assert_eq!(apart(&[["10", "20.5"], ["5", "5"], ["", ""]]), of(21, 2));
    assert_eq!(apart(&[["10", ""], ["", "5"], ["", ""]]), None);
}

#[test]
fn equal_numbers_share_a_rank_and_the_next_one_is_counted_past_them() {
    let codes = ["W9", "W2", "W7", "W4", "W5"].map(code);
    let values = [of(80, 1), of(90, 1), of(80, 1), None, of(70, 1)];
    let rungs = ladder(codes.iter().zip(values));
    let shown: Vec<_> = rungs.iter().map(|rung| (rung.rank, codes[rung.at].as_str(), rung.tied)).collect();
    assert_eq!(shown, [(1, "W2", false), (2, "W7", true), (2, "W9", true), (4, "W5", false)]);
}

#[test]
fn marks_lie_in_the_bands_of_their_items_and_missing_ones_in_none() {
    let mut rules = rules_with_items(1, 2);
    let bands = |top: &str, low: &str| {
        let band = |name: &str, from: &str| Band { name: clean_line(name), from: points(from), text: clean_line("") };
        vec![band("优", top), band("良", low)]
    };
    rules.sections[0].items[0].bands = bands("9", "7");
    rules.sections[0].items[1].bands = bands("90", "70");
    let sheets = [sheet(&[["9", ""], ["89.9999", ""]]), sheet(&[["10", "6.5"], ["", "90"]]), sheet(&[["", ""]; 2])];
    let found = spread(&rules, sheets.iter());
    let shown: Vec<(&str, u32)> = found[0].bands.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(shown, [("优", 2), ("良", 1)], "the on-site mark counts where there are two");
    assert_eq!((found[0].outside, found[0].unscored), (1, 2));
}

fn entries() -> impl Strategy<Value = Vec<Option<u8>>> {
    prop::collection::vec(prop::option::weighted(0.8, 0_u8..6), 0..12)
}

proptest! {
    #[test]
    fn the_order_in_which_sheets_come_never_matters(values in entries(), turn in 0_usize..12) {
        let all: Vec<(Code, Option<Ratio>)> =
            values.iter().enumerate().map(|(n, value)| (code(&format!("W{n}")), value.map(|v| Ratio::whole(v.into())))).collect();
        let mut turned = all.clone();
        turned.reverse();
        let by = turn % all.len().max(1);
        turned.rotate_left(by);
        let shown = |all: &[(Code, Option<Ratio>)]| {
            let rungs = ladder(all.iter().map(|(code, value)| (code, *value)));
            rungs.into_iter().map(|rung| (rung.rank, rung.tied, all[rung.at].0.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(shown(&all), shown(&turned));
    }

    #[test]
    fn a_rank_is_how_many_stand_above_and_ties_are_exactly_equal_numbers(values in entries()) {
        let codes: Vec<Code> = (0..values.len()).map(|n| code(&format!("W{n}"))).collect();
        let ratios: Vec<Option<Ratio>> = values.iter().map(|value| value.map(|v| Ratio::whole(v.into()))).collect();
        let rungs = ladder(codes.iter().zip(ratios.iter().copied()));
        prop_assert_eq!(rungs.len(), values.iter().flatten().count());
        for rung in rungs {
            let own = values[rung.at].unwrap();
            prop_assert_eq!(rung.rank, 1 + values.iter().flatten().filter(|other| **other > own).count());
            prop_assert_eq!(rung.tied, values.iter().flatten().filter(|other| **other == own).count() > 1);
        }
    }

    #[test]
    fn every_mark_is_counted_in_one_place(marks in prop::collection::vec(prop::option::of(0_u16..=100), 6), split in any::<bool>()) {
        let mut rules = rules_with_items(2, 3);
        if split {
            rules.scoring.basis = BasisRule::Split { onsite: 50, file: 50 };
        }
        let band = |name: &str, from: u16| Band { name: clean_line(name), from: Points::whole(from), text: clean_line("") };
        for item in rules.sections.iter_mut().flat_map(|section| &mut section.items) {
            item.bands = vec![band("优", 90), band("良", 75)];
        }
        let mut sheet = Marks::empty(6);
        for (at, mark) in marks.iter().enumerate() {
            sheet.set(at, Basis::File, mark.map(Points::whole));
        }
        let spreads = spread(&rules, std::iter::once(&sheet));
        let counted: u32 = spreads.iter().map(|s| s.outside + s.bands.iter().map(|(_, n)| n).sum::<u32>()).sum();
        let missing: u32 = spreads.iter().map(|s| s.unscored).sum();
        let given = u32::try_from(marks.iter().flatten().count()).unwrap();
        prop_assert_eq!((counted, missing), (given, 6 - given));
        prop_assert_eq!(heights(&rules, &sheet).unwrap().total.missing, missing);
    }
}
