//! What the office reads as a whole.

use crate::domain::{Award, Code, Decision, Facts, HonourCounts, Moment, Rules, SeatId, SecrecyCheck, Trouble};
use crate::text::Clean;
use crate::words::{Lang, Setting, head_of_hex, honour_counts, honour_level, time, trouble, yes_no};

/// 开始评分: what happens.
pub fn open_text(lang: Lang, dossiers: u32, experts: u32, key: &str) -> String {
    let key = if key.is_empty() {
        say!(
            lang,
            "没有登记密钥文件，名单以后印不了姓名：要印的先按 Esc，再按 Tab、4 登记，开评后补不上。",
            "No key file is given, so no names can be printed later: if they are to be, press Esc, then Tab and 4; it cannot be added afterwards."
        )
    } else {
        say!(
            lang,
            "密钥文件 {key} 一并登记，以后只认它来还原姓名。",
            "The key file {key} is recorded; no other is accepted for names later."
        )
    };
    say!(
        lang,
        "开始评分：规则和 {dossiers} 份申报材料就此封存，此后改文件不起作用，要改须记更正；{experts} 位专家可以进来评分。\n{key}\n申报材料的份数：",
        "Open scoring: the rules and {dossiers} dossiers are frozen; later changes of files need an amendment; {experts} experts can enter and score.\n{key}\nThe number of dossiers:"
    )
}

/// 结束评分: what will not count.
pub fn close_text(lang: Lang, signed: u32, due: u32, not_counted: &str) -> String {
    say!(
        lang,
        "结束评分，进入复核。应交 {due} 份，已定稿 {signed} 份。{not_counted}。没定稿的之后只能逐份退回或缺席核准，不能再回到评分。\n已定稿的份数：",
        "Close scoring, review begins. {signed} of {due} sheets are signed. {not_counted}. What is not signed can later be returned or excused one by one; there is no way back to scoring.\nThe number of signed sheets:"
    )
}

/// 定案.
pub fn final_text(lang: Lang, selected: u32, quota: u32, unconfirmed: &[(SeatId, Code)]) -> String {
    let each = lang.list(unconfirmed.iter().map(|(seat, code)| format!("{seat} {code}")), 6);
    let caution = if unconfirmed.is_empty() {
        String::new()
    } else {
        say!(lang, "代录待核的照计：{each}。", " Transcribed and unconfirmed, counted: {each}.")
    };
    let few = if selected < quota {
        let empty = quota - selected;
        say!(lang, "名额 {quota} 个，空 {empty} 个。", " {empty} of {quota} places stay empty.")
    } else {
        String::new()
    };
    say!(
        lang,
        "定案：封存名单，拟推荐 {selected} 人。{few}{caution}之后只能写明理由回到复核。\n拟推荐的人数：",
        "Make it final: the list is sealed with {selected} selected.{few}{caution} The only way back is to review, with a reason.\nHow many are selected:"
    )
}

/// After final.
pub fn sealed_text(lang: Lang, selected: u32, quota: u32, head: &str) -> String {
    say!(
        lang,
        "已定案，名单已封存：拟推荐 {selected} 人，名额 {quota}。\n核验号 {head}\n请抄在报告末页；日后核验以它为准。\n打印材料（名单、日志、席位卡）：离开以后，在命令行里执行 shouxi report。",
        "Final; the list is sealed: {selected} selected, quota {quota}.\nHead {head}\nCopy it to the report's last page: the record is verified against it.\nPapers (list, log, seat-cards): leave, then run shouxi report on the command line."
    )
}

/// The parts of a score, where they are not its sum.
pub fn sections_line(lang: Lang, sections: &[String], by_section: bool) -> String {
    let each = sections.join("  ");
    if by_section {
        return say!(lang, "各板块：{each}", "sections: {each}");
    }
    say!(
        lang,
        "各板块平均：{each}（各自取舍，加起来未必等于得分）",
        "section means: {each} (each rounded; they need not add up to the score)"
    )
}

