//! Real panels: every published score reproduced by the program's own commands.

use std::collections::BTreeMap;

use crate::harness::{Panel, Ran, fixtures, json, run};

fn panels() -> Vec<String> {
    let root = fixtures().join("isu-2016");
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<String> =
        entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn expected(name: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(fixtures().join("isu-2016").join(name).join("expected.csv")).unwrap();
    let rows = text.lines().skip(1).map(|line| line.split_once(',').unwrap());
    rows.map(|(code, score)| (code.to_owned(), score.to_owned())).collect()
}

fn scores(ran: &Ran) -> BTreeMap<String, String> {
    let found = json(ran);
    let each = found["candidates"].as_array().unwrap().iter();
    each.map(|one| (one["code"].as_str().unwrap().to_owned(), one["score"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn every_published_score_comes_out_of_the_marks_files() {
    let names = panels();
    assert_eq!(names.len(), 21);
    for name in names {
        let root = fixtures().join("isu-2016").join(&name);
        let ran = run(&root, &["tally", "--marks", "marks.csv", "--format", "json"]).ok();
        assert_eq!(scores(&ran), expected(&name), "{name}");
        assert!(ran.err.is_empty(), "{name}: {}", ran.err);
        assert!(!root.join("store").exists(), "{name}: a store was made");
    }
}

/// Whether a sheet is missing: fewer sheets than judges × skaters.
fn has_absent(name: &str) -> bool {
    let root = fixtures().join("isu-2016").join(name);
    let marks = std::fs::read_to_string(root.join("marks.csv")).unwrap();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for line in marks.lines().skip(1) {
        let mut fields = line.split(',');
        pairs.push((fields.next().unwrap(), fields.next().unwrap()));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let panel = std::fs::read_to_string(root.join("panel.toml")).unwrap();
    let judges = panel.matches("role = \"expert\"").count();
    pairs.len() < judges * std::fs::read_dir(root.join("dossiers")).unwrap().count()
}

#[test]
fn the_same_scores_come_out_of_a_recorded_review() {
    let all = panels();
    let absent: Vec<&String> = all.iter().filter(|name| has_absent(name)).collect();
    assert!(!absent.is_empty(), "one panel has absent judges");
    let chosen: Vec<&String> = absent.into_iter().chain(all.iter().filter(|name| !has_absent(name)).take(2)).collect();
    assert!(chosen.len() >= 3);
    for name in chosen {
        let panel = Panel::copy(&format!("isu-2016/{name}"));
        panel.say("stage scoring").ok();
        panel.say("marks import marks.csv --sign").ok();
        panel.say("tally").with(1);
        panel.say("stage review").ok();
        let ran = panel.say("tally --format json").ok();
        assert_eq!(scores(&ran), expected(name), "{name}");
        let from_file = panel.say("tally --marks marks.csv --format json").ok();
        let (recorded, file) = (json(&ran), json(&from_file));
        assert_eq!(recorded["candidates"], file["candidates"], "{name}");
        assert!(recorded["events"].as_u64().unwrap() > 0);
        assert_eq!(recorded["head"].as_str().unwrap().len(), 64);
        assert_eq!((file["events"].as_u64(), &file["head"]), (Some(0), &serde_json::Value::Null));
        panel.say("verify").ok();
    }
}

#[test]
fn the_list_has_exactly_the_promised_fields_in_their_order() {
    let root = fixtures().join("isu-2016").join(&panels()[0]);
    let ran = run(&root, &["tally", "--marks", "marks.csv", "--format", "json"]).ok();
    let order = |text: &str, fields: &[&str]| {
        let places: Vec<usize> = fields.iter().map(|field| text.find(&format!("\"{field}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{fields:?}: {places:?}");
    };
    order(&ran.out, &["title", "quota", "events", "head", "candidates"]);
    let fields =
        ["rank", "code", "standing", "score", "exact", "sheets", "dropped", "sections", "honours", "age", "ahead_by"];
    order(ran.out.split_once("candidates").unwrap().1, &fields);
    assert_eq!(json(&ran)["candidates"][0].as_object().unwrap().len(), fields.len());
    assert!(ran.out.ends_with("]}\n"));
}
