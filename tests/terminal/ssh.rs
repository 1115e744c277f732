//! The system's own sshd, on a port of this test, with keys made for it: each key leads into its seat, and to nothing else.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::harness::{Launch, Term};
use crate::panel::{OF_E02, Panel, leave, pass_the_door};
use crate::served::Server;

/// What a panel folder may be called at worst; not ending in a backslash, which no option could hold.
const NAME: &str = r#"评审 2024 it's "so" $HOME `id` 100% \x;&"#;
const SEATS: [&str; 4] = ["E02", "E03", "S01", "J01"];

/// A daemon of the test's own; ended with it.
struct Sshd {
    child: Child,
    port: u16,
    user: String,
    dir: tempfile::TempDir,
}

fn tool(name: &str) -> Option<PathBuf> {
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"];
    places.map(|place| Path::new(place).join(name)).into_iter().find(|path| path.exists())
}

/// Tells on the run's own output, past what the test runner keeps to itself.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "\nSKIPPED real sshd: {why}");
}

impl Sshd {
    /// None, told, where this machine cannot run one.
    fn start() -> Option<Self> {
        let (Some(sshd), Some(_), Some(_)) = (tool("sshd"), tool("ssh"), tool("ssh-keygen")) else {
            skipped("openssh-server and openssh-client are not installed");
            return None;
        };
        let Some(user) = shouxi::desk::own_account() else {
            skipped("this account has no name");
            return None;
        };
        // Where root starts it, it keeps its unprivileged half in here.
        let own = Path::new("/run/sshd");
        if rustix::process::geteuid().is_root() && !own.exists() && std::fs::create_dir_all(own).is_err() {
            skipped("there is no /run/sshd, and it cannot be made");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        for name in SEATS.iter().chain(&["host", "probe"]) {
            let file = dir.path().join(name);
            let mut make = Command::new(tool("ssh-keygen").unwrap());
            make.args(["-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f"]).arg(file);
            assert!(make.status().unwrap().success());
        }
        let daemon = (0..5).find_map(|_| Self::listen(&sshd, dir.path()));
        let (child, port) = daemon.unwrap_or_else(|| panic!("{}", log(dir.path())));
        let sshd = Self { child, port, user, dir };
        // A key of another command: if that does not get in, it is not our program that keeps it out.
        let probe = format!("restrict,command=\"echo ready\" {}\n", sshd.key("probe"));
        std::fs::write(sshd.dir.path().join("authorized_keys"), probe).unwrap();
        let reached = sshd.ssh("probe", &[], "").output().unwrap();
        if reached.stdout != b"ready\n" {
            skipped(&format!("nobody can log in here: {}", log(sshd.dir.path()).replace('\n', " ")));
            return None;
        }
        Some(sshd)
    }

    fn listen(sshd: &Path, dir: &Path) -> Option<(Child, u16)> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = dir.join("sshd_config");
        let at = dir.display();
        let lines = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nPidFile none\nStrictModes no\nUsePAM no\n\
             AuthorizedKeysFile {at}/authorized_keys\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
             PermitRootLogin yes\nAcceptEnv LANG LC_*\nSubsystem sftp internal-sftp\n"
        );
        std::fs::write(&config, lines).unwrap();
        let told = std::fs::File::create(dir.join("log")).unwrap();
        let mut command = Command::new(sshd);
        command.arg("-D").arg("-e").arg("-f").arg(&config).stdin(Stdio::null()).stdout(Stdio::null()).stderr(told);
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        loop {
            if child.try_wait().unwrap().is_some() {
                return None;
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some((child, port));
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "sshd does not listen: {}", log(dir));
            std::thread::yield_now();
        }
    }

    /// The public key of a file.
    fn key(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(format!("{name}.pub"))).unwrap().trim().to_owned()
    }

    /// Options that ssh, scp and sftp share.
    fn options(&self, seat: &str) -> Vec<String> {
        let host = self.dir.path().join("known_hosts");
        std::fs::write(&host, format!("[127.0.0.1]:{} {}\n", self.port, self.key("host"))).unwrap();
        let identity = self.dir.path().join(seat);
        let mut options: Vec<String> = ["-F", "/dev/null", "-i", identity.to_str().unwrap()].map(String::from).to_vec();
        for option in ["BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "LogLevel=ERROR"] {
            options.extend(["-o".to_owned(), option.to_owned()]);
        }
        options.extend(["-o".to_owned(), format!("UserKnownHostsFile={}", host.display())]);
        options.extend([
            "-o".to_owned(),
            format!("User={}", self.user),
            "-o".to_owned(),
            format!("Port={}", self.port),
        ]);
        options
    }

    fn ssh(&self, seat: &str, more: &[&str], named: &str) -> Command {
        let mut command = Command::new(tool("ssh").unwrap());
        command.env_clear().env("HOME", self.dir.path()).env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
        command.args(self.options(seat)).args(more).arg("127.0.0.1");
        if !named.is_empty() {
            command.arg(named);
        }
        command
    }

    /// Logs in on a terminal, as people do, with this typed after the address.
    fn log_in(&self, seat: &str, named: &str) -> Term {
        let mut arguments = self.options(seat);
        arguments.extend(["-tt".to_owned(), "127.0.0.1".to_owned()]);
        arguments.extend((!named.is_empty()).then(|| named.to_owned()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Launch::program(&tool("ssh").unwrap(), &arguments).start()
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("log")).unwrap_or_default()
}

/// The small panel in a folder of the worst name, in scoring, with keys.
fn panel(sshd: &Sshd) -> Panel {
    let panel = Panel::in_setup_named(NAME);
    let file = panel.at("panel.toml");
    let mut text = std::fs::read_to_string(&file).unwrap();
    for seat in SEATS {
        let id = format!("id   = \"{seat}\"\n");
        assert!(text.contains(&id));
        text = text.replace(&id, &format!("{id}ssh_key = \"{}\"\n", sshd.key(seat)));
    }
    std::fs::write(&file, text).unwrap();
    panel.run(&["stage", "scoring"]);
    let keys = panel.run(&["authorized-keys"]);
    assert_eq!(keys.lines().count(), SEATS.len(), "{keys}");
    std::fs::write(sshd.dir.path().join("authorized_keys"), keys).unwrap();
    panel
}

#[track_caller]
fn refused(ran: &Output, words: &str) {
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(!ran.status.success() && ran.stdout.is_empty(), "{told} {:?}", String::from_utf8_lossy(&ran.stdout));
    assert!(told.contains(words), "{told}");
}

/// Names and texts of the papers that came.
fn papers(ran: &Output) -> BTreeMap<String, String> {
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut zip = zip::ZipArchive::new(Cursor::new(&ran.stdout)).unwrap();
    let mut papers = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        papers.insert(file.name().to_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    papers
}

#[test]
fn a_key_leads_into_its_seat_over_the_systems_own_sshd_and_nowhere_else() {
    const ONLY: &str = "这里只能打开评审界面：没有执行命令";
    let Some(sshd) = Sshd::start() else { return };
    let panel = panel(&sshd);

    // Nobody serves yet: told in words an expert can use.
    let mut term = sshd.log_in("E03", "");
    term.wait_for("评审服务现在没有开");
    assert_eq!(term.exit_status(), 4);
    drop(term);

    let server = Server::start(&panel);
    term = sshd.log_in("E03", "");
    pass_the_door(&mut term, true);
    term.wait_for("找代号");
    term.wait_for_row(&["E03", "丙师傅"]);
    // Keys that end other programs lead to no shell, and the way out ends the login.
    term.send_alone("\x03");
    term.wait_for_row(&["E03", "丙师傅"]);
    leave(&mut term);
    drop(term);

    // Another seat, a shell, a file: whatever stands after the address leads into the seat, or, without a terminal, nowhere.
    let marker = sshd.dir.path().join("ran");
    for named in [format!("touch {}; shouxi --as S01", marker.display()), "papers".to_owned()] {
        let mut term = sshd.log_in("E03", &named);
        term.wait_for_row(&["E03", "丙师傅"]);
        leave(&mut term);
        drop(term);
        refused(&sshd.ssh("E03", &[], &named).output().unwrap(), ONLY);
    }
    // Of a subsystem sshd hands on no errors.
    refused(&sshd.ssh("E03", &["-s"], "sftp").output().unwrap(), "");
    refused(&sshd.ssh("S01", &[], "ls").output().unwrap(), ONLY);
    let mut scp = Command::new(tool("scp").unwrap());
    let got = sshd.dir.path().join("got");
    scp.args(sshd.options("E03")).arg(format!("127.0.0.1:{}", panel.at("panel.toml").display())).arg(&got);
    assert!(!scp.output().unwrap().status.success());
    assert!(!marker.exists() && !got.exists());

    // No forwarding either way.
    let through = format!("127.0.0.1:{}", sshd.port);
    refused(&sshd.ssh("E03", &["-W", &through], "").output().unwrap(), "forwarding failed");
    let back = sshd.ssh("E03", &["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"], "").output().unwrap();
    refused(&back, "remote port forwarding failed");
    // A terminal that says it is not UTF-8.
    let mut gbk = sshd.ssh("E03", &["-tt", "-o", "SendEnv=LANG"], "");
    let told = gbk.env("LANG", "zh_CN.GBK").env("TERM", "xterm").output().unwrap();
    assert!(String::from_utf8_lossy(&told.stdout).contains("not set to UTF-8 (zh_CN.GBK)"), "{told:?}");
    // A key that is in no seat does not get in at all.
    refused(&sshd.ssh("host", &[], "").output().unwrap(), "Permission denied");
    drop(server);
}

#[test]
fn papers_come_over_ssh_each_only_what_its_role_may_see() {
    let Some(sshd) = Sshd::start() else { return };
    let panel = panel(&sshd);
    let _server = Server::start(&panel);
    panel.enter("E02", &OF_E02);
    let papers_of = |seat: &str| papers(&sshd.ssh(seat, &[], "papers").output().unwrap());
    let names = |papers: &BTreeMap<String, String>| papers.keys().cloned().collect::<Vec<_>>().join(" ");

    // In scoring nobody sees a mark.
    let office = papers_of("S01");
    assert_eq!(names(&office), "席位卡.docx 日志.csv");
    assert_eq!(names(&papers_of("J01")), "日志.csv");
    assert!(!office["日志.csv"].contains("25.5") && office["日志.csv"].contains("E02"), "{}", office["日志.csv"]);

    panel.run(&["stage", "review"]);
    let office = papers_of("S01");
    assert_eq!(names(&office), "候选人建议名单.csv 候选人建议名单.docx 席位卡.docx 日志.csv");
    let supervisor = papers_of("J01");
    assert_eq!(names(&supervisor), "候选人建议名单.csv 候选人建议名单.docx 日志.csv");
    assert!(supervisor["候选人建议名单.csv"].starts_with("\u{feff}rank,code,"));
    assert!(!supervisor["日志.csv"].contains("25.5"), "others' entries stay masked");
    // Papers with a terminal would be rubbish on it.
    let term = sshd.log_in("S01", "papers");
    term.wait_for("末尾写 > papers.zip");
    assert_eq!(term.exit_status(), 1);
}
