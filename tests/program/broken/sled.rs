//! Sled, hurt anywhere: the program works or makes it anew.

use std::collections::BTreeSet;
use std::path::Path;

use super::{list, store};
use crate::harness::{Ran, json, run, walk};
use crate::lots::{Lots, times};

/// Whatever was done to sled: the program works or makes it anew and says so; marks are never others.
fn lives_with(root: &Path) -> &'static str {
    let quiet = |ran: &Ran| assert!(!ran.err.contains("panicked") && !ran.err.contains("thread '"), "{}", ran.err);
    let first = run(root, &["status"]).ok();
    quiet(&first);
    let tally = run(root, &["tally", "--format", "json"]).ok();
    quiet(&tally);
    assert_eq!(json(&tally), list());
    let verified = run(root, &["verify"]);
    quiet(&verified);
    let told = !first.err.is_empty() || !tally.err.is_empty() || !verified.err.is_empty();
    let how = match verified.code {
        0 if told => "made anew",
        0 => "unhurt",
        1 => {
            assert!(verified.err.contains("shouxi rebuild"), "{}", verified.err);
            run(root, &["rebuild"]).ok();
            "differs"
        }
        code => panic!("{code}: {}", verified.err),
    };
    let again = run(root, &["verify"]).ok();
    assert_eq!(again.err, "", "{how}");
    how
}

#[test]
fn a_flipped_bit_anywhere_in_sled_is_lived_with() {
    let mut lots = Lots::new("flips in sled", 11);
    let mut ways = BTreeSet::new();
    for flip in 0..times("SHOUXI_FLIPS", 30) {
        let panel = store(None);
        let sled = panel.root().join("store/sled");
        let mut files = walk(&sled);
        files.sort();
        // Mostly the large file, where something is written: the rest of it is room.
        let file = if flip % 6 == 0 { files[lots.below(files.len())].clone() } else { sled.join("db") };
        let mut bytes = std::fs::read(&file).unwrap();
        let written: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] != 0).collect();
        let (at, bit) = (written[lots.below(written.len())], lots.below(8));
        println!("{}: byte {at}, bit {bit}", file.file_name().unwrap().display());
        bytes[at] ^= 1 << bit;
        std::fs::write(&file, bytes).unwrap();
        ways.insert(lives_with(&panel.root()));
    }
    println!("{ways:?}");
    assert!(ways.contains("made anew"), "the flips did not reach what the test is about: {ways:?}");
}

#[test]
fn sled_cut_at_any_length_is_lived_with() {
    let mut lots = Lots::new("cuts of sled", 13);
    for cut in 0..times("SHOUXI_FLIPS", 30).div_ceil(4) {
        let panel = store(None);
        let db = panel.root().join("store/sled/db");
        let bytes = std::fs::read(&db).unwrap();
        let last = bytes.iter().rposition(|byte| *byte != 0).unwrap();
        let length = if cut == 0 { 0 } else { lots.below(last) };
        println!("cut to {length}");
        std::fs::write(&db, &bytes[..length]).unwrap();
        lives_with(&panel.root());
    }
}
