use super::*;

/// Writes down what it is told; fails at the `fails_at`-th call with `errno`.
#[derive(Debug, Default, Clone)]
struct Record {
    told: Arc<Mutex<Vec<u8>>>,
    calls: usize,
    fails: Option<(usize, Errno)>,
}

impl Record {
    fn tell(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.calls += 1;
        match self.fails {
            Some((at, errno)) if self.calls >= at => Err(errno.into()),
            _ => {
                self.told.lock().unwrap().extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.told.lock().unwrap())).unwrap()
    }
}

impl Line for Record {
    fn raw(&mut self) -> io::Result<()> {
        self.tell(b"<raw>")
    }
    fn cooked(&mut self) -> io::Result<()> {
        self.tell(b"<cooked>")
    }
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.tell(bytes)
    }
}

const ON: &str = "<raw>\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?25l";
const OFF: &str = "\x1b[?2026l\x1b[0m\x1b[?25h\x1b[?2004l\x1b[?7h\x1b[?1049l<cooked>";

#[test]
fn what_was_switched_on_goes_off_last_first_and_once() {
    let record = Record::default();
    let mut switches = Switches::new(record.clone());
    switches.leave().unwrap();
    assert_eq!(record.take(), "", "nothing is on, nothing is undone");
    switches.enter().unwrap();
    assert_eq!(record.take(), ON);
    switches.leave().unwrap();
    assert_eq!(record.take(), OFF);
    switches.leave().unwrap();
    assert_eq!(record.take(), "");
    switches.enter().unwrap();
    switches.enter().unwrap();
    assert_eq!(record.take(), [ON, ON].concat(), "after a stop everything once more");
    switches.leave().unwrap();
    assert_eq!(record.take(), OFF, "but off only once");
}

#[test]
fn a_terminal_that_refuses_raw_mode_is_left_alone() {
    let record = Record { fails: Some((1, Errno::NOTTY)), ..Record::default() };
    let error = Switches::new(record.clone()).enter().unwrap_err();
    assert_eq!(Errno::from_io_error(&error), Some(Errno::NOTTY));
    assert_eq!(record.take(), "");
}

#[test]
fn leaving_a_dead_terminal_is_no_error_and_another_error_is() {
    for (errno, fine) in [(Errno::IO, true), (Errno::PIPE, true), (Errno::NOSPC, false)] {
        let record = Record { fails: Some((STEPS.len() + 1, errno)), ..Record::default() };
        let mut switches = Switches::new(record);
        switches.enter().unwrap();
        assert_eq!(switches.leave().is_ok(), fine, "{errno:?}");
    }
}

#[test]
fn the_guard_restores_when_dropped_and_when_its_thread_panics_but_not_for_others() {
    // One test for all of it: the hook belongs to the whole process.
    let record = Record::default();
    let seen = record.clone();
    let ours = thread::spawn(move || {
        let guard = Guard::enter(record.clone()).unwrap();
        assert_eq!(record.take(), ON);

        let caught = calmly(|| panic!("a damaged page"));
        assert!(caught.is_err());
        let other = thread::spawn(|| panic!("somebody else's thread")).join();
        assert!(other.is_err());
        assert_eq!(record.take(), "", "the screen stays");
        let overheard = guard.overheard();
        assert!(overheard.iter().any(|said| said.contains("a damaged page")));
        assert!(overheard.iter().any(|said| said.contains("somebody else's thread")));

        panic!("our own");
    });
    assert!(ours.join().is_err());
    assert_eq!(seen.take(), OFF, "restored by the hook, and not again by the drop");

    let record = Record::default();
    drop(Guard::enter(record.clone()).unwrap());
    assert_eq!(record.take(), [ON, OFF].concat());
}
