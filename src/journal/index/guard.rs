//! sled 0.34 panics where it should return an error: at opening, while reading, when it is dropped, and in threads of its
//! own (PITFALLS 2). Everything that calls it goes through [`guarded`].
//!
//! A caught panic must not be seen either: the panic hook runs before anything is caught, and a backtrace would be
//! painted over the screen (PITFALLS 25). So the first guarded call puts a hook before the one that is there, which
//! swallows sled's panics and hands on every other. Whoever sets a hook later can ask [`is_sleds`] in it.

use super::{Fault, IndexError};
use crate::text::clean_line;
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// The names sled gives its threads.
const THREADS: [&str; 2] = ["sled-io-", "log flusher"];

/// Whether a panic on this thread is sled's: it is one of sled's threads, or we are inside a guarded call.
pub fn is_sleds() -> bool {
    let thread = std::thread::current();
    let named = |name: &str| THREADS.iter().any(|begin| name.starts_with(begin));
    INSIDE.get() || thread.name().is_some_and(named)
}

fn quieten() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !is_sleds() {
                before(info);
            }
        }));
    });
}

struct Inside(bool);

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.set(self.0);
    }
}

/// Calls into sled. A panic comes back as damage, in sled's own words.
pub(super) fn guarded<T>(call: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    quieten();
    let inside = Inside(INSIDE.replace(true));
    // What a panic leaves half done is never used again: the index is marked broken, forgotten, and rebuilt.
    let caught = catch_unwind(AssertUnwindSafe(call));
    drop(inside);
    caught.unwrap_or_else(|panic| Err(IndexError::Damaged(Fault::Panicked(clean_line(words(panic.as_ref()))))))
}

/// How long [`aside`] waits.
const ASIDE: Duration = Duration::from_millis(500);

/// Does something with sled that may never end, in a thread that is left behind if it does not end soon.
pub(super) fn aside(work: impl FnOnce() + Send + 'static) {
    let (tell, told) = sync_channel(1);
    let run = move || {
        // Told to nobody: there is nothing to be done about it any more.
        drop(guarded(|| {
            work();
            Ok(())
        }));
        let _ = tell.try_send(());
    };
    if std::thread::Builder::new().name("index-closing".into()).spawn(run).is_ok() {
        let _ = told.recv_timeout(ASIDE);
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    match panic.downcast_ref::<String>() {
        Some(words) => words,
        None => panic.downcast_ref::<&str>().copied().unwrap_or("?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_an_answer_and_a_sound_call_passes() {
        let words: IndexError = guarded(|| -> Result<(), _> { panic!("page {} is gone", 7) }).unwrap_err();
        assert_eq!(words, IndexError::Damaged(Fault::Panicked(clean_line("page 7 is gone"))));
        assert_eq!(guarded(|| Ok(7)), Ok(7));
        assert!(!is_sleds());
        assert!(guarded(|| Ok(is_sleds())).unwrap());
    }

    #[test]
    fn threads_of_sled_are_known_by_their_names() {
        let asked = |name: &str| std::thread::Builder::new().name(name.into()).spawn(is_sleds).unwrap().join().unwrap();
        assert!(asked("sled-io-3"));
        assert!(asked("log flusher"));
        assert!(!asked("hall"));
    }
}
