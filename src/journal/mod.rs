//! The record: one append-only file of chained events, and the store that can always be rebuilt from it (DESIGN §4).
//!
//! ```text
//! disk    what is needed from a file, real or faulty      frame   what one fdatasync commits
//! chain   the event and its digest                        scan    frames one after the other; torn or damaged
//! file    opening, appending, recovering, reading         seam    what the hall knows of it
//! lock    one process at a time                           place   the store's folder and its mark
//! heal    a damaged journal made whole from copies        v1      what a payload means: the frozen types
//! index   sled, written behind: scores and second copies
//! ```
//! Invariant: `v1` and `index` apart, nothing here knows what an event means; a payload is bytes. Nothing here reads the
//! time of day or draws lots.

pub mod chain;
pub mod digest;
pub mod disk;
pub mod file;
pub mod frame;
pub mod heal;
pub mod index;
pub mod lock;
pub mod place;
mod scan;
pub mod seam;
pub mod v1;
