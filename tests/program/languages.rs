//! Both languages: help, answers, refusals; English holds no Han but data.

use crate::harness::{Panel, has_han, program, run};

#[test]
fn help_speaks_the_language_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let commands = ["", "stage", "tally", "marks import", "decide", "recuse", "verify", "demo"];
    for command in commands {
        let words = |lang: &'static str| {
            let mut words = vec!["--lang", lang];
            words.extend(command.split_whitespace());
            words.push("--help");
            words
        };
        let zh = run(dir.path(), &words("zh")).ok();
        assert!(has_han(&zh.out) && zh.err.is_empty(), "{command}");
        let en = run(dir.path(), &words("en")).ok();
        assert!(!has_han(&en.out) && en.out.contains("Usage:"), "{command}: {}", en.out);
    }
    let mut by_variable = program(dir.path());
    let output = by_variable.env("SHOUXI_LANG", "en").arg("taly").output().unwrap();
    assert!(!has_han(&String::from_utf8(output.stderr).unwrap()));
}

/// Names and titles of the practice panel are data; without them no Han may be left.
fn without_data(panel: &Panel, text: &str) -> String {
    let toml = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    let mut data: Vec<String> = toml
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(key, _)| ["title", "name"].contains(key))
        .map(|(_, value)| value.trim_matches('"').to_owned())
        .collect();
    for file in crate::harness::walk(&panel.root().join("dossiers")) {
        let text = std::fs::read_to_string(file).unwrap();
        let trade = text.lines().find(|line| line.starts_with("trade")).unwrap();
        data.push(trade.split('"').nth(1).unwrap().to_owned());
    }
    data.sort_by_key(|word| std::cmp::Reverse(word.len()));
    data.iter().fold(text.to_owned(), |text, word| text.replace(word, ""))
}

#[test]
fn english_holds_no_han_but_data() {
    let panel = Panel::practice();
    let english = |line: &str| {
        let ran = panel.say(&format!("--lang en {line}"));
        let text = without_data(&panel, &format!("{}{}", ran.out, ran.err));
        assert!(!has_han(&text), "{line}: {text}");
        assert!(!text.trim().is_empty(), "{line}");
    };
    for line in [
        "status",
        "--as E03 status",
        "--as J01 status",
        "check",
        "tally",
        "stage final",
        "--as E09 sign --all",
        "excuse E09 --reason ill",
        "stage review",
        "status",
        "tally",
        "tally --format csv",
        "return E01 W274 --reason look",
        "verify",
        "verify --receipt 0000000000000000",
        "withdraw W999 --reason gone",
        "decide W274 --note x",
    ] {
        english(line);
    }
}

#[test]
fn the_log_of_the_practice_panel_is_told_in_both_languages_with_masked_events() {
    let panel = Panel::practice();
    let zh = panel.say("log").ok();
    assert!(zh.out.contains("内容不显示"), "masked events are told as such");
    let en = panel.say("--lang en log").ok();
    assert!(en.out.contains("content not shown"));
    assert_eq!(zh.out.lines().count(), en.out.lines().count());
    let lines = panel.say("log --format jsonl").ok();
    for (at, line) in lines.out.lines().enumerate() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(entry["number"].as_u64(), Some(at as u64 + 1));
        assert_eq!(entry["masked"] == true, entry["text"].is_null(), "{line}");
        assert!(entry["masked"] != true || entry["digest"].is_null(), "{line}");
    }
}
