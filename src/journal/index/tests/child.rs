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

/// What the child answered. It must have ended well and shown no panic.
fn answer(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{:?}\n{out}\n{err}", output.status);
    assert!(!err.contains("panicked"), "a caught panic was shown: {err}");
    out.lines().find_map(|line| line.strip_prefix("answer ")).unwrap().to_owned()
}

/// Does nothing unless a parent asked for it.
#[test]
fn in_a_child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let dir = PathBuf::from(std::env::var_os(DIR).unwrap());
    let (tell, told) = channel();
    let work = move || {
        let answer = match task.as_str() {
            "mend" => mend(&dir),
            "fill" => fill(&dir),
            "panics" => panics(),
            "save" => saved(&dir),
            _ => after_full(&dir),
        };
        tell.send(answer).unwrap();
    };
    let thread = std::thread::spawn(work);
    // An index that hangs is no answer either.
    let answer = told.recv_timeout(Duration::from_secs(100)).unwrap();
    thread.join().unwrap();
    println!("\nanswer {answer}");
}

/// The hook that swallows sled's panics stands before the one that shows panics, and that one sees all others.
fn panics() -> String {
    use super::super::guard::guarded;
    let quiet = guarded(|| -> Result<(), IndexError> { panic!("swallowed inside") });
    let of_sled = std::thread::Builder::new().name("sled-io-7".into()).spawn(|| panic!("swallowed in its thread"));
    let of_ours = std::thread::Builder::new().name("hall".into()).spawn(|| panic!("shown"));
    // Within a guarded call a thread of ours is still ours.
    let beside = guarded(|| {
        let of_ours = std::thread::spawn(|| panic!("shown beside"));
        Ok(of_ours.join().is_err())
    });
    let ended = [of_sled, of_ours].map(|thread| thread.unwrap().join().is_err());
    format!("{} {ended:?} {beside:?}", quiet.is_err())
}

#[test]
fn a_panic_of_sleds_is_never_shown_and_every_other_is() {
    let output = run("panics", Path::new("."));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(out.contains("answer true [true, true] Ok(true)"), "{out}\n{err}");
    assert!(!err.contains("swallowed"), "{err}");
    let shown: Vec<&str> =
        err.lines().filter(|line| line.contains("panicked at") || line.starts_with("shown")).collect();
    assert_eq!(shown.len(), 4, "two panics, place and words of each: {err}");
}

const EVENTS: usize = 120;

