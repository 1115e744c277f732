//! The small panel of these tests: three experts, a secretary, a supervisor, five dossiers, two places, one visit.
//! Each test works on a copy of its own; what other seats did before is entered through the command line.

use crate::harness::{Launch, Term, key, until};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The marks of one sheet: 技艺难度, 应用效果, 技术革新.
pub(crate) type Marks<'a> = (&'a str, [&'a str; 3]);

/// What E02 gave. W357 and W468 come out equal, with the same honours and both below 45: the tie across place two.
pub(crate) const OF_E02: [Marks<'_>; 5] = [
    ("W234", ["28", "18", "45"]),
    ("W357", ["25.5", "16", "40"]),
    ("W468", ["25.5", "16", "40"]),
    ("W579", ["20", "15", "36"]),
    ("W682", ["20", "14", "36.5"]),
];
/// What E03 gave.
pub(crate) const OF_E03: [Marks<'_>; 5] = [
    ("W234", ["29", "19", "44"]),
    ("W357", ["26", "15", "41"]),
    ("W468", ["26", "15", "41"]),
    ("W579", ["21", "15", "35"]),
    ("W682", ["20", "15", "35"]),
];
/// What E01 gave: in 技术革新 far above the other two.
pub(crate) const OF_E01: [Marks<'_>; 1] = [("W579", ["22", "15", "48.5"])];

/// A copy of the panel.
pub(crate) struct Panel {
    _dir: tempfile::TempDir,
    root: PathBuf,
}

impl Panel {
    /// Before scoring.
    pub(crate) fn in_setup() -> Self {
        Self::in_setup_named("")
    }

    /// Before scoring, in a folder of this name.
    pub(crate) fn in_setup_named(name: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        // As `new` makes a panel folder: what others can read is not served.
        fs::set_permissions(dir.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let root = dir.path().join(name);
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/panels/small"), &root);
        Self { _dir: dir, root }
    }

    /// In scoring, nothing entered.
    pub(crate) fn in_scoring() -> Self {
        let panel = Self::in_setup();
        panel.run(&["stage", "scoring"]);
        panel
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.root
    }

    /// A file or folder inside it.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Runs a command on it, which must be done, and gives what it printed.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shouxi"));
        command.env_clear().env("LANG", "C.UTF-8").env("TZ", "UTC").env("PATH", "/usr/bin:/bin");
        let output = command.arg("-C").arg(self.path()).args(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A seat's own marks, signed.
    pub(crate) fn enter(&self, seat: &str, sheets: &[Marks<'_>]) {
        let mut rows = String::from("seat,dossier,item,basis,points\n");
        for (code, marks) in sheets {
            for (item, points) in ["mastery.precision", "mastery.effect", "innovation"].into_iter().zip(marks) {
                rows.extend([seat, ",", code, ",", item, ",file,", points, "\n"]);
            }
        }
        let file = self.at(&format!("{seat}.csv"));
        fs::write(&file, rows).unwrap();
        self.run(&["--as", seat, "marks", "import", file.to_str().unwrap(), "--sign"]);
    }

    /// The marks as the seat may export them.
    pub(crate) fn marks_of(&self, seat: &str) -> String {
        self.run(&["--as", seat, "marks", "export"])
    }

    /// The screens, seated.
    pub(crate) fn launch(&self, seat: &str) -> Launch {
        Launch::shouxi(&["-C", self.path().to_str().unwrap(), "--as", seat])
    }

    /// The screens of a seat that comes for the first time, past what is asked then. Waits for `first`, which its first
    /// page says.
    pub(crate) fn sit(&self, seat: &str, first: &str) -> Term {
        let mut term = self.launch(seat).start();
        pass_the_door(&mut term, seat.starts_with('E'));
        term.wait_for(first);
        term
    }

    /// Waits until the store beside the journal has these bytes on disk, which is when a death loses them no more.
    pub(crate) fn wait_for_stored(&self, bytes: &[u8]) {
        until("the draft to be stored", || stored(&self.at("store"), bytes));
    }

    /// Whether they are there.
    pub(crate) fn has_stored(&self, bytes: &[u8]) -> bool {
        stored(&self.at("store"), bytes)
    }
}

/// Alignment, and for an expert the promise.
pub(crate) fn pass_the_door(term: &mut Term, expert: bool) {
    term.wait_for("下面两条竖线对齐吗？1 对齐　2 没对齐");
    term.send("1");
    if expert {
        term.wait_for("9 我承诺，开始评审");
        term.send("9");
    }
}

/// Out from the seat's first page by 9.
pub(crate) fn leave(term: &mut Term) {
    term.send(key::ESC);
    term.wait_for("9 离开");
    term.send("9");
    assert_eq!(term.exit_status(), 0);
    term.assert_restored();
}

fn stored(dir: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(dir).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                return stored(&path, bytes);
            }
            fs::read(&path).is_ok_and(|held| held.windows(bytes.len()).any(|window| window == bytes))
        })
    })
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}
