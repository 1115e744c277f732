use super::super::check;
use super::*;
use crate::domain::{
    AmendRefusal, Aside, Code, Half, ItemId, Obstacle, Points, Role, RowRefusal, SeatId, SectionId, SheetState, Stage,
    VoteRefusal,
};
use crate::text::{Clean, fixed};

fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

fn seat(word: &str) -> SeatId {
    SeatId::parse(word).unwrap()
}

fn item() -> ItemId {
    ItemId::parse("innovation.novelty").unwrap()
}

fn points(word: &str) -> Points {
    Points::parse(word).unwrap()
}

fn obstacles() -> Vec<Obstacle> {
    use Obstacle as O;
    vec![
        O::Contested(10, vec![code("W537"), code("W962")], 1),
        O::SheetOut(seat("E03"), code("W274")),
        O::Missing(seat("E09"), code("W274")),
        O::Deviation(seat("E05"), code("W274"), SectionId::parse("mastery").unwrap()),
        O::Secrecy(code("W358")),
        O::Incomplete(code("W569")),
        O::Pending(913),
    ]
}

/// One of each; the match below names what is still to be fed when a variant is added.
fn all() -> Vec<Refusal> {
    use AmendRefusal as A;
    use Refusal as R;
    use VoteRefusal as V;
    let w = || code("W274");
    let e = || seat("E03");
    let word = || fixed("E3");
    let votes = [
        V::Count(7, 8),
        V::NotEligible(e()),
        V::Twice(e()),
        V::Recused(e(), w()),
        V::TooMany(9, 8),
        V::NoMajority(4, 8),
    ];
    let amends = [
        A::NothingChanged,
        A::MarkInvalid(item()),
        A::ItemGone(item()),
        A::SeatGone(e()),
        A::NewDossier(w()),
        A::NeedsVote,
        A::NoMajority(3, 3),
        A::SecondSeat,
    ];
    let mut all = vec![
        R::Role(&[Role::Secretary]),
        R::Role(&[Role::Secretary, Role::Supervisor]),
        R::Stage { now: Stage::Review, needs: &[Stage::Scoring] },
        R::Stage { now: Stage::Final, needs: &[] },
        R::NoSeat(word(), Some(e())),
        R::NoSeat(word(), None),
        R::NoDossier(word(), Some(w())),
        R::NoItem(word(), Some(item())),
        R::NoSection(word(), None),
        R::NotExpert(seat("S01")),
        R::SeatReplaced(e()),
        R::SameSeat(e()),
        R::OthersSheet(e()),
        R::NotReturned(w()),
        R::DossierWithdrawn(w()),
        R::Range { item: fixed("novelty"), max: points("30"), typed: points("35") },
        R::Step { item: fixed("novelty"), step: points("0.5"), typed: points("27.3") },
        R::NotDeclared(w()),
        R::Stale { dossier: w(), seen: 5, now: 7 },
        R::Incomplete(w(), vec![fixed("A"), fixed("B")]),
        R::NoOnsiteMark(w()),
        R::Unexplained(w(), fixed("Innovation")),
        R::NothingToSign,
        R::NoReason,
        R::TooLong(2000, 2345),
        R::NothingToUndo,
        R::NotAGroup(vec![]),
        R::NotAGroup(vec![code("W537"), code("W962")]),
        R::Twice(w()),
        R::NothingToDecide(w()),
        R::Obstacles(obstacles()),
        R::Obstacles(vec![Obstacle::Incomplete(w()); 40]),
        R::Findings(3),
        R::Findings(1),
        R::OwnSheet(e(), w()),
        R::ForeignSeat(e()),
        R::RowTwice(e(), w(), item()),
        R::NothingToConfirm(e(), w()),
        R::OwnConfirmation,
        R::NoPending(12),
        R::NotConfidential(w()),
        R::Hidden,
        R::Limit(5000),
        R::Overflow,
    ];
    all.extend([Half::File, Half::Onsite].map(|half| R::Signed(w(), half)));
    let states = [
        SheetState::Unopened,
        SheetState::Declared,
        SheetState::Drafting,
        SheetState::Signed,
        SheetState::Returned,
        SheetState::Aside(Aside::Conflict),
        SheetState::Aside(Aside::Recognised),
        SheetState::Aside(Aside::Abstained),
        SheetState::Excused,
        SheetState::Replaced,
    ];
    all.extend(states.map(|state| R::Closed(w(), state)));
    all.extend(states.map(|state| R::SheetState(e(), w(), state)));
    all.extend(votes.map(R::Votes));
    all.extend(amends.map(R::Amend));
    let rows = all.iter().zip(2..).map(|(why, line)| RowRefusal { line, why: why.clone() }).collect::<Vec<_>>();
    all.extend(rows.chunks(15).map(|rows| R::Rows(rows.to_vec())));
    all.push(R::Rows(rows));
    all
}

