//! Rows and heads of the office's tables.

use crate::domain::{
    Basis, Code, Item, Obstacle, Points, Rules, SealedLine, SeatId, Section, SheetState, Stage, Votes,
};
use crate::words::tone::some;
use crate::words::{Lang, basis, sheet_state, standing, unscored};

/// A cell of the matrix in words, over what can be done with it.
pub fn cell(
    lang: Lang,
    (seat, name): (&SeatId, &str),
    (code, trade): (&Code, &str),
    state: &str,
    (asked, typed): (bool, bool),
    reason: Option<&str>,
) -> String {
    let asked = if asked { lang.pick("，申请退回", ", asks for it back") } else { "" };
    let reason = match reason.filter(|reason| !reason.is_empty()) {
        Some(reason) => say!(lang, "（{reason}）", " ({reason})"),
        None => String::new(),
    };
    let typed = if typed { typed_from_paper(lang) } else { "" };
    say!(
        lang,
        "{code} {trade} × {seat} {name}：{state}{typed}{asked}{reason}",
        "{code} {trade} x {seat} {name}: {state}{typed}{asked}{reason}"
    )
}

/// Behind a sheet's state: something of it was typed from paper and not recorded.
pub fn typed_from_paper(lang: Lang) -> &'static str {
    lang.pick("，代录有未录入的", ", typed from paper and not recorded")
}

/// What would not count if scoring closed now; once it has, what does not. Who never came stands first, then who is
/// furthest behind; at most `most` by name.
pub fn not_counted(lang: Lang, stage: Stage, open: &[(SeatId, u32, bool)], unconfirmed: usize, most: usize) -> String {
    let mut sorted: Vec<_> = open.iter().collect();
    sorted.sort_by_key(|(_, count, acted)| (*acted, std::cmp::Reverse(*count)));
    let each = sorted.into_iter().map(|(seat, count, acted)| {
        if *acted {
            say!(lang, "{seat} 差 {count} 份", "{seat} {count} open")
        } else {
            say!(lang, "{seat} 未登录过", "{seat} never came")
        }
    });
    let each = lang.list(each, most);
    let lead = match (stage, open.is_empty()) {
        (_, true) => lang.pick("应交的都已定稿", "every sheet that is due is signed").to_owned(),
        (Stage::Scoring, false) => {
            say!(lang, "现在结束，以下不计入：{each}", "closing now, these do not count: {each}")
        }
        (_, false) => say!(lang, "没有定稿：{each}", "not signed: {each}"),
    };
    if unconfirmed == 0 {
        return lead;
    }
    say!(lang, "{lead}；代录 {unconfirmed} 份待核，照计", "{lead}; {unconfirmed} transcribed and unconfirmed, counted")
}

/// 还差什么: one seat's row.
pub fn missing_line(lang: Lang, phone: &str, open: u32, acted: bool, each: &[String]) -> String {
    let never = if acted { "" } else { lang.pick("没登录过  ", "never came  ") };
    let phone = if phone.is_empty() { String::new() } else { format!("{phone}  ") };
    let each = each.join(lang.pick("、", ", "));
    say!(lang, "{phone}{never}差 {open} 份：{each}", "{phone}{never}{open} open: {each}")
}

/// 还差什么: a seat in full, to be read out on the phone.
pub fn missing_detail(lang: Lang, (seat, name): (&SeatId, &str), phone: &str, acted: bool, each: &[String]) -> String {
    let phone = if phone.is_empty() { lang.pick("没有登记电话", "no phone on file") } else { phone };
    let never = if acted { "" } else { lang.pick("，还没登录过", ", has never entered") };
    let each = each.join(lang.pick("、", ", "));
    say!(lang, "{seat} {name}（{phone}{never}）：{each}", "{seat} {name} ({phone}{never}): {each}")
}

