//! What is refused changes nothing: the journal's bytes stay as they are.

use crate::harness::Panel;

const HEADER: &str = "seat,dossier,item,basis,points,note,state\n";

#[test]
fn refused_commands_leave_the_journal_as_it_was() {
    let panel = Panel::practice();
    let rows = |name: &str, rows: &str| panel.put(name, &format!("{HEADER}{rows}"));
    rows("range.csv", "E09,W274,mastery,file,31,,\n");
    rows("step.csv", "E09,W274,mastery,file,27.3,,\n");
    rows("item.csv", "E09,W274,mastry,file,27,,\n");
    rows("foreign.csv", "E08,W274,mastery,file,27,,\n");
    rows("twice.csv", "E09,W274,mastery,file,27,,\nE09,W274,mastery,file,26,,\n");
    rows("word.csv", "E09,W274,mastery,file,good,,\n");
    let before = panel.journal();
    assert!(!before.is_empty());
    for line in [
        "--as E09 marks import range.csv",
        "--as E09 marks import step.csv",
        "--as E09 marks import item.csv",
        "--as E09 marks import foreign.csv",
        "--as E09 marks import twice.csv",
        "--as E09 marks import word.csv",
        "marks import range.csv",
        "--as E01 declare W999",
        "--as E01 stage review",
        "stage final",
        "stage scoring",
        "--as E01 recuse E02 W274 --reason x",
        "decide W537 W962 --for 9 --against 0 --abstain 0 --voters E01 --note x",
        "replace E01 S01 --reason x",
        "excuse J01 --reason x",
        "secrecy-check W274 --by x --result y",
        "amend panel.toml --reason x",
        "confirm #7",
        "--as E01 explain W274 mastery --reason x",
    ] {
        let ran = panel.say(line).with(1);
        assert!(!ran.err.is_empty(), "{line}");
        assert_eq!(panel.journal(), before, "{line}");
    }
}

#[test]
fn bad_rows_are_told_with_file_and_line_and_a_good_row_beside_them_is_not_taken() {
    let panel = Panel::practice();
    let file = panel.put("m.csv", &format!("{HEADER}E09,W274,mastery,file,27,,\nE09,W274,benefit,file,99,,\n"));
    let before = panel.journal();
    let shown = file.to_str().unwrap();
    for command in [vec!["--as", "E09", "marks", "import", shown], vec!["tally", "--marks", shown]] {
        let ran = panel.run(&command).with(1);
        assert!(ran.err.contains(&format!("{shown}:3: 错误: ")), "{}", ran.err);
        assert!(ran.out.is_empty());
    }
    assert_eq!(panel.journal(), before);
}

#[test]
fn a_second_telling_of_the_same_is_answered_and_not_recorded_twice() {
    let panel = Panel::practice();
    panel.say("excuse E09 --reason 病假").ok();
    let before = panel.journal();
    let again = panel.say("excuse E09 --reason 病假").ok();
    assert!(again.out.contains("没有改动"), "{}", again.out);
    assert_eq!(panel.journal(), before);
}

#[test]
fn before_opening_nothing_is_made_by_asking() {
    let panel = Panel::copy("weihai-2024");
    panel.say("status").ok();
    panel.say("check").ok();
    panel.say("tally").with(1);
    panel.say("verify").with(1);
    panel.say("--as E01 declare W274").with(1);
    panel.say("stage review").with(1);
    assert!(!panel.root().join("store").exists());
}

#[test]
fn an_export_is_no_formula_and_comes_back_as_it_went() {
    let panel = Panel::practice();
    let rows = "E09,W274,mastery,file,27,\"=HYPERLINK(\"\"http://x\"\")\",\n";
    panel.put("m.csv", &format!("{HEADER}{rows}"));
    panel.say("--as E09 marks import m.csv").ok();
    let ran = panel.say("--as E09 marks export").ok();
    let line = ran.out.lines().find(|line| line.contains("HYPERLINK")).unwrap();
    assert!(line.contains("'=HYPERLINK"), "{line}");
    assert!(ran.out.lines().skip(1).all(|line| !line.ends_with(',')), "every row has its state");
    panel.put("back.csv", &ran.out);
    let before = panel.journal();
    panel.say("--as E09 marks import back.csv").ok();
    assert_eq!(panel.journal(), before, "what comes back changes nothing");
}

#[test]
fn findings_with_ages_and_earlier_titles_are_told_to_the_secretary_alone() {
    let panel = Panel::practice();
    assert!(panel.say("--as S01 check").ok().out.contains("W859"));
    assert!(panel.say("check").ok().out.contains("W859"));
    for seat in ["E03", "J01"] {
        let ran = panel.say(&format!("--as {seat} check")).with(1);
        assert!(!ran.out.contains("W859") && !ran.err.contains("W859"), "{seat}: {}{}", ran.out, ran.err);
    }
}
