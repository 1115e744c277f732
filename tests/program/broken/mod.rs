//! Damaged stores: each kind of damage is told in its own words, nothing is lost by looking, and the way out works
//! (DESIGN §4). The damaged journals lie in `fixtures/broken`, whose README says how they came about.

mod hurts;
mod sled;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use shouxi::journal::place;

use crate::harness::{Panel, fixtures, json, walk};
use crate::lots::{Lots, times};

fn fixture(name: &str) -> PathBuf {
    fixtures().join("broken").join(name)
}

fn good_journal() -> Vec<u8> {
    std::fs::read(fixture("good-v1/store/journal")).unwrap()
}

/// The good store, with another journal if one is named.
fn store(journal: Option<&str>) -> Panel {
    let panel = Panel::copy("broken/good-v1");
    if let Some(name) = journal {
        std::fs::copy(fixture(&format!("{name}.journal")), panel.root().join("store/journal")).unwrap();
    }
    panel
}

fn list() -> serde_json::Value {
    serde_json::from_str(&std::fs::read_to_string(fixture("list.json")).unwrap()).unwrap()
}

/// The list is what it was, and the record holds.
fn is_well(panel: &Panel) {
    let verified = panel.say("verify").ok();
    assert!(verified.out.contains("39 条记录"), "{}", verified.out);
    assert_eq!(json(&panel.say("tally --format json").ok()), list());
}

#[test]
fn a_store_of_the_first_version_opens_and_gives_the_list_it_gave() {
    let panel = store(None);
    let verified = panel.say("verify").ok();
    assert_eq!(verified.err, "", "neither the journal nor sled had to be mended");
    assert!(verified.out.contains("重算名单与定案一致"), "{}", verified.out);
    is_well(&panel);
    let head = list()["head"].as_str().unwrap().to_owned();
    let outside = panel.run(&["verify", "--head", &head[..16]]).ok();
    assert!(!outside.out.contains("未与外部核验号对照"), "{}", outside.out);
    assert!(panel.journal() == good_journal(), "looking changes nothing");
}

#[test]
fn the_commands_that_made_it_make_such_a_store_today() {
    let panel = Panel::copy("broken/panel");
    for line in std::fs::read_to_string(fixture("commands.txt")).unwrap().lines() {
        panel.say(line).ok();
    }
    let mut made = json(&panel.say("tally --format json").ok());
    // Times and random bytes differ, so the digests do.
    made["head"] = list()["head"].clone();
    assert_eq!(made, list());
}

/// All names below a folder, the lock left out.
fn names(root: &Path) -> BTreeSet<PathBuf> {
    walk(root).into_iter().filter(|path| !path.ends_with("LOCK")).collect()
}

/// Damage that stops: `verify` and `status` say the same, end with 3, and leave everything as it is.
fn stops(panel: &Panel, words: &[&str]) -> String {
    let (journal, before) = (panel.journal(), names(&panel.root().join("store/sled")));
    let verified = panel.say("verify").with(3);
    for word in words {
        assert!(verified.err.contains(word), "{word}: {}", verified.err);
    }
    let status = panel.say("status").with(3);
    assert_eq!(status.err, verified.err);
    assert_eq!(status.out, "");
    let english = panel.say("--lang en verify").with(3);
    assert!(!crate::harness::has_han(&english.err), "{}", english.err);
    assert!(panel.journal() == journal, "the journal was changed");
    assert!(before.is_subset(&names(&panel.root().join("store/sled"))), "sled's files were taken away");
    verified.err
}

/// The way out: `rebuild --journal` heals from the store's copies.
fn heals(panel: &Panel, changed: bool) {
    let damaged = panel.journal();
    panel.say("rebuild --journal").ok();
    is_well(panel);
    let kept = walk(&panel.root().join("store"))
        .into_iter()
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("journal.damaged-"));
    let kept: Vec<_> = kept.map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(kept.contains(&damaged), changed, "the damaged one is kept");
    assert!(panel.say("rebuild --journal").ok().out.contains("完好"));
}

/// There is no way out here: named, and nothing changed.
fn cannot_heal(panel: &Panel, word: &str) -> String {
    let (journal, before) = (panel.journal(), names(&panel.root()));
    let ran = panel.say("rebuild --journal").with(3);
    assert!(ran.err.contains(word), "{}", ran.err);
    assert!(panel.journal() == journal && names(&panel.root()).is_superset(&before));
    ran.err
}