/// Over 还差什么.
pub fn missing_head(lang: Lang, signed: u32, due: u32, seats: usize) -> String {
    if seats == 0 {
        return say!(lang, "应交 {due} 份，全部定稿。", "All {due} sheets due are signed.");
    }
    let (left, experts) = (due.saturating_sub(signed), some(seats, "expert", "experts"));
    say!(
        lang,
        "应交 {due} 份，已定稿 {signed} 份，还差 {left} 份，涉及 {seats} 位专家。",
        "{signed} of {due} sheets signed; {left} open, with {experts}."
    )
}

/// Over 准备: what was read.
pub fn counted(lang: Lang, dossiers: u32, experts: u32, offices: Option<[usize; 2]>, rules: Option<&Rules>) -> String {
    let [secretaries, supervisors] = offices.unwrap_or_default();
    let secretary = some(secretaries, "secretary", "secretaries");
    let (supervisor, expert) = (some(supervisors, "supervisor", "supervisors"), some(experts, "expert", "experts"));
    let dossier = some(dossiers, "dossier", "dossiers");
    let form = rules.map(|rules| {
        let (items, quota) = (rules.item_count(), rules.quota);
        let all = some(items, "item", "items");
        say!(lang, "，评分项 {items} 个，名额 {quota} 人", ", {all}, quota {quota}")
    });
    let form = form.unwrap_or_default();
    say!(
        lang,
        "申报材料 {dossiers} 份，专家 {experts} 位，秘书 {secretaries} 位，监督 {supervisors} 位{form}。",
        "{dossier}, {expert}, {secretary}, {supervisor}{form}."
    )
}

/// The key file that opening will take the digest of.
pub fn key_given(lang: Lang, key: &str) -> String {
    if key.is_empty() { String::new() } else { say!(lang, "  密钥文件 {key}", "  Key file {key}") }
}

/// A sheet that should still come.
pub fn missing_sheet(lang: Lang, name: &str, trade: &str, state: &str) -> String {
    say!(lang, "{name}  {trade}  {state}", "{name}  {trade}  {state}")
}

/// … and all that is known of it.
pub fn missing_sheet_detail(
    lang: Lang,
    (seat, name): (&SeatId, &str),
    code: &Code,
    state: &str,
    phone: &str,
) -> String {
    let phone = if phone.is_empty() { String::new() } else { say!(lang, "，电话 {phone}", ", phone {phone}") };
    say!(lang, "{seat} {name}{phone}\n{code}：{state}", "{seat} {name}{phone}\n{code}: {state}")
}

/// Files changed after opening, in the state line.
pub fn files_changed(lang: Lang, count: usize) -> String {
    let files = some(count, "file was", "files were");
    say!(
        lang,
        "有 {count} 个文件在开评后被改动，评分仍用封存的内容，不受影响。要看：进度，更多，文件检查。",
        "{files} changed after opening; scoring uses the frozen content. See: progress, more, files."
    )
}

/// Over 定案 (SCREENS §5.9).
pub fn obstacles_head(lang: Lang, stage: Stage, left: usize, selected: u32, quota: u32, unconfirmed: usize) -> String {
    let caution = if unconfirmed == 0 {
        String::new()
    } else {
        let sheets = some(unconfirmed, "transcribed sheet", "transcribed sheets");
        say!(lang, "另有代录 {unconfirmed} 份待核，照计。", " Counted but not confirmed: {sheets}.")
    };
    if stage == Stage::Final {
        return say!(
            lang,
            "已定案：拟推荐 {selected} 人，名额 {quota}。{caution}",
            "Final: {selected} selected, quota {quota}.{caution}"
        );
    }
    if left == 0 {
        return say!(
            lang,
            "都办完了：拟推荐 {selected} 人，名额 {quota}。按 Tab，再按 2 定案。{caution}",
            "All is settled: {selected} selected, quota {quota}. Press Tab, then 2 to make it final.{caution}"
        );
    }
    let things = some(left, "thing", "things");
    say!(
        lang,
        "还不能定案，有 {left} 件事，Enter 逐件处理。全部办完后拟推荐 {selected} 人（名额 {quota}）。{caution}",
        "Not yet final, {things} left; Enter takes them one by one. {selected} selected so far (quota {quota}).{caution}"
    )
}

