//! Why a score is what it is, and why a rank.

use std::cmp::Ordering;

use super::super::Lang;
use super::super::names::{honour_counts, honour_reading, standing};
use super::super::tone::some;
use super::number::{places, total, unrounded};
use crate::domain::tally::{AheadBy, Part, Proof, Step, StepKind, Versus, Why};
use crate::domain::{Code, Ratio, Rules, SeatId};

/// Names listed before it says how many more there are.
const MOST: usize = 6;

/// Where it stands and why: `第 10 名，与 W962 并列，名额只剩 1 个：待议决`.
pub fn reason(lang: Lang, proof: &Proof) -> String {
    let rank = proof.rank.map(|rank| say!(lang, "第 {rank} 名", "rank {rank}")).unwrap_or_default();
    let is = standing(lang, stands(proof.why));
    match proof.why {
        Why::WithinQuota => say!(lang, "{rank}，在名额之内：{is}", "{rank}, within the quota: {is}"),
        Why::DecidedOrder(_) => {
            say!(lang, "{rank}，先后由专家组议决：{is}", "{rank}, in the order the panel decided: {is}")
        }
        Why::BeyondQuota => say!(lang, "{rank}，名额已满：{is}", "{rank}, the quota is full: {is}"),
        Why::LeftEmpty => {
            say!(lang, "{rank}，专家组议决空缺不取：{is}", "{rank}, the panel left the places empty: {is}")
        }
        Why::Contested { places } => {
            let others = lang.list(others(proof), MOST);
            let left = some(places, "place is", "places are");
            say!(
                lang,
                "{rank}，与 {others} 并列，名额只剩 {places} 个：{is}",
                "{rank}, tied with {others}, only {left} left: {is}"
            )
        }
        Why::BelowPass(pass) => {
            let score = proof.score.map(|score| score.to_string()).unwrap_or_default();
            say!(
                lang,
                "{rank}，得分 {score} 不到合格线 {pass}：{is}",
                "{rank}, {score} is below the pass mark {pass}: {is}"
            )
        }
        Why::TooFewSheets { has, needs } => {
            let sheets = some(has, "sheet counts", "sheets count");
            say!(
                lang,
                "有效 {has} 份，至少要 {needs} 份，不排名次：{is}",
                "{sheets}, at least {needs} are needed, no rank: {is}"
            )
        }
        Why::Withdrawn => say!(lang, "不评分，不排名次：{is}", "neither scored nor ranked: {is}"),
    }
}

fn stands(why: Why) -> crate::domain::tally::Standing {
    use crate::domain::tally::Standing as S;
    match why {
        Why::WithinQuota => S::Selected,
        Why::DecidedOrder(standing) => standing,
        Why::BeyondQuota | Why::LeftEmpty => S::Reserve,
        Why::Contested { .. } => S::Contested,
        Why::BelowPass(_) => S::BelowPass,
        Why::TooFewSheets { .. } => S::Incomplete,
        Why::Withdrawn => S::Withdrawn,
    }
}

fn others(proof: &Proof) -> Vec<&Code> {
    let codes = proof.group.iter().flat_map(|group| &group.codes);
    codes.filter(|code| **code != proof.code).collect()
}

/// The score as a quotient: `得分 85.21 ＝ 596.5 ÷ 7（＝85.2142…，四舍五入到两位）`; by section as a sum.
pub fn score(lang: Lang, proof: &Proof) -> Option<String> {
    let (score, exact) = (proof.score?, proof.exact?);
    let shown = unrounded(exact, score);
    let rounded = score.exact().is_ok_and(|published| published != exact);
    let how = if rounded { places(lang, proof.rounding, score.decimals()) } else { String::new() };
    let Some(sum) = proof.sum else {
        let sum: Vec<String> = proof.parts.iter().map(|part| part.weighted.to_string()).collect();
        let sum = sum.join(lang.pick(" ＋ ", " + "));
        return Some(say!(lang, "得分 {score} ＝ {sum}", "score {score} = {sum}"));
    };
    let (sum, kept) = (total(sum), proof.kept.len());
    Some(if rounded {
        say!(
            lang,
            "得分 {score} ＝ {sum} ÷ {kept}（＝{shown}，{how}）",
            "score {score} = {sum} / {kept} (= {shown}, {how})"
        )
    } else {
        say!(
            lang,
            "得分 {score} ＝ {sum} ÷ {kept}（＝{shown}，除尽）",
            "score {score} = {sum} / {kept} (= {shown} exactly)"
        )
    })
}

