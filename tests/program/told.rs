//! What a refused or mistaken command says: the true cause, in the reader's language, with what to do.

use std::collections::BTreeSet;

use crate::harness::{Panel, Ran, has_han, json, walk};

/// Both languages: the code, some words of the Chinese sentence, and no Han in the English one.
fn says(panel: &Panel, args: &[&str], code: i32, words: &[&str]) {
    let ran = panel.run(args).with(code);
    for word in words {
        assert!(ran.err.contains(word), "{args:?} lacks {word}: {}", ran.err);
    }
    assert!(!ran.err.contains("error:") && !ran.err.contains("Usage:"), "the parser's own words: {}", ran.err);
    let english: Vec<&str> = ["--lang", "en"].into_iter().chain(args.iter().copied()).collect();
    let ran = panel.run(&english).with(code);
    let typed: String = args.concat();
    let said: String = ran.err.chars().filter(|c| !typed.contains(*c)).collect();
    assert!(!has_han(&said), "{}", ran.err);
}

fn receipt(ran: &Ran) -> String {
    ran.out.split_once("回执 ").unwrap().1.lines().next().unwrap().to_owned()
}

#[test]
fn a_receipt_of_another_looks_to_an_expert_like_one_that_nobody_has() {
    let panel = Panel::practice();
    panel.put("one.csv", "seat,dossier,item,basis,points,note,state\nE03,W274,innovation.reach,file,3,,\n");
    panel.say("--as E03 marks import one.csv").ok();
    let signed = receipt(&panel.say("--as E03 sign W274").ok());
    let own = panel.run(&["--as", "E03", "verify", "--receipt", &signed]).ok();
    assert!(own.out.contains("您的第 ") && own.out.contains("核验通过"), "{}", own.out);
    assert_eq!(own.err, "");
    let foreign = panel.run(&["--as", "E01", "verify", "--receipt", &signed]).with(1);
    let nobodys = panel.run(&["--as", "E01", "verify", "--receipt", "0123456789abcdef"]).with(1);
    let hidden = |ran: &Ran, receipt: &str| ran.err.replace(receipt, "…");
    let plain = signed.replace(' ', "");
    assert_eq!(hidden(&foreign, &plain), hidden(&nobodys, "0123456789abcdef"));
    assert_eq!(foreign.out, nobodys.out);
    assert!(foreign.err.contains("不在您的记录里") && foreign.err.contains("秘书"), "{}", foreign.err);
    assert!(!foreign.out.contains("没有通过"), "{}", foreign.out);
}

#[test]
fn a_mistyped_receipt_or_head_is_not_taken_for_a_damaged_journal() {
    let panel = Panel::practice();
    let receipt = panel.say("verify --receipt 0123456789abcdef").with(1);
    let head = panel.say("verify --head 0123456789abcdef").with(3);
    for ran in [&receipt, &head] {
        assert!(ran.out.contains("核验通过"), "the chain holds all the same: {}", ran.out);
        assert!(ran.err.contains("0123456789abcdef") && !ran.err.contains("不可采信"), "{}", ran.err);
    }
    assert!(!head.out.contains("相符。与") && !head.out.contains("未与外部"), "{}", head.out);
}

#[test]
fn before_opening_there_is_no_journal_to_verify_or_to_rebuild_from() {
    let panel = Panel::copy("weihai-2024");
    for args in [vec!["verify"], vec!["rebuild"], vec!["rebuild", "--journal"]] {
        says(&panel, &args, 1, &["还没有日志"]);
    }
    assert!(!panel.root().join("store").exists());
}

