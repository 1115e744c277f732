use super::*;
use crate::domain::{Code, SeatId, Votes};
use crate::words::{Lang, Setting, check};

fn told<'a>(seat: &'a SeatId, code: &'a Code) -> Vec<Told<'a>> {
    vec![
        Told::Return(seat, code, None),
        Told::ReturnSome(seat, code),
        Told::CancelReturn(seat, code),
        Told::Recuse(seat, code),
        Told::UndoAside(seat, code),
        Told::Excuse(seat, Some(code)),
        Told::Excuse(seat, None),
        Told::Replace(seat, seat, 3),
        Told::Withdraw(code),
        Told::UndoWithdraw(code),
        Told::Reopen(9),
        Told::Secrecy(code),
        Told::ConfirmSheet(seat, code),
        Told::ConfirmAmendment(5, "x"),
        Told::Amend("panel.toml"),
    ]
}

#[test]
fn every_act_has_its_words_in_both_languages_and_names_no_command() {
    let (seat, code) = (SeatId::parse("E03").unwrap(), Code::parse("W274").unwrap());
    for lang in Lang::ALL {
        for told in told(&seat, &code) {
            for text in [errand(lang, &told), reason_title(lang, &told)] {
                check::piece(lang, &text);
                check::setting(Setting::Screen, &text);
            }
            check::sentence(lang, &done(lang, &told, None, Some("4a2719f066b52e48")));
        }
        let votes = Votes { in_favour: 7, against: 1, abstaining: 1, voters: vec![seat.clone()] };
        check::sentence(lang, &votes_line(lang, &votes));
        check::sentence(lang, &decide_question(lang, std::slice::from_ref(&code), None, true, &votes));
        check::sentence(lang, &votes_differ(lang, 8, 7));
        check::sentence(lang, &no_majority(lang, 4, 9));
    }
}

#[test]
fn what_would_not_count_is_said_seat_by_seat() {
    let seat = |word| SeatId::parse(word).unwrap();
    let open = [(seat("E09"), 23, false), (seat("E03"), 14, true)];
    assert_eq!(
        not_counted(Lang::Zh, crate::domain::Stage::Scoring, &open, 1, 8),
        "现在结束，以下不计入：E09 未登录过、E03 差 14 份；代录 1 份待核，照计"
    );
}

#[test]
fn a_record_that_does_not_hold_says_what_to_leave_alone() {
    let held = Held { holds: false, events: 912, head: "4a27", troubles: &[], sealed: true, heads: 0, receipt: None };
    let text = verified(Lang::Zh, held, 480);
    assert!(text.starts_with("不一致：名单不可采信，请勿改动文件，先复制整个文件夹。"), "{text}");
    let held = Held { holds: true, events: 1284, head: "4a2719f066b52e48", ..held };
    let text = verified(Lang::Zh, held, 480);
    assert!(text.starts_with(
        "核验通过：1284 条记录首尾相接，重算名单与定案一致。核验号 4a27 19f0 66b5 2e48，请与报告末页核对。"
    ));
    assert!(text.contains("与自身一致，未与外部核验号对照。"));
}
