//! Headings and lines of what the command line prints: the list, the status, the log.

use crate::domain::tally::{Group, Lone};
use crate::domain::{Code, SealedLine, SheetState, Stage};
use crate::text::Clean;
use crate::words::tone::some;
use crate::words::{Glance, Lang, sign_word, stage, standing};

/// Headings of the list: rank, code, score, sheets, honours, young (with its age), ahead by, standing.
pub fn list_headings(lang: Lang, young: Option<u32>) -> [String; 8] {
    let age = young.map_or_else(|| lang.pick("年龄", "young").to_owned(), |age| say!(lang, "{age}岁", "<={age}"));
    match lang {
        Lang::Zh => [
            "名次".into(),
            "代号".into(),
            "得分".into(),
            "份数".into(),
            "国/省/市".into(),
            age,
            "领先靠".into(),
            "去向".into(),
        ],
        Lang::En => [
            "rank".into(),
            "code".into(),
            "score".into(),
            "sheets".into(),
            "N/P/M".into(),
            age,
            "ahead by".into(),
            "standing".into(),
        ],
    }
}

/// No rank.
pub fn unranked(lang: Lang) -> &'static str {
    lang.pick("无", "-")
}

/// The line above the list.
pub fn list_title(lang: Lang, title: &str, now: Option<Stage>, quota: u32, ranked: usize, rest: usize) -> String {
    let now = now.map_or_else(String::new, |now| {
        let now = stage(lang, now);
        say!(lang, "  阶段 {now}", "  stage {now}")
    });
    say!(
        lang,
        "{title}{now}  名额 {quota}  排名 {ranked}  未排名 {rest}",
        "{title}{now}  quota {quota}  ranked {ranked}  unranked {rest}"
    )
}

/// A contested group.
pub fn contested(lang: Lang, group: &Group) -> String {
    let (rank, places, count) = (group.rank, group.places, group.codes.len());
    let names = lang.list(group.codes.iter(), 12);
    let codes = group.codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    say!(
        lang,
        "第 {rank} 名 {count} 人并列（{names}），名额只剩 {places} 个，须专家组议决：shouxi decide {codes} …",
        "{count} share rank {rank} ({names}) and {places} of their places lie within the quota; the panel has to decide: shouxi decide {codes} ..."
    )
}

/// Headings above what is told beside the list.
pub fn beside(lang: Lang) -> &'static str {
    lang.pick("换个算法会怎样（只供核对，不改名次）：", "Told beside the list, never applied:")
}

/// Section means need not add up to the score.
pub fn sections_note(lang: Lang) -> &'static str {
    lang.pick(
        "各板块平均分分别取舍，加起来不一定等于得分。",
        "Section means are rounded one by one and need not add up to the score.",
    )
}

/// Where the head stands.
pub fn head_line(lang: Lang, head: &str, events: u64) -> String {
    let all = some(events, "event", "events");
    say!(lang, "日志 {events} 条，核验号 {head}", "Journal: {all}, head {head}")
}

/// The first line of `status`.
pub fn status_title(lang: Lang, title: &str, now: Stage, quota: u32) -> String {
    let now = stage(lang, now);
    say!(lang, "{title}  阶段 {now}  名额 {quota}", "{title}  stage {now}  quota {quota}")
}

/// Who asks.
pub fn sitting(lang: Lang, seat: &str, role: &str, name: &str) -> String {
    let line = say!(lang, "席位 {seat} {role} {name}", "seat {seat}, {role} {name}");
    line.trim_end().to_owned()
}

/// Signed of due.
pub fn progress(lang: Lang, signed: u32, due: u32) -> String {
    say!(lang, "已定稿 {signed}/{due}", "signed {signed}/{due}")
}

/// Headings of the seats in `status`: seat, name, role, open, which.
pub fn seat_headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Zh => ["席位", "姓名", "角色", "还差", "哪几份"],
        Lang::En => ["seat", "name", "role", "open", "which"],
    }
}

/// A seat that never came.
pub fn never_came(lang: Lang) -> &'static str {
    lang.pick("未登录过", "never came")
}

/// A replaced seat.
pub fn replaced_by(lang: Lang, new: &str) -> String {
    say!(lang, "已由 {new} 接替", "replaced by {new}")
}

/// Headings of an expert's own sheets: code, trade, state, missing.
pub fn own_headings(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Zh => ["代号", "工种", "状态", "还缺"],
        Lang::En => ["code", "trade", "state", "missing"],
    }
}

/// Nothing opened yet.
pub fn not_open(lang: Lang) -> &'static str {
    lang.pick(
        "还没有开始评分。先用 shouxi check 检查，再用 shouxi stage scoring 开始。",
        "Scoring has not opened. Run shouxi check, then shouxi stage scoring.",
    )
}

/// Above the obstacles.
pub fn obstacles_title(lang: Lang, count: usize) -> String {
    let things = some(count as u64, "thing", "things");
    say!(lang, "还不能定案，有 {count} 件事：", "Not ready to be final, {things} left:")
}

/// No obstacle.
pub fn no_obstacles(lang: Lang) -> &'static str {
    lang.pick("可以定案：shouxi stage final。", "Ready to be final: shouxi stage final.")
}