fn below_store(panel: &Panel) -> BTreeSet<String> {
    let entries = std::fs::read_dir(panel.root().join("store")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn rebuilding_a_whole_store_says_that_it_was_asked_for_and_leaves_nothing_behind() {
    let panel = Panel::practice();
    let before = below_store(&panel);
    for _ in 0..2 {
        let ran = panel.say("rebuild").ok();
        assert!(ran.out.contains("按要求"), "{}", ran.out);
        assert_eq!(ran.err, "", "nothing was damaged");
    }
    assert_eq!(below_store(&panel), before);
    assert_eq!(panel.say("verify").ok().err, "");
    let damaged = panel.root().join("store/sled/db");
    std::fs::write(damaged, vec![0xa5; 600_000]).unwrap();
    let ran = panel.say("rebuild").ok();
    assert!(ran.err.contains("sled.damaged-1"), "{}", ran.err);
    assert!(below_store(&panel).contains("sled.damaged-1"));
    assert_eq!(panel.say("verify").ok().err, "");
}

#[test]
fn only_the_office_rebuilds() {
    let panel = Panel::practice();
    for journal in [&[][..], &["--journal"]] {
        let with = |seat: &'static str| {
            let mut args = vec!["--as", seat, "rebuild"];
            args.extend(journal);
            args
        };
        says(&panel, &with("E01"), 1, &["秘书", "监督人员"]);
        says(&panel, &with("E99"), 2, &["E99"]);
        panel.run(&with("S01")).ok();
        panel.run(&with("J01")).ok();
    }
    // The journal's damage does not keep the secretary out, nor let an expert in.
    let journal = panel.root().join("store/journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    let last = bytes.len() - 60;
    bytes[last] ^= 1;
    std::fs::write(&journal, bytes).unwrap();
    panel.say("--as E01 rebuild --journal").with(1);
    panel.say("rebuild --journal").ok();
    panel.say("verify").ok();
}

#[test]
fn acting_on_another_seats_sheet_is_refused_as_that() {
    let panel = Panel::practice();
    says(&panel, &["--as", "E04", "confirm", "E05", "W275"], 1, &["“E05”不是您的席位"]);
    says(&panel, &["--as", "E02", "recuse", "E01", "W273", "--reason", "x"], 1, &["“E01”不是您的席位"]);
    says(&panel, &["--as", "E04", "recuse", "W272", "W273", "--reason", "x"], 1, &["“W272”不是您的席位", "一次一份"]);
    says(&panel, &["replace", "E05", "E05", "--reason", "x"], 1, &["不能由自己接替"]);
}

#[test]
fn a_word_too_many_is_called_that_and_the_usage_is_shown() {
    let panel = Panel::practice();
    for line in ["recuse E01 W272 W273 --reason x", "confirm E01 W272 W273", "excuse E01 W272 W273 --reason x"] {
        let args: Vec<&str> = line.split(' ').collect();
        says(&panel, &args, 2, &["多了“W273”", "用法：shouxi "]);
    }
    says(&panel, &["stage", "scoring", "review"], 2, &["多了“review”"]);
    says(&panel, &["confirm", "E01"], 2, &["席位和代号", "#"]);
    says(&panel, &["tally", "--fromat", "json"], 2, &["没有“--fromat”这个选项"]);
}

#[test]
fn an_empty_text_names_the_option_it_belongs_to() {
    let panel = Panel::practice();
    says(&panel, &["--as", "E01", "dissent", "--text", ""], 2, &["--text"]);
    says(&panel, &["secrecy-check", "W274", "--by", " ", "--result", "x"], 2, &["--by"]);
    says(&panel, &["secrecy-check", "W274", "--by", "x", "--result", ""], 2, &["--result"]);
    says(&panel, &["decide", "W274", "--note", ""], 2, &["--note"]);
    says(&panel, &["excuse", "E01", "--reason", ""], 1, &["--reason"]);
}

#[test]
fn in_review_a_sheet_that_was_not_returned_says_so() {
    let panel = Panel::practice();
    panel.say("stage review").ok();
    says(&panel, &["--as", "E05", "explain", "W274", "mastery", "--reason", "x"], 1, &["没有退回", "shouxi return"]);
}

#[test]
fn a_file_that_cannot_be_amended_is_told_with_its_own_findings() {
    let panel = Panel::practice();
    says(&panel, &["amend", "nope.toml", "--reason", "r"], 1, &["没有代号“nope”"]);
    let file = panel.root().join("dossiers/W274.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("quota = 3\n{text}")).unwrap();
    for stage in ["scoring", "review"] {
        says(&panel, &["amend", "W274", "--reason", "r"], 1, &["dossiers/W274.toml:1:", "没有更正", "1 处错误"]);
        let ran = panel.say("amend W274 --reason r").with(1);
        assert!(!ran.err.contains("还不能开始评分"), "{stage}: {}", ran.err);
        panel.say("stage review");
    }
}

#[test]
fn a_folder_in_place_of_a_file_is_told_in_words() {
    let panel = Panel::practice();
    says(&panel, &["marks", "import", "dossiers"], 2, &["这是文件夹"]);
    says(&panel, &["tally", "--marks", "dossiers"], 2, &["这是文件夹"]);
    says(&panel, &["marks", "import", "panel.toml/x.csv"], 2, &["不是文件夹"]);
    let long = "长".repeat(200);
    says(&panel, &["marks", "import", &long], 2, &["名字太长"]);
}

#[test]
fn with_a_named_folder_no_parent_is_searched_and_the_right_one_is_named() {
    let panel = Panel::practice();
    let root = panel.root();
    says(&panel, &["-C", "dossiers", "status"], 2, &["用 -C 指明时不往上级找", "是不是 "]);
    let ran = panel.run(&["-C", "dossiers", "status"]).with(2);
    assert!(ran.err.contains(root.canonicalize().unwrap().to_str().unwrap()), "{}", ran.err);
}

#[test]
fn a_file_too_large_names_its_limit_and_its_size() {
    let panel = Panel::copy("weihai-2024");
    let file = panel.root().join("dossiers/W274.toml");
    let mut text = std::fs::read_to_string(&file).unwrap();
    text.push_str(&"#".repeat(1024 * 1024 + 1 - text.len()));
    std::fs::write(&file, &text).unwrap();
    let ran = panel.say("check").with(1);
    assert!(ran.out.contains("dossiers/W274.toml: 错误: 文件太大：1.1 MiB，最多 1 MiB"), "{}", ran.out);
    panel.put("panel.toml", &"#".repeat(300 * 1024));
    let ran = panel.say("check").with(1);
    assert!(ran.out.contains("文件太大：300 KiB，最多 256 KiB"), "{}", ran.out);
}

#[test]
fn what_keeps_the_list_from_being_final_is_said_with_names_and_not_with_ids() {
    let panel = Panel::practice();
    panel.say("stage review").ok();
    let status = json(&panel.say("status --format json").ok());
    let deviates = status["obstacles"].as_array().unwrap().iter().any(|one| one["kind"] == "deviation");
    assert!(deviates, "the practice panel has a deviation to tell");
    let ran = panel.say("stage final").with(1);
    for id in ["mastery", "innovation", "mentoring", "benefit"] {
        assert!(!ran.err.contains(id), "{}", ran.err);
    }
}

#[test]
fn votes_and_voters_are_read_in_either_width() {
    let panel = Panel::practice();
    panel.say("stage review").ok();
    let status = json(&panel.say("status --format json").ok());
    let group = status["obstacles"].as_array().unwrap().iter().find(|one| one["kind"] == "contested").unwrap();
    let codes: Vec<&str> = group["dossiers"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    let mut args = vec!["decide"];
    args.extend(&codes);
    args.extend(["--for", "５", "--against", "1", "--abstain", "０"]);
    args.extend(["--voters", "E01，E02、E04,Ｅ05， E06 E07", "--note", "全票讨论"]);
    panel.run(&args).ok();
    let log = panel.say("log").ok();
    assert!(log.out.contains("赞成 5、反对 1"), "{}", log.out);
    says(&panel, &["decide", "W274", "--for", "half", "--note", "x"], 2, &["--for", "half"]);
}

#[test]
fn damage_points_only_to_commands_that_there_are() {
    let sources = walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words"));
    let help = Panel::practice().say("--help").ok().out;
    let mut named = BTreeSet::new();
    for file in sources {
        let text = std::fs::read_to_string(file).unwrap();
        let after =
            text.split("shouxi ").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
        named.extend(after.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    let known = |word: &String| help.contains(&format!("  {word} ")) || word == "serve";
    let prose = ["is", "takes", "lists", "shows"];
    let unknown: Vec<_> = named.iter().filter(|word| !known(word) && !prose.contains(&word.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
