//! `serve` as people run it: a process of its own, found by every command, ended by a signal or by `--stop`.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Stdio};

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};

use super::harness::{Panel, Ran, copy, fixtures, json, program, run};

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    log: BufReader<std::process::ChildStderr>,
    runtime: tempfile::TempDir,
}

impl Server {
    pub(crate) fn start(panel: &Panel) -> Self {
        Self::at(&panel.root())
    }

    pub(crate) fn at(root: &Path) -> Self {
        let runtime = tempfile::tempdir().unwrap();
        let mut command = program(root);
        command.env("XDG_RUNTIME_DIR", runtime.path()).arg("serve").stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut server = Self { child, log, runtime };
        server.wait_for("开始服务");
        server
    }

    /// Waits for a line of the log; what was read on the way is handed back.
    pub(crate) fn wait_for(&mut self, words: &str) -> String {
        let mut read = String::new();
        loop {
            let mut line = String::new();
            assert!(self.log.read_line(&mut line).unwrap() > 0, "the server ended without “{words}”:\n{read}");
            read.push_str(&line);
            if line.contains(words) {
                return read;
            }
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its exit code, none after a kill, and the rest of its log.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.log, &mut rest).unwrap();
        let left: Vec<_> = super::harness::walk(self.runtime.path());
        assert!(left.is_empty() || status.code().is_none(), "sockets left behind: {left:?}");
        (status.code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn say(panel: &Panel, line: &str) -> Ran {
    panel.say(line)
}

#[test]
fn every_command_finds_the_server_by_itself() {
    let panel = Panel::practice();
    let alone = say(&panel, "status --format json").ok();
    let mut server = Server::start(&panel);
    let served = say(&panel, "status --format json").ok();
    assert_eq!(json(&alone), json(&served));
    assert!(say(&panel, "status").ok().out.contains("服务正在运行"));
    server.wait_for("已入席");
    assert!(say(&panel, "--as E03 log --format jsonl").ok().out.lines().count() > 20);
    say(&panel, "stage review").with(0);
    let tally = say(&panel, "tally --format json").ok();
    say(&panel, "rebuild").with(4);
    say(&panel, "serve").with(4);
    let stopped = say(&panel, "serve --stop").ok();
    assert!(stopped.out.contains("服务已停止"));
    let (code, _) = server.ended();
    assert_eq!(code, Some(0));
    assert!(!panel.root().join("ENDPOINT").exists());
    assert_eq!(say(&panel, "tally --format json").ok().out, tally.out, "the same list without it");
    say(&panel, "serve --stop").with(1);
}

#[test]
fn a_signal_ends_it_in_peace_and_a_kill_stands_in_nobodys_way() {
    let panel = Panel::practice();
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let server = Server::start(&panel);
        server.signal(signal);
        let (code, log) = server.ended();
        assert_eq!(code, Some(0), "{signal:?}: {log}");
        assert!(log.contains("已停止"), "{log}");
    }
    let server = Server::start(&panel);
    say(&panel, "stage review").ok();
    server.signal(Signal::KILL);
    assert_eq!(server.ended().0, None);
    assert!(panel.root().join("ENDPOINT").exists());
    let status = json(&say(&panel, "status --format json").ok());
    assert_eq!(status["stage"], "review", "what was acknowledged is there");
    say(&panel, "--remote-only status").with(4);
    // And the next one takes over.
    let server = Server::start(&panel);
    say(&panel, "--remote-only status").ok();
    server.signal(Signal::TERM);
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn a_crowd_that_takes_all_descriptors_neither_keeps_the_server_busy_nor_ends_it() {
    let panel = Panel::practice();
    let mut server = Server::start(&panel);
    let pid = Pid::from_child(&server.child);
    let few = Rlimit { current: Some(40), maximum: Some(40) };
    prlimit(Some(pid), Resource::Nofile, few).unwrap();
    let socket = std::fs::read_to_string(panel.root().join("ENDPOINT")).unwrap();
    let crowd: Vec<_> = (0..100).filter_map(|_| UnixStream::connect(socket.trim_end()).ok()).collect();
    // This one waits outside until those that say nothing are sent away. A server that kept asking would burn all of it.
    let before = ticks(pid);
    say(&panel, "--remote-only status");
    let burnt = ticks(pid) - before;
    assert!(burnt < 15, "{burnt} ticks of 10 ms while nobody could be let in");
    drop(crowd);
    let served = std::iter::repeat_with(|| say(&panel, "--remote-only status").code).take(50).any(|code| code == 0);
    assert!(served, "who comes later is served");
    server.signal(Signal::TERM);
    server.wait_for("已停止");
}

/// Processor time of a process so far, in ticks.
fn ticks(pid: Pid) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    let after_name = stat.rsplit_once(')').unwrap().1;
    after_name.split_whitespace().skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum()
}

#[test]
fn what_lies_open_is_not_served() {
    let panel = Panel::practice();
    let store = panel.root().join("store");
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o755)).unwrap();
    let refused = say(&panel, "serve").with(4);
    assert!(refused.err.contains("755") && refused.err.contains("chmod"), "{}", refused.err);
    assert!(!panel.root().join("ENDPOINT").exists());
}

