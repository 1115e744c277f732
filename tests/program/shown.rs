//! What commands show to whom: nothing that is known is kept back, nothing that is kept back looks like a value.

use crate::harness::{Panel, has_han, json};

const HEADER: &str = "seat,dossier,item,basis,points,note,state\n";

/// The store of a finished review whose experts may see the list.
fn finished(experts: &str) -> Panel {
    let panel = Panel::copy("broken/panel");
    let rules = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    panel.put("panel.toml", &format!("{rules}\n[view]\nexperts = \"{experts}\"\n"));
    for line in std::fs::read_to_string(crate::harness::fixtures().join("broken/commands.txt")).unwrap().lines() {
        panel.say(line).ok();
    }
    panel
}

#[test]
fn after_final_an_experts_data_leave_out_what_is_kept_from_the_seat() {
    let panel = finished("list");
    let office = json(&panel.say("tally --format json").ok());
    let shown = json(&panel.say("--as E01 tally --format json").ok());
    let keys = |value: &serde_json::Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&shown), ["candidates", "quota", "title"]);
    let candidates = shown["candidates"].as_array().unwrap();
    assert!(!candidates.is_empty());
    for (shown, office) in candidates.iter().zip(office["candidates"].as_array().unwrap()) {
        assert_eq!(keys(shown), ["code", "honours", "rank", "score", "standing", "young"]);
        for key in ["code", "honours", "rank", "score", "standing"] {
            assert_eq!(shown[key], office[key], "{key}");
        }
        let young = office["age"].as_u64().is_some_and(|age| age <= 45);
        assert_eq!(shown["young"], young, "{}", office["code"]);
    }
    let csv = panel.say("--as E01 tally --format csv").ok();
    let mut lines = csv.out.lines();
    assert_eq!(lines.next().unwrap(), "rank,code,standing,score,national,provincial,municipal,young");
    assert!(lines.all(|line| line.split(',').count() == 8));
    finished("nothing").say("--as E01 tally --format json").with(1);
}

#[test]
fn every_exact_fraction_is_text_to_a_spreadsheet() {
    let panel = finished("nothing");
    let ran = panel.say("tally --format csv").ok();
    let exact: Vec<&str> = ran.out.lines().skip(1).map(|line| line.split(',').nth(4).unwrap()).collect();
    assert!(exact.iter().any(|cell| !cell.is_empty()));
    assert!(exact.iter().all(|cell| cell.is_empty() || cell.starts_with('\'')), "{exact:?}");
}

#[test]
fn a_returned_sheet_tells_its_expert_the_section_and_the_reason() {
    let panel = Panel::practice();
    panel.say("stage review").ok();
    panel.say("return E01 W274 --section 绝技绝活 --reason 请复核").ok();
    let status = panel.say("--as E01 status").ok();
    assert!(status.out.contains("W274 已退回，请复核“绝技绝活”，理由：请复核"), "{}", status.out);
    let status = json(&panel.say("--as E01 status --format json").ok());
    let sheets = status["sheets"].as_array().unwrap();
    let returned: Vec<_> = sheets.iter().filter(|sheet| sheet.get("returned").is_some()).collect();
    assert_eq!(returned.len(), 1);
    assert_eq!(returned[0]["dossier"], "W274");
    assert_eq!(returned[0]["returned"], serde_json::json!({"section": "mastery", "reason": "请复核"}));
    // A section goes by its name or its id; a wrong one lists the right ones.
    let wrong = panel.say("--as E01 explain W274 绝活 --reason x").with(1);
    for name in ["绝技绝活 (mastery)", "技术革新 (innovation)", "带徒传技", "经济效益"] {
        assert!(wrong.err.contains(name), "{name}: {}", wrong.err);
    }
    panel.say("--as E01 explain W274 绝技绝活 --reason 材料扎实").ok();
    panel.say("--as E01 explain W274 mastery --reason 材料很扎实").ok();
    panel.say("--as E01 sign W274").ok();
    assert!(panel.say("return E02 W274 --section x --reason y").with(1).err.contains("绝技绝活"));
}

