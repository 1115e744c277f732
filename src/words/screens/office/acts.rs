//! Acts: their names in menus, what reason they ask for, what a number stands for, what is said when they are done.

use crate::domain::{Code, Points, SeatId, SheetState};
use crate::words::Lang;
use crate::words::tone::some;

/// An act as the words need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told<'a> {
    /// 退回, a section by name or the whole sheet.
    Return(&'a SeatId, &'a Code, Option<&'a str>),
    /// 退回, the section still to be asked.
    ReturnSome(&'a SeatId, &'a Code),
    /// The return is taken back.
    CancelReturn(&'a SeatId, &'a Code),
    /// 代为回避.
    Recuse(&'a SeatId, &'a Code),
    /// A recusal undone.
    UndoAside(&'a SeatId, &'a Code),
    /// 缺席核准, one or all.
    Excuse(&'a SeatId, Option<&'a Code>),
    /// 更换席位, with the signed sheets that stop counting.
    Replace(&'a SeatId, &'a SeatId, u32),
    /// 撤回.
    Withdraw(&'a Code),
    /// … and back.
    UndoWithdraw(&'a Code),
    /// Back to review, with how many are selected.
    Reopen(u32),
    /// 保密审查.
    Secrecy(&'a Code),
    /// A sheet is as on paper.
    ConfirmSheet(&'a SeatId, &'a Code),
    /// A pending amendment and what it changes.
    ConfirmAmendment(u64, &'a str),
    /// 开始评分 and what happens.
    Open(&'a str),
    /// 结束评分 and what will not count.
    Close(&'a str),
    /// 定案: how many are selected, and cautions.
    Finalise(u32, &'a str),
    /// 更正 of a file.
    Amend(&'a str),
    /// An absent expert's written reason for a section.
    EnterExplanation(&'a SeatId, &'a Code, &'a str),
    /// A file is put back.
    Restore(&'a str),
}

/// Its name: a line of a menu, and what 9 does.
pub fn errand(lang: Lang, told: &Told<'_>) -> String {
    match told {
        Told::Return(_, _, None) => lang.pick("退回整份", "return the whole sheet").into(),
        Told::Return(_, _, Some(section)) => {
            let section = lang.quote(section);
            say!(lang, "退回{section}", "return {section}")
        }
        Told::ReturnSome(..) => lang.pick("退回……（选板块）", "return one (choose a section)").into(),
        Told::CancelReturn(..) => {
            lang.pick("收回退回，原来的定稿照算", "cancel the return; it counts as signed").into()
        }
        Told::Recuse(..) => lang.pick("代为回避", "recuse for the seat").into(),
        Told::UndoAside(..) => lang.pick("恢复评分（撤销回避或弃权）", "undo the recusal or abstention").into(),
        Told::Excuse(_, Some(_)) => lang.pick("缺席核准这一份", "excuse this sheet").into(),
        Told::Excuse(seat, None) => say!(lang, "缺席核准 {seat} 的全部未定稿", "excuse all open sheets of {seat}"),
        Told::Replace(_, new, _) => say!(lang, "由 {new} 接替", "{new} takes over"),
        Told::Withdraw(code) => say!(lang, "撤回 {code}", "withdraw {code}"),
        Told::UndoWithdraw(code) => say!(lang, "恢复 {code}", "cancel the withdrawal of {code}"),
        Told::Reopen(_) => lang.pick("回到复核", "back to review").into(),
        Told::Secrecy(code) => say!(lang, "记 {code} 的保密审查", "record the secrecy check of {code}"),
        Told::ConfirmSheet(..) => lang.pick("确认代录无误", "confirm the transcription").into(),
        Told::ConfirmAmendment(number, _) => say!(lang, "确认第 {number} 号更正", "confirm amendment {number}"),
        Told::Open(_) => lang.pick("开始评分", "open scoring").into(),
        Told::Close(_) => lang.pick("结束评分", "close scoring").into(),
        Told::Finalise(..) => lang.pick("定案", "make final").into(),
        Told::Amend(_) => lang.pick("记为更正并写理由", "record as an amendment, with a reason").into(),
        Told::EnterExplanation(..) => {
            lang.pick("代录专家的书面说明（保留原分）", "enter the expert's written reason (the marks stay)").into()
        }
        Told::Restore(_) => lang.pick("恢复原样", "restore it").into(),
    }
}

/// Over the reason to be written.
pub fn reason_title(lang: Lang, told: &Told<'_>) -> String {
    match told {
        Told::Return(seat, code, _) | Told::ReturnSome(seat, code) => say!(
            lang,
            "退回 {seat} 的 {code}：理由（专家会看到，请别写高低和分数）",
            "Return {seat}'s {code}: the reason (the expert reads it: give neither direction nor size)"
        ),
        Told::CancelReturn(seat, code) => {
            say!(lang, "收回对 {seat} {code} 的退回：理由", "Cancel the return of {seat}'s {code}: the reason")
        }
        Told::Recuse(seat, code) => say!(lang, "{seat} 对 {code} 回避：理由", "{seat} recused on {code}: the reason"),
        Told::UndoAside(seat, code) => {
            say!(lang, "恢复 {seat} 评 {code}：理由", "{seat} scores {code} after all: the reason")
        }
        Told::Excuse(seat, Some(code)) => {
            say!(lang, "缺席核准 {seat} 的 {code}：理由", "Excuse {seat}'s {code}: the reason")
        }
        Told::Excuse(seat, None) => {
            say!(lang, "缺席核准 {seat} 的全部未定稿：理由", "Excuse all open sheets of {seat}: the reason")
        }
        Told::Replace(old, new, _) => say!(lang, "{new} 接替 {old}：理由", "{new} takes over from {old}: the reason"),
        Told::Withdraw(code) => say!(lang, "撤回 {code}：理由", "Withdraw {code}: the reason"),
        Told::UndoWithdraw(code) => say!(lang, "恢复 {code}：理由", "Cancel the withdrawal of {code}: the reason"),
        Told::Reopen(_) => lang.pick("回到复核：理由", "Back to review: the reason").into(),
        Told::Secrecy(code) => say!(lang, "{code} 保密审查的结果", "Result of the secrecy check of {code}"),
        Told::Amend(file) => say!(lang, "{file} 记为更正：理由", "Amend {file}: the reason"),
        Told::EnterExplanation(seat, code, section) => say!(
            lang,
            "{seat} 对 {code}“{section}”的书面说明（照原话，写明来源）",
            "{seat}'s written reason for \"{section}\" on {code}: in the expert's words, with where they come from"
        ),
        Told::ConfirmSheet(..)
        | Told::ConfirmAmendment(..)
        | Told::Open(_)
        | Told::Close(_)
        | Told::Finalise(..)
        | Told::Restore(_) => errand(lang, told),
    }
}

/// Acts that 9 confirms without a reason: what is asked.
pub fn question_of(lang: Lang, told: &Told<'_>) -> Option<String> {
    match told {
        Told::ConfirmSheet(seat, code) => Some(say!(
            lang,
            "{seat} 的 {code}：代录的每一项都与纸面一致？确认后记下是谁核对的。",
            "{seat}'s {code}: is every entry as on the paper? It is recorded who confirmed it."
        )),
        Told::ConfirmAmendment(number, what) => Some(say!(
            lang,
            "确认第 {number} 号更正？确认后立即生效，前后名单都留存。\n{what}",
            "Confirm amendment {number}? It takes effect at once; the lists before and after are kept.\n{what}"
        )),
        Told::Restore(file) => Some(say!(
            lang,
            "{file} 换回封存的内容？改过的那一版留在 store/frozen 里。",
            "Restore {file} to its frozen content? The changed version is kept in store/frozen."
        )),
        _ => None,
    }
}

/// What a weighty act does; the number to type stands below it.
pub fn weighty(lang: Lang, told: &Told<'_>) -> String {
    match told {
        Told::Open(what) | Told::Close(what) | Told::Finalise(_, what) => (*what).to_owned(),
        Told::Replace(old, new, signed) => {
            let sheets = some(*signed, "signed sheet", "signed sheets");
            say!(
                lang,
                "{new} 接替 {old}：{old} 已定稿的 {signed} 份都不再计入，{new} 从头评起。请输入这个份数。",
                "{new} takes over from {old}: {old}'s {sheets} no longer count, {new} scores anew. Type that number."
            )
        }
        Told::Withdraw(code) => say!(
            lang,
            "撤回 {code}：不再排名，已打的分留档不计入。请输入代号里的数字。",
            "Withdraw {code}: it is no longer ranked; marks are kept but do not count. Type the digits of the code."
        ),
        Told::Reopen(selected) => say!(
            lang,
            "从定案回到复核：封存的名单（拟推荐 {selected} 人）留档，改完要重新定案。请输入拟推荐的人数。",
            "Back from final to review: the sealed list ({selected} selected) is kept, and the list has to be made final again. Type how many are selected."
        ),
        other => errand(lang, other),
    }
}

/// What is said when it is saved.
pub fn done(lang: Lang, told: &Told<'_>, pending: Option<u64>, head: Option<&str>) -> String {
    let head = head.map(crate::words::head_of_hex).unwrap_or_default();
    match told {
        Told::Return(seat, code, _) | Told::ReturnSome(seat, code) => say!(
            lang,
            "已退回 {seat} 的 {code}；重新定稿之前，仍按上次定稿计入。",
            "{seat}'s {code} is returned; until it is signed again it counts as last signed."
        ),
        Told::CancelReturn(seat, code) => {
            say!(lang, "已收回对 {seat} {code} 的退回。", "The return of {seat}'s {code} is cancelled.")
        }
        Told::Recuse(seat, code) => say!(
            lang,
            "{seat} 对 {code} 已记回避，分留档不计入。",
            "{seat} is recused on {code}; marks are kept but do not count."
        ),
        Told::UndoAside(seat, code) => say!(lang, "{seat} 可以接着评 {code} 了。", "{seat} can score {code} again."),
        Told::Excuse(seat, Some(code)) => say!(lang, "已核准 {seat} 缺 {code}。", "{seat}'s {code} is excused."),
        Told::Excuse(seat, None) => {
            say!(lang, "已核准 {seat} 的全部未定稿。", "All open sheets of {seat} are excused.")
        }
        Told::Replace(old, new, _) => say!(lang, "{old} 已由 {new} 接替。", "{new} has taken over from {old}."),
        Told::Withdraw(code) => say!(lang, "{code} 已撤回。", "{code} is withdrawn."),
        Told::UndoWithdraw(code) => say!(lang, "{code} 已恢复。", "{code} is back."),
        Told::Reopen(_) => say!(lang, "已回到复核，核验号 {head}。", "Back in review, head {head}."),
        Told::Secrecy(code) => say!(lang, "{code} 的保密审查已记录。", "The secrecy check of {code} is recorded."),
        Told::ConfirmSheet(seat, code) => {
            say!(lang, "已核对 {seat} 的 {code} 代录。", "The transcription of {seat}'s sheet for {code} is confirmed.")
        }
        Told::ConfirmAmendment(number, _) => {
            say!(lang, "第 {number} 号更正已生效。", "Amendment {number} is in force.")
        }
        Told::Open(_) => say!(lang, "评分已开始，核验号 {head}。", "Scoring is open, head {head}."),
        Told::Close(_) => {
            say!(lang, "评分已结束，进入复核，核验号 {head}。", "Scoring is closed, review begins, head {head}.")
        }
        Told::Finalise(..) => say!(lang, "已定案，核验号 {head}。", "Final, head {head}."),
        Told::Amend(file) => match pending {
            Some(number) => say!(
                lang,
                "{file} 的更正记为第 {number} 号，等第二席位确认后生效。",
                "The amendment of {file} is number {number} and waits for a second seat."
            ),
            None => say!(lang, "{file} 已记为更正，即时生效。", "{file} is amended, in force at once."),
        },
        Told::EnterExplanation(seat, code, section) => say!(
            lang,
            "已录入 {seat} 对 {code}“{section}”的说明，原分照计。",
            "{seat}'s reason for \"{section}\" on {code} is entered; the marks count as they are."
        ),
        Told::Restore(file) => say!(lang, "{file} 已恢复原样。", "{file} is restored to its frozen content."),
    }
}

/// 退回哪个板块.
pub fn which_section(lang: Lang, seat: &SeatId, code: &Code) -> String {
    say!(
        lang,
        "退回 {seat} 的 {code}，请专家复核哪个板块？",
        "Return {seat}'s {code}: which section is the expert to look at?"
    )
}

/// Who made a secrecy check.
pub fn secrecy_by(lang: Lang, code: &Code) -> String {
    say!(lang, "{code} 保密审查：由谁审查？", "Secrecy check of {code}: by whom?")
}

/// 更换席位: who takes over.
pub fn replace_whom(lang: Lang, old: &SeatId, name: &str) -> String {
    say!(
        lang,
        "更换 {old} {name}：由谁接替？（只列还没有定稿过的席位）",
        "Replace {old} {name}: who takes over? (Only seats that have signed nothing.)"
    )
}

/// 撤回 or 恢复, in a menu.
pub fn act_withdraw(lang: Lang, code: &Code, withdrawn: bool) -> String {
    errand(lang, &if withdrawn { Told::UndoWithdraw(code) } else { Told::Withdraw(code) })
}

/// 保密审查, in a menu.
pub fn act_secrecy(lang: Lang, code: &Code) -> String {
    errand(lang, &Told::Secrecy(code))
}

/// 分差过大(6).
pub fn act_deviations(lang: Lang, count: usize) -> String {
    say!(lang, "分差过大({count})", "deviations({count})")
}

/// 更多(待核 2).
pub fn act_more_waiting(lang: Lang, count: usize) -> String {
    say!(lang, "更多(待核 {count})", "more({count} to confirm)")
}

/// Why a sheet cannot be entered from paper.
pub fn no_entry(lang: Lang, seat: &SeatId, code: &Code) -> String {
    say!(
        lang,
        "{seat} 的 {code} 不能代录：专家自己录过、定稿或回避了。没有动过的才能照纸面代录。",
        "{seat}'s {code} cannot be entered from paper: the expert has entered, signed or recused something."
    )
}

/// Kinds of paper declarations, in a menu.
pub fn entry_asides(lang: Lang) -> [&'static str; 3] {
    [
        lang.pick("回避：有利害关系", "recused: a conflict of interest"),
        lang.pick("回避：认出申报人", "recused: recognised the applicant"),
        lang.pick("弃权", "abstained"),
    ]
}

/// The reason as the paper has it.
pub fn entry_aside_why(lang: Lang, kind: &str) -> String {
    say!(lang, "{kind}：纸面上写的理由", "{kind}: the reason given on the paper")
}

/// What is still missing on a sheet from paper.
pub fn entry_missing(lang: Lang, missing: usize) -> String {
    let items = some(missing, "item is", "items are");
    say!(
        lang,
        "还缺 {missing} 项，不能定稿。纸面上空着的是未评，请退给专家补。",
        "{items} missing. What is empty on the paper is unscored: give it back to the expert."
    )
}

/// Before a sheet is signed as on the paper.
pub fn entry_sign_question(lang: Lang, seat: &SeatId, code: &Code, sums: [Option<Points>; 2]) -> String {
    let [file, onsite] =
        sums.map(|sum| sum.map_or_else(|| crate::words::unscored(lang).to_owned(), |sum| sum.to_string()));
    say!(
        lang,
        "{seat} 的 {code}：材料合计 {file}，现场合计 {onsite}，与纸面一致？定稿后照计，再由专家本人、监督人员或另一位秘书核对。",
        "{seat}'s {code}: file {file}, on site {onsite}, as on the paper? Once signed it counts; the expert, the supervisor or another secretary confirms it."
    )
}

/// Said when it is signed.
pub fn entry_done(lang: Lang, seat: &SeatId, code: &Code) -> String {
    say!(lang, "{seat} 的 {code} 已照纸面定稿，待核对。", "{seat}'s {code} is signed as on the paper, to be confirmed.")
}

/// Leaving with something typed.
pub fn entry_typed(lang: Lang, typed: &str) -> String {
    say!(
        lang,
        "{typed} 没有录入，原样留在格里；再进这份代录，按 Enter 录入。",
        "{typed} is not recorded; it stays in its cell: come back to this sheet and press Enter."
    )
}

/// Back at a sheet with something typed.
pub fn entry_kept(lang: Lang, typed: &str) -> String {
    say!(lang, "上次打了 {typed} 未录入，按 Enter 录入。", "You had typed {typed}, not recorded; Enter records it.")
}

/// The first look at the matrix, where a sheet from paper was left with something typed.
pub fn entry_left(lang: Lang, seat: &SeatId, code: &Code, count: usize) -> String {
    say!(
        lang,
        "欢迎回来：{code} × {seat} 的代录有打了没录入的（共 {count} 份），按 Tab，再按 3 接着录。",
        "Welcome back: {code} x {seat} has something typed and not recorded ({count} sheets). Tab, then 3 goes on."
    )
}

/// Under the items.
pub fn entry_state(lang: Lang, missing: usize, state: Option<SheetState>) -> String {
    if state == Some(SheetState::Signed) {
        return lang.pick("已照纸面定稿。", "Signed as on the paper.").into();
    }
    if missing == 0 {
        return lang.pick("都录了。按 Enter 核对合计并定稿。", "All entered. Enter: check the sums and sign.").into();
    }
    say!(
        lang,
        "照纸面录，还缺 {missing} 项；每录一项就存一项。",
        "As on the paper; {missing} missing. Each mark is saved as it is entered."
    )
}

/// A tie within the list on the meeting screen.
pub fn tied_inside(lang: Lang, rank: u32, count: usize) -> String {
    say!(lang, "第 {rank} 名 {count} 人并列", "{count} dossiers share rank {rank}")
}

/// 确认(2): what waits for a second seat.
pub fn act_confirm(lang: Lang, count: usize) -> String {
    say!(lang, "核对确认({count})", "confirm({count})")
}

/// 定案, with how many things stand in the way.
pub fn act_finish(lang: Lang, left: usize) -> String {
    if left == 0 {
        lang.pick("定案", "final").into()
    } else {
        say!(lang, "定案(差{left}件)", "final({left} left)")
    }
}