/// What Enter does with an obstacle.
pub fn obstacle_next(lang: Lang, obstacle: &Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Contested(..) => {
            lang.pick("Enter 去议决：排先后，或空缺不取。", "Enter: put them in order, or leave it empty.")
        }
        Obstacle::SheetOut(..) => lang.pick(
            "催专家重新定稿；或 Enter 收回退回，仍按上次定稿计入；从没定稿过的可以缺席核准。",
            "Remind the expert to sign again; or Enter: cancel the return, so that it counts as last signed; excuse one that was never signed.",
        ),
        Obstacle::Missing(..) => lang
            .pick("Enter 缺席核准，或退回让专家补评。", "Enter: excuse it, or return it so that the expert can score."),
        Obstacle::Deviation(..) => deviation_next(lang, Deviated::Open),
        Obstacle::Secrecy(_) => {
            lang.pick("Enter 记保密审查：谁审的，结果如何。", "Enter: record who checked it, with what result.")
        }
        Obstacle::Incomplete(_) => lang.pick(
            "Enter 记议决：不取；或退回给专家补评。",
            "Enter: record the panel's decision to leave it out; or have it scored.",
        ),
        Obstacle::Pending(_) => {
            lang.pick("Enter 看这件更正；要第二席位确认。", "Enter: look at it; a second seat has to confirm it.")
        }
    }
}

/// How far a deviation is on its way to being settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviated {
    /// Nobody was asked yet.
    Open,
    /// The sheet is with its expert.
    Out,
    /// The expert gave a reason.
    Explained,
}

/// … as one word.
pub fn deviated(lang: Lang, how: Deviated) -> &'static str {
    match how {
        Deviated::Open => lang.pick("待说明", "open"),
        Deviated::Out => lang.pick("已退回", "returned"),
        Deviated::Explained => lang.pick("已说明", "explained"),
    }
}

/// What to do about a deviation.
pub fn deviation_next(lang: Lang, how: Deviated) -> &'static str {
    match how {
        Deviated::Explained => {
            lang.pick("专家已写明保留的理由，见每份评分。", "The expert gave a reason for keeping it; see the sheets.")
        }
        Deviated::Out => lang.pick(
            "已退回，等专家改分或写明理由，再重新定稿：可以催一催。\n来不了的，Enter 代录其书面说明；退错了的，Enter 收回退回。",
            "Returned: the expert changes the mark or gives a reason, and signs again; remind the expert.\nOne who cannot come: Enter enters the written reason. Returned by mistake: Enter cancels the return.",
        ),
        Deviated::Open => lang.pick(
            "Enter 退回请专家复核：只看到板块，看不到高低和相差多少；改分，或写明保留的理由。\n来不了的，Enter 代录其书面说明；联系不上的，到进度里更换席位（其各份不再计入）。",
            "Enter returns it: the expert is told the section, neither direction nor size, and changes the mark or keeps it with a reason.\nOne who cannot come: Enter enters the written reason. One who cannot be reached: replace the seat (its sheets stop counting).",
        ),
    }
}

/// Over 分差过大.
pub fn deviations_head(lang: Lang, percent: Points, count: usize, open: usize) -> String {
    if count == 0 {
        return say!(
            lang,
            "没有与其余平均相差超过板块满分 {percent}% 的。",
            "No section is more than {percent}% of its maximum away from the others."
        );
    }
    let values = some(count, "section value is", "section values are");
    say!(
        lang,
        "与其余平均相差超过板块满分 {percent}% 的有 {count} 处，其中 {open} 处还没有说明。不自动去掉任何一份。",
        "{values} more than {percent}% of the section's maximum away from the others, {open} without a reason yet. Nothing is dropped by itself."
    )
}