/// A decision on the dossier's group.
pub fn decision_line(lang: Lang, number: u64, decision: &Decision) -> String {
    let votes = super::votes_line(lang, &decision.votes);
    let note = &decision.note;
    let what = match &decision.order {
        Some(order) => {
            let order = order.iter().map(Code::as_str).collect::<Vec<_>>().join(" > ");
            say!(lang, "先后 {order}", "order {order}")
        }
        None => lang.pick("空缺不取", "left empty").to_owned(),
    };
    say!(lang, "议决（第 {number} 条）：{what}。{votes}{note}", "decision (event {number}): {what}. {votes} {note}")
}

/// Over an amendment's two lists.
pub fn amendment_title(lang: Lang, number: u64, reason: &str) -> String {
    say!(lang, "第 {number} 号更正：{reason}", "amendment {number}: {reason}")
}

/// What is known of a dossier besides its texts.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Facts.
    pub facts: &'a Facts,
    /// Counted honours.
    pub counts: Option<HonourCounts>,
    /// Whole years.
    pub age: Option<u32>,
    /// Young by the rules.
    pub young: Option<bool>,
    /// Why it was withdrawn.
    pub withdrawn: Option<&'a str>,
    /// Secrecy checks.
    pub secrecy: &'a [SecrecyCheck],
    /// Awards, where the texts could be read.
    pub awards: Option<&'a [Award]>,
    /// Minutes ahead of UTC.
    pub zone: i32,
}

/// A dossier's facts, one thing a line.
pub fn facts_text(lang: Lang, rules: Option<&Rules>, known: Known<'_>) -> String {
    let facts = known.facts;
    let mut lines = Vec::new();
    let mut push = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(say!(lang, "{name}：{value}", "{name}: {value}"));
        }
    };
    push(lang.pick("工种", "trade"), facts.trade.to_string());
    push(lang.pick("等级", "level"), facts.level.as_str().to_owned());
    push(lang.pick("领域", "field"), facts.field.to_string());
    push(lang.pick("岗位", "post"), facts.post.to_string());
    if let Some(reason) = known.withdrawn {
        push(lang.pick("已撤回", "withdrawn"), reason.to_owned());
    }
    if let Some(born) = facts.born {
        let month = born.date.format("%Y-%m").to_string();
        push(lang.pick("出生", "born"), if born.month_only { month } else { born.date.to_string() });
    }
    push(lang.pick("周岁", "age"), known.age.map(|age| age.to_string()).unwrap_or_default());
    if let (Some(young), Some(rules)) = (known.young, rules) {
        let limit = rules.tally.young;
        push(&say!(lang, "{limit} 周岁以下（含）", "{limit} or younger"), yes_no(lang, young).to_owned());
    }
    push(lang.pick("曾获首席技师", "earlier title"), facts.title_year.map(|year| year.to_string()).unwrap_or_default());
    push(lang.pick("荣誉（国/省/市）", "honours (n/p/m)"), known.counts.map(honour_counts).unwrap_or_default());
    for honour in &facts.honours {
        let level = honour_level(lang, honour.level);
        let year = honour.year.map(|year| format!(" {year}")).unwrap_or_default();
        let many = if honour.count == 1 { String::new() } else { format!(" ×{}", honour.count) };
        let left = if honour.counted { "" } else { lang.pick("（不计）", " (not counted)") };
        lines.push(format!("  {level}  {}{year}{many}{left}", honour.title));
    }
    if let Some(awards) = known.awards.filter(|awards| !awards.is_empty()) {
        lines.push(lang.pick("奖项（不计入荣誉）：", "awards (not honours):").to_owned());
        for award in awards {
            let year = award.year.map(|year| format!(" {year}")).unwrap_or_default();
            lines.push(format!("  {}{year}", award.title));
        }
    }
    for check in known.secrecy {
        let (at, by, result) = (time(check.at, known.zone), &check.by, &check.result);
        lines.push(say!(lang, "保密审查 {at} {by}：{result}", "secrecy check {at} {by}: {result}"));
    }
    if known.awards.is_none() {
        let none = if facts.confidential { super::texts_none(lang) } else { super::texts_unreadable(lang) };
        lines.push(none.to_owned());
    }
    lines.join("\n")
}

