//! The secretary's and the supervisor's screens over a real hall and the practice panel: keys in, frames out.

use std::fs;

use shouxi::desk::view::{Ask, View};
use shouxi::domain::Command;
use shouxi::folder;
use shouxi::words::Lang;

use crate::practice::{REVIEW_WAYS, Room, code, fixtures, midway, sealed, seat, settled_but_for_the_panel};

#[test]
fn the_screens_of_review_stand_as_they_were_looked_at() {
    let mut room = Room::review();
    for (name, id, way) in REVIEW_WAYS {
        let mut screen = room.sit(id, Lang::Zh);
        screen.keys(way);
        screen.snapshot(name);
    }
}

#[test]
fn the_screens_of_scoring_stand_as_they_were_looked_at() {
    let mut room = Room::scoring(midway);
    for (name, id, way) in [
        ("matrix", "S01", ""),
        ("matrix_cell", "S01", "<Down><Right><Right><Enter>"),
        ("missing", "S01", "<Tab>1"),
        ("close", "S01", "<Tab>5"),
        ("supervisor_matrix", "J01", ""),
    ] {
        let mut screen = room.sit(id, Lang::Zh);
        screen.keys(way);
        screen.snapshot(name);
    }
}

#[test]
fn the_screens_of_setup_stand_as_they_were_looked_at() {
    let mut room = Room::setup();
    room.sit("S01", Lang::Zh).snapshot("setup");
    let mut opening = room.sit("S01", Lang::Zh);
    opening.keys("<Tab>1");
    opening.snapshot("open");
    room.sit("J01", Lang::Zh).shows("还没有开始评分");
}

#[test]
fn scoring_opens_only_without_errors_and_with_the_number_of_dossiers() {
    let mut room = Room::setup();
    let file = room.file("panel.toml");
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replace("quota = 10", "quota = 0")).unwrap();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.shows("错误  ");
    screen.shows("panel.toml:");
    screen.keys("<Tab>1");
    screen.shows("改好才能开始评分");
    fs::write(&file, whole.replace("quota = 10 ", "quota = 8 ")).unwrap();
    screen.keys("<Tab>2");
    screen.shows("名额 8 人");
    fs::write(&file, whole).unwrap();
    screen.keys("<Tab>2");
    screen.shows("名额 10 人");
    screen.keys("<Tab>1");
    screen.shows("请输入 23");
    screen.keys("9<Enter>");
    screen.shows("数不对，没有执行");
    screen.keys("<Esc>");
    screen.shows("申报材料 23 份");
    screen.keys("<Tab>123<Enter>");
    screen.shows("评分已开始，核验号");
    screen.shows("进度  阶段 评分  已定稿 0/");
}

#[test]
fn a_file_changed_after_opening_is_told_and_put_back_or_recorded_as_an_amendment() {
    let mut room = Room::scoring(|_, _| false);
    let file = room.file("dossiers/W274.toml");
    let text = fs::read_to_string(&file).unwrap();
    let touched = format!("{text}\n# saved by mistake\n");
    fs::write(&file, &touched).unwrap();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.shows("有 1 个文件在开评后被改动，评分仍用封存的内容");
    screen.keys("<Tab>73");
    screen.shows("W274 材料在开评后被改动（第 ");
    screen.keys("<Enter>1<Enter>");
    assert_eq!(fs::read_to_string(&file).unwrap(), touched, "Enter alone puts nothing back");
    screen.keys("<Enter>19");
    screen.shows("dossiers/W274.toml 已恢复原样");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(!screen.frame((120, 40)).contains("W274 材料在开评后被改动"));
    fs::remove_file(&file).unwrap();
    screen.keys("<Tab>4");
    screen.shows("W274 材料在开评后被改动。");
    screen.keys("<Enter>19");
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "a file that is gone comes back too");
    fs::write(&file, &touched).unwrap();
    screen.keys("<Tab>4<Enter>2重新核对了文字<Tab>9");
    screen.shows("已记为更正，即时生效");
    assert!(!screen.frame((120, 40)).contains("W274 材料在开评后被改动"));
}