/// A sheet from paper that waits.
pub fn paper_line(lang: Lang, seat: &SeatId, code: &Code) -> String {
    say!(
        lang,
        "{seat} 的 {code} 是从纸面代录的，待核对",
        "{seat}'s {code} was entered from paper and waits to be confirmed"
    )
}

/// A pending amendment.
pub fn amendment_line(lang: Lang, number: u64, by: &SeatId, reason: &str) -> String {
    say!(lang, "第 {number} 号更正，{by} 提出：{reason}", "amendment {number}, proposed by {by}: {reason}")
}

/// Over what waits.
pub fn waiting_head(lang: Lang, sheets: usize, amendments: usize) -> String {
    let (entered, proposed) =
        (some(sheets, "transcribed sheet", "transcribed sheets"), some(amendments, "amendment", "amendments"));
    say!(lang, "代录待核 {sheets} 份，更正待确认 {amendments} 件。", "To be confirmed: {entered}, {proposed}.")
}

/// A vote as counts, and who voted.
pub fn votes_line(lang: Lang, votes: &Votes) -> String {
    let Votes { in_favour, against, abstaining, voters } = votes;
    let who = lang.list(voters, 30);
    let who = if voters.is_empty() { String::new() } else { say!(lang, "（{who}）", " ({who})") };
    say!(
        lang,
        "赞成 {in_favour}，反对 {against}，弃权 {abstaining}{who}。",
        "{in_favour} for, {against} against, {abstaining} abstaining{who}."
    )
}

/// A sheet under the table: whose, where it stands, its total, why.
pub fn sheet_line(
    lang: Lang,
    (seat, code): (&SeatId, &Code),
    state: SheetState,
    total: Option<&str>,
    transcribed: Option<(&SeatId, Option<&SeatId>)>,
    reason: &str,
) -> String {
    let state = sheet_state(lang, state);
    let total = total.map(|total| say!(lang, "，合计 {total}", ", total {total}")).unwrap_or_default();
    let paper = match transcribed {
        Some((by, Some(confirmed))) => {
            say!(lang, "，{by} 代录，{confirmed} 已核", ", transcribed by {by}, confirmed by {confirmed}")
        }
        Some((by, None)) => say!(lang, "，{by} 代录，待核", ", transcribed by {by}, to be confirmed"),
        None => String::new(),
    };
    let reason = if reason.is_empty() { String::new() } else { say!(lang, "（{reason}）", " ({reason})") };
    say!(lang, "{seat} 的 {code}：{state}{total}{paper}{reason}", "{seat}'s {code}: {state}{total}{paper}{reason}")
}

/// An item's marks on both bases.
pub fn item_line(lang: Lang, section: &Section, item: &Item, [file, onsite]: [Option<Points>; 2]) -> String {
    let shown = |mark: Option<Points>| mark.map_or_else(|| unscored(lang).to_owned(), |mark| mark.to_string());
    let (file, onsite, max) = (shown(file), shown(onsite), item.max);
    let name = if section.whole { item.name.to_string() } else { format!("{} {}", section.name, item.name) };
    say!(lang, "{name}：材料 {file}，现场 {onsite}，满分 {max}", "{name}: file {file}, on site {onsite}, maximum {max}")
}

/// A note to one mark.
pub fn mark_note(lang: Lang, on: Basis, note: &str) -> String {
    let on = basis(lang, on);
    say!(lang, "{on}备注：{note}", "note ({on}): {note}")
}

/// A note to the sheet.
pub fn sheet_note(lang: Lang, note: &str) -> String {
    say!(lang, "整份备注：{note}", "note: {note}")
}

/// A section far from the others.
pub fn flagged_section(lang: Lang, section: &str) -> String {
    say!(lang, "{section}：分差过大", "{section}: a strong deviation")
}

