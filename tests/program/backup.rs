//! `backup` and `restore`: taken while people work, proved at once, and told in the record itself.

use std::os::unix::fs::PermissionsExt;

use super::harness::{Panel, json, run};
use super::serving::Server;

#[test]
fn a_backup_taken_while_serving_brings_the_whole_record_back() {
    let panel = Panel::practice();
    let server = Server::start(&panel);
    panel.say("stage review").ok();
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("威海.backup");
    let said = panel.run(&["backup", file.to_str().unwrap()]).ok();
    assert!(said.out.contains("已备份到") && said.out.contains("核验号"), "{}", said.out);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(away.path()).unwrap().count(), 1, "nothing else is left beside it");
    // Never over another one.
    let twice = panel.run(&["backup", file.to_str().unwrap()]).with(1);
    assert!(twice.err.contains("威海.backup，没有改动"), "{}", twice.err);
    let then = panel.say("tally --format json").ok();
    let next = panel.say("log").ok().out.lines().last().unwrap().to_owned();
    assert!(next.contains("备份了全部记录"), "{next}");
    // What comes after it is not in it.
    let withdrawn = json(&then)["candidates"][0]["code"].as_str().unwrap().to_owned();
    panel.run(&["withdraw", &withdrawn, "--reason", "本人撤回"]).ok();

    let back = away.path().join("back/weihai");
    let restore = ["-C", back.to_str().unwrap(), "restore", file.to_str().unwrap()];
    let said = run(away.path(), &restore).ok();
    assert!(said.out.contains("已恢复到"), "{}", said.out);
    assert_eq!(std::fs::metadata(&back).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(run(&back, &["verify"]).ok().out.contains("核验通过"));
    let now = run(&back, &["tally", "--format", "json"]).ok();
    assert_eq!(json(&now)["candidates"], json(&then)["candidates"]);
    let log = run(&back, &["log"]).ok().out;
    let last: Vec<&str> = log.lines().rev().take(2).collect();
    assert!(last[0].contains("从备份恢复") && last[1].contains("备份了全部记录"), "{last:?}");
    // Into an empty folder only; and it works on, as before.
    run(away.path(), &restore).with(1);
    run(&back, &["withdraw", &withdrawn, "--reason", "本人撤回"]).ok();
    drop(server);
}

#[test]
fn a_backup_that_is_not_whole_is_not_restored() {
    let panel = Panel::practice();
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("a.backup");
    panel.run(&["backup", file.to_str().unwrap()]).ok();
    let whole = std::fs::read(&file).unwrap();
    let restored = |bytes: &[u8], name: &str| {
        std::fs::write(&file, bytes).unwrap();
        run(away.path(), &["-C", away.path().join(name).to_str().unwrap(), "restore", file.to_str().unwrap()])
    };
    let mut flipped = whole.clone();
    let inside = flipped.len() / 2;
    flipped[inside] ^= 1;
    for (number, bytes) in [&whole[..whole.len() - 40], &flipped, b"", b"PK", b"not a zip at all"].iter().enumerate() {
        let refused = restored(bytes, &format!("bad{number}")).with(1);
        assert!(refused.err.contains("不是完整的备份"), "{}", refused.err);
        assert!(!away.path().join(format!("bad{number}/store/sled")).exists(), "nothing was opened");
    }
    restored(&whole, "good").ok();
    // An expert copies nothing; before scoring opens there is no record to copy.
    panel.run(&["--as", "E03", "backup", away.path().join("b").to_str().unwrap()]).with(1);
    let fresh = Panel::copy("weihai-2024");
    fresh.run(&["backup", away.path().join("c").to_str().unwrap()]).with(1);
    assert!(!away.path().join("b").exists() && !away.path().join("c").exists());
}