#[test]
fn a_cell_leads_to_what_its_state_allows_and_needs_a_reason() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("274<Right><Right><Enter>");
    screen.shows("W274 数控车工 × E03 张师傅：缺 1 项");
    screen.keys("2<Tab>9");
    screen.shows("请先写理由，再按 9");
    screen.keys("因病住院<Esc>");
    screen.shows("当前：W274 × E03 张师傅  缺 1 项");
    // What was written is given again.
    screen.keys("<Enter>2");
    screen.shows("因病住院");
    screen.keys("<Tab>9");
    screen.shows("已核准 E03 缺 W274");
    screen.shows("当前：W274 × E03 张师傅  缺席核准");
}

#[test]
fn a_paper_sheet_is_entered_with_digits_arrows_and_enter_and_confirmed_by_the_supervisor() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    // What an expert has touched is the expert's.
    screen.keys("274<Right><Right><Tab>3");
    screen.shows("E03 的 W274 不能代录");
    screen.keys("238<Left><Left><Left><Right><Right><Right><Right><Right><Right><Right><Right>");
    screen.shows("当前：W238 × E09");
    screen.keys("<Tab>3");
    screen.shows("代录  W238 × E09 吴师傅");
    screen.shows("还缺 7 项");
    screen.keys("25<Enter>99<Enter>");
    screen.shows("满分 10");
    screen.keys("<Bksp><Bksp>8.5<Enter>");
    screen.shows("还缺 5 项");
    screen.keys("7<Esc>");
    screen.shows("7 没有录入，原样留在格里");
    screen.shows("当前：W238 × E09 吴师傅  缺 5 项，代录有未录入的");
    screen.keys("<Tab>3");
    screen.shows("上次打了 7 未录入，按 Enter 录入");
    screen.keys("<Enter>");
    screen.snapshot("entry");
    screen.keys("<Tab>1");
    screen.shows("还缺 4 项，不能定稿");
    screen.keys("4<Enter>3<Enter>15<Enter>16<Enter>");
    screen.shows("材料合计");
    screen.keys("<Enter>");
    screen.shows("都录了");
    screen.keys("<Enter>9");
    screen.shows("E09 的 W238 已照纸面定稿，待核对");
    screen.shows("当前：W238 × E09 吴师傅  代录待核");
    let mut supervisor = room.sit("J01", Lang::Zh);
    supervisor.shows("核对确认(1)");
    supervisor.keys("<Tab>3<Enter>");
    supervisor.shows("E09 的 W238：已定稿");
    supervisor.keys("<Enter>9");
    supervisor.shows("代录待核 0 份");
}

/// Nothing says goodbye: the screen is dropped as a killed program's is, the hall as one that is opened again.
#[test]
fn what_is_half_typed_from_paper_outlives_the_screen_and_the_hall_and_is_nobody_elses() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("238<Right><Right><Right><Right><Right><Right><Right><Right><Tab>325<Enter>2");
    screen.shows("代录  W238 × E09 吴师傅");
    screen.shows(">2_");
    drop(screen);
    let mut room = room.reopened();

    let mut back = room.sit("S01", Lang::Zh);
    back.shows("欢迎回来：W238 × E09 的代录有打了没录入的（共 1 份）");
    back.keys("<Tab>3");
    back.shows("上次打了 2 未录入，按 Enter 录入");
    back.shows("还缺 6 项");
    // The first digit replaces what stands there, as on a recorded mark. Then a note is begun.
    back.keys("8<Enter>");
    back.shows("还缺 5 项");
    back.keys("<Tab>2佐证不");
    back.shows("佐证不");
    drop(back);
    let mut room = room.reopened();

    // The supervisor and the expert find nothing of it.
    let mut supervisor = room.sit("J01", Lang::Zh);
    assert!(!supervisor.frame((120, 40)).contains("未录入"));
    drop(supervisor);
    let mut expert = room.client("E09");
    let View::Desk(desk) = expert.ask(Ask::Desk(code("W238"))).unwrap() else { panic!() };
    assert_eq!(desk.drafts, []);

    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>3<Tab>2");
    screen.shows("佐证不");
    screen.keys("足<Esc>7<Esc>");
    screen.shows("7 没有录入，原样留在格里");
    screen.keys("<Tab>3<Enter>4<Enter>3<Enter>15<Enter>16<Enter>9");
    screen.shows("E09 的 W238 已照纸面定稿，待核对");
    let View::Entry(entry) = room.client("S01").ask(Ask::Entry(seat("E09"), code("W238"))).unwrap() else { panic!() };
    assert_eq!((entry.drafts, entry.marks.note.as_str()), (vec![], "佐证不足"));
}

