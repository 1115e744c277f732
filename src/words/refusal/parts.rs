//! The parts of refusals that screens also show alone: what keeps the list from being final, votes, amendments.

use super::super::Lang;
use super::super::tone::some;
use super::MOST;
use crate::domain::tally::Flag;
use crate::domain::{AmendRefusal, Obstacle, Rules, VoteRefusal};

/// An obstacle beside the list it belongs to: a deviation with its numbers and the section's name, the others as
/// they are said everywhere.
pub fn obstacle_beside(lang: Lang, rules: Option<&Rules>, flags: &[Flag], one: &Obstacle) -> String {
    if let (Obstacle::Deviation(seat, code, section), Some(rules)) = (one, rules) {
        let same = |flag: &&Flag| flag.seat == *seat && flag.dossier == *code && flag.section == *section;
        if let Some(flag) = flags.iter().find(same) {
            return crate::words::tally::flag(lang, rules, flag);
        }
    }
    obstacle(lang, one)
}

/// One thing that is left before the list can be final; without a stop at its end, so that it can stand in a list.
pub fn obstacle(lang: Lang, obstacle: &Obstacle) -> String {
    use Obstacle as O;
    match obstacle {
        O::Contested(rank, members, left) => {
            let (count, names) = (members.len(), lang.list(members, MOST));
            let places = some(*left, "place is", "places are");
            say!(
                lang,
                "第 {rank} 名 {count} 人并列（{names}），名额剩 {left} 个，规则已用尽，须专家组议决",
                "{count} dossiers share rank {rank} ({names}), {places} left, and no rule separates them: the panel has to decide"
            )
        }
        O::SheetOut(seat, code) => {
            say!(
                lang,
                "{seat} 的 {code} 退回后还没有重新定稿",
                "{seat}'s sheet for {code} was returned and is not signed again"
            )
        }
        O::Missing(seat, code) => {
            say!(
                lang,
                "{seat} 的 {code} 没有定稿，也没有缺席核准",
                "{seat}'s sheet for {code} is neither signed nor excused"
            )
        }
        O::Deviation(seat, code, section) => say!(
            lang,
            "{seat} 的 {code} 板块 {section} 分差过大，既没有改分，也没有说明",
            "{seat}'s sheet for {code} deviates in section {section}, with neither a change nor a reason"
        ),
        O::Secrecy(code) => {
            say!(lang, "{code} 是涉密人员，还没有保密审查记录", "{code} is confidential and has no secrecy check")
        }
        O::Incomplete(code) => {
            say!(lang, "{code} 有效评分表不够，待补评，也没有议决", "{code} has too few counted sheets and no decision")
        }
        O::Pending(number) => {
            say!(
                lang,
                "第 {number} 号更正还没有第二席位确认",
                "amendment {number} waits for a second seat to confirm it"
            )
        }
    }
}

/// Why a recorded vote is not accepted.
pub fn vote_refusal(lang: Lang, why: &VoteRefusal) -> String {
    use VoteRefusal as V;
    match why {
        V::Count(named, votes) => {
            let (voters, cast) = (some(*named, "voter is", "voters are"), some(*votes, "vote is", "votes are"));
            say!(lang, "投票人 {named} 名，票数 {votes} 张，对不上。", "{voters} named, but {cast} counted.")
        }
        V::NotEligible(seat) => {
            say!(
                lang,
                "{seat} 不是本评审组的专家，或已更换，没有表决权。",
                "{seat} is not an expert of this panel, or was replaced, and has no vote."
            )
        }
        V::Twice(seat) => say!(lang, "投票人 {seat} 写了两次。", "{seat} is named twice among the voters."),
        V::Recused(seat, code) => {
            say!(lang, "{seat} 已回避 {code}，不能参加这次表决。", "{seat} is recused on {code} and has no vote here.")
        }
        V::TooMany(voters, eligible) => {
            let (named, may) = (some(*voters, "voter", "voters"), some(*eligible, "is", "are"));
            say!(lang, "投票人 {voters} 名，有表决权的只有 {eligible} 名。", "{named}, but only {may} eligible.")
        }
        V::NoMajority(in_favour, cast) => say!(
            lang,
            "赞成 {in_favour} 票，共 {cast} 票，没有过半数。",
            "{in_favour} in favour of {cast} votes is not more than half."
        ),
    }
}

/// What an amendment may not do.
pub fn amend_refusal(lang: Lang, why: &AmendRefusal) -> String {
    use AmendRefusal as A;
    match why {
        A::Errors(count) => {
            let errors = some(*count, "error", "errors");
            say!(lang, "这个文件有 {count} 处错误。", "the file has {errors}.")
        }
        A::NothingChanged => {
            say!(lang, "文件内容和封存的一样。", "the file says what is recorded already.")
        }
        A::MarkInvalid(item) => {
            say!(lang, "“{item}”已有的分里，有的会变成无效分。", "a recorded mark for \"{item}\" would become invalid.")
        }
        A::ItemGone(item) => {
            say!(lang, "评分项“{item}”已有人打分，不能删去。", "the item \"{item}\" has marks and cannot be taken out.")
        }
        A::SeatGone(seat) => say!(
            lang,
            "{seat} 已有记录，不能删去，也不能改角色；换人请用“更换”。",
            "{seat} has recorded acts and can neither go nor change its role; replace it instead."
        ),
        A::NewDossier(code) => {
            say!(lang, "开评后不能新增申报材料（{code}）。", "no dossier is added after opening ({code}).")
        }
        A::NeedsVote => say!(
            lang,
            "复核开始以后，这类更正要有专家组表决，并由第二席位确认。",
            "once review has opened this needs a recorded vote and a second seat."
        ),
        A::NoMajority(in_favour, against) => say!(
            lang,
            "赞成 {in_favour} 票，反对 {against} 票，没有通过。",
            "{in_favour} in favour, {against} against: not carried."
        ),
        A::SecondSeat => say!(
            lang,
            "第二席位须是监督人员或另一位秘书。",
            "the second seat has to be a supervisor or another secretary."
        ),
    }
}
