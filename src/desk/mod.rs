//! Where seats meet the record: one hall, views per seat, clients (DESIGN §8).
//!
//! Invariants: a client never sees an event or the state, only views built for its seat; nothing is acknowledged before
//! its frame is on the disk; nobody ever waits for the store that is written behind.

mod behind;
mod chronicle;
mod client;
mod concern;
mod elsewhere;
#[cfg(test)]
mod faults_tests;
mod floor;
mod folding;
mod guests;
mod hall;
mod local;
mod notes;
mod opening;
mod peer;
mod reading;
mod record;
mod repair;
pub mod request;
mod server;
mod shelf;
mod trouble;
mod verify;
pub mod view;
mod wire;
mod witness;

pub use client::{Caller, Client, NotTaken, Outbox, Post};
pub use hall::Hall;
pub use local::{Access, Desk, Reach, open, reach, seats_of, unknown_seat};
pub use opening::{findings_of, key_digest, name_below};
pub use peer::stop;
pub use repair::{rebuild, rebuild_journal};
pub use request::{Answer, Failure, KeyFile, Request};
pub use server::{Log, Surroundings, serve};
pub use wire::PROTOCOL;
#[cfg(fuzzing)]
pub use wire::hear;

/// The name of the account that runs this, where the system knows one.
pub fn own_account() -> Option<String> {
    server::account::name(server::account::own())
}

/// Where time and chance come from; handed down from `main`.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Now, in UTC.
    pub now: fn() -> crate::domain::Moment,
    /// 16 random bytes.
    pub nonce: fn() -> [u8; 16],
}