/// Transcriptions that wait for this seat.
pub fn to_confirm(lang: Lang, seat: &str, code: &str) -> String {
    say!(
        lang,
        "代录待核：先看 shouxi marks export，无误再 shouxi confirm {seat} {code}",
        "transcribed, to be confirmed: look at it with shouxi marks export, then shouxi confirm {seat} {code}"
    )
}

/// Transcribed sheets that nobody confirmed.
pub fn unconfirmed(lang: Lang, count: usize) -> String {
    let sheets = some(count as u64, "transcribed sheet", "transcribed sheets");
    say!(lang, "代录待核 {count} 份，照计。", "{sheets} confirmed by nobody; they count.")
}

/// Amendments that wait for this seat.
pub fn pending(lang: Lang, number: u64, by: &str, reason: &Clean) -> String {
    say!(
        lang,
        "更正 #{number} 待第二席位确认（{by} 提出：{reason}）",
        "amendment #{number} waits for a second seat (proposed by {by}: {reason})"
    )
}

/// An amendment above the lines of the list that it changed.
pub fn amended_title(lang: Lang, number: u64, reason: &Clean, changed: usize) -> String {
    if changed == 0 {
        return say!(
            lang,
            "更正 #{number}（{reason}）：更正前后名单一样。",
            "amendment #{number} ({reason}): the list is the same before and after."
        );
    }
    let lines = some(changed as u64, "line", "lines");
    say!(
        lang,
        "更正 #{number}（{reason}）改了名单 {changed} 行，更正前 -> 更正后：",
        "amendment #{number} ({reason}) changed {lines} of the list, before -> after:"
    )
}

/// One line of the list before and after an amendment.
pub fn amended_line(lang: Lang, code: &Code, before: Option<&SealedLine>, after: Option<&SealedLine>) -> String {
    let side = |line: Option<&SealedLine>| {
        let Some(line) = line else { return lang.pick("不在名单", "not listed").to_owned() };
        let (place, score) = (standing(lang, line.standing), &line.exact);
        match line.rank {
            Some(rank) => say!(lang, "第 {rank} 名 {score} {place}", "rank {rank}, {score}, {place}"),
            None => place.to_owned(),
        }
    };
    format!("{code}  {} -> {}", side(before), side(after))
}

/// An own sheet that was given back.
pub fn returned_sheet(lang: Lang, code: &Code, section: Option<&str>, reason: &Clean) -> String {
    match section {
        Some(section) => say!(
            lang,
            "{code} 已退回，请复核“{section}”，理由：{reason}。改分，或 shouxi explain {code} {section} --reason 理由；再 shouxi sign {code}。",
            "{code} was returned, to look at {section}: {reason}. Change a mark, or: shouxi explain {code} {section} --reason TEXT; then shouxi sign {code}."
        ),
        None => say!(
            lang,
            "{code} 已退回，理由：{reason}。改好再 shouxi sign {code}。",
            "{code} was returned: {reason}. Correct it, then run: shouxi sign {code}."
        ),
    }
}

/// A section that the form does not have, and those it has.
pub fn no_section(lang: Lang, word: &str, known: &[String]) -> String {
    let known = lang.list(known, 64);
    say!(
        lang,
        "评分表里没有板块“{word}”，没有改动。板块有：{known}。",
        "The form has no section \"{word}\"; nothing was changed. Its sections: {known}."
    )
}

