//! What would change the ten, and what is told beside the list. Never applied, and never on paper by name.

use std::cmp::Ordering;

use super::super::names::standing;
use super::super::tone::some;
use super::super::{Lang, honour_reading, rounding, tie_step};
use super::number::decimal;
use crate::domain::tally::{Alternative, Change, Concordance, Cut, Flag, Moved, Severity, Standing, WhatIf};
use crate::domain::{Ratio, Rules};

/// Names listed before it says how many more there are.
const MOST: usize = 6;
/// Decimals of what is only told.
const DIGITS: u32 = 2;

/// One line for all that changes nothing, then one for each alternative that changes something.
pub fn what_if(lang: Lang, quota: u32, found: &WhatIf) -> Vec<String> {
    let (same, other): (Vec<&Alternative>, Vec<&Alternative>) = found.alternatives.iter().partition(|one| is_same(one));
    let ten = ten(lang, quota);
    let mut lines = Vec::new();
    if !same.is_empty() {
        let names = group_names(lang, &same, &other).join(lang.pick("、", ", "));
        lines.push(say!(lang, "{names}：{ten}不变", "{names}: {ten} stays the same"));
    }
    lines.extend(other.into_iter().map(|one| changed(lang, one, ten)));
    lines
}

fn is_same(one: &Alternative) -> bool {
    one.moved.is_empty() && one.undropped.is_empty() && one.unranked.is_empty()
}

fn ten(lang: Lang, quota: u32) -> &'static str {
    if quota == 10 { lang.pick("十人名单", "the list of ten") } else { lang.pick("名单", "the list") }
}

/// Which kinds of change are the same, all of a kind as one name.
fn group_names(lang: Lang, same: &[&Alternative], other: &[&Alternative]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut push = |name: String| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    let all = |kind: fn(&Change) -> bool| !other.iter().any(|one| kind(&one.change));
    for one in same {
        push(match &one.change {
            Change::Honours(_) if all(|change| matches!(change, Change::Honours(_))) => {
                lang.pick("荣誉三种读法", "all three readings of honours").to_owned()
            }
            Change::Rounding(_) if all(|change| matches!(change, Change::Rounding(_))) => {
                lang.pick("三种取舍", "all three roundings").to_owned()
            }
            Change::Without(_) if all(|change| matches!(change, Change::Without(_))) => {
                lang.pick("逐一不计每位专家", "each expert left out in turn").to_owned()
            }
            Change::Without(_) => lang.pick("不计别的专家", "any other expert left out").to_owned(),
            change @ (Change::Honours(_) | Change::Rounding(_) | Change::TieOrder(_) | Change::NoDropping) => {
                name(lang, change)
            }
        });
    }
    names
}

fn name(lang: Lang, change: &Change) -> String {
    match change {
        Change::Honours(reading) => {
            let reading = honour_reading(lang, *reading);
            say!(lang, "荣誉“{reading}”", "honours by {reading}")
        }
        Change::TieOrder(steps) => {
            let steps: Vec<&str> = steps.iter().map(|step| tie_step(lang, *step)).collect();
            let steps = steps.join(lang.pick("后", " before "));
            say!(lang, "先{steps}", "{steps}")
        }
        Change::Rounding(how) => rounding(lang, *how).to_owned(),
        Change::Without(seat) => say!(lang, "不计 {seat}", "without {seat}"),
        Change::NoDropping => lang.pick("都不去最高最低", "nothing dropped").to_owned(),
    }
}

fn changed(lang: Lang, one: &Alternative, ten: &str) -> String {
    let name = name(lang, &one.change);
    // Who loses the rank for want of sheets is told once, with the reason.
    let told_below = |moved: &&Moved| moved.then.rank.is_none() && one.unranked.contains(&moved.code);
    let mut said: Vec<String> =
        one.moved.iter().filter(|moved| !told_below(moved)).map(|moved| move_of(lang, moved)).collect();
    if one.moved.is_empty() {
        said.push(say!(lang, "{ten}不变", "{ten} stays the same"));
    }
    if !one.undropped.is_empty() {
        let codes = lang.list(&one.undropped, MOST);
        said.push(say!(lang, "{codes} 份数不够，不再去高低", "{codes} no longer drop the ends, too few sheets"));
    }
    if !one.unranked.is_empty() {
        let codes = lang.list(&one.unranked, MOST);
        said.push(say!(lang, "{codes} 份数不够，不排名次", "{codes} lose the rank, too few sheets"));
    }
    let said = said.join(lang.pick("，", ", "));
    say!(lang, "{name}：{said}", "{name}: {said}")
}

fn move_of(lang: Lang, moved: &Moved) -> String {
    let (code, then) = (&moved.code, standing(lang, moved.then.standing));
    let sure = moved.then.standing == Standing::Selected;
    match (moved.enters(), moved.leaves(), moved.then.rank) {
        (true, _, _) if sure => say!(lang, "{code} 进入", "{code} enters"),
        (true, _, _) => say!(lang, "{code} 进入，{then}", "{code} enters, {then}"),
        (_, true, Some(rank)) => say!(lang, "{code} 落到第 {rank} 名", "{code} falls to rank {rank}"),
        (_, true, None) => say!(lang, "{code} 不排名次", "{code} loses its rank"),
        (false, false, _) => say!(lang, "{code} 变为{then}", "{code} becomes {then}"),
    }
}

