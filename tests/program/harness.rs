//! Runs the built program in a clean environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Fails the test unless the program ended with 0.
    pub(crate) fn ok(self) -> Self {
        self.with(0)
    }

    /// Fails the test unless the program ended with this code.
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\nstdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The program in `dir` with nothing of our own surroundings.
pub(crate) fn program(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shouxi"));
    command.env_clear().env("HOME", dir).env("TMPDIR", std::env::temp_dir()).env("TZ", "UTC").current_dir(dir);
    command.stdin(Stdio::null());
    command
}

/// Runs it.
pub(crate) fn run(dir: &Path, args: &[&str]) -> Ran {
    program(dir).args(args).output().unwrap().into()
}

/// A panel folder of the test's own.
pub(crate) struct Panel {
    dir: TempDir,
}

impl Panel {
    /// A copy of a folder of `fixtures`.
    pub(crate) fn copy(fixture: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(&fixtures().join(fixture), dir.path());
        Self { dir }
    }

    /// Closed to other accounts, as `new` makes a folder: what others can read is not served.
    pub(crate) fn closed(self) -> Self {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(self.root(), std::fs::Permissions::from_mode(0o700)).unwrap();
        self
    }

    /// The practice panel, filled.
    pub(crate) fn practice() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("panel");
        run(dir.path(), &["demo", root.to_str().unwrap()]).ok();
        Self { dir }
    }

    /// Where `panel.toml` lies.
    pub(crate) fn root(&self) -> PathBuf {
        let below = self.dir.path().join("panel");
        if below.exists() { below } else { self.dir.path().to_path_buf() }
    }

    /// Runs a command there.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run(&self.root(), args)
    }

    /// Runs a command line written with blanks; no argument may hold one.
    pub(crate) fn say(&self, line: &str) -> Ran {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// The journal's bytes.
    pub(crate) fn journal(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut files: Vec<_> = walk(&self.root().join("store/journal"));
        files.sort();
        for file in files {
            bytes.extend(std::fs::read(file).unwrap());
        }
        bytes
    }

    /// Writes a file of the folder.
    pub(crate) fn put(&self, below: &str, text: &str) -> PathBuf {
        let path = self.root().join(below);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// All files below, or the file itself.
pub(crate) fn walk(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let entries = std::fs::read_dir(path).into_iter().flatten();
    entries.flat_map(|entry| walk(&entry.unwrap().path())).collect()
}

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Copies a folder with all that is in it, its mode too.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
}

/// The JSON of a run.
pub(crate) fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

/// Whether a text holds Han.
pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}
