//! What was acknowledged is there: in the journal, event by event, and in what the program exports.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use shouxi::domain::What;
use shouxi::journal::file::FileJournal;
use shouxi::journal::v1;

use crate::seats::nth_mark;

/// Compares the record with what was acknowledged, and with what was typed at screens: seats and how many marks each.
/// Stops the bench at the first that is missing.
///
/// The one act of a seat that was under way when its line broke may be there, or not. Both wrote in seats of their own.
pub(crate) fn check(
    program: &Path,
    root: &Path,
    dossiers: usize,
    acknowledged: &[(String, usize)],
    typed: &[(String, usize)],
) {
    let verified = run(program, root, &["verify"]);
    assert!(verified.contains("核验通过"), "{verified}");
    let recorded = recorded(root);
    let none = Vec::new();
    let mut all = 0;
    for (seat, marks) in typed {
        assert_eq!(recorded.get(seat).unwrap_or(&none).len(), *marks, "{seat}: marks saved on its screen");
    }
    let at_screens = |seat: &String| typed.iter().any(|(one, _)| one == seat);
    for (seat, acts) in acknowledged.iter().filter(|(seat, _)| !at_screens(seat)) {
        let marks = recorded.get(seat).unwrap_or(&none);
        for (nth, mark) in marks.iter().enumerate() {
            assert_eq!(*mark, nth_mark(dossiers, nth), "{seat}: the mark of act {nth}");
        }
        let there = marks.len();
        assert!(there == *acts || there == acts + 1, "{seat}: {acts} marks acknowledged, {there} recorded");
        let export = run(program, root, &["--as", seat, "marks", "export"]);
        let mut last = BTreeMap::new();
        for (dossier, item, points) in marks {
            last.insert((dossier, item), points);
        }
        let rows: BTreeSet<String> =
            export.lines().map(|row| row.split(',').take(5).collect::<Vec<_>>().join(",")).collect();
        for ((dossier, item), points) in last {
            let row = format!("{seat},{dossier},{item},file,{points}");
            assert!(rows.contains(&row), "{seat}: not exported: {row}");
        }
        all += acts;
    }
    println!("checked: {all} acknowledged marks of {} seats, each in the journal and exported", acknowledged.len());
}

/// Every mark that was entered singly, by seat, in the order of the journal.
fn recorded(root: &Path) -> BTreeMap<String, Vec<(String, String, String)>> {
    let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let mut visit = |sealed: shouxi::journal::chain::SealedRef<'_>| {
        let event = v1::event_of_ref(sealed).unwrap();
        if let What::Marked { dossier, mark, .. } = event.what {
            let points = mark.points.unwrap().to_string();
            let marks = found.entry(event.seat.to_string()).or_default();
            marks.push((dossier.to_string(), mark.item.to_string(), points));
        }
        ControlFlow::Continue(())
    };
    FileJournal::open_in_to_read(&root.join("store"), &mut visit).unwrap();
    found
}

fn run(program: &Path, root: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).env_clear().arg("-C").arg(root).args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !told.contains("panicked"), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}
