//! Who sits in the hall, and what waits for each: answers, pushes, what it is told. Nobody waits for anybody here.

use std::collections::{BTreeMap, BTreeSet};

use super::client::{NotTaken, Outbox, Post};
use super::concern::{self, Concern};
use super::hall::{Coming, Join};
use super::reading::Sitting;
use super::request::{Answer, Failure};
use super::view::Topic;
use crate::domain::{Actor, Moment, Role, Route, SeatId, State, Trouble};

/// A client as the hall knows it.
struct Guest {
    coming: Coming,
    outbox: Box<dyn Outbox>,
    last_entry: Option<Moment>,
    /// When it sat down, if a person entered.
    entered: Option<Moment>,
    /// Topics that did not fit its outbox yet.
    owed: BTreeSet<Topic>,
}

/// All clients of a hall.
#[derive(Default)]
pub(super) struct Guests {
    here: BTreeMap<u64, Guest>,
    /// Clients that have gone, until what they sent before is done.
    leaving: BTreeSet<u64>,
    /// What nobody has heard yet: for whoever sits down next.
    untold: Vec<Trouble>,
}

impl Guests {
    /// A client sits down.
    pub(super) fn join(&mut self, join: Join, last_entry: Option<Moment>, now: Moment) {
        let Join { client, coming, outbox } = join;
        for trouble in std::mem::take(&mut self.untold) {
            let _ = outbox.offer(Post::Told(trouble));
        }
        let entered = coming.enters.then_some(now);
        self.here.insert(client, Guest { coming, outbox, last_entry, entered, owed: BTreeSet::new() });
    }

    /// A client goes.
    pub(super) fn leave(&mut self, client: u64) {
        self.leaving.insert(client);
    }

    /// Who has left is forgotten, but not before what it sent is written: a letter of `held` may still wait for the store.
    pub(super) fn let_go(&mut self, held: &BTreeSet<u64>) {
        for client in std::mem::take(&mut self.leaving) {
            if held.contains(&client) {
                self.leaving.insert(client);
            } else {
                self.here.remove(&client);
            }
        }
    }

    /// Who acts, and how it looks at things.
    pub(super) fn sitting(&self, client: u64) -> Option<(Actor, Sitting)> {
        let Guest { coming, last_entry, entered, .. } = self.here.get(&client)?;
        let Coming { seat, route, claimed, .. } = coming;
        let (shared, last_entry, entered) = (*route != Route::Local, *last_entry, *entered);
        let sitting = Sitting { seat: seat.clone(), claimed: *claimed, shared, last_entry, entered };
        Some((Actor { seat: seat.clone(), route: route.clone() }, sitting))
    }

    /// Who sat down before this was known hears of the entry before as well.
    pub(super) fn entered_before(&mut self, seat: &SeatId, before: Option<Moment>) {
        for guest in self.here.values_mut().filter(|guest| guest.coming.seat == *seat) {
            guest.last_entry = guest.last_entry.or(before);
        }
    }

    /// An answer. A client that reads no more answers is let go. One that has left is not: what it sent before it left,
    /// the half-typed digits of a dropped line among it, may still be in the queue.
    pub(super) fn answer(&mut self, client: u64, id: u64, result: Result<Answer, Failure>) {
        let sent = self.here.get(&client).map(|guest| guest.outbox.offer(Post::Answer { id, result }));
        if let Some(Err(NotTaken::Full)) = sent {
            self.here.remove(&client);
        }
    }

    /// Tells the office; where nobody of it is there, whoever comes next.
    pub(super) fn tell(&mut self, state: &State, trouble: &Trouble) {
        let office = |guest: &&Guest| state.seat(&guest.coming.seat).is_none_or(|seat| seat.role != Role::Expert);
        let mut heard = false;
        for guest in self.here.values().filter(office) {
            heard |= guest.outbox.offer(Post::Told(trouble.clone())).is_ok();
        }
        if !heard {
            self.untold.push(trouble.clone());
        }
    }

    /// What a committed frame touched is owed to whom it concerns.
    pub(super) fn owe_of(&mut self, concern: &Concern<'_>, state: &State) {
        let office = concern::office(state.panel.as_deref());
        for guest in self.here.values_mut() {
            let seat = &guest.coming.seat;
            guest.owed.extend(concern.topics(seat, office.contains(seat), state.stage));
        }
    }

    /// A topic is owed to everybody.
    pub(super) fn owe(&mut self, topic: Topic) {
        for guest in self.here.values_mut() {
            guest.owed.insert(topic);
        }
    }

    /// Pushes what is owed; what does not fit waits, and is one push however often it changed.
    pub(super) fn pay(&mut self) {
        for guest in self.here.values_mut() {
            while let Some(topic) = guest.owed.first().copied() {
                match guest.outbox.offer(Post::Changed(topic)) {
                    Ok(()) => drop(guest.owed.pop_first()),
                    Err(NotTaken::Full) => break,
                    Err(NotTaken::Gone) => guest.owed.clear(),
                }
            }
        }
    }

    /// The hall ends.
    pub(super) fn close(&self) {
        for guest in self.here.values() {
            let _ = guest.outbox.offer(Post::Closed);
        }
    }
}