/// Root may sit at other accounts' places; nobody else can try.
fn other_account() -> Option<u32> {
    let root = rustix::process::geteuid().is_root();
    if !root {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"\nSKIPPED a second account: this is not root\n");
    }
    root.then_some(65_534)
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn another_account_sits_in_its_own_seat_and_finds_nothing_to_read_on_the_way() {
    let Some(uid) = other_account() else { return };
    let Some(name) = nix::unistd::User::from_uid(uid.into()).unwrap().map(|user| user.name) else { return };
    let top = tempfile::tempdir().unwrap();
    mode(top.path(), 0o711);
    // The program itself may lie where others cannot come.
    let own = top.path().join("shouxi");
    std::fs::copy(env!("CARGO_BIN_EXE_shouxi"), &own).unwrap();
    mode(&own, 0o755);
    let root = top.path().join("panel");
    super::harness::copy(&super::harness::fixtures().join("weihai-2024"), &root);
    let file = root.join("panel.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replacen("id = \"E03\"\n", &format!("id = \"E03\"\nunix_user = \"{name}\"\n"), 1);
    assert!(text.contains("unix_user"));
    std::fs::write(&file, text).unwrap();
    run(&root, &["stage", "scoring"]).ok();

    // As folders are usually made, others could read; the refusal says what to do, and doing it is enough.
    mode(&root, 0o755);
    mode(&root.join("dossiers"), 0o755);
    mode(&file, 0o600);
    let refused = run(&root, &["serve"]).with(4);
    let todo = format!("chmod -R go-rwx {}", root.canonicalize().unwrap().display());
    assert!(refused.err.contains("dossiers") && refused.err.contains(&todo), "{}", refused.err);
    mode(&root, 0o777);
    let refused = run(&root, &["serve"]).with(4);
    assert!(refused.err.contains("777") && refused.err.contains("chmod go-w "), "{}", refused.err);
    let close = format!("{todo}; chmod a+x {}", root.display());
    assert!(std::process::Command::new("/bin/sh").args(["-c", &close]).status().unwrap().success());

    // A directory for the socket that the other account's group may enter.
    let runtime = top.path().join("run");
    std::fs::create_dir_all(runtime.join("shouxi")).unwrap();
    mode(&runtime, 0o711);
    mode(&runtime.join("shouxi"), 0o750);
    std::os::unix::fs::chown(runtime.join("shouxi"), None, Some(uid)).unwrap();
    let mut serve = program(&root);
    let mut child = serve.env("XDG_RUNTIME_DIR", &runtime).arg("serve").stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut first = String::new();
    log.read_line(&mut first).unwrap();
    assert!(first.contains("开始服务"), "{first}");

    let as_other = |args: &[&str]| -> Ran {
        use std::os::unix::process::CommandExt;
        let mut command = std::process::Command::new(&own);
        command.env_clear().env("TZ", "UTC").current_dir("/").uid(uid).gid(uid).stdin(Stdio::null());
        command.args(["--remote-only", "-C", root.to_str().unwrap()]).args(args).output().unwrap().into()
    };
    let seen = as_other(&["status"]).ok();
    assert!(seen.out.contains("E03") && !seen.out.contains("席位自报"), "{}", seen.out);
    assert!(as_other(&["declare", "W274"]).ok().out.contains("W274"));
    for seat in ["E04", "S01", "E99"] {
        let refused = as_other(&["--as", seat, "status"]).with(4);
        assert!(refused.err.contains("不坐"), "{}", refused.err);
    }
    as_other(&["serve", "--stop"]).with(4);
    // Nothing in the folder is the other account's to read, whatever it knows of it.
    for inside in ["panel.toml", "dossiers/W274.toml", "store/FORMAT"] {
        use std::os::unix::process::CommandExt;
        let mut cat = std::process::Command::new("cat");
        let read = cat.arg(root.join(inside)).uid(uid).gid(uid).output().unwrap();
        assert!(!read.status.success() && read.stdout.is_empty(), "{inside}");
    }
    run(&root, &["serve", "--stop"]).ok();
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_log_names_no_seat_and_no_mark() {
    let panel = Panel::practice();
    let mut server = Server::start(&panel);
    say(&panel, "--as E03 status").ok();
    say(&panel, "--as E99 status").with(2);
    let mut log = server.wait_for("账号无权");
    server.signal(Signal::TERM);
    log.push_str(&server.ended().1);
    for secret in ["E03", "E99", "W274", "张师傅"] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[test]
fn a_server_leaves_no_copy_of_its_memory() {
    let panel = Panel::practice();
    let server = Server::start(&panel);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.child.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    server.signal(Signal::TERM);
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn a_key_leads_into_its_seat_and_nowhere_else() {
    let top = tempfile::tempdir().unwrap();
    let root = top.path().join("评审 “2024” it's \"so\" $HOME");
    copy(&fixtures().join("weihai-2024"), &root);
    // As `new` makes it.
    std::fs::set_permissions(&root, std::fs::Permissions::from_mode(0o700)).unwrap();
    let file = root.join("panel.toml");
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0practice";
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("id = \"E03\"\n", &format!("id = \"E03\"\nssh_key = \"{key} li@home\"\n"));
    let text = text.replace("id = \"E04\"\n", "id = \"E04\"\nssh_key = \"command=\\\"sh\\\" ssh-ed25519 AAAA\"\n");
    // A line that would bring options of its own: told, and no line is printed.
    std::fs::write(&file, &text).unwrap();
    let refused = run(&root, &["authorized-keys"]).with(1);
    assert!(refused.out.is_empty() && refused.err.contains("不是 SSH 公钥"), "{}", refused.err);
    let twice = text.replace("command=\\\"sh\\\" ssh-ed25519 AAAA", &format!("{key} another comment"));
    std::fs::write(&file, twice).unwrap();
    assert!(run(&root, &["authorized-keys"]).with(1).err.contains("对不上唯一的席位"));
    let text = text.replace("ssh_key = \"command=\\\"sh\\\" ssh-ed25519 AAAA\"\n", "");
    std::fs::write(&file, text).unwrap();
    let keys = run(&root, &["authorized-keys"]).ok();
    let lines: Vec<&str> = keys.out.lines().collect();
    assert_eq!(lines.len(), 1, "{}", keys.out);
    assert!(lines[0].ends_with(&format!("{key} E03")) && lines[0].starts_with("restrict,pty,command=\""));
    assert!(keys.err.contains("E04") && keys.err.contains("E05"), "{}", keys.err);
    run(&root, &["stage", "scoring"]).ok();
    assert_eq!(run(&root, &["authorized-keys"]).ok().out, keys.out, "as recorded now");
    // As sshd takes the option apart, and the account's shell the command.
    let quoted = lines[0].strip_prefix("restrict,pty,command=\"").unwrap();
    let end = quoted.rfind("\" ssh-ed25519").unwrap();
    let command = quoted[..end].replace("\\\"", "\"");
    let mut shell = std::process::Command::new("/bin/sh");
    shell.env_clear().env("HOME", top.path()).args(["-c", &format!("{command} status")]).stdin(Stdio::null());
    // Without a server it goes nowhere.
    let refused: Ran = shell.output().unwrap().into();
    assert!(refused.with(4).out.is_empty());
    let runtime = tempfile::tempdir().unwrap();
    let mut serve = program(&root);
    let mut child = serve.env("XDG_RUNTIME_DIR", runtime.path()).arg("serve").stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut first).unwrap();
    let seen: Ran = shell.output().unwrap().into();
    let seen = seen.ok();
    assert!(seen.out.contains("E03") && !seen.out.contains("席位自报"), "{}", seen.out);
    run(&root, &["serve", "--stop"]).ok();
    assert!(child.wait().unwrap().success());
}

#[test]
fn after_opening_keys_are_printed_as_recorded_and_an_edited_one_is_told_until_it_is_amended() {
    let panel = Panel::copy("weihai-2024");
    let [old, new] = ["OLD", "NEW"].map(|word| format!("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{word}practice"));
    let text = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    let with = |key: &str| text.replacen("id = \"E03\"\n", &format!("id = \"E03\"\nssh_key = \"{key} li@home\"\n"), 1);
    panel.put("panel.toml", &with(&old));
    assert!(say(&panel, "authorized-keys").ok().out.contains(&old));
    say(&panel, "stage scoring").ok();
    panel.put("panel.toml", &with(&new));
    let keys = say(&panel, "authorized-keys").ok();
    assert!(keys.out.contains(&old) && !keys.out.contains(&new), "{}", keys.out);
    assert!(keys.err.contains("panel.toml 里 E03 的 ssh_key 与记录不同"), "{}", keys.err);
    // The cards are made of the same.
    say(&panel, "amend panel.toml --reason 换钥匙").ok();
    let keys = say(&panel, "authorized-keys").ok();
    assert!(keys.out.contains(&new) && !keys.out.contains(&old) && !keys.err.contains("不同"), "{}", keys.err);
    // A file that can no longer be read changes nothing either.
    panel.put("panel.toml", "quota = [");
    assert!(say(&panel, "authorized-keys").ok().out.contains(&new));
}

#[test]
fn the_unit_may_do_nothing_but_serve() {
    let panel = Panel::copy("weihai-2024");
    let unit = say(&panel, "serve --unit").ok().out;
    let root = panel.root().canonicalize().unwrap();
    let root = root.display();
    for line in [
        &format!("ReadWritePaths=\"{root}\""),
        "UMask=0077",
        "NoNewPrivileges=yes",
        "LimitCORE=0",
        "ProtectSystem=strict",
        "RestrictAddressFamilies=AF_UNIX",
        "RuntimeDirectoryMode=0700",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line}\n{unit}");
    }
    assert!(unit.contains(&format!("-C \"{root}\" serve")), "{unit}");
    assert!(!panel.root().join("store").exists());
    // Accounts of seats come to the socket by their group.
    let grouped = say(&panel, "serve --unit --group zhuanjia").ok();
    for line in ["Group=zhuanjia", "RuntimeDirectoryMode=0750"] {
        assert!(grouped.out.lines().any(|found| found == line), "{line}\n{}", grouped.out);
    }
    assert!(grouped.err.is_empty());
    say(&panel, "serve --unit --group a;b").with(2);
    say(&panel, "serve --group zhuanjia").with(2);
    let text = std::fs::read_to_string(panel.root().join("panel.toml")).unwrap();
    panel.put("panel.toml", &text.replacen("id = \"E03\"\n", "id = \"E03\"\nunix_user = \"e03\"\n", 1));
    assert!(say(&panel, "serve --unit").ok().err.contains("--group"));
}