/// A journal entry in full.
pub fn entry_text(
    lang: Lang,
    number: u64,
    when: &str,
    route: Option<&str>,
    text: &str,
    digest: Option<&str>,
) -> String {
    let route = route.map(|route| say!(lang, "（{route}）", " ({route})")).unwrap_or_default();
    let receipt = match digest {
        Some(digest) => {
            let receipt: String = digest.chars().take(16).collect();
            say!(lang, "回执 {receipt}", "receipt {receipt}")
        }
        None => lang.pick("内容有不显示的，所以没有回执", "part of it is not shown, so there is no receipt").to_owned(),
    };
    say!(lang, "第 {number} 条  {when}{route}\n{text}\n{receipt}", "event {number}  {when}{route}\n{text}\n{receipt}")
}

/// What was verified.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Everything holds.
    pub holds: bool,
    /// Events re-read.
    pub events: u64,
    /// Head, hex.
    pub head: &'a str,
    /// What does not hold.
    pub troubles: &'a [Trouble],
    /// A sealed list was compared.
    pub sealed: bool,
    /// Heads given.
    pub heads: usize,
    /// The event of the receipt: number, time, seat.
    pub receipt: Option<&'a (u64, Moment, SeatId)>,
}

/// 核验, in sentences (SCREENS §5.11, 12).
pub fn verified(lang: Lang, held: Held<'_>, zone: i32) -> String {
    let (events, head) = (held.events, head_of_hex(held.head));
    let mut lines = Vec::new();
    if held.holds {
        let list = if held.sealed {
            lang.pick("，重算名单与定案一致", ", the recomputed list is the sealed one")
        } else {
            ""
        };
        lines.push(say!(
            lang,
            "核验通过：{events} 条记录首尾相接{list}。核验号 {head}，请与报告末页核对。",
            "Verified: {events} events in one unbroken chain{list}. Head {head}: compare it with the report's last page."
        ));
        lines.extend(held.troubles.iter().map(|one| trouble(lang, Setting::Screen, one)));
        lines.extend(match held.heads {
            _ if !held.troubles.is_empty() => None,
            0 => Some(
                lang.pick(
                    "与自身一致，未与外部核验号对照。出报告以后又有记录，核验号就会变：按 Tab，再按 1，照报告上的号打，就能对照。",
                    "It agrees with itself; no head from outside was compared. The head changes with every record made after a report: press Tab, then 1, and type the report's.",
                )
                .to_owned(),
            ),
            1 => Some(lang.pick("与所给的核验号相符。", "The head given is in the chain.").to_owned()),
            count => Some(say!(lang, "与所给的 {count} 个核验号都相符。", "All {count} heads given are in the chain.")),
        });
        lines.push(lang.pick("封存的文件份份相符。", "The frozen files are unchanged.").to_owned());
    } else {
        lines.push(
            lang.pick(
                "不一致：名单不可采信，请勿改动文件，先复制整个文件夹。",
                "It does not verify: do not rely on the list, change no file, and copy the whole folder first.",
            )
            .to_owned(),
        );
        lines.extend(held.troubles.iter().map(|one| trouble(lang, Setting::Screen, one)));
        lines.push(say!(lang, "已读 {events} 条，末条核验号 {head}。", "{events} events read, head {head}."));
    }
    if let Some((number, at, seat)) = held.receipt {
        lines.push(crate::words::receipt_found(lang, *number, seat, &time(*at, zone)));
    }
    lines.join("\n\n")
}

/// A text people gave, in one line.
pub fn one_line(text: &Clean) -> String {
    text.split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