/// The store's marker is gone, so that it is not opened as it lies: what is half typed in it goes over to the new one.
#[test]
fn what_is_half_typed_goes_over_from_a_damaged_store_to_the_one_made_in_its_place() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("238<Right><Right><Right><Right><Right><Right><Right><Right><Tab>325<Enter>2");
    drop(screen);
    let room = room.reopened_after(|store| fs::remove_file(store.join("sled/FORMAT")).unwrap());
    let mut room = room;
    let mut back = room.sit("S01", Lang::Zh);
    back.shows("欢迎回来：W238 × E09 的代录有打了没录入的（共 1 份）");
    back.keys("<Tab>3");
    back.shows("上次打了 2 未录入，按 Enter 录入");
    drop(back);
    // Of one that holds nothing to be read nothing comes, and what is recorded stands.
    let mut room = room.reopened_after(|store| fs::remove_file(store.join("sled/db")).unwrap());
    let mut back = room.sit("S01", Lang::Zh);
    assert!(!back.frame((120, 40)).contains("未录入"));
    let View::Entry(entry) = room.client("S01").ask(Ask::Entry(seat("E09"), code("W238"))).unwrap() else { panic!() };
    assert_eq!(entry.marks.get(0, shouxi::domain::Basis::File).map(|mark| mark.to_string()), Some("25".to_owned()));
}

#[test]
fn an_absent_experts_reason_is_entered_where_the_deviation_stands() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>5<Enter>2");
    screen.shows("的书面说明（照原话，写明来源）");
    screen.keys("来信：按佐证打分<Tab>9");
    screen.shows("已录入 E03 对 W634“带徒传技”的说明，原分照计");
    screen.shows("其中 1 处还没有说明");
}

#[test]
fn a_deviation_whose_sheet_is_out_is_not_offered_for_return_again() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>5<Down>");
    screen.shows("> W573  待说明");
    screen.keys("<Enter>1请再看一遍佐证<Tab>9");
    screen.shows("已退回 E06 的 W573");
    screen.shows("> W573  已退回");
    screen.shows("等专家改分或写明理由");
    screen.keys("<Enter>");
    screen.shows("1 收回退回，原来的定稿照算");
    screen.keys("1点错了<Tab>9");
    screen.shows("> W573  待说明");
}

#[test]
fn the_key_file_is_named_before_opening_and_its_digest_is_recorded() {
    let mut room = Room::setup();
    fs::write(room.file("names.key"), b"opaque").unwrap();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>4names.key<Enter>");
    screen.shows("密钥文件 names.key");
    screen.keys("<Tab>1");
    screen.shows("密钥文件 names.key 一并登记");
    screen.keys("23<Enter>");
    screen.shows("评分已开始");
    screen.keys("<Tab>71");
    screen.keys("1<Enter>");
    screen.shows("密钥文件摘要");
}

#[test]
fn a_push_shows_what_changed_and_leaves_the_cursor_where_it_is() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("358<Right><Right><Right>");
    screen.shows("已定稿 159/204");
    screen.shows("当前：W358 × E04");
    room.act(
        "E09",
        Command::SetAside {
            seat: seat("E09"),
            dossier: code("W238"),
            aside: shouxi::domain::Aside::Conflict,
            reason: shouxi::text::clean_line("师徒"),
        },
    );
    // The push and the answer to what the page asks because of it.
    while !screen.frame((120, 40)).contains("已定稿 159/203") {
        screen.post();
    }
    screen.shows("当前：W358 × E04");
}

