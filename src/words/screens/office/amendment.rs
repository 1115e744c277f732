//! What an amendment changes, against what is recorded.

use crate::domain::{Amended, Panel, Rules};
use crate::words::{Lang, average, basis_rule, compare, honour_counts, honour_reading, rounding, tie_step};

/// What an amendment changes, against what is recorded.
pub fn amended(lang: Lang, now: Option<&Panel>, amended: &Amended) -> String {
    match amended {
        Amended::Dossier(facts) => {
            let (code, trade, level) = (&facts.code, &facts.trade, facts.level.as_str());
            let counts = honour_counts(facts.honour_counts());
            let born = facts.born.map(|born| born.date.to_string()).unwrap_or_default();
            say!(
                lang,
                "{code} 改成：{trade}，{level}，荣誉 {counts}，出生 {born}",
                "{code} becomes: {trade}, {level}, honours {counts}, born {born}"
            )
        }
        Amended::Panel(panel) => {
            let changes = now.map(|now| panel_changes(lang, now, panel)).unwrap_or_default();
            if changes.is_empty() {
                return lang.pick("规则文字、席位或评分项的改动", "wording, seats or items change").into();
            }
            changes.join(lang.pick("；", "; "))
        }
    }
}

fn panel_changes(lang: Lang, now: &Panel, then: &Panel) -> Vec<String> {
    let mut changes = Vec::new();
    let mut push = |name: &str, a: String, b: String| {
        if a != b {
            changes.push(say!(lang, "{name} {a} → {b}", "{name} {a} -> {b}"));
        }
    };
    let (a, b) = (&now.rules, &then.rules);
    push(lang.pick("名额", "quota"), a.quota.to_string(), b.quota.to_string());
    push(lang.pick("基准日", "reference day"), a.as_of.to_string(), b.as_of.to_string());
    push(lang.pick("最小差", "step"), a.scoring.step.to_string(), b.scoring.step.to_string());
    push(lang.pick("依据", "basis"), basis_rule(lang, a.scoring.basis), basis_rule(lang, b.scoring.basis));
    push(lang.pick("分差过大", "deviation"), a.scoring.deviation.to_string(), b.scoring.deviation.to_string());
    let tally = |rules: &Rules| {
        let t = &rules.tally;
        let pass = t.pass.map_or_else(|| "-".to_owned(), |pass| pass.to_string());
        let steps: Vec<_> = t.tie_break.iter().map(|step| tie_step(lang, *step)).collect();
        [
            (lang.pick("平均", "average"), average(lang, t.average).to_owned()),
            (lang.pick("去掉", "drop"), t.drop.to_string()),
            (lang.pick("满几份才去", "drop from"), t.drop_from.to_string()),
            (lang.pick("至少份数", "least sheets"), t.min_sheets.to_string()),
            (lang.pick("小数位", "decimals"), t.decimals.to_string()),
            (lang.pick("取舍", "rounding"), rounding(lang, t.rounding).to_owned()),
            (lang.pick("比较", "compared"), compare(lang, t.compare).to_owned()),
            (lang.pick("合格线", "pass mark"), pass),
            (lang.pick("同分先后", "after the score"), steps.join(lang.pick("、", ", "))),
            (lang.pick("荣誉读法", "honours"), honour_reading(lang, t.honours).to_owned()),
            (lang.pick("年龄线", "young"), t.young.to_string()),
        ]
    };
    for ((name, a), (_, b)) in tally(a).into_iter().zip(tally(b)) {
        push(name, a, b);
    }
    let form = |rules: &Rules| {
        let each = rules
            .items()
            .map(|(section, item)| format!("{}×{} {} {}", section.name, section.weight, item.name, item.max));
        each.collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    push(lang.pick("评分项", "form"), form(a), form(b));
    let seats = |panel: &Panel| {
        let each = panel.seats.iter().map(|seat| format!("{} {}", seat.id, seat.name));
        each.collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    push(lang.pick("席位", "seats"), seats(now), seats(then));
    changes
}
