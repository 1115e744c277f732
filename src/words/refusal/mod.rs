//! Why a command was not carried out. Refusals change nothing, and say so where one might doubt it.

mod long;
mod parts;

pub use parts::{amend_refusal, obstacle, obstacle_beside, vote_refusal};

use super::tone::{Said, some};
use super::{Lang, Setting, role, sheet_state};
use crate::domain::tally::Flag;
use crate::domain::{Obstacle, Refusal, Rules};
use long::{closed, obstacles_said, rows_said, signed_part, wrong_stage};

/// Names listed in one sentence before it says how many more.
const MOST: usize = 8;

/// The whole sentence: what happened, what is kept, what to do next.
pub fn refusal(lang: Lang, setting: Setting, refusal: &Refusal) -> String {
    said(lang, setting, refusal).whole(lang)
}

/// [`Refusal::Obstacles`] in a shell, beside the list: each as [`obstacle_beside`] says it.
pub fn obstacles_left(lang: Lang, rules: Option<&Rules>, flags: &[Flag], obstacles: &[Obstacle]) -> String {
    obstacles_said(lang, Setting::Shell, obstacles, &|one| obstacle_beside(lang, rules, flags, one)).whole(lang)
}

fn said(lang: Lang, setting: Setting, refusal: &Refusal) -> Said {
    use Refusal as R;
    let t = (lang, setting);
    match refusal {
        R::Role(roles) => {
            let who = roles.iter().map(|one| role(lang, *one)).collect::<Vec<_>>().join(lang.pick("或", " or "));
            told!(
                t,
                "这件事由{who}办，您的席位不能做。" / "请找{who}。" / "换成相应席位：--as 席位。",
                "Only the {who} may do this." / "Ask the {who}." / "Name such a seat: --as SEAT."
            )
        }
        R::Stage { now, needs } => wrong_stage(t, *now, needs),
        R::NoSeat(word, near) => {
            let near = nearest(lang, near.as_ref());
            told!(
                t,
                "没有席位“{word}”。{near}" / "请从席位里另选。" / "席位见 shouxi status。",
                "There is no seat \"{word}\".{near}" / "Choose one of the seats." / "shouxi status lists the seats."
            )
        }
        R::NoDossier(word, near) => {
            let near = nearest(lang, near.as_ref());
            told!(
                t,
                "没有代号“{word}”。{near}" / "打代号里的数字可以直接跳到。" / "代号见 shouxi status。",
                "There is no dossier \"{word}\".{near}"
                    / "Type a code's digits to jump to it."
                    / "shouxi status lists the codes."
            )
        }
        R::NoItem(word, near) => {
            let near = nearest(lang, near.as_ref());
            told!(
                t,
                "评分表里没有评分项“{word}”。{near}" / "请从评分表里选。" / "评分项见 panel.toml。",
                "The form has no item \"{word}\".{near}"
                    / "Choose one of the form's items."
                    / "panel.toml lists the items."
            )
        }
        R::NoSection(word, near) => {
            let near = nearest(lang, near.as_ref());
            told!(
                t,
                "评分表里没有板块“{word}”。{near}" / "请从评分表里选。" / "板块见 panel.toml。",
                "The form has no section \"{word}\".{near}"
                    / "Choose one of the form's sections."
                    / "panel.toml lists the sections."
            )
        }
        R::NotExpert(seat) => told!(
            t,
            "{seat} 不是专家席位，没有评分表。" / "请选专家席位。" / "席位见 shouxi status。",
            "{seat} is not an expert's seat and has no sheets."
                / "Choose an expert's seat."
                / "shouxi status lists the seats."
        ),
        R::SeatReplaced(seat) => told!(
            t,
            "{seat} 已更换，原有评分留档不计入。" / "由接替的席位重新评分。" / "由接替的席位重新评分。",
            "{seat} was replaced; its sheets are kept but do not count."
                / "The new seat scores anew."
                / "The new seat scores anew."
        ),
        R::SameSeat(seat) => told!(
            t,
            "{seat} 不能由自己接替，没有改动。"
                / "请选另一个专家席位。"
                / "接替的写另一个专家席位，席位见 shouxi status。",
            "{seat} cannot take over from itself; nothing was changed."
                / "Choose another expert's seat."
                / "Name another expert's seat; shouxi status lists the seats."
        ),
        R::OthersSheet(seat) => told!(
            t,
            "“{seat}”不是您的席位：专家只能办本席位的评分表，没有改动。"
                / "别的席位请秘书办。"
                / "席位写您自己的，或不写；一次一份。别的席位请秘书办。",
            "\"{seat}\" is not your seat: experts act on their own sheets only; nothing was changed."
                / "The secretary does it for other seats."
                / "Name your own seat or none, one sheet at a time; the secretary does it for other seats."
        ),
        R::NotReturned(code) => told!(
            t,
            "评分已经结束，{code} 没有退回，不能改，没有改动。"
                / "要改请找秘书退回。"
                / "要改由秘书退回：shouxi return 席位 {code} --reason 理由。",
            "Scoring is closed and {code} was not returned; nothing was changed."
                / "To change it ask the secretary to return it."
                / "To change it the secretary returns it: shouxi return SEAT {code} --reason TEXT."
        ),
        R::DossierWithdrawn(code) => told!(
            t,
            "{code} 已撤回，不再评分，也不排名次。"
                / "撤错了请秘书恢复。"
                / "撤错了由秘书恢复：shouxi withdraw {code} --undo --reason 理由。",
            "{code} was withdrawn; it is neither scored nor ranked."
                / "If that was a mistake, the secretary restores it."
                / "If that was a mistake, the secretary runs: shouxi withdraw {code} --undo --reason TEXT."
        ),
        R::Range { item, max, typed } => match setting {
            Setting::Screen => told!(
                t,
                "没有录入：满分 {max}，您打的是 {typed}。" / "数还在格里，改好按 Enter。" / "",
                "Not recorded: the maximum is {max}, you typed {typed}."
                    / "It is still in the cell; correct it and press Enter."
                    / ""
            ),
            Setting::Shell => told!(
                t,
                "没有录入：“{item}”满分 {max}，给的是 {typed}。" / "" / "改好文件再执行一次。",
                "Not recorded: the maximum of \"{item}\" is {max}, the mark given is {typed}."
                    / ""
                    / "Correct it and run the command again."
            ),
        },
        R::Step { item, step, typed } => match setting {
            Setting::Screen => told!(
                t,
                "没有录入：打分最小单位 {step}，您打的是 {typed}。" / "数还在格里，改好按 Enter。" / "",
                "Not recorded: marks go in steps of {step}, you typed {typed}."
                    / "It is still in the cell; correct it and press Enter."
                    / ""
            ),
            Setting::Shell => told!(
                t,
                "没有录入：“{item}”最小单位 {step}，给的是 {typed}。" / "" / "改好文件再执行一次。",
                "Not recorded: marks of \"{item}\" go in steps of {step}, the mark given is {typed}."
                    / ""
                    / "Correct it and run the command again."
            ),
        },
        R::NotDeclared(code) => told!(
            t,
            "{code} 还没有声明有无利害关系，不能阅读和评分。"
                / "1 没有利害关系，打开　2 应当回避。"
                / "没有利害关系：shouxi declare {code}；应当回避：shouxi recuse {code} --reason 理由。",
            "No declaration on {code} yet, so it can be neither read nor scored."
                / "1 no conflict, open it; 2 recuse."
                / "No conflict: shouxi declare {code}; otherwise: shouxi recuse {code} --reason TEXT."
        ),
        R::Signed(code, which) => {
            let which = signed_part(lang, *which);
            told!(
                t,
                "{code} {which}已定稿，没有改动。"
                    / "要改请在“操作”里选“申请退回”。"
                    / "要改须请秘书退回：shouxi return 席位 {code} --reason 理由。",
                "{code} is signed{which}; nothing was changed."
                    / "To change it choose \"ask for return\" among the actions."
                    / "To change it the secretary has to return it: shouxi return SEAT {code} --reason TEXT."
            )
        }
        R::Closed(code, state) => closed(t, code.as_str(), *state),
        R::SheetState(seat, code, state) => {
            let state = sheet_state(lang, *state);
            told!(
                t,
                "{seat} 的 {code} 现在是“{state}”，这样做不了，没有改动。"
                    / "请看进度表。"
                    / "各份状态见 shouxi status。",
                "{seat}'s sheet for {code} is {state}, so this cannot be done; nothing was changed."
                    / "See the progress table."
                    / "shouxi status shows every sheet."
            )
        }
        R::Stale { dossier, seen, now } => told!(
            t,
            "没有录入：{dossier} 刚在别处改过（您看的是第 {seen} 条记录时的，现在已到第 {now} 条）。"
                / "打的字还在，看过新内容再按 Enter。"
                / "看过新内容再执行一次：shouxi status。",
            "Not recorded: {dossier} was changed elsewhere (you saw event {seen}, now it is {now})."
                / "What you typed is kept; look again, then press Enter."
                / "Look again (shouxi status), then run the command again."
        ),
        R::Incomplete(code, missing) => {
            let (shown, total) = (missing.get(..MOST.min(missing.len())).unwrap_or_default(), missing.len());
            let (names, count) = (lang.list(shown, MOST), some(total, "item", "items"));
            let more = if total > MOST { say!(lang, "等 {total} 项", ", …") } else { String::new() };
            match setting {
                Setting::Screen => told!(
                    t,
                    "还不能定稿：缺“{names}”{more}。没有佐证请打 0，空着不等于 0 分。" / "Enter 去补。" / "",
                    "Cannot sign: {count} missing ({names}{more}). No evidence is 0; empty is not 0."
                        / "Enter goes there."
                        / ""
                ),
                Setting::Shell => told!(
                    t,
                    "{code} 还不能定稿：缺“{names}”{more}。没有佐证请打 0，空着不等于 0 分。"
                        / ""
                        / "补齐后再执行：shouxi sign {code}。",
                    "Cannot sign {code}: {count} missing ({names}{more}). No evidence is 0; empty is not 0."
                        / ""
                        / "Fill them, then run: shouxi sign {code}."
                ),
            }
        }
        R::NoOnsiteMark(code) => told!(
            t,
            "{code} 的现场部分还不能定稿：一个现场分也没有。"
                / "Tab 到“现场”一列打分。"
                / "先录入现场分：shouxi marks import 文件。",
            "Cannot sign the on-site half of {code}: it has no on-site mark."
                / "Tab goes to the on-site column."
                / "Give the on-site marks first: shouxi marks import FILE."
        ),
        R::Unexplained(code, section) => {
            // Returned as a whole, it names no section.
            let part =
                if section.is_empty() { String::new() } else { say!(lang, "“{section}”", " for \"{section}\"") };
            told!(
                t,
                "还不能定稿：{code} 退回复核{part}，既没有改分，也没有写理由。"
                    / "改分，或在“操作”里选“保留原分并写理由”。"
                    / "改分，或：shouxi explain {code} 板块 --reason 理由。",
                "Cannot sign: {code} was returned{part}, and since then there is neither a change nor a reason."
                    / "Change a mark, or choose \"keep, with a reason\" among the actions."
                    / "Change a mark, or: shouxi explain {code} SECTION --reason TEXT."
            )
        }
        R::NothingToSign => told!(
            t,
            "没有可以定稿的评分表：要么还没齐，要么已经定稿。" / "看“待评”里还差什么。" / "还差什么见 shouxi status。",
            "No sheet can be signed: each is incomplete or signed already."
                / "The list shows what is missing."
                / "shouxi status shows what is missing."
        ),
        R::NoReason => told!(
            t,
            "要写明理由，没有改动。" / "写好理由再按 Enter。" / "加上 --reason 理由。",
            "A reason is needed; nothing was changed." / "Type the reason, then press Enter." / "Add --reason TEXT."
        ),
        R::TooLong(limit, length) => told!(
            t,
            "文字太长：最多 {limit} 字，现在 {length} 字，没有保存。" / "删短一些再按 Enter。" / "删短一些再执行一次。",
            "The text is too long: {length} characters, at most {limit}; not saved."
                / "Shorten it, then press Enter."
                / "Shorten it and run the command again."
        ),
        R::NothingToUndo => {
            told!(t, "没有可以撤销或恢复的改动。" / "" / "", "There is nothing to undo or redo." / "" / "")
        }
        R::Votes(why) => {
            let why = vote_refusal(lang, why);
            told!(
                t,
                "表决没有记录：{why}"
                    / "改好票数和投票人再按 Enter。"
                    / "改好 --for、--against、--abstain、--voters 再执行一次。",
                "The vote was not recorded: {why}"
                    / "Correct the votes, then press Enter."
                    / "Correct --for, --against, --abstain, --voters and run the command again."
            )
        }
        R::NotAGroup(group) if group.is_empty() => told!(
            t,
            "给出的代号不是并列的一组，没有记录。" / "请在“并列议决”里选。" / "并列的各组见 shouxi tally。",
            "These codes are no tied group; nothing was recorded."
                / "Choose a group under ties."
                / "shouxi tally shows the tied groups."
        ),
        R::NotAGroup(group) => {
            let group = lang.list(group, 64);
            told!(
                t,
                "并列的一组是 {group}，要整组一起议决，没有记录。"
                    / "请在“并列议决”里选。"
                    / "把整组写全：shouxi decide 代号……。",
                "The tied group is {group}; it is decided as a whole. Nothing was recorded."
                    / "Choose the group under ties."
                    / "Name all of it: shouxi decide CODE…."
            )
        }
        R::Twice(code) => told!(
            t,
            "{code} 写了两次，没有执行。" / "留下一个再按 Enter。" / "留下一个再执行。",
            "{code} is given twice; nothing was done." / "Keep one, then press Enter." / "Give it once."
        ),
        R::NothingToDecide(code) => told!(
            t,
            "{code} 既不是待议决，也不是待补评，不用议决。" / "" / "去向见 shouxi tally。",
            "{code} is neither contested nor incomplete; there is nothing to decide."
                / ""
                / "shouxi tally shows where each stands."
        ),
        R::Obstacles(obstacles) => obstacles_said(lang, setting, obstacles, &|one| obstacle(lang, one)),
        R::Findings(errors) => {
            let count = some(*errors, "error", "errors");
            told!(
                t,
                "还不能开始评分：检查出 {errors} 处错误。" / "Enter 逐条看。" / "逐条见 shouxi check。",
                "Scoring cannot open: check found {count}." / "Enter shows each." / "shouxi check shows each."
            )
        }
        R::OwnSheet(seat, code) => told!(
            t,
            "不能代录：{seat} 自己在 {code} 上录入、定稿或回避过。"
                / "要改请退回，由专家本人改。"
                / "要改请退回，由专家本人改：shouxi return {seat} {code} --reason 理由。",
            "Cannot transcribe: {seat} acted on {code} itself."
                / "To change it, return it to the expert."
                / "To change it, return it: shouxi return {seat} {code} --reason TEXT."
        ),
        R::ForeignSeat(seat) => told!(
            t,
            "有 {seat} 的行：专家只能导入本席位的评分。" / "删去别的席位再导入。" / "删去别的席位再导入。",
            "There are rows of {seat}: experts import only their own seat's marks."
                / "Remove the other seats' rows."
                / "Remove the other seats' rows."
        ),
        R::Rows(rows) => rows_said(lang, rows),
        R::RowTwice(seat, code, item) => told!(
            t,
            "{seat} 的 {code}“{item}”同一依据写了两行。" / "留下一行再导入。" / "留下一行再导入。",
            "{seat}'s {code} has \"{item}\" twice on the same basis." / "Keep one row." / "Keep one row."
        ),
        R::NothingToConfirm(seat, code) => told!(
            t,
            "{seat} 的 {code} 没有待核对的代录。" / "" / "待核对的见 shouxi status。",
            "{seat}'s sheet for {code} has no transcription to confirm."
                / ""
                / "shouxi status shows what is to be confirmed."
        ),
        R::OwnConfirmation => told!(
            t,
            "自己代录的、自己提出的更正，不能由自己确认。"
                / "请另一个席位来确认。"
                / "由另一个席位确认：shouxi confirm --as 席位。",
            "Nobody confirms their own transcription or proposal."
                / "Another seat confirms it."
                / "Another seat confirms it: shouxi confirm --as SEAT."
        ),
        R::NoPending(number) => told!(
            t,
            "第 {number} 号没有待确认的更正。" / "" / "待确认的见 shouxi status。",
            "Event {number} is no amendment waiting for a second seat." / "" / "shouxi status shows what is waiting."
        ),
        R::NotConfidential(code) => told!(
            t,
            "{code} 没有标为涉密人员，不需要保密审查记录。"
                / ""
                / "标错了请改 dossiers/{code}.toml 后更正：shouxi amend。",
            "{code} is not marked confidential; it needs no secrecy check."
                / ""
                / "If it should be, correct dossiers/{code}.toml: shouxi amend."
        ),
        R::Amend(why) => {
            let why = amend_refusal(lang, why);
            told!(
                t,
                "没有更正：{why}" / "评分仍用封存的内容。" / "评分仍用封存的内容；改好再执行 shouxi amend。",
                "Not amended: {why}"
                    / "Scoring goes on with the frozen content."
                    / "Scoring goes on with the frozen content; correct the file, then run shouxi amend."
            )
        }
        R::Hidden => told!(t, "这一项您的席位现在不能看。" / "" / "", "Your seat may not see this now." / "" / ""),
        R::Limit(limit) => told!(
            t,
            "一次最多 {limit} 个，没有执行。" / "请分几次办。" / "请分几次执行。",
            "At most {limit} at a time; nothing was done." / "Do it in several goes." / "Run it in several goes."
        ),
        R::Overflow => told!(
            t,
            "数太大，算不出准确结果，没有改动。" / "请秘书核对满分和权重。" / "请核对 panel.toml 的满分和权重。",
            "The numbers are too large to be exact; nothing was changed."
                / "Ask the secretary to check maxima and weights."
                / "Check the maxima and weights in panel.toml."
        ),
    }
}

fn nearest<T: std::fmt::Display>(lang: Lang, near: Option<&T>) -> String {
    near.map(|near| say!(lang, "是不是 {near}？", " Did you mean {near}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
