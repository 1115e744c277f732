//! The log: one line for each event, who did what to which sheet. The caller puts number and time before it.

use super::names::{aside, basis, half, role, stage, unscored};
use super::tone::some;
use super::{Lang, head};
use crate::domain::{
    BatchKind, Code, Decision, Fact, Half, How, ItemId, MarkSet, Panel, Points, Route, Rules, SeatId, SectionId, Votes,
    What,
};
use crate::text::Clean;

/// Marks written out in one line before it says how many more there are.
const MOST: usize = 6;

/// Voters are all named: who voted is what the record is asked for.
const VOTERS: usize = 200;

/// What a seat did, in one line. Names of items and sections, and where a visit is due, are taken from `panel` where it
/// is known.
pub fn event(lang: Lang, panel: Option<&Panel>, seat: &SeatId, what: &What) -> String {
    Teller { lang, panel, rules: panel.map(|panel| &panel.rules) }.line(seat, what)
}

/// Another seat's marks before review: that something was recorded, not what (DESIGN §4).
pub fn masked(lang: Lang, seat: &SeatId) -> String {
    say!(lang, "{seat} 的评分记录（评分阶段，内容不显示）", "a record of {seat} (scoring, content not shown)")
}

/// How an event came, as a word in brackets behind its line; `None` for the ordinary ways.
pub fn route(lang: Lang, route: &Route) -> Option<String> {
    match route {
        Route::Local | Route::Socket(_) => None,
        Route::Key(fingerprint) => Some(say!(lang, "密钥 {fingerprint}", "key {fingerprint}")),
        Route::Import => Some(lang.pick("导入", "imported").into()),
        Route::Carried => Some(lang.pick("外出包带回", "carried in").into()),
    }
}

struct Teller<'a> {
    lang: Lang,
    panel: Option<&'a Panel>,
    rules: Option<&'a Rules>,
}

