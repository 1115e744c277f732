//! The server under load: a real `shouxi serve`, and what the kernel says of it and of the screens at it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
    _runtime: tempfile::TempDir,
}

impl Server {
    pub(crate) fn start(program: &Path, root: &Path) -> Self {
        let runtime = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        command.env_clear().env("TZ", "UTC").env("XDG_RUNTIME_DIR", runtime.path()).stdin(Stdio::null());
        let mut child = command.arg("-C").arg(root).arg("serve").stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut read = String::new();
        while !read.contains("开始服务") {
            assert!(log.read_line(&mut read).unwrap() > 0, "the server ended: {read}");
        }
        Self { child, log, _runtime: runtime }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Kills it in the middle of whatever it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        assert_eq!(self.end().code(), None, "it ended by itself before it was killed");
    }

    /// Asks it to end, which it must do in peace.
    pub(crate) fn stop(mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        assert_eq!(self.end().code(), Some(0));
    }

    fn end(&mut self) -> std::process::ExitStatus {
        let mut log = String::new();
        self.log.read_to_string(&mut log).unwrap();
        assert!(!log.contains("panicked"), "{log}");
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the kernel has counted of a process.
#[derive(Clone, Copy)]
pub(crate) struct Counted {
    /// How often its threads were woken.
    pub(crate) woken: u64,
    /// Bytes it has read and written, whatever they were.
    pub(crate) moved: u64,
}

impl Counted {
    pub(crate) fn of(pid: u32) -> Self {
        let process = PathBuf::from(format!("/proc/{pid}"));
        let threads = fs::read_dir(process.join("task")).into_iter().flatten().flatten();
        let woken = threads.map(|thread| field(&thread.path().join("status"), "voluntary_ctxt_switches:")).sum();
        let io = process.join("io");
        Self { woken, moved: field(&io, "rchar:") + field(&io, "wchar:") }
    }

    pub(crate) fn since(self, before: Self) -> Self {
        Self { woken: self.woken - before.woken, moved: self.moved - before.moved }
    }
}

/// Memory in MB: the most it ever took, what it takes now, and of that what is not a file's.
pub(crate) fn memory(pid: u32) -> [f64; 3] {
    let status = PathBuf::from(format!("/proc/{pid}/status"));
    ["VmHWM:", "VmRSS:", "RssAnon:"].map(|name| field(&status, name) as f64 / 1024.0)
}

fn field(path: &Path, name: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(0)
}
