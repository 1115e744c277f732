//! Who is there, counted: in all, and by account.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Clients at once (DESIGN §8).
pub(super) const CLIENTS: usize = 256;
/// Clients at once of one account that is not the server's own: two screens, a few commands, and room for lines that
/// broke and were not noticed yet.
pub(super) const OF_ONE_ACCOUNT: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Crowd {
    here: Mutex<Here>,
    went: Condvar,
}

#[derive(Debug, Default)]
struct Here {
    count: usize,
    by_account: BTreeMap<u32, usize>,
    next: u64,
}

/// A place in the crowd, given back when dropped.
#[derive(Debug)]
pub(super) struct Ticket {
    crowd: Arc<Crowd>,
    account: u32,
    /// A number to tell clients apart in the log.
    pub(super) number: u64,
}

impl Crowd {
    /// A place, if there is one. The serving account has all that are left; others only a few each.
    pub(super) fn enter(self: &Arc<Self>, account: u32, owner: bool) -> Result<Ticket, u64> {
        let mut here = self.lock();
        here.next += 1;
        let number = here.next;
        let of_account = here.by_account.get(&account).copied().unwrap_or(0);
        if here.count >= CLIENTS || (!owner && of_account >= OF_ONE_ACCOUNT) {
            return Err(number);
        }
        here.count += 1;
        here.by_account.insert(account, of_account + 1);
        Ok(Ticket { crowd: Arc::clone(self), account, number })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.lock().count
    }

    /// Waits until nobody is left, or the time is up.
    pub(super) fn wait_empty(&self, at_most: Duration) {
        let here = self.lock();
        drop(self.went.wait_timeout_while(here, at_most, |here| here.count > 0));
    }

    fn lock(&self) -> MutexGuard<'_, Here> {
        // Counting cannot be left half done.
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut here = self.crowd.lock();
        here.count = here.count.saturating_sub(1);
        if let Some(count) = here.by_account.get_mut(&self.account) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                here.by_account.remove(&self.account);
            }
        }
        self.crowd.went.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_does_not_take_all_the_places() {
        let crowd = Arc::new(Crowd::default());
        let own: Vec<_> = (0..OF_ONE_ACCOUNT).map(|_| crowd.enter(7, false).unwrap()).collect();
        assert!(crowd.enter(7, false).is_err());
        assert!(crowd.enter(8, false).is_ok(), "another account has places of its own");
        drop(own);
        assert!(crowd.enter(7, false).is_ok());
        assert_eq!(crowd.count(), 0);
    }

    #[test]
    fn the_serving_account_fills_what_is_there_and_no_more() {
        let crowd = Arc::new(Crowd::default());
        let mut all: Vec<_> = (0..CLIENTS).map(|_| crowd.enter(7, true).unwrap()).collect();
        assert!(crowd.enter(7, true).is_err());
        all.pop();
        assert!(crowd.enter(8, false).is_ok());
        drop(all);
        crowd.wait_empty(Duration::ZERO);
        assert_eq!(crowd.count(), 0);
    }
}
