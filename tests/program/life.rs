//! A whole review by commands on the practice panel, from its scoring to a verified final list.

use std::path::Path;

use crate::harness::{Panel, json};

const HEADER: &str = "seat,dossier,item,basis,points,note,state\n";

/// Items of the practice form with a mark in the middle.
const ITEMS: [(&str, &str); 7] = [
    ("mastery", "22"),
    ("innovation.novelty", "7"),
    ("innovation.role", "7"),
    ("innovation.outcome", "3.5"),
    ("innovation.reach", "3.5"),
    ("mentoring", "15"),
    ("benefit", "15"),
];

fn codes(value: &serde_json::Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// (kind, seat, first dossier, section) of what keeps the list from being final.
fn obstacles(panel: &Panel) -> Vec<(String, String, String, String)> {
    let status = json(&panel.say("status --format json").ok());
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    let each = status["obstacles"].as_array().unwrap().iter();
    each.map(|one| (word(&one["kind"]), word(&one["seat"]), word(&one["dossiers"][0]), word(&one["section"]))).collect()
}

fn receipt(out: &str) -> String {
    let line = out.lines().find(|line| line.contains("回执")).unwrap_or_else(|| panic!("no receipt in {out}"));
    line.split_once("回执 ").unwrap().1.to_owned()
}

#[test]
fn a_sheet_signed_by_half_says_which_half_and_what_is_open() {
    let panel = Panel::practice();
    let half = panel.say("--as E03 sign W325").ok();
    let [signed, open] = half.out.lines().collect::<Vec<_>>()[..] else { panic!("{}", half.out) };
    assert!(signed.starts_with("已定稿 W325（材料部分），回执 "), "{signed}");
    assert_eq!(open, "W325 的现场部分还没有定稿，两部分都定稿才计入。");
    panel.put("visit.csv", &format!("{HEADER}E03,W325,mastery,onsite,22,,\n"));
    panel.say("--as E03 marks import visit.csv").ok();
    let whole = panel.say("--as E03 sign W325").ok();
    assert!(whole.out.starts_with("已定稿 W325，回执 ") && whole.out.lines().count() == 1, "{}", whole.out);
}

/// E03 finishes what is open: the missing mark of W274, all of W948, the visit of W325.
fn finish(panel: &Panel) {
    let rows: String = ITEMS
        .iter()
        .flat_map(|(item, points)| {
            let w948 = format!("E03,W948,{item},file,{points},,\n");
            [w948, format!("E03,W325,{item},onsite,{points},,\n")]
        })
        .collect();
    panel.put("e03.csv", &format!("{HEADER}{rows}"));
    let ran = panel.say("--as E03 marks import e03.csv").ok();
    assert!(ran.out.contains("已导入 2 份"), "{}", ran.out);
    panel.say("--as E03 sign W274").with(1);
    let lacks = json(&panel.say("--as E03 status --format json").ok());
    let open: Vec<&serde_json::Value> =
        lacks["sheets"].as_array().unwrap().iter().filter(|s| s["dossier"] == "W274").collect();
    assert_eq!(open[0]["missing"], 1);
    let own = panel.say("--as E03 marks export").ok();
    let missing = ITEMS.iter().find(|(item, _)| !own.out.contains(&format!("E03,W274,{item},"))).unwrap();
    panel.put("one.csv", &format!("{HEADER}E03,W274,{},file,{},,\n", missing.0, missing.1));
    panel.say("--as E03 marks import one.csv").ok();
    let signed = panel.say("--as E03 sign --all").ok();
    assert!(signed.out.lines().count() >= 4, "{}", signed.out);
    let receipt = receipt(&signed.out);
    assert_eq!(receipt.len(), 19, "four groups of four: {receipt}");
    let found = panel.run(&["verify", "--receipt", &receipt]).ok();
    assert!(found.out.contains("E03"), "{}", found.out);
    let own = panel.run(&["--as", "E03", "verify", "--receipt", &receipt]).ok();
    assert!(own.out.contains("回执在您的记录里"), "{}", own.out);
}

/// The paper sheet of an absent expert comes in through the secretary and is confirmed by another seat.
fn transcribe(panel: &Panel) {
    let rows: String = ITEMS.iter().map(|(item, points)| format!("E09,W238,{item},file,{points},,\n")).collect();
    panel.put("e09.csv", &format!("{HEADER}{rows}"));
    panel.say("marks import e09.csv --sign").ok();
    let status = panel.say("--as J01 status").ok();
    assert!(status.out.contains("shouxi confirm E09 W238"), "{}", status.out);
    panel.say("confirm E09 W238").with(1);
    panel.say("--as J01 confirm E09 W238").ok();
    panel.put("e01.csv", &format!("{HEADER}E01,W238,benefit,file,1,,\n"));
    panel.say("marks import e01.csv").with(1);
}

#[test]
fn a_whole_review_by_commands() {
    let panel = Panel::practice();
    finish(&panel);
    transcribe(&panel);
    let closed = panel.say("stage review").ok();
    assert!(closed.out.contains("核验号"), "{}", closed.out);
    assert!(panel.say("stage scoring").with(1).out.is_empty());

    // Deviations: one is kept with a reason after a return, the others are explained where they stand.
    let deviating: Vec<_> = obstacles(&panel).into_iter().filter(|one| one.0 == "deviation").collect();
    assert!(!deviating.is_empty());
    let mut returned = Vec::new();
    for (_, seat, code, section) in &deviating {
        if !returned.contains(&(seat, code)) {
            panel.run(&["return", seat, code, "--section", section, "--reason", "请复核"]).ok();
            returned.push((seat, code));
        }
        panel.run(&["--as", seat, "explain", code, section, "--reason", "材料扎实，保留"]).ok();
    }
    let out = panel.say("stage final").with(1);
    assert!(out.err.contains("退回") || out.err.contains("定稿"), "{}", out.err);
    for (seat, code) in &returned {
        let signed = panel.run(&["--as", seat, "sign", code]).ok();
        assert!(signed.out.starts_with(&format!("已定稿 {code}，回执 ")), "{}", signed.out);
    }

    // Who did not come is excused, the incomplete dossier stays without a rank, the tie is decided.
    let absent: Vec<_> = obstacles(&panel).into_iter().filter(|one| one.0 == "missing").collect();
    let mut seats: Vec<String> = absent.into_iter().map(|one| one.1).collect();
    seats.dedup();
    seats.sort();
    seats.dedup();
    for seat in &seats {
        panel.run(&["excuse", seat, "--reason", "请假，已核准"]).ok();
    }
    settle(&panel);
    assert_eq!(obstacles(&panel), []);

    let sealed = panel.say("stage final").ok();
    assert!(sealed.out.contains("核验号"), "{}", sealed.out);
    let list = json(&panel.say("tally --format json").ok());
    let selected = list["candidates"].as_array().unwrap().iter().filter(|one| one["standing"] == "selected").count();
    assert_eq!(selected, 10);
    let verified = panel.say("verify").ok();
    assert!(verified.out.contains("重算名单与定案一致"), "{}", verified.out);
    after_final(&panel);
}

/// Decides every contested group and every incomplete dossier.
fn settle(panel: &Panel) {
    let status = json(&panel.say("status --format json").ok());
    let votes = "--for 5 --against 1 --abstain 0 --voters E01,E02,E04,E05,E06,E07 --note 全票讨论";
    for one in status["obstacles"].as_array().unwrap() {
        let names = codes(&one["dossiers"]).join(" ");
        match one["kind"].as_str().unwrap() {
            "contested" => {
                let text = panel.say("tally").ok();
                assert!(text.out.contains("待议决"), "{}", text.out);
                let short = "--for 1 --against 1 --abstain 0 --voters E01,E02 --note x";
                panel.say(&format!("decide {names} {short}")).with(1);
                panel.say(&format!("decide {names} {votes}")).ok();
            }
            "incomplete" => {
                // The voters must not be recused on it.
                let voters = "--for 4 --against 0 --abstain 0 --voters E01,E05,E07,E09 --note 材料不足";
                panel.say(&format!("decide --none {names} {voters}")).ok();
            }
            "secrecy" => {
                panel.say(&format!("secrecy-check {names} --by 保密办 --result 可以公示")).ok();
            }
            other => panic!("left: {other} {names}"),
        }
    }
    let list = json(&panel.say("tally --format json").ok());
    assert!(list["candidates"].as_array().unwrap().iter().any(|one| one["ahead_by"] == "panel"), "{list}");
}

fn after_final(panel: &Panel) {
    panel.say("stage final").with(1);
    panel.say("excuse E01 W274 --reason x").with(1);
    panel.say("stage review").with(1);
    panel.say("--as E01 dissent --text 第十名我有保留").ok();
    assert!(panel.say("log").ok().out.contains("第十名我有保留"));
    panel.say("stage review --reason 申报人提出异议").ok();
    panel.say("stage final").ok();
    panel.say("verify").ok();
    let csv = panel.say("tally --format csv").ok();
    assert!(csv.out.starts_with("rank,code,standing,"), "{}", csv.out);
    assert_eq!(csv.out.lines().count(), 24);
}

#[test]
fn amendments_take_a_reason_a_vote_and_a_second_seat() {
    let panel = Panel::practice();
    let toml = panel.root().join("panel.toml");
    let edit = |from: &str, to: &str| {
        let text = std::fs::read_to_string(&toml).unwrap();
        assert!(text.contains(from));
        std::fs::write(&toml, text.replace(from, to)).unwrap();
    };
    edit("（练习）\"", "（练习二）\"");
    let changed = panel.say("check").ok();
    assert!(changed.out.contains("panel.toml：开评后被改动"), "{}", changed.out);
    panel.say("amend panel.toml --reason 标题写错").ok();
    assert!(!panel.say("check").ok().out.contains("开评后被改动"));
    panel.say("stage review").ok();
    edit("quota = 10 ", "quota = 9 ");
    panel.say("amend panel.toml --reason 名额减少").with(1);
    let vote = "--reason 名额减少 --for 6 --against 1 --abstain 0";
    let pending = panel.say(&format!("amend panel.toml {vote}")).ok();
    let number = pending.out.split_once('#').unwrap().1.split('\'').next().unwrap().to_owned();
    panel.say(&format!("confirm #{number}")).with(1);
    let before = json(&panel.say("tally --format json").ok());
    assert_eq!(before["quota"], 10);
    assert!(panel.say("--as J01 status").ok().out.contains(&format!("#{number}")));
    panel.say(&format!("--as J01 confirm #{number}")).ok();
    assert_eq!(json(&panel.say("tally --format json").ok())["quota"], 9);
    edit("quota = 9 ", "quota = 8 ");
    panel.say(&format!("amend panel.toml {vote} --second J01")).ok();
    assert_eq!(json(&panel.say("tally --format json").ok())["quota"], 8);
    let log = panel.say("log --format jsonl").ok();
    let confirmed = log.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let confirmed: Vec<_> =
        confirmed.filter(|event| event["text"].as_str().is_some_and(|text| text.contains("确认第"))).collect();
    assert_eq!(confirmed.len(), 2, "both amendments were confirmed");
    assert!(confirmed.iter().all(|event| event["seat"] == "J01"), "by the second seat itself: {confirmed:?}");
    edit("quota = 8 ", "quota = 7 ");
    for (second, exit) in [("S01", 1), ("E01", 1), ("E99", 2)] {
        panel.say(&format!("amend panel.toml {vote} --second {second}")).with(exit);
    }
    let pending = &json(&panel.say("status --format json").ok())["pending"];
    assert_eq!(pending, &serde_json::json!([]), "a seat that may not confirm leaves no amendment behind");
    panel.say("verify").ok();
}

#[test]
fn recusals_returns_replacements_and_withdrawals_and_their_way_back() {
    let panel = Panel::practice();
    let state = |seat: &str, code: &str| {
        let status = json(&panel.say("status --format json").ok());
        let found = status["sheets"].as_array().unwrap().iter().find(|s| s["seat"] == seat && s["dossier"] == code);
        found.unwrap()["state"].as_str().unwrap().to_owned()
    };
    panel.say("--as E01 recuse W274 --recognised --reason 认出来了").ok();
    assert_eq!(state("E01", "W274"), "recused-recognised");
    panel.say("recuse E01 W274 --undo --reason 按错了").ok();
    assert_eq!(state("E01", "W274"), "signed");
    panel.say("--as E01 recuse W274 --abstain --reason 不熟悉").ok();
    assert_eq!(state("E01", "W274"), "abstained");
    panel.say("recuse E02 W274 --reason 亲属关系").ok();
    assert_eq!(state("E02", "W274"), "recused-conflict");
    panel.say("return E04 W274 --reason 漏看附件").ok();
    assert_eq!(state("E04", "W274"), "returned");
    panel.say("return E04 W274 --cancel --reason 不用了").ok();
    assert_eq!(state("E04", "W274"), "signed");
    panel.say("withdraw W358 --reason 本人放弃").ok();
    panel.say("withdraw W358 --undo --reason 误记").ok();
    panel.say("excuse E09 W274 --reason 请假").ok();
    assert_eq!(state("E09", "W274"), "excused");
    panel.say("stage review").ok();
    assert!(panel.say("log").ok().out.contains("误记"));
    assert!(Path::new(&panel.root()).join("store").exists());
}

#[test]
fn a_recused_sheets_marks_reason_and_note_go_out_and_come_back() {
    let panel = Panel::practice();
    let rows = "E09,W274,mastery,file,27,看得清,\nE09,W274,,,,整份备注,\nE09,W274,,,,同一单位,recused-conflict\n";
    panel.put("e09.csv", &format!("{HEADER}{rows}"));
    panel.say("--as E09 marks import e09.csv").ok();
    let out = panel.say("--as E09 marks export").ok().out;
    let of = |out: &str| out.lines().filter(|row| row.contains("W274")).map(str::to_owned).collect::<Vec<_>>();
    let kept = of(&out);
    for piece in [",mastery,file,27,看得清,", ",同一单位,", ",整份备注,"] {
        assert!(kept.iter().any(|row| row.contains(piece)), "{piece}: {kept:?}");
    }
    // Into another panel that knows nothing of it: nothing of the sheet is lost on the way.
    let other = Panel::practice();
    other.put("e09.csv", &out);
    other.say("--as E09 marks import e09.csv").ok();
    assert_eq!(of(&other.say("--as E09 marks export").ok().out), kept);
}

#[test]
fn a_panel_file_that_is_gone_after_opening_stops_nothing() {
    let panel = Panel::practice();
    let before = panel.say("status").ok().out;
    std::fs::remove_file(panel.root().join("panel.toml")).unwrap();
    assert_eq!(panel.say("status").ok().out, before);
    panel.say("--as E09 declare W274").ok();
    panel.say("verify").ok();
    assert!(panel.say("check").with(1).out.contains("panel.toml"));
}