#[test]
fn an_absent_experts_written_reason_is_entered_by_the_secretary_by_a_command() {
    let panel = Panel::practice();
    let letter = ["explain", "E01", "W274", "绝技绝活", "--reason", "来信：按佐证打分，维持"];
    assert!(panel.run(&letter).with(1).err.contains("复核"), "only in review");
    panel.say("stage review").ok();
    // In the seat's own place nobody but the seat; in another's nobody but the secretary.
    panel.say("--as E02 explain E01 W274 mastery --reason x").with(1);
    panel.say("--as J01 explain E01 W274 mastery --reason x").with(1);
    panel.say("explain W274 mastery --reason x").with(2);
    let wrong = panel.say("explain E01 W274 绝活 --reason x").with(1);
    assert!(wrong.err.contains("绝技绝活 (mastery)"), "{}", wrong.err);
    panel.say("explain E99 W274 mastery --reason x").with(1);
    let done = panel.run(&letter).ok();
    assert!(done.out.contains("已录入 E01 对 W274“绝技绝活”的书面说明，原分照计"), "{}", done.out);
    assert!(panel.run(&letter).ok().out.contains("没有改动"));
    let log = panel.say("log").ok().out;
    let last = log.lines().last().unwrap();
    assert!(last.contains("S01") && last.contains("E01") && last.contains("来信：按佐证打分，维持"), "{last}");
    // A returned sheet comes back with it and counts as it was signed.
    panel.say("return E02 W274 --section mastery --reason 请复核").ok();
    panel.say("explain E02 W274 mastery --reason 电话记录，维持").ok();
    let status = json(&panel.say("--as E02 status --format json").ok());
    let sheets = status["sheets"].as_array().unwrap();
    let sheet = sheets.iter().find(|sheet| sheet["dossier"] == "W274").unwrap();
    assert_eq!(sheet["state"], "signed", "{sheet}");
    // In English too, where the help names both forms.
    let help = panel.say("--lang en explain --help").ok().out;
    assert!(help.contains("[SEAT] CODE SECTION") && help.contains("absent expert"), "{help}");
}

#[test]
fn the_log_names_the_voters_and_the_status_what_an_amendment_changed() {
    let panel = Panel::practice();
    panel.say("stage review").ok();
    let rules = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    panel.put("panel.toml", &rules.replace("quota = 10 ", "quota = 9 "));
    panel.run(&["amend", "panel.toml", "--reason", "名额减一", "--for", "5", "--against", "0", "--second", "J01"]).ok();
    let status = panel.say("status").ok();
    let changed: Vec<&str> = status.out.lines().skip_while(|line| !line.starts_with("更正 #")).collect();
    assert!(changed[0].contains("名额减一"), "{}", status.out);
    assert!(changed[1].contains("->"), "{}", status.out);
    let data = json(&panel.say("--as J01 status --format json").ok());
    let lists = &data["amendments"][0];
    let selected = |list: &serde_json::Value| {
        list.as_array().unwrap().iter().filter(|line| line["standing"] == "selected").count()
    };
    assert_ne!(
        (selected(&lists["before"]), lists["before"].clone()),
        (selected(&lists["after"]), lists["after"].clone())
    );
    let contested = data["obstacles"].as_array().unwrap().iter().find(|one| one["kind"] == "incomplete").unwrap();
    let code = contested["dossiers"][0].as_str().unwrap();
    let votes = "--for 3 --against 0 --abstain 0 --voters E01,E02,E06 --note 材料不足";
    panel.say(&format!("decide --none {code} {votes}")).ok();
    for command in ["log", "log --format jsonl", "--as J01 log"] {
        let log = panel.say(command).ok();
        assert!(log.out.contains("投票人 E01、E02、E06"), "{command}");
    }
}

#[test]
fn the_log_names_a_half_only_where_a_visit_makes_two() {
    let panel = Panel::practice();
    let log = panel.say("log").ok();
    let signed = |code: &str| {
        let line = log.out.lines().find(|line| line.contains(&format!("E02 定稿 {code}")));
        line.unwrap_or_else(|| panic!("{code}: {}", log.out)).to_owned()
    };
    assert!(!signed("W274").contains("材料部分"), "no visit is due");
    assert!(signed("W325").contains("部分"), "a visit is due: {}", signed("W325"));
}

#[test]
fn lone_marks_under_a_split_basis_are_told() {
    let panel = Panel::copy("weihai-2024");
    let rules = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    let split = rules.replace("basis     = \"onsite-first\"", "basis = { onsite = 40, file = 60 }");
    assert_ne!(rules, split);
    panel.put("panel.toml", &split);
    panel.say("stage scoring").ok();
    let marks = "E01,W274,mastery,file,27,,\nE01,W274,mastery,onsite,26,,\n";
    let others = ["innovation.novelty", "innovation.role", "innovation.outcome", "innovation.reach"];
    let others: String = others.iter().map(|item| format!("E01,W274,{item},file,3,,\n")).collect();
    let rest = "E01,W274,mentoring,file,15,,\nE01,W274,benefit,file,15,,\n";
    panel.put("m.csv", &format!("{HEADER}{marks}{others}{rest}"));
    panel.say("--as E01 marks import m.csv --sign").ok();
    panel.say("stage review").ok();
    for command in ["tally", "status", "--as J01 status"] {
        let ran = panel.say(command).ok();
        assert!(ran.out.contains("W274 E01：6 项只有材料分"), "{command}: {}", ran.out);
    }
    let english = panel.say("--lang en tally").ok();
    assert!(english.out.contains("6 with a file mark alone"), "{}", english.out);
}