/// A text of people's own in one line.
fn one_line(text: &Clean) -> String {
    text.split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Teller<'_> {
    fn line(&self, seat: &SeatId, what: &What) -> String {
        let lang = self.lang;
        match what {
            What::Batch { kind, parts } => self.batch(seat, kind, *parts),
            What::Fact(fact) => self.fact(fact),
            What::AmendmentConfirmed { number } => {
                say!(
                    lang,
                    "{seat} 确认第 {number} 号更正，即时生效",
                    "{seat} confirmed amendment {number}, now in force"
                )
            }
            What::StageChanged { to, reason } => {
                let (to, why) = (stage(lang, *to), self.because(reason));
                say!(lang, "{seat} 转入{to}阶段{why}", "{seat} changed the stage to {to}{why}")
            }
            What::Sealed { left, lines } => {
                let (count, names) = (lines.len(), some(lines.len(), "line", "lines"));
                if *left == 0 {
                    say!(lang, "封存名单 {count} 行，完", "sealed {names} of the list, the last")
                } else {
                    say!(lang, "封存名单 {count} 行，还有 {left} 行", "sealed {names} of the list, {left} to come")
                }
            }
            What::Declared { dossier } => {
                say!(lang, "{seat} 声明与 {dossier} 没有利害关系", "{seat} declared no conflict on {dossier}")
            }
            What::Marked { dossier, mark, how } => self.marked(seat, dossier.as_str(), mark, *how),
            What::Noted { dossier, note } if note.is_empty() => {
                say!(lang, "{seat} 删去 {dossier} 的备注", "{seat} removed the note on {dossier}")
            }
            What::Noted { dossier, note } => {
                let note = one_line(note);
                say!(lang, "{seat} 写 {dossier} 的备注：{note}", "{seat} noted on {dossier}: {note}")
            }
            What::Entered { seat: whose, dossier, marks, note, transcribed } => {
                let marks = self.marks(marks);
                let note =
                    note.as_ref().filter(|note| !note.is_empty()).map(|_| lang.pick("，附备注", ", with a note"));
                let note = note.unwrap_or("");
                if *transcribed {
                    say!(
                        lang,
                        "{seat} 代录 {whose} 的 {dossier}：{marks}{note}",
                        "{seat} transcribed {whose}'s {dossier}: {marks}{note}"
                    )
                } else {
                    say!(lang, "{whose} 导入 {dossier}：{marks}{note}", "{whose} imported {dossier}: {marks}{note}")
                }
            }
            What::Signed { seat: whose, dossier, halves } => {
                let halves = self.halves(whose, dossier, halves);
                if seat == whose {
                    say!(lang, "{seat} 定稿 {dossier}{halves}", "{seat} signed {dossier}{halves}")
                } else {
                    say!(
                        lang,
                        "{seat} 代 {whose} 定稿 {dossier}{halves}",
                        "{seat} signed {dossier} for {whose}{halves}"
                    )
                }
            }
            What::SetAside { seat: whose, dossier, aside: kind, reason } => {
                let (kind, why) = (aside(lang, *kind), self.because(reason));
                if seat == whose {
                    say!(lang, "{seat} 对 {dossier} {kind}{why}", "{seat} on {dossier}: {kind}{why}")
                } else {
                    say!(
                        lang,
                        "{seat} 登记 {whose} 对 {dossier} {kind}{why}",
                        "{seat} recorded for {whose} on {dossier}: {kind}{why}"
                    )
                }
            }
            What::AsideUndone { seat: whose, dossier, reason } => {
                let why = self.because(reason);
                say!(lang, "{seat} 恢复 {whose} 评 {dossier}{why}", "{seat} let {whose} score {dossier} again{why}")
            }
            What::Excused { seat: whose, dossier: Some(dossier), reason } => {
                let why = self.because(reason);
                say!(lang, "{seat} 缺席核准 {whose} 的 {dossier}{why}", "{seat} excused {whose} on {dossier}{why}")
            }
            What::Excused { seat: whose, dossier: None, reason } => {
                let why = self.because(reason);
                say!(
                    lang,
                    "{seat} 缺席核准 {whose} 未定稿的各份{why}",
                    "{seat} excused {whose} on all unsigned sheets{why}"
                )
            }
            What::Replaced { old, new, reason } => {
                let why = self.because(reason);
                say!(
                    lang,
                    "{seat} 用 {new} 更换 {old}，{old} 的评分不再计入{why}",
                    "{seat} replaced {old} by {new}; {old}'s sheets no longer count{why}"
                )
            }
            What::Returned { seat: whose, dossier, section, reason } => {
                let why = self.because(reason);
                match section.as_ref().map(|id| self.section(id)) {
                    Some(name) => say!(
                        lang,
                        "{seat} 退回 {whose} 的 {dossier}，复核“{name}”{why}",
                        "{seat} returned {whose}'s {dossier} for \"{name}\"{why}"
                    ),
                    None => {
                        say!(lang, "{seat} 退回 {whose} 的 {dossier}{why}", "{seat} returned {whose}'s {dossier}{why}")
                    }
                }
            }
            What::ReturnCancelled { seat: whose, dossier, reason } => {
                let why = self.because(reason);
                say!(
                    lang,
                    "{seat} 收回对 {whose} {dossier} 的退回，原定稿有效{why}",
                    "{seat} cancelled the return of {whose}'s {dossier}; its signature stands{why}"
                )
            }
            What::Explained { dossier, section, reason } => {
                let (name, why) = (self.section(section), self.because(reason));
                say!(
                    lang,
                    "{seat} 保留 {dossier}“{name}”的原分{why}",
                    "{seat} keeps the marks of \"{name}\" on {dossier}{why}"
                )
            }
            What::ReturnAsked { dossier, reason } => {
                let why = self.because(reason);
                say!(lang, "{seat} 申请退回 {dossier}{why}", "{seat} asks for {dossier} back{why}")
            }
            What::Withdrawn { dossier, reason } => {
                let why = self.because(reason);
                say!(lang, "{seat} 登记 {dossier} 撤回{why}", "{seat} recorded that {dossier} was withdrawn{why}")
            }
            What::WithdrawalUndone { dossier, reason } => {
                let why = self.because(reason);
                say!(lang, "{seat} 恢复已撤回的 {dossier}{why}", "{seat} restored the withdrawn {dossier}{why}")
            }
            What::Decided(decision) => self.decided(seat, decision),
            What::Confirmed { seat: whose, dossier } => {
                say!(
                    lang,
                    "{seat} 核对 {whose} 的 {dossier} 代录，无误",
                    "{seat} confirmed the transcription of {whose}'s {dossier}"
                )
            }
            What::SecrecyChecked { dossier, by, result } => {
                let (by, result) = (one_line(by), one_line(result));
                say!(
                    lang,
                    "{seat} 记录 {dossier} 保密审查：{by}，{result}",
                    "{seat} recorded the secrecy check of {dossier}: {by}, {result}"
                )
            }
            What::Dissented { text } => {
                let text = one_line(text);
                say!(lang, "{seat} 写不同意见：{text}", "{seat} dissents: {text}")
            }
            What::ExplanationEntered { seat: whose, dossier, section, reason } => {
                let (name, why) = (self.section(section), self.because(reason));
                say!(
                    lang,
                    "{seat} 代录 {whose} 对 {dossier}“{name}”的书面说明，保留原分{why}",
                    "{seat} entered {whose}'s written reason for keeping \"{name}\" on {dossier}{why}"
                )
            }
            What::MeetingOpened { codes } => {
                let codes = lang.list(codes.iter().map(ToString::to_string), 12);
                say!(lang, "{seat} 打开会议屏：{codes}", "{seat} opened the meeting screen: {codes}")
            }
            What::MeetingClosed => say!(lang, "{seat} 关上会议屏", "{seat} closed the meeting screen"),
            What::BackedUp => say!(lang, "{seat} 备份了全部记录", "{seat} backed up the whole record"),
            What::Restored => say!(
                lang,
                "{seat} 从备份恢复了记录：备份以后的不在这里",
                "{seat} restored the record from a backup: what came after the backup is not in it"
            ),
        }
    }

    /// Which halves were signed, in brackets; nothing where no visit is due and one signature covers the sheet.
    fn halves(&self, whose: &SeatId, dossier: &Code, halves: &[Half]) -> String {
        let lang = self.lang;
        if halves == [Half::File] && self.panel.is_some_and(|panel| panel.visit(whose, dossier).is_none()) {
            return String::new();
        }
        let halves = halves.iter().map(|one| half(lang, *one)).collect::<Vec<_>>().join(lang.pick("、", ", "));
        say!(lang, "（{halves}）", " ({halves})")
    }

    fn because(&self, reason: &Clean) -> String {
        let lang = self.lang;
        let reason = one_line(reason);
        if reason.is_empty() { reason } else { say!(lang, "，理由：{reason}", ", because: {reason}") }
    }

    fn batch(&self, seat: &SeatId, kind: &BatchKind, parts: u32) -> String {
        let lang = self.lang;
        let (count, facts) = (parts, some(parts, "entry", "entries"));
        match kind {
            BatchKind::Opening { key: None } => {
                say!(lang, "{seat} 封存规则和材料，共 {count} 项", "{seat} froze rules and dossiers, {facts}")
            }
            BatchKind::Opening { key: Some(digest) } => {
                let digest = head(digest);
                say!(
                    lang,
                    "{seat} 封存规则和材料，共 {count} 项，密钥文件摘要 {digest}",
                    "{seat} froze rules and dossiers, {facts}, key file {digest}"
                )
            }
            BatchKind::Amending { reason, votes, pending } => {
                let (why, votes) =
                    (self.because(reason), votes.as_ref().map(|votes| self.votes(votes)).unwrap_or_default());
                if *pending {
                    say!(
                        lang,
                        "{seat} 提出更正，待第二席位确认{votes}{why}",
                        "{seat} proposed an amendment, waiting for a second seat{votes}{why}"
                    )
                } else {
                    say!(lang, "{seat} 更正{votes}{why}", "{seat} amended{votes}{why}")
                }
            }
        }
    }

    fn fact(&self, fact: &Fact) -> String {
        let lang = self.lang;
        match fact {
            Fact::Rules(rules) => {
                let (title, digest) = (&rules.rules.title, head(&rules.digest));
                say!(lang, "评审规则《{title}》，摘要 {digest}", "rules of \"{title}\", digest {digest}")
            }
            Fact::Section(section) => {
                let (name, weight) = (&section.name, section.weight);
                say!(lang, "板块“{name}”，权重 {weight}", "section \"{name}\", weight {weight}")
            }
            Fact::Item(item) => {
                let (name, max) = (&item.name, item.max);
                say!(lang, "评分项“{name}”，满分 {max}", "item \"{name}\", maximum {max}")
            }
            Fact::Seat(seat) => {
                let (id, role) = (&seat.id, role(lang, seat.role));
                say!(lang, "席位 {id}，{role}", "seat {id}, {role}")
            }
            Fact::Visit(visit) => {
                let (code, seats, date) = (&visit.dossier, lang.list(&visit.seats, MOST), visit.date);
                say!(lang, "现场考查 {code}：{seats}，{date}", "visit to {code}: {seats}, {date}")
            }
            Fact::Dossier(facts) => {
                let (code, digest) = (&facts.code, head(&facts.digest));
                say!(lang, "申报材料 {code}，摘要 {digest}", "dossier {code}, digest {digest}")
            }
        }
    }

    fn marked(&self, seat: &SeatId, dossier: &str, mark: &MarkSet, how: How) -> String {
        let lang = self.lang;
        let (item, on, points) = (self.item(&mark.item), basis(lang, mark.basis), self.points(mark.points));
        let note = mark.note.as_ref().map_or("", |_| lang.pick("，附备注", ", with a note"));
        match how {
            How::Entered => say!(
                lang,
                "{seat} 给 {dossier}“{item}”{on} {points}{note}",
                "{seat} on {dossier} \"{item}\", {on}: {points}{note}"
            ),
            How::Undone => say!(
                lang,
                "{seat} 撤销 {dossier}“{item}”{on}，回到 {points}{note}",
                "{seat} undid {dossier} \"{item}\", {on}, back to {points}{note}"
            ),
            How::Redone => say!(
                lang,
                "{seat} 恢复 {dossier}“{item}”{on} {points}{note}",
                "{seat} redid {dossier} \"{item}\", {on}: {points}{note}"
            ),
        }
    }

    fn points(&self, points: Option<Points>) -> String {
        points.map_or_else(|| unscored(self.lang).to_owned(), |points| points.to_string())
    }

    fn marks(&self, marks: &[MarkSet]) -> String {
        let lang = self.lang;
        let each = marks.iter().take(MOST).map(|mark| {
            let (item, on, points) = (self.item(&mark.item), basis(lang, mark.basis), self.points(mark.points));
            say!(lang, "{item}（{on}）{points}", "{item} ({on}) {points}")
        });
        let each = each.collect::<Vec<_>>().join(lang.pick("，", ", "));
        let count = marks.len();
        match (count, count.saturating_sub(MOST)) {
            (0, _) => lang.pick("没有分", "no marks").to_owned(),
            (_, 0) => each,
            (_, more) => say!(lang, "{each}，共 {count} 项", "{each}, and {more} more"),
        }
    }

    fn decided(&self, seat: &SeatId, decision: &Decision) -> String {
        let lang = self.lang;
        let members = lang.list(decision.group.members.iter().map(|member| &member.code), 64);
        let (rank, votes, why) = (decision.group.rank, self.votes(&decision.votes), self.because(&decision.note));
        match (&decision.order, rank) {
            (Some(order), _) if decision.group.members.len() == 1 => {
                let code = order.iter().map(ToString::to_string).collect::<String>();
                say!(
                    lang,
                    "{seat} 记录议决：由 {code} 补入空出的名额{votes}{why}",
                    "{seat} recorded the decision: {code} takes the place left empty{votes}{why}"
                )
            }
            (Some(order), _) => {
                let order = order.iter().map(ToString::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "));
                say!(
                    lang,
                    "{seat} 记录议决：第 {rank} 名并列，先后为 {order}{votes}{why}",
                    "{seat} recorded the decision on rank {rank}: {order}{votes}{why}"
                )
            }
            (None, 0) => say!(
                lang,
                "{seat} 记录议决：{members} 待补评，不排名次{votes}{why}",
                "{seat} recorded the decision: {members} stay without a rank{votes}{why}"
            ),
            (None, _) => say!(
                lang,
                "{seat} 记录议决：第 {rank} 名 {members} 并列，名额空缺不取{votes}{why}",
                "{seat} recorded the decision on rank {rank}, {members}: places stay empty{votes}{why}"
            ),
        }
    }

    fn votes(&self, votes: &Votes) -> String {
        let lang = self.lang;
        let Votes { in_favour, against, abstaining, voters } = votes;
        let who = lang.list(voters, VOTERS);
        let who = if voters.is_empty() { who } else { say!(lang, "（投票人 {who}）", " (voters: {who})") };
        say!(
            lang,
            "，赞成 {in_favour}、反对 {against}、弃权 {abstaining}{who}",
            ", {in_favour} for, {against} against, {abstaining} abstaining{who}"
        )
    }

    fn item(&self, id: &ItemId) -> String {
        self.rules.and_then(|rules| rules.item(id)).map_or_else(|| id.to_string(), |(_, _, item)| item.name.to_string())
    }

    fn section(&self, id: &SectionId) -> String {
        self.rules
            .and_then(|rules| rules.section(id))
            .map_or_else(|| id.to_string(), |section| section.name.to_string())
    }
}

#[cfg(test)]
mod tests;