/// Why a section was kept.
pub fn kept_reason(lang: Lang, section: &str, reason: &str) -> String {
    say!(lang, "{section} 保留原分的理由：{reason}", "{section} kept, the reason: {reason}")
}

/// A line that moved by an amendment.
pub fn moved_line(lang: Lang, then: &SealedLine, now: &SealedLine) -> String {
    let place = |line: &SealedLine| {
        let is = standing(lang, line.standing);
        match line.rank {
            Some(rank) => say!(lang, "第 {rank} 名 {is}", "rank {rank} {is}"),
            None => is.to_owned(),
        }
    };
    let (code, a, b) = (&now.code, place(then), place(now));
    if a == b {
        return say!(lang, "{code}：{a}，得分有变", "{code}: {a}, another score");
    }
    say!(lang, "{code}：{a} → {b}", "{code}: {a} -> {b}")
}

/// The digits find no such event.
pub fn no_such_event(lang: Lang, number: u64, last: u64) -> String {
    say!(lang, "没有第 {number} 条，最后一条是第 {last} 条。", "There is no event {number}; the last is {last}.")
}

/// 45岁, 45 included.
pub fn col_young(lang: Lang, limit: u32) -> String {
    say!(lang, "{limit}岁", "to {limit}")
}

/// Digits typed in the log.
pub fn go_to_event(lang: Lang, digits: &str) -> String {
    say!(lang, "到第 {digits}_ 条，按 Enter", "event {digits}_, press Enter")
}

/// 第 3/205 条.
pub fn of_count(lang: Lang, at: usize, count: usize) -> String {
    say!(lang, "第 {at}/{count} 行", "line {at}/{count}")
}

/// 共 23 份.
pub fn columns_seen(lang: Lang, from: usize, to: usize, count: usize) -> String {
    say!(lang, "第{from}–{to}位/{count}", "{from}-{to} of {count}")
}

/// The order picked so far.
pub fn order_so_far(lang: Lang, picked: &str) -> String {
    if picked.is_empty() {
        return lang
            .pick(
                "先后：还没排。排第一的那一行按 Enter，再按排第二的。",
                "Order: none yet. Press Enter on the first, then on the second.",
            )
            .into();
    }
    say!(lang, "先后：{picked}（再按一次取消）", "Order: {picked} (press again to take it out)")
}

/// A member of a tied group.
pub fn member_line(lang: Lang, score: &str, sheets: u32, honours: &str, young: &str) -> String {
    say!(
        lang,
        "得分 {score}  {sheets} 份  荣誉 {honours}  {young}",
        "score {score}  sheets {sheets}  honours {honours}  {young}"
    )
}

/// A member's place.
pub fn placed(lang: Lang, rank: u64) -> String {
    say!(lang, "排第 {rank} 名", "rank {rank}")
}

/// A seat without a vote on this group.
pub fn recused_here(lang: Lang, code: &Code) -> String {
    say!(lang, "回避 {code}，不能投", "recused on {code}, no vote")
}

/// Over the vote that fills a place.
pub fn fill_head(lang: Lang, code: &Code) -> String {
    say!(
        lang,
        "定案后有名额空出：是否由未列入中名次最前的 {code} 补上，须议决。",
        "A place became free after final: the panel decides whether {code}, the best reserve, fills it."
    )
}

/// Over the vote on an amendment.
pub fn amend_head(lang: Lang, file: &str) -> String {
    say!(
        lang,
        "{file} 的更正要表决：记票数和投票人，再由第二席位确认。",
        "The amendment of {file} needs a vote, and a second seat to confirm it."
    )
}

/// Sheets asked back, marked with a question mark in the matrix.
pub fn asked_back(lang: Lang, count: usize) -> String {
    say!(lang, "申请退回 {count} 份（带 ?）；", "{count} asked back (marked ?); ")
}