/// Which sheets count: `9 份有效，去掉最高 E03 91.5、最低 E07 79，余 7 份：`.
pub fn kept(lang: Lang, proof: &Proof) -> String {
    let (sheets, kept) = (proof.sheets, proof.kept.len());
    let count = some(sheets, "sheet counts", "sheets count");
    if proof.low.is_empty() && proof.high.is_empty() {
        return if proof.score.is_some() && proof.parts.is_empty() {
            say!(lang, "{sheets} 份有效，不去最高最低：", "{count}, none dropped:")
        } else {
            say!(lang, "{sheets} 份有效：", "{count}:")
        };
    }
    let (high, low) = (ends(lang, proof.high.iter().rev()), ends(lang, proof.low.iter()));
    say!(
        lang,
        "{sheets} 份有效，去掉最高 {high}、最低 {low}，余 {kept} 份：",
        "{count}, dropped the highest {high} and the lowest {low}, {kept} left:"
    )
}

fn ends<'a>(lang: Lang, sheets: impl Iterator<Item = &'a (SeatId, Ratio)>) -> String {
    let each = sheets.map(|(seat, value)| format!("{seat} {}", total(*value)));
    each.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The kept totals, ascending, and their sum: `81.5  83  84.5  85  86.5  87  89   合计 596.5`.
pub fn totals(lang: Lang, proof: &Proof) -> String {
    let each: Vec<String> = proof.kept.iter().map(|(_, value)| total(*value)).collect();
    let each = each.join("  ");
    match proof.sum.map(total) {
        Some(sum) => say!(lang, "{each}   合计 {sum}", "{each}   sum {sum}"),
        None => each,
    }
}

/// By section: how each part of the score came about, one line each.
pub fn parts(lang: Lang, rules: &Rules, proof: &Proof) -> Vec<String> {
    proof.parts.iter().map(|part| one_part(lang, rules, part)).collect()
}

fn one_part(lang: Lang, rules: &Rules, part: &Part) -> String {
    let name =
        rules.section(&part.section).map_or_else(|| part.section.to_string(), |section| section.name.to_string());
    let (sum, kept, mean) = (total(part.sum), part.kept, unrounded(part.mean, part.rounded));
    let Part { rounded, weight, weighted, .. } = part;
    say!(
        lang,
        "{name}：{sum} ÷ {kept} ＝ {mean}，取 {rounded}，× 权重 {weight} ＝ {weighted}",
        "{name}: {sum} / {kept} = {mean}, taken as {rounded}, x weight {weight} = {weighted}"
    )
}

/// What the counted sheets rest on, and who is aside: `依据：现场 3 份，材料 6 份      回避 0  弃权 0`.
pub fn basis_line(lang: Lang, proof: &Proof, recused: usize, abstained: usize) -> String {
    let (onsite, file) = (proof.onsite, proof.sheets.saturating_sub(proof.onsite));
    say!(
        lang,
        "依据：现场 {onsite} 份，材料 {file} 份      回避 {recused}  弃权 {abstained}",
        "basis: {onsite} with on-site marks, {file} from the file      recused {recused}  abstained {abstained}"
    )
}

/// Marks that counted alone though the basis is split, one line a sheet.
pub fn lone(lang: Lang, proof: &Proof) -> Vec<String> {
    let each = proof.lone.iter().map(|lone| {
        let (seat, file, onsite) = (&lone.seat, lone.file, lone.onsite);
        say!(
            lang,
            "{seat} 有 {file} 项只有材料分、{onsite} 项只有现场分，全额计入",
            "{seat}: {file} with a file mark alone, {onsite} with an on-site mark alone, counted in full"
        )
    });
    each.collect()
}

/// Sheets left out because an item is 未评.
pub fn unscored_sheets(lang: Lang, proof: &Proof) -> Option<String> {
    let seats = lang.list(&proof.unscored, MOST);
    (!proof.unscored.is_empty()).then(|| {
        say!(lang, "{seats} 有未评的项，整份不计入", "{seats}: an item is unscored, so the sheet does not count")
    })
}

/// What the steps below it answer: `为什么还分不出先后：`, `为什么在 W358 之前：`.
pub fn versus_title(lang: Lang, versus: &Versus) -> String {
    let code = &versus.code;
    match versus.steps.last().map_or(Ordering::Equal, |step| step.outcome) {
        Ordering::Equal => say!(lang, "为什么还分不出先后：", "why nothing tells it from {code}:"),
        Ordering::Greater => say!(lang, "为什么在 {code} 之前：", "why it is ahead of {code}:"),
        Ordering::Less => say!(lang, "为什么在 {code} 之后：", "why it is behind {code}:"),
    }
}

/// The steps up to the one that decides: `得分 85.21 相同 → 荣誉 0/1/1 相同 → 都过 45 周岁`.
pub fn versus(lang: Lang, versus: &Versus) -> String {
    let mut steps: Vec<String> = versus.steps.iter().map(|one| step(lang, one)).collect();
    if versus.by == AheadBy::Panel && versus.steps.iter().all(|step| step.kind != StepKind::Panel) {
        steps.push(lang.pick("专家组议决", "the panel decided").to_owned());
    }
    steps.join(" → ")
}

fn step(lang: Lang, step: &Step) -> String {
    let outcome = step.outcome;
    match step.kind {
        StepKind::Score(own, other) => {
            compared(lang, lang.pick("得分", "score"), outcome, &own.to_string(), &other.to_string())
        }
        StepKind::Exact(own, other) => {
            let name = lang.pick("未取舍得分", "unrounded score");
            compared(lang, name, outcome, &total(own), &total(other))
        }
        StepKind::Honours(reading, own, other) => {
            let (a, b) = (honour_counts(own), honour_counts(other));
            if outcome.is_eq() && own != other {
                let reading = honour_reading(lang, reading);
                return say!(lang, "荣誉 {a} 和 {b}，{reading}不分先后", "honours {a} and {b} are equal by {reading}");
            }
            compared(lang, lang.pick("荣誉", "honours"), outcome, &a, &b)
        }
        StepKind::Age(limit, own, other) => match (own, other) {
            (true, true) => say!(lang, "都不过 {limit} 周岁", "both are {limit} or younger"),
            (false, false) => say!(lang, "都过 {limit} 周岁", "both are over {limit}"),
            (true, false) => say!(lang, "不过 {limit} 周岁，对方已过", "{limit} or younger, the other is over"),
            (false, true) => say!(lang, "已过 {limit} 周岁，对方不过", "over {limit}, the other is not"),
        },
        StepKind::Panel => match outcome {
            Ordering::Less => lang.pick("专家组议决在后", "the panel put it behind").to_owned(),
            Ordering::Equal => lang.pick("专家组议决并列", "the panel left them tied").to_owned(),
            Ordering::Greater => lang.pick("专家组议决在前", "the panel put it ahead").to_owned(),
        },
    }
}

fn compared(lang: Lang, name: &str, outcome: Ordering, own: &str, other: &str) -> String {
    match outcome {
        Ordering::Equal => say!(lang, "{name} {own} 相同", "same {name} {own}"),
        Ordering::Greater => say!(lang, "{name} {own} 高于 {other}", "{name} {own} above {other}"),
        Ordering::Less => say!(lang, "{name} {own} 低于 {other}", "{name} {own} below {other}"),
    }
}

/// How far the next rank is: `与下一名 W358 差 0.42 分`.
pub fn gap(lang: Lang, proof: &Proof) -> Option<String> {
    let (code, gap) = proof.gap.as_ref()?;
    Some(if gap.units() == 0 {
        say!(lang, "与下一名 {code} 得分相同", "the next, {code}, has the same score")
    } else {
        say!(lang, "与下一名 {code} 差 {gap} 分", "{gap} above the next, {code}")
    })
}
