//! What a finished command answers: what stands now, and what would come next.

use crate::domain::{Aside, Code, Half, SeatId, Stage};
use crate::words::tone::some;
use crate::words::{Lang, aside, half, head_of_hex, stage};

/// Names in one sentence before it says how many more.
const MOST: usize = 12;

/// What a command did.
#[derive(Clone, Debug)]
pub enum Finished<'a> {
    /// A new panel folder was made here.
    New(&'a str),
    /// The stage changed; the head after it, in hex.
    Stage(Stage, &'a str),
    /// No conflict declared.
    Declared(&'a [Code]),
    /// A sheet, or one half of it, was signed; its receipt, 16 hex.
    Signed(&'a Code, Option<Half>, &'a str),
    /// The other half waits for its own signature.
    HalfOpen(&'a Code, Half),
    /// Marks came in: sheets, of which this many are signed now.
    Imported {
        /// Sheets of the file.
        sheets: usize,
        /// Signed by this import.
        signed: usize,
    },
    /// Sheets that stay drafting.
    Drafting(&'a [(SeatId, Code)]),
    /// A mark was kept with a reason.
    Explained(&'a Code, &'a str),
    /// An absent expert's written reason was entered.
    ExplanationEntered(&'a SeatId, &'a Code, &'a str),
    /// A dissent was recorded.
    Dissented,
    /// Recused or abstaining.
    SetAside(&'a SeatId, &'a Code, Aside),
    /// … taken back.
    AsideUndone(&'a SeatId, &'a Code),
    /// Excused: one sheet, or all that miss.
    Excused(&'a SeatId, Option<&'a Code>),
    /// A seat replaced.
    Replaced(&'a SeatId, &'a SeatId),
    /// A sheet given back.
    Returned(&'a SeatId, &'a Code, Option<&'a str>),
    /// … and the return taken back.
    ReturnCancelled(&'a SeatId, &'a Code),
    /// A candidate left.
    Withdrawn(&'a Code),
    /// … and came back.
    WithdrawalUndone(&'a Code),
    /// A secrecy check was recorded.
    SecrecyChecked(&'a Code),
    /// A decision was recorded.
    Decided {
        /// The codes as given.
        codes: &'a [Code],
        /// Places left empty, or incomplete dossiers left unranked.
        none: bool,
    },
    /// An amendment took effect.
    Amended(&'a str),
    /// An amendment waits for a second seat.
    Pending(u64),
    /// A transcription was confirmed.
    ConfirmedSheet(&'a SeatId, &'a Code),
    /// An amendment was confirmed.
    ConfirmedAmendment(u64),
    /// The store was made anew from the journal.
    Rebuilt,
    /// Nothing of the journal was damaged.
    JournalWhole,
    /// Damaged events of the journal were put right.
    JournalHealed,
    /// The record was copied into this file; how many events, its head in hex.
    BackedUp(&'a str, u64, &'a str),
    /// The record of a backup lies in this folder now; how many events, its head in hex.
    Restored(&'a str, u64, &'a str),
    /// The practice panel lies here.
    Demo(&'a str),
    /// It stood so already.
    Already,
}

/// The sentence.
pub fn finished(lang: Lang, done: &Finished<'_>) -> String {
    use Finished as F;
    match done {
        F::New(dir) => say!(
            lang,
            "已新建 {dir}。先改 panel.toml 和 dossiers/ 里的材料，再用 shouxi check 检查。",
            "Made {dir}. Edit panel.toml and the files in dossiers/, then run shouxi check."
        ),
        F::Stage(to, head) => staged(lang, *to, &head_of_hex(head)),
        F::Declared(codes) => {
            let names = lang.list(codes.iter(), MOST);
            say!(lang, "已声明没有利害关系：{names}。", "Declared, no conflict of interest: {names}.")
        }
        F::Signed(code, half, receipt) => signed(lang, code, *half, &head_of_hex(receipt)),
        F::HalfOpen(code, open) => {
            let name = half(lang, *open);
            say!(
                lang,
                "{code} 的{name}还没有定稿，两部分都定稿才计入。",
                "The {name} of {code} is not signed yet; the sheet counts when both are."
            )
        }
        F::Imported { sheets, signed } => {
            let all = some(*sheets as u64, "sheet", "sheets");
            say!(lang, "已导入 {sheets} 份评分表，其中定稿 {signed} 份。", "Imported {all}, {signed} signed.")
        }
        F::Drafting(open) => drafting(lang, open),
        F::Explained(code, section) => say!(
            lang,
            "已保留 {code}“{section}”的分并记下理由。还要重新定稿：shouxi sign {code}。",
            "The marks of {code} in {section} stay, with the reason. Sign again: shouxi sign {code}."
        ),
        F::ExplanationEntered(seat, code, section) => say!(
            lang,
            "已录入 {seat} 对 {code}“{section}”的书面说明，原分照计。",
            "{seat}'s written reason for {section} on {code} is entered; the marks count as they are."
        ),
        F::Dissented => lang.pick("不同意见已记入。", "The dissent is recorded.").into(),
        F::SetAside(seat, code, kind) => {
            let kind = aside(lang, *kind);
            say!(
                lang,
                "已记：{seat} 对 {code} {kind}。这份不计入，打过的分留档。",
                "Recorded: {seat} on {code}, {kind}. The sheet does not count; marks given stay in the record."
            )
        }
        F::AsideUndone(seat, code) => {
            say!(lang, "已恢复：{seat} 可以评 {code}。", "Undone: {seat} may score {code} again.")
        }
        F::Excused(seat, Some(code)) => {
            say!(
                lang,
                "已核准：{seat} 的 {code} 不再等。",
                "Excused: {seat}'s sheet for {code} is no longer waited for."
            )
        }
        F::Excused(seat, None) => {
            say!(lang, "已核准：{seat} 没定稿的都不再等。", "Excused: none of {seat}'s missing sheets is waited for.")
        }
        F::Replaced(old, new) => say!(
            lang,
            "已更换：{new} 接替 {old}。{old} 的评分表不再计入，由 {new} 自己评。",
            "Replaced: {new} takes over from {old}. {old}'s sheets no longer count; {new} scores for itself."
        ),
        F::Returned(seat, code, None) => {
            say!(
                lang,
                "已退回 {seat} 的 {code}，等重新定稿。",
                "Returned {seat}'s sheet for {code}; it waits to be signed again."
            )
        }
        F::Returned(seat, code, Some(section)) => say!(
            lang,
            "已退回 {seat} 的 {code}，请复核“{section}”，等重新定稿。",
            "Returned {seat}'s sheet for {code}, to look at {section}; it waits to be signed again."
        ),
        F::ReturnCancelled(seat, code) => say!(
            lang,
            "已收回退回：{seat} 的 {code} 按上次定稿计。",
            "The return is cancelled: {seat}'s sheet for {code} counts as last signed."
        ),
        F::Withdrawn(code) => say!(lang, "{code} 已撤回，不再排名。", "{code} is withdrawn and no longer ranked."),
        F::WithdrawalUndone(code) => say!(lang, "{code} 已恢复。", "{code} is back in the review."),
        F::SecrecyChecked(code) => say!(lang, "{code} 的保密审查已记入。", "The secrecy check of {code} is recorded."),
        F::Decided { codes, none } => decided(lang, codes, *none),
        F::Amended(file) => say!(lang, "{file} 已更正，即时生效。", "{file} is amended, in force now."),
        F::Pending(number) => say!(
            lang,
            "更正已提出，编号 {number}，等第二席位确认：shouxi --as 席位 confirm '#{number}'。",
            "The amendment is proposed as number {number} and waits for a second seat: shouxi --as SEAT confirm '#{number}'."
        ),
        F::ConfirmedSheet(seat, code) => {
            say!(lang, "已核对 {seat} 的 {code} 代录。", "The transcription of {seat}'s sheet for {code} is confirmed.")
        }
        F::ConfirmedAmendment(number) => {
            say!(lang, "第 {number} 号更正已确认，即时生效。", "Amendment {number} is confirmed, in force now.")
        }
        F::Rebuilt => lang
            .pick(
                "分数库已按要求从日志重建，内容不变。",
                "The store of scores was made anew from the journal, as asked; nothing is lost.",
            )
            .into(),
        F::JournalWhole => lang.pick("日志完好，没有要修的。", "The journal is whole; nothing to heal.").into(),
        F::JournalHealed => {
            lang.pick("日志已修复，请再用 shouxi verify 核验。", "The journal is healed; run shouxi verify now.").into()
        }
        F::BackedUp(file, events, head) => {
            let head = head_of_hex(head);
            say!(
                lang,
                "已备份到 {file} 并核验：日志 {events} 条，核验号 {head}。里面有全部分数，请妥善保管。",
                "Backed up into {file} and verified: {events} events, head {head}. All marks are in it: keep it safe."
            )
        }
        F::Restored(dir, events, head) => {
            let head = head_of_hex(head);
            say!(
                lang,
                "已恢复到 {dir} 并核验：日志 {events} 条，核验号 {head}。备份以后录入的不在里面。",
                "Restored into {dir} and verified: {events} events, head {head}. What came after the backup is not in it."
            )
        }
        F::Demo(dir) => say!(
            lang,
            "练习评审组在 {dir}，已在评分阶段。材料都是编的。秘书：shouxi -C {dir} status；专家：加 --as E03。",
            "The practice panel lies in {dir}, in scoring; all of it is invented. Secretary: shouxi -C {dir} status; an expert: add --as E03."
        ),
        F::Already => lang.pick("早已如此，没有改动。", "It stands so already; nothing changed.").into(),
    }
}

fn staged(lang: Lang, to: Stage, head: &str) -> String {
    let name = stage(lang, to);
    let next = match to {
        Stage::Setup => "",
        Stage::Final => {
            lang.pick("名单已封存，打印材料：shouxi report。", " The list is sealed; print it with shouxi report.")
        }
        Stage::Scoring => lang.pick(
            "规则和材料已封存，以后改动须走 shouxi amend。",
            " Rules and dossiers are frozen; changes go through shouxi amend.",
        ),
        Stage::Review => lang.pick(
            "没定稿的见 shouxi status，名单见 shouxi tally。",
            " shouxi status tells what is missing, shouxi tally the list.",
        ),
    };
    say!(
        lang,
        "已进入{name}阶段。{next}核验号 {head}，请另处留存。",
        "The stage is {name} now.{next} Head {head}: keep it elsewhere too."
    )
}

fn signed(lang: Lang, code: &Code, part: Option<Half>, receipt: &str) -> String {
    match part {
        Some(one) => {
            let name = half(lang, one);
            say!(lang, "已定稿 {code}（{name}），回执 {receipt}", "Signed {code} ({name}), receipt {receipt}")
        }
        None => say!(lang, "已定稿 {code}，回执 {receipt}", "Signed {code}, receipt {receipt}"),
    }
}

fn drafting(lang: Lang, open: &[(SeatId, Code)]) -> String {
    let names = lang.list(open.iter().map(|(seat, code)| format!("{seat} {code}")), MOST);
    let count = open.len();
    say!(lang, "还有 {count} 份没有打齐，留作草稿：{names}。", "Not complete and left as drafts, {count}: {names}.")
}

fn decided(lang: Lang, codes: &[Code], none: bool) -> String {
    let (comma, names) = (lang.pick(" → ", " → "), codes.iter().map(ToString::to_string));
    if none {
        let names = lang.list(codes.iter(), MOST);
        return say!(lang, "议决已记入：{names} 不取。", "The decision is recorded; not taken: {names}.");
    }
    let order = names.collect::<Vec<_>>().join(comma);
    say!(lang, "议决已记入，先后为 {order}。", "The decision is recorded, in this order: {order}.")
}

#[cfg(test)]
mod tests {
    use super::Finished as F;
    use super::*;
    use crate::words::check;

    #[test]
    fn every_answer_has_its_sentence_in_both_languages() {
        let (seat, code) = (SeatId::parse("E03").unwrap(), Code::parse("W274").unwrap());
        let (other, section) = (SeatId::parse("E10").unwrap(), "A-1");
        let (codes, open) = ([code.clone(), Code::parse("W358").unwrap()], [(seat.clone(), code.clone())]);
        let all = [
            F::New("weihai"),
            F::Stage(Stage::Scoring, "4a2719f066b52e48"),
            F::Stage(Stage::Review, "4a2719f066b52e48"),
            F::Stage(Stage::Final, "4a2719f066b52e48"),
            F::Declared(&codes),
            F::Imported { sheets: 3, signed: 1 },
            F::Drafting(&open),
            F::HalfOpen(&code, Half::Onsite),
            F::Explained(&code, section),
            F::ExplanationEntered(&seat, &code, section),
            F::Dissented,
            F::SetAside(&seat, &code, Aside::Recognised),
            F::AsideUndone(&seat, &code),
            F::Excused(&seat, Some(&code)),
            F::Excused(&seat, None),
            F::Replaced(&seat, &other),
            F::Returned(&seat, &code, None),
            F::Returned(&seat, &code, Some(section)),
            F::ReturnCancelled(&seat, &code),
            F::Withdrawn(&code),
            F::WithdrawalUndone(&code),
            F::SecrecyChecked(&code),
            F::Decided { codes: &codes, none: false },
            F::Decided { codes: &codes, none: true },
            F::Amended("panel.toml"),
            F::Pending(12),
            F::ConfirmedSheet(&seat, &code),
            F::ConfirmedAmendment(12),
            F::Rebuilt,
            F::JournalWhole,
            F::JournalHealed,
            F::BackedUp("weihai.backup", 123, "4a2719f066b52e48"),
            F::Restored("weihai-2024", 124, "4a2719f066b52e48"),
            F::Already,
        ];
        for lang in Lang::ALL {
            for one in &all {
                check::sentence(lang, &finished(lang, one));
            }
        }
    }

    #[test]
    fn a_signature_is_answered_with_its_receipt_in_four_groups() {
        let code = Code::parse("W274").unwrap();
        let said = |part| finished(Lang::Zh, &Finished::Signed(&code, part, "4a2719f066b52e48"));
        assert_eq!(said(None), "已定稿 W274，回执 4a27 19f0 66b5 2e48");
        assert_eq!(said(Some(Half::File)), "已定稿 W274（材料部分），回执 4a27 19f0 66b5 2e48");
    }
}
