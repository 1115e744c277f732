//! The exit code of each class of ending (DESIGN §6), and what is said with it.

use std::process::Stdio;

use crate::harness::{Panel, program, run};

#[test]
fn a_wrong_command_line_is_two_and_names_what_is_near() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(dir.path(), &["taly"]).with(2);
    assert!(ran.err.contains("tally") && ran.out.is_empty(), "{}", ran.err);
    run(dir.path(), &["tally", "--format", "xml"]).with(2);
    run(dir.path(), &["stage"]).with(2);
    run(dir.path(), &["codes", "0"]).with(2);
    let nowhere = run(dir.path(), &["status"]).with(2);
    assert!(nowhere.err.contains("panel.toml"), "{}", nowhere.err);
}

#[test]
fn a_seat_that_is_not_there_or_not_named_is_two() {
    let panel = Panel::practice();
    let ran = panel.say("--as E99 status").with(2);
    assert!(ran.err.contains("E99"), "{}", ran.err);
    let ran = panel.say("sign --all").with(2);
    assert!(ran.err.contains("E01"), "the seats are named: {}", ran.err);
    panel.say("--as E03 declare W!74").with(2);
    panel.say("marks import nowhere.csv").with(2);
}

#[test]
fn a_refusal_is_one() {
    let panel = Panel::practice();
    for line in [
        "tally",
        "stage final",
        "stage scoring",
        "--as E03 status --format json --as S01 sign W274",
        "--as E03 stage review",
        "--as J01 sign --all",
        "--as E01 tally",
        "recuse E01 W999 --reason x",
        "return E01 W274 --section nothing --reason x",
        "confirm #12",
        "confirm E01 W274",
    ] {
        let ran = panel.say(line);
        if ran.code != 1 {
            // The one line that names a seat twice is a wrong command line.
            assert_eq!((ran.code, line.matches("--as").count()), (2, 2), "{line}: {}", ran.err);
        }
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{line}");
    }
}

#[test]
fn errors_in_the_folder_are_one_and_cautions_none() {
    let panel = Panel::copy("weihai-2024");
    let clean = panel.say("check").ok();
    assert!(clean.out.lines().last().unwrap().contains("可以开始评分"), "{}", clean.out);
    let toml = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    panel.put("panel.toml", &toml.replace("quota = 10", "qouta = 10"));
    let wrong = panel.say("check").with(1);
    let line = wrong.out.lines().find(|line| line.contains("qouta")).unwrap();
    assert!(line.starts_with("panel.toml:") && line.contains(": 错误: ") && line.contains("quota"), "{line}");
    let place: Vec<&str> = line.split(':').take(3).collect();
    assert!(place[1].parse::<u32>().unwrap() > 1 && place[2].trim().parse::<u32>().is_ok(), "{line}");
    let refused = panel.say("stage scoring").with(1);
    assert!(refused.err.contains("qouta"), "{}", refused.err);
    assert!(!panel.root().join("store").exists(), "a refused opening leaves nothing behind");
}

#[test]
fn a_journal_that_cannot_be_proved_is_three() {
    let panel = Panel::practice();
    let file = crate::harness::walk(&panel.root().join("store/journal")).pop().unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let ran = panel.say("verify").with(3);
    assert!(ran.err.contains("shouxi rebuild --journal") || ran.err.contains("第"), "{}", ran.err);
    panel.say("status").with(3);
}

#[test]
fn a_head_from_elsewhere_is_three_and_one_from_here_is_done() {
    let panel = Panel::practice();
    panel.say("stage review").ok();
    let tally = panel.say("tally --format json").ok();
    let head = crate::harness::json(&tally)["head"].as_str().unwrap().to_owned();
    panel.run(&["verify", "--head", &head]).ok();
    let groups = format!("{} {} {} {}", &head[..4], &head[4..8], &head[8..12], &head[12..16]);
    panel.run(&["verify", "--head", &groups]).ok();
    let other = "0".repeat(64);
    panel.run(&["verify", "--head", &other]).with(3);
    panel.run(&["verify", "--head", "xyz"]).with(2);
}

#[test]
fn a_held_panel_is_four_for_writers_with_the_holders_number_and_readable_for_readers() {
    let panel = Panel::practice();
    // This process is the other program.
    let lock = shouxi::journal::lock::Lock::take(&panel.root().join("store")).unwrap();
    let before = panel.journal();
    for line in ["excuse E09 --reason x", "--as E03 sign --all", "stage review"] {
        let ran = panel.say(line).with(4);
        assert!(ran.err.contains(&std::process::id().to_string()), "{}", ran.err);
    }
    assert_eq!(panel.journal(), before);
    for line in ["status", "log", "--as E03 marks export", "check"] {
        panel.say(line).ok();
    }
    drop(lock);
    panel.say("excuse E09 --reason x").ok();
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let panel = Panel::practice();
    let mut child = program(&panel.root());
    let mut child = child.args(["log"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_folder_in_use_is_not_filled() {
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), &["new", "fresh"]).ok();
    run(&dir.path().join("fresh"), &["check"]).ok();
    run(&dir.path().join("fresh/dossiers"), &["check"]).ok();
    run(dir.path(), &["new", "fresh"]).with(1);
    run(dir.path(), &["demo", "fresh"]).with(1);
}

#[test]
fn codes_are_drawn_by_lot_and_none_twice() {
    let panel = Panel::copy("weihai-2024");
    let ran = panel.say("codes 200").ok();
    let mut codes: Vec<&str> = ran.out.lines().collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 200);
    for code in codes {
        assert!(code.len() == 4 && code[1..].bytes().all(|b| (b'2'..=b'9').contains(&b)), "{code}");
        assert!(!panel.root().join(format!("dossiers/{code}.toml")).exists(), "{code}");
    }
}

#[test]
fn store_and_journal_are_rebuilt_from_each_other() {
    let panel = Panel::practice();
    let before = panel.say("--as E01 marks export").ok().out;
    panel.say("rebuild").ok();
    assert_eq!(panel.say("--as E01 marks export").ok().out, before);
    let whole = panel.say("rebuild --journal").ok();
    assert!(whole.out.contains("完好"), "{}", whole.out);
    let file = crate::harness::walk(&panel.root().join("store/journal")).pop().unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    panel.say("verify").with(3);
    panel.say("rebuild --journal").ok();
    panel.say("verify").ok();
    assert_eq!(panel.say("--as E01 marks export").ok().out, before);
}