#[test]
fn each_damage_that_stops_is_told_in_its_own_words_and_the_way_out_works() {
    let mut told = BTreeSet::new();
    for (name, words) in [
        ("bit", ["日志第 ", "内容对不上校验码", "rebuild --journal"]),
        ("rewritten", ["日志第 ", "与前一条接不上", "rebuild --journal"]),
        ("cut", ["日志到第 ", "分数库却见过第 39 条", "rebuild --journal"]),
    ] {
        let panel = store(Some(name));
        told.insert(stops(&panel, &words));
        // `rebuild` would lose the copies that heal it: refused, nothing moved.
        panel.say("rebuild").with(3);
        heals(&panel, true);
    }
    let forged = store(Some("forged"));
    told.insert(stops(&forged, &["第 39 条起对不上"]));
    forged.say("rebuild").with(3);
    cannot_heal(&forged, "39");
    let later = store(Some("later"));
    told.insert(stops(&later, &["store/journal", "版本 2"]));
    cannot_heal(&later, "版本 2");
    let format = store(None);
    format.put("store/FORMAT", "shouxi store 2\n");
    told.insert(stops(&format, &["store/FORMAT", "版本 2"]));
    cannot_heal(&format, "版本 2");
    assert_eq!(told.len(), 6, "{told:#?}");
}

#[test]
fn without_second_copies_the_first_event_that_cannot_be_proved_is_named() {
    for name in ["bit", "rewritten"] {
        let panel = store(Some(name));
        std::fs::remove_dir_all(panel.root().join("store/sled")).unwrap();
        let told = number_in(&panel.say("verify").with(3).err);
        let unproved = number_in(&cannot_heal(&panel, "没有能证明的副本"));
        // A checksum stands for its whole frame; healing goes event by event.
        assert!((told..told + 3).contains(&unproved), "{name}: {told}, {unproved}");
        panel.say("rebuild").with(3);
    }
}

/// The first number of a sentence.
fn number_in(text: &str) -> u64 {
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[test]
fn a_torn_tail_is_told_once_kept_and_costs_nothing() {
    let panel = store(Some("torn-tail"));
    let (good, hurt) = (good_journal(), panel.journal());
    let first = panel.say("status").ok();
    assert!(first.err.contains("torn-40") && first.err.contains("前 39 条完好"), "{}", first.err);
    assert!(std::fs::read(panel.root().join("store/torn-40")).unwrap() == hurt[good.len()..]);
    assert!(panel.journal() == good);
    assert_eq!(panel.say("status").ok().err, "");
    is_well(&panel);
    let verified = store(Some("torn-tail")).say("verify").ok();
    assert!(verified.err.contains("torn-40"), "{}", verified.err);
}

#[test]
fn a_changed_list_in_a_whole_chain_is_found_by_recomputing_it() {
    let panel = store(Some("sealed"));
    // Over the store that saw the true history it is another history altogether.
    stops(&panel, &["第 39 条起对不上"]);
    std::fs::remove_dir_all(panel.root().join("store/sled")).unwrap();
    let verified = panel.say("verify").with(3);
    assert!(verified.err.contains("重算的名单与定案不同"), "{}", verified.err);
    assert!(!verified.out.contains("核验通过"), "{}", verified.out);
}

/// The one frozen copy whose file has these words.
fn frozen(panel: &Panel, words: &str) -> PathBuf {
    let files = walk(&panel.root().join("store/frozen"));
    files.into_iter().find(|path| std::fs::read_to_string(path).unwrap().contains(words)).unwrap()
}

#[test]
fn frozen_files_that_are_gone_or_changed_are_named() {
    let mut told = BTreeSet::new();
    for (words, name) in [("code = \"P002\"", "P002"), ("[scoring]", "panel.toml")] {
        let missing = store(None);
        std::fs::remove_file(frozen(&missing, words)).unwrap();
        told.insert(missing.say("verify").with(3).err);
        let changed = store(None);
        let path = frozen(&changed, words);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen('1', "2", 1)).unwrap();
        told.insert(changed.say("verify").with(3).err);
        assert!(told.iter().filter(|text| text.contains(name)).count() >= 2, "{told:#?}");
        for panel in [missing, changed] {
            // The marks are not touched by it.
            assert_eq!(json(&panel.say("tally --format json").ok()), list());
        }
    }
    assert_eq!(told.len(), 4, "{told:#?}");
}