/// Marks that count in full although the basis is split, because the sheet lacks the other half.
pub fn lone_marks(lang: Lang, code: &Code, lone: &Lone) -> String {
    let Lone { seat, file, onsite } = lone;
    let parts = [
        (*file, say!(lang, "{file} 项只有材料分", "{file} with a file mark alone")),
        (*onsite, say!(lang, "{onsite} 项只有现场分", "{onsite} with an on-site mark alone")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
    let parts = parts.join(lang.pick("，", ", "));
    say!(lang, "{code} {seat}：{parts}，按单项全额计", "{code} {seat}: items {parts}; they count in full")
}

/// Items whose file mark was changed after the visit.
pub fn changed_after_visit(lang: Lang, seat: &str, code: &Code, items: &[String]) -> String {
    let items = lang.list(items, 12);
    say!(
        lang,
        "{seat} 的 {code} 现场考查后改过材料分：{items}",
        "{seat}'s sheet for {code}: file marks changed after the visit: {items}"
    )
}

/// A file that is gone since opening.
pub fn missing_file(lang: Lang, file: &str) -> String {
    say!(
        lang,
        "{file}：开评后被删除或移走；评分仍用封存的内容，不受影响。放回原处即可。",
        "{file}: deleted or moved after opening; scoring uses the frozen content and is not affected. Put it back."
    )
}

/// The last line of `check`, where it is not only about errors and cautions: nobody could open, or scoring has begun.
pub fn checked(lang: Lang, errors: usize, cautions: usize, opened: bool) -> String {
    let (wrong, look) = (some(errors as u64, "error", "errors"), some(cautions as u64, "caution", "cautions"));
    if opened {
        return say!(
            lang,
            "检查完毕：{errors} 处错误，{cautions} 处提醒。评分已经开始，用的是封存的内容。",
            "Checked: {wrong}, {look}. Scoring has opened and uses the frozen content."
        );
    }
    say!(
        lang,
        "检查完毕：没有错误，{cautions} 处提醒；没有秘书席位，还没有人能开始评分。",
        "Checked: no errors, {look}; there is no secretary's seat, so nobody can open scoring yet."
    )
}

/// Files edited after opening.
pub fn changed_file(lang: Lang, file: &str) -> String {
    say!(
        lang,
        "{file}：开评后被改动；评分仍用封存的内容。恢复原样，或用 shouxi amend {file} --reason 记为更正。",
        "{file}: edited after opening; scoring uses the frozen content. Restore it, or record it: shouxi amend {file} --reason."
    )
}

/// Headings of the log: number, time, event.
pub fn log_headings(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["编号", "时间", "内容"],
        Lang::En => ["no.", "time", "event"],
    }
}

/// What `verify` proved; whether heads from outside are in the chain, if any were given.
pub fn verified(lang: Lang, events: u64, head: &str, sealed: bool, outside: Option<bool>) -> String {
    let list = if sealed {
        lang.pick("，重算名单与定案一致", ", the recomputed list is the sealed one")
    } else {
        ""
    };
    let outside = match outside {
        Some(true) => lang.pick("与所给的核验号相符。", "The heads given are in the chain."),
        // Which one is not is told beside it.
        Some(false) => "",
        None => {
            lang.pick("与自身一致，未与外部核验号对照。", "It agrees with itself; no head from outside was compared.")
        }
    };
    let count = some(events, "event", "events");
    let line = say!(
        lang,
        "核验通过：{events} 条记录首尾相接，封存文件份份相符{list}。核验号 {head}，请与报告末页核对。{outside}",
        "Verified: {count} in one unbroken chain, frozen files unchanged{list}. Head {head}: compare it with the report's last page. {outside}"
    );
    line.trim_end().to_owned()
}

/// What `verify` tells an expert.
pub fn verified_own(lang: Lang, holds: bool) -> &'static str {
    if holds {
        lang.pick("核验通过：日志首尾相接，没有改动。", "Verified: the journal is one unbroken chain.")
    } else {
        lang.pick("核验没有通过，请告诉秘书或监督人员。", "It does not verify; tell the secretary or the supervisor.")
    }
}

/// A failed `verify`: what to do, under the list of what does not hold.
pub fn not_verified(lang: Lang) -> &'static str {
    lang.pick(
        "不一致：名单不可采信，请勿改动文件，先复制整个文件夹。",
        "It does not verify: do not rely on the list, change no file, and copy the whole folder first.",
    )
}

/// Bad rows of a marks file, under their list.
pub fn rows_refused(lang: Lang, count: usize, shown: usize) -> String {
    let rows = some(count as u64, "row", "rows");
    if count > shown {
        let rest = count - shown;
        return say!(
            lang,
            "有 {count} 行不对（另有 {rest} 行没有列出），整个文件都没有采用。改好再来。",
            "{rows} wrong ({rest} not shown); nothing of the file was taken. Correct it and try again."
        );
    }
    say!(
        lang,
        "有 {count} 行不对，整个文件都没有采用。改好再来。",
        "{rows} wrong; nothing of the file was taken. Correct it and try again."
    )
}

/// Between what is wrong and what to do about it.
pub fn dash(lang: Lang) -> &'static str {
    lang.pick(" — ", " - ")
}

/// Marks of a sheet left out of a tally from a file, because it is not complete.
pub fn left_out(lang: Lang, count: usize) -> String {
    let sheets = some(count as u64, "incomplete sheet", "incomplete sheets");
    say!(lang, "有 {count} 份没有打齐，没有计入。", "{sheets} left out.")
}

/// A sheet that is still to come, and what it lacks: `W274 缺 3 项`.
/// `onsite` is what a due on-site half lacks, 0 where it is not begun.
pub fn open_sheet(lang: Lang, code: &Code, state: SheetState, missing: u32, onsite: Option<u32>) -> String {
    match state {
        SheetState::Unopened => say!(lang, "{code} 没打开", "{code} unopened"),
        SheetState::Returned => say!(lang, "{code} 已退回", "{code} returned"),
        _ if missing > 0 => say!(lang, "{code} 缺 {missing} 项", "{code} lacks {missing}"),
        _ => {
            let onsite = onsite.map(|gap| usize::try_from(gap).unwrap_or(usize::MAX));
            let glance = Glance { state: SheetState::Drafting, missing: 0, onsite, unconfirmed: false };
            format!("{code} {}", sign_word(lang, glance))
        }
    }
}

/// Beyond what one line lists.
pub fn more(lang: Lang, count: usize) -> String {
    say!(lang, "另 {count} 份", "{count} more")
}

/// The head at the last stage change.
pub fn stage_head(lang: Lang, head: &str, when: &str) -> String {
    say!(lang, "进入本阶段 {when}，核验号 {head}", "in this stage since {when}, head {head}")
}
