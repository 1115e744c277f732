//! What can take the whole process down is tried in a child: the test binary itself, told by an environment variable
//! what to do.

use super::*;
use std::collections::BTreeMap;
use std::process::{Command, Output};
use std::sync::mpsc::channel;

const TASK: &str = "SHOUXI_TEST_INDEX_TASK";
const DIR: &str = "SHOUXI_TEST_INDEX_DIR";

fn run(task: &str, dir: &Path) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::index::tests::child::in_a_child", "--nocapture"])
        .env(TASK, task)
        .env(DIR, dir)
        .output()
        .unwrap()
}

/// Does nothing unless a parent asked for it.
#[test]
fn in_a_child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let dir = PathBuf::from(std::env::var_os(DIR).unwrap());
    let (tell, told) = channel();
    let work = move || tell.send(if task == "mend" { mend(&dir) } else { fill(&dir) }).unwrap();
    let thread = std::thread::spawn(work);
    // An index that hangs is no answer either.
    let answer = told.recv_timeout(Duration::from_secs(100)).unwrap();
    thread.join().unwrap();
    println!("\nanswer {answer}");
}

const EVENTS: usize = 120;

/// Opens an index that may be damaged and does what the program would do.
fn mend(dir: &Path) -> String {
    let copies = history(EVENTS);
    let head = head_of(&copies);
    let digest_at = |n: u64| copies.get(usize::try_from(n).unwrap().checked_sub(1)?).map(|copy| copy.head.digest);
    let answer = match Index::open(dir).unwrap() {
        Opened::Missing => "missing",
        Opened::Damaged(_) => "damaged",
        Opened::Ready(index) => {
            let caught_up = match index.standing(head, digest_at) {
                Standing::Level => Ok(()),
                Standing::Behind { from } => {
                    index.apply(&copies[usize::try_from(from).unwrap() - 1..], &sheets())
                }
                standing => panic!("a flipped bit made it {standing:?}"),
            };
            match caught_up.and_then(|()| index.check_against(head, copies.clone(), sheets())) {
                Ok(None) => "fine",
                Ok(Some(_)) => "differs",
                Err(IndexError::Damaged(_)) => "damaged",
                Err(why) => panic!("{why:?}"),
            }
        }
    };
    if answer != "fine" {
        set_aside(dir).unwrap();
        let index = rebuild(dir, copies.clone(), sheets()).unwrap();
        assert_eq!(index.check_against(head, copies.clone(), sheets()), Ok(None));
        drop(index);
        assert_eq!(open(dir).check_against(head, copies, sheets()), Ok(None));
    }
    answer.to_owned()
}

/// A small generator of our own, so that the same bytes are flipped everywhere.
struct Lots(u64);

impl Lots {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() { copy_dir(&entry.path(), &to) } else { drop(std::fs::copy(entry.path(), to).unwrap()) }
    }
}

#[test]
fn whatever_byte_is_flipped_the_answer_is_definite_and_the_index_can_be_remade() {
    let (keep, dir) = place();
    let copies = history(EVENTS);
    let index = rebuild(&dir, copies[..60].to_vec(), sheets()).unwrap();
    for copy in &copies[60..] {
        index.apply(std::slice::from_ref(copy), &sheets()[..3]).unwrap();
    }
    index.sync().unwrap();
    drop(index);
    let whole = std::fs::read(dir.join("db")).unwrap();
    // Where there is something: most of the file is room that was never written.
    let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut lots = Lots(0x5eed_5eed_0bad_cafe);
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for n in 0..30 {
        let (at, bit) = (written[lots.below(written.len())], lots.below(8));
        let hurt = keep.path().join(format!("hurt-{n}"));
        copy_dir(&dir, &hurt);
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        std::fs::write(hurt.join("db"), bytes).unwrap();
        let output = run("mend", &hurt);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "byte {at} bit {bit}: {:?}\n{out}\n{err}", output.status);
        assert!(!err.contains("panicked"), "a caught panic was shown: {err}");
        let answer = out.lines().find_map(|line| line.strip_prefix("answer ")).unwrap();
        *answers.entry(answer.to_owned()).or_default() += 1;
    }
    // If every flip were harmless, the test would not reach anything.
    assert!(answers.iter().any(|(answer, _)| answer != "fine"), "{answers:?}");
    println!("{answers:?}");
}

/// Writes until the file may not grow any more; then the limit is lifted and the index opened again.
fn fill(dir: &Path) -> String {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // The signal that comes with the error would end the process.
    let ignored = std::sync::Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(25, ignored).unwrap();
    let index = rebuild(dir, [], []).unwrap();
    let free = getrlimit(Resource::Fsize);
    let tight = std::fs::metadata(dir.join("db")).unwrap().len() + 600_000;
    setrlimit(Resource::Fsize, Rlimit { current: Some(tight), maximum: free.maximum }).unwrap();
    let mut tip = Tip::EMPTY;
    let long = What::Dissented { text: clean(&"长".repeat(20_000)) };
    let (mut copies, mut failed) = (Vec::new(), None);
    while failed.is_none() {
        assert!(copies.len() < 2_000, "the limit was never met");
        let event = event_after(&tip, &long);
        tip = Tip { head: event.head(), at_ms: event.at_ms };
        copies.push(Copy::of(&event).unwrap());
        failed = index.apply(&copies[copies.len() - 1..], &[]).and_then(|()| index.sync()).err();
    }
    assert_eq!(index.event(1), Err(IndexError::Broken), "quiet until it is opened again");
    drop(index);
    setrlimit(Resource::Fsize, free).unwrap();
    let digest_at = |n: u64| copies.get(usize::try_from(n).unwrap().checked_sub(1)?).map(|copy| copy.head.digest);
    let head = head_of(&copies);
    let index = open(dir);
    match index.standing(head, digest_at) {
        Standing::Level => {}
        Standing::Behind { from } => index.apply(&copies[usize::try_from(from).unwrap() - 1..], &[]).unwrap(),
        standing => panic!("{standing:?}"),
    }
    assert_eq!(index.check_against(head, copies, []), Ok(None));
    format!("{:?}", failed.unwrap())
}

#[test]
fn a_full_disk_is_an_error_and_the_next_opening_catches_up() {
    let (_keep, dir) = place();
    let output = run("fill", &dir);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    assert_eq!(out.lines().find_map(|line| line.strip_prefix("answer ")), Some("Full"), "{out}\n{err}");
}