/// How often leaving one expert out would change the list: what papers may say, never which expert.
pub fn without_seat(lang: Lang, found: &WhatIf) -> String {
    let (changed, of) = found.without_seat();
    match (of, changed) {
        (0, _) => lang.pick("没有可逐一不计的专家。", "There is no expert to leave out.").to_owned(),
        (_, 0) => say!(
            lang,
            "逐一不计每位专家，{of} 种算法名单都不变。",
            "Leaving each expert out in turn, none of {of} ways changes the list."
        ),
        _ => say!(
            lang,
            "逐一不计每位专家，{of} 种算法中有 {changed} 种名单会变。",
            "Leaving each expert out in turn, {changed} of {of} ways would change the list."
        ),
    }
}

/// Ranked dossiers without dropping where others have it.
pub fn unlike(lang: Lang, found: &WhatIf) -> Option<String> {
    let each = found.unlike.iter().map(|one| {
        let (code, sheets) = (&one.code, one.sheets);
        say!(lang, "{code}（{sheets} 份）", "{code} ({sheets})")
    });
    let each = lang.list(each, MOST);
    (!found.unlike.is_empty()).then(|| {
        say!(
            lang,
            "份数不够，没有去最高最低，别的都去了：{each}",
            "too few sheets to drop the ends, while the others do: {each}"
        )
    })
}

/// The line across the list: `名额线：第 10 名`.
pub fn cut_title(lang: Lang, quota: u32) -> String {
    say!(lang, "名额线：第 {quota} 名", "cut: rank {quota}")
}

/// The margin at the cut.
pub fn cut(lang: Lang, cut: &Cut) -> String {
    let Cut { last_in, first_out, margin, .. } = cut;
    let line = if cut.pass { lang.pick("合格线", "pass mark") } else { lang.pick("名额线", "cut") };
    if margin.units() != 0 {
        return say!(
            lang,
            "{line}上下：{last_in} 比 {first_out} 高 {margin} 分",
            "{line}: {last_in} is {margin} above {first_out}"
        );
    }
    let finer = cut.exact.filter(|exact| exact.num() != 0).map(|exact| {
        let places = u32::from(margin.decimals()).saturating_add(4);
        let by = decimal(exact.max(negated(exact)), places);
        match exact.cmp(&Ratio::ZERO) {
            Ordering::Less => say!(lang, "，未取舍的反而低 {by}", ", unrounded even {by} lower"),
            Ordering::Equal | Ordering::Greater => say!(lang, "，未取舍的高 {by}", ", unrounded {by} higher"),
        }
    });
    let finer = finer.unwrap_or_default();
    say!(
        lang,
        "{line}上下：{last_in} 和 {first_out} 得分相同{finer}",
        "{line}: {last_in} and {first_out} have the same score{finer}"
    )
}

fn negated(value: Ratio) -> Ratio {
    Ratio::ZERO.minus(value).unwrap_or(value)
}

/// How far the experts agree; too few is said plainly.
pub fn concordance(lang: Lang, found: &Concordance) -> String {
    match found {
        Concordance::TooFew { experts, dossiers } => say!(
            lang,
            "专家 {experts} 位、共同评过的 {dossiers} 份，太少，不算一致程度",
            "{experts} experts, {dossiers} dossiers scored by all: too few to say how far they agree"
        ),
        Concordance::AllEqual { experts, dossiers } => say!(
            lang,
            "专家 {experts} 位在共同评过的 {dossiers} 份里都不分高低，算不出一致程度",
            "{experts} experts tell none of the {dossiers} dossiers scored by all apart: agreement is not defined"
        ),
        Concordance::W { w, experts, dossiers } => {
            let w = decimal(*w, DIGITS);
            say!(
                lang,
                "一致程度 W＝{w}（0 各打各的，1 排序全同；专家 {experts} 位，共同评过 {dossiers} 份）",
                "agreement W = {w} (0 none, 1 the same order; {experts} experts, {dossiers} dossiers scored by all)"
            )
        }
    }
}

/// How strict or lenient a seat is; for secretary and supervisor only.
pub fn severity_of(lang: Lang, one: &Severity) -> String {
    let (seat, dossiers) = (&one.seat, one.dossiers);
    let shared = some(dossiers, "shared dossier", "shared dossiers");
    let Some(mean) = one.mean else {
        return say!(lang, "{seat} 与别人同评的只有 {dossiers} 份，太少，不算松紧", "{seat}: {shared}, too few to say");
    };
    let by = decimal(mean.max(negated(mean)), DIGITS);
    match mean.cmp(&Ratio::ZERO) {
        Ordering::Less => say!(
            lang,
            "{seat} 平均比别人低 {by} 分（同评 {dossiers} 份）",
            "{seat} is {by} lower than the others on average ({shared})"
        ),
        Ordering::Equal => say!(
            lang,
            "{seat} 平均与别人持平（同评 {dossiers} 份）",
            "{seat} is level with the others on average ({shared})"
        ),
        Ordering::Greater => say!(
            lang,
            "{seat} 平均比别人高 {by} 分（同评 {dossiers} 份）",
            "{seat} is {by} higher than the others on average ({shared})"
        ),
    }
}

/// A strong deviation, for the secretary; an expert is told the section alone.
pub fn flag(lang: Lang, rules: &Rules, one: &Flag) -> String {
    let Flag { seat, dossier, .. } = one;
    let name = rules.section(&one.section).map_or_else(|| one.section.to_string(), |section| section.name.to_string());
    let (value, others) = (decimal(one.value, DIGITS), decimal(one.others, DIGITS));
    say!(
        lang,
        "{seat} 的 {dossier}“{name}”给 {value}，其余平均 {others}，分差过大",
        "{seat} gives {dossier} {value} for \"{name}\", the others {others} on average: a strong deviation"
    )
}