/// Opens an index that may be damaged and does what the program would do.
fn mend(dir: &Path) -> String {
    let copies = history(EVENTS);
    let head = head_of(&copies);
    let digest_at = |n: u64| copies.get(usize::try_from(n).unwrap().checked_sub(1)?).map(|copy| copy.head.digest);
    let answer = match Index::open(dir).unwrap() {
        Opened::Missing => "missing",
        Opened::Damaged(fault) => {
            println!("{fault:?}");
            "damaged"
        }
        Opened::Ready(index) => {
            let standing = index.standing(head, digest_at);
            let caught_up = match standing {
                Standing::Level => Ok(()),
                // What the hall would hand over: the events since, and the sheets that those touched.
                Standing::Behind { from: 1 } => index.apply(&copies, &sheets()),
                Standing::Behind { from } => index.apply(&copies[usize::try_from(from).unwrap() - 1..], &sheets()[..3]),
                standing => panic!("a flipped bit made it {standing:?}"),
            };
            match caught_up.and_then(|()| index.check_against(head, copies.clone(), sheets())) {
                Ok(None) if standing == Standing::Level => "fine",
                Ok(None) => "behind",
                Ok(Some(_)) => "differs",
                Err(IndexError::Damaged(fault)) => {
                    println!("reading: {fault:?}");
                    "damaged"
                }
                Err(why) => panic!("{why:?}"),
            }
        }
    };
    if !matches!(answer, "fine" | "behind") {
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
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The index that is hurt: made, written to in small frames, closed.
fn make(dir: &Path) {
    let copies = history(EVENTS);
    let index = rebuild(dir, copies[..60].to_vec(), sheets()).unwrap();
    for copy in &copies[60..] {
        index.apply(std::slice::from_ref(copy), &sheets()[..3]).unwrap();
    }
    index.sync().unwrap();
}

/// Its files with their names.
fn files_in(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = dir.read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    paths.map(|path| (PathBuf::from(path.file_name().unwrap()), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn whatever_byte_is_flipped_the_answer_is_definite_and_the_index_can_be_remade() {
    let (keep, dir) = place();
    make(&dir);
    // Opened and closed once more it has a snapshot, and sled reads the rest in another way.
    let again = keep.path().join("again");
    copy_dir(&dir, &again);
    drop(open(&again));
    let states = [(&dir, files_in(&dir)), (&again, files_in(&again))];
    for (state, _) in &states {
        let unhurt = state.with_extension("unhurt");
        copy_dir(state, &unhurt);
        assert_eq!(answer(&run("mend", &unhurt)), "fine", "what was not hurt is not called so");
    }
    let mut lots = Lots(0x5eed_5eed_0bad_cafe);
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for n in 0..30 {
        let (state, files) = &states[n % 2];
        // Mostly the large one, and there where something is written: the rest of it is room.
        let (name, whole) = match n % 6 {
            0 => &files[lots.below(files.len())],
            _ => files.iter().find(|(name, _)| name.as_os_str() == "db").unwrap(),
        };
        let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
        let (at, bit) = (written[lots.below(written.len())], lots.below(8));
        let hurt = keep.path().join(format!("hurt-{n}"));
        copy_dir(state, &hurt);
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        std::fs::write(hurt.join(name), bytes).unwrap();
        let output = run("mend", &hurt);
        *answers.entry(answer(&output)).or_default() += 1;
    }
    println!("{answers:?}");
    // If every flip were harmless, the test would not reach what it is about.
    assert!(answers.contains_key("damaged") && answers.contains_key("behind"), "{answers:?}");
}

/// What three seats have typed, now and a little before.
fn typed(seat: usize, now: bool) -> SeatNotes {
    let mut typed = notes();
    let paper = DraftKey { paper_of: Some(super::seat(9)), ..draft(3, Some("mastery"), false) };
    typed.drafts.insert(paper, clean(&format!("{seat}1.5")));
    // Enough of it to fill more than one page.
    typed.drafts.extend((10..40).map(|n| (draft(n, None, true), clean(&format!("{seat} {n} {}", "话".repeat(100))))));
    if !now {
        typed.drafts.values_mut().for_each(|text| *text = clean(&format!("{text} 旧")));
    }
    typed
}

fn make_typed(dir: &Path) {
    make(dir);
    let index = open(dir);
    for now in [false, true] {
        for n in 1..4 {
            index.put_notes(&super::seat(n), &typed(n, now)).unwrap();
        }
        index.sync().unwrap();
    }
}

/// Saves from an index that may be damaged. What is saved was typed by this seat at this place, last or, where sled lost
/// what it wrote last, the time before; or it is absent.
fn saved(dir: &Path) -> String {
    let saved = save(dir);
    let (mut texts, mut all) = (0, 0);
    for n in 1..4 {
        all += typed(n, true).drafts.len();
    }
    for (seat, notes) in &saved.notes {
        let n = (1..4).find(|n| super::seat(*n) == *seat).expect("a seat that never typed");
        let (due, before) = (typed(n, true), typed(n, false));
        for (key, text) in &notes.drafts {
            let once = [&due, &before].map(|typed| typed.drafts.get(key));
            assert!(once.contains(&Some(text)), "{seat} {key:?}: {text}");
            texts += usize::from(once[0] == Some(text));
        }
        let place = SeatNotes { drafts: BTreeMap::new(), ..notes.clone() };
        assert!([SeatNotes::default(), SeatNotes { drafts: BTreeMap::new(), ..due }].contains(&place), "{place:?}");
    }
    // Saying that this is all, where it is not, sled alone could: it lost what it says was never there.
    let kind = if texts == all {
        "all"
    } else if texts > 0 {
        "some"
    } else {
        "none"
    };
    format!("{kind} {}", saved.whole)
}

#[test]
fn whatever_byte_is_flipped_what_is_saved_of_the_half_typed_is_right_or_absent() {
    let (keep, dir) = place();
    make_typed(&dir);
    let unhurt = keep.path().join("unhurt");
    copy_dir(&dir, &unhurt);
    assert_eq!(answer(&run("save", &unhurt)), "all true");
    let files = files_in(&dir);
    let mut lots = Lots(0x5eed_0bad_5eed_cafe);
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for n in 0..30 {
        let (name, whole) = match n % 6 {
            0 => &files[lots.below(files.len())],
            _ => files.iter().find(|(name, _)| name.as_os_str() == "db").unwrap(),
        };
        let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
        let (at, bit) = (written[lots.below(written.len())], lots.below(8));
        let hurt = keep.path().join(format!("hurt-{n}"));
        copy_dir(&dir, &hurt);
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        std::fs::write(hurt.join(name), bytes).unwrap();
        *answers.entry(answer(&run("save", &hurt))).or_default() += 1;
    }
    println!("{answers:?}");
    let of = |kind: &str| answers.iter().filter(|(answer, _)| answer.starts_with(kind)).map(|(_, n)| n).sum::<usize>();
    // Where sled opens it at all, something comes back now and then, and not always everything.
    assert!(of("all") + of("some") > 0 && of("all") < 30, "{answers:?}");
}

/// The longest event there is room for, again and again.
fn long_history(count: usize) -> Vec<Copy> {
    let mut tip = Tip::EMPTY;
    let long = What::Dissented { text: clean(&"长".repeat(20_000)) };
    (0..count)
        .map(|_| {
            let event = event_after(&tip, &long);
            tip = Tip { head: event.head(), at_ms: event.at_ms };
            Copy::of(&event).unwrap()
        })
        .collect()
}

/// Writes until the file may not grow any more.
fn fill(dir: &Path) -> String {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // The signal that comes with the error would end the process.
    let heard = std::sync::Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(25, std::sync::Arc::clone(&heard)).unwrap();
    let index = rebuild(dir, [], []).unwrap();
    let tight = std::fs::metadata(dir.join("db")).unwrap().len() + 2_000_000;
    setrlimit(Resource::Fsize, Rlimit { current: Some(tight), maximum: getrlimit(Resource::Fsize).maximum }).unwrap();
    let mut written = 0;
    let failed = long_history(200).iter().find_map(|copy| {
        let failed = index.apply(std::slice::from_ref(copy), &[]).and_then(|()| index.sync()).err();
        written += u32::from(failed.is_none());
        failed
    });
    assert!(heard.load(Ordering::Acquire), "the limit was met");
    assert!(written > 0, "not at once");
    assert_eq!(index.event(1), Err(IndexError::Broken), "quiet until it is opened again");
    drop(index);
    format!("{failed:?}")
}

/// With room again, in another process.
fn after_full(dir: &Path) -> String {
    let copies = long_history(200);
    let head = head_of(&copies);
    let index = open(dir);
    let Standing::Behind { from } =
        index.standing(head, |n| copies.iter().find(|copy| copy.number() == n).map(|copy| copy.head.digest))
    else {
        panic!("nothing was left out")
    };
    index.apply(&copies[usize::try_from(from).unwrap() - 1..], &[]).unwrap();
    format!("{:?}", index.check_against(head, copies, []))
}

#[test]
fn a_full_disk_is_an_error_and_the_next_opening_catches_up() {
    let (_keep, dir) = place();
    assert_eq!(answer(&run("fill", &dir)), "Some(Full)");
    assert_eq!(answer(&run("after full", &dir)), "Ok(None)");
}
