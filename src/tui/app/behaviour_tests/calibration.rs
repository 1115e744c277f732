//! 我的排序 and 对看 as key sequences.

use crate::desk::view::Topic;
use crate::domain::{Basis, Ratio};
use crate::tui::app::probe::{Probe, calibrated, code};
use crate::tui::app::screens::ladder::LadderLine;
use crate::tui::app::screens::{Compare, Ladder};
use crate::tui::app::{Msg, Screen};

fn ladder(probe: &Probe) -> &Ladder {
    let found = probe.app.stack().iter().find_map(|level| match &level.screen {
        Screen::Ladder(page) => Some(page),
        _ => None,
    });
    found.expect("no ladder")
}

fn compare(probe: &Probe) -> &Compare {
    match probe.top() {
        Screen::Compare(page) => page,
        other => panic!("{other:?}"),
    }
}

/// Rank and code from the top, `-` for what is apart.
fn order(probe: &Probe) -> Vec<String> {
    let page = ladder(probe);
    let shown = page.lines.iter().map(|line| {
        let code = &page.row(*line).unwrap().row.code;
        match line {
            LadderLine::Rung(rung) => format!("{} {code}", rung.rank),
            LadderLine::Apart(_) => format!("- {code}"),
        }
    });
    shown.collect()
}

fn on_ladder() -> Probe {
    let mut probe = Probe::with(calibrated);
    probe.keys("<Tab>5");
    probe
}

#[test]
fn own_sheets_stand_by_total_ties_share_a_rank_and_what_is_not_marked_stands_apart() {
    let probe = on_ladder();
    assert_eq!(
        order(&probe),
        ["1 W358", "2 W274", "3 W325", "3 W537", "3 W683", "6 W962", "- W429", "- W846", "- W725"],
        "69 three times; W358 with its on-site mark; begun before untouched before recused"
    );
}

#[test]
fn sides_order_by_a_section_and_the_cursor_stays_on_its_dossier() {
    let mut probe = on_ladder();
    probe.keys("683<Right>");
    assert_eq!(order(&probe)[..4], ["1 W274", "2 W358", "2 W683", "4 W537"], "by 绝技绝活, where W358 has 24 on site");
    assert_eq!(ladder(&probe).bench.rows.at, 2);
    assert_eq!(order(&probe)[6], "7 W962", "W429 has this section and stands on its ladder");
    probe.keys("<Left>");
    assert_eq!(ladder(&probe).bench.rows.at, 4);
    probe.keys("<Left>");
    assert_eq!(ladder(&probe).by, 4, "round to the last section");
}

#[test]
fn who_stands_too_high_is_told_beside_the_neighbour() {
    let mut probe = on_ladder();
    probe.keys("<Down>");
    let said = ladder(&probe).beside(probe.app.common()).unwrap();
    assert!(said.starts_with("比上一名 W358 少 4：绝技绝活 +3.5、技术革新 -5"), "{said}");
    probe.keys("537");
    let said = ladder(&probe).beside(probe.app.common()).unwrap();
    assert!(said.starts_with("与 W325 并列：绝技绝活 +2.5"), "{said}");
    probe.keys("<Home>");
    assert_eq!(ladder(&probe).beside(probe.app.common()).unwrap(), "头名，比下一名 W274 多 4");
}

#[test]
fn enter_puts_a_dossier_beside_the_one_above_and_leads_on_to_the_very_item() {
    let mut probe = on_ladder();
    probe.keys("<Down><Enter>");
    let page = compare(&probe);
    assert_eq!((page.codes.clone(), page.side), ([code("W358"), code("W274")], 1));
    probe.keys("<Down><Down><Enter>");
    let desk = probe.desk();
    assert_eq!((desk.code.as_str(), desk.item, desk.basis), ("W274", 2, Basis::File));
    probe.keys("9<Down><Esc>");
    assert_eq!(probe.hall.mark("W274", 2, Basis::File).as_deref(), Some("9"));
    let rows = compare(&probe).rows(probe.app.common());
    let current = rows.iter().find(|row| row.current).unwrap();
    assert_eq!(current.cells[1].height.sum, Some(Ratio::whole(9)), "what was changed shows at once");
    probe.keys("<Esc>");
    assert!(matches!(probe.top(), Screen::Ladder(_)));
    probe.keys("<Esc>");
    assert!(matches!(probe.top(), Screen::Dossiers(_)), "Esc goes up, and never leaves by itself");
}

#[test]
fn an_on_site_mark_leads_to_the_on_site_column() {
    let mut probe = on_ladder();
    probe.keys("<Enter><Enter>");
    assert_eq!((probe.desk().code.as_str(), probe.desk().basis), ("W358", Basis::Onsite));
}

#[test]
fn digits_put_another_dossier_on_the_chosen_side_and_never_the_same_twice() {
    let mut probe = on_ladder();
    probe.keys("<Down><Enter>962");
    assert_eq!(compare(&probe).codes[1], code("W274"), "nothing changes before Enter");
    probe.keys("<Enter>");
    assert_eq!(compare(&probe).codes, [code("W358"), code("W962")]);
    probe.keys("358<Enter>");
    assert_eq!(compare(&probe).codes, [code("W358"), code("W962")]);
    assert!(probe.message().contains("没有数字是 358"), "{}", probe.message());
    probe.keys("<Backspace><Backspace><Backspace><Tab>2");
    assert_eq!(compare(&probe).codes[1], code("W683"), "the one above on the ladder");
    probe.keys("4");
    assert_eq!((compare(&probe).codes[0].as_str(), compare(&probe).side), ("W683", 0));
}

#[test]
fn what_cannot_be_compared_says_why() {
    let mut probe = on_ladder();
    probe.keys("429<Enter>");
    assert!(probe.message().contains("打齐了才能排"), "{}", probe.message());
    probe.keys("846<Tab>1");
    assert!(probe.message().contains("还没有打开过"), "{}", probe.message());
    probe.keys("725<Tab>1");
    assert!(probe.message().contains("不由您评"), "{}", probe.message());
    let mut one = Probe::with(|hall| hall.marked("W274", &(0..7).map(|at| (at, "3")).collect::<Vec<_>>()));
    one.keys("<Tab>5<Enter>");
    assert!(one.message().contains("没有可以对看的"), "{}", one.message());
}

#[test]
fn a_push_is_followed_and_the_cursor_stays() {
    let mut probe = on_ladder();
    probe.keys("<Down>");
    probe.hall.marked("W962", &[(0, "30"), (1, "10"), (2, "10"), (3, "5"), (4, "5"), (5, "20"), (6, "20")]);
    probe.tell(Msg::Changed(Topic::Own));
    assert_eq!(order(&probe)[0], "1 W962");
    assert_eq!(ladder(&probe).bench.rows.at, 2, "still on W274");
}

#[test]
fn nothing_is_written_by_looking() {
    let mut probe = on_ladder();
    probe.keys("<Right><Down><Enter><Right><Down> <PageUp><Tab>23<Esc><Esc><Esc>");
    assert!(probe.commands().is_empty());
}
