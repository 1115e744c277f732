//! `shouxi keys` and the keymaps it reads: one file a case, valid and invalid; the user's own file; both languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::harness::{Ran, has_han, json, program, run};

fn corpus(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keymaps").join(kind)
}

/// A sample's run: as JSON in both languages, which find the same.
fn findings(path: &Path) -> (Ran, Vec<serde_json::Value>) {
    let dir = tempfile::tempdir().unwrap();
    let file = path.to_str().unwrap();
    let zh = run(dir.path(), &["keys", file, "--format", "json"]);
    let en = run(dir.path(), &["--lang", "en", "keys", file, "--format", "json"]);
    let found = json(&zh)["findings"].as_array().unwrap().clone();
    let english = json(&en)["findings"].as_array().unwrap().clone();
    assert_eq!(zh.code, en.code);
    for (a, b) in found.iter().zip(&english) {
        assert_eq!((&a["line"], &a["kind"]), (&b["line"], &b["kind"]));
        assert!(has_han(a["what"].as_str().unwrap()) && has_han(a["next"].as_str().unwrap()), "{a}");
        let text = format!("{}{}", b["what"], b["next"]);
        assert!(!has_han(&text) || fs::read_to_string(path).unwrap().contains('下'), "{b}");
    }
    assert_eq!(found.len(), english.len());
    (zh, found)
}

fn valid(name: &str) {
    let (ran, found) = findings(&corpus("valid").join(name));
    assert_eq!(ran.code, 0, "{name}: {}", ran.out);
    assert!(found.iter().all(|one| one["caution"] == true), "{name}: {found:?}");
    assert_eq!(found.is_empty(), name != "tmux_prefix.toml", "{name}: {found:?}");
}

/// The file's first line says which line is wrong, how, and what the way out names.
fn invalid(name: &str) {
    let path = corpus("invalid").join(name);
    let text = fs::read_to_string(&path).unwrap();
    let expected = text.lines().next().unwrap().strip_prefix("# expect: ").unwrap();
    let mut parts = expected.splitn(3, ' ');
    let (line, kind) = (parts.next().unwrap().parse::<u64>().unwrap(), parts.next().unwrap());
    let (ran, found) = findings(&path);
    assert_eq!(ran.code, 1, "{name}: {}", ran.out);
    let told: Vec<(u64, &str)> =
        found.iter().map(|one| (one["line"].as_u64().unwrap(), one["kind"].as_str().unwrap())).collect();
    assert_eq!(told, [(line, kind)], "{name}");
    let way = parts.next().unwrap_or("");
    let words = format!("{}{}", found[0]["what"], found[0]["next"]);
    assert!(words.contains(way), "{name}: {words} does not name {way}");
}

macro_rules! samples {
    ($check:ident $names:ident: $($name:ident)+) => {
        const $names: &[&str] = &[$(concat!(stringify!($name), ".toml")),+];
        mod $check {
            $(#[test]
            fn $name() {
                super::$check(concat!(stringify!($name), ".toml"));
            })+
        }
    };
}

samples! {
    valid VALID:
    empty over_vi all_and_one full_width ctrl_and_delete nothing_bound tmux_prefix
}
samples! {
    invalid INVALID:
    action_mistyped action_unknown alias_on_sign alias_on_recuse alias_on_leave alias_on_enter base_unknown chord
    context_mistyped ctrl_c duplicate han_key hidden_everywhere main_key main_key_space not_keys not_toml nowhere
}

#[test]
fn no_sample_file_was_forgotten() {
    for (kind, names) in [("valid", VALID), ("invalid", INVALID)] {
        let files = fs::read_dir(corpus(kind)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let there: BTreeSet<String> = files.collect();
        assert_eq!(there, names.iter().map(|name| (*name).to_owned()).collect(), "{kind}");
    }
}

#[test]
fn the_table_names_every_action_once_in_either_language() {
    let dir = tempfile::tempdir().unwrap();
    let all = json(&run(dir.path(), &["keys", "--format", "json"]).ok());
    let names: Vec<&str> =
        all["actions"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    for lang in ["zh", "en"] {
        let table = run(dir.path(), &["--lang", lang, "keys"]).ok();
        for name in &names {
            let rows = table.out.lines().filter(|line| line.split_whitespace().next() == Some(name)).count();
            assert_eq!(rows, 1, "{name}");
        }
        assert_eq!(has_han(&table.out), lang == "zh");
    }
}

#[test]
fn the_users_own_file_is_found_and_a_named_one_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join(".config/shouxi");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("keys.toml"), "[list]\ndown = \"e\"\n").unwrap();
    let aliases = |ran: &Ran| {
        let all = json(ran);
        let down = all["actions"].as_array().unwrap().iter().find(|one| one["action"] == "down").unwrap().clone();
        down["aliases"]["list"].clone()
    };
    let plain = ["keys", "--format", "json"];
    assert_eq!(aliases(&run(dir.path(), &plain).ok()), serde_json::json!(["e"]));
    let vi = ["--keys", "vi", "keys", "--format", "json"];
    assert_eq!(aliases(&run(dir.path(), &vi).ok()), serde_json::json!(["j"]));
    let var: Ran = program(dir.path()).env("SHOUXI_KEYS", "vi").args(plain).output().unwrap().into();
    assert_eq!(aliases(&var.ok()), serde_json::json!(["j"]));
    let other = dir.path().join("settings/shouxi");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("keys.toml"), "[list]\ndown = \"y\"\n").unwrap();
    let xdg: Ran =
        program(dir.path()).env("XDG_CONFIG_HOME", dir.path().join("settings")).args(plain).output().unwrap().into();
    assert_eq!(aliases(&xdg.ok()), serde_json::json!(["y"]));
}

#[test]
fn a_keymap_that_is_not_there_is_said_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(dir.path(), &["keys", "nowhere.toml"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("nowhere.toml"), "{}", ran.err);
    let big = dir.path().join("big.toml");
    fs::write(&big, "# ".to_owned() + &"x".repeat(70_000)).unwrap();
    assert_eq!(run(dir.path(), &["keys", "big.toml"]).code, 1);
    fs::write(&big, b"\xff\xfe\x00").unwrap();
    assert!(run(dir.path(), &["keys", "big.toml"]).with(1).out.contains("UTF-8"));
}