#[test]
fn closing_lists_what_does_not_count_and_leads_to_the_list() {
    let mut room = Room::scoring(midway);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>5");
    screen.shows("E09 未登录过、E03 差 18 份、E04 差 1 份、E05 差 1 份、E07 差 1 份、E08 差 1");
    screen.keys("159<Enter>");
    screen.shows("评分已结束，进入复核，核验号");
    screen.shows("汇总");
    screen.shows("名额线：第 10 名");
}

#[test]
fn from_the_obstacles_to_the_sealed_list_and_back() {
    let mut room = Room::review();
    settled_but_for_the_panel(&mut room);
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>8");
    screen.snapshot("obstacles_last");
    screen.keys("<Tab>2");
    screen.shows("还不能定案，有 2 件事");
    // The incomplete dossier: the panel leaves it out.
    screen.keys("<Home><Enter>");
    screen.shows("议决待补评");
    screen.keys("<Down>9<Tab>3");
    screen.shows("还没写说明");
    screen.keys("<Tab>2份数不够，不再补评<Esc><Tab>3");
    screen.shows("回避");
    let shown = screen.frame((120, 40));
    assert!(shown.contains("对不上"), "two seats stand aside here, so nine votes are too many:\n{shown}");
    screen.keys("<Home><Down><Bksp>8<Tab>3");
    screen.shows("空缺不取。赞成 8");
    screen.keys("9");
    screen.shows("议决已记录");
    // The tie, by picking the second first.
    screen.keys("<Home><Enter>");
    screen.shows("议决并列");
    screen.keys("<Down><Enter>");
    screen.shows("先后：10 W962  11 W537");
    // Esc loses nothing: coming back, the form is as it was left.
    screen.keys("<Esc>");
    screen.shows("还不能定案，有 1 件事");
    screen.keys("<Home><Enter>");
    screen.shows("上次填的还在，还没有记录。");
    screen.shows("先后：10 W962  11 W537");
    screen.keys("<Down><Down>4<Down>5<Tab>2解决难题更突出<Esc><Tab>3");
    screen.shows("没有超过 9 票的一半");
    screen.snapshot("decide_no_majority");
    screen.keys("<Up><Bksp>7<Down><Bksp>2<Tab>3");
    screen.shows("W962 > W537");
    screen.keys("9");
    screen.shows("都办完了：拟推荐 10 人");
    screen.snapshot("obstacles_none");
    screen.keys("<Tab>2");
    screen.shows("请输入 10");
    screen.keys("10<Enter>");
    screen.shows("已定案，名单已封存：拟推荐 10 人");
    screen.keys("<Esc>");
    screen.shows("已封存");
    // Back to review takes a reason and the number.
    screen.keys("<Tab>8名单有误，须复核<Tab>9");
    screen.shows("请输入 10");
    screen.keys("10<Enter>");
    screen.shows("已回到复核");
}

#[test]
fn after_final_a_withdrawn_place_is_filled_by_a_vote() {
    let mut room = sealed();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("683<Tab>76本人放弃<Tab>9");
    screen.shows("请输入代号里的数字");
    screen.keys("683<Enter>");
    screen.shows("W683 已撤回");
    screen.keys("<Tab>3");
    screen.shows("议决空缺");
    screen.shows("W962");
    screen.keys("<Down>9<Tab>2递次审议<Esc><Tab>3");
    screen.shows("W962 补入空缺");
    screen.keys("9");
    screen.shows("议决已记录");
}