#[test]
fn a_file_mark_changed_after_the_visit_is_listed_from_review_on() {
    let panel = Panel::practice();
    panel.put("m.csv", &format!("{HEADER}E02,W325,mastery,file,20.5,,\n"));
    panel.say("return E02 W325 --reason 请复核").ok();
    panel.say("--as E02 marks import m.csv").ok();
    panel.say("--as E02 sign W325").ok();
    panel.say("stage review").ok();
    for seat in ["S01", "J01"] {
        let status = panel.run(&["--as", seat, "status"]).ok();
        assert!(status.out.contains("E02 的 W325 现场考查后改过材料分：绝技绝活"), "{seat}: {}", status.out);
        let data = json(&panel.run(&["--as", seat, "status", "--format", "json"]).ok());
        let listed = serde_json::json!([{"seat": "E02", "dossier": "W325", "items": ["mastery"]}]);
        assert_eq!(data["changed_after_visit"], listed);
    }
}

#[test]
fn a_dossier_deleted_after_opening_is_told_to_the_secretary() {
    let panel = Panel::practice();
    std::fs::remove_file(panel.root().join("dossiers/W274.toml")).unwrap();
    let ran = panel.say("check").ok();
    assert!(ran.out.contains("dossiers/W274.toml：开评后被删除"), "{}", ran.out);
    assert!(!ran.out.contains("可以开始评分") && ran.out.contains("评分已经开始"), "{}", ran.out);
}

#[test]
fn without_a_secretary_check_does_not_promise_that_scoring_can_open() {
    let panel = Panel::copy("weihai-2024");
    let rules = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    let bare = rules.replace("role = \"secretary\"", "role = \"supervisor\"");
    assert_ne!(rules, bare);
    panel.put("panel.toml", &bare);
    let ran = panel.say("check").ok();
    assert!(ran.out.contains("没有秘书席位，没有人能开始评分"), "{}", ran.out);
    assert!(ran.out.trim_end().ends_with("还没有人能开始评分。"), "{}", ran.out);
    let english = panel.say("--lang en check").ok();
    assert!(!has_han(english.out.lines().last().unwrap()));
}

#[test]
fn the_confirmer_sees_exactly_the_sheet_to_be_confirmed() {
    let panel = Panel::practice();
    panel.say("--as J01 marks export").with(1);
    let innovation = ["novelty", "role", "outcome", "reach"].map(|item| format!("E09,W238,innovation.{item},file,3"));
    let mut sheet = vec!["E09,W238,mastery,file,22".to_owned()];
    sheet.extend(innovation);
    sheet.extend(["mentoring", "benefit"].map(|item| format!("E09,W238,{item},file,15")));
    let rows = |end: &str| sheet.iter().map(|row| format!("{row}{end}")).collect::<Vec<_>>();
    panel.put("m.csv", &format!("{HEADER}{}\n", rows(",手写,").join("\n")));
    panel.say("marks import m.csv --sign").ok();
    let ran = panel.say("--as J01 marks export").ok();
    assert_eq!(ran.out.lines().skip(1).collect::<Vec<_>>(), rows(",手写,signed"));
    panel.say("--as J01 confirm E09 W238").ok();
    panel.say("--as J01 marks export").with(1);
}

#[test]
fn sealing_with_transcriptions_that_nobody_confirmed_says_so() {
    let panel = Panel::copy("broken/panel");
    let text = std::fs::read_to_string(crate::harness::fixtures().join("broken/commands.txt")).unwrap();
    let mut said = String::new();
    for line in text.lines() {
        // E02's sheets come on paper, and nobody confirms them.
        let line = line.strip_prefix("--as E02 ").filter(|rest| rest.starts_with("marks")).unwrap_or(line);
        said = panel.say(line).ok().err;
    }
    assert!(said.contains("代录待核"), "{said}");
}

#[test]
fn unreadable_rows_and_rows_off_the_form_are_told_at_once() {
    let panel = Panel::practice();
    let rows = "E09,W238,mastery,file,good,,\nE09,W238,benefit,file,99,,\nE09,W238,mastry,file,1,,\nE09,W239,mastery,file,1,,\nE09,W238,mentoring,file,1.3,,\n";
    panel.put("m.csv", &format!("{HEADER}{rows}"));
    for command in ["marks import m.csv", "--as E09 marks import m.csv", "tally --marks m.csv"] {
        let ran = panel.say(command).with(1);
        for line in 2..=6 {
            assert!(ran.err.contains(&format!("m.csv:{line}: 错误: ")), "{command}, line {line}: {}", ran.err);
        }
        assert!(ran.err.contains("有 5 行不对"), "{command}: {}", ran.err);
    }
}
