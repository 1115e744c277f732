//! `report`: papers as files, for whoever may have them, and only when they can be had.

use std::os::unix::fs::PermissionsExt;

use super::harness::Panel;

/// The text of a Word file, without its marks.
fn text_of(path: &std::path::Path) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut body = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut body).unwrap();
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
}

#[test]
fn seat_cards_tell_each_seat_how_to_come_in() {
    let panel = Panel::copy("weihai-2024");
    let file = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    let file = file.replacen("id = \"E03\"\n", "id = \"E03\"\nunix_user = \"e03\"\n", 1);
    let file =
        file.replacen("id = \"E04\"\n", "id = \"E04\"\nssh_key = \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0a\"\n", 1);
    panel.put("panel.toml", &file);
    // Before scoring opens: that is when they are needed.
    let made = panel.say("report 席位卡 --address 10.1.2.3:2222").ok();
    let card = panel.root().join("papers/席位卡.docx");
    assert_eq!(made.out.trim_end(), card.canonicalize().unwrap().to_str().unwrap());
    assert_eq!(std::fs::metadata(&card).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(made.err.contains("E05") && !made.err.contains("E03") && !made.err.contains("E04"), "{}", made.err);
    let text = text_of(&card);
    for said in [
        "E03 张师傅 专家",
        "ssh -p 2222 e03@10.1.2.3",
        "密码",
        "密钥",
        "PuTTY",
        "Xshell",
        "Windows Terminal",
        "麒麟系统的终端",
        "MobaXterm",
        "Enter",
        "断线重新登录即可",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // Written once more it stands beside the first, in which somebody may have written.
    assert!(panel.say("report seat-cards").ok().out.contains("席位卡-2.docx"));
    assert!(!panel.root().join("store").exists(), "nothing was opened by it");
    panel.say("--lang en report seat-cards").ok();
    let english = text_of(&panel.root().join("papers/seat-cards.docx"));
    let names = english.replace("张师傅", "").replace(|c: char| !('\u{3400}'..='\u{9fff}').contains(&c), "");
    assert!(english.contains("After a dropped line just log in again") && !names.contains('断'), "{english}");
}

#[test]
fn a_paper_that_cannot_be_had_yet_says_why_and_all_is_what_there_is() {
    let panel = Panel::practice();
    let refused = panel.say("report 名单").with(1);
    assert!(refused.err.contains("复核"), "{}", refused.err);
    panel.say("report 汇总").with(2);
    panel.say("--as E03 report").with(1);
    panel.say("--as J01 report 席位卡").with(1);
    let away = tempfile::tempdir().unwrap();
    let to = |seat: &str, name: &str| {
        let dir = away.path().join(name);
        panel.run(&["--as", seat, "report", "--out", dir.to_str().unwrap()]).ok();
        let mut names: Vec<String> =
            std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(to("S01", "one"), ["席位卡.docx", "日志.csv"]);
    panel.say("stage review").ok();
    assert_eq!(to("S01", "two"), ["候选人建议名单.csv", "候选人建议名单.docx", "席位卡.docx", "日志.csv"]);
    assert_eq!(to("J01", "three"), ["候选人建议名单.csv", "候选人建议名单.docx", "日志.csv"]);
    let list = text_of(&away.path().join("two/候选人建议名单.docx"));
    let first = panel.say("tally --format csv").ok().out;
    let code = first.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    for said in ["候选人建议名单", "未定案", &code, "核验号", "填表人"] {
        assert!(list.contains(said), "{said}: {list}");
    }
}