#[test]
fn an_amendment_that_needs_a_vote_waits_for_the_supervisor_and_shows_both_lists() {
    let mut room = Room::review();
    let file = room.file("panel.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("quota = 10 ", "quota = 9 ")).unwrap();
    let mut secretary = room.sit("S01", Lang::Zh);
    secretary.keys("<Tab>71<Tab>73");
    secretary.shows("panel.toml 在开评后被改动");
    secretary.keys("<Tab>3");
    secretary.shows("更正表决");
    secretary.keys("9<Tab>2省里核减名额<Esc><Tab>39");
    secretary.shows("更正等第二席位确认后生效");
    let mut supervisor = room.sit("J01", Lang::Zh);
    supervisor.keys("<Tab>75");
    supervisor.shows("更正，S01 提出：省里核减名额");
    supervisor.shows("名额 10 → 9");
    supervisor.snapshot("waiting");
    supervisor.keys("<Enter>");
    supervisor.shows("9 确认");
    supervisor.keys("<Enter>");
    supervisor.shows("省里核减名额");
    supervisor.keys("<Enter>9");
    supervisor.shows("号更正已生效");
    supervisor.keys("<Esc><Tab>6");
    supervisor.shows("更正：省里核减名额");
    supervisor.shows("W537：第 10 名 待议决 → 第 10 名 未列入");
    supervisor.snapshot("amendments_one");
}

#[test]
fn a_sheet_from_paper_is_confirmed_by_the_supervisor_who_sees_exactly_that_sheet() {
    let mut room = Room::scoring(midway);
    let entries = fs::read(fixtures().join("entries.csv")).unwrap();
    let sheets = folder::marks::read(&entries, "entries.csv").unwrap();
    let paper = sheets.into_iter().find(|rows| rows.seat == seat("E09") && rows.dossier == code("W537")).unwrap();
    room.act("S01", Command::Import { sheets: vec![paper], sign: true });
    let mut secretary = room.sit("S01", Lang::Zh);
    secretary.shows("代录 1 份待核，照计");
    let mut screen = room.sit("J01", Lang::Zh);
    screen.keys("<Tab>3");
    screen.shows("E09 的 W537 是从纸面代录的，待核对");
    screen.keys("<Enter>");
    screen.snapshot("paper");
    screen.keys("<Enter>");
    screen.shows("代录的每一项都与纸面一致");
    screen.keys("9");
    screen.shows("已核对 E09 的 W537 代录");
    while screen.frame((120, 40)).contains("是从纸面代录的") {
        screen.post();
    }
    screen.shows("代录待核 0 份");
}

#[test]
fn verifying_is_told_in_sentences_and_held_against_a_head() {
    let mut room = Room::review();
    let mut screen = room.sit("J01", Lang::Zh);
    screen.keys("<Tab>74");
    screen.shows("核验通过：");
    screen.shows("与自身一致，未与外部核验号对照。");
    screen.keys("<Tab>14a27 19f0 66b5 2e48<Enter>");
    // The chain holds all the same: a mistyped head accuses nobody.
    screen.shows("核验通过：");
    screen.shows("核验号 4a27 19f0 66b5 2e48 不在这份日志里");
    screen.keys("<Tab>3");
    screen.shows("核验通过：");
}

#[test]
fn the_log_goes_to_a_number_and_across_its_windows() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("<Tab>73");
    screen.shows("日志  433/433");
    screen.keys("12<Enter>");
    screen.shows("日志  12/433");
    screen.keys("<Home>");
    screen.shows("日志  1/433");
    screen.keys("<End>");
    screen.shows("日志  433/433");
    screen.keys("9999<Enter>");
    screen.shows("没有第 9999 条");
}

#[test]
fn the_dossier_is_read_text_by_text_and_one_after_the_other() {
    let mut room = Room::review();
    let mut screen = room.sit("S01", Lang::Zh);
    screen.keys("893<Tab>2");
    screen.shows("荣誉（国/省/市）：1/1/1");
    screen.keys("<Right>");
    screen.shows("[绝技绝活]");
    screen.keys("<Tab>");
    screen.shows("W948");
    screen.keys("274");
    screen.shows("W274·数控车工");
}
