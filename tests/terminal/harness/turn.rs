//! How many programs run at once: two, so that slow cores keep up.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

const AT_ONCE_MAX: usize = 2;

/// Held by a test that runs two programs at once, from before the first: two such tests would each wait for the other's
/// second place.
pub(crate) fn two_at_once() -> MutexGuard<'static, ()> {
    static PAIR: Mutex<()> = Mutex::new(());
    // A test that failed while it held it has said what it had to say.
    PAIR.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of the two places for programs that run at once.
pub(super) struct Turn;

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

impl Turn {
    pub(super) fn take() -> Self {
        let running = RUNNING.lock().unwrap();
        let mut running = ENDED.wait_while(running, |running| *running >= AT_ONCE_MAX).unwrap();
        *running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Ok(mut running) = RUNNING.lock() {
            *running -= 1;
        }
        ENDED.notify_one();
    }
}