#[test]
fn every_refusal_has_its_sentence_in_both_languages_and_settings() {
    for lang in Lang::ALL {
        for setting in Setting::ALL {
            for one in all() {
                let text = refusal(lang, setting, &one);
                check::sentence(lang, &text);
                check::setting(setting, &text);
            }
        }
    }
}

#[test]
fn obstacles_can_stand_in_a_list() {
    for lang in Lang::ALL {
        for one in obstacles() {
            let text = obstacle(lang, &one);
            check::piece(lang, &text);
            assert!(!text.ends_with(['。', '.']), "{text}");
        }
    }
}

fn zh(refused: &Refusal) -> String {
    refusal(Lang::Zh, Setting::Screen, refused)
}

#[test]
fn a_mark_above_the_maximum_stays_in_its_cell() {
    let over = Refusal::Range { item: fixed("绝技绝活"), max: points("30"), typed: points("35") };
    assert_eq!(zh(&over), "没有录入：满分 30，您打的是 35。数还在格里，改好按 Enter。");
    assert_eq!(
        refusal(Lang::En, Setting::Screen, &over),
        "Not recorded: the maximum is 30, you typed 35. It is still in the cell; correct it and press Enter."
    );
    assert_eq!(
        refusal(Lang::Zh, Setting::Shell, &over),
        "没有录入：“绝技绝活”满分 30，给的是 35。改好文件再执行一次。"
    );
}

#[test]
fn an_incomplete_sheet_names_what_is_missing_and_tells_0_from_empty() {
    let names: Vec<Clean> = vec![fixed("成果形式"), fixed("推广范围")];
    let missing = Refusal::Incomplete(code("W274"), names);
    assert_eq!(zh(&missing), "还不能定稿：缺“成果形式、推广范围”。没有佐证请打 0，空着不等于 0 分。Enter 去补。");
}

#[test]
fn many_missing_items_are_counted() {
    let names = (0..13).map(|n| crate::text::clean_line(&format!("第{n}项"))).collect();
    let text = zh(&Refusal::Incomplete(code("W274"), names));
    assert!(text.contains("第7项”等 13 项。") && !text.contains("第8项"), "{text}");
}

#[test]
fn what_keeps_the_list_from_being_final_is_counted_and_named() {
    let left = Refusal::Obstacles(vec![
        Obstacle::Contested(10, vec![code("W537"), code("W962")], 1),
        Obstacle::Incomplete(code("W569")),
    ]);
    assert_eq!(
        zh(&left),
        "还不能定案，有 2 件事：第 10 名 2 人并列（W537、W962），名额剩 1 个，规则已用尽，须专家组议决；\
         W569 有效评分表不够，待补评，也没有议决。Enter 逐件处理。"
    );
    let shell = refusal(Lang::En, Setting::Shell, &left);
    assert!(shell.lines().count() == 4 && shell.ends_with("run: shouxi stage final."), "{shell}");
}

#[test]
fn a_long_list_of_rows_is_cut_and_says_so() {
    let row = |line| RowRefusal { line, why: Refusal::NotDeclared(code("W274")) };
    let text = refusal(Lang::Zh, Setting::Shell, &Refusal::Rows((2..52).map(row).collect()));
    assert!(text.starts_with("一行也没有导入，有 50 行不对："), "{text}");
    assert!(text.contains("另有 30 行。"), "{text}");
    assert_eq!(text.lines().count(), 1 + 20 + 1 + 1);
}
