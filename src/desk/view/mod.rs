//! What a seat may look at: built per seat in the hall, by the rights of DESIGN §7 and nothing else.
//! Clients never see events or state. Types only here; the builders stand beside.

mod types;

pub use types::*;