#[test]
fn a_missing_or_damaged_sled_is_made_anew_and_told() {
    let missing = store(None);
    std::fs::remove_dir_all(missing.root().join("store/sled")).unwrap();
    let said = missing.say("status").ok().err;
    assert!(said.contains("分数库缺失"), "{said}");
    assert_eq!(missing.say("verify").ok().err, "");
    is_well(&missing);
    let hurts: [(&str, fn(&Path)); 4] = [
        ("FORMAT", |dir| std::fs::write(dir.join("FORMAT"), "shouxi index 2, sled 1.0\n").unwrap()),
        ("no db", |dir| std::fs::remove_file(dir.join("db")).unwrap()),
        ("no conf", |dir| std::fs::remove_file(dir.join("conf")).unwrap()),
        ("rubbish", |dir| std::fs::write(dir.join("db"), vec![0xa5; 600_000]).unwrap()),
    ];
    for (what, hurt) in hurts {
        let panel = store(None);
        hurt(&panel.root().join("store/sled"));
        let said = panel.say("verify").ok().err;
        assert!(said.contains("已从日志重建") && said.contains("sled.damaged-1"), "{what}: {said}");
        assert_eq!(panel.say("verify").ok().err, "", "{what}");
        is_well(&panel);
    }
}

#[test]
fn an_older_sled_is_caught_up_and_told() {
    // What the store had seen when the last frame was not there yet: rebuilt from the cut journal.
    let panel = store(Some("cut"));
    std::fs::remove_dir_all(panel.root().join("store/sled")).unwrap();
    panel.say("status").ok();
    std::fs::write(panel.root().join("store/journal"), good_journal()).unwrap();
    let said = panel.say("verify").ok().err;
    assert!(said.contains("已从第") && said.contains("补到第 39 条"), "{said}");
    assert_eq!(panel.say("verify").ok().err, "");
    is_well(&panel);
}

#[test]
fn a_panel_that_is_held_is_looked_at_and_not_written_and_who_holds_it_is_told() {
    let panel = store(None);
    let lock = place::take(&panel.root().join("store")).unwrap();
    let refused = panel.say("--as E01 dissent --text 不同意").with(4);
    assert!(refused.err.contains(&std::process::id().to_string()), "{}", refused.err);
    panel.say("rebuild").with(4);
    panel.say("rebuild --journal").with(4);
    panel.say("status").ok();
    assert_eq!(json(&panel.say("tally --format json").ok()), list());
    drop(lock);
    panel.say("--as E01 dissent --text 不同意").ok();
}

#[test]
fn a_head_from_outside_that_is_not_in_the_chain_is_told_apart_from_a_slip_of_the_hand() {
    let panel = store(None);
    let unknown = panel.say("verify --head 0123456789abcdef").with(3);
    assert!(unknown.err.contains("0123456789abcdef"), "{}", unknown.err);
    let slip = panel.say("verify --head 0123456789abcdeg").with(2);
    assert_ne!(slip.err, unknown.err);
    let true_head = list()["head"].as_str().unwrap()[..16].to_owned();
    // A journal cut at a frame, its store with it: consistent in itself, found by the head that was printed.
    let cut = store(Some("cut"));
    std::fs::remove_dir_all(cut.root().join("store/sled")).unwrap();
    cut.say("verify").ok();
    cut.say(&format!("verify --head {true_head}")).with(3);
    panel.say(&format!("verify --head {true_head}")).ok();
}

#[test]
fn a_journal_that_is_gone_is_told_and_comes_back_from_the_copies() {
    let panel = store(None);
    std::fs::remove_file(panel.root().join("store/journal")).unwrap();
    let said = panel.say("verify").with(3).err;
    assert!(said.contains("日志到第 0 条为止"), "{said}");
    panel.say("rebuild").with(3);
    panel.say("rebuild --journal").ok();
    is_well(&panel);
}

#[test]
fn a_journal_cut_at_any_length_is_refused_and_healed() {
    let good = good_journal();
    let mut lots = Lots::new("cut journals", 3);
    for _ in 0..times("SHOUXI_FLIPS", 30).div_ceil(5) {
        let panel = store(None);
        let length = lots.below(good.len());
        println!("cut to {length}");
        std::fs::write(panel.root().join("store/journal"), &good[..length]).unwrap();
        let said = panel.say("verify").with(3).err;
        assert!(said.contains("见过第 39 条"), "{said}");
        panel.say("rebuild --journal").ok();
        is_well(&panel);
    }
}

#[test]
fn a_flipped_bit_in_the_journal_is_healed_from_the_copies_wherever_it_is() {
    let good = good_journal();
    let mut lots = Lots::new("flips in the journal", 5);
    for _ in 0..times("SHOUXI_FLIPS", 30).div_ceil(5) {
        let panel = store(None);
        let (at, bit) = (lots.below(good.len()), lots.below(8));
        println!("byte {at}, bit {bit}");
        let mut bytes = good.clone();
        bytes[at] ^= 1 << bit;
        std::fs::write(panel.root().join("store/journal"), &bytes).unwrap();
        panel.say("status").with(3);
        panel.say("rebuild --journal").ok();
        is_well(&panel);
    }
}
