use super::super::check;
use super::*;
use crate::domain::{
    Aside, Basis, Code, DecidedGroup, DecidedMember, Half, Moment, SealedLine, Stage, Visit, tally::Standing,
};
use crate::text::fixed;

fn seat(id: &str) -> SeatId {
    SeatId::parse(id).unwrap()
}

fn w274() -> Code {
    Code::parse("W274").unwrap()
}

fn mark(points: Option<&str>) -> MarkSet {
    let points = points.map(|word| Points::parse(word).unwrap());
    MarkSet { item: ItemId::parse("mastery").unwrap(), basis: Basis::File, points, note: None }
}

fn decision(rank: u32, order: Option<Vec<Code>>) -> What {
    let member = DecidedMember { code: w274(), score: fixed("85.21"), honours: [0, 1, 1], young: false };
    let votes = Votes { in_favour: 7, against: 1, abstaining: 0, voters: vec![] };
    What::Decided(Decision {
        group: DecidedGroup { rank, members: vec![member], places: 1 },
        order,
        votes,
        note: fixed("talked"),
    })
}

fn all() -> Vec<What> {
    use What as W;
    let (reason, e) = (|| fixed("asked\nby phone"), || seat("E03"));
    let section = || SectionId::parse("mastery").unwrap();
    let line = SealedLine { rank: Some(1), code: w274(), standing: Standing::Selected, exact: fixed("177/2") };
    let amending = |pending| BatchKind::Amending { reason: reason(), votes: Some(Votes::default()), pending };
    let entered =
        |transcribed, marks| W::Entered { seat: e(), dossier: w274(), marks, note: Some(reason()), transcribed };
    let visit =
        Visit { dossier: w274(), seats: vec![e()], date: chrono::NaiveDate::from_ymd_opt(2024, 8, 20).unwrap() };
    let mut all = vec![
        W::Batch { kind: BatchKind::Opening { key: None }, parts: 40 },
        W::Batch { kind: BatchKind::Opening { key: Some([7; 32]) }, parts: 1 },
        W::Batch { kind: amending(true), parts: 1 },
        W::Batch { kind: amending(false), parts: 1 },
        W::Fact(Fact::Visit(visit)),
        W::AmendmentConfirmed { number: 12 },
        W::StageChanged { to: Stage::Review, reason: fixed("") },
        W::StageChanged { to: Stage::Review, reason: reason() },
        W::Sealed { left: 0, lines: vec![line.clone()] },
        W::Sealed { left: 5, lines: vec![line.clone(), line] },
        W::Declared { dossier: w274() },
        W::Noted { dossier: w274(), note: fixed("") },
        W::Noted { dossier: w274(), note: fixed("good") },
        entered(true, vec![mark(Some("27.5"))]),
        entered(false, vec![mark(Some("27.5")); 13]),
        entered(false, vec![]),
        W::Signed { seat: e(), dossier: w274(), halves: vec![Half::File, Half::Onsite] },
        W::Signed { seat: seat("E05"), dossier: w274(), halves: vec![Half::File] },
        W::AsideUndone { seat: e(), dossier: w274(), reason: reason() },
        W::Excused { seat: e(), dossier: Some(w274()), reason: reason() },
        W::Excused { seat: e(), dossier: None, reason: reason() },
        W::Replaced { old: e(), new: seat("E10"), reason: reason() },
        W::Returned { seat: e(), dossier: w274(), section: Some(section()), reason: reason() },
        W::Returned { seat: e(), dossier: w274(), section: None, reason: reason() },
        W::ReturnCancelled { seat: e(), dossier: w274(), reason: reason() },
        W::Explained { dossier: w274(), section: section(), reason: reason() },
        W::ReturnAsked { dossier: w274(), reason: reason() },
        W::Withdrawn { dossier: w274(), reason: reason() },
        W::WithdrawalUndone { dossier: w274(), reason: reason() },
        decision(10, Some(vec![w274()])),
        decision(10, None),
        decision(0, None),
        W::Confirmed { seat: e(), dossier: w274() },
        W::SecrecyChecked { dossier: w274(), by: fixed("Office"), result: fixed("may be shown") },
        W::Dissented { text: reason() },
        W::ExplanationEntered { seat: e(), dossier: w274(), section: section(), reason: reason() },
        W::MeetingOpened { codes: vec![w274(), w274()] },
        W::MeetingClosed,
        W::BackedUp,
        W::Restored,
    ];
    for aside in [Aside::Conflict, Aside::Recognised, Aside::Abstained] {
        all.push(W::SetAside { seat: e(), dossier: w274(), aside, reason: reason() });
        all.push(W::SetAside { seat: seat("E05"), dossier: w274(), aside, reason: reason() });
    }
    for how in [How::Entered, How::Undone, How::Redone] {
        all.push(W::Marked { dossier: w274(), mark: mark(Some("0")), how });
        all.push(W::Marked { dossier: w274(), mark: mark(None), how });
    }
    all
}

#[test]
fn every_event_is_one_line_in_both_languages() {
    for lang in Lang::ALL {
        for what in all() {
            let text = event(lang, None, &seat("E03"), &what);
            check::piece(lang, &text);
            assert!(!text.contains('\n'), "{text}");
        }
        check::piece(lang, &masked(lang, &seat("E03")));
    }
}

fn zh(what: &What) -> String {
    event(Lang::Zh, None, &seat("E03"), what)
}

#[test]
fn a_cleared_mark_is_unscored_and_0_is_0() {
    let set = |points| What::Marked { dossier: w274(), mark: mark(points), how: How::Entered };
    assert_eq!(zh(&set(Some("0"))), "E03 给 W274“mastery”材料 0");
    assert_eq!(zh(&set(None)), "E03 给 W274“mastery”材料 未评");
}

#[test]
fn a_masked_line_says_who_and_nothing_else() {
    assert_eq!(masked(Lang::Zh, &seat("E05")), "E05 的评分记录（评分阶段，内容不显示）");
}

#[test]
fn a_recusal_registered_by_the_office_names_both_seats() {
    let aside =
        What::SetAside { seat: seat("E05"), dossier: w274(), aside: Aside::Conflict, reason: fixed("同单位") };
    assert_eq!(event(Lang::Zh, None, &seat("S01"), &aside), "S01 登记 E05 对 W274 回避（利害关系），理由：同单位");
}

#[test]
fn only_unusual_ways_in_are_told() {
    assert_eq!(route(Lang::Zh, &Route::Local), None);
    assert_eq!(route(Lang::Zh, &Route::Import).as_deref(), Some("导入"));
    assert_eq!(super::super::time(Moment(0), 480), "1970-01-01 08:00");
}

#[test]
fn who_voted_is_told_with_the_votes() {
    let voters = vec![seat("E01"), seat("E02"), seat("E04")];
    let votes = Votes { in_favour: 2, against: 1, abstaining: 0, voters };
    let kind = BatchKind::Amending { reason: fixed("更正"), votes: Some(votes), pending: false };
    let what = What::Batch { kind, parts: 1 };
    let told = event(Lang::Zh, None, &seat("S01"), &what);
    assert!(told.contains("赞成 2、反对 1、弃权 0（投票人 E01、E02、E04）"), "{told}");
    assert!(event(Lang::En, None, &seat("S01"), &what).contains("0 abstaining (voters: E01, E02, E04)"));
}
